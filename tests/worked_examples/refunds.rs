//! Worked examples from public sources: what goes back with the customer's money: while it is held
//! and after pay, in full and in part, beside minimums, flat amounts and tiers.

use crate::worked::{Plan, Shop, back, plan};

const ALL: &str = "\"full\"";
const FOR_EVER: &str = "\"without_end\"";

/// A plan of one rule on what is collected.
fn of_collected(rate: &str, terms: &str) -> Plan {
    plan().rule("paid", &format!("pays = {{ rate = \"{rate}\", of = \"collected\" }}\n{terms}"))
}

/// Heritage Web Help, "Understanding Negative Balances and Clawbacks": a purchase of 1,000 earns
/// 300, payable after 30 days; a refund on day 45 is deducted from the next payout; from day 61 on
/// nothing is taken.
#[test]
fn a_refund_within_sixty_days_is_deducted_from_the_next_payout() {
    let window = "{ days = 60, after = \"paid\", last_day = \"in\" }";
    let terms = format!("hold = {{ days = 30, after = \"paid\" }}\n{}", back(ALL, window));
    let plan = of_collected("30%", &terms);
    // 1 January + 45 days = 15 February; + 60 days = 2 March.
    for (day, taken) in
        [("2026-02-15", "-300.00"), ("2026-03-02", "-300.00"), ("2026-03-03", "0.00")]
    {
        let mut shop = Shop::under(&plan);
        shop.deal("ana", "D", "1_000");
        assert_eq!(shop.paid("P", "D", "1_000"), "ana 300.00"); // 1,000 x 30 %
        shop.on("2026-02-01");
        assert_eq!(shop.pays("2026-01"), shop.money("300"));
        shop.deal("ana", "E", "2_000");
        shop.paid("Q", "E", "2_000"); // 600, payable from 3 March on
        shop.on(day);
        assert_eq!(shop.returned("R", "P", "1_000"), format!("ana {taken}"));
        shop.on("2026-03-04");
        // 600, less the 300 that are owed.
        let next = if taken == "0.00" { "600" } else { "300" };
        assert_eq!(shop.pays("2026-03"), shop.money(next));
        shop.obeys_the_laws();
    }
}

/// Heritage Web Help, "What Happens When Referrals Cancel or Request Refunds?": a refund of a lead
/// of 100 removes the 30 that are pending, and there is no negative balance; one of 300 after the
/// payout leaves -90; one of 200 reverses 60.
#[test]
fn a_refund_while_it_is_held_and_one_after_pay() {
    let terms = format!("hold = {{ days = 30, after = \"paid\" }}\n{}", back(ALL, FOR_EVER));
    let mut shop = Shop::under(&of_collected("30%", &terms));
    for (payee, amount) in [("ana", "100"), ("ben", "300"), ("cleo", "200")] {
        shop.deal(payee, payee, amount);
        shop.paid(payee, payee, amount); // 30, 90, 60
    }
    shop.on("2026-01-10");
    assert_eq!(shop.returned("R1", "ana", "100"), "ana -30.00");
    assert_eq!(shop.places("ana"), ["0.00"; 5]);
    shop.on("2026-02-01");
    shop.pays("2026-01");
    assert_eq!(shop.returned("R2", "ben", "300"), "ben -90.00");
    assert_eq!(shop.places("ben"), ["0.00", "0.00", "0.00", "90.00", "90.00"]);
    assert_eq!(shop.returned("R3", "cleo", "200"), "cleo -60.00");
    shop.obeys_the_laws();
}

/// Heritage Web Help, the same page: a refund of 50 % reverses 50 % of the commission. (That it is
/// the purchase of 200, which earns 60, is two statements of the page put together.)
#[test]
fn half_the_money_takes_half_the_commission() {
    let mut shop = Shop::under(&of_collected("30%", &back(ALL, FOR_EVER)));
    shop.deal("ana", "D", "200");
    assert_eq!(shop.paid("P", "D", "200"), "ana 60.00"); // 200 x 30 %
    assert_eq!(shop.returned("R1", "P", "100"), "ana -30.00"); // 60 x 100/200 should remain
    assert_eq!(shop.returned("R2", "P", "100"), "ana -30.00");
    assert_eq!(shop.earned("ana"), "0.00");
    shop.obeys_the_laws();
}

/// Heritage Web Help, "What Happens When Referrals Cancel or Request Refunds?": a customer pays
/// three months, 75 in all, and leaves; 3 x 7.50 stay.
#[test]
fn what_was_earned_by_the_month_stays_when_the_customer_leaves() {
    let refunds = back(ALL, FOR_EVER).replace("\"refunded\", \"cancelled\"", "\"refunded\"");
    let mut shop = Shop::under(&of_collected("30%", &refunds));
    shop.deal("ana", "D", "");
    for (day, payment) in [("2026-01-05", "P1"), ("2026-02-05", "P2"), ("2026-03-05", "P3")] {
        shop.on(day);
        assert_eq!(shop.paid(payment, "D", "25"), "ana 7.50"); // 25 x 30 %
    }
    shop.on("2026-04-01");
    assert_eq!(shop.off("D"), "ana 0.00");
    assert_eq!(shop.earned("ana"), "22.50");
    shop.obeys_the_laws();
}

/// Tolt docs, "Commission lifecycle": 14.70 pending on day 0; refunded on day 9 it is 0; paid on
/// day 45 and refunded on day 60 it is -14.70. (30 % of 49.00: the rate is not the source's.)
#[test]
fn a_refund_on_day_nine_and_one_on_day_sixty() {
    let terms = format!("hold = {{ days = 30, after = \"paid\" }}\n{}", back(ALL, FOR_EVER));
    let mut shop = Shop::under(&of_collected("30%", &terms));
    for payee in ["ana", "ben"] {
        shop.deal(payee, payee, "49");
        assert_eq!(shop.paid(payee, payee, "49"), format!("{payee} 14.70"));
    }
    shop.on("2026-01-10"); // day 9
    assert_eq!(shop.returned("R1", "ana", "49"), "ana -14.70");
    shop.on("2026-02-15"); // day 45
    assert_eq!(shop.pays("2026-02"), shop.money("14.70"));
    shop.on("2026-03-02"); // day 60
    assert_eq!(shop.returned("R2", "ben", "49"), "ben -14.70");
    assert_eq!(shop.places("ana"), ["0.00"; 5]);
    assert_eq!(shop.places("ben"), ["0.00", "0.00", "0.00", "14.70", "14.70"]);
    shop.obeys_the_laws();
}

/// Tapfiliate support, "How do negative commissions work on Tapfiliate?": 10 approved, paid out,
/// then refunded: the balance goes from 10 over 0 to -10.
#[test]
fn a_balance_below_zero() {
    let mut shop = Shop::under(&of_collected("10%", &back(ALL, FOR_EVER)));
    shop.deal("ana", "D", "100");
    assert_eq!(shop.paid("P", "D", "100"), "ana 10.00");
    assert_eq!(shop.places("ana"), ["0.00", "10.00", "0.00", "0.00", "0.00"]);
    shop.on("2026-02-01");
    shop.pays("2026-01");
    assert_eq!(shop.places("ana"), ["0.00", "0.00", "0.00", "10.00", "0.00"]);
    shop.returned("R", "P", "100");
    assert_eq!(shop.places("ana"), ["0.00", "0.00", "0.00", "10.00", "10.00"]);
    assert_eq!(shop.balance("Assets:ClawbackReceivable:ana"), "10.00");
    shop.obeys_the_laws();
}

/// OCA/commission, test_account_commission.py, test_negative_settlements: 10 % of 1,000 is settled,
/// then the invoice is credited in full; both together come to zero. (The test asserts the sign
/// and the zero, the 100 is 1,000 x 10 %.)
#[test]
fn settled_and_then_credited_in_full() {
    let mut shop = Shop::under(&of_collected("10%", &back(ALL, FOR_EVER)));
    shop.deal("ana", "D", "1_000");
    assert_eq!(shop.paid("P", "D", "1_000"), "ana 100.00");
    shop.on("2026-02-01");
    shop.pays("2026-01");
    assert_eq!(shop.returned("R", "P", "1_000"), "ana -100.00");
    assert_eq!(shop.earned("ana"), "0.00");
    shop.obeys_the_laws();
}

/// OCA/commission, test_commission_product_fixed.py: 500 for each of three units of A, 1,500; the
/// credit note of three units takes -1,500. (A unit sells at 1,000 here.)
#[test]
fn a_credit_note_of_units() {
    let terms = back(ALL, FOR_EVER);
    let per_unit = format!("pays = {{ per_unit = \"500 USD\", of = \"quantity\" }}\n{terms}");
    let plan = plan().rule("paid", &per_unit);
    let mut shop = Shop::under(&plan);
    shop.deal("ana", "D", "3_000 x 3");
    assert_eq!(shop.paid("P1", "D", "3_000 x 3"), "ana 1500.00"); // 3 x 500
    assert_eq!(shop.returned("R1", "P1", "3_000 x 3"), "ana -1500.00");
    assert_eq!(shop.paid("P2", "D", "3_000 x 3"), "ana 1500.00");
    assert_eq!(shop.returned("R2", "P2", "1_000 x 1"), "ana -500.00"); // one of three
    shop.obeys_the_laws();
}

/// Orion help, "Changes to Posted Commissions": 10 % of 1,000 is 100; a credit of 100 makes it 90,
/// and takes nothing of a flat amount (here 20); a payment that is deleted takes all of it.
#[test]
fn a_credit_lowers_percents_and_an_undone_payment_takes_all() {
    let terms = back(ALL, FOR_EVER);
    let flat = terms.replace("proportional\" }", "proportional\", flat_part = \"kept\" }");
    let plan = of_collected("10%", &terms)
        .rule("paid", &format!("pays = {{ flat = \"20 USD\" }}\n{flat}"));
    let mut shop = Shop::under(&plan);
    shop.deal("ana", "D", "1_000");
    assert_eq!(shop.paid("P1", "D", "1_000"), "ana 100.00, ana 20.00");
    // 900 x 10 % - 100 = -10; the flat 20 stay.
    assert_eq!(shop.returned("R", "P1", "100"), "ana -10.00, ana 0.00");
    assert_eq!(shop.earned("ana"), "110.00");
    // It never was: 100 and 20 go.
    shop.deal("ben", "E", "1_000");
    assert_eq!(shop.paid("P2", "E", "1_000"), "ben 100.00, ben 20.00");
    assert_eq!(shop.undone("P2"), "ben -100.00, ben -20.00");
    shop.obeys_the_laws();
}

/// Xactly help centre, "Commission Clawback": a credit of 100 at 5 % is 5, the minimum of 10 is
/// paid; the clawback takes 5 of the 10.
#[test]
fn a_refund_leaves_what_a_minimum_added() {
    let kept = of_collected("5%", &back(ALL, FOR_EVER))
        .head("order = [\"rate\", \"floor\", \"round\"]")
        .floor("at_least = \"10 USD\"\nuplift = \"kept\"");
    for (plan, taken, left) in [
        (kept.clone(), "-5.00", "5.00"),
        (kept.but("uplift = \"kept\"", "uplift = \"returned\""), "-10.00", "0.00"), // not its
    ] {
        let mut shop = Shop::under(&plan);
        shop.deal("ana", "D", "100");
        assert_eq!(shop.paid("P", "D", "100"), "ana 10.00"); // 5 raised to 10
        assert_eq!(shop.returned("R", "P", "100"), format!("ana {taken}"));
        assert_eq!(shop.earned("ana"), left);
        shop.obeys_the_laws();
    }
}

/// Nikki72581/commissionflow, src/lib/commission-calculator.ts raises every amount below the
/// minimum of 200 to it, also that of a return: -5,000 at 10 % would pay +200. A reversal is no
/// formula run on a negative input: it takes back the 500.
#[test]
fn a_minimum_does_not_turn_a_return_into_pay() {
    let plan = of_collected("10%", &back(ALL, FOR_EVER))
        .head("order = [\"rate\", \"floor\", \"round\"]")
        .floor("at_least = \"200 USD\"");
    let mut shop = Shop::under(&plan);
    shop.deal("ana", "D", "5_000");
    assert_eq!(shop.paid("P", "D", "5_000"), "ana 500.00"); // 5,000 x 10 %
    assert_eq!(shop.returned("R1", "P", "4_500"), "ana -450.00"); // 50 remain, not 200
    assert_eq!(shop.returned("R2", "P", "500"), "ana -50.00");
    shop.obeys_the_laws();
}

/// salestool/TieredCommissionCalculator (Hugging Face): 5 % to 10,000, 7 % to 25,000, 10 % above;
/// 30,000 earn 2,050. What a refund of 10,000 takes depends on the target. (No refund in the
/// source.)
#[test]
fn a_refund_under_tiers_in_proportion_or_reckoned_anew() {
    let table = "measure = \"collected\"\nboundary = \"upper\"\nsteps = [\
                 { above = \"0 USD\", rate = \"5%\", way = \"marginal\" }, \
                 { above = \"10_000 USD\", rate = \"7%\", way = \"marginal\" }, \
                 { above = \"25_000 USD\", rate = \"10%\", way = \"marginal\" }]";
    let pays = "pays = { tiers = \"t1\", of = \"collected\" }";
    let terms = format!("{pays}\n{}", back(ALL, FOR_EVER));
    let proportional = plan().tiers(table).rule("paid", &terms);
    let recompute = proportional.clone().but("\"proportional\"", "\"recompute\"");
    // In proportion 2,050 x 20/30 = 1,366.67 should remain; reckoned anew 500 + 10,000 x 7 %.
    for (plan, taken, left) in
        [(proportional, "-683.33", "1366.67"), (recompute, "-850.00", "1200.00")]
    {
        let mut shop = Shop::under(&plan);
        shop.deal("ana", "D", "30_000");
        assert_eq!(shop.paid("P", "D", "30_000"), "ana 2050.00"); // 500 + 1,050 + 500
        assert_eq!(shop.returned("R1", "P", "10_000"), format!("ana {taken}"));
        assert_eq!(shop.earned("ana"), left);
        assert_eq!(shop.returned("R2", "P", "20_000"), format!("ana -{left}"));
        shop.obeys_the_laws();
    }
}

/// MathScore, "Commissions" lesson: 5 % of sales above 17,000 a month; 23,800 earn 340. Whether a
/// refund lets later sales begin lower is the plan's word. (No refund in the source.)
#[test]
fn a_refund_lets_later_sales_begin_lower_or_not() {
    let table = "measure = \"collected\"\naccumulate = { per = \"payee\", period = \"month\" }\n\
                 boundary = \"upper\"\nsteps = [\
                 { above = \"0 USD\", rate = \"0%\", way = \"marginal\" }, \
                 { above = \"17_000 USD\", rate = \"5%\", way = \"marginal\" }]";
    for (attainment, later) in [("lowered", "340.00"), ("kept", "500.00")] {
        let said = format!("proportional\", attainment = \"{attainment}\" }}");
        let terms = back(ALL, FOR_EVER).replace("proportional\" }", &said);
        let rule = format!("pays = {{ tiers = \"t1\", of = \"collected\" }}\n{terms}");
        let mut shop = Shop::under(&plan().tiers(table).rule("paid", &rule));
        shop.deal("ana", "D", "23_800");
        assert_eq!(shop.paid("P1", "D", "23_800"), "ana 340.00"); // 6,800 x 5 %
        // 340 x 13,800/23,800 = 197.14 should remain.
        assert_eq!(shop.returned("R", "P1", "10_000"), "ana -142.86");
        // From 13,800 on: 6,800 of 10,000 lie above; from 23,800 on: all of them.
        shop.deal("ana", "E", "10_000");
        assert_eq!(shop.paid("P2", "E", "10_000"), format!("ana {later}"));
        shop.obeys_the_laws();
    }
}
