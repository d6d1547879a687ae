//! Lines of a statement that explain no amount: what became payable, what was put on hold by hand,
//! what was paid.
//!
//! They only hold what was told; `statement` gathers them.

use super::statement::sum;
use crate::deal::Milestone;
use crate::event::{HeldBackUntil, HoldbackReleased, Lands, ReleasedLot};
use crate::id::ReasonCode;
use crate::ledger::view_draws::DrawRecovered;
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
        let payable = |lot: &&ReleasedLot| matches!(lot.lands, Some(Lands::Payable(_)));
        let its = || it.lots.iter().filter(payable);
        let lots = u32::try_from(its().count()).ok().filter(|lots| *lots > 0)?;
        let amount = sum(zero, its().map(|lot| lot.amount));
        let (on, due, after) = (it.on, it.day, Waited::HeldBack(it.until));
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
    /// For an approval.
    Approval,
    /// As a part that was held back.
    HeldBack(HeldBackUntil),
}

/// What a settled run paid: `gross + draws = recovered + paid`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidLine {
    /// The day it stands under.
    pub on: Date,
    /// The run.
    pub run: RunId,
    /// What was payable, but for draws.
    pub gross: Amount,
    /// What draws gave.
    pub draws: Amount,
    /// What was kept against what the payee owed, draws among it.
    pub recovered: Amount,
    /// What of it was kept against draws, in the order it was kept.
    pub draws_recovered: Vec<DrawRecovered>,
    /// What was paid in money.
    pub paid: Amount,
}
