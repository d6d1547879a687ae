//! Decides pay groups and payees.

use super::Desk;
use super::reversal::Leavers;
use crate::command::{
    AssignManager, AssignPlan, AssignQuota, AssignTeam, BlockPayee, DefinePayGroup, LeavePayee,
    QuotaOf, RegisterPayee, TieCustomer, UnassignPlan, UnblockPayee,
};
use crate::event::Event;
use crate::id::{PayeeId, PlanId};
use crate::ledger::state::{PayeeRow, Scope};
use crate::plan::version::AppliesTo;
use crate::reading::Reading;
use crate::refusal::Refusal;
use crate::time::Date;

pub(super) fn define_pay_group(
    desk: &Desk<'_>,
    command: &DefinePayGroup,
) -> Result<Vec<Event>, Refusal> {
    if let Some((_, row)) = desk.state.groups.get(&command.group) {
        let (group, first) = (command.group.clone(), row.sequence);
        return Err(Refusal::PayGroupOnFile { group, first });
    }
    no_formula(command.group.as_str())?;
    if !command.unit.is_money() {
        return Err(Refusal::PayGroupUnitNotMoney { unit: command.unit });
    }
    // After this point the command must succeed.
    Ok(vec![Event::PayGroupDefined])
}

pub(super) fn register(desk: &Desk<'_>, command: &RegisterPayee) -> Result<Vec<Event>, Refusal> {
    if let Some((_, row)) = desk.state.payees.get(&command.payee) {
        let (payee, first) = (command.payee.clone(), row.sequence);
        return Err(Refusal::PayeeOnFile { payee, first });
    }
    no_formula(command.payee.as_str())?;
    desk.pay_group(&command.group)?;
    // After this point the command must succeed.
    Ok(vec![Event::PayeeRegistered])
}

/// Refuses an id that a spreadsheet would take for a formula. It could never stand in a payroll
/// file, and a payee cannot be renamed when the first run is due (OWASP ASVS 1.2.10).
fn no_formula(id: &str) -> Result<(), Refusal> {
    if id.starts_with(['=', '+', '-', '@']) {
        return Err(Refusal::IdOpensFormula { id: id.to_owned() });
    }
    Ok(())
}

pub(super) fn leave(desk: &Desk<'_>, command: &LeavePayee) -> Result<Vec<Event>, Refusal> {
    let payee = command.payee.clone();
    let number = desk.payee(&payee)?;
    let row = desk.state.payees.row(number);
    if let Some(last_day) = row.employment.last_day {
        return Err(Refusal::PayeeHasLeft { payee, last_day });
    }
    if command.last_day < row.employment.from {
        let (last_day, employed_from) = (command.last_day, row.employment.from);
        return Err(Refusal::LeftBeforeEmployed { payee, last_day, employed_from });
    }
    // After this point the command must succeed.
    let (last_day, passed) = (command.last_day, desk.state.head.value().passed);
    let mut events = vec![Event::PayeeLeft];
    if passed.is_some_and(|passed| last_day <= passed) {
        events.extend(Leavers::of(desk, std::iter::once((number, last_day))).forfeited());
    }
    Ok(events)
}

/// The row of a payee, who is on file.
fn on_file<'a>(desk: &Desk<'a>, payee: &PayeeId) -> Result<&'a PayeeRow, Refusal> {
    desk.payee(payee).map(|number| desk.state.payees.row(number))
}

pub(super) fn assign_manager(
    desk: &Desk<'_>,
    command: &AssignManager,
) -> Result<Vec<Event>, Refusal> {
    let payee = command.payee.clone();
    let row = on_file(desk, &payee)?;
    if let Some(manager) = &command.manager {
        on_file(desk, manager)?;
        if *manager == payee {
            return Err(Refusal::ManagesThemselves { payee });
        }
    }
    if row.managers.iter().any(|(from, _)| *from == command.from) {
        return Err(Refusal::AlreadyAssigned { payee, what: "a manager", from: command.from });
    }
    // After this point the command must succeed.
    Ok(vec![Event::ManagerAssigned])
}

pub(super) fn assign_team(desk: &Desk<'_>, command: &AssignTeam) -> Result<Vec<Event>, Refusal> {
    let payee = command.payee.clone();
    let row = on_file(desk, &payee)?;
    if row.teams.iter().any(|(from, _)| *from == command.from) {
        return Err(Refusal::AlreadyAssigned { payee, what: "a team", from: command.from });
    }
    // After this point the command must succeed.
    Ok(vec![Event::TeamAssigned])
}

pub(super) fn assign_plan(desk: &Desk<'_>, command: &AssignPlan) -> Result<Vec<Event>, Refusal> {
    may_switch(desk, &command.payee, &command.plan, command.from)?;
    // After this point the command must succeed.
    Ok(vec![Event::PlanAssigned])
}

pub(super) fn unassign_plan(
    desk: &Desk<'_>,
    command: &UnassignPlan,
) -> Result<Vec<Event>, Refusal> {
    may_switch(desk, &command.payee, &command.plan, command.from)?;
    // After this point the command must succeed.
    Ok(vec![Event::PlanUnassigned])
}

pub(super) fn assign_quota(desk: &Desk<'_>, command: &AssignQuota) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    let plan = command.plan.clone();
    if state.plan_ids.find(&plan).is_none() {
        return Err(Refusal::PlanUnknown { plan });
    }
    let measure = command.measure.clone();
    let versions = state.plans.iter().filter(|(_, name, _)| name.plan == plan);
    let mut with_quota = versions.filter_map(|(_, _, row)| {
        let words = row.plan.measures.iter().find(|it| it.id == measure && it.quota.is_some())?;
        Some((&row.plan, words))
    });
    let Some((words, measured)) = with_quota.next() else {
        return Err(Refusal::MeasureWithoutQuota { plan, measure });
    };
    if let Some(quota) = command.quota {
        let wanted = words.measures_in(measured);
        let fits = match (quota, wanted) {
            (Reading::Money(one), Reading::Money(other)) => one.unit() == other.unit(),
            (Reading::Count(_), Reading::Count(_)) => true,
            _ => false,
        };
        if !fits || quota.grains() <= 0 {
            return Err(Refusal::QuotaWrong { measure, quota, wanted });
        }
    }
    let scope = match &command.of {
        QuotaOf::Payee(payee) => Scope::Payee(desk.payee(payee)?),
        QuotaOf::Team(team) => {
            let found = state.teams.find(team).map(Scope::Team);
            found.ok_or_else(|| Refusal::TeamUnknown { team: team.clone() })?
        }
    };
    let number = state.measure_ids.find(&(plan, measure.clone()));
    let quotas = number.and_then(|number| state.quotas.get(&(number, scope)));
    if quotas.is_some_and(|(_, dated)| dated.iter().any(|(from, _)| *from == command.from)) {
        return Err(Refusal::QuotaAlreadyAssigned { measure, from: command.from });
    }
    // After this point the command must succeed.
    Ok(vec![Event::QuotaAssigned])
}

pub(super) fn block(desk: &Desk<'_>, command: &BlockPayee) -> Result<Vec<Event>, Refusal> {
    may_block(desk, &command.payee, command.from)?;
    // After this point the command must succeed.
    Ok(vec![Event::PayeeBlocked])
}

pub(super) fn unblock(desk: &Desk<'_>, command: &UnblockPayee) -> Result<Vec<Event>, Refusal> {
    may_block(desk, &command.payee, command.from)?;
    // After this point the command must succeed.
    Ok(vec![Event::PayeeUnblocked])
}

fn may_block(desk: &Desk<'_>, payee: &PayeeId, from: Date) -> Result<(), Refusal> {
    if on_file(desk, payee)?.blocked.iter().any(|(day, _)| *day == from) {
        let (payee, what) = (payee.clone(), "a word on being blocked");
        return Err(Refusal::AlreadyAssigned { payee, what, from });
    }
    Ok(())
}

pub(super) fn tie(desk: &Desk<'_>, command: &TieCustomer) -> Result<Vec<Event>, Refusal> {
    let (payee, from) = (command.payee.clone(), command.from);
    on_file(desk, &payee)?;
    let (state, number) = (desk.state, desk.state.payees.find(&payee));
    let key = state.customers.find(&command.customer).zip(number);
    let ties = key.and_then(|key| state.ties.get(&key));
    if ties.is_some_and(|(_, ties)| ties.iter().any(|(day, _)| *day == from)) {
        return Err(Refusal::AlreadyAssigned { payee, what: "a word on this customer", from });
    }
    // After this point the command must succeed.
    Ok(vec![Event::CustomerTied])
}

/// Whether a payee can be put under a plan, or taken off it, from a day on.
fn may_switch(desk: &Desk<'_>, payee: &PayeeId, plan: &PlanId, from: Date) -> Result<(), Refusal> {
    let row = on_file(desk, payee)?;
    let Some(row_of) = desk.state.each_plan().find(|row| row.plan.name.plan == *plan) else {
        return Err(Refusal::PlanUnknown { plan: plan.clone() });
    };
    if row_of.plan.applies_to == AppliesTo::Everyone {
        return Err(Refusal::PlanForEveryone { plan: plan.clone() });
    }
    let payee = payee.clone();
    if row.plans.iter().any(|(day, (other, _))| *day == from && other == plan) {
        return Err(Refusal::AlreadyAssigned { payee, what: "a word on this plan", from });
    }
    Ok(())
}
