//! Applies what the ground rules for leads keep: whose customers, blocks, which leads count.

use super::Beside;
use super::fact::{add_dated, dated};
use crate::command::{Command, ReportLead};
use crate::deal::FactRef;
use crate::event::{Claimed, Event};
use crate::id::LeadId;
use crate::lead::LeadStage;
use crate::ledger::state::{ClaimRow, GroundRow, Link, State};

impl State {
    /// Applies an event of the ground rules.
    pub(super) fn ground(&mut self, beside: Beside<'_>, event: &Event) {
        match (event, beside.command) {
            (Event::PayeeBlocked, Command::BlockPayee(it)) => {
                let row = self.assignee(&it.payee);
                row.blocked = dated(&row.blocked, it.from, true);
            }
            (Event::PayeeUnblocked, Command::UnblockPayee(it)) => {
                let row = self.assignee(&it.payee);
                row.blocked = dated(&row.blocked, it.from, false);
            }
            (Event::CustomerTied, Command::TieCustomer(it)) => {
                let customer = self.customers.find_or_insert(&it.customer, || ());
                let payee = self.payees.find(&it.payee).expect("who is tied is a payee");
                add_dated(&mut self.ties, &(customer, payee), it.from, it.tied);
            }
            (Event::LeadCounted, Command::ReportLead(it)) => self.lead_counted(it),
            (Event::LeadClaimed(claimed), Command::ReportLead(it)) => {
                self.lead_claimed(claimed, it);
            }
            (Event::AnswerDue(due), Command::ReportLead(it)) => self.answer_due(due, it.lead),
            (Event::AnswersMissed(it), Command::PassDay(_)) => self.answers_missed(it),
            (Event::ClaimMoved(through), Command::AcceptLead(it)) => {
                let claim = self.end_claim(self.lead(it.lead));
                self.claims.edit(claim).through = Some(*through);
                self.begin_claim(self.lead(it.lead));
            }
            (Event::LeadTouched(through), Command::TouchLead(it)) => {
                let claim = self.end_claim(self.lead(it.lead));
                let row = self.claims.edit(claim);
                row.touched_on = row.touched_on.max(it.touched_on);
                row.through = *through;
                self.begin_claim(self.lead(it.lead));
            }
            (Event::ClaimReleased, command) => {
                let lead = match command {
                    Command::RejectLead(it) => it.lead,
                    Command::LoseLead(it) => it.lead,
                    Command::ExpireLead(it) => it.lead,
                    Command::WinDeal(it) => it.lead,
                    Command::RetainCustomer(it) => it.lead,
                    Command::ReleaseClaim(it) => it.lead,
                    Command::ExcludeLead(it) => it.lead,
                    other => panic!("no claim is released by {}", other.kind()),
                };
                self.end_claim(self.lead(lead));
            }
            (Event::LeadRestored, Command::RestoreLead(it)) => {
                let accepted = self.leads.row(self.lead(it.lead)).accepted_on.is_some();
                let stage = if accepted { LeadStage::Accepted } else { LeadStage::Reported };
                self.stage(it.lead, stage, beside.first);
            }
            (Event::ClaimRestored, Command::RestoreLead(it)) => {
                self.begin_claim(self.lead(it.lead));
            }
            (Event::ClaimRestored, Command::Retract(it)) => {
                let FactRef::Deal(deal) = it.fact else { panic!("a deal's win had ended it") };
                let deal = self.deals.find(&deal).expect("a retracted deal is on file");
                self.begin_claim(self.deals.row(deal).lead);
            }
            (Event::ClaimsEnded(it), Command::PassDay(_)) => {
                for lead in &it.leads {
                    self.end_claim(self.lead(*lead));
                }
            }
            (Event::LeadExcluded, Command::ExcludeLead(it)) => {
                let number = self.stage(it.lead, LeadStage::Excluded, beside.first);
                self.answered(number, it.excluded_on);
            }
            (Event::SecondCredited(second), command) => {
                let (deal, on) = match command {
                    Command::WinDeal(it) => (it.deal, it.won_on),
                    Command::RetainCustomer(it) => (it.deal, it.retained_on),
                    other => panic!("nobody shares in a deal by {}", other.kind()),
                };
                let number = self.stage(second.lead, LeadStage::Shared, beside.first);
                self.answered(number, on);
                let by = self.leads.row(number).by;
                let deal = self.deals.find(&deal).expect("the deal was just won");
                let mut credits = self.credits.list(self.deals.row(deal).credits).to_vec();
                credits.push((second.role.clone(), by));
                self.deals.edit(deal).credits = self.credits.number(&credits);
            }
            (event, command) => {
                panic!("event {event:?} stands beside {}, which cannot cause it", command.kind())
            }
        }
    }

    fn lead_counted(&mut self, it: &ReportLead) {
        let customer = self.customers.find_or_insert(&it.customer, || ());
        let ground = self.grounds.push(GroundRow { customer, claim: Link::NONE });
        let lead = self.leads.find(&it.lead).expect("a lead that counts is on file");
        self.leads.edit(lead).ground = Link::to(ground);
        self.stage_counts(lead);
    }

    fn lead(&self, lead: LeadId) -> u32 {
        self.leads.find(&lead).expect("a claim is of a lead on file")
    }

    fn lead_claimed(&mut self, claimed: &Claimed, it: &ReportLead) {
        let plan = self.plans.find(&claimed.plan).expect("a claim is under a published plan");
        let second_of = claimed.second_of.map(|first| self.lead(first));
        let lead = self.lead(it.lead);
        let claim = self.claims.push(ClaimRow {
            plan,
            through: claimed.through,
            touched_on: it.heard_on,
            second_of: second_of.into(),
            second: Link::NONE,
            is_live: false,
        });
        let ground = self.leads.row(lead).ground.get().expect("a lead that claims counts");
        self.grounds.edit(ground).claim = Link::to(claim);
        if let Some(first) = second_of.and_then(|first| self.claim_number(first)) {
            self.claims.edit(first).second = Link::to(lead);
        }
        self.begin_claim(lead);
    }

    /// The number of a lead's claim, where it has one.
    fn claim_number(&self, lead: u32) -> Option<u32> {
        self.claim_of(self.leads.row(lead)).map(|(_, claim, _)| claim)
    }

    /// A lead's claim protects from now on.
    fn begin_claim(&mut self, lead: u32) {
        let claim = self.claim_of(self.leads.row(lead)).map(|(customer, it, _)| (customer, it));
        let (customer, claim) = claim.expect("a lead whose claim begins has one");
        let row = self.claims.edit(claim);
        row.is_live = true;
        let through = row.through;
        self.live_claims.insert((customer, lead));
        through.into_iter().for_each(|day| self.claims_due.insert((day, lead)));
    }

    /// A lead's claim protects no longer; says which claim that is.
    fn end_claim(&mut self, lead: u32) -> u32 {
        let claim = self.claim_of(self.leads.row(lead)).map(|(customer, it, _)| (customer, it));
        let (customer, claim) = claim.expect("a lead whose claim ends has one");
        let row = self.claims.edit(claim);
        row.is_live = false;
        let through = row.through;
        self.live_claims.remove((customer, lead));
        through.into_iter().for_each(|day| self.claims_due.remove((day, lead)));
        claim
    }

    /// A report was told by mistake: it claims nothing, and is nobody's second.
    pub(super) fn claim_retracted(&mut self, lead: u32) {
        let Some(claim) = self.claim_number(lead) else { return };
        self.end_claim(lead);
        let first = self.claims.row(claim).second_of.get();
        if let Some(first) = first.and_then(|first| self.claim_number(first)) {
            self.claims.edit(first).second = Link::NONE;
        }
    }

    /// A win was told by mistake: the second reporter's lead is open again.
    pub(super) fn second_is_open(&mut self, lead: u32, sequence: u64) {
        let claim = self.claim_number(lead).map(|claim| self.claims.row(claim));
        let Some(second) = claim.and_then(|claim| claim.second.get()) else { return };
        if self.leads.row(second).stage == LeadStage::Shared {
            let row = self.leads.edit(second);
            (row.stage, row.since) = (LeadStage::Reported, sequence);
            self.stage_counts(second);
            self.answer_again(second);
        }
    }

    /// Puts a lead among those that count and those that are open, or takes it out, by its stage.
    pub(super) fn stage_counts(&mut self, lead: u32) {
        let row = self.leads.row(lead);
        let Some(ground) = row.ground.get() else { return };
        let customer = self.grounds.row(ground).customer;
        let (by, kind, stage) = (row.by, row.kind, row.stage);
        match stage {
            LeadStage::Rejected | LeadStage::Retracted | LeadStage::Excluded => {
                self.counted_leads.remove((customer, by, kind, lead));
            }
            _ => self.counted_leads.insert((customer, by, kind, lead)),
        }
        match stage.is_open() {
            true => self.open_leads.insert((customer, by, lead)),
            false => self.open_leads.remove((customer, by, lead)),
        }
    }
}
