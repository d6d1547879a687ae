//! Decides what is taken back of what stayed below a threshold, once two persons say that it
//! lapses.

use super::case_of;
use crate::event::Event;
use crate::ledger::decide::Desk;
use crate::time::Date;
use crate::why::Step;
use std::collections::{BTreeMap, BTreeSet};

/// All that is left of lots lapses on a day. Award by award, oldest first.
pub(in crate::ledger::decide) fn lapsed(
    desk: &Desk<'_>,
    lots: &[u32],
    why: &Step,
    on: Date,
) -> Vec<Event> {
    let state = desk.state;
    let award_of = |lot: &u32| state.rewards.row(state.lots.row(*lot).reward).award;
    let awards: BTreeSet<u32> = lots.iter().map(award_of).collect();
    let left: BTreeMap<u32, i64> =
        lots.iter().map(|lot| (*lot, state.lots.row(*lot).left())).collect();
    let cases = awards.into_iter().filter_map(|award| {
        let row = state.awards.row(award);
        case_of(desk, row.source, (award, row), None, on)
    });
    cases.flat_map(|case| case.forfeited(&left, why)).collect()
}
