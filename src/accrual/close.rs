//! What a close pays: the rule's formula on measures, rounded once. Its own small pipeline, for a
//! close has no fact, no split of a base and no stage but the rate and the rounding.

use super::OutOfBounds;
use super::counter::Position;
use super::tiers::{OnTable, further};
use crate::money::{Amount, ExactAmount};
use crate::plan::Plan;
use crate::plan::rule::Formula;
use crate::plan::tiers::{Boundary, Table, TierStep, Tiers};
use crate::reading::Reading;
use crate::why::Step;

/// What a close has looked up for its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// What the rule pays on; `None` for a fixed amount.
    pub base: Option<Reading>,
    /// What its table measures, where that is something else.
    pub measure: Option<Reading>,
    /// Of an attainment: the quota, in grains of the measure, more than nothing.
    pub quota: Option<i64>,
    /// Of a guarantee: on how many days it counts, of how many.
    pub part: (i64, i64),
}

/// What a rule makes of a period: never negative, in whole minor units. The steps end at it.
///
/// # Errors
/// [`OutOfBounds`] when an amount on the way leaves the bound.
pub fn reckon(
    plan: &Plan,
    formula: &Formula,
    looked: Looked,
    steps: &mut Vec<Step>,
) -> Result<Amount, OutOfBounds> {
    let zero = Amount::zero(plan.unit);
    let money = |reading: Option<Reading>| reading.and_then(Reading::money).ok_or(OutOfBounds);
    let exact = match *formula {
        Formula::Flat(flat) => {
            steps.push(Step::Flat(flat.into()));
            flat.into()
        }
        Formula::Percent { rate, .. } => {
            let base = ExactAmount::from(money(looked.base)?);
            let out = base.times(rate).ok_or(OutOfBounds)?;
            steps.push(Step::Rate(base, rate, out));
            out
        }
        Formula::PerUnit { amount, .. } => {
            let count = looked.base.map_or(0, Reading::grains);
            let minor = amount.minor().checked_mul(count).ok_or(OutOfBounds)?;
            let out = Amount::from_minor(minor, plan.unit).map_err(|_| OutOfBounds)?.into();
            steps.push(Step::PerUnit(count, amount, out));
            out
        }
        Formula::Tiers { tiers, .. } => {
            let tiers = &plan.tiers[usize::from(tiers)];
            let scaled = looked.quota.map(|quota| of_quota(tiers, quota)).transpose()?;
            let tiers = scaled.as_ref().unwrap_or(tiers);
            let measure = looked.measure.or(looked.base).ok_or(OutOfBounds)?;
            // Between points the rate is that of the attainment itself.
            let measure = match (looked.quota, &tiers.table) {
                (Some(quota), Table::Points { .. }) => {
                    Reading::Percent(attained(measure.grains(), quota))
                }
                _ => measure,
            };
            let base = looked.base.unwrap_or(measure);
            let before = Position::zero();
            let on = OnTable { plan, tiers, before: &before, measure, base };
            further(&on, steps)?
        }
        Formula::TopUp { to, .. } => {
            let (days, of) = looked.part;
            let to = part_of(plan, to, days, of)?;
            if days != of {
                steps.push(Step::Prorated(to.into(), days, of));
            }
            let there = money(looked.base)?;
            let short = to.checked_sub(there).ok_or(OutOfBounds)?;
            let out = if short.is_negative() { zero } else { short };
            steps.push(Step::TopUp(to, there, out.into()));
            out.into()
        }
    };
    if exact.is_negative() {
        steps.push(Step::BelowZero(exact, zero.into()));
        return Ok(zero);
    }
    let mode = plan.rounding().mode;
    let out = exact.round(mode).map_err(|_| OutOfBounds)?;
    if exact.to_amount().is_none() {
        steps.push(Step::Round(exact, mode, out.into()));
    }
    Ok(out)
}

/// So many days of an amount, rounded as the plan rounds.
fn part_of(plan: &Plan, amount: Amount, days: i64, of: i64) -> Result<Amount, OutOfBounds> {
    let product = i128::from(amount.minor()) * i128::from(days);
    let minor = plan.rounding().mode.divide(product, i128::from(of)).ok_or(OutOfBounds)?;
    let minor = i64::try_from(minor).map_err(|_| OutOfBounds)?;
    Amount::from_minor(minor, plan.unit).map_err(|_| OutOfBounds)
}

/// A table of attainments with its bounds in grains of the measure, so that no slice is cut at a
/// rounded percentage. A bound between two grains is reached by the upper one, whichever step it
/// belongs to.
fn of_quota(tiers: &Tiers, quota: i64) -> Result<Tiers, OutOfBounds> {
    let Table::Steps { boundary, steps } = &tiers.table else { return Ok(tiers.clone()) };
    let grains = |millionths: i64| {
        let product = i128::from(quota) * i128::from(millionths);
        let is_between = *boundary == Boundary::Upper && product % 1_000_000 != 0;
        let grains = product.div_euclid(1_000_000) + i128::from(is_between);
        i64::try_from(grains).map_err(|_| OutOfBounds)
    };
    let step = |step: &TierStep| Ok(TierStep { above: grains(step.above)?, ..*step });
    let steps = steps.iter().map(step).collect::<Result<_, OutOfBounds>>()?;
    Ok(Tiers { table: Table::Steps { boundary: *boundary, steps }, ..tiers.clone() })
}

/// How much of a quota was reached, in millionths, cut down.
pub fn attained(reached: i64, quota: i64) -> i64 {
    let millionths = (i128::from(reached) * 1_000_000).div_euclid(i128::from(quota.max(1)));
    i64::try_from(millionths).unwrap_or(i64::MAX)
}
