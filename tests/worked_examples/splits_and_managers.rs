//! Worked examples from public sources: who gets how much of one deal: shares, odd cents, each in
//! full, roles on top, and managers.

use crate::worked::{Plan, Shop, plan};

const BY_SHARE: &str = "payee = \"each_by_share\"\n";

/// A plan of one rule that pays a percent of the value by shares: whole cents are divided, and
/// what is left over goes by the largest remainder.
fn shared(rate: &str, roles: &[(&str, &str)]) -> Plan {
    plan()
        .split(roles)
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
        .rule("won", &format!("{BY_SHARE}pays = {{ rate = \"{rate}\", of = \"value\" }}"))
}

/// The same, where one role takes what is left when the other shares are cut to whole units.
fn left_to(plan: &Plan, role: &str) -> Plan {
    let leftover = format!("leftover = \"{role}\"");
    plan.clone().but("leftover = \"largest_remainder\"", &leftover).but("half_even", "toward_zero")
}

/// moneyphp/money, doc/features/allocation.rst: EUR 0.05 at [70, 30] are 4 and 1 cents, at [30, 70]
/// 2 cents for the 30 % and 3 for the 70 %: the first in the list has what is left over. Here the
/// plan says who has it. Exactly it is 3.5 and 1.5 cents.
#[test]
fn five_cents_and_who_gets_the_odd_one() {
    let plan =
        shared("100%", &[("originator", "70%"), ("co_source", "30%")]).but("\"USD\"", "\"EUR\"");
    let co_source = [("co_source", "ben")];
    for (role, parts) in [("originator", "ana 0.04, ben 0.01"), ("co_source", "ana 0.03, ben 0.02")]
    {
        let mut shop = Shop::under(&left_to(&plan, role));
        assert_eq!(shop.deal_with("ana", "D", "0.05", &co_source), parts);
        shop.obeys_the_laws();
    }
}

/// moneyphp/money, the same page: 8.00 in three equal parts are 2.67, 2.67 and 2.66. Shares have
/// four decimals: a third is 33.3333 %, and the first has 33.3334 %.
#[test]
fn eight_euros_in_three_equal_parts() {
    let thirds = [("originator", "33.3334%"), ("second", "33.3333%"), ("third", "33.3333%")];
    let mut shop = Shop::under(&shared("100%", &thirds).but("\"USD\"", "\"EUR\""));
    // 266.6672, 266.6664 and 266.6664 cents: 266 each and two left, one for the largest remainder
    // and one for the first of equal ones.
    let parts = shop.deal_with("ana", "D", "8.00", &[("second", "ben"), ("third", "cleo")]);
    assert_eq!(parts, "ana 2.67, ben 2.67, cleo 2.66");
    shop.obeys_the_laws();
}

/// formancehq/numscript, allocation.num: 15 GEM, 80 % to the driver, 8 % and 12 % to two others:
/// 13, 1 and 1. Yen have no smaller unit either.
#[test]
fn fifteen_pieces_to_the_driver_first_or_by_the_largest_remainder() {
    let plan = shared("100%", &[("originator", "80%"), ("a", "8%"), ("b", "12%")])
        .but("\"USD\"", "\"JPY\"");
    let others = [("a", "ben"), ("b", "cleo")];
    // Exactly 12, 1.2 and 1.8.
    let mut shop = Shop::under(&left_to(&plan, "originator"));
    assert_eq!(shop.deal_with("ana", "D", "15", &others), "ana 13, ben 1, cleo 1");
    shop.obeys_the_laws();
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.deal_with("ana", "D", "15", &others), "ana 12, ben 1, cleo 2");
    shop.obeys_the_laws();
}

/// Prowi glossary, "Override commission": five reps at 10 % of 300,000 in all, their manager 3 %.
#[test]
fn a_manager_has_three_percent_of_what_five_reps_sell() {
    let plan = plan().rule("won", "pays = { rate = \"10%\", of = \"value\" }").rule(
        "won",
        "payee = { manager_of = \"originator\", on = \"won\" }\n\
         pays = { rate = \"3%\", of = \"value\" }",
    );
    let mut shop = Shop::under(&plan);
    shop.manages("finn", &["ana", "ben", "cleo", "dan", "eve"]);
    // 7,500 and 2,250; 6,000 and 1,800; 6,750 and 2,025; 5,250 and 1,575; 4,500 and 1,350.
    for (rep, sale, both) in [
        ("ana", "75_000", "ana 7500.00, finn 2250.00"),
        ("ben", "60_000", "ben 6000.00, finn 1800.00"),
        ("cleo", "67_500", "cleo 6750.00, finn 2025.00"),
        ("dan", "52_500", "dan 5250.00, finn 1575.00"),
        ("eve", "45_000", "eve 4500.00, finn 1350.00"),
    ] {
        assert_eq!(shop.sale(rep, sale), both);
    }
    assert_eq!(shop.earned("finn"), "9000.00");
    // The manager's own sale has no manager above it.
    assert_eq!(shop.sale("finn", "10_000"), "finn 1000.00, finn 0.00");
    shop.obeys_the_laws();
}

/// Prowi glossary, "Split commission": a deal of 100,000; who found it has 50 for the meeting and 2
/// % of a share of 15 %, who closed it 10 % of a share of 85 %. A rule for one role pays on all of
/// the base: 2 % of 15 % are 0.3 %, 10 % of 85 % are 8.5 %.
#[test]
fn a_flat_amount_for_the_meeting_and_a_rate_for_each_role() {
    let plan = plan()
        .split(&[("originator", "15%"), ("closer", "85%")])
        .rule("accepted", "pays = { flat = \"50 USD\" }")
        .rule("won", "pays = { rate = \"0.3%\", of = \"value\" }")
        .rule("won", "payee = \"closer\"\npays = { rate = \"8.5%\", of = \"value\" }");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.lead_with("ana", "D", &[("closer", "ben")]), "ana 50.00");
    // 15,000 x 2 % = 300; 85,000 x 10 % = 8,500.
    assert_eq!(shop.won("D", "100_000"), "ana 300.00, ben 8500.00");
    assert_eq!([shop.earned("ana"), shop.earned("ben")], ["350.00", "8500.00"]);
    shop.obeys_the_laws();
}

/// Prowi glossary, "Split commission": two territories share 10 % of 100,000 by 60/40; at a
/// hand-over 10 % of 80,000 go to who leaves and who follows by 60/40.
#[test]
fn two_territories_by_sixty_and_forty() {
    let roles = [("originator", "60%"), ("co_source", "40%")];
    let credited = shared("10%", &roles).head("order = [\"credit_split\", \"rate\", \"round\"]");
    // Where there is one rate it is the same whether the base is divided or the amount.
    for plan in [shared("10%", &roles), credited] {
        let mut shop = Shop::under(&plan);
        let territories = shop.deal_with("ana", "D1", "100_000", &[("co_source", "ben")]);
        assert_eq!(territories, "ana 6000.00, ben 4000.00");
        let hand_over = shop.deal_with("cleo", "D2", "80_000", &[("co_source", "dan")]);
        assert_eq!(hand_over, "cleo 4800.00, dan 3200.00");
        // Nobody to share with: all of it.
        assert_eq!(shop.sale("eve", "100_000"), "eve 10000.00");
        shop.obeys_the_laws();
    }
}

/// ClearComp blog, "How Commission Splits Actually Work": a placement of 20,000 by halves. With the
/// credit split each has 10,000, A at 8 % and B at 10 %: 800 and 1,000. With the pay split 8 % of
/// 20,000 are shared: 800 each. A rule for one role pays on all of the base, so that A's rate of
/// half of it is 4 % and B's 5 %.
#[test]
fn credit_is_split_before_the_rate_or_pay_after_it() {
    let halves = [("originator", "50%"), ("second", "50%")];
    let second = [("second", "ben")];
    let credit = plan()
        .split(&halves)
        .rule("won", "pays = { rate = \"4%\", of = \"value\" }")
        .rule("won", "payee = \"second\"\npays = { rate = \"5%\", of = \"value\" }");
    let mut shop = Shop::under(&credit);
    // 10,000 x 8 %; 10,000 x 10 %.
    assert_eq!(shop.deal_with("ana", "D", "20_000", &second), "ana 800.00, ben 1000.00");
    shop.obeys_the_laws();
    let mut shop = Shop::under(&shared("8%", &halves));
    // 20,000 x 8 % = 1,600, by halves.
    assert_eq!(shop.deal_with("ana", "D", "20_000", &second), "ana 800.00, ben 800.00");
    shop.obeys_the_laws();
    // With a table the two orders differ: 8 % on 10,000 and 10 % above it, each on their credit of
    // 10,000: 800 each; on the deal's 20,000 shared: 800 + 1,000 by halves. (Not the source's.)
    let table = "boundary = \"upper\"\nsteps = [\
        { above = \"0 USD\", rate = \"8%\", way = \"marginal\" }, \
        { above = \"10_000 USD\", rate = \"10%\", way = \"marginal\" }]";
    let pay = shared("8%", &halves)
        .tiers(table)
        .but("{ rate = \"8%\", of = \"value\" }", "{ tiers = \"t1\", of = \"value\" }");
    let credit = pay.clone().head("order = [\"credit_split\", \"rate\", \"round\"]");
    for (plan, parts) in [(pay, "ana 900.00, ben 900.00"), (credit, "ana 800.00, ben 800.00")] {
        let mut shop = Shop::under(&plan);
        assert_eq!(shop.deal_with("ana", "D", "20_000", &second), parts);
        shop.obeys_the_laws();
    }
}

/// ServiceTitan help, "Set up a revenue-based pay structure": 5 % of a subtotal of 10,000 before
/// tax, half of it for each of two technicians. Without the split factor each has all of it.
#[test]
fn two_technicians_have_half_each_or_each_has_all() {
    let plan = shared("5%", &[("originator", "50%"), ("second", "50%")])
        .base("id = \"subtotal\"\nof = \"value\"")
        .but("of = \"value\" }", "of = \"subtotal\" }");
    let second = [("second", "ben")];
    let mut shop = Shop::under(&plan);
    // 10,000 x 5 % = 500, by halves; the tax of 800 counts for nothing.
    let halves = shop.deal_with("ana", "D", "10_000 tax 800", &second);
    assert_eq!(halves, "ana 250.00, ben 250.00");
    shop.obeys_the_laws();
    let mut shop = Shop::under(&plan.but("each_by_share", "each_in_full"));
    let all = shop.deal_with("ana", "D", "10_000 tax 800", &second);
    assert_eq!(all, "ana 500.00, ben 500.00");
    shop.obeys_the_laws();
}

/// SumanthNagolu/intime-v3, commission management, examples 1 to 3: 160 hours at 95 that cost 72
/// are a margin of 3,680; 10 % of it by 60/40; six months of it are 2,208. The manager has 5 % of a
/// commission of 12,500, which is 0.5 % of a margin of 125,000.
#[test]
fn a_margin_of_hours_by_sixty_and_forty_and_an_override() {
    let plan = shared("10%", &[("originator", "60%"), ("co_source", "40%")])
        .base("id = \"profit\"\nof = \"margin\"")
        .but("of = \"value\" }", "of = \"profit\" }")
        .rule(
            "won",
            "payee = { manager_of = \"originator\", on = \"won\" }\n\
             pays = { rate = \"0.5%\", of = \"profit\" }",
        );
    let mut shop = Shop::under(&plan);
    shop.manages("finn", &["ana", "cleo"]);
    // (95 - 72) x 160 = 3,680, at 10 % 368: 220.80 and 147.20; the manager 18.40.
    for month in 1..=6 {
        let deal = format!("month {month}");
        let said = shop.deal_with("ana", &deal, "15_200 cost 11_520", &[("co_source", "ben")]);
        assert_eq!(said, "ana 220.80, ben 147.20, finn 18.40");
    }
    // 6 x 220.80 + 6 x 147.20 = 1,324.80 + 883.20 = 2,208.
    assert_eq!([shop.earned("ana"), shop.earned("ben")], ["1324.80", "883.20"]);
    let big = shop.sale("cleo", "325_000 cost 200_000");
    assert_eq!(big, "cleo 12500.00, finn 625.00"); // 12,500 x 5 %
    shop.obeys_the_laws();
}

/// hjryoo-ai/ga-commission-engine, CommissionCalculatorGoldenTest.java: a premium of 300,000 won at
/// 700 % in the first month is 2,100,000: the agent has 90 % of it, team, branch and head office
/// 5, 3 and 2 %. The fifth payment earns 15 %, the thirteenth 2 %.
#[test]
fn seven_times_the_premium_over_four_levels() {
    let elapsed = |days: &str, rate: &str| {
        format!(
            "when = {{ elapsed = [{{ from = \"won\", to = \"paid\", days = {{ {days} }} }}] }}\n\
             {BY_SHARE}pays = {{ rate = \"{rate}\", of = \"collected\" }}"
        )
    };
    let plan = plan()
        .split(&[
            ("originator", "90%"),
            ("team_lead", "5%"),
            ("branch", "3%"),
            ("head_office", "2%"),
        ])
        .head("order = [\"rate\", \"pay_split\", \"round\"]")
        .but("\"USD\"", "\"KRW\"")
        .rule("paid", &elapsed("from = 0, until = 28", "700%"))
        .rule("paid", &elapsed("from = 28, until = 365", "15%"))
        .rule("paid", &elapsed("from = 365", "2%"));
    let mut shop = Shop::under(&plan);
    let levels = [("team_lead", "ben"), ("branch", "cleo"), ("head_office", "dan")];
    shop.deal_with("ana", "policy", "300_000", &levels);
    let agent = |said: &str| {
        let amounts = said.split(", ").filter_map(|one| one.strip_prefix("ana "));
        amounts.filter(|amount| *amount != "0").map(str::to_owned).collect::<Vec<_>>()
    };
    let first = shop.paid("P1", "policy", "300_000");
    // 300,000 x 7 = 2,100,000; x 90 %, x 5 %, x 3 %, x 2 %.
    let paid = "ana 1890000, ben 105000, cleo 63000, dan 42000";
    assert!(first.starts_with(paid), "{first}");
    shop.on("2026-05-01");
    // 300,000 x 15 % = 45,000, x 90 %.
    assert_eq!(agent(&shop.paid("P5", "policy", "300_000")), ["40500"]);
    shop.on("2027-01-01");
    // 300,000 x 2 % = 6,000, x 90 %.
    assert_eq!(agent(&shop.paid("P13", "policy", "300_000")), ["5400"]);
    assert_eq!(shop.earned("ana"), "1935900");
    shop.obeys_the_laws();
}

/// Falcon Incentives, "Credit split calculator": one deal of 200,000. Overlay mode: the first
/// seller has a credit of 200,000 and the overlay 50 %, 100,000. Split mode: 20 % and 80 %, 40,000
/// at 3 % and 160,000 at 10 %. (The source names the rates for the split; the overlay is told at 10
/// %.)
#[test]
fn split_mode_and_overlay_mode_on_one_deal() {
    let overlay = plan()
        .overlay("pre_sales", "50%")
        .head("order = [\"credit_split\", \"rate\", \"round\"]\nleftover = \"largest_remainder\"")
        .rule("won", &format!("{BY_SHARE}pays = {{ rate = \"10%\", of = \"value\" }}"));
    let mut shop = Shop::under(&overlay);
    // 200,000 x 10 %; 100,000 x 10 %.
    let both = shop.deal_with("ana", "D1", "200_000", &[("pre_sales", "ben")]);
    assert_eq!(both, "ana 20000.00, ben 10000.00");
    // Nobody holds the overlay: nothing is paid for it.
    assert_eq!(shop.sale("ana", "200_000"), "ana 20000.00");
    shop.obeys_the_laws();
    // 40,000 x 3 % = 1,200 = 200,000 x 0.6 %; 160,000 x 10 % = 16,000 = 200,000 x 8 %.
    let split = plan()
        .split(&[("originator", "20%"), ("closer", "80%")])
        .rule("won", "pays = { rate = \"0.6%\", of = \"value\" }")
        .rule("won", "payee = \"closer\"\npays = { rate = \"8%\", of = \"value\" }");
    let mut shop = Shop::under(&split);
    let both = shop.deal_with("ana", "D", "200_000", &[("closer", "ben")]);
    assert_eq!(both, "ana 1200.00, ben 16000.00");
    shop.obeys_the_laws();
}

/// Salesforce Help, "Calculate Joint Commissions with Opportunity Splits in Salesforce Spiff": A
/// and B have 50 % each and there is an overlay of 20 %: 120 % in all. (The source's A holds both;
/// here the overlay is cleo's. The deal of 100,000 at 10 % is not the source's.)
#[test]
fn an_overlay_of_twenty_percent_beside_two_halves() {
    let plan = shared("10%", &[("originator", "50%"), ("second", "50%")]).overlay("overlay", "20%");
    let mut shop = Shop::under(&plan);
    // 10,000 x 50 %, x 50 %, x 20 %.
    let credits = [("second", "ben"), ("overlay", "cleo")];
    let all = shop.deal_with("ana", "D", "100_000", &credits);
    assert_eq!(all, "ana 5000.00, ben 5000.00, cleo 2000.00");
    shop.obeys_the_laws();
}

/// About.com, "Referral Fees from One Brokerage to Another": of 12,000 a referral of 25 % comes off
/// the top, 3,000; agent and broker share the other 9,000 half and half: 4,500 each.
#[test]
fn a_referral_that_comes_off_the_top() {
    // 75 % x 50 % = 37.5 % each.
    let roles = [("originator", "37.5%"), ("broker", "37.5%"), ("referrer", "25%")];
    let mut shop = Shop::under(&shared("100%", &roles));
    let said = shop.deal_with("ana", "D", "12_000", &[("broker", "ben"), ("referrer", "cleo")]);
    assert_eq!(said, "ana 4500.00, ben 4500.00, cleo 3000.00");
    shop.obeys_the_laws();
}

/// STL Agent, "How agents get paid, breaking down commissions, part 2": 6 % of a home of 200,000
/// are 12,000, 6,000 for each of the two brokers.
#[test]
fn six_percent_of_a_home_for_two_brokers() {
    let roles = [("originator", "50%"), ("buyers_broker", "50%")];
    let mut shop = Shop::under(&shared("6%", &roles));
    let said = shop.deal_with("ana", "D", "200_000", &[("buyers_broker", "ben")]);
    assert_eq!(said, "ana 6000.00, ben 6000.00");
    shop.obeys_the_laws();
}

/// Oracle Labor Management, "Tip Pools": 20 % bus boys, 30 % hosts, 50 % bartenders: 75.00 are
/// 15.00, 22.50 and 37.50.
#[test]
fn a_tip_pool_by_jobs() {
    let roles = [("originator", "20%"), ("host", "30%"), ("bartender", "50%")];
    let mut shop = Shop::under(&shared("100%", &roles));
    let said = shop.deal_with("ana", "D", "75", &[("host", "ben"), ("bartender", "cleo")]);
    assert_eq!(said, "ana 15.00, ben 22.50, cleo 37.50");
    shop.obeys_the_laws();
}

/// Timesheets.com, "Business math series: split tips between employees": of 150 in tips "$10
/// (6.7%)" for the expediter, "$20 (13.3%)" for the busser, "$15 (10%)" for the bartender and "$8
/// (5.3%)" for the hostess. By its percents they have 10.05, 19.95, 15.00 and 7.95.
#[test]
fn tips_by_percents_that_were_rounded() {
    let roles = [
        ("originator", "64.7%"),
        ("expediter", "6.7%"),
        ("busser", "13.3%"),
        ("bartender", "10%"),
        ("hostess", "5.3%"),
    ];
    let mut shop = Shop::under(&shared("100%", &roles));
    let others =
        [("expediter", "ben"), ("busser", "cleo"), ("bartender", "dan"), ("hostess", "eve")];
    let said = shop.deal_with("ana", "D", "150", &others);
    assert_eq!(said, "ana 97.05, ben 10.05, cleo 19.95, dan 15.00, eve 7.95");
    shop.obeys_the_laws();
}

/// Steak Worldwide, "Can you do the splits?", scenario 2: of 100 from other sources the publisher
/// retains 50, and John and Trevor have 25 each as writers.
#[test]
fn two_writers_and_a_publisher() {
    let roles = [("originator", "50%"), ("writer", "25%"), ("second_writer", "25%")];
    let mut shop = Shop::under(&shared("100%", &roles));
    let said = shop.deal_with("ana", "D", "100", &[("writer", "ben"), ("second_writer", "cleo")]);
    assert_eq!(said, "ana 50.00, ben 25.00, cleo 25.00");
    shop.obeys_the_laws();
}

/// AureliusEth/NikaTest, commission policy tests: of a fee of 100 are 10 cashback, 30, 3 and 2 for
/// three levels of referrers, and 55 for the treasury; who has no referrer leaves it all to the
/// treasury.
#[test]
fn three_levels_and_a_treasury() {
    let roles = [
        ("originator", "10%"),
        ("treasury", "55%"),
        ("level_1", "30%"),
        ("level_2", "3%"),
        ("level_3", "2%"),
    ];
    let by_share = shared("100%", &roles);
    let mut shop = Shop::under(&by_share);
    let all = [("treasury", "finn"), ("level_1", "ben"), ("level_2", "cleo"), ("level_3", "dan")];
    let said = shop.deal_with("ana", "D", "100", &all);
    assert_eq!(said, "ana 10.00, finn 55.00, ben 30.00, cleo 3.00, dan 2.00");
    // Without referrers 35 more are the treasury's: 90.
    let absent = by_share
        .but(
            "role = \"level_1\"\nshare = \"30%\"\nwhen_absent = \"originator\"",
            "role = \"level_1\"\nshare = \"30%\"\nwhen_absent = \"treasury\"",
        )
        .but(
            "role = \"level_2\"\nshare = \"3%\"\nwhen_absent = \"originator\"",
            "role = \"level_2\"\nshare = \"3%\"\nwhen_absent = \"treasury\"",
        )
        .but(
            "role = \"level_3\"\nshare = \"2%\"\nwhen_absent = \"originator\"",
            "role = \"level_3\"\nshare = \"2%\"\nwhen_absent = \"treasury\"",
        );
    let mut shop = Shop::under(&absent);
    let said = shop.deal_with("ana", "D", "100", &[("treasury", "finn")]);
    assert_eq!(said, "ana 10.00, finn 90.00");
    shop.obeys_the_laws();
}

/// A rule for each level of a line of people: a role, and what it pays. What each has of a shared
/// amount is never asked.
fn levels(rules: &[(&str, &str)]) -> Plan {
    let own = format!("{}%", 100 - 10 * (rules.len() - 1));
    let share = |index| if index == 0 { own.as_str() } else { "10%" };
    let roles = rules.iter().enumerate().map(|(index, (role, _))| (*role, share(index)));
    let plan = plan().split(&roles.collect::<Vec<_>>());
    rules.iter().fold(plan, |plan, (role, pays)| {
        plan.rule("won", &format!("payee = \"{role}\"\npays = {pays}"))
    })
}

/// divyanshu5357/Unique_investors, docs/MASTER_TEST_REPORT.md: 1,000 a gaj for the broker, 200 for
/// the upline and 50 for the one above: 250 gaj are 250,000, 50,000 and 12,500, together 312,500.
#[test]
fn so_much_a_gaj_on_three_levels() {
    let per = |each: &str| format!("{{ per_unit = \"{each} INR\", of = \"quantity\" }}");
    let (own, first, second) = (per("1_000"), per("200"), per("50"));
    let plan = levels(&[("originator", &own), ("upline", &first), ("second_upline", &second)])
        .but("currency   = \"USD\"", "currency   = \"INR\"");
    let mut shop = Shop::under(&plan);
    let line = [("upline", "ben"), ("second_upline", "cleo")];
    let said = shop.deal_with("ana", "D", "0 x 250", &line);
    assert_eq!(said, "ana 250000.00, ben 50000.00, cleo 12500.00");
    let said = shop.deal_with("ana", "E", "0 x 75", &line);
    assert_eq!(said, "ana 75000.00, ben 15000.00, cleo 3750.00");
    shop.obeys_the_laws();
}

/// h-crystal, "Affiliate Program Multi-Level Marketing": 30 % of 1,000 are 300; of that Bob has 20
/// %, Geo 10 % and John 5 %: 60, 30 and 15.
#[test]
fn levels_that_earn_a_part_of_the_commission() {
    // A percent of 300 is three tenths of it of 1,000.
    let of_value = |rate: &str| format!("{{ rate = \"{rate}\", of = \"value\" }}");
    let (max, bob, geo, john) = (of_value("30%"), of_value("6%"), of_value("3%"), of_value("1.5%"));
    let plan = levels(&[("originator", &max), ("bob", &bob), ("geo", &geo), ("john", &john)]);
    let mut shop = Shop::under(&plan);
    let line = [("bob", "ben"), ("geo", "cleo"), ("john", "dan")];
    let said = shop.deal_with("ana", "D", "1_000", &line);
    assert_eq!(said, "ana 300.00, ben 60.00, cleo 30.00, dan 15.00");
    shop.obeys_the_laws();
}

/// Builderall support, "How commission for the annual plan works": an annual plan of 329.89 pays
/// the first tier 28.49 for the month and 30 % of 329.89, "$86.18", together 114.67, and the second
/// tier 86.18. 30 % of 329.89 are 98.97.
#[test]
fn two_tiers_where_the_source_takes_another_base() {
    let thirty = "{ rate = \"30%\", of = \"value\" }";
    let plan = levels(&[("originator", thirty), ("upline", thirty)])
        .rule("won", "pays = { flat = \"28.49 USD\" }");
    let mut shop = Shop::under(&plan);
    let said = shop.deal_with("ana", "D", "329.89", &[("upline", "ben")]);
    assert_eq!(said, "ana 98.97, ben 98.97, ana 28.49");
    assert_eq!(shop.earned("ana"), "127.46"); // not 114.67
    shop.obeys_the_laws();
}
