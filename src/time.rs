//! Civil dates, instants, half-open periods and the named zone that turns an instant into a day.
//!
//! Business facts are dated with a [`Date`] as the business books them and are never shifted by a
//! zone. A [`Timestamp`] says when we were told. Nothing here reads a clock: time is told.

use crate::id::from_text;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeZone, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The first year a date may lie in.
const YEAR_FIRST: u32 = 1970;
/// The last year a date may lie in: enough for every payroll, and four digits wide.
const YEAR_LAST: u32 = 2199;

/// Whether a year lies in the calendar of this crate.
fn in_calendar(year: i32) -> bool {
    u32::try_from(year).is_ok_and(|year| (YEAR_FIRST..=YEAR_LAST).contains(&year))
}

/// Why a text is no date, instant, period or zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// Not a calendar date of the years 1970 to 2199.
    #[error("\"{0}\" is not a calendar date of the years 1970 to 2199: write it as 2026-03-31")]
    Date(String),
    /// Not an instant in the one accepted spelling.
    #[error(
        "\"{0}\" is not an instant: write it in UTC with milliseconds, as 2026-03-31T09:05:00.000Z"
    )]
    Timestamp(String),
    /// Not a period.
    #[error(
        "\"{0}\" is not a period: write 2026-03, 2026Q1, 2026 or 2026-03-01/2026-03-15 (the end is not in it)"
    )]
    Period(String),
    /// Not a zone of the IANA database.
    #[error(
        "\"{0}\" is not a zone of the IANA time zone database: write it as America/New_York or UTC"
    )]
    Zone(String),
}

/// Cuts a text that goes into an error, so that a hostile input cannot make a huge one.
fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}

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
pub struct Date(NaiveDate);

impl Date {
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
    const fn read(text: &[u8]) -> Option<Date> {
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
        Some(Timestamp(instant.timestamp_millis()))
    }
}

impl FromStr for Date {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Date, TimeError> {
        Date::read(text.as_bytes()).ok_or_else(|| TimeError::Date(excerpt(text)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

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

/// An instant in UTC, exact to the millisecond, of the years 1970 to 2199.
///
/// ```
/// use referral_ledger::time::Timestamp;
/// let told: Timestamp = "2026-03-05T09:30:00.000Z".parse()?;
/// assert_eq!(Timestamp::from_millis(told.millis()), Some(told));
/// assert!("2026-03-05 09:30".parse::<Timestamp>().is_err());
/// # Ok::<(), referral_ledger::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant this many milliseconds after 1970-01-01T00:00:00Z, or `None` outside 1970-2199.
    ///
    /// A host with a `chrono::DateTime` passes its `timestamp_millis()`.
    pub fn from_millis(millis: i64) -> Option<Timestamp> {
        let instant = DateTime::from_timestamp_millis(millis)?;
        in_calendar(instant.year()).then_some(Timestamp(millis))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    fn utc(self) -> DateTime<chrono::Utc> {
        DateTime::from_timestamp_millis(self.0).expect("a timestamp lies in 1970 to 2199")
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Timestamp, TimeError> {
        let parsed = chrono::NaiveDateTime::parse_from_str(
            text.get(..24).unwrap_or_default(),
            "%Y-%m-%dT%H:%M:%S%.3fZ",
        );
        parsed
            .ok()
            .and_then(|naive| Timestamp::from_millis(naive.and_utc().timestamp_millis()))
            .filter(|instant| instant.to_string() == text)
            .ok_or_else(|| TimeError::Timestamp(excerpt(text)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let utc = self.utc();
        let (date, time) = (Date(utc.date_naive()), utc.time());
        let millis = self.0.rem_euclid(1_000);
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        write!(formatter, "{date}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

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
        let until = from.0.checked_add_months(chrono::Months::new(count))?;
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

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, quarter) = (self.from.0.year(), self.from.0.month0() / 3 + 1);
        if self.is_month() {
            write!(formatter, "{:04}-{:02}", year, self.from.0.month())
        } else if *self == self.from.quarter() {
            write!(formatter, "{year:04}Q{quarter}")
        } else if Period::year(year) == Some(*self) {
            write!(formatter, "{year:04}")
        } else {
            write!(formatter, "{}/{}", self.from, self.until)
        }
    }
}

/// A zone of the IANA time zone database: it turns the instant we were told into a business day.
///
/// ```
/// use referral_ledger::{date, time::Zone};
/// let zone: Zone = "America/Sao_Paulo".parse()?;
/// let told = "2026-03-06T01:30:00.000Z".parse()?;
/// assert_eq!(zone.day_of(told), date!("2026-03-05")); // still the evening before
/// # Ok::<(), referral_ledger::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// The zone's name in the database.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The day on the calendar of this zone at that instant.
    pub fn day_of(self, instant: Timestamp) -> Date {
        Date(self.0.from_utc_datetime(&instant.utc().naive_utc()).date_naive())
    }
}

impl FromStr for Zone {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Zone, TimeError> {
        text.parse().map(Zone).map_err(|_| TimeError::Zone(excerpt(text)))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

macro_rules! text_form {
    ($($name:ident = $expecting:literal;)+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, formatter)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                from_text(deserializer, $expecting)
            }
        }
    )+};
}

text_form! {
    Date = "a date such as \"2026-03-31\"";
    Timestamp = "an instant such as \"2026-03-31T09:05:00.000Z\"";
    Period = "a period such as \"2026-03\"";
    Zone = "a time zone such as \"America/New_York\"";
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

    #[test]
    fn an_instant_has_one_spelling() {
        for wrong in [
            "2026-03-05T09:30:00Z",
            "2026-03-05t09:30:00.000Z",
            "2026-03-05T09:30:60.000Z",
            "2026-03-05T09:30:00.0000Z",
            "2026-03-05T09:30:00.000+00:00",
            " 2026-03-05T09:30:00.000Z",
        ] {
            assert!(wrong.parse::<Timestamp>().is_err(), "{wrong}");
        }
        let instant: Timestamp = "2026-03-05T09:30:00.007Z".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-03-05T09:30:00.007Z");
    }

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

    #[test]
    fn the_zone_decides_the_day_on_both_sides_of_summer_time() {
        let zone: Zone = "America/New_York".parse().unwrap();
        let day = |text: &str| zone.day_of(text.parse().unwrap());
        assert_eq!(day("2026-01-15T04:59:59.999Z"), date!("2026-01-14"));
        assert_eq!(day("2026-01-15T05:00:00.000Z"), date!("2026-01-15"));
        assert_eq!(day("2026-07-15T03:59:59.999Z"), date!("2026-07-14"));
        assert_eq!(day("2026-07-15T04:00:00.000Z"), date!("2026-07-15"));
    }
}
