//! A plan that uses every table of the language is read into the data it says, and the choices it
//! could have made otherwise are read as well.

use proptest::prelude::*;
use referral_ledger::deal::Milestone;
use referral_ledger::plan::Plan;
use referral_ledger::plan::base::{Base, Classes, Counted};
use referral_ledger::plan::cap::{AtMost, Excess};
use referral_ledger::plan::clawback::{Clawback, ClawbackTerms, TakeBack, Window};
use referral_ledger::plan::hold::Hold;
use referral_ledger::plan::pool::{DatedBy, Each, PoolCounts};
use referral_ledger::plan::rule::{Formula, Payees, Pays, Terms};
use referral_ledger::plan::stage::{Basis, Leftover};
use referral_ledger::plan::tiers::{Accumulate, Measure, Span, StepPays, Table, Tiers};

const GOOD: &str = include_str!("../plan_files/good.toml");
const WHOLE: &str = include_str!("../plan_files/whole.toml");

/// Edits a plan, so that each edit hits exactly one place.
fn edited(plan: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(plan.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "the edit of {from:?} hits one place");
        text.replace(from, to)
    })
}

/// What is said of an edited plan, or that it was read.
fn said(edits: &[(&str, &str)]) -> Result<Plan, String> {
    Plan::read(&edited(WHOLE, edits)).map_err(|findings| findings.to_string())
}

fn terms(plan: &Plan, rule: &str) -> Terms {
    let id = rule.parse().unwrap();
    match &plan.rule(&id).unwrap().1.pays {
        Pays::Money(terms) => terms.clone(),
        Pays::InKind(_) | Pays::Nothing { .. } => panic!("{rule} pays no money"),
    }
}

#[test]
fn names_become_positions_and_bounds_become_grains() {
    let plan = Plan::read(WHOLE).unwrap();
    let formula = |rule| terms(&plan, rule).formula;
    let of = |position| Some(Base::Named(position));
    assert_eq!(formula("equipment"), Formula::Tiers { tiers: 0, of: of(0) });
    assert_eq!(formula("margin-share"), Formula::Tiers { tiers: 1, of: of(1) });
    assert_eq!(formula("machines-running"), Formula::Tiers { tiers: 3, of: of(2) });
    assert_eq!(formula("enterprise-lead"), Formula::Tiers { tiers: 4, of: None });
    assert!(matches!(formula("things-handed-over"), Formula::PerUnit { of: Base::Quantity, .. }));

    let bounds = |tiers: &Tiers| -> Vec<i64> {
        match &tiers.table {
            Table::Steps { steps, .. } => steps.iter().map(|step| step.above).collect(),
            Table::Points { points, .. } => points.iter().map(|point| point.at).collect(),
        }
    };
    let all: Vec<_> = plan.tiers.iter().map(bounds).collect();
    let expected: [&[i64]; 5] =
        [&[0, 5_000_000, 10_000_000], &[0, 125_000], &[0, 8_000_000], &[0, 10], &[0, 5]];
    assert_eq!(all, expected);
    assert_eq!(plan.tiers[0].measure, Measure::Of(Base::Named(0)));
    assert!(matches!(plan.tiers[3].accumulate, Accumulate::Period(..)));
    let Table::Steps { steps, .. } = &plan.tiers[3].table else { panic!("steps") };
    assert!(matches!(steps[1].pays, StepPays::PerUnit(amount) if amount.minor() == 750));
}

#[test]
fn every_table_says_what_it_says() {
    let plan = Plan::read(WHOLE).unwrap();
    assert_eq!(plan.roundings.len(), 2);
    assert_eq!(plan.rounding().basis, Basis::Cumulative);
    assert_eq!(plan.leftover, Some(Leftover::Role("originator".parse().unwrap())));
    assert_eq!(plan.split.overlays.len(), 1);
    assert!(matches!(plan.bases[1].of, Counted::Margin(extras, true) if extras.discount));
    assert!(matches!(&plan.bases[0].classes, Classes::Only(classes) if classes.len() == 2));
    assert_eq!(plan.campaigns[1].effective.until, None);
    assert_eq!(plan.caps[2].at_most, AtMost::Count(12));
    assert_eq!(plan.pools[0].each, Each::Period(Span::Quarter, DatedBy::Fact));
    assert_eq!(plan.pools[0].counts, PoolCounts::AllPayees);
    assert_eq!(plan.caps[2].excess, Excess::PassedTo("T99".parse().unwrap()));

    let manager =
        Payees::ManagerOf { role: "originator".parse().unwrap(), on: Milestone::Reported };
    assert_eq!(terms(&plan, "small-lead").to, manager);
    assert_eq!(terms(&plan, "enterprise-lead").hold, Hold::Until(Milestone::Installed));
    let Clawback::Terms(ClawbackTerms { take, window, .. }) = terms(&plan, "service").clawback
    else {
        panic!("service has a clawback")
    };
    assert_eq!(take, TakeBack::ProRataMonths);
    assert_eq!(window, Window::Months { months: 12, after: Milestone::Won });
}

/// The good plan in this order, with what the order asks for, and no rule that needs a split.
fn in_order(stages: &[&str]) -> String {
    let place = |stage| stages.iter().rposition(|other| *other == stage);
    let leaves_over = place("credit_split").is_some() || place("pay_split") > place("round");
    let rounding = |basis| format!("{{ mode = \"half_even\", basis = \"{basis}\" }}");
    let roundings = match stages.iter().filter(|stage| **stage == "round").count() {
        0 | 1 => rounding("cumulative"),
        _ => format!("[{}, {}]", rounding("each_fact"), rounding("cumulative")),
    };
    let leftover = if leaves_over { "leftover  = \"largest_remainder\"\n" } else { "" };
    let order = format!("{stages:?}");
    let edits = [
        ("[\"rate\", \"round\", \"pay_split\"]", order.as_str()),
        ("{ mode = \"half_even\", basis = \"cumulative\" }", &roundings),
        ("leftover  = \"largest_remainder\"\n", leftover),
        ("\"each_by_share\"\n  pays     = { rate", "\"desk\"\n  pays     = { rate"),
        ("\"each_by_share\"\n  pays     = \"nothing\"", "\"desk\"\n  pays     = \"nothing\""),
    ];
    edited(GOOD, &edits)
}

#[test]
fn these_orders_are_read_and_no_other() {
    let words = ["credit_split", "rate", "campaign", "pay_split", "round"];
    let mut read = Vec::new();
    // Every list of one to five stages.
    for length in 1..=5 {
        for number in 0..words.len().pow(length) {
            let stages: Vec<&str> =
                (0..length).map(|place| words[number / words.len().pow(place) % 5]).collect();
            match Plan::read(&in_order(&stages)) {
                Ok(_) => read.push(stages.join(" ")),
                Err(findings) => {
                    let of_order = findings.iter().filter(|it| it.code.starts_with("P03")).count();
                    assert!(of_order > 0, "{stages:?}:\n{findings}");
                }
            }
        }
    }
    let expected = [
        "rate round",
        "rate round pay_split",
        "credit_split rate round",
        "rate campaign round",
        "rate pay_split round",
        "rate campaign round pay_split",
        "credit_split rate campaign round",
        "rate pay_split campaign round",
        "rate round campaign round",
        "rate campaign pay_split round",
        "rate round campaign round pay_split",
        "credit_split rate round campaign round",
        "rate pay_split round campaign round",
        "rate round campaign pay_split round",
    ];
    assert_eq!(read, expected);
}

#[test]
fn what_makes_sense_is_read() {
    let variants: [&[(&str, &str)]; 22] = [
        &[("\"assigned\"", "\"everyone\"")],
        &[("leftover   = \"originator\"", "leftover   = \"largest_remainder\"")],
        &[("\"never_meet\"", "\"multiply\""), ("2027-06-01", "2027-04-01")],
        &[("\"never_meet\"", "\"largest\""), ("2027-06-01", "2027-04-01")],
        // The day on which one ends is the first on which another may begin.
        &[("2027-06-01", "2027-05-01")],
        &[("multiply  = \"150%\"", "multiply  = \"0.0001%\"")],
        &[("per = \"deal\" }", "per = \"fact\" }")],
        &[(
            "\"counted\"\n\n[[base]]\nid      = \"machines\"",
            "\"zero\"\n\n[[base]]\nid      = \"machines\"",
        )],
        &[("{ without = [\"financing\"] }", "\"all\"")],
        &[("{ above = 10, per_unit", "{ above = 1_000_000_000, per_unit")],
        &[("\"margin_percent_of_price\"", "\"margin_percent_of_cost\"")],
        &[("\"continues\"", "\"stays\"")],
        // A floor may be as high as a cap, and a step of what is taken back may begin on the last
        // day of its window.
        &[("at_least = \"10 USD\"", "at_least = \"5_000 USD\"")],
        &[("from_day = 90", "from_day = 180")],
        &[("from_day = 90", "from_day = 1"), ("take = \"50%\"", "take = \"0%\"")],
        &[
            (
                "{ days = 180, after = \"paid\", last_day = \"in\" }",
                "{ months = 3, after = \"paid\" }",
            ),
            ("from_day = 90", "from_day = 91"),
        ],
        &[("{ months = 12, after = \"won\" }", "{ months = 120, after = \"installed\" }")],
        &[(
            "{ until = \"installed\" }\n  clawback = \"none\"",
            "{ until = \"won\" }\n  clawback = \"none\"",
        )],
        &[("on = \"reported\" }", "on = \"accepted\" }")],
        // Facts may be untold, so that the last rule is never dead.
        &[(
            "{ segment = [\"enterprise\"] }, lead = [\"upgrade\", \"new_site\"]",
            "{ segment = [\"enterprise\"] }",
        )],
        &[("passed_to = \"T99\"", "passed_to = \"host/99+a\"")],
        &[("{ flat = \"20 USD\" }", "{ per_unit = \"20 USD\", of = \"count\" }")],
    ];
    for edits in variants {
        if let Err(findings) = said(edits) {
            panic!("{edits:?}:\n{findings}");
        }
    }
}

#[test]
fn rules_that_both_hold_come_with_what_was_told() {
    let edits = [(
        "{ facts = { segment = [\"smb\"] } }",
        "{ facts = { segment = [\"smb\", \"enterprise\"] } }",
    )];
    let both = said(&edits).unwrap_err();
    let case = "both hold for a lead of kind `upgrade`, segment told as `enterprise`";
    assert!(both.starts_with("P0704") && both.contains(case), "{both}");
    // A fact that only one of two rules asks for keeps nobody from having both.
    let edits = [("{ facts = { segment = [\"smb\"] } }", "{ lead = [\"new_site\"] }")];
    let both = said(&edits).unwrap_err();
    let case = "both hold for a lead of kind `new_site`, segment told as `enterprise`";
    assert!(both.starts_with("P0704") && both.contains(case), "{both}");
}

#[test]
fn campaigns_that_meet_come_with_the_days() {
    let summer = "effective = { from = 2027-06-01 }\ndated_by  = \"won\"";
    let meet = |from: &str, dated_by: &str| {
        let text = format!("effective = {{ from = {from} }}\ndated_by  = \"{dated_by}\"");
        said(&[(summer, &text)])
    };
    let both = meet("2027-04-30", "won").unwrap_err();
    assert!(both.contains("for the rule `service` when it is won on 2027-04-30"), "{both}");
    assert!(both.contains("see also line 125, column 13"), "{both}");
    let both = meet("2027-06-01", "paid").unwrap_err();
    assert!(both.contains("when it is won on 2027-03-01 and paid on 2027-06-01"), "{both}");
    // A payment may follow the win by years.
    let both = meet("2026-01-01", "paid").unwrap_err();
    assert!(both.contains("when it is won on 2027-03-01 and paid on 2027-03-01"), "{both}");
    assert!(meet("2027-05-01", "won").is_ok());
}

#[test]
fn a_name_that_is_not_there_is_told_the_nearest() {
    let pays = "{ tiers = \"growing\", of = \"collected\" }";
    let base = said(&[(pays, "{ tiers = \"growing\", of = \"deal-marge\" }")]).unwrap_err();
    assert!(base.contains("no base of this name; did you mean \"deal-margin\"?"), "{base}");
    let table = said(&[(pays, "{ tiers = \"grown\", of = \"collected\" }")]).unwrap_err();
    assert!(table.starts_with("P1002") && table.lines().count() == 2, "{table}");
    // Where a name cannot be read, it may be the one that is missed.
    let unread = said(&[
        ("id         = \"growing\"", "id         = \"grow ing\""),
        (pays, "{ tiers = \"grow-ing\", of = \"collected\" }"),
    ]);
    assert!(unread.unwrap_err().starts_with("P0501"));
}

#[test]
fn lists_have_bounds() {
    let overlays = "[[overlay]]\nrole = \"x\"\nshare = \"1%\"\n".repeat(51);
    let long = said(&[("[[overlay]]\nrole  = \"pre_sales\"\nshare = \"20%\"\n", &overlays)]);
    assert!(long.unwrap_err().starts_with("P0112"));
    let steps = |count: u32| {
        let step = |above| format!("{{ above = {above}, flat = \"1 USD\", way = \"marginal\" }}, ");
        (0..count).map(step).collect::<String>()
    };
    let first = "{ above = 0, flat = \"0 USD\", way = \"marginal\" },\n  { above = 5, flat = \"100 USD\", \
                 way = \"marginal\" },";
    assert!(said(&[(first, &steps(100))]).is_ok());
    assert!(said(&[(first, &steps(101))]).unwrap_err().starts_with("P0112"));
    let rules: Vec<String> = (0..51).map(|number| format!("\"r{number}\"")).collect();
    let rules = format!("[{}]", rules.join(", "));
    let long = said(&[("rules     = [\"service\"]", &format!("rules     = {rules}"))]);
    assert!(long.unwrap_err().starts_with("P0112"));
}

proptest! {
    #[test]
    fn no_damage_to_the_whole_plan_makes_the_reader_panic(
        damages in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<u8>(), 0..3_u8),
            1..6,
        ),
    ) {
        let mut bytes = WHOLE.as_bytes().to_vec();
        for (place, byte, how) in damages {
            let at = place.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Err(findings) = Plan::read(&text) {
            for finding in findings.iter() {
                let line = text.split('\n').nth(finding.line - 1).expect("the line is there");
                prop_assert!((1..=line.chars().count() + 1).contains(&finding.column));
            }
        }
    }

    #[test]
    fn no_shuffling_of_words_makes_the_reader_panic(
        moves in prop::collection::vec(any::<[prop::sample::Index; 2]>(), 1..6),
    ) {
        let mut words: Vec<&str> = WHOLE.split_inclusive([' ', '\n']).collect();
        for [one, other] in moves {
            let (one, other) = (one.index(words.len()), other.index(words.len()));
            words.swap(one, other);
        }
        if let Err(findings) = Plan::read(&words.concat()) {
            prop_assert!(findings.iter().count() > 0);
        }
    }
}
