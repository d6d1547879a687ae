//! What rules award that is a thing or a word of thanks: gifts with a fair value, and recognition
//! that has none.
//!
//! A rule gives one of it, whole: it is never divided. Knows the words of the plan; when a gift is
//! owed and who handed it over is for the ledger.

use crate::id::{BadgeId, GiftId, RoleId};
use crate::money::Amount;
use serde::{Deserialize, Serialize};

/// A gift of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    /// Its id, unique in the plan: what is given.
    pub id: GiftId,
    /// What it is worth, in the plan's currency: booked when it is awarded.
    pub fair_value: Amount,
    /// Whether its fair value is taxed as pay when it is handed over.
    pub taxable: bool,
    /// Whether it is as good as money, such as a gift card.
    pub cash_equivalent: bool,
    /// So many months after it could be handed over first it is forfeited; `None` for never.
    pub forfeited_months: Option<u32>,
    /// What a reversal does once it was handed over.
    pub once_given: OnceGiven,
}

/// What a reversal does to a gift that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnceGiven {
    /// It stays the payee's, and nothing is owed for it.
    Kept,
    /// It stays the payee's, who owes its fair value.
    Claimed,
}

/// A recognition of a plan: a badge or thanks, without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// Its id, unique in the plan.
    pub id: BadgeId,
    /// Whom the host tells of it: roles or groups of its own; not empty.
    pub tell: Vec<RoleId>,
}

/// What a rule gives one of, by its position in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A gift of [`Plan::gifts`](super::Plan::gifts).
    Gift(u16),
    /// A recognition of [`Plan::recognitions`](super::Plan::recognitions).
    Recognition(u16),
}
