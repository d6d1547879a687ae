//! What a reversal does to caps on the base: of what a fact counted, that part is free again which
//! was taken back of what the fact paid.

use crate::accrual::Move;
use crate::event::{Event, Take};
use crate::id::CapId;
use crate::ledger::decide::Desk;
use crate::ledger::state::{LotRow, State};
use crate::plan::cap::{Cap, CapPer, Headroom};
use crate::time::Period;
use std::collections::{BTreeMap, BTreeSet};

/// What a fact paid, to a payee or to everybody, and what of that was taken back.
#[derive(Clone, Copy)]
pub(super) struct Fact {
    pub(super) total: i64,
    pub(super) taken: i64,
}

impl Fact {
    pub(super) fn of(state: &State, accrual: u32, payee: Option<u32>) -> Fact {
        let (mut total, mut taken) = (0, 0);
        for (_, lot) in lots_of(state, accrual, payee) {
            total += lot.amount;
            taken += lot.amount - lot.standing();
        }
        Fact { total, taken }
    }

    /// What is free again of a base that the fact counted. Cut down: all of it is only with all
    /// that the fact paid.
    pub(super) fn freed(self, counted: i64) -> i64 {
        let part = i128::from(counted) * i128::from(self.taken) / i128::from(self.total.max(1));
        i64::try_from(part).expect("L5: a part of what a cap counted is within the bound")
    }
}

/// The lots of a fact that caps count, of a payee or of everybody.
pub(super) fn lots_of(
    state: &State,
    accrual: u32,
    payee: Option<u32>,
) -> impl Iterator<Item = (u32, &LotRow)> {
    let rewards = state.each_reward(state.accruals.row(accrual).award);
    let its = rewards.filter(move |(_, it)| payee.is_none_or(|payee| it.payee == payee));
    let lots = its.flat_map(|(number, _)| state.each_lot(number));
    lots.filter(move |(_, lot)| lot.accrual == accrual && lot.counted_on.is_some())
}

/// What a cap counted of the base of a fact, and in which period.
pub(super) fn counted_base(
    state: &State,
    accrual: u32,
    cap: &CapId,
    payee: Option<u32>,
) -> Option<(Option<Period>, i64)> {
    let mut numbers = state.accruals.row(accrual).counted.numbers();
    numbers.find_map(|number| {
        let it = state.counted.row(number);
        match &it.moved {
            Move::Cap(id, period, counted) if id == cap && it.payee == payee => {
                Some((*period, *counted))
            }
            _ => None,
        }
    })
}

/// Adds to the reversals of a command what they free of caps on the base.
pub(in crate::ledger::decide) fn free_bases(desk: &Desk<'_>, events: &mut [Event]) {
    let state = desk.state;
    let mut gone: BTreeMap<u32, i64> = BTreeMap::new();
    for event in events {
        let Event::Reversed(it) = event else { continue };
        let Some(plan) = state.plans.find(&it.plan) else { continue };
        let plan = &state.plans.row(plan).plan;
        let caps = plan.caps_of(&it.rule).map(|(_, cap)| cap);
        let caps = caps.filter(|it| it.is_on_base() && it.after_reversal == Headroom::Freed);
        let (of_deal, of_payee): (Vec<&Cap>, Vec<&Cap>) =
            caps.partition(|cap| cap.per == CapPer::Deal);
        if of_deal.is_empty() && of_payee.is_empty() {
            continue;
        }
        let takes: Vec<Take> = it.shares.iter().flat_map(|share| share.takes.clone()).collect();
        for cap in of_deal {
            it.moves.extend(freed(state, cap, None, &takes, &gone));
        }
        for share in &mut it.shares {
            let payee = state.payees.find(&share.payee);
            for cap in of_payee.iter().filter(|_| payee.is_some()) {
                share.moves.extend(freed(state, cap, payee, &share.takes, &gone));
            }
            for take in &share.takes {
                *gone.entry(take.lot).or_default() += take.amount.minor();
            }
        }
    }
}

/// How a cap moves back with what is taken, given what events before took of lots.
fn freed(
    state: &State,
    cap: &Cap,
    payee: Option<u32>,
    takes: &[Take],
    gone: &BTreeMap<u32, i64>,
) -> Vec<Move> {
    let is_there = |take: &&Take| take.amount.is_positive() && take.lot < state.lots.next();
    let facts: BTreeSet<u32> =
        takes.iter().filter(is_there).map(|take| state.lots.row(take.lot).accrual).collect();
    let mut of_period: BTreeMap<Option<Period>, i64> = BTreeMap::new();
    for accrual in facts {
        let Some((period, counted)) = counted_base(state, accrual, &cap.id, payee) else {
            continue;
        };
        let Fact { total, mut taken } = Fact::of(state, accrual, payee);
        let lots: BTreeSet<u32> =
            lots_of(state, accrual, payee).map(|(number, _)| number).collect();
        taken += lots.iter().filter_map(|lot| gone.get(lot)).sum::<i64>();
        let its = takes.iter().filter(|take| lots.contains(&take.lot));
        let more: i64 = its.map(|take| take.amount.minor()).sum();
        let then = Fact { total, taken: taken + more };
        *of_period.entry(period).or_default() +=
            then.freed(counted) - Fact { total, taken }.freed(counted);
    }
    let moved = of_period.into_iter().filter(|(_, freed)| *freed > 0);
    moved.map(|(period, freed)| Move::Cap(cap.id.clone(), period, -freed)).collect()
}
