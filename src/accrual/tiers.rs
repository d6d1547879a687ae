//! What a table of tiers pays for a fact: what it pays at the position after the fact, less what
//! it pays at the position before.
//!
//! A marginal step pays on the slice of the measure that lies in it. Where measure and base differ,
//! the slices are cut on the measure and the base is spread over them in proportion, in whole
//! grains. A whole step pays on everything so far, in place of the steps below.

use super::OutOfBounds;
use super::counter::Position;
use crate::money::{Amount, ExactAmount, Rounding, Unit, allocate};
use crate::plan::Plan;
use crate::plan::tiers::{
    Accumulate, AfterLast, Boundary, Point, StepPays, Table, TierStep, Tiers, Way,
};
use crate::rate::Rate;
use crate::reading::Reading;
use crate::why::Step;

/// A fact on a table.
pub(super) struct OnTable<'a> {
    pub(super) plan: &'a Plan,
    pub(super) tiers: &'a Tiers,
    pub(super) before: &'a Position,
    /// What the fact adds to the measure.
    pub(super) measure: Reading,
    /// What it adds to the base; the measure itself where all steps are flat.
    pub(super) base: Reading,
}

/// What the fact adds to what the table pays. May be negative: where the rate falls, and where the
/// measure or the base does.
pub(super) fn further(on: &OnTable<'_>, steps: &mut Vec<Step>) -> Result<ExactAmount, OutOfBounds> {
    match &on.tiers.table {
        Table::Points { points, after_last } => interpolated(on, points, *after_last, steps),
        Table::Steps { boundary, steps: table } => {
            let table = Steps { on, boundary: *boundary, steps: table };
            if table.steps.iter().all(|step| step.way == Way::Marginal) {
                table.marginal(steps)
            } else {
                table.whole(steps)
            }
        }
    }
}

impl OnTable<'_> {
    /// The measure after the fact.
    fn after(&self) -> Result<i64, OutOfBounds> {
        self.before.measure.checked_add(self.measure.grains()).ok_or(OutOfBounds)
    }

    /// The base after the fact.
    fn base_after(&self) -> Result<i64, OutOfBounds> {
        self.before.base.checked_add(self.base.grains()).ok_or(OutOfBounds)
    }

    /// A bound or a position of the measure, as a reading.
    fn at(&self, grains: i64) -> Result<Reading, OutOfBounds> {
        self.measure.of_grains(grains).ok_or(OutOfBounds)
    }

    fn unit(&self) -> Unit {
        self.plan.unit
    }

    fn mode(&self) -> Rounding {
        self.plan.rounding().mode
    }
}

/// A table of steps.
struct Steps<'a> {
    on: &'a OnTable<'a>,
    boundary: Boundary,
    steps: &'a [TierStep],
}

/// A part of the base that one step pays on.
struct Slice {
    step: usize,
    base: i64,
}

impl Steps<'_> {
    /// The step a position lies in.
    fn step_at(&self, position: i64) -> usize {
        let begun = self.steps.partition_point(|step| match self.boundary {
            Boundary::Upper => step.above <= position,
            Boundary::Lower => step.above < position,
        });
        begun.saturating_sub(1)
    }

    /// Whether a flat step is reached: the first one by anything at all. A margin percent lies in
    /// one step and reaches that, be it below zero.
    fn is_reached(&self, step: usize, position: i64) -> bool {
        if matches!(self.on.measure, Reading::Percent(_)) {
            return step == self.step_at(position);
        }
        let above = self.steps[step].above;
        let at_bound = self.boundary == Boundary::Upper && above > 0 && position == above;
        position > above || at_bound
    }

    /// Where a step ends; `None` for the last.
    fn end_of(&self, step: usize) -> Option<i64> {
        self.steps.get(step + 1).map(|next| next.above)
    }

    /// What a step pays on a part of the base. A flat step pays for being reached.
    fn pays(&self, slice: &Slice, position: i64) -> Result<ExactAmount, OutOfBounds> {
        let amount = |minor| Amount::from_minor(minor, self.on.unit()).map_err(|_| OutOfBounds);
        match self.steps[slice.step].pays {
            StepPays::Rate(rate) => {
                ExactAmount::from(amount(slice.base)?).times(rate).ok_or(OutOfBounds)
            }
            StepPays::PerUnit(each) => {
                let minor = each.minor().checked_mul(slice.base).ok_or(OutOfBounds)?;
                amount(minor).map(ExactAmount::from)
            }
            StepPays::Flat(flat) if self.is_reached(slice.step, position) => Ok(flat.into()),
            StepPays::Flat(_) => amount(0).map(ExactAmount::from),
        }
    }

    /// The step of a Why for a slice.
    fn told(&self, slice: &Slice, out: ExactAmount) -> Result<Step, OutOfBounds> {
        let above = self.on.at(self.steps[slice.step].above)?;
        let until = self.end_of(slice.step).map(|end| self.on.at(end)).transpose()?;
        Ok(match self.steps[slice.step].pays {
            StepPays::Rate(rate) => {
                let base = Amount::from_minor(slice.base, self.on.unit());
                Step::Slice(above, until, base.map_err(|_| OutOfBounds)?, rate, out)
            }
            StepPays::PerUnit(each) => Step::SliceUnits(above, until, slice.base, each, out),
            StepPays::Flat(_) => Step::Reached(above, out),
        })
    }

    /// The slices between two positions, the lower one first: each step with how much of the
    /// measure lies in it.
    fn cut(&self, low: i64, high: i64) -> Vec<(usize, i64)> {
        let (first, last) = (self.step_at(low), self.step_at(high));
        let mut slices = Vec::new();
        for step in first..=last {
            let begin = if step == first { low } else { self.steps[step].above };
            let end = if step == last { high } else { self.end_of(step).unwrap_or(high) };
            slices.push((step, end - begin));
        }
        slices
    }

    /// Only marginal steps: each slice of the fact pays by itself.
    fn marginal(&self, steps: &mut Vec<Step>) -> Result<ExactAmount, OutOfBounds> {
        let (before, after) = (self.on.before.measure, self.on.after()?);
        let cut = self.cut(before.min(after), before.max(after));
        let base = self.on.base.grains();
        let lengths: Vec<i128> = cut.iter().map(|(_, length)| i128::from(*length)).collect();
        let parts = if lengths.iter().all(|length| *length == 0) {
            // The measure did not move: the base falls into the step where it stands.
            let mut parts = vec![0; cut.len()];
            parts[cut.len() - 1] = base;
            parts
        } else {
            allocate(base, &lengths).ok_or(OutOfBounds)?
        };
        let mut sum = ExactAmount::from(Amount::zero(self.on.unit()));
        let mut told = Vec::new();
        for ((step, _), part) in cut.into_iter().zip(parts) {
            let slice = Slice { step, base: part };
            let out = match self.steps[step].pays {
                StepPays::Flat(flat) => {
                    let was = self.is_reached(step, before);
                    let is = self.is_reached(step, after);
                    match (was, is) {
                        (false, true) => ExactAmount::from(flat),
                        (true, false) => ExactAmount::from(flat).negated(),
                        _ => continue,
                    }
                }
                _ if part == 0 => continue,
                _ => self.pays(&slice, after)?,
            };
            told.push(self.told(&slice, out)?);
            sum = sum.plus(out).ok_or(OutOfBounds)?;
        }
        let is_one = told.len() == 1;
        steps.append(&mut told);
        if !is_one {
            steps.push(Step::Together(sum));
        }
        Ok(sum)
    }

    /// With a whole step: what the table pays so far, less what it paid before.
    fn whole(&self, steps: &mut Vec<Step>) -> Result<ExactAmount, OutOfBounds> {
        if self.on.tiers.accumulate == Accumulate::EachFact {
            return self.so_far(self.on.after()?, self.on.base_after()?, steps);
        }
        let mut unsaid = Vec::new();
        let (measure, base) = (self.on.before.measure, self.on.before.base);
        let before = self.so_far(measure, base, &mut unsaid)?;
        let after = self.so_far(self.on.after()?, self.on.base_after()?, steps)?;
        differ(after, before, steps)
    }

    /// What the table pays on everything up to a position.
    fn so_far(
        &self,
        position: i64,
        base: i64,
        steps: &mut Vec<Step>,
    ) -> Result<ExactAmount, OutOfBounds> {
        let last = self.step_at(position);
        let wholes = self.steps[..=last].iter().rposition(|step| step.way == Way::Whole);
        let first = wholes.unwrap_or(0);
        let mut sum = ExactAmount::from(Amount::zero(self.on.unit()));
        let mut told = Vec::new();
        for step in first..=last {
            let begin = if step == first { 0 } else { self.steps[step].above };
            let end = if step == last { position } else { self.steps[step + 1].above };
            // Marginal steps above a whole one are only written where the base is the measure.
            let part = if first == last { base } else { end - begin };
            let slice = Slice { step, base: part };
            let out = self.pays(&slice, position)?;
            if part != 0 || !out.is_zero() {
                told.push(self.told(&slice, out)?);
                sum = sum.plus(out).ok_or(OutOfBounds)?;
            }
        }
        let is_one = told.len() == 1;
        steps.append(&mut told);
        if !is_one {
            steps.push(Step::Together(sum));
        }
        Ok(sum)
    }
}

/// What is paid so far, less what was paid before; a step says so where there was something.
fn differ(
    after: ExactAmount,
    before: ExactAmount,
    steps: &mut Vec<Step>,
) -> Result<ExactAmount, OutOfBounds> {
    if before.is_zero() {
        return Ok(after);
    }
    let further = after.minus(before).ok_or(OutOfBounds)?;
    steps.push(Step::FurtherTiers(after, before, further));
    Ok(further)
}

/// The rate at the measure, on the whole base so far.
fn interpolated(
    on: &OnTable<'_>,
    points: &[Point],
    after_last: AfterLast,
    steps: &mut Vec<Step>,
) -> Result<ExactAmount, OutOfBounds> {
    let pays = |position: i64, base: i64| -> Result<(Rate, Amount, ExactAmount), OutOfBounds> {
        let rate = rate_at(points, after_last, position, on.mode()).ok_or(OutOfBounds)?;
        let base = Amount::from_minor(base, on.unit()).map_err(|_| OutOfBounds)?;
        Ok((rate, base, ExactAmount::from(base).times(rate).ok_or(OutOfBounds)?))
    };
    let (_, _, before) = pays(on.before.measure, on.before.base)?;
    let (rate, base, after) = pays(on.after()?, on.base_after()?)?;
    steps.push(Step::Between(on.at(on.after()?)?, rate));
    steps.push(Step::Rate(base.into(), rate, after));
    differ(after, before, steps)
}

/// The rate on the line between the points around a position, in whole millionths.
fn rate_at(points: &[Point], after_last: AfterLast, position: i64, mode: Rounding) -> Option<Rate> {
    let (first, last) = (points.first()?, points.last()?);
    if position <= first.at {
        return Some(first.rate);
    }
    let beyond = position >= last.at;
    if beyond && after_last == AfterLast::Stays {
        return Some(last.rate);
    }
    let upper =
        if beyond { points.len() - 1 } else { points.partition_point(|it| it.at <= position) };
    let (left, right) = (points[upper - 1], points[upper]);
    let across = i128::from(right.at) - i128::from(left.at);
    let rise = i128::from(right.rate.millionths()) - i128::from(left.rate.millionths());
    let along = i128::from(position) - i128::from(left.at);
    let exact = i128::from(left.rate.millionths()) * across + rise * along;
    let most = i128::from(Rate::MOST.millionths());
    let millionths = mode.divide(exact.clamp(0, most * across), across)?;
    Rate::from_millionths(i64::try_from(millionths).ok()?).ok()
}
