//! Decides how a pay group is paid: by which periods, and how much a run keeps at most.

use super::Desk;
use crate::command::{SetCalendar, SetRecoveryLimit};
use crate::event::Event;
use crate::payout::recovery::MostKept;
use crate::rate::Rate;
use crate::refusal::Refusal;

pub(super) fn calendar(desk: &Desk<'_>, command: &SetCalendar) -> Result<Vec<Event>, Refusal> {
    let (group, calendar, from) = (command.group.clone(), command.calendar, command.from);
    let (number, _) = desk.pay_group(&group)?;
    let told = desk.state.pay_group_words.calendars.get(&number);
    if told.is_some_and(|(_, dated)| dated.iter().any(|(day, _)| *day >= from)) {
        return Err(Refusal::CalendarAlreadySet { group, from });
    }
    let run_through = desk.state.pay_group_words.run_through.get(&number);
    if let Some(through) = run_through.map(|(_, day)| *day).filter(|day| *day >= from) {
        return Err(Refusal::CalendarBehindRun { group, from, through });
    }
    let before = desk.state.pay_period_of(number, from);
    if !calendar.begins_on(from) || before.is_none_or(|period| period.from() != from) {
        return Err(Refusal::CalendarInMidPeriod { group, calendar, from });
    }
    // After this point the command must succeed.
    Ok(vec![Event::CalendarSet])
}

pub(super) fn recovery_limit(
    desk: &Desk<'_>,
    command: &SetRecoveryLimit,
) -> Result<Vec<Event>, Refusal> {
    let (group, from) = (command.group.clone(), command.from);
    let (number, row) = desk.pay_group(&group)?;
    let paid_in = desk.state.account_unit(row);
    for at_most in command.limit.iter().flat_map(|limit| limit.each()) {
        let fits = match at_most {
            MostKept::Share(share) => share <= Rate::HUNDRED,
            MostKept::Amount(amount) => amount.unit() == paid_in && amount.minor() >= 0,
        };
        if !fits {
            return Err(Refusal::RecoveryLimitUnfit { group, at_most, paid_in });
        }
    }
    let told = desk.state.pay_group_words.limits.get(&number);
    if told.is_some_and(|(_, dated)| dated.iter().any(|(day, _)| *day == from)) {
        return Err(Refusal::RecoveryLimitAlreadySet { group, from });
    }
    // After this point the command must succeed.
    Ok(vec![Event::RecoveryLimitSet])
}
