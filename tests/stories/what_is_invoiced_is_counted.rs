//! What is invoiced counts for the month of its day: told late, studied anew, cancelled; and under
//! a plan that was published when a machine already ran. The arithmetic stands beside the amounts.

use crate::a_deal_is_invoiced::{FEE, ends, sold};
use crate::options::plan;
use crate::support::forms::{close, invoice, payment};
use crate::support::{Company, day, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{Command, PlanText, PublishPlan};
use referral_ledger::deal::{FactRef, Line};
use referral_ledger::id::PaymentId;
use referral_ledger::restatement::Change;
use referral_ledger::study::restate;

/// 1 % of the value of what is invoiced in a month, at its close; what is told later is left out.
const MONTHLY: &str = r#"
[[measure]]
id      = "billed"
of      = "value"
on      = "invoiced"
lead    = "all"
credit  = "each_in_full"
refunds = "lowers_its_period"
quota   = "none"
"#;
const MONTHLY_RULE: &str = r#"
[[component]]
id = "month"
on = { closes = "month", whose = "payee", counts = "period", days_after = 5, late_facts = "left_out", when_lower = "taken_back" }

  [[component.rule]]
  id      = "monthly"
  because = "a story"
  when    = "always"
  payee   = "measured"
  pays    = { rate = "1%", of = "billed" }
  hold    = "none"
"#;

/// A press of 10,000.00 is invoiced on 20 January; a mill of 4,000.00 is too, which is told when
/// January is reckoned and closed. Each has a fee of 50.00.
fn told_late() -> (Company, u64) {
    let mut company = sold(&[&FEE[..], &[("tables", MONTHLY), ("more", MONTHLY_RULE)]].concat());
    company.sells_for("mill", vec![Line::of_net(amount!(4_000.00 USD))]);
    company.on("2026-01-20").invoices("press");
    // 1 % of 10,000.00.
    assert_eq!(said(&company.on("2026-02-06").passes_days()), ["ana 100.00"]);
    company.tell("finance", close("2026-01")).unwrap();
    let sequence = company.journal.ledger().next_sequence();
    let late = company.on("2026-02-10").tell("billing", invoice("mill", "2026-01-20")).unwrap();
    assert_eq!(said(&late), ["ana 50.00"]);
    assert!(whys(&late)[0].contains("booked on 2026-02-01: its month was closed"), "{late:?}");
    company.obeys_the_laws();
    (company, sequence)
}

#[test]
fn a_closed_month_is_studied_with_an_invoice_that_was_told_late() {
    let (company, sequence) = told_late();
    let lines = |changes: &[Change]| {
        let proposal = restate(&company.journal, id("2026-01"), changes).unwrap();
        assert_eq!(proposal.refused, []);
        let said = |it: &referral_ledger::restatement::DifferenceLine| {
            format!("{} {} {}", it.payee, it.rule, it.difference.digits())
        };
        proposal.lines.iter().map(said).collect::<Vec<_>>()
    };
    // Told in time, 4,000.00 count for January: 1 % is 40.00. The fee was January's either way.
    let at = day("2026-01-25").at_utc(17, 0).unwrap();
    assert_eq!(lines(&[Change::Moved { sequence, at }]), ["ana monthly 40.00"]);
    // Never told, the fee is not there; nor is what it would have counted.
    assert_eq!(lines(&[Change::LeftOut { sequence }]), ["ana main -50.00"]);
    let other = Command::from(invoice("mill", "2026-02-03"));
    let instead = Change::Instead { sequence, command: Box::new(other) };
    assert_eq!(lines(&[instead]), ["ana main -50.00"]);
}

#[test]
fn what_is_invoiced_counts_in_the_month_of_its_day_and_no_longer_when_it_is_cancelled() {
    let (mut company, _) = told_late();
    // A payment told by mistake has nothing to do with it.
    company.tell("bank", payment("P1", "press", "2026-02-10", amount!(10.00 USD))).unwrap();
    company.retracts(FactRef::Payment(PaymentId::named("P1")));
    company.sells_for("saw", vec![Line::of_net(amount!(3_000.00 USD))]);
    company.invoices("saw");
    company.sells_for("lathe", vec![Line::of_net(amount!(2_000.00 USD))]);
    company.invoices("lathe");
    company.on("2026-02-20").cancels("saw");
    // 1 % of 2,000.00.
    assert_eq!(said(&company.on("2026-03-06").passes_days()), ["ana 20.00"]);
    company.obeys_the_laws();
}

#[test]
fn lines_are_not_kept_past_the_installation_for_a_plan_that_comes_later() {
    let flat = "[[component]]\nid = \"billed\"\non = \"invoiced\"\n\n\
                [[component.rule]]\nid = \"bills\"\nbecause = \"a story\"\nwhen = \"always\"\n\
                payee = \"originator\"\npays = { flat = \"50 USD\" }\nhold = \"none\"\n\
                clawback = \"none\"\n";
    // No plan is triggered by an invoice when the press is installed: its lines go.
    let mut company = sold(&[
        ("chosen_by", "\"milestone\""),
        ("effective", "{ from = 2026-01-01, until = 2026-02-01 }"),
    ]);
    company.sells_for("mill", vec![Line::of_net(amount!(4_000.00 USD))]);
    company.on("2026-01-15").installs("press");
    // From February on 2 % of the value and 50.00 are paid at the invoice, and 1 % at the close.
    // What is installed after that was published keeps its lines until it is invoiced.
    let second = plan(&[
        ("on", "\"invoiced\""),
        ("pays", "{ rate = \"2%\", of = \"value\" }"),
        ("tables", MONTHLY),
        ("more", &format!("{flat}{MONTHLY_RULE}")),
        ("version", "\"2\""),
        ("chosen_by", "\"milestone\""),
        ("effective", "{ from = 2026-02-01 }"),
    ]);
    company.on("2026-01-20");
    company.tell("finance", PublishPlan { text: PlanText::new(second.as_str()) }).unwrap();
    company.on("2026-01-25").installs("mill");
    company.on("2026-02-01");
    let mill = company.invoices("mill"); // 2 % of 4,000.00
    assert_eq!(said(&mill), ["ana 80.00", "ana 50.00"]);
    let press = company.invoices("press");
    assert_eq!(said(&press), ["ana 0.00", "ana 50.00"]);
    ends(
        &press,
        "\n  nothing: what the deal was won with was not kept when it was installed, for no plan was \
         triggered by an invoice then: pay it by an adjustment",
    );
    company.obeys_the_laws();
    // The close counts the mill alone: 1 % of 4,000.00.
    assert_eq!(said(&company.on("2026-03-06").passes_days()), ["ana 40.00"]);
    company.obeys_the_laws();
}
