//! Counters: what tiers, floors, caps and pools remember of earlier facts, and how a fact moves
//! them.
//!
//! The pipeline asks for them through [`Before`] and answers with moves; it never keeps any. A move
//! is frozen in the event, so that replay runs no rule.

use crate::id::{CapId, FloorId, PayeeId, PoolId, TeamId, TiersId};
use crate::money::{Amount, ExactAmount};
use crate::plan::pool::Pool;
use crate::time::{Date, Period};
use crate::why::ZeroReason;
use serde::{Deserialize, Serialize};

/// How a fact moves a counter: what is added to it. On the wire its name and a tuple.
///
/// A move of a whole accrual counts for the deal, one of a share for its payee.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// The table, the period and the team it accumulates over; the measure and the base in their
    /// grains, and what was below zero and is still to be filled up.
    Tiers(TiersId, Option<Period>, Option<TeamId>, i64, i64, Option<ExactAmount>),
    /// The floor and its period; what came in, and what came out.
    Floor(FloorId, Option<Period>, ExactAmount, ExactAmount),
    /// The cap and its period; minor units, or facts for a cap on a count.
    Cap(CapId, Option<Period>, i64),
    /// What of a minimum reward is still to be deducted from what its lead earns the payee later,
    /// in minor units.
    Minimum(i64),
    /// The pool and its period; minor units.
    Pool(PoolId, Option<Period>, i64),
}

/// Where a pool stands before a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Funds {
    /// The period the fact belongs to.
    pub period: Option<Period>,
    /// What the pool holds in it.
    pub holds: Amount,
    /// What is left of that.
    pub left: Amount,
    /// What becomes of what is beyond that.
    pub beyond: Beyond,
}

/// What becomes of what is beyond a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// Nobody gets it.
    Lost,
    /// It waits in the pool.
    Waits,
    /// All of it waits, until the pool closes at the end of this day.
    AllWaits(Date),
}

/// Where a table stands before a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The period it accumulates over.
    pub period: Option<Period>,
    /// The team it accumulates over.
    pub team: Option<TeamId>,
    /// The measure so far, in its grains.
    pub measure: i64,
    /// The base so far, in its grains.
    pub base: i64,
    /// What was below zero and is still to be filled up; never negative.
    pub hole: Option<ExactAmount>,
}

impl Position {
    /// At the beginning.
    pub fn zero() -> Position {
        Position { period: None, team: None, measure: 0, base: 0, hole: None }
    }
}

/// What was counted before a fact; nothing, unless it says so. A `part` is a position in the list
/// of parts; `None` is the whole deal. It can be asked from any thread.
pub trait Before: Sync {
    /// The sum of the bases the rule was accrued on for the deal, in grains.
    fn base(&self) -> i64 {
        0
    }
    /// The sum of what went into cumulative rounding.
    fn exact(&self, _part: Option<usize>) -> Option<ExactAmount> {
        None
    }
    /// What the split gave a part, in minor units.
    fn allotted(&self, _part: usize) -> i64 {
        0
    }
    /// Whether the rule has accrued nothing for the deal yet.
    fn is_first(&self) -> bool {
        true
    }
    /// Whether with this fact all that was won has been collected.
    fn is_complete(&self) -> bool {
        false
    }
    /// Where a table of the plan stands.
    ///
    /// # Errors
    /// The reason for a zero, where there is nobody it accumulates for.
    fn position(&self, _tiers: u16, _part: Option<usize>) -> Result<Position, ZeroReason> {
        Ok(Position::zero())
    }
    /// What came into a floor of the plan and what came out of it, for the deal or in the payee's
    /// period.
    fn raised(&self, _floor: u16, _part: Option<usize>) -> Option<[ExactAmount; 2]> {
        None
    }
    /// What is used of a cap of the plan, in minor units or facts.
    fn used(&self, _cap: u16, _part: Option<usize>) -> i64 {
        0
    }
    /// Where a pool of the plan stands; `None` for one that nothing was taken out of.
    fn funds(&self, _pool: &Pool) -> Option<Funds> {
        None
    }
    /// Whether a part can be earned at all: one that cannot takes nothing out of a pool.
    fn can_earn(&self, _part: Option<usize>) -> bool {
        true
    }
    /// Whether a part goes to this payee. What a cap cuts from them is not passed on to themselves.
    fn is_for(&self, _part: Option<usize>, _payee: &PayeeId) -> bool {
        false
    }
}

/// Nothing before: a fact that stands alone, and a formula that is run anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NothingBefore;

impl Before for NothingBefore {}
