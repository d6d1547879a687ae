//! Caps on the base, choice by choice: what a rule is paid on counts up to the cap, and what is
//! beyond it earns nothing.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, day, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{Counts, LeavePayee, OpenCounter, RecordPayment};
use referral_ledger::deal::Line;
use referral_ledger::id::{DealId, PaymentId};
use referral_ledger::reading::Reading;

const MONTH: &str = "{ per = \"payee\", period = \"month\" }";

/// A cap on the base of the first rule.
fn cap(at_most: &str, per: &str, after_reversal: &str) -> String {
    format!(
        "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"base\"\n\
         at_most = \"{at_most}\"\nper = {per}\nexcess = \"forfeited\"\n\
         after_reversal = \"{after_reversal}\"\n\n"
    )
}

/// 10% of what comes in under a cap, with a clawback; ana has the deals D1 and D2.
fn capped_by(cap: &str, clawback: &str) -> Company {
    let mut company = under(&[("tables", cap), ("clawback", clawback)]);
    company.sells_for("D1", vec![]);
    company.sells_for("D2", vec![]);
    company
}

fn capped(cap: &str) -> Company {
    capped_by(cap, CLAWBACK)
}

#[test]
fn the_base_counts_for_a_fact_a_deal_or_a_period_of_the_payee_and_no_more() {
    // Four payments of 600.00: of D1 and D2 in January, of D1 in February and in April.
    let paid = |most: &str, per: &str| {
        let mut company = capped(&cap(most, per, "freed"));
        let mut earned = Vec::new();
        for (payment, deal, on) in [
            ("P1", "D1", "2026-01-10"),
            ("P2", "D2", "2026-01-20"),
            ("P3", "D1", "2026-02-10"),
            ("P4", "D1", "2026-04-10"),
        ] {
            company.on(on);
            earned.extend(said(&company.receives(payment, deal, amount!(600.00 USD))));
        }
        company.obeys_the_laws();
        earned
    };
    // 500.00 of each; of D1 600.00 and 400.00; of January 600.00 and 400.00.
    assert_eq!(paid("500 USD", "\"fact\""), ["ana 50.00"; 4]);
    let of_deal = paid("1_000 USD", "\"deal\"");
    assert_eq!(of_deal, ["ana 60.00", "ana 60.00", "ana 40.00", "ana 0.00"]);
    let per = |period: &str| format!("{{ per = \"payee\", period = \"{period}\" }}");
    let of_month = paid("1_000 USD", &per("month"));
    assert_eq!(of_month, ["ana 60.00", "ana 40.00", "ana 60.00", "ana 60.00"]);
    let of_quarter = paid("1_000 USD", &per("quarter"));
    assert_eq!(of_quarter, ["ana 60.00", "ana 40.00", "ana 0.00", "ana 60.00"]);
    let of_year = paid("1_000 USD", &per("year"));
    assert_eq!(of_year, ["ana 60.00", "ana 40.00", "ana 0.00", "ana 0.00"]);
}

#[test]
fn a_why_says_what_of_the_base_counts() {
    let mut company = capped(&cap("1_000 USD", "\"deal\"", "freed"));
    let first = whys(&company.receives("P1", "D1", amount!(600.00 USD)));
    let step = "\n  cap most not reached: of 1000.00 USD are 0.00 USD used before, and 600.00 USD \
                count\n  600.00 USD x 10% = 60.00 USD\n";
    assert!(first[0].contains(step), "{}", first[0]);
    let second = whys(&company.receives("P2", "D1", amount!(600.00 USD)));
    let step = "\n  cap most: 600.00 USD of 1000.00 USD used before, so of 600.00 USD count \
                400.00 USD\n  400.00 USD x 10% = 40.00 USD\n";
    assert!(second[0].contains(step), "{}", second[0]);
    let third = whys(&company.receives("P3", "D1", amount!(600.00 USD)));
    assert!(third[0].contains("so of 600.00 USD count 0.00 USD\n"), "{}", third[0]);
    company.obeys_the_laws();
}

#[test]
fn a_table_that_measures_the_base_sees_what_counts() {
    // 2% up to 500.00 of a deal and 4% above; only the first 1,000.00 of a deal count.
    let table = "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\nboundary = \"upper\"\n\
                 accumulate = \"deal\"\nsteps = [\n  \
                 { above = \"0 USD\", rate = \"2%\", way = \"marginal\" },\n  \
                 { above = \"500 USD\", rate = \"4%\", way = \"marginal\" },\n]\n\n";
    let tables = format!("{table}{}", cap("1_000 USD", "\"deal\"", "freed"));
    let mut company =
        under(&[("tables", &tables), ("pays", "{ tiers = \"t\", of = \"collected\" }")]);
    company.sells_for("D1", vec![]);
    // 500.00 x 2% + 300.00 x 4% = 10.00 + 12.00; then 200.00 of 700.00 x 4%; then nothing.
    assert_eq!(said(&company.receives("P1", "D1", amount!(800.00 USD))), ["ana 22.00"]);
    assert_eq!(said(&company.receives("P2", "D1", amount!(700.00 USD))), ["ana 8.00"]);
    assert_eq!(said(&company.receives("P3", "D1", amount!(700.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
}

#[test]
fn with_cumulative_rounding_what_counts_is_rounded_together() {
    let cap = cap("50 USD", "\"deal\"", "freed");
    let rounding = "{ mode = \"half_even\", basis = \"cumulative\" }";
    let words = [("tables", &*cap), ("rounding", rounding), ("clawback", CLAWBACK)];
    let mut company = under(&words);
    company.sells_for("D1", vec![]);
    // 33.33 x 10% = 3.333; 16.67 of 33.33 count: 5.000 so far.
    assert_eq!(said(&company.receives("P1", "D1", amount!(33.33 USD))), ["ana 3.33"]);
    assert_eq!(said(&company.receives("P2", "D1", amount!(33.33 USD))), ["ana 1.67"]);
    assert_eq!(said(&company.receives("P3", "D1", amount!(33.34 USD))), ["ana 0.00"]);
    // All of the deal goes back, and with it all that it paid.
    let mut back = Vec::new();
    for (refund, payment, net) in [
        ("F1", "P1", amount!(33.33 USD)),
        ("F2", "P2", amount!(33.33 USD)),
        ("F3", "P3", amount!(33.34 USD)),
    ] {
        back.extend(said(&company.refunds(refund, payment, net)));
    }
    // 5.00 x 66.67 / 100 = 3.33 should remain, then 1.67, then nothing.
    assert_eq!(back, ["ana -1.67", "ana -1.66", "ana -1.67"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_takes_the_part_of_what_was_paid_and_makes_room_or_does_not() {
    let after = |after_reversal| {
        let mut company = capped(&cap("1_000 USD", "\"deal\"", after_reversal));
        // 1,000.00 of 4,000.00 count.
        assert_eq!(said(&company.receives("P1", "D1", amount!(4_000.00 USD))), ["ana 100.00"]);
        // A quarter of the payment goes back: a quarter of what it paid.
        assert_eq!(said(&company.refunds("F1", "P1", amount!(1_000.00 USD))), ["ana -25.00"]);
        let next = said(&company.receives("P2", "D1", amount!(600.00 USD)));
        let rest = said(&company.refunds("F2", "P1", amount!(3_000.00 USD)));
        company.obeys_the_laws();
        // All of it went back, and no more than it had paid.
        assert_eq!(rest, ["ana -75.00"]);
        let last = said(&company.receives("P3", "D1", amount!(2_000.00 USD)));
        company.obeys_the_laws();
        [next, last]
    };
    // Freed, a quarter of the 1,000.00 counts again, and then the other three.
    assert_eq!(after("freed"), [["ana 25.00"], ["ana 75.00"]]);
    assert_eq!(after("kept_used"), [["ana 0.00"], ["ana 0.00"]]);
}

#[test]
fn a_clawback_that_takes_half_frees_half() {
    let half = CLAWBACK
        .replace("\"full\"", "{ steps = [{ from_day = 0, take = \"50%\" }] }")
        .replace("\"without_end\"", "{ days = 90, after = \"paid\", last_day = \"in\" }");
    let mut company = capped_by(&cap("1_000 USD", MONTH, "freed"), &half);
    company.receives("P1", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&company.refunds("F1", "P1", amount!(1_000.00 USD))), ["ana -50.00"]);
    // 500.00 of January are free.
    assert_eq!(said(&company.receives("P2", "D2", amount!(900.00 USD))), ["ana 50.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_formula_that_is_run_anew_counts_what_remains_up_to_the_cap() {
    let anew = CLAWBACK.replace("proportional", "recompute");
    let mut company = capped_by(&cap("1_000 USD", "\"deal\"", "freed"), &anew);
    assert_eq!(said(&company.receives("P1", "D1", amount!(4_000.00 USD))), ["ana 100.00"]);
    // Of the 2,000.00 that remain 1,000.00 count as before; of 500.00 all.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(2_000.00 USD))), ["ana 0.00"]);
    assert_eq!(said(&company.refunds("F2", "P1", amount!(1_500.00 USD))), ["ana -50.00"]);
    // Half of what it paid was taken back, so half of the cap is free: 500.00.
    assert_eq!(said(&company.receives("P2", "D1", amount!(800.00 USD))), ["ana 50.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_cancelled_deal_and_a_retracted_payment_make_room() {
    let cap_of = |after| cap("1_000 USD", MONTH, after);
    // Cancelled: what it counted is free.
    let mut company = capped(&cap_of("freed"));
    company.receives("P1", "D1", amount!(800.00 USD));
    assert_eq!(said(&company.cancels("D1")), ["ana -80.00"]);
    assert_eq!(said(&company.receives("P2", "D2", amount!(2_000.00 USD))), ["ana 100.00"]);
    company.obeys_the_laws();
    // Told by mistake: it never was, whatever the cap says of reversals.
    for after in ["freed", "kept_used"] {
        let mut company = capped(&cap_of(after));
        company.receives("P1", "D1", amount!(800.00 USD));
        company.retracts_payment("P1");
        assert_eq!(said(&company.receives("P2", "D2", amount!(2_000.00 USD))), ["ana 100.00"]);
        company.obeys_the_laws();
    }
    // Too little to pay a cent, it counted all the same, and does so no longer.
    let mut company = capped(&cap_of("freed").replace("1_000 USD", "0.04 USD"));
    assert_eq!(said(&company.receives("P1", "D1", amount!(800.00 USD))), ["ana 0.00"]);
    company.retracts_payment("P1");
    company.obeys_the_laws();
}

#[test]
fn what_a_retracted_refund_had_taken_comes_back_as_far_as_the_cap_has_room() {
    let mut company = capped(&cap("1_000 USD", MONTH, "freed"));
    company.receives("P1", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&company.refunds("F1", "P1", amount!(1_000.00 USD))), ["ana -100.00"]);
    // 700.00 of the room went to another deal: of 1,000.00 there is room for 300.00.
    assert_eq!(said(&company.receives("P2", "D2", amount!(700.00 USD))), ["ana 70.00"]);
    assert_eq!(said(&company.retracts_refund("F1")), ["ana 30.00"]);
    assert_eq!(said(&company.receives("P3", "D2", amount!(700.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_divided_base_counts_for_each_payee_alone() {
    let mut company = under(&[
        ("order", "[\"credit_split\", \"rate\", \"round\"]"),
        ("head", "leftover = \"largest_remainder\""),
        ("payee", "\"each_by_share\""),
        ("tables", &cap("500 USD", MONTH, "freed")),
        ("clawback", CLAWBACK),
    ]);
    company.sells_with("ana", "D1", &[("co_source", "ben")]);
    // 600.00 and 400.00: of ana's 500.00 count.
    let paid = company.receives("P1", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 50.00", "ben 40.00"]);
    // Ben has 100.00 left.
    let paid = company.receives("P2", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 0.00", "ben 10.00"]);
    // Half of the first goes back: 250.00 of ana's room, 200.00 of ben's.
    let back = company.refunds("F1", "P1", amount!(500.00 USD));
    assert_eq!(said(&back), ["ana -25.00", "ben -20.00"]);
    let paid = company.receives("P3", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 25.00", "ben 20.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_cap_per_deal_counts_the_base_before_it_is_divided() {
    for order in ["[\"credit_split\", \"rate\", \"round\"]", "[\"rate\", \"round\", \"pay_split\"]"]
    {
        let mut company = under(&[
            ("order", order),
            ("head", "leftover = \"largest_remainder\""),
            ("payee", "\"each_by_share\""),
            ("tables", &cap("1_500 USD", "\"deal\"", "freed")),
            ("clawback", CLAWBACK),
        ]);
        company.sells_with("ana", "D1", &[("co_source", "ben")]);
        let paid = company.receives("P1", "D1", amount!(1_000.00 USD));
        assert_eq!(said(&paid), ["ana 60.00", "ben 40.00"]);
        // 500.00 count: 300.00 and 200.00 of it.
        let paid = company.receives("P2", "D1", amount!(1_000.00 USD));
        assert_eq!(said(&paid), ["ana 30.00", "ben 20.00"]);
        let back = company.refunds("F1", "P2", amount!(1_000.00 USD));
        assert_eq!(said(&back), ["ana -30.00", "ben -20.00"]);
        let paid = company.receives("P3", "D1", amount!(1_000.00 USD));
        assert_eq!(said(&paid), ["ana 30.00", "ben 20.00"]);
        company.obeys_the_laws();
    }
}

#[test]
fn several_rules_share_a_cap_on_the_base() {
    let cap = cap("1_000 USD", "\"deal\"", "freed").replace("[\"main\"]", "[\"main\", \"on-win\"]");
    let more = "[[component]]\nid = \"fee\"\non = \"won\"\n\n  [[component.rule]]\n  \
                id = \"on-win\"\n  because = \"a story\"\n  when = \"always\"\n  \
                payee = \"originator\"\n  pays = { rate = \"1%\", of = \"value\" }\n  \
                hold = \"none\"\n  clawback = \"none\"\n";
    let mut company = under(&[("tables", &cap), ("more", more)]);
    // 1% of 700.00, which are used; then 10% of the 300.00 that are left.
    let won = company.sells_for("D1", vec![Line::of_net(amount!(700.00 USD))]);
    assert_eq!(said(&won), ["ana 7.00"]);
    assert_eq!(said(&company.receives("P1", "D1", amount!(700.00 USD))), ["ana 30.00"]);
    company.obeys_the_laws();
}

#[test]
fn who_cannot_earn_uses_nothing_of_it() {
    for per in ["\"deal\"", MONTH] {
        let mut company = capped(&cap("1_000 USD", per, "freed"));
        let left = LeavePayee { payee: id("ana"), last_day: day("2026-01-12") };
        company.tell("hr", left).unwrap();
        company.on("2026-01-20");
        assert_eq!(said(&company.receives("P1", "D1", amount!(800.00 USD))), ["ana 0.00"]);
        // A payment of her last day was told late: all of it counts.
        let late = RecordPayment {
            payment: PaymentId::named("P2"),
            deal: DealId::named("D1"),
            received_on: day("2026-01-12"),
            lines: vec![Line::of_net(amount!(1_000.00 USD))],
        };
        assert_eq!(said(&company.tell("bank", late).unwrap()), ["ana 100.00"]);
        company.obeys_the_laws();
    }
}

#[test]
fn what_was_used_in_the_system_before_is_opened() {
    let mut company = under(&[("tables", &cap("1_000 USD", MONTH, "freed"))]);
    let used = Reading::Money(amount!(850.00 USD));
    let opened = OpenCounter {
        plan: id("plan@1"),
        payee: Some(id("ana")),
        team: None,
        lead: None,
        period: Some(id("2026-01")),
        counts: Box::new(Counts::Cap { cap: id("most"), used }),
    };
    company.tell("finance", opened).unwrap();
    company.sells_for("D1", vec![]);
    assert_eq!(said(&company.receives("P1", "D1", amount!(600.00 USD))), ["ana 15.00"]);
    company.obeys_the_laws();
}
