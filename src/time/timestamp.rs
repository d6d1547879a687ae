//! An instant: when we were told.

use super::{Date, TimeError, excerpt};
use crate::text::{Scratch, Spelled, one_text};
use chrono::{DateTime, Utc};
use std::str::FromStr;

/// How many milliseconds a day of UTC has.
const DAY: i64 = 86_400_000;

/// The day timestamps are counted from.
const EPOCH: Date = Date::from_literal("1970-01-01");

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
    /// The last millisecond of the calendar.
    const LAST: i64 = 7_258_118_399_999;

    /// The instant this many milliseconds after 1970-01-01T00:00:00Z, or `None` outside 1970-2199.
    ///
    /// A host with a `chrono::DateTime` passes its `timestamp_millis()`.
    pub fn from_millis(millis: i64) -> Option<Timestamp> {
        (0..=Timestamp::LAST).contains(&millis).then_some(Timestamp(millis))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    pub(super) fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).expect("a timestamp lies in 1970 to 2199")
    }

    /// Reads the 24 characters `2026-03-31T09:05:00.000Z`.
    fn read(text: &[u8]) -> Option<Timestamp> {
        let (day, time) = text.split_at_checked(10)?;
        let [b'T', hour @ .., b'Z'] = time else { return None };
        let [h1, h2, b':', m1, m2, b':', s1, s2, b'.', millis @ ..] = hour else { return None };
        let &[t1, t2, t3] = millis else { return None };
        let hour = number([*h1, *h2]).filter(|hour| *hour < 24)?;
        let minute = number([*m1, *m2]).filter(|minute| *minute < 60)?;
        let second = number([*s1, *s2]).filter(|second| *second < 60)?;
        let seconds = (hour * 60 + minute) * 60 + second;
        let days = Date::read(day)?.days_since(EPOCH);
        Timestamp::from_millis(days * DAY + seconds * 1_000 + number([t1, t2, t3])?)
    }
}

/// The number these digits are; `None` if one of them is no digit.
fn number<const WIDTH: usize>(digits: [u8; WIDTH]) -> Option<i64> {
    digits.into_iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
    })
}

impl FromStr for Timestamp {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Timestamp, TimeError> {
        Timestamp::read(text.as_bytes()).ok_or_else(|| TimeError::Timestamp(excerpt(text)))
    }
}

impl Spelled for Timestamp {
    fn spell(&self, to: &mut Scratch) {
        Date(self.utc().date_naive()).spell(to);
        // A timestamp is not negative, and a day has fewer than 2^32 milliseconds.
        let millis = u32::try_from(self.0 % DAY).expect("what is left of a day fits");
        to.push_byte(b'T');
        to.push_digits::<2>(millis / 3_600_000);
        to.push_byte(b':');
        to.push_digits::<2>(millis / 60_000 % 60);
        to.push_byte(b':');
        to.push_digits::<2>(millis / 1_000 % 60);
        to.push_byte(b'.');
        to.push_digits::<3>(millis % 1_000);
        to.push_byte(b'Z');
    }
}

one_text! { Timestamp = "an instant such as \"2026-03-31T09:05:00.000Z\""; }

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    fn the_calendar_ends_with_its_last_millisecond() {
        let last: Timestamp = "2199-12-31T23:59:59.999Z".parse().unwrap();
        assert_eq!(
            (last.millis(), last.utc().timestamp_millis()),
            (Timestamp::LAST, last.millis())
        );
        assert_eq!(Timestamp::from_millis(last.millis() + 1), None);
        assert_eq!(Timestamp::from_millis(-1), None);
        assert!("2200-01-01T00:00:00.000Z".parse::<Timestamp>().is_err());
    }

    proptest! {
        #[test]
        fn the_text_is_the_one_of_chrono(millis in 0..=Timestamp::LAST) {
            let instant = Timestamp::from_millis(millis).unwrap();
            let text = instant.utc().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
            prop_assert_eq!(instant.to_string(), text.as_str());
            prop_assert_eq!(text.parse(), Ok(instant));
        }

        #[test]
        fn no_byte_may_be_another(at in 0_usize..24, byte in 0_u8..128) {
            let mut text = *b"2026-03-05T09:30:00.007Z";
            text[at] = byte;
            let text = str::from_utf8(&text).unwrap();
            if let Ok(instant) = text.parse::<Timestamp>() {
                prop_assert_eq!(instant.to_string(), text);
            }
        }
    }
}
