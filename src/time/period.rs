//! A span of days, and the short names of calendar months, quarters and years.

use super::{Date, TimeError, excerpt};
use crate::text::{Scratch, Spelled, one_text};
use chrono::{Datelike, Months};
use std::str::FromStr;

/// A half-open span of days: `from` is in it, `until` is not.
///
/// Calendar months, quarters and years have short names; any other span is written with both ends.
///
/// ```
/// use referral_ledger::{date, time::Period};
/// let march: Period = "2026-03".parse()?;
/// assert!(march.contains(date!("2026-03-31")) && !march.contains(date!("2026-04-01")));
/// assert_eq!("2026Q1".parse::<Period>()?.until(), date!("2026-04-01"));
/// assert_eq!("2026-03-01/2026-04-01".parse::<Period>()?, march);
/// assert!("2026-13".parse::<Period>().is_err());
/// # Ok::<(), referral_ledger::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    from: Date,
    until: Date,
}

impl Period {
    /// The days from `from` up to, not including, `until`; `None` if that is no day at all.
    pub fn new(from: Date, until: Date) -> Option<Period> {
        (from < until).then_some(Period { from, until })
    }

    /// A calendar month.
    pub fn month(year: i32, month: u32) -> Option<Period> {
        Period::months(year, month, 1)
    }

    /// A calendar quarter, 1 to 4.
    pub fn quarter(year: i32, quarter: u32) -> Option<Period> {
        (1..=4).contains(&quarter).then(|| Period::months(year, quarter * 3 - 2, 3))?
    }

    /// A calendar year.
    pub fn year(year: i32) -> Option<Period> {
        Period::months(year, 1, 12)
    }

    fn months(year: i32, month: u32, count: u32) -> Option<Period> {
        let from = Date::new(year, month, 1)?;
        let until = from.0.checked_add_months(Months::new(count))?;
        Period::new(from, Date(until))
    }

    /// The first day.
    pub fn from(self) -> Date {
        self.from
    }

    /// The day after the last day.
    pub fn until(self) -> Date {
        self.until
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        Date(self.until.0.pred_opt().expect("a period has a last day"))
    }

    /// Whether the day lies in the period.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day < self.until
    }

    /// Whether this is one calendar month.
    pub fn is_month(self) -> bool {
        self == self.from.month()
    }

    /// The calendar month that begins where this period ends.
    pub fn following_month(self) -> Period {
        self.until.month()
    }
}

impl FromStr for Period {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Period, TimeError> {
        let number = |part: &str, width: usize| -> Option<u32> {
            (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse().ok())?
        };
        let year = |part: &str| number(part, 4).and_then(|year| i32::try_from(year).ok());
        let read = || -> Option<Period> {
            if let Some((from, until)) = text.split_once('/') {
                return Period::new(from.parse().ok()?, until.parse().ok()?);
            }
            if let Some((left, quarter)) = text.split_once('Q') {
                return Period::quarter(year(left)?, number(quarter, 1)?);
            }
            match text.split_once('-') {
                Some((left, month)) => Period::month(year(left)?, number(month, 2)?),
                None => Period::year(year(text)?),
            }
        };
        read().ok_or_else(|| TimeError::Period(excerpt(text)))
    }
}

impl Spelled for Period {
    fn spell(&self, to: &mut Scratch) {
        let first = self.from.0;
        let year = first.year().unsigned_abs();
        if self.is_month() {
            to.push_digits::<4>(year);
            to.push_byte(b'-');
            to.push_digits::<2>(first.month());
        } else if *self == self.from.quarter() {
            to.push_digits::<4>(year);
            to.push_byte(b'Q');
            to.push_digits::<1>(first.month0() / 3 + 1);
        } else if *self == self.from.year() {
            to.push_digits::<4>(year);
        } else {
            self.from.spell(to);
            to.push_byte(b'/');
            self.until.spell(to);
        }
    }
}

one_text! { Period = "a period such as \"2026-03\""; }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_written_by_its_shortest_name() {
        for name in ["2026-02", "2026Q4", "2026", "2026-01-15/2026-02-15"] {
            assert_eq!(name.parse::<Period>().unwrap().to_string(), name);
        }
        assert_eq!("2026-10-01/2027-01-01".parse::<Period>().unwrap().to_string(), "2026Q4");
        for wrong in ["2026Q5", "2026Q0", "2026-00", "2026-02-01/2026-02-01", "2026q1", "26"] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }
}
