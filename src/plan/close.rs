//! The close of a period as a trigger: whose, over which time, and what a later change does.

use super::tiers::Span;
use crate::deal::Milestone;
use std::fmt;

/// What triggers a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// A milestone of a lead or a deal.
    Milestone(Milestone),
    /// The close of a calendar period.
    Close(Close),
}

/// The close of a calendar period: it pays what all its facts together are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Close {
    /// Of which calendar period.
    pub closes: Span,
    /// Whose measures are looked at.
    pub whose: CloseOf,
    /// Over which time.
    pub counts: CountsOver,
    /// How many days after the last day of the period it is reckoned; facts of the period that
    /// are told by then count.
    pub days_after: u32,
    /// What a fact does that is told later.
    pub late_facts: LateFacts,
    /// What happens when less is due than was posted.
    pub when_lower: WhenLower,
}

/// Whose measures a close looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloseOf {
    /// Each payee's own.
    Payee,
    /// Each team's.
    Team,
    /// Everybody's together.
    Everyone,
}

/// Over which time a close counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountsOver {
    /// The period alone.
    Period,
    /// From the first day of the calendar year to the end of the period; what was posted for the
    /// year before is taken off.
    YearToDate,
}

/// What a fact does that is told after its period was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LateFacts {
    /// The period is reckoned again, and the difference is posted.
    TruedUp,
    /// Nothing for that period.
    LeftOut,
}

/// What happens when less is due than was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhenLower {
    /// The difference is taken back.
    TakenBack,
    /// It stays. Year to date, later closes pay only what is beyond it.
    Left,
}

impl Trigger {
    /// The milestone, if it is one.
    pub fn milestone(&self) -> Option<Milestone> {
        match self {
            Trigger::Milestone(milestone) => Some(*milestone),
            Trigger::Close(_) => None,
        }
    }

    /// The close, if it is one.
    pub fn close(&self) -> Option<&Close> {
        match self {
            Trigger::Milestone(_) => None,
            Trigger::Close(close) => Some(close),
        }
    }
}

impl PartialEq<Milestone> for Trigger {
    fn eq(&self, other: &Milestone) -> bool {
        self.milestone() == Some(*other)
    }
}

/// As a sentence names it: `paid`, or `the close of a quarter`.
impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trigger::Milestone(milestone) => milestone.fmt(f),
            Trigger::Close(close) => write!(f, "the close of a {}", close.closes.word()),
        }
    }
}
