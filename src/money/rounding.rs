//! The seven ways to round, each named by its direction, and exact rounding of a fraction.
//!
//! Knows how a fraction of whole numbers becomes a whole number, and the words for it. Does not
//! know when to round or to how many decimals: the plan says that, and nothing has a default.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::number::bounded;

/// How a fraction of a minor unit becomes a whole one.
///
/// ```
/// use referral_ledger::money::Rounding;
///
/// assert_eq!(Rounding::HalfEven.divide(5, 2), Some(2));
/// assert_eq!(Rounding::HalfAwayFromZero.divide(5, 2), Some(3));
/// assert_eq!("half_even".parse(), Ok(Rounding::HalfEven));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest; an exact half to the even neighbour ("banker's rounding").
    HalfEven,
    /// To the nearest; an exact half away from zero ("commercial rounding").
    HalfAwayFromZero,
    /// To the nearest; an exact half toward zero.
    HalfTowardZero,
    /// To the neighbour that is further from zero.
    AwayFromZero,
    /// To the neighbour that is nearer to zero: digits are cut off.
    TowardZero,
    /// To the greater neighbour.
    TowardPlusInfinity,
    /// To the lesser neighbour.
    TowardMinusInfinity,
}

impl Rounding {
    /// Every mode, in the order of the list above.
    pub const ALL: [Rounding; 7] = [
        Rounding::HalfEven,
        Rounding::HalfAwayFromZero,
        Rounding::HalfTowardZero,
        Rounding::AwayFromZero,
        Rounding::TowardZero,
        Rounding::TowardPlusInfinity,
        Rounding::TowardMinusInfinity,
    ];

    /// Rounds the fraction `numerator / denominator` to a whole number, exactly.
    ///
    /// `None` if the denominator is zero or negative.
    ///
    /// ```
    /// use referral_ledger::money::Rounding;
    ///
    /// assert_eq!(Rounding::TowardMinusInfinity.divide(-7, 2), Some(-4));
    /// assert_eq!(Rounding::TowardZero.divide(-7, 2), Some(-3));
    /// assert_eq!(Rounding::TowardZero.divide(7, 0), None);
    /// ```
    #[must_use]
    pub const fn divide(self, numerator: i128, denominator: i128) -> Option<i128> {
        if denominator <= 0 {
            return None;
        }
        let whole = numerator / denominator;
        let rest = numerator % denominator;
        if rest == 0 {
            return Some(whole);
        }
        // The denominator is at least two here, so that `whole` is far from the ends of its
        // type, and neither the step below nor the sign change of the rest can overflow.
        let away = if rest > 0 { 1 } else { -1 };
        let above = rest.unsigned_abs();
        let below = denominator.unsigned_abs() - above;
        let step = match self {
            Rounding::HalfEven => above > below || (above == below && whole % 2 != 0),
            Rounding::HalfAwayFromZero => above >= below,
            Rounding::HalfTowardZero => above > below,
            Rounding::AwayFromZero => true,
            Rounding::TowardZero => false,
            Rounding::TowardPlusInfinity => rest > 0,
            Rounding::TowardMinusInfinity => rest < 0,
        };
        Some(if step { whole + away } else { whole })
    }

    /// The name of the mode in a plan file and in a record, such as `half_even`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Rounding::HalfEven => "half_even",
            Rounding::HalfAwayFromZero => "half_away_from_zero",
            Rounding::HalfTowardZero => "half_toward_zero",
            Rounding::AwayFromZero => "away_from_zero",
            Rounding::TowardZero => "toward_zero",
            Rounding::TowardPlusInfinity => "toward_plus_infinity",
            Rounding::TowardMinusInfinity => "toward_minus_infinity",
        }
    }

    /// The mode in words that finish the sentence "rounded ...", for a statement.
    ///
    /// ```
    /// use referral_ledger::money::Rounding;
    ///
    /// assert_eq!(Rounding::HalfEven.describe(), "half to even");
    /// ```
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Rounding::HalfEven => "half to even",
            Rounding::HalfAwayFromZero => "half away from zero",
            Rounding::HalfTowardZero => "half toward zero",
            Rounding::AwayFromZero => "away from zero",
            Rounding::TowardZero => "toward zero",
            Rounding::TowardPlusInfinity => "toward plus infinity",
            Rounding::TowardMinusInfinity => "toward minus infinity",
        }
    }
}

/// The text, shortened if it is long, is not the name of a rounding mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "rounding {0:?} is not known: write one of half_even, half_away_from_zero, half_toward_zero, \
     away_from_zero, toward_zero, toward_plus_infinity, toward_minus_infinity"
)]
pub struct RoundingError(String);

impl FromStr for Rounding {
    type Err = RoundingError;

    fn from_str(text: &str) -> Result<Rounding, RoundingError> {
        let named = Rounding::ALL.into_iter().find(|mode| mode.name() == text);
        named.ok_or_else(|| RoundingError(bounded(text)))
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Rounding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Rounding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Rounding, D::Error> {
        struct Name;

        impl Visitor<'_> for Name {
            type Value = Rounding;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a quoted rounding mode such as \"half_even\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Rounding, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::{Decimal, RoundingStrategy};

    use super::*;

    fn strategy(mode: Rounding) -> RoundingStrategy {
        match mode {
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::HalfAwayFromZero => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfTowardZero => RoundingStrategy::MidpointTowardZero,
            Rounding::AwayFromZero => RoundingStrategy::AwayFromZero,
            Rounding::TowardZero => RoundingStrategy::ToZero,
            Rounding::TowardPlusInfinity => RoundingStrategy::ToPositiveInfinity,
            Rounding::TowardMinusInfinity => RoundingStrategy::ToNegativeInfinity,
        }
    }

    #[test]
    fn all_modes_agree_with_the_decimal_library_on_a_grid() {
        for mode in Rounding::ALL {
            // A power of ten as denominator is a decimal, so that the library has no own rounding.
            for scale in 0..=4 {
                for numerator in -2_100_i64..=2_100 {
                    let decimal = Decimal::new(numerator, scale);
                    let theirs = decimal.round_dp_with_strategy(0, strategy(mode));
                    let ours = mode.divide(i128::from(numerator), 10_i128.pow(scale)).unwrap();
                    assert_eq!(Decimal::from(ours), theirs, "{mode} {decimal}");
                }
            }
        }
    }

    #[test]
    fn thirds_and_sevenths_round_by_their_exact_value() {
        for denominator in [3_i128, 6, 7, 14] {
            for numerator in -50_i128..=50 {
                let floor = numerator.div_euclid(denominator);
                let twice = 2 * numerator.rem_euclid(denominator);
                let ceiling = floor + i128::from(twice > 0);
                let nearest = |half: i128| match twice.cmp(&denominator) {
                    std::cmp::Ordering::Less => floor,
                    std::cmp::Ordering::Equal => half,
                    std::cmp::Ordering::Greater => ceiling,
                };
                let (inner, outer) =
                    if numerator < 0 { (ceiling, floor) } else { (floor, ceiling) };
                let even = if floor % 2 == 0 { floor } else { ceiling };
                let right =
                    [nearest(even), nearest(outer), nearest(inner), outer, inner, ceiling, floor];
                for (mode, right) in Rounding::ALL.into_iter().zip(right) {
                    let ours = mode.divide(numerator, denominator);
                    assert_eq!(ours, Some(right), "{mode} {numerator}/{denominator}");
                }
            }
        }
    }

    #[test]
    fn the_ends_of_the_type_do_not_overflow() {
        for mode in Rounding::ALL {
            assert_eq!(mode.divide(i128::MIN, 1), Some(i128::MIN));
            assert_eq!(mode.divide(i128::MAX, i128::MAX), Some(1));
            assert!(mode.divide(i128::MIN, i128::MAX).is_some());
            assert!(mode.divide(i128::MAX, 2).is_some());
            assert_eq!(mode.divide(1, 0), None);
            assert_eq!(mode.divide(1, -1), None);
        }
    }

    #[test]
    fn a_mode_is_its_name_in_text_and_json() {
        for mode in Rounding::ALL {
            assert_eq!(mode.to_string().parse(), Ok(mode));
            let json = serde_json::to_string(&mode).unwrap();
            assert_eq!(json, format!("\"{mode}\""));
            assert_eq!(serde_json::from_str::<Rounding>(&json).unwrap(), mode);
        }
        let wrong = "half_up".parse::<Rounding>().unwrap_err();
        assert!(wrong.to_string().starts_with("rounding \"half_up\" is not known: write one of"));
        assert!(serde_json::from_str::<Rounding>("0").is_err());
    }
}
