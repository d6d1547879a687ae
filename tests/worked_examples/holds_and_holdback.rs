//! Worked examples from public sources: a part that waits for a day, a milestone or the customer's
//! money, and what becomes of it when the deal is off.

use crate::support::forms;
use crate::worked::{Plan, Shop, back, plan};
use referral_ledger::money::Amount;

/// A plan of one rule that pays this much of what is won, with other terms.
fn of_value(rate: &str, terms: &str) -> Plan {
    plan().rule("won", &format!("pays = {{ rate = \"{rate}\", of = \"value\" }}\n{terms}"))
}

/// A quarter of the commission is paid in the tenth, eleventh and twelfth month after the sale.
const BACK_END: &str = "holdback = { share = \"25%\", instalments = [\
    { share = \"33.3333%\", days = 273, after = \"won\" }, \
    { share = \"33.3333%\", days = 304, after = \"won\" }, \
    { share = \"33.3334%\", days = 334, after = \"won\" }] }";

/// What waits for somebody, held back or held, and what is payable.
fn stands(shop: &Shop, payee: &str) -> [String; 2] {
    let it = shop.payee(payee);
    [it.held_back.checked_add(it.held).unwrap(), it.payable].map(Amount::digits)
}

/// What waits and what is payable of ana's on each of these days.
fn on_days(shop: &mut Shop, days: &[(&str, &str, &str)]) {
    for (day, held, payable) in days {
        shop.on(day);
        shop.passes_days();
        assert_eq!(stands(shop, "ana"), [*held, *payable], "{day}");
    }
    shop.obeys_the_laws();
}

/// FFL Illuminate, "Compensation" (fflilluminate.com): 110 % of 100 a month are 1,320 a year, 75 %
/// of which, 990, are advanced; the remaining 330 come as 110 in months 10, 11 and 12.
#[test]
fn three_quarters_at_once_and_the_rest_in_the_last_months() {
    let mut shop = Shop::under(&of_value("110%", BACK_END));
    assert_eq!(shop.deal("ana", "D", "1_200"), "ana 1320.00");
    // 1 January + 273 days is 1 October, + 304 is 1 November, + 334 is 1 December.
    on_days(
        &mut shop,
        &[
            ("2026-01-02", "330.00", "990.00"),
            ("2026-10-01", "330.00", "990.00"),
            ("2026-10-02", "220.00", "1100.00"),
            ("2026-11-02", "110.00", "1210.00"),
            ("2026-12-02", "0.00", "1320.00"),
        ],
    );
}

/// Final Expense Superstar, "How to Figure Out Your Commissions": 95 % of 50 a month are 570;
/// 427.50 are deposited on pay day, and 47.50 in months 10, 11 and 12.
#[test]
fn three_equal_instalments_in_half_dollars() {
    let mut shop = Shop::under(&of_value("95%", BACK_END));
    assert_eq!(shop.deal("ana", "D", "600"), "ana 570.00");
    // 142.50 / 3 = 47.50.
    on_days(
        &mut shop,
        &[
            ("2026-01-02", "142.50", "427.50"),
            ("2026-10-02", "95.00", "475.00"),
            ("2026-11-02", "47.50", "522.50"),
            ("2026-12-02", "0.00", "570.00"),
        ],
    );
}

/// Revival Agencies, "Understanding Commission": 80 % of 1,200 are 960, 720 of which are advanced;
/// if the policy is cancelled, the agent owes the advance back. The other 240 never come.
#[test]
fn an_advance_that_is_owed_back() {
    let window = "{ months = 12, after = \"won\" }";
    let plan = of_value("80%", &format!("{BACK_END}\n{}", back("\"full\"", window)));
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.deal("ana", "D", "1_200"), "ana 960.00");
    shop.on("2026-02-01");
    assert_eq!(shop.pays("2026-01"), shop.money("720"));
    shop.on("2026-04-01");
    assert_eq!(shop.off("D"), "ana -960.00");
    // 240 were held back; 720 are paid, and owed.
    assert_eq!(shop.places("ana"), ["0.00", "0.00", "0.00", "720.00", "720.00"]);
    shop.obeys_the_laws();
}

/// Lasting Mark, Life Book 2025, page 15: a commission of 480 is 360 in advance and 120 of back
/// end; or as earned 40 in each of twelve months.
#[test]
fn advanced_or_as_earned() {
    let mut shop = Shop::under(&of_value("40%", BACK_END));
    assert_eq!(shop.deal("ana", "D", "1_200"), "ana 480.00");
    assert_eq!(stands(&shop, "ana"), ["120.00", "360.00"]);
    // As earned: 480 / 12 = 40 with each premium of 100.
    let as_earned = plan().rule("paid", "pays = { rate = \"40%\", of = \"collected\" }");
    let mut shop = Shop::under(&as_earned);
    shop.deal("ben", "E", "1_200");
    for month in 1..=12 {
        shop.on(&format!("2026-{month:02}-15"));
        assert_eq!(shop.paid(&format!("P{month}"), "E", "100"), "ben 40.00");
    }
    assert_eq!(shop.earned("ben"), "480.00");
    shop.obeys_the_laws();
}

/// Sales Cookie, "Calculating complex sales commissions with a look-back period": 6 % of 1,000
/// closed on January 10 are 60: a third in January, a third in February, a third in March.
#[test]
fn a_third_in_each_of_three_months() {
    // 20 at once; of 40 half on 1 February and half on 1 March: 22 and 50 days after 10 January.
    let thirds = "holdback = { share = \"66.6667%\", instalments = [\
                  { share = \"50%\", days = 22, after = \"won\" }, \
                  { share = \"50%\", days = 50, after = \"won\" }] }";
    let mut shop = Shop::under(&of_value("6%", thirds));
    shop.on("2026-01-10");
    assert_eq!(shop.deal("ana", "D", "1_000"), "ana 60.00"); // 60 x 66.6667 % = 40.00002
    on_days(
        &mut shop,
        &[
            ("2026-01-11", "40.00", "20.00"),
            ("2026-02-02", "20.00", "40.00"),
            ("2026-03-02", "0.00", "60.00"),
        ],
    );
}

/// VBA Express, thread 205066: half of a commission of 100 when the setup is paid, and half when
/// the first monthly invoice is; nothing with later ones.
#[test]
fn half_with_each_of_the_first_two_payments() {
    let plan = plan()
        .head("order = [\"rate\", \"deal_cap\", \"round\"]")
        .rule("paid", "pays = { flat = \"50 USD\" }")
        .cap("on = \"count\"\nat_most = 2\nper = \"deal\"");
    let mut shop = Shop::under(&plan);
    shop.deal("ana", "D", "");
    assert_eq!(shop.paid("setup", "D", "800"), "ana 50.00");
    assert_eq!(shop.paid("first month", "D", "90"), "ana 50.00");
    assert_eq!(shop.paid("second month", "D", "90"), "ana 0.00");
    assert_eq!(shop.earned("ana"), "100.00");
    shop.obeys_the_laws();
}

/// Clean.Tech, "Getting paid" (support.clean.tech, 4252175): with one lender 50 % at the approval
/// and 50 % when it is installed, with another 100 % when it is installed. (1,000.00: not the
/// source's.)
#[test]
fn half_or_all_of_it_when_it_is_installed() {
    let half = of_value("10%", "holdback = { share = \"50%\", until = \"installed\" }");
    let all = of_value("10%", "hold = { until = \"installed\" }");
    for (plan, held, payable) in [(half, "500.00", "500.00"), (all, "1000.00", "0.00")] {
        let mut shop = Shop::under(&plan);
        assert_eq!(shop.deal("ana", "D", "10_000"), "ana 1000.00");
        assert_eq!(stands(&shop, "ana"), [held, payable]);
        shop.on("2026-03-01");
        shop.tell("dispatch", forms::install("D", "2026-03-01")).unwrap();
        assert_eq!(stands(&shop, "ana"), ["0.00", "1000.00"]);
        shop.obeys_the_laws();
    }
}

/// Centify help, "Understanding Earnings" and "What are Clawbacks": of 1,000 are 500 payable when
/// the deal closes and 500 when the invoice is paid. If the customer cancels between the two, only
/// the 500 that were paid are recovered.
#[test]
fn only_what_was_paid_is_recovered() {
    let terms = format!(
        "holdback = {{ share = \"50%\", pro_rata = \"collected\" }}\n{}",
        back("\"full\"", "\"without_end\"")
    );
    let mut shop = Shop::under(&of_value("10%", &terms));
    for (payee, deal) in [("ana", "D"), ("ben", "E")] {
        shop.deal(payee, deal, "10_000");
        assert_eq!(stands(&shop, payee), ["500.00", "500.00"]);
    }
    // ben's customer pays; ana's is gone before.
    shop.paid("P", "E", "10_000");
    assert_eq!(stands(&shop, "ben"), ["0.00", "1000.00"]);
    shop.on("2026-02-01");
    assert_eq!(shop.pays("2026-01"), shop.money("1_500"));
    shop.off("D");
    // Of ana's 1,000 the 500 that waited are gone and the 500 that were paid are owed.
    assert_eq!(shop.places("ana"), ["0.00", "0.00", "0.00", "500.00", "500.00"]);
    shop.obeys_the_laws();
}

/// ConstructionBids, glossary, "Retention": on a buildout of 2 million 10 % of each draw are
/// withheld, roughly 200,000, which cannot be collected until completion.
#[test]
fn a_tenth_of_each_draw_until_completion() {
    let draws = "pays = { rate = \"100%\", of = \"collected\" }\n\
                 holdback = { share = \"10%\", until = \"installed\" }";
    let mut shop = Shop::under(&plan().rule("paid", draws));
    shop.deal("ana", "D", "2_000_000");
    for draw in ["1", "2", "3", "4"] {
        assert_eq!(shop.paid(draw, "D", "500_000"), "ana 500000.00");
    }
    assert_eq!(stands(&shop, "ana"), ["200000.00", "1800000.00"]);
    shop.on("2026-11-30");
    shop.tell("dispatch", forms::install("D", "2026-11-30")).unwrap();
    assert_eq!(stands(&shop, "ana"), ["0.00", "2000000.00"]);
    shop.obeys_the_laws();
}

/// Flexasoft, "Employee Referral Bonus Program": 250 after three months, 250 after six and 500
/// after a year; at most 2,000 in a year. (Months as 90, 181 and 365 days; who leaves takes the
/// rest along.)
#[test]
fn a_referral_bonus_in_three_parts() {
    let after = |flat: &str, days: u32| {
        let back = back("\"full\"", "\"without_end\"");
        let back = back.replace("proportional\" }", "proportional\", flat_part = \"returned\" }");
        format!(
            "pays = {{ flat = \"{flat} USD\" }}\nhold = {{ days = {days}, after = \"won\" }}\n{back}"
        )
    };
    let plan = plan()
        .head("order = [\"rate\", \"payee_cap\", \"round\"]")
        .rule("won", &after("250", 90))
        .rule("won", &after("250", 181))
        .rule("won", &after("500", 365))
        .cap(
            "rules = [\"r1\", \"r2\", \"r3\"]\nat_most = \"2_000 USD\"\n\
             per = { per = \"payee\", period = \"year\" }",
        );
    let mut shop = Shop::under(&plan);
    let whole = "ana 250.00, ana 250.00, ana 500.00";
    assert_eq!(shop.deal("ana", "first", ""), whole);
    // 1 January + 90 days is 1 April, + 181 is 1 July, + 365 is 1 January.
    on_days(
        &mut shop,
        &[
            ("2026-04-01", "1000.00", "0.00"),
            ("2026-04-02", "750.00", "250.00"),
            ("2026-07-02", "500.00", "500.00"),
            ("2027-01-02", "0.00", "1000.00"),
        ],
    );
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.deal("ana", "first", ""), whole);
    assert_eq!(shop.deal("ana", "second", ""), whole);
    assert_eq!(shop.deal("ana", "third", ""), "ana 0.00, ana 0.00, ana 0.00"); // 2,000 so far
    shop.obeys_the_laws();
}

/// RecruitiFi help, "What is the guarantee period?": no fee is due if the candidate does not stay
/// for 60 days; it is released after that. (A fee of 20 % of 100,000: not the source's.)
#[test]
fn a_fee_that_waits_for_sixty_days() {
    let window = "{ days = 60, after = \"won\", last_day = \"in\" }";
    let terms = format!("hold = {{ days = 60, after = \"won\" }}\n{}", back("\"full\"", window));
    let mut shop = Shop::under(&of_value("20%", &terms));
    for (payee, deal) in [("ana", "stays"), ("ben", "leaves")] {
        assert_eq!(shop.deal(payee, deal, "100_000"), format!("{payee} 20000.00"));
    }
    // 1 January + 59 days is 1 March.
    shop.on("2026-03-01");
    assert_eq!(shop.off("leaves"), "ben -20000.00");
    assert_eq!(shop.places("ben"), ["0.00"; 5]);
    on_days(&mut shop, &[("2026-03-02", "20000.00", "0.00"), ("2026-03-03", "0.00", "20000.00")]);
    assert_eq!(shop.off("stays"), "ana 0.00");
    shop.obeys_the_laws();
}

/// PhotoVault (nathanielcrowell12-spec/photo-vault), COMMISSION_TEST_SCENARIOS.md: half of every
/// 10.00 is payable 14 days after the payment: 2025-11-19 on 2025-12-03; half of 10.01 is 5.01 and
/// of 0.01 it is 0.01; who cancels takes nothing back.
#[test]
fn half_of_every_payment_fourteen_days_later() {
    let half = plan()
        .rule(
            "paid",
            "pays = { rate = \"50%\", of = \"collected\" }\nhold = { days = 14, after = \"paid\" }",
        )
        .but("half_even", "half_away_from_zero");
    let mut shop = Shop::under(&half);
    shop.on("2026-11-19");
    shop.deal("ana", "D", "");
    assert_eq!(shop.paid("P1", "D", "10"), "ana 5.00");
    on_days(&mut shop, &[("2026-12-03", "5.00", "0.00"), ("2026-12-04", "0.00", "5.00")]);
    // 5.005 and 0.005 go away from zero.
    assert_eq!(shop.paid("P2", "D", "10.01"), "ana 5.01");
    assert_eq!(shop.paid("P3", "D", "0.01"), "ana 0.01");
    assert_eq!(shop.paid("P4", "D", "1_000"), "ana 500.00");
    assert_eq!(shop.off("D"), "ana 0.00");
    assert_eq!(shop.earned("ana"), "510.02");
    shop.obeys_the_laws();
}
