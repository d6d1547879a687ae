//! Worked examples from public sources: tables of tiers that look at each fact alone, marginal
//! against whole, and exactly on a bound.

use crate::worked::{Plan, Shop, plan};

/// A plan of one rule that pays by a table on the value of the deal.
fn steps(boundary: &str, steps: &[(&str, &str)]) -> Plan {
    let step = |(above, rate): &(&str, &str)| {
        format!("{{ above = \"{above} USD\", rate = \"{rate}\", way = \"marginal\" }}")
    };
    let steps: Vec<String> = steps.iter().map(step).collect();
    plan()
        .tiers(&format!("boundary = \"{boundary}\"\nsteps = [{}]", steps.join(", ")))
        .rule("won", "pays = { tiers = \"t1\", of = \"value\" }")
}

/// The same table, in which the step that is reached pays on everything.
fn whole(plan: &Plan) -> Plan {
    plan.clone().but("marginal", "whole")
}

/// What each of these deals earns by itself under a plan, and all together.
fn earn(plan: &Plan, sales: &[&str], each: &[&str], together: &str) {
    let mut shop = Shop::under(plan);
    assert_eq!(shop.sales(sales), each);
    assert_eq!(shop.earned("ana"), together);
    shop.obeys_the_laws();
}

/// Oracle Help, "Examples of Calculating Earnings Using Step Rates": six transactions, each alone,
/// earn 164 together.
#[test]
fn six_transactions_on_four_marginal_steps() {
    let plan = steps("upper", &[("0", "1%"), ("1_000", "2%"), ("3_000", "3%"), ("8_000", "5%")]);
    // 1,500: 1,000 x 1 % + 500 x 2 % = 10 + 10 = 20. 1,200: 10 + 4 = 14. 2,000: 10 + 20 = 30.
    // 4,500: 1,000 x 1 % + 2,000 x 2 % + 1,500 x 3 % = 10 + 40 + 45 = 95.
    // 2 + 3 + 20 + 14 + 30 + 95 = 164.
    let sales = ["200", "300", "1_500", "1_200", "2_000", "4_500"];
    let each = ["2.00", "3.00", "20.00", "14.00", "30.00", "95.00"];
    earn(&plan, &sales, &each, "164.00");
}

/// Oracle readiness, "Report Split Rates in Calculation": 2,500 come to a blended 1.6 %, of which
/// 0.4 % are the first step's and 1.2 % the second's. Above 10,000 the table pays 0 %.
#[test]
fn the_parts_of_a_blended_rate() {
    let plan = steps("upper", &[("0", "1%"), ("1_000", "2%"), ("5_000", "3%"), ("10_000", "0%")]);
    // 1,000 x 1 % + 1,500 x 2 % = 10 + 30 = 40 = 2,500 x 1.6 %.
    // 10,000: 10 + 4,000 x 2 % + 5,000 x 3 % = 10 + 80 + 150 = 240, and nothing above it.
    let sales = ["2_500", "10_000", "25_000"];
    earn(&plan, &sales, &["40.00", "240.00", "240.00"], "520.00");
}

/// Oracle Help, "Examples of Calculating Earnings Using Interpolated Rates": each tier pays an
/// amount in proportion to how far it is filled: 10, 40, 100 and 2,000. That is a marginal step of
/// the amount over the width: 1 %, 2 %, 2 % and 16 2/3 %. No transaction reaches the last one.
#[test]
fn an_amount_for_each_tier_in_proportion() {
    let plan = steps("upper", &[("0", "1%"), ("1_000", "2%"), ("3_000", "2%")]);
    // 4,500: 10 + 40 + 1,500/5,000 x 100 = 10 + 40 + 30 = 80.
    let sales = ["200", "300", "1_500", "1_200", "2_000", "4_500"];
    let each = ["2.00", "3.00", "20.00", "14.00", "30.00", "80.00"];
    earn(&plan, &sales, &each, "149.00");
}

/// Oracle Help, "Options for Splitting Attainment Numbers Across Rate Tiers": not split, 60,000 are
/// all paid at 3 %; split, 10,000 at 1 %, 40,000 at 2 % and 10,000 at 3 %.
#[test]
fn one_table_split_and_not_split() {
    let split =
        steps("upper", &[("0", "1%"), ("10_000", "2%"), ("50_000", "3%"), ("100_000", "4%")]);
    let sales = ["5_000", "15_000", "60_000"];
    // 5,000 x 1 %; 15,000 x 2 %; 60,000 x 3 %.
    earn(&whole(&split), &sales, &["50.00", "300.00", "1800.00"], "2150.00");
    // 50; 100 + 5,000 x 2 % = 200; 100 + 800 + 10,000 x 3 % = 1,200.
    earn(&split, &sales, &["50.00", "200.00", "1200.00"], "1450.00");
}

/// Oracle Help, "Equal Tier Values": a transaction of exactly 50,000 is paid at 3 %. With the
/// bound in the lower step it would be paid at 2 %.
#[test]
fn a_sale_exactly_at_a_bound_belongs_to_one_step() {
    let table = [("0", "1%"), ("25_000", "2%"), ("50_000", "3%"), ("75_000", "4%")];
    let upper = whole(&steps("upper", &table));
    // 50,000 x 3 % = 1,500; a cent below 49,999.99 x 2 % = 999.9998.
    earn(&upper, &["49_999.99", "50_000"], &["1000.00", "1500.00"], "2500.00");
    let lower = whole(&steps("lower", &table));
    // 50,000 x 2 % = 1,000; a cent above 50,000.01 x 3 % = 1,500.0003.
    earn(&lower, &["50_000", "50_000.01"], &["1000.00", "1500.00"], "2500.00");
    // Marginal steps meet at the bound: 250 + 500 either way.
    for boundary in ["upper", "lower"] {
        earn(&steps(boundary, &table), &["50_000"], &["750.00"], "750.00");
    }
}

/// MyTime Help, "Tiered Commission by Revenue Amount (Above Earned Breakdown)": pay cycles of 400,
/// 100, 1,500 and 5,000. The source prints 424.98 and 2,224.98, which even its own bounds (0 to
/// 499.99, 500 to 2,999.99) do not give; without gaps it is 425.00 and 2,225.00.
#[test]
fn bounds_without_gaps() {
    let plan = steps("upper", &[("0", "25%"), ("500", "30%"), ("3_000", "40%")]);
    // 1,500: 500 x 25 % + 1,000 x 30 % = 125 + 300. 5,000: 125 + 750 + 2,000 x 40 % = 1,675.
    let sales = ["400", "100", "1_500", "5_000"];
    earn(&plan, &sales, &["100.00", "25.00", "425.00", "1675.00"], "2225.00");
}

/// MathTutor, Learning Business Math, "Graduated Commissions": 9,000 earn 680.
#[test]
fn a_graduated_commission_of_three_steps() {
    let plan = steps("upper", &[("0", "6%"), ("3_000", "8%"), ("8_000", "10%")]);
    // 3,000 x 6 % + 5,000 x 8 % + 1,000 x 10 % = 180 + 400 + 100.
    earn(&plan, &["9_000"], &["680.00"], "680.00");
}

/// qammunity, question 7400068: 80,000 earn 500 + 750 + 10,000 + 9,000 = 20,250.
#[test]
fn a_graduated_commission_in_which_every_step_is_reached() {
    let plan =
        steps("upper", &[("0", "10%"), ("5_000", "15%"), ("10_000", "25%"), ("50_000", "30%")]);
    // 5,000 x 10 % + 5,000 x 15 % + 40,000 x 25 % + 30,000 x 30 %; the source's shortcut is
    // 80,000 x 30 % - 3,750.
    earn(&plan, &["80_000"], &["20250.00"], "20250.00");
}

/// bradchute, "Types of Commission" (SlideShare): 6 % of sales above 3,000; 5,688 earn 161.28
/// (beside a salary). And 1 % on 5,000, 2 % on the next 15,000, 3 % above: 25,000 earn 500. (The
/// slide calls 25,000 - 20,000 what is left of 20,000 - 15,000: right by coincidence.)
#[test]
fn nothing_below_a_threshold_and_a_graduated_commission() {
    let threshold = steps("upper", &[("0", "0%"), ("3_000", "6%")]);
    // 2,688 x 6 % = 161.28.
    earn(&threshold, &["3_000", "5_688"], &["0.00", "161.28"], "161.28");
    let graduated = steps("upper", &[("0", "1%"), ("5_000", "2%"), ("20_000", "3%")]);
    // 5,000 x 1 % + 15,000 x 2 % + 5,000 x 3 % = 50 + 300 + 150.
    earn(&graduated, &["25_000"], &["500.00"], "500.00");
}

/// richardlawrence, "Experiments with scenarios around tiered sales commissions" (gist): 10 % flat,
/// and 10 % up to 5,000 with 12 % above.
#[test]
fn scenarios_around_one_bound() {
    earn(&steps("upper", &[("0", "10%")]), &["10_000"], &["1000.00"], "1000.00");
    for boundary in ["upper", "lower"] {
        let plan = steps(boundary, &[("0", "10%"), ("5_000", "12%")]);
        // 4,000 x 10 %; 5,000 x 10 %; 500 + 1,000 x 12 %.
        let each = ["400.00", "500.00", "620.00"];
        earn(&plan, &["4_000", "5_000", "6_000"], &each, "1520.00");
    }
}

/// Eclipse, online help, "Tiered Commission Plan Details": gross profit of 1,200 earns 44.00 with
/// tiering and 66.00 without.
#[test]
fn gross_profit_dollars_tiered_and_not() {
    let of_margin = |plan: Plan| {
        plan.base("id = \"profit\"\nof = \"margin\"")
            .but("measure    = \"value\"", "measure    = \"profit\"")
            .but("of = \"value\"", "of = \"profit\"")
    };
    let table = [("0", "2%"), ("200", "3%"), ("500", "4%"), ("1_000", "5.5%")];
    let tiered = of_margin(steps("upper", &table));
    // 3,000 - 1,800 = 1,200: 200 x 2 % + 300 x 3 % + 500 x 4 % + 200 x 5.5 % = 4 + 9 + 20 + 11.
    earn(&tiered, &["3_000 cost 1_800"], &["44.00"], "44.00");
    // 1,200 x 5.5 %.
    earn(&whole(&tiered), &["3_000 cost 1_800"], &["66.00"], "66.00");
}

/// Meevo documentation, "Commission Scales": a straight bucket pays 15 % of all 125; sliding
/// buckets pay 325 as 100 + 100 + 100 + 25. The straight bucket's bounds stand in a picture; those
/// of the sliding one are used for both.
#[test]
fn a_straight_bucket_and_sliding_buckets() {
    let sliding = steps("upper", &[("0", "10%"), ("100", "15%"), ("200", "20%"), ("300", "25%")]);
    // 10 + 15 + 20 + 25 x 25 % = 6.25.
    earn(&sliding, &["325"], &["51.25"], "51.25");
    earn(&whole(&sliding), &["125"], &["18.75"], "18.75"); // 125 x 15 %
}

/// TrakiTrak help, "Commission system for stores": 21 % to 25, 14 % to 40, 11 % to 100, 6 % above.
#[test]
fn marginal_rates_that_fall() {
    let plan = steps("upper", &[("0", "21%"), ("25", "14%"), ("40", "11%"), ("100", "6%")]);
    // 37.50: 25 x 21 % + 12.50 x 14 % = 5.25 + 1.75.
    // 136: 5.25 + 15 x 14 % + 60 x 11 % + 36 x 6 % = 5.25 + 2.10 + 6.60 + 2.16.
    earn(&plan, &["37.50", "136"], &["7.00", "16.11"], "23.11");
}

/// Math Help Forum, "just need equation set up": 15 % on 5,000 and 20 % above; 15,000 earn 2,750.
#[test]
fn fifteen_percent_and_twenty_above() {
    let plan = steps("upper", &[("0", "15%"), ("5_000", "20%")]);
    earn(&plan, &["15_000"], &["2750.00"], "2750.00"); // 750 + 10,000 x 20 %
}

/// thomasdye/CommissionCalculator: 1 % to 83,333, 2 % to 125,000, 2.5 % above. Its code fixes both
/// lower steps at 833.40 and so pays 1,666.80 for 125,000; exactly it is 1,666.67.
#[test]
fn a_bound_that_is_no_round_number() {
    let plan = steps("upper", &[("0", "1%"), ("83_333", "2%"), ("125_000", "2.5%")]);
    // 83,333 x 1 % = 833.33; 41,667 x 2 % = 833.34; 25,000 x 2.5 % = 625.
    let sales = ["83_333", "125_000", "150_000"];
    earn(&plan, &sales, &["833.33", "1666.67", "2291.67"], "4791.67");
}

/// JivanKadel/interactive_maths, "commission and taxes" examples: 0.5 % on the first 1,000,000, 1 %
/// on the next 500,000, 2 % on the rest of 2,500,000. And 1 % of what is above 600,000.
#[test]
fn fractions_of_a_percent_on_millions() {
    let plan = steps("upper", &[("0", "0.5%"), ("1_000_000", "1%"), ("1_500_000", "2%")]);
    // 5,000 + 5,000 + 1,000,000 x 2 % = 30,000.
    earn(&plan, &["2_500_000"], &["30000.00"], "30000.00");
    let above = steps("upper", &[("0", "0%"), ("600_000", "1%")]);
    earn(&above, &["1_000_000"], &["4000.00"], "4000.00"); // 400,000 x 1 %
}

/// Hummelbrunner, Contemporary Business Mathematics with Canadian Applications, test bank: nothing
/// up to 2,900, 14 % on the next 2,100, 19 % above; and nothing up to 3,000, 25 % on 1,000, 40 %
/// above. (Both beside a salary.)
#[test]
fn a_band_without_commission_and_two_rates() {
    let first = steps("upper", &[("0", "0%"), ("2_900", "14%"), ("5_000", "19%")]);
    // 2,100 x 14 % + 3,455 x 19 % = 294.00 + 656.45.
    earn(&first, &["8_455"], &["950.45"], "950.45");
    let second = steps("upper", &[("0", "0%"), ("3_000", "25%"), ("4_000", "40%")]);
    // 1,000 x 25 % + 2,000 x 40 % = 250 + 800.
    earn(&second, &["6_000"], &["1050.00"], "1050.00");
}

/// Deitz and Southam, Contemporary Business Mathematics, chapter 6: 1 % to 100,000, 2 % to 200,000,
/// 2.5 % above; 255,000 earn 4,375.
#[test]
fn a_graduated_commission_of_a_textbook() {
    let plan = steps("upper", &[("0", "1%"), ("100_000", "2%"), ("200_000", "2.5%")]);
    // 1,000 + 2,000 + 55,000 x 2.5 % = 1,375.
    earn(&plan, &["255_000"], &["4375.00"], "4375.00");
}

/// eHow, "How to Calculate Accumulative Commissions": 5 % to 2,000, 10 % from 2,001, 15 % from
/// 5,001. A sale of 2,000.50 lies in none of the written steps; without gaps it earns 100.05.
#[test]
fn a_sale_in_a_gap_between_written_bounds() {
    let plan = steps("upper", &[("0", "5%"), ("2_000", "10%"), ("5_000", "15%")]);
    // 2,000 x 5 % + 3,000 x 10 % + 2,000 x 15 % = 100 + 300 + 300; 100 + 0.50 x 10 %.
    earn(&plan, &["7_000", "2_000.50"], &["700.00", "100.05"], "800.05");
}

/// A plan of one rule that pays for each piece by a table on their number.
fn pieces(steps: &[(&str, &str)]) -> Plan {
    let step = |(above, amount): &(&str, &str)| {
        format!("{{ above = {above}, per_unit = \"{amount} USD\", way = \"marginal\" }}")
    };
    let steps: Vec<String> = steps.iter().map(step).collect();
    let steps = steps.join(", ");
    plan()
        .tiers(&format!("measure = \"quantity\"\nboundary = \"upper\"\nsteps = [{steps}]"))
        .rule("won", "pays = { tiers = \"t1\", of = \"quantity\" }")
}

/// Sunshine Maths, "Piecework earnings": 17.50 for each of the first 50 dresses and 16.25 for the
/// rest; 65 dresses. And 22 cars at 3.75.
#[test]
fn so_much_for_the_first_fifty_and_less_for_the_rest() {
    let dresses = pieces(&[("0", "17.50"), ("50", "16.25")]);
    // 50 x 17.50 + 15 x 16.25 = 875 + 243.75.
    earn(&dresses, &["0 x 65"], &["1118.75"], "1118.75");
    // With the amount of the step that is reached on all: 65 x 16.25; not the source's.
    earn(&whole(&dresses), &["0 x 65"], &["1056.25"], "1056.25");
    earn(&pieces(&[("0", "3.75")]), &["0 x 22"], &["82.50"], "82.50");
}

/// QuestionAI, answers to Business Mathematics 6-2: 0.05 for each of the first 500, 0.07 for the
/// next 200, 0.09 above. For 852 units the page writes 500, 200 and 150: it is 152.
#[test]
fn pieces_by_the_hundred() {
    let plan = pieces(&[("0", "0.05"), ("500", "0.07"), ("700", "0.09")]);
    // 25 + 14 + 120 x 0.09 = 10.80; 25 + 14 + 207 x 0.09 = 18.63; 25 + 14 + 152 x 0.09 = 13.68.
    let units = ["0 x 820", "0 x 907", "0 x 852"];
    earn(&plan, &units, &["49.80", "57.63", "52.68"], "160.11");
}

/// JROX knowledge base, "What are Scaled Commissions?": a sale of 50 lies between 25 and 75, so it
/// earns 10. What sales below 25 and above 75 earn the source leaves to the program's default;
/// here it is nothing, and 20.
#[test]
fn a_flat_amount_for_the_range_a_sale_lies_in() {
    let step = |above: &str, flat: &str| {
        format!("{{ above = \"{above} USD\", flat = \"{flat} USD\", way = \"whole\" }}")
    };
    let steps = [step("0", "0"), step("25", "10"), step("75", "20")].join(", ");
    let plan = plan()
        .tiers(&format!("boundary = \"upper\"\nsteps = [{steps}]"))
        .rule("won", "pays = { tiers = \"t1\" }");
    let sales = ["24.99", "25", "50", "74.99", "75"];
    earn(&plan, &sales, &["0.00", "10.00", "10.00", "10.00", "20.00"], "50.00");
    // As flat amounts per step that add up: 10 for reaching 25, 20 more for reaching 75.
    let marginal = plan.but("whole", "marginal");
    earn(&marginal, &["24.99", "50", "75"], &["0.00", "10.00", "30.00"], "40.00");
}
