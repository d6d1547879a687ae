//! Simulating: what another plan, or another history, would have paid, beside what was paid.

use super::StudyError;
use super::reading::beside;
use super::scratch::Scratch;
use crate::id::{PayeeId, PlanId, RuleId};
use crate::money::Amount;
use crate::record::Records;
use crate::restatement::{Change, RefusedAnew};
use crate::time::Period;
use std::collections::BTreeMap;

/// What a payee earned by a rule, and what they would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulated {
    /// Who.
    pub payee: PayeeId,
    /// By which plan, across its versions.
    pub plan: PlanId,
    /// By which rule.
    pub rule: RuleId,
    /// What was earned, less what was taken back.
    pub was: Amount,
    /// What would have been.
    pub would_be: Amount,
}

/// What the facts of some days earned, and what they would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    /// The days of the facts.
    pub over: Period,
    /// How many records the journal had.
    pub as_of: u64,
    /// By payee, plan and rule.
    pub rows: Vec<Simulated>,
    /// Commands that were accepted and would not have been, in the order of the journal.
    pub refused: Vec<RefusedAnew>,
}

impl Simulation {
    /// What was earned in all, and what would have been; `None` when nothing was and nothing would
    /// have been.
    pub fn totals(&self) -> Option<(Amount, Amount)> {
        let mut rows = self.rows.iter().map(|row| (row.was, row.would_be));
        let first = rows.next()?;
        Some(rows.fold(first, |sum, row| (plus(sum.0, row.0), plus(sum.1, row.1))))
    }
}

/// What the facts of some days would have earned, had some things been otherwise: a plan with other
/// words, above all. The days need not be over, let alone closed.
///
/// # Errors
/// [`StudyError`]: a change that does not fit, or a record that cannot be read.
pub fn simulate(
    records: &(impl Records + ?Sized),
    over: Period,
    changes: &[Change],
) -> Result<Simulation, StudyError> {
    let scratch = Scratch::run(records, records.end()?, (over, false), changes)?;
    let mut sums: BTreeMap<(PayeeId, PlanId, RuleId), (Amount, Amount)> = BTreeMap::new();
    if let Some(unit) = scratch.was.unit.or(scratch.would_be.unit) {
        let zero = Amount::zero(unit);
        for (earned, was, would_be) in beside(&scratch.was, &scratch.would_be) {
            let key = (earned.payee.clone(), earned.plan.clone(), earned.rule.clone());
            let (was, would_be) =
                (was.map(|it| it.amount(unit)), would_be.map(|it| it.amount(unit)));
            let sum = sums.entry(key).or_insert((zero, zero));
            sum.0 = plus(sum.0, was.unwrap_or(zero));
            sum.1 = plus(sum.1, would_be.unwrap_or(zero));
        }
    }
    let row =
        |((payee, plan, rule), (was, would_be))| Simulated { payee, plan, rule, was, would_be };
    let rows = sums.into_iter().map(row).collect();
    Ok(Simulation { over, as_of: scratch.as_of, rows, refused: scratch.refused })
}

fn plus(one: Amount, other: Amount) -> Amount {
    one.checked_add(other).expect("L2: what was earned is within the bound")
}
