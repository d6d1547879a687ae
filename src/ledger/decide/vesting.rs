//! Decides what vests: lots whose day has come, lots that waited for a milestone, and what caps
//! carried to a period that has begun. How much of it a cap has room for is for `release`.

use super::release::{Release, vesting_cap};
use super::reversal::Leavers;
use super::{Desk, holdback};
use crate::deal::Milestone;
use crate::digest::Digest;
use crate::event::{Event, Lands, Reached, Vested, VestedTotal};
use crate::ledger::state::{LotRow, State};
use crate::money::{Amount, Unit};
use crate::plan::cap::MeasuredAt;
use crate::time::Date;
use std::collections::BTreeMap;

/// The most payees one event vests for, so that its record stays within its bound.
const PAYEES_PER_EVENT: usize = 128;

/// Everything that is due by the end of a day, day by day, but for what leavers forfeit and what a
/// cap measures then.
pub(super) fn due(desk: &Desk<'_>, through: Date, leavers: &Leavers<'_>, events: &mut Vec<Event>) {
    let due = desk.state.due.range(..=(through, u32::MAX, u32::MAX));
    let any_capped = desk.state.any_cap_at(MeasuredAt::Vesting);
    let is_capped = |lot| any_capped && vesting_cap(desk.state, lot).is_some();
    let due = due.filter(|(_, _, lot)| !leavers.takes(*lot) && !is_capped(*lot));
    let due: Vec<_> = due.collect();
    for day in due.chunk_by(|one, other| one.0 == other.0) {
        let (due, lots): (Date, Vec<_>) =
            (day[0].0, day.iter().map(|(_, payee, lot)| (*payee, *lot)).collect());
        let (on, _) = desk.booked(due);
        let payees: Vec<_> = lots.chunk_by(|one, other| one.0 == other.0).collect();
        events.extend(payees.chunks(PAYEES_PER_EVENT).map(|some| {
            let (digest, totals) = totals(desk, some);
            Event::Vested(Vested { due, on, digest, totals })
        }));
    }
}

/// What was held back until a milestone of a lead and its deal, which has come on a day, and what
/// waited for it.
pub(super) fn reached(
    desk: &Desk<'_>,
    lead: u32,
    milestone: Milestone,
    day: Date,
    events: &mut Vec<Event>,
) {
    holdback::reached(desk, lead, milestone, day, events);
    let range = (lead, milestone, 0, 0)..=(lead, milestone, u32::MAX, u32::MAX);
    let lots = desk.state.waiting.range(range).map(|(_, _, payee, lot)| (payee, lot));
    let is_capped = |(_, lot): &(u32, u32)| vesting_cap(desk.state, *lot).is_some();
    let (capped, lots): (Vec<_>, Vec<_>) = lots.partition(is_capped);
    let mut release = Release::new(desk, day, events);
    for some in capped.chunk_by(|one, other| one.0 == other.0) {
        let lots: Vec<(u32, i64)> =
            some.iter().map(|(_, lot)| (*lot, desk.state.lots.row(*lot).left())).collect();
        release.vest((day, some[0].0), &lots, Some(milestone), None, events);
    }
    if lots.is_empty() {
        return;
    }
    let (on, _) = desk.booked(day);
    let payees: Vec<_> = lots.chunk_by(|one, other| one.0 == other.0).collect();
    let event = |some: &[&[(u32, u32)]]| {
        let (digest, totals) = totals(desk, some);
        Event::Reached(Reached { milestone, day, on, digest, totals })
    };
    events.extend(payees.chunks(PAYEES_PER_EVENT).map(event));
}

/// The total of each payee in each unit, and the digest over all lots.
fn totals(desk: &Desk<'_>, payees: &[&[(u32, u32)]]) -> (Digest, Vec<VestedTotal>) {
    let state = desk.state;
    let of_payee = |lots: &&[(u32, u32)]| {
        let payee = lots[0].0;
        let mut units: BTreeMap<Unit, (i64, u32)> = BTreeMap::new();
        for row in lots.iter().map(|(_, lot)| state.lots.row(*lot)) {
            let (sum, count) = units.entry(state.unit_of(row)).or_default();
            *sum += row.left();
            *count += 1;
        }
        let total = move |(unit, (minor, lots))| VestedTotal {
            payee: state.payees.key(payee).clone(),
            entity: state.group_of(payee).entity.clone(),
            amount: Amount::from_minor(minor, unit)
                .expect("L2: what is held was accrued within the bound"),
            lots,
        };
        units.into_iter().map(total).collect::<Vec<_>>()
    };
    let lots = payees.iter().flat_map(|lots| lots.iter().map(|(_, lot)| *lot));
    (digest_of(desk, lots), payees.iter().flat_map(of_payee).collect())
}

/// SHA-256 over lots and what is left of each, in order.
pub(super) fn digest_of(desk: &Desk<'_>, lots: impl Iterator<Item = u32>) -> Digest {
    digest_of_parts(lots.map(|lot| (lot, desk.state.lots.row(lot).left())))
}

/// SHA-256 over lots and an amount of each, in order.
pub(super) fn digest_of_parts(lots: impl Iterator<Item = (u32, i64)>) -> Digest {
    let mut bytes = Vec::new();
    for (lot, minor) in lots {
        bytes.extend(lot.to_be_bytes());
        bytes.extend(minor.to_be_bytes());
    }
    Digest::sha256(&bytes)
}

/// What caps measure that vests by the end of a day, and what they carried to days that have
/// passed, day by day. What a period has no room for is carried on, maybe several times when many
/// days pass at once; but not past the last day of a payee who forfeits it.
pub(super) fn released(
    desk: &Desk<'_>,
    through: Date,
    leavers: &Leavers<'_>,
    events: &mut Vec<Event>,
) {
    // On each day who vests comes before what was carried to it.
    let mut queue: BTreeMap<(Date, bool, u32), Vec<(u32, i64)>> = BTreeMap::new();
    let due = desk.state.any_cap_at(MeasuredAt::Vesting).then(|| {
        let due = desk.state.due.range(..=(through, u32::MAX, u32::MAX));
        due.filter(|(_, _, lot)| !leavers.takes(*lot))
    });
    for (day, payee, lot) in due.into_iter().flatten() {
        if vesting_cap(desk.state, lot).is_some() {
            let left = desk.state.lots.row(lot).left();
            queue.entry((day, false, payee)).or_default().push((lot, left));
        }
    }
    let carried = desk.state.carried.range(..=(through, u32::MAX, u32::MAX));
    for (day, payee, lot) in carried.filter(|(_, _, lot)| !leavers.takes(*lot)) {
        let left = desk.state.lots.row(lot).left();
        queue.entry((day, true, payee)).or_default().push((lot, left));
    }
    let mut release = Release::new(desk, through, events);
    while let Some(((due, is_carried, payee), lots)) = queue.pop_first() {
        if !is_carried {
            let carried = release.vest((due, payee), &lots, None, Some(leavers), events);
            for (until, lot, left) in carried.into_iter().filter(|it| it.0 <= through) {
                queue.entry((until, true, payee)).or_default().push((lot, left));
            }
            continue;
        }
        let (event, mut rest) = release.of_payee(due, payee, &lots);
        let until = event.until;
        events.push(Event::CarriedReleased(event));
        let Some(until) = until else { continue };
        let forfeited = rest.extract_if(.., |(lot, _)| leavers.takes_from(payee, *lot, until));
        let mut forfeits = leavers.events(payee, &forfeited.collect());
        release.taken_where_they_are(&mut forfeits);
        events.extend(forfeits);
        if until <= through && !rest.is_empty() {
            queue.entry((until, true, payee)).or_default().extend(rest);
        }
    }
}

/// Where what is released on a day goes: its hold is counted as if it had never waited.
pub(super) fn landing(state: &State, lot: &LotRow, due: Date, through: Date) -> Lands {
    let award = state.awards.row(state.rewards.row(lot.reward).award);
    if let Some(milestone) = state.waits_for(award) {
        return Lands::Until(milestone);
    }
    if state.waits_for_approval(award) {
        return Lands::UntilApproved;
    }
    match lot.day {
        day if day > through && day > due => Lands::Held(day),
        day => Lands::Payable(day.max(due)),
    }
}
