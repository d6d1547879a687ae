//! Clawback: which facts take a reward back, how much of it, and until when.

use crate::deal::Milestone;
use crate::time::Date;

/// What a rule gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clawback {
    /// Nothing is ever taken back.
    None,
    /// A refund, a cancellation or both take it back.
    Full(FullClawback),
}

/// A clawback that takes all that the refund target allows while its window is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullClawback {
    /// Whether a refund takes back.
    pub on_refunded: bool,
    /// Whether a cancellation takes back.
    pub on_cancelled: bool,
    /// Until when.
    pub window: Window,
    /// How much a refund takes back.
    pub refund_target: RefundTarget,
    /// What happens to a flat amount; `None` when the rule pays a percentage.
    pub flat_part: Option<FlatPart>,
}

/// How much a refund takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundTarget {
    /// What should remain is accrued x (1 - returned / original).
    Proportional,
}

/// What a reversal does to a flat amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlatPart {
    /// It is taken back like the rest.
    Returned,
    /// It stays with the payee.
    Kept,
}

/// Until when a fact takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// For ever.
    WithoutEnd,
    /// For this many days after a milestone.
    Days {
        /// How many days; at least 1.
        days: u32,
        /// Counted from which milestone: won, installed or paid (each payment its own).
        after: Milestone,
        /// Whether the day that many days after the milestone still takes back.
        last_day_in: bool,
    },
}

impl Window {
    /// The last day that still takes back, for a milestone of this day; `None` for no end.
    ///
    /// A window that runs past the end of the calendar has no end.
    pub fn last_day(&self, milestone: Date) -> Option<Date> {
        match *self {
            Window::WithoutEnd => None,
            Window::Days { days, last_day_in, .. } => {
                milestone.plus_days(days - u32::from(!last_day_in))
            }
        }
    }
}
