//! Why a text or a number is no amount, in a sentence that shows the right form.
//!
//! Knows the words of each refusal. Does not know the grammar: who reads finds the fault.

use super::amount::Amount;
use super::number::{Fault, Written, bounded};
use super::unit::{Unit, UnitError};

/// Why a text or a number is no amount. Texts are shortened if they are long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmountError {
    /// The text does not follow the grammar, or not with the decimals of its unit.
    #[error("amount {text:?} {wrong}: write {right:?}")]
    Written {
        /// What was written.
        text: String,
        /// What is wrong with it, as the end of the sentence "the amount ...".
        wrong: &'static str,
        /// An amount of the same unit in the right form.
        right: String,
    },
    /// The unit behind the number is not known, or has no minor units.
    #[error(transparent)]
    Unit(#[from] UnitError),
    /// The amount is beyond [`Amount::BOUND_MINOR`].
    #[error(
        "an amount of {minor} minor units of {unit} is out of bound: an amount has at most {} \
         either way, so book it in smaller parts",
        Amount::BOUND_MINOR
    )]
    OutOfBound {
        /// The count of minor units that was asked for.
        minor: i128,
        /// What was counted.
        unit: Unit,
    },
}

impl AmountError {
    /// An error about the writing, with an example of the unit.
    pub(super) fn written(text: &str, wrong: Fault, unit: Unit) -> AmountError {
        let example = 1_500 * 10_i128.pow(unit.decimals());
        let right = Written::new(example, unit.decimals(), unit.code()).as_str().to_owned();
        AmountError::Written { text: bounded(text), wrong, right }
    }

    /// An error about a text that has no blank, and so no unit.
    pub(super) fn without_unit(text: &str) -> AmountError {
        let right = "1500.00 USD".to_owned();
        AmountError::Written { text: bounded(text), wrong: "has no unit", right }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_fault_and_the_right_form() {
        let said = |text: &str| text.parse::<Amount>().unwrap_err().to_string();
        assert_eq!(said("1500.00"), r#"amount "1500.00" has no unit: write "1500.00 USD""#);
        assert_eq!(said("01 JPY"), r#"amount "01 JPY" has a leading zero: write "1500 JPY""#);
        assert_eq!(
            said("1_500.00 USD"),
            "amount \"1_500.00 USD\" has an underscore, which only a plan file may have: \
             write \"1500.00 USD\"",
        );
        assert_eq!(
            said("1.00 KWD"),
            "amount \"1.00 KWD\" has the wrong number of decimals for its unit: \
             write \"1500.000 KWD\"",
        );
        assert!(said("1.00 usd").starts_with("unit \"usd\" is not known"));
        assert!(said("1.00 XAU").starts_with("unit \"XAU\" has no minor units"));
        assert_eq!(
            said("10000000000000.01 USD"),
            "an amount of 1000000000000001 minor units of USD is out of bound: an amount has at \
             most 1000000000000000 either way, so book it in smaller parts",
        );
        assert!(said(&format!("{} USD", "9".repeat(5000))).len() < 200);
    }
}
