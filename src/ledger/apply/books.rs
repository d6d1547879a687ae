//! Applies the entries of an event to the balances, and keeps what reports ask for by key: earned
//! amounts by payee, month and rule, and the events of each payee's month.

use crate::books::each_entry;
use crate::command::Command;
use crate::event::Event;
use crate::id::EntityId;
use crate::ledger::state::{EarnedRow, Link, NoteRow, PageRow, State};
use crate::record::At;
use crate::time::Period;

impl State {
    pub(super) fn post(&mut self, command: &Command, event: &Event) {
        let mut last: Option<(&EntityId, u32)> = None;
        each_entry(command, event, &mut |entry| {
            let entity = match last {
                Some((other, number)) if std::ptr::eq(other, entry.entity) => number,
                _ => self.entities.find_or_insert(entry.entity, || ()),
            };
            last = Some((entry.entity, entity));
            let key = (entity, self.account_row(entry.account), entry.amount.unit());
            let number = self.balances.find_or_insert(&key, || 0);
            *self.balances.edit(number) += i128::from(entry.amount.minor());
        });
    }

    /// Counts toward what a payee earned by the rule of an award in the month of the fact.
    pub(super) fn earn(
        &mut self,
        payee: u32,
        month: Period,
        award: u32,
        count: impl FnOnce(&mut EarnedRow),
    ) {
        let key = (payee, month, self.rule_number(award));
        let number = self.earned.find_or_insert(&key, EarnedRow::default);
        count(self.earned.edit(number));
    }

    /// Puts an event on a payee's page of the month it is booked in.
    pub(super) fn note(
        &mut self,
        payee: u32,
        month: Period,
        at: At,
        count: impl FnOnce(&mut PageRow),
    ) {
        let key = (payee, month);
        let number = match self.pages.find(&key) {
            Some(number) => number,
            None => {
                let previous = self.payees.row(payee).page;
                let row = PageRow { previous, ..PageRow::default() };
                let number = self.pages.insert(key, row);
                self.payees.edit(payee).page = Link::to(number);
                number
            }
        };
        let next = self.pages.row(number).notes;
        let note = self.notes.push(NoteRow { at: at.into(), next });
        let page = self.pages.edit(number);
        page.notes = Link::to(note);
        count(page);
    }
}
