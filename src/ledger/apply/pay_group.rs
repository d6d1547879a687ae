//! Applies what holds for pay groups from a day on.

use super::Beside;
use super::fact::add_dated;
use crate::command::Command;
use crate::event::Event;
use crate::ledger::state::State;

impl State {
    /// Applies what was told of how a pay group is paid; no other event comes here.
    pub(super) fn of_pay_group(&mut self, beside: Beside<'_>, event: &Event) {
        let on_file = "how a pay group is paid is told of one on file";
        match (event, beside.command) {
            (Event::CalendarSet, Command::SetCalendar(it)) => {
                let group = self.groups.find(&it.group).expect(on_file);
                add_dated(&mut self.pay_group_words.calendars, &group, it.from, it.calendar);
            }
            (Event::RecoveryLimitSet, Command::SetRecoveryLimit(it)) => {
                let group = self.groups.find(&it.group).expect(on_file);
                add_dated(&mut self.pay_group_words.limits, &group, it.from, it.limit);
            }
            (event, command) => panic!("{event:?} stands beside {}", command.kind()),
        }
    }
}
