//! Decides leads: report, accept, reject, lose, expire.

use super::Desk;
use super::reward::{self, Chosen, Trigger};
use crate::attribution::{CREDITS_MAX, Credit};
use crate::command::{AcceptLead, ExpireLead, LoseLead, RejectLead, ReportLead};
use crate::deal::Milestone;
use crate::event::Event;
use crate::id::{LeadId, PayeeId, RoleId};
use crate::lead::LeadStage;
use crate::ledger::state::{LeadRow, SourceRow, State};
use crate::plan::Plan;
use crate::plan::version::{ChosenBy, PlanRef};
use crate::refusal::Refusal;
use crate::time::Date;
use std::sync::Arc;

pub(super) fn report(desk: &Desk<'_>, command: &ReportLead) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    if let Some((_, row)) = state.leads.get(&command.lead) {
        return Err(Refusal::LeadOnFile { lead: command.lead, first: row.sequence });
    }
    desk.happened("heard_on", command.heard_on)?;
    let by = payable(desk, &command.by)?;
    if !state.plans.iter().any(|(_, _, row)| row.plan.knows_kind(&command.kind)) {
        return Err(Refusal::LeadKindUnknown { kind: command.kind.clone() });
    }
    let plan = match chosen_by(state) {
        ChosenBy::Reported => state.plan_on(command.heard_on),
        _ => None,
    };
    let chosen = plan.map(|number| &*state.plans.row(number).plan);
    let credits = credited(desk, &command.by, &[], &command.credits, chosen)?;
    // After this point the command must succeed.
    let row = LeadRow {
        sequence: state.head.value().next,
        by,
        kind: command.kind.clone(),
        stage: LeadStage::Reported,
        since: state.head.value().next,
        heard_on: command.heard_on,
        accepted_on: None,
        accepted_by: None,
        plan,
        credits,
        deal: None,
        awards: None,
    };
    let mut events = vec![Event::LeadReported(name_of(state, plan))];
    let trigger = Trigger::of_lead(Milestone::Reported, &row, None, command.heard_on);
    events.extend(reward::accrue(desk, &trigger, chosen_for(state, &row, command.heard_on))?);
    Ok(events)
}

pub(super) fn accept(desk: &Desk<'_>, command: &AcceptLead) -> Result<Vec<Event>, Refusal> {
    let (number, lead) = on_file(desk, command.lead)?;
    if let (LeadStage::Accepted, Some(accepted_on)) = (lead.stage, lead.accepted_on) {
        return Err(Refusal::LeadAlreadyAccepted { lead: command.lead, accepted_on });
    }
    open(command.lead, lead)?;
    dated(desk, "accepted_on", command.accepted_on, lead)?;
    let actor = &desk.told.by.id;
    let credited = std::iter::once(lead.by).chain(lead.credits.iter().map(|(_, payee)| *payee));
    if credited.map(|payee| desk.state.payees.key(payee)).any(|id| id.as_str() == actor.as_str()) {
        return Err(Refusal::AcceptedByBeneficiary { lead: command.lead, actor: actor.clone() });
    }
    // After this point the command must succeed.
    let mut row = lead.clone();
    row.accepted_on = Some(command.accepted_on);
    row.plan = row.plan.or_else(|| match chosen_by(desk.state) {
        ChosenBy::Reported => desk.state.plan_on(row.heard_on),
        ChosenBy::Accepted => desk.state.plan_on(command.accepted_on),
        ChosenBy::Won | ChosenBy::Milestone => None,
    });
    let mut events = vec![Event::LeadAccepted(name_of(desk.state, row.plan))];
    let source = Some(SourceRow::Lead(number));
    let trigger = Trigger::of_lead(Milestone::Accepted, &row, source, command.accepted_on);
    let chosen = chosen_for(desk.state, &row, command.accepted_on);
    events.extend(reward::accrue(desk, &trigger, chosen)?);
    Ok(events)
}

pub(super) fn reject(desk: &Desk<'_>, command: &RejectLead) -> Result<Vec<Event>, Refusal> {
    let (_, lead) = on_file(desk, command.lead)?;
    if let (LeadStage::Accepted, Some(accepted_on)) = (lead.stage, lead.accepted_on) {
        return Err(Refusal::LeadAlreadyAccepted { lead: command.lead, accepted_on });
    }
    open(command.lead, lead)?;
    dated(desk, "rejected_on", command.rejected_on, lead)?;
    // After this point the command must succeed.
    Ok(vec![Event::LeadRejected])
}

pub(super) fn lose(desk: &Desk<'_>, command: &LoseLead) -> Result<Vec<Event>, Refusal> {
    let (_, lead) = on_file(desk, command.lead)?;
    open(command.lead, lead)?;
    dated(desk, "lost_on", command.lost_on, lead)?;
    // After this point the command must succeed.
    Ok(vec![Event::LeadLost])
}

pub(super) fn expire(desk: &Desk<'_>, command: &ExpireLead) -> Result<Vec<Event>, Refusal> {
    let (_, lead) = on_file(desk, command.lead)?;
    open(command.lead, lead)?;
    dated(desk, "expired_on", command.expired_on, lead)?;
    // After this point the command must succeed.
    Ok(vec![Event::LeadExpired])
}

/// The lead, or the refusal that it is not on file.
pub(super) fn on_file<'a>(desk: &Desk<'a>, lead: LeadId) -> Result<(u32, &'a LeadRow), Refusal> {
    desk.state.leads.get(&lead).ok_or(Refusal::LeadUnknown { lead })
}

/// Refuses a lead that is no longer open.
pub(super) fn open(lead: LeadId, row: &LeadRow) -> Result<(), Refusal> {
    if row.stage.is_open() {
        return Ok(());
    }
    Err(Refusal::LeadNotOpen { lead, stage: row.stage, since: row.since })
}

/// Refuses a day that has not come, or lies before the report.
fn dated(desk: &Desk<'_>, field: &'static str, date: Date, lead: &LeadRow) -> Result<(), Refusal> {
    desk.happened(field, date)?;
    if date < lead.heard_on {
        return Err(Refusal::BeforeReport { field, date, heard_on: lead.heard_on });
    }
    Ok(())
}

/// The payee, if the plan can pay them: on file, and paid in the plan's currency.
pub(super) fn payable(desk: &Desk<'_>, payee: &PayeeId) -> Result<u32, Refusal> {
    let Some(number) = desk.state.payees.find(payee) else {
        return Err(Refusal::PayeeUnknown { payee: payee.clone() });
    };
    let (paid_in, unit) = (desk.state.group_of(number).unit, desk.unit()?);
    if paid_in != unit {
        return Err(Refusal::PayeePaidInOther { payee: payee.clone(), paid_in, unit });
    }
    Ok(number)
}

/// The credits on file with those of a command added: each person once, one person per role, and
/// only roles of the plan's split other than the originator's.
pub(super) fn credited(
    desk: &Desk<'_>,
    originator: &PayeeId,
    on_file: &[(RoleId, u32)],
    told: &[Credit],
    plan: Option<&Plan>,
) -> Result<Arc<[(RoleId, u32)]>, Refusal> {
    if told.len() > CREDITS_MAX {
        return Err(Refusal::TooManyCredits { credits: told.len(), most: CREDITS_MAX });
    }
    let mut credits = on_file.to_vec();
    for credit in told {
        let payee = payable(desk, &credit.payee)?;
        let twice = credit.payee == *originator || credits.iter().any(|(_, held)| *held == payee);
        if twice {
            return Err(Refusal::CreditedTwice { payee: credit.payee.clone() });
        }
        if let Some((role, held)) = credits.iter().find(|(role, _)| *role == credit.role) {
            let payee = desk.state.payees.key(*held).clone();
            return Err(Refusal::RoleTaken { role: role.clone(), payee });
        }
        known_role(desk.state, &credit.role, originator, plan)?;
        credits.push((credit.role.clone(), payee));
    }
    Ok(Arc::from(credits))
}

/// Refuses a role that the plan's split does not give a share, or that is the originator's. While
/// the version is not chosen, any published version may have the role.
fn known_role(
    state: &State,
    role: &RoleId,
    originator: &PayeeId,
    plan: Option<&Plan>,
) -> Result<(), Refusal> {
    let published = state.plans.iter().map(|(_, _, row)| &*row.plan);
    let asked: Vec<&Plan> = plan.map_or_else(|| published.collect(), |plan| vec![plan]);
    match asked.iter().filter_map(|plan| plan.split.position(role)).max() {
        Some(0) => Err(Refusal::RoleTaken { role: role.clone(), payee: originator.clone() }),
        Some(_) => Ok(()),
        None => {
            let newest = asked.last().ok_or(Refusal::NoPlanPublished {})?;
            Err(Refusal::RoleUnknown { role: role.clone(), plan: newest.name.clone() })
        }
    }
}

/// Whose date picks the version: the same in all of them.
pub(super) fn chosen_by(state: &State) -> ChosenBy {
    state.plans.iter().next().map_or(ChosenBy::Milestone, |(_, _, row)| row.plan.chosen_by)
}

/// The name of a version, for an event that freezes it.
pub(super) fn name_of(state: &State, plan: Option<u32>) -> Option<PlanRef> {
    plan.map(|number| state.plans.key(number).clone())
}

/// The version that applies to a fact of a lead that is not a deal yet.
fn chosen_for(state: &State, lead: &LeadRow, fact_on: Date) -> Chosen {
    match chosen_by(state) {
        ChosenBy::Reported => Chosen::or_none_on(lead.plan, lead.heard_on),
        ChosenBy::Accepted => match lead.accepted_on {
            Some(accepted_on) => Chosen::or_none_on(lead.plan, accepted_on),
            None => Chosen::NotYet(Milestone::Accepted),
        },
        ChosenBy::Won => Chosen::NotYet(Milestone::Won),
        ChosenBy::Milestone => Chosen::or_none_on(state.plan_on(fact_on), fact_on),
    }
}
