//! Worked examples from public sources: an amount that is made once and divided among the members
//! of a team, and what fills earnings up to an amount.

use crate::worked::{Plan, Shop, plan};

/// A plan whose amounts are divided: what is left over goes to the largest remainder.
fn divided(pays: &str, by: &str) -> Plan {
    let lines = format!("payee = {{ members = \"{by}\" }}\npays = {pays}");
    plan()
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
        .close("month", "whose = \"team\"", &lines)
}

/// A pool of a fixed amount, divided by the points that each member brings.
fn by_points(pool: &str) -> Plan {
    divided(&format!("{{ flat = \"{pool} USD\" }}"), "sold").measure("of = \"quantity\"")
}

/// What a pool gives to those who bring so many points in January.
fn pool(plan: &Plan, points: &[(&str, &str)]) -> String {
    let mut shop = Shop::under(plan);
    let members: Vec<&str> = points.iter().map(|(payee, _)| *payee).collect();
    shop.team("crew", &members);
    for (payee, lines) in points {
        shop.sale(payee, lines);
    }
    shop.closes("2026-02-01")
}

/// Fliq, "Season 1 Referral Program" (docs.fliq.one): 1,000 among all by their referrals: 15 of 500
/// get 30, 100 of 1,500 get 67; it is 66.67. Of 200 of 1,000 the page leaves 150; a plan cannot say
/// so, for what a close pays has no cap (P1405). (That the others are one person is not the
/// source's.)
#[test]
fn a_prize_pool_by_referrals() {
    let prize = by_points("1_000");
    let few = [("ana", "0 x 15"), ("ben", "0 x 485")];
    assert_eq!(pool(&prize, &few), "ana 30.00, ben 970.00");
    let more = [("ana", "0 x 100"), ("ben", "0 x 1400")];
    assert_eq!(pool(&prize, &more), "ana 66.67, ben 933.33");
    let high = [("ana", "0 x 200"), ("ben", "0 x 800")];
    assert_eq!(pool(&prize, &high), "ana 200.00, ben 800.00");
}

/// TipHaus, "How do points work" (learn.tiphaus.com, 6871906): 500 of tips, three points a server
/// and one a bartender: 375 and 125; 214.28 each and 71.42, which leaves two cents; 150 each and
/// 50.
#[test]
fn tips_by_points() {
    let tips = by_points("500");
    let (server, bartender) = ("0 x 3", "0 x 1");
    assert_eq!(pool(&tips, &[("ana", server), ("ben", bartender)]), "ana 375.00, ben 125.00");
    // 500 x 3/7 = 214.2857, 500 x 1/7 = 71.4286: the two cents go to the largest remainders.
    assert_eq!(
        pool(&tips, &[("ana", server), ("ben", server), ("cleo", bartender)]),
        "ana 214.29, ben 214.28, cleo 71.43"
    );
    assert_eq!(
        pool(&tips, &[("ana", server), ("ben", server), ("cleo", server), ("dan", bartender)]),
        "ana 150.00, ben 150.00, cleo 150.00, dan 50.00"
    );
}

/// calculatorpie, "Tip Pool Calculator": 500 by 8, 6 and 5 hours.
#[test]
fn tips_by_the_hour() {
    let hours = [("ana", "0 x 8"), ("ben", "0 x 6"), ("cleo", "0 x 5")];
    // 500 x 8/19, 6/19, 5/19.
    assert_eq!(pool(&by_points("500"), &hours), "ana 210.53, ben 157.89, cleo 131.58");
}

/// Restaurant Revolution docs, "Tip Pools & Gratuity": six hours as a server are 6 of 45 points of
/// a pool of 900: 120. (That the others have one person's 39 points is not the source's.)
#[test]
fn six_of_forty_five_points() {
    let points = [("ana", "0 x 6"), ("ben", "0 x 39")];
    assert_eq!(pool(&by_points("900"), &points), "ana 120.00, ben 780.00");
}

/// Protiv help, "What are the 4 bonus distribution types?": a crew's 300 in proportion to wages of
/// 30, 25 and 20 an hour; equally; and with one and a half parts for the lead, whose unit is
/// "~85.71".
#[test]
fn a_crew_bonus_in_three_ways() {
    // 300 x 30/75, 25/75, 20/75.
    let wages = [("ana", "0 x 30"), ("ben", "0 x 25"), ("cleo", "0 x 20")];
    assert_eq!(pool(&by_points("300"), &wages), "ana 120.00, ben 100.00, cleo 80.00");
    let equally = divided("{ flat = \"300 USD\" }", "equally");
    assert_eq!(pool(&equally, &wages), "ana 100.00, ben 100.00, cleo 100.00");
    // 1.5 : 1 : 1 is 3 : 2 : 2. 300 x 3/7 = 128.5714, 300 x 2/7 = 85.7143: a cent is left over.
    let lead = [("ana", "0 x 3"), ("ben", "0 x 2"), ("cleo", "0 x 2")];
    assert_eq!(pool(&by_points("300"), &lead), "ana 128.57, ben 85.72, cleo 85.71");
}

/// Pocketpence, "How to calculate profit sharing": 10 % of a net income of 19,500 is a pool of
/// 1,950; a share of 15 % is 292.50, of which the page prints 292.
#[test]
fn a_tenth_of_the_profit_by_agreed_shares() {
    let plan = divided("{ rate = \"10%\", of = \"sold\" }", "shares")
        .measure("")
        .measure("id = \"shares\"\nof = \"quantity\"")
        .but("USD", "GBP");
    // 19,500 x 10 % x 15/100; what another 85 % make is not the source's.
    let shares = [("ana", "0 x 15"), ("ben", "19_500 x 85")];
    assert_eq!(pool(&plan, &shares), "ana 292.50, ben 1657.50");
}

/// 7search, "Profit Sharing Calculator": 50,000 of 1,000,000 in wages have 10,000 of a profit of
/// 200,000; 75,000 of 1,500,000 have 15,000 of 300,000.
#[test]
fn a_profit_in_proportion_to_wages() {
    for (profit, mine, theirs, part, rest) in [
        ("200_000", "50_000", "950_000", "10000.00", "190000.00"),
        ("300_000", "75_000", "1_425_000", "15000.00", "285000.00"),
    ] {
        let plan = divided(&format!("{{ flat = \"{profit} USD\" }}"), "sold").measure("");
        let wages = [("ana", mine), ("ben", theirs)];
        assert_eq!(pool(&plan, &wages), format!("ana {part}, ben {rest}"));
    }
}

/// Your Article Library, "How to Calculate Production Bonus under Group Incentive Scheme": a task
/// is set at 150 and the wages by time come to 120; the bonus of 30 is divided 5/12, 3/12 and 4/12,
/// as the wages are.
#[test]
fn what_a_task_pays_above_the_time_wages() {
    let task = divided("{ flat = \"30 USD\" }", "sold").measure("").but("USD", "INR");
    let wages = [("ana", "50"), ("ben", "30"), ("cleo", "40")];
    // 150 - 120 = 30: 30 x 50/120, 30/120, 40/120.
    assert_eq!(pool(&task, &wages), "ana 12.50, ben 7.50, cleo 10.00");
}

/// CiteHR, thread 22185, "Production incentive": 2 a kg from 60,000 kg in a month, 4 from 68,000, 6
/// from 78,000, divided among all. 80,000 kg make 68,000, and 75,000 kg 44,000.
#[test]
fn slabs_of_a_months_production_for_all() {
    let step = |(above, each): (u32, u32)| {
        format!("{{ above = {above}, per_unit = \"{each} INR\", way = \"marginal\" }}")
    };
    let steps = [(0, 0), (60_000, 2), (68_000, 4), (78_000, 6)].map(step).join(", ");
    let slabs = divided("{ tiers = \"t1\", of = \"sold\" }", "equally")
        .measure("of = \"quantity\"")
        .tiers(&format!(
            "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"upper\"\nsteps = [{steps}]"
        ))
        .but("currency   = \"USD\"", "currency   = \"INR\"");
    // 8,000 x 2 + 10,000 x 4 + 2,000 x 6 = 68,000; among four here.
    let four = [("ana", "0 x 50000"), ("ben", "0 x 30000"), ("cleo", "0 x 0"), ("dan", "0 x 0")];
    let each = "ana 17000.00, ben 17000.00, cleo 17000.00, dan 17000.00";
    assert_eq!(pool(&slabs, &four), each);
    // 8,000 x 2 + 7,000 x 4 = 44,000.
    let two = [("ana", "0 x 50000"), ("ben", "0 x 25000")];
    assert_eq!(pool(&slabs, &two), "ana 22000.00, ben 22000.00");
}

/// Elevate, "Sales Commission Glossary" (elevate.so): "$347 to everyone if we sell 550 products
/// this month"; "Jessie will get $27 for every 10 sales". (A team of three and 55 instead of 550
/// products.)
#[test]
fn an_amount_for_everyone_if_all_together_reach_a_number() {
    let spif = plan()
        .head("order = [\"rate\", \"round\", \"pay_split\"]\nleftover = \"largest_remainder\"")
        .measure("of = \"quantity\"")
        .tiers(
            "measure = \"sold\"\naccumulate = \"close\"\nboundary = \"upper\"\nsteps = [\
             { above = 0, flat = \"0 USD\", way = \"whole\" }, \
             { above = 55, flat = \"1_041 USD\", way = \"whole\" }]",
        )
        .close(
            "month",
            "whose = \"team\"",
            "payee = { members = \"equally\" }\npays = { tiers = \"t1\" }",
        );
    // 3 x 347 = 1,041.
    let reached = [("ana", "0 x 40"), ("ben", "0 x 15"), ("cleo", "0 x 0")];
    assert_eq!(pool(&spif, &reached), "ana 347.00, ben 347.00, cleo 347.00");
    let missed = [("ana", "0 x 40"), ("ben", "0 x 14"), ("cleo", "0 x 0")];
    assert_eq!(pool(&spif, &missed), "ana 0.00, ben 0.00, cleo 0.00");
}

/// A plan that pays 10 % of what is won, and fills it up to an amount each month.
fn filled_up_to(amount: &str) -> Plan {
    let fills = format!(
        "pays = {{ top_up_to = \"{amount} USD\", of = \"earned\", part_period = \"in_full\" }}"
    );
    plan()
        .rule("won", "pays = { rate = \"10%\", of = \"value\" }")
        .table("[[measure]]\nid = \"earned\"\nof = { rules = [\"r1\"] }\nquota = \"none\"")
        .close("month", "late_facts = \"left_out\"\nwhen_lower = \"left\"", &fills)
}

/// What fills up what ana earns in January.
fn topped_up(plan: &Plan, sold: &str, earned: &str) -> String {
    let mut shop = Shop::under(plan);
    if !sold.is_empty() {
        assert_eq!(shop.sale("ana", sold), format!("ana {earned}"));
    }
    let closed = shop.closes("2026-02-01");
    closed.split(", ").find(|said| said.starts_with("ana")).unwrap().to_owned()
}

/// Siebel Incentive Compensation Administration Guide, nonrecoverable draw scenario: a draw of
/// 2,000 a month; for March the company pays Smythe the 1,500 he earned and 500 more, which he
/// never pays back. (2,750 is his January.)
#[test]
fn a_draw_that_is_never_recovered() {
    let plan = filled_up_to("2_000");
    assert_eq!(topped_up(&plan, "15_000", "1500.00"), "ana 500.00");
    assert_eq!(topped_up(&plan, "27_500", "2750.00"), "ana 0.00");
}

/// Climb the Ladder, "What Is a Commission Draw": a monthly draw of 4,000; who earns 6,500 has
/// 2,500 above it, "totaling $6,500".
#[test]
fn what_is_earned_above_a_draw_is_paid() {
    let plan = filled_up_to("4_000");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sale("ana", "65_000"), "ana 6500.00");
    shop.closes("2026-02-01");
    assert_eq!(shop.earned("ana"), "6500.00");
    assert_eq!(shop.earned("ben"), "4000.00"); // who earns nothing has the draw
}

/// QuotaPath glossary, "Bonus": 36,000 variable in a year and a quarterly quota make a milestone
/// bonus of 9,000 for each quarter in which it is reached. (A quota of 100,000: not the source's.)
#[test]
fn a_milestone_bonus_each_quarter() {
    let plan = plan()
        .quota("quarter")
        .attainment("whole", &[("0%", "flat = \"0 USD\""), ("100%", "flat = \"9_000 USD\"")])
        .close("quarter", "", "pays = { tiers = \"t1\" }");
    let mut shop = Shop::under(&plan);
    shop.quota("ana", "100_000");
    for (sold, closed_on, bonus) in [
        ("100_000", "2026-04-01", "9000.00"),
        ("99_999.99", "2026-07-01", "0.00"),
        ("250_000", "2026-10-01", "9000.00"),
        ("100_000", "2027-01-01", "9000.00"),
    ] {
        shop.sale("ana", sold);
        assert_eq!(shop.closes(closed_on), format!("ana {bonus}"));
    }
}
