//! Worked examples from public sources: tiers that accumulate over a deal, a month, a quarter or a
//! year, of a payee or a team, tiers on a count, and rates between points.

use crate::support::{day, id};
use crate::worked::{Plan, Shop, plan};
use referral_ledger::command::AssignTeam;

const PAYEE_MONTH: &str = "{ per = \"payee\", period = \"month\" }";
const PAYEE_QUARTER: &str = "{ per = \"payee\", period = \"quarter\" }";
const PAYEE_YEAR: &str = "{ per = \"payee\", period = \"year\" }";

/// A table of marginal rates on the value of deals, accumulated like this.
fn marginal(accumulate: &str, steps: &[(&str, &str)]) -> String {
    let step = |(above, rate): &(&str, &str)| {
        format!("{{ above = \"{above} USD\", rate = \"{rate}\", way = \"marginal\" }}")
    };
    let steps: Vec<String> = steps.iter().map(step).collect();
    let steps = steps.join(", ");
    format!("accumulate = {accumulate}\nboundary = \"upper\"\nsteps = [{steps}]")
}

/// A plan of one rule that pays by such a table.
fn steps(accumulate: &str, steps: &[(&str, &str)]) -> Plan {
    plan()
        .tiers(&marginal(accumulate, steps))
        .rule("won", "pays = { tiers = \"t1\", of = \"value\" }")
}

/// Salesforce Trailhead, "Use Marginal Payout Rule Functions": the rep has 145,000 and closes
/// 20,000: 5,000 at 4 % and 15,000 at 6 % are 1,100, a blended 5.5 %. (The period is not named.)
#[test]
fn a_deal_that_crosses_a_bound_of_the_running_total() {
    let table = [("0", "4%"), ("150_000", "6%"), ("250_000", "8%")];
    let mut shop = Shop::under(&steps(PAYEE_MONTH, &table));
    // 145,000 x 4 % = 5,800. Then 5,000 x 4 % + 15,000 x 6 % = 200 + 900. Then, at 165,000:
    // 85,000 x 6 % + 15,000 x 8 % = 5,100 + 1,200.
    let each = ["5800.00", "1100.00", "6300.00"];
    assert_eq!(shop.sales(&["145_000", "20_000", "100_000"]), each);
    // Another payee and another month begin at the beginning: 20,000 x 4 %.
    assert_eq!(shop.sale("ben", "20_000"), "ben 800.00");
    shop.on("2026-02-01");
    assert_eq!(shop.sales(&["20_000"]), ["800.00"]);
    shop.obeys_the_laws();
}

/// Spiff help, "How to Create an Accelerator": 125 closed this month lie between 100 and 150, so
/// all 125 are paid 12 %.
#[test]
fn an_accelerator_on_the_whole_month() {
    let table = [("0", "10%"), ("100", "12%"), ("150", "14%"), ("200", "16%")];
    let plan = steps(PAYEE_MONTH, &table).but("marginal", "whole");
    let mut shop = Shop::under(&plan);
    // 80 x 10 % = 8. At 125: 125 x 12 % = 15, of which 8 were paid. At 200: 200 x 16 % = 32.
    assert_eq!(shop.sales(&["80", "45", "75"]), ["8.00", "7.00", "17.00"]);
    assert_eq!(shop.earned("ana"), "32.00");
    shop.obeys_the_laws();
}

/// SparrowGenie, "Tiered/Graduated commission": a month of 175,000 earns 2,500 + 3,500 + 7,500 =
/// 13,500, however it falls into deals.
#[test]
fn a_month_across_three_steps_in_one_deal_or_in_many() {
    let graduated = steps(PAYEE_MONTH, &[("0", "5%"), ("50_000", "7%"), ("100_000", "10%")]);
    for (sales, each) in [
        (&["175_000"][..], &["13500.00"][..]),
        // 40,000 x 5 %; 10,000 x 5 % + 30,000 x 7 %; 20,000 x 7 % + 75,000 x 10 %.
        (&["40_000", "40_000", "95_000"], &["2000.00", "2600.00", "8900.00"]),
    ] {
        let mut shop = Shop::under(&graduated);
        assert_eq!(shop.sales(sales), each);
        assert_eq!(shop.earned("ana"), "13500.00");
        shop.obeys_the_laws();
    }
    // Whole steps pay 10 % of all: 17,500. 2,000; 80,000 x 7 % - 2,000; 17,500 - 5,600.
    let mut shop = Shop::under(&graduated.but("marginal", "whole"));
    assert_eq!(shop.sales(&["40_000", "40_000", "95_000"]), ["2000.00", "3600.00", "11900.00"]);
    shop.obeys_the_laws();
}

/// excelforum.com, "vlookup for multiple results without duplicates": a quarter of 150,000 earns
/// 5,000 + 1,500 + 1,750 = 8,250.
#[test]
fn a_quarter_across_three_steps() {
    let table = [("0", "5%"), ("100_000", "6%"), ("125_000", "7%")];
    let mut shop = Shop::under(&steps(PAYEE_QUARTER, &table));
    // 60,000 x 5 % in January; 40,000 x 5 % + 20,000 x 6 % in February; 5,000 x 6 % + 25,000 x
    // 7 % in March.
    assert_eq!(shop.sales(&["60_000"]), ["3000.00"]);
    shop.on("2026-02-15");
    assert_eq!(shop.sales(&["60_000"]), ["3200.00"]);
    shop.on("2026-03-31");
    assert_eq!(shop.sales(&["30_000"]), ["2050.00"]);
    assert_eq!(shop.earned("ana"), "8250.00");
    shop.on("2026-04-01");
    assert_eq!(shop.sales(&["30_000"]), ["1500.00"]); // a new quarter: 30,000 x 5 %
    shop.obeys_the_laws();
}

/// MathScore, "Commissions" lesson: 5 % of sales above 17,000 a month; 23,800 earn 340 (beside a
/// salary).
#[test]
fn a_percent_above_a_monthly_threshold() {
    let mut shop = Shop::under(&steps(PAYEE_MONTH, &[("0", "0%"), ("17_000", "5%")]));
    // 12,000 stay below; with 11,800 more it is 6,800 above: 6,800 x 5 %.
    assert_eq!(shop.sales(&["12_000", "11_800"]), ["0.00", "340.00"]);
    shop.obeys_the_laws();
}

/// salestool/TieredCommissionCalculator (Hugging Face): 30,000 earn 500 + 1,050 + 500 = 2,050, not
/// 10 % of all.
#[test]
fn marginal_tiers_and_not_the_flat_rate_of_the_last() {
    let calculator = steps(PAYEE_MONTH, &[("0", "5%"), ("10_000", "7%"), ("25_000", "10%")]);
    let mut shop = Shop::under(&calculator);
    // 10,000 x 5 % + 10,000 x 7 %; 5,000 x 7 % + 5,000 x 10 %.
    assert_eq!(shop.sales(&["20_000", "10_000"]), ["1200.00", "850.00"]);
    assert_eq!(shop.earned("ana"), "2050.00");
    shop.obeys_the_laws();
    let mut shop = Shop::under(&calculator.but("marginal", "whole"));
    // 20,000 x 7 %; 30,000 x 10 % - 1,400.
    assert_eq!(shop.sales(&["20_000", "10_000"]), ["1400.00", "1600.00"]);
    shop.obeys_the_laws();
}

/// "Commission Split Validation Tests" (a public test file): the agent has 60 % until 500,000 of
/// gross commission in the year, then all of it; the broker has the rest. At 495,000 a deal of
/// 10,000 gives 8,000 and 2,000; at 100,000 6,000 and 4,000; at 500,000 10,000 and nothing.
#[test]
fn the_deal_that_crosses_the_yearly_bound_of_a_broker_split() {
    let per_deal_of_agent = "payee = \"broker\"\npays = { tiers = \"t2\", of = \"value\" }";
    let plan = plan()
        .split(&[("originator", "50%"), ("broker", "50%")])
        .tiers(&marginal(PAYEE_YEAR, &[("0", "60%"), ("500_000", "100%")]))
        .tiers(&marginal(PAYEE_YEAR, &[("0", "40%"), ("500_000", "0%")]))
        .rule("won", "pays = { tiers = \"t1\", of = \"value\" }")
        .rule("won", per_deal_of_agent);
    let mut shop = Shop::under(&plan);
    let broker = [("broker", "ben")];
    let mut deal = |day: &str, lines: &str| {
        shop.on(day);
        let said = shop.deal_with("ana", day, lines, &broker);
        shop.obeys_the_laws();
        said
    };
    deal("2026-01-10", "100_000");
    assert_eq!(deal("2026-02-10", "10_000"), "ana 6000.00, ben 4000.00");
    deal("2026-03-10", "385_000"); // now at 495,000
    // 5,000 x 60 % + 5,000 x 100 %; 5,000 x 40 %.
    assert_eq!(deal("2026-04-10", "10_000"), "ana 8000.00, ben 2000.00");
    deal("2026-05-10", "0"); // at 505,000 nothing comes of nothing
    assert_eq!(deal("2026-06-10", "10_000"), "ana 10000.00, ben 0.00");
    assert_eq!(deal("2027-01-01", "10_000"), "ana 6000.00, ben 4000.00"); // a new year
}

/// Texas Broker Sponsor, "What Is a Commission CAP": the broker keeps 30 % until 21,000 in the
/// year, which is at 70,000; the royalty of 6 % has no end. 10,000 split into 7,000 and 3,000.
#[test]
fn a_broker_cap_as_a_last_step_of_nothing() {
    let plan = plan()
        .split(&[("originator", "80%"), ("broker", "10%"), ("brand", "10%")])
        .tiers(&marginal(PAYEE_YEAR, &[("0", "30%"), ("70_000", "0%")]))
        .tiers(&marginal(PAYEE_YEAR, &[("0", "64%"), ("70_000", "94%")]))
        .rule("won", "payee = \"broker\"\npays = { tiers = \"t1\", of = \"value\" }")
        .rule("won", "payee = \"brand\"\npays = { rate = \"6%\", of = \"value\" }")
        .rule("won", "pays = { tiers = \"t2\", of = \"value\" }");
    let mut shop = Shop::under(&plan);
    let others = [("broker", "ben"), ("brand", "cleo")];
    // 10,000 x 30 % = 3,000 of 10,000; x 6 % = 600; the agent has the rest of the 7,000.
    let first = shop.deal_with("ana", "D1", "10_000", &others);
    assert_eq!(first, "ben 3000.00, cleo 600.00, ana 6400.00");
    shop.deal_with("ana", "D2", "60_000", &others);
    // 70,000 x 30 % = 21,000; x 6 % = 4,200; the agent's rest 44,800.
    let earned = ["ben", "cleo", "ana"].map(|payee| shop.earned(payee));
    assert_eq!(earned, ["21000.00", "4200.00", "44800.00"]);
    // From there on the broker has nothing: 10,000 x 94 % for the agent.
    let after = shop.deal_with("ana", "D3", "10_000", &others);
    assert_eq!(after, "ben 0.00, cleo 600.00, ana 9400.00");
    shop.obeys_the_laws();
}

/// Elevate blog, "What are Commission Caps & Why You Shouldn't Use Them": 3 % of sales up to
/// 500,000 in a quarter, at most 15,000. The same as a last step of 0 %.
#[test]
fn nothing_above_half_a_million_in_a_quarter() {
    let mut shop = Shop::under(&steps(PAYEE_QUARTER, &[("0", "3%"), ("500_000", "0%")]));
    // 400,000 x 3 % = 12,000; 100,000 of 600,000 x 3 % = 3,000.
    assert_eq!(shop.sales(&["400_000", "600_000", "1"]), ["12000.00", "3000.00", "0.00"]);
    shop.obeys_the_laws();
}

/// MathTutor, Learning Business Math, "Graduated Commissions": 6 % on 3,000, 8 % on the next 5,000,
/// 10 % above; 9,000 earn 680. As one deal that is paid in three parts it is the same.
#[test]
fn a_deal_across_three_steps_as_the_money_comes_in() {
    let table = marginal("\"deal\"", &[("0", "6%"), ("3_000", "8%"), ("8_000", "10%")]);
    let graduated = plan()
        .tiers(&format!("measure = \"collected\"\n{table}"))
        .rule("paid", "pays = { tiers = \"t1\", of = \"collected\" }");
    for (plan, parts) in [
        // 2,000 x 6 %; 1,000 x 6 % + 4,000 x 8 %; 1,000 x 8 % + 1,000 x 10 %.
        (graduated.clone(), ["ana 120.00", "ana 380.00", "ana 180.00"]),
        // Whole: 2,000 x 6 %; 7,000 x 8 % - 120; 9,000 x 10 % - 560; not the source's.
        (graduated.but("marginal", "whole"), ["ana 120.00", "ana 440.00", "ana 340.00"]),
    ] {
        let mut shop = Shop::under(&plan);
        shop.deal("ana", "D", "9_000");
        let paid = [("P1", "2_000"), ("P2", "5_000"), ("P3", "2_000")];
        assert_eq!(paid.map(|(payment, lines)| shop.paid(payment, "D", lines)), parts);
        // Each deal begins at the beginning: 2,000 x 6 %.
        shop.deal("ana", "E", "2_000");
        assert_eq!(shop.paid("P4", "E", "2_000"), "ana 120.00");
        shop.obeys_the_laws();
    }
}

/// Prowi glossary, "Override commission": the manager has 3 % of what a team of five sells above
/// 225,000; five reps sell 300,000: 2,250. Without the threshold it would be 9,000.
#[test]
fn a_manager_is_paid_on_what_a_team_sells_above_a_threshold() {
    let team_month = "{ per = \"team\", period = \"month\" }";
    let to_manager = "payee = { manager_of = \"originator\", on = \"won\" }\n";
    let plan = plan()
        .tiers(&marginal(team_month, &[("0", "0%"), ("225_000", "3%")]))
        .rule("won", &format!("{to_manager}pays = {{ tiers = \"t1\", of = \"value\" }}"))
        .rule("won", &format!("{to_manager}pays = {{ rate = \"3%\", of = \"value\" }}"));
    let mut shop = Shop::under(&plan);
    let (from, team) = (day("2026-01-01"), Some(id("north")));
    for payee in ["ana", "ben", "cleo", "dan", "eve", "finn"] {
        let command = AssignTeam { payee: id(payee), team: team.clone(), from };
        shop.tell("hr", command).unwrap();
    }
    shop.manages("finn", &["ana", "ben", "cleo", "dan", "eve"]);
    // The team stands at 75,000, 135,000, 202,500, 255,000 and 300,000: of the fourth sale 30,000
    // lie above 225,000, of the fifth all 45,000. 30,000 x 3 % = 900; 45,000 x 3 % = 1,350.
    for (rep, sale, override_of_both) in [
        ("ana", "75_000", "finn 0.00, finn 2250.00"),
        ("ben", "60_000", "finn 0.00, finn 1800.00"),
        ("cleo", "67_500", "finn 0.00, finn 2025.00"),
        ("dan", "52_500", "finn 900.00, finn 1575.00"),
        ("eve", "45_000", "finn 1350.00, finn 1350.00"),
    ] {
        assert_eq!(shop.sale(rep, sale), override_of_both);
    }
    // 900 + 1,350 = 2,250 above the threshold, 300,000 x 3 % = 9,000 without one.
    assert_eq!(shop.earned("finn"), "11250.00");
    shop.obeys_the_laws();
}

/// A plan of one rule whose table counts deals in a month.
fn by_count(steps: &[&str], of: &str) -> Plan {
    plan()
        .tiers(&format!(
            "measure = \"count\"\naccumulate = {PAYEE_MONTH}\nboundary = \"upper\"\nsteps = [{}]",
            steps.join(", ")
        ))
        .rule("won", &format!("pays = {{ tiers = \"t1\", of = \"{of}\" }}"))
}

/// SumanthNagolu/intime-v3, commission management, example 4: 10 % of the margin for one to three
/// placements in a month, 12 % for four to six, 15 % for seven and more, of all of them: seven of
/// 3,500 earn 3,675, where the base rate would have been 2,450.
#[test]
fn the_number_of_placements_picks_the_rate_for_all_of_them() {
    let plan = by_count(
        &[
            "{ above = 0, rate = \"10%\", way = \"whole\" }",
            "{ above = 4, rate = \"12%\", way = \"whole\" }",
            "{ above = 7, rate = \"15%\", way = \"whole\" }",
        ],
        "profit",
    );
    let mut shop = Shop::under(&plan.base("id = \"profit\"\nof = \"margin\""));
    // The fourth makes it 14,000 x 12 % = 1,680, of which 1,050 were paid; the seventh 24,500 x
    // 15 % = 3,675, of which 2,520 were.
    let each = ["350.00", "350.00", "350.00", "630.00", "420.00", "420.00", "1155.00"];
    assert_eq!(shop.sales(&["9_500 cost 6_000"; 7]), each);
    assert_eq!(shop.earned("ana"), "3675.00");
    shop.obeys_the_laws();
}

/// Intelitics help, "Agreement Tiers": 250 for each qualified player; from the third on 275, and
/// the first two are raised to it; from the fifth on 300 for all five. It begins anew each month.
#[test]
fn the_number_of_players_picks_the_amount_for_all_of_them() {
    let plan = by_count(
        &[
            "{ above = 0, per_unit = \"250 USD\", way = \"whole\" }",
            "{ above = 3, per_unit = \"275 USD\", way = \"whole\" }",
            "{ above = 5, per_unit = \"300 USD\", way = \"whole\" }",
        ],
        "count",
    );
    let mut shop = Shop::under(&plan);
    // 250; 500; 3 x 275 = 825; 4 x 275 = 1,100; 5 x 300 = 1,500.
    assert_eq!(shop.sales(&[""; 5]), ["250.00", "250.00", "325.00", "275.00", "400.00"]);
    shop.on("2026-02-01");
    assert_eq!(shop.sales(&[""]), ["250.00"]);
    shop.obeys_the_laws();
}

/// Bentega, "What is a SPIF": 250 for each of one to three deals, 400 for four to six, 600 for
/// seven and more; and the page asks whether that is retroactive. Seven deals, both ways.
#[test]
fn seven_deals_retroactive_or_not() {
    let step = |(above, each): (u32, u32)| {
        format!("{{ above = {above}, per_unit = \"{each} USD\", way = \"marginal\" }}")
    };
    // A marginal step pays for the deals above its bound; the bound is the third deal.
    let marginal = [(0, 250), (3, 400), (6, 600)].map(step);
    let mut shop = Shop::under(&by_count(&marginal.each_ref().map(String::as_str), "count"));
    // 3 x 250 + 3 x 400 + 600 = 2,550.
    let each = ["250.00", "250.00", "250.00", "400.00", "400.00", "400.00", "600.00"];
    assert_eq!(shop.sales(&[""; 7]), each);
    assert_eq!(shop.earned("ana"), "2550.00");
    shop.obeys_the_laws();
    // With whole steps the third deal itself must stay in the first step: the bound is lower's.
    let whole = by_count(&marginal.each_ref().map(String::as_str), "count")
        .but("marginal", "whole")
        .but("boundary = \"upper\"", "boundary = \"lower\"");
    let mut shop = Shop::under(&whole);
    // 250, 500, 750; 4 x 400 = 1,600, 2,000, 2,400; 7 x 600 = 4,200.
    let each = ["250.00", "250.00", "250.00", "850.00", "400.00", "400.00", "1800.00"];
    assert_eq!(shop.sales(&[""; 7]), each);
    assert_eq!(shop.earned("ana"), "4200.00");
    shop.obeys_the_laws();
}

/// OCA/commission, test_commission_product_fixed.py: product A pays 500 a unit, from ten units on
/// 400: three units 1,500, five 2,500, twelve 4,800 (ten pay less than nine). Product B pays 300.
#[test]
fn so_much_a_unit_and_less_for_large_orders() {
    let plan = plan()
        .base("id = \"a\"\nof = \"quantity\"\nclasses = { only = [\"a\"] }")
        .base("id = \"b\"\nof = \"quantity\"\nclasses = { only = [\"b\"] }")
        .tiers(
            "measure = \"a\"\nboundary = \"upper\"\n\
             steps = [{ above = 0, per_unit = \"500 USD\", way = \"whole\" }, \
             { above = 10, per_unit = \"400 USD\", way = \"whole\" }]",
        )
        .rule("won", "pays = { tiers = \"t1\", of = \"a\" }")
        .rule("won", "pays = { per_unit = \"300 USD\", of = \"b\" }");
    let mut shop = Shop::under(&plan);
    // 3 x 500 and 2 x 300; 5 x 500; 9 x 500 and 10 x 400; 12 x 400.
    assert_eq!(shop.sale("ana", "0 x 3 class a; 0 x 2 class b"), "ana 1500.00, ana 600.00");
    let lines = ["0 x 5 class a", "0 x 9 class a", "0 x 10 class a", "0 x 12 class a"];
    for (lines, units) in lines.iter().zip(["2500.00", "4500.00", "4000.00", "4800.00"]) {
        assert_eq!(shop.sale("ben", lines), format!("ben {units}, ben 0.00"));
    }
    shop.obeys_the_laws();
}

/// A plan of one rule that pays at a rate between points.
fn points(points: &[(&str, &str)], after_last: &str) -> Plan {
    let point = |(at, rate): &(&str, &str)| format!("{{ at = \"{at} USD\", rate = \"{rate}\" }}");
    let points: Vec<String> = points.iter().map(point).collect();
    let points = points.join(", ");
    plan()
        .tiers(&format!("points = [{points}]\nafter_last = \"{after_last}\""))
        .rule("won", "pays = { tiers = \"t1\", of = \"value\" }")
}

/// Oracle readiness, "Report Split Rates in Calculation", proportional: 2,000 come to a blended
/// 1.5 %: the whole 1 % of the first step and a quarter of the second's 2 %.
#[test]
fn a_rate_between_two_points() {
    let table = [("0", "0%"), ("1_000", "1%"), ("5_000", "3%"), ("10_000", "6%")];
    let mut shop = Shop::under(&points(&table, "stays"));
    // 1 % + 1,000/4,000 x 2 % = 1.5 %: 2,000 x 1.5 % = 30. At a point: 1,000 x 1 %, 10,000 x 6 %.
    // Half way to the first: 500 x 0.5 %.
    assert_eq!(
        shop.sales(&["2_000", "1_000", "10_000", "500"]),
        ["30.00", "10.00", "600.00", "2.50"]
    );
    shop.obeys_the_laws();
}

/// r/askmath, "How do I calculate a commission?": 15 % at the start, 45 % at 10,000, linear
/// between, 45 % above: at 5,000 30 % of all of it, at 10,000 4,500. (Beside a salary.)
#[test]
fn a_rate_that_grows_with_the_sale_and_then_stays() {
    let table = [("0", "15%"), ("10_000", "45%")];
    let mut shop = Shop::under(&points(&table, "stays"));
    // 5,000 x 30 %; 10,000 x 45 %; 12,000 x 45 %.
    assert_eq!(shop.sales(&["5_000", "10_000", "12_000"]), ["1500.00", "4500.00", "5400.00"]);
    shop.obeys_the_laws();
    // With the same slope after the last point: 15 % + 12,000 x 0.003 % = 51 %; not the source's.
    let mut shop = Shop::under(&points(&table, "continues"));
    assert_eq!(shop.sales(&["12_000"]), ["6120.00"]);
    shop.obeys_the_laws();
    // Accumulated over the month the rate is that of the month: 1,500; then 4,500 - 1,500.
    let month = points(&table, "stays").but("\"each_fact\"\n", &format!("{PAYEE_MONTH}\n"));
    let mut shop = Shop::under(&month);
    assert_eq!(shop.sales(&["5_000", "5_000", "2_000"]), ["1500.00", "3000.00", "900.00"]);
    shop.obeys_the_laws();
}

/// snowdaycalculatornow.com, "What Is Linear Interpolation Calculation Sales Payout": 3,000 at
/// 50,000 and 12,000 at 120,000; 87,000 in proportion: 3,000 + 37,000/70,000 x 9,000 = 7,757.14.
/// Pay between points is 3,000 flat and a marginal 9,000/70,000 = 12.857142... % above 50,000. A
/// rate has four decimals, so the plan pays 12.8571 %: a cent less here, three at the upper point.
#[test]
fn pay_between_two_amounts() {
    let plan = steps("\"each_fact\"", &[("0", "0%"), ("50_000", "12.8571%")]).tiers(
        "boundary = \"upper\"\nsteps = [{ above = \"0 USD\", flat = \"0 USD\", way = \"whole\" }, \
         { above = \"50_000 USD\", flat = \"3_000 USD\", way = \"whole\" }]",
    );
    let mut shop = Shop::under(&plan.rule("won", "pays = { tiers = \"t2\" }"));
    // 37,000 x 12.8571 % = 4,757.127.
    assert_eq!(shop.sale("ana", "87_000"), "ana 4757.13, ana 3000.00");
    assert_eq!(shop.earned("ana"), "7757.13");
    // At the points: nothing and 3,000; 70,000 x 12.8571 % = 8,999.97 and 3,000.
    assert_eq!(shop.sale("ben", "50_000"), "ben 0.00, ben 3000.00");
    assert_eq!(shop.sale("cleo", "120_000"), "cleo 8999.97, cleo 3000.00");
    shop.obeys_the_laws();
}

/// denizmak/SE420-Mini-Project-5, CalculatorTest.java: 2 % of basic items once 2,000 are sold, and
/// half a percent more of what is above 50,000: 2,000 earn nothing, 3,000 earn 20, and 60,000 earn
/// 1,160 and 50.
#[test]
fn nothing_for_a_minimum_and_more_above_a_bound() {
    let plan = plan()
        .tiers(&marginal(PAYEE_MONTH, &[("0", "0%"), ("2_000", "2%")]))
        .tiers(&marginal(PAYEE_MONTH, &[("0", "0%"), ("50_000", "0.5%")]))
        .rule("won", "pays = { tiers = \"t1\", of = \"value\" }")
        .rule("won", "pays = { tiers = \"t2\", of = \"value\" }");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sale("ana", "1_000"), "ana 0.00, ana 0.00");
    assert_eq!(shop.sale("ana", "1_000"), "ana 0.00, ana 0.00");
    assert_eq!(shop.sale("ana", "1_000"), "ana 20.00, ana 0.00"); // 1,000 x 2 %
    // 57,000 x 2 % = 1,140, with the 20 before 1,160; 10,000 x 0.5 % = 50.
    assert_eq!(shop.sale("ana", "57_000"), "ana 1140.00, ana 50.00");
    assert_eq!(shop.earned("ana"), "1210.00");
    shop.obeys_the_laws();
}
