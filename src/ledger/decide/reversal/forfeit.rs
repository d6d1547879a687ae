//! Decides what somebody who leaves forfeits: what has not vested by their last day, under plans
//! that say so.
//!
//! What is payable by then stays theirs, and so does what a run has taken up since. What was told
//! late and became payable after the last day is forfeited with the rest.

use super::cancel::in_pieces;
use super::{Case, case_of};
use crate::event::{AccruedShare, Event, Lands, Reckoned};
use crate::ledger::decide::Desk;
use crate::ledger::decide::close::whose;
use crate::ledger::decide::holdback::lands_by;
use crate::ledger::state::{LotRow, Place, SourceRow};
use crate::money::Amount;
use crate::plan::in_kind::UNITS;
use crate::time::Date;
use crate::why::Step;
use std::collections::{BTreeMap, BTreeSet};

/// Payees whose last day passes, and what they forfeit.
pub(in crate::ledger::decide) struct Leavers<'a> {
    desk: &'a Desk<'a>,
    last_days: BTreeMap<u32, Date>,
    /// What is left of lots that are forfeited whole, by payee and lot.
    lots: BTreeMap<u32, BTreeMap<u32, i64>>,
    gone: BTreeSet<u32>,
}

impl<'a> Leavers<'a> {
    /// Those whose last day passes by the end of a day.
    pub(in crate::ledger::decide) fn through(desk: &'a Desk<'a>, day: Date) -> Leavers<'a> {
        let leaving = desk.state.leaving.range(..=(day, u32::MAX));
        Leavers::of(desk, leaving.map(|(last_day, payee)| (payee, last_day)))
    }

    /// These payees, each with their last day.
    pub(in crate::ledger::decide) fn of(
        desk: &'a Desk<'a>,
        payees: impl Iterator<Item = (u32, Date)>,
    ) -> Leavers<'a> {
        let last_days: BTreeMap<u32, Date> = payees.collect();
        let lots: BTreeMap<u32, BTreeMap<u32, i64>> = last_days
            .iter()
            .map(|(payee, last_day)| (*payee, forfeited_lots(desk, *payee, *last_day)))
            .collect();
        let gone = lots.values().flat_map(|lots| lots.keys().copied()).collect();
        Leavers { desk, last_days, lots, gone }
    }

    /// Whether a lot is forfeited whole, so that nothing of it vests.
    pub(in crate::ledger::decide) fn takes(&self, lot: u32) -> bool {
        self.gone.contains(&lot)
    }

    /// Whether what a cap would carry of a payee's lot to a day is forfeited.
    pub(in crate::ledger::decide) fn takes_from(&self, payee: u32, lot: u32, day: Date) -> bool {
        let state = self.desk.state;
        self.last_days.get(&payee).is_some_and(|last_day| *last_day < day)
            && state.is_forfeited_by_leavers(state.lots.row(lot))
    }

    /// What is forfeited of lots that are forfeited whole. Comes before anything vests.
    pub(in crate::ledger::decide) fn forfeited(&self) -> Vec<Event> {
        let of_payee = |(payee, lots): (&u32, &BTreeMap<u32, i64>)| self.events(*payee, lots);
        self.lots.iter().flat_map(of_payee).collect()
    }

    /// What is forfeited of a payee's lots, of each so much. Award by award, oldest first.
    pub(in crate::ledger::decide) fn events(
        &self,
        payee: u32,
        lots: &BTreeMap<u32, i64>,
    ) -> Vec<Event> {
        let state = self.desk.state;
        let Some(last_day) = self.last_days.get(&payee) else { return Vec::new() };
        let award_of = |lot: &u32| state.rewards.row(state.lots.row(*lot).reward).award;
        let awards: BTreeSet<u32> = lots.keys().map(award_of).collect();
        let cases = awards.into_iter().filter_map(|award| {
            let row = state.awards.row(award);
            case_of(self.desk, row.source, (award, row), None, *last_day)
        });
        cases.flat_map(|case| case.forfeited(lots, &Step::Forfeited(case.on))).collect()
    }
}

/// The lots a payee forfeits whole, with what is left of them.
fn forfeited_lots(desk: &Desk<'_>, payee: u32, last_day: Date) -> BTreeMap<u32, i64> {
    let state = desk.state;
    let of_payee = (payee, 0)..=(payee, u32::MAX);
    let unvested = state.unvested.range(of_payee.clone()).map(|(_, lot)| lot);
    let unvested = unvested.filter(|lot| !vests_by(desk, state.lots.row(*lot), last_day));
    let since = state.payable.range(of_payee).map(|(_, lot)| lot).filter(|lot| {
        let row = state.lots.row(*lot);
        last_day < row.day && state.is_forfeited_by_leavers(row)
    });
    let usable = UNITS.iter().flat_map(|unit| {
        state
            .usable
            .range((payee, *unit, last_day, u32::MAX)..=(payee, *unit, Date::LAST, u32::MAX))
    });
    let usable = usable.map(|(.., lot)| lot);
    let usable = usable.filter(|lot| state.is_forfeited_by_leavers(state.lots.row(*lot)));
    unvested.chain(since).chain(usable).map(|lot| (lot, state.lots.row(lot).left())).collect()
}

/// Whether what has not vested will by the end of a day, for nothing but days is missing.
fn vests_by(desk: &Desk<'_>, lot: &LotRow, last_day: Date) -> bool {
    let state = desk.state;
    match lot.place {
        Place::Held => lot.day <= last_day,
        Place::HeldBack(_) => lands_by(desk, lot, last_day),
        Place::Carried(_, until) => {
            let award = state.awards.row(state.rewards.row(lot.reward).award);
            let waits = state.waits_for(award).is_some() || state.waits_for_approval(award);
            !waits && until.max(lot.day) <= last_day
        }
        _ => false,
    }
}

/// What accrues to a payee who has left and forfeits what had not vested by their last day.
pub(in crate::ledger::decide) fn vested_by(
    left: Option<Date>,
    share: AccruedShare,
) -> AccruedShare {
    let Some(last_day) = left else { return share };
    let zero = Amount::zero(share.amount.unit());
    let vested = match share.lands {
        Some(Lands::Payable(day)) if day <= last_day => share.at_once(),
        _ => zero,
    };
    let carried = share.carried.as_ref().map_or(zero, |it| it.amount);
    let lost = share.amount.checked_sub(vested).and_then(|lost| lost.checked_add(carried));
    let lost = lost.expect("L2: a part of what accrues is in bounds");
    if lost.is_zero() {
        return share;
    }
    let mut steps = share.steps;
    steps.push(Step::NotVested(last_day, lost.into(), vested.into()));
    let kept = share.kept.map(|kept| if kept.minor() < vested.minor() { kept } else { vested });
    AccruedShare {
        amount: vested,
        allotted: share.allotted.or(Some(share.amount)),
        kept: kept.filter(|kept| kept.is_positive()),
        moves: if vested.is_zero() { Vec::new() } else { share.moves },
        carried: None,
        held_back: Vec::new(),
        lands: share.lands.filter(|_| !vested.is_zero()),
        steps,
        ..share
    }
}

impl Case<'_> {
    /// All that is left of lots is taken back, and why.
    pub(super) fn forfeited(&self, lots: &BTreeMap<u32, i64>, why: &Step) -> Vec<Event> {
        let left = |number: u32, _: &LotRow| lots.get(&number).copied().unwrap_or(0);
        let holders = self.holders(|number, lot| left(number, lot) > 0);
        let piece = |piece: Vec<super::Holder>| {
            let shares: Vec<_> = piece.iter().map(|it| self.all_left(it, left)).collect();
            let moves = self.deal_cap_moves(&shares);
            match (self.source, self.event(None, moves, vec![why.clone()], shares)) {
                (SourceRow::Period(period), Event::Reversed(taken)) => {
                    let (period, scope) = *self.desk.state.periods.key(period);
                    let whose = whose(self.desk.state, scope);
                    let (made, taken) = (None, Some(taken));
                    Event::Reckoned(Box::new(Reckoned { period, whose, made, taken }))
                }
                (_, event) => event,
            }
        };
        in_pieces(self, holders).into_iter().map(piece).collect()
    }
}
