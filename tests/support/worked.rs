//! A plan file made from the parts a story cares about, and a shop that sells under it.
//!
//! The head is the same for every story, a rule has the terms the story leaves out, and what the
//! story is about is written in it, as TOML. This file knows no amounts.
#![allow(dead_code, unreachable_pub)] // every test file uses its own part of it

use crate::support::{Company, day, forms, id, said};
use referral_ledger::command::*;
use referral_ledger::deal::{FactRef, Line};
use referral_ledger::id::{DealId, LeadId, PaymentId, RefundId};
use referral_ledger::money::{Amount, Unit};
use referral_ledger::reading::Reading;
use std::ops::{Deref, DerefMut};

/// The payees of every shop: employees since 2020.
const PAYEES: [&str; 6] = ["ana", "ben", "cleo", "dan", "eve", "finn"];

/// The head of every plan, line by line.
const HEAD: &str = r#"id         = "worked"
version    = "1"
title      = "A worked example"
because    = "The source named in the story"
effective  = { from = 2026-01-01 }
chosen_by  = "reported"
applies_to = "everyone"
currency   = "USD"
timezone   = "UTC"
order      = ["rate", "round"]
rounding   = { mode = "half_even", basis = "each_fact" }
leaver     = "keeps_what_was_triggered"
"#;

/// What a plan says of leads, where the story says nothing else.
const LEADS: &str = "acceptance = \"not_needed\"\nwin_before_report = \"refused\"\n";

/// What a rule says where the story says nothing else.
const TERMS: &str = r#"because  = "The source named in the story"
when     = "always"
payee    = "originator"
hold     = "none"
clawback = "none"
"#;

/// A table of tiers where the story says nothing else.
const TIERS: &str = r#"measure    = "value"
accumulate = "each_fact"
"#;

/// A cap, a floor and a campaign where the story says nothing else.
const CAP: &str = r#"because        = "The source named in the story"
rules          = ["r1"]
on             = "amount"
excess         = "forfeited"
after_reversal = "freed"
"#;
const FLOOR: &str = r#"because  = "The source named in the story"
rules    = ["r1"]
per      = "fact"
uplift   = "returned"
"#;
const CAMPAIGN: &str = r#"because   = "The source named in the story"
rules     = ["r1"]
dated_by  = "won"
"#;

/// A measure where the story says nothing else: the value of what the originator wins.
const MEASURE: &str = r#"of      = "value"
on      = "won"
lead    = "all"
credit  = "originator"
refunds = "kept"
quota   = "none"
"#;

/// The close of a period, and a rule of it, where the story says nothing else.
const CLOSE: &str = r#"whose      = "payee"
counts     = "period"
days_after = 0
late_facts = "trued_up"
when_lower = "taken_back"
"#;
const CLOSE_TERMS: &str = r#"because = "The source named in the story"
when    = "always"
payee   = "measured"
hold    = "none"
"#;

/// A plan file in parts.
#[derive(Clone)]
pub struct Plan {
    head: String,
    leads: String,
    split: String,
    tables: String,
    rules: String,
    count: usize,
}

/// A plan in US dollars, rounded half to even, in which the originator has everything.
pub fn plan() -> Plan {
    let split = "[[split]]\nrole = \"originator\"\nshare = \"100%\"\n".to_owned();
    let (head, leads) = (HEAD.to_owned(), LEADS.to_owned());
    Plan { head, leads, split, tables: String::new(), rules: String::new(), count: 0 }
}

/// A plan of one rule `r1` that pays like this when a deal is won.
pub fn pays(pays: &str) -> Plan {
    plan().rule("won", &format!("pays = {pays}"))
}

/// Terms that take this much back, within this window, for refunds and cancellations.
pub fn back(take: &str, window: &str) -> String {
    format!(
        "clawback = {{ on = [\"refunded\", \"cancelled\"], take = {take}, window = {window}, \
         refund_target = \"proportional\" }}"
    )
}

/// The key of a line, or nothing.
fn key(line: &str) -> Option<&str> {
    line.split_once('=').map(|(key, _)| key.trim())
}

/// The lines, and those of the defaults whose key they do not have.
fn with_defaults(lines: &str, defaults: &str) -> String {
    let said: Vec<&str> = lines.lines().filter_map(key).collect();
    let unsaid = defaults.lines().filter(|line| key(line).is_none_or(|it| !said.contains(&it)));
    lines.lines().chain(unsaid).fold(String::new(), |text, line| text + line.trim() + "\n")
}

impl Plan {
    /// Lines of the head in place of those with the same key, or beside them.
    pub fn head(mut self, lines: &str) -> Plan {
        self.head = with_defaults(lines, &self.head);
        self
    }

    /// More lines of `[leads]`.
    pub fn leads(mut self, lines: &str) -> Plan {
        self.leads = with_defaults(lines, &self.leads);
        self
    }

    /// Other roles than the originator alone: each with its share, and who covers it.
    pub fn split(mut self, roles: &[(&str, &str)]) -> Plan {
        let role = |(index, (role, share)): (usize, &(&str, &str))| {
            let absent = if index == 0 { "" } else { "when_absent = \"originator\"\n" };
            format!("[[split]]\nrole = \"{role}\"\nshare = \"{share}\"\n{absent}")
        };
        self.split = roles.iter().enumerate().map(role).collect();
        self
    }

    /// More tables of the file, as they are.
    pub fn table(mut self, toml: &str) -> Plan {
        self.tables += toml;
        self.tables += "\n";
        self
    }

    /// A base; of all lines, the net amount alone and never below zero, unless the lines say
    /// otherwise.
    pub fn base(self, lines: &str) -> Plan {
        let mut defaults = "classes = \"all\"\n".to_owned();
        if !lines.contains("of = \"quantity\"") {
            defaults += "tax = \"left_out\"\nfreight = \"left_out\"\n";
            defaults += "discount = \"taken_off\"\n";
        }
        if lines.contains("of = \"margin\"") {
            defaults += "below_zero = \"zero\"\n";
        }
        let base = with_defaults(lines, &defaults);
        self.table(&format!("[[base]]\n{base}"))
    }

    /// A table of tiers, `t1` for the first; it measures the value of each deal alone, unless the
    /// lines say otherwise.
    pub fn tiers(self, lines: &str) -> Plan {
        let number = self.tables.matches("[[tiers]]").count() + 1;
        let table = with_defaults(lines, TIERS);
        self.table(&format!("[[tiers]]\nid = \"t{number}\"\n{table}"))
    }

    /// A cap on the first rule; what is above it is nobody's, unless the lines say otherwise.
    pub fn cap(self, lines: &str) -> Plan {
        let number = self.tables.matches("[[cap]]").count() + 1;
        let cap = with_defaults(lines, CAP);
        self.table(&format!("[[cap]]\nid = \"cap-{number}\"\n{cap}"))
    }

    /// A floor under the first rule, per fact and returned, unless the lines say otherwise.
    pub fn floor(self, lines: &str) -> Plan {
        let floor = with_defaults(lines, FLOOR);
        self.table(&format!("[[floor]]\nid = \"floor\"\n{floor}"))
    }

    /// A campaign for the first rule, dated by the win, unless the lines say otherwise.
    pub fn campaign(self, lines: &str) -> Plan {
        let campaign = with_defaults(lines, CAMPAIGN);
        self.head("campaigns = \"never_meet\"")
            .table(&format!("[[campaign]]\nid = \"campaign\"\n{campaign}"))
    }

    /// A role on top of the split.
    pub fn overlay(self, role: &str, share: &str) -> Plan {
        self.table(&format!("[[overlay]]\nrole = \"{role}\"\nshare = \"{share}\""))
    }

    /// A rule in a component of its own, `r1` for the first. Where it holds only when something
    /// was told, everything else pays nothing.
    pub fn rule(mut self, on: &str, lines: &str) -> Plan {
        self.count += 1;
        let (number, terms) = (self.count, with_defaults(lines, TERMS));
        let rule = format!("[[component.rule]]\nid = \"r{number}\"\n{terms}");
        self.rules += &format!("[[component]]\nid = \"c{number}\"\non = \"{on}\"\n{rule}");
        if terms.contains("when = {") {
            self.rules += &format!("[[component.rule]]\nid = \"no-r{number}\"\nbecause = \"-\"\n");
            self.rules += "when = \"otherwise\"\npayee = \"originator\"\npays = \"nothing\"\n";
        }
        self
    }

    /// A measure `sold` of what is won, unless the lines say otherwise.
    pub fn measure(self, lines: &str) -> Plan {
        let measure = with_defaults(lines, &format!("id = \"sold\"\n{MEASURE}"));
        self.table(&format!("[[measure]]\n{measure}"))
    }

    /// A measure `sold` of what is won, of which everybody has a quota for each such period.
    pub fn quota(self, each: &str) -> Plan {
        self.measure(&format!("quota = {{ each = \"{each}\", part_period = \"in_full\" }}"))
    }

    /// A table of attainments of `sold`, step by step, at the close.
    pub fn attainment(self, way: &str, steps: &[(&str, &str)]) -> Plan {
        let step = |(above, rate): &(&str, &str)| {
            format!("{{ above = \"{above}\", {rate}, way = \"{way}\" }}")
        };
        let steps: Vec<String> = steps.iter().map(step).collect();
        self.tiers(&format!(
            "measure = {{ attainment_of = \"sold\" }}\naccumulate = \"close\"\n\
             boundary = \"upper\"\nsteps = [{}]",
            steps.join(", ")
        ))
    }

    /// A rule that the close of a period triggers, in a component of its own; each payee's own
    /// measure in the period alone, unless the words of the close say otherwise.
    pub fn close(mut self, period: &str, words: &str, lines: &str) -> Plan {
        self.count += 1;
        let (number, terms) = (self.count, with_defaults(lines, CLOSE_TERMS));
        let close = with_defaults(&format!("closes = \"{period}\"\n{words}"), CLOSE);
        let close: Vec<&str> = close.lines().collect();
        self.rules += &format!(
            "[[component]]\nid = \"c{number}\"\non = {{ {} }}\n\
             [[component.rule]]\nid = \"r{number}\"\n{terms}",
            close.join(", ")
        );
        self
    }

    /// The plan with some of its words changed, wherever they stand.
    pub fn but(mut self, from: &str, to: &str) -> Plan {
        assert!(self.text().contains(from), "the plan has no {from:?}");
        for part in
            [&mut self.head, &mut self.leads, &mut self.split, &mut self.tables, &mut self.rules]
        {
            *part = part.replace(from, to);
        }
        self
    }

    /// The file.
    pub fn text(&self) -> String {
        let Plan { head, leads, split, tables, rules, .. } = self;
        format!("schema = 1\n[plan]\n{head}[leads]\n{leads}{split}{tables}{rules}")
    }

    /// The currency of its head.
    fn unit(&self) -> Unit {
        let line = self.head.lines().find(|line| key(line) == Some("currency")).unwrap();
        line.split('"').nth(1).unwrap().parse().unwrap()
    }
}

/// A company that sells under one plan, where everybody is employed and nothing is accepted
/// before it is won.
pub struct Shop {
    company: Company,
    unit: Unit,
    sold: usize,
}

impl Deref for Shop {
    type Target = Company;
    fn deref(&self) -> &Company {
        &self.company
    }
}

impl DerefMut for Shop {
    fn deref_mut(&mut self) -> &mut Company {
        &mut self.company
    }
}

impl Shop {
    /// A shop on 2026-01-01.
    pub fn under(plan: &Plan) -> Shop {
        let (mut company, unit) = (Company::empty(), plan.unit());
        company.on("2026-01-01");
        company.tell("hr", forms::define("us-field", unit.code())).unwrap();
        for payee in PAYEES {
            company.tell("hr", forms::register(payee, "us-field")).unwrap();
        }
        let text = plan.text();
        if let Err(refusal) = company.tell("finance", forms::publish(&text)) {
            panic!("{refusal}\n{text}");
        }
        Shop { company, unit, sold: 0 }
    }

    fn today(&self) -> String {
        self.now().to_string()[..10].to_owned()
    }

    /// Whose manager somebody is, from the first of January on.
    pub fn manages(&mut self, manager: &str, payees: &[&str]) {
        for payee in payees {
            let (payee, manager, from) = (id(payee), Some(id(manager)), day("2026-01-01"));
            self.tell("hr", AssignManager { payee, manager, from }).unwrap();
        }
    }

    /// An amount in the shop's currency: digits, underscores, cents where there are any.
    pub fn money(&self, digits: &str) -> Amount {
        let digits = digits.replace('_', "");
        let decimals = usize::try_from(self.unit.decimals()).unwrap();
        let whole = if digits.contains('.') || decimals == 0 {
            digits
        } else {
            format!("{digits}.{}", "0".repeat(decimals))
        };
        id(&format!("{whole} {}", self.unit.code()))
    }

    /// Lines in words: `2_000 cost 900 x 3 class machine; 50 tax 5 freight 1 discount 2`. The
    /// first number is the net amount, `x` the quantity.
    pub fn lines(&self, words: &str) -> Vec<Line> {
        words.split(';').filter(|words| !words.trim().is_empty()).map(|it| self.line(it)).collect()
    }

    fn line(&self, words: &str) -> Line {
        let mut words = words.split_whitespace();
        let mut line = Line::of_net(self.money(words.next().unwrap()));
        while let Some(word) = words.next() {
            let said = words.next().unwrap();
            match word {
                "x" => line.quantity = Some(said.parse().unwrap()),
                "class" => line.class = Some(id(said)),
                "cost" => line.cost = Some(self.money(said)),
                "tax" => line.tax = Some(self.money(said)),
                "freight" => line.freight = Some(self.money(said)),
                "discount" => line.discount = Some(self.money(said)),
                other => panic!("no word of a line: {other}"),
            }
        }
        line
    }

    /// A deal of this name, reported and won today; says what the win accrues.
    pub fn deal(&mut self, by: &str, deal: &str, lines: &str) -> String {
        self.deal_with(by, deal, lines, &[])
    }

    /// A deal with others credited by role.
    pub fn deal_with(
        &mut self,
        by: &str,
        deal: &str,
        lines: &str,
        credits: &[(&str, &str)],
    ) -> String {
        let today = self.today();
        let credits = credits.iter().map(|(role, payee)| forms::credit(role, payee)).collect();
        let report = ReportLead { credits, ..forms::report(by, deal, &today) };
        self.tell(by, report).unwrap();
        self.won(deal, lines)
    }

    /// A lead on file becomes a deal of the same name today; says what the win accrues.
    pub fn won(&mut self, deal: &str, lines: &str) -> String {
        let win = WinDeal { lines: self.lines(lines), ..forms::win(deal, &self.today()) };
        said(&self.tell("sales", win).unwrap()).join(", ")
    }

    /// A deal by somebody, won today, of which nobody speaks again.
    pub fn sale(&mut self, by: &str, lines: &str) -> String {
        self.sold += 1;
        let deal = format!("sale {}", self.sold);
        self.deal(by, &deal, lines)
    }

    /// Deals of ana's, won today, one after the other; what each accrues, in digits.
    pub fn sales(&mut self, each: &[&str]) -> Vec<String> {
        let digits = |said: String| said.strip_prefix("ana ").unwrap_or(&said).to_owned();
        each.iter().map(|lines| digits(self.sale("ana", lines))).collect()
    }

    /// Money comes in for a deal today; says what it accrues.
    pub fn paid(&mut self, payment: &str, deal: &str, lines: &str) -> String {
        let received_on = day(&self.today());
        let (payment, deal) = (PaymentId::named(payment), DealId::named(deal));
        let lines = self.lines(lines);
        let command = RecordPayment { payment, deal, received_on, lines };
        said(&self.tell("bank", command).unwrap()).join(", ")
    }

    /// Money of a payment goes back today; says what is taken back.
    pub fn returned(&mut self, refund: &str, payment: &str, lines: &str) -> String {
        let refunded_on = day(&self.today());
        let (refund, payment) = (RefundId::named(refund), PaymentId::named(payment));
        let lines = self.lines(lines);
        let command = RecordRefund { refund, payment, refunded_on, lines };
        said(&self.tell("bank", command).unwrap()).join(", ")
    }

    /// A payment never was, as we are told today; says what is taken back.
    pub fn undone(&mut self, payment: &str) -> String {
        let fact = FactRef::Payment(PaymentId::named(payment));
        let retract = Retract { fact, reason: id("told-by-mistake") };
        said(&self.tell("bank", retract).unwrap()).join(", ")
    }

    /// The deal is off today; says what is taken back.
    pub fn off(&mut self, deal: &str) -> String {
        said(&self.company.cancels(deal)).join(", ")
    }

    /// A lead is reported and accepted today; says what the acceptance accrues.
    pub fn lead(&mut self, by: &str, lead: &str) -> String {
        self.lead_with(by, lead, &[])
    }

    /// A lead with others credited by role.
    pub fn lead_with(&mut self, by: &str, lead: &str, credits: &[(&str, &str)]) -> String {
        let today = self.today();
        let credits = credits.iter().map(|(role, payee)| forms::credit(role, payee)).collect();
        self.tell(by, ReportLead { credits, ..forms::report(by, lead, &today) }).unwrap();
        let accept = AcceptLead { lead: LeadId::named(lead), accepted_on: day(&today) };
        said(&self.tell("sales", accept).unwrap()).join(", ")
    }

    /// What is asked of somebody of the measure `sold`, from the first of January on.
    pub fn quota(&mut self, payee: &str, quota: &str) {
        self.quota_from(payee, quota, "2026-01-01");
    }

    /// What is asked of somebody of the measure `sold`, from a day on.
    pub fn quota_from(&mut self, payee: &str, quota: &str, from: &str) {
        let (plan, measure, of) = (id("worked"), id("sold"), QuotaOf::Payee(id(payee)));
        let (quota, from) = (Some(self.money(quota).into()), day(from));
        self.tell("hr", AssignQuota { plan, measure, of, quota, from }).unwrap();
    }

    /// How many things are asked of somebody of the measure `sold`, from the first of January on.
    pub fn quota_of_things(&mut self, payee: &str, quota: i64) {
        let (plan, measure, of) = (id("worked"), id("sold"), QuotaOf::Payee(id(payee)));
        let (quota, from) = (Some(Reading::Count(quota)), day("2026-01-01"));
        self.tell("hr", AssignQuota { plan, measure, of, quota, from }).unwrap();
    }

    /// A team and its members, from the first of January on.
    pub fn team(&mut self, team: &str, payees: &[&str]) {
        for payee in payees {
            let (payee, team, from) = (id(payee), Some(id(team)), day("2026-01-01"));
            self.tell("hr", AssignTeam { payee, team, from }).unwrap();
        }
    }

    /// Days pass through yesterday, and with them what closes; says what that accrues.
    pub fn closes(&mut self, on: &str) -> String {
        self.on(on);
        let said = said(&self.passes_days()).join(", ");
        self.obeys_the_laws();
        said
    }

    /// What somebody has earned so far: held, payable, in a run and paid, less what they owe.
    pub fn earned(&self, payee: &str) -> String {
        let it = self.payee(payee);
        let parts = [it.held, it.payable, it.in_run, it.paid];
        let sum = parts.into_iter().reduce(|sum, part| sum.checked_add(part).unwrap()).unwrap();
        sum.checked_sub(it.owes).unwrap().digits()
    }
}
