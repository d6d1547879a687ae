//! Simulating: what another plan, or another history, would have paid, beside what was paid.

use super::StudyError;
use super::reading::{Sum, beside, unit_of};
use super::scratch::Scratch;
use crate::id::{PayeeId, PlanId, RuleId};
use crate::money::{Amount, Unit};
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
    /// have been, and when it is in several currencies: then ask for each.
    pub fn totals(&self) -> Option<(Amount, Amount)> {
        let unit = self.rows.first()?.was.unit();
        let is_one = self.rows.iter().all(|row| row.was.unit() == unit);
        is_one.then(|| self.totals_in(unit))
    }

    /// What was earned in one currency, and what would have been.
    pub fn totals_in(&self, unit: Unit) -> (Amount, Amount) {
        let rows = self.rows.iter().filter(|row| row.was.unit() == unit);
        let zero = Amount::zero(unit);
        rows.fold((zero, zero), |sum, row| (plus(sum.0, row.was), plus(sum.1, row.would_be)))
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
    for (earned, was, would_be) in beside(&scratch.was, &scratch.would_be) {
        let Some(unit) = unit_of(earned, was, would_be)? else { continue };
        let zero = Amount::zero(unit);
        let key = (earned.payee.clone(), earned.plan.clone(), earned.rule.clone());
        let sum = sums.entry(key).or_insert((zero, zero));
        let counted = sum.0.unit();
        if counted != unit {
            let payee = earned.payee.clone();
            return Err(StudyError::CurrencyDiffers { payee, was: counted, would_be: unit });
        }
        sum.0 = plus(sum.0, was.map_or(zero, Sum::amount));
        sum.1 = plus(sum.1, would_be.map_or(zero, Sum::amount));
    }
    let row =
        |((payee, plan, rule), (was, would_be))| Simulated { payee, plan, rule, was, would_be };
    let rows = sums.into_iter().map(row).collect();
    Ok(Simulation { over, as_of: scratch.as_of, rows, refused: scratch.refused })
}

fn plus(one: Amount, other: Amount) -> Amount {
    one.checked_add(other).expect("L2: what was earned is within the bound")
}
