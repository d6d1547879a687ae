//! Calendars: the periods by which a pay group is paid.
//!
//! Knows into which periods time is cut; which calendar holds on a day is decided in the ledger.

use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The periods by which a pay group is paid. Each run pays for one of them.
///
/// ```
/// use referral_ledger::{date, payout::calendar::Calendar};
/// let from = date!(2026-01-05); // a Monday
/// let day = date!(2026-01-20);
/// let period = |calendar: Calendar, from| calendar.period_of(day, from).map(|it| it.to_string());
/// assert_eq!(period(Calendar::Weekly, from).as_deref(), Some("2026-01-19/2026-01-26"));
/// assert_eq!(period(Calendar::Biweekly, from).as_deref(), Some("2026-01-19/2026-02-02"));
/// let half = period(Calendar::Semimonthly, date!(2026-01-01));
/// assert_eq!(half.as_deref(), Some("2026-01-16/2026-02-01"));
/// assert_eq!(period(Calendar::Monthly, date!(2026-01-01)).as_deref(), Some("2026-01"));
/// // A day before the calendar begins is in none of its periods.
/// assert_eq!(Calendar::Weekly.period_of(date!(2026-01-04), from), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// Seven days from the day it holds from, and so on.
    Weekly,
    /// Fourteen days from the day it holds from, and so on.
    Biweekly,
    /// From the 1st to the 15th, and from the 16th to the end of the month.
    Semimonthly,
    /// Calendar months.
    Monthly,
}

impl Calendar {
    /// The period a day lies in, where the calendar holds from a day on; `None` for a day before
    /// that, or where the period ends beyond the last date there is.
    pub fn period_of(self, day: Date, from: Date) -> Option<Period> {
        if day < from {
            return None;
        }
        let days = |length: u32| {
            let since = u32::try_from(day.days_since(from)).ok()?;
            let first = from.plus_days(since - since % length)?;
            Period::new(first, first.plus_days(length)?)
        };
        match self {
            Calendar::Weekly => days(7),
            Calendar::Biweekly => days(14),
            Calendar::Semimonthly => {
                let month = day.month();
                let sixteenth = month.from().plus_days(15)?;
                if day < sixteenth {
                    Period::new(month.from(), sixteenth)
                } else {
                    Period::new(sixteenth, month.until())
                }
            }
            Calendar::Monthly => Some(day.month()),
        }
    }

    /// Whether a period of it begins on this day, where it holds from it on.
    pub(crate) fn begins_on(self, from: Date) -> bool {
        self.period_of(from, from).is_some_and(|period| period.from() == from)
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Calendar::Weekly => "weekly",
            Calendar::Biweekly => "biweekly",
            Calendar::Semimonthly => "semimonthly",
            Calendar::Monthly => "monthly",
        }
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every day lies in one period, and the next period begins where it ends.
        #[test]
        fn periods_follow_each_other_without_gap(start in 0_u32..400, days in 0_u32..2_000) {
            let first = Date::new(2026, 1, 1).unwrap();
            let day = first.plus_days(start + days).unwrap();
            for calendar in
                [Calendar::Weekly, Calendar::Biweekly, Calendar::Semimonthly, Calendar::Monthly]
            {
                let from = first.plus_days(start).unwrap();
                let from = if calendar.begins_on(from) { from } else { from.month().from() };
                let period = calendar.period_of(day, from).unwrap();
                prop_assert!(period.contains(day));
                let next = calendar.period_of(period.until(), from).unwrap();
                prop_assert_eq!(next.from(), period.until());
                prop_assert_eq!(calendar.period_of(period.last_day(), from), Some(period));
            }
        }
    }
}
