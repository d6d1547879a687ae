//! R44xx: refusals about the debts of who has left.

use super::{Case, Reproducer, company, tells};
use crate::support::forms::*;
use crate::support::{Company, day, id};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::command::{
    ApproveWriteOff, DeclineWriteOff, ProposeWriteOff, RecordRepayment, TransferDebt,
};
use referral_ledger::digest::Digest;
use referral_ledger::id::{RepaymentId, TransferId, WriteOffId};
use referral_ledger::money::Amount;

/// Ana owes 40.00, and her last day was yesterday.
fn owing() -> Company {
    let mut company = company();
    company.tell("lena", propose("A1", "ana", Direction::Down, amount!(40.00 USD))).unwrap();
    company.approves_adjustment("max", "A1");
    company.tell("hr", leave("ana", "2026-02-09")).unwrap();
    company
}

fn transfer(amount: Amount) -> TransferDebt {
    let (transfer, payee) = (TransferId::named("T1"), id("ana"));
    TransferDebt { transfer, payee, amount, reason: id("last-pay-is-out") }
}

/// The same, and all of it was moved.
fn moved() -> Company {
    let mut company = owing();
    company.tell("finance", transfer(amount!(40.00 USD))).unwrap();
    company
}

fn repay(amount: Amount) -> RecordRepayment {
    let (repayment, payee) = (RepaymentId::named("M1"), id("ana"));
    RecordRepayment { repayment, payee, received_on: day("2026-02-10"), amount }
}

fn write_off(amount: Amount) -> ProposeWriteOff {
    let (write_off, payee) = (WriteOffId::named("W1"), id("ana"));
    ProposeWriteOff { write_off, payee, amount, reason: id("cannot-be-found") }
}

/// The same, and lena proposed to write it off.
fn proposed() -> Company {
    let mut company = moved();
    company.tell("lena", write_off(amount!(40.00 USD))).unwrap();
    company
}

fn approve(company: Company, by: &str) -> Case {
    let write_off = WriteOffId::named("W1");
    let digest = company.journal.ledger().write_off(write_off).map(|view| view.digest);
    let digest = digest.unwrap_or(Digest::sha256(b""));
    tells(company, by, ApproveWriteOff { write_off, digest })
}

fn decline_it() -> DeclineWriteOff {
    DeclineWriteOff { write_off: WriteOffId::named("W1"), reason: id("she-can-pay") }
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4401", || tells(moved(), "finance", transfer(amount!(40.00 USD))).anew()),
    ("R4401", || {
        let mut company = moved();
        company.tell("bank", repay(amount!(10.00 USD))).unwrap();
        tells(company, "bank", repay(amount!(10.00 USD))).anew()
    }),
    ("R4401", || tells(proposed(), "lena", write_off(amount!(40.00 USD))).anew()),
    ("R4402", || {
        let mut company = company();
        company.tell("hr", leave("ana", "2026-02-10")).unwrap();
        tells(company, "finance", transfer(amount!(40.00 USD)))
    }),
    ("R4403", || tells(owing(), "finance", transfer(amount!(40.01 USD)))),
    ("R4403", || tells(owing(), "lena", write_off(amount!(1.00 USD)))),
    ("R4403", || tells(moved(), "bank", repay(amount!(40.01 USD)))),
    ("R4403", || {
        // Meanwhile she paid a part of it.
        let mut company = proposed();
        company.tell("bank", repay(amount!(10.00 USD))).unwrap();
        approve(company, "max")
    }),
    ("R4404", || tells(owing(), "crm", transfer(amount!(40.00 USD))).by_program()),
    ("R4404", || tells(moved(), "crm", write_off(amount!(40.00 USD))).by_program()),
    ("R4404", || approve(proposed(), "crm").by_program()),
    ("R4405", || tells(owing(), "ana", transfer(amount!(40.00 USD)))),
    ("R4405", || approve(proposed(), "ana")),
    ("R4406", || approve(moved(), "max")),
    ("R4406", || tells(moved(), "max", decline_it())),
    ("R4407", || {
        let mut company = proposed();
        company.tell("max", decline_it()).unwrap();
        approve(company, "max")
    }),
    ("R4408", || approve(proposed(), "lena")),
    ("R4409", || {
        let (write_off, digest) = (WriteOffId::named("W1"), Digest::sha256(b"another"));
        tells(proposed(), "max", ApproveWriteOff { write_off, digest })
    }),
];
