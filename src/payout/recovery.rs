//! Recovery limits: the most that one run keeps of somebody's pay against what they owe.
//!
//! Knows the words; when one holds, and what is kept first, is decided in the ledger.

use crate::money::Amount;
use crate::rate::Rate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most that one run keeps of a payee's pay. What is owed beyond it stays owed, and the next
/// run keeps of it what its own limit lets.
///
/// Laws and contracts bound what may be deducted from wages; which bound is right where is the
/// caller's to know. None of its words has a default.
///
/// ```
/// use referral_ledger::payout::recovery::{MostKept, LeaversLimit, RecoveryLimit};
/// use referral_ledger::{amount, rate};
/// let half = MostKept::Share(rate!(50%));
/// let limit = RecoveryLimit { at_most: half, leavers: LeaversLimit::NoLimit };
/// assert_eq!(limit.of(amount!(150.00 USD), false), Some(amount!(75.00 USD)));
/// assert_eq!(limit.of(amount!(150.00 USD), true), None);
///
/// // A share is rounded down: no cent beyond it is kept.
/// assert_eq!(limit.of(amount!(0.05 USD), false), Some(amount!(0.02 USD)));
/// assert_eq!(limit.to_string(), "at most 50% of the pay; who has left: no limit");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoveryLimit {
    /// The most.
    pub at_most: MostKept,
    /// What holds for who has left by the last day of the period that is paid.
    pub leavers: LeaversLimit,
}

/// The most that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MostKept {
    /// This part of what is payable, draws among it; rounded down to a whole minor unit.
    Share(Rate),
    /// This amount.
    Amount(Amount),
}

/// What holds for who has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaversLimit {
    /// The same as for everybody.
    Same,
    /// A limit of their own.
    AtMost(MostKept),
    /// All that they owe may be kept.
    NoLimit,
}

impl RecoveryLimit {
    /// The most that is kept of what is payable; `None` for no limit.
    ///
    /// # Panics
    /// Never for a limit that a journal has accepted.
    pub fn of(&self, payable: Amount, has_left: bool) -> Option<Amount> {
        match (has_left, self.leavers) {
            (true, LeaversLimit::NoLimit) => None,
            (true, LeaversLimit::AtMost(at_most)) => Some(at_most.of(payable)),
            (true, LeaversLimit::Same) | (false, _) => Some(self.at_most.of(payable)),
        }
    }

    /// Each of its limits.
    pub(crate) fn each(&self) -> impl Iterator<Item = MostKept> {
        let own = match self.leavers {
            LeaversLimit::AtMost(at_most) => Some(at_most),
            LeaversLimit::Same | LeaversLimit::NoLimit => None,
        };
        std::iter::once(self.at_most).chain(own)
    }
}

impl MostKept {
    fn of(self, payable: Amount) -> Amount {
        match self {
            MostKept::Amount(amount) => amount,
            MostKept::Share(share) => {
                let part = i128::from(payable.minor()) * i128::from(share.millionths());
                let part = i64::try_from(part.div_euclid(1_000_000));
                let part = part.ok().and_then(|part| Amount::from_minor(part, payable.unit()).ok());
                part.expect("a share of at most 100% is within the bound of its whole")
            }
        }
    }
}

impl fmt::Display for MostKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MostKept::Share(share) => write!(f, "at most {share} of the pay"),
            MostKept::Amount(amount) => write!(f, "at most {amount}"),
        }
    }
}

impl fmt::Display for RecoveryLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; who has left: ", self.at_most)?;
        match self.leavers {
            LeaversLimit::Same => f.write_str("the same"),
            LeaversLimit::AtMost(at_most) => write!(f, "{at_most}"),
            LeaversLimit::NoLimit => f.write_str("no limit"),
        }
    }
}
