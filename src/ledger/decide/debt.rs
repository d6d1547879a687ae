//! Decides what becomes of the debts of who has left: moved, paid back in money, written off.
//!
//! Receivables are taken oldest first. Money that comes in pays what is outstanding, and then what
//! was written off.

use super::{Desk, amount_of};
use crate::approval::ApprovalStage;
use crate::command::{
    ApproveWriteOff, DeclineWriteOff, ProposeWriteOff, RecordRepayment, TransferDebt,
};
use crate::digest::Digest;
use crate::event::{DebtChanged, DebtPart, Event};
use crate::id::{PayeeId, WriteOffId};
use crate::ledger::state::{ReceivableRow, State, WriteOffRow};
use crate::money::{Amount, Unit};
use crate::refusal::Refusal;
use crate::time::Date;

/// The most receivables one event takes from, so that its record stays within its bound.
const PARTS_PER_EVENT: usize = 500;

pub(super) fn transfer(desk: &Desk<'_>, command: &TransferDebt) -> Result<Vec<Event>, Refusal> {
    let (state, payee) = (desk.state, &command.payee);
    if let Some((_, first)) = state.transfers.get(&command.transfer) {
        return Err(Refusal::DebtActOnFile { what: "transfer", first: *first });
    }
    by_another_person(desk, payee)?;
    let (number, unit) = debtor(desk, payee, command.amount)?;
    let today = desk.today()?;
    let last_day = state.payees.row(number).employment.last_day;
    if last_day.is_none_or(|last_day| today <= last_day) {
        return Err(Refusal::DebtorHasNotLeft { payee: payee.clone() });
    }
    let owes = state.payees.row(number).owes;
    at_most(payee, command.amount, amount_of(owes, unit), "moved")?;
    // After this point the command must succeed.
    let owed = state.owed.range((number, 0)..=(number, u32::MAX)).map(|(_, it)| it);
    let parts = parts(state, owed, |it| it.outstanding, command.amount.minor(), unit);
    Ok(changed(desk, number, today, parts, Event::DebtTransferred))
}

pub(super) fn repay(desk: &Desk<'_>, command: &RecordRepayment) -> Result<Vec<Event>, Refusal> {
    let (state, payee) = (desk.state, &command.payee);
    if let Some((_, first)) = state.repayments.get(&command.repayment) {
        return Err(Refusal::DebtActOnFile { what: "repayment", first: *first });
    }
    desk.happened("received_on", command.received_on)?;
    let (number, unit) = debtor(desk, payee, command.amount)?;
    let row = state.payees.row(number);
    let there = amount_of(row.former + row.written_off, unit);
    at_most(payee, command.amount, there, "paid back")?;
    // After this point the command must succeed.
    let former = command.amount.minor().min(row.former);
    let rest = command.amount.minor() - former;
    let mut all = parts(state, former_debts(state, number), |it| it.former, former, unit);
    let late = parts(state, former_debts(state, number), |it| it.written_off, rest, unit);
    all.extend(late.into_iter().map(|part| DebtPart { was_written_off: true, ..part }));
    Ok(changed(desk, number, command.received_on, all, Event::DebtRepaid))
}

pub(super) fn propose(desk: &Desk<'_>, command: &ProposeWriteOff) -> Result<Vec<Event>, Refusal> {
    let (state, write_off) = (desk.state, command.write_off);
    if let Some((_, row)) = state.write_offs.get(&write_off) {
        return Err(Refusal::DebtActOnFile { what: "write-off", first: row.sequence });
    }
    desk.by_person(|actor| Refusal::DebtByProgram { actor })?;
    let (number, unit) = debtor(desk, &command.payee, command.amount)?;
    let there = amount_of(state.payees.row(number).former, unit);
    at_most(&command.payee, command.amount, there, "written off")?;
    // After this point the command must succeed.
    let bytes = serde_json::to_vec(command).expect("a command has a JSON form");
    Ok(vec![Event::WriteOffProposed(Digest::sha256(&bytes))])
}

pub(super) fn approve(desk: &Desk<'_>, command: &ApproveWriteOff) -> Result<Vec<Event>, Refusal> {
    let (state, write_off) = (desk.state, command.write_off);
    let row = open(desk, write_off)?;
    let actor = desk.told.by.id.clone();
    if actor == row.proposed_by {
        return Err(Refusal::WriteOffProposerApproves { write_off, actor });
    }
    if command.digest != row.digest {
        let (given, proposed) = (command.digest, row.digest);
        return Err(Refusal::WriteOffDiffers { write_off, given, proposed });
    }
    let unit = state.account_in(row.payee);
    let (asked, there) = (row.amount, state.payees.row(row.payee).former);
    let (asked, there) = (amount_of(asked, unit), amount_of(there, unit));
    at_most(state.payees.key(row.payee), asked, there, "written off")?;
    let today = desk.today()?;
    // After this point the command must succeed.
    let former = former_debts(state, row.payee);
    let parts = parts(state, former, |it| it.former, row.amount, unit);
    Ok(changed(desk, row.payee, today, parts, Event::DebtWrittenOff))
}

pub(super) fn decline(desk: &Desk<'_>, command: &DeclineWriteOff) -> Result<Vec<Event>, Refusal> {
    open(desk, command.write_off)?;
    // After this point the command must succeed.
    Ok(vec![Event::WriteOffDeclined])
}

/// The write-off, if whoever tells may decide on it.
fn open<'a>(desk: &Desk<'a>, write_off: WriteOffId) -> Result<&'a WriteOffRow, Refusal> {
    let Some((_, row)) = desk.state.write_offs.get(&write_off) else {
        return Err(Refusal::WriteOffUnknown { write_off });
    };
    if row.stage != ApprovalStage::Proposed {
        let (stage, since) = (row.stage, row.since);
        return Err(Refusal::WriteOffIsDecided { write_off, stage, since });
    }
    by_another_person(desk, desk.state.payees.key(row.payee))?;
    Ok(row)
}

/// Refuses a program, and the debtor.
fn by_another_person(desk: &Desk<'_>, payee: &PayeeId) -> Result<(), Refusal> {
    desk.by_person(|actor| Refusal::DebtByProgram { actor })?;
    if desk.told.by.id.as_str() == payee.as_str() {
        return Err(Refusal::DebtByDebtor { payee: payee.clone() });
    }
    Ok(())
}

/// The payee, and the currency of what they owe; the amount is of it, and more than zero.
fn debtor(desk: &Desk<'_>, payee: &PayeeId, amount: Amount) -> Result<(u32, Unit), Refusal> {
    let number = desk.payee(payee)?;
    let wanted = desk.state.account_in(number);
    if amount.unit() != wanted {
        return Err(Refusal::WrongCurrency { given: amount.unit(), wanted });
    }
    if !amount.is_positive() {
        return Err(Refusal::AmountNotPositive { amount });
    }
    Ok((number, wanted))
}

/// Refuses more than is there.
fn at_most(
    payee: &PayeeId,
    asked: Amount,
    there: Amount,
    what: &'static str,
) -> Result<(), Refusal> {
    if asked.minor() > there.minor() {
        return Err(Refusal::OwesLess { payee: payee.clone(), asked, there, what });
    }
    Ok(())
}

/// The receivables of which something was moved and not paid back, oldest first.
fn former_debts(state: &State, payee: u32) -> impl Iterator<Item = u32> {
    state.former_debts.range((payee, 0)..=(payee, u32::MAX)).map(|(_, it)| it)
}

/// From which receivables an amount is taken.
fn parts(
    state: &State,
    receivables: impl Iterator<Item = u32>,
    there: impl Fn(&ReceivableRow) -> i64,
    minor: i64,
    unit: Unit,
) -> Vec<DebtPart> {
    let (mut open, mut parts) = (minor, Vec::new());
    for receivable in receivables {
        let here = there(state.receivables.row(receivable)).min(open);
        if here > 0 {
            let amount = amount_of(here, unit);
            parts.push(DebtPart { receivable, amount, was_written_off: false });
            open -= here;
        }
        if open == 0 {
            break;
        }
    }
    debug_assert_eq!(open, 0, "L2: what a payee owes is the sum of their receivables");
    parts
}

fn changed(
    desk: &Desk<'_>,
    payee: u32,
    day: Date,
    parts: Vec<DebtPart>,
    event: fn(DebtChanged) -> Event,
) -> Vec<Event> {
    let (on, _) = desk.booked(day);
    let entity = &desk.state.group_of(payee).entity;
    let some = |parts: &[DebtPart]| {
        let (payee, entity) = (desk.state.payees.key(payee).clone(), entity.clone());
        event(DebtChanged { on, payee, entity, parts: parts.to_vec() })
    };
    parts.chunks(PARTS_PER_EVENT).map(some).collect()
}
