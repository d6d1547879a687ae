//! Worked examples from public sources: caps per fact, deal and period, on amounts and on counts,
//! minimums, and campaigns that multiply or add.

use crate::worked::{Plan, Shop, pays, plan};

/// A plan of one rule on what is won, with a stage for every table.
fn of_value(rate: &str) -> Plan {
    staged(pays(&format!("{{ rate = \"{rate}\", of = \"value\" }}")))
}

/// A plan of one rule on what is collected, with a stage for every table.
fn of_collected(rate: &str) -> Plan {
    let rule = format!("pays = {{ rate = \"{rate}\", of = \"collected\" }}");
    staged(plan().rule("paid", &rule))
}

fn staged(plan: Plan) -> Plan {
    plan.head("order = [\"rate\", \"campaign\", \"floor\", \"deal_cap\", \"payee_cap\", \"round\"]")
}

/// SparrowGenie, "Capped commission": 3 % of sales, at most 10,000 a month; 400,000 earn 10,000 and
/// not 12,000. Whether the rest is carried to the next month the source does not say.
#[test]
fn a_cap_of_the_month() {
    let month = "at_most = \"10_000 USD\"\nper = { per = \"payee\", period = \"month\" }";
    let forfeited = of_value("3%").cap(month);
    let mut shop = Shop::under(&forfeited);
    // 300,000 x 3 % = 9,000; of 100,000 x 3 % = 3,000 the cap leaves 1,000.
    assert_eq!(shop.sales(&["300_000", "100_000", "100_000"]), ["9000.00", "1000.00", "0.00"]);
    // Everybody and every month has a cap of their own.
    assert_eq!(shop.sale("ben", "400_000"), "ben 10000.00");
    shop.on("2026-02-02");
    assert_eq!(shop.sales(&["100_000"]), ["3000.00"]);
    shop.passes_days();
    assert_eq!(shop.earned("ana"), "13000.00");
    shop.obeys_the_laws();
    // Carried, the 2,000 come in February, which has room for them.
    let carried = of_value("3%").cap(&format!("{month}\nexcess = \"carried\""));
    let mut shop = Shop::under(&carried);
    // 10,000 now, and 2,000 that are carried.
    assert_eq!(shop.sale("ana", "400_000"), "ana 10000.00, ana 2000.00");
    shop.on("2026-02-02");
    assert_eq!(shop.earned("ana"), "10000.00");
    shop.passes_days();
    assert_eq!(shop.earned("ana"), "12000.00");
    // And take up of the room of February: of 300,000 x 3 % = 9,000 it leaves 8,000.
    assert_eq!(shop.sale("ana", "300_000"), "ana 8000.00, ana 1000.00");
    shop.on("2026-03-02");
    shop.passes_days();
    assert_eq!(shop.earned("ana"), "21000.00"); // 12,000 + 9,000: nothing is lost
    shop.obeys_the_laws();
}

/// Elevate blog, "What are Commission Caps & Why You Shouldn't Use Them": 3 % in a quarter, at most
/// 15,000; who would have earned 30,000 has 15,000. (The page writes that the rep "clocks 30,000".)
#[test]
fn a_cap_of_the_quarter() {
    let plan = of_value("3%")
        .cap("at_most = \"15_000 USD\"\nper = { per = \"payee\", period = \"quarter\" }");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sales(&["400_000"]), ["12000.00"]);
    shop.on("2026-03-31");
    // 600,000 x 3 % = 18,000, of which 3,000 are left: 1,000,000 would have been 30,000.
    assert_eq!(shop.sales(&["600_000"]), ["3000.00"]);
    shop.on("2026-04-01");
    assert_eq!(shop.sales(&["600_000"]), ["15000.00"]);
    shop.obeys_the_laws();
}

/// Texas Broker Sponsor, "What Is a Commission CAP": the broker has 30 % until 21,000 in the year,
/// which is at 70,000; from then on the agent has it. The royalty of 6 % has no cap: 4,200
/// there, and here, where 80,000 are sold, 4,800.
#[test]
fn a_cap_of_the_year_that_passes_the_rest_to_the_agent() {
    let plan = staged(plan())
        .split(&[("originator", "80%"), ("broker", "10%"), ("brand", "10%")])
        .rule("won", "payee = \"broker\"\npays = { rate = \"30%\", of = \"value\" }")
        .rule("won", "payee = \"brand\"\npays = { rate = \"6%\", of = \"value\" }")
        .rule("won", "pays = { rate = \"64%\", of = \"value\" }")
        .cap(
            "at_most = \"21_000 USD\"\nper = { per = \"payee\", period = \"year\" }\n\
             excess = { passed_to = \"ana\" }",
        );
    let mut shop = Shop::under(&plan);
    let others = [("broker", "ben"), ("brand", "cleo")];
    // 3,000 for the broker; 7,000 for the agent and the royalty.
    let first = shop.deal_with("ana", "D1", "10_000", &others);
    assert_eq!(first, "ben 3000.00, cleo 600.00, ana 6400.00");
    shop.deal_with("ana", "D2", "50_000", &others); // 15,000: 18,000 so far
    // Of 20,000 x 30 % = 6,000 there is room for 3,000; the other 3,000 are the agent's.
    let third = shop.deal_with("ana", "D3", "20_000", &others);
    assert_eq!(third, "ben 3000.00, ana 3000.00, cleo 1200.00, ana 12800.00");
    // 21,000; 80,000 x 6 %; 80,000 less both.
    let earned = ["ben", "cleo", "ana"].map(|payee| shop.earned(payee));
    assert_eq!(earned, ["21000.00", "4800.00", "54200.00"]);
    shop.on("2027-01-01");
    let new_year = shop.deal_with("ana", "D4", "10_000", &others);
    assert_eq!(new_year, "ben 3000.00, cleo 600.00, ana 6400.00");
    shop.obeys_the_laws();
}

/// Affonso help, "Cap Commission Per Referred Customer": at most 200 for a customer, 180 have been
/// earned. The next 15 are paid; or the next 50 as 20; after 200 nothing. Another customer has a
/// cap of its own. (At 10 %, not the source's rate.)
#[test]
fn the_payment_that_meets_the_rest_of_a_cap() {
    let plan = of_collected("10%").cap("at_most = \"200 USD\"\nper = \"deal\"");
    let mut shop = Shop::under(&plan);
    for customer in ["A", "B"] {
        shop.deal("ana", customer, "");
        let first = shop.paid(&format!("{customer}1"), customer, "1_800");
        assert_eq!(first, "ana 180.00");
    }
    assert_eq!(shop.paid("A2", "A", "150"), "ana 15.00"); // 195 so far
    assert_eq!(shop.paid("B2", "B", "500"), "ana 20.00"); // 50, and 20 are left
    assert_eq!(shop.paid("B3", "B", "500"), "ana 0.00");
    assert_eq!(shop.paid("A3", "A", "150"), "ana 5.00");
    assert_eq!(shop.earned("ana"), "400.00");
    shop.obeys_the_laws();
}

/// OPM, "Fact Sheet: Aggregate Limitation on Pay" and memorandum CPM 2004-21: pay in a calendar year
/// is limited to 175,700 (level I in 2004); what is above is deferred, and paid at the beginning of
/// the next year. (A basic pay of 165,000, which leaves 10,700 for awards, and awards of 8,000 and
/// 7,000 are not the source's; the plan file of here begins in 2026.)
#[test]
fn what_is_above_the_limit_of_a_year_is_paid_at_the_beginning_of_the_next() {
    let limit = "at_most = \"10_700 USD\"\nper = { per = \"payee\", period = \"year\" }\n\
                 excess = \"carried\"\nmeasured_at = \"payout\"";
    let mut shop = Shop::under(&of_value("100%").cap(limit));
    assert_eq!(shop.sales(&["8_000"]), ["8000.00"]);
    shop.on("2026-02-02");
    assert_eq!(shop.pays("2026-01").digits(), "8000.00");
    shop.on("2026-11-20");
    assert_eq!(shop.sales(&["7_000"]), ["7000.00"]);
    shop.on("2026-12-02");
    // 10,700 - 8,000 = 2,700 of the 7,000; 4,300 are deferred.
    assert_eq!(shop.pays("2026-11").digits(), "2700.00");
    shop.on("2027-01-02");
    assert_eq!(shop.pays("2026-12").digits(), "0.00");
    shop.on("2027-02-02");
    assert_eq!(shop.pays("2027-01").digits(), "4300.00");
    shop.obeys_the_laws();
}

/// Afflio blog, "Commission caps and guardrails": 20 % of an order of 5,000, at most 500 an order.
#[test]
fn a_cap_of_each_order() {
    let plan = of_value("20%").cap("at_most = \"500 USD\"\nper = \"fact\"");
    let mut shop = Shop::under(&plan);
    // 1,000 are cut to 500; at 2,500 exactly 500; 2,000 x 20 % = 400.
    let each = ["500.00", "500.00", "400.00"];
    assert_eq!(shop.sales(&["5_000", "2_500", "2_000"]), each);
    shop.obeys_the_laws();
}

/// Tapfiliate support, "Capping the number of lifetime/recurring commissions": three payments of a
/// customer count; Linda pays four times, and John earns on three. (10.00 each: not the source's.)
#[test]
fn only_three_payments_of_a_customer_count() {
    let plan = of_collected("10%").cap("on = \"count\"\nat_most = 3\nper = \"deal\"");
    let mut shop = Shop::under(&plan);
    shop.deal("ana", "linda", "");
    let paid = ["P1", "P2", "P3", "P4"].map(|payment| shop.paid(payment, "linda", "100"));
    assert_eq!(paid, ["ana 10.00", "ana 10.00", "ana 10.00", "ana 0.00"]);
    shop.deal("ana", "other", "");
    assert_eq!(shop.paid("P5", "other", "100"), "ana 10.00");
    shop.obeys_the_laws();
}

/// dub, build-commission-description.test.ts: with a limit of 100 a month, 150 are cut to 100; in
/// another row 50 are cut to 30. (That 70 had been used before is read into it.)
#[test]
fn a_monthly_limit_cuts_what_is_above_it() {
    let plan =
        of_value("20%").cap("at_most = \"100 USD\"\nper = { per = \"payee\", period = \"month\" }");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sale("ana", "750"), "ana 100.00"); // 750 x 20 % = 150
    // 350 x 20 % = 70; of 250 x 20 % = 50 there is room for 30.
    assert_eq!(shop.sale("ben", "350"), "ben 70.00");
    assert_eq!(shop.sale("ben", "250"), "ben 30.00");
    shop.obeys_the_laws();
}

/// A plan of one rule with a falling marginal rate above a bound, and a minimum.
fn listing(bound: &str, least: &str) -> Plan {
    let table = format!(
        "boundary = \"upper\"\nsteps = [\
         {{ above = \"0 USD\", rate = \"1%\", way = \"marginal\" }}, \
         {{ above = \"{bound} USD\", rate = \"0.5%\", way = \"marginal\" }}]"
    );
    staged(pays("{ tiers = \"t1\", of = \"value\" }"))
        .tiers(&table)
        .floor(&format!("at_least = \"{least} USD\""))
}

/// mikesalkin.com, "Commission Calculation Examples": 1 % to 300,000, 0.5 % above, at least 1,000.
#[test]
fn a_minimum_under_falling_rates() {
    let mut shop = Shop::under(&listing("300_000", "1_000"));
    // 500 is raised to 1,000; 1,000; 2,000; 3,000 + 500; 3,000 + 2,500.
    let sales = ["50_000", "100_000", "200_000", "400_000", "800_000"];
    let each = ["1000.00", "1000.00", "2000.00", "3500.00", "5500.00"];
    assert_eq!(shop.sales(&sales), each);
    // Of nothing there is no minimum.
    assert_eq!(shop.sales(&["0"]), ["0.00"]);
    shop.obeys_the_laws();
}

/// mikesalkin.com, "Listing Commission Calculation Examples": 1 % to 400,000, 0.5 % above, at least
/// 1,500; with 400,000 exactly at the bound.
#[test]
fn a_minimum_and_a_sale_exactly_at_the_bound() {
    let mut shop = Shop::under(&listing("400_000", "1_500"));
    // 1,000 is raised to 1,500; 3,000; 4,000; 4,000 + 1,000; 4,000 + 2,000; 4,000 + 3,000.
    let sales = ["100_000", "300_000", "400_000", "600_000", "800_000", "1_000_000"];
    let each = ["1500.00", "3000.00", "4000.00", "5000.00", "6000.00", "7000.00"];
    assert_eq!(shop.sales(&sales), each);
    shop.obeys_the_laws();
}

/// datafield.dev, "Chapter 5 - Quiz: Compensation": 25 % of the front-end gross with a mini of 150:
/// a gross of 400 would be 100, the mini is paid; every deal below 600 gross pays it.
#[test]
fn a_mini_under_a_percent_of_the_gross() {
    let mini = of_value("25%")
        .base("id = \"gross\"\nof = \"margin\"")
        .but("of = \"value\"", "of = \"gross\"")
        .floor("at_least = \"150 USD\"");
    let mut shop = Shop::under(&mini);
    // 100 raised; 600 x 25 % = 150; 1,000 x 25 % = 250. At a loss there is no commission to raise.
    let cars =
        ["20_400 cost 20_000", "20_600 cost 20_000", "21_000 cost 20_000", "19_000 cost 20_000"];
    assert_eq!(shop.sales(&cars), ["150.00", "150.00", "250.00", "0.00"]);
    shop.obeys_the_laws();
    // Paid in two parts of 200 gross, 50 each: the first payment of the deal is raised to 150 and
    // the second adds nothing; or the last one, when all that was won has come in, brings 100.
    for (from, parts) in [("first_fact", ["150.00", "0.00"]), ("completion", ["50.00", "100.00"])] {
        let in_parts = staged(plan())
            .rule("paid", "pays = { rate = \"25%\", of = \"gross\" }")
            .base("id = \"gross\"\nof = \"margin\"")
            .floor(&format!("at_least = \"150 USD\"\nper = \"deal\"\nfrom = \"{from}\""));
        let mut shop = Shop::under(&in_parts);
        shop.deal("ana", "car", "20_400 cost 20_000");
        let half = "10_200 cost 10_000";
        let paid = ["P1", "P2"].map(|payment| shop.paid(payment, "car", half));
        assert_eq!(paid, parts.map(|part| format!("ana {part}")));
        shop.obeys_the_laws();
    }
}

/// Prowi glossary, "Spiff": 8 % of a unit price of 20,000, and 1,000 more for each in the first
/// month: five orders are 8,000 + 5,000. (The page mixes DKK and NOK.)
#[test]
fn an_extra_amount_for_each_order_of_the_first_month() {
    let plan = of_value("8%").but("USD", "DKK").campaign(
        "effective = { from = 2026-01-01, until = 2026-02-01 }\n\
         extra = { amount = \"1_000 DKK\", per = \"fact\" }",
    );
    let mut shop = Shop::under(&plan);
    shop.on("2026-01-31");
    assert_eq!(shop.sales(&["20_000"; 5]), ["2600.00"; 5]); // 1,600 + 1,000
    assert_eq!(shop.earned("ana"), "13000.00");
    shop.on("2026-02-01");
    assert_eq!(shop.sales(&["20_000"]), ["1600.00"]);
    shop.obeys_the_laws();
}

/// Bentega, "What is a SPIF": 250 for each of four eligible deals, 1,000. As a campaign beside 1 %
/// of what comes in it is paid with the first payment of a deal. (The percent is not the source's.)
#[test]
fn an_extra_amount_for_each_deal_comes_with_its_first_payment() {
    let plan = of_collected("1%").campaign(
        "effective = { from = 2026-01-01 }\nextra = { amount = \"250 USD\", per = \"deal\" }",
    );
    let mut shop = Shop::under(&plan);
    for deal in ["A", "B", "C", "D"] {
        shop.deal("ana", deal, "");
        assert_eq!(shop.paid(&format!("{deal}1"), deal, "100"), "ana 251.00");
        assert_eq!(shop.paid(&format!("{deal}2"), deal, "100"), "ana 1.00");
    }
    assert_eq!(shop.earned("ana"), "1008.00"); // 4 x 250 and 8 x 1
    shop.obeys_the_laws();
}

/// GoAffPro docs, "Check the Commission Boost": 10 % of 1,000 are 100, with a boost of a quarter
/// 125. (That the boost begins after 100 of commission in the month is left out: it is dated here.)
#[test]
fn a_boost_of_a_quarter() {
    let plan = of_value("10%").campaign("effective = { from = 2026-02-01 }\nmultiply = \"125%\"");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sales(&["1_000"]), ["100.00"]);
    shop.on("2026-02-01");
    assert_eq!(shop.sales(&["1_000"]), ["125.00"]); // 100 x 125 %
    shop.obeys_the_laws();
}

/// Afflio blog, "Commission multipliers and seasonal bonuses": 20 %, doubled to 40 % in the week of
/// the launch, then 20 % again. (100.00 each: not the source's.)
#[test]
fn twice_the_rate_for_a_week() {
    let week = "effective = { from = 2026-03-02, until = 2026-03-09 }\nmultiply = \"200%\"";
    let mut shop = Shop::under(&of_value("20%").campaign(week));
    for (day, earned) in [
        ("2026-03-01", "20.00"),
        ("2026-03-02", "40.00"),
        ("2026-03-08", "40.00"),
        ("2026-03-09", "20.00"),
    ] {
        shop.on(day);
        assert_eq!(shop.sales(&["100"]), [earned]);
    }
    shop.obeys_the_laws();
}

/// Canvas course page, "Section 1-6 even-numbered answers": 7 % and a bonus of 5 % of the
/// commission: 412,454 earn 28,871.78 + 1,443.59 = 30,315.37, 316,250 earn 22,137.50 + 1,106.88 =
/// 23,244.38.
#[test]
fn a_bonus_of_five_percent_of_the_commission() {
    let plan = of_value("7%").campaign("effective = { from = 2026-01-01 }\nmultiply = \"105%\"");
    let mut shop = Shop::under(&plan);
    // 28,871.78 x 1.05 = 30,315.369; 22,137.50 x 1.05 = 23,244.375, to the even cent.
    assert_eq!(shop.sales(&["412_454", "316_250"]), ["30315.37", "23244.38"]);
    shop.obeys_the_laws();
}

/// "Comprehensive Compensation Engine Test Plan", section 4 (a public document): 4 % of deals of at
/// least 50,000: 75,000 earn 3,000, nothing of it at the booking, all when the money is in; 40,000
/// earn nothing. 1.5 % of 200,000 are 3,000, 0.25 % of 500,000 are 1,250.
#[test]
fn nothing_under_a_deal_size_and_nothing_before_it_is_paid() {
    let plan = plan()
        .tiers(
            "measure = \"collected\"\nboundary = \"upper\"\nsteps = [\
             { above = \"0 USD\", rate = \"0%\", way = \"whole\" }, \
             { above = \"50_000 USD\", rate = \"4%\", way = \"whole\" }]",
        )
        .rule("paid", "pays = { tiers = \"t1\", of = \"collected\" }");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.deal("ana", "large", "75_000"), "");
    assert_eq!(shop.deal("ana", "small", "40_000"), "");
    assert_eq!(shop.paid("P1", "large", "75_000"), "ana 3000.00"); // 75,000 x 4 %
    assert_eq!(shop.paid("P2", "small", "40_000"), "ana 0.00");
    shop.obeys_the_laws();
    for (rate, sale, earned) in
        [("1.5%", "200_000", "ana 3000.00"), ("0.25%", "500_000", "ana 1250.00")]
    {
        let mut shop = Shop::under(&of_value(rate));
        assert_eq!(shop.sale("ana", sale), earned);
        shop.obeys_the_laws();
    }
}

/// mehedi609/job-assessment, tests/cash-out-juridical.spec.ts: 0.3 %, not less than 0.50: 100 pay
/// 0.50 and 300 pay 0.90.
#[test]
fn a_fee_of_a_fraction_of_a_percent_with_a_minimum() {
    let plan = of_value("0.3%").floor("at_least = \"0.50 USD\"").but("USD", "EUR");
    let mut shop = Shop::under(&plan);
    assert_eq!(shop.sales(&["100", "300"]), ["0.50", "0.90"]); // 0.30 is raised; 300 x 0.3 %
    shop.obeys_the_laws();
}
