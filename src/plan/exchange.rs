//! Payees and deals of other currencies: when their amounts are converted, and by which rate.
//!
//! Rates are facts of the journal; here is only what the plan asks of them.

use crate::money::Rounding;

/// What a plan says of currencies other than its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// When what a payee of another currency earns is converted.
    pub at: ConvertedAt,
    /// What happens when there is no rate.
    pub missing: MissingRate,
    /// How many days before the day a rate may be of; 0 asks for one of the day itself.
    pub rate_days_max: u32,
    /// Where a fraction of a minor unit goes.
    pub rounding: Rounding,
}

/// When what a payee of another currency earns is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConvertedAt {
    /// When it accrues, at the rate of the fact's day.
    Milestone,
}

/// What happens to a fact that needs a rate when there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MissingRate {
    /// The fact is refused until the rate is told.
    Refuse,
}
