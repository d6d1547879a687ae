//! Floors: the least that a rule pays once it pays.
//!
//! A floor raises what accrues and never touches a reversal.

use super::tiers::Span;
use crate::id::{FloorId, RuleId};
use crate::money::Amount;

/// A floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor {
    /// Its id, unique among the floors.
    pub id: FloorId,
    /// The clause it follows.
    pub because: String,
    /// The rules it is for, each by itself.
    pub rules: Vec<RuleId>,
    /// The least.
    pub at_least: Amount,
    /// For what.
    pub per: FloorPer,
    /// What a reversal does with what the floor added.
    pub uplift: Uplift,
}

/// For what a floor is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FloorPer {
    /// For each fact that pays more than nothing.
    Fact,
    /// For all that the rule pays for a deal, from its first fact that pays on.
    DealFromFirstFact,
    /// For all that the rule pays for a deal, once all that was won has been collected.
    DealOnCompletion,
    /// For all that the rule pays a payee in a calendar period of the facts' own dates, from the
    /// first fact that pays on. Who has no such fact gets nothing: paying them would be a
    /// guarantee.
    PayeeFromFirstFact(Span),
}

/// What a reversal does with what a floor added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Uplift {
    /// It is taken back like the rest.
    Returned,
    /// It stays with the payee: what is taken back is counted on the rest alone.
    Kept,
}
