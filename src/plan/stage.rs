//! The order of operations, which is data, and how amounts are rounded.
//!
//! A plan lists the stages it needs; a table without its stage is refused, never ignored.

use crate::id::RoleId;
use crate::money::Rounding;

/// A stage of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The base is divided among the roles of the split, before anything is paid on it.
    CreditSplit,
    /// The rule's terms make an amount of the fact.
    Rate,
    /// Campaigns multiply it or add to it.
    Campaign,
    /// Floors raise it.
    Floor,
    /// Caps per fact and per deal cut it.
    DealCap,
    /// The amount is divided among the roles of the split.
    PaySplit,
    /// Caps per payee and period cut it.
    PayeeCap,
    /// Pools cut it.
    Pool,
    /// The amount becomes whole minor units.
    Round,
}

impl Stage {
    /// All stages, in the order of the design.
    pub const ALL: [Stage; 9] = [
        Stage::CreditSplit,
        Stage::Rate,
        Stage::Campaign,
        Stage::Floor,
        Stage::DealCap,
        Stage::PaySplit,
        Stage::PayeeCap,
        Stage::Pool,
        Stage::Round,
    ];

    /// The word in a plan file.
    pub fn word(self) -> &'static str {
        match self {
            Stage::CreditSplit => "credit_split",
            Stage::Rate => "rate",
            Stage::Campaign => "campaign",
            Stage::Floor => "floor",
            Stage::DealCap => "deal_cap",
            Stage::PaySplit => "pay_split",
            Stage::PayeeCap => "payee_cap",
            Stage::Pool => "pool",
            Stage::Round => "round",
        }
    }
}

/// Whether a split of this order leaves whole units over, so that the plan must say where they go;
/// `None` for an order that does not say, and that the lint refuses.
///
/// Dividing the base does, and so does dividing an amount after the last round. Before it, each
/// share is exact and rounded by itself.
pub(crate) fn leaves_over(order: &[Stage]) -> Option<bool> {
    let last_of = |wanted| order.iter().rposition(|stage| *stage == wanted);
    if last_of(Stage::CreditSplit).is_some() {
        return Some(true);
    }
    let round = last_of(Stage::Round)?;
    let Some(split) = last_of(Stage::PaySplit) else { return Some(false) };
    let is_whole = order[..split].iter().rev().find_map(|stage| match stage {
        Stage::Round => Some(true),
        Stage::Rate | Stage::Campaign => Some(false),
        _ => None,
    });
    match split > round {
        true => Some(true),
        // Nothing, or whole units, would be divided and rounded again.
        false => (is_whole == Some(false)).then_some(false),
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

/// How a stage rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoundingWords {
    /// In which direction.
    pub mode: Rounding,
    /// What is rounded.
    pub basis: Basis,
}

/// Where whole units go that a split leaves over.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Leftover {
    /// To the largest fractions, ties to the first role of the plan.
    LargestRemainder,
    /// Every other share is rounded, and this role takes what is left.
    Role(RoleId),
}
