//! Decides holdback: what of an amount is held back when it accrues, and what is released of it.
//!
//! The share is frozen when it accrues; a release asks no rule how much, only how long the rule
//! holds what is released.

use super::Desk;
use super::reversal::Leavers;
use super::trigger::Trigger;
use crate::deal::Milestone;
use crate::event::{Event, HeldBack, HeldBackUntil, HoldbackReleased, Lands, ReleasedLot};
use crate::ledger::state::{BackKey, BackRow, DealRow, LotRow, Place};
use crate::money::{Amount, allocate};
use crate::plan::Plan;
use crate::plan::hold::Hold;
use crate::plan::holdback::{Instalment, Release};
use crate::plan::rule::Terms;
use crate::rate::Rate;
use crate::time::Date;
use crate::why::Step;

/// The most lots one event releases, so that its record stays within its bound.
const LOTS_PER_EVENT: usize = 500;

/// The parts of an amount that are held back, with the steps that say so.
pub(super) fn parts(
    trigger: &Trigger<'_>,
    plan: &Plan,
    terms: &Terms,
    amount: Amount,
    steps: &mut Vec<Step>,
) -> Vec<HeldBack> {
    let Some(holdback) = terms.holdback.as_ref().filter(|_| amount.is_positive()) else {
        return Vec::new();
    };
    let of = |minor: i64| {
        Amount::from_minor(minor, amount.unit()).expect("L2: a part of an amount is in bounds")
    };
    let whole =
        part(plan, amount.minor(), (holdback.share.millionths(), Rate::HUNDRED.millionths()));
    if whole == 0 {
        return Vec::new();
    }
    let held_back = Step::HeldBack(holdback.share, of(whole).into());
    match &holdback.release {
        Release::Until(milestone) if trigger.days.of(*milestone).is_some() => {
            steps.push(Step::NotHeldBack(Some(*milestone)));
            Vec::new()
        }
        Release::Until(milestone) => {
            steps.extend([held_back, Step::BackUntil(*milestone)]);
            let until = HeldBackUntil::Until(*milestone);
            vec![HeldBack { amount: of(whole), until, released: None }]
        }
        Release::Instalments(instalments) => {
            steps.push(held_back);
            dated(trigger, instalments, of(whole), steps)
        }
        Release::Collected => {
            let Some(value) = trigger.value.filter(|value| *value > 0) else {
                steps.push(Step::NotHeldBack(None));
                return Vec::new();
            };
            let released = target(plan, whole, trigger.collected, value);
            let told_in = trigger.told_in.unwrap_or(amount.unit());
            let told =
                |minor| Amount::from_minor(minor, told_in).expect("pay: what came in is in bounds");
            let step = Step::BackCollected(
                told(trigger.collected).into(),
                told(value).into(),
                of(released).into(),
            );
            steps.extend([held_back, step]);
            let part = HeldBack {
                amount: of(whole - released),
                until: HeldBackUntil::Collected,
                released: (released > 0).then(|| of(released)),
            };
            if part.amount.is_zero() { Vec::new() } else { vec![part] }
        }
    }
}

/// Each instalment's part, by the largest remainder; an instalment of nothing is none.
fn dated(
    trigger: &Trigger<'_>,
    instalments: &[Instalment],
    whole: Amount,
    steps: &mut Vec<Step>,
) -> Vec<HeldBack> {
    let weights: Vec<i128> =
        instalments.iter().map(|it| i128::from(it.share.millionths())).collect();
    let parts = allocate(whole.minor(), &weights).expect("lint: instalments sum to all");
    let mut held_back = Vec::new();
    for (instalment, minor) in instalments.iter().zip(parts) {
        let amount = Amount::from_minor(minor, whole.unit())
            .expect("L4: an instalment is a part of what is held back");
        let anchor = trigger.days.of(instalment.after).unwrap_or(trigger.fact_on);
        let day = anchor.plus_days(instalment.days).unwrap_or(Date::LAST);
        steps.push(Step::BackOn(instalment.share, amount.into(), day));
        if minor > 0 {
            let until = HeldBackUntil::On(day);
            held_back.push(HeldBack { amount, until, released: None });
        }
    }
    held_back
}

/// A part of minor units, rounded by the plan's mode.
fn part(plan: &Plan, minor: i64, (numerator, denominator): (i64, i64)) -> i64 {
    let product = i128::from(minor) * i128::from(numerator);
    let part = plan.rounding().mode.divide(product, i128::from(denominator));
    let part = part.and_then(|part| i64::try_from(part).ok());
    part.expect("L2: a part of an amount is in bounds").clamp(0, minor)
}

/// What of all that is held back should be released when so much is collected.
fn target(plan: &Plan, whole: i64, collected: i64, value: i64) -> i64 {
    if collected >= value {
        return whole;
    }
    part(plan, whole, (collected.max(0), value))
}

/// What was held back until a milestone of a lead and its deal, which has come on a day.
pub(super) fn reached(
    desk: &Desk<'_>,
    lead: u32,
    milestone: Milestone,
    day: Date,
    events: &mut Vec<Event>,
) {
    let key = BackKey::Until(lead, milestone);
    let lots = desk.state.each_held_back(key, key).into_iter();
    let lots = lots.map(|(_, payee, lot)| (payee, lot, desk.state.lots.row(lot).left())).collect();
    let passed = desk.state.head.value().passed;
    let until = HeldBackUntil::Until(milestone);
    released(desk, until, day, &Landing { day, passed, reached: Some(milestone) }, lots, events);
}

/// The instalments that are due by the end of a day, day by day, but for what leavers forfeit.
pub(super) fn due(desk: &Desk<'_>, through: Date, leavers: &Leavers<'_>, events: &mut Vec<Event>) {
    let mut lots = desk.state.each_held_back(BackKey::Day(Date::FIRST), BackKey::Day(through));
    lots.retain(|(_, _, lot)| !leavers.takes(*lot));
    for of_day in lots.chunk_by(|one, other| one.0 == other.0) {
        let BackKey::Day(day) = of_day[0].0 else { continue };
        let lots = of_day.iter();
        let lots =
            lots.map(|(_, payee, lot)| (*payee, *lot, desk.state.lots.row(*lot).left())).collect();
        let landing = Landing { day, passed: Some(through), reached: None };
        released(desk, HeldBackUntil::On(day), day, &landing, lots, events);
    }
}

/// What a payment that came in for a deal releases.
pub(super) fn collected(
    desk: &Desk<'_>,
    deal: &DealRow,
    net: i64,
    day: Date,
    events: &mut Vec<Event>,
) {
    let state = desk.state;
    let Some(value) = deal.value.filter(|value| *value > 0) else { return };
    let collected = deal.collected - deal.returned + net;
    let key = BackKey::Collected(deal.lead);
    let mut lots = Vec::new();
    for (_, payee, lot) in state.each_held_back(key, key) {
        let row = state.lots.row(lot);
        let (plan, ..) = state.rule_of(state.awards.row(state.rewards.row(row.reward).award));
        let (_, of) = state.by_collection.get(&lot).expect("L2: it is held back by collection");
        let due = target(plan, of.whole, collected, value) - of.released;
        let minor = due.min(row.left());
        if minor > 0 {
            lots.push((payee, lot, minor));
        }
    }
    let landing = Landing { day, passed: state.head.value().passed, reached: None };
    released(desk, HeldBackUntil::Collected, day, &landing, lots, events);
}

/// One event for each payee, or for so many of their lots as fit into a record.
fn released(
    desk: &Desk<'_>,
    until: HeldBackUntil,
    day: Date,
    landing: &Landing,
    lots: Vec<(u32, u32, i64)>,
    events: &mut Vec<Event>,
) {
    let (on, _) = desk.booked(day);
    for of_payee in lots.chunk_by(|one, other| one.0 == other.0) {
        let payee = of_payee[0].0;
        let group = desk.state.group_of(payee);
        let unit = desk.state.account_in(payee);
        let lot = |(_, lot, minor): &(u32, u32, i64)| ReleasedLot {
            lot: *lot,
            amount: Amount::from_minor(*minor, unit)
                .expect("L2: what is held back was accrued in bounds"),
            lands: Some(landing.of(desk, desk.state.lots.row(*lot))),
            moves: Vec::new(),
        };
        for some in of_payee.chunks(LOTS_PER_EVENT) {
            events.push(Event::HoldbackReleased(HoldbackReleased {
                until,
                day,
                on,
                payee: desk.state.payees.key(payee).clone(),
                entity: group.entity.clone(),
                lots: some.iter().map(lot).collect(),
            }));
        }
    }
}

/// Whether an instalment is released and payable by a day.
pub(super) fn lands_by(desk: &Desk<'_>, lot: &LotRow, day: Date) -> bool {
    let landing = Landing { day: lot.day, passed: Some(day), reached: None };
    let is_dated = lot.place == Place::HeldBack(BackRow::Day) && lot.day <= day;
    is_dated && matches!(landing.of(desk, lot), Lands::Payable(from) if from <= day)
}

/// Where what is released on a day goes.
struct Landing {
    day: Date,
    /// The last day that has passed then.
    passed: Option<Date>,
    /// The milestone that is reached by the same command.
    reached: Option<Milestone>,
}

impl Landing {
    /// The hold of its rule is counted from the day.
    fn of(&self, desk: &Desk<'_>, lot: &LotRow) -> Lands {
        let state = desk.state;
        let award = state.awards.row(state.rewards.row(lot.reward).award);
        let Some(terms) = state.rule_of(award).2.pays.terms() else {
            return Lands::Payable(self.day);
        };
        match terms.hold {
            Hold::None | Hold::DaysAfterClose(_) => Lands::Payable(self.day),
            Hold::Approved => Lands::UntilApproved,
            Hold::Until(_) => match state.waits_for(award) {
                Some(milestone) if self.reached != Some(milestone) => Lands::Until(milestone),
                _ => Lands::Payable(self.day),
            },
            Hold::Days { days, .. } => {
                Lands::due(self.day.plus_days(days).unwrap_or(Date::LAST), self.passed)
            }
        }
    }
}
