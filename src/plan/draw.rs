//! Draws: pay that is given for a period whatever was earned in it, and how it is recovered.
//!
//! When one is given and what is recovered of it is decided in the ledger; nothing here computes.

use super::tiers::Span;
use crate::id::{DrawId, RuleId};
use crate::money::Amount;

/// Pay that is given for each period of a time to whom it is assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Its id, unique among the draws.
    pub id: DrawId,
    /// The clause of the policy.
    pub because: String,
    /// How much for a whole period; more than nothing.
    pub amount: Amount,
    /// For which calendar period.
    pub each: Span,
    /// When it is given.
    pub given: Given,
    /// Whether it comes on top of what was earned, or fills it up.
    pub does: Does,
    /// How it is recovered; `None` when it is not.
    pub recovery: Option<Recovery>,
}

/// When a draw is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Given {
    /// In advance, on the first day of the period.
    AtStart,
    /// Topped up, once the period is reckoned.
    AtClose,
}

/// What a draw does to what was earned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// It comes on top. Only one that is given at the close has days.
    Adds {
        /// How many days after the last day of the period it is reckoned.
        days_after: u32,
    },
    /// What was earned and the draw together come to its amount.
    FillsUp {
        /// The rules whose amounts, less what was taken back, were earned.
        rules: Vec<RuleId>,
        /// How many days after the last day of the period it is reckoned.
        days_after: u32,
    },
}

/// In which order several draws of a payee are recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DrawOrder {
    /// What was given first.
    OldestFirst,
    /// All of the draw that stands first in the plan, then all of the next.
    AsListed,
}

/// How a draw is recovered from later pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// From when on.
    pub starts: Starts,
    /// How much pay it leaves.
    pub protects: Protects,
    /// What becomes of the rest when the draw has ended.
    pub at_end: AtEnd,
    /// What becomes of the rest when the payee leaves while it runs.
    pub on_leaving: OnLeaving,
    /// In which order, among the draws of a payee: 0 for oldest first, or its place in the plan.
    pub rank: u16,
}

/// From when on a draw is recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Starts {
    /// From the next run after the one that paid it.
    AtOnce,
    /// From runs for this period on, counted from 1 in the time it is assigned for.
    InPeriod(u32),
    /// From the first period on in which no draw is given.
    WithoutADraw {
        /// Whether a period counts as one without, in which enough was earned to need none.
        unneeded_counts: bool,
    },
}

/// How much pay a recovery leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protects {
    /// None: all that was earned may be kept.
    Nothing,
    /// At least this much of a run's pay.
    Pay(Amount, ProtectsWhile),
}

/// How long pay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProtectsWhile {
    /// In the periods the draw is assigned for.
    DrawRuns,
    /// Until all of it is recovered.
    Owed,
}

/// What becomes of the rest when a draw has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtEnd {
    /// It stays owed.
    Owed,
    /// It is forgiven so many days after the last day.
    ForgivenAfter(u32),
}

/// What becomes of the rest when a payee leaves while a draw runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnLeaving {
    /// It stays owed.
    Owed,
    /// It is forgiven when the period they leave in is reckoned.
    Forgiven,
}

impl Draw {
    /// How many days after the last day of a period it is reckoned.
    pub fn days_after(&self) -> u32 {
        match self.does {
            Does::Adds { days_after } | Does::FillsUp { days_after, .. } => days_after,
        }
    }

    /// Whether what is given waits for the close of its period to be reckoned: it was given in
    /// advance, and what is earned then covers it.
    pub fn is_covered_later(&self) -> bool {
        self.given == Given::AtStart && matches!(self.does, Does::FillsUp { .. })
    }
}
