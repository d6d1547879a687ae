//! Applies openings: rows as if they had been told all along, without what they would have earned.

use super::{Beside, add};
use crate::accrual::Move;
use crate::command::{Command, OpenCounter, OpenDeal, OpenLead, ReportLead, WinDeal};
use crate::event::BalanceOpened;
use crate::lead::LeadStage;
use crate::ledger::decide::opened_counter_of;
use crate::ledger::state::{OpenedRow, Place, ReceivableRow, SourceRow, State};
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
            let lot = self.opened_lot(at, payee, (minor, Place::Held, until));
            self.due.insert((until, payee, lot));
            add(&mut self.payees.edit(payee).held, minor);
            has += minor;
        }
        if let Some(payable) = told.payable {
            let minor = payable.minor();
            let lot = self.opened_lot(at, payee, (minor, Place::Payable, told.as_of));
            self.payable.insert((payee, lot));
            add(&mut self.payees.edit(payee).payable, minor);
            has += minor;
        }
        let owes = told.owes.map_or(0, |owes| owes.minor());
        if owes > 0 {
            let row = ReceivableRow { payee, amount: owes, outstanding: owes };
            let receivable = self.receivables.push(row);
            self.owed.insert((payee, receivable));
            add(&mut self.payees.edit(payee).owes, owes);
        }
        let paid = told.paid_this_year.map_or(0, |paid| paid.minor());
        let sequence = beside.first;
        self.opened.insert(payee, OpenedRow { sequence, as_of: told.as_of, has, paid });
        self.note(payee, it.on.month(), at, |page| {
            add(&mut page.accrued, has);
            add(&mut page.taken_back, owes);
        });
    }

    fn opened_lot(&mut self, at: At, payee: u32, lot: (i64, Place, crate::time::Date)) -> u32 {
        self.head.edit().opened += 1;
        self.lot_of_no_rule(SourceRow::Opening, at, payee, lot)
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
        let lead = self.deals.row(number).lead;
        self.opened_leads.find_or_insert(&lead, || ());
    }

    pub(super) fn counter_opened(&mut self, moved: &Move, it: &OpenCounter) {
        let plan = self.plans.find(&it.plan).expect("a counter is of a published plan");
        let whose = opened_counter_of(self, plan, it);
        self.move_counter(whose, moved);
    }
}
