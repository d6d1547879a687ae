//! Laws of what payees owe.

use super::{Breach, holds};
use crate::approval::ApprovalStage;
use crate::ledger::state::{AccountRow, State};
use std::collections::BTreeMap;

/// L2 for receivables: raised = outstanding + recovered + written off + let off, which only a draw
/// is. What is outstanding may have been moved, and what was recovered may have been kept by runs
/// or paid back in money.
pub(super) fn receivables_are_owed(state: &State) -> Result<(), Breach> {
    let mut recovered: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, line) in state.lines.iter() {
        if state.is_live(line) {
            for (receivable, minor) in line.recoveries.iter() {
                *recovered.entry(*receivable).or_default() += minor;
            }
        }
    }
    for (number, row) in state.receivables.iter() {
        let recovered = recovered.get(&number).copied().unwrap_or(0) + row.repaid;
        let outstanding = row.outstanding + row.former;
        let debt = state.debt(number);
        let let_off = debt.map_or(0, |debt| debt.forgiven);
        let all = [row.outstanding, row.former, row.repaid, row.written_off, let_off];
        let adds_up = all.iter().all(|minor| *minor >= 0)
            && row.amount == outstanding + recovered + row.written_off + let_off;
        holds("L2", adds_up, || {
            let (raised, written_off) = (row.amount, row.written_off);
            format!(
                "receivable {number} of {raised} has {outstanding} open, {recovered} recovered and \
                 {written_off} written off"
            )
        })?;
        let (payee, key) = (row.payee, (row.payee, number));
        let listed = match debt {
            Some(debt) => {
                let key = (payee, debt.rank, number);
                state.draws_owed.range(key..=key).count()
            }
            None => state.owed.range(key..=key).count(),
        };
        holds("L2", listed == usize::from(row.outstanding > 0), || {
            format!("receivable {number} with {} open is listed {listed} times", row.outstanding)
        })?;
        let listed = state.former_debts.range(key..=key).count();
        holds("L2", listed == usize::from(row.former > 0 || row.written_off > 0), || {
            format!("receivable {number} is listed {listed} times among those that were moved")
        })?;
    }
    debts_are_booked(state)
}

/// L2 for what was moved and written off: the receivables, the payees and the books agree.
fn debts_are_booked(state: &State) -> Result<(), Breach> {
    let mut moved: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    for (_, row) in state.receivables.iter() {
        let sums = moved.entry(row.payee).or_default();
        (sums.0, sums.1) = (sums.0 + row.former, sums.1 + row.written_off);
    }
    let mut written_off = BTreeMap::new();
    for (number, id, row) in state.payees.iter() {
        let group = state.group_of(number);
        let stands =
            state.balance(&group.entity, AccountRow::FormerTechnicians(number), group.unit);
        let sums = moved.get(&number).copied().unwrap_or_default();
        let agrees = sums == (row.former, row.written_off) && stands == i128::from(row.former);
        holds("L2", agrees, || {
            let counted = (row.former, row.written_off);
            format!(
                "{id} has {counted:?} moved and written off, their debts {sums:?}, the books {stands}"
            )
        })?;
        *written_off.entry((&group.entity, group.unit)).or_default() += i128::from(sums.1);
    }
    for ((entity, unit), minor) in written_off {
        let stands = state.balance(entity, AccountRow::Uncollectable, unit);
        holds("L2", stands == minor, || {
            format!("{minor} of {entity} are written off, and the books have {stands}")
        })?;
    }
    for (_, id, row) in state.write_offs.iter() {
        let is_made = row.stage == ApprovalStage::Approved;
        let by_two = row.decided_by.as_ref() != Some(&row.proposed_by);
        holds("L14", !is_made || by_two, || format!("write-off {id} was made by one actor"))?;
    }
    Ok(())
}
