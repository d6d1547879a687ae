//! R48xx: refusals of exchange rates.

use super::{Reproducer, company, tells};
use crate::support::forms::{accept, define, register};
use crate::support::{Company, FIELD_PLAN, day, id};
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
];
