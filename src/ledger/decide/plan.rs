//! Decides the publishing of a plan version.

use super::{Desk, exchange};
use crate::command::PublishPlan;
use crate::event::Event;
use crate::id::PayeeId;
use crate::ledger::state::{Link, PayeeRow};
use crate::plan::Plan;
use crate::plan::cap::{Cap, CapPer, Excess};
use crate::plan::floor::FloorPer;
use crate::plan::rule::{Component, Rule};
use crate::plan::tiers::{Accumulate, Span};
use crate::plan::version::Accumulators;
use crate::refusal::Refusal;

pub(super) fn publish(desk: &Desk<'_>, command: &PublishPlan) -> Result<Vec<Event>, Refusal> {
    let Some(text) = command.text.text() else {
        return Err(Refusal::PlanTextMissing { digest: command.text.digest() });
    };
    let plan = Plan::read(text).map_err(|findings| Refusal::PlanInvalid { findings })?;
    let name = plan.name.clone();
    if let Some((_, row)) = desk.state.plans.get(&name) {
        return Err(Refusal::PlanOnFile { plan: name, first: row.sequence });
    }
    for (_, _, row) in desk.state.plans.iter() {
        beside(&plan, &row.plan)?;
    }
    carries_on(desk, &plan)?;
    exchanges(desk, &plan)?;
    for cap in &plan.caps {
        if let Excess::PassedTo(payee) = &cap.excess {
            let found = desk.state.payees.find(payee);
            let paid_in = found.map(|number| desk.state.group_of(number).unit);
            if !paid_in.is_some_and(|paid_in| exchange::pays_unconverted(&plan, paid_in)) {
                let (cap, payee, unit) = (cap.id.clone(), payee.clone(), plan.unit);
                return Err(Refusal::PassedToUnknown { cap, payee, unit });
            }
        }
    }
    // After this point the command must succeed.
    Ok(vec![Event::PlanPublished(name)])
}

/// Refuses a plan that a run cannot pay beside others: where a run converts, one line holds what
/// all of them made, and nothing was counted in another currency before.
fn exchanges(desk: &Desk<'_>, plan: &Plan) -> Result<(), Refusal> {
    let (state, Some(words)) = (desk.state, &plan.exchange) else { return Ok(()) };
    for (_, published, row) in state.plans.iter() {
        let Some(other) = &row.plan.exchange else { continue };
        if words != other && (words.is_at_payout() || other.is_at_payout()) {
            let (plan, published) = (plan.name.clone(), published.clone());
            return Err(Refusal::ExchangeDiffers { plan, published });
        }
    }
    if !words.is_at_payout() || state.exchanged_at_payout().is_some() {
        return Ok(());
    }
    // Once in a journal's life.
    let of_another = |payee: u32| state.group_of(payee).unit != plan.unit;
    let with_page = |(payee, _, row): (u32, &PayeeId, &PayeeRow)| {
        (of_another(payee) && row.page != Link::NONE).then_some(state.payees.row(payee).group)
    };
    let proposed = state.adjustments.iter().map(|(_, _, row)| row.payee);
    let restated = state.restated.iter().map(|(_, row)| row.payee);
    let named = proposed.chain(restated).filter(|payee| of_another(*payee));
    let limited = state.pay_group_words.limits.iter().map(|(_, group, _)| *group);
    let bounded = state.thresholds.words.iter().map(|(_, group, _)| *group).chain(limited);
    let groups = state.payees.iter().filter_map(with_page);
    let groups = groups.chain(named.map(|payee| state.payees.row(payee).group));
    let mut groups = groups.chain(bounded).filter(|it| state.groups.row(*it).unit != plan.unit);
    match groups.next() {
        None => Ok(()),
        Some(group) => Err(Refusal::CountedInOther {
            group: state.groups.key(group).clone(),
            paid_in: state.groups.row(group).unit,
            unit: plan.unit,
        }),
    }
}

/// Refuses a version that does not say whether it carries on what is being counted when it begins,
/// and one that cannot.
fn carries_on(desk: &Desk<'_>, plan: &Plan) -> Result<(), Refusal> {
    let (state, from) = (desk.state, plan.effective.from);
    let of = state.plan_ids.find(&plan.name.plan);
    let day_before = from.previous();
    let before = of.zip(day_before).and_then(|(of, day)| state.version_on(of, day));
    let before = before.map(|number| (state.plans.key(number), &*state.plans.row(number).plan));
    match (plan.accumulators, before) {
        (Some(Accumulators::StartAnew), _) | (None, None) => Ok(()),
        (Some(Accumulators::CarryOn), None) => {
            Err(Refusal::NothingToCarryOn { plan: plan.name.clone(), from })
        }
        (Some(Accumulators::CarryOn), Some((published, before))) => {
            match each_accumulator(plan, before).find(|it| !it.is_same) {
                None => Ok(()),
                Some(it) => {
                    let (counter, published) = (it.id, published.clone());
                    Err(Refusal::AccumulatorDiffers { counter, published })
                }
            }
        }
        (None, Some((_, before))) => {
            let runs_on =
                |it: &Accumulator| it.span.is_some_and(|span| span.of(from).from() < from);
            match each_accumulator(plan, before).find(runs_on) {
                None => Ok(()),
                Some(it) => Err(Refusal::AccumulatorsUnsaid { counter: it.id, from }),
            }
        }
    }
}

/// A table, a floor or a cap that two versions have.
struct Accumulator {
    id: String,
    /// The calendar period it counts over, if it does.
    span: Option<Span>,
    /// Whether both count the same thing for the same.
    is_same: bool,
}

/// What counts under one id in two versions.
fn each_accumulator(now: &Plan, then: &Plan) -> impl Iterator<Item = Accumulator> {
    let tiers = now.tiers.iter().filter_map(|it| {
        let other = then.tiers.iter().find(|other| other.id == it.id)?;
        let span = match it.accumulate {
            Accumulate::Period(_, span) => Some(span),
            _ => None,
        };
        let is_same = (it.measure, it.accumulate) == (other.measure, other.accumulate);
        Some(Accumulator { id: it.id.to_string(), span, is_same })
    });
    let floors = now.floors.iter().filter_map(|it| {
        let other = then.floors.iter().find(|other| other.id == it.id)?;
        let span = match it.per {
            FloorPer::PayeeFromFirstFact(span) => Some(span),
            _ => None,
        };
        Some(Accumulator { id: it.id.to_string(), span, is_same: it.per == other.per })
    });
    let caps = now.caps.iter().filter_map(|it| {
        let other = then.caps.iter().find(|other| other.id == it.id)?;
        let span = match it.per {
            CapPer::Payee(span) => Some(span),
            CapPer::Fact | CapPer::Deal => None,
        };
        let counts = |cap: &Cap| std::mem::discriminant(&cap.at_most);
        let is_same =
            (it.per, it.measured_at, counts(it)) == (other.per, other.measured_at, counts(other));
        Some(Accumulator { id: it.id.to_string(), span, is_same })
    });
    tiers.chain(floors).chain(caps).collect::<Vec<_>>().into_iter()
}

/// Refuses a version that cannot stand beside one that is published.
fn beside(new: &Plan, published: &Plan) -> Result<(), Refusal> {
    if new.zone != published.zone {
        return Err(Refusal::ZoneDiffers { zone: new.zone, published: published.zone });
    }
    if new.unit != published.unit {
        return Err(Refusal::CurrencyDiffers { unit: new.unit, published: published.unit });
    }
    if new.name.plan != published.name.plan {
        return Ok(());
    }
    let (earlier, later) = if new.effective.from <= published.effective.from {
        (new, published)
    } else {
        (published, new)
    };
    let from = later.effective.from;
    let still_in_force = match earlier.effective.until {
        Some(until) => from < until,
        None => earlier.effective.from == from,
    };
    if still_in_force {
        let (plan, other) = (new.name.clone(), published.name.clone());
        return Err(Refusal::VersionsOverlap { plan, other, from });
    }
    if new.chosen_by != published.chosen_by {
        let (chosen_by, published) = (new.chosen_by.word(), published.chosen_by.word());
        return Err(Refusal::ChosenByDiffers { chosen_by, published });
    }
    if new.applies_to != published.applies_to {
        let (applies_to, published) = (new.applies_to.word(), published.applies_to.word());
        return Err(Refusal::AppliesToDiffers { applies_to, published });
    }
    // What a rule pays is counted under its id, across versions.
    let pays = |plan: &Plan, rule: &Rule| rule.pays.terms().map(|terms| terms.unit(plan.unit));
    for rule in new.components.iter().flat_map(|component| &component.rules) {
        let other = published.rule(&rule.id).and_then(|(_, other)| pays(published, other));
        if let (Some(unit), Some(other)) = (pays(new, rule), other)
            && unit != other
        {
            let (rule, published) = (rule.id.clone(), other);
            return Err(Refusal::RuleUnitDiffers { rule, unit, published });
        }
    }
    // What was posted for a period is taken off by the rule and the period it was posted for.
    for component in new.components.iter().filter(|it| it.on.close().is_some()) {
        let other = published.components.iter().find(|it| it.id == component.id);
        let differs = |other: &Component| {
            let ids =
                |it: &Component| it.rules.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>();
            other.on != component.on || ids(other) != ids(component)
        };
        if other.is_some_and(differs) {
            let (component, published) = (component.id.clone(), published.name.clone());
            return Err(Refusal::CloseDiffers { component, published });
        }
    }
    // A pool is counted across versions, and so means the same in all of them.
    for pool in &new.pools {
        let other = published.pools.iter().find(|it| it.id == pool.id);
        if other.is_some_and(|other| !other.counts_as(pool)) {
            let (pool, published) = (pool.id.clone(), published.name.clone());
            return Err(Refusal::PoolDiffers { pool, published });
        }
    }
    Ok(())
}
