//! Applies the entries of an event to the balances, and keeps what reports ask for by key: earned
//! amounts by payee, month and rule, and the events of each payee's month.

use crate::books::post;
use crate::command::Command;
use crate::event::Event;
use crate::id::{PlanId, RuleId};
use crate::ledger::state::{EarnedRow, NoteRow, PageRow, State};
use crate::record::At;
use crate::time::Date;

impl State {
    pub(super) fn post(&mut self, command: &Command, event: &Event) {
        for entry in post(command, event) {
            let key = (entry.entity, entry.account, entry.amount.unit());
            let number = self.balances.find_or_insert(&key, || 0);
            *self.balances.edit(number) += i128::from(entry.amount.minor());
        }
    }

    /// Counts toward what a payee earned by a rule in the month of the fact.
    pub(super) fn earn(
        &mut self,
        payee: u32,
        fact_on: Date,
        (plan, rule): (&PlanId, &RuleId),
        count: impl FnOnce(&mut EarnedRow),
    ) {
        let key = (payee, fact_on.month(), plan.clone(), rule.clone());
        let number = self.earned.find_or_insert(&key, EarnedRow::default);
        count(self.earned.edit(number));
    }

    /// Puts an event on a payee's page of the month it is booked in.
    pub(super) fn note(&mut self, payee: u32, on: Date, at: At, count: impl FnOnce(&mut PageRow)) {
        let key = (payee, on.month());
        let number = match self.pages.find(&key) {
            Some(number) => number,
            None => {
                let previous = self.payees.row(payee).page;
                let row = PageRow { previous, ..PageRow::default() };
                let number = self.pages.insert(key, row);
                self.payees.edit(payee).page = Some(number);
                number
            }
        };
        let next = self.pages.row(number).notes;
        let note = self.notes.push(NoteRow { at, next });
        let page = self.pages.edit(number);
        page.notes = Some(note);
        count(page);
    }
}
