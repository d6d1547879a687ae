//! How much of what a refund took fits under caps and into pools again, when the refund is
//! retracted: those that had given its room to later facts.

use super::Case;
use super::based::{Fact, counted_base, lots_of};
use crate::accrual::Move;
use crate::id::{CapId, PoolId};
use crate::ledger::state::{
    CounterKey, CounterRow, Counting, Link, LotRow, Place, Scope, State, TakenRow,
};
use crate::plan::cap::{AtMost, Cap, CapPer, Headroom, MeasuredAt};
use std::collections::BTreeMap;

/// What caps have room for, and what is used of it by this retraction.
pub(super) struct Room<'a> {
    state: &'a State,
    used: BTreeMap<CounterKey, i64>,
    /// What comes back of each lot.
    given: BTreeMap<u32, i64>,
    /// Of which facts something is there again, and for whom: each counts once.
    facts: Vec<(u32, u32)>,
}

/// What a cap counts of the base of one fact.
struct Base {
    cap: CapId,
    at_most: AtMost,
    of_payee: bool,
    counted: i64,
    fact: Fact,
}

impl Base {
    /// The most that can come back of what the fact paid, where so much more of its base may count.
    fn most(&self, left: i64) -> i64 {
        let Fact { total, taken } = self.fact;
        let still = self.fact.freed(self.counted) - left;
        if still <= 0 || self.counted <= 0 {
            return taken;
        }
        let still = i128::from(still) * i128::from(total);
        let (counted, taken) = (i128::from(self.counted), i128::from(taken));
        let most = taken - (still + counted - 1).div_euclid(counted);
        i64::try_from(most.max(0)).unwrap_or(0)
    }

    /// How much more of the base counts when so much comes back.
    fn counts_again(&self, minor: i64) -> i64 {
        let Fact { total, taken } = self.fact;
        let then = Fact { total, taken: taken - minor };
        self.fact.freed(self.counted) - then.freed(self.counted)
    }
}

/// The part of an amount that goes with a part of another, cut down.
fn part_of(whole: i64, minor: i64, of: i64) -> i64 {
    let part = i128::from(whole) * i128::from(minor) / i128::from(of.max(1));
    i64::try_from(part).unwrap_or(0)
}

impl<'a> Room<'a> {
    pub(super) fn of(state: &'a State) -> Room<'a> {
        Room { state, used: BTreeMap::new(), given: BTreeMap::new(), facts: Vec::new() }
    }

    /// How much of what was taken comes back, at most so much, and how the caps of its payee and of
    /// the deal move.
    pub(super) fn take(
        &mut self,
        case: &Case<'_>,
        take: &TakenRow,
        most: i64,
    ) -> (i64, Vec<Move>, Vec<Move>) {
        let state = self.state;
        let lot = state.lots.row(take.lot);
        let keys = self.keys(case, take);
        // Caps count in the plan's currency.
        let in_plan = |minor: i64| {
            state.back_in_plan(take.lot, 0, minor).map_or(minor, crate::money::Amount::minor)
        };
        let bases = self.bases(case, take);
        let most = bases
            .iter()
            .fold(most, |most, (key, base)| most.min(base.most(self.left(key, base.at_most))));
        let all = in_plan(most);
        let mut minor = all;
        for (key, cap) in &keys {
            let left = self.left(key, cap.at_most);
            minor = match cap.at_most {
                AtMost::Amount(_) | AtMost::Base(_) => minor.min(left),
                AtMost::Count(_) if self.is_another(case, key, cap, lot) && left == 0 => 0,
                AtMost::Count(_) => minor,
            };
        }
        let pooled = self.pooled(case, take.lot);
        if let Some((key, pool)) = &pooled {
            let holds = state.pool_words(pool.0, key.3).amount;
            minor = minor.min(self.left(key, AtMost::Amount(holds)));
        }
        let back = match minor == all {
            true => most,
            false => part_of(most, minor, all),
        };
        let minor = if back == 0 { 0 } else { in_plan(back) };
        let (mut of_payee, mut of_deal) = (Vec::new(), Vec::new());
        if let Some((key, (_, id))) = pooled.filter(|_| minor > 0) {
            of_payee.push(Move::Pool(id, key.3, minor));
            *self.used.entry(key).or_default() += minor;
        }
        for (key, cap) in keys.into_iter().filter(|_| minor > 0) {
            let more = match cap.at_most {
                AtMost::Amount(_) | AtMost::Base(_) => minor,
                AtMost::Count(_) => i64::from(self.is_another(case, &key, cap, lot)),
            };
            let (_, _, scope, period) = key;
            *self.used.entry(key).or_default() += more;
            let moved = Move::Cap(cap.id.clone(), period, more);
            let moves = if matches!(scope, Scope::Payee(_)) { &mut of_payee } else { &mut of_deal };
            moves.extend((more > 0).then_some(moved));
        }
        for (key, base) in bases.into_iter().filter(|_| back > 0) {
            let more = base.counts_again(back);
            let moved = Move::Cap(base.cap.clone(), key.3, more);
            let moves = if base.of_payee { &mut of_payee } else { &mut of_deal };
            moves.extend((more > 0).then_some(moved));
            *self.used.entry(key).or_default() += more;
        }
        *self.given.entry(take.lot).or_default() += back;
        if back > 0 && lot.counted_on.is_some() {
            self.facts.push((lot.accrual, state.rewards.row(lot.reward).payee));
        }
        (back, of_payee, of_deal)
    }

    /// The caps on the base that gave the room of a lot's fact to others, by their counters, with
    /// what they count of it.
    fn bases(&self, case: &Case<'_>, take: &TakenRow) -> Vec<(CounterKey, Base)> {
        let state = self.state;
        let lot = state.lots.row(take.lot);
        let payee = state.rewards.row(lot.reward).payee;
        let caps = case.plan.caps_of(&case.rule.id);
        let its = caps.filter(|(_, cap)| {
            cap.is_on_base() && cap.after_reversal == Headroom::Freed && lot.counted_on.is_some()
        });
        let base = |(number, cap): (u16, &Cap)| {
            let of_payee = matches!(cap.per, CapPer::Payee(_));
            let whose = of_payee.then_some(payee);
            let (period, counted) = counted_base(state, lot.accrual, &cap.id, whose)?;
            let scope = if of_payee { Scope::Payee(payee) } else { Scope::Deal(case.lead()) };
            let key = state.counter_key((case.award.plan(), Counting::Cap(number)), scope, period);
            let Fact { total, mut taken } = Fact::of(state, lot.accrual, whose);
            taken -= lots_of(state, lot.accrual, whose)
                .filter_map(|(number, _)| self.given.get(&number))
                .sum::<i64>();
            let fact = Fact { total, taken };
            Some((key, Base { cap: cap.id.clone(), at_most: cap.at_most, of_payee, counted, fact }))
        };
        its.filter_map(base).collect()
    }

    /// The caps that gave the room of a lot to others, by their counters.
    fn keys<'c>(&self, case: &Case<'c>, take: &TakenRow) -> Vec<(CounterKey, &'c Cap)> {
        let state = self.state;
        let lot = state.lots.row(take.lot);
        let payee = state.rewards.row(lot.reward).payee;
        let Some(counted_on) = lot.counted_on else { return Vec::new() };
        let fact_on = state.accruals.row(lot.accrual).fact_on;
        let caps = case.plan.caps_of(&case.rule.id);
        let its =
            caps.filter(|(_, cap)| cap.after_reversal == Headroom::Freed && !cap.is_on_base());
        let key = |(number, cap): (u16, &'c Cap)| {
            let is_count = matches!(cap.at_most, AtMost::Count(_));
            let is_carried = matches!(lot.place, Place::Carried(..));
            let (scope, period) = match cap.per {
                CapPer::Fact => return None,
                CapPer::Deal if !case.is_of_deal(lot) => return None,
                CapPer::Deal => (Scope::Deal(case.lead()), None),
                CapPer::Payee(span) if is_count => (Scope::Payee(payee), Some(span.of(fact_on))),
                // What it was taken from before a run measured it needs no room yet.
                CapPer::Payee(_) if cap.measured_at == MeasuredAt::Payout => {
                    let counted = state.counted_at_payout(take.lot);
                    let (_, period, _) = counted.filter(|_| take.receivable != Link::NONE)?;
                    (Scope::Payee(payee), Some(period))
                }
                CapPer::Payee(_) if is_carried => return None,
                CapPer::Payee(_) if !cap.is_at_trigger() && lot.place.is_unvested() => return None,
                CapPer::Payee(span) => (Scope::Payee(payee), Some(span.of(counted_on))),
            };
            let cap_of = (case.award.plan(), Counting::Cap(number));
            Some((state.counter_key(cap_of, scope, period), cap))
        };
        its.filter_map(key).collect()
    }

    /// The pool that gave the room of a lot to others, by its counter, number and id.
    fn pooled(&self, case: &Case<'_>, lot: u32) -> Option<(CounterKey, (u32, PoolId))> {
        let pool = case.plan.pool_of(&case.rule.id);
        let pool = pool.filter(|it| it.after_reversal == Headroom::Freed)?;
        let (_, row) = self.state.pooled.get(&lot)?;
        Some((self.state.pool_counter(row.pool, row.period), (row.pool, pool.id.clone())))
    }

    fn left(&self, key: &CounterKey, at_most: AtMost) -> i64 {
        let used = match self.state.counters.get(key) {
            Some((_, CounterRow::Cap(used))) => *used,
            _ => 0,
        };
        (at_most.bound() - used - self.used.get(key).copied().unwrap_or(0)).max(0)
    }

    /// Whether a cap on a count counted the fact of a lot and does not at the moment, because
    /// nothing of it is left, to the payee or to anybody.
    fn is_another(&self, case: &Case<'_>, key: &CounterKey, cap: &Cap, lot: &LotRow) -> bool {
        let payee = match key.2 {
            Scope::Payee(payee) => Some(payee),
            _ => None,
        };
        let is_there = |(fact, of): &(u32, u32)| {
            *fact == lot.accrual && payee.is_none_or(|payee| payee == *of)
        };
        case.is_counted(lot.accrual, cap, payee)
            && !self.facts.iter().any(is_there)
            && case.lots_of_fact(lot.accrual, payee).all(|(_, it)| it.standing() == 0)
    }
}
