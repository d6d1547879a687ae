//! From an event to its entries: one total function, and the only place that knows the rows.
//!
//! The rows follow section 8 of the design. An amount that needs no hold is credited to Payable at
//! once: Held would be in and out on the same day.

use super::{Account, Entry};
use crate::command::Command;
use crate::event::{
    Accrued, AccruedShare, CarriedReleased, Event, GivenTo, Lands, LineVoided, Restored, Reversed,
    RunLine, RunSettled, RunTotal, TakenFrom, VestedTotal,
};
use crate::id::EntityId;
use crate::money::Amount;
use crate::payout::RunId;
use crate::time::Date;

/// The entries of an event. They sum to zero per unit and legal entity (law L1), and none is zero.
///
/// The command is the one whose record the event stands in: it names the run.
pub fn post(command: &Command, event: &Event) -> Vec<Entry> {
    match event {
        Event::Accrued(it) => accrued(it),
        Event::Reversed(it) => reversed(it),
        Event::Restored(it) => restored(it),
        Event::Vested(it) => vested(it.on, &it.totals),
        Event::Reached(it) => vested(it.on, &it.totals),
        Event::CarriedReleased(it) => released(it),
        Event::RunLine(it) => run_of(command).map_or_else(Vec::new, |run| line(run, it)),
        Event::RunApproved(it) => run_of(command).map_or_else(Vec::new, |run| approved(run, it)),
        Event::RunSettled(it) => settled(it),
        Event::LineVoided(it) => run_of(command).map_or_else(Vec::new, |run| voided(run, it)),
        _ => Vec::new(),
    }
}

/// The run a command names.
pub(crate) fn run_of(command: &Command) -> Option<&RunId> {
    match command {
        Command::LockRun(it) => Some(&it.run),
        Command::ApproveRun(it) => Some(&it.run),
        Command::RecordExport(it) => Some(&it.run),
        Command::SettleRun(it) => Some(&it.run),
        Command::VoidRun(it) => Some(&it.run),
        _ => None,
    }
}

/// Debits one account and credits another; nothing for zero.
fn transfer(
    on: Date,
    entity: &EntityId,
    amount: Amount,
    debit: Account,
    credit: Account,
) -> Vec<Entry> {
    if amount.is_zero() {
        return Vec::new();
    }
    let entry = |account, amount| Entry { on, entity: entity.clone(), account, amount };
    vec![entry(debit, amount), entry(credit, amount.negated())]
}

fn accrued(it: &Accrued) -> Vec<Entry> {
    let share = |share: &AccruedShare| {
        let credit = match share.lands {
            Some(Lands::Held(_) | Lands::Until(_)) => Account::Held(share.payee.clone()),
            Some(Lands::Payable(_)) | None => Account::Payable(share.payee.clone()),
        };
        let mut entries = transfer(it.on, &share.entity, share.amount, Account::Incentives, credit);
        if let Some(carried) = &share.carried {
            let credit = Account::CapCarried(share.payee.clone());
            let (on, amount) = (it.on, carried.amount);
            entries.extend(transfer(on, &share.entity, amount, Account::Incentives, credit));
        }
        entries
    };
    it.shares.iter().flat_map(share).collect()
}

fn reversed(it: &Reversed) -> Vec<Entry> {
    let takes =
        it.shares.iter().flat_map(|share| share.takes.iter().map(move |take| (share, take)));
    takes
        .flat_map(|(share, take)| {
            let payee = share.payee.clone();
            let debit = match take.from {
                TakenFrom::Carried => Account::CapCarried(payee),
                TakenFrom::Held => Account::Held(payee),
                TakenFrom::Payable => Account::Payable(payee),
                TakenFrom::Receivable => Account::ClawbackReceivable(payee),
            };
            transfer(it.on, &share.entity, take.amount, debit, Account::Incentives)
        })
        .collect()
}

fn restored(it: &Restored) -> Vec<Entry> {
    let gives =
        it.shares.iter().flat_map(|share| share.gives.iter().map(move |give| (share, give)));
    gives
        .flat_map(|(share, give)| {
            let payee = share.payee.clone();
            let credit = match give.to {
                GivenTo::Carried => Account::CapCarried(payee),
                GivenTo::Held => Account::Held(payee),
                GivenTo::Payable | GivenTo::NewLot => Account::Payable(payee),
                GivenTo::Receivable(_) => Account::ClawbackReceivable(payee),
            };
            transfer(it.on, &share.entity, give.amount, Account::Incentives, credit)
        })
        .collect()
}

fn released(it: &CarriedReleased) -> Vec<Entry> {
    it.lots
        .iter()
        .flat_map(|lot| {
            let credit = match lot.lands {
                Some(Lands::Held(_) | Lands::Until(_)) => Account::Held(it.payee.clone()),
                Some(Lands::Payable(_)) | None => Account::Payable(it.payee.clone()),
            };
            let debit = Account::CapCarried(it.payee.clone());
            transfer(it.on, &it.entity, lot.amount, debit, credit)
        })
        .collect()
}

fn vested(on: Date, totals: &[VestedTotal]) -> Vec<Entry> {
    let totals = totals.iter();
    totals
        .flat_map(|total| {
            let debit = Account::Held(total.payee.clone());
            let credit = Account::Payable(total.payee.clone());
            transfer(on, &total.entity, total.amount, debit, credit)
        })
        .collect()
}

fn line(run: &RunId, it: &RunLine) -> Vec<Entry> {
    let payable = || Account::Payable(it.payee.clone());
    let mut entries = transfer(it.on, &it.entity, it.paid, payable(), Account::InRun(run.clone()));
    for recovery in &it.recovered {
        let receivable = Account::ClawbackReceivable(it.payee.clone());
        entries.extend(transfer(it.on, &it.entity, recovery.amount, payable(), receivable));
    }
    entries
}

fn approved(run: &RunId, it: &RunTotal) -> Vec<Entry> {
    let debit = Account::InRun(run.clone());
    transfer(it.on, &it.entity, it.total, debit, Account::PayrollClearing)
}

fn settled(it: &RunSettled) -> Vec<Entry> {
    let clearing = Account::PayrollClearing;
    let mut entries = transfer(it.on, &it.entity, it.employees, clearing.clone(), Account::Wages);
    let contractors = Account::AccountsPayable;
    entries.extend(transfer(it.on, &it.entity, it.contractors, clearing, contractors));
    entries
}

fn voided(run: &RunId, it: &LineVoided) -> Vec<Entry> {
    let payable = || Account::Payable(it.payee.clone());
    let from = if it.approved { Account::PayrollClearing } else { Account::InRun(run.clone()) };
    let mut entries = transfer(it.on, &it.entity, it.paid, from, payable());
    let receivable = Account::ClawbackReceivable(it.payee.clone());
    entries.extend(transfer(it.on, &it.entity, it.recovered, receivable, payable()));
    entries
}
