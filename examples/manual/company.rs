// The company of the manual's examples: ana, ben, cleo and their manager dora of the pay group
// `us-field`, paid in USD. It tells the journal commands at five in the afternoon UTC, as a person,
// under their natural keys.
//
// This file is included into the manual's examples, so it has no inner documentation. A part of a
// plan becomes a whole one here: the head stands in `HEAD`, and what the part says itself wins.

use referral_ledger::attribution::Credit;
pub use referral_ledger::command::*;
pub use referral_ledger::deal::{FactRef, Line};
pub use referral_ledger::id::*;
pub use referral_ledger::lead::LeadKind;
pub use referral_ledger::money::Amount;
pub use referral_ledger::payee::WorkerClass;
pub use referral_ledger::payout::RunId;
pub use referral_ledger::plan::Plan;
pub use referral_ledger::plan::fact::ToldFact;
pub use referral_ledger::report::{Directory, Statement};
pub use referral_ledger::store::MemoryStore;
pub use referral_ledger::time::Date;
pub use referral_ledger::told::{Actor, Key, Told};
pub use referral_ledger::{Journal, Outcome, SubmitError, amount, date};

/// The keys of a plan's head that a part leaves out.
const HEAD: &[(&str, &str)] = &[
    ("id", "\"rewards\""),
    ("version", "\"2027\""),
    ("title", "\"Technician rewards\""),
    ("because", "\"Policy 1\""),
    ("effective", "{ from = 2027-01-01 }"),
    ("chosen_by", "\"reported\""),
    ("applies_to", "\"everyone\""),
    ("currency", "\"USD\""),
    ("timezone", "\"America/New_York\""),
    ("order", "[\"rate\", \"round\"]"),
    ("rounding", "{ mode = \"half_even\", basis = \"each_fact\" }"),
    ("leaver", "\"keeps_what_was_triggered\""),
];
const LEADS: &str = "\n[leads]\nacceptance = \"not_needed\"\nwin_before_report = \"refused\"\n";
const SPLIT: &str = "\n[[split]]\nrole = \"originator\"\nshare = \"100%\"\n";

/// 2 % of what is collected, at once, never taken back.
pub const COMMISSION: &str = r#"
[[component]]
id = "commission"
on = "paid"

  [[component.rule]]
  id       = "commission"
  because  = "Clause 4"
  when     = "always"
  payee    = "originator"
  pays     = { rate = "2%", of = "collected" }
  hold     = "none"
  clawback = "none"
"#;

/// A whole plan, from the part of one: keys of the head first, then tables.
pub fn whole(part: &str) -> String {
    let at = part.lines().take_while(|line| !line.starts_with('[')).map(|it| it.len() + 1);
    let (keys, tables) = part.split_at(at.sum::<usize>().min(part.len()));
    let said = |key: &str| {
        keys.lines().any(|line| line.split('=').next().is_some_and(|it| it.trim() == key))
    };
    let mut plan = String::from("schema = 1\n\n[plan]\n");
    for (key, value) in HEAD.iter().filter(|(key, _)| !said(key)) {
        plan += &format!("{key} = {value}\n");
    }
    plan += keys;
    if !tables.contains("[leads]") {
        plan += LEADS;
    }
    if !tables.contains("[[split]]") {
        plan += SPLIT;
    }
    plan + "\n" + tables
}

/// The findings in a part of a plan: code, sentence and way out.
pub fn findings(part: &str) -> Vec<String> {
    let findings = match Plan::read(&whole(part)) {
        Ok(_) => return Vec::new(),
        Err(findings) => findings,
    };
    findings.iter().map(|it| format!("{}: {}; {}", it.code, it.sentence, it.help)).collect()
}

/// What was answered: who got what, and why; or the refusal, which nobody overlooks.
pub struct Answer(Result<Outcome, SubmitError>, std::cell::Cell<bool>);

impl Drop for Answer {
    fn drop(&mut self) {
        if let (Err(no), false, false) = (&self.0, self.1.get(), std::thread::panicking()) {
            panic!("refused: {no}");
        }
    }
}

impl Answer {
    fn outcome(&self) -> &Outcome {
        self.1.set(true);
        self.0.as_ref().unwrap_or_else(|no| panic!("refused: {no}"))
    }

    /// Who got, or gave back, what: `ana 12.00 USD`.
    pub fn said(&self) -> Vec<String> {
        let one = |it: referral_ledger::Rewarded| match it.amount() {
            Some(amount) => format!("{} {amount}", it.payee()),
            None => format!("{} nothing", it.payee()),
        };
        self.outcome().rewards().map(one).collect()
    }

    /// The Whys of one payee, in order, as they read them.
    pub fn why(&self, payee: &str) -> String {
        let theirs = self.outcome().rewards().filter(|it| it.payee().as_str() == payee);
        theirs.map(|it| it.why().to_string()).collect::<Vec<_>>().join("\n")
    }

    /// The refusal.
    pub fn refused(&self) -> String {
        self.1.set(true);
        match &self.0 {
            Err(no) => no.to_string(),
            Ok(_) => panic!("it was accepted"),
        }
    }
}

/// The company: a journal, and what day it is.
pub struct Company {
    pub journal: Journal<MemoryStore>,
    today: Date,
}

impl Company {
    /// The company under a plan of which only a part is written down. It is 2027-03-01.
    pub fn under(part: &str) -> Company {
        let mut company = Company::of(&["ana", "ben", "cleo", "dora"]);
        company.publishes(part);
        company.on("2027-03-01");
        company
    }

    /// The company with some employees and no plan. It is 2027-01-01.
    pub fn of(payees: &[&str]) -> Company {
        let today = date!("2027-01-01");
        let mut company = Company { journal: Journal::in_memory(), today };
        let (group, entity, unit) = (id("us-field"), id("acme"), "USD".parse().expect("USD"));
        company.tell("hr", DefinePayGroup { group, entity, unit });
        for payee in payees {
            let (payee, group, class) = (id(payee), id("us-field"), WorkerClass::Employee);
            let employed_from = date!("2020-01-01");
            company.tell("hr", RegisterPayee { payee, group, class, employed_from });
        }
        company
    }

    /// Turns the calendar to this day.
    pub fn on(&mut self, today: &str) -> &mut Company {
        self.today = day(today);
        self
    }

    /// Tells a command today.
    pub fn tell(&mut self, by: &str, command: impl Into<Command>) -> Answer {
        let command = command.into();
        let at = self.today.at_utc(17, 0).expect("a time of day");
        let told = Told { at, by: Actor::human(id(by)), key: Key::of(&command) };
        let answer = self.journal.submit(&told, command);
        referral_ledger::ledger::laws::check(self.journal.ledger()).expect("the laws hold");
        Answer(answer, std::cell::Cell::new(false))
    }

    /// Finance publishes a plan.
    pub fn publishes(&mut self, part: &str) -> Answer {
        self.tell("finance", PublishPlan { text: PlanText::new(&whole(part)) })
    }

    /// A technician reports new equipment, heard today.
    pub fn reports(&mut self, by: &str, lead: &str) -> Answer {
        self.reports_of(by, lead, "new_equipment", &[], &[])
    }

    /// A technician reports a lead of a kind, heard today; with others credited, each in a
    /// role, and with facts.
    pub fn reports_of(
        &mut self,
        by: &str,
        lead: &str,
        kind: &str,
        credits: &[(&str, &str)],
        facts: &[(&str, &str)],
    ) -> Answer {
        let (customer, heard_on) = (CustomerId::named("c-1"), self.today);
        let (credits, facts) = (credited(credits), told(facts));
        let (lead, kind) = (LeadId::named(lead), kind.parse().expect("a kind"));
        self.tell(by, ReportLead { lead, by: id(by), customer, kind, heard_on, credits, facts })
    }

    /// Sales take the lead on today.
    pub fn accepts(&mut self, lead: &str) -> Answer {
        let (lead, accepted_on) = (LeadId::named(lead), self.today);
        self.tell("sales", AcceptLead { lead, accepted_on })
    }

    /// Sales win the deal of a lead today, without a value; both have one name.
    pub fn wins(&mut self, deal: &str) -> Answer {
        self.wins_with(deal, vec![], &[])
    }

    /// Sales win the deal of a lead today, with lines and facts.
    pub fn wins_with(&mut self, deal: &str, lines: Vec<Line>, facts: &[(&str, &str)]) -> Answer {
        let (lead, deal, won_on) = (LeadId::named(deal), DealId::named(deal), self.today);
        let (credits, facts) = (vec![], told(facts));
        self.tell("sales", WinDeal { deal, lead, won_on, lines, credits, facts })
    }

    /// A technician's lead becomes a deal on the same day.
    pub fn sells(&mut self, by: &str, deal: &str) {
        self.sells_with(by, deal, &[]);
    }

    /// The same, with others credited, each in a role.
    pub fn sells_with(&mut self, by: &str, deal: &str, credits: &[(&str, &str)]) {
        self.reports_of(by, deal, "new_equipment", credits, &[]);
        self.wins(deal);
    }

    /// The machine runs at the customer's today.
    pub fn installs(&mut self, deal: &str) -> Answer {
        let (deal, installed_on) = (DealId::named(deal), self.today);
        self.tell("service", InstallDeal { deal, installed_on })
    }

    /// Money comes in for a deal today.
    pub fn receives(&mut self, payment: &str, deal: &str, net: Amount) -> Answer {
        self.receives_lines(payment, deal, vec![Line::of_net(net)])
    }

    /// Money comes in for a deal today, line by line.
    pub fn receives_lines(&mut self, payment: &str, deal: &str, lines: Vec<Line>) -> Answer {
        let (payment, deal) = (PaymentId::named(payment), DealId::named(deal));
        let received_on = self.today;
        self.tell("bank", RecordPayment { payment, deal, received_on, lines })
    }

    /// Money of a payment goes back today.
    pub fn refunds(&mut self, refund: &str, payment: &str, net: Amount) -> Answer {
        let (refund, payment) = (RefundId::named(refund), PaymentId::named(payment));
        let (refunded_on, lines) = (self.today, vec![Line::of_net(net)]);
        self.tell("bank", RecordRefund { refund, payment, refunded_on, lines })
    }

    /// The deal is off today.
    pub fn cancels(&mut self, deal: &str) -> Answer {
        let (deal, cancelled_on) = (DealId::named(deal), self.today);
        self.tell("sales", CancelDeal { deal, cancelled_on, reason: id("withdrew") })
    }

    /// Days pass through this one; it is the morning after.
    pub fn passes(&mut self, through: &str) -> Answer {
        let through = day(through);
        self.today = self.today.max(through.plus_days(1).expect("a day"));
        self.tell("cron", PassDay { through })
    }

    /// A month is paid: locked, approved, exported and settled, after its days have passed.
    pub fn pays(&mut self, month: &str) -> Amount {
        let run = RunId::first(id("us-field"), month.parse().expect("a month"));
        let cut_off = run.period.last_day();
        if self.journal.ledger().passed_through().is_none_or(|passed| passed < cut_off) {
            self.passes(&cut_off.to_string());
        }
        self.tell("payroll", LockRun::regular(run.clone(), cut_off));
        let view = self.journal.ledger().run(&run).expect("it is locked");
        let (lines, total, digest) = (view.digest, view.paid, view.digest);
        self.tell("controller", ApproveRun { run: run.clone(), digest });
        let (profile, file) = (id("generic-long@1"), digest);
        let export = RecordExport { run: run.clone(), profile, file, lines, total, files: vec![] };
        self.tell("payroll", export);
        self.tell("payroll", SettleRun { run });
        total
    }

    /// Somebody's manager, from a day on.
    pub fn manager(&mut self, payee: &str, manager: &str, from: &str) {
        let (payee, manager, from) = (id(payee), Some(id(manager)), day(from));
        self.tell("hr", AssignManager { payee, manager, from });
    }

    /// Somebody's team, from a day on.
    pub fn team(&mut self, payee: &str, team: &str, from: &str) {
        let (payee, team, from) = (id(payee), Some(id(team)), day(from));
        self.tell("hr", AssignTeam { payee, team, from });
    }

    /// Where a payee's money is: only the places where there is some.
    pub fn places(&self, payee: &str) -> String {
        let it = self.journal.ledger().payee(&id(payee)).expect("the payee is on file");
        let places = [
            ("held back", it.held_back),
            ("carried", it.carried),
            ("queued", it.queued),
            ("held", it.held),
            ("payable", it.payable),
            ("in a run", it.in_run),
            ("paid", it.paid),
            ("owed back", it.owes),
        ];
        let some = places.iter().filter(|(_, amount)| !amount.is_zero());
        some.map(|(place, amount)| format!("{place} {amount}")).collect::<Vec<_>>().join(", ")
    }

    /// The statement of a payee for a month, as they read it.
    pub fn statement(&self, payee: &str, month: &str) -> String {
        let month = month.parse().expect("a month");
        let it = Statement::of(self.journal.ledger(), &self.journal, &id(payee), month);
        it.expect("the payee is on file").render(&Directory::new())
    }
}

/// A day.
pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// An id.
pub fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no id"))
}

fn credited(credits: &[(&str, &str)]) -> Vec<Credit> {
    credits.iter().map(|(role, payee)| Credit { role: id(role), payee: id(payee) }).collect()
}

fn told(facts: &[(&str, &str)]) -> Vec<ToldFact> {
    facts.iter().map(|(fact, value)| ToldFact { fact: id(fact), value: id(value) }).collect()
}
