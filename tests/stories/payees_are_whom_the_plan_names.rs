//! Who is paid, and which part: splits of the base and of the amount, rest-takers, overlays, each
//! in full, one role, managers by day. And in which order amounts are rounded and divided.

use crate::options::{CLAWBACK, plan, under};
use crate::support::{Company, said, whys};
use referral_ledger::amount;
use referral_ledger::lead::LeadKind;
use referral_ledger::payee::WorkerClass;

const CUMULATIVE: &str = "{ mode = \"half_even\", basis = \"cumulative\" }";
const OVERLAY: &str = "[[overlay]]\nrole = \"pre_sales\"\nshare = \"20%\"\n\n";
const LARGEST: &str = "leftover = \"largest_remainder\"";

/// What payments bring when ana reports, ben helps and cleo does the pre-sales.
fn earned(words: &[(&str, &str)], payments: &[referral_ledger::money::Amount]) -> Vec<String> {
    let usual = [("payee", "\"each_by_share\""), ("clawback", CLAWBACK)];
    let mut company = under(&[words, &usual].concat());
    company.sells_with("ana", "D", &credits(words));
    let mut earned = Vec::new();
    for (net, number) in payments.iter().zip(1..) {
        earned.extend(said(&company.receives(&format!("P{number}"), "D", *net)));
    }
    company.obeys_the_laws();
    // What went back in full leaves nothing.
    for (net, number) in payments.iter().zip(1..) {
        company.refunds(&format!("F{number}"), &format!("P{number}"), *net);
    }
    for payee in ["ana", "ben", "cleo"] {
        assert_eq!(company.places(payee), ["0.00"; 5], "{payee}");
    }
    company.obeys_the_laws();
    earned
}

fn credits(words: &[(&str, &str)]) -> Vec<(&'static str, &'static str)> {
    let has_overlay = words.iter().any(|(_, value)| value.contains("pre_sales"));
    let all = [("co_source", "ben"), ("pre_sales", "cleo")];
    all[..if has_overlay { 2 } else { 1 }].to_vec()
}

#[test]
fn the_base_or_the_amount_is_divided() {
    // A table whose second step pays more: divided first, 60% of 1,500 is 900 and stays below the
    // bound, and so does 600; divided after, the whole 1,500 reaches it.
    let table = "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\naccumulate = \"each_fact\"\n\
                 boundary = \"upper\"\nsteps = [{ above = \"0 USD\", rate = \"2%\", way = \
                 \"marginal\" }, { above = \"1_000 USD\", rate = \"4%\", way = \"marginal\" }]\n";
    let pays = ("pays", "{ tiers = \"t\", of = \"collected\" }");
    let by = |order: &str, head: &str| {
        let words = [("order", order), ("head", head), ("tables", table), pays];
        earned(&words, &[amount!(1_500.00 USD)])
    };
    // 900 x 2% and 600 x 2%.
    let credit = by("[\"credit_split\", \"rate\", \"round\"]", LARGEST);
    assert_eq!(credit, ["ana 18.00", "ben 12.00"]);
    // 1,000 x 2% + 500 x 4% = 40.00: 60% and 40%, divided before or after it is rounded.
    let pay = by("[\"rate\", \"pay_split\", \"round\"]", "");
    assert_eq!(pay, ["ana 24.00", "ben 16.00"]);
    assert_eq!(by("[\"rate\", \"round\", \"pay_split\"]", LARGEST), pay);
}

#[test]
fn a_cent_of_the_base_goes_by_the_largest_remainder_or_to_who_takes_the_rest() {
    // 60% of 100.01 is 60.006 and 40% is 40.004. At 100% of it: by the largest remainder 60.01 and
    // 40.00; where ana takes the rest ben's 40.004 is 40.00; where ben does ana's 60.006 is 60.01.
    let order = ("order", "[\"credit_split\", \"rate\", \"round\"]");
    let pays = ("pays", "{ rate = \"100%\", of = \"collected\" }");
    let by = |leftover: &str, net| {
        let head = format!("leftover = \"{leftover}\"");
        earned(&[order, ("head", &head), pays], &[net])
    };
    for leftover in ["largest_remainder", "originator", "co_source"] {
        assert_eq!(by(leftover, amount!(100.01 USD)), ["ana 60.01", "ben 40.00"], "{leftover}");
    }
    // Of 0.01 it is 0.006 and 0.004; of 0.02 0.012 and 0.008: 0.01 each; of 0.03 0.018 and 0.012.
    assert_eq!(by("largest_remainder", amount!(0.01 USD)), ["ana 0.01", "ben 0.00"]);
    assert_eq!(by("co_source", amount!(0.02 USD)), ["ana 0.01", "ben 0.01"]);
    assert_eq!(by("originator", amount!(0.03 USD)), ["ana 0.02", "ben 0.01"]);
}

#[test]
fn units_left_over_go_by_the_largest_remainder_or_to_one_role() {
    // Three payments of 0.10 at 25% and cumulative rounding: 0.025 -> 0.02, 0.05, 0.075 -> 0.08.
    // In order 0.02, 0.03 and 0.03 are to be divided, so far 0.02, 0.05 and 0.08.
    let payments = [amount!(0.10 USD); 3];
    let by = |leftover: &str| {
        let head = format!("leftover = \"{leftover}\"");
        let words = [
            ("order", "[\"rate\", \"round\", \"pay_split\"]"),
            ("head", &*head),
            ("rounding", CUMULATIVE),
            ("pays", "{ rate = \"25%\", of = \"collected\" }"),
        ];
        earned(&words, &payments)
    };
    // 60%/40% of 0.02 are 0.012/0.008: 0.01 each, the larger fraction is ben's. Of 0.05 they are
    // 0.03/0.02: they lack 0.02 and 0.01. Of 0.08 they are 0.048/0.032: lacking 0.018 and 0.012.
    let largest = ["ana 0.01", "ben 0.01", "ana 0.02", "ben 0.01", "ana 0.02", "ben 0.01"];
    assert_eq!(by("largest_remainder"), largest);
    // Ben's 40% rounded: 0.008 -> 0.01, 0.02, 0.032 -> 0.03. Ana takes the rest: the same here.
    assert_eq!(by("originator"), largest);
    // Ana's 60% rounded: 0.012 -> 0.01, 0.03, 0.048 -> 0.05. Ben takes the rest.
    assert_eq!(by("co_source"), largest);
}

#[test]
fn who_takes_the_rest_shows_where_three_share() {
    let thirds = "[[split]]\nrole = \"desk\"\nshare = \"33%\"\nwhen_absent = \"originator\"\n\n";
    let by = |leftover: &str| {
        let head = format!("leftover = \"{leftover}\"");
        let mut company = under(&[
            ("order", "[\"rate\", \"round\", \"pay_split\"]"),
            ("head", &*head),
            ("ana", "\"34%\""),
            ("ben", "\"33%\""),
            ("tables", thirds),
            ("payee", "\"each_by_share\""),
            ("pays", "{ rate = \"100%\", of = \"collected\" }"),
        ]);
        company.sells_with("ana", "D", &[("co_source", "ben"), ("desk", "cleo")]);
        let earned = said(&company.receives("P", "D", amount!(0.05 USD)));
        company.obeys_the_laws();
        earned
    };
    // Of 0.05 they are 0.017, 0.0165 and 0.0165: the two cents over 0.01 each go to 0.7, and of
    // two equal fractions to the first role of the plan.
    assert_eq!(by("largest_remainder"), ["ana 0.02", "ben 0.02", "cleo 0.01"]);
    // Rounded they are 0.02, 0.02 and 0.02; who takes the rest has what the others leave.
    assert_eq!(by("originator"), ["ana 0.01", "ben 0.02", "cleo 0.02"]);
    assert_eq!(by("co_source"), ["ana 0.02", "ben 0.01", "cleo 0.02"]);
    assert_eq!(by("desk"), ["ana 0.02", "ben 0.02", "cleo 0.01"]);
}

#[test]
fn an_overlay_is_paid_on_top_of_the_whole() {
    let payments = [amount!(100.00 USD), amount!(33.33 USD)];
    let by = |order: &str, head: &str| {
        let words = [("order", order), ("head", head), ("tables", OVERLAY)];
        earned(&words, &payments)
    };
    // 10.00: 6.00 and 4.00, and 20% of the whole on top. Of 3.333: 1.9998, 1.3332 and 0.6666.
    let expected = ["ana 6.00", "ben 4.00", "cleo 2.00", "ana 2.00", "ben 1.33", "cleo 0.67"];
    assert_eq!(by("[\"rate\", \"pay_split\", \"round\"]", ""), expected);
    assert_eq!(by("[\"rate\", \"round\", \"pay_split\"]", LARGEST), expected);
    assert_eq!(by("[\"credit_split\", \"rate\", \"round\"]", LARGEST), expected);
}

#[test]
fn nobody_is_paid_for_an_overlay_that_nobody_holds() {
    let mut company = under(&[
        ("order", "[\"rate\", \"pay_split\", \"round\"]"),
        ("tables", OVERLAY),
        ("payee", "\"each_by_share\""),
    ]);
    company.sells_with("ana", "D", &[("co_source", "ben")]);
    let paid = company.receives("P", "D", amount!(100.00 USD));
    assert_eq!(said(&paid), ["ana 6.00", "ben 4.00"]);
    company.obeys_the_laws();
}

/// What all payees have together was more than a cap, by what overlays are paid on top of the
/// whole.
#[test]
fn a_cap_per_deal_cuts_the_whole_and_an_overlay_is_paid_on_top_of_it() {
    let cap = "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
               at_most = \"15 USD\"\nper = \"deal\"\nexcess = \"forfeited\"\n\
               after_reversal = \"freed\"\n\n";
    let payments = [amount!(100.00 USD), amount!(100.00 USD), amount!(100.00 USD)];
    let by = |order: &str, head: &str| {
        let tables = format!("{OVERLAY}{cap}");
        earned(&[("order", order), ("head", head), ("tables", &*tables)], &payments)
    };
    // 10.00, then 5.00 are left, then nothing: 60%, 40%, and 20% on top.
    let expected = [
        "ana 6.00",
        "ben 4.00",
        "cleo 2.00",
        "ana 3.00",
        "ben 2.00",
        "cleo 1.00",
        "ana 0.00",
        "ben 0.00",
        "cleo 0.00",
    ];
    assert_eq!(by("[\"rate\", \"deal_cap\", \"pay_split\", \"round\"]", ""), expected);
    assert_eq!(by("[\"rate\", \"deal_cap\", \"round\", \"pay_split\"]", LARGEST), expected);
    assert_eq!(by("[\"credit_split\", \"rate\", \"deal_cap\", \"round\"]", LARGEST), expected);
}

#[test]
fn each_is_paid_by_share_in_full_or_one_role_alone() {
    let by = |payee: &str| {
        let order = "[\"rate\", \"pay_split\", \"round\"]";
        earned(&[("order", order), ("payee", payee)], &[amount!(100.00 USD)])
    };
    assert_eq!(by("\"each_by_share\""), ["ana 6.00", "ben 4.00"]);
    assert_eq!(by("\"each_in_full\""), ["ana 10.00", "ben 10.00"]);
    assert_eq!(by("\"originator\""), ["ana 10.00"]);
    assert_eq!(by("\"co_source\""), ["ben 10.00"]);
    // Nobody is co-source: the originator covers the role.
    let mut company = under(&[("payee", "\"co_source\"")]);
    company.sells_with("ana", "D", &[]);
    assert_eq!(said(&company.receives("P", "D", amount!(100.00 USD))), ["ana 10.00"]);
    company.obeys_the_laws();
}

#[test]
fn the_manager_is_the_one_of_the_day_the_plan_names() {
    // Ben manages ana until 31 January, cleo from February on.
    let by = |on: &str| {
        let payee = format!("{{ manager_of = \"originator\", on = \"{on}\" }}");
        let mut company = under(&[("payee", &payee), ("clawback", CLAWBACK)]);
        company.is_managed("ana", Some("ben"), "2026-01-01");
        company.is_managed("ana", Some("cleo"), "2026-02-01");
        company.on("2026-01-20").reports("ana", "D", LeadKind::NewEquipment);
        company.on("2026-01-31").wins("D");
        company.on("2026-02-01");
        let paid = company.receives("P", "D", amount!(100.00 USD));
        let back = said(&company.refunds("F", "P", amount!(100.00 USD)));
        company.obeys_the_laws();
        ([said(&paid), back].concat(), whys(&paid))
    };
    assert_eq!(by("reported").0, ["ben 10.00", "ben -10.00"]);
    let (won, why) = by("won");
    assert_eq!(won, ["ben 10.00", "ben -10.00"]);
    let step = "\n  ben is the manager of the originator on 2026-01-31\n";
    assert!(why[0].contains(step), "{}", why[0]);
    assert_eq!(by("paid").0, ["cleo 10.00", "cleo -10.00"]);
}

#[test]
fn who_has_no_manager_on_that_day_brings_nobody_anything() {
    let payee = "{ manager_of = \"co_source\", on = \"paid\" }";
    let mut company = under(&[("payee", payee)]);
    company.hires("dora", WorkerClass::Employee);
    company.is_managed("ben", Some("dora"), "2026-01-01");
    company.is_managed("ben", None, "2026-02-01");
    company.sells_with("ana", "D", &[("co_source", "ben")]);
    assert_eq!(said(&company.receives("P1", "D", amount!(100.00 USD))), ["dora 10.00"]);
    company.on("2026-02-01");
    let paid = company.receives("P2", "D", amount!(100.00 USD));
    assert_eq!(said(&paid), ["ben 0.00"]);
    assert!(whys(&paid)[0].ends_with("\n  nothing: there was no manager on 2026-02-01"));
    company.obeys_the_laws();
}

#[test]
fn amounts_are_rounded_each_fact_cumulatively_or_twice() {
    let payments = [amount!(0.25 USD), amount!(0.25 USD), amount!(0.25 USD)];
    let by = |order: &str, rounding: &str, tables: &str| {
        let head = if tables.is_empty() { "" } else { "campaigns = \"never_meet\"" };
        let words = [
            ("order", order),
            ("rounding", rounding),
            ("head", head),
            ("tables", tables),
            ("payee", "\"originator\""),
        ];
        earned(&words, &payments)
    };
    let once = "[\"rate\", \"round\"]";
    let each =
        |mode: &str| by(once, &format!("{{ mode = \"{mode}\", basis = \"each_fact\" }}"), "");
    let cumulative =
        |mode: &str| by(once, &format!("{{ mode = \"{mode}\", basis = \"cumulative\" }}"), "");
    // 0.025 each; 0.025, 0.05 and 0.075 so far.
    assert_eq!(each("half_even"), ["ana 0.02", "ana 0.02", "ana 0.02"]);
    assert_eq!(each("half_away_from_zero"), ["ana 0.03", "ana 0.03", "ana 0.03"]);
    assert_eq!(each("toward_zero"), ["ana 0.02", "ana 0.02", "ana 0.02"]);
    assert_eq!(each("away_from_zero"), ["ana 0.03", "ana 0.03", "ana 0.03"]);
    assert_eq!(cumulative("half_even"), ["ana 0.02", "ana 0.03", "ana 0.03"]);
    assert_eq!(cumulative("half_away_from_zero"), ["ana 0.03", "ana 0.02", "ana 0.03"]);
    assert_eq!(cumulative("toward_zero"), ["ana 0.02", "ana 0.03", "ana 0.02"]);
    assert_eq!(cumulative("away_from_zero"), ["ana 0.03", "ana 0.02", "ana 0.03"]);
    // Rounded, and half as much again: 0.02 x 150% = 0.03. Rounded only then it is 0.0375 -> 0.04.
    let half = "[[campaign]]\nid = \"half\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                effective = { from = 2026-01-01 }\ndated_by = \"won\"\nmultiply = \"150%\"\n";
    let each = "{ mode = \"half_even\", basis = \"each_fact\" }";
    let later = by("[\"rate\", \"campaign\", \"round\"]", each, half);
    assert_eq!(later, ["ana 0.04", "ana 0.04", "ana 0.04"]);
    let twice = "[\"rate\", \"round\", \"campaign\", \"round\"]";
    let both = by(twice, &format!("[{each}, {each}]"), half);
    assert_eq!(both, ["ana 0.03", "ana 0.03", "ana 0.03"]);
    // 0.0375, 0.075 and 0.1125 so far.
    let so_far = by("[\"rate\", \"campaign\", \"round\"]", CUMULATIVE, half);
    assert_eq!(so_far, ["ana 0.04", "ana 0.04", "ana 0.03"]);
}

#[test]
fn a_cap_before_or_after_the_rounding() {
    // 10% of 0.25 is 0.025, and at most 0.01 a fact. What is above it is cleo's.
    let cap = "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
               at_most = \"0.01 USD\"\nper = \"fact\"\nexcess = { passed_to = \"cleo\" }\n\
               after_reversal = \"freed\"\n";
    let by = |order: &str| {
        let words = [("order", order), ("tables", cap), ("payee", "\"originator\"")];
        earned(&words, &[amount!(0.25 USD)])
    };
    // Cut first, 0.015 are above it, rounded to even 0.02. Rounded first, 0.02 is 0.01 above it.
    assert_eq!(by("[\"rate\", \"deal_cap\", \"round\"]"), ["ana 0.01", "cleo 0.02"]);
    assert_eq!(by("[\"rate\", \"round\", \"deal_cap\"]"), ["ana 0.01", "cleo 0.01"]);
}

#[test]
fn a_plan_that_splits_nothing_pays_the_originator_alone() {
    let mut company = Company::with_plan(&plan(&[]));
    company.on("2026-01-10").sells_with("ana", "D", &[("co_source", "ben")]);
    assert_eq!(said(&company.receives("P", "D", amount!(100.00 USD))), ["ana 10.00"]);
    company.obeys_the_laws();
}
