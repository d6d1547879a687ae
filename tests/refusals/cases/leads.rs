//! R1xxx: refusals of leads.

use super::{Reproducer, company, tells, with_deal, with_lead};
use crate::support::forms::*;
use referral_ledger::amount;
use referral_ledger::attribution::CREDITS_MAX;
use referral_ledger::command::{
    BlockPayee, ExcludeLead, ExpireLead, LoseLead, ReleaseClaim, ReportLead, RestoreLead,
    TieCustomer, TouchLead,
};
use referral_ledger::id::{CustomerId, LeadId};
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

/// The company on 2026-02-10, under a plan with these words on leads, and a lead `L0` of ana's
/// about the customer `c`.
fn under(words: &str) -> Company {
    let leads = "[leads]\n";
    let mut company =
        Company::with_plan(&changed(FIELD_PLAN, &[(leads, &format!("{leads}{words}\n"))]));
    company.on("2026-02-10");
    company.tell("ana", about("L0", "c")).unwrap();
    company
}

/// The same under a plan that protects a lead for 30 days.
fn protected(competing: &str) -> Company {
    let keys = "of = \"customer\"\ndays = 30\nlast_day = \"in\"\nafter = \"reported\"\n\
                extended_by = \"nothing\"\nreleased_by = \"nothing\"\n";
    let split = "[[split]]\nrole  = \"originator\"";
    let with = format!("[leads.protection]\n{keys}competing = {competing}\n\n{split}");
    let mut company = Company::with_plan(&changed(FIELD_PLAN, &[(split, &with)]));
    company.on("2026-02-10");
    company.tell("ana", about("L0", "c")).unwrap();
    company
}

/// A touch today.
fn touch(lead: &str) -> TouchLead {
    TouchLead { lead: LeadId::named(lead), touched_on: day("2026-02-10") }
}

/// A lead comes back today.
fn restore(lead: &str) -> RestoreLead {
    let (lead, restored_on) = (LeadId::named(lead), day("2026-02-10"));
    RestoreLead { lead, restored_on, reason: id("budget-found") }
}

/// Sales had it, and worked on it on a day.
fn exclude(lead: &str, worked_on: &str) -> ExcludeLead {
    let (lead, excluded_on) = (LeadId::named(lead), day("2026-02-10"));
    ExcludeLead { lead, excluded_on, worked_on: day(worked_on), evidence: id("opportunity-1") }
}

/// Ana's tip about a customer.
fn about(lead: &str, customer: &str) -> ReportLead {
    ReportLead { customer: CustomerId::named(customer), ..report("ana", lead, "2026-02-10") }
}

/// The company under a plan that takes new equipment alone, with its segment.
fn that_qualifies(kinds: &str) -> Company {
    let qualify = format!("[[leads.qualify]]\nkinds = {kinds}\nmust_carry = [\"segment\"]\n\n");
    let fact = "[[fact]]\nname = \"segment\"\nvalues = [\"smb\"]\ntold = \"report\"\n\n";
    let split = "[[split]]\nrole  = \"originator\"";
    let with = format!("{qualify}{fact}{split}");
    let mut company = Company::with_plan(&changed(FIELD_PLAN, &[(split, &with)]));
    company.on("2026-02-10");
    company
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
    ("R1018", || reports(that_qualifies("[\"upgrade\"]"), vec![told("segment", "smb")])),
    ("R1019", || reports(that_qualifies("\"all\""), vec![])),
    ("R1020", || tells(under("same_technician_and_customer = \"once\""), "ana", about("L1", "c"))),
    ("R1020", || {
        let company = under("same_technician_and_customer = \"one_at_a_time\"");
        tells(company, "ana", about("L1", "c"))
    }),
    ("R1021", || {
        let mut company = under("self_referral = \"refused_for_the_reporter\"");
        let (payee, customer) = (id("ana"), CustomerId::named("c"));
        let from = day("2026-02-10");
        company.tell("hr", TieCustomer { payee, customer, from, tied: true }).unwrap();
        tells(company, "ana", about("L1", "c"))
    }),
    ("R1022", || {
        let mut company = under("blocked = \"refused\"");
        let (payee, from) = (id("ana"), day("2026-02-10"));
        company.tell("hr", BlockPayee { payee, from, reason: id("review") }).unwrap();
        tells(company, "ana", about("L1", "d"))
    }),
    ("R1023", || {
        let by_ben = ReportLead { by: id("ben"), ..about("L1", "c") };
        tells(protected("\"first_protected\""), "ben", by_ben)
    }),
    ("R1024", || tells(with_lead(), "ana", touch("L1"))),
    ("R1025", || tells(protected("\"first_protected\""), "ana", touch("L0"))),
    ("R1026", || {
        let (lead, released_on) = (LeadId::named("L0"), day("2026-02-10"));
        let wish = ReleaseClaim { lead, released_on, reason: id("letter") };
        tells(protected("\"first_protected\""), "sales", wish)
    }),
    ("R1027", || {
        let mut company = protected("{ last_touch_within = 5 }");
        company.accepts("L0");
        company.on("2026-02-16");
        tells(company, "sales", win("L0", "2026-02-16"))
    }),
    ("R1028", || {
        let mut company = protected("{ last_touch_within = 5 }");
        company.accepts("L0");
        company.on("2026-02-11");
        let heard_on = day("2026-02-11");
        let by_ben = ReportLead { by: id("ben"), heard_on, ..about("L1", "c") };
        company.tell("ben", by_ben).unwrap();
        tells(company, "sales", win("L0", "2026-02-11"))
    }),
    ("R1029", || tells(with_lead(), "sales", exclude("L1", "2026-02-01"))),
    ("R1030", || {
        let company = under("existing_opportunity = { worked_within = 5 }");
        tells(company, "sales", exclude("L0", "2026-02-01"))
    }),
    ("R1031", || {
        let company = under("existing_opportunity = \"excluded\"");
        tells(company, "sales", exclude("L0", "2026-02-11"))
    }),
    ("R1032", || tells(with_lead(), "sales", restore("L1"))),
    ("R1033", || {
        let mut company = under("restored = \"never\"");
        company.tell("sales", reject("L0", "2026-02-10")).unwrap();
        tells(company, "sales", restore("L0"))
    }),
    ("R1034", || {
        let fee = "[[component]]\nid = \"tip\"\non = \"reported\"\n[[component.rule]]\nid = \"tip\"\n\
                   because = \"-\"\nwhen = \"always\"\npayee = \"originator\"\n\
                   pays = { flat = \"10 USD\" }\nhold = { until = \"won\" }\nclawback = \"none\"\n";
        let mut company = Company::with_plan(&format!("{FIELD_PLAN}\n{fee}"));
        company.on("2026-02-10");
        company.reports("ana", "L1", LeadKind::NewSite);
        company.tell("sales", reject("L1", "2026-02-10")).unwrap();
        tells(company, "sales", restore("L1"))
    }),
    ("R1035", || {
        let mut company = with_lead();
        company.tell("sales", meet("L1", "2026-02-10")).unwrap();
        tells(company, "sales", meet("L1", "2026-02-10")).anew()
    }),
    ("R1036", || {
        let offer = || quote("L1", "2026-02-10", amount!(100.00 USD));
        let mut company = with_lead();
        company.tell("sales", offer()).unwrap();
        tells(company, "sales", offer()).anew()
    }),
    ("R1037", || {
        let mut company = with_lead();
        company.accepts("L1");
        tells(company, "sales", retain("L1", "2026-02-10"))
    }),
];
