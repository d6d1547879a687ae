//! A company that keeps everything it was told, so that the same can be told again elsewhere.
//!
//! It knows what is on file by having told it; it never looks into amounts.

use super::Step;
use super::plan_variants::Variant;
use referral_ledger::command::*;
use referral_ledger::id::{DealId, LeadId, PayeeId, PaymentId, PlanId, RedemptionId, RefundId};
use referral_ledger::money::{Amount, Unit};
use referral_ledger::payee::WorkerClass;
use referral_ledger::payout::RunId;
use referral_ledger::plan::Plan;
use referral_ledger::refusal::Refusal;
use referral_ledger::store::MemoryStore;
use referral_ledger::time::{Date, Period};
use referral_ledger::told::{Actor, ActorKind, Key, Told};
use referral_ledger::{Journal, Outcome, SubmitError};

/// A command somebody told, and whether it was accepted.
#[derive(Debug, Clone)]
pub struct Said {
    pub told: Told,
    pub command: Command,
    pub accepted: bool,
}

/// A payment on file.
#[derive(Debug, Clone, Copy)]
pub struct Received {
    pub payment: PaymentId,
    pub deal: DealId,
    pub net: i64,
    pub returned: i64,
}

/// Who tells everything, where one actor does.
#[derive(Debug, Clone)]
pub enum Alone {
    Human(&'static str),
    System(&'static str),
    /// Now as a person, now as a program.
    Both(&'static str),
}

/// A company that is told a history.
pub struct Company {
    pub journal: Journal<MemoryStore>,
    /// Everything it was told, in order.
    pub said: Vec<Said>,
    pub payees: Vec<PayeeId>,
    /// The plans it has published.
    pub plans: Vec<PlanId>,
    pub deals: Vec<DealId>,
    pub payments: Vec<Received>,
    pub today: Date,
    pub leads: Vec<LeadId>,
    pub refunds: Vec<RefundId>,
    pub redemptions: Vec<RedemptionId>,
    pub runs: Vec<RunId>,
    pub prefix: &'static str,
    pub alone: Option<Alone>,
    pub closes: Period,
    pub told: usize,
    /// Whether it tells all that a plan of the whole language may ask for.
    pub whole: bool,
    /// Whether a plan pays an overlay.
    pub has_overlay: bool,
}

/// The pay groups: their names, entities and currencies.
pub const GROUPS: [(&str, &str, &str); 3] = [
    ("us-field", "acme", "USD"),
    ("us-agents", "acme-agents", "USD"),
    ("eu-field", "acme-eu", "EUR"),
];

impl Company {
    /// A company with the plan of this variant. The names of its payees, leads and deals begin with
    /// the prefix.
    pub fn new(variant: &Variant, prefix: &'static str, alone: Option<Alone>) -> Company {
        let mut company = Company::empty(prefix, alone);
        company.publish(&variant.texts());
        company
    }

    /// A company with three technicians in two pay groups, and one who is paid in another currency.
    pub fn empty(prefix: &'static str, alone: Option<Alone>) -> Company {
        Company::paid_in(prefix, alone, GROUPS.map(|(_, _, code)| code))
    }

    /// The same with pay groups of these currencies.
    pub fn paid_in(prefix: &'static str, alone: Option<Alone>, codes: [&str; 3]) -> Company {
        let today = id("2026-01-01");
        let mut company = Company {
            journal: Journal::in_memory(),
            said: Vec::new(),
            payees: Vec::new(),
            plans: Vec::new(),
            deals: Vec::new(),
            payments: Vec::new(),
            today,
            leads: Vec::new(),
            refunds: Vec::new(),
            redemptions: Vec::new(),
            runs: Vec::new(),
            prefix,
            alone,
            closes: today.month(),
            told: 0,
            whole: false,
            has_overlay: false,
        };
        for ((group, entity, _), code) in GROUPS.into_iter().zip(codes) {
            let (group, entity) = (id(group), id(entity));
            company.tell("hr", DefinePayGroup { group, entity, unit: unit(code) });
        }
        company.hire("ana", 0, id("2020-01-01"));
        company.hire("ben", 0, id("2020-01-01"));
        company.hire("cleo", 1, id("2020-01-01"));
        company.hire("dora", 2, id("2020-01-01"));
        company.payees.truncate(3);
        company
    }

    /// A company with plans of the whole language, that tells all they may ask for. The boss gets
    /// what caps pass on, and every technician but one has a team and a manager.
    pub fn whole(texts: &[String]) -> Company {
        Company::whole_paid_in(texts, GROUPS.map(|(_, _, code)| code))
    }

    /// The same with pay groups of these currencies.
    pub fn whole_paid_in(texts: &[String], codes: [&str; 3]) -> Company {
        let mut company = Company::paid_in("", None, codes);
        company.whole = true;
        company.has_overlay = texts.iter().any(|text| text.contains("[[overlay]]"));
        company.hire("boss", 0, id("2020-01-01"));
        company.publish(texts);
        let from = id("2025-12-01");
        for (payee, team, manager) in [("ana", "north", "boss"), ("ben", "north", "ana")] {
            let manager = Some(id(manager));
            company.tell("hr", AssignTeam { payee: id(payee), team: Some(id(team)), from });
            company.tell("hr", AssignManager { payee: id(payee), manager, from });
            for plan in company.plans.clone() {
                company.tell("hr", AssignPlan { payee: id(payee), plan, from });
            }
        }
        company
    }

    /// Publishes plans that load.
    pub fn publish(&mut self, texts: &[String]) {
        for text in texts {
            assert!(self.tell("finance", PublishPlan { text: PlanText::new(text) }), "{text}");
            let plan = Plan::read(text).unwrap().name.plan;
            if !self.plans.contains(&plan) {
                self.plans.push(plan);
            }
        }
    }

    /// A company of this variant that was told these steps.
    pub fn told(variant: &Variant, steps: &[Step]) -> Company {
        let mut company = Company::new(variant, "", None);
        company.perform_all(steps);
        company
    }

    /// Tells the steps, one after the other.
    pub fn perform_all(&mut self, steps: &[Step]) {
        steps.iter().for_each(|step| self.perform(step));
    }

    /// The commands it was told, one a line, for a failure's report.
    pub fn tale(&self) -> String {
        let line = |said: &Said| {
            let mark = if said.accepted { ' ' } else { 'x' };
            let command = serde_json::to_string(&said.command).unwrap();
            format!("\n{mark} {} {} {command}", said.told.at, said.told.by.id)
        };
        self.said.iter().map(line).collect()
    }

    /// Tells a command under its natural key; says whether it was accepted.
    pub fn tell(&mut self, by: &str, command: impl Into<Command>) -> bool {
        let command = command.into();
        let key = Key::of(&command);
        self.tell_under(key, by, command)
    }

    /// Tells a command under a key.
    pub fn tell_under(&mut self, key: Key, by: &str, command: Command) -> bool {
        let (at, by) = (self.today.at_utc(17, 0).unwrap(), self.actor(by));
        self.submit(Told { at, by, key }, command)
    }

    /// Tells a command, and remembers it.
    pub fn submit(&mut self, told: Told, command: Command) -> bool {
        self.told += 1;
        let outcome = submit(&mut self.journal, &told, &command);
        let is_new = outcome.as_ref().is_ok_and(Outcome::is_new);
        if is_new {
            self.remember(&command);
        }
        self.said.push(Said { told, command, accepted: is_new });
        outcome.is_ok()
    }

    /// Who tells something: the one actor, where one tells everything.
    pub fn actor(&self, by: &str) -> Actor {
        let system = |by: &str| Actor::system(id(by));
        let human = |by: &str| Actor::human(id(by));
        match &self.alone {
            Some(Alone::Human(one)) => human(one),
            Some(Alone::System(one)) => system(one),
            Some(Alone::Both(one)) if self.told.is_multiple_of(2) => human(one),
            Some(Alone::Both(one)) => system(one),
            None if ["bank", "cron", "job"].contains(&by) => system(by),
            None => human(by),
        }
    }

    fn remember(&mut self, command: &Command) {
        match command {
            Command::RegisterPayee(it) => self.payees.push(it.payee.clone()),
            Command::ReportLead(it) => self.leads.push(it.lead),
            Command::WinDeal(it) => self.deals.push(it.deal),
            Command::RetainCustomer(it) => self.deals.push(it.deal),
            Command::OpenLead(it) => self.leads.push(it.lead),
            Command::OpenDeal(it) => self.deals.push(it.deal),
            Command::RecordPayment(it) => self.payments.push(Received {
                payment: it.payment,
                deal: it.deal,
                net: it.lines.iter().map(|line| line.net.minor()).sum(),
                returned: 0,
            }),
            Command::RecordRefund(it) => {
                self.refunds.push(it.refund);
                let named = |received: &&mut Received| received.payment == it.payment;
                let payment = self.payments.iter_mut().find(named).unwrap();
                payment.returned += it.lines.iter().map(|line| line.net.minor()).sum::<i64>();
            }
            Command::Redeem(it) => self.redemptions.push(it.redemption),
            Command::HandOver(it) => self.redemptions.push(it.redemption),
            Command::LockRun(it) => self.runs.push(it.run.clone()),
            Command::ClosePeriod(it) => self.closes = it.period.following_month(),
            _ => {}
        }
    }

    /// A row key that was not used before.
    pub fn name(&self, what: &str) -> String {
        format!("{}{what} {}", self.prefix, self.told)
    }

    /// Registers a payee in one of the groups.
    pub fn hire(&mut self, name: &str, group: usize, employed_from: Date) {
        let (payee, group) = (id(&format!("{}{name}", self.prefix)), id(GROUPS[group].0));
        let class = if name == "cleo" { WorkerClass::Contractor } else { WorkerClass::Employee };
        self.tell("hr", RegisterPayee { payee, group, class, employed_from });
    }
}

/// Any text id.
pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Dollars and cents.
pub fn usd(minor: i64) -> Amount {
    Amount::from_minor(minor, unit("USD")).unwrap()
}

/// A currency.
pub fn unit(code: &str) -> Unit {
    code.parse().unwrap()
}

/// Submits a command to a store that does not fail.
pub fn submit(
    journal: &mut Journal<MemoryStore>,
    told: &Told,
    command: &Command,
) -> Result<Outcome, Box<Refusal>> {
    journal.submit(told, command.clone()).map_err(|error| match error {
        SubmitError::Refused(refusal) => Box::new(refusal),
        other => panic!("the memory store does not fail: {other}"),
    })
}

/// The same told by somebody else.
pub fn by_another(told: &Told) -> Told {
    let by = Actor { id: id("somebody"), kind: ActorKind::System, roles: Vec::new() };
    Told { by, ..told.clone() }
}
