//! What a pool that closed or ended leaves of what waited in it: the rest is nobody's.

use super::{Case, cases};
use crate::event::{Event, ReversedShare};
use crate::ledger::decide::Desk;
use crate::money::Amount;
use crate::plan::pool::Pool;
use crate::time::{Date, Period};
use crate::why::Step;
use std::collections::BTreeMap;

/// What a pool leaves of one lot that waited in it, in minor units.
#[derive(Clone, Copy)]
pub(in crate::ledger::decide) struct Forfeit {
    pub(in crate::ledger::decide) lot: u32,
    /// What was there.
    pub(in crate::ledger::decide) had: i64,
    /// What of that is nobody's.
    pub(in crate::ledger::decide) gone: i64,
}

/// Why it is nobody's.
#[derive(Clone, Copy)]
pub(in crate::ledger::decide) enum Ended<'a> {
    /// The pool of a period closed: what it had to give, and what waited in it.
    Closed(&'a Pool, Option<Period>, Amount, Amount),
    /// The pool ended on this day.
    Lapsed(&'a Pool, Date),
}

/// What is forfeited of lots, award by award.
pub(in crate::ledger::decide) fn forfeited(
    desk: &Desk<'_>,
    forfeits: &[Forfeit],
    ended: Ended<'_>,
    on: Date,
) -> Vec<Event> {
    let state = desk.state;
    let mut of_award: BTreeMap<u32, BTreeMap<u32, Vec<Forfeit>>> = BTreeMap::new();
    for forfeit in forfeits.iter().filter(|it| it.gone > 0) {
        let reward = state.rewards.row(state.lots.row(forfeit.lot).reward);
        let its = of_award.entry(reward.award).or_default();
        its.entry(reward.payee).or_default().push(*forfeit);
    }
    let event = |(award, of_payee): (u32, BTreeMap<u32, Vec<Forfeit>>)| {
        let cases = cases(desk, state.awards.row(award).source, None, on);
        let case = cases.into_iter().find(|case| case.number == award);
        let case = case.expect("L2: what waits in a pool is of an award that pays");
        let shares: Vec<_> =
            of_payee.into_iter().map(|(payee, its)| case.forfeit(payee, &its, ended)).collect();
        let steps = match ended {
            Ended::Closed(..) => Vec::new(),
            Ended::Lapsed(pool, day) => vec![Step::PoolEnded(pool.id.clone(), day)],
        };
        let moves = case.deal_cap_moves(&shares);
        case.event(None, moves, steps, shares)
    };
    of_award.into_iter().map(event).collect()
}

impl Case<'_> {
    fn forfeit(&self, payee: u32, forfeits: &[Forfeit], ended: Ended<'_>) -> ReversedShare {
        let lots = forfeits.iter().map(|it| it.lot).collect();
        let (had, gone): (i64, i64) =
            forfeits.iter().fold((0, 0), |sum, it| (sum.0 + it.had, sum.1 + it.gone));
        let (there, left, taken) = (self.exact(had), self.exact(had - gone), self.exact(gone));
        let mut steps = Vec::new();
        if let Ended::Closed(pool, period, holds, waited) = ended {
            let id = pool.id.clone();
            steps.push(Step::PoolClosed(id, period, holds, waited, there, left));
        }
        steps.push(Step::TakeBack(there, left, taken));
        let gone_of = |number: u32| {
            let of_lot = forfeits.iter().find(|it| it.lot == number);
            of_lot.map_or(0, |it| it.gone)
        };
        let holder = self.holder(payee, lots);
        self.share_of(&holder, (gone, 0), steps, |number, _| gone_of(number))
    }
}
