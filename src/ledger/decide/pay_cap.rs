//! Decides what of a payee's lots a run takes, where caps are measured at payout; and what nobody
//! gets of the rest, once the run is settled.
//!
//! The oldest lots come first. What stands of a lot needs room; what was taken back of it while an
//! earlier run had it is owed as a receivable, and goes with it.

use super::reversal::{Above, above_cap};
use super::{Desk, amount_of};
use crate::event::{CapMeasured, Event, PayCapped};
use crate::ledger::state::{CounterKey, PayCap, PayCapRow, State};
use crate::plan::cap::{Excess, MeasuredAt};
use crate::time::{Date, Period};
use std::collections::BTreeMap;

/// What a run takes of a payee's lots.
pub(super) struct Taken {
    /// Each lot, with how much of it.
    pub(super) lots: Vec<(u32, i64)>,
    /// How caps measured it; `None` where none did.
    pub(super) capped: Option<PayCapped>,
}

/// What one cap lets in.
struct Measure<'a> {
    cap: PayCap<'a>,
    used: i64,
    takes: i64,
    above: i64,
}

/// What of a lot goes in where a cap has so much room, and how much of the room that uses.
pub(in crate::ledger) fn part_in(state: &State, lot: u32, room: i64) -> (i64, i64) {
    let row = state.lots.row(lot);
    let standing = row.standing().max(0);
    if standing <= room { (row.left(), standing) } else { (room, room) }
}

/// What a run of a period takes of a payee's lots that were payable by a day.
pub(super) fn taken(
    desk: &Desk<'_>,
    (period, cut_off): (Period, Date),
    payee: u32,
    on: Date,
) -> Taken {
    let state = desk.state;
    let counted_on = period.last_day();
    let payable = super::run::payable_by(state, payee, cut_off);
    let left = |lot: &u32| (*lot, state.lots.row(*lot).left());
    if !state.any_cap_at(MeasuredAt::Payout) {
        return Taken { lots: payable.iter().map(left).collect(), capped: None };
    }
    let mut used: BTreeMap<CounterKey, i64> = BTreeMap::new();
    let mut measures: BTreeMap<(u32, u16), Measure<'_>> = BTreeMap::new();
    let mut lots = Vec::new();
    for lot in payable {
        let Some(cap) = state.cap_to_measure(lot) else {
            lots.push(left(&lot));
            continue;
        };
        let key = state.pay_cap_key(&cap, payee, counted_on);
        let before = state.used_of_cap(&key);
        let here = used.entry(key).or_default();
        let (part, uses) = part_in(state, lot, (cap.most - before - *here).max(0));
        *here += uses;
        let new = || Measure { cap, used: before, takes: 0, above: 0 };
        let measure = measures.entry((cap.plan, cap.number)).or_insert_with(new);
        measure.takes += uses;
        measure.above += left(&lot).1 - part;
        if part > 0 {
            lots.push((lot, part));
        }
    }
    let unit = state.account_unit(state.group_of(payee));
    let measured = |it: Measure<'_>| {
        let above = (it.above > 0).then(|| amount_of(it.above, unit));
        let is_carried = it.cap.cap.excess == Excess::Carried;
        CapMeasured {
            plan: state.plans.key(it.cap.plan).clone(),
            cap: it.cap.cap.id.clone(),
            period: it.cap.span.of(counted_on),
            at_most: amount_of(it.cap.most, unit),
            used: amount_of(it.used, unit),
            takes: amount_of(it.takes, unit),
            carried: above.filter(|_| is_carried),
            forfeited: above.filter(|_| !is_carried),
        }
    };
    let caps: Vec<CapMeasured> = measures.into_values().map(measured).collect();
    let capped = (!caps.is_empty()).then(|| PayCapped {
        on,
        payee: state.payees.key(payee).clone(),
        entity: state.group_of(payee).entity.clone(),
        caps,
    });
    Taken { lots, capped }
}

/// What was above the caps of a run that is settled on a day, and by the plans' words is nobody's.
pub(super) fn forfeited(desk: &Desk<'_>, run: u32, day: Date) -> Vec<Event> {
    let state = desk.state;
    let of_row = |row: &PayCapRow| ((row.payee, row.plan, row.cap), row.used + row.takes);
    let used: BTreeMap<_, i64> = state.pay_caps_of(run).map(of_row).collect();
    let mut above: BTreeMap<u32, Vec<Above>> = BTreeMap::new();
    for (lot, left) in state.above_of(run).into_iter().filter(|(_, left)| *left > 0) {
        let reward = state.rewards.row(state.lots.row(lot).reward);
        let cap = state.pay_cap(lot).expect("L5: what is above a cap has one");
        let used = used.get(&(reward.payee, cap.plan, cap.number)).copied().unwrap_or(0);
        above.entry(reward.award).or_default().push(Above { lot, left, room: 0, used });
    }
    let events = above.into_iter();
    events
        .flat_map(|(award, lots)| above_cap(desk, MeasuredAt::Payout, award, &lots, day))
        .collect()
}
