//! The stages that make an amount: rate, pay_split and round, in the order the plan lists them.

use super::{Fact, OutOfBounds, Part};
use crate::money::{Amount, ExactAmount, Unit, allocate_further};
use crate::plan::Plan;
use crate::plan::rule::{Base, Formula};
use crate::plan::stage::Basis;
use crate::why::{Step, ZeroReason};

/// What one rule has posted for one source before this fact.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The sum of the bases so far, in minor units.
    pub base_minor: i64,
    /// What was allotted to each part so far, in minor units, in the order of the parts.
    pub allotted_minor: &'a [i64],
}

/// What a fact comes to under a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What the rate was applied to.
    pub base: Option<Amount>,
    /// The steps all parts have in common.
    pub steps: Vec<Step>,
    /// What each part comes to, in the order of the parts.
    pub parts: Vec<MadePart>,
}

/// What one part comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePart {
    /// The amount.
    pub amount: Amount,
    /// The steps of this part alone.
    pub steps: Vec<Step>,
}

/// Runs the stages for one fact.
///
/// # Errors
/// [`OutOfBounds`] when an amount on the way leaves the bound.
pub fn make(
    plan: &Plan,
    formula: &Formula,
    fact: &Fact<'_>,
    parts: &[Part],
    standing: Standing<'_>,
) -> Result<Made, OutOfBounds> {
    let mut steps = Vec::new();
    let Some(rated) = rate(plan, formula, fact, standing, &mut steps)? else {
        steps.push(Step::Nothing(ZeroReason::NoValue));
        let zero = MadePart { amount: Amount::zero(plan.unit), steps: Vec::new() };
        return Ok(Made { base: None, steps, parts: vec![zero; parts.len()] });
    };
    let made = if plan.rounds_each_part() {
        split_then_round(plan, &rated, parts, standing)?
    } else {
        round_then_split(plan, &rated, parts, standing, &mut steps)?
    };
    Ok(Made { base: rated.base, steps, parts: made })
}

/// The outcome of the rate stage.
struct Rated {
    base: Option<Amount>,
    /// Before rounding; of all facts so far when `cumulative`.
    exact: ExactAmount,
    cumulative: bool,
}

fn amount(minor: i64, unit: Unit) -> Result<Amount, OutOfBounds> {
    Amount::from_minor(minor, unit).map_err(|_| OutOfBounds)
}

/// The rate stage; `None` when there is no base to apply the rate to.
fn rate(
    plan: &Plan,
    formula: &Formula,
    fact: &Fact<'_>,
    standing: Standing<'_>,
    steps: &mut Vec<Step>,
) -> Result<Option<Rated>, OutOfBounds> {
    let (rate, of) = match *formula {
        Formula::Flat(flat) => {
            let exact = ExactAmount::from(flat);
            steps.push(Step::Flat(exact));
            return Ok(Some(Rated { base: None, exact, cumulative: false }));
        }
        Formula::Percent { rate, of } => (rate, of),
    };
    let told = match of {
        Base::Value => fact.value,
        Base::Collected => fact.collected,
    };
    let Some(base) = told else { return Ok(None) };
    let cumulative = plan.rounding.basis == Basis::Cumulative;
    let counted = if cumulative {
        let so_far = standing.base_minor.checked_add(base.minor()).ok_or(OutOfBounds)?;
        amount(so_far, base.unit())?
    } else {
        base
    };
    let exact = ExactAmount::from(counted).times(rate).ok_or(OutOfBounds)?;
    steps.push(Step::Rate(counted.into(), rate, exact));
    Ok(Some(Rated { base: Some(base), exact, cumulative }))
}

/// Rounds, and writes a step when there was something to round.
fn round(plan: &Plan, exact: ExactAmount, steps: &mut Vec<Step>) -> Result<Amount, OutOfBounds> {
    let rounded = exact.round(plan.rounding.mode).map_err(|_| OutOfBounds)?;
    if exact.to_amount().is_none() {
        steps.push(Step::Round(exact, plan.rounding.mode, rounded.into()));
    }
    Ok(rounded)
}

/// Takes off what was posted before, and writes a step when there was something.
fn less(so_far: Amount, before: i64, steps: &mut Vec<Step>) -> Result<Amount, OutOfBounds> {
    if before == 0 {
        return Ok(so_far);
    }
    let before = amount(before, so_far.unit())?;
    let rest = so_far.checked_sub(before).ok_or(OutOfBounds)?;
    let rest = if rest.is_negative() { Amount::zero(rest.unit()) } else { rest };
    steps.push(Step::Less(before.into(), rest.into()));
    Ok(rest)
}

/// `rate, round` and `rate, round, pay_split`: the whole is rounded, then divided so that the
/// parts add up to it.
fn round_then_split(
    plan: &Plan,
    rated: &Rated,
    parts: &[Part],
    standing: Standing<'_>,
    steps: &mut Vec<Step>,
) -> Result<Vec<MadePart>, OutOfBounds> {
    let before = standing.allotted_minor.iter().try_fold(0_i64, |sum, part| sum.checked_add(*part));
    let before = before.ok_or(OutOfBounds)?;
    let rounded = round(plan, rated.exact, steps)?;
    let whole = if rated.cumulative { less(rounded, before, steps)? } else { rounded };
    if let [_] = parts {
        return Ok(vec![MadePart { amount: whole, steps: Vec::new() }]);
    }
    let shares: Vec<_> = parts.iter().map(|part| part.share).collect();
    let after = before.checked_add(whole.minor()).ok_or(OutOfBounds)?;
    let minors = allocate_further(whole.minor(), after, &shares, standing.allotted_minor)
        .ok_or(OutOfBounds)?;
    let part = |(part, minor): (&Part, i64)| -> Result<MadePart, OutOfBounds> {
        let amount = amount(minor, whole.unit())?;
        let step = Step::Share(part.role.clone(), part.share, whole.into(), amount.into());
        Ok(MadePart { amount, steps: vec![step] })
    };
    parts.iter().zip(minors).map(part).collect()
}

/// `rate, pay_split, round`: every part is divided off exactly and rounded by itself.
fn split_then_round(
    plan: &Plan,
    rated: &Rated,
    parts: &[Part],
    standing: Standing<'_>,
) -> Result<Vec<MadePart>, OutOfBounds> {
    let part = |(part, before): (&Part, &i64)| -> Result<MadePart, OutOfBounds> {
        let mut steps = Vec::new();
        let exact = rated.exact.times(part.share).ok_or(OutOfBounds)?;
        if parts.len() > 1 {
            steps.push(Step::Share(part.role.clone(), part.share, rated.exact, exact));
        }
        let rounded = round(plan, exact, &mut steps)?;
        let amount = if rated.cumulative { less(rounded, *before, &mut steps)? } else { rounded };
        Ok(MadePart { amount, steps })
    };
    parts.iter().zip(standing.allotted_minor).map(part).collect()
}
