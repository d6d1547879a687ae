//! Decides answers: by when sales owe one to a lead, and what is due when it did not come.
//!
//! The day is fixed when the lead is reported. An answer that is dated by then takes the lead off
//! the queue when it is applied; who is still on it when the day passes had none in time.

use super::before::Pending;
use super::reward;
use super::trigger::Trigger;
use super::version::Picks;
use super::{Desk, claim};
use crate::command::ReportLead;
use crate::event::{AnswerDue, AnswersMissed, Event};
use crate::plan::answer::DeadlineFrom;
use crate::refusal::Refusal;
use crate::time::Date;

/// The most leads one event names, so that its record stays within its bound.
const LEADS_PER_EVENT: usize = 512;

/// By when sales owe an answer to a lead that is being reported: by the first plan that has a word
/// on it.
pub(super) fn due(
    desk: &Desk<'_>,
    picks: &Picks<'_>,
    command: &ReportLead,
) -> Result<Option<Event>, Refusal> {
    let heard_on = command.heard_on;
    let mut words = picks.words_on(desk, heard_on);
    let words = words.find_map(|plan| Some((plan, plan.leads.ground.answer.as_ref()?)));
    let Some((plan, answer)) = words else { return Ok(None) };
    if !answer.competing && claim::is_competing(desk, picks, command) {
        return Ok(None);
    }
    let due = match answer.from {
        DeadlineFrom::Reported => answer.due(heard_on),
        DeadlineFrom::Told => answer.due(desk.today()?),
    };
    Ok(Some(Event::AnswerDue(AnswerDue { plan: plan.name.clone(), due })))
}

/// Answers that were due by the end of a day and did not come, day by day in the order of their
/// reports, and the minimum rewards of their leads.
pub(super) fn missed(
    desk: &Desk<'_>,
    through: Date,
    events: &mut Vec<Event>,
) -> Result<(), Refusal> {
    let due: Vec<_> = desk.state.answers_due.range(..=(through, u32::MAX)).collect();
    let mut pending = Pending::default();
    for day in due.chunk_by(|one, other| one.0 == other.0) {
        for some in day.chunks(LEADS_PER_EVENT) {
            let leads = some.iter().map(|(_, lead)| *desk.state.leads.key(*lead)).collect();
            events.push(Event::AnswersMissed(AnswersMissed { due: some[0].0, leads }));
        }
        for (due, lead) in day {
            minimum(desk, (*lead, *due), through, &mut pending, events)?;
        }
    }
    Ok(())
}

/// What a lead pays because its answer did not come: by the version that said when it was due.
fn minimum(
    desk: &Desk<'_>,
    (lead, due): (u32, Date),
    through: Date,
    pending: &mut Pending,
    events: &mut Vec<Event>,
) -> Result<(), Refusal> {
    let (_, row) = desk.state.answers.get(&lead).expect("what is on the queue has a row");
    let answer = &desk.state.plans.row(row.plan).plan.leads.ground.answer;
    if answer.as_ref().is_none_or(|it| it.minimum_reward.is_none()) {
        return Ok(());
    }
    let trigger = Trigger::of_unanswered(desk.state, lead, due, through);
    reward::accrue_of(desk, &trigger, row.plan, pending, events)
}
