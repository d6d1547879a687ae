//! An amount between two stages of a calculation, before it is rounded.
//!
//! Knows exact products and sums, and rounding by a named mode back to a whole amount. Where a
//! result cannot be exact there is none: nothing in here rounds unless it is called `round`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::text::from_text;

use super::amount::{Amount, split};
use super::error::AmountError;
use super::number::{DECIMALS, Written, pad, read};
use super::rounding::Rounding;
use super::unit::Unit;
use crate::rate::Rate;

/// An exact amount with fractions of a minor unit.
///
/// It is written with at least the decimals of its unit and no zeros behind them that say
/// nothing: `"30.00 USD"`, `"1.185 BRL"`, `"-0.005 USD"`. Equal amounts have equal texts, and only
/// that text is read.
///
/// Any [`Amount`] times two rates of up to 800% each fits: 10^15 minor units times twice
/// 8,000,000 millionths stay below the 96 bits that a decimal has. Short rates leave room for many
/// more, since zeros at the end take no room.
///
/// ```
/// use referral_ledger::money::{ExactAmount, Rounding};
/// use referral_ledger::{amount, rate};
///
/// let exact = ExactAmount::from(amount!(79.00 BRL)).times(rate!(1.5%)).expect("one rate fits");
/// assert_eq!(exact.to_string(), "1.185 BRL");
/// assert_eq!(exact.to_amount(), None);
/// assert_eq!(exact.round(Rounding::HalfEven)?, amount!(1.18 BRL));
/// assert_eq!(exact.round(Rounding::HalfAwayFromZero)?, amount!(1.19 BRL));
/// # Ok::<(), referral_ledger::money::AmountError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExactAmount {
    /// Minor units, always without zeros at the end of the fraction and never a negative zero.
    minor: Decimal,
    unit: Unit,
}

impl ExactAmount {
    /// What is counted.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// Is it nothing?
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.minor.is_zero()
    }

    /// Is it less than nothing?
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.minor.mantissa() < 0
    }

    /// Is it more than nothing?
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.minor.mantissa() > 0
    }

    /// The exact product with a rate; `None` if it has more digits than 96 bits can hold.
    ///
    /// ```
    /// use referral_ledger::money::ExactAmount;
    /// use referral_ledger::{amount, rate};
    ///
    /// let mut third = ExactAmount::from(amount!(0.01 USD));
    /// third = third.times(rate!(33.3333%)).expect("few digits");
    /// assert_eq!(third.to_string(), "0.00333333 USD");
    /// let digits = (0..3).try_fold(third, |exact, _| exact.times(rate!(33.3333%)));
    /// assert_eq!(digits.map(|exact| exact.is_zero()), Some(false));
    /// let too_many = (0..4).try_fold(third, |exact, _| exact.times(rate!(33.3333%)));
    /// assert_eq!(too_many, None);
    /// ```
    #[must_use]
    pub fn times(self, rate: Rate) -> Option<ExactAmount> {
        // 96 bits by 24 bits: the product never overflows, only the decimal made of it may.
        let product = self.minor.mantissa().checked_mul(i128::from(rate.millionths()))?;
        ExactAmount::from_parts(product, self.minor.scale() + Rate::DECIMALS, self.unit)
    }

    /// The exact sum; `None` if the units differ or it has more digits than 96 bits can hold.
    ///
    /// ```
    /// use referral_ledger::money::ExactAmount;
    ///
    /// let (left, right): (ExactAmount, ExactAmount) = ("0.005 USD".parse()?, "1.10 USD".parse()?);
    /// assert_eq!(left.plus(right).map(|sum| sum.to_string()), Some("1.105 USD".to_owned()));
    /// assert_eq!(left.plus("1.10 EUR".parse()?), None);
    /// # Ok::<(), referral_ledger::money::AmountError>(())
    /// ```
    #[must_use]
    pub fn plus(self, other: ExactAmount) -> Option<ExactAmount> {
        if self.unit != other.unit {
            return None;
        }
        let scale = self.minor.scale().max(other.minor.scale());
        let sum = self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?;
        ExactAmount::from_parts(sum, scale, self.unit)
    }

    /// The exact difference; `None` if the units differ or it has more digits than 96 bits can
    /// hold.
    ///
    /// ```
    /// use referral_ledger::amount;
    /// use referral_ledger::money::ExactAmount;
    ///
    /// let cent = ExactAmount::from(amount!(0.01 USD));
    /// assert!(cent.minus(cent).is_some_and(ExactAmount::is_zero));
    /// ```
    #[must_use]
    pub fn minus(self, other: ExactAmount) -> Option<ExactAmount> {
        self.plus(other.negated())
    }

    /// The same with the other sign.
    #[must_use]
    pub fn negated(self) -> ExactAmount {
        // A plain minus would make a negative zero out of zero.
        let minor = if self.minor.is_zero() { self.minor } else { -self.minor };
        ExactAmount { minor, unit: self.unit }
    }

    /// Amounts as whole numbers in the same proportion; `None` if they do not fit.
    pub(crate) fn weights(amounts: &[ExactAmount]) -> Option<Vec<i128>> {
        let scale = amounts.iter().map(|amount| amount.minor.scale()).max().unwrap_or(0);
        amounts.iter().map(|amount| amount.at_scale(scale)).collect()
    }

    /// Rounds to whole minor units in the named way.
    ///
    /// # Errors
    /// [`AmountError::OutOfBound`] if the result is beyond [`Amount::BOUND_MINOR`].
    ///
    /// ```
    /// use referral_ledger::amount;
    /// use referral_ledger::money::{ExactAmount, Rounding};
    ///
    /// let exact: ExactAmount = "-0.005 USD".parse()?;
    /// assert_eq!(exact.round(Rounding::HalfEven)?, amount!(0.00 USD));
    /// assert_eq!(exact.round(Rounding::AwayFromZero)?, amount!(-0.01 USD));
    ///
    /// let huge: ExactAmount = "10000000000000.01 USD".parse()?;
    /// assert!(huge.round(Rounding::HalfEven).is_err());
    /// # Ok::<(), referral_ledger::money::AmountError>(())
    /// ```
    pub fn round(self, rounding: Rounding) -> Result<Amount, AmountError> {
        let one = 10_i128.pow(self.minor.scale());
        let minor = rounding.divide(self.minor.mantissa(), one).expect("a power of ten is above 0");
        Amount::from_wide(minor, self.unit)
    }

    /// The same as a whole amount, if it is one and within the bound.
    #[must_use]
    pub fn to_amount(self) -> Option<Amount> {
        if self.minor.scale() > 0 {
            return None;
        }
        Amount::from_wide(self.minor.mantissa(), self.unit).ok()
    }

    /// The number `mantissa / 10^scale`, in its shortest form; `None` if it does not fit.
    fn from_parts(mut mantissa: i128, mut scale: u32, unit: Unit) -> Option<ExactAmount> {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        ExactAmount::shortest(mantissa, scale, unit)
    }

    /// The same for a number that is in its shortest form.
    fn shortest(mantissa: i128, scale: u32, unit: Unit) -> Option<ExactAmount> {
        let minor = Decimal::try_from_i128_with_scale(mantissa, scale).ok()?;
        Some(ExactAmount { minor, unit })
    }

    /// All digits as one whole number, as if there were `scale` of them after the point.
    fn at_scale(self, scale: u32) -> Option<i128> {
        let zeros = 10_i128.checked_pow(scale - self.minor.scale())?;
        self.minor.mantissa().checked_mul(zeros)
    }

    fn written(self) -> Written {
        let decimals = self.unit.decimals() + self.minor.scale();
        Written::new(self.minor.mantissa(), decimals, self.unit.code())
    }
}

impl From<Amount> for ExactAmount {
    fn from(amount: Amount) -> ExactAmount {
        ExactAmount { minor: Decimal::from(amount.minor()), unit: amount.unit() }
    }
}

impl FromStr for ExactAmount {
    type Err = AmountError;

    /// Reads the canonical text only: the same amount written in any other way is refused.
    fn from_str(text: &str) -> Result<ExactAmount, AmountError> {
        let (number, unit) = split(text)?;
        let written = |fault| AmountError::written(text, fault, unit);
        let read = read(number.as_bytes(), false).map_err(written)?;
        let Some(scale) = read.decimals.checked_sub(unit.decimals()) else {
            return Err(written(DECIMALS));
        };
        if scale > 0 && number.ends_with('0') {
            return Err(written("ends in a zero that says nothing"));
        }
        ExactAmount::shortest(read.mantissa, scale, unit)
            .ok_or_else(|| written("has more digits than can be kept exactly"))
    }
}

impl fmt::Display for ExactAmount {
    /// Writes the canonical text. A width pads it; a precision is ignored.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pad(f, self.written().as_str())
    }
}

impl fmt::Debug for ExactAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ExactAmount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.written().as_str())
    }
}

impl<'de> Deserialize<'de> for ExactAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ExactAmount, D::Error> {
        from_text(deserializer, "a quoted exact amount such as \"1.185 BRL\"")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{amount, rate};

    fn exact(text: &str) -> ExactAmount {
        text.parse().unwrap()
    }

    fn rate(millionths: i64) -> Rate {
        Rate::from_millionths(millionths).unwrap()
    }

    #[test]
    fn only_the_canonical_text_is_read() {
        for text in ["0.00 USD", "30.00 USD", "1.185 BRL", "-0.005 USD", "7 JPY", "0.5 JPY"] {
            assert_eq!(exact(text).to_string(), text);
            assert_eq!(format!("{:?}", exact(text)), text);
            let json = serde_json::to_string(&exact(text)).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<ExactAmount>(&json).unwrap(), exact(text));
        }
        for text in [
            "30 USD",
            "30.0 USD",
            "30.000 USD",
            "1.1850 BRL",
            "-0.000 USD",
            "-0.00 USD",
            "7.0 JPY",
            "7. JPY",
            "01.005 USD",
            "1_0.005 USD",
            "1.005",
            "1.005 XAU",
            "+1.005 USD",
            "1.5e1 USD",
        ] {
            assert!(text.parse::<ExactAmount>().is_err(), "{text:?}");
        }
        let said = "30.000 USD".parse::<ExactAmount>().unwrap_err().to_string();
        let right = "amount \"30.000 USD\" ends in a zero that says nothing: write \"1500.00 USD\"";
        assert_eq!(said, right);
        assert!(serde_json::from_str::<ExactAmount>("1.185").is_err());
    }

    #[test]
    fn the_widest_numbers_are_kept_whole_or_refused() {
        // 2^96 - 1 is the greatest mantissa of a decimal, and 28 its greatest scale.
        let greatest = "79228162514264337593543950335 points";
        assert_eq!(exact(greatest).to_string(), greatest);
        assert!("79228162514264337593543950336 points".parse::<ExactAmount>().is_err());
        let least = format!("0.{}1 USD", "0".repeat(29));
        assert_eq!(exact(&least).to_string(), least);
        assert!(format!("0.{}1 USD", "0".repeat(30)).parse::<ExactAmount>().is_err());
        assert_eq!(exact(&least).plus(exact("1.00 USD")), None);
        assert_eq!(exact(greatest).plus(exact("1 points")), None);
        assert_eq!(exact(greatest).times(rate!(1000%)), None);
        assert_eq!(exact(greatest).times(rate!(100%)), Some(exact(greatest)));
        assert_eq!(exact(greatest).to_amount(), None);
    }

    #[test]
    fn the_greatest_amount_takes_two_rates() {
        let most = Amount::from_minor(Amount::BOUND_MINOR - 1, Unit::POINTS).unwrap();
        for sign in [most, most.negated()] {
            let once = ExactAmount::from(sign).times(rate(7_999_999)).unwrap();
            assert!(once.times(rate(7_999_999)).is_some());
            assert_eq!(once.is_negative(), sign.is_negative());
            assert_eq!(once.is_positive(), sign.is_positive());
        }
    }

    #[test]
    fn zero_has_one_form() {
        let zero = ExactAmount::from(amount!(0.00 USD));
        for other in [
            zero.negated(),
            exact("1.005 USD").minus(exact("1.005 USD")).unwrap(),
            exact("-0.005 USD").times(Rate::ZERO).unwrap(),
        ] {
            assert_eq!(other, zero);
            assert_eq!(other.to_string(), "0.00 USD");
            assert!(other.is_zero() && !other.is_negative() && !other.is_positive());
        }
    }

    #[test]
    fn units_do_not_mix() {
        assert_eq!(exact("1.00 USD").plus(exact("1.00 EUR")), None);
        assert_eq!(exact("1.00 USD").minus(exact("1.00 EUR")), None);
    }

    #[test]
    fn rounding_goes_the_named_way() {
        let ways = |text: &str| Rounding::ALL.map(|mode| exact(text).round(mode).unwrap().minor());
        assert_eq!(ways("2.345 USD"), [234, 235, 234, 235, 234, 235, 234]);
        assert_eq!(ways("-2.345 USD"), [-234, -235, -234, -235, -234, -234, -235]);
        assert_eq!(ways("2.35501 USD"), [236, 236, 236, 236, 235, 236, 235]);
        assert_eq!(ways("2.35 USD"), [235; 7]);
    }

    proptest! {
        #[test]
        fn every_text_is_read_back(mantissa in -(1_i128 << 95)..(1 << 95), scale in 0_u32..=28) {
            let made = ExactAmount::from_parts(mantissa, scale, "KWD".parse().unwrap()).unwrap();
            prop_assert_eq!(exact(&made.to_string()), made);
        }

        #[test]
        fn a_product_is_that_of_whole_numbers(
            minor in -Amount::BOUND_MINOR..=Amount::BOUND_MINOR,
            first in 0_i64..=8_000_000,
            second in 0_i64..=8_000_000,
        ) {
            let amount = ExactAmount::from(Amount::from_minor(minor, Unit::POINTS).unwrap());
            let exact = amount.times(rate(first)).and_then(|once| once.times(rate(second)));
            let product = i128::from(minor) * i128::from(first) * i128::from(second);
            prop_assert_eq!(exact, ExactAmount::from_parts(product, 12, Unit::POINTS));
            prop_assert!(exact.is_some());
            let other = amount.times(rate(second)).and_then(|once| once.times(rate(first)));
            prop_assert_eq!(exact, other);
        }

        #[test]
        fn a_sum_undone_is_where_it_began(
            left in -1_000_000_000_000_i128..1_000_000_000_000,
            right in -1_000_000_000_000_i128..1_000_000_000_000,
            scales in (0_u32..12, 0_u32..12),
        ) {
            let left = ExactAmount::from_parts(left, scales.0, Unit::HOURS).unwrap();
            let right = ExactAmount::from_parts(right, scales.1, Unit::HOURS).unwrap();
            let sum = left.plus(right).unwrap();
            prop_assert_eq!(right.plus(left), Some(sum));
            prop_assert_eq!(sum.minus(right), Some(left));
        }

        #[test]
        fn rounding_keeps_whole_amounts_and_moves_less_than_a_unit(
            mantissa in -1_000_000_000_000_000_i128..1_000_000_000_000_000,
            scale in 0_u32..10,
        ) {
            let exact = ExactAmount::from_parts(mantissa, scale, Unit::HOURS).unwrap();
            for mode in Rounding::ALL {
                let rounded = exact.round(mode).unwrap();
                prop_assert!(exact.to_amount().is_none_or(|whole| whole == rounded));
                let moved = exact.minus(ExactAmount::from(rounded)).unwrap();
                prop_assert_eq!(moved.round(Rounding::TowardZero).unwrap().minor(), 0);
            }
        }
    }
}
