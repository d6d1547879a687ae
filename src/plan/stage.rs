//! The order of operations, which is data, and how amounts are rounded.
//!
//! The design names nine stages. Three are built in this release; the others are refused by name
//! when a plan lists them, never ignored.

use crate::money::Rounding;

/// A stage of the pipeline that this release computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The rule's terms make an amount of the fact.
    Rate,
    /// The amount is divided among the roles of the split.
    PaySplit,
    /// The amount becomes whole minor units.
    Round,
}

impl Stage {
    /// The word in a plan file.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Rate => "rate",
            Stage::PaySplit => "pay_split",
            Stage::Round => "round",
        }
    }
}

/// What is rounded: the whole of a reward so far, or each fact alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The rounded entitlement so far, less what was posted before.
    Cumulative,
    /// Each fact alone.
    EachFact,
}

impl Basis {
    /// The word in a plan file.
    pub fn word(self) -> &'static str {
        match self {
            Basis::Cumulative => "cumulative",
            Basis::EachFact => "each_fact",
        }
    }
}

/// How a plan rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoundingWords {
    /// In which direction.
    pub mode: Rounding,
    /// What is rounded.
    pub basis: Basis,
}
