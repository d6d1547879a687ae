//! Events of vesting: lots whose day or milestone has come, what a cap carried, and what waited in
//! a pool.

use super::{HeldBackUntil, Lands};
use crate::accrual::Move;
use crate::deal::Milestone;
use crate::digest::Digest;
use crate::id::{EntityId, PayeeId, PoolId};
use crate::money::Amount;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// Lots that were due on one day vested. Where many payees have some, an event covers a part of
/// them: those its totals name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vested {
    /// The day they were due.
    pub due: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// SHA-256 over the lots in order: for each its number as 4 bytes and what was left of it in
    /// minor units as 8 bytes, both big endian.
    pub digest: Digest,
    /// Per payee, in the order they were registered; money, hours and points apart.
    pub totals: Vec<VestedTotal>,
}

/// What vested for one payee on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VestedTotal {
    /// For whom.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// How much.
    pub amount: Amount,
    /// How many lots.
    pub lots: u32,
}

/// Lots of a lead and its deal that waited for a milestone vested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reached {
    /// The milestone.
    pub milestone: Milestone,
    /// The day they are payable from.
    pub day: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// SHA-256 over the lots, as in [`Vested::digest`].
    pub digest: Digest,
    /// Per payee, in the order they were registered; money, hours and points apart.
    pub totals: Vec<VestedTotal>,
}

/// What was held back of a payee's lots is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldbackReleased {
    /// What it was held back until.
    pub until: HeldBackUntil,
    /// The day it is released; holds are counted from it.
    pub day: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose it is.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// Of which lots; more than nothing of each.
    pub lots: Vec<ReleasedLot>,
}

/// What of a reward was held until approved is payable: a person approved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approved {
    /// The day it is payable from.
    pub day: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// SHA-256 over the lots, as in [`Vested::digest`].
    pub digest: Digest,
    /// How much, for whom.
    pub total: VestedTotal,
}

/// A reward was put on hold by hand, or released. Nothing moves in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandHold {
    /// The day a statement tells it under.
    pub on: Date,
}

/// What a cap carried for a payee to a day: released as far as the cap has room, and the rest
/// carried on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedReleased {
    /// The day it was carried to.
    pub due: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose it is.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// Its lots, in the order they accrued.
    pub lots: Vec<ReleasedLot>,
    /// To which day the rest is carried on; `None` when nothing is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Lots of a payee vested whose rules have a cap that is measured then: of each as much as the cap
/// had room for. The rest is carried to the cap's next period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapVested {
    /// The day they were due.
    pub due: Date,
    /// The milestone they waited for; `None` for those that waited for their day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<Milestone>,
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose they are.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// The lots, in the order they accrued, with what vests of each.
    pub lots: Vec<ReleasedLot>,
    /// What of them is carried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Amount>,
}

/// What waited in a pool for a payee is theirs, out of the pool of one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolReleased {
    /// The pool.
    pub pool: PoolId,
    /// The period whose pool pays it; `None` for a pool that is filled once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The day it is theirs.
    pub day: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose it is.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// Of which lots, in the order they waited; more than nothing of each.
    pub lots: Vec<ReleasedLot>,
}

/// What of a lot that was carried, held back or waiting in a pool is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleasedLot {
    /// The lot.
    pub lot: u32,
    /// How much of it; may be zero.
    pub amount: Amount,
    /// Where it goes; `None` when nothing of it is released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lands: Option<Lands>,
    /// How counters of the payee move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
}
