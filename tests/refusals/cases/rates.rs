//! R48xx: refusals of exchange rates.

use super::{Reproducer, company, tells};
use crate::support::forms::{accept, define, propose, publish, register};
use crate::support::{Company, FIELD_PLAN, day, id};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::command::RecordExchangeRate;
use referral_ledger::lead::LeadKind;

fn rate(from: &str, to: &str, rate: &str) -> RecordExchangeRate {
    let on = day("2026-02-10");
    RecordExchangeRate { from: id(from), to: id(to), on, rate: id(rate), source: id("ECB") }
}

/// A company whose plan converts; eva is paid in EUR and reported the lead L1.
fn abroad() -> Company {
    let exchange = "[exchange]\nat = \"milestone\"\nmissing = \"refuse\"\nrate_days_max = 0\n\
                    rounding = \"half_even\"\n\n[[component]]";
    let mut company = Company::with_plan(&FIELD_PLAN.replacen("[[component]]", exchange, 1));
    company.tell("hr", define("eu-field", "EUR")).unwrap();
    company.tell("hr", register("eva", "eu-field")).unwrap();
    company.on("2026-02-10").reports("eva", "L1", LeadKind::NewEquipment);
    company
}

/// A plan of another name that converts when a run pays.
fn at_payout(name: &str) -> String {
    let exchange = "[exchange]\nat = \"payout\"\nmissing = \"refuse\"\nrate_days_max = 0\n\
                    rounding = \"half_even\"\n\n[[component]]";
    let text = FIELD_PLAN.replacen("[[component]]", exchange, 1);
    text.replacen("\"field-leads\"", &format!("\"{name}\""), 1)
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4801", || {
        let mut company = company();
        company.tell("bank", rate("USD", "EUR", "0.9")).unwrap();
        tells(company, "bank", rate("USD", "EUR", "0.91")).anew()
    }),
    ("R4802", || tells(company(), "bank", rate("EUR", "EUR", "1"))),
    ("R4802", || tells(company(), "bank", rate("points", "EUR", "0.01"))),
    // Its acceptance pays.
    ("R4803", || tells(abroad(), "sales", accept("L1", "2026-02-10"))),
    // A run would pay what both plans made for somebody in one line.
    ("R4804", || tells(abroad(), "finance", publish(&at_payout("other")))),
    // An adjustment in EUR waits for its second person.
    ("R4805", || {
        let mut company = company();
        company.tell("hr", define("eu-field", "EUR")).unwrap();
        company.tell("hr", register("eva", "eu-field")).unwrap();
        let up = propose("A1", "eva", Direction::Up, amount!(5.00 EUR));
        company.tell("lena", up).unwrap();
        tells(company, "finance", publish(&at_payout("other")))
    }),
];
