//! Lines of a statement that explain no amount: what became payable, what was put on hold by hand,
//! what was paid.
//!
//! They only hold what was told; `statement` gathers them.

use super::statement::sum;
use crate::deal::Milestone;
use crate::event::{HeldBackUntil, HoldbackReleased, Lands, PoolReleased, ReleasedLot};
use crate::id::ReasonCode;
use crate::money::Amount;
use crate::payout::RunId;
use crate::reward::RewardId;
use crate::time::Date;

/// A reward that was put on hold by hand, or released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldLine {
    /// The day it stands under.
    pub on: Date,
    /// The reward.
    pub reward: RewardId,
    /// Why, as a code.
    pub reason: ReasonCode,
    /// Whether it was released.
    pub is_release: bool,
}

/// What became payable on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VestedLine {
    /// The day it stands under.
    pub on: Date,
    /// The day it was due.
    pub due: Date,
    /// What it waited for.
    pub after: Waited,
    /// How much.
    pub amount: Amount,
    /// Of how many accruals.
    pub lots: u32,
}

impl VestedLine {
    /// What of a release became payable at once; `None` when all of it is held.
    pub(super) fn of_holdback(it: &HoldbackReleased, zero: Amount) -> Option<VestedLine> {
        VestedLine::of_lots((it.on, it.day, Waited::HeldBack(it.until)), &it.lots, zero)
    }

    /// The same of what waited in a pool.
    pub(super) fn of_pool(it: &PoolReleased, zero: Amount) -> Option<VestedLine> {
        VestedLine::of_lots((it.on, it.day, Waited::Pool), &it.lots, zero)
    }

    fn of_lots(
        (on, due, after): (Date, Date, Waited),
        lots: &[ReleasedLot],
        zero: Amount,
    ) -> Option<VestedLine> {
        let payable = |lot: &&ReleasedLot| matches!(lot.lands, Some(Lands::Payable(_)));
        let its = || lots.iter().filter(payable);
        let lots = u32::try_from(its().count()).ok().filter(|lots| *lots > 0)?;
        let amount = sum(zero, its().map(|lot| lot.amount));
        Some(VestedLine { on, due, after, amount, lots })
    }
}

/// What an amount waited for before it became payable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// For its day.
    Day,
    /// For this milestone.
    Milestone(Milestone),
    /// For the next period of a cap.
    Cap,
    /// For room in a pool, or for its close.
    Pool,
    /// For an approval.
    Approval,
    /// As a part that was held back.
    HeldBack(HeldBackUntil),
}

/// What a settled run paid: `gross = kept + paid`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidLine {
    /// The day it stands under.
    pub on: Date,
    /// The run.
    pub run: RunId,
    /// What was payable.
    pub gross: Amount,
    /// What was kept against what the payee owed.
    pub recovered: Amount,
    /// What was paid in money.
    pub paid: Amount,
}
