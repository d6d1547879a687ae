//! Bases: what a rule pays on and what a table of tiers measures.
//!
//! Some are built in; a plan names others, each with its own word on classes of lines, tax,
//! freight, discount and a negative margin. Reading them off a fact's lines is the business of
//! [`crate::accrual`].

use crate::id::{BaseId, ClassId};

/// What a rule pays on or a table measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Base {
    /// The value the deal was won with (the lines' net amounts). A win without a value pays zero.
    Value,
    /// What was collected: the payment's lines' net amounts, before tax.
    Collected,
    /// What sales offered: the offer's lines' net amounts.
    Quoted,
    /// What a retained customer brings: the net amounts of the lines it was told with.
    Retained,
    /// How many things: the quantities of the fact's lines.
    Quantity,
    /// How many facts: each counts one.
    Count,
    /// A base of this plan, by its position in [`Plan::bases`](super::Plan::bases).
    Named(u16),
    /// At a close: a measure of this plan, by its position in
    /// [`Plan::measures`](super::Plan::measures).
    Measured(u16),
}

impl Base {
    /// The built-in bases.
    pub const BUILT_IN: [Base; 6] =
        [Base::Value, Base::Collected, Base::Quoted, Base::Retained, Base::Quantity, Base::Count];

    /// Whether it is what a close measures, by the position of the measure.
    pub(crate) fn is_measured(self, measure: usize) -> bool {
        matches!(self, Base::Measured(at) if usize::from(at) == measure)
    }

    /// The word of a built-in base in a plan file; empty for one that the plan names.
    pub fn word(self) -> &'static str {
        match self {
            Base::Value => "value",
            Base::Collected => "collected",
            Base::Quoted => "quoted",
            Base::Retained => "retained",
            Base::Quantity => "quantity",
            Base::Count => "count",
            Base::Named(_) | Base::Measured(_) => "",
        }
    }
}

/// A base that the plan names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBase {
    /// Its id, unique among the bases.
    pub id: BaseId,
    /// What of a line it counts.
    pub of: Counted,
    /// Of which lines.
    pub classes: Classes,
}

/// What of a line a named base counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// The value the deal was won with.
    Value(Extras),
    /// What the payment brought in.
    Collected(Extras),
    /// What sales offered.
    Quoted(Extras),
    /// What a retained customer brings.
    Retained(Extras),
    /// The same less the lines' cost. `true`: a sum below zero counts, and later facts fill it up
    /// first; `false`: it counts as zero.
    Margin(Extras, bool),
    /// The quantities.
    Quantity,
}

/// What goes with a line's net amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Extras {
    /// Whether tax is counted.
    pub tax: bool,
    /// Whether freight is counted.
    pub freight: bool,
    /// Whether the discount is added back.
    pub discount: bool,
}

/// Which lines a base counts, by their class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Classes {
    /// All of them.
    All,
    /// Those of these classes; a line without a class is not counted.
    Only(Vec<ClassId>),
    /// All but those of these classes.
    Without(Vec<ClassId>),
}

impl Classes {
    /// Whether a line of this class is counted.
    pub fn count(&self, class: Option<&ClassId>) -> bool {
        match self {
            Classes::All => true,
            Classes::Only(only) => class.is_some_and(|class| only.contains(class)),
            Classes::Without(without) => !class.is_some_and(|class| without.contains(class)),
        }
    }
}

impl Counted {
    /// What of the money on lines it counts, where that is their sum.
    pub(crate) fn sum_of(self) -> Option<Extras> {
        match self {
            Counted::Value(extras)
            | Counted::Collected(extras)
            | Counted::Quoted(extras)
            | Counted::Retained(extras) => Some(extras),
            Counted::Margin(..) | Counted::Quantity => None,
        }
    }
}
