//! What holds for pay groups from a day on: their calendars and recovery limits.

use super::{Dated, State, on};
use crate::ledger::undo::{Table, Undo};
use crate::payout::calendar::Calendar;
use crate::payout::recovery::RecoveryLimit;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// All that is told of how pay groups are paid, by the first day; sorted.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct PayGroupWords {
    pub(in crate::ledger) calendars: Table<u32, Dated<Calendar>>,
    pub(in crate::ledger) limits: Table<u32, Dated<Option<RecoveryLimit>>>,
    /// The last day of the latest period for which a run was locked.
    pub(in crate::ledger) run_through: Table<u32, Date>,
}

impl Undo for PayGroupWords {
    fn begin(&mut self) {
        let PayGroupWords { calendars, limits, run_through } = self;
        calendars.begin();
        limits.begin();
        run_through.begin();
    }

    fn rollback(&mut self) {
        let PayGroupWords { calendars, limits, run_through } = self;
        calendars.rollback();
        limits.rollback();
        run_through.rollback();
    }

    fn commit(&mut self) {
        let PayGroupWords { calendars, limits, run_through } = self;
        calendars.commit();
        limits.commit();
        run_through.commit();
    }
}

impl State {
    /// The calendar of a pay group on a day, and since when it holds; `None` where it was told
    /// none, so that it is paid by months.
    pub(in crate::ledger) fn calendar_on(&self, group: u32, day: Date) -> Option<(Date, Calendar)> {
        let (_, dated) = self.pay_group_words.calendars.get(&group)?;
        dated.iter().rfind(|(from, _)| *from <= day).copied()
    }

    /// The period of a pay group that a day lies in.
    pub(in crate::ledger) fn pay_period_of(&self, group: u32, day: Date) -> Option<Period> {
        match self.calendar_on(group, day) {
            Some((from, calendar)) => calendar.period_of(day, from),
            None => Some(day.month()),
        }
    }

    /// The recovery limit of a pay group on a day.
    pub(in crate::ledger) fn recovery_limit_on(
        &self,
        group: u32,
        day: Date,
    ) -> Option<RecoveryLimit> {
        let (_, dated) = self.pay_group_words.limits.get(&group)?;
        on(dated, day)
    }
}
