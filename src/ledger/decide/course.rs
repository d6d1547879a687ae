//! Decides what comes between a lead's report and its end: a meeting, an offer.

use super::lead::{dated, on_file, open};
use super::trigger::Trigger;
use super::version::Picks;
use super::{Desk, EVENTS_MOSTLY, claim, exchange, money_in, reward};
use crate::accrual::Days;
use crate::command::{MeetLead, QuoteLead};
use crate::deal::{Line, Milestone};
use crate::event::Event;
use crate::id::LeadId;
use crate::ledger::state::{LeadRow, SourceRow};
use crate::refusal::Refusal;
use crate::time::Date;

pub(super) fn meet(desk: &Desk<'_>, command: &MeetLead) -> Result<Vec<Event>, Refusal> {
    let (lead, met_on) = (command.lead, command.met_on);
    let found = goes_on(desk, lead, "met_on", met_on)?;
    if let Some(first) = desk.state.course_of(found.1).met_on {
        return Err(Refusal::LeadAlreadyMet { lead, met_on: first });
    }
    claim::may_go_on(desk, found.0, found.1, met_on)?;
    // After this point the command must succeed, unless its reward leaves the bound.
    let days = Days { met: Some(met_on), ..desk.state.days_of(found.1) };
    reached(desk, found, met_on, &[], (Milestone::Met, days, Event::LeadMet))
}

pub(super) fn quote(desk: &Desk<'_>, command: &QuoteLead) -> Result<Vec<Event>, Refusal> {
    let (lead, quoted_on) = (command.lead, command.quoted_on);
    let found = goes_on(desk, lead, "quoted_on", quoted_on)?;
    if let Some(first) = desk.state.course_of(found.1).quoted_on {
        return Err(Refusal::LeadAlreadyQuoted { lead, quoted_on: first });
    }
    claim::may_go_on(desk, found.0, found.1, quoted_on)?;
    money_in(&command.lines, exchange::told_in(desk, None, &command.lines)?)?;
    // After this point the command must succeed, unless its reward leaves the bound.
    let days = Days { quoted: Some(quoted_on), ..desk.state.days_of(found.1) };
    let to = (Milestone::Quoted, days, Event::LeadQuoted);
    reached(desk, found, quoted_on, &command.lines, to)
}

/// The lead, which is open, and a day on which it could go on.
fn goes_on<'a>(
    desk: &Desk<'a>,
    lead: LeadId,
    field: &'static str,
    on: Date,
) -> Result<(u32, &'a LeadRow), Refusal> {
    let (number, row) = on_file(desk, lead)?;
    open(lead, row)?;
    dated(desk, field, on, row)?;
    Ok((number, row))
}

/// The milestone, and what it accrues.
fn reached(
    desk: &Desk<'_>,
    (number, lead): (u32, &LeadRow),
    on: Date,
    lines: &[Line],
    (milestone, days, event): (Milestone, Days, Event),
) -> Result<Vec<Event>, Refusal> {
    let source = Some(SourceRow::Lead(number));
    let trigger = Trigger::of_lead(desk.state, milestone, (number, lead), source, on);
    let trigger = Trigger { days, lines, ..trigger };
    let picks = Picks::of_lead(desk.state, lead);
    let chosen = picks.chosen(desk.state, on);
    let mut events = Vec::with_capacity(EVENTS_MOSTLY);
    events.push(event);
    reward::accrue(desk, &trigger, chosen, &mut events)?;
    Ok(events)
}
