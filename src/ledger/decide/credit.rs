//! Decides that the credit for a lead and its deal is somebody else's, from a day on.
//!
//! Each fact is of whoever holds the role on its day. Once one was counted for somebody, their
//! tiers, caps and rounding have been decided with it: amounts moved alone would leave those
//! behind, so nothing that was counted moves.

use super::ground::{self, Credited};
use super::lead::{on_file, payable};
use super::version::Picks;
use super::{Desk, claim};
use crate::command::ReassignCredit;
use crate::deal::FactRef;
use crate::event::{CreditReassigned, Event};
use crate::id::RoleId;
use crate::lead::LeadStage;
use crate::ledger::state::{FactRow, LeadRow, SourceRow, State, held_on};
use crate::refusal::Refusal;
use crate::time::Date;

pub(super) fn reassign(desk: &Desk<'_>, command: &ReassignCredit) -> Result<Vec<Event>, Refusal> {
    let (state, lead) = (desk.state, command.lead);
    let (number, row) = on_file(desk, lead)?;
    if row.stage == LeadStage::Retracted {
        return Err(Refusal::FactIsRetracted { fact: FactRef::Lead(lead) });
    }
    let from = desk.payee(&command.from)?;
    let to = payable(desk, &command.to)?;
    let since = command.since.unwrap_or(Date::FIRST);
    let role = role_on(state, number, from, since);
    let not_credited = || Refusal::NotCredited { lead, payee: command.from.clone(), since };
    let role = role.ok_or_else(not_credited)?;
    let held = state.role_held(number, to);
    let is_second = claim::second(state, row).is_some_and(|(by, ..)| by == to);
    if from == to || is_second || held.is_some_and(|held| held != role) {
        return Err(Refusal::CreditedTwice { payee: command.to.clone() });
    }
    let accepted_by = row.accepted_by.get().map(|actor| state.actors.key(actor).as_str());
    if accepted_by == Some(command.to.as_str()) {
        return Err(Refusal::CreditedAccepter { lead, payee: command.to.clone() });
    }
    let actor = &desk.told.by.id;
    if actor.as_str() == command.to.as_str() {
        return Err(Refusal::ReassignsToThemselves { lead, actor: actor.clone() });
    }
    let picks = picks(state, row, role.is_none().then_some(to));
    let told = std::iter::once(&command.to);
    let credited = Credited { customer: ground::customer_of(state, row), on: desk.today()?, told };
    ground::may_be_credited(desk, &picks, credited)?;
    let until = state.handed(number).iter().find(|it| it.role.as_ref() == role && it.since > since);
    let days = (since, until.map_or(Date::LAST, |it| it.since.previous().unwrap_or(it.since)));
    if let Some(on) = counted_on(state, number, from, days) {
        let payee = command.from.clone();
        return Err(Refusal::CreditHasEarned { lead, payee, on });
    }
    // After this point the command must succeed.
    let role = role.cloned();
    Ok(vec![Event::CreditReassigned(CreditReassigned { role })])
}

/// The role somebody holds on a day; `None` inside for whoever reported the lead.
fn role_on(state: &State, lead: u32, payee: u32, day: Date) -> Option<Option<&RoleId>> {
    let handed = state.handed(lead);
    let mut roles = state.roles_of(lead);
    let holds =
        |(role, on_file): &(Option<&RoleId>, u32)| held_on(handed, *role, *on_file, day) == payee;
    roles.find(holds).map(|(role, _)| role)
}

/// The versions whose words are asked; who takes the place of the reporter is asked as one.
fn picks<'a>(state: &'a State, row: &LeadRow, reporter: Option<u32>) -> Picks<'a> {
    let picks = match row.deal.get() {
        Some(deal) => Picks::of_deal(state, row, state.deals.row(deal)),
        None => Picks::of_lead(state, row),
    };
    Picks { by: reporter.unwrap_or(picks.by), ..picks }
}

/// The day of a fact within some days that was counted for somebody.
fn counted_on(state: &State, lead: u32, payee: u32, (first, last): (Date, Date)) -> Option<Date> {
    let deal = state.leads.row(lead).deal.get();
    let within = |day: &Date| (first..=last).contains(day);
    let is_theirs = |reward: u32| state.rewards.row(reward).payee == payee;
    let sources = [Some(SourceRow::Lead(lead)), deal.map(SourceRow::Deal)].into_iter().flatten();
    let awards = sources.flat_map(|source| state.each_award(source));
    let accruals = awards.flat_map(|(award, _)| state.each_accrual(award));
    let earned = accruals.filter(|(_, it)| {
        let mut shares = it.shares.numbers().map(|share| state.shares.row(share));
        let mut counted = it.counted.numbers().map(|number| state.counted.row(number));
        !it.retracted
            && (shares.any(|it| it.allotted != 0 && is_theirs(it.reward))
                || counted.any(|it| it.payee == Some(payee)))
    });
    let mut earned = earned.map(|(_, it)| it.fact_on).filter(within);
    earned.next().or_else(|| measured_on(state, (lead, deal), payee).into_iter().find(within))
}

/// The days of the facts that count toward a measure of somebody.
fn measured_on(state: &State, (lead, deal): (u32, Option<u32>), payee: u32) -> Vec<Date> {
    let days = state.days_of(state.leads.row(lead));
    let mut facts = vec![
        (FactRow::Reported(lead), Some(days.reported)),
        (FactRow::Accepted(lead), days.accepted),
        (FactRow::Met(lead), days.met),
        (FactRow::Quoted(lead), days.quoted),
    ];
    if let Some(deal) = deal {
        facts.push((FactRow::Won(deal), days.won));
        facts.push((FactRow::Installed(deal), days.installed));
        facts.push((FactRow::Invoiced(deal), days.invoiced));
        let payments = state.each_payment(deal);
        facts.extend(payments.map(|(it, row)| (FactRow::Paid(it), Some(row.received_on))));
    }
    let counts = |fact: &FactRow| {
        let (_, counts) = state.counting.get(fact)?;
        counts.iter().find(|it| it.payee == payee && it.grains != it.lowered)
    };
    facts.into_iter().filter(|(fact, _)| counts(fact).is_some()).filter_map(|(_, on)| on).collect()
}
