//! Decides what comes of what waits in pools as days pass: released out of the pool of a period,
//! first in first out or in equal parts, or forfeited.
//!
//! Who waits from an earlier day stands before who waits from a later one, and of one day whoever
//! was told first, which the numbers of lots say.

use super::reversal::{Ended, Forfeit, Leavers, forfeited};
use super::{Desk, amount_of, vesting};
use crate::accrual::Move;
use crate::event::{Event, PoolReleased, ReleasedLot};
use crate::ledger::state::{LotRow, State};
use crate::money::allocate;
use crate::plan::pool::{AtEnd, Each, Exceeded, Pool};
use crate::time::{Date, Period};
use std::collections::BTreeMap;

/// The most lots one event releases, so that its record stays within its bound.
const LOTS_PER_EVENT: usize = 128;

/// What comes of what waits in pools by the end of a day, but for what leavers forfeit.
pub(super) fn due(desk: &Desk<'_>, through: Date, leavers: &Leavers<'_>) -> Vec<Event> {
    let (state, mut events) = (desk.state, Vec::new());
    let mut from = (0, Date::FIRST, 0);
    while let Some((pool, ..)) = state.queued.range(from..).next() {
        let mut waiting = Waiting { desk, pool, through, leavers, used: BTreeMap::new() };
        match state.pool_words(pool, None).exceeded {
            Exceeded::Stop => {}
            Exceeded::Queue(at_end) => waiting.queue(at_end, &mut events),
            Exceeded::ProRataAtClose { .. } => waiting.close(&mut events),
        }
        from = (pool + 1, Date::FIRST, 0);
    }
    events
}

/// A pool in which something waits, and what is used of it by this command.
struct Waiting<'a> {
    desk: &'a Desk<'a>,
    pool: u32,
    through: Date,
    leavers: &'a Leavers<'a>,
    used: BTreeMap<Option<Period>, i64>,
}

/// What of a lot is released, and out of the pool of which period.
struct Release {
    lot: u32,
    minor: i64,
    period: Option<Period>,
}

impl<'a> Waiting<'a> {
    fn state(&self) -> &'a State {
        self.desk.state
    }

    /// The first day that passes now: before any has, the one from which something waits.
    fn first_day(&self) -> Date {
        let first = match self.state().head.value().passed {
            Some(passed) => passed.plus_days(1),
            None => self.waits_from(Date::FIRST).next().map(|(_, since, _)| since),
        };
        first.map_or(self.through, |first| first.min(self.through))
    }

    /// What the pool has left in a period.
    fn room(&self, period: Option<Period>) -> i64 {
        let holds = self.state().pool_words(self.pool, period).amount.minor();
        let used = self.state().used_of_pool(self.pool, period);
        (holds - used - self.used.get(&period).copied().unwrap_or(0)).max(0)
    }

    /// The periods that are reached now and in which a version has the pool, each with the first
    /// of its days.
    fn periods(&self, words: &Pool, end: Option<Date>) -> Vec<(Date, Option<Period>)> {
        let Each::Period(span, _) = words.each else { return vec![(self.first_day(), None)] };
        let next = |period: &Period| Some(span.of(period.until()));
        let reached = std::iter::successors(Some(span.of(self.first_day())), next)
            .take_while(|period| period.from() <= self.through);
        let is_filled = |period: &Period| end.is_none_or(|end| period.from() < end);
        let day = |period: &Period| period.from().max(self.first_day());
        reached.filter(is_filled).map(|period| (day(&period), Some(period))).collect()
    }

    /// First in, first out.
    fn queue(&mut self, at_end: AtEnd, events: &mut Vec<Event>) {
        let state = self.state();
        let words = state.pool_words(self.pool, None);
        let end = state.pool_end(self.pool);
        let mut taken: BTreeMap<u32, i64> = BTreeMap::new();
        for (day, period) in self.periods(words, end) {
            let released = self.first_out(words, period, &mut taken);
            self.release(day, &released, events);
        }
        let Some(end) = end.filter(|end| *end <= self.through && at_end == AtEnd::Lapses) else {
            return;
        };
        let rest = |(_, _, lot): (u32, Date, u32)| {
            let had = state.lots.row(lot).left() - taken.get(&lot).copied().unwrap_or(0);
            Forfeit { lot, had, gone: had }
        };
        let rest: Vec<Forfeit> = self.waits_from(Date::FIRST).map(rest).collect();
        let on = end.max(self.first_day());
        events.extend(forfeited(self.desk, &rest, Ended::Lapsed(words, end), on));
    }

    /// The lots of the pool that wait from a day on.
    fn waits_from(&self, day: Date) -> impl Iterator<Item = (u32, Date, u32)> + use<'a> {
        self.waits_behind((day, 0))
    }

    /// The lots of the pool that wait from a place in its queue on.
    fn waits_behind(
        &self,
        (day, lot): (Date, u32),
    ) -> impl Iterator<Item = (u32, Date, u32)> + use<'a> {
        let (pool, leavers) = (self.pool, self.leavers);
        let queued = self.state().queued.range((pool, day, lot)..=(pool, Date::LAST, u32::MAX));
        queued.filter(|(_, _, lot)| !leavers.takes(*lot))
    }

    /// What is released out of the pool of a period, and out of room that reversals made in the
    /// period a lot waits from. Periods without any are passed over, however much waits in them.
    fn first_out(
        &mut self,
        words: &Pool,
        period: Option<Period>,
        taken: &mut BTreeMap<u32, i64>,
    ) -> Vec<Release> {
        let (state, mut released) = (self.state(), Vec::new());
        let mut next = self.waits_from(Date::FIRST).next();
        while let Some((_, since, lot)) = next {
            let own = words.period_of(since);
            if own > period {
                break; // it waits from a day whose period has not begun
            }
            for period in [own, period] {
                let left = state.lots.row(lot).left() - taken.get(&lot).copied().unwrap_or(0);
                let minor = left.min(self.room(period));
                if minor > 0 {
                    released.push(Release { lot, minor, period });
                    *taken.entry(lot).or_default() += minor;
                    *self.used.entry(period).or_default() += minor;
                }
            }
            let after = match own {
                _ if self.room(own) > 0 || self.room(period) > 0 => (since, lot + 1),
                Some(own) => (own.until(), 0),
                None => break,
            };
            next = self.waits_behind(after).next();
        }
        released
    }

    /// In equal parts, once the pool of a period closes.
    fn close(&mut self, events: &mut Vec<Event>) {
        let state = self.state();
        let mut next = self.waits_from(Date::FIRST).next();
        while let Some((_, since, _)) = next {
            let own = state.pool_words(self.pool, None).period_of(since);
            let words = state.pool_words(self.pool, own);
            let (Some(period), Some(day)) = (own, words.closes_on(own)) else { return };
            if day <= self.through {
                self.divide(period, words, day.max(self.first_day()), events);
            }
            next = self.waits_from(period.until()).next();
        }
    }

    fn divide(&mut self, period: Period, words: &Pool, day: Date, events: &mut Vec<Event>) {
        let (state, unit) = (self.state(), words.amount.unit());
        let its = self.waits_from(period.from()).take_while(|it| it.1 < period.until());
        let lots: Vec<u32> = its.map(|(_, _, lot)| lot).collect();
        let left: Vec<i64> = lots.iter().map(|lot| state.lots.row(*lot).left()).collect();
        let waited: i64 = left.iter().sum();
        let gives = self.room(Some(period)).min(waited);
        let weights: Vec<i128> = left.iter().copied().map(i128::from).collect();
        let parts = allocate(gives, &weights).expect("L2: what waits is within the bound");
        let (mut released, mut forfeits) = (Vec::new(), Vec::new());
        for ((lot, had), minor) in lots.into_iter().zip(left).zip(parts) {
            released.push(Release { lot, minor, period: Some(period) });
            forfeits.push(Forfeit { lot, had, gone: had - minor });
        }
        let (gives, waited) = (amount_of(gives, unit), amount_of(waited, unit));
        let ended = Ended::Closed(words, Some(period), gives, waited);
        events.extend(forfeited(self.desk, &forfeits, ended, day));
        self.release(day, &released, events);
    }

    /// The events of releases, by payee and period.
    fn release(&self, day: Date, released: &[Release], events: &mut Vec<Event>) {
        let state = self.state();
        let mut of_payee: BTreeMap<(u32, Option<Period>), Vec<ReleasedLot>> = BTreeMap::new();
        let (_, id) = state.pool_ids.key(self.pool);
        for one in released.iter().filter(|it| it.minor > 0) {
            let row = state.lots.row(one.lot);
            let payee = state.rewards.row(row.reward).payee;
            let amount = amount_of(one.minor, state.account_in(payee));
            let moves = vec![Move::Pool(id.clone(), one.period, one.minor)];
            let lands = Some(self.landing(row, day));
            let lot = ReleasedLot { lot: one.lot, amount, lands, moves };
            of_payee.entry((payee, one.period)).or_default().push(lot);
        }
        let (on, _) = self.desk.booked(day);
        for ((payee, period), lots) in of_payee {
            let entity = state.group_of(payee).entity.clone();
            for lots in lots.chunks(LOTS_PER_EVENT) {
                events.push(Event::PoolReleased(PoolReleased {
                    pool: id.clone(),
                    period,
                    day,
                    on,
                    payee: state.payees.key(payee).clone(),
                    entity: entity.clone(),
                    lots: lots.to_vec(),
                }));
            }
        }
    }

    fn landing(&self, lot: &LotRow, day: Date) -> crate::event::Lands {
        vesting::landing(self.desk.state, lot, day, self.through)
    }
}
