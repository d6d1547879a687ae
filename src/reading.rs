//! Readings: how much of something a plan pays on or measures, as money, a count or a percentage.
//!
//! On the wire and in a sentence a reading is one text: `1500.00 USD`, `12` or `33.25%`. What is
//! read off which lines is the business of [`crate::accrual`].

use crate::money::Amount;
use crate::rate::spell_percent;
use crate::text::{Scratch, Spelled, one_text};
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

impl Spelled for Reading {
    fn spell(&self, to: &mut Scratch) {
        let sign = |negative: bool| if negative { "-" } else { "" };
        match self {
            Reading::Money(amount) => amount.spell(to),
            Reading::Count(count) => {
                to.push(sign(*count < 0));
                to.push_number(count.unsigned_abs());
            }
            Reading::Percent(millionths) => {
                to.push(sign(*millionths < 0));
                spell_percent(millionths.unsigned_abs(), to);
            }
        }
    }
}

one_text! { Reading = "a reading such as \"1500.00 USD\", \"12\" or \"33.25%\""; }

impl FromStr for Reading {
    type Err = ReadingError;

    /// Reads the canonical text only.
    fn from_str(text: &str) -> Result<Reading, ReadingError> {
        let reading = if let Some(percent) = text.strip_suffix('%') {
            Reading::Percent(percent_millionths(percent).ok_or(ReadingError)?)
        } else if text.bytes().any(|byte| byte == b' ') {
            // An amount has one text, and reads no other.
            return text.parse().map(Reading::Money).map_err(|_| ReadingError);
        } else {
            Reading::Count(text.parse().map_err(|_| ReadingError)?)
        };
        let mut canonical = Scratch::new();
        reading.spell(&mut canonical);
        if canonical.as_str() == text { Ok(reading) } else { Err(ReadingError) }
    }
}

/// The millionths of the number before a percent sign, whether or not it is canonical.
fn percent_millionths(percent: &str) -> Option<i64> {
    /// Sign, point and all digits of the greatest reading.
    const LENGTH_MAX: usize = 21;
    if percent.len() > LENGTH_MAX {
        return None;
    }
    let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
    let mut digits = Scratch::new();
    digits.push(whole);
    digits.push(part);
    for _ in part.len()..4 {
        digits.push_byte(b'0');
    }
    digits.as_str().parse().ok().filter(|_| part.len() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_canonical_text_is_read() {
        for wrong in [
            "",
            "%",
            "+1",
            "-0",
            "007",
            "1.5",
            "-0%",
            "0.0%",
            "00%",
            "1.%",
            ".5%",
            "1.50%",
            "+1%",
            "1.00001%",
            "1500 USD",
            "1500.0 USD",
            "1 2",
            " 1",
            "1%%",
            "99999999999999999999",
            "999999999999999999999999%",
        ] {
            assert!(wrong.parse::<Reading>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_reading_is_read_back(grains: i64) {
            for reading in [Reading::Count(grains), Reading::Percent(grains)] {
                prop_assert_eq!(reading.to_string().parse(), Ok(reading));
            }
        }
    }
}
