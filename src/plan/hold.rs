//! Holds: when an accrued amount becomes payable.

use crate::deal::Milestone;

/// When an accrued amount becomes payable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hold {
    /// At once.
    None,
    /// At the start of the day that lies this many days after a milestone.
    Days {
        /// How many days; at least 1.
        days: u32,
        /// After which milestone. The lint allows only one that has happened when the rule is
        /// triggered, so that the day is fixed when the amount accrues.
        after: Milestone,
    },
    /// At the start of the day that lies this many days after the last day of the period whose
    /// close pays; at least 1.
    DaysAfterClose(u32),
    /// When the lead or its deal reaches a milestone: accepted, won, installed or invoiced. At once
    /// if it has when the amount accrues.
    Until(Milestone),
    /// When a person approves it, who is not its payee. Each amount waits for an approval of its
    /// own.
    Approved,
}
