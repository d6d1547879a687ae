//! Decides leads: report, accept, reject, lose, expire.

use super::ground;
use super::reward;
use super::trigger::Trigger;
use super::version::{Picks, names_of, plans_of};
use super::{Desk, EVENTS_MOSTLY, answer, claim, exchange, reversal, vesting};
use crate::accrual::Days;
use crate::attribution::{CREDITS_MAX, Credit};
use crate::command::{AcceptLead, ExpireLead, LoseLead, RejectLead, ReportLead};
use crate::deal::Milestone;
use crate::event::Event;
use crate::id::{LeadId, PayeeId, RoleId};
use crate::lead::LeadStage;
use crate::ledger::state::{LeadRow, SourceRow, State};
use crate::plan::Plan;
use crate::plan::fact::{ToldFact, ToldWith};
use crate::plan::ground::Release;
use crate::refusal::Refusal;
use crate::time::Date;

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
    facts_known(state, &command.facts, ToldWith::Report)?;
    let (heard_on, number) = (command.heard_on, state.leads.next());
    let picks = Picks { by, heard_on, accepted_on: None, won_on: None, frozen: &[] };
    exchange::paid_by(desk, by, picks.words_on(desk, heard_on))?;
    let frozen = picks.freeze(state, Milestone::Reported);
    let credits = credited(desk, &command.by, &[], &command.credits, &frozen)?;
    let ruled = ground::report(desk, &picks, command)?;
    let due = answer::due(desk, &picks, command)?;
    // After this point the command must succeed, unless its reward leaves the bound.
    let trigger = Trigger {
        milestone: Milestone::Reported,
        lead: number,
        source: None,
        fact_on: heard_on,
        kind: &command.kind,
        days: Days::since(heard_on),
        told: &command.facts,
        lines: &[],
        lines_are_gone: false,
        exchanged: None,
        told_in: None,
        value: None,
        collected: 0,
        is_complete: false,
        by,
        credits: &credits,
        passed: state.head.value().passed,
        is_over: false,
        handed: &[],
    };
    let picks = picks.with(&frozen);
    let chosen = picks.chosen(state, heard_on);
    let mut events = Vec::with_capacity(EVENTS_MOSTLY);
    events.push(Event::LeadReported(names_of(state, &frozen)));
    events.extend(ruled);
    events.extend(due);
    reward::accrue(desk, &trigger, chosen, &mut events)?;
    Ok(events)
}

/// Refuses a fact that no published plan declares for this occasion, or with another value.
pub(super) fn facts_known(
    state: &State,
    facts: &[ToldFact],
    with: ToldWith,
) -> Result<(), Refusal> {
    if facts.len() > FACTS_MAX {
        return Err(Refusal::TooManyFacts { facts: facts.len(), most: FACTS_MAX });
    }
    for (index, told) in facts.iter().enumerate() {
        let (fact, value) = (told.fact.clone(), told.value.clone());
        if facts[..index].iter().any(|other| other.fact == fact) {
            return Err(Refusal::FactToldTwice { fact });
        }
        let declared = state.plans.iter().flat_map(|(_, _, row)| &row.plan.facts);
        let mut of_name = declared.filter(|it| it.name == fact && it.told == with).peekable();
        if of_name.peek().is_none() {
            return Err(Refusal::FactUndeclared { fact, with: with.word() });
        }
        if !of_name.any(|it| it.values.contains(&value)) {
            return Err(Refusal::FactValueUndeclared { fact, value });
        }
    }
    Ok(())
}

/// The most facts one command may tell.
const FACTS_MAX: usize = 50;

pub(super) fn accept(desk: &Desk<'_>, command: &AcceptLead) -> Result<Vec<Event>, Refusal> {
    let (number, lead) = on_file(desk, command.lead)?;
    if let (LeadStage::Accepted, Some(accepted_on)) = (lead.stage, lead.accepted_on) {
        return Err(Refusal::LeadAlreadyAccepted { lead: command.lead, accepted_on });
    }
    open(command.lead, lead)?;
    dated(desk, "accepted_on", command.accepted_on, lead)?;
    let actor = &desk.told.by.id;
    let credits = desk.state.credits.list(lead.credits).iter();
    let second = claim::second(desk.state, lead).map(|(by, ..)| by);
    let handed = desk.state.handed(number).iter().map(|it| it.to);
    let credited = std::iter::once(lead.by).chain(credits.map(|(_, payee)| *payee));
    let mut credited = credited.chain(second).chain(handed);
    if credited.any(|payee| desk.state.payees.key(payee).as_str() == actor.as_str()) {
        return Err(Refusal::AcceptedByBeneficiary { lead: command.lead, actor: actor.clone() });
    }
    claim::may_go_on(desk, number, lead, command.accepted_on)?;
    // After this point the command must succeed, unless its reward leaves the bound.
    let accepted_on = command.accepted_on;
    let lead_of = Picks::of_lead(desk.state, lead);
    let picks = Picks { accepted_on: Some(accepted_on), ..lead_of };
    let frozen = picks.freeze(desk.state, Milestone::Accepted);
    let source = Some(SourceRow::Lead(number));
    let mut trigger =
        Trigger::of_lead(desk.state, Milestone::Accepted, (number, lead), source, accepted_on);
    trigger.days.accepted = Some(accepted_on);
    let picks = picks.with(&frozen);
    let chosen = picks.chosen(desk.state, accepted_on);
    let mut events = Vec::with_capacity(EVENTS_MOSTLY);
    events.push(Event::LeadAccepted(names_of(desk.state, &frozen)));
    events.extend(claim::accepted(desk.state, lead, accepted_on));
    vesting::reached(desk, number, Milestone::Accepted, accepted_on, &mut events);
    reward::accrue(desk, &trigger, chosen, &mut events)?;
    Ok(events)
}

pub(super) fn reject(desk: &Desk<'_>, command: &RejectLead) -> Result<Vec<Event>, Refusal> {
    let (number, lead) = on_file(desk, command.lead)?;
    if let (LeadStage::Accepted, Some(accepted_on)) = (lead.stage, lead.accepted_on) {
        return Err(Refusal::LeadAlreadyAccepted { lead: command.lead, accepted_on });
    }
    open(command.lead, lead)?;
    dated(desk, "rejected_on", command.rejected_on, lead)?;
    // After this point the command must succeed.
    let mut events = ended(desk, number, Event::LeadRejected, command.rejected_on);
    events.extend(claim::released(desk.state, lead, Release::Rejected));
    Ok(events)
}

pub(super) fn lose(desk: &Desk<'_>, command: &LoseLead) -> Result<Vec<Event>, Refusal> {
    let (number, lead) = on_file(desk, command.lead)?;
    open(command.lead, lead)?;
    dated(desk, "lost_on", command.lost_on, lead)?;
    // After this point the command must succeed.
    let mut events = ended(desk, number, Event::LeadLost, command.lost_on);
    events.extend(claim::released(desk.state, lead, Release::Lost));
    Ok(events)
}

pub(super) fn expire(desk: &Desk<'_>, command: &ExpireLead) -> Result<Vec<Event>, Refusal> {
    let (number, lead) = on_file(desk, command.lead)?;
    open(command.lead, lead)?;
    dated(desk, "expired_on", command.expired_on, lead)?;
    // After this point the command must succeed.
    let mut events = ended(desk, number, Event::LeadExpired, command.expired_on);
    events.extend(claim::released(desk.state, lead, Release::Expired));
    Ok(events)
}

/// A lead ends without a deal: what waited for a milestone of it never vests.
pub(super) fn ended(desk: &Desk<'_>, lead: u32, event: Event, on: Date) -> Vec<Event> {
    let mut events = vec![event];
    events.extend(reversal::never_reached(desk, lead, on, &[]));
    events
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
pub(super) fn dated(
    desk: &Desk<'_>,
    field: &'static str,
    date: Date,
    lead: &LeadRow,
) -> Result<(), Refusal> {
    desk.happened(field, date)?;
    if date < lead.heard_on {
        return Err(Refusal::BeforeReport { field, date, heard_on: lead.heard_on });
    }
    Ok(())
}

/// The payee, if a plan can pay them: on file, and paid in the plans' currency, or in one that some
/// plan converts to. Whether the plan that pays them does is asked when something accrues.
pub(super) fn payable(desk: &Desk<'_>, payee: &PayeeId) -> Result<u32, Refusal> {
    let number = desk.payee(payee)?;
    let (paid_in, unit) = (desk.state.group_of(number).unit, desk.unit()?);
    let converts = || desk.state.plans.iter().any(|(_, _, row)| row.plan.exchange.is_some());
    if paid_in != unit && !converts() {
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
    frozen: &[u32],
) -> Result<Vec<(RoleId, u32)>, Refusal> {
    if told.len() > CREDITS_MAX {
        return Err(Refusal::TooManyCredits { credits: told.len(), most: CREDITS_MAX });
    }
    let mut credits = on_file.to_vec();
    if told.is_empty() {
        return Ok(credits);
    }
    let plans = plans_of(desk.state, frozen);
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
        known_role(desk.state, &credit.role, originator, &plans)?;
        credits.push((credit.role.clone(), payee));
    }
    Ok(credits)
}

/// Refuses a role that no split gives a share and no overlay pays, or that is the originator's.
/// While no version is chosen, any published version may have the role.
fn known_role(
    state: &State,
    role: &RoleId,
    originator: &PayeeId,
    plans: &[&Plan],
) -> Result<(), Refusal> {
    let published = state.plans.iter().map(|(_, _, row)| &*row.plan);
    let asked: Vec<&Plan> = if plans.is_empty() { published.collect() } else { plans.to_vec() };
    if asked.iter().any(|plan| plan.split.originator() == role) {
        return Err(Refusal::RoleTaken { role: role.clone(), payee: originator.clone() });
    }
    let is_paid = |plan: &&Plan| {
        let on_top = plan.split.overlays.iter().any(|overlay| overlay.role == *role);
        on_top || plan.split.position(role).is_some()
    };
    if asked.iter().any(is_paid) {
        return Ok(());
    }
    let newest = asked.last().ok_or(Refusal::NoPlanPublished {})?;
    Err(Refusal::RoleUnknown { role: role.clone(), plan: newest.name.clone() })
}
