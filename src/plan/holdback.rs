//! Holdback: a part of what accrues that is kept back until later. Its rate is frozen when it
//! accrues.

use crate::deal::Milestone;
use crate::rate::Rate;

/// What part of an amount is held back, and when it is released. The hold of the rule is counted
/// from that day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdback {
    /// The part; more than nothing, and less than all.
    pub share: Rate,
    /// When it is released.
    pub release: Release,
}

/// When what is held back is released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Release {
    /// When the lead or its deal reaches a milestone: accepted, won, installed or invoiced.
    Until(Milestone),
    /// By dated instalments, whose shares sum to all of it.
    Instalments(Vec<Instalment>),
    /// Pro rata to what is collected of the value the deal was won with.
    Collected,
}

/// A part of what is held back that is released on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Instalment {
    /// Its share of what is held back.
    pub share: Rate,
    /// How many days after the milestone; at least 1.
    pub days: u32,
    /// Counted from which milestone. The lint allows only one that has happened when the rule is
    /// triggered, so that the day is fixed when the amount accrues.
    pub after: Milestone,
}
