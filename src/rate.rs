//! A rate: a percentage with at most four decimals, such as the 2.5% of a sale.
//!
//! Knows its one text form, its bounds and the `rate!` literal. Does not know what it is a rate of:
//! shares, tiers and campaigns all use it. It is kept as whole millionths, so it is always exact.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::text::{Scratch, Spelled, from_text};

/// A percentage from 0% to 1000%, in steps of 0.0001%.
///
/// Written with a percent sign and no zeros that say nothing: `"3%"`, `"2.5%"`, `"0.0001%"`. The
/// same on the wire and in a plan file, so that equal rates have equal texts.
///
/// ```
/// use referral_ledger::rate;
/// use referral_ledger::rate::Rate;
///
/// let share: Rate = "2.5%".parse()?;
/// assert_eq!(share, rate!(2.5%));
/// assert_eq!(share.millionths(), 25_000);
/// assert_eq!(serde_json::to_string(&share)?, "\"2.5%\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What is not exactly so is refused:
///
/// ```
/// use referral_ledger::rate::Rate;
///
/// let wrong = "2.50%".parse::<Rate>().unwrap_err();
/// let said = "rate \"2.50%\" ends in a zero that says nothing: write it like \"2.5%\"";
/// assert_eq!(wrong.to_string(), said);
/// assert!("0.025".parse::<Rate>().is_err());
/// assert!("1000.5%".parse::<Rate>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate {
    millionths: i64,
}

impl Rate {
    /// Nothing: 0%.
    pub const ZERO: Rate = Rate { millionths: 0 };

    /// The whole: 100%.
    pub const HUNDRED: Rate = Rate { millionths: 1_000_000 };

    /// The greatest rate: 1000%.
    pub const MOST: Rate = Rate { millionths: Rate::BOUND };

    /// Digits after the point when a rate is read as a plain fraction: six, since 1% is 0.01.
    pub(crate) const DECIMALS: u32 = 6;

    /// The greatest rate, 1000%, in millionths.
    const BOUND: i64 = 10_000_000;

    /// Digits after the point of a percentage.
    const PERCENT_DECIMALS: u32 = 4;

    /// A rate of so many millionths: 30,000 is 3%.
    ///
    /// # Errors
    /// [`RateError::OutOfBound`] below 0% or above 1000%.
    ///
    /// ```
    /// use referral_ledger::rate::Rate;
    ///
    /// assert_eq!(Rate::from_millionths(30_000)?.to_string(), "3%");
    /// assert!(Rate::from_millionths(-1).is_err());
    /// # Ok::<(), referral_ledger::rate::RateError>(())
    /// ```
    pub const fn from_millionths(millionths: i64) -> Result<Rate, RateError> {
        if millionths < 0 || millionths > Rate::BOUND {
            return Err(RateError::OutOfBound { millionths });
        }
        Ok(Rate { millionths })
    }

    /// The rate in millionths, 0 to 10,000,000: 3% is 30,000.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.millionths
    }

    /// Is it 0%?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.millionths == 0
    }

    /// Reads the number of a `rate!` literal.
    ///
    /// # Panics
    /// If it is not a rate; in a `const` block, which is what the macro writes, that is an error
    /// of the compiler.
    #[doc(hidden)]
    #[must_use]
    pub const fn from_literal(number: &str) -> Rate {
        match read(number.as_bytes(), true) {
            Ok(millionths) => Rate { millionths },
            Err(_) => panic!("the number is not a rate of 0% to 1000% in its shortest form"),
        }
    }
}

/// Writes a [`Rate`](crate::rate::Rate) in code: `rate!(2.5%)`.
///
/// The tokens are read while compiling and become an exact value; no float is ever made.
/// Underscores may stand between digits.
///
/// ```
/// use referral_ledger::rate;
///
/// assert_eq!(rate!(2.5%).millionths(), 25_000);
/// assert_eq!(rate!(1_000%).to_string(), "1000%");
/// ```
///
/// A wrong literal does not compile. A rate has at most four decimals:
///
/// ```compile_fail
/// let _ = referral_ledger::rate!(0.00001%);
/// ```
///
/// and is never negative:
///
/// ```compile_fail
/// let _ = referral_ledger::rate!(-1%);
/// ```
#[macro_export]
macro_rules! rate {
    ($number:literal %) => {
        const { $crate::rate::Rate::from_literal(::core::stringify!($number)) }
    };
}

/// Why a text or a number is no rate. Texts are shortened if they are long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RateError {
    /// The text does not follow the grammar.
    #[error("rate {text:?} {wrong}: write it like \"2.5%\"")]
    Written {
        /// What was written.
        text: String,
        /// What is wrong with it, as the end of the sentence "the rate ...".
        wrong: &'static str,
    },
    /// The rate is below 0% or above 1000%.
    #[error("a rate of {millionths} millionths is out of bound: a rate is 0 to 10000000 (1000%)")]
    OutOfBound {
        /// The millionths that were asked for.
        millionths: i64,
    },
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Rate, RateError> {
        let number = text.strip_suffix('%').ok_or("has no percent sign at its end");
        match number.and_then(|number| read(number.as_bytes(), false)) {
            Ok(millionths) => Ok(Rate { millionths }),
            Err(wrong) => Err(RateError::Written { text: bounded(text), wrong }),
        }
    }
}

impl Spelled for Rate {
    fn spell(&self, to: &mut Scratch) {
        let millionths = self.millionths.unsigned_abs();
        spell_percent(millionths, to);
    }
}

/// Writes millionths as a percentage without zeros that say nothing.
pub(crate) fn spell_percent(millionths: u64, to: &mut Scratch) {
    to.push_number(millionths / 10_000);
    let rest = u32::try_from(millionths % 10_000).expect("a remainder of 10,000 is below it");
    if rest > 0 {
        to.push_byte(b'.');
        to.push_digits::<4>(rest);
        to.trim_end(b'0');
    }
    to.push_byte(b'%');
}

impl fmt::Display for Rate {
    /// Writes the one text of the rate. A width pads it; a precision is ignored.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Scratch::new();
        self.spell(&mut text);
        if f.precision().is_none() { f.pad(text.as_str()) } else { f.write_str(text.as_str()) }
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = Scratch::new();
        self.spell(&mut text);
        serializer.serialize_str(text.as_str())
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Rate, D::Error> {
        from_text(deserializer, "a quoted rate such as \"2.5%\"")
    }
}

/// Reads the number before the percent sign into millionths, strictly and in its shortest form.
/// `underscores` also allows single ones between two digits.
const fn read(text: &[u8], underscores: bool) -> Result<i64, &'static str> {
    let (mut at, mut number, mut decimals, mut point) = (0, 0_i64, 0, false);
    while at < text.len() {
        let inside = at > 0 && at + 1 < text.len();
        let between = inside && text[at - 1].is_ascii_digit() && text[at + 1].is_ascii_digit();
        match text[at] {
            digit @ b'0'..=b'9' => {
                if number > Rate::BOUND {
                    return Err("is above 1000%");
                }
                if decimals == Rate::PERCENT_DECIMALS {
                    return Err("has more than four decimals");
                }
                number = number * 10 + (digit - b'0') as i64;
                decimals += if point { 1 } else { 0 };
            }
            b'.' if between && !point => point = true,
            b'_' if between && underscores => {}
            _ => return Err("is not digits with at most one point between them"),
        }
        at += 1;
    }
    if text.is_empty() {
        return Err("has no number");
    }
    if text[0] == b'0' && text.len() > 1 && text[1] != b'.' {
        return Err("has a leading zero");
    }
    if point && text[text.len() - 1] == b'0' {
        return Err("ends in a zero that says nothing");
    }
    while decimals < Rate::PERCENT_DECIMALS {
        number *= 10;
        decimals += 1;
    }
    if number > Rate::BOUND { Err("is above 1000%") } else { Ok(number) }
}

/// Shortens a text for an error message, so that a hostile input cannot fill a log.
fn bounded(text: &str) -> String {
    const CHARACTERS: usize = 40;
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_rate_is_read_and_written_byte_for_byte() {
        for (text, millionths) in [
            ("0%", 0),
            ("0.0001%", 1),
            ("0.5%", 5_000),
            ("2.5%", 25_000),
            ("3%", 30_000),
            ("3.0625%", 30_625),
            ("33.3333%", 333_333),
            ("100%", 1_000_000),
            ("999.9999%", 9_999_999),
            ("1000%", 10_000_000),
        ] {
            let rate: Rate = text.parse().unwrap();
            assert_eq!(rate.millionths(), millionths);
            assert_eq!((rate.to_string(), format!("{rate:?}")), (text.into(), text.into()));
        }
        assert_eq!(
            (Rate::ZERO.to_string(), Rate::HUNDRED.to_string()),
            ("0%".into(), "100%".into())
        );
        assert!(Rate::ZERO.is_zero() && !Rate::HUNDRED.is_zero());
        assert!(rate!(2.5%) < rate!(3%));
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "%",
            "3",
            "3 %",
            " 3%",
            "3%%",
            "-3%",
            "+3%",
            "03%",
            "00%",
            "3.%",
            ".5%",
            "2.50%",
            "0.0%",
            "0.00001%",
            "1000.0001%",
            "1001%",
            "1_0%",
            "1e1%",
            "1,5%",
            "1.2.3%",
            "3\u{2030}",
            "3% ",
            "NaN%",
            "99999999999999999999999999999999%",
        ] {
            assert!(text.parse::<Rate>().is_err(), "{text:?}");
        }
        let said = |text: &str| text.parse::<Rate>().unwrap_err().to_string();
        let right = "rate \"0.025\" has no percent sign at its end: write it like \"2.5%\"";
        assert_eq!(said("0.025"), right);
        assert_eq!(said("1001%"), "rate \"1001%\" is above 1000%: write it like \"2.5%\"");
        assert!(said(&"9".repeat(5000)).len() < 120);
    }

    #[test]
    fn the_bounds_are_kept() {
        assert!(Rate::from_millionths(10_000_000).is_ok());
        assert_eq!(
            Rate::from_millionths(10_000_001).unwrap_err().to_string(),
            "a rate of 10000001 millionths is out of bound: a rate is 0 to 10000000 (1000%)",
        );
        assert!(Rate::from_millionths(i64::MIN).is_err());
    }

    #[test]
    fn literals_are_values_of_the_compiler() {
        const SHARE: Rate = rate!(12.5%);
        assert_eq!(SHARE.millionths(), 125_000);
        assert_eq!(rate!(1_000%).millionths(), 10_000_000);
        assert_eq!(rate!(0%), Rate::ZERO);
    }

    #[test]
    fn json_is_quoted_text_and_nothing_else() {
        assert_eq!(serde_json::to_string(&rate!(2.5%)).unwrap(), "\"2.5%\"");
        assert_eq!(serde_json::from_str::<Rate>("\"2.5%\"").unwrap(), rate!(2.5%));
        let number = serde_json::from_str::<Rate>("2.5").unwrap_err().to_string();
        assert!(number.contains("expected a quoted rate"), "{number}");
        assert_eq!(format!("{:>6}|{:.1}", rate!(2.5%), rate!(2.25%)), "  2.5%|2.25%");
    }

    proptest! {
        #[test]
        fn every_rate_is_read_back_from_its_text(millionths in 0..=Rate::BOUND) {
            let rate = Rate::from_millionths(millionths).unwrap();
            prop_assert_eq!(rate.to_string().parse(), Ok(rate));
        }

        #[test]
        fn a_text_that_is_read_is_the_only_one(text in "[0-9]{0,3}\\.?[0-9]{0,5}%?") {
            if let Ok(rate) = text.parse::<Rate>() {
                prop_assert_eq!(rate.to_string(), text);
            }
        }
    }
}
