//! Worked examples from public sources: what a payee earns by how much of a quota was attained:
//! accelerators, decelerators, thresholds, stepped bonuses and what is earned year to date.

use crate::worked::{Plan, Shop, plan};

/// A plan that pays by the attainment of a quota at the close of each period.
fn by_attainment(period: &str, way: &str, steps: &[(&str, &str)]) -> Plan {
    plan().quota(period).attainment(way, steps).close(
        period,
        "",
        "pays = { tiers = \"t1\", of = \"sold\" }",
    )
}

/// What ana earns for the year by a plan, when this much is asked of her and she sells that much.
fn year(plan: &Plan, quota: &str, sold: &str) -> String {
    let mut shop = Shop::under(plan);
    shop.quota("ana", quota);
    shop.on("2026-06-15");
    assert_eq!(shop.sale("ana", sold), "");
    shop.closes("2027-01-01")
}

/// Prowi glossary, "Accelerator" (prowi.io/en/glossary/accelerator): a quota of 150,000 a year, 8 %
/// up to it, 12 % to 120 %, 16 % above; 195,000 earn 12,000 + 3,600 + 2,400 = 18,000, and 15,600
/// without accelerators.
#[test]
fn two_accelerators_above_a_yearly_quota() {
    let steps = [("0%", "rate = \"8%\""), ("100%", "rate = \"12%\""), ("120%", "rate = \"16%\"")];
    let plan = by_attainment("year", "marginal", &steps);
    // 150,000 x 8 % + 30,000 x 12 % + 15,000 x 16 %.
    assert_eq!(year(&plan, "150_000", "195_000"), "ana 18000.00");
    let plain = by_attainment("year", "marginal", &steps[..1]);
    assert_eq!(year(&plain, "150_000", "195_000"), "ana 15600.00"); // 195,000 x 8 %
}

/// RevOps Masters, "Accelerators and Decelerators" (revopsmasters.com): a quota of 500,000 and
/// 100,000 for all of it: 20 %. From 100 % on one and a half times that, from 130 % on twice:
/// 650,000 earn 145,000, and 130,000 without.
#[test]
fn one_and_a_half_times_the_rate_beyond_the_quota() {
    let steps = [("0%", "rate = \"20%\""), ("100%", "rate = \"30%\""), ("130%", "rate = \"40%\"")];
    let plan = by_attainment("year", "marginal", &steps);
    // 500,000 x 20 % + 150,000 x 30 % = 100,000 + 45,000.
    assert_eq!(year(&plan, "500_000", "650_000"), "ana 145000.00");
    let plain = by_attainment("year", "marginal", &steps[..1]);
    assert_eq!(year(&plain, "500_000", "650_000"), "ana 130000.00"); // 650,000 x 20 %
}

/// RevOps Masters, the same page: half the rate to 50 %, the rate to 100 %, one and a half times
/// above. 40 % of a quota that is worth 100,000 earn 20,000 and not 40,000.
#[test]
fn half_the_rate_below_half_the_quota() {
    let steps = [("0%", "rate = \"10%\""), ("50%", "rate = \"20%\""), ("100%", "rate = \"30%\"")];
    // 200,000 x 10 %. In this band the rate on all of it and the rate on the part are the same.
    for way in ["marginal", "whole"] {
        let plan = by_attainment("year", way, &steps);
        assert_eq!(year(&plan, "500_000", "200_000"), "ana 20000.00");
    }
}

/// Prowi glossary, "Decelerator" (prowi.io/en/glossary/decelerator): 10 %, and half of it on all
/// that was sold below 80 % of the quota. 350,000 are 70 %: 17,500 instead of 35,000.
#[test]
fn half_the_rate_on_everything_below_four_fifths() {
    let steps = [("0%", "rate = \"5%\""), ("80%", "rate = \"10%\"")];
    let plan = by_attainment("year", "whole", &steps);
    assert_eq!(year(&plan, "500_000", "350_000"), "ana 17500.00"); // 350,000 x 10 % x 0.5
    let plain = by_attainment("year", "whole", &[("0%", "rate = \"10%\"")]);
    assert_eq!(year(&plain, "500_000", "350_000"), "ana 35000.00");
    // 80 % exactly is not below it.
    assert_eq!(year(&plan, "500_000", "400_000"), "ana 40000.00");
    assert_eq!(year(&plan, "500_000", "399_999.99"), "ana 20000.00"); // 19,999.9995
}

/// bonuspaycalc, "Bonus payout curve explained" (bonuspaycalc.com/guides): nothing to 70 % of a
/// quota of 100,000, then in proportion to 10,000 at 100 %, twice that rate above (10 % of the
/// bonus for each 5 %), and at most 20,000. 85 % earn "~5,000", 120 % "~14,000". Between 70 and 100
/// % that is a third of what is sold there; a rate has four decimals, so at 120 % it is a cent
/// less.
#[test]
fn a_payout_curve_with_a_threshold_and_a_ceiling() {
    let plan = by_attainment(
        "year",
        "marginal",
        &[
            ("0%", "rate = \"0%\""),
            ("70%", "rate = \"33.3333%\""),
            ("100%", "rate = \"20%\""),
            ("150%", "rate = \"0%\""),
        ],
    )
    .but("USD", "GBP");
    assert_eq!(year(&plan, "100_000", "69_000"), "ana 0.00");
    assert_eq!(year(&plan, "100_000", "85_000"), "ana 5000.00"); // 15,000 x 33.3333 % = 4,999.995
    // 30,000 x 33.3333 % + 20,000 x 20 % = 9,999.99 + 4,000.
    assert_eq!(year(&plan, "100_000", "120_000"), "ana 13999.99");
    // 200 % of the bonus is reached at 150 % of the quota: 9,999.99 + 50,000 x 20 %.
    assert_eq!(year(&plan, "100_000", "150_000"), "ana 19999.99");
    assert_eq!(year(&plan, "100_000", "300_000"), "ana 19999.99");
}

/// MrExcel, "Formula for sales rep payout for overachievement" (board/threads/857705): 21,000 for
/// the quota of the year, and for every 1 % above it 2 % of that to 150 %, 1 % to 200 %, nothing
/// above; less what the year has earned. 105 % are 21,000 + 2,100: less 14,175 the page prints
/// 6,825, which forgets the 2,100; it is 8,925. 115 % are 27,300: less the 23,100 of the month
/// before the page prints 2,100; it is 4,200. (With a quota of 1,000,000, and one month later than
/// there.)
#[test]
fn overachievement_less_what_the_year_has_earned() {
    let plan = plan()
        .measure("")
        .tiers(
            "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"upper\"\nsteps = [\
             { above = \"0 USD\", rate = \"2.1%\", way = \"marginal\" }, \
             { above = \"1_000_000 USD\", rate = \"4.2%\", way = \"marginal\" }, \
             { above = \"1_500_000 USD\", rate = \"2.1%\", way = \"marginal\" }, \
             { above = \"2_000_000 USD\", rate = \"0%\", way = \"marginal\" }]",
        )
        .close("month", "counts = \"year_to_date\"", "pays = { tiers = \"t1\", of = \"sold\" }");
    let mut shop = Shop::under(&plan);
    for (sold, closed_on, earned) in [
        ("675_000", "2026-02-01", "14175.00"), // 675,000 x 2.1 %
        // 1,050,000: 21,000 + 50,000 x 4.2 % = 23,100; less 14,175.
        ("375_000", "2026-03-01", "8925.00"),
        // 1,150,000: 21,000 + 150,000 x 4.2 % = 27,300; less 23,100.
        ("100_000", "2026-04-01", "4200.00"),
        // 2,100,000: 21,000 + 21,000 + 10,500, and nothing above 200 %; less 27,300.
        ("950_000", "2026-05-01", "25200.00"),
    ] {
        shop.sale("ana", sold);
        assert_eq!(shop.closes(closed_on), format!("ana {earned}"));
    }
}

/// SAP, "Bonus (ICM)" (it-pomoc.pl/sap/definicja/bonus-icm): 500 contracts in a year are worth
/// 1,000 EUR; at 80 % of the target it is 800, and who surpasses it has 1,200.
#[test]
fn a_bonus_for_a_number_of_contracts() {
    let plan = plan()
        .measure("of = \"count\"\nquota = { each = \"year\", part_period = \"in_full\" }")
        .attainment(
            "whole",
            &[
                ("0%", "flat = \"0 EUR\""),
                ("80%", "flat = \"800 EUR\""),
                ("100%", "flat = \"1_000 EUR\""),
                ("120%", "flat = \"1_200 EUR\""),
            ],
        )
        .close("year", "", "pays = { tiers = \"t1\" }")
        .but("USD", "EUR");
    // A target of 5 here instead of 500; what surpasses it is the sixth, which is 120 %.
    for (contracts, bonus) in [(3, "0.00"), (4, "800.00"), (5, "1000.00"), (6, "1200.00")] {
        let mut shop = Shop::under(&plan);
        shop.quota_of_things("ana", 5);
        for _ in 0..contracts {
            shop.sale("ana", "");
        }
        assert_eq!(shop.closes("2027-01-01"), format!("ana {bonus}"));
    }
}

/// impact.com help, "Performance bonus payout settings" (help.impact.com, 155000000278): a tier at
/// 10 actions, and 20 were driven: all twenty get the raised payout, or only those past it, 11 to
/// 20. (10.00 and 12.00 an action: not the source's.)
#[test]
fn a_raised_payout_for_all_actions_or_for_those_past_the_tier() {
    let by_count = |way: &str, boundary: &str| {
        plan()
            .measure("of = \"count\"")
            .tiers(&format!(
                "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"{boundary}\"\nsteps = [\
                 {{ above = 0, per_unit = \"10 USD\", way = \"{way}\" }}, \
                 {{ above = 10, per_unit = \"12 USD\", way = \"{way}\" }}]"
            ))
            .close("month", "", "pays = { tiers = \"t1\", of = \"sold\" }")
    };
    for (plan, ten, twenty) in [
        (by_count("whole", "lower"), "100.00", "240.00"), // 20 x 12
        (by_count("marginal", "lower"), "100.00", "220.00"), // 10 x 10 + 10 x 12
    ] {
        let mut shop = Shop::under(&plan);
        for (payee, actions) in [("ana", 10), ("ben", 20)] {
            for _ in 0..actions {
                shop.sale(payee, "");
            }
        }
        assert_eq!(shop.closes("2026-02-01"), format!("ana {ten}, ben {twenty}"));
    }
}

/// ABestWeb, thread 58442, "Performance incentives": 5 %, and 20 % more than that on all of it from
/// 1,000 on: 999 earn 49.95 and 1,000 earn 60.00.
#[test]
fn a_fifth_more_on_everything_from_a_thousand_on() {
    let plan = plan()
        .measure("")
        .tiers(
            "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"upper\"\nsteps = [\
             { above = \"0 USD\", rate = \"5%\", way = \"whole\" }, \
             { above = \"1_000 USD\", rate = \"6%\", way = \"whole\" }]",
        )
        .close("month", "", "pays = { tiers = \"t1\", of = \"sold\" }");
    let mut shop = Shop::under(&plan);
    shop.sale("ana", "999");
    shop.sale("ben", "600");
    shop.sale("ben", "400");
    // 999 x 5 %; 1,000 x 6 %.
    assert_eq!(shop.closes("2026-02-01"), "ana 49.95, ben 60.00");
}

/// Sales Cookie, "Recipe - How To Configure Ramped Quotas" (support2.salescookie.com): a quota of
/// 10,000 in the first month, 20,000, 30,000, and 45,000 after that. (6 % below it and 8 % above,
/// of another page of theirs; 30,000 sold each month is not the source's.)
#[test]
fn a_quota_that_grows_month_by_month() {
    let steps = [("0%", "rate = \"6%\""), ("100%", "rate = \"8%\"")];
    let mut shop = Shop::under(&by_attainment("month", "marginal", &steps));
    for (from, quota) in [("01", "10_000"), ("02", "20_000"), ("03", "30_000"), ("04", "45_000")] {
        shop.quota_from("ana", quota, &format!("2026-{from}-01"));
    }
    for (sold_on, closed_on, earned) in [
        ("2026-01-20", "2026-02-01", "2200.00"), // 10,000 x 6 % + 20,000 x 8 %
        ("2026-02-20", "2026-03-01", "2000.00"), // 20,000 x 6 % + 10,000 x 8 %
        ("2026-03-20", "2026-04-01", "1800.00"), // 30,000 x 6 %
        ("2026-04-20", "2026-05-01", "1800.00"), // 30,000 x 6 % of 45,000
        ("2026-05-20", "2026-06-01", "1800.00"),
    ] {
        shop.on(sold_on);
        shop.sale("ana", "30_000");
        assert_eq!(shop.closes(closed_on), format!("ana {earned}"));
    }
}

/// QuotaPath, "Commission with Accelerators" (intercom.help/quotapath, 4360079): an insurance rep
/// with 20,000 a month earns nothing until half of it, then 10 % to all of it, then 15 %. (Sales of
/// 9,000, 16,000 and 26,000: not the source's.)
#[test]
fn nothing_until_half_of_the_quota() {
    let steps = [("0%", "rate = \"0%\""), ("50%", "rate = \"10%\""), ("100%", "rate = \"15%\"")];
    let mut shop = Shop::under(&by_attainment("month", "marginal", &steps));
    for (payee, sold) in [("ana", "9_000"), ("ben", "16_000"), ("cleo", "26_000")] {
        shop.quota(payee, "20_000");
        shop.sale(payee, sold);
    }
    // 6,000 x 10 %; 10,000 x 10 % + 6,000 x 15 %.
    assert_eq!(shop.closes("2026-02-01"), "ana 0.00, ben 600.00, cleo 1900.00");
}

/// commissionLogic.test.ts of a public compensation app ("1x up to 100%, 1.5x from 100-125%, 2x
/// from 125-150%, 2.5x above 150%"): at 60 % a quota of 100,000 pays 48,000 for 80,000 and 69,000
/// for 110,000. For 140,000 at 50 % it pays twice the rate on all that is above the quota, 90,000,
/// so that at 125 % a cent is worth 6,250. A step here is marginal or on everything: by marginal
/// steps it is 83,750, which is never below and never jumps.
#[test]
fn accelerators_that_apply_to_all_of_the_overage() {
    let accelerated = |rates: [&str; 4]| {
        let rates = rates.map(|rate| format!("rate = \"{rate}\""));
        let steps: Vec<(&str, &str)> = ["0%", "100%", "125%", "150%"]
            .into_iter()
            .zip(rates.iter().map(String::as_str))
            .collect();
        by_attainment("year", "marginal", &steps)
    };
    let at_sixty = accelerated(["60%", "90%", "120%", "150%"]);
    assert_eq!(year(&at_sixty, "100_000", "80_000"), "ana 48000.00");
    assert_eq!(year(&at_sixty, "100_000", "110_000"), "ana 69000.00"); // 60,000 + 10,000 x 90 %
    let at_fifty = accelerated(["50%", "75%", "100%", "125%"]);
    assert_eq!(year(&at_fifty, "100_000", "100_000"), "ana 50000.00");
    assert_eq!(year(&at_fifty, "100_000", "100_010"), "ana 50007.50"); // 10 x 75 %
    // 50,000 + 25,000 x 75 % + 15,000 x 100 %.
    assert_eq!(year(&at_fifty, "100_000", "140_000"), "ana 83750.00");
}
