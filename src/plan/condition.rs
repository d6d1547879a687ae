//! Conditions: closed sets and half-open intervals, so that two rules that could both hold are
//! found when the plan is read and not when somebody is paid twice.

use crate::deal::Milestone;
use crate::id::{FactName, FactValue};
use crate::lead::LeadKind;

/// One condition of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The lead is of one of these kinds.
    LeadKind(Vec<LeadKind>),
    /// The days that passed between two milestones lie in a half-open range.
    Elapsed(Elapsed),
    /// A declared fact was told, with one of these values.
    Fact(FactName, Vec<FactValue>),
}

/// The calendar days from one milestone to another lie in `[days_from, days_until)`.
///
/// When one of the two has not happened, the condition does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Elapsed {
    /// Counted from the day of this milestone.
    pub from: Milestone,
    /// To the day of this one.
    pub to: Milestone,
    /// The least number of days. May be negative: the second lies before the first.
    pub days_from: i32,
    /// The number of days that is no longer in; `None` for no end.
    pub days_until: Option<i32>,
}

impl Elapsed {
    /// Whether this many days lie in the range.
    pub fn holds(&self, days: i64) -> bool {
        i64::from(self.days_from) <= days
            && self.days_until.is_none_or(|until| days < i64::from(until))
    }
}
