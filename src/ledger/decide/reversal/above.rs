//! What a cap that is measured at vesting or payout has no room for, and by the plan's word nobody
//! gets.

use super::cancel::in_pieces;
use super::case_of;
use crate::event::Event;
use crate::ledger::decide::Desk;
use crate::plan::cap::MeasuredAt;
use crate::reading::Reading;
use crate::time::Date;
use crate::why::Step;

/// A lot that vests or is paid above a cap: what is left of it, what the cap has room for, and what
/// was used of the cap before.
pub(in crate::ledger::decide) struct Above {
    pub(in crate::ledger::decide) lot: u32,
    pub(in crate::ledger::decide) left: i64,
    pub(in crate::ledger::decide) room: i64,
    pub(in crate::ledger::decide) used: i64,
}

/// What of an award's lots is forfeited on a day: above the cap that measures it then.
pub(in crate::ledger::decide) fn above_cap(
    desk: &Desk<'_>,
    at: MeasuredAt,
    award: u32,
    lots: &[Above],
    day: Date,
) -> Vec<Event> {
    let row = desk.state.awards.row(award);
    let Some(case) = case_of(desk, row.source, (award, row), None, day) else { return Vec::new() };
    let found = case.plan.cap_at(at, &case.rule.id);
    let (_, cap, most, _) = found.expect("what is above a cap has one");
    let of = |lot: u32| lots.iter().find(|it| it.lot == lot);
    let holders = case.holders(|lot, _| of(lot).is_some());
    let event = |piece: Vec<super::Holder>| {
        let its = || piece.iter().flat_map(|it| &it.lots).filter_map(|lot| of(*lot));
        let (left, room) = its().fold((0, 0), |sum, it| (sum.0 + it.left, sum.1 + it.room));
        let used = its().map(|it| it.used).min().unwrap_or(0);
        let used = Reading::Money(case.amount(used));
        let (there, stays) = (case.exact(left), case.exact(room));
        let cut = Step::Cap(cap.id.clone(), used, Reading::Money(most), there, stays);
        let steps = vec![cut, Step::TakeBack(there, stays, case.exact(left - room))];
        let share = |holder: &super::Holder| {
            let above = |lot: u32| of(lot).map_or(0, |it| it.left - it.room);
            let sum = holder.lots.iter().map(|lot| above(*lot)).sum();
            case.share_of(holder, (sum, 0), Vec::new(), |lot, _| above(lot))
        };
        let shares: Vec<_> = piece.iter().map(share).collect();
        let moves = case.deal_cap_moves(&shares);
        case.event(None, moves, steps, shares)
    };
    in_pieces(&case, holders).into_iter().map(event).collect()
}
