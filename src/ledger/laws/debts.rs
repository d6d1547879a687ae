//! Laws of what payees owe.

use super::{Breach, holds};
use crate::ledger::state::State;
use std::collections::BTreeMap;

/// L2 for receivables: raised = outstanding + recovered.
pub(super) fn receivables_are_owed(state: &State) -> Result<(), Breach> {
    let mut recovered: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, line) in state.lines.iter() {
        if state.runs.row(line.run).stage.is_live() {
            for (receivable, minor) in line.recoveries.iter() {
                *recovered.entry(*receivable).or_default() += minor;
            }
        }
    }
    for (number, row) in state.receivables.iter() {
        let recovered = recovered.get(&number).copied().unwrap_or(0);
        let adds_up = row.outstanding >= 0 && row.amount == row.outstanding + recovered;
        holds("L2", adds_up, || {
            let (raised, open) = (row.amount, row.outstanding);
            format!("receivable {number} of {raised} has {open} open and {recovered} recovered")
        })?;
        let listed = state.owed.range((row.payee, number)..=(row.payee, number)).count();
        holds("L2", listed == usize::from(row.outstanding > 0), || {
            format!("receivable {number} with {} open is listed {listed} times", row.outstanding)
        })?;
    }
    Ok(())
}
