//! Worked examples from public sources: plain percents, flat amounts and amounts per unit.

use crate::worked::{Shop, pays, plan};

/// bradchute, "Types of Commission" (SlideShare): 30 % of 350 + 400 + 440 = 1,190 is 357, and 25 %
/// of 450 + 200 + 508 = 1,158 is 289.50.
#[test]
fn a_percent_of_the_sales_of_a_week() {
    let thirty = pays("{ rate = \"30%\", of = \"value\" }");
    let mut shop = Shop::under(&thirty);
    // 350 x 30 % = 105; 400 x 30 % = 120; 440 x 30 % = 132; together 357.
    assert_eq!(shop.sales(&["350", "400", "440"]), ["105.00", "120.00", "132.00"]);
    assert_eq!(shop.earned("ana"), "357.00");
    // All in one deal of three lines: 1,190 x 30 % = 357.
    assert_eq!(shop.sale("ben", "350; 400; 440"), "ben 357.00");
    shop.obeys_the_laws();
    let mut shop = Shop::under(&thirty.but("30%", "25%"));
    // 450 x 25 % = 112.50; 200 x 25 % = 50; 508 x 25 % = 127; together 289.50.
    assert_eq!(shop.sales(&["450", "200", "508"]), ["112.50", "50.00", "127.00"]);
    assert_eq!(shop.earned("ana"), "289.50");
    shop.obeys_the_laws();
}

/// MathScore, "Commissions" lesson: 17 % of 37,000 is 6,290; 6 % of 59,000 is 3,540 (beside a
/// salary, which is no commission).
#[test]
fn a_percent_of_the_sales_of_a_month() {
    let mut shop = Shop::under(&pays("{ rate = \"17%\", of = \"value\" }"));
    assert_eq!(shop.sale("ana", "37_000"), "ana 6290.00"); // 37,000 x 0.17
    shop.obeys_the_laws();
    let mut shop = Shop::under(&pays("{ rate = \"6%\", of = \"value\" }"));
    assert_eq!(shop.sale("ana", "59_000"), "ana 3540.00"); // 59,000 x 0.06
    shop.obeys_the_laws();
}

/// Canvas course page, "Section 1-6 even-numbered answers": 9,598 at 6 % is 575.88, 929 at 15 %
/// 139.35, 68,417 at 3 % 2,052.51, 29,100 at 12.1 % 3,521.10.
#[test]
fn percents_that_come_to_odd_cents() {
    for (rate, sale, earned) in [
        ("6%", "9_598", "ana 575.88"),
        ("15%", "929", "ana 139.35"),
        ("3%", "68_417", "ana 2052.51"),
        ("12.1%", "29_100", "ana 3521.10"),
    ] {
        let mut shop = Shop::under(&pays(&format!("{{ rate = \"{rate}\", of = \"value\" }}")));
        assert_eq!(shop.sale("ana", sale), earned);
        shop.obeys_the_laws();
    }
}

/// dub, apps/web/tests/commissions/calculate-sale-earnings.test.ts: half a cent goes up. The last
/// case is there because binary floats gave 0.14 for it.
#[test]
fn half_a_cent_goes_up_or_to_the_even_cent() {
    for (rate, sale, up, even) in [
        ("20%", "10.00", "2.00", "2.00"),
        ("10%", "19.00", "1.90", "1.90"),
        ("20%", "0.07", "0.01", "0.01"),  // 1.4 cents
        ("20%", "0.02", "0.00", "0.00"),  // 0.4 cents
        ("20%", "0.03", "0.01", "0.01"),  // 0.6 cents
        ("10%", "0.15", "0.02", "0.02"),  // 1.5 cents
        ("50%", "0.01", "0.01", "0.00"),  // 0.5 cents; half to even is not the source's
        ("2.9%", "5.00", "0.15", "0.14"), // 14.5 cents
    ] {
        let half_even = pays(&format!("{{ rate = \"{rate}\", of = \"value\" }}"));
        let half_up = half_even.clone().but("half_even", "half_away_from_zero");
        for (plan, earned) in [(half_up, up), (half_even, even)] {
            let mut shop = Shop::under(&plan);
            assert_eq!(shop.sales(&[sale]), [earned], "{rate} of {sale}");
            shop.obeys_the_laws();
        }
    }
}

/// dub, the same test: a flat amount is paid for each unit, 50.00 for one and 5.00 for each of
/// two; a percent does not care for the quantity: 20 % of 10.00 is 2.00 for five as for one.
#[test]
fn a_flat_amount_for_each_unit_and_a_percent_that_does_not_care() {
    let fifty = pays("{ per_unit = \"50 USD\", of = \"quantity\" }");
    let mut shop = Shop::under(&fifty);
    assert_eq!(shop.sale("ana", "10 x 1"), "ana 50.00");
    shop.obeys_the_laws();
    let mut shop = Shop::under(&fifty.but("50 USD", "5 USD"));
    assert_eq!(shop.sale("ana", "10 x 2"), "ana 10.00"); // 2 x 5.00
    assert_eq!(shop.sale("ana", "10 x 0"), "ana 0.00");
    shop.obeys_the_laws();
    let mut shop = Shop::under(&pays("{ rate = \"20%\", of = \"value\" }"));
    assert_eq!(shop.sale("ana", "10 x 5"), "ana 2.00");
    shop.obeys_the_laws();
}

/// dub, tests of determinePartnerRewards: a sale of 300.00 holds an add-on of 200.00 at 50 % and
/// 100.00 of other things at 20 %.
#[test]
fn two_classes_of_lines_at_two_rates() {
    let plan = plan()
        .base("id = \"add-ons\"\nof = \"value\"\nclasses = { only = [\"add-on\"] }")
        .base("id = \"others\"\nof = \"value\"\nclasses = { without = [\"add-on\"] }")
        .rule("won", "pays = { rate = \"50%\", of = \"add-ons\" }")
        .rule("won", "pays = { rate = \"20%\", of = \"others\" }");
    let mut shop = Shop::under(&plan);
    // 200 x 50 % = 100; 100 x 20 % = 20.
    assert_eq!(shop.sale("ana", "200 class add-on; 100 class other"), "ana 100.00, ana 20.00");
    assert_eq!(shop.earned("ana"), "120.00");
    shop.obeys_the_laws();
}

/// TUNE developers, "EmployeeCommission Model": ten leads at 5 each are 50; 5 % of 100 are 5.
#[test]
fn a_flat_amount_for_each_lead_and_a_percent_of_the_payout() {
    let plan = plan()
        .rule("accepted", "pays = { flat = \"5 USD\" }")
        .rule("paid", "pays = { rate = \"5%\", of = \"collected\" }");
    let mut shop = Shop::under(&plan);
    for lead in 0..10 {
        assert_eq!(shop.lead("ana", &format!("L{lead}")), "ana 5.00");
    }
    assert_eq!(shop.earned("ana"), "50.00"); // 10 x 5
    shop.deal("ben", "D", "100");
    assert_eq!(shop.paid("P", "D", "100"), "ben 5.00"); // 100 x 5 %
    shop.obeys_the_laws();
}

/// SlidePlayer, "Section 1.4 Piecework": 8.00 for each cabinet, 45 and 42 of them; an umpire of 20
/// games at 14.00 and 3 at 25.00. And the other deck of that name: 124 items at 0.89.
#[test]
fn so_much_for_each_piece() {
    let eight = pays("{ per_unit = \"8.00 USD\", of = \"quantity\" }");
    let mut shop = Shop::under(&eight);
    assert_eq!(shop.sales(&["0 x 45", "0 x 42"]), ["360.00", "336.00"]); // 45 x 8; 42 x 8
    shop.obeys_the_laws();
    let mut shop = Shop::under(&eight.but("8.00 USD", "0.89 USD"));
    assert_eq!(shop.sale("ana", "0 x 124"), "ana 110.36"); // 124 x 0.89
    shop.obeys_the_laws();
    let umpire = plan()
        .base("id = \"weekdays\"\nof = \"quantity\"\nclasses = { only = [\"weekday\"] }")
        .base("id = \"weekends\"\nof = \"quantity\"\nclasses = { only = [\"weekend\"] }")
        .rule("won", "pays = { per_unit = \"14 USD\", of = \"weekdays\" }")
        .rule("won", "pays = { per_unit = \"25 USD\", of = \"weekends\" }");
    let mut shop = Shop::under(&umpire);
    // 20 x 14 = 280; 3 x 25 = 75; together 355.
    let season = shop.sale("ana", "0 x 20 class weekday; 0 x 3 class weekend");
    assert_eq!(season, "ana 280.00, ana 75.00");
    assert_eq!(shop.earned("ana"), "355.00");
    shop.obeys_the_laws();
}

/// BixGrow docs, "Product commission": product A of 30 at 20 % and 15 for the order make 21.
#[test]
fn a_percent_of_one_product_and_a_flat_amount_for_the_order() {
    let plan = plan()
        .base(
            "id = \"product-a\"
of = \"value\"
classes = { only = [\"a\"] }",
        )
        .rule("won", "pays = { rate = \"20%\", of = \"product-a\" }")
        .rule("won", "pays = { flat = \"15 USD\" }");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sale("ana", "30 class a; 70 class b"), "ana 6.00, ana 15.00"); // 30 x 20 %
    assert_eq!(shop.earned("ana"), "21.00");
    shop.obeys_the_laws();
}

/// SparrowGenie, "SPIFF commission": 2 % of 80,000 and 50 for each of 18 service plans.
#[test]
fn a_percent_of_all_and_an_amount_for_each_service_plan() {
    let plan = plan()
        .base(
            "id = \"plans\"
of = \"quantity\"
classes = { only = [\"service-plan\"] }",
        )
        .rule("won", "pays = { rate = \"2%\", of = \"value\" }")
        .rule("won", "pays = { per_unit = \"50 USD\", of = \"plans\" }");
    let mut shop = Shop::under(&plan);
    // 80,000 x 2 % = 1,600; 18 x 50 = 900; together 2,500.
    let month = shop.sale("ana", "71_000 x 4 class machine; 9_000 x 18 class service-plan");
    assert_eq!(month, "ana 1600.00, ana 900.00");
    assert_eq!(shop.earned("ana"), "2500.00");
    shop.obeys_the_laws();
}

/// Bentega, "What is a SPIF": 250 for each of four deals, or 2 % of 50,000 of campaign revenue.
#[test]
fn a_fixed_amount_for_each_deal_or_a_rate() {
    let mut shop = Shop::under(&pays("{ flat = \"250 USD\" }"));
    assert_eq!(shop.sales(&["", "", "", ""]), ["250.00"; 4]);
    assert_eq!(shop.earned("ana"), "1000.00"); // 4 x 250
    shop.obeys_the_laws();
    let mut shop = Shop::under(&pays("{ rate = \"2%\", of = \"value\" }"));
    assert_eq!(shop.sale("ana", "50_000"), "ana 1000.00"); // 50,000 x 2 %
    shop.obeys_the_laws();
}

/// mkeremcansev/laravel-commission, docs/commission-with-rounding-up.md: 16.50 % of 25.17 is
/// 4.15305, rounded up 4.16; beside it 17.50 fixed. With the price 46.83 in all.
#[test]
fn a_percent_rounded_up_and_then_a_fixed_amount() {
    let half_even =
        pays("{ rate = \"16.5%\", of = \"value\" }").rule("won", "pays = { flat = \"17.50 USD\" }");
    let up = half_even.clone().but("half_even", "away_from_zero");
    let mut shop = Shop::under(&up);
    assert_eq!(shop.sale("ana", "25.17"), "ana 4.16, ana 17.50"); // 4.15305 up
    assert_eq!(shop.earned("ana"), "21.66"); // + 25.17 = 46.83
    shop.obeys_the_laws();
    let mut shop = Shop::under(&half_even);
    assert_eq!(shop.sale("ana", "25.17"), "ana 4.15, ana 17.50"); // not the source's rounding
    shop.obeys_the_laws();
}

/// "Commission Split Validation Tests" (a public test file): 12,345.67 at 60 % for the agent and
/// 40 % for the broker are 7,407.40 and 4,938.27, which add up again; 15,000 among three agents
/// are 5,000 each, of which 60 % and 40 % are 3,000 and 2,000.
#[test]
fn agent_and_broker_add_up_to_what_came_in() {
    let plan = plan()
        .split(&[("originator", "60%"), ("broker", "40%")])
        .head("order = [\"rate\", \"pay_split\", \"round\"]")
        .rule("won", "payee = \"each_by_share\"\npays = { rate = \"100%\", of = \"value\" }");
    let mut shop = Shop::under(&plan);
    let broker = [("broker", "ben")];
    // 12,345.67 x 60 % = 7,407.402; x 40 % = 4,938.268.
    let odd = shop.deal_with("ana", "odd", "12_345.67", &broker);
    assert_eq!(odd, "ana 7407.40, ben 4938.27");
    let even = shop.deal_with("ana", "even", "10_000", &broker);
    assert_eq!(even, "ana 6000.00, ben 4000.00");
    for agent in ["ana", "cleo", "dan"] {
        // 15,000 / 3 = 5,000 each: 3,000 and 2,000.
        let third = shop.deal_with(agent, &format!("third of {agent}"), "5_000", &broker);
        assert_eq!(third, format!("{agent} 3000.00, ben 2000.00"));
    }
    shop.obeys_the_laws();
}

/// Rewardful, REST API, "The commission object": charged on 19 August, 100.00, commission 30.00,
/// due on 18 September. (The source's year is 2020; that it is 30 % is read off the amounts.)
#[test]
fn a_charge_of_august_is_due_thirty_days_later() {
    let plan = plan().rule(
        "paid",
        "pays = { rate = \"30%\", of = \"collected\" }\nhold = { days = 30, after = \"paid\" }",
    );
    let mut shop = Shop::under(&plan);
    shop.on("2026-08-19");
    shop.deal("ana", "D", "100");
    assert_eq!(shop.paid("P", "D", "100"), "ana 30.00"); // 100.00 x 30 %
    // Through 17 September it is held; 19 August + 30 days = 18 September.
    shop.on("2026-09-18");
    shop.passes_days();
    assert_eq!(shop.places("ana")[..2], ["30.00", "0.00"]);
    shop.on("2026-09-19");
    shop.passes_days();
    assert_eq!(shop.places("ana")[..2], ["0.00", "30.00"]);
    shop.obeys_the_laws();
}

/// etendosoftware/etendo_core, issue 680 (ETP-1515): 10 % on all invoices and 50 % on product B,
/// which comes first: product A of 20 earns 2 and product B of 30 earns 15, 17 in all.
#[test]
fn a_rate_of_its_own_for_one_product() {
    let plan = plan()
        .base("id = \"b\"\nof = \"value\"\nclasses = { only = [\"b\"] }")
        .base("id = \"others\"\nof = \"value\"\nclasses = { without = [\"b\"] }")
        .rule("won", "pays = { rate = \"10%\", of = \"others\" }")
        .rule("won", "pays = { rate = \"50%\", of = \"b\" }")
        .but("USD", "EUR");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sale("ana", "20 class a; 30 class b"), "ana 2.00, ana 15.00");
    assert_eq!(shop.earned("ana"), "17.00");
    shop.obeys_the_laws();
}
