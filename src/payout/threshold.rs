//! Thresholds: how much a run must have for somebody, so that it pays them.
//!
//! Knows the words; when one holds, and what becomes of what stays below it, is decided in the
//! ledger.

use crate::money::Amount;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How much the runs of a pay group must have for a payee. Below it they get no line, and what is
/// payable stays payable. None of its words has a default.
///
/// ```
/// use referral_ledger::amount;
/// use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
/// let threshold = Threshold {
///     amount: amount!(25.00 USD),
///     counted: Counted::Net,
///     paid_from: PaidFrom::AtLeast,
///     below: Below::Kept,
///     leavers: ForLeavers::Waived,
/// };
/// assert_eq!(threshold.missing(amount!(25.00 USD)), None);
/// assert_eq!(threshold.missing(amount!(24.00 USD)), Some(amount!(1.00 USD)));
///
/// let more = Threshold { paid_from: PaidFrom::MoreThan, ..threshold };
/// assert_eq!(more.missing(amount!(25.00 USD)), Some(amount!(0.01 USD)));
/// assert_eq!(more.to_string(), "more than 25.00 USD net");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// How much.
    pub amount: Amount,
    /// What of a payee's pay is held against it.
    pub counted: Counted,
    /// Whether exactly that amount is paid.
    pub paid_from: PaidFrom,
    /// What becomes of what stays below it.
    pub below: Below,
    /// Whether it holds for who has left.
    pub leavers: ForLeavers,
}

/// What of a payee's pay is held against a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// What is payable, draws among it.
    Gross,
    /// What would be paid, once what is owed back is kept.
    Net,
}

/// Whether exactly the amount of a threshold is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidFrom {
    /// It is.
    AtLeast,
    /// It is not.
    MoreThan,
}

/// What becomes of what stays below a threshold. It never ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Below {
    /// It stays payable without end.
    Kept,
    /// It stays payable until two persons say that it lapses.
    MayLapse,
}

/// Whether a threshold holds for who has left by the end of the period that is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForLeavers {
    /// It does not: they are paid what there is.
    Waived,
    /// It does.
    NotWaived,
}

impl Threshold {
    /// How much more is needed where this much is counted; `None` for nothing: it is paid.
    ///
    /// # Panics
    /// Never for a threshold that a journal has accepted.
    pub fn missing(&self, counted: Amount) -> Option<Amount> {
        let more = match self.paid_from {
            PaidFrom::AtLeast => 0,
            PaidFrom::MoreThan => 1,
        };
        let missing = self.amount.minor() - counted.minor() + more;
        let amount = Amount::from_minor(missing.min(Amount::BOUND_MINOR), self.amount.unit());
        (missing > 0).then(|| amount.expect("it is within the bound of an amount"))
    }
}

/// The least that is paid, such as `at least 25.00 USD net`.
impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = match self.paid_from {
            PaidFrom::AtLeast => "at least",
            PaidFrom::MoreThan => "more than",
        };
        let counted = match self.counted {
            Counted::Gross => "gross",
            Counted::Net => "net",
        };
        write!(f, "{from} {} {counted}", self.amount)
    }
}
