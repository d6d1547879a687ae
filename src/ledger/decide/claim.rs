//! Decides claims: who is protected, against whom and until when, and what ends it.
//!
//! The words of a claim are those of the plan version that was frozen when it was made. The first
//! live claim, in the order of the reports, is the one that holds.

use super::lead::{dated, ended, on_file, open};
use super::version::Picks;
use super::{Desk, ground};
use crate::command::{ExcludeLead, ReleaseClaim, ReportLead, RestoreLead, TouchLead};
use crate::event::{Claimed, ClaimsEnded, Event, SecondCredited};
use crate::id::{LeadId, RoleId};
use crate::lead::LeadStage;
use crate::ledger::state::{ClaimRow, LeadRow, Link, SourceRow, State};
use crate::plan::Plan;
use crate::plan::ground::{
    Competing, ExistingOpportunity, ProtectedAfter, Protection, Release, Restored,
};
use crate::refusal::Refusal;
use crate::time::Date;

/// The most claims one event ends, so that its record stays within its bound.
const CLAIMS_PER_EVENT: usize = 512;

/// The words a claim is under.
fn words<'a>(state: &'a State, claim: &ClaimRow) -> (&'a Plan, &'a Protection) {
    let plan = &*state.plans.row(claim.plan).plan;
    (plan, plan.leads.ground.protection.as_ref().expect("a claim is under a plan that protects"))
}

/// Whether a live claim protects a day.
fn protects(claim: &ClaimRow, day: Date) -> bool {
    claim.is_live && claim.through.is_none_or(|through| day <= through)
}

/// The live claims of a customer that protect against a lead of a kind on a day, the first first.
fn live(
    state: &State,
    customer: u32,
    kind: Option<u16>,
    day: Date,
) -> impl Iterator<Item = (u32, &LeadRow, &ClaimRow)> {
    let leads = state.live_claims.range((customer, 0)..=(customer, u32::MAX));
    leads.filter_map(move |(_, lead)| {
        let row = state.leads.row(lead);
        let (_, _, claim) = state.claim_of(row)?;
        let in_scope = !words(state, claim).1.of_kind || Some(row.kind) == kind;
        (in_scope && protects(claim, day)).then_some((lead, row, claim))
    })
}

fn protected(state: &State, lead: u32, claim: &ClaimRow) -> Refusal {
    let through = match claim.through {
        Some(through) => format!("through {through}"),
        None => "until it is accepted, and longer".to_owned(),
    };
    let (lead, plan) = (*state.leads.key(lead), words(state, claim).0.name.clone());
    Refusal::LeadProtected { lead, through, plan }
}

/// What claims say of a report, and the claim it makes.
pub(super) fn report(
    desk: &Desk<'_>,
    picks: &Picks<'_>,
    command: &ReportLead,
) -> Result<Option<Event>, Refusal> {
    let (state, heard_on) = (desk.state, command.heard_on);
    let customer = state.customers.find(&command.customer);
    let kind = state.kind(&command.kind);
    let mut second_of = None;
    let mut others = customer.into_iter().flat_map(|it| live(state, it, kind, heard_on));
    if let Some((number, row, claim)) = others.find(|(_, row, _)| row.by != picks.by) {
        match &words(state, claim).1.competing {
            Competing::FirstProtected => return Err(protected(state, number, claim)),
            Competing::SharedWith(role) if !may_be_second(state, row, claim, role, picks.by) => {
                return Err(protected(state, number, claim));
            }
            Competing::SharedWith(_) => second_of = Some(*state.leads.key(number)),
            Competing::LastTouchWithin(_) | Competing::None => {}
        }
    }
    let mut plans = picks.words_on(desk, heard_on);
    let protecting = |plan: &Plan| plan.leads.ground.protection.is_some();
    let Some(plan) = plans.find(|plan| protecting(plan)) else { return Ok(None) };
    let it = plan.leads.ground.protection.as_ref().expect("it was just asked for");
    let through = match it.after {
        ProtectedAfter::Reported => Some(it.through(it.days, heard_on)),
        ProtectedAfter::Accepted => None,
    };
    Ok(Some(Event::LeadClaimed(Claimed { plan: plan.name.clone(), through, second_of })))
}

/// Whether a lead that is being reported is about a customer whom somebody else's lead protects.
pub(super) fn is_competing(desk: &Desk<'_>, picks: &Picks<'_>, command: &ReportLead) -> bool {
    let state = desk.state;
    let (customer, kind) = (state.customers.find(&command.customer), state.kind(&command.kind));
    let mut others = customer.into_iter().flat_map(|it| live(state, it, kind, command.heard_on));
    others.any(|(_, row, _)| row.by != picks.by)
}

/// Whether somebody can be the second about a customer: there is none yet, and they have no part
/// in the first lead.
fn may_be_second(state: &State, first: &LeadRow, claim: &ClaimRow, role: &RoleId, by: u32) -> bool {
    let credits = state.credits.list(first.credits);
    let accepted_by = first.accepted_by.get().map(|actor| state.actors.key(actor));
    claim.second == Link::NONE
        && credits.iter().all(|(held, payee)| held != role && *payee != by)
        && accepted_by.is_none_or(|actor| actor.as_str() != state.payees.key(by).as_str())
}

/// Refuses to take on or win a lead while somebody else's is protected before it.
pub(super) fn may_go_on(
    desk: &Desk<'_>,
    number: u32,
    lead: &LeadRow,
    on: Date,
) -> Result<(), Refusal> {
    let state = desk.state;
    let Some(customer) = ground::customer_of(state, lead) else { return Ok(()) };
    let excludes = |claim: &ClaimRow| {
        matches!(
            words(state, claim).1.competing,
            Competing::FirstProtected | Competing::SharedWith(_)
        )
    };
    let first = live(state, customer, Some(lead.kind), on).find(|(_, _, it)| excludes(it));
    match first {
        Some((other, row, claim))
            if other != number && row.by != lead.by && row.stage.is_open() =>
        {
            Err(protected(state, other, claim))
        }
        _ => Ok(()),
    }
}

/// Refuses a win where the plan gives it to whoever touched last, and that is somebody else, or
/// nobody in time.
pub(super) fn touched_last(desk: &Desk<'_>, number: u32, won_on: Date) -> Result<(), Refusal> {
    let state = desk.state;
    let row = state.leads.row(number);
    let Some((customer, _, claim)) = state.claim_of(row) else { return Ok(()) };
    let Competing::LastTouchWithin(most) = words(state, claim).1.competing else { return Ok(()) };
    let own = claim.touched_on;
    let later = live(state, customer, Some(row.kind), won_on).find(|(_, other, it)| {
        other.by != row.by
            && other.stage.is_open()
            && own < it.touched_on
            && it.touched_on <= won_on
    });
    if let Some((other, _, it)) = later {
        let (lead, touched_on) = (*state.leads.key(other), it.touched_on);
        return Err(Refusal::TouchedLater { lead, touched_on });
    }
    if won_on.days_since(own) > i64::from(most) {
        let lead = *state.leads.key(number);
        return Err(Refusal::TouchedTooEarly { lead, touched_on: own, on: won_on, most });
    }
    Ok(())
}

/// Who shares in the deal of a lead as the second reporter, and in which role.
pub(super) fn second(state: &State, lead: &LeadRow) -> Option<(u32, RoleId, SecondCredited)> {
    let (_, _, claim) = state.claim_of(lead)?;
    let Competing::SharedWith(role) = &words(state, claim).1.competing else { return None };
    let second = claim.second.get()?;
    let row = state.leads.row(second);
    if !row.stage.is_open() {
        return None;
    }
    let event = SecondCredited { lead: *state.leads.key(second), role: role.clone() };
    Some((row.by, role.clone(), event))
}

/// The claim of a lead that is taken on: where its days are counted from then, they begin.
pub(super) fn accepted(state: &State, lead: &LeadRow, accepted_on: Date) -> Option<Event> {
    let (_, _, claim) = state.claim_of(lead).filter(|(_, _, claim)| claim.is_live)?;
    let (_, it) = words(state, claim);
    let counts = it.after == ProtectedAfter::Accepted;
    counts.then(|| Event::ClaimMoved(it.through(it.days, accepted_on)))
}

/// The end of a lead's claim, if this is what releases it.
pub(super) fn released(state: &State, lead: &LeadRow, by: Release) -> Option<Event> {
    let (_, _, claim) = state.claim_of(lead).filter(|(_, _, claim)| claim.is_live)?;
    words(state, claim).1.released_by.contains(&by).then_some(Event::ClaimReleased)
}

/// The claim of a lead that is open again, unless somebody else has claimed the customer since or
/// its last day has passed.
pub(super) fn again(state: &State, number: u32) -> Option<Event> {
    let row = state.leads.row(number);
    let (customer, _, claim) = state.claim_of(row).filter(|(_, _, claim)| !claim.is_live)?;
    let passed = state.head.value().passed;
    let is_over = claim.through.zip(passed).is_some_and(|(through, passed)| through <= passed);
    let day = claim.through.unwrap_or(row.heard_on);
    // Its own second stays the second.
    let is_rival = |(_, other, it): (u32, &LeadRow, &ClaimRow)| {
        other.by != row.by && it.second_of != Link::to(number)
    };
    let mut others = live(state, customer, Some(row.kind), day);
    (!is_over && !others.any(is_rival)).then_some(Event::ClaimRestored)
}

pub(super) fn touch(desk: &Desk<'_>, command: &TouchLead) -> Result<Vec<Event>, Refusal> {
    let (_, lead) = on_file(desk, command.lead)?;
    open(command.lead, lead)?;
    dated(desk, "touched_on", command.touched_on, lead)?;
    let claim = live_claim(desk, command.lead, lead, command.touched_on)?;
    let (plan, it) = words(desk.state, claim);
    let counts = matches!(it.competing, Competing::LastTouchWithin(_));
    if it.touch_days.is_none() && !counts {
        let (lead, plan) = (command.lead, plan.name.clone());
        return Err(Refusal::ClaimNotExtended { lead, plan });
    }
    // After this point the command must succeed.
    let longer = it.touch_days.map(|days| it.through(days, command.touched_on));
    Ok(vec![Event::LeadTouched(claim.through.map(|day| longer.map_or(day, |it| it.max(day))))])
}

/// The claim of a lead, or the refusal that it protects nothing on a day.
fn live_claim<'a>(
    desk: &Desk<'a>,
    lead: LeadId,
    row: &LeadRow,
    day: Date,
) -> Result<&'a ClaimRow, Refusal> {
    let claim = desk.state.claim_of(row).map(|(_, _, claim)| claim);
    claim.filter(|claim| protects(claim, day)).ok_or(Refusal::ClaimNotLive { lead })
}

pub(super) fn release(desk: &Desk<'_>, command: &ReleaseClaim) -> Result<Vec<Event>, Refusal> {
    let (_, row) = on_file(desk, command.lead)?;
    dated(desk, "released_on", command.released_on, row)?;
    let claim = live_claim(desk, command.lead, row, command.released_on)?;
    let Some(event) = released(desk.state, row, Release::CustomerWish) else {
        let (lead, plan) = (command.lead, words(desk.state, claim).0.name.clone());
        return Err(Refusal::ClaimNotReleased { lead, plan });
    };
    // After this point the command must succeed.
    Ok(vec![event])
}

pub(super) fn exclude(desk: &Desk<'_>, command: &ExcludeLead) -> Result<Vec<Event>, Refusal> {
    let (number, row) = on_file(desk, command.lead)?;
    open(command.lead, row)?;
    dated(desk, "excluded_on", command.excluded_on, row)?;
    let (lead, worked_on, heard_on) = (command.lead, command.worked_on, row.heard_on);
    let picks = Picks::of_lead(desk.state, row);
    let mut words = picks.words_on(desk, heard_on);
    let Some(word) = words.find_map(|plan| plan.leads.ground.existing_opportunity) else {
        return Err(Refusal::OpportunityNotExcluded { lead });
    };
    if worked_on > heard_on {
        return Err(Refusal::WorkedAfterReport { worked_on, heard_on });
    }
    if let ExistingOpportunity::WorkedWithin(most) = word
        && heard_on.days_since(worked_on) > i64::from(most)
    {
        return Err(Refusal::OpportunityTooOld { lead, worked_on, heard_on, most });
    }
    // After this point the command must succeed.
    let mut events = ended(desk, number, Event::LeadExcluded, command.excluded_on);
    let claim = desk.state.claim_of(row).filter(|(_, _, claim)| claim.is_live);
    events.extend(claim.map(|_| Event::ClaimReleased));
    Ok(events)
}

/// Brings a lead back. What its end took back of amounts held for a milestone is gone for good, so
/// that a lead whose end took some stays ended.
pub(super) fn restore(desk: &Desk<'_>, command: &RestoreLead) -> Result<Vec<Event>, Refusal> {
    let (number, row) = on_file(desk, command.lead)?;
    let (lead, stage, restored_on) = (command.lead, row.stage, command.restored_on);
    if !matches!(stage, LeadStage::Rejected | LeadStage::Excluded) {
        return Err(Refusal::LeadNotEnded { lead, stage });
    }
    dated(desk, "restored_on", restored_on, row)?;
    let (state, heard_on) = (desk.state, row.heard_on);
    for plan in Picks::of_lead(state, row).words_on(desk, heard_on) {
        let is_late = match plan.leads.ground.restored {
            None => false,
            Some(Restored::Never) => true,
            Some(Restored::Within(days)) => restored_on.days_since(heard_on) > i64::from(days),
        };
        if is_late {
            return Err(Refusal::LeadStaysEnded { lead, heard_on, plan: plan.name.clone() });
        }
        ground::may_come_back(state, plan, number)?;
    }
    may_go_on(desk, number, row, restored_on)?;
    let awards = state.each_award(SourceRow::Lead(number));
    let mut rewards = awards.flat_map(|(award, _)| state.each_reward(award));
    if rewards.any(|(_, reward)| reward.reversed > 0) {
        return Err(Refusal::HeldAmountsGone { lead });
    }
    // After this point the command must succeed.
    Ok(std::iter::once(Event::LeadRestored).chain(again(state, number)).collect())
}

/// Claims whose last day is at most this one, day by day in the order of their reports.
pub(super) fn due(desk: &Desk<'_>, through: Date) -> Vec<Event> {
    let due: Vec<_> = desk.state.claims_due.range(..=(through, u32::MAX)).collect();
    let days = due.chunk_by(|one, other| one.0 == other.0);
    let pieces = days.flat_map(|day| day.chunks(CLAIMS_PER_EVENT));
    let event = |some: &[(Date, u32)]| {
        let leads = some.iter().map(|(_, lead)| *desk.state.leads.key(*lead)).collect();
        Event::ClaimsEnded(ClaimsEnded { through: some[0].0, leads })
    };
    pieces.map(event).collect()
}
