//! Decides the publishing of a plan version.

use super::Desk;
use crate::command::PublishPlan;
use crate::event::Event;
use crate::plan::Plan;
use crate::plan::cap::Excess;
use crate::plan::rule::Component;
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
    for cap in &plan.caps {
        if let Excess::PassedTo(payee) = &cap.excess {
            let found = desk.state.payees.find(payee);
            let unit = found.map(|number| desk.state.group_of(number).unit);
            if unit != Some(plan.unit) {
                let (cap, payee, unit) = (cap.id.clone(), payee.clone(), plan.unit);
                return Err(Refusal::PassedToUnknown { cap, payee, unit });
            }
        }
    }
    // After this point the command must succeed.
    Ok(vec![Event::PlanPublished(name)])
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
    Ok(())
}
