//! Which facts are worth a row: where steps begin, where caps and floors begin or end to matter.
//!
//! Where a cap is reached is searched with the pipeline itself, by bisection to the grain: it is
//! found whatever stands before the cap.

use super::super::prose::reading;
use super::{Trial, steps};
use referral_ledger::id::{CapId, FloorId, PoolId};
use referral_ledger::money::{Amount, ExactAmount};
use referral_ledger::plan::Plan;
use referral_ledger::plan::base::Base;
use referral_ledger::plan::cap::{AtMost, MeasuredAt};
use referral_ledger::plan::rule::{Formula, Terms};
use referral_ledger::plan::tiers::{Measure, Table, Tiers};
use referral_ledger::reading::Reading;
use referral_ledger::why::Step;
use std::collections::BTreeSet;

/// The base of a row where nothing else picks one: so many whole units, or things.
const EXAMPLE_UNITS: i64 = 1_000;
const EXAMPLE_THINGS: i64 = 10;

/// No base is looked at beyond this: the bound of an amount, in minor units.
const GRAINS_MAX: i64 = 1_000_000_000_000_000;

/// A fact: its measure and its base in their grains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    measure: i64,
    base: i64,
}

/// What a rule's amount depends on.
pub(super) enum Axes {
    /// On nothing: it is one amount.
    None,
    /// On the base, which is also what the table measures. A reading of its sort, and the grains
    /// where steps begin or points lie.
    One(Reading, BTreeSet<i64>),
    /// On the measure of a table and the base: the measure's sort, its grains, the base that rows
    /// are shown for.
    Two(Reading, BTreeSet<i64>, Reading),
}

impl Axes {
    pub(super) fn of(plan: &Plan, terms: &Terms) -> Axes {
        match terms.formula {
            Formula::Flat(_) => Axes::None,
            Formula::Percent { of, .. }
            | Formula::PerUnit { of, .. }
            | Formula::TopUp { of, .. } => {
                let example = example(plan, of);
                Axes::One(example, BTreeSet::from([0, example.grains()]))
            }
            Formula::Tiers { tiers, of } => {
                let tiers = &plan.tiers[usize::from(tiers)];
                let (sort, grains) = (reading(plan, tiers.measure, 0), grains_of(tiers));
                match of {
                    Some(of) if Measure::Of(of) != tiers.measure => {
                        Axes::Two(sort, grains, example(plan, of))
                    }
                    _ => Axes::One(sort, grains),
                }
            }
        }
    }

    /// What the pipeline is told instead of lines.
    pub(super) fn read(&self, at: At) -> Option<(Reading, Reading)> {
        match self {
            Axes::None => None,
            Axes::One(sort, _) => sort.of_grains(at.base).map(|it| (it, it)),
            Axes::Two(measure, _, base) => {
                base.of_grains(at.base).zip(measure.of_grains(at.measure))
            }
        }
    }

    /// A row's measure and base as they are read.
    pub(super) fn texts(&self, at: At) -> (Option<String>, Option<String>) {
        match (self, self.read(at)) {
            (Axes::One(..), Some((base, _))) => (Some(base.to_string()), None),
            (Axes::Two(..), Some((base, measure))) => {
                (Some(measure.to_string()), Some(base.to_string()))
            }
            _ => (None, None),
        }
    }

    /// The rows, in rising order.
    pub(super) fn points(&self, trial: &Trial<'_>) -> BTreeSet<At> {
        let mut points = BTreeSet::new();
        let bends = |begin: BTreeSet<i64>, at: &dyn Fn(i64) -> At| {
            let mut found = BTreeSet::new();
            for bound in bounds_of(trial) {
                let is_there = |base| trial.is_at_least(self, at(base), &bound);
                found.extend(changes(&begin, &is_there));
            }
            found
        };
        match self {
            Axes::None => {
                points.insert(At { measure: 0, base: 0 });
            }
            Axes::One(_, grains) => {
                let at = |base| At { measure: base, base };
                points.extend(grains.iter().copied().map(at));
                points.extend(bends(grains.clone(), &at).into_iter().map(at));
            }
            Axes::Two(_, grains, example) => {
                let base = example.grains();
                points.extend(grains.iter().map(|measure| At { measure: *measure, base }));
                let last = grains.last().copied().unwrap_or(0);
                let at = |base| At { measure: last, base };
                points.extend(bends(BTreeSet::from([0, base]), &at).into_iter().map(at));
            }
        }
        points
    }
}

/// A base of the size that is shown where nothing else picks one.
fn example(plan: &Plan, of: Base) -> Reading {
    let grain = match reading(plan, Measure::Of(of), 1) {
        Reading::Money(amount) => amount,
        other => return other.of_grains(EXAMPLE_THINGS).unwrap_or(other),
    };
    let unit = grain.unit();
    let whole = (0..unit.decimals()).try_fold(EXAMPLE_UNITS, |minor, _| minor.checked_mul(10));
    let whole = whole.and_then(|minor| Amount::from_minor(minor, unit).ok());
    Reading::Money(whole.unwrap_or(grain))
}

/// Where a table bends: zero, each bound and a grain to either side; each point and half way.
fn grains_of(tiers: &Tiers) -> BTreeSet<i64> {
    let mut grains = BTreeSet::from([0]);
    match &tiers.table {
        Table::Steps { steps, .. } => {
            for step in steps.iter().filter(|step| step.above > 0) {
                grains.extend([step.above - 1, step.above, step.above.saturating_add(1)]);
            }
        }
        Table::Points { points, .. } => {
            for pair in points.windows(2) {
                let half = (pair[1].at - pair[0].at) / 2;
                grains.extend([pair[0].at, pair[0].at + half, pair[1].at]);
            }
            if let [.., before, last] = points.as_slice() {
                // What follows the last one.
                grains.insert(last.at.saturating_add((last.at - before.at) / 2));
            }
        }
    }
    grains
}

/// A floor, a cap on the amount or the base, or a pool.
enum Bound<'a> {
    Floor(&'a FloorId),
    Cap(&'a CapId),
    Pool(&'a PoolId),
}

/// The floors, the caps on amounts and bases and the pool that are for the rule.
fn bounds_of<'a>(trial: &Trial<'a>) -> Vec<Bound<'a>> {
    let (plan, rule) = (trial.plan, trial.rule);
    let floors = plan.floors.iter().filter(|it| it.rules.contains(rule));
    let caps = plan.caps.iter().filter(|it| it.rules.contains(rule));
    let caps = caps.filter(|it| matches!(it.at_most, AtMost::Amount(_) | AtMost::Base(_)));
    let caps = caps.filter(|it| it.measured_at == MeasuredAt::Trigger);
    let pools = plan.pools.iter().filter(|it| it.rules.contains(rule));
    let pools = pools.map(|it| Bound::Pool(&it.id));
    let bounds = floors.map(|it| Bound::Floor(&it.id)).chain(caps.map(|it| Bound::Cap(&it.id)));
    bounds.chain(pools).collect()
}

impl Trial<'_> {
    /// Whether what comes to a floor, a cap or a pool is at least what it says; `None` past the
    /// bound of an amount.
    fn is_at_least(&self, axes: &Axes, at: At, bound: &Bound<'_>) -> Option<bool> {
        axes.read(at)?;
        let made = self.made(axes, at)?;
        let reaches = |amount: &ExactAmount, least: Amount| {
            amount.minus(least.into()).is_some_and(|above| !above.is_negative())
        };
        Some(steps(&made).any(|step| match (step, bound) {
            (Step::Floor(id, least, amount, _), Bound::Floor(floor)) if id == *floor => {
                reaches(amount, *least)
            }
            (Step::Cap(id, _, Reading::Money(most), amount, _), Bound::Cap(cap)) if id == *cap => {
                reaches(amount, *most)
            }
            (Step::BaseCap(id, _, most, base, _), Bound::Cap(cap)) if id == *cap => {
                base.grains() >= most.grains()
            }
            (Step::Pool(id, _, holds, _, amount, _), Bound::Pool(pool)) if id == *pool => {
                reaches(amount, *holds)
            }
            _ => false,
        }))
    }
}

/// Where something begins or ends to be so: the first base of each change and the one before it.
///
/// Between two of the bases given there is at most one change; beyond the last the base is doubled.
fn changes(begin: &BTreeSet<i64>, is_so: &dyn Fn(i64) -> Option<bool>) -> BTreeSet<i64> {
    let mut bases: Vec<i64> = begin.iter().copied().filter(|base| *base >= 0).collect();
    let mut next = bases.last().copied().unwrap_or(0).max(1);
    while next <= GRAINS_MAX / 2 {
        next *= 2;
        bases.push(next);
    }
    let mut found = BTreeSet::new();
    for pair in bases.windows(2) {
        let (mut low, mut high) = (pair[0], pair[1]);
        let (Some(was), Some(is)) = (is_so(low), is_so(high)) else { break };
        if was == is {
            continue;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if is_so(middle) == Some(was) {
                low = middle;
            } else {
                high = middle;
            }
        }
        found.extend([low, high]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_is_found_to_the_grain() {
        let found = |is_so: &dyn Fn(i64) -> Option<bool>| {
            changes(&BTreeSet::from([0, 100]), is_so).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(found(&|base| Some(base >= 37)), [36, 37]);
        assert_eq!(
            found(&|base| Some((37..=5_000_000).contains(&base))),
            [36, 37, 5_000_000, 5_000_001]
        );
        assert_eq!(found(&|base| Some(base >= 100)), [99, 100]);
        assert!(found(&|base| (base < 1_000).then_some(base >= 990)).is_empty());
        assert!(found(&|_| Some(false)).is_empty());
    }
}
