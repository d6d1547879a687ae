//! Worked examples from public sources: what a year comes to: rent on the sales above a breakpoint,
//! rebates on a year's purchases, and a commission on what is sold beyond a plan.

use crate::worked::{Plan, Shop, plan};

/// A plan that pays a table of rates on what was sold, at the close of a period.
fn steps(period: &str, words: &str, way: &str, steps: &[(&str, &str)]) -> Plan {
    let step = |(above, pays): &(&str, &str)| {
        format!("{{ above = \"{above} USD\", {pays}, way = \"{way}\" }}")
    };
    let steps: Vec<String> = steps.iter().map(step).collect();
    let pays = if steps[0].contains("flat") {
        "pays = { tiers = \"t1\" }"
    } else {
        "pays = { tiers = \"t1\", of = \"sold\" }"
    };
    plan()
        .measure("")
        .tiers(&format!(
            "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"upper\"\nsteps = [{}]",
            steps.join(", ")
        ))
        .close(period, words, pays)
}

/// So much of what is above a breakpoint in the year.
fn overage(breakpoint: &str, rate: &str) -> Plan {
    let rate = format!("rate = \"{rate}\"");
    steps("year", "", "marginal", &[("0", "rate = \"0%\""), (breakpoint, &rate)])
}

/// What is due for the year when ana's sales come to this in two halves.
fn year(plan: &Plan, halves: [&str; 2]) -> String {
    let mut shop = Shop::under(plan);
    shop.on("2026-04-15");
    shop.sale("ana", halves[0]);
    shop.on("2026-10-15");
    shop.sale("ana", halves[1]);
    shop.closes("2027-01-01")
}

/// Assess help, "Natural Breakpoint" (support.assessre.com, 1335263): a base rent of 300,000 at 1 %
/// is a breakpoint of 30,000,000; 35,000,000 of sales pay 50,000.
#[test]
fn a_natural_breakpoint() {
    let rent = overage("30_000_000", "1%"); // 300,000 / 1 %
    assert_eq!(year(&rent, ["20_000_000", "15_000_000"]), "ana 50000.00"); // 5,000,000 x 1 %
    assert_eq!(year(&rent, ["15_000_000", "15_000_000"]), "ana 0.00");
}

/// Realized 1031, "Percentage Rent": 4 % above 1,000,000: 1,100,000 pay 4,000 (54,000 with the base
/// rent of 50,000); with the natural breakpoint of 1,250,000 nothing is due.
#[test]
fn a_breakpoint_of_the_lease_or_the_natural_one() {
    let halves = ["600_000", "500_000"];
    assert_eq!(year(&overage("1_000_000", "4%"), halves), "ana 4000.00"); // 100,000 x 4 %
    assert_eq!(year(&overage("1_250_000", "4%"), halves), "ana 0.00"); // 50,000 / 4 %
}

/// Capital Retail, "Percentage Rent & Natural Breakpoint": 8 % and a base rent of 120,000:
/// 1,500,000; 1,600,000 pay 8,000. (The page writes ".08%" in its sums and reckons with 8 %.)
#[test]
fn overage_rent_of_a_shop() {
    assert_eq!(year(&overage("1_500_000", "8%"), ["1_000_000", "600_000"]), "ana 8000.00");
}

/// REFM, "How to calculate retail lease percentage rent (overage)": 5 % above 600,000: 5,000,000 of
/// sales pay 220,000.
#[test]
fn overage_far_above_the_breakpoint() {
    // 4,400,000 x 5 %.
    assert_eq!(year(&overage("600_000", "5%"), ["2_000_000", "3_000_000"]), "ana 220000.00");
}

/// Assess help, "Percentage Rent" (support.assessre.com, 1335270): 7 % above 300,000 in any month:
/// 400,000 pay 7,000. Year to date the next month with 200,000 would bring the year back under two
/// breakpoints; by the month nothing is reckoned again, which leaseadministration.blog calls "the
/// percentage rent unicorn".
#[test]
fn a_breakpoint_of_each_month() {
    let rates = [("0", "rate = \"0%\""), ("300_000", "rate = \"7%\"")];
    let mut shop = Shop::under(&steps("month", "", "marginal", &rates));
    shop.sale("ana", "400_000");
    assert_eq!(shop.closes("2026-02-01"), "ana 7000.00"); // 100,000 x 7 %
    shop.sale("ana", "200_000");
    assert_eq!(shop.closes("2026-03-01"), "ana 0.00");
    assert_eq!(shop.earned("ana"), "7000.00");
}

/// Pricefx, "Rebate Types Reference", Single Target Amount: a target of 100,000 and a rebate of
/// 1,000: 110,000 have 1,000 and 90,000 nothing.
#[test]
fn a_rebate_for_reaching_a_target() {
    let plan = steps(
        "year",
        "",
        "whole",
        &[("0", "flat = \"0 USD\""), ("100_000", "flat = \"1_000 USD\"")],
    );
    assert_eq!(year(&plan, ["60_000", "50_000"]), "ana 1000.00");
    assert_eq!(year(&plan, ["60_000", "30_000"]), "ana 0.00");
}

/// NIC Systems, "Volume-based rebates": 5 % from 1 million in a year; 1.2 million have 60,000.
#[test]
fn a_rebate_back_to_the_first_dollar() {
    let rates = [("0", "rate = \"0%\""), ("1_000_000", "rate = \"5%\"")];
    let plan = steps("year", "", "whole", &rates);
    assert_eq!(year(&plan, ["700_000", "500_000"]), "ana 60000.00"); // 1,200,000 x 5 %
    assert_eq!(year(&plan, ["700_000", "299_999.99"]), "ana 0.00");
}

/// Phocas help, "Retrospective rebate rules" (3487006761): sales of 740,044.18, more than 5 % above
/// the 621,238 of the year before, have 20 % of all of it. The page prints 127,850.96, which is no
/// 20 % of it: they are 148,008.84.
#[test]
fn a_rebate_for_growth_on_everything() {
    // 621,238 x 105 % = 652,299.90.
    let rates = [("0", "rate = \"0%\""), ("652_299.90", "rate = \"20%\"")];
    let plan = steps("year", "", "whole", &rates);
    // 740,044.18 x 20 % = 148,008.836.
    assert_eq!(year(&plan, ["400_000", "340_044.18"]), "ana 148008.84");
}

/// Speedy Labs, "14 Rebate Types Explained" (blog.speedylabs.ai): 2 for every unit: 5,000 units
/// have 10,000 and 10,000 units 20,000; a lump sum of 100,000 for at least 1 million; 5 % of
/// 100,000 are 5,000.
#[test]
fn three_fixed_rebates() {
    let units = plan().measure("of = \"quantity\"").close(
        "year",
        "",
        "pays = { per_unit = \"2 USD\", of = \"sold\" }",
    );
    assert_eq!(year(&units, ["0 x 3000", "0 x 2000"]), "ana 10000.00");
    assert_eq!(year(&units, ["0 x 3000", "0 x 7000"]), "ana 20000.00");
    let lump = [("0", "flat = \"0 USD\""), ("1_000_000", "flat = \"100_000 USD\"")];
    assert_eq!(year(&steps("year", "", "whole", &lump), ["400_000", "600_000"]), "ana 100000.00");
    let percent = plan().measure("").close("year", "", "pays = { rate = \"5%\", of = \"sold\" }");
    assert_eq!(year(&percent, ["50_000", "50_000"]), "ana 5000.00");
}

/// Speedy Labs, "The 12 Most Common Types of Rebate": 2.00 a unit from 100 units, 4.00 from 500,
/// 6.00 above 1,000: 750 units have 750 x 4.00 = 3,000.
#[test]
fn a_rebate_by_the_unit_of_the_tier_that_is_reached() {
    let plan = plan()
        .measure("of = \"quantity\"")
        .tiers(
            "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"upper\"\nsteps = [\
             { above = 0, per_unit = \"0 USD\", way = \"whole\" }, \
             { above = 100, per_unit = \"2 USD\", way = \"whole\" }, \
             { above = 500, per_unit = \"4 USD\", way = \"whole\" }, \
             { above = 1000, per_unit = \"6 USD\", way = \"whole\" }]",
        )
        .close("year", "", "pays = { tiers = \"t1\", of = \"sold\" }");
    assert_eq!(year(&plan, ["0 x 400", "0 x 350"]), "ana 3000.00");
    assert_eq!(year(&plan, ["0 x 60", "0 x 39"]), "ana 0.00");
}

/// Pragmatists/bonus-calculator-js, README, individual bonus: 10 % of what is sold above the quota,
/// less 10 % tax: 12,000 of 11,000 make 90.0, and at or below the quota nothing. Tax is payroll's,
/// not ours: 100.00 before it, and 90.00 as 9 %.
#[test]
fn a_percent_of_what_is_above_the_quota() {
    for (rate, bonus) in [("rate = \"10%\"", "100.00"), ("rate = \"9%\"", "90.00")] {
        let plan = plan()
            .quota("year")
            .attainment("marginal", &[("0%", "rate = \"0%\""), ("100%", rate)])
            .close("year", "", "pays = { tiers = \"t1\", of = \"sold\" }");
        for (quota, bonus) in [("11_000", bonus), ("15_000", "0.00"), ("12_000", "0.00")] {
            let mut shop = Shop::under(&plan);
            shop.quota("ana", quota);
            shop.sale("ana", "12_000");
            assert_eq!(shop.closes("2027-01-01"), format!("ana {bonus}"));
        }
    }
}

/// The same README, team bonus: 10 % of what four sell above their quota of 11,000, 12,000 in all,
/// is 25.0 for each.
#[test]
fn a_team_above_its_quota() {
    let plan = plan()
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
        .measure("")
        .tiers(
            "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"upper\"\nsteps = [\
             { above = \"0 USD\", rate = \"0%\", way = \"marginal\" }, \
             { above = \"11_000 USD\", rate = \"10%\", way = \"marginal\" }]",
        )
        .close(
            "year",
            "whose = \"team\"",
            "payee = { members = \"equally\" }\npays = { tiers = \"t1\", of = \"sold\" }",
        );
    let mut shop = Shop::under(&plan);
    shop.team("north", &["ana", "ben", "cleo", "dan"]);
    shop.sale("ana", "7_000");
    shop.sale("ben", "5_000");
    // 1,000 x 10 % / 4.
    let each = "ana 25.00, ben 25.00, cleo 25.00, dan 25.00";
    assert_eq!(shop.closes("2027-01-01"), each);
}

/// michal-lipski/sales-records-js, README: a plan of 15,000 a month, 10 % less 10 % tax of what is
/// sold above it. 1,000 in March, 11,000 in April, 10,000 in May and 20,000 in June: the page
/// prints 540 for the year. Only June is above the plan: 5,000 x 9 % = 450; 540 would be 6,000
/// above it.
#[test]
fn the_bonus_of_a_year_by_its_months() {
    let plan = plan()
        .quota("month")
        .attainment("marginal", &[("0%", "rate = \"0%\""), ("100%", "rate = \"9%\"")])
        .close("month", "", "pays = { tiers = \"t1\", of = \"sold\" }")
        .but("USD", "PLN");
    let mut shop = Shop::under(&plan);
    shop.quota("ana", "15_000");
    for (sold_on, sold) in [
        ("2026-03-25", "1_000"),
        ("2026-04-01", "5_000"),
        ("2026-04-10", "6_000"),
        ("2026-05-15", "10_000"),
        ("2026-06-03", "20_000"),
    ] {
        shop.on(sold_on);
        shop.sale("ana", sold);
    }
    shop.closes("2027-01-01");
    assert_eq!(shop.earned("ana"), "450.00");
}

/// nsiksnys/ElectronicaDonPepe-Symfony, logic.md: 200 for 1 to 5 sales in a month, 400 to 10, 700
/// to 15, 1,000 above: fourteen sales make 700; and 6 for each unit of a product: ten make 60. (The
/// awards for the best of all are no rule about one payee's own measure.)
#[test]
fn an_amount_by_the_number_of_sales_in_a_month() {
    let plan = plan()
        .measure("of = \"count\"")
        .measure("id = \"units\"\nof = \"quantity\"")
        .tiers(
            "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"upper\"\nsteps = [\
             { above = 0, flat = \"0 USD\", way = \"whole\" }, \
             { above = 1, flat = \"200 USD\", way = \"whole\" }, \
             { above = 6, flat = \"400 USD\", way = \"whole\" }, \
             { above = 11, flat = \"700 USD\", way = \"whole\" }, \
             { above = 16, flat = \"1_000 USD\", way = \"whole\" }]",
        )
        .close("month", "", "pays = { tiers = \"t1\" }")
        .close("month", "", "pays = { per_unit = \"6 USD\", of = \"units\" }");
    let mut shop = Shop::under(&plan);
    for number in 0..14 {
        shop.sale("ana", if number < 10 { "0 x 1" } else { "" });
    }
    assert_eq!(shop.closes("2026-02-01"), "ana 700.00, ana 60.00");
}
