//! Events of contract costs: what a capitalised reward adds to the asset of its deal, and how that
//! is written off.
//!
//! A cost is what one fact accrued under one rule in the books of one legal entity. Costs are
//! numbered by the journal from 0, in order of accrual.

use crate::id::{DealId, EntityId};
use crate::money::Amount;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What accrues is a cost of the contract and no expense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capitalised {
    /// Its months have not begun: the milestone they are counted from has not come.
    Waits,
    /// It is written off in monthly parts.
    Over(Schedule),
}

/// When a cost is written off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Up to which part the cost is written off on the next day, counted from 1.
    pub part: u32,
    /// In how many equal parts it is written off.
    pub of: u32,
    /// The next day.
    pub next: Date,
}

/// The months of some costs of a deal begin: the milestone they are counted from has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostsScheduled {
    /// Each with its schedule.
    pub costs: Vec<(u32, Schedule)>,
}

/// What a reversal takes off a cost, or what comes back to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostMoved {
    /// The cost.
    pub cost: u32,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What of it had been written off.
    pub amortised: Amount,
    /// What was left of it.
    pub rest: Amount,
    /// Whether the rest had been written off too, because the contract had ended.
    #[serde(default, skip_serializing_if = "is_false")]
    pub impaired: bool,
}

/// Costs were written off by the parts that were due on one day. Where many are due, an event
/// covers some of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amortised {
    /// The day they were due.
    pub due: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// Cost by cost.
    pub parts: Vec<AmortisedPart>,
}

/// What was written off of one cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmortisedPart {
    /// The cost.
    pub cost: u32,
    /// Of which deal.
    pub deal: DealId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// Up to which of its parts.
    pub part: u32,
    /// How much; may be zero, for a part of less than a minor unit.
    pub amount: Amount,
    /// The day of the next part; `None` after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Date>,
}

/// The contract has ended, and what was left of its costs is written off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostsImpaired {
    /// The day it stands under in the books.
    pub on: Date,
    /// Cost by cost.
    pub costs: Vec<ImpairedCost>,
}

/// What was left of one cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpairedCost {
    /// The cost.
    pub cost: u32,
    /// Whose books carry it.
    pub entity: EntityId,
    /// How much; may be zero.
    pub amount: Amount,
}

/// Whether a mark is not set; it is then not written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it skips by reference")]
fn is_false(mark: &bool) -> bool {
    !mark
}
