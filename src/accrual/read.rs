//! Reads bases and measures off the lines of a fact.
//!
//! A line that does not say what is asked for gives no reading, and the reason names it: a zero
//! that nobody explains would be a wrong amount.

use super::{Fact, OutOfBounds};
use crate::deal::{Line, net_of};
use crate::money::Amount;
use crate::plan::Plan;
use crate::plan::base::{Base, Classes, Counted, Extras};
use crate::plan::rule::Formula;
use crate::plan::tiers::{Boundary, Measure, Table, Tiers};
use crate::reading::Reading;
use crate::why::{Step, ZeroReason};

/// Why there is no reading.
pub(super) enum NoReading {
    /// The fact does not say what is asked for.
    Zero(ZeroReason),
    /// The sum leaves the bound of an amount.
    OutOfBounds,
}

impl From<OutOfBounds> for NoReading {
    fn from(OutOfBounds: OutOfBounds) -> NoReading {
        NoReading::OutOfBounds
    }
}

/// What a base comes to for a fact; `None` where the fact does not say.
pub(crate) fn reading_of(plan: &Plan, of: Base, fact: &Fact<'_>) -> Option<Reading> {
    base(plan, of, fact, &mut Vec::new()).ok()
}

/// What a base comes to for a fact. A named base writes a step.
pub(super) fn base(
    plan: &Plan,
    base: Base,
    fact: &Fact<'_>,
    steps: &mut Vec<Step>,
) -> Result<Reading, NoReading> {
    if base != Base::Count {
        are_kept(fact)?;
    }
    match base {
        Base::Value | Base::Collected | Base::Quoted | Base::Retained => net(fact.lines),
        Base::Quantity => quantity(fact.lines, &Classes::All),
        Base::Count => Ok(Reading::Count(1)),
        Base::Measured(_) => unreachable!("lint: a close alone pays on a measure"),
        Base::Named(index) => {
            let named = &plan.bases[usize::from(index)];
            if fact.lines.is_empty() {
                return Err(NoReading::Zero(ZeroReason::NoValue));
            }
            let reading = match named.of {
                Counted::Quantity => quantity(fact.lines, &named.classes)?,
                Counted::Value(extras)
                | Counted::Collected(extras)
                | Counted::Quoted(extras)
                | Counted::Retained(extras) => {
                    let sum = sum(plan, counted(fact.lines, &named.classes), extras);
                    money(plan, sum)?
                }
                Counted::Margin(extras, below_zero) => {
                    let lines = || counted(fact.lines, &named.classes);
                    let margin = sum(plan, lines(), extras) - cost(lines())?;
                    money(plan, if below_zero { margin } else { margin.max(0) })?
                }
            };
            steps.push(Step::Base(named.id.clone(), reading));
            Ok(reading)
        }
    }
}

/// What a money base of a formula counts of some lines, in minor units; nothing for another base.
pub(crate) fn counted_money(plan: &Plan, formula: &Formula, lines: &[Line]) -> i128 {
    let named = match formula.of() {
        Some(Base::Named(index)) => &plan.bases[usize::from(index)],
        Some(Base::Value | Base::Collected | Base::Quoted | Base::Retained) => {
            return sum(plan, counted(lines, &Classes::All), Extras::NONE);
        }
        _ => return 0,
    };
    match named.of {
        Counted::Value(extras)
        | Counted::Collected(extras)
        | Counted::Quoted(extras)
        | Counted::Retained(extras)
        | Counted::Margin(extras, _) => sum(plan, counted(lines, &named.classes), extras),
        Counted::Quantity => 0,
    }
}

/// What a table measures for a fact.
pub(super) fn measure(
    plan: &Plan,
    tiers: &Tiers,
    fact: &Fact<'_>,
    steps: &mut Vec<Step>,
) -> Result<Reading, NoReading> {
    let of_cost = match tiers.measure {
        Measure::Of(of) => return base(plan, of, fact, steps),
        Measure::MarginPercentOfPrice => false,
        Measure::MarginPercentOfCost => true,
        Measure::Attainment(_) => unreachable!("lint: a close alone looks at a quota"),
    };
    are_kept(fact)?;
    let lines = || counted(fact.lines, &Classes::All);
    let (price, cost) = (sum(plan, lines(), Extras::NONE), cost(lines())?);
    let whole = if of_cost { cost } else { price };
    if whole <= 0 {
        return Err(NoReading::Zero(ZeroReason::NoPercent));
    }
    // Cut down, a percentage that reaches a bound still does; where a bound itself belongs to the
    // lower step it is cut up, so that one above the bound by less than a millionth still is.
    let millionths = (price - cost).checked_mul(1_000_000).ok_or(NoReading::OutOfBounds)?;
    let up = matches!(tiers.table, Table::Steps { boundary: Boundary::Lower, .. });
    let percent = if up { -(-millionths).div_euclid(whole) } else { millionths.div_euclid(whole) };
    i64::try_from(percent).map(Reading::Percent).map_err(|_| NoReading::OutOfBounds)
}

/// Refuses to read lines that were told and not kept.
fn are_kept(fact: &Fact<'_>) -> Result<(), NoReading> {
    let gone = NoReading::Zero(ZeroReason::LinesNotKept);
    if fact.lines_are_gone { Err(gone) } else { Ok(()) }
}

/// The net amounts of the lines.
fn net(lines: &[Line]) -> Result<Reading, NoReading> {
    match net_of(lines) {
        Ok(Some(net)) => Ok(Reading::Money(net)),
        Ok(None) => Err(NoReading::Zero(ZeroReason::NoValue)),
        Err(_) => Err(NoReading::OutOfBounds),
    }
}

/// The lines that count, with their numbers from 1.
fn counted<'a>(lines: &'a [Line], classes: &'a Classes) -> impl Iterator<Item = (u32, &'a Line)> {
    (1..).zip(lines).filter(|(_, line)| classes.count(line.class.as_ref()))
}

fn quantity(lines: &[Line], classes: &Classes) -> Result<Reading, NoReading> {
    if lines.is_empty() {
        return Err(NoReading::Zero(ZeroReason::NoValue));
    }
    let mut sum = 0_i64;
    for (number, line) in counted(lines, classes) {
        let quantity = line.quantity.ok_or(NoReading::Zero(ZeroReason::NoQuantity(number)))?;
        sum += i64::from(quantity); // at most 100 lines of 32 bits
    }
    Ok(Reading::Count(sum))
}

impl Extras {
    /// The net amount alone.
    const NONE: Extras = Extras { tax: false, freight: false, discount: false };
}

/// The lines' net amounts with what else is counted, in minor units.
fn sum<'a>(plan: &Plan, lines: impl Iterator<Item = (u32, &'a Line)>, extras: Extras) -> i128 {
    let with = |counts: bool, amount: Option<Amount>| {
        amount.filter(|amount| counts && amount.unit() == plan.unit).map_or(0, Amount::minor)
    };
    lines
        .flat_map(|(_, line)| {
            [
                line.net.minor(),
                with(extras.tax, line.tax),
                with(extras.freight, line.freight),
                with(extras.discount, line.discount),
            ]
        })
        .map(i128::from)
        .sum()
}

/// What the lines cost the seller, in minor units.
fn cost<'a>(lines: impl Iterator<Item = (u32, &'a Line)>) -> Result<i128, NoReading> {
    let mut sum = 0;
    for (number, line) in lines {
        let cost = line.cost.ok_or(NoReading::Zero(ZeroReason::NoCost(number)))?;
        sum += i128::from(cost.minor());
    }
    Ok(sum)
}

fn money(plan: &Plan, minor: i128) -> Result<Reading, NoReading> {
    let minor = i64::try_from(minor).map_err(|_| NoReading::OutOfBounds)?;
    Amount::from_minor(minor, plan.unit).map(Reading::Money).map_err(|_| NoReading::OutOfBounds)
}
