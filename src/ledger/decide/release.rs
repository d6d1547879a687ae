//! How much caps have room for of what vests on a day, and of what they had carried to it.

use super::Desk;
use super::reversal::{Above, Leavers, above_cap};
use crate::accrual::Move;
use crate::deal::Milestone;
use crate::event::{CapVested, CarriedReleased, Event, ReleasedLot, TakenFrom};
use crate::ledger::state::{
    AwardRow, CounterKey, CounterRow, Counting, Place, Scope, State, Whose,
};
use crate::money::Amount;
use crate::plan::cap::{AtMost, CapPer, Excess, MeasuredAt, PeriodCap};
use crate::plan::tiers::Span;
use crate::time::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The most lots one event has, so that its record stays within its bound.
const LOTS_PER_EVENT: usize = 128;

/// The cap that measures a lot when it vests, if it has one.
pub(super) fn vesting_cap(state: &State, lot: u32) -> Option<PeriodCap<'_>> {
    let row = state.lots.row(lot);
    row.counted_on?;
    let award = state.awards.row(state.rewards.row(row.reward).award);
    award.plan.get()?; // what no plan pays has no caps
    let (plan, _, rule) = state.rule_of(award);
    plan.vesting_cap_of(&rule.id)
}

/// How the caps of payees are moved by events that are decided and not applied yet.
pub(super) fn moved_by<'a>(
    state: &'a State,
    events: &'a [Event],
) -> impl Iterator<Item = (Whose, &'a Move)> {
    let of_lot = |payee: u32, lot: &'a ReleasedLot| {
        let row = (lot.lot < state.lots.next()).then(|| state.lots.row(lot.lot));
        let award = row.map(|row| state.awards.row(state.rewards.row(row.reward).award));
        let plan = award.and_then(|award: &AwardRow| award.plan.get());
        let whose = plan.map(|plan| Whose { plan, rule: (0, 0), lead: None, payee: Some(payee) });
        whose.into_iter().flat_map(move |whose| lot.moves.iter().map(move |it| (whose, it)))
    };
    events.iter().flat_map(move |event| {
        let mut found: Vec<(Whose, &Move)> = Vec::new();
        match event {
            Event::CapVested(CapVested { payee, lots, .. })
            | Event::CarriedReleased(CarriedReleased { payee, lots, .. }) => {
                if let Some(payee) = state.payees.find(payee) {
                    found.extend(lots.iter().flat_map(|lot| of_lot(payee, lot)));
                }
            }
            Event::Accrued(it) => {
                let plan = state.plans.find(&it.plan);
                for share in it.shares.iter().filter(|share| !share.moves.is_empty()) {
                    let payee = state.payees.find(&share.payee);
                    let of_payee = |moved: &&Move| matches!(moved, Move::Cap(_, Some(_), _));
                    let whose = plan.map(|plan| Whose { plan, rule: (0, 0), lead: None, payee });
                    let moves = share.moves.iter().filter(of_payee);
                    found.extend(
                        whose.into_iter().flat_map(|it| moves.clone().map(move |m| (it, m))),
                    );
                }
            }
            _ => {}
        }
        found
    })
}

/// A release under way: what it has used of caps so far.
pub(super) struct Release<'a> {
    desk: &'a Desk<'a>,
    through: Date,
    used: BTreeMap<CounterKey, i64>,
    /// Lots that vest by this very command, and are carried since.
    carried: BTreeSet<u32>,
}

impl<'a> Release<'a> {
    /// After these events.
    pub(super) fn new(desk: &'a Desk<'a>, through: Date, events: &[Event]) -> Release<'a> {
        let mut used: BTreeMap<CounterKey, i64> = BTreeMap::new();
        for (whose, moved) in moved_by(desk.state, events) {
            if let Move::Cap(_, _, more) = moved {
                *used.entry(desk.state.counter_of(whose, moved)).or_default() += more;
            }
        }
        Release { desk, through, used, carried: BTreeSet::new() }
    }

    fn amount(&self, payee: u32, minor: i64) -> Amount {
        let unit = self.desk.state.account_in(payee);
        Amount::from_minor(minor, unit).expect("L2: what vests was accrued in bounds")
    }

    fn key(&self, (plan, cap): (u32, u16), payee: u32, (due, span): (Date, Span)) -> CounterKey {
        let scope = Scope::Payee(payee);
        self.desk.state.counter_key((plan, Counting::Cap(cap)), scope, Some(span.of(due)))
    }

    fn used(&self, key: &CounterKey) -> i64 {
        let counted = match self.desk.state.counters.get(key) {
            Some((_, CounterRow::Cap(used))) => *used,
            _ => 0,
        };
        counted + self.used.get(key).copied().unwrap_or(0)
    }

    /// What of a payee's carried lots is theirs on a day, and what is carried on.
    pub(super) fn of_payee(
        &mut self,
        due: Date,
        payee: u32,
        lots: &[(u32, i64)],
    ) -> (CarriedReleased, Vec<(u32, i64)>) {
        let state = self.desk.state;
        let (mut released, mut rest, mut until) = (Vec::new(), Vec::new(), None);
        for (lot, left) in lots {
            let row = state.lots.row(*lot);
            let award = state.awards.row(state.rewards.row(row.reward).award);
            let (plan, _, rule) = state.rule_of(award);
            let carrier = match row.place {
                Place::Carried(of, _) => Some(of),
                _ => plan.vesting_cap_of(&rule.id).map(|found| found.0),
            };
            let carrier = carrier.map(|of| &plan.caps[usize::from(of)]);
            // What a cap measured at vesting carries has been counted by others when it accrued.
            let at = carrier.map(|cap| cap.measured_at);
            let caps = || plan.caps_of(&rule.id).filter(|(_, cap)| Some(cap.measured_at) == at);
            let key = |number, span| self.key((award.plan(), number), payee, (due, span));
            let mut room = *left;
            for (number, cap) in caps() {
                let (CapPer::Payee(span), AtMost::Amount(most)) = (cap.per, cap.at_most) else {
                    continue;
                };
                room = room.min((most.minor() - self.used(&key(number, span))).max(0));
            }
            if let (Some(cap), true) = (carrier, room < *left)
                && let CapPer::Payee(span) = cap.per
            {
                let next = span.of(due).until();
                until = Some(until.map_or(next, |other: Date| other.min(next)));
            }
            let mut moves = Vec::new();
            for (number, cap) in caps().filter(|_| room > 0) {
                if let (CapPer::Payee(span), AtMost::Amount(_)) = (cap.per, cap.at_most) {
                    let key = self.key((award.plan(), number), payee, (due, span));
                    *self.used.entry(key).or_default() += room;
                    moves.push(Move::Cap(cap.id.clone(), Some(span.of(due)), room));
                }
            }
            let lands = (room > 0).then(|| super::vesting::landing(state, row, due, self.through));
            released.push(ReleasedLot {
                lot: *lot,
                amount: self.amount(payee, room),
                lands,
                moves,
            });
            if room < *left {
                rest.push((*lot, *left - room));
            }
        }
        let (on, _) = self.desk.booked(due);
        let (id, entity) = (state.payees.key(payee).clone(), state.group_of(payee).entity.clone());
        (CarriedReleased { due, on, payee: id, entity, lots: released, until }, rest)
    }

    /// A payee's lots vest on a day as far as their caps have room then. What is above is
    /// forfeited, or carried: to which day, of which lot and how much. What is carried past the
    /// last day of a payee who forfeits it then is forfeited at once.
    pub(super) fn vest(
        &mut self,
        (due, payee): (Date, u32),
        lots: &[(u32, i64)],
        milestone: Option<Milestone>,
        leavers: Option<&Leavers<'_>>,
        events: &mut Vec<Event>,
    ) -> Vec<(Date, u32, i64)> {
        let state = self.desk.state;
        let mut above: BTreeMap<u32, Vec<Above>> = BTreeMap::new();
        let (mut vests, mut carried, mut lost) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (lot, left) in lots {
            let Some((number, cap, most, span)) = vesting_cap(state, *lot) else { continue };
            let award = state.rewards.row(state.lots.row(*lot).reward).award;
            let key = self.key((state.awards.row(award).plan(), number), payee, (due, span));
            let used = self.used(&key);
            let room = (*left).min((most.minor() - used).max(0));
            let mut moves = Vec::new();
            if room > 0 {
                *self.used.entry(key).or_default() += room;
                moves.push(Move::Cap(cap.id.clone(), Some(span.of(due)), room));
            }
            let until = span.of(due).until();
            let is_lost = || leavers.is_some_and(|it| it.takes_from(payee, *lot, until));
            let is_carried = room < *left && cap.excess == Excess::Carried && !is_lost();
            if is_carried {
                carried.push((until, *lot, *left - room));
                self.carried.insert(*lot);
            } else if room < *left && cap.excess == Excess::Carried {
                lost.insert(*lot, *left - room);
            } else if room < *left {
                let one = Above { lot: *lot, left: *left, room, used };
                above.entry(award).or_default().push(one);
            }
            if room > 0 || is_carried {
                let amount = self.amount(payee, room);
                let above = if is_carried { *left - room } else { 0 };
                vests.push((ReleasedLot { lot: *lot, amount, lands: None, moves }, above));
            }
        }
        for (award, lots) in above {
            events.extend(above_cap(self.desk, MeasuredAt::Vesting, award, &lots, due));
        }
        events.extend(leavers.into_iter().flat_map(|leavers| leavers.events(payee, &lost)));
        let (on, _) = self.desk.booked(due);
        events.extend(vests.chunks(LOTS_PER_EVENT).map(|some| {
            let above: i64 = some.iter().map(|(_, above)| above).sum();
            Event::CapVested(CapVested {
                due,
                milestone,
                on,
                payee: state.payees.key(payee).clone(),
                entity: state.group_of(payee).entity.clone(),
                lots: some.iter().map(|(lot, _)| lot.clone()).collect(),
                carried: (above > 0).then(|| self.amount(payee, above)),
            })
        }));
        carried
    }

    /// Reversals of lots that this very command carries take them from there.
    pub(super) fn taken_where_they_are(&self, events: &mut [Event]) {
        for event in events {
            let Event::Reversed(it) = event else { continue };
            let takes = it.shares.iter_mut().flat_map(|share| &mut share.takes);
            for take in takes.filter(|take| self.carried.contains(&take.lot)) {
                take.from = TakenFrom::Carried;
            }
        }
    }
}
