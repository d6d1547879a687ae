//! Bases, choice by choice: which lines they count, and what of a line; what a negative margin
//! does; and declared facts. The arithmetic stands beside the amounts.

use crate::options::{at_cost, clawback, of_class, things, under};
use crate::support::forms::{report, win};
use crate::support::{Company, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{ReportLead, WinDeal};
use referral_ledger::deal::Line;
use referral_ledger::plan::fact::ToldFact;

/// A base `b` of these words.
fn base(of: &str, classes: &str, [tax, freight, discount]: [&str; 3]) -> String {
    let extras = match of {
        "quantity" => String::new(),
        _ => format!("tax = \"{tax}\"\nfreight = \"{freight}\"\ndiscount = \"{discount}\"\n"),
    };
    format!("[[base]]\nid = \"b\"\nof = \"{of}\"\nclasses = {classes}\n{extras}\n")
}

const NET: [&str; 3] = ["left_out", "left_out", "taken_off"];
const ON_BASE: (&str, &str) = ("pays", "{ rate = \"10%\", of = \"b\" }");

/// What payments bring under words, each in lines of its own.
fn earned(words: &[(&str, &str)], payments: &[Vec<Line>]) -> Vec<String> {
    let mut company = under(words);
    company.sells_for("D", vec![]);
    let mut earned = Vec::new();
    for (lines, number) in payments.iter().zip(1..) {
        earned.extend(said(&company.collects(&format!("P{number}"), "D", lines.clone())));
    }
    company.obeys_the_laws();
    earned
}

#[test]
fn a_base_counts_the_classes_it_names() {
    let lines = [vec![
        of_class("machine", amount!(1_000.00 USD)),
        of_class("financing", amount!(200.00 USD)),
        Line::of_net(amount!(30.00 USD)),
    ]];
    let by =
        |classes: &str| earned(&[("tables", &base("collected", classes, NET)), ON_BASE], &lines);
    assert_eq!(by("\"all\""), ["ana 123.00"]);
    assert_eq!(by("{ only = [\"machine\"] }"), ["ana 100.00"]);
    // A line without a class is not of one of them, and so it is counted.
    assert_eq!(by("{ without = [\"financing\"] }"), ["ana 103.00"]);
    assert_eq!(by("{ only = [\"spare-part\"] }"), ["ana 0.00"]);
}

#[test]
fn a_base_counts_tax_freight_and_discount_or_does_not() {
    let line = Line {
        tax: Some(amount!(80.00 USD)),
        freight: Some(amount!(20.00 USD)),
        discount: Some(amount!(50.00 USD)),
        ..at_cost(amount!(1_000.00 USD), amount!(700.00 USD))
    };
    let lines = [vec![line]];
    let by = |extras| earned(&[("tables", &base("collected", "\"all\"", extras)), ON_BASE], &lines);
    assert_eq!(by(NET), ["ana 100.00"]);
    assert_eq!(by(["counted", "left_out", "taken_off"]), ["ana 108.00"]);
    assert_eq!(by(["left_out", "counted", "taken_off"]), ["ana 102.00"]);
    assert_eq!(by(["left_out", "left_out", "added_back"]), ["ana 105.00"]);
    assert_eq!(by(["counted", "counted", "added_back"]), ["ana 115.00"]);
    // The same less the cost of 700.00.
    let margin = |extras| {
        let margin = base("margin", "\"all\"", extras) + "below_zero = \"zero\"\n";
        earned(&[("tables", &margin), ON_BASE], &lines)
    };
    assert_eq!(margin(NET), ["ana 30.00"]);
    assert_eq!(margin(["counted", "counted", "added_back"]), ["ana 45.00"]);
}

#[test]
fn a_quantity_counts_things_of_the_classes_it_names() {
    let machines = |quantity, net| Line { class: Some(id("machine")), ..things(quantity, net) };
    let lines = [vec![
        machines(2, amount!(900.00 USD)),
        Line { class: Some(id("filter")), ..things(30, amount!(90.00 USD)) },
    ]];
    let pays = ("pays", "{ per_unit = \"25 USD\", of = \"b\" }");
    let by = |classes: &str| earned(&[("tables", &base("quantity", classes, NET)), pays], &lines);
    assert_eq!(by("{ only = [\"machine\"] }"), ["ana 50.00"]);
    assert_eq!(by("\"all\""), ["ana 800.00"]);
    // Built in: all things, and each fact as one.
    let of = |of: &str| {
        earned(&[("pays", &format!("{{ per_unit = \"2 USD\", of = \"{of}\" }}"))], &lines)
    };
    assert_eq!(of("quantity"), ["ana 64.00"]);
    assert_eq!(of("count"), ["ana 2.00"]);
    // A machine without its quantity is a zero that says so; a filter without is not asked.
    let unknown = [vec![
        machines(2, amount!(900.00 USD)),
        of_class("machine", amount!(450.00 USD)),
        of_class("filter", amount!(90.00 USD)),
    ]];
    let mut company =
        under(&[("tables", &base("quantity", "{ only = [\"machine\"] }", NET)), pays]);
    company.sells_for("D", vec![]);
    let paid = company.collects("P", "D", unknown[0].clone());
    assert!(whys(&paid)[0].ends_with("\n  nothing: line 2 has no quantity"), "{:?}", whys(&paid));
    company.obeys_the_laws();
}

#[test]
fn the_value_is_what_was_won_and_what_was_collected_is_not_looked_at() {
    let by = |on: &str, of: &str, lines: Vec<Line>| {
        let mut company =
            under(&[("on", on), ("pays", &format!("{{ rate = \"10%\", of = \"{of}\" }}"))]);
        company.reports("ana", "D", referral_ledger::lead::LeadKind::NewEquipment);
        let mut earned = said(&company.wins_for("D", lines));
        earned.extend(said(&company.installs("D")));
        earned.extend(said(&company.receives("P", "D", amount!(400.00 USD))));
        company.obeys_the_laws();
        earned
    };
    let won = || vec![Line::of_net(amount!(1_000.00 USD))];
    assert_eq!(by("\"won\"", "value", won()), ["ana 100.00"]);
    assert_eq!(by("\"installed\"", "value", won()), ["ana 100.00"]);
    assert_eq!(by("\"paid\"", "collected", won()), ["ana 40.00"]);
    assert_eq!(by("\"won\"", "value", vec![]), ["ana 0.00"]);
}

#[test]
fn a_margin_below_zero_is_zero_or_is_filled_up_by_later_facts() {
    // Margins of 100, -300 and 500.
    let payments = [
        vec![at_cost(amount!(1_000.00 USD), amount!(900.00 USD))],
        vec![at_cost(amount!(1_000.00 USD), amount!(1_300.00 USD))],
        vec![at_cost(amount!(1_000.00 USD), amount!(500.00 USD))],
    ];
    let margin = |below_zero: &str| {
        base("margin", "\"all\"", NET) + &format!("below_zero = \"{below_zero}\"\n\n")
    };
    let by = |below_zero: &str, rounding: &str| {
        earned(&[("tables", &margin(below_zero)), ON_BASE, ("rounding", rounding)], &payments)
    };
    let cumulative = "{ mode = \"half_even\", basis = \"cumulative\" }";
    // Nothing for the second, and 10% of the others.
    assert_eq!(by("zero", cumulative), ["ana 10.00", "ana 0.00", "ana 50.00"]);
    // 100, -200 and 300 so far: the third makes 30.00 so far, less the 10.00 that were posted.
    assert_eq!(by("counted", cumulative), ["ana 10.00", "ana 0.00", "ana 20.00"]);
    // On a table that accumulates a deal: 10.00 too many are filled up first.
    let table = "[[tiers]]\nid = \"t\"\nmeasure = \"b\"\naccumulate = \"deal\"\n\
                 boundary = \"upper\"\nsteps = [{ above = \"0 USD\", rate = \"10%\", way = \
                 \"marginal\" }]\n";
    let pays = ("pays", "{ tiers = \"t\", of = \"b\" }");
    let tables = margin("counted") + table;
    let on_table = earned(&[("tables", &tables), pays], &payments);
    assert_eq!(on_table, ["ana 10.00", "ana 0.00", "ana 20.00"]);
}

#[test]
fn a_payment_that_is_refunded_gives_back_its_part_whatever_the_base() {
    let take = clawback("kept").replace(", attainment = \"kept\"", "");
    let tables = base("collected", "{ only = [\"machine\"] }", NET);
    let mut company = under(&[("tables", &tables), ON_BASE, ("clawback", &take)]);
    company.sells_for("D", vec![]);
    let lines =
        vec![of_class("machine", amount!(900.00 USD)), of_class("filter", amount!(100.00 USD))];
    assert_eq!(said(&company.collects("P", "D", lines)), ["ana 90.00"]);
    // 500 of the 1,000 that came in went back: half of it should remain.
    assert_eq!(said(&company.refunds("F", "P", amount!(500.00 USD))), ["ana -45.00"]);
    company.obeys_the_laws();
}

/// It was divided by what the base had counted, which was nothing.
#[test]
fn a_refund_of_a_payment_that_counted_nothing_takes_nothing_back() {
    let take = clawback("kept").replace(", attainment = \"kept\"", "");
    let tables = base("collected", "{ only = [\"machine\"] }", NET);
    let mut company = under(&[("tables", &tables), ON_BASE, ("clawback", &take)]);
    company.sells_for("D", vec![]);
    let lines = vec![of_class("filter", amount!(100.00 USD))];
    assert_eq!(said(&company.collects("P", "D", lines)), ["ana 0.00"]);
    assert_eq!(said(&company.refunds("F", "P", amount!(60.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
}

/// A company under a plan that pays 10% of deals of enterprises, and asks for the segment with the
/// report and for the term with the win.
fn that_asks(when: &str) -> Company {
    let facts = "[[fact]]\nname = \"segment\"\nvalues = [\"enterprise\", \"smb\"]\n\
                 told = \"report\"\n\n[[fact]]\nname = \"term\"\nvalues = [\"short\", \"long\"]\n\
                 told = \"win\"\n\n";
    under(&[("tables", facts), ("when", when)])
}

fn told(facts: &[(&str, &str)]) -> Vec<ToldFact> {
    facts.iter().map(|(fact, value)| ToldFact { fact: id(fact), value: id(value) }).collect()
}

#[test]
fn a_rule_holds_for_the_values_of_declared_facts_it_names() {
    let paid = |when: &str, with_report: &[(&str, &str)], with_win: &[(&str, &str)]| {
        let mut company = that_asks(when);
        let report = report("ana", "D", "2026-01-10");
        company.tell("ana", ReportLead { facts: told(with_report), ..report }).unwrap();
        let win = win("D", "2026-01-10");
        company.tell("sales", WinDeal { facts: told(with_win), ..win }).unwrap();
        let paid = company.receives("P", "D", amount!(100.00 USD));
        company.obeys_the_laws();
        (said(&paid), whys(&paid)[0].clone())
    };
    let enterprise = "{ facts = { segment = [\"enterprise\"] } }";
    assert_eq!(paid(enterprise, &[("segment", "enterprise")], &[]).0, ["ana 10.00"]);
    let (other, why) = paid(enterprise, &[("segment", "smb")], &[]);
    assert_eq!(other, ["ana 0.00"]);
    assert!(why.contains("\n  rule main did not hold: segment is smb\n"), "{why}");
    let (untold, why) = paid(enterprise, &[], &[]);
    assert_eq!(untold, ["ana 0.00"]);
    assert!(why.contains("\n  rule main did not hold: segment was not told\n"), "{why}");
    // Both must hold; either value does.
    let both = "{ facts = { segment = [\"enterprise\", \"smb\"], term = [\"long\"] } }";
    let by = |term| paid(both, &[("segment", "smb")], &[("term", term)]);
    assert_eq!(by("long").0, ["ana 10.00"]);
    let (short, why) = by("short");
    assert_eq!(short, ["ana 0.00"]);
    assert!(why.contains("\n  rule main did not hold: term is short\n"), "{why}");
}
