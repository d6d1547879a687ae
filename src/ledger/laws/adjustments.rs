//! L2 and L14 of adjustments.

use super::{Breach, holds};
use crate::approval::ApprovalStage;
use crate::ledger::state::{Place, SourceRow, State};
use std::collections::BTreeMap;

/// L2 for adjustments: what one gave is its lot, and what one took was set off or is owed.
pub(super) fn are_in_place(state: &State) -> Result<(), Breach> {
    let mut there: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, lot) in state.lots.iter() {
        if let Place::SetOff(number) = lot.place {
            *there.entry(number).or_default() += lot.left();
        }
        let award = state.awards.row(state.rewards.row(lot.reward).award);
        if let SourceRow::Adjustment(number) = award.source {
            *there.entry(number).or_default() += lot.amount;
        }
    }
    for (number, id, row) in state.adjustments.iter() {
        let there = there.get(&number).copied().unwrap_or(0) + row.owed;
        let moved = if row.stage == ApprovalStage::Approved { row.amount } else { 0 };
        holds("L2", there == moved, || format!("adjustment {id} of {moved} has moved {there}"))?;
        let by_two = row.decided_by.as_ref() != Some(&row.proposed_by);
        holds("L14", moved == 0 || by_two, || format!("adjustment {id} was made by one actor"))?;
    }
    Ok(())
}
