//! L2 and L14 for what no rule made: adjustments, and what stood before this journal.

use super::{Breach, holds};
use crate::adjustment::AdjustmentStage;
use crate::ledger::state::{Place, SourceRow, State};
use std::collections::BTreeMap;

/// L2 for adjustments: what one gave is its lot, and what one took was set off or is owed.
pub(super) fn adjustments_are_in_place(state: &State) -> Result<(), Breach> {
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
        let moved = if row.stage == AdjustmentStage::Approved { row.amount } else { 0 };
        holds("L2", there == moved, || format!("adjustment {id} of {moved} has moved {there}"))?;
        let by_two = row.decided_by.as_ref() != Some(&row.proposed_by);
        holds("L14", moved == 0 || by_two, || format!("adjustment {id} was made by one actor"))?;
    }
    Ok(())
}

/// L2 for openings: their lots are what was opened, and nothing accrued before them.
pub(super) fn openings_are_in_place(state: &State) -> Result<(), Breach> {
    let source = |award: u32| state.awards.row(award).source;
    let mut there: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, lot) in state.lots.iter() {
        let reward = state.rewards.row(lot.reward);
        if source(reward.award) == SourceRow::Opening {
            *there.entry(reward.payee).or_default() += lot.amount;
        }
    }
    for (_, payee, row) in state.opened.iter() {
        let there = there.remove(payee).unwrap_or(0);
        holds("L2", there == row.has, || {
            format!("{} was opened with {} and has {there}", state.payees.key(*payee), row.has)
        })?;
    }
    holds("L2", there.is_empty(), || "an opened lot is of no opened balance".to_owned())?;
    let opened = state.head.value().opened;
    let mut accruals = state.accruals.iter();
    let in_order =
        accruals.all(|(number, it)| (source(it.award) == SourceRow::Opening) == (number < opened));
    holds("L2", in_order, || format!("something accrued before the {opened} openings"))
}
