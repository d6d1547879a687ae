//! Decides what is taken back of what stayed below a threshold, once two persons say that it
//! lapses.

use super::{Case, case_of};
use crate::event::Event;
use crate::ledger::decide::Desk;
use crate::ledger::state::LotRow;
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

impl Case<'_> {
    /// What accrued in a lot, less what no reversal takes back. What lapsed has nothing to do with
    /// a refund: of such a lot it is what came back since.
    pub(super) fn accrued_in(&self, number: u32, lot: &LotRow) -> i64 {
        match self.desk.state.lapsed_of_lot(number) {
            Some(_) => (lot.standing() - lot.kept).max(0),
            None => lot.amount - lot.kept,
        }
    }

    /// The part of some money that goes with what of an accrual did not lapse, among some lots.
    pub(super) fn less_lapsed(&self, lots: &[u32], accrual: u32, money: i64) -> i64 {
        let state = self.desk.state;
        let (mut there, mut whole) = (0_i128, 0_i128);
        for lot in lots {
            let row = state.lots.row(*lot);
            if row.accrual == accrual {
                let lapsed = state.lapsed_of_lot(*lot).is_some();
                there += i128::from(if lapsed { row.standing() } else { row.amount });
                whole += i128::from(row.amount);
            }
        }
        if there == whole {
            return money;
        }
        let part = self.plan.rounding().mode.divide(i128::from(money) * there, whole.max(1));
        let part = part.and_then(|part| i64::try_from(part).ok());
        part.expect("L3: a part of what came in is in bounds")
    }
}
