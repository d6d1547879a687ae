//! Events of points and time off: what an award costs, what was redeemed, what expired.

use super::AwardedThing;
use crate::id::{EntityId, PayeeId};
use crate::money::Amount;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What goes with points or hours that accrue, or with a gift or a recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardedInKind {
    /// What they cost the company; `None` when nothing is booked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Amount>,
    /// So many months after they can be redeemed they expire; `None` for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire_months: Option<u32>,
    /// Which gift or recognition it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thing: Option<AwardedThing>,
}

/// Points or hours of a payee were redeemed, or are there again because that was told by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redeemed {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose they are.
    pub payee: PayeeId,
    /// Whose books carry them.
    pub entity: EntityId,
    /// Of which lots, the oldest first.
    pub lots: Vec<UsedLot>,
}

/// Points or hours of a payee expired on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expired {
    /// The day they expired: the first on which they could not be redeemed.
    pub due: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose they were.
    pub payee: PayeeId,
    /// Whose books carried them.
    pub entity: EntityId,
    /// All that was left of these lots.
    pub lots: Vec<UsedLot>,
}

/// What of a lot of points or hours was redeemed or expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsedLot {
    /// The lot.
    pub lot: u32,
    /// How much of it.
    pub amount: Amount,
    /// What that had cost when it was awarded; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Amount>,
}
