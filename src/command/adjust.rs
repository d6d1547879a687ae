//! Commands that correct amounts by hand: one person proposes, another approves.

use crate::adjustment::{About, BasedOn, Direction};
use crate::digest::Digest;
use crate::id::{AdjustmentId, PayeeId, ReasonCode};
use crate::money::Amount;
use serde::{Deserialize, Serialize};

/// Proposes to give a payee an amount, or to take one. Nothing moves until somebody else approves.
///
/// For what no rule and no fact can say: a promise that was made, a mistake in an old system, a
/// return whose sale is not on file. What a fact can say, tell as that fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposeAdjustment {
    /// The adjustment, named from the host's row.
    pub adjustment: AdjustmentId,
    /// Whom it is for.
    pub payee: PayeeId,
    /// Whether the payee gets or gives.
    pub direction: Direction,
    /// How much, in the currency the payee is paid in; more than zero.
    pub amount: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
    /// What it is about, where that can be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The base and the rate the amount comes of, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<BasedOn>,
}

/// Approves an adjustment, which is carried out at once. By a person who neither proposed it nor
/// is its payee, bound to the digest of what was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveAdjustment {
    /// The adjustment.
    pub adjustment: AdjustmentId,
    /// Its digest, as [`Ledger::adjustment`](crate::Ledger::adjustment) shows it.
    pub digest: Digest,
}

/// Declines an adjustment: nothing comes of it. By a person who is not its payee; whoever proposed
/// it may think better of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineAdjustment {
    /// The adjustment.
    pub adjustment: AdjustmentId,
    /// Why, as a code.
    pub reason: ReasonCode,
}
