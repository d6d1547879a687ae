//! Applies what holds for pay groups from a day on.

use super::Beside;
use super::fact::dated;
use crate::command::Command;
use crate::event::Event;
use crate::ledger::state::State;
use std::sync::Arc;

impl State {
    /// Applies what was told of how a pay group is paid; no other event comes here.
    pub(super) fn of_pay_group(&mut self, beside: Beside<'_>, event: &Event) {
        let on_file = "how a pay group is paid is told of one on file";
        match (event, beside.command) {
            (Event::CalendarSet, Command::SetCalendar(it)) => {
                let group = self.groups.find(&it.group).expect(on_file);
                let words = &mut self.pay_group_words.calendars;
                let number = words.find_or_insert(&group, || Arc::from([]));
                let row = words.edit(number);
                *row = dated(row, it.from, it.calendar);
            }
            (Event::RecoveryLimitSet, Command::SetRecoveryLimit(it)) => {
                let group = self.groups.find(&it.group).expect(on_file);
                let words = &mut self.pay_group_words.limits;
                let number = words.find_or_insert(&group, || Arc::from([]));
                let row = words.edit(number);
                *row = dated(row, it.from, it.limit);
            }
            (event, command) => panic!("{event:?} stands beside {}", command.kind()),
        }
    }
}
