//! Decides the passing of days and the closing of months.

use super::reversal::Leavers;
use super::{Desk, answer, claim, close, draw, holdback, in_kind, pool, reward, vesting};
use crate::command::{ClosePeriod, PassDay};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::time::Date;

pub(super) fn pass(desk: &Desk<'_>, command: &PassDay) -> Result<Vec<Event>, Refusal> {
    let (through, today) = (command.through, desk.today()?);
    if through >= today {
        return Err(Refusal::DayNotPassed { through, today });
    }
    if let Some(passed) = desk.state.head.value().passed
        && through <= passed
    {
        return Err(Refusal::DaysAlreadyPassed { through, passed });
    }
    // After this point the command must succeed, unless what it makes leaves the bound.
    let mut events = claim::due(desk, through);
    answer::missed(desk, through, &mut events)?;
    let leavers = Leavers::through(desk, through);
    events.extend(leavers.forfeited());
    vesting::due(desk, through, &leavers, &mut events);
    events.extend(in_kind::expired(desk, through, &leavers));
    holdback::due(desk, through, &leavers, &mut events);
    vesting::released(desk, through, &leavers, &mut events);
    events.extend(pool::due(desk, through, &leavers));
    let earned = close::due(desk, through, &mut events)?;
    events.extend(draw::due(desk, through, &earned));
    reward::in_bounds(desk, &events)?;
    events.push(Event::DaysPassed);
    Ok(events)
}

pub(super) fn close(desk: &Desk<'_>, command: &ClosePeriod) -> Result<Vec<Event>, Refusal> {
    let period = command.period;
    if !period.is_month() {
        return Err(Refusal::PeriodNotMonth { period });
    }
    let head = desk.state.head.value();
    // Before the first close, no month with something in it may be passed over.
    let next = head.open_from.or(head.booked_from).map(Date::month);
    let is_first_close = head.open_from.is_none();
    if let Some(next) = next
        && period != next
        && !(is_first_close && period.from() < next.from())
    {
        return Err(Refusal::PeriodNotNext { period, next });
    }
    if head.passed.is_none_or(|passed| passed < period.last_day()) {
        let passed = head.passed.map_or_else(|| "none".to_owned(), |day| day.to_string());
        return Err(Refusal::PeriodNotOver { period, passed });
    }
    // After this point the command must succeed.
    Ok(vec![Event::PeriodClosed])
}
