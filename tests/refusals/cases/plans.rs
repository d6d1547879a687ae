//! R3xxx and R4xxx: refusals of plans, and of rewards that leave the bound.

use super::{Case, Reproducer, company, tells};
use crate::options::plan;
use crate::support::forms::*;
use crate::support::{Company, FIELD_PLAN, changed, day, id};
use referral_ledger::amount;
use referral_ledger::command::{AssignPlan, PublishPlan, UnassignPlan};
use referral_ledger::lead::LeadKind;

const DAYS: &str = "{ from = 2026-01-01, until = 2027-01-01 }";

/// A plan that pays at the close of periods.
const CLOSING: &str = include_str!("../../plan_files/closing.toml");

/// A pool of the year, and its commission.
const POOL: &str = "[[pool]]\nid = \"budget\"\nbecause = \"clause 9\"\n\
                    rules = [\"equipment-commission\"]\namount = \"5_000 USD\"\neach = \"year\"\n\
                    dated_by = \"fact\"\ncounts = \"all_payees\"\nexceeded = \"stop\"\n\
                    after_reversal = \"freed\"\n\n";

/// The plan with the pool.
fn with_pool(plan: &str, pool: &str) -> String {
    let first = "[[component]]\nid = \"lead-fee\"";
    let stages = "[\"rate\", \"round\", \"pay_split\"]";
    let with = "[\"rate\", \"round\", \"pay_split\", \"pool\"]";
    changed(plan, &[(stages, with), (first, &format!("{pool}{first}"))])
}

/// The version of the next year, with some words changed, published beside that of this year.
fn next_year(changes: &[(&str, &str)]) -> Case {
    let next = [("version   = \"2026\"", "version   = \"2027\""), (DAYS, "{ from = 2027-01-01 }")];
    let text = changed(&changed(FIELD_PLAN, &next), changes);
    tells(company(), "finance", publish(&text))
}

/// The version of the next year, with a cap that passes its excess to eva.
fn passed_to_eva(company: Company) -> Case {
    let cap = "[[cap]]\nid = \"most-a-deal\"\nbecause = \"clause 9\"\n\
               rules = [\"equipment-commission\"]\non = \"amount\"\nat_most = \"500 USD\"\n\
               per = \"deal\"\nexcess = { passed_to = \"eva\" }\nafter_reversal = \"freed\"\n\n";
    let first = "[[component]]\nid = \"lead-fee\"";
    let next = [
        ("version   = \"2026\"", "version   = \"2027\""),
        (DAYS, "{ from = 2027-01-01 }"),
        (
            "[\"rate\", \"round\", \"pay_split\"]",
            "[\"rate\", \"deal_cap\", \"round\", \"pay_split\"]",
        ),
        (first, &*format!("{cap}{first}")),
    ];
    tells(company, "finance", publish(&changed(FIELD_PLAN, &next)))
}

const CARRY_ON: &str = "accumulators = \"carry_on\"\n";

/// The field plan with a cap per payee and period, and a line in its head.
fn with_cap(line: &str, period: &str) -> String {
    let cap = format!(
        "[[cap]]\nid = \"most\"\nbecause = \"clause 9\"\nrules = [\"equipment-commission\"]\n\
         on = \"amount\"\nat_most = \"500 USD\"\n\
         per = {{ per = \"payee\", period = \"{period}\" }}\nexcess = \"forfeited\"\n\
         after_reversal = \"freed\"\n\n"
    );
    let first = "[[component]]\nid = \"lead-fee\"";
    let order = "[\"rate\", \"round\", \"pay_split\"]";
    let capped = "[\"rate\", \"round\", \"pay_split\", \"payee_cap\"]";
    let leads = "\n[leads]";
    changed(
        FIELD_PLAN,
        &[(order, capped), (first, &format!("{cap}{first}")), (leads, &format!("{line}{leads}"))],
    )
}

/// A version with a cap per payee and quarter that ends with April, and one with this line and this
/// period that begins on another day.
fn with_caps(line: &str, period: &str, days: &str) -> Case {
    let first =
        changed(&with_cap("", "quarter"), &[(DAYS, "{ from = 2026-01-01, until = 2026-05-01 }")]);
    let next = [("version   = \"2026\"", "version   = \"2026b\""), (DAYS, days)];
    let text = changed(&with_cap(line, period), &next);
    tells(Company::with_plan(&first), "finance", publish(&text))
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
    ("R3009", || next_year(&[("\"everyone\"", "\"assigned\"")])),
    ("R3010", || passed_to_eva(company())),
    ("R3010", || {
        let mut company = company();
        company.tell("hr", define("eu-field", "EUR")).unwrap();
        company.tell("hr", register("eva", "eu-field")).unwrap();
        passed_to_eva(company)
    }),
    ("R3011", || {
        let (payee, plan, from) = (id("ana"), id("desk-leads"), day("2026-02-10"));
        tells(company(), "hr", AssignPlan { payee, plan, from })
    }),
    ("R3011", || {
        let (payee, plan, from) = (id("ana"), id("desk-leads"), day("2026-02-10"));
        tells(company(), "hr", UnassignPlan { payee, plan, from })
    }),
    ("R3012", || {
        let (payee, plan, from) = (id("ana"), id("field-leads"), day("2026-02-10"));
        tells(company(), "hr", AssignPlan { payee, plan, from })
    }),
    ("R3013", || {
        let first = changed(
            CLOSING,
            &[("{ from = 2026-04-01 }", "{ from = 2026-04-01, until = 2026-07-01 }")],
        );
        let second = changed(
            CLOSING,
            &[
                ("{ from = 2026-04-01 }", "{ from = 2026-07-01 }"),
                ("version    = \"2026\"", "version    = \"2026b\""),
                ("closes = \"quarter\"", "closes = \"year\""),
            ],
        );
        tells(Company::with_plan(&first), "finance", publish(&second))
    }),
    // Both versions count a payee's quarter, in the middle of which the second begins.
    ("R3014", || with_caps("", "quarter", "{ from = 2026-05-01 }")),
    ("R3015", || with_caps(CARRY_ON, "quarter", "{ from = 2027-05-01 }")),
    ("R3016", || with_caps(CARRY_ON, "year", "{ from = 2026-05-01 }")),
    ("R3017", || {
        let company = Company::with_plan(&with_pool(FIELD_PLAN, POOL));
        let next =
            [("version   = \"2026\"", "version   = \"2027\""), (DAYS, "{ from = 2027-01-01 }")];
        let next = with_pool(&changed(FIELD_PLAN, &next), &POOL.replace("\"year\"", "\"month\""));
        tells(company, "finance", publish(&next))
    }),
    ("R3018", || {
        // The rule of the published version awards points.
        let next = [("version", "\"2\""), ("effective", "{ from = 2026-06-01 }")];
        tells(super::in_kind::fifty(), "finance", publish(&plan(&next)))
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
