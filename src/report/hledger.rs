//! The books as a journal that hledger reads, so that finance can check them with a tool that is
//! not ours.
//!
//! Knows hledger's grammar and in which order and under which names events stand in it. The
//! entries are those of [`post`] and nothing else. hledger accepts a
//! transaction that is wrong by less than half a cent, so exact zero is checked here, before
//! anything is written.

use super::percent::percent;
use crate::books::{Account, Entry, post, run_of};
use crate::command::Command;
use crate::event::{Accrued, DrawEnded, DrawGiven, DrawReckoned, Event};
use crate::id::{EntityId, PayeeId};
use crate::money::Unit;
use crate::record::{At, Head, Record, RecordError, Records};
use crate::reward::Source;
use crate::time::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// What an id or a run may hold in an account name and in the value of a tag; the rest is
/// percent-encoded. A comma would start another tag, a colon another account.
const KEPT: &str = "._-/@";

/// The descriptions of transactions: fixed words, because hledger gives `;` and `|` a meaning. The
/// last is for events that no release has booked yet.
const NAMES: [&str; 22] = [
    "accrued",
    "reversed",
    "restored",
    "vested",
    "released",
    "run locked",
    "run approved",
    "run settled",
    "line voided",
    "adjusted",
    "restated",
    "balance opened",
    "amortised",
    "impaired",
    "debt moved",
    "debt paid back",
    "debt written off",
    "draw",
    "redeemed",
    "put back",
    "expired",
    "booked",
];

/// The tags of transactions.
const TAGS: [&str; 20] = [
    "entity",
    "lead",
    "deal",
    "payment",
    "refund",
    "fact",
    "run",
    "reason",
    "plan",
    "rule",
    "of",
    "adjustment",
    "period",
    "transfer",
    "repayment",
    "write_off",
    "draw",
    "restatement",
    "redemption",
    "lapse",
];

/// Why the books cannot be exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The text cannot be written. Part of it may have been.
    #[error("the hledger journal cannot be written: {0}")]
    Write(#[from] io::Error),
    /// The entries of an event do not sum to zero (law L1). Nothing was written.
    #[error(
        "the entries of event {} of record {} do not sum to zero in {unit} of {entity}: \
         verify the journal",
        at.event, at.sequence
    )]
    Unbalanced {
        /// The event.
        at: At,
        /// The legal entity.
        entity: EntityId,
        /// The unit.
        unit: Unit,
    },
}

/// Writes every event that books something as one transaction, in the order of day and sequence.
///
/// The text passes `hledger check --strict ordereddates payees`: commodities, accounts,
/// descriptions and tags are declared, and amounts have no digit groups. A transaction's code is
/// its place in the journal: record and event. Its description is one of `accrued`, `reversed`,
/// `vested`, `run locked`, `run approved`, `run settled` and `line voided`; ids, rule and run
/// stand in tags. Where the journal has several legal entities, each has accounts of its own:
/// `Expenses:acme:Incentives`.
///
/// The records are read twice, so that only their places are held in memory.
///
/// ```
/// use referral_ledger::{Journal, report::hledger_journal};
/// let mut text = Vec::new();
/// hledger_journal(&Journal::in_memory(), &mut text)?;
/// assert_eq!(String::from_utf8(text)?, "; The books of referral rewards: 0 transactions.\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ExportError`]: a record that cannot be read, entries that do not sum to zero, or a text that
/// cannot be written.
pub fn hledger_journal(records: &impl Records, mut w: impl Write) -> Result<(), ExportError> {
    let chart = Chart::of(records)?;
    chart.declare(&mut w)?;
    let mut reader = Reader { records, first: None, last: None };
    for (on, at) in &chart.order {
        let (command, event) = reader.read(*at)?;
        writeln!(w, "\n{on} * ({}.{}) {}", at.sequence, at.event, name_of(event))?;
        let entries = post(command, event);
        for (tag, value) in tags(command, event, &entries) {
            writeln!(w, "    ; {tag}: {}", percent(&value, KEPT))?;
        }
        for entry in &entries {
            let (account, width) = (chart.name(&entry.entity, &entry.account), chart.width);
            writeln!(w, "    {account:<width$}  {:>18}", entry.amount)?;
        }
    }
    w.flush()?;
    Ok(())
}

/// What the journal books on, and in which order.
struct Chart {
    order: Vec<(Date, At)>,
    units: BTreeSet<Unit>,
    accounts: BTreeSet<(EntityId, Account)>,
    /// Whether each legal entity has accounts of its own.
    by_entity: bool,
    /// How wide the longest account name is.
    width: usize,
}

impl Chart {
    fn of(records: &impl Records) -> Result<Chart, ExportError> {
        let (mut order, mut units, mut accounts) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let mut reader = Reader { records, first: None, last: None };
        for sequence in 0..records.end()? {
            let count = reader.record(sequence)?.events.len();
            for event in (0..).take(count) {
                let at = At { sequence, event };
                let (command, event) = reader.read(at)?;
                let entries = post(command, event);
                balanced(at, &entries)?;
                order.extend(entries.first().map(|entry| (entry.on, at)));
                for entry in entries {
                    units.insert(entry.amount.unit());
                    accounts.insert((entry.entity, entry.account));
                }
            }
        }
        order.sort();
        let entities: BTreeSet<&EntityId> = accounts.iter().map(|(entity, _)| entity).collect();
        let by_entity = entities.len() > 1;
        let mut chart = Chart { order, units, accounts, by_entity, width: 0 };
        let names = chart.accounts.iter().map(|(entity, account)| chart.name(entity, account));
        chart.width = names.map(|name| name.len()).max().unwrap_or(0);
        Ok(chart)
    }

    /// The account's name: its parts from the root down, with the legal entity after the root
    /// where there are several.
    fn name(&self, entity: &EntityId, account: &Account) -> String {
        let incentives = |place: &str, of: &str| {
            vec!["Liabilities".to_owned(), "Incentives".to_owned(), place.to_owned(), clean(of)]
        };
        let plain = |root: &str, leaf: &str| vec![root.to_owned(), leaf.to_owned()];
        let owed_by = |leaf: &str, payee: &PayeeId| {
            vec!["Assets".to_owned(), leaf.to_owned(), clean(payee.as_str())]
        };
        let mut parts = match account {
            Account::ClawbackReceivable(payee) => owed_by("ClawbackReceivable", payee),
            Account::DrawReceivable(payee) => owed_by("DrawReceivable", payee),
            Account::ContractCosts(deal) => {
                vec!["Assets".to_owned(), "ContractCosts".to_owned(), deal.to_string()]
            }
            Account::FormerTechnicians(payee) => owed_by("FormerTechnicians", payee),
            Account::Bank => plain("Assets", "Bank"),
            Account::Uncollectable => plain("Expenses", "Uncollectable"),
            Account::Guarantee => plain("Expenses", "Guarantee"),
            Account::DrawForgiven => plain("Expenses", "DrawForgiven"),
            Account::Incentives => plain("Expenses", "Incentives"),
            Account::Amortisation => plain("Expenses", "Amortisation"),
            Account::Impairment => plain("Expenses", "Impairment"),
            Account::Adjustment => plain("Expenses", "Adjustment"),
            Account::HeldBack(payee) => incentives("HeldBack", payee.as_str()),
            Account::Opening => plain("Equity", "Opening"),
            Account::Conversion => plain("Equity", "Conversion"),
            Account::CapCarried(payee) => incentives("CapCarried", payee.as_str()),
            Account::PoolQueued(payee) => incentives("PoolQueued", payee.as_str()),
            Account::Held(payee) => incentives("Held", payee.as_str()),
            Account::Payable(payee) => incentives("Payable", payee.as_str()),
            Account::InRun(run) => incentives("InRun", &run.to_string()),
            Account::PayrollClearing => plain("Liabilities", "PayrollClearing"),
            Account::Wages => plain("Liabilities", "Wages"),
            Account::AccountsPayable => plain("Liabilities", "AccountsPayable"),
            Account::InKind(it) => {
                let parts = it.parts().iter().map(|part| (*part).to_owned());
                parts.chain(it.payee().map(|payee| clean(payee.as_str()))).collect()
            }
        };
        if self.by_entity {
            parts.insert(1, clean(entity.as_str()));
        }
        parts.join(":")
    }

    /// The head of the file: what strict checking wants declared.
    fn declare(&self, w: &mut impl Write) -> io::Result<()> {
        let s = if self.order.len() == 1 { "" } else { "s" };
        writeln!(w, "; The books of referral rewards: {} transaction{s}.", self.order.len())?;
        for unit in &self.units {
            writeln!(w, "\ncommodity {unit}")?;
            // Without decimals a format would need a point that stands for nothing.
            if let Ok(decimals @ 1..) = usize::try_from(unit.decimals()) {
                writeln!(w, "    format 1000.{} {unit}", "0".repeat(decimals))?;
            }
        }
        let names: BTreeSet<String> =
            self.accounts.iter().map(|(entity, account)| self.name(entity, account)).collect();
        if !names.is_empty() {
            writeln!(w)?;
        }
        names.iter().try_for_each(|name| writeln!(w, "account {name}"))?;
        if !self.order.is_empty() {
            writeln!(w)?;
            NAMES.iter().try_for_each(|name| writeln!(w, "payee {name}"))?;
            writeln!(w)?;
            TAGS.iter().try_for_each(|tag| writeln!(w, "tag {tag}"))?;
        }
        Ok(())
    }
}

fn clean(id: &str) -> String {
    percent(id, KEPT)
}

/// Checks law L1 for one event.
fn balanced(at: At, entries: &[Entry]) -> Result<(), ExportError> {
    let mut sums: BTreeMap<(&EntityId, Unit), i128> = BTreeMap::new();
    for entry in entries {
        let sum = sums.entry((&entry.entity, entry.amount.unit())).or_default();
        *sum += i128::from(entry.amount.minor());
    }
    match sums.into_iter().find(|(_, sum)| *sum != 0) {
        Some(((entity, unit), _)) => {
            Err(ExportError::Unbalanced { at, entity: entity.clone(), unit })
        }
        None => Ok(()),
    }
}

/// Reads events with the command they stand beside. It remembers the last record and the last
/// first part, so that reading a long group in order reads each record once.
struct Reader<'a, R> {
    records: &'a R,
    first: Option<(u64, Command)>,
    last: Option<Record>,
}

impl<R: Records> Reader<'_, R> {
    /// Reads a record, and the command of its group.
    fn record(&mut self, sequence: u64) -> Result<&Record, RecordError> {
        if self.last.as_ref().is_none_or(|record| record.sequence != sequence) {
            let record = self.records.record(sequence)?;
            let group = match &record.head {
                Head::First { .. } => sequence,
                Head::Later { group } => *group,
            };
            if self.first.as_ref().is_none_or(|(first, _)| *first != group) {
                let head = match &record.head {
                    Head::First { .. } => record.head.clone(),
                    Head::Later { .. } => self.records.record(group)?.head,
                };
                let Head::First { command, .. } = head else {
                    let problem = format!("it says that its group begins with record {group}");
                    return Err(RecordError::Malformed { sequence, problem });
                };
                self.first = Some((group, command));
            }
            self.last = Some(record);
        }
        self.last.as_ref().ok_or(RecordError::Missing { sequence })
    }

    fn read(&mut self, at: At) -> Result<(&Command, &Event), RecordError> {
        self.record(at.sequence)?;
        let missing = RecordError::Missing { sequence: at.sequence };
        match (&self.first, &self.last) {
            (Some((_, command)), Some(record)) => {
                let event = record.events.get(at.event as usize).ok_or(missing)?;
                Ok((command, event))
            }
            _ => Err(missing),
        }
    }
}

/// The description of a transaction.
fn name_of(event: &Event) -> &'static str {
    let [
        accrued,
        reversed,
        restored,
        vested,
        released,
        locked,
        approved,
        settled,
        voided,
        adjusted,
        restated,
        opened,
        amortised,
        impaired,
        moved,
        repaid,
        written_off,
        drawn,
        redeemed,
        put_back,
        expired,
        booked,
    ] = NAMES;
    match event {
        Event::Accrued(_) => accrued,
        Event::Reversed(_) => reversed,
        Event::Restored(_) => restored,
        Event::Vested(_) | Event::Reached(_) | Event::CapVested(_) | Event::RewardApproved(_) => {
            vested
        }
        Event::CarriedReleased(_) | Event::HoldbackReleased(_) | Event::PoolReleased(_) => released,
        Event::RunLine(_) => locked,
        Event::RunApproved(_) => approved,
        Event::RunSettled(_) => settled,
        Event::LineVoided(_) => voided,
        Event::Adjusted(_) => adjusted,
        Event::Restated(_) => restated,
        Event::BalanceOpened(_) => opened,
        Event::Amortised(_) => amortised,
        Event::CostsImpaired(_) => impaired,
        Event::DebtTransferred(_) => moved,
        Event::DebtRepaid(_) => repaid,
        Event::DebtWrittenOff(_) => written_off,
        Event::DrawGiven(_) | Event::DrawReckoned(_) | Event::DrawEnded(_) => drawn,
        Event::Redeemed(_) => redeemed,
        Event::PutBack(_) => put_back,
        Event::Expired(_) => expired,
        _ => booked,
    }
}

/// What else there is to know of a transaction: one line each, because a comma would start
/// another tag.
fn tags(command: &Command, event: &Event, entries: &[Entry]) -> Vec<(&'static str, String)> {
    let mut tags = Vec::new();
    let entities: BTreeSet<&EntityId> = entries.iter().map(|entry| &entry.entity).collect();
    if let [entity] = entities.into_iter().collect::<Vec<_>>()[..] {
        tags.push(("entity", entity.to_string()));
    }
    match command {
        Command::ReportLead(it) => tags.push(("lead", it.lead.to_string())),
        Command::AcceptLead(it) => tags.push(("lead", it.lead.to_string())),
        Command::MeetLead(it) => tags.push(("lead", it.lead.to_string())),
        Command::QuoteLead(it) => tags.push(("lead", it.lead.to_string())),
        Command::RetainCustomer(it) => {
            tags.extend([("deal", it.deal.to_string()), ("lead", it.lead.to_string())]);
        }
        Command::WinDeal(it) => {
            tags.extend([("deal", it.deal.to_string()), ("lead", it.lead.to_string())]);
        }
        Command::InstallDeal(it) => tags.push(("deal", it.deal.to_string())),
        Command::InvoiceDeal(it) => tags.push(("deal", it.deal.to_string())),
        Command::RecordPayment(it) => {
            tags.extend([("deal", it.deal.to_string()), ("payment", it.payment.to_string())]);
        }
        Command::RecordRefund(it) => {
            tags.extend([("payment", it.payment.to_string()), ("refund", it.refund.to_string())]);
        }
        Command::Retract(it) => {
            tags.extend([("fact", it.fact.to_string()), ("reason", it.reason.to_string())]);
        }
        Command::CancelDeal(it) => tags.push(("reason", it.reason.to_string())),
        Command::ApproveReward(it) => tags.push(("reason", it.reason.to_string())),
        Command::Redeem(it) => tags.push(("redemption", it.redemption.to_string())),
        Command::HandOver(it) => tags.push(("redemption", it.redemption.to_string())),
        Command::VoidRun(it) => tags.push(("reason", it.reason.to_string())),
        Command::TransferDebt(it) => {
            tags.extend([("transfer", it.transfer.to_string()), ("reason", it.reason.to_string())]);
        }
        Command::RecordRepayment(it) => tags.push(("repayment", it.repayment.to_string())),
        Command::ApproveWriteOff(it) => tags.push(("write_off", it.write_off.to_string())),
        Command::ApproveLapse(it) => tags.push(("lapse", it.lapse.to_string())),
        Command::ApproveAdjustment(it) => tags.push(("adjustment", it.adjustment.to_string())),
        Command::ApproveRestatement(it) => {
            tags.push(("restatement", it.restatement.to_string()));
        }
        _ => {}
    }
    if let Event::Accrued(Accrued { source: Some(Source::Lead(lead)), .. }) = event {
        tags.push(("lead", lead.to_string()));
    }
    tags.extend(run_of(command).map(|run| ("run", run.to_string())));
    let mut ruled = |plan: String, rule: String, of: Option<Date>| {
        tags.extend([("plan", plan), ("rule", rule)]);
        tags.extend(of.map(|of| ("of", of.to_string())));
    };
    match event {
        Event::Accrued(it) => ruled(it.plan.to_string(), it.rule.to_string(), it.of),
        Event::Reversed(it) => {
            ruled(it.plan.to_string(), it.rule.to_string(), it.of);
            tags.extend(match it.source {
                Source::Lead(lead) => Some(("lead", lead.to_string())),
                Source::Deal(deal) => Some(("deal", deal.to_string())),
                Source::Period(period) => Some(("period", period.to_string())),
                // No rule takes these back.
                Source::Draw(_)
                | Source::Adjustment(_)
                | Source::Restatement(_)
                | Source::Opening => None,
            });
        }
        Event::Reckoned(it) => {
            let made = it.made.iter().map(|it| (&it.plan, &it.rule, it.of));
            let taken = it.taken.iter().map(|it| (&it.plan, &it.rule, it.of));
            let ruled_by = made.chain(taken).next();
            ruled_by.into_iter().for_each(|(plan, rule, of)| {
                ruled(plan.to_string(), rule.to_string(), of);
            });
            tags.push(("period", it.period.to_string()));
        }
        Event::DrawGiven(DrawGiven { of, .. })
        | Event::DrawReckoned(DrawReckoned { of, .. })
        | Event::DrawEnded(DrawEnded { of, .. }) => {
            let (plan, draw) = (of.plan.to_string(), of.draw.to_string());
            tags.extend([("plan", plan), ("draw", draw), ("period", of.period.to_string())]);
        }
        Event::Restated(it) => {
            ruled(it.plan.to_string(), it.rule.to_string(), Some(it.month.last_day()));
        }
        Event::Restored(it) => ruled(it.plan.to_string(), it.rule.to_string(), it.of),
        Event::PoolReleased(it) => tags.push(("pool", it.pool.to_string())),
        Event::CapVested(it) if it.due != it.on => tags.push(("of", it.due.to_string())),
        Event::Vested(it) if it.due != it.on => tags.push(("of", it.due.to_string())),
        Event::Amortised(it) if it.due != it.on => tags.push(("of", it.due.to_string())),
        _ => {}
    }
    tags
}
