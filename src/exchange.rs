//! Exchange rates: how much of one currency is paid for one of another, and who says so.
//!
//! Knows the one text form of a rate, and the exact product of an amount with it, rounded by a
//! named mode. Does not know which rate holds on a day: rates are told to the journal as facts.

use crate::id::RateSource;
use crate::money::{Amount, AmountError, Rounding, Unit};
use crate::text::from_text;
use crate::time::Date;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// How much of one currency is paid for one of another: an exact decimal above zero.
///
/// Written without zeros that say nothing: `"0.92"`, `"149.5"`. It has at most 12 decimals and 18
/// digits in all, so that every amount times it is computed exactly.
///
/// ```
/// use referral_ledger::exchange::ExchangeRate;
/// use referral_ledger::{amount, money::Rounding};
///
/// let rate: ExchangeRate = "0.9187".parse()?;
/// let paid = rate.convert(amount!(125.50 USD), "EUR".parse()?, Rounding::HalfEven)?;
/// assert_eq!(paid, amount!(115.30 EUR)); // 125.50 x 0.9187 = 115.296850
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What is not exactly so is refused:
///
/// ```
/// use referral_ledger::exchange::ExchangeRate;
///
/// for wrong in ["", "0", "0.0", "0.920", ".92", "-0.92", "1e2", "1,5", "01", "0.0000000000001"] {
///     assert!(wrong.parse::<ExchangeRate>().is_err(), "{wrong:?}");
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExchangeRate {
    /// The digits without the point; above zero.
    digits: i64,
    /// How many of them stand behind the point; the last of those is not zero.
    decimals: u32,
}

/// The most digits of a rate.
const DIGITS_MAX: usize = 18;
/// The most of them behind the point.
const DECIMALS_MAX: usize = 12;

/// Why a text is no exchange rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the exchange rate {wrong}: write it like \"0.9187\", more than 0 and without a unit")]
pub struct ExchangeRateError {
    /// What is wrong with it, as the end of the sentence "the exchange rate ...".
    wrong: &'static str,
}

impl ExchangeRate {
    /// An amount in another currency, rounded to its minor units in the named way.
    ///
    /// # Errors
    /// [`AmountError::OutOfBound`] if the result is beyond [`Amount::BOUND_MINOR`].
    pub fn convert(self, of: Amount, to: Unit, rounding: Rounding) -> Result<Amount, AmountError> {
        // At most 10^15 minor units times 18 digits times four decimals: below 2^127.
        let product = i128::from(of.minor()) * i128::from(self.digits);
        let product = product * 10_i128.pow(to.decimals());
        let one = 10_i128.pow(self.decimals + of.unit().decimals());
        let minor = rounding.divide(product, one).expect("a power of ten is above 0");
        let most = i128::from(Amount::BOUND_MINOR);
        let minor = i64::try_from(minor.clamp(-most - 1, most + 1)).expect("it was cut to fit");
        Amount::from_minor(minor, to)
    }
}

impl FromStr for ExchangeRate {
    type Err = ExchangeRateError;

    fn from_str(text: &str) -> Result<ExchangeRate, ExchangeRateError> {
        let wrong = |wrong| Err(ExchangeRateError { wrong });
        let (whole, part) = match text.split_once('.') {
            Some((whole, part)) => (whole, Some(part)),
            None => (text, None),
        };
        let fraction = part.unwrap_or_default();
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part == Some("") || !is_digits(whole) || !is_digits(fraction) {
            return wrong("is not digits with at most one point between them");
        }
        if whole.len() > 1 && whole.starts_with('0') {
            return wrong("has a leading zero");
        }
        if fraction.ends_with('0') {
            return wrong("ends in a zero that says nothing");
        }
        if fraction.len() > DECIMALS_MAX || whole.len() + fraction.len() > DIGITS_MAX {
            return wrong("has more than 12 decimals, or more than 18 digits");
        }
        match format!("{whole}{fraction}").parse() {
            Ok(digits @ 1..) => {
                let decimals = u32::try_from(fraction.len()).expect("it has at most 12 decimals");
                Ok(ExchangeRate { digits, decimals })
            }
            _ => wrong("is zero"),
        }
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = 10_i64.pow(self.decimals);
        write!(f, "{}", self.digits / one)?;
        match self.digits % one {
            0 => Ok(()),
            rest => write!(f, ".{rest:0>width$}", width = self.decimals as usize),
        }
    }
}

impl fmt::Debug for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ExchangeRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for ExchangeRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ExchangeRate, D::Error> {
        from_text(deserializer, "a quoted exchange rate such as \"0.9187\"")
    }
}

/// A rate as somebody quoted it: how much, of which day, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// How much is paid for one.
    pub rate: ExchangeRate,
    /// The day it is of.
    pub on: Date,
    /// Who says so.
    pub source: RateSource,
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} of {})", self.rate, self.source, self.on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_converted_between_currencies_of_other_decimals() {
        let rate: ExchangeRate = "149.5".parse().unwrap();
        let yen = "JPY".parse().unwrap();
        let to_yen = rate.convert(amount!(10.01 USD), yen, Rounding::HalfEven);
        assert_eq!(to_yen.map(Amount::minor), Ok(1_496)); // 10.01 x 149.5 = 1496.495
        let back: ExchangeRate = "0.006689".parse().unwrap();
        let from_yen = Amount::from_minor(1_496, yen).unwrap();
        let dollars = back.convert(from_yen, "USD".parse().unwrap(), Rounding::HalfEven);
        assert_eq!(dollars, Ok(amount!(10.01 USD))); // 1496 x 0.006689 = 10.006744
    }

    #[test]
    fn a_product_beyond_the_bound_is_an_error() {
        let most = Amount::from_minor(Amount::BOUND_MINOR, "USD".parse().unwrap()).unwrap();
        let rate: ExchangeRate = "999999999999999999".parse().unwrap();
        assert!(rate.convert(most, "KWD".parse().unwrap(), Rounding::HalfEven).is_err());
        let rate: ExchangeRate = "1".parse().unwrap();
        assert_eq!(rate.convert(most, most.unit(), Rounding::HalfEven), Ok(most));
    }

    proptest! {
        #[test]
        fn a_text_that_is_read_is_the_only_one(text in "[0-9]{0,4}\\.?[0-9]{0,14}") {
            if let Ok(rate) = text.parse::<ExchangeRate>() {
                prop_assert_eq!(rate.to_string(), text);
            }
        }
    }
}
