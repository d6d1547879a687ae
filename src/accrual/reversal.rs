//! How much a refund takes back. A reversal is its own operation: it works on what was accrued and
//! is never the formula run on a negative input, so a floor or a cap cannot turn its sign.

use super::OutOfBounds;
use crate::money::{Amount, Rounding};
use crate::why::Step;

/// What was accrued and taken back so far, and which part of the original went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proportion {
    /// What accrued.
    pub accrued: Amount,
    /// What was taken back before.
    pub reversed: Amount,
    /// What went back of the original, this refund included.
    pub returned: Amount,
    /// What it is a part of. Of zero nothing can go back: all that accrued remains.
    pub original: Amount,
}

/// The proportional refund target: `accrued x (1 - returned / original)` should remain, and what
/// is there beyond that is taken back: never negative, never more than is there.
///
/// The target is rounded as the plan rounds.
///
/// ```
/// use referral_ledger::accrual::{Proportion, proportional};
/// use referral_ledger::{amount, money::Rounding};
/// let refund = Proportion {
///     accrued: amount!(30.00 USD),
///     reversed: amount!(0.00 USD),
///     returned: amount!(500.00 USD),
///     original: amount!(1500.00 USD),
/// };
/// let (taken_back, _steps) = proportional(refund, Rounding::HalfEven).expect("within the bound");
/// assert_eq!(taken_back, amount!(10.00 USD)); // 30.00 x (1 - 500 / 1500) = 20.00 should remain
/// ```
///
/// # Errors
/// [`OutOfBounds`] when the units differ.
pub fn proportional(of: Proportion, mode: Rounding) -> Result<(Amount, Vec<Step>), OutOfBounds> {
    let kept = of.original.checked_sub(of.returned).ok_or(OutOfBounds)?;
    let target = if of.original.is_positive() {
        let exact = i128::from(of.accrued.minor()) * i128::from(kept.minor().max(0));
        let target = mode.divide(exact, i128::from(of.original.minor())).ok_or(OutOfBounds)?;
        let target = i64::try_from(target).map_err(|_| OutOfBounds)?;
        Amount::from_minor(target, of.accrued.unit()).map_err(|_| OutOfBounds)?
    } else {
        of.accrued
    };
    let there = of.accrued.checked_sub(of.reversed).ok_or(OutOfBounds)?;
    let taken = there.checked_sub(target).ok_or(OutOfBounds)?;
    let taken = if taken.is_negative() { Amount::zero(taken.unit()) } else { taken };
    let steps = vec![
        Step::Target(of.accrued.into(), of.returned.into(), of.original.into(), target.into()),
        Step::TakeBack(there.into(), target.into(), taken.into()),
    ];
    Ok((taken, steps))
}
