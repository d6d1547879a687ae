//! An amount: a whole count of minor units, with its unit.
//!
//! Knows the bound, the two grammars (wire and plan file), the canonical text and the `amount!`
//! literal. Knows no rates and no rounding; and no arithmetic across units exists anywhere.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::error::AmountError;
use super::number::{DECIMALS, Written, pad, read};
use super::unit::Unit;
use crate::text::{Scratch, Spelled, from_text};

/// An exact amount of one unit, at most 10^15 minor units either way.
///
/// On the wire and in JSON it is the text `"1500.00 USD"`, with exactly the decimals of its unit
/// and nothing a second writer could write differently. There is no order and no `+` between
/// amounts, because two amounts may have different units: compare [`Amount::minor`] where the
/// unit is known to be the same, and add with [`Amount::checked_add`].
///
/// ```
/// use referral_ledger::amount;
/// use referral_ledger::money::Amount;
///
/// let reward: Amount = "1500.00 USD".parse()?;
/// assert_eq!(reward, amount!(1_500.00 USD));
/// assert_eq!((reward.minor(), reward.unit().code()), (150_000, "USD"));
/// assert_eq!(serde_json::to_string(&reward)?, "\"1500.00 USD\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What is not exactly so is refused, with the right form:
///
/// ```
/// use referral_ledger::money::Amount;
///
/// let wrong = "1500 USD".parse::<Amount>().unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     "amount \"1500 USD\" has the wrong number of decimals for its unit: write \"1500.00 USD\"",
/// );
/// let bare = serde_json::from_str::<Amount>("1500.0").unwrap_err();
/// assert!(bare.to_string().contains("expected a quoted amount"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    minor: i64,
    unit: Unit,
}

impl Amount {
    /// The most minor units an amount may have, and with a minus sign the least: 10^15.
    ///
    /// Below this bound an amount times two rates is exact in 96 bits, and sums of thousands of
    /// amounts cannot overflow 64.
    pub const BOUND_MINOR: i64 = 1_000_000_000_000_000;

    /// An amount of so many minor units: cents of a dollar, hundredths of an hour, whole points.
    ///
    /// # Errors
    /// [`AmountError::OutOfBound`] beyond [`Amount::BOUND_MINOR`].
    ///
    /// ```
    /// use referral_ledger::money::{Amount, Unit};
    ///
    /// assert_eq!(Amount::from_minor(250, Unit::HOURS)?.to_string(), "2.50 hours");
    /// assert!(Amount::from_minor(Amount::BOUND_MINOR + 1, Unit::HOURS).is_err());
    /// # Ok::<(), referral_ledger::money::AmountError>(())
    /// ```
    pub const fn from_minor(minor: i64, unit: Unit) -> Result<Amount, AmountError> {
        match Amount::bounded(minor, unit) {
            Some(amount) => Ok(amount),
            None => Err(AmountError::OutOfBound { minor: minor as i128, unit }),
        }
    }

    /// Nothing, in this unit.
    #[must_use]
    pub const fn zero(unit: Unit) -> Amount {
        Amount { minor: 0, unit }
    }

    /// The count of minor units, between minus and plus [`Amount::BOUND_MINOR`].
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// What is counted.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// Is it nothing?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Is it less than nothing?
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// Is it more than nothing?
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The same with the other sign; the bound is the same on both sides, so it always exists.
    #[must_use]
    pub const fn negated(self) -> Amount {
        Amount { minor: -self.minor, unit: self.unit }
    }

    /// The same without its sign.
    #[must_use]
    pub const fn absolute(self) -> Amount {
        Amount { minor: self.minor.abs(), unit: self.unit }
    }

    /// The sum; `None` if the units differ or the sum is out of bound.
    ///
    /// ```
    /// use referral_ledger::amount;
    ///
    /// let sum = amount!(0.10 USD).checked_add(amount!(0.20 USD));
    /// assert_eq!(sum, Some(amount!(0.30 USD)));
    /// assert_eq!(amount!(0.10 USD).checked_add(amount!(0.20 EUR)), None);
    /// ```
    #[must_use]
    pub const fn checked_add(self, other: Amount) -> Option<Amount> {
        if self.unit.is(other.unit) {
            // Twice the bound is far from the end of the type.
            Amount::bounded(self.minor + other.minor, self.unit)
        } else {
            None
        }
    }

    /// The difference; `None` if the units differ or the difference is out of bound.
    ///
    /// ```
    /// use referral_ledger::amount;
    ///
    /// let rest = amount!(100 points).checked_sub(amount!(130 points));
    /// assert_eq!(rest, Some(amount!(-30 points)));
    /// assert_eq!(amount!(100 points).checked_sub(amount!(1.00 USD)), None);
    /// ```
    #[must_use]
    pub const fn checked_sub(self, other: Amount) -> Option<Amount> {
        self.checked_add(other.negated())
    }

    /// Reads an amount as a plan file may write it: like the wire form, but the fraction may be
    /// missing, and single underscores may stand between digits.
    ///
    /// # Errors
    /// [`AmountError`], naming what is wrong and a right form.
    ///
    /// ```
    /// use referral_ledger::amount;
    /// use referral_ledger::money::Amount;
    ///
    /// assert_eq!(Amount::parse_in_plan("50_000 USD")?, amount!(50_000.00 USD));
    /// assert_eq!(Amount::parse_in_plan("2_340.00 USD")?, amount!(2_340.00 USD));
    /// assert!(Amount::parse_in_plan("1.5 USD").is_err());
    /// # Ok::<(), referral_ledger::money::AmountError>(())
    /// ```
    pub fn parse_in_plan(text: &str) -> Result<Amount, AmountError> {
        let (number, unit) = split(text)?;
        let loose = |fault| AmountError::written(text, fault, unit);
        let read = read(number.as_bytes(), true).map_err(loose)?;
        let missing = match read.decimals {
            0 => unit.decimals(),
            decimals if decimals == unit.decimals() => 0,
            _ => return Err(loose(DECIMALS)),
        };
        // Where this saturates, the amount was out of bound long before.
        let minor = read.mantissa.saturating_mul(10_i128.pow(missing));
        Amount::from_wide(minor, unit)
    }

    /// The number without its unit, `"1500.00"`: for a column whose heading names the unit.
    ///
    /// ```
    /// use referral_ledger::amount;
    ///
    /// assert_eq!(amount!(-1_500.00 USD).digits(), "-1500.00");
    /// ```
    #[must_use]
    pub fn digits(self) -> String {
        self.written("").as_str().to_owned()
    }

    /// Reads the two halves of an `amount!` literal.
    ///
    /// # Panics
    /// If it is not an amount; in a `const` block, which is what the macro writes, that is an
    /// error of the compiler.
    #[doc(hidden)]
    #[must_use]
    pub const fn from_literal(number: &str, unit: &str) -> Amount {
        let unit = Unit::literal(unit);
        let read = match read(number.as_bytes(), true) {
            Ok(read) => read,
            Err(_) => panic!("the number of the amount is not digits with at most one point"),
        };
        if read.decimals != unit.decimals() {
            panic!("the amount has the wrong number of decimals for its unit");
        }
        match narrow(read.mantissa) {
            Some(minor) => Amount { minor, unit },
            None => panic!("the amount is beyond 10^15 minor units"),
        }
    }

    /// An amount of a number from a wider sum or product.
    pub(super) fn from_wide(minor: i128, unit: Unit) -> Result<Amount, AmountError> {
        match narrow(minor) {
            Some(minor) => Ok(Amount { minor, unit }),
            None => Err(AmountError::OutOfBound { minor, unit }),
        }
    }

    const fn bounded(minor: i64, unit: Unit) -> Option<Amount> {
        if minor >= -Amount::BOUND_MINOR && minor <= Amount::BOUND_MINOR {
            Some(Amount { minor, unit })
        } else {
            None
        }
    }

    fn written(self, unit: &str) -> Written {
        Written::new(i128::from(self.minor), self.unit.decimals(), unit)
    }
}

/// Writes an [`Amount`](crate::money::Amount) in code: `amount!(1_500.00 USD)`.
///
/// The tokens are read while compiling and become an exact value; no float is ever made, the
/// unit is always said, and the decimals must be those of the unit. Underscores may stand
/// between digits.
///
/// ```
/// use referral_ledger::amount;
///
/// assert_eq!(amount!(1_500.00 USD).minor(), 150_000);
/// assert_eq!(amount!(-5.00 USD).to_string(), "-5.00 USD");
/// assert_eq!(amount!(100 points).minor(), 100);
/// ```
///
/// A wrong literal does not compile. One decimal is not how dollars are written:
///
/// ```compile_fail
/// let _ = referral_ledger::amount!(1.5 USD);
/// ```
///
/// and nothing can be counted in gold, which has no minor units:
///
/// ```compile_fail
/// let _ = referral_ledger::amount!(1.50 XAU);
/// ```
#[macro_export]
macro_rules! amount {
    ($number:literal $unit:ident) => {
        const {
            $crate::money::Amount::from_literal(
                ::core::stringify!($number),
                ::core::stringify!($unit),
            )
        }
    };
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads the wire form: `-?INT[.FRAC] CODE`, one blank, no leading zeros, exactly the decimals
    /// of the unit (and no point if it has none), no `-0`, no plus sign, exponent or underscore.
    fn from_str(text: &str) -> Result<Amount, AmountError> {
        let (number, unit) = split(text)?;
        let written = |fault| AmountError::written(text, fault, unit);
        let read = read(number.as_bytes(), false).map_err(written)?;
        if read.decimals != unit.decimals() {
            return Err(written(DECIMALS));
        }
        Amount::from_wide(read.mantissa, unit)
    }
}

impl fmt::Display for Amount {
    /// Writes the wire form. A width pads it; a precision is ignored, so that no format string
    /// can cut an amount off.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pad(f, self.written(self.unit.code()).as_str())
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Spelled for Amount {
    fn spell(&self, to: &mut Scratch) {
        to.push(self.written(self.unit.code()).as_str());
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.written(self.unit.code()).as_str())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        from_text(deserializer, "a quoted amount such as \"1500.00 USD\"")
    }
}

/// Parts a text at its one blank and reads the unit behind it.
pub(super) fn split(text: &str) -> Result<(&str, Unit), AmountError> {
    let blank = text.bytes().position(|byte| byte == b' ');
    let (number, code) = blank
        .and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?)))
        .ok_or_else(|| AmountError::without_unit(text))?;
    Ok((number, code.parse()?))
}

/// A wide count of minor units as an `i64`, if it is within the bound.
const fn narrow(minor: i128) -> Option<i64> {
    let bound = Amount::BOUND_MINOR as i128;
    if minor < -bound || minor > bound {
        return None;
    }
    // Within the bound nothing is lost; `i64::try_from` cannot run while compiling.
    #[expect(clippy::cast_possible_truncation, reason = "checked against the bound just above")]
    Some(minor as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const USD: Unit = Unit::literal("USD");

    fn wire(text: &str) -> Result<Amount, AmountError> {
        text.parse()
    }

    #[test]
    fn the_wire_form_is_read_and_written_byte_for_byte() {
        for text in "0.00 USD|0.01 USD|-0.01 USD|1500.00 USD|1500 JPY|-7 JPY|0.001 KWD|1.0000 CLF|\
             3.50 hours|0 points|1.00 BGN|10000000000000.00 USD|-10000000000000.00 USD|\
             1000000000000000 points"
            .split('|')
        {
            let amount = wire(text).unwrap();
            assert_eq!(amount.to_string(), text);
            assert_eq!(format!("{amount:?}"), text);
            assert_eq!(Amount::parse_in_plan(text), Ok(amount));
        }
    }

    #[test]
    fn what_is_not_the_wire_form_is_refused() {
        for number in "|-|5|5.|.50|1.5|1.500|+1.50|01.50|-0.00|00.00|1_0.00|1e3|1,00|1.50.|--1.50|\
             \x201.50|1.50\t|$1.50|\u{661}.00|inf|NaN|0x1.00"
            .split('|')
        {
            assert!(wire(&format!("{number} USD")).is_err(), "{number:?}");
        }
        for text in "||1.50|1.50USD|1.50  USD|1.50 USD |1.50 usd|1.50 XXX|1.50 ZZZ|USD 1.50|\
             1.50\u{a0}USD|1.50 USD\n|1.0 points|1. points|1.00 JPY|\x20"
            .split('|')
        {
            assert!(wire(text).is_err() && Amount::parse_in_plan(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_plan_may_leave_the_fraction_out_and_group_digits() {
        let plan = |text: &str| Amount::parse_in_plan(text).map(Amount::minor).ok();
        assert_eq!(plan("50 USD"), Some(5_000));
        assert_eq!(plan("50_000 USD"), Some(5_000_000));
        assert_eq!(plan("-1_500.00 USD"), Some(-150_000));
        assert_eq!(plan("5_0 KWD"), Some(50_000));
        assert_eq!(plan("1_000 points"), Some(1_000));
        assert_eq!(plan("10_000_000_000_000 USD"), Some(Amount::BOUND_MINOR));
        for wrong in "1.5 USD|1.500 USD|50. USD|5__0 USD|_50 USD|50_ USD|5_.00 USD|-0 USD|050 USD|\
             0_50 USD|50|+50 USD|1e3 USD|10_000_000_000_001 USD"
            .split('|')
        {
            assert_eq!(plan(wrong), None, "{wrong:?}");
        }
        for digits in 16..=40 {
            assert_eq!(plan(&format!("{} CLF", "9".repeat(digits))), None);
            assert_eq!(plan(&format!("-{} CLF", "9".repeat(digits))), None);
        }
    }

    #[test]
    fn arithmetic_keeps_the_unit_and_the_bound() {
        let most = Amount::from_minor(Amount::BOUND_MINOR, USD).unwrap();
        let cent = amount!(0.01 USD);
        assert_eq!(most.checked_add(cent), None);
        assert_eq!(most.negated().checked_sub(cent), None);
        assert_eq!(most.checked_sub(most), Some(Amount::zero(USD)));
        assert_eq!(most.checked_add(amount!(1 JPY)), None);
        assert_eq!(amount!(0.00 USD).checked_sub(amount!(0 JPY)), None);
        assert_eq!(cent.negated().absolute(), cent);
        assert!(cent.is_positive() && !cent.is_negative() && !cent.is_zero());
        assert!(cent.negated().is_negative() && !cent.negated().is_positive());
        assert!(Amount::from_minor(i64::MIN, USD).is_err());
        assert!(Amount::from_minor(-Amount::BOUND_MINOR - 1, USD).is_err());
        assert!(Amount::from_minor(-Amount::BOUND_MINOR, USD).is_ok());
    }

    #[test]
    fn json_is_quoted_text_and_nothing_else() {
        let amount = amount!(-12.30 EUR);
        let json = serde_json::to_string(&amount).unwrap();
        assert_eq!(json, "\"-12.30 EUR\"");
        assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount);
        assert_eq!(serde_json::from_value::<Amount>("-12.30 EUR".into()).unwrap(), amount);
        for wrong in ["-12.30", "1", "null", "true", "[\"1.00 USD\"]", "\"1 USD\"", "{}"] {
            assert!(serde_json::from_str::<Amount>(wrong).is_err(), "{wrong}");
        }
        let number = serde_json::from_str::<Amount>("1").unwrap_err().to_string();
        assert!(number.contains("expected a quoted amount"), "{number}");
    }

    #[test]
    fn a_format_string_can_pad_but_not_cut() {
        assert_eq!(format!("{:>12}|", amount!(1.50 USD)), "    1.50 USD|");
        assert_eq!(format!("{:.2}", amount!(1.50 USD)), "1.50 USD");
        assert_eq!(amount!(0.05 USD).digits(), "0.05");
        assert_eq!(amount!(7 points).digits(), "7");
    }

    #[test]
    fn literals_are_values_of_the_compiler() {
        const BONUS: Amount = amount!(1_500.00 USD);
        assert_eq!(BONUS, wire("1500.00 USD").unwrap());
        assert_eq!(amount!(-5.00 USD).minor(), -500);
        assert_eq!(amount!(1.10 USD).minor(), 110);
        assert_eq!(amount!(0.100 KWD).minor(), 100);
        assert_eq!(amount!(1.25 hours).unit(), Unit::HOURS);
        assert_eq!(amount!(1_000 points).minor(), 1_000);
    }

    fn any_amount() -> impl Strategy<Value = Amount> {
        let bound = Amount::BOUND_MINOR;
        let unit = prop::sample::select(vec!["USD", "JPY", "KWD", "CLF", "points", "hours", "HRK"]);
        (-bound..=bound, unit)
            .prop_map(|(minor, unit)| Amount::from_minor(minor, unit.parse().unwrap()).unwrap())
    }

    proptest! {
        #[test]
        fn every_amount_is_read_back_from_its_text(amount in any_amount()) {
            let text = amount.to_string();
            prop_assert_eq!(wire(&text), Ok(amount));
            prop_assert_eq!(Amount::parse_in_plan(&text), Ok(amount));
            prop_assert_eq!(format!("{} {}", amount.digits(), amount.unit()), text);
        }

        #[test]
        fn a_text_that_is_read_is_the_only_one(
            text in "-?[0-9_]{0,3}\\.?[0-9_]{0,3} (USD|JPY|KWD|points)",
        ) {
            if let Ok(amount) = wire(&text) {
                prop_assert_eq!(amount.to_string(), text);
            }
        }

        #[test]
        fn no_text_makes_the_readers_panic(text in "\\PC{0,60}") {
            let _ = wire(&text);
            let _ = Amount::parse_in_plan(&text);
        }
    }
}
