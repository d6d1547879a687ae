//! Clawback: which facts take a reward back, how much of it, and until when.

use crate::deal::Milestone;
use crate::rate::Rate;
use crate::time::Date;

/// What a rule gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clawback {
    /// Nothing is ever taken back.
    None,
    /// A refund, a cancellation or both take it back.
    Terms(ClawbackTerms),
}

/// What a refund or a cancellation takes back while the window is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClawbackTerms {
    /// Whether a refund takes back.
    pub on_refunded: bool,
    /// Whether a cancellation takes back.
    pub on_cancelled: bool,
    /// How much of what the refund target allows.
    pub take: TakeBack,
    /// Until when.
    pub window: Window,
    /// What should remain after a refund.
    pub refund_target: RefundTarget,
    /// What happens to a flat amount; `None` when the rule pays none.
    pub flat_part: Option<FlatPart>,
    /// What a refund does with the position in tiers; `None` when the rule's do not accumulate.
    pub attainment: Option<Attainment>,
}

/// How much of what should go is taken back; the rest stays with the payee for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakeBack {
    /// All of it.
    Full,
    /// The part of the window's days that is left, the day of the fact included in what has
    /// passed: on day d of n, (n - d) / n.
    ProRataDays,
    /// The part of the window's months that is not completed.
    ProRataMonths,
    /// A share by the day of the fact, counted from the window's milestone.
    Stepped(Vec<TakeStep>),
}

/// From a day on a share is taken back, until the next step or the window's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TakeStep {
    /// The first day, counted from the window's milestone; the first step begins at 0.
    pub from_day: u32,
    /// The share that is taken back.
    pub take: Rate,
}

/// What should remain after a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundTarget {
    /// Accrued x (1 - returned / original).
    Proportional,
    /// What the formula makes of the positive facts that remain.
    Recompute,
}

/// What a reversal does to a flat amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlatPart {
    /// It is taken back like the rest.
    Returned,
    /// It stays with the payee.
    Kept,
}

/// What a refund does with the position in tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attainment {
    /// Later facts are counted as if nothing had gone back.
    Kept,
    /// Later facts begin lower.
    Lowered,
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
        /// Counted from which milestone: won, installed, invoiced or paid (each payment its own).
        after: Milestone,
        /// Whether the day that many days after the milestone still takes back.
        last_day_in: bool,
    },
    /// For this many months after a milestone; the day that many months after it is out.
    Months {
        /// How many months; at least 1.
        months: u32,
        /// Counted from which milestone: won, installed, invoiced or paid (each payment its own).
        after: Milestone,
    },
}

impl Window {
    /// The milestone it is counted from.
    pub fn after(&self) -> Option<Milestone> {
        match *self {
            Window::WithoutEnd => None,
            Window::Days { after, .. } | Window::Months { after, .. } => Some(after),
        }
    }

    /// The last day that still takes back, for a milestone of this day; `None` for no end.
    ///
    /// A window that runs past the end of the calendar has no end.
    pub fn last_day(&self, milestone: Date) -> Option<Date> {
        match *self {
            Window::WithoutEnd => None,
            Window::Days { days, last_day_in, .. } => {
                milestone.plus_days(days.saturating_sub(u32::from(!last_day_in)))
            }
            Window::Months { months, .. } => milestone.plus_months(months)?.previous(),
        }
    }
}
