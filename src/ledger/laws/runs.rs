//! Laws of payout runs: each line adds up, and the run to its lines.

use super::{Breach, exchange, holds};
use crate::ledger::state::State;
use crate::payout::RunStage;
use std::collections::BTreeMap;

/// L7, line by line and in total; and what runs that are not settled keep back is counted per
/// payee.
pub(super) fn runs_add_up(state: &State) -> Result<(), Breach> {
    let mut kept: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, run, row) in state.runs.iter() {
        let (mut gross, mut paid, mut recovered) = (0, 0, 0);
        for number in row.each_line() {
            let line = state.lines.row(number);
            let parts = [line.gross, line.draws, line.paid, line.recovered, line.draws_recovered];
            let within = line.recovered - line.draws_recovered;
            let adds_up = parts.iter().all(|part| *part >= 0)
                && line.kept_at_most.is_none_or(|most| within <= most)
                && line.draws_recovered <= line.recovered
                && line.net() >= 0
                && exchange::pays_what_is_left(state, number);
            holds("L7", adds_up, || {
                let (gross, paid, kept) = (line.payable(), line.paid, line.recovered);
                format!("a line of run {run} has gross {gross}, paid {paid}, recovered {kept}")
            })?;
            gross += line.payable();
            paid += line.paid;
            recovered += line.recovered;
            if state.is_live(line) && row.stage != RunStage::Settled {
                *kept.entry(line.payee).or_default() += line.recovered;
            }
        }
        let totals = (row.gross + row.draws, row.employees + row.contractors, row.recovered);
        holds("L7", totals == (gross, paid, recovered), || {
            format!("run {run} says {totals:?} and its lines {:?}", (gross, paid, recovered))
        })?;
        holds("L7", !row.stage.is_approved() || row.approved, || {
            format!("run {run} was never approved")
        })?;
        let lines = || row.each_line().map(|line| state.lines.row(line));
        let paying = lines().filter(|line| line.paid > 0);
        let answers = lines().filter(|line| line.paid > 0 && line.answer.is_some());
        let counted = (u32::try_from(paying.count()), u32::try_from(answers.count()));
        let answered = counted == (Ok(row.paying), Ok(row.answered));
        let all = row.stage != RunStage::Acknowledged || row.answered == row.paying;
        holds("L7", answered && all, || {
            format!(
                "run {run} of {} lines is {} by {} answers",
                row.paying, row.stage, row.answered
            )
        })?;
    }
    for (number, id, row) in state.payees.iter() {
        let kept = kept.get(&number).copied().unwrap_or(0);
        holds("L7", row.kept_in_run == kept, || {
            format!("{id} has {} kept back in runs and the lines {kept}", row.kept_in_run)
        })?;
    }
    Ok(())
}
