//! Whom a plan is for: everyone, or those who are assigned to it on the day that picks its version;
//! and two plans that pay for the same facts. The arithmetic stands beside the amounts.

use crate::options::{CLAWBACK, plan};
use crate::support::forms::publish;
use crate::support::{Company, said, whys};
use referral_ledger::amount;
use referral_ledger::lead::LeadKind;

/// 10% of what comes in, for those who are assigned.
fn assigned(chosen_by: &str) -> Company {
    let chosen_by = format!("\"{chosen_by}\"");
    let words = [("applies_to", "\"assigned\""), ("chosen_by", &*chosen_by)];
    let mut company = Company::with_plan(&plan(&words));
    company.on("2026-01-10");
    company
}

#[test]
fn a_plan_is_for_everyone_or_for_those_who_are_assigned() {
    let mut everyone = Company::with_plan(&plan(&[]));
    everyone.on("2026-01-10").sells("ana", "D1", LeadKind::NewEquipment);
    assert_eq!(said(&everyone.receives("P1", "D1", amount!(100.00 USD))), ["ana 10.00"]);
    everyone.obeys_the_laws();
    let mut company = assigned("reported");
    company.is_on("ana", "plan", "2026-01-01");
    company.sells("ana", "D1", LeadKind::NewEquipment);
    company.sells("ben", "D2", LeadKind::NewEquipment);
    assert_eq!(said(&company.receives("P1", "D1", amount!(100.00 USD))), ["ana 10.00"]);
    let paid = company.receives("P2", "D2", amount!(100.00 USD));
    assert_eq!(said(&paid), ["ben nothing"]);
    assert!(whys(&paid)[0].ends_with("\n  nothing: assigned to no plan on 2026-01-10"));
    company.obeys_the_laws();
}

#[test]
fn the_day_that_picks_the_version_decides_whether_somebody_is_assigned() {
    // Ana is on the plan in February only. Her lead is heard in January, accepted and won in
    // February, and paid in March.
    let paid = |chosen_by: &str| {
        let mut company = assigned(chosen_by);
        company.is_on("ana", "plan", "2026-02-01");
        company.is_off("ana", "plan", "2026-03-01");
        company.on("2026-01-31").reports("ana", "D", LeadKind::NewEquipment);
        company.on("2026-02-01").accepts("D");
        company.on("2026-02-28").wins("D");
        company.on("2026-03-01");
        let paid = company.receives("P", "D", amount!(100.00 USD));
        company.obeys_the_laws();
        (said(&paid).concat(), whys(&paid)[0].clone())
    };
    assert_eq!(paid("reported").0, "ana nothing");
    assert_eq!(paid("accepted").0, "ana 10.00");
    assert_eq!(paid("won").0, "ana 10.00");
    let (milestone, why) = paid("milestone");
    assert_eq!(milestone, "ana nothing");
    assert!(why.ends_with("\n  nothing: assigned to no plan on 2026-03-01"), "{why}");
}

#[test]
fn what_is_told_late_counts_from_its_day_for_what_is_decided_later() {
    let mut company = assigned("milestone");
    company.sells("ana", "D", LeadKind::NewEquipment);
    assert_eq!(said(&company.receives("P1", "D", amount!(100.00 USD))), ["ana nothing"]);
    // Told on the 20th that she was on it from the 5th on: the payment of the 10th was decided.
    company.on("2026-01-20").is_on("ana", "plan", "2026-01-05");
    assert_eq!(said(&company.receives("P2", "D", amount!(100.00 USD))), ["ana 10.00"]);
    company.obeys_the_laws();
}

#[test]
fn two_plans_pay_for_the_same_facts_and_add_up() {
    let mut company = Company::with_plan(&plan(&[("clawback", CLAWBACK)]));
    let bonus = plan(&[
        ("id", "\"bonus\""),
        ("applies_to", "\"assigned\""),
        ("pays", "{ rate = \"5%\", of = \"collected\" }"),
        ("clawback", CLAWBACK),
    ]);
    company.tell("finance", publish(&bonus)).unwrap();
    company.is_on("ana", "bonus", "2026-01-01");
    company.on("2026-01-10").sells("ana", "D1", LeadKind::NewEquipment);
    company.sells("ben", "D2", LeadKind::NewEquipment);
    // 10% of the plan that is for everyone, and 5% of the other.
    let paid = company.receives("P1", "D1", amount!(100.00 USD));
    assert_eq!(said(&paid), ["ana 10.00", "ana 5.00"]);
    // Ben is on the first alone, and nobody tells him of the second.
    assert_eq!(said(&company.receives("P2", "D2", amount!(100.00 USD))), ["ben 10.00"]);
    // A refund takes back from both.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(50.00 USD))), ["ana -5.00", "ana -2.50"]);
    assert_eq!(company.places("ana"), ["0.00", "7.50", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn who_changes_from_one_plan_to_another_is_paid_by_the_one_of_the_day() {
    let mut company = assigned("reported");
    let other = plan(&[
        ("id", "\"other\""),
        ("applies_to", "\"assigned\""),
        ("pays", "{ rate = \"5%\", of = \"collected\" }"),
    ]);
    company.tell("finance", publish(&other)).unwrap();
    company.is_on("ana", "plan", "2026-01-01");
    company.is_off("ana", "plan", "2026-02-01");
    company.is_on("ana", "other", "2026-02-01");
    company.on("2026-01-31").sells("ana", "D1", LeadKind::NewEquipment);
    company.on("2026-02-01").sells("ana", "D2", LeadKind::NewEquipment);
    assert_eq!(said(&company.receives("P1", "D1", amount!(100.00 USD))), ["ana 10.00"]);
    assert_eq!(said(&company.receives("P2", "D2", amount!(100.00 USD))), ["ana 5.00"]);
    company.obeys_the_laws();
}

#[test]
fn the_originator_is_who_must_be_assigned() {
    let words = [
        ("applies_to", "\"assigned\""),
        ("order", "[\"rate\", \"pay_split\", \"round\"]"),
        ("payee", "\"each_by_share\""),
    ];
    let mut company = Company::with_plan(&plan(&words));
    company.is_on("ana", "plan", "2026-01-01");
    company.on("2026-01-10").sells_with("ana", "D1", &[("co_source", "ben")]);
    company.sells_with("ben", "D2", &[("co_source", "ana")]);
    let paid = company.receives("P1", "D1", amount!(100.00 USD));
    assert_eq!(said(&paid), ["ana 6.00", "ben 4.00"]);
    let paid = company.receives("P2", "D2", amount!(100.00 USD));
    assert_eq!(said(&paid), ["ben nothing", "ana nothing"]);
    company.obeys_the_laws();
}
