//! Readings: how much of something a plan pays on or measures, as money, a count or a percentage.
//!
//! On the wire and in a sentence a reading is one text: `1500.00 USD`, `12` or `33.25%`. What is
//! read off which lines is the business of [`crate::accrual`].

use crate::id::from_text;
use crate::money::Amount;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// How much of something.
///
/// ```
/// use referral_ledger::reading::Reading;
/// for text in ["1500.00 USD", "12", "-3", "33.25%", "-0.5%"] {
///     assert_eq!(text.parse::<Reading>()?.to_string(), text);
/// }
/// assert!("1500".parse::<Reading>()? != "1500%".parse::<Reading>()?);
/// assert!("1e3".parse::<Reading>().is_err());
/// # Ok::<(), referral_ledger::reading::ReadingError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Money.
    Money(Amount),
    /// So many things.
    Count(i64),
    /// A percentage, in millionths of the whole: 250,000 is 25%. May be negative.
    Percent(i64),
}

/// A text that is no reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a reading: write an amount such as \"1500.00 USD\", a whole number or a percentage")]
pub struct ReadingError;

impl Reading {
    /// The count of its own grains: minor units, things, or millionths.
    pub fn grains(self) -> i64 {
        match self {
            Reading::Money(amount) => amount.minor(),
            Reading::Count(grains) | Reading::Percent(grains) => grains,
        }
    }

    /// Another reading of the same sort; `None` for money beyond its bound.
    pub fn of_grains(self, grains: i64) -> Option<Reading> {
        Some(match self {
            Reading::Money(amount) => {
                Reading::Money(Amount::from_minor(grains, amount.unit()).ok()?)
            }
            Reading::Count(_) => Reading::Count(grains),
            Reading::Percent(_) => Reading::Percent(grains),
        })
    }

    /// The money, if it is money.
    pub fn money(self) -> Option<Amount> {
        match self {
            Reading::Money(amount) => Some(amount),
            Reading::Count(_) | Reading::Percent(_) => None,
        }
    }
}

impl From<Amount> for Reading {
    fn from(amount: Amount) -> Reading {
        Reading::Money(amount)
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reading::Money(amount) => write!(f, "{amount}"),
            Reading::Count(count) => write!(f, "{count}"),
            Reading::Percent(millionths) => {
                let sign = if *millionths < 0 { "-" } else { "" };
                let (whole, part) =
                    (millionths.unsigned_abs() / 10_000, millionths.unsigned_abs() % 10_000);
                let part = format!("{part:04}");
                let part = part.trim_end_matches('0');
                let point = if part.is_empty() { "" } else { "." };
                write!(f, "{sign}{whole}{point}{part}%")
            }
        }
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Reading {
    type Err = ReadingError;

    /// Reads the canonical text only.
    fn from_str(text: &str) -> Result<Reading, ReadingError> {
        let reading = if let Some(percent) = text.strip_suffix('%') {
            let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
            let digits = format!("{whole}{part:0<4}");
            let is_short = part.len() <= 4;
            Reading::Percent(digits.parse().ok().filter(|_| is_short).ok_or(ReadingError)?)
        } else if text.contains(' ') {
            Reading::Money(text.parse().map_err(|_| ReadingError)?)
        } else {
            Reading::Count(text.parse().map_err(|_| ReadingError)?)
        };
        if reading.to_string() == text { Ok(reading) } else { Err(ReadingError) }
    }
}

impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Reading, D::Error> {
        from_text(deserializer, "a reading such as \"1500.00 USD\", \"12\" or \"33.25%\"")
    }
}
