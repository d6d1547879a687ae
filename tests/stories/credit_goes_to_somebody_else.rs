//! Credit is somebody else's, from the beginning or from a day on: each fact is of whoever holds the
//! role on its day, under their own caps and tiers, and nothing that was counted moves. The
//! arithmetic stands beside the amounts.

use crate::options::{CLAWBACK, under};
use crate::support::forms::{payment, reassign};
use crate::support::{Company, forms, said};
use referral_ledger::amount;
use referral_ledger::deal::Line;
use referral_ledger::id::LeadId;
use referral_ledger::lead::LeadKind;

/// Who is credited for a deal, and since when: `ana`, `ben since 2026-03-01`.
fn credits(company: &Company, lead: &str) -> Vec<String> {
    let views = company.journal.ledger().credits(LeadId::named(lead)).into_iter();
    let told = |it: referral_ledger::ledger::view_credits::CreditView| match it.since {
        Some(day) => format!("{} since {day}", it.payee),
        None => it.payee.to_string(),
    };
    views.map(told).collect()
}

#[test]
fn a_lead_that_was_reported_for_a_colleague_is_theirs_from_the_beginning() {
    let mut company = under(&[]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.tell("finance", reassign("press", "ana", "ben", None)).unwrap();
    // 10 % of 1,000.00.
    assert_eq!(said(&company.receives("p1", "press", amount!(1_000.00 USD))), ["ben 100.00"]);
    assert_eq!(credits(&company, "press"), ["ben"]);
    assert_eq!(company.places("ana"), ["0.00"; 5]);
    company.obeys_the_laws();
}

/// 6 % when it is won and 4 % when it runs: who leaves between the two keeps 60 %.
#[test]
fn each_stage_is_of_whoever_holds_the_credit_on_its_day() {
    let running = "[[component]]\nid = \"running\"\non = \"installed\"\n\n\
                   [[component.rule]]\nid = \"runs\"\nbecause = \"a story\"\nwhen = \"always\"\n\
                   payee = \"originator\"\npays = { rate = \"4%\", of = \"value\" }\n\
                   hold = \"none\"\nclawback = \"none\"";
    let mut company = under(&[
        ("on", "\"won\""),
        ("pays", "{ rate = \"6%\", of = \"value\" }"),
        ("more", running),
    ]);
    // 6 % of 10,000.00.
    let won = company.sells_for("press", vec![Line::of_net(amount!(10_000.00 USD))]);
    assert_eq!(said(&won), ["ana 600.00"]);
    company.on("2026-02-20");
    company.leaves("ana", "2026-02-28");
    company.tell("finance", reassign("press", "ana", "ben", Some("2026-03-01"))).unwrap();
    assert_eq!(credits(&company, "press"), ["ana", "ben since 2026-03-01"]);
    company.on("2026-03-15");
    // 4 % of 10,000.00.
    assert_eq!(said(&company.installs("press")), ["ben 400.00"]);
    assert_eq!(company.payee("ana").payable, amount!(600.00 USD));
    assert_eq!(company.payee("ben").payable, amount!(400.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_fact_dated_before_stays_the_first_persons_whenever_it_is_told() {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.on("2026-03-10");
    company.tell("finance", reassign("press", "ana", "ben", Some("2026-03-01"))).unwrap();
    let before = payment("p1", "press", "2026-02-28", amount!(1_000.00 USD));
    assert_eq!(said(&company.tell("bank", before).unwrap()), ["ana 100.00"]);
    let on_the_day = payment("p2", "press", "2026-03-01", amount!(1_000.00 USD));
    assert_eq!(said(&company.tell("bank", on_the_day).unwrap()), ["ben 100.00"]);
    // A refund takes back from whoever had what the payment caused.
    assert_eq!(said(&company.refunds("r1", "p1", amount!(500.00 USD))), ["ana -50.00"]);
    assert_eq!(said(&company.refunds("r2", "p2", amount!(1_000.00 USD))), ["ben -100.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_co_source_is_replaced_and_the_shares_still_add_up() {
    // Rounded as a whole, cumulatively, and divided 60 % and 40 %.
    let mut company = under(&[
        ("order", "[\"rate\", \"round\", \"pay_split\"]"),
        ("rounding", "{ mode = \"half_even\", basis = \"cumulative\" }"),
        ("head", "leftover = \"largest_remainder\""),
        ("payee", "\"each_by_share\""),
    ]);
    company.sells_with("ana", "press", &[("co_source", "ben")]);
    let paid = company.receives("p1", "press", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 60.00", "ben 40.00"]);
    company.on("2026-02-01");
    company.tell("finance", reassign("press", "ben", "cleo", Some("2026-02-01"))).unwrap();
    // 100.00 more: what the role had is counted for the role, so ana still has her 60 %.
    let paid = company.receives("p2", "press", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 60.00", "cleo 40.00"]);
    // 0.10 more: 0.06 and 0.04.
    let paid = company.receives("p3", "press", amount!(1.00 USD));
    assert_eq!(said(&paid), ["ana 0.06", "cleo 0.04"]);
    company.obeys_the_laws();
}

#[test]
fn caps_and_tiers_of_a_payee_are_their_own_and_those_of_the_deal_go_on() {
    let cap = |per: &str, stage: &str| {
        let tables = format!(
            "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
             at_most = \"150 USD\"\nper = {per}\nexcess = \"forfeited\"\n\
             after_reversal = \"freed\""
        );
        let order = format!("[\"rate\", \"{stage}\", \"round\"]");
        let mut company = under(&[("tables", &tables), ("order", &order)]);
        company.sells("ana", "press", LeadKind::NewEquipment);
        company.receives("p1", "press", amount!(1_000.00 USD));
        company.on("2026-01-20");
        company.tell("finance", reassign("press", "ana", "ben", Some("2026-01-20"))).unwrap();
        let paid = company.receives("p2", "press", amount!(1_000.00 USD));
        company.obeys_the_laws();
        said(&paid)
    };
    // At most 150.00 a month each: ana has had 100.00 of hers, ben nothing of his.
    assert_eq!(cap("{ per = \"payee\", period = \"month\" }", "payee_cap"), ["ben 100.00"]);
    // At most 150.00 a deal: ana had 100.00, so 50.00 are left of it.
    assert_eq!(cap("\"deal\"", "deal_cap"), ["ben 50.00"]);
    // 10 % up to 1,000.00 a month and 20 % beyond: ana is there, ben begins.
    let tiers = "[[tiers]]\nid = \"turnover\"\nmeasure = \"collected\"\n\
                 accumulate = { per = \"payee\", period = \"month\" }\nboundary = \"upper\"\n\
                 steps = [\n  { above = \"0 USD\", rate = \"10%\", way = \"marginal\" },\n  \
                 { above = \"1_000 USD\", rate = \"20%\", way = \"marginal\" },\n]";
    let pays = "{ tiers = \"turnover\", of = \"collected\" }";
    let mut company = under(&[("tables", tiers), ("pays", pays)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ana", "mill", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    company.on("2026-01-20");
    company.tell("finance", reassign("press", "ana", "ben", Some("2026-01-20"))).unwrap();
    let paid = company.receives("p2", "press", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ben 100.00"]);
    assert_eq!(said(&company.receives("m1", "mill", amount!(1_000.00 USD))), ["ana 200.00"]);
    company.obeys_the_laws();
}

#[test]
fn the_manager_is_that_of_the_new_person() {
    let manager = "{ manager_of = \"originator\", on = \"paid\" }";
    let mut company = under(&[("payee", manager)]);
    company.hires("dora", referral_ledger::payee::WorkerClass::Employee);
    company.is_managed("ana", Some("cleo"), "2026-01-01");
    company.is_managed("ben", Some("dora"), "2026-01-01");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.tell("finance", reassign("press", "ana", "ben", Some("2026-01-15"))).unwrap();
    assert_eq!(said(&company.receives("p1", "press", amount!(1_000.00 USD))), ["cleo 100.00"]);
    company.on("2026-01-15");
    assert_eq!(said(&company.receives("p2", "press", amount!(1_000.00 USD))), ["dora 100.00"]);
    company.obeys_the_laws();
}

#[test]
fn nothing_that_was_counted_moves() {
    let mut company = under(&[]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(1_000.00 USD));
    let refused = company.tell("finance", reassign("press", "ana", "ben", None)).unwrap_err();
    assert_eq!(refused.code(), "R4503");
    assert!(refused.to_string().contains("reassign the credit from a later day, or retract"));
    // Retracted, reassigned and told anew: the caps, tiers and rounding of both are right.
    company.retracts_payment("p1");
    company.tell("finance", reassign("press", "ana", "ben", None)).unwrap();
    company.receives("p1 again", "press", amount!(1_000.00 USD));
    assert_eq!(company.places("ana"), ["0.00"; 5]);
    assert_eq!(company.places("ben"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn credit_may_be_given_on_and_back_day_by_day() {
    let mut company = under(&[]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.tell("finance", reassign("press", "ana", "ben", Some("2026-02-01"))).unwrap();
    company.tell("finance", reassign("press", "ben", "cleo", Some("2026-03-01"))).unwrap();
    company.tell("finance", reassign("press", "cleo", "ana", Some("2026-04-01"))).unwrap();
    let each = ["ana", "ben since 2026-02-01", "cleo since 2026-03-01", "ana since 2026-04-01"];
    assert_eq!(credits(&company, "press"), each);
    let days = [("2026-01-31", "ana"), ("2026-02-01", "ben"), ("2026-03-31", "cleo")];
    for (day, who) in days.into_iter().chain([("2026-04-01", "ana")]) {
        let paid = company.on(day).receives(day, "press", amount!(1_000.00 USD));
        assert_eq!(said(&paid), [format!("{who} 100.00")]);
    }
    // What a reassignment of one day says of another person's days is nothing: ben had February.
    let again = reassign("press", "ben", "ana", Some("2026-03-01"));
    let refused = company.tell("finance", again).unwrap_err();
    assert_eq!(refused.code(), "R4501");
    company.obeys_the_laws();
}

#[test]
fn who_holds_credit_neither_takes_the_lead_on_nor_is_credited_twice() {
    let mut company = under(&[("acceptance", "\"required\"")]);
    company.reports("ana", "press", LeadKind::NewEquipment);
    company.tell("finance", reassign("press", "ana", "ben", None)).unwrap();
    let accept = forms::accept("press", "2026-01-10");
    assert_eq!(company.tell("ben", accept).unwrap_err().code(), "R1007");
    company.accepts("press");
    let mut win = forms::win("press", "2026-01-10");
    win.credits = vec![forms::credit("co_source", "ben")];
    assert_eq!(company.tell("sales", win).unwrap_err().code(), "R1010");
}
