//! Measures: what is counted for a payee and their team, month by month, so that a close can pay
//! on it. Counting is the business of the ledger; nothing here computes.

use super::base::Base;
use super::rule::Payees;
use super::tiers::Span;
use crate::deal::Milestone;
use crate::id::{MeasureId, RuleId};
use crate::lead::LeadKind;

/// Something that is counted for payees and their teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Its id, unique among the measures and the bases.
    pub id: MeasureId,
    /// What is counted.
    pub counts: Counts,
    /// Whether somebody is expected to bring so much of it.
    pub quota: Option<Quota>,
}

/// What a measure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counts {
    /// Facts, in the month of their own dates.
    Facts(CountedFacts),
    /// What rules of the plan made for the payee, less what was taken back, in the month of the
    /// facts that made it.
    Rules(Vec<RuleId>),
}

/// Which facts a measure counts, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedFacts {
    /// What of a fact.
    pub of: Base,
    /// Which milestone is counted.
    pub on: Milestone,
    /// Of leads of which kinds; `None` for all.
    pub kinds: Option<Vec<LeadKind>>,
    /// For whom.
    pub credit: Payees,
    /// What a refund does to it.
    pub refunds: RefundedMeasure,
}

/// What a refund does to what was counted of its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundedMeasure {
    /// Nothing.
    Kept,
    /// It lowers the month of the refund.
    LowersLater,
    /// It lowers the month of the payment, which its close trues up.
    LowersItsPeriod,
}

/// How much of a measure somebody is expected to bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quota {
    /// For which calendar period it is assigned.
    pub each: Span,
    /// Whether it is less for a part of the period.
    pub part: PartPeriod,
}

/// What happens to an amount of a whole period where only a part of it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartPeriod {
    /// Only the days count on which it was assigned and the payee employed.
    ProratedByDays,
    /// It is not divided: what was assigned on the last day counts.
    InFull,
}
