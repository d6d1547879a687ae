//! Decides what vests: lots whose day has come, lots that waited for a milestone, and what caps
//! carried to a period that has begun.

use super::reversal::Leavers;
use super::{Desk, holdback};
use crate::accrual::Move;
use crate::deal::Milestone;
use crate::digest::Digest;
use crate::event::{CarriedReleased, Event, Lands, Reached, ReleasedLot, Vested, VestedTotal};
use crate::ledger::state::{CounterRow, Counting, LotRow, Place, Scope, State};
use crate::money::Amount;
use crate::plan::cap::{AtMost, CapPer};
use crate::time::Date;
use std::collections::BTreeMap;

/// The most payees one event vests for, so that its record stays within its bound.
const PAYEES_PER_EVENT: usize = 128;

/// Everything that is due by the end of a day, day by day, but for what leavers forfeit.
pub(super) fn due(desk: &Desk<'_>, through: Date, leavers: &Leavers<'_>, events: &mut Vec<Event>) {
    let due = desk.state.due.range(..=(through, u32::MAX, u32::MAX));
    let due: Vec<_> = due.filter(|(_, _, lot)| !leavers.takes(*lot)).collect();
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
    let lots: Vec<_> =
        desk.state.waiting.range(range).map(|(_, _, payee, lot)| (payee, lot)).collect();
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

/// The total of each payee, and the digest over all lots.
fn totals(desk: &Desk<'_>, payees: &[&[(u32, u32)]]) -> (Digest, Vec<VestedTotal>) {
    let total = |lots: &&[(u32, u32)]| {
        let payee = lots[0].0;
        let group = desk.state.group_of(payee);
        let minor = lots.iter().map(|(_, lot)| desk.state.lots.row(*lot).left()).sum();
        VestedTotal {
            payee: desk.state.payees.key(payee).clone(),
            entity: group.entity.clone(),
            amount: Amount::from_minor(minor, group.unit)
                .expect("L2: what is held was accrued within the bound"),
            lots: u32::try_from(lots.len()).expect("a journal holds fewer than 2^32 lots"),
        }
    };
    let lots = payees.iter().flat_map(|lots| lots.iter().map(|(_, lot)| *lot));
    (digest_of(desk, lots), payees.iter().map(total).collect())
}

/// SHA-256 over lots and what is left of each, in order.
pub(super) fn digest_of(desk: &Desk<'_>, lots: impl Iterator<Item = u32>) -> Digest {
    let mut bytes = Vec::new();
    for lot in lots {
        bytes.extend(lot.to_be_bytes());
        bytes.extend(desk.state.lots.row(lot).left().to_be_bytes());
    }
    Digest::sha256(&bytes)
}

/// What caps carried to days that have passed. What a period has no room for is carried on, maybe
/// several times when many days pass at once; but not past the last day of a payee who forfeits it.
pub(super) fn released(
    desk: &Desk<'_>,
    through: Date,
    leavers: &Leavers<'_>,
    events: &mut Vec<Event>,
) {
    let mut queue: BTreeMap<(Date, u32), Vec<(u32, i64)>> = BTreeMap::new();
    let carried = desk.state.carried.range(..=(through, u32::MAX, u32::MAX));
    for (day, payee, lot) in carried.filter(|(_, _, lot)| !leavers.takes(*lot)) {
        let left = desk.state.lots.row(lot).left();
        queue.entry((day, payee)).or_default().push((lot, left));
    }
    let mut release = Release { desk, through, used: BTreeMap::new() };
    while let Some(((due, payee), lots)) = queue.pop_first() {
        let (event, mut rest) = release.of_payee(due, payee, &lots);
        let until = event.until;
        events.push(Event::CarriedReleased(event));
        let Some(until) = until else { continue };
        let forfeited = rest.extract_if(.., |(lot, _)| leavers.takes_from(payee, *lot, until));
        events.extend(leavers.events(payee, &forfeited.collect()));
        if until <= through && !rest.is_empty() {
            queue.entry((until, payee)).or_default().extend(rest);
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

/// A release under way: what it has used of caps so far.
struct Release<'a> {
    desk: &'a Desk<'a>,
    through: Date,
    used: BTreeMap<(u32, u16, u32, Date), i64>,
}

impl Release<'_> {
    /// What of a payee's carried lots is theirs on a day, and what is carried on.
    fn of_payee(
        &mut self,
        due: Date,
        payee: u32,
        lots: &[(u32, i64)],
    ) -> (CarriedReleased, Vec<(u32, i64)>) {
        let state = self.desk.state;
        let group = state.group_of(payee);
        let amount = |minor| {
            Amount::from_minor(minor, group.unit)
                .expect("L2: what is carried was accrued in bounds")
        };
        let (mut released, mut rest, mut until) = (Vec::new(), Vec::new(), None);
        for (lot, left) in lots {
            let row = state.lots.row(*lot);
            let award = state.awards.row(state.rewards.row(row.reward).award);
            let (plan, _, rule) = state.rule_of(award);
            let caps = || plan.caps_of(&rule.id);
            let mut room = *left;
            for (number, cap) in caps() {
                let (CapPer::Payee(span), AtMost::Amount(most)) = (cap.per, cap.at_most) else {
                    continue;
                };
                let key = (award.plan(), number, payee, span.of(due).from());
                let used = self.used(key, due, span);
                room = room.min((most.minor() - used).max(0));
            }
            if let (Place::Carried(of, _), true) = (row.place, room < *left)
                && let CapPer::Payee(span) = plan.caps[usize::from(of)].per
            {
                let next = span.of(due).until();
                until = Some(until.map_or(next, |other: Date| other.min(next)));
            }
            let mut moves = Vec::new();
            for (number, cap) in caps().filter(|_| room > 0) {
                if let CapPer::Payee(span) = cap.per {
                    let more = if matches!(cap.at_most, AtMost::Amount(_)) { room } else { 0 };
                    let key = (award.plan(), number, payee, span.of(due).from());
                    *self.used.entry(key).or_default() += more;
                    if more > 0 {
                        moves.push(Move::Cap(cap.id.clone(), Some(span.of(due)), more));
                    }
                }
            }
            let lands = (room > 0).then(|| landing(state, row, due, self.through));
            released.push(ReleasedLot { lot: *lot, amount: amount(room), lands, moves });
            if room < *left {
                rest.push((*lot, *left - room));
            }
        }
        let (on, _) = self.desk.booked(due);
        let (id, entity) = (state.payees.key(payee).clone(), group.entity.clone());
        (CarriedReleased { due, on, payee: id, entity, lots: released, until }, rest)
    }

    fn used(&self, key: (u32, u16, u32, Date), due: Date, span: crate::plan::tiers::Span) -> i64 {
        let (plan, cap, payee, _) = key;
        let (state, scope) = (self.desk.state, Scope::Payee(payee));
        let counter = state.counter_key((plan, Counting::Cap(cap)), scope, Some(span.of(due)));
        let counted = match state.counters.get(&counter) {
            Some((_, CounterRow::Cap(used))) => *used,
            _ => 0,
        };
        counted + self.used.get(&key).copied().unwrap_or(0)
    }
}
