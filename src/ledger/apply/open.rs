//! Applies openings: rows as if they had been told all along, without what they would have earned.

use super::{Beside, add};
use crate::accrual::Move;
use crate::command::{Command, OpenCounter, OpenDeal, OpenLead, ReportLead, WinDeal};
use crate::event::{BalanceOpened, Lands};
use crate::lead::LeadStage;
use crate::ledger::decide::opened_counter_of;
use crate::ledger::state::{OpenedRow, SourceRow, State};
use crate::plan::version::PlanRef;
use crate::record::At;

impl State {
    pub(super) fn balance_opened(&mut self, beside: Beside<'_>, at: At, it: &BalanceOpened) {
        let Command::OpenPayeeBalance(told) = beside.command else {
            panic!("no balance is opened by {}", beside.command.kind())
        };
        let payee = self.payees.find(&told.payee).expect("a balance is a payee's");
        let mut has = 0;
        for held in &told.held {
            let (minor, until) = (held.amount.minor(), held.until);
            self.opened_lot(at, payee, minor, Lands::Held(until));
            has += minor;
        }
        if let Some(payable) = told.payable {
            let minor = payable.minor();
            self.opened_lot(at, payee, minor, Lands::Payable(told.as_of));
            has += minor;
        }
        let owes = told.owes.map_or(0, |owes| owes.minor());
        if owes > 0 {
            self.owe(payee, owes);
        }
        let paid = told.paid_this_year.map_or(0, |paid| paid.minor());
        let sequence = beside.first;
        self.opened.insert(payee, OpenedRow { sequence, as_of: told.as_of, has, paid });
        self.note(payee, it.on.month(), at, |page| {
            add(&mut page.accrued, has);
            add(&mut page.taken_back, owes);
        });
    }

    fn opened_lot(&mut self, at: At, payee: u32, minor: i64, lands: Lands) {
        self.head.edit().opened += 1;
        self.lot_of_no_rule(SourceRow::Opening, at, payee, minor, lands);
    }

    pub(super) fn lead_opened(&mut self, sequence: u64, plans: &[PlanRef], it: &OpenLead) {
        let report = ReportLead {
            lead: it.lead,
            by: it.by.clone(),
            customer: it.customer,
            kind: it.kind.clone(),
            heard_on: it.heard_on,
            credits: it.credits.clone(),
            facts: it.facts.clone(),
        };
        self.lead_reported(sequence, plans, &report);
        let number = self.leads.find(&it.lead).expect("it was put there just now");
        self.opened_leads.insert(number, ());
        if it.accepted_on.is_some() {
            let row = self.leads.edit(number);
            (row.stage, row.accepted_on) = (LeadStage::Accepted, it.accepted_on);
        }
    }

    pub(super) fn deal_opened(&mut self, sequence: u64, plans: &[PlanRef], it: &OpenDeal) {
        let win = WinDeal {
            deal: it.deal,
            lead: it.lead,
            won_on: it.won_on,
            lines: it.lines.clone(),
            credits: it.credits.clone(),
            facts: it.facts.clone(),
        };
        self.deal_won(sequence, plans, &win);
        let number = self.deals.find(&it.deal).expect("it was put there just now");
        self.deals.edit(number).collected = it.collected.map_or(0, |it| it.minor());
        if let Some(installed_on) = it.installed_on {
            self.installed(number, installed_on);
        }
        if let Some(invoiced_on) = it.invoiced_on {
            self.invoiced(number, invoiced_on);
        }
        let lead = self.deals.row(number).lead;
        self.opened_leads.find_or_insert(&lead, || ());
    }

    pub(super) fn counter_opened(&mut self, moved: &Move, it: &OpenCounter) {
        let plan = self.plans.find(&it.plan).expect("a counter is of a published plan");
        let whose = opened_counter_of(self, plan, it);
        self.move_counter(whose, moved);
    }
}
