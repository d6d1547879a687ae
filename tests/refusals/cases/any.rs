//! R0xxx: refusals that many commands share.

use super::{Reproducer, company, tells, with_deal, with_lead};
use crate::support::forms::*;
use crate::support::{Company, FIELD_PLAN, changed, id};
use referral_ledger::amount;
use referral_ledger::deal::{LINES_MAX, Line};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;

/// The greatest amount, 10,000,000,000,000.00 USD.
fn most() -> Amount {
    Amount::from_minor(Amount::BOUND_MINOR, id("USD")).unwrap()
}

pub(super) const CASES: &[Reproducer] = &[
    ("R0001", || tells(with_lead(), "ben", report("ben", "L1", "2026-02-10"))),
    // The last record is of 2026-01-01T17:00:00.000Z; ten minutes earlier is still clamped.
    ("R0002", || {
        let case = tells(company(), "ana", report("ana", "L1", "2026-01-01"));
        case.at("2026-01-01T16:49:59.999Z")
    }),
    ("R0003", || {
        let case = tells(company(), "ana", report("ana", "L1", "2026-01-01"));
        case.at("2027-02-05T17:00:00.001Z")
    }),
    ("R0004", || {
        let mut case = tells(company(), "ana", report("ana", "L1", "2026-02-10"));
        let role = |number: u32| id(&format!("{number:0128}"));
        case.told.by.roles = (0..600).map(role).collect();
        case
    }),
    ("R0005", || {
        let mut company = Company::empty();
        company.tell("hr", define("us-field", "USD")).unwrap();
        company.tell("hr", register("ana", "us-field")).unwrap();
        tells(company, "ana", report("ana", "L1", "2026-01-01"))
    }),
    ("R0005", || tells(Company::empty(), "cron", pass("2025-12-31"))),
    ("R0006", || tells(company(), "ana", report("ana", "L1", "2026-02-11"))),
    ("R0006", || tells(with_lead(), "sales", accept("L1", "2026-02-11"))),
    ("R0006", || tells(with_deal(), "sales", install("D1", "2026-02-11"))),
    ("R0006", || tells(with_deal(), "billing", invoice("D1", "2026-02-11"))),
    ("R0006", || tells(with_deal(), "sales", cancel("D1", "2026-02-11"))),
    ("R0006", || tells(with_deal(), "bank", payment("P1", "D1", "2026-02-11", amount!(1.00 USD)))),
    ("R0007", || {
        let mut payment = payment("P1", "D1", "2026-02-10", amount!(1.00 USD));
        payment.lines.clear();
        tells(with_deal(), "bank", payment)
    }),
    ("R0008", || {
        let mut payment = payment("P1", "D1", "2026-02-10", amount!(1.00 USD));
        payment.lines = vec![Line::of_net(amount!(1.00 USD)); LINES_MAX + 1];
        tells(with_deal(), "bank", payment)
    }),
    ("R0009", || {
        let mut payment = payment("P1", "D1", "2026-02-10", amount!(1.00 USD));
        payment.lines.push(Line::of_net(amount!(1.00 EUR)));
        tells(with_deal(), "bank", payment)
    }),
    ("R0009", || {
        let mut payment = payment("P1", "D1", "2026-02-10", amount!(1.00 USD));
        payment.lines[0].tax = Some(amount!(0.19 EUR));
        tells(with_deal(), "bank", payment)
    }),
    ("R0010", || {
        let mut payment = payment("P1", "D1", "2026-02-10", amount!(5.00 USD));
        payment.lines.push(Line::of_net(amount!(-1.00 USD)));
        tells(with_deal(), "bank", payment)
    }),
    ("R0011", || tells(with_deal(), "bank", payment("P1", "D1", "2026-02-10", amount!(0.00 USD)))),
    ("R0012", || {
        let mut payment = payment("P1", "D1", "2026-02-10", most());
        payment.lines.push(Line::of_net(amount!(0.01 USD)));
        tells(with_deal(), "bank", payment)
    }),
    ("R0012", || {
        let mut company = with_deal();
        company.receives("P1", "D1", most());
        let more = payment("P2", "D1", "2026-02-10", amount!(0.01 USD));
        tells(company, "bank", more)
    }),
    // All that a journal ever accrues stays in bounds, so that every sum of it does.
    ("R0012", || {
        let mut company = Company::with_plan(&changed(FIELD_PLAN, &[("\"2%\"", "\"100%\"")]));
        company.on("2026-02-10");
        company.sells("ana", "D1", LeadKind::NewEquipment);
        company.sells("ben", "D2", LeadKind::NewEquipment);
        // 25.00 + 25.00 for the leads accepted, and the rest of the bound.
        company.receives("P1", "D1", most().checked_sub(amount!(50.00 USD)).unwrap());
        tells(company, "bank", payment("P2", "D2", "2026-02-10", amount!(0.01 USD)))
    }),
];
