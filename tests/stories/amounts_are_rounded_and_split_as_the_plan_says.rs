//! The same facts under plans that differ in a word: order of operations, rounding, split and
//! base. The arithmetic stands beside each amount.

use crate::support::forms::win;
use crate::support::{Company, FIELD_PLAN, changed, said, whys};
use referral_ledger::amount;
use referral_ledger::deal::Line;
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::{Amount, Rounding};

const CUMULATIVE: &str = "{ mode = \"half_even\", basis = \"cumulative\" }";
const EACH_FACT: &str = "{ mode = \"half_even\", basis = \"each_fact\" }";
const ROUND_FIRST: &str = "[\"rate\", \"round\", \"pay_split\"]";
const SPLIT_FIRST: &str = "[\"rate\", \"pay_split\", \"round\"]";
/// A split of exact amounts leaves no whole units over.
const NO_LEFTOVER: (&str, &str) = ("leftover  = \"largest_remainder\"\n", "");

/// What the payments of one deal of new equipment earn under a plan: 2%, ana 60%, ben 40%.
fn earned(plan: &str, payments: &[Amount]) -> Vec<Vec<String>> {
    let mut company = Company::with_plan(plan);
    company.on("2026-01-10");
    company.reports_with("ana", "D1", LeadKind::NewEquipment, &[("co_source", "ben")]);
    company.accepts("D1");
    company.wins("D1");
    let earned = payments.iter().zip(1..).map(|(net, number)| {
        let outcome = company.receives(&format!("P{number}"), "D1", *net);
        said(&outcome)
    });
    let earned = earned.collect();
    company.obeys_the_laws();
    earned
}

#[test]
fn a_cent_that_cannot_be_split_goes_to_who_lacks_most_of_their_share() {
    // 2% of 0.50 is one cent each time; 60% and 40% of all cents so far, less what each has:
    //   1st: ana lacks 0.6, ben 0.4       2nd: ana 0.2, ben 0.8       3rd: ana 0.8, ben 0.2
    //   4th: ana lacks 0.4, ben 0.6       5th: ana 1.0, ben 0.0
    let cents = earned(FIELD_PLAN, &[amount!(0.50 USD); 5]);
    let expected = [
        ["ana 0.01", "ben 0.00"],
        ["ana 0.00", "ben 0.01"],
        ["ana 0.01", "ben 0.00"],
        ["ana 0.00", "ben 0.01"],
        ["ana 0.01", "ben 0.00"],
    ];
    assert_eq!(cents, expected); // 0.03 and 0.02: 60% and 40% of 0.05
}

#[test]
fn the_parts_of_every_payment_add_up_to_what_it_earns() {
    // 2% of 333.35 = 6.667: cumulatively 6.67, 13.33 and 20.00, so 6.67, 6.66 and 6.67.
    //   6.67: lacking 4.002 and 2.668: 4.00 and 2.67, the larger fraction is ben's
    //   6.66: 60% of 13.33 is 7.998 less 4.00 = 3.998; 5.332 less 2.67 = 2.662: 4.00 and 2.66
    //   6.67: 60% of 20.00 is 12.00 less 8.00 = 4.00; 8.00 less 5.33 = 2.67
    let parts = [amount!(333.35 USD), amount!(333.35 USD), amount!(333.30 USD)];
    let expected = [["ana 4.00", "ben 2.67"], ["ana 4.00", "ben 2.66"], ["ana 4.00", "ben 2.67"]];
    assert_eq!(earned(FIELD_PLAN, &parts), expected);
}

#[test]
fn an_equal_fraction_goes_to_the_role_the_plan_lists_first() {
    let halves = changed(FIELD_PLAN, &[("\"60%\"", "\"50%\""), ("\"40%\"", "\"50%\"")]);
    let expected = [["ana 0.01", "ben 0.00"], ["ana 0.00", "ben 0.01"], ["ana 0.01", "ben 0.00"]];
    assert_eq!(earned(&halves, &[amount!(0.50 USD); 3]), expected);
}

#[test]
fn an_absent_third_role_is_covered_cent_by_cent() {
    // 50%, 30% and 20% of 0.01, 0.02 and 0.03. Nobody is the desk: its 20% are ana's.
    let third = "[[component]]\nid = \"lead-fee\"";
    let desk = "[[split]]\nrole = \"desk\"\nshare = \"20%\"\nwhen_absent = \"originator\"\n\n";
    let split =
        [("\"60%\"", "\"50%\""), ("\"40%\"", "\"30%\""), (third, &*format!("{desk}{third}"))];
    // ana 70%, ben 30%: lacking 0.7, 0.3; then 0.4, 0.6; then 1.1, -0.1 which is nothing.
    let expected = [["ana 0.01", "ben 0.00"], ["ana 0.00", "ben 0.01"], ["ana 0.01", "ben 0.00"]];
    assert_eq!(earned(&changed(FIELD_PLAN, &split), &[amount!(0.50 USD); 3]), expected);
}

#[test]
fn rounding_each_fact_alone_and_all_so_far_differ_by_cents() {
    let payments = [amount!(100.25 USD); 3];
    // Each alone: 2% of 100.25 = 2.005, half to even 2.00, three times 6.00.
    let alone = changed(FIELD_PLAN, &[(CUMULATIVE, EACH_FACT)]);
    assert_eq!(earned(&alone, &payments), [["ana 1.20", "ben 0.80"]; 3]);
    // All so far: 2.005 -> 2.00; 4.01 - 2.00 = 2.01; 6.015 -> 6.02 - 4.01 = 2.01. In all 6.02.
    //   2.00: 1.20 and 0.80
    //   2.01: 60% of 4.01 is 2.406 less 1.20 = 1.206; 1.604 less 0.80 = 0.804: 1.21 and 0.80
    //   2.01: 60% of 6.02 is 3.612 less 2.41 = 1.202; 2.408 less 1.60 = 0.808: 1.20 and 0.81
    let expected = [["ana 1.20", "ben 0.80"], ["ana 1.21", "ben 0.80"], ["ana 1.20", "ben 0.81"]];
    assert_eq!(earned(FIELD_PLAN, &payments), expected);
}

#[test]
fn splitting_before_rounding_may_pay_a_cent_more_than_the_whole() {
    // 2% of 76.25 = 1.525.
    let payment = [amount!(76.25 USD)];
    // Rounded first: 1.52 to even; 60% is 0.912, 40% is 0.608: 0.91 and 0.61.
    assert_eq!(earned(FIELD_PLAN, &payment), [["ana 0.91", "ben 0.61"]]);
    // Split first: 60% of 1.525 = 0.915, to even 0.92; 40% = 0.61. In all 1.53.
    let split_first = changed(FIELD_PLAN, &[(ROUND_FIRST, SPLIT_FIRST), NO_LEFTOVER]);
    assert_eq!(earned(&split_first, &payment), [["ana 0.92", "ben 0.61"]]);
}

#[test]
fn splitting_first_counts_each_share_cumulatively() {
    // 2% of 0.50 is 0.01: ana 0.006 -> 0.01, ben 0.004 -> 0.00. So far 0.02: ana 0.012 -> 0.01,
    // ben 0.008 -> 0.01. So far 0.03: ana 0.018 -> 0.02, ben 0.012 -> 0.01.
    let split_first = changed(FIELD_PLAN, &[(ROUND_FIRST, SPLIT_FIRST), NO_LEFTOVER]);
    let expected = [["ana 0.01", "ben 0.00"], ["ana 0.00", "ben 0.01"], ["ana 0.01", "ben 0.00"]];
    assert_eq!(earned(&split_first, &[amount!(0.50 USD); 3]), expected);
    // Each fact alone never evens out: ana gets every cent.
    let alone = changed(&split_first, &[(CUMULATIVE, EACH_FACT)]);
    assert_eq!(earned(&alone, &[amount!(0.50 USD); 3]), [["ana 0.01", "ben 0.00"]; 3]);
}

#[test]
fn every_rounding_mode_rounds_as_its_name_says() {
    // 2% of 0.20, 0.25, 0.30 and 0.75 are 0.004, 0.005, 0.006 and 0.015.
    let payments = [amount!(0.20 USD), amount!(0.25 USD), amount!(0.30 USD), amount!(0.75 USD)];
    let expected = [
        (Rounding::HalfEven, ["0.00", "0.00", "0.01", "0.02"]),
        (Rounding::HalfAwayFromZero, ["0.00", "0.01", "0.01", "0.02"]),
        (Rounding::HalfTowardZero, ["0.00", "0.00", "0.01", "0.01"]),
        (Rounding::AwayFromZero, ["0.01", "0.01", "0.01", "0.02"]),
        (Rounding::TowardZero, ["0.00", "0.00", "0.00", "0.01"]),
        (Rounding::TowardPlusInfinity, ["0.01", "0.01", "0.01", "0.02"]),
        (Rounding::TowardMinusInfinity, ["0.00", "0.00", "0.00", "0.01"]),
    ];
    assert_eq!(expected.map(|(mode, _)| mode), Rounding::ALL);
    for (mode, amounts) in expected {
        let words = format!("{{ mode = \"{mode}\", basis = \"each_fact\" }}");
        let mut company = Company::with_plan(&changed(FIELD_PLAN, &[(CUMULATIVE, &words)]));
        company.on("2026-01-10");
        company.sells("ana", "D1", LeadKind::NewEquipment);
        for (payment, amount) in payments.iter().zip(amounts) {
            let outcome = company.receives(&payment.to_string().replace(' ', ""), "D1", *payment);
            assert_eq!(said(&outcome), [format!("ana {amount}")], "{mode} of 2% of {payment}");
        }
        company.obeys_the_laws();
    }
}

#[test]
fn a_percentage_of_the_value_is_taken_when_the_deal_is_won() {
    let by_value = changed(
        FIELD_PLAN,
        &[
            ("{ flat = \"150 USD\" }", "{ rate = \"1.5%\", of = \"value\" }"),
            (", flat_part = \"returned\"", ""),
        ],
    );
    let mut company = Company::with_plan(&by_value);
    company.on("2026-01-10");
    company.reports("ana", "D1", LeadKind::UnhappyCustomer);
    company.accepts("D1");
    // Two lines, 1234.50 + 2000.01 = 3234.51. 1.5% = 48.51765 -> 48.52. Tax and freight are not
    // part of the value.
    let mut machine = Line::of_net(amount!(1_234.50 USD));
    machine.tax = Some(amount!(234.56 USD));
    machine.freight = Some(amount!(80.00 USD));
    let mut win_with_value = win("D1", "2026-01-10");
    win_with_value.lines = vec![machine, Line::of_net(amount!(2_000.01 USD))];
    let won = company.tell("sales", win_with_value).unwrap();
    assert_eq!(said(&won), ["ana 48.52"]);
    assert_eq!(
        whys(&won),
        [format!(
            "48.52 USD to ana for deal {}, 2026-01-10: rule customer-kept of field-leads@2026\n  \
             nobody is co_source: its 40% goes to the originator\n  3234.51 USD x 1.5% = 48.51765 \
             USD\n  rounded half to even = 48.52 USD\n  held, and payable from 2026-03-11",
            DealId::named("D1").short()
        )]
    );
    // Without a value there is nothing to take a share of, and the reason is said.
    company.reports("ben", "D2", LeadKind::UnhappyCustomer);
    company.accepts("D2");
    let won = company.wins("D2");
    assert_eq!(said(&won), ["ben 0.00"]);
    assert!(whys(&won)[0].ends_with("\n  nothing: the deal was won without a value"), "{won:?}");
    company.obeys_the_laws();
}

#[test]
fn a_flat_amount_is_split_once_and_not_evened_out_over_deals() {
    let mut company =
        Company::with_plan(&changed(FIELD_PLAN, &[("\"150 USD\"", "\"150.01 USD\"")]));
    company.on("2026-01-10");
    for deal in ["D1", "D2"] {
        company.reports_with("ana", deal, LeadKind::CompetitorVisit, &[("co_source", "ben")]);
        company.accepts(deal);
        // 60% of 150.01 = 90.006, 40% = 60.004: the cent left over is ana's, each time.
        assert_eq!(said(&company.wins(deal)), ["ana 90.01", "ben 60.00"]);
    }
    company.obeys_the_laws();
}
