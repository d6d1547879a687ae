//! Tables of tiers: steps with lower bounds only, so that a gap cannot be written, or points
//! between which the rate is interpolated.
//!
//! A bound or a point is a count of the measure's own grains: minor units for money, whole things
//! for a quantity or a count, millionths for a margin percent.

use super::base::Base;
use crate::id::TiersId;
use crate::money::Amount;
use crate::rate::Rate;
use crate::time::{Date, Period};

/// A table of tiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiers {
    /// Its id, unique in the plan.
    pub id: TiersId,
    /// What picks the step.
    pub measure: Measure,
    /// Over what the measure accumulates.
    pub accumulate: Accumulate,
    /// The steps or the points.
    pub table: Table,
}

/// What picks the step of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A base.
    Of(Base),
    /// Margin divided by price (the lines' net amounts).
    MarginPercentOfPrice,
    /// Margin divided by cost.
    MarginPercentOfCost,
    /// At a close: a measure of the plan divided by its quota.
    Attainment(u16),
}

impl Measure {
    /// Whether it looks at a measure of the plan, by its position.
    pub(crate) fn looks_at(self, measure: usize) -> bool {
        match self {
            Measure::Of(base) => base.is_measured(measure),
            Measure::Attainment(at) => usize::from(at) == measure,
            Measure::MarginPercentOfPrice | Measure::MarginPercentOfCost => false,
        }
    }
}

/// Over what a measure accumulates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accumulate {
    /// Each fact stands alone.
    EachFact,
    /// All facts of a deal.
    Deal,
    /// All that a close counts.
    Close,
    /// All facts of a payee or a team in a calendar period of the facts' own dates, filled in the
    /// order they were recorded.
    Period(PeriodOf, Span),
}

/// Whose facts accumulate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodOf {
    /// The payee's own.
    Payee,
    /// Those of the payee's team on the day of the fact.
    Team,
}

/// A calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

impl Span {
    /// The word in a plan file.
    pub fn word(self) -> &'static str {
        match self {
            Span::Month => "month",
            Span::Quarter => "quarter",
            Span::Year => "year",
        }
    }

    /// The period a day lies in.
    pub fn of(self, day: Date) -> Period {
        match self {
            Span::Month => day.month(),
            Span::Quarter => day.quarter(),
            Span::Year => day.year(),
        }
    }
}

/// How a measure becomes a rate or an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Table {
    /// Steps.
    Steps {
        /// To which step a measure exactly at a bound belongs.
        boundary: Boundary,
        /// In rising order; the first begins at zero.
        steps: Vec<TierStep>,
    },
    /// Points between which the rate is interpolated. The rate at the measure pays on the whole
    /// base. It is a whole number of millionths, rounded as the plan rounds.
    Points {
        /// In rising order, at least two; the first lies at zero.
        points: Vec<Point>,
        /// What follows the last one.
        after_last: AfterLast,
    },
}

/// To which step a measure exactly at a bound belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// To the one that begins there.
    Upper,
    /// To the one that ends there.
    Lower,
}

/// One step of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TierStep {
    /// Where it begins, in grains of the measure.
    pub above: i64,
    /// What it pays.
    pub pays: StepPays,
    /// On what of the base.
    pub way: Way,
}

/// What a step pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepPays {
    /// A share of the base.
    Rate(Rate),
    /// An amount for each thing of the base.
    PerUnit(Amount),
    /// A fixed amount for reaching the step.
    Flat(Amount),
}

/// On what of the base a step pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// On the slice that lies in the step; what the steps below pay stays.
    Marginal,
    /// On everything so far, in place of what the steps below pay.
    Whole,
}

/// A point of a table that interpolates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    /// Where it lies, in grains of the measure.
    pub at: i64,
    /// The rate there.
    pub rate: Rate,
}

/// What follows the last point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AfterLast {
    /// Its rate.
    Stays,
    /// The line through the last two points, at most 1000%, at least 0%.
    Continues,
}
