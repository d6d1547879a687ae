//! L2 for draws. What a draw gave is its lots, and is guaranteed,
//! recovered, forgiven or owed; what is to come of it stands in the queue once.

use super::{Breach, holds};
use crate::ledger::state::{DebtStage, SourceRow, State};
use std::collections::BTreeMap;

/// L2, draw by draw.
pub(super) fn draws_add_up(state: &State) -> Result<(), Breach> {
    let mut lots: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, lot) in state.lots.iter() {
        let award = state.awards.row(state.rewards.row(lot.reward).award);
        if let SourceRow::Draw(given) = award.source {
            *lots.entry(state.draws_given.key(given).0).or_default() += lot.amount;
        }
    }
    // By draw: what was to be paid back, what is owed, what was earned, what was let off.
    let mut debts: BTreeMap<u32, [i64; 4]> = BTreeMap::new();
    let mut owed_by: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, receivable, debt) in state.debts.iter() {
        let row = state.receivables.row(*receivable);
        let [raised, owed, covered, let_off] = debts.entry(debt.draw).or_default();
        *raised += row.amount;
        *(if debt.stage == DebtStage::Covered { covered } else { owed }) += row.outstanding;
        *let_off += debt.forgiven;
        *owed_by.entry(row.payee).or_default() += row.outstanding;
    }
    let mut queued = 0;
    for (number, row) in state.draws.iter() {
        let (given, name) = (lots.remove(&number).unwrap_or(0), &state.draw_words(row).id);
        holds("L2", given == row.given, || {
            format!("draw {name} has given {} and its lots have {given}", row.given)
        })?;
        let [raised, owed, covered, let_off] = debts.remove(&number).unwrap_or_default();
        holds("L2", (owed, covered) == (row.owed, row.covered), || {
            format!("draw {name} is owed {} and its receivables {owed}", row.owed)
        })?;
        // What was never to be paid back has no receivable.
        let at_once = row.given - raised;
        let adds_up = 0 <= at_once && row.guaranteed + row.forgiven == at_once + let_off;
        holds("L2", adds_up, || {
            let (kept, forgiven) = (row.guaranteed, row.forgiven);
            format!("draw {name} of {given} has {kept} guaranteed and {forgiven} forgiven")
        })?;
        let in_queue = row.moments.iter().all(|(due, moment)| {
            let key = (*due, *moment, number);
            state.draws_due.range(key..=key).count() == 1
        });
        queued += row.moments.len();
        holds("L2", in_queue && row.is_over == row.moments.is_empty(), || {
            format!("what is to come of draw {name} is not in the queue")
        })?;
    }
    holds("L2", usize::try_from(state.draws_due.length()) == Ok(queued), || {
        format!("{queued} moments of draws are to come, and others are in the queue")
    })?;
    for (number, id, row) in state.payees.iter() {
        let owed = owed_by.get(&number).copied().unwrap_or(0);
        holds("L2", row.draws_owed == owed, || {
            format!("{id} owes {} of draws and their receivables {owed}", row.draws_owed)
        })?;
    }
    Ok(())
}
