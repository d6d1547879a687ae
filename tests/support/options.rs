//! A small plan for stories about one choice: a story says the words that matter, and everything
//! else is as plain as it can be.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // every test file uses its own part of it

use crate::support::{Company, Heard, day, id};
use referral_ledger::command::*;
use referral_ledger::deal::{FactRef, Line};
use referral_ledger::id::{DealId, LeadId, PaymentId, RefundId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;

/// What a plan says where a story does not say otherwise: each word of [`TEXT`] and its value.
const WORDS: &[(&str, &str)] = &[
    ("id", "\"plan\""),
    ("version", "\"1\""),
    ("effective", "{ from = 2026-01-01 }"),
    ("chosen_by", "\"reported\""),
    ("applies_to", "\"everyone\""),
    ("order", "[\"rate\", \"round\"]"),
    ("rounding", "{ mode = \"half_even\", basis = \"each_fact\" }"),
    ("leaver", "\"keeps_what_was_triggered\""),
    // Further lines of the table [plan]: leftover, campaigns, clawback_after_exit.
    ("head", ""),
    ("acceptance", "\"not_needed\""),
    ("ana", "\"60%\""),
    ("ben", "\"40%\""),
    // Tables before the components.
    ("tables", ""),
    ("on", "\"paid\""),
    ("when", "\"always\""),
    ("payee", "\"originator\""),
    ("pays", "{ rate = \"10%\", of = \"collected\" }"),
    // A holdback, as a line of its own.
    ("back", ""),
    ("hold", "\"none\""),
    ("clawback", "\"none\""),
    // Components after the first.
    ("more", ""),
];

const TEXT: &str = r#"
schema = 1

[plan]
id         = <id>
version    = <version>
title      = "A plan of one choice"
because    = "a story"
effective  = <effective>
chosen_by  = <chosen_by>
applies_to = <applies_to>
currency   = "USD"
timezone   = "America/New_York"
order      = <order>
rounding   = <rounding>
leaver     = <leaver>
<head>

[leads]
acceptance        = <acceptance>
win_before_report = "refused"

[[split]]
role  = "originator"
share = <ana>

[[split]]
role        = "co_source"
share       = <ben>
when_absent = "originator"

<tables>

[[component]]
id = "first"
on = <on>

  [[component.rule]]
  id       = "main"
  because  = "a story"
  when     = <when>
  payee    = <payee>
  pays     = <pays>
  <back>
  hold     = <hold>
  clawback = <clawback>

  <otherwise>

<more>
"#;

/// A rule for everything that the first does not hold for.
const OTHERWISE: &str = r#"
  [[component.rule]]
  id      = "otherwise"
  because = "a story"
  when    = "otherwise"
  payee   = "originator"
  pays    = "nothing"
"#;

/// The plan with some of its words said otherwise.
///
/// # Panics
/// For a word the plan does not have, so that no story is told under a plan it did not mean.
pub fn plan(words: &[(&str, &str)]) -> String {
    for (word, _) in words {
        assert!(WORDS.iter().any(|(known, _)| known == word), "the plan has no word {word}");
    }
    let said = |word: &str| words.iter().find(|(said, _)| *said == word).map(|(_, value)| *value);
    let text = WORDS.iter().fold(TEXT.to_owned(), |text, (word, plain)| {
        text.replace(&format!("<{word}>"), said(word).unwrap_or(plain))
    });
    text.replace("<otherwise>", if said("when").is_some() { OTHERWISE } else { "" })
}

/// A company under the plan with some of its words said otherwise, on 2026-01-10.
pub fn under(words: &[(&str, &str)]) -> Company {
    let mut company = Company::with_plan(&plan(words));
    company.on("2026-01-10");
    company
}

/// A clawback that takes back all of what a refund leaves no ground for, or a cancellation.
pub const CLAWBACK: &str = "{ on = [\"refunded\", \"cancelled\"], take = \"full\", \
                            window = \"without_end\", refund_target = \"proportional\" }";

/// The same for a rule whose tiers accumulate.
pub fn clawback(attainment: &str) -> String {
    CLAWBACK.replace(" }", &format!(", attainment = \"{attainment}\" }}"))
}

/// A line of a class.
pub fn of_class(class: &str, net: Amount) -> Line {
    Line { class: Some(id(class)), ..Line::of_net(net) }
}

/// A line of so many things.
pub fn things(quantity: u32, net: Amount) -> Line {
    Line { quantity: Some(quantity), ..Line::of_net(net) }
}

/// A line with its cost.
pub fn at_cost(net: Amount, cost: Amount) -> Line {
    Line { cost: Some(cost), ..Line::of_net(net) }
}

impl Company {
    /// Today, as a command says it.
    pub fn today(&self) -> String {
        self.now().to_string()[..10].to_owned()
    }

    /// A lead of the originator becomes a deal today, with others credited by role.
    pub fn sells_with(&mut self, by: &str, deal: &str, credits: &[(&str, &str)]) -> Heard {
        self.reports_with(by, deal, LeadKind::NewEquipment, credits);
        self.accepts(deal);
        self.wins(deal)
    }

    /// A lead of ana's becomes a deal today, won with these lines.
    pub fn sells_for(&mut self, deal: &str, lines: Vec<Line>) -> Heard {
        self.reports("ana", deal, LeadKind::NewEquipment);
        self.accepts(deal);
        self.wins_for(deal, lines)
    }

    /// A lead becomes a deal today, won with these lines.
    pub fn wins_for(&mut self, deal: &str, lines: Vec<Line>) -> Heard {
        let won = WinDeal {
            deal: DealId::named(deal),
            lead: LeadId::named(deal),
            won_on: day(&self.today()),
            lines,
            credits: vec![],
            facts: vec![],
        };
        self.tell("sales", won).unwrap()
    }

    /// Money comes in for a deal today, in these lines.
    pub fn collects(&mut self, payment: &str, deal: &str, lines: Vec<Line>) -> Heard {
        let (payment, deal) = (PaymentId::named(payment), DealId::named(deal));
        let received_on = day(&self.today());
        self.tell("bank", RecordPayment { payment, deal, received_on, lines }).unwrap()
    }

    /// The machine runs, as of today.
    pub fn installs(&mut self, deal: &str) -> Heard {
        let (deal, installed_on) = (DealId::named(deal), day(&self.today()));
        self.tell("service", InstallDeal { deal, installed_on }).unwrap()
    }

    /// The invoice is posted, as of today.
    pub fn invoices(&mut self, deal: &str) -> Heard {
        let (deal, invoiced_on) = (DealId::named(deal), day(&self.today()));
        self.tell("billing", InvoiceDeal { deal, invoiced_on }).unwrap()
    }

    /// A fact was told by mistake.
    pub fn retracts(&mut self, fact: FactRef) -> Heard {
        self.tell("finance", Retract { fact, reason: id("told-by-mistake") }).unwrap()
    }

    /// A payment was told by mistake.
    pub fn retracts_payment(&mut self, payment: &str) -> Heard {
        self.retracts(FactRef::Payment(PaymentId::named(payment)))
    }

    /// A refund was told by mistake.
    pub fn retracts_refund(&mut self, refund: &str) -> Heard {
        self.retracts(FactRef::Refund(RefundId::named(refund)))
    }

    /// A win was told by mistake.
    pub fn retracts_deal(&mut self, deal: &str) -> Heard {
        self.retracts(FactRef::Deal(DealId::named(deal)))
    }

    /// A report was told by mistake.
    pub fn retracts_lead(&mut self, lead: &str) -> Heard {
        self.retracts(FactRef::Lead(LeadId::named(lead)))
    }

    /// Somebody has a manager from a day on.
    pub fn is_managed(&mut self, payee: &str, manager: Option<&str>, from: &str) {
        let manager = manager.map(id);
        let command = AssignManager { payee: id(payee), manager, from: day(from) };
        self.tell("hr", command).unwrap();
    }

    /// Somebody is in a team from a day on.
    pub fn is_in(&mut self, payee: &str, team: Option<&str>, from: &str) {
        let command = AssignTeam { payee: id(payee), team: team.map(id), from: day(from) };
        self.tell("hr", command).unwrap();
    }

    /// Somebody is under a plan from a day on.
    pub fn is_on(&mut self, payee: &str, plan: &str, from: &str) {
        let command = AssignPlan { payee: id(payee), plan: id(plan), from: day(from) };
        self.tell("hr", command).unwrap();
    }

    /// Somebody is off a plan from a day on.
    pub fn is_off(&mut self, payee: &str, plan: &str, from: &str) {
        let command = UnassignPlan { payee: id(payee), plan: id(plan), from: day(from) };
        self.tell("hr", command).unwrap();
    }

    /// What a payee's caps carry, in digits.
    pub fn carried(&self, payee: &str) -> String {
        self.payee(payee).carried.digits()
    }
}
