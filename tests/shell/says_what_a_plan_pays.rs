//! `plan show` tells all of a plan in plain words, and what each rule comes to where something
//! changes. The amounts were worked by hand; the arithmetic stands beside them.

use crate::tool::Shell;
use serde_json::Value;

const PLAN: &str = r#"
schema = 1

[plan]
id         = "p"
version    = "1"
title      = "Whatever bends"
because    = "Policy 1"
effective  = { from = 2026-01-01 }
chosen_by  = "reported"
applies_to = "everyone"
currency   = "USD"
timezone   = "America/New_York"
order      = ["rate", "campaign", "floor", "deal_cap", "pay_split", "round"]
rounding   = { mode = "half_even", basis = "each_fact" }
campaigns  = "never_meet"
leaver     = "keeps_what_was_triggered"

[leads]
acceptance        = "not_needed"
win_before_report = "refused"

[[split]]
role  = "originator"
share = "60%"

[[split]]
role        = "co_source"
share       = "40%"
when_absent = "originator"

[[tiers]]
id         = "steps"
measure    = "collected"
accumulate = "deal"
boundary   = "upper"
steps      = [
  { above = "0 USD", rate = "2%", way = "marginal" },
  { above = "1_000 USD", rate = "3%", way = "marginal" },
]

[[tiers]]
id         = "points"
measure    = "collected"
accumulate = "each_fact"
points     = [{ at = "0 USD", rate = "1%" }, { at = "100 USD", rate = "3%" }]
after_last = "stays"

[[tiers]]
id         = "margins"
measure    = "margin_percent_of_cost"
accumulate = "each_fact"
boundary   = "lower"
steps      = [
  { above = "0%", rate = "5%", way = "whole" },
  { above = "20%", rate = "10%", way = "whole" },
]

[[campaign]]
id        = "double"
because   = "Letter 1"
rules     = ["by-steps"]
effective = { from = 2026-03-01, until = 2026-04-01 }
dated_by  = "won"
multiply  = "200%"

[[campaign]]
id        = "ten-more"
because   = "Letter 2"
rules     = ["a-fee"]
effective = { from = 2026-03-01 }
dated_by  = "won"
extra     = { amount = "10 USD", per = "fact" }

[[floor]]
id       = "a-dollar"
because  = "Clause 5"
rules    = ["by-steps"]
at_least = "1 USD"
per      = "fact"
uplift   = "kept"

[[cap]]
id             = "fifty"
because        = "Clause 6"
rules          = ["by-steps"]
on             = "amount"
at_most        = "50 USD"
per            = "deal"
excess         = "forfeited"
after_reversal = "freed"

[[cap]]
id             = "twelve"
because        = "Clause 7"
rules          = ["by-things"]
on             = "amount"
at_most        = "12 USD"
per            = "fact"
excess         = "forfeited"
after_reversal = "freed"

[[component]]
id = "one"
on = "paid"

  [[component.rule]]
  id       = "by-steps"
  because  = "Clause 1"
  when     = "always"
  payee    = "each_by_share"
  pays     = { tiers = "steps", of = "collected" }
  hold     = "none"
  clawback = "none"

[[component]]
id = "two"
on = "paid"

  [[component.rule]]
  id       = "by-points"
  because  = "Clause 2"
  when     = "always"
  payee    = "each_by_share"
  pays     = { tiers = "points", of = "collected" }
  hold     = "none"
  clawback = "none"

[[component]]
id = "three"
on = "won"

  [[component.rule]]
  id       = "by-margin"
  because  = "Clause 3"
  when     = "always"
  payee    = "each_in_full"
  pays     = { tiers = "margins", of = "value" }
  hold     = { until = "installed" }
  clawback = { on = ["cancelled"], take = { pro_rata = "days" }, window = { days = 100, after = "won", last_day = "out" }, refund_target = "proportional" }

[[component]]
id = "four"
on = "won"

  [[component.rule]]
  id       = "by-things"
  because  = "Clause 4"
  when     = "always"
  payee    = { manager_of = "originator", on = "won" }
  pays     = { per_unit = "5 USD", of = "quantity" }
  hold     = "none"
  clawback = "none"

[[component]]
id = "five"
on = "won"

  [[component.rule]]
  id       = "a-fee"
  because  = "Clause 8"
  when     = { lead = ["upgrade"] }
  payee    = "originator"
  pays     = { flat = "25 USD" }
  hold     = "none"
  clawback = "none"

  [[component.rule]]
  id       = "no-fee"
  because  = "Clause 8"
  when     = "otherwise"
  payee    = "originator"
  pays     = "nothing"
"#;

fn shown() -> Value {
    let shell = Shell::new();
    shell.write("plan.toml", PLAN);
    shell.run("plan check plan.toml").done();
    shell.run("--json plan show plan.toml").done().json()
}

fn rule<'a>(plan: &'a Value, id: &str) -> &'a Value {
    let components = plan["components"].as_array().unwrap().iter();
    let mut rules = components.flat_map(|it| it["rules"].as_array().unwrap());
    rules.find(|it| it["rule"] == id).unwrap()
}

/// The rows of a table, each as `at, on: pays`, with the part of the why that is not the rate.
fn rows(table: &Value) -> Vec<String> {
    let row = |row: &Value| {
        let at = [&row["at"], &row["on"]].map(|it| it.as_str().unwrap_or("-"));
        let why = row["why"].as_str().unwrap();
        let bound = why.split_once(", ").map(|(_, bound)| format!(" ({bound})"));
        let pays = row["pays"].as_str().unwrap();
        format!("{}, {}: {pays}{}", at[0], at[1], bound.unwrap_or_default())
    };
    table["rows"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn steps_with_a_floor_and_a_cap_are_shown_where_each_begins() {
    let plan = shown();
    let tables = rule(&plan, "by-steps")["pay_at"].as_array().unwrap();
    assert_eq!(
        (&tables[0]["campaign"], &tables[0]["at"]),
        (&Value::Null, &"what is collected".into())
    );
    assert_eq!(
        rows(&tables[0]),
        [
            "0.00 USD, -: 0.00 USD",
            // 49.99 x 2% = 0.9998, and 50.00 x 2% = 1.00
            "49.99 USD, -: 1.00 USD (floor a-dollar raises 0.9998 USD to 1.00 USD)",
            "50.00 USD, -: 1.00 USD (floor a-dollar is met)",
            // 999.99 x 2% = 19.9998; 1000.00 x 2% = 20.00; + 0.01 x 3% = 20.0003
            "999.99 USD, -: 20.00 USD",
            "1000.00 USD, -: 20.00 USD",
            "1000.01 USD, -: 20.00 USD",
            // 20.00 + 3% of (x - 1000.00) = 50.00 at x = 2000.00; a cent less gives 49.9997
            "1999.99 USD, -: 50.00 USD",
            "2000.00 USD, -: 50.00 USD (cap fifty is reached)",
        ]
    );
    assert_eq!(tables[1]["campaign"], "double");
    let double = "campaign double x 200%";
    assert_eq!(
        rows(&tables[1]),
        [
            "0.00 USD, -: 0.00 USD".to_owned(),
            // 24.99 x 2% x 2 = 0.9996, and 25.00 x 2% x 2 = 1.00
            format!(
                "24.99 USD, -: 1.00 USD ({double}, floor a-dollar raises 0.9996 USD to 1.00 USD)"
            ),
            format!("25.00 USD, -: 1.00 USD ({double}, floor a-dollar is met)"),
            format!("999.99 USD, -: 40.00 USD ({double})"),
            format!("1000.00 USD, -: 40.00 USD ({double})"),
            format!("1000.01 USD, -: 40.00 USD ({double})"),
            // 40.00 + 6% of (x - 1000.00) = 50.00 between 1166.66 (49.9996) and 1166.67 (50.0002)
            format!("1166.66 USD, -: 50.00 USD ({double})"),
            format!(
                "1166.67 USD, -: 50.00 USD ({double}, cap fifty cuts 50.0002 USD to 50.00 USD)"
            ),
        ]
    );
    let why = |row: usize| tables[0]["rows"][row]["why"].as_str().unwrap();
    assert_eq!((why(0), why(5)), ("nothing", "2% of 1000.00 USD + 3% of 0.01 USD"));
    assert_eq!(
        tables[0]["rows"][5]["steps"].as_array().unwrap().last().unwrap()["round"][2],
        "20.00 USD"
    );
}

#[test]
fn points_margins_things_and_fees_have_their_tables() {
    let plan = shown();
    let table = |id: &str, at: usize| rows(&rule(&plan, id)["pay_at"][at]);
    assert_eq!(
        table("by-points", 0),
        [
            "0.00 USD, -: 0.00 USD",
            "50.00 USD, -: 1.00 USD",  // 2% half way
            "100.00 USD, -: 3.00 USD", // 3% at the last point
            "150.00 USD, -: 4.50 USD", // and it stays
        ]
    );
    // A bound belongs to the lower step: 20% is still 5%, a millionth above is 10%.
    assert_eq!(
        table("by-margin", 0),
        [
            "0%, 1000.00 USD: 50.00 USD",
            "19.9999%, 1000.00 USD: 50.00 USD",
            "20%, 1000.00 USD: 50.00 USD",
            "20.0001%, 1000.00 USD: 100.00 USD",
        ]
    );
    assert_eq!(rule(&plan, "by-margin")["pay_at"][0]["on"], "the deal's value");
    assert_eq!(
        table("by-things", 0),
        [
            "0, -: 0.00 USD",
            "2, -: 10.00 USD",
            "3, -: 12.00 USD (cap twelve cuts 15.00 USD to 12.00 USD)",
            "10, -: 12.00 USD (cap twelve cuts 50.00 USD to 12.00 USD)",
        ]
    );
    assert_eq!(table("a-fee", 0), ["-, -: 25.00 USD"]);
    assert_eq!(table("a-fee", 1), ["-, -: 35.00 USD (campaign ten-more + 10.00 USD)"]);
    assert_eq!(rule(&plan, "no-fee")["pay_at"].as_array().unwrap().len(), 0);
}

#[test]
fn the_page_has_each_table_below_its_paragraph() {
    let shell = Shell::new();
    shell.write("plan.toml", PLAN);
    let page = shell.run("plan show plan.toml").done();
    page.says(&[
        "    One payee alone gets, for so much in all:\n      what is collected       pays  why\n",
        "            2000.00 USD  50.00 USD  2% of 1000.00 USD + 3% of 1000.00 USD, cap fifty",
        "    In campaign double one payee alone gets, for so much in all:\n",
        "      margin of cost  on the deal's value        pays  why\n",
        "    One payee alone gets, each time:\n      25.00 USD  flat\n",
    ]);
}

#[test]
fn a_cap_at_payout_is_said() {
    let shell = Shell::new();
    let pays = "[[cap]]\nid = \"paid\"\nbecause = \"Clause 9\"\nrules = [\"by-points\"]\n\
                on = \"amount\"\nat_most = \"90 USD\"\n\
                per = { per = \"payee\", period = \"quarter\" }\nexcess = \"carried\"\n\
                after_reversal = \"freed\"\nmeasured_at = \"payout\"\n\n[[component]]";
    shell.write("plan.toml", &PLAN.replacen("[[component]]", pays, 1));
    let page = shell.run("plan show plan.toml").done();
    let flat: String = page.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = "Cap paid (Clause 9): at most 90.00 USD paid to a payee by the runs of a calendar \
                    quarter; what is above it stays payable for later runs, and what is taken back \
                    makes room again.";
    assert!(flat.contains(sentence), "{sentence:?} is not in:\n{}", page.out);
}

#[test]
fn a_cap_on_the_base_and_one_at_vesting_are_said() {
    let shell = Shell::new();
    let on_amount = "on             = \"amount\"\nat_most        = \"50 USD\"";
    let on_base = "on             = \"base\"\nat_most        = \"1_500 USD\"";
    let vests = "[[cap]]\nid = \"vests\"\nbecause = \"Clause 9\"\nrules = [\"by-points\"]\n\
                 on = \"amount\"\nat_most = \"90 USD\"\n\
                 per = { per = \"payee\", period = \"month\" }\nexcess = \"forfeited\"\n\
                 after_reversal = \"freed\"\nmeasured_at = \"vesting\"\n\n[[component]]";
    let plan = PLAN.replacen(on_amount, on_base, 1).replacen("[[component]]", vests, 1);
    assert!(plan.contains(on_base));
    shell.write("plan.toml", &plan);
    let shown = shell.run("--json plan show plan.toml").done().json();
    let table = rows(&rule(&shown, "by-steps")["pay_at"][0]);
    // 20.00 + 3% of 500.00
    let reached = "1500.00 USD, -: 35.00 USD (cap fifty is reached)";
    assert!(table.iter().any(|row| row == reached), "{table:?}");
    let page = shell.run("plan show plan.toml").done();
    let flat: String = page.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "Cap fifty (Clause 6): at most 1500.00 USD of what it is paid on count for a deal and all \
         roles of its split; what is above it earns nothing, and what is taken back makes room \
         again.",
        "Cap vests (Clause 9): at most 90.00 USD for a payee in a calendar month, by the day it \
         vests; nobody gets what is above it, and what is taken back makes room again.",
    ] {
        assert!(flat.contains(sentence), "{sentence:?} is not in:\n{}", page.out);
    }
}

#[test]
fn a_plan_to_begin_with_is_printed_and_loads() {
    let shell = Shell::new();
    let example = shell.run("plan example").done().says(&["schema = 1\n", "[[tiers]]", "[[cap]]"]);
    shell.write("mine.toml", &example.out);
    shell.run("plan check mine.toml").done().says(&["is clean"]);
    // Who is passed on to is taken to be on file, and whom a cap per month counts is said.
    shell.write("passes.toml", &example.out.replace("\"carried\"", "{ passed_to = \"T09\" }"));
    shell.run("plan check passes.toml").done().says(&["is clean"]);
    let page = shell.run("plan show passes.toml").done();
    page.says(&["gets, for the first that its floors, caps and pools count:", "5% of 1000.00 USD"]);
    let json = shell.run("--json plan example").done().json();
    assert_eq!(json["text"], example.out);
    // 25000.00 x 2% + 16666.56 x 3% = 999.9968, half as much again 1499.9952; it is rounded before
    // the monthly cap sees it, and a cent less comes to 1499.99.
    let page = shell.run("plan show mine.toml").done();
    page.says(&[
        "41666.56 USD  1500.00 USD  2% of 25000.00 USD + 3% of 16666.56 USD, campaign summer",
        "cap per-month cuts 1800.00 USD to 1500.00 USD and carries the rest",
    ]);
}

#[test]
fn every_word_of_the_language_can_be_said() {
    let shell = Shell::new();
    shell.write("whole.toml", include_str!("../plan_files/whole.toml"));
    let page = shell.run("plan show whole.toml").done();
    let flat: String = page.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "It is for the leads of those who are assigned to it on that day, and for no others.",
        "Pool lead-fees (Clause 25: the budget of marketing): 25000.00 USD for each calendar quarter, \
         that of the day of the fact, for all payees together, together with rule enterprise-lead; \
         who crosses its end gets what is left, who comes later nothing, and what is taken back \
         makes room again.",
        "With the report it can be told that segment is enterprise or smb.",
        "On top of that: 20% to the pre_sales, where there is one.",
        "In sharing every other part is rounded, and the originator takes what is left.",
        "No two campaigns are ever for one amount.",
        "each fact is rounded by itself, half to even; then the total of a reward so far",
        "Applies when the lead is upgrade or new_site and it was told that segment is enterprise.",
        "up to and with 5: 0.00 USD once; above 5: 100.00 USD more once",
        "Pays 20.00 USD to whoever was the manager of the originator on the day the lead was",
        "equipment-net of the payee's payments in a calendar month, in the order they were",
        "from 50000.00 USD, below 100000.00 USD: 3% of what lies there; from 100000.00 USD on: \
         4% of everything so far.",
        "equipment-net is what is collected on the lines of class machine or spare-part, without \
         tax, with freight, after discounts.",
        "Taken back is 100% of it at first and 50% from day 90 on, counted in days after paid.",
        "What went back counts no longer in the table.",
        "Campaign spring (Letter of 2027-02-15): if the day the deal was won lies from \
         2027-03-01 through 2027-04-30, the amount becomes 150% of itself",
        "50.00 USD more is paid with the first payment of a deal",
        "Floor least-service (Clause 20): at least 10.00 USD for a deal, once all that was won \
         has been collected; what the floor adds is never taken back.",
        "Cap most-a-deal (Clause 22): at most 5000.00 USD for a deal and all roles of its split, \
         together with rule service; nobody gets what is above it, and what is taken back makes \
         room again.",
        "what is above it is carried to the next period, and what is taken back makes no room.",
        "Cap a-dozen-payments (Clause 24): at most 12 payments are paid for a deal and all roles of \
         its split; what is above it goes to T99",
        "1% at 0.00 USD and 3% at 80000.00 USD, in between on a straight line, and after the last \
         it goes on along the same line. That rate pays on everything so far.",
        "until 12 months after won, that day not included. Only the part of these months that is \
         not completed then is taken back. After a refund the rule is reckoned anew",
        "deal-margin is price less cost of all lines but those of class financing, without tax \
         and freight, before discounts; below zero it counts, and later ones fill that up first.",
        "to everyone credited, each of them the whole",
        "It is held until installed.",
        "all of the payee's team's installations in a calendar quarter",
        "machines is the quantity of the lines of class machine.",
        "Pays 0.50 USD for each one of the quantity to the originator.",
    ] {
        assert!(flat.contains(sentence), "{sentence:?} is not in:\n{}", page.out);
    }
}
