//! Worked examples from public sources: piece rates that depend on the output, and fees on a scale.

use crate::worked::{Plan, Shop, plan};

/// A plan of one rule that pays a table of rates on the value.
fn scale(unit: &str, steps: &[(&str, &str)]) -> Plan {
    let step = |(above, rate): &(&str, &str)| {
        format!("{{ above = \"{above} USD\", rate = \"{rate}\", way = \"marginal\" }}")
    };
    let steps: Vec<String> = steps.iter().map(step).collect();
    plan()
        .tiers(&format!("boundary = \"upper\"\nsteps = [{}]", steps.join(", ")))
        .rule("won", "pays = { tiers = \"t1\", of = \"value\" }")
        .but("USD", unit)
}

/// A plan that pays the piece rate that the output reaches for all pieces.
fn pieces(unit: &str, boundary: &str, steps: &[(u32, &str)]) -> Plan {
    let step = |(above, each): &(u32, &str)| {
        format!("{{ above = {above}, per_unit = \"{each} {unit}\", way = \"whole\" }}")
    };
    let steps: Vec<String> = steps.iter().map(step).collect();
    plan()
        .head(&format!("currency = \"{unit}\""))
        .tiers(&format!(
            "measure = \"quantity\"\nboundary = \"{boundary}\"\nsteps = [{}]",
            steps.join(", ")
        ))
        .rule("won", "pays = { tiers = \"t1\", of = \"quantity\" }")
}

/// What each of these days earns by itself.
fn earn(plan: &Plan, days: &[&str], each: &[&str]) {
    let mut shop = Shop::under(plan);
    assert_eq!(shop.sales(days), each);
    shop.obeys_the_laws();
}

/// Scribd 136409074, "Taylor's Differential Piece Rate System", problem 1: 800 pieces a day are the
/// standard; 85 % of 0.10 below it, 120 % from it on. 700 pieces are 59.50, 900 are 108.00. A piece
/// of 8.5 cents is less than a cent can say: ten pieces of 0.85 here.
#[test]
fn taylor_two_rates_about_a_standard() {
    // Bundles of ten: 70 x 0.85; 90 x 1.20; exactly at the standard 80 x 1.20.
    let plan = pieces("USD", "upper", &[(0, "0.85"), (80, "1.20")]);
    earn(&plan, &["0 x 70", "0 x 90", "0 x 80"], &["59.50", "108.00", "96.00"]);
}

/// LearnCBSE, question 9069, "differential piece rates ... engaged in making furniture": 75 a piece
/// below 20 pieces and 100 from there on: 24 pieces 2,400, 16 pieces 1,200.
#[test]
fn taylor_in_a_furniture_shop() {
    let plan = pieces("INR", "upper", &[(0, "75"), (20, "100")]);
    earn(&plan, &["0 x 24", "0 x 16"], &["2400.00", "1200.00"]);
}

/// Business Encyclopedia (a copy: myz-vgb.ru), "Taylor's Differential Piece-Rate System": 10 paise
/// a piece, 80 % of it below 200 pieces and 120 % above. For 220 pieces it prints "220 x (120/200)
/// x 0.1 = 13.20" and for 180 "7.20": half of what its own rates pay, 26.40 and 14.40.
#[test]
fn taylor_where_the_source_halves_it() {
    let plan = pieces("INR", "upper", &[(0, "0.08"), (200, "0.12")]);
    earn(&plan, &["0 x 220", "0 x 180"], &["26.40", "14.40"]);
}

/// Business Encyclopedia, "Merrick Differential Piece-Rate System": the rate to 83 % of the
/// standard, 110 % of it to all of it, 120 % above. It prints earnings for 100 times the efficiency
/// instead of the pieces: 8.00, 9.90 and "13.30", which is 13.20. As pieces of a standard of 100
/// that is right.
#[test]
fn merrick_three_rates_by_efficiency() {
    let plan = pieces("INR", "lower", &[(0, "0.10"), (83, "0.11"), (100, "0.12")]);
    // 80 x 0.10; 90 x 0.11; 110 x 0.12. With the bounds in the lower step: 83 x 0.10, 100 x 0.11.
    let days = ["0 x 80", "0 x 90", "0 x 110", "0 x 83", "0 x 100"];
    earn(&plan, &days, &["8.00", "9.90", "13.20", "8.30", "11.00"]);
}

/// Filo, "Calculate the earnings of workers A, B and C": 480 pieces a day at 3 paise: straight
/// 11.52, 13.50 and 16.56 for 384, 450 and 552 pieces, and by Merrick 0.03, 0.033 and 0.036 a
/// piece. A tenth of a paisa is not money: a hundred pieces of 3.00, 3.30 and 3.60 here, and what
/// they earn.
#[test]
fn merrick_for_three_workers() {
    let straight = pieces("INR", "upper", &[(0, "3")]);
    let days = ["0 x 384", "0 x 450", "0 x 552"];
    earn(&straight, &days, &["1152.00", "1350.00", "1656.00"]);
    // 83 % of 480 is 398.4. 384 x 3; 450 x 3.30; 552 x 3.60.
    let merrick = pieces("INR", "lower", &[(0, "3"), (398, "3.30"), (480, "3.60")]);
    earn(&merrick, &days, &["1152.00", "1485.00", "1987.20"]);
}

/// Wizedu, question 76954, "Merricks differential piece-rate system": 50 pieces a day at 0.500: 85
/// pieces 51, 69 pieces 41.40, 35 pieces 17.50, together 109.90. (The page calls the rate Baisa and
/// the result OMR, which has three decimals.)
#[test]
fn merrick_in_a_currency_of_three_decimals() {
    let plan = pieces("OMR", "lower", &[(0, "0.500"), (41, "0.550"), (50, "0.600")]);
    // 85 x 0.600; 69 x 0.600; 35 x 0.500.
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sales(&["0 x 85", "0 x 69", "0 x 35"]), ["51.000", "41.400", "17.500"]);
    assert_eq!(shop.earned("ana"), "109.900");
}

/// Business Encyclopedia, "Gantt Task System": 8 hours at 0.50 below 100 pieces, 20 % more at 100,
/// and 0.10 for each piece above: 4.00, "4.08" and 11.00. Eight tenths more than 4 are 4.80.
#[test]
fn gantt_a_time_wage_below_the_task() {
    let plan = plan()
        .tiers(
            "measure = \"quantity\"\nboundary = \"upper\"\nsteps = [\
             { above = 0, flat = \"4 USD\", way = \"whole\" }, \
             { above = 100, flat = \"4.80 USD\", way = \"whole\" }, \
             { above = 101, per_unit = \"0.10 USD\", way = \"whole\" }]",
        )
        .rule("won", "pays = { tiers = \"t1\", of = \"quantity\" }")
        .but("USD", "INR");
    earn(&plan, &["0 x 80", "0 x 100", "0 x 110"], &["4.00", "4.80", "11.00"]);
}

/// lehmanscalecalculator.com, "How do you calculate fees using the Lehman Scale?": 5, 4, 3, 2 % of
/// the first four millions and 1 % of the rest. For 12 million the page prints "$150k + $60k =
/// $210k"; its own terms come to 220,000.
#[test]
fn lehman_a_falling_percentage_of_each_million() {
    let lehman = scale(
        "USD",
        &[
            ("0", "5%"),
            ("1_000_000", "4%"),
            ("2_000_000", "3%"),
            ("3_000_000", "2%"),
            ("4_000_000", "1%"),
        ],
    );
    // 50,000 + 40,000 + 30,000 + 20,000 + 8,000,000 x 1 %.
    earn(&lehman, &["12_000_000"], &["220000.00"]);
}

/// The same page: the double Lehman formula is 10, 8, 6, 4, 2 %: 5 million pay 300,000; a modified
/// one is 2 % of the first ten millions and 1 % of the balance: 35 million pay 450,000.
#[test]
fn lehman_doubled_and_modified() {
    let double = scale(
        "USD",
        &[
            ("0", "10%"),
            ("1_000_000", "8%"),
            ("2_000_000", "6%"),
            ("3_000_000", "4%"),
            ("4_000_000", "2%"),
        ],
    );
    // 100,000 + 80,000 + 60,000 + 40,000 + 20,000.
    earn(&double, &["5_000_000"], &["300000.00"]);
    let modified = scale("USD", &[("0", "2%"), ("10_000_000", "1%")]);
    earn(&modified, &["35_000_000"], &["450000.00"]); // 200,000 + 250,000
}

/// Oracle PeopleSoft, "Understanding Percent Rent Terms" (fscm92pbh1): 5 % to 1,000, 4 % to 5,000
/// and 3 % + 1,000 above: 1,500 pay 70 and 10,000 pay 1,360. The flat 1,000 is a table of its own
/// here.
#[test]
fn percent_rent_by_breakpoints_with_an_amount() {
    let rent = scale("USD", &[("0", "5%"), ("1_000", "4%"), ("5_000", "3%")])
        .tiers(
            "boundary = \"upper\"\nsteps = [{ above = \"0 USD\", flat = \"0 USD\", way = \"whole\" }, \
             { above = \"5_000 USD\", flat = \"1_000 USD\", way = \"whole\" }]",
        )
        .rule("won", "pays = { tiers = \"t2\" }");
    let mut shop = Shop::under(&rent);
    // 1,000 x 5 % + 500 x 4 %; 50 + 4,000 x 4 % + 5,000 x 3 % + 1,000.
    assert_eq!(shop.sale("ana", "1_500"), "ana 70.00, ana 0.00");
    assert_eq!(shop.sale("ben", "10_000"), "ben 360.00, ben 1000.00");
    assert_eq!(shop.earned("ben"), "1360.00");
    shop.obeys_the_laws();
}

/// NetSuite help, "Calculation Methods for Volume Rebates" (section_25172236752), example 2: 5 % to
/// 100, 10 % to 350, 15 % above: an item of 60 has 3, one of 200 has 15.
#[test]
fn a_volume_rebate_by_the_item() {
    let rebate = scale("USD", &[("0", "5%"), ("100", "10%"), ("350", "15%")]);
    // 60 x 5 %; 100 x 5 % + 100 x 10 %.
    earn(&rebate, &["60", "200"], &["3.00", "15.00"]);
}
