//! A real company's funnel under a plan: imports the public Olist data and writes what each
//! technician earned in each quarter.
//!
//! Knows which row of the folder becomes which command, and when it is told. Does not know what
//! anything earns: that is the plan's word, `plans/olist.toml`. The data is licensed for
//! non-commercial use and stays outside the repository.
//!
//! `cargo run --release --example olist_funnel -- ../shared/data/olist-funnel`
//!
//! A row that cannot be read, repeats another or is refused is printed with its file, line and
//! column and the way out. It leaves the journal as it was, the other rows go on, and the exit
//! status is 1.

#[path = "olist_funnel/page.rs"]
mod page;
#[path = "olist_funnel/rows.rs"]
mod rows;

use page::{Quarters, TABLE, Tally, page};
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::digest::Digest;
use referral_ledger::id::{ActorId, CustomerId, DealId, LeadId, PayeeId, PaymentId, RefundId};
use referral_ledger::ledger::laws;
use referral_ledger::money::Amount;
use referral_ledger::payee::WorkerClass;
use referral_ledger::plan::Plan;
use referral_ledger::refusal::Refusal;
use referral_ledger::store::MemoryStore;
use referral_ledger::time::Date;
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, Outcome, SubmitError};
use rows::{Fault, Place, Row, rows};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

const PLAN: &str = include_str!("plans/olist.toml");
const LEADS: &str = "olist_marketing_qualified_leads_dataset.csv";
const DEALS: &str = "olist_closed_deals_dataset.csv";
const ITEMS: &str = "seller_order_items.csv";
const TECHNICIANS: u64 = 40;
/// What Olist says of an order. A word not listed could be a cancellation spelt otherwise.
const STATUSES: [&str; 8] = [
    "approved",
    "canceled",
    "created",
    "delivered",
    "invoiced",
    "processing",
    "shipped",
    "unavailable",
];

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("name the data's folder: olist_funnel ../shared/data/olist-funnel");
        return ExitCode::from(2);
    };
    match import(Path::new(&folder)).and_then(publish) {
        Ok(faults) if faults.is_empty() => ExitCode::SUCCESS,
        Ok(faults) => {
            faults.iter().for_each(|fault| eprintln!("{fault}"));
            let count = faults.len();
            eprintln!(
                "{count} faults: {TABLE} lacks what those rows say. Correct and import again"
            );
            ExitCode::FAILURE
        }
        Err(problem) => {
            eprintln!("the import stopped, and {TABLE} was not written: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// What an import came to.
pub(crate) struct Import {
    pub(crate) page: String,
    pub(crate) table: String,
    pub(crate) faults: Vec<Fault>,
}

/// Reads the folder, tells the journal and checks the laws. Writes nothing.
pub(crate) fn import(path: &Path) -> Result<Import, Box<dyn Error>> {
    let folder = Folder::read(path)?;
    let plan = Plan::read(PLAN)?;
    let mut desk = Desk::open(&plan, folder.facts.first().map(|fact| fact.on))?;
    desk.tally.files = folder.files;
    let mut faults = folder.faults;
    for fact in folder.facts {
        faults.extend(desk.tell_fact(fact)?);
    }
    let ledger = desk.journal.ledger();
    laws::check_history(ledger, &desk.journal)?;
    let quarters = Quarters::of(ledger, plan.unit)?;
    let page = page(&plan, &desk.tally, &quarters, ledger.next_sequence())?;
    Ok(Import { page, table: quarters.table()?, faults })
}

/// Writes the table and prints the page.
fn publish(import: Import) -> Result<Vec<Fault>, Box<dyn Error>> {
    if let Some(folder) = Path::new(TABLE).parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(TABLE, import.table)?;
    std::io::stdout().write_all(import.page.as_bytes())?;
    Ok(import.faults)
}

/// What stands in the folder, as far as it can be read, in the order it is told.
#[derive(Default)]
struct Folder {
    facts: Vec<Fact>,
    faults: Vec<Fault>,
    /// Each file with its rows: all, and those that cannot be read.
    files: Vec<(&'static str, usize, usize)>,
    /// The day a lead and a deal are told on: what names them is told no earlier.
    leads: BTreeMap<LeadId, Date>,
    deals: BTreeMap<DealId, Date>,
}

/// A command a row becomes, and the day it is told on.
struct Fact {
    on: Date,
    command: Command,
    at: Place,
    /// The column its own day stands in.
    dated: &'static str,
}

impl Folder {
    fn read(path: &Path) -> Result<Folder, String> {
        let mut folder = Folder::default();
        folder.file(path, LEADS, &["mql_id", "first_contact_date"], Folder::lead)?;
        folder.file(path, DEALS, &["mql_id", "seller_id", "won_date"], Folder::win)?;
        let columns = [
            "order_id",
            "order_item_id",
            "seller_id",
            "price",
            "order_status",
            "order_purchase_timestamp",
            "order_approved_at",
            "order_estimated_delivery_date",
        ];
        folder.file(path, ITEMS, &columns, Folder::item)?;
        // The sort is stable: facts of one day and kind stay in the order of their rows.
        folder.facts.sort_by_key(|fact| (fact.on, fact.rank()));
        Ok(folder)
    }

    fn file(
        &mut self,
        path: &Path,
        file: &'static str,
        columns: &[&'static str],
        read: impl Fn(&mut Folder, &Row) -> Result<(), Fault>,
    ) -> Result<(), String> {
        let rows = rows(path, file, columns)?;
        let (all, before) = (rows.len(), self.faults.len());
        for row in rows {
            let fault = row.and_then(|row| read(self, &row)).err();
            self.faults.extend(fault);
        }
        self.files.push((file, all, self.faults.len() - before));
        Ok(())
    }

    fn lead(&mut self, row: &Row) -> Result<(), Fault> {
        let (key, heard_on) = (row.key("mql_id")?, row.day("first_contact_date")?);
        let (lead, customer) = (LeadId::named(key), CustomerId::named(key));
        let (by, kind) = (technician(key), "seller".parse().expect("visible ASCII"));
        let report =
            ReportLead { lead, by, customer, kind, heard_on, credits: vec![], facts: vec![] };
        self.leads.entry(lead).and_modify(|on| *on = heard_on.min(*on)).or_insert(heard_on);
        self.fact(row, heard_on, "first_contact_date", report);
        Ok(())
    }

    fn win(&mut self, row: &Row) -> Result<(), Fault> {
        let lead = LeadId::named(row.key("mql_id")?);
        let (deal, won_on) = (DealId::named(row.key("seller_id")?), row.day("won_date")?);
        // One deal is won before its lead is heard of: it is told on the later day.
        let on = self.leads.get(&lead).map_or(won_on, |heard_on| won_on.max(*heard_on));
        self.deals.entry(deal).and_modify(|first| *first = on.min(*first)).or_insert(on);
        // What the deal is worth shows only as its items are approved: no lines.
        let win = WinDeal { deal, lead, won_on, lines: vec![], credits: vec![], facts: vec![] };
        self.fact(row, on, "won_date", win);
        Ok(())
    }

    /// An item is a payment of its price on the day it is approved; a cancelled one is a refund
    /// of it too, on the day of the promised delivery, since the cancellation has no date.
    fn item(&mut self, row: &Row) -> Result<(), Fault> {
        let key = format!("{}/{}", row.key("order_id")?, row.key("order_item_id")?);
        let (payment, refund) = (PaymentId::named(&key), RefundId::named(&key));
        let deal = DealId::named(row.key("seller_id")?);
        let lines = vec![Line::of_net(row.money("price")?)];
        let approved = match row.text("order_approved_at") {
            "" => "order_purchase_timestamp",
            _ => "order_approved_at",
        };
        let promised = "order_estimated_delivery_date";
        let received_on = row.day(approved)?;
        let canceled = row.word("order_status", &STATUSES)? == "canceled";
        let refunded_on = canceled.then(|| row.day(promised)).transpose()?;
        // From here on the row is read: nothing of it is told before all of it is.
        let on = self.deals.get(&deal).map_or(received_on, |won| received_on.max(*won));
        let paid = RecordPayment { payment, deal, received_on, lines: lines.clone() };
        self.fact(row, on, approved, paid);
        if let Some(refunded_on) = refunded_on {
            let back = RecordRefund { refund, payment, refunded_on, lines };
            self.fact(row, on.max(refunded_on), promised, back);
        }
        Ok(())
    }

    fn fact(&mut self, row: &Row, on: Date, dated: &'static str, command: impl Into<Command>) {
        self.facts.push(Fact { on, command: command.into(), at: row.at, dated });
    }
}

impl Fact {
    /// The order on one day: leads, wins, payments, refunds.
    fn rank(&self) -> u8 {
        match self.command {
            Command::ReportLead(_) => 0,
            Command::WinDeal(_) => 1,
            Command::RecordPayment(_) => 2,
            _ => 3,
        }
    }

    /// The row's fault when the journal says no, at the column the refusal is about.
    fn refused(&self, no: &Refusal, first: u64) -> Fault {
        use Refusal as R;
        let (own, named) = match self.command {
            Command::ReportLead(_) => ("mql_id", "mql_id"),
            Command::WinDeal(_) => ("seller_id", "mql_id"),
            _ => ("order_item_id", "seller_id"),
        };
        let column = match no {
            R::LeadUnknown { .. } | R::LeadAlreadyWon { .. } | R::DealUnknown { .. } => named,
            R::WonBeforeReport { .. } | R::RefundBeforePayment { .. } => self.dated,
            R::ToldAhead { .. } => self.dated,
            R::WrongCurrency { .. } | R::LineNegative { .. } => "price",
            R::AmountNotPositive { .. } | R::AmountOutOfBounds { .. } => "price",
            _ => own,
        };
        let mut problem = format!("refused, {}: {no}", no.code());
        if matches!(no, R::KeyReused { .. }) {
            problem += &format!(" (that command is line {first})");
        }
        Fault { at: self.at, column, problem }
    }
}

/// The technician of a lead, made up as the data's README says: nobody in the data is one.
fn technician(mql_id: &str) -> PayeeId {
    let digest = Digest::sha256(mql_id.as_bytes());
    let first = digest.as_bytes().first_chunk().expect("a digest has 32 bytes");
    technician_id(u64::from_be_bytes(*first) % TECHNICIANS)
}

fn technician_id(number: u64) -> PayeeId {
    format!("T{number:02}").parse().expect("visible ASCII")
}

/// The journal, and what came of each command.
struct Desk {
    journal: Journal<MemoryStore>,
    opened: Date,
    tally: Tally,
    /// The line that told a key first.
    lines: BTreeMap<Key, u64>,
}

impl Desk {
    /// Sets the company up. Facts older than the plan are told on the day it begins.
    fn open(plan: &Plan, first: Option<Date>) -> Result<Desk, Box<dyn Error>> {
        let employed_from = plan.effective.from;
        let opened = first.map_or(employed_from, |first| first.max(employed_from));
        let (journal, tally, lines) = (Journal::in_memory(), Tally::default(), BTreeMap::new());
        let mut desk = Desk { journal, opened, tally, lines };
        let (group, class) = ("olist-technicians".parse()?, WorkerClass::Contractor);
        let mut setup: Vec<Command> = vec![
            DefinePayGroup { group, entity: "olist".parse()?, unit: plan.unit }.into(),
            PublishPlan { text: PlanText::new(PLAN) }.into(),
        ];
        for number in 0..TECHNICIANS {
            let (payee, group) = (technician_id(number), "olist-technicians".parse()?);
            setup.push(RegisterPayee { payee, group, class, employed_from }.into());
        }
        for command in setup {
            let _new = desk.tell("", opened, command)?;
        }
        Ok(desk)
    }

    /// Tells a command at noon of a day, under its natural key, and counts the outcome.
    fn tell(
        &mut self,
        file: &'static str,
        on: Date,
        command: Command,
    ) -> Result<Outcome, SubmitError> {
        let at = on.max(self.opened).at_utc(12, 0).expect("every day has a noon");
        let by: ActorId = "olist-import".parse().expect("visible ASCII");
        let told = Told { at, by: Actor::system(by), key: Key::of(&command) };
        let counts = self.tally.outcomes.entry((file, command.kind())).or_default();
        let [accepted, on_file, refused] = counts;
        let outcome = self.journal.submit(&told, command);
        *match &outcome {
            Ok(outcome) if outcome.is_new() => accepted,
            Ok(_) => on_file,
            Err(_) => refused,
        } += 1;
        outcome
    }

    /// Tells what a row says. A row that is refused, or says nothing new, is a fault.
    fn tell_fact(&mut self, fact: Fact) -> Result<Option<Fault>, SubmitError> {
        let key = Key::of(&fact.command);
        let first = self.lines.get(&key).copied().unwrap_or(fact.at.line);
        let outcome = match self.tell(fact.at.file, fact.on, fact.command.clone()) {
            Err(SubmitError::Refused(no)) => return Ok(Some(fact.refused(&no, first))),
            other => other?,
        };
        if !outcome.is_new() {
            let problem = format!("told already by line {first}: drop one of the two rows");
            return Ok(Some(Fault { at: fact.at, column: "whole row", problem }));
        }
        self.lines.insert(key, fact.at.line);
        for zero in outcome.rewards().filter(|it| it.amount().is_none_or(Amount::is_zero)) {
            let why = zero.why();
            let rule = why.rule.as_ref().map_or("no rule", |(_, rule)| rule.as_str());
            let last = why.steps.last().map_or(String::new(), ToString::to_string);
            let reason = self.tally.zeros.entry(format!("{rule}: {last}"));
            reason.or_insert_with(|| (0, why.to_string())).0 += 1;
        }
        Ok(None)
    }
}
