//! A small company for stories: it tells its journal what happens, one line a fact, and checks the
//! state laws after every command.
#![allow(dead_code, unreachable_pub)] // every test file uses its own part of it

pub mod forms;

use referral_ledger::attribution::Credit;
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::id::{AdjustmentId, CustomerId, DealId, LeadId, PayeeId, PaymentId, RefundId};
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::laws;
use referral_ledger::ledger::view::PayeeView;
use referral_ledger::money::Amount;
use referral_ledger::payee::WorkerClass;
use referral_ledger::payout::RunId;
use referral_ledger::refusal::Refusal;
use referral_ledger::report::{Directory, Statement};
use referral_ledger::store::MemoryStore;
use referral_ledger::time::{Date, Timestamp};
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, Outcome, SubmitError};

/// The plan most stories are told under.
pub const FIELD_PLAN: &str = include_str!("../../examples/plans/field-service-2026.toml");

/// The outcome of what a story tells. A story may go on without looking at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard(pub Outcome);

impl std::ops::Deref for Heard {
    type Target = Outcome;
    fn deref(&self) -> &Outcome {
        &self.0
    }
}

/// A company with one pay group, `us-field` of `acme`, paid in USD.
pub struct Company {
    /// Its journal.
    pub journal: Journal<MemoryStore>,
    today: Date,
}

impl Company {
    /// A company that has published nothing and knows nobody.
    pub fn empty() -> Company {
        Company { journal: Journal::in_memory(), today: day("2026-01-01") }
    }

    /// A company with a published plan and the technicians ana, ben (employees) and cleo (a
    /// contractor), as of 2026-01-01.
    pub fn with_plan(plan: &str) -> Company {
        let mut company = Company::empty();
        company.on("2026-01-01");
        company.hr(DefinePayGroup {
            group: id("us-field"),
            entity: id("acme"),
            unit: "USD".parse().unwrap(),
        });
        company.hires("ana", WorkerClass::Employee);
        company.hires("ben", WorkerClass::Employee);
        company.hires("cleo", WorkerClass::Contractor);
        company.tell("finance", PublishPlan { text: PlanText::new(plan) }).unwrap();
        company
    }

    /// The company under the plan most stories are told under.
    pub fn new() -> Company {
        Company::with_plan(FIELD_PLAN)
    }

    /// Turns the calendar: what is told next is told at 17:00 UTC of this day, about noon in New
    /// York.
    pub fn on(&mut self, today: &str) -> &mut Company {
        self.today = day(today);
        self
    }

    /// Tells a command under its natural key, by a person. The state laws hold afterwards.
    pub fn tell(&mut self, by: &str, command: impl Into<Command>) -> Result<Heard, Box<Refusal>> {
        let command = command.into();
        let key = Key::of(&command);
        self.tell_as(Actor::human(id(by)), key, command)
    }

    /// Tells a command under a key, by anybody. The state laws hold afterwards.
    pub fn tell_as(
        &mut self,
        by: Actor,
        key: Key,
        command: impl Into<Command>,
    ) -> Result<Heard, Box<Refusal>> {
        self.submit(&Told { at: self.now(), by, key }, command)
    }

    /// Tells a command under its natural key, by a person, at this instant.
    pub fn tell_at(
        &mut self,
        at: &str,
        by: &str,
        command: impl Into<Command>,
    ) -> Result<Heard, Box<Refusal>> {
        let command = command.into();
        let (by, key) = (Actor::human(id(by)), Key::of(&command));
        self.submit(&Told { at: id(at), by, key }, command)
    }

    /// Tells a command. The state laws hold afterwards.
    pub fn submit(
        &mut self,
        told: &Told,
        command: impl Into<Command>,
    ) -> Result<Heard, Box<Refusal>> {
        let outcome = self.journal.submit(told, command);
        laws::check(self.journal.ledger()).unwrap();
        outcome.map(Heard).map_err(|error| match error {
            SubmitError::Refused(refusal) => Box::new(refusal),
            other => panic!("the memory store does not fail: {other}"),
        })
    }

    /// The last day that has passed.
    pub fn yesterday(&self) -> Date {
        self.today.previous().unwrap()
    }

    /// 17:00 UTC of today.
    pub fn now(&self) -> Timestamp {
        self.today.at_utc(17, 0).unwrap()
    }

    fn hr(&mut self, command: impl Into<Command>) {
        self.tell("hr", command).unwrap();
    }

    /// Registers a payee, employed since 2020.
    pub fn hires(&mut self, payee: &str, class: WorkerClass) {
        let (payee, group) = (id(payee), id("us-field"));
        self.hr(RegisterPayee { payee, group, class, employed_from: day("2020-01-01") });
    }

    /// A technician reports a lead heard today.
    pub fn reports(&mut self, by: &str, lead: &str, kind: LeadKind) -> Heard {
        self.reports_with(by, lead, kind, &[])
    }

    /// A technician reports a lead heard today, with others credited by role.
    pub fn reports_with(
        &mut self,
        by: &str,
        lead: &str,
        kind: LeadKind,
        credits: &[(&str, &str)],
    ) -> Heard {
        let heard_on = self.today;
        let customer = CustomerId::named(&format!("customer of {lead}"));
        let credits = credits
            .iter()
            .map(|(role, payee)| Credit { role: id(role), payee: id(payee) })
            .collect();
        let lead = LeadId::named(lead);
        let report =
            ReportLead { lead, by: id(by), customer, kind, heard_on, credits, facts: vec![] };
        self.tell(by, report).unwrap()
    }

    /// Sales take the lead on today.
    pub fn accepts(&mut self, lead: &str) -> Heard {
        let accepted_on = self.today;
        self.tell("sales", AcceptLead { lead: LeadId::named(lead), accepted_on }).unwrap()
    }

    /// The lead becomes a deal of the same row key today, without a value.
    pub fn wins(&mut self, deal: &str) -> Heard {
        let (lead, won_on) = (LeadId::named(deal), self.today);
        let deal = DealId::named(deal);
        let win = WinDeal { deal, lead, won_on, lines: vec![], credits: vec![], facts: vec![] };
        self.tell("sales", win).unwrap()
    }

    /// Reported, accepted and won today: a deal that is ready for payments.
    pub fn sells(&mut self, by: &str, deal: &str, kind: LeadKind) {
        self.reports(by, deal, kind);
        self.accepts(deal);
        self.wins(deal);
    }

    /// Money comes in for a deal today.
    pub fn receives(&mut self, payment: &str, deal: &str, net: Amount) -> Heard {
        let received_on = self.today;
        let (payment, deal) = (PaymentId::named(payment), DealId::named(deal));
        let lines = vec![Line::of_net(net)];
        self.tell("bank", RecordPayment { payment, deal, received_on, lines }).unwrap()
    }

    /// Money goes back today.
    pub fn refunds(&mut self, refund: &str, payment: &str, net: Amount) -> Heard {
        let refunded_on = self.today;
        let (refund, payment) = (RefundId::named(refund), PaymentId::named(payment));
        let lines = vec![Line::of_net(net)];
        self.tell("bank", RecordRefund { refund, payment, refunded_on, lines }).unwrap()
    }

    /// HR tells somebody's last day.
    pub fn leaves(&mut self, payee: &str, last_day: &str) -> Heard {
        self.tell("hr", forms::leave(payee, last_day)).unwrap()
    }

    /// The deal is off, as of today.
    pub fn cancels(&mut self, deal: &str) -> Heard {
        let (deal, cancelled_on) = (DealId::named(deal), self.today);
        let reason = id("customer-withdrew");
        self.tell("sales", CancelDeal { deal, cancelled_on, reason }).unwrap()
    }

    /// Somebody approves an adjustment as it stands.
    pub fn approves_adjustment(&mut self, by: &str, adjustment: &str) -> Heard {
        let adjustment = AdjustmentId::named(adjustment);
        let digest = self.journal.ledger().adjustment(adjustment).unwrap().digest;
        self.tell(by, ApproveAdjustment { adjustment, digest }).unwrap()
    }

    /// Days pass through yesterday.
    pub fn passes_days(&mut self) -> Heard {
        let through = self.today.previous().unwrap();
        self.tell("cron", PassDay { through }).unwrap()
    }

    /// Passes days through yesterday and locks the first run of a month with that cut-off.
    pub fn locks(&mut self, month: &str) -> RunId {
        let cut_off = self.today.previous().unwrap();
        if self.journal.ledger().passed_through().is_none_or(|passed| passed < cut_off) {
            self.passes_days();
        }
        let run = run(month);
        self.tell("payroll", LockRun::regular(run.clone(), cut_off)).unwrap();
        run
    }

    /// A person approves a locked run.
    pub fn approves(&mut self, run: &RunId) {
        let digest = self.journal.ledger().run(run).unwrap().digest;
        self.tell("controller", ApproveRun { run: run.clone(), digest }).unwrap();
    }

    /// A person approves a locked run, the job exports it.
    pub fn approves_and_exports(&mut self, run: &RunId) {
        self.approves(run);
        let view = self.journal.ledger().run(run).unwrap();
        let (run, profile) = (run.clone(), id("generic-long@1"));
        let (file, lines, total) = (view.digest, view.digest, view.paid);
        let export = RecordExport { run, profile, file, lines, total, files: vec![] };
        self.tell("payroll", export).unwrap();
    }

    /// Payroll paid an exported run.
    pub fn settles(&mut self, run: &RunId) {
        self.tell("payroll", SettleRun { run: run.clone() }).unwrap();
    }

    /// Locks, approves, exports and settles the first run of a month; says what it paid.
    pub fn pays(&mut self, month: &str) -> Amount {
        let run = self.locks(month);
        self.approves_and_exports(&run);
        self.settles(&run);
        self.journal.ledger().run(&run).unwrap().paid
    }

    /// What stands on an account of acme, in digits: a credit is negative, `0` is no row.
    pub fn balance(&self, account: &str) -> String {
        let trial = self.journal.ledger().trial_balance();
        let row = trial.rows().iter().find(|row| row.account.to_string() == account);
        row.map_or("0".to_owned(), |row| row.digits())
    }

    /// Where a payee's money is: held, payable, in a run (less what it keeps back), paid, and what
    /// they owe, in digits.
    pub fn places(&self, payee: &str) -> [String; 5] {
        let it = self.payee(payee);
        let in_run = it.in_run.checked_sub(it.kept_in_run).unwrap();
        [it.held, it.payable, in_run, it.paid, it.owes].map(Amount::digits)
    }

    /// How a payee stands.
    pub fn payee(&self, payee: &str) -> PayeeView {
        self.journal.ledger().payee(&id(payee)).unwrap()
    }

    /// A payee's month as a page of text, without names.
    pub fn statement_page(&self, payee: &str, month: &str) -> String {
        let statement = Statement::of(self.journal.ledger(), &self.journal, &id(payee), id(month));
        statement.unwrap().render(&Directory::new())
    }

    /// All laws that the history can show.
    pub fn obeys_the_laws(&self) {
        laws::check_history(self.journal.ledger(), &self.journal).unwrap();
    }
}

/// Any text id.
pub fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

/// A day.
pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The first run of a month for the company's pay group.
pub fn run(month: &str) -> RunId {
    RunId::first(id("us-field"), month.parse().unwrap())
}

/// The payees and amounts of an outcome, in order: what each got, or gave back.
pub fn amounts(outcome: &Outcome) -> Vec<(PayeeId, Option<Amount>)> {
    outcome.rewards().map(|rewarded| (rewarded.payee(), rewarded.amount())).collect()
}

/// What each payee of an outcome got, or gave back, in digits: `ana 12.00`.
pub fn said(outcome: &Outcome) -> Vec<String> {
    let one = |(payee, amount): (PayeeId, Option<Amount>)| match amount {
        Some(amount) => format!("{payee} {}", amount.digits()),
        None => format!("{payee} nothing"),
    };
    amounts(outcome).into_iter().map(one).collect()
}

/// The Why of each reward of an outcome, as a person reads it.
pub fn whys(outcome: &Outcome) -> Vec<String> {
    outcome.rewards().map(|rewarded| rewarded.why().to_string()).collect()
}

/// A plan with some of its words changed.
///
/// # Panics
/// When a word is not in the plan, so that no test is told under a plan it did not mean.
pub fn changed(plan: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(plan.to_owned(), |plan, (from, to)| {
        assert!(plan.contains(from), "the plan has no {from:?}");
        plan.replace(from, to)
    })
}
