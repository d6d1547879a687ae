//! R6xxx: refusals of payees, and of time.

use super::{Reproducer, company, tells, with_lead};
use crate::support::forms::*;
use crate::support::{Company, FIELD_PLAN, changed, day, id};
use referral_ledger::amount;
use referral_ledger::command::{
    AssignDraw, AssignManager, AssignPlan, AssignQuota, AssignTeam, BlockPayee, EndDraw, QuotaOf,
    TieCustomer, UnassignPlan, UnblockPayee,
};
use referral_ledger::id::CustomerId;
use referral_ledger::lead::LeadKind;

/// A quota of ana's, or whoever it is.
fn quota(payee: &str, quota: referral_ledger::money::Amount) -> AssignQuota {
    let (plan, measure, of) = (id("quota"), id("sold"), QuotaOf::Payee(id(payee)));
    AssignQuota { plan, measure, of, quota: Some(quota.into()), from: day("2026-02-01") }
}

/// A company whose plan pays by quotas.
fn with_quotas() -> Company {
    Company::with_plan(include_str!("../../plan_files/closing.toml"))
}

/// A company whose plan has draws, with ana and ben under it, on 2026-02-10.
fn with_draws() -> Company {
    let mut company = Company::with_plan(include_str!("../../plan_files/draws.toml"));
    for payee in ["ana", "ben"] {
        let (payee, plan, from) = (id(payee), id("new-branch"), day("2026-01-01"));
        company.tell("hr", AssignPlan { payee, plan, from }).unwrap();
    }
    company.on("2026-02-10");
    company
}

/// A draw of ana's, or whoever it is.
fn draw(payee: &str, draw: &str, from: &str, through: &str) -> AssignDraw {
    let (payee, plan, draw) = (id(payee), id("new-branch"), id(draw));
    AssignDraw { payee, plan, draw, from: day(from), through: day(through) }
}

/// The end of ana's stipend.
fn end(through: &str) -> EndDraw {
    let (payee, plan, draw) = (id("ana"), id("new-branch"), id("stipend"));
    EndDraw { payee, plan, draw, through: day(through) }
}

/// Ana has the stipend of the first half year; January and February were given.
fn with_stipend() -> Company {
    let mut company = with_draws();
    company.tell("hr", draw("ana", "stipend", "2026-01-01", "2026-06-30")).unwrap();
    company.passes_days();
    company
}

/// The company with eva, who is paid in EUR.
fn with_eva() -> Company {
    let mut company = company();
    company.tell("hr", define("eu-field", "EUR")).unwrap();
    company.tell("hr", register("eva", "eu-field")).unwrap();
    company
}

/// The company on 2026-02-10, days passed through 2026-02-05 and January closed.
fn january_closed() -> Company {
    let mut company = company();
    company.tell("cron", pass("2026-02-05")).unwrap();
    company.tell("finance", close("2026-01")).unwrap();
    company
}

/// From 2026-02-01 on.
fn manager(payee: &str, manager: Option<&str>) -> AssignManager {
    AssignManager { payee: id(payee), manager: manager.map(id), from: day("2026-02-01") }
}

/// From 2026-02-01 on.
fn team(payee: &str, team: Option<&str>) -> AssignTeam {
    AssignTeam { payee: id(payee), team: team.map(id), from: day("2026-02-01") }
}

/// The company on 2026-02-10, under a plan for those who are assigned to it.
fn company_of_those_assigned() -> Company {
    let plan = changed(FIELD_PLAN, &[("\"everyone\"", "\"assigned\"")]);
    let mut company = Company::with_plan(&plan);
    company.on("2026-02-10");
    company
}

/// From 2026-02-01 on.
fn on_plan(payee: &str) -> AssignPlan {
    AssignPlan { payee: id(payee), plan: id("field-leads"), from: day("2026-02-01") }
}

/// From 2026-02-01 on.
fn off_plan(payee: &str) -> UnassignPlan {
    UnassignPlan { payee: id(payee), plan: id("field-leads"), from: day("2026-02-01") }
}

pub(super) const CASES: &[Reproducer] = &[
    ("R6001", || tells(company(), "hr", define("us-field", "USD")).anew()),
    ("R6002", || tells(company(), "hr", register("eva", "eu-field"))),
    ("R6002", || tells(january_closed(), "payroll", lock("eu-field/2026-01/1", "2026-01-31"))),
    ("R6003", || tells(company(), "hr", define("stars", "points"))),
    ("R6004", || tells(company(), "hr", register("ana", "us-field")).anew()),
    ("R6005", || tells(company(), "eva", report("eva", "L1", "2026-02-10"))),
    ("R6005", || tells(company(), "hr", leave("eva", "2026-02-10"))),
    ("R6005", || {
        let mut report = report("ana", "L1", "2026-02-10");
        report.credits = vec![credit("co_source", "eva")];
        tells(company(), "ana", report)
    }),
    ("R6005", || tells(company(), "hr", manager("eva", Some("ana")))),
    ("R6005", || tells(company(), "hr", manager("ana", Some("eva")))),
    ("R6005", || tells(company(), "hr", team("eva", Some("north")))),
    ("R6005", || tells(company(), "hr", on_plan("eva"))),
    ("R6005", || tells(company(), "hr", off_plan("eva"))),
    ("R6006", || {
        let mut company = company();
        company.tell("hr", leave("ana", "2026-02-09")).unwrap();
        tells(company, "hr", leave("ana", "2026-02-10")).anew()
    }),
    ("R6007", || tells(company(), "hr", leave("ana", "2019-12-31"))),
    ("R6008", || tells(with_eva(), "eva", report("eva", "L1", "2026-02-10"))),
    ("R6008", || {
        let mut company = with_eva();
        company.reports("ana", "L1", LeadKind::NewSite);
        company.accepts("L1");
        let mut win = win("L1", "2026-02-10");
        win.credits = vec![credit("co_source", "eva")];
        tells(company, "sales", win)
    }),
    ("R6009", || tells(company(), "cron", pass("2026-02-10"))),
    ("R6010", || {
        let mut company = with_lead();
        company.passes_days();
        tells(company, "cron", pass("2026-02-09")).anew()
    }),
    ("R6010", || tells(january_closed(), "cron", pass("2026-02-04"))),
    ("R6011", || tells(january_closed(), "finance", close("2026Q1"))),
    ("R6012", || tells(january_closed(), "finance", close("2026-03"))),
    ("R6012", || tells(january_closed(), "finance", close("2026-01")).anew()),
    // The first month to close is not later than the first with something in it.
    ("R6012", || {
        let mut company = company();
        company.sells("ana", "D1", LeadKind::Upgrade);
        company.on("2026-04-01").passes_days();
        tells(company, "finance", close("2026-03"))
    }),
    ("R6013", || tells(january_closed(), "finance", close("2026-02"))),
    ("R6013", || tells(company(), "finance", close("2026-01"))),
    ("R6014", || tells(company(), "hr", register("-7", "us-field"))),
    ("R6014", || tells(company(), "hr", define("=us", "USD"))),
    ("R6015", || {
        let mut company = company();
        company.tell("hr", manager("ana", Some("ben"))).unwrap();
        tells(company, "hr", manager("ana", None)).anew()
    }),
    ("R6015", || {
        let mut company = company();
        company.tell("hr", team("ana", Some("north"))).unwrap();
        tells(company, "hr", team("ana", Some("south"))).anew()
    }),
    ("R6015", || {
        let mut company = company_of_those_assigned();
        company.tell("hr", on_plan("ana")).unwrap();
        tells(company, "hr", off_plan("ana"))
    }),
    ("R6015", || {
        let mut company = company_of_those_assigned();
        company.tell("hr", off_plan("ana")).unwrap();
        tells(company, "hr", off_plan("ana")).anew()
    }),
    ("R6015", || {
        let mut company = company();
        let (payee, from) = (id("ana"), day("2026-02-10"));
        company.tell("hr", BlockPayee { payee, from, reason: id("review") }).unwrap();
        tells(company, "hr", UnblockPayee { payee: id("ana"), from })
    }),
    ("R6015", || {
        let mut company = company();
        let (payee, customer) = (id("ana"), CustomerId::named("c"));
        let tie = TieCustomer { payee, customer, from: day("2026-02-10"), tied: true };
        company.tell("hr", tie.clone()).unwrap();
        tells(company, "hr", tie).anew()
    }),
    ("R6016", || tells(company(), "hr", manager("ana", Some("ana")))),
    ("R6017", || {
        let plan = id("field-leads");
        tells(company(), "hr", AssignQuota { plan, ..quota("ana", amount!(9_000.00 USD)) })
    }),
    ("R6018", || tells(with_quotas(), "hr", quota("ana", amount!(0.00 USD)))),
    ("R6018", || tells(with_quotas(), "hr", quota("ana", amount!(9_000.00 EUR)))),
    ("R6005", || tells(with_quotas(), "hr", quota("eva", amount!(9_000.00 USD)))),
    ("R3011", || {
        let command = AssignQuota { plan: id("other"), ..quota("ana", amount!(9_000.00 USD)) };
        tells(with_quotas(), "hr", command)
    }),
    ("R6019", || {
        let of = QuotaOf::Team(id("north"));
        tells(with_quotas(), "hr", AssignQuota { of, ..quota("ana", amount!(9_000.00 USD)) })
    }),
    ("R6020", || {
        let mut company = with_quotas();
        company.tell("hr", quota("ana", amount!(9_000.00 USD))).unwrap();
        tells(company, "hr", quota("ana", amount!(8_000.00 USD))).anew()
    }),
    ("R6005", || tells(with_draws(), "hr", draw("eva", "stipend", "2026-01-01", "2026-06-30"))),
    ("R6005", || tells(with_draws(), "hr", EndDraw { payee: id("eva"), ..end("2026-03-31") })),
    ("R6008", || {
        let mut company = with_draws();
        company.tell("hr", define("eu-field", "EUR")).unwrap();
        company.tell("hr", register("eva", "eu-field")).unwrap();
        tells(company, "hr", draw("eva", "stipend", "2026-01-01", "2026-06-30"))
    }),
    ("R3011", || {
        let other =
            AssignDraw { plan: id("other"), ..draw("ana", "loan", "2026-01-01", "2026-06-30") };
        tells(with_draws(), "hr", other)
    }),
    ("R6021", || tells(with_draws(), "hr", draw("ana", "salary", "2026-01-01", "2026-06-30"))),
    ("R6021", || tells(with_draws(), "hr", draw("ana", "stipend", "2025-01-01", "2025-06-30"))),
    ("R6022", || tells(with_draws(), "hr", draw("ana", "stipend", "2026-01-02", "2026-06-30"))),
    ("R6022", || tells(with_draws(), "hr", draw("ana", "stipend", "2026-01-01", "2026-06-29"))),
    ("R6022", || tells(with_draws(), "hr", draw("ana", "ramp-up", "2026-01-01", "2026-04-30"))),
    ("R6022", || tells(with_draws(), "hr", draw("ana", "stipend", "2026-03-01", "2026-02-28"))),
    ("R6022", || tells(with_stipend(), "hr", end("2026-03-15"))),
    ("R6023", || tells(with_stipend(), "hr", draw("ana", "stipend", "2026-06-01", "2026-07-31"))),
    ("R6024", || tells(with_draws(), "hr", end("2026-03-31"))),
    ("R6024", || tells(with_stipend(), "hr", end("2026-06-30"))),
    ("R6025", || tells(with_stipend(), "hr", end("2026-01-31"))),
];
