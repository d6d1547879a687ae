//! Who is in which team, under whom and on which plan, and facts that were told by mistake.

use super::scribe::{Company, id};
use super::{Act, Step, pick};
use referral_ledger::command::*;
use referral_ledger::deal::FactRef;
use referral_ledger::id::{DealId, LeadId};
use referral_ledger::time::Date;

impl Company {
    /// Places a payee in the company from a day on.
    pub fn place(&mut self, step: &Step, from: Date) {
        let payee = self.payee(step.who);
        let other = (!step.which.is_multiple_of(5)).then(|| self.payee(step.which));
        let team = other.as_ref().map(|_| ["north", "south"][step.which % 2]);
        let plan = pick(&self.plans, step.which).unwrap_or(id("no-plan"));
        let command: Command = match step.act {
            Act::Manage => AssignManager { payee, manager: other, from }.into(),
            Act::Join => AssignTeam { payee, team: team.map(id), from }.into(),
            Act::Assign => AssignPlan { payee, plan, from }.into(),
            Act::Block => BlockPayee { payee, from, reason: id("review") }.into(),
            Act::Unblock => UnblockPayee { payee, from }.into(),
            Act::Tie => {
                let (customer, tied) = (self.customer(step), !step.who.is_multiple_of(3));
                TieCustomer { payee, customer, from, tied }.into()
            }
            _ => UnassignPlan { payee, plan, from }.into(),
        };
        self.tell("hr", command);
    }

    /// A claim is touched or released, or its lead excluded.
    pub fn claim(&mut self, act: Act, lead: LeadId, on: Date) {
        let command: Command = match act {
            Act::Touch => TouchLead { lead, touched_on: on }.into(),
            Act::Restore => RestoreLead { lead, restored_on: on, reason: id("budget") }.into(),
            Act::ReleaseClaim => {
                ReleaseClaim { lead, released_on: on, reason: id("letter") }.into()
            }
            _ => {
                let worked_on = id("2025-12-20");
                let (excluded_on, evidence) = (on, id("opportunity"));
                ExcludeLead { lead, excluded_on, worked_on, evidence }.into()
            }
        };
        self.tell("sales", command);
    }

    /// Whoever is credited first in some role of a lead has it no more, at all or from a day on.
    pub fn reassign(&mut self, step: &Step, on: Date) {
        let Some(lead) = pick(&self.leads, step.which) else { return };
        let credits = self.journal.ledger().credits(lead);
        let Some(credit) = pick(&credits, step.who) else { return };
        let since = (!step.who.is_multiple_of(3)).then_some(on).max(credit.since);
        let (to, reason) = (self.payee(step.who + step.which), id("handed-over"));
        self.tell("finance", ReassignCredit { lead, from: credit.payee, to, since, reason });
    }

    /// A fact never was. Others may name it, and then it stays.
    pub fn retract(&mut self, step: &Step) {
        let payment = pick(&self.payments, step.which).map(|it| FactRef::Payment(it.payment));
        let fact = match step.who {
            0..=4 => pick(&self.refunds, step.which).map(FactRef::Refund),
            5..=6 => pick(&self.redemptions, step.which).map(FactRef::Redemption).or(payment),
            7 => payment,
            8..=9 => pick(&self.deals, step.which).map(FactRef::Deal),
            _ => pick(&self.leads, step.which).map(FactRef::Lead),
        };
        self.take_back(fact.unwrap_or(FactRef::Deal(DealId::named("stray"))));
    }

    /// Retracts a fact; says whether it could be.
    pub fn take_back(&mut self, fact: FactRef) -> bool {
        self.tell("sales", Retract { fact, reason: id("typing-mistake") })
    }
}
