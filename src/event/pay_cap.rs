//! Events of caps that are measured at payout: what they let into a run.

use crate::id::{CapId, EntityId, PayeeId};
use crate::money::Amount;
use crate::plan::version::PlanRef;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// Caps measured what a run takes of a payee's lots. What has no room stays payable, also while a
/// cap says that nobody gets it: that is so when the run is settled. Nothing moves in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayCapped {
    /// The day of the books on whose statement it stands.
    pub on: Date,
    /// Whose lots.
    pub payee: PayeeId,
    /// Whose books carry what is payable.
    pub entity: EntityId,
    /// Each cap, in the order of the plans.
    pub caps: Vec<CapMeasured>,
}

/// What one cap had room for. It is used up by the oldest lots; the one that is more than the rest
/// of the room is divided. What was taken back of a lot while an earlier run had it, and is owed,
/// needs no room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapMeasured {
    /// The version of the plan.
    pub plan: PlanRef,
    /// The cap.
    pub cap: CapId,
    /// The period it counts, which holds the last day of the run's.
    pub period: Period,
    /// How much it allows.
    pub at_most: Amount,
    /// What was used of it before.
    pub used: Amount,
    /// What of the room the run uses.
    pub takes: Amount,
    /// What is above it and stays payable; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Amount>,
    /// What is above it and nobody gets; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forfeited: Option<Amount>,
}

impl CapMeasured {
    /// What is above it.
    pub fn above(&self) -> Option<Amount> {
        self.carried.or(self.forfeited)
    }
}
