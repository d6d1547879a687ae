//! R3xxx and R4xxx: refusals of plans, and of rewards that leave the bound.

use super::{Case, Reproducer, company, tells};
use crate::support::forms::*;
use crate::support::{Company, FIELD_PLAN, changed};
use referral_ledger::amount;
use referral_ledger::command::PublishPlan;
use referral_ledger::lead::LeadKind;

const DAYS: &str = "{ from = 2026-01-01, until = 2027-01-01 }";

/// The version of the next year, with some words changed, published beside that of this year.
fn next_year(changes: &[(&str, &str)]) -> Case {
    let next = [("version   = \"2026\"", "version   = \"2027\""), (DAYS, "{ from = 2027-01-01 }")];
    let text = changed(&changed(FIELD_PLAN, &next), changes);
    tells(company(), "finance", publish(&text))
}

pub(super) const CASES: &[Reproducer] = &[
    ("R3001", || tells(company(), "finance", publish("schema = 2"))),
    ("R3001", || {
        let text = changed(FIELD_PLAN, &[("\"60%\"", "\"50%\"")]);
        tells(Company::empty(), "finance", publish(&text))
    }),
    ("R3002", || {
        let text = changed(FIELD_PLAN, &[("\"2%\"", "\"3%\"")]);
        tells(company(), "finance", publish(&text))
    }),
    ("R3003", || next_year(&[("id        = \"field-leads\"", "id        = \"desk-leads\"")])),
    ("R3004", || next_year(&[("{ from = 2027-01-01 }", "{ from = 2026-12-31 }")])),
    ("R3004", || {
        next_year(&[("{ from = 2027-01-01 }", "{ from = 2025-01-01, until = 2026-01-02 }")])
    }),
    // Two versions without an end cannot begin on one day.
    ("R3004", || {
        let open = changed(FIELD_PLAN, &[(DAYS, "{ from = 2026-01-01 }")]);
        let next = changed(&open, &[("version   = \"2026\"", "version   = \"2026b\"")]);
        tells(Company::with_plan(&open), "finance", publish(&next))
    }),
    ("R3005", || next_year(&[("America/New_York", "Europe/Berlin")])),
    ("R3006", || next_year(&[("\"reported\"   ", "\"milestone\"  ")])),
    ("R3007", || next_year(&[("\"USD\"", "\"EUR\""), (" USD\" }", " EUR\" }")])),
    // As it is read from a record whose text was not stored with it.
    ("R3008", || {
        let digest = publish(FIELD_PLAN).text.digest();
        let publish: PublishPlan =
            serde_json::from_value(serde_json::json!({ "text": digest.to_string() })).unwrap();
        tells(Company::empty(), "finance", publish)
    }),
    ("R4001", || {
        let mut company = Company::with_plan(&changed(FIELD_PLAN, &[("\"2%\"", "\"1000%\"")]));
        company.on("2026-02-10");
        company.sells("ana", "D1", LeadKind::NewEquipment);
        // 1,000,000,000,000.01 x 1000% is ten cents more than an amount may be.
        let most = amount!(1_000_000_000_000.01 USD);
        tells(company, "bank", payment("P1", "D1", "2026-02-10", most))
    }),
];
