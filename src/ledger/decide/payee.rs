//! Decides pay groups and payees.

use super::Desk;
use crate::command::{DefinePayGroup, LeavePayee, RegisterPayee};
use crate::event::Event;
use crate::refusal::Refusal;

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
    if desk.state.groups.find(&command.group).is_none() {
        return Err(Refusal::PayGroupUnknown { group: command.group.clone() });
    }
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
    let Some((_, row)) = desk.state.payees.get(&payee) else {
        return Err(Refusal::PayeeUnknown { payee });
    };
    if let Some(last_day) = row.employment.last_day {
        return Err(Refusal::PayeeHasLeft { payee, last_day });
    }
    if command.last_day < row.employment.from {
        let (last_day, employed_from) = (command.last_day, row.employment.from);
        return Err(Refusal::LeftBeforeEmployed { payee, last_day, employed_from });
    }
    // After this point the command must succeed.
    Ok(vec![Event::PayeeLeft])
}
