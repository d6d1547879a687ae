//! R1xxx: refusals of leads.

use super::{Reproducer, company, tells, with_deal, with_lead};
use crate::support::forms::*;
use referral_ledger::attribution::CREDITS_MAX;
use referral_ledger::command::{ExpireLead, LoseLead, ReportLead};
use referral_ledger::id::LeadId;
use referral_ledger::lead::LeadKind;
use referral_ledger::plan::fact::ToldFact;

use super::Case;
use crate::support::{Company, FIELD_PLAN, changed, day, id};

/// The company on 2026-02-10, under a plan that asks for the segment with a report and for the
/// term with a win.
fn that_asks() -> Company {
    let facts = "[[fact]]\nname = \"segment\"\nvalues = [\"enterprise\", \"smb\"]\ntold = \"report\"\n\n\
                 [[fact]]\nname = \"term\"\nvalues = [\"short\", \"long\"]\ntold = \"win\"\n\n";
    let split = "[[split]]\nrole  = \"originator\"";
    let mut company =
        Company::with_plan(&changed(FIELD_PLAN, &[(split, &format!("{facts}{split}"))]));
    company.on("2026-02-10");
    company
}

/// A fact and its value.
fn told(fact: &str, value: &str) -> ToldFact {
    ToldFact { fact: id(fact), value: id(value) }
}

/// Ana reports a lead with these facts.
fn reports(company: Company, facts: Vec<ToldFact>) -> Case {
    let report = ReportLead { facts, ..report("ana", "L1", "2026-02-10") };
    tells(company, "ana", report)
}

pub(super) const CASES: &[Reproducer] = &[
    ("R1001", || tells(with_lead(), "ana", report("ana", "L1", "2026-02-10")).anew()),
    ("R1002", || tells(company(), "sales", accept("L1", "2026-02-10"))),
    ("R1002", || tells(company(), "sales", win("L1", "2026-02-10"))),
    ("R1003", || {
        let mut company = with_lead();
        company.tell("sales", reject("L1", "2026-02-10")).unwrap();
        tells(company, "sales", accept("L1", "2026-02-10"))
    }),
    ("R1003", || {
        let lost_on = day("2026-02-10");
        let lose = LoseLead { lead: LeadId::named("D1"), lost_on, reason: id("price") };
        tells(with_deal(), "sales", lose)
    }),
    ("R1003", || {
        let mut company = with_lead();
        let expired_on = day("2026-02-10");
        company.tell("cron", ExpireLead { lead: LeadId::named("L1"), expired_on }).unwrap();
        tells(company, "sales", win("L1", "2026-02-10"))
    }),
    ("R1004", || {
        let mut company = with_lead();
        company.accepts("L1");
        tells(company, "sales", accept("L1", "2026-02-10")).anew()
    }),
    ("R1004", || {
        let mut company = with_lead();
        company.accepts("L1");
        tells(company, "sales", reject("L1", "2026-02-10"))
    }),
    ("R1005", || tells(with_lead(), "sales", win("L1", "2026-02-10"))),
    ("R1006", || {
        let mut report = report("ana", "L1", "2026-02-10");
        report.kind = LeadKind::Declared(id("seller"));
        tells(company(), "ana", report)
    }),
    ("R1007", || tells(with_lead(), "ana", accept("L1", "2026-02-10"))),
    ("R1007", || {
        let mut company = company();
        company.reports_with("ana", "L1", LeadKind::NewSite, &[("co_source", "ben")]);
        tells(company, "ben", accept("L1", "2026-02-10"))
    }),
    ("R1008", || tells(with_lead(), "sales", accept("L1", "2026-02-09"))),
    ("R1008", || tells(with_lead(), "sales", reject("L1", "2026-02-09"))),
    ("R1009", || {
        let mut report = report("ana", "L1", "2026-02-10");
        report.credits = vec![credit("driver", "ben")];
        tells(company(), "ana", report)
    }),
    // The originator is who reports, and is not named a second time.
    ("R1011", || {
        let mut report = report("ana", "L1", "2026-02-10");
        report.credits = vec![credit("originator", "ben")];
        tells(company(), "ana", report)
    }),
    ("R1010", || {
        let mut report = report("ana", "L1", "2026-02-10");
        report.credits = vec![credit("co_source", "ana")];
        tells(company(), "ana", report)
    }),
    ("R1010", || {
        let third = "[[component]]\nid = \"lead-fee\"";
        let desk = "[[split]]\nrole = \"desk\"\nshare = \"10%\"\nwhen_absent = \"originator\"\n\n";
        let split = [("\"40%\"", "\"30%\""), (third, &*format!("{desk}{third}"))];
        let mut company = Company::with_plan(&changed(FIELD_PLAN, &split));
        company.on("2026-02-10");
        let mut report = report("ana", "L1", "2026-02-10");
        report.credits = vec![credit("co_source", "ben"), credit("desk", "ben")];
        tells(company, "ana", report)
    }),
    ("R1011", || {
        let mut company = company();
        company.reports_with("ana", "L1", LeadKind::NewSite, &[("co_source", "ben")]);
        company.accepts("L1");
        let mut win = win("L1", "2026-02-10");
        win.credits = vec![credit("co_source", "cleo")];
        tells(company, "sales", win)
    }),
    ("R1012", || {
        let mut report = report("ana", "L1", "2026-02-10");
        report.credits = vec![credit("co_source", "ben"); CREDITS_MAX + 1];
        tells(company(), "ana", report)
    }),
    ("R1013", || {
        let mut company = with_lead();
        company.tell("ben", accept("L1", "2026-02-10")).unwrap();
        let mut win = win("L1", "2026-02-10");
        win.credits = vec![credit("co_source", "ben")];
        tells(company, "sales", win)
    }),
    ("R1014", || reports(company(), vec![told("segment", "smb")])),
    ("R1014", || reports(that_asks(), vec![told("segment", "smb"), told("term", "long")])),
    ("R1014", || {
        let mut company = that_asks();
        company.reports("ana", "L1", LeadKind::NewSite);
        company.accepts("L1");
        let mut win = win("L1", "2026-02-10");
        win.facts = vec![told("segment", "smb")];
        tells(company, "sales", win)
    }),
    ("R1015", || reports(that_asks(), vec![told("segment", "long")])),
    ("R1016", || reports(that_asks(), vec![told("segment", "smb"), told("segment", "enterprise")])),
    ("R1017", || reports(that_asks(), vec![told("segment", "smb"); 51])),
];
