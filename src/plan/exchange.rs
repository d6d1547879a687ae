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
    /// When a run pays it, at the rate of the run's cut-off day.
    Payout,
}

/// What happens when a rate is needed and there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MissingRate {
    /// The fact, or the run, is refused until the rate is told.
    Refuse,
    /// A run pays in the plan's currency. A fact is refused.
    PlanCurrency,
}

impl Exchange {
    /// Whether everything up to a run is in the plan's currency.
    pub fn is_at_payout(&self) -> bool {
        self.at == ConvertedAt::Payout
    }
}
