//! Tables of tiers, choice by choice: the same facts under tables that differ in one word, with the
//! arithmetic beside the amounts.

use crate::options::{at_cost, plan, things, under};
use crate::support::{Company, forms, said, whys};
use referral_ledger::amount;
use referral_ledger::deal::Line;

/// A table `t` of these words.
fn table(measure: &str, accumulate: &str, boundary: &str, steps: &str) -> String {
    format!(
        "[[tiers]]\nid = \"t\"\nmeasure = \"{measure}\"\naccumulate = {accumulate}\n\
         boundary = \"{boundary}\"\nsteps = [{steps}]\n"
    )
}

/// A table `t` whose rate is interpolated between points.
fn points(accumulate: &str, points: &str, after_last: &str) -> String {
    format!(
        "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\naccumulate = {accumulate}\n\
         points = [{points}]\nafter_last = \"{after_last}\"\n"
    )
}

/// What payments of one deal bring ana under a table, paid on what was collected.
fn earned(tables: &str, payments: &[Vec<Line>]) -> Vec<String> {
    paid_by(tables, "{ tiers = \"t\", of = \"collected\" }", payments)
}

fn paid_by(tables: &str, pays: &str, payments: &[Vec<Line>]) -> Vec<String> {
    let mut company = under(&[("tables", tables), ("pays", pays)]);
    company.sells_for("D", vec![]);
    let earned = payments.iter().zip(1..).flat_map(|(lines, number)| {
        said(&company.collects(&format!("P{number}"), "D", lines.clone()))
    });
    let earned = earned.collect();
    company.obeys_the_laws();
    earned
}

fn of(net: referral_ledger::money::Amount) -> Vec<Line> {
    vec![Line::of_net(net)]
}

#[test]
fn a_step_pays_on_its_slice_or_on_everything_so_far() {
    let payments = [of(amount!(40_000.00 USD)), of(amount!(30_000.00 USD))];
    let steps = |steps: &str| earned(&table("collected", "\"deal\"", "upper", steps), &payments);
    // Marginal: 40,000 x 2% = 800; then 10,000 x 2% + 20,000 x 3% = 200 + 600.
    let marginal = "{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }, \
                    { above = \"50_000 USD\", rate = \"3%\", way = \"marginal\" }";
    assert_eq!(steps(marginal), ["ana 800.00", "ana 800.00"]);
    // Whole: 40,000 x 2% = 800; then 70,000 x 3% = 2,100, less 800.
    let whole = marginal.replace("marginal", "whole");
    assert_eq!(steps(&whole), ["ana 800.00", "ana 1300.00"]);
    // A marginal step above a whole one: 60,000 x 3% + 10,000 x 5% = 1,800 + 500, less 800.
    let mixed = "{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }, \
                 { above = \"50_000 USD\", rate = \"3%\", way = \"whole\" }, \
                 { above = \"60_000 USD\", rate = \"5%\", way = \"marginal\" }";
    assert_eq!(steps(mixed), ["ana 800.00", "ana 1500.00"]);
}

#[test]
fn between_two_points_the_rate_lies_on_the_line() {
    let payments =
        [of(amount!(40_000.00 USD)), of(amount!(30_000.00 USD)), of(amount!(80_000.00 USD))];
    let two = "{ at = \"0 USD\", rate = \"2%\" }, { at = \"100_000 USD\", rate = \"4%\" }";
    // At 40,000 the rate is 2.8%: 1,120. At 70,000 it is 3.4%: 2,380, less 1,120.
    // At 150,000 it stays at 4%: 6,000, less 2,380; or it continues to 5%: 7,500, less 2,380.
    let stays = earned(&points("\"deal\"", two, "stays"), &payments);
    assert_eq!(stays, ["ana 1120.00", "ana 1260.00", "ana 3620.00"]);
    let continues = earned(&points("\"deal\"", two, "continues"), &payments);
    assert_eq!(continues, ["ana 1120.00", "ana 1260.00", "ana 5120.00"]);
    // Each fact alone: 2.8%, 2.6% and 3.6% of what it brought.
    let alone = earned(&points("\"each_fact\"", two, "stays"), &payments);
    assert_eq!(alone, ["ana 1120.00", "ana 780.00", "ana 2880.00"]);
}

#[test]
fn a_measure_at_a_bound_belongs_to_the_upper_or_the_lower_step() {
    let payments = [of(amount!(50_000.00 USD)), of(amount!(50_000.01 USD))];
    let steps = "{ above = \"0 USD\", rate = \"2%\", way = \"whole\" }, \
                 { above = \"50_000 USD\", rate = \"3%\", way = \"whole\" }";
    let alone = |boundary| earned(&table("collected", "\"each_fact\"", boundary, steps), &payments);
    // 50,000 x 3% = 1,500 or x 2% = 1,000; a cent above the bound it is 1,500.0003 in both.
    assert_eq!(alone("upper"), ["ana 1500.00", "ana 1500.00"]);
    assert_eq!(alone("lower"), ["ana 1000.00", "ana 1500.00"]);
}

#[test]
fn a_margin_percent_picks_the_rate_and_revenue_is_paid_on() {
    let steps = "{ above = \"0%\", rate = \"1%\", way = \"whole\" }, \
                 { above = \"20%\", rate = \"5%\", way = \"whole\" }";
    let payments = [
        vec![at_cost(amount!(1_000.00 USD), amount!(850.00 USD))],
        vec![at_cost(amount!(1_000.00 USD), amount!(820.00 USD))],
        vec![at_cost(amount!(1_000.00 USD), amount!(800.00 USD))],
        vec![at_cost(amount!(1_000.00 USD), amount!(1_100.00 USD))],
    ];
    let measured = |of: &str, boundary| {
        let measure = format!("margin_percent_of_{of}");
        earned(&table(&measure, "\"each_fact\"", boundary, steps), &payments)
    };
    // Of the price: 15%, 18%, 20% and -10%; below zero it is the first step.
    let of_price = ["ana 10.00", "ana 10.00", "ana 50.00", "ana 10.00"];
    assert_eq!(measured("price", "upper"), of_price);
    assert_eq!(measured("price", "lower"), ["ana 10.00"; 4]);
    // Of the cost: 150/850 = 17.6%, 180/820 = 21.9%, 200/800 = 25% and -9.1%.
    let of_cost = ["ana 10.00", "ana 50.00", "ana 50.00", "ana 10.00"];
    assert_eq!(measured("cost", "upper"), of_cost);
    // A line without its cost has no margin, and says so.
    let mut company = under(&[
        ("tables", &table("margin_percent_of_price", "\"each_fact\"", "upper", steps)),
        ("pays", "{ tiers = \"t\", of = \"collected\" }"),
    ]);
    company.sells_for("D", vec![]);
    let unknown = company.collects("P", "D", of(amount!(1_000.00 USD)));
    assert!(whys(&unknown)[0].ends_with("\n  nothing: line 1 has no cost"), "{:?}", whys(&unknown));
    company.obeys_the_laws();
}

#[test]
fn a_quantity_picks_the_rate_and_money_is_paid_on() {
    // Two machines for 900: 2%. Three: 4%. A slice of money goes with its things: of five machines
    // for 1,000 three are below the bound and two above it: 600 x 2% + 400 x 4%.
    let whole = "{ above = 0, rate = \"2%\", way = \"whole\" }, \
                 { above = 3, rate = \"4%\", way = \"whole\" }";
    let payments = [
        vec![things(2, amount!(900.00 USD))],
        vec![things(3, amount!(900.00 USD))],
        vec![things(5, amount!(1_000.00 USD))],
    ];
    let picked = earned(&table("quantity", "\"each_fact\"", "upper", whole), &payments);
    assert_eq!(picked, ["ana 18.00", "ana 36.00", "ana 40.00"]);
    let marginal = whole.replace("whole", "marginal");
    let sliced = earned(&table("quantity", "\"each_fact\"", "upper", &marginal), &payments);
    assert_eq!(sliced, ["ana 18.00", "ana 18.00", "ana 28.00"]);
}

/// What four payments of 800.00 bring: of D1 in January, of D2 ten days later, of D1 in February
/// and in April.
fn four_payments(accumulate: &str) -> Vec<String> {
    let steps = "{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }, \
                 { above = \"1_000 USD\", rate = \"4%\", way = \"marginal\" }";
    let mut company = under(&[
        ("tables", &table("collected", accumulate, "upper", steps)),
        ("pays", "{ tiers = \"t\", of = \"collected\" }"),
    ]);
    company.sells_for("D1", vec![]);
    company.sells_for("D2", vec![]);
    let mut earned = Vec::new();
    for (payment, deal, on) in [
        ("P1", "D1", "2026-01-10"),
        ("P2", "D2", "2026-01-20"),
        ("P3", "D1", "2026-02-10"),
        ("P4", "D1", "2026-04-10"),
    ] {
        company.on(on);
        earned.extend(said(&company.receives(payment, deal, amount!(800.00 USD))));
    }
    company.obeys_the_laws();
    earned
}

#[test]
fn a_measure_accumulates_over_nothing_a_deal_or_a_period_of_the_payee() {
    // From 0 to 800: 16.00. From 800 to 1,600: 200 x 2% + 600 x 4% = 28.00. Above: 32.00.
    let (low, across, high) = ("ana 16.00", "ana 28.00", "ana 32.00");
    assert_eq!(four_payments("\"each_fact\""), [low, low, low, low]);
    assert_eq!(four_payments("\"deal\""), [low, low, across, high]);
    let per =
        |period: &str| four_payments(&format!("{{ per = \"payee\", period = \"{period}\" }}"));
    assert_eq!(per("month"), [low, across, low, low]);
    assert_eq!(per("quarter"), [low, across, high, low]);
    assert_eq!(per("year"), [low, across, high, high]);
}

const TEAM_STEPS: &str = "{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }, \
                          { above = \"1_000 USD\", rate = \"4%\", way = \"marginal\" }";

#[test]
fn a_teams_facts_accumulate_for_who_is_in_it_on_the_day() {
    let quarter = "{ per = \"team\", period = \"quarter\" }";
    let mut company = under(&[
        ("tables", &table("collected", quarter, "upper", TEAM_STEPS)),
        ("pays", "{ tiers = \"t\", of = \"collected\" }"),
    ]);
    company.is_in("ana", Some("north"), "2026-01-01");
    company.is_in("ben", Some("north"), "2026-01-15");
    company.sells_with("ana", "D1", &[]);
    company.sells_with("ben", "D2", &[]);
    // Ben is in no team yet: nothing is measured for anybody.
    let early = company.receives("P1", "D2", amount!(800.00 USD));
    assert_eq!(said(&early), ["ben 0.00"]);
    assert!(whys(&early)[0].ends_with("\n  nothing: in no team on 2026-01-10"));
    assert_eq!(said(&company.receives("P2", "D1", amount!(800.00 USD))), ["ana 16.00"]);
    company.on("2026-01-20");
    // The team comes from 800 to 1,600 with ben's, and above with ana's.
    assert_eq!(said(&company.receives("P3", "D2", amount!(800.00 USD))), ["ben 28.00"]);
    assert_eq!(said(&company.receives("P4", "D1", amount!(800.00 USD))), ["ana 32.00"]);
    // Ana changes her team: what she brings later counts there.
    company.is_in("ana", Some("south"), "2026-02-01");
    company.on("2026-02-10");
    assert_eq!(said(&company.receives("P5", "D1", amount!(800.00 USD))), ["ana 16.00"]);
    company.obeys_the_laws();
}

/// The parts of one fact began all at the position before it, so that a bound was crossed late.
#[test]
fn the_parts_of_one_fact_follow_one_another_on_the_table_of_their_team() {
    let month = "{ per = \"team\", period = \"month\" }";
    let mut company = under(&[
        ("order", "[\"credit_split\", \"rate\", \"round\"]"),
        ("head", "leftover = \"largest_remainder\""),
        ("tables", &table("collected", month, "upper", TEAM_STEPS)),
        ("payee", "\"each_by_share\""),
        ("pays", "{ tiers = \"t\", of = \"collected\" }"),
    ]);
    company.is_in("ana", Some("north"), "2026-01-01");
    company.is_in("ben", Some("north"), "2026-01-01");
    company.sells_with("ana", "D", &[("co_source", "ben")]);
    // 60% of 1,500 is 900 from 0: 18.00. 40% is 600 from 900: 100 x 2% + 500 x 4% = 22.00.
    // Together 40.00: 1,000 x 2% + 500 x 4%.
    let first = company.receives("P1", "D", amount!(1_500.00 USD));
    assert_eq!(said(&first), ["ana 18.00", "ben 22.00"]);
    // The next begins at 1,500.
    let second = company.receives("P2", "D", amount!(100.00 USD));
    assert_eq!(said(&second), ["ana 2.40", "ben 1.60"]);
    company.obeys_the_laws();
}

/// A fact that was paid to each in full counted once for each of them.
#[test]
fn a_fact_that_is_paid_to_each_in_full_counts_once_for_their_team() {
    let month = "{ per = \"team\", period = \"month\" }";
    let mut company = under(&[
        ("tables", &table("collected", month, "upper", TEAM_STEPS)),
        ("payee", "\"each_in_full\""),
        ("pays", "{ tiers = \"t\", of = \"collected\" }"),
    ]);
    company.is_in("ana", Some("north"), "2026-01-01");
    company.is_in("ben", Some("north"), "2026-01-01");
    company.sells_with("ana", "D", &[("co_source", "ben")]);
    let first = company.receives("P1", "D", amount!(800.00 USD));
    assert_eq!(said(&first), ["ana 16.00", "ben 16.00"]);
    // From 800 to 1,600 for both: 200 x 2% + 600 x 4%.
    let second = company.receives("P2", "D", amount!(800.00 USD));
    assert_eq!(said(&second), ["ana 28.00", "ben 28.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_step_pays_a_rate_an_amount_per_unit_or_a_flat_amount() {
    let payments = [
        vec![things(8, amount!(100.00 USD))],
        vec![things(4, amount!(100.00 USD))],
        vec![things(1, amount!(100.00 USD))],
    ];
    let paid = |pays, steps: &str, boundary, measure| {
        paid_by(&table(measure, "\"deal\"", boundary, steps), pays, &payments)
    };
    // 8 x 5.00; then 2 x 5.00 + 2 x 7.50; then 7.50. Whole: 12 x 7.50 = 90.00, less 40.00.
    let per_unit = "{ above = 0, per_unit = \"5 USD\", way = \"marginal\" }, \
                    { above = 10, per_unit = \"7.50 USD\", way = \"marginal\" }";
    let by_unit = "{ tiers = \"t\", of = \"quantity\" }";
    let sliced = paid(by_unit, per_unit, "upper", "quantity");
    assert_eq!(sliced, ["ana 40.00", "ana 25.00", "ana 7.50"]);
    let whole = paid(by_unit, &per_unit.replace("marginal", "whole"), "upper", "quantity");
    assert_eq!(whole, ["ana 40.00", "ana 50.00", "ana 7.50"]);
    // The second payment is exactly at the bound of two: the upper step is reached then, the lower
    // boundary with the third. Whole, the 100.00 stand in place of the 10.00.
    let flat = "{ above = 0, flat = \"10 USD\", way = \"marginal\" }, \
                { above = 2, flat = \"100 USD\", way = \"marginal\" }";
    let by_count = "{ tiers = \"t\" }";
    let upper = paid(by_count, flat, "upper", "count");
    assert_eq!(upper, ["ana 10.00", "ana 100.00", "ana 0.00"]);
    let lower = paid(by_count, flat, "lower", "count");
    assert_eq!(lower, ["ana 10.00", "ana 0.00", "ana 100.00"]);
    let whole = paid(by_count, &flat.replace("marginal", "whole"), "upper", "count");
    assert_eq!(whole, ["ana 10.00", "ana 90.00", "ana 0.00"]);
}

#[test]
fn a_table_of_the_year_before_is_not_the_table_of_this_year() {
    // The second version says that it begins at nothing.
    let year = "{ per = \"payee\", period = \"year\" }";
    let tables = table("collected", year, "upper", TEAM_STEPS);
    let words = [
        ("tables", &*tables),
        ("pays", "{ tiers = \"t\", of = \"collected\" }"),
        ("chosen_by", "\"milestone\""),
    ];
    let mut company = Company::with_plan(&plan(&words));
    let next = [
        ("version", "\"2\""),
        ("effective", "{ from = 2026-07-01 }"),
        ("head", "accumulators = \"start_anew\""),
    ];
    company.tell("finance", forms::publish(&plan(&[&words[..], &next].concat()))).unwrap();
    company.on("2026-06-30").sells_for("D", vec![]);
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 USD))), ["ana 20.00"]);
    assert_eq!(said(&company.receives("P2", "D", amount!(1_000.00 USD))), ["ana 40.00"]);
    company.on("2026-07-01");
    assert_eq!(said(&company.receives("P3", "D", amount!(1_000.00 USD))), ["ana 20.00"]);
    company.obeys_the_laws();
}
