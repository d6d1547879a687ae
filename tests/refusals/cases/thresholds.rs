//! R5030 and on: refusals about thresholds, and about what stays below them.

use super::runs::limit;
use super::{Case, Reproducer, company, tells, with_deal};
use crate::support::forms::*;
use crate::support::{Company, day, id};
use referral_ledger::amount;
use referral_ledger::command::{ApproveLapse, DeclineLapse, ProposeLapse, SetThreshold};
use referral_ledger::digest::Digest;
use referral_ledger::id::LapseId;
use referral_ledger::money::Amount;
use referral_ledger::payout::recovery::MostKept;
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::rate;

const THRESHOLD: Threshold = Threshold {
    amount: amount!(50.00 USD),
    counted: Counted::Gross,
    paid_from: PaidFrom::AtLeast,
    below: Below::MayLapse,
    leavers: ForLeavers::Waived,
};

fn set(threshold: Threshold) -> SetThreshold {
    let (group, from) = (id("us-field"), day("2026-01-01"));
    SetThreshold { group, threshold: Some(threshold), from }
}

/// Ana was left out of February's run with 25.00; it is 1 March.
fn left_out() -> Company {
    let mut company = with_deal();
    company.tell("finance", set(THRESHOLD)).unwrap();
    company.on("2026-03-01").locks("2026-02");
    company
}

fn lapse(amount: Amount) -> ProposeLapse {
    let (lapse, payee) = (LapseId::named("S1"), id("ana"));
    ProposeLapse { lapse, payee, amount, reason: id("too-small") }
}

/// The same, and lena proposed that it lapses.
fn proposed() -> Company {
    let mut company = left_out();
    company.tell("lena", lapse(amount!(25.00 USD))).unwrap();
    company
}

fn approve(company: Company, by: &str) -> Case {
    let lapse = LapseId::named("S1");
    let digest = company.journal.ledger().lapse(lapse).map(|view| view.digest);
    tells(company, by, ApproveLapse { lapse, digest: digest.unwrap_or(Digest::sha256(b"")) })
}

fn decline_it() -> DeclineLapse {
    DeclineLapse { lapse: LapseId::named("S1"), reason: id("she-asked-for-it") }
}

pub(super) const CASES: &[Reproducer] = &[
    ("R5030", || {
        let mut company = company();
        company.tell("finance", set(THRESHOLD)).unwrap();
        let none = SetThreshold { threshold: None, ..set(THRESHOLD) };
        tells(company, "finance", none).anew()
    }),
    ("R5031", || {
        let euros = Threshold { amount: amount!(50.00 EUR), ..THRESHOLD };
        tells(company(), "finance", set(euros))
    }),
    ("R5032", || {
        let nothing = Threshold { amount: amount!(0.00 USD), ..THRESHOLD };
        tells(company(), "finance", set(nothing))
    }),
    ("R5033", || tells(with_deal(), "lena", lapse(amount!(25.00 USD)))),
    ("R5033", || {
        // The run that left her out is void.
        let mut company = left_out();
        company.tell("payroll", void("us-field/2026-02/1")).unwrap();
        tells(company, "lena", lapse(amount!(25.00 USD)))
    }),
    ("R5034", || {
        // Meanwhile the group has no threshold any more.
        let mut company = proposed();
        let (threshold, from) = (None, day("2026-03-01"));
        company.tell("finance", SetThreshold { threshold, from, ..set(THRESHOLD) }).unwrap();
        approve(company, "max")
    }),
    ("R5035", || tells(left_out(), "lena", lapse(amount!(24.99 USD)))),
    ("R5036", || tells(proposed(), "lena", lapse(amount!(25.00 USD))).anew()),
    ("R5037", || approve(left_out(), "max")),
    ("R5037", || tells(left_out(), "max", decline_it())),
    ("R5038", || {
        let mut company = proposed();
        company.tell("max", decline_it()).unwrap();
        approve(company, "max")
    }),
    ("R5039", || tells(left_out(), "crm", lapse(amount!(25.00 USD))).by_program()),
    ("R5039", || approve(proposed(), "crm").by_program()),
    ("R5040", || tells(left_out(), "ana", lapse(amount!(25.00 USD)))),
    ("R5040", || approve(proposed(), "ana")),
    ("R5041", || approve(proposed(), "lena")),
    ("R5042", || {
        let (lapse, digest) = (LapseId::named("S1"), Digest::sha256(b"another"));
        tells(proposed(), "max", ApproveLapse { lapse, digest })
    }),
    ("R5045", || {
        let mut company = left_out();
        company.tell("finance", limit(MostKept::Share(rate!(50%)))).unwrap();
        tells(company, "finance", limit(MostKept::Share(rate!(60%)))).anew()
    }),
    ("R5046", || super::runs::exports_other_files(&["another file"])),
    ("R5046", || super::runs::exports_other_files(&["a file", "a file"])),
    ("R5047", super::runs::calendar_behind_a_run),
    ("R5048", super::runs::only_and_regular),
];
