//! People come and go, plans change, and a zero has a reason: who is paid for a fact, by which
//! rule of which version, and what the others are told.

use crate::support::forms::{accept, payment, publish, report, win};
use crate::support::{Company, FIELD_PLAN, changed, forms, said, whys};
use referral_ledger::amount;
use referral_ledger::id::{DealId, LeadId};
use referral_ledger::lead::LeadKind;

fn short(deal: &str) -> String {
    DealId::named(deal).short()
}

#[test]
fn the_share_of_an_absent_co_source_goes_to_whom_the_plan_names() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::NewEquipment);
    let paid = company.receives("P1", "D1", amount!(1_000.00 USD));
    assert_eq!(
        whys(&paid),
        [format!(
            "20.00 USD to ana for deal {}, 2026-01-10: rule equipment-commission of \
             field-leads@2026\n  nobody is co_source: its 40% goes to the originator\n  1000.00 \
             USD x 2% = 20.00 USD\n  held, and payable from 2026-02-09",
            short("D1")
        )]
    );
    // Credited at the win instead of the report, ben has his share of all that follows.
    company.reports("ana", "D2", LeadKind::NewEquipment);
    company.accepts("D2");
    let mut win = win("D2", "2026-01-10");
    win.credits = vec![forms::credit("co_source", "ben")];
    company.tell("sales", win).unwrap();
    let paid = company.receives("P2", "D2", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 12.00", "ben 8.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_leaver_keeps_what_was_triggered_and_earns_nothing_after() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.reports_with("ana", "D1", LeadKind::NewEquipment, &[("co_source", "ben")]);
    company.accepts("D1"); // 25.00
    company.wins("D1");
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 12.00 and 8.00
    company.on("2026-01-20");
    company.leaves("ana", "2026-01-20");
    // On the last day she is employed.
    let last = company.receives("P2", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&last), ["ana 12.00", "ben 8.00"]);
    // After it her share is nobody's; ben's stays 40%.
    company.on("2026-01-21");
    let after = company.receives("P3", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&after), ["ana 0.00", "ben 8.00"]);
    assert_eq!(
        whys(&after)[0],
        format!(
            "0.00 USD to ana for deal {}, 2026-01-21: rule equipment-commission of \
             field-leads@2026\n  3000.00 USD so far x 2% = 60.00 USD\n  less 40.00 USD posted \
             before = 20.00 USD\n  originator's 60% of 20.00 USD = 12.00 USD\n  not employed on 2026-01-21: \
             12.00 USD does not accrue",
            short("D1")
        )
    );
    // What was held vests, and is paid with the rest: 25.00 + 12.00 + 12.00.
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(73.00 USD)); // and ben's 24.00
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "49.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_fact_from_before_the_first_day_does_not_accrue() {
    let mut company = Company::new();
    company.on("2026-02-10");
    let mut newcomer = forms::register("dora", "us-field");
    newcomer.employed_from = crate::support::day("2026-02-01");
    company.tell("hr", newcomer).unwrap();
    company.tell("dora", report("dora", "D1", "2026-01-30")).unwrap();
    let early = company.tell("sales", accept("D1", "2026-01-31")).unwrap();
    assert_eq!(said(&early), ["dora 0.00"]);
    assert!(whys(&early)[0].ends_with("\n  not employed on 2026-01-31: 25.00 USD does not accrue"));
    company.tell("dora", report("dora", "D2", "2026-01-30")).unwrap();
    let on_time = company.tell("sales", accept("D2", "2026-02-01")).unwrap();
    assert_eq!(said(&on_time), ["dora 25.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_fact_no_rule_pays_for_is_a_zero_that_says_why_each_rule_did_not_hold() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.reports("ana", "D1", LeadKind::UnhappyCustomer);
    assert_eq!(
        whys(&company.accepts("D1")),
        [format!(
            "0.00 USD to ana for lead {}, 2026-01-10: rule no-lead-fee of field-leads@2026\n  rule \
             qualified-lead did not hold: the lead is unhappy_customer\n  nothing: this rule pays \
             nothing",
            LeadId::named("D1").short()
        )]
    );
    company.wins("D1");
    assert_eq!(
        whys(&company.receives("P1", "D1", amount!(1_000.00 USD))),
        [format!(
            "0.00 USD to ana for deal {}, 2026-01-10: rule no-commission of field-leads@2026\n  \
             nobody is co_source: its 40% goes to the originator\n  rule equipment-commission did \
             not hold: the lead is unhappy_customer\n  rule service-commission did not hold: the \
             lead is unhappy_customer\n  nothing: this rule pays nothing",
            short("D1")
        )]
    );
    company.obeys_the_laws();
}

#[test]
fn days_between_milestones_are_in_from_the_first_to_the_day_before_the_end() {
    let half_a_year = ("days = { from = 0, until = 366 }", "days = { from = 0, until = 181 }");
    let mut company = Company::with_plan(&changed(FIELD_PLAN, &[half_a_year]));
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::NewEquipment);
    let pays = |company: &mut Company, name: &str, on: &str| {
        company.tell("bank", payment(name, "D1", on, amount!(1_000.00 USD))).unwrap()
    };
    // A deposit the day before the win is day -1; the day of the win is day 0.
    let deposit = pays(&mut company, "P1", "2026-01-09");
    assert_eq!(said(&deposit), ["ana 0.00"]);
    let days = "did not hold: -1 days from won to paid, the rule asks for 0 to 180";
    assert!(whys(&deposit)[0].contains(&format!("\n  rule equipment-commission {days}\n")));
    assert_eq!(said(&pays(&mut company, "P2", "2026-01-10")), ["ana 20.00"]);
    // 9 July is day 180, 10 July is day 181.
    company.on("2026-07-10");
    assert_eq!(said(&pays(&mut company, "P3", "2026-07-09")), ["ana 20.00"]);
    let late = pays(&mut company, "P4", "2026-07-10");
    assert_eq!(said(&late), ["ana 0.00"]);
    let days = "did not hold: 181 days from won to paid, the rule asks for 0 to 180";
    assert!(whys(&late)[0].contains(&format!("\n  rule equipment-commission {days}\n")));
    company.obeys_the_laws();
}

#[test]
fn without_a_plan_in_force_the_fact_is_on_file_and_nothing_accrues() {
    let mut company = Company::new();
    company.on("2027-01-01"); // the plan is in force until the day before
    company.reports("ana", "D1", LeadKind::NewEquipment);
    assert_eq!(
        whys(&company.accepts("D1")),
        [format!(
            "nothing to ana for lead {}, 2027-01-01\n  nothing: no plan is in force on 2027-01-01",
            LeadId::named("D1").short()
        )]
    );
    company.wins("D1");
    let paid = company.receives("P1", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana nothing"]);
    assert_eq!(company.refunds("F1", "P1", amount!(1_000.00 USD)).rewards().count(), 0);
    company.obeys_the_laws();
    // The last day in force.
    let mut company = Company::new();
    company.on("2026-12-31");
    company.sells("ana", "D1", LeadKind::NewEquipment);
    assert_eq!(company.places("ana"), ["0.00", "25.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

/// Four versions of one plan, in force from 1 January, February, March and April, that pay 2%,
/// 3%, 4% and 6% and are chosen by this word.
fn four_versions(chosen_by: &str) -> Company {
    let days = "{ from = 2026-01-01, until = 2027-01-01 }";
    let text = |version: &str, from: &str, rate: &str| {
        let chosen_by = format!("chosen_by = \"{chosen_by}\"");
        changed(
            FIELD_PLAN,
            &[
                ("version   = \"2026\"", &format!("version   = \"{version}\"")),
                (days, &format!("{{ from = {from} }}")),
                ("chosen_by = \"reported\"", &chosen_by),
                ("{ rate = \"2%\"", &format!("{{ rate = \"{rate}\"")),
                // A version chosen by the win is not known when a lead is accepted.
                ("id = \"lead-fee\"\non = \"accepted\"", "id = \"lead-fee\"\non = \"won\""),
            ],
        )
    };
    let mut company = Company::with_plan(&text("jan", "2026-01-01", "2%"));
    for (version, from, rate) in
        [("feb", "2026-02-01", "3%"), ("mar", "2026-03-01", "4%"), ("apr", "2026-04-01", "6%")]
    {
        company.tell("finance", publish(&text(version, from, rate))).unwrap();
    }
    company
}

#[test]
fn the_version_is_the_one_in_force_on_the_day_the_plan_says() {
    for (chosen_by, expected, version) in [
        ("reported", "ana 20.00", "jan"),
        ("accepted", "ana 30.00", "feb"),
        ("won", "ana 40.00", "mar"),
        ("milestone", "ana 60.00", "apr"),
    ] {
        let mut company = four_versions(chosen_by);
        company.on("2026-01-31");
        company.reports("ana", "D1", LeadKind::NewEquipment);
        company.on("2026-02-01");
        company.accepts("D1");
        company.on("2026-03-31");
        company.wins("D1");
        company.on("2026-04-01");
        let paid = company.receives("P1", "D1", amount!(1_000.00 USD));
        assert_eq!(said(&paid), [expected], "chosen by {chosen_by}");
        let rule = format!(": rule equipment-commission of field-leads@{version}\n");
        assert!(whys(&paid)[0].contains(&rule), "{}", whys(&paid)[0]);
        company.obeys_the_laws();
    }
}

#[test]
fn a_version_once_frozen_stays_over_every_later_change() {
    let mut company = four_versions("won");
    company.on("2026-01-15");
    company.sells("ana", "D1", LeadKind::NewEquipment);
    company.on("2026-05-15");
    // Cumulatively under the version of January: 2% of 1000.00, then of 1500.00 less 20.00.
    assert_eq!(said(&company.receives("P1", "D1", amount!(1_000.00 USD))), ["ana 20.00"]);
    assert_eq!(said(&company.receives("P2", "D1", amount!(500.00 USD))), ["ana 10.00"]);
    company.obeys_the_laws();
}

#[test]
fn chosen_by_the_milestone_each_payment_is_counted_under_its_own_version() {
    let mut company = four_versions("milestone");
    company.on("2026-01-15");
    company.sells("ana", "D1", LeadKind::NewEquipment);
    // 2% of 100.25 = 2.005 -> 2.00. In April 6% of 100.25 = 6.015 -> 6.02: nothing is added up
    // over two versions.
    assert_eq!(said(&company.receives("P1", "D1", amount!(100.25 USD))), ["ana 2.00"]);
    company.on("2026-04-15");
    assert_eq!(said(&company.receives("P2", "D1", amount!(100.25 USD))), ["ana 6.02"]);
    // Each refund names its payment, and so its version.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(100.25 USD))), ["ana -2.00"]);
    assert_eq!(said(&company.refunds("F2", "P2", amount!(100.25 USD))), ["ana -6.02"]);
    company.obeys_the_laws();
}

#[test]
fn a_deal_may_be_older_than_its_lead_by_as_many_days_as_the_plan_allows() {
    let refused = |plan: &str, won_on: &str| {
        let mut company = Company::with_plan(plan);
        company.on("2026-02-10");
        company.reports("ana", "D1", LeadKind::NewEquipment);
        company.accepts("D1");
        let outcome = company.tell("sales", win("D1", won_on));
        company.obeys_the_laws();
        outcome.err().map(|refusal| refusal.code())
    };
    let three_days = ("= \"refused\"", "= { days = 3 }");
    let allowed = changed(FIELD_PLAN, &[three_days]);
    assert_eq!(refused(FIELD_PLAN, "2026-02-10"), None);
    assert_eq!(refused(FIELD_PLAN, "2026-02-09"), Some("R2004"));
    assert_eq!(refused(&allowed, "2026-02-07"), None);
    assert_eq!(refused(&allowed, "2026-02-06"), Some("R2004"));
}
