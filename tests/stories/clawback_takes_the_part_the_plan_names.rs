//! Clawback, choice by choice: for which facts, how much of what should go, until which day, and
//! what should remain. The arithmetic stands beside the amounts.

use crate::options::{clawback, under};
use crate::support::{Company, said, whys};
use referral_ledger::amount;
use referral_ledger::deal::Line;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;

/// Terms for refunds and cancellations of these words.
fn terms(take: &str, window: &str) -> String {
    format!(
        "{{ on = [\"refunded\", \"cancelled\"], take = {take}, window = {window}, \
         refund_target = \"proportional\" }}"
    )
}

const FULL: &str = "\"full\"";
const ENDLESS: &str = "\"without_end\"";
const HUNDRED_DAYS: &str = "{ days = 100, after = \"paid\", last_day = \"in\" }";

/// 10% of 1,000.00 that came in on 2026-01-10: 100.00.
fn paid_hundred(clawback: &str) -> Company {
    let mut company = under(&[("clawback", clawback)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 USD))), ["ana 100.00"]);
    company
}

/// What a refund of all of it, or the cancellation of the deal, takes back on a day.
fn back(clawback: &str, on: &str) -> String {
    let mut refunded = paid_hundred(clawback);
    refunded.on(on);
    let refund = said(&refunded.refunds("F1", "P1", amount!(1_000.00 USD)));
    refunded.obeys_the_laws();
    let mut cancelled = paid_hundred(clawback);
    cancelled.on(on);
    assert_eq!(said(&cancelled.cancels("D")), refund, "a cancellation on {on}");
    cancelled.obeys_the_laws();
    refund.concat()
}

#[test]
fn all_is_taken_back_until_the_window_ends() {
    // 20 April is 100 days after 10 January.
    let days = |last_day: &str| terms(FULL, &HUNDRED_DAYS.replace("\"in\"", last_day));
    assert_eq!(back(&days("\"in\""), "2026-04-20"), "ana -100.00");
    assert_eq!(back(&days("\"in\""), "2026-04-21"), "ana 0.00");
    assert_eq!(back(&days("\"out\""), "2026-04-19"), "ana -100.00");
    assert_eq!(back(&days("\"out\""), "2026-04-20"), "ana 0.00");
    // Nine months after it is 10 October, which is out.
    let months = terms(FULL, "{ months = 9, after = \"paid\" }");
    assert_eq!(back(&months, "2026-10-09"), "ana -100.00");
    assert_eq!(back(&months, "2026-10-10"), "ana 0.00");
    assert_eq!(back(&terms(FULL, ENDLESS), "2027-01-10"), "ana -100.00");
    assert_eq!(back("\"none\"", "2026-01-10"), "ana 0.00");
}

#[test]
fn the_days_of_the_window_that_are_left_are_taken_back() {
    let days = |last_day: &str| {
        terms("{ pro_rata = \"days\" }", &HUNDRED_DAYS.replace("\"in\"", last_day))
    };
    // On day 0 all 100 days are left, on day 30 70 of them, on day 99 one, on day 100 none.
    assert_eq!(back(&days("\"in\""), "2026-01-10"), "ana -100.00");
    assert_eq!(back(&days("\"in\""), "2026-02-09"), "ana -70.00");
    assert_eq!(back(&days("\"in\""), "2026-04-19"), "ana -1.00");
    assert_eq!(back(&days("\"in\""), "2026-04-20"), "ana 0.00");
    assert_eq!(back(&days("\"out\""), "2026-04-19"), "ana -1.00");
    assert_eq!(back(&days("\"out\""), "2026-04-20"), "ana 0.00");
}

#[test]
fn the_months_of_the_window_that_are_not_completed_are_taken_back() {
    let months = terms("{ pro_rata = \"completed_months\" }", "{ months = 9, after = \"paid\" }");
    // One month is completed on 10 February, the second on 10 March: 8/9 and 7/9 of 100.00.
    assert_eq!(back(&months, "2026-02-09"), "ana -100.00");
    assert_eq!(back(&months, "2026-03-09"), "ana -88.89");
    assert_eq!(back(&months, "2026-03-10"), "ana -77.78");
    assert_eq!(back(&months, "2026-10-09"), "ana -11.11");
    assert_eq!(back(&months, "2026-10-10"), "ana 0.00");
}

#[test]
fn a_share_by_the_day_is_taken_back() {
    let steps = "{ steps = [{ from_day = 0, take = \"100%\" }, { from_day = 30, take = \"50%\" }, \
                 { from_day = 60, take = \"25%\" }] }";
    let stepped = terms(steps, HUNDRED_DAYS);
    // Day 29 is 8 February, day 30 the 9th; day 59 is 10 March, day 60 the 11th.
    assert_eq!(back(&stepped, "2026-02-08"), "ana -100.00");
    assert_eq!(back(&stepped, "2026-02-09"), "ana -50.00");
    assert_eq!(back(&stepped, "2026-03-10"), "ana -50.00");
    assert_eq!(back(&stepped, "2026-03-11"), "ana -25.00");
    assert_eq!(back(&stepped, "2026-04-21"), "ana 0.00");
}

#[test]
fn what_is_not_taken_by_the_day_is_not_asked_for_again() {
    let mut company = paid_hundred(&terms("{ pro_rata = \"days\" }", HUNDRED_DAYS));
    // Half went back on day 30: 50.00 should go, 70% of it does, and 15.00 stay for good.
    company.on("2026-02-09");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(500.00 USD))), ["ana -35.00"]);
    // The rest on day 60: of 50.00 that should go 40% do.
    company.on("2026-03-11");
    let rest = company.refunds("F2", "P1", amount!(500.00 USD));
    assert_eq!(said(&rest), ["ana -20.00"]);
    let steps = "\n  50.00 USD is there, 0.00 USD should remain: 50.00 USD is taken back\n  40 of \
                 100 days are left: 20.00 USD of the 50.00 USD is taken back";
    assert!(whys(&rest)[0].ends_with(steps), "{}", whys(&rest)[0]);
    assert_eq!(company.places("ana"), ["0.00", "45.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn each_payment_has_a_window_of_its_own_when_a_deal_is_cancelled() {
    let mut company = paid_hundred(&terms("{ pro_rata = \"days\" }", HUNDRED_DAYS));
    company.on("2026-02-09");
    company.receives("P2", "D", amount!(1_000.00 USD));
    // On 1 March 50 days of the first window are left and 80 of the second.
    company.on("2026-03-01");
    let mut back = said(&company.cancels("D"));
    back.sort();
    assert_eq!(back, ["ana -50.00", "ana -80.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_rule_takes_back_for_a_refund_for_a_cancellation_or_for_both() {
    let by = |on: &str| {
        let terms = terms(FULL, ENDLESS).replace("[\"refunded\", \"cancelled\"]", on);
        let mut refunded = paid_hundred(&terms);
        let refund = refunded.refunds("F1", "P1", amount!(400.00 USD));
        refunded.obeys_the_laws();
        let mut cancelled = paid_hundred(&terms);
        let off = cancelled.cancels("D");
        cancelled.obeys_the_laws();
        [said(&refund), said(&off)].concat()
    };
    assert_eq!(by("[\"refunded\", \"cancelled\"]"), ["ana -40.00", "ana -100.00"]);
    assert_eq!(by("[\"refunded\"]"), ["ana -40.00", "ana 0.00"]);
    assert_eq!(by("[\"cancelled\"]"), ["ana 0.00", "ana -100.00"]);
}

#[test]
fn what_is_paid_already_is_owed() {
    let mut company = paid_hundred(&terms("{ pro_rata = \"days\" }", HUNDRED_DAYS));
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(100.00 USD));
    company.on("2026-02-09");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(1_000.00 USD))), ["ana -70.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "100.00", "70.00"]);
    company.obeys_the_laws();
}

/// A table of 2% and above a bound of 3%, as one deal fills it.
fn table(accumulate: &str, bound: &str, rate: &str) -> String {
    format!(
        "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\naccumulate = {accumulate}\n\
         boundary = \"upper\"\nsteps = [{{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }}, \
         {{ above = \"{bound}\", rate = \"{rate}\", way = \"marginal\" }}]\n\n"
    )
}

const BY_TABLE: (&str, &str) = ("pays", "{ tiers = \"t\", of = \"collected\" }");

#[test]
fn what_remains_is_a_proportion_or_what_the_formula_makes_of_the_rest() {
    let by = |target: &str, refund: Amount| {
        let take = clawback("kept").replace("\"proportional\"", target);
        let tables = table("\"deal\"", "50_000 USD", "3%");
        let mut company = under(&[("tables", &tables), BY_TABLE, ("clawback", &take)]);
        company.sells("ana", "D", LeadKind::NewEquipment);
        // 50,000 x 2% + 20,000 x 3%.
        assert_eq!(said(&company.receives("P1", "D", amount!(70_000.00 USD))), ["ana 1600.00"]);
        let back = said(&company.refunds("F1", "P1", refund));
        company.obeys_the_laws();
        back
    };
    // 1,600 x 50/70 = 1,142.86 remain; or 50,000 x 2% = 1,000.00.
    assert_eq!(by("\"proportional\"", amount!(20_000.00 USD)), ["ana -457.14"]);
    assert_eq!(by("\"recompute\"", amount!(20_000.00 USD)), ["ana -600.00"]);
    assert_eq!(by("\"proportional\"", amount!(70_000.00 USD)), ["ana -1600.00"]);
    assert_eq!(by("\"recompute\"", amount!(70_000.00 USD)), ["ana -1600.00"]);
}

#[test]
fn above_a_cap_the_formula_makes_as_much_of_the_rest() {
    let cap = "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
               at_most = \"100 USD\"\nper = \"deal\"\nexcess = \"forfeited\"\n\
               after_reversal = \"freed\"\n";
    let by = |target: &str| {
        let take = terms(FULL, ENDLESS).replace("\"proportional\"", target);
        let order = ("order", "[\"rate\", \"deal_cap\", \"round\"]");
        let mut company = under(&[order, ("tables", cap), ("clawback", &take)]);
        company.sells("ana", "D", LeadKind::NewEquipment);
        assert_eq!(said(&company.receives("P1", "D", amount!(2_000.00 USD))), ["ana 100.00"]);
        let first = said(&company.refunds("F1", "P1", amount!(500.00 USD)));
        let second = said(&company.refunds("F2", "P1", amount!(1_000.00 USD)));
        company.obeys_the_laws();
        [first, second].concat()
    };
    // 1,500 and then 500 remain of 2,000: 75.00 and 25.00; or 150.00, cut to 100.00, and 50.00.
    assert_eq!(by("\"proportional\""), ["ana -25.00", "ana -50.00"]);
    assert_eq!(by("\"recompute\""), ["ana 0.00", "ana -50.00"]);
}

#[test]
fn a_flat_amount_goes_back_or_stays() {
    let by = |flat_part: &str| {
        let take = clawback("kept").replace("attainment = \"kept\"", flat_part);
        let mut company = under(&[("pays", "{ flat = \"50 USD\" }"), ("clawback", &take)]);
        company.sells("ana", "D", LeadKind::NewEquipment);
        assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 USD))), ["ana 50.00"]);
        company.receives("P2", "D", amount!(1_000.00 USD));
        let half = said(&company.refunds("F1", "P1", amount!(500.00 USD)));
        let off = said(&company.cancels("D"));
        company.obeys_the_laws();
        [half, off].concat()
    };
    assert_eq!(by("flat_part = \"returned\""), ["ana -25.00", "ana -75.00"]);
    assert_eq!(by("flat_part = \"kept\""), ["ana 0.00", "ana 0.00"]);
}

#[test]
fn a_refund_leaves_the_position_in_tiers_or_lowers_it() {
    let by = |attainment: &str, window: &str, refund: Amount| {
        let take = clawback(attainment).replace(ENDLESS, window);
        let tables = table("{ per = \"payee\", period = \"year\" }", "1_000 USD", "4%");
        let mut company = under(&[("tables", &tables), BY_TABLE, ("clawback", &take)]);
        company.sells("ana", "D", LeadKind::NewEquipment);
        assert_eq!(said(&company.receives("P1", "D", amount!(800.00 USD))), ["ana 16.00"]);
        company.on("2026-02-10").refunds("F1", "P1", refund);
        let next = said(&company.receives("P2", "D", amount!(800.00 USD)));
        company.obeys_the_laws();
        next.concat()
    };
    // From 800 to 1,600: 200 x 2% + 600 x 4%. From 0 to 800: 800 x 2%.
    assert_eq!(by("kept", ENDLESS, amount!(800.00 USD)), "ana 28.00");
    assert_eq!(by("lowered", ENDLESS, amount!(800.00 USD)), "ana 16.00");
    // From 400 to 1,200: 600 x 2% + 200 x 4%.
    assert_eq!(by("lowered", ENDLESS, amount!(400.00 USD)), "ana 20.00");
    // After the window nothing is taken back, and nothing is lowered.
    let ended = "{ days = 30, after = \"paid\", last_day = \"in\" }";
    assert_eq!(by("lowered", ended, amount!(800.00 USD)), "ana 28.00");
}

#[test]
fn a_rule_of_the_win_takes_back_for_refunds_by_the_value_of_the_deal() {
    let take = terms(FULL, "{ days = 100, after = \"won\", last_day = \"in\" }");
    let pays = ("pays", "{ rate = \"10%\", of = \"value\" }");
    let mut company = under(&[("on", "\"won\""), pays, ("clawback", &take)]);
    company.reports("ana", "D", LeadKind::NewEquipment);
    let won = company.wins_for("D", vec![Line::of_net(amount!(2_000.00 USD))]);
    assert_eq!(said(&won), ["ana 200.00"]);
    company.receives("P1", "D", amount!(1_000.00 USD));
    // 500 of 2,000: 150.00 should remain. After the window it stays.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(500.00 USD))), ["ana -50.00"]);
    company.on("2026-04-21");
    assert_eq!(said(&company.refunds("F2", "P1", amount!(500.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
}
