//! Laws of whom runs leave out: who was pulled has no line, who was below a threshold was, and what
//! lapsed was taken by two persons.

use super::{Breach, holds};
use crate::approval::ApprovalStage;
use crate::ledger::state::State;
use crate::money::Amount;
use crate::payout::threshold::Counted;
use std::collections::BTreeMap;

/// L7 and L14 for whom runs leave out: who was pulled has no line; who is left out has no line in
/// the run, was below its threshold by
/// what was missing, and is left out once.
pub(super) fn left_out_is_below(state: &State) -> Result<(), Breach> {
    for (number, run, row) in state.runs.iter() {
        let mut before = None;
        for left_out in row.each_left_out() {
            let it = state.thresholds.left_out.row(left_out);
            let payee = state.payees.key(it.payee);
            let counted = match it.threshold.counted {
                Counted::Gross => it.gross + it.draws,
                Counted::Net => it.net,
            };
            let missing = Amount::from_minor(counted, it.threshold.amount.unit());
            let missing = missing.ok().and_then(|counted| it.threshold.missing(counted));
            let is_below = missing.is_some_and(|missing| missing.minor() == it.missing);
            let in_bounds = 0 <= it.net && it.net <= it.gross + it.draws && !it.lots.is_empty();
            holds("L7", is_below && in_bounds && it.run == number, || {
                format!("{payee} was left out of run {run} with {counted}, {} short", it.missing)
            })?;
            let in_order = before.is_none_or(|before| before < payee);
            holds("L7", in_order && state.line_of(number, it.payee).is_none(), || {
                format!("{payee} was left out of run {run} and has a line in it")
            })?;
            before = Some(payee);
        }
        let mut before = None;
        for pulled in row.each_pulled() {
            let it = state.pulled.row(pulled);
            let payee = state.payees.key(it.payee);
            let in_bounds = 0 <= it.net && it.net <= it.payable && it.run == number;
            let in_order = before.is_none_or(|before| before < payee);
            holds(
                "L7",
                in_bounds && in_order && state.line_of(number, it.payee).is_none(),
                || {
                    format!(
                        "{payee} was pulled from run {run} with {}, or has a line in it",
                        it.payable
                    )
                },
            )?;
            before = Some(payee);
        }
    }
    lapsed_by_two(state)
}

fn lapsed_by_two(state: &State) -> Result<(), Breach> {
    let mut approved: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, id, row) in state.thresholds.lapses.iter() {
        if row.stage == ApprovalStage::Approved {
            let by_two = row.decided_by.as_ref() != Some(&row.proposed_by);
            holds("L14", by_two, || format!("lapse {id} was made by one actor"))?;
            *approved.entry(row.payee).or_default() += row.amount;
        }
    }
    let mut lapsed: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, lot, minor) in state.thresholds.lapsed.iter() {
        let reward = state.lots.row(*lot).reward;
        *lapsed.entry(state.rewards.row(reward).payee).or_default() += minor;
    }
    holds("L2", lapsed == approved, || {
        format!("{approved:?} of payees was to lapse, and {lapsed:?} of their rewards did")
    })
}
