//! The law of restatements: what each line gave is its lot, what it took was set off or is owed.

use super::{Breach, holds};
use crate::approval::ApprovalStage;
use crate::ledger::state::{Place, SourceRow, State};
use std::collections::BTreeMap;

/// L2 and L14 for restatements.
pub(super) fn restatements_are_in_place(state: &State) -> Result<(), Breach> {
    let mut there: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, lot) in state.lots.iter() {
        if let Place::GivenBack(line) = lot.place {
            *there.entry(line).or_default() -= lot.left();
        }
        let award = state.awards.row(state.rewards.row(lot.reward).award);
        if let SourceRow::Restatement(line) = award.source {
            *there.entry(line).or_default() += lot.amount;
        }
    }
    for (_, id, row) in state.restatements.iter() {
        let is_approved = row.stage == ApprovalStage::Approved;
        for line in row.lines.numbers() {
            let of = state.restated.row(line);
            let there = there.get(&line).copied().unwrap_or(0) - of.owed;
            let moved = if is_approved { of.difference() } else { 0 };
            holds("L2", there == moved && of.at.is_some() == is_approved, || {
                format!("line {line} of restatement {id} by {moved} has moved {there}")
            })?;
        }
        let by_two = row.decided_by.as_ref() != Some(&row.posted_by);
        holds("L14", !is_approved || by_two, || format!("restatement {id} was made by one actor"))?;
    }
    Ok(())
}
