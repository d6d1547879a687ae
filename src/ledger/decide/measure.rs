//! Decides what a fact counts toward the measures of a plan, and what counts no longer when money
//! goes back or a fact never was.

use super::Desk;
use super::trigger::Trigger;
use crate::accrual::{Part, parts_of, reading_of};
use crate::deal::FactRef;
use crate::event::{Event, Measured, MeasuredShare};
use crate::id::RoleId;
use crate::ledger::state::{CountRow, FactRow};
use crate::money::{Rounding, allocate};
use crate::plan::Plan;
use crate::plan::ground::Blocked;
use crate::plan::measure::{CountedFacts, Counts, RefundedMeasure};
use crate::plan::rule::Payees;
use crate::rate::Rate;
use crate::reading::Reading;
use crate::time::{Date, Period};

/// What a fact counts toward the measures of a plan version.
pub(super) fn counted(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    plan: &Plan,
    events: &mut Vec<Event>,
) {
    for measure in &plan.measures {
        let Counts::Facts(facts) = &measure.counts else { continue };
        let is_of_kind = facts.kinds.as_ref().is_none_or(|kinds| kinds.contains(trigger.kind));
        if facts.on != trigger.milestone || !is_of_kind {
            continue;
        }
        let Some(whole) = reading_of(plan, facts.of, &trigger.fact()) else { continue };
        let shares = shares(desk, trigger, plan, facts, whole);
        if !shares.is_empty() {
            let (plan, month) = (plan.name.clone(), trigger.fact_on.month());
            let measure = measure.id.clone();
            events.push(Event::Measured(Measured { plan, measure, month, shares }));
        }
    }
}

/// How much counts for whom. Who is not employed on the day of the fact, or is blocked and earns
/// nothing, is counted nothing.
fn shares(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    plan: &Plan,
    facts: &CountedFacts,
    whole: Reading,
) -> Vec<MeasuredShare> {
    let state = desk.state;
    let held = |role: &RoleId| trigger.holder(plan, role).is_some();
    let (parts, _) = parts_of(&plan.split, &facts.credit, held);
    let divided = facts.credit == Payees::EachByShare;
    let amounts = if divided { by_share(&parts, whole.grains()) } else { None };
    let share = |(index, part): (usize, &Part)| {
        let holder = trigger.holder(plan, &part.role).unwrap_or(trigger.originator());
        let payee = match &facts.credit {
            Payees::ManagerOf { on, .. } => {
                let day = trigger.days.of(*on).unwrap_or(trigger.fact_on);
                state.manager_on(holder, day)?
            }
            _ => holder,
        };
        let grains = amounts.as_ref().map_or(whole.grains(), |amounts| amounts[index]);
        let is_employed = state.payees.row(payee).employment.covers(trigger.fact_on);
        let earns = plan.leads.ground.blocked != Some(Blocked::EarnsNothing)
            || state.blocked_since(payee, trigger.fact_on).is_none();
        let counts = is_employed && earns && grains != 0;
        let amount = whole.of_grains(grains).filter(|_| counts)?;
        let team = state.team_on(payee, trigger.fact_on).map(|team| state.teams.key(team).clone());
        Some(MeasuredShare { payee: state.payees.key(payee).clone(), team, amount })
    };
    parts.iter().enumerate().filter_map(share).collect()
}

/// The parts of the whole, which add up to it; those on top of it beside.
fn by_share(parts: &[Part], whole: i64) -> Option<Vec<i64>> {
    let within = parts.iter().filter(|part| !part.on_top);
    let weights: Vec<i128> = within.map(|part| part.share.millionths().into()).collect();
    let mut amounts = allocate(whole, &weights)?;
    for part in parts.iter().filter(|part| part.on_top) {
        let product = i128::from(whole) * i128::from(part.share.millionths());
        let grains = Rounding::HalfEven.divide(product, Rate::HUNDRED.millionths().into())?;
        amounts.push(i64::try_from(grains).ok()?);
    }
    Some(amounts)
}

/// Why something counts no longer.
#[derive(Clone, Copy)]
pub(super) enum Gone {
    /// So much of so much went back, on a day.
    Returned(i64, i64, Date),
    /// The deal was cancelled on a day.
    Cancelled(Date),
    /// The fact never was.
    Never,
}

/// What of a fact counts no longer, or counts again.
pub(super) fn lowered(desk: &Desk<'_>, fact: FactRow, gone: Gone) -> Vec<Event> {
    let Some((_, counts)) = desk.state.counting.get(&fact) else { return Vec::new() };
    let mut lowered: Vec<Measured> = Vec::new();
    for count in counts.iter() {
        let Some((more, month)) = lower(desk, count, gone) else { continue };
        let plan = &desk.state.plans.row(count.plan).plan;
        let measure = &plan.measures[usize::from(count.measure)];
        let unit = plan.measures_in(measure);
        let amount = unit.of_grains(-more).expect("L2: a part of what was counted is in bounds");
        let share = MeasuredShare {
            payee: desk.state.payees.key(count.payee).clone(),
            team: count.team.map(|team| desk.state.teams.key(team).clone()),
            amount,
        };
        let is_it = |it: &&mut Measured| {
            (&it.plan, &it.measure, it.month) == (&plan.name, &measure.id, month)
        };
        match lowered.iter_mut().find(is_it) {
            Some(of) => of.shares.push(share),
            None => lowered.push(Measured {
                plan: plan.name.clone(),
                measure: measure.id.clone(),
                month,
                shares: vec![share],
            }),
        }
    }
    lowered.into_iter().map(Event::Measured).collect()
}

/// By how much a count is lowered further, and in which month; `None` for not at all.
fn lower(desk: &Desk<'_>, count: &CountRow, gone: Gone) -> Option<(i64, Period)> {
    let plan = &desk.state.plans.row(count.plan).plan;
    let Counts::Facts(facts) = &plan.measures[usize::from(count.measure)].counts else {
        return None;
    };
    let (target, on) = match gone {
        Gone::Never => (count.grains, None),
        _ if facts.refunds == RefundedMeasure::Kept => return None,
        Gone::Cancelled(on) => (count.grains, Some(on)),
        Gone::Returned(returned, of, on) => {
            let product = i128::from(count.grains) * i128::from(returned);
            let target = Rounding::HalfEven.divide(product, i128::from(of))?;
            (i64::try_from(target).ok()?, Some(on))
        }
    };
    let month = match on.filter(|_| facts.refunds == RefundedMeasure::LowersLater) {
        Some(on) => on.month(),
        None => count.month,
    };
    Some((target - count.lowered, month)).filter(|(more, _)| *more != 0)
}

/// What counts no longer, or counts again, of a fact that was told by mistake.
pub(super) fn retracted(desk: &Desk<'_>, fact: FactRef, today: Date) -> Vec<Event> {
    let state = desk.state;
    let never = |facts: &[FactRow]| -> Vec<Event> {
        facts.iter().flat_map(|fact| lowered(desk, *fact, Gone::Never)).collect()
    };
    match fact {
        FactRef::Lead(lead) => state.leads.find(&lead).map_or_else(Vec::new, |lead| {
            let facts = [FactRow::Reported, FactRow::Accepted, FactRow::Met, FactRow::Quoted];
            never(&facts.map(|fact| fact(lead)))
        }),
        FactRef::Deal(deal) => {
            state.deals.find(&deal).map_or_else(Vec::new, |deal| never(&FactRow::of_deal(deal)))
        }
        FactRef::Payment(payment) => state
            .payments
            .find(&payment)
            .map_or_else(Vec::new, |payment| never(&[FactRow::Paid(payment)])),
        FactRef::Refund(refund) => state.refunds.get(&refund).map_or_else(Vec::new, |(_, row)| {
            let payment = state.payments.row(row.payment);
            let left = payment.returned - row.net;
            let gone = Gone::Returned(left, payment.net, today);
            lowered(desk, FactRow::Paid(row.payment), gone)
        }),
        FactRef::Redemption(_) => Vec::new(),
    }
}
