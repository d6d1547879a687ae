//! A calendar day, and its literal.

use super::{Period, TimeError, Timestamp, YEAR_FIRST, YEAR_LAST, excerpt, in_calendar};
use crate::text::{Scratch, Spelled, one_text};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::str::FromStr;

/// A calendar day of the years 1970 to 2199, without zone.
///
/// ```
/// use referral_ledger::{date, time::Date};
/// let due = date!("2026-03-05").plus_days(30).expect("within the calendar");
/// assert_eq!(due.to_string(), "2026-04-04");
/// assert!("2026-02-30".parse::<Date>().is_err());
/// assert!("2026-2-3".parse::<Date>().is_err()); // one spelling only
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub(super) NaiveDate);

impl Date {
    /// The last day of the calendar.
    pub(crate) const FIRST: Date = Date::from_literal("1970-01-01");
    /// The last day of the calendar.
    pub const LAST: Date = Date::from_literal("2199-12-31");

    /// The day of this year, month and day of the month, or `None` if there is none.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        NaiveDate::from_ymd_opt(year, month, day).filter(|_| in_calendar(year)).map(Date)
    }

    /// The day a literal names; a wrong literal does not compile, for `date!` asks in a constant.
    #[doc(hidden)]
    pub const fn from_literal(text: &str) -> Date {
        match Date::read(text.as_bytes()) {
            Some(day) => day,
            None => {
                panic!("date! takes a calendar day of 1970 to 2199, as in date!(\"2026-03-31\")")
            }
        }
    }

    /// Reads the ten characters `2026-03-31`.
    pub(super) const fn read(text: &[u8]) -> Option<Date> {
        if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
            return None;
        }
        let mut fields = [0_u32; 3];
        let (mut at, mut field) = (0, 0);
        while at < 10 {
            if at == 4 || at == 7 {
                field += 1;
            } else if text[at].is_ascii_digit() {
                fields[field] = fields[field] * 10 + (text[at] - b'0') as u32;
            } else {
                return None;
            }
            at += 1;
        }
        let [year, month, day] = fields;
        if year < YEAR_FIRST || year > YEAR_LAST {
            return None;
        }
        match NaiveDate::from_ymd_opt(year.cast_signed(), month, day) {
            Some(day) => Some(Date(day)),
            None => None,
        }
    }

    /// The day that many days later, or `None` past the end of the calendar.
    pub fn plus_days(self, days: u32) -> Option<Date> {
        let day = self.0.checked_add_days(Days::new(u64::from(days)))?;
        in_calendar(day.year()).then_some(Date(day))
    }

    /// The day before, or `None` at the start of the calendar.
    pub fn previous(self) -> Option<Date> {
        self.0.pred_opt().filter(|day| in_calendar(day.year())).map(Date)
    }

    /// Whether it is none of Saturday and Sunday.
    ///
    /// ```
    /// use referral_ledger::date;
    /// assert!(date!("2026-03-06").is_weekday()); // a Friday
    /// assert!(!date!("2026-03-07").is_weekday());
    /// ```
    pub fn is_weekday(self) -> bool {
        !matches!(self.0.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// How many days `self` lies after `earlier`; negative if it lies before.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The same day of the month that many months later, or the last day of a month that has no
    /// such day; `None` past the end of the calendar.
    ///
    /// ```
    /// use referral_ledger::date;
    /// assert_eq!(date!("2026-01-31").plus_months(1), Some(date!("2026-02-28")));
    /// assert_eq!(date!("2199-12-01").plus_months(1), None);
    /// ```
    pub fn plus_months(self, months: u32) -> Option<Date> {
        let day = self.0.checked_add_months(Months::new(months))?;
        in_calendar(day.year()).then_some(Date(day))
    }

    /// How many months have been completed since `earlier`; 0 if it lies after.
    ///
    /// ```
    /// use referral_ledger::date;
    /// let from = date!("2026-01-31");
    /// assert_eq!(date!("2026-02-27").months_since(from), 0);
    /// assert_eq!(date!("2026-02-28").months_since(from), 1); // February has no 31st
    /// assert_eq!(date!("2026-12-31").months_since(from), 11);
    /// ```
    pub fn months_since(self, earlier: Date) -> u32 {
        let years = self.0.year() - earlier.0.year();
        let months = years * 12 + self.0.month().cast_signed() - earlier.0.month().cast_signed();
        let months = u32::try_from(months).unwrap_or(0);
        let is_complete = earlier.plus_months(months).is_some_and(|day| day <= self);
        if is_complete { months } else { months.saturating_sub(1) }
    }

    /// The calendar month this day lies in.
    pub fn month(self) -> Period {
        Period::month(self.0.year(), self.0.month()).expect("a date lies in a month")
    }

    /// The calendar quarter this day lies in.
    pub fn quarter(self) -> Period {
        Period::quarter(self.0.year(), self.0.month0() / 3 + 1).expect("a date lies in a quarter")
    }

    /// The calendar year this day lies in.
    pub fn year(self) -> Period {
        Period::year(self.0.year()).expect("a date lies in a year")
    }

    /// The instant this hour and minute of the day begin in UTC.
    pub fn at_utc(self, hour: u32, minute: u32) -> Option<Timestamp> {
        let instant = self.0.and_hms_opt(hour, minute, 0)?.and_utc();
        Timestamp::from_millis(instant.timestamp_millis())
    }
}

impl FromStr for Date {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Date, TimeError> {
        Date::read(text.as_bytes()).ok_or_else(|| TimeError::Date(excerpt(text)))
    }
}

impl Spelled for Date {
    fn spell(&self, to: &mut Scratch) {
        to.push_digits::<4>(self.0.year().unsigned_abs());
        to.push_byte(b'-');
        to.push_digits::<2>(self.0.month());
        to.push_byte(b'-');
        to.push_digits::<2>(self.0.day());
    }
}

one_text! { Date = "a date such as \"2026-03-31\""; }

/// A [`Date`](crate::time::Date) checked when it is compiled: `date!("2026-03-05")`.
#[macro_export]
macro_rules! date {
    ($text:literal) => {
        const { $crate::time::Date::from_literal($text) }
    };
    ($year:literal - $month:literal - $day:literal) => {
        const {
            $crate::time::Date::from_literal(concat!(
                stringify!($year),
                "-",
                stringify!($month),
                "-",
                stringify!($day)
            ))
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_one_spelling_and_a_bounded_year() {
        for wrong in
            ["2026-02-29", "26-01-01", "1969-12-31", "2200-01-01", "2026-1-1", "", "+026-01-01"]
        {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
        assert_eq!("2028-02-29".parse::<Date>(), Ok(date!("2028-02-29")));
    }
}
