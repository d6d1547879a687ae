//! L2 for what stood before this journal.

use super::{Breach, holds};
use crate::ledger::state::{SourceRow, State};
use std::collections::BTreeMap;

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
