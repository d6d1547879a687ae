//! Budget pools: the most that some rules pay all payees together, and what becomes of what is
//! beyond it.
//!
//! A pool is the plan's, not a version's: all versions that have it count together.

use super::cap::Headroom;
use super::tiers::Span;
use crate::id::{PoolId, RuleId};
use crate::money::Amount;
use crate::time::{Date, Period};

/// A budget pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its id, unique among the pools.
    pub id: PoolId,
    /// The clause it follows.
    pub because: String,
    /// The rules it funds; a rule has one pool at the most.
    pub rules: Vec<RuleId>,
    /// What it holds.
    pub amount: Amount,
    /// How often it holds that anew.
    pub each: Each,
    /// Whose amounts come out of it.
    pub counts: PoolCounts,
    /// What becomes of what is beyond it.
    pub exceeded: Exceeded,
    /// What a reversal does with the room.
    pub after_reversal: Headroom,
}

/// How often a pool is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Each {
    /// In each calendar period, that of the fact's day or that of the day it was told.
    Period(Span, DatedBy),
    /// Once, for as long as the plan has it.
    Plan,
}

/// By which day a fact belongs to a period of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatedBy {
    /// The day of the fact, however late it is told.
    Fact,
    /// The business day it was told.
    Record,
}

/// Whose amounts come out of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PoolCounts {
    /// Everybody's, also what an overlay is paid on top.
    AllPayees,
    /// Those of the split; what an overlay is paid on top is paid beside the pool.
    SplitRoles,
}

/// What becomes of what is beyond a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exceeded {
    /// Nobody gets it: who crosses the end of the pool gets what is left, and who comes later
    /// nothing.
    Stop,
    /// It waits, and is paid out of the pool of the next periods, or out of room that reversals
    /// make; who waits longest first.
    Queue(AtEnd),
    /// Everything of a period waits until its pool closes, so many days after its last day; then
    /// each gets the same part of what is theirs.
    ProRataAtClose {
        /// How many days.
        days_after: u32,
    },
}

/// What becomes of what still waits when no version has the pool any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtEnd {
    /// Nobody gets it.
    Lapses,
    /// It goes on waiting, for room that reversals make.
    Stays,
}

impl Pool {
    /// The period a fact belongs to; `None` for a pool that is filled once.
    pub(crate) fn period(&self, fact_on: Date, told_on: Date) -> Option<Period> {
        match self.each {
            Each::Period(span, DatedBy::Fact) => Some(span.of(fact_on)),
            Each::Period(span, DatedBy::Record) => Some(span.of(told_on)),
            Each::Plan => None,
        }
    }

    /// The period of the pool that a day lies in; `None` for a pool that is filled once.
    pub(crate) fn period_of(&self, day: Date) -> Option<Period> {
        self.period(day, day)
    }

    /// The last day on which a fact still waits with all others of its period; `None` for a pool
    /// that does not close.
    pub(crate) fn closes_on(&self, period: Option<Period>) -> Option<Date> {
        match (self.exceeded, period) {
            (Exceeded::ProRataAtClose { days_after }, Some(period)) => {
                Some(period.last_day().plus_days(days_after).unwrap_or(Date::LAST))
            }
            _ => None,
        }
    }

    /// Whether two versions say the same of it, but for how much it holds and what it funds.
    pub(crate) fn counts_as(&self, other: &Pool) -> bool {
        let words = |it: &Pool| (it.each, it.counts, it.exceeded, it.after_reversal);
        words(self) == words(other)
    }
}
