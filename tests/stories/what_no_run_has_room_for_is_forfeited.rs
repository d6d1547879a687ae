//! Caps that are measured at payout, where nobody gets what is above: it is set apart when a run is
//! locked, and forfeited when that is settled.
//!
//! Ana gets 10 % of what customers pay, at once, and is paid 100.00 a month at the most.

use crate::caps_measured_at_payout_bound_what_runs_pay::{at, cap, capped};
use crate::options::{CLAWBACK, under};
use crate::support::forms::{close, settle};
use crate::support::{said, whys};
use referral_ledger::amount;
use referral_ledger::id::DealId;
use referral_ledger::study::restate;

#[test]
fn what_is_above_is_nobodys_once_the_run_is_settled() {
    let mut company = capped(&cap("month", "forfeited", "freed"));
    company.earned("P1", "D1", amount!(80.00 USD));
    company.earned("P2", "D2", amount!(80.00 USD));
    let january = company.on("2026-02-02").locks("2026-01");
    assert_eq!(company.measured(&january), [at(["0.00", "100.00", "60.00"])]);
    // It is payable until then, but no other run takes it.
    assert_eq!(company.stands_at(), at(["60.00", "100.00", "0.00"]));
    let february = company.on("2026-03-02").locks("2026-02");
    assert!(company.journal.ledger().run(&february).unwrap().lines.is_empty());
    company.approves_and_exports(&january);
    let settled = company.tell("payroll", settle(&january.to_string()));
    let settled = settled.unwrap();
    assert_eq!(said(&settled), ["ana -60.00"]);
    let why = "\n  cap most: 100.00 USD of 100.00 USD used before, so of 60.00 USD stays 0.00 USD\n  \
               60.00 USD is there, 0.00 USD should remain: 60.00 USD is taken back";
    assert!(whys(&settled)[0].ends_with(why), "{}", whys(&settled)[0]);
    assert_eq!(company.stands_at(), at(["0.00", "0.00", "100.00"]));
    assert_eq!(company.balance("Expenses:Incentives"), "100.00");
    assert_eq!(company.balance("Liabilities:Incentives:Payable:ana"), "0");
    company.obeys_the_laws();
    // A refund of all of P2 takes the 20.00 that were paid of it.
    assert_eq!(said(&company.refunds("F1", "P2", amount!(800.00 USD))), ["ana -20.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_before_settlement_takes_what_nobody_would_get() {
    let mut company = capped(&cap("month", "forfeited", "freed"));
    company.earned("P1", "D1", amount!(160.00 USD));
    let january = company.on("2026-02-02").locks("2026-01");
    // A quarter of 160.00 goes back: 40.00 of the 60.00 above, and 20.00 are left to be forfeited.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(400.00 USD))), ["ana -40.00"]);
    assert_eq!(company.stands_at(), at(["20.00", "100.00", "0.00"]));
    // The refund never was: they are there again, above as before.
    assert_eq!(said(&company.retracts_refund("F1")), ["ana 40.00"]);
    assert_eq!(company.stands_at(), at(["60.00", "100.00", "0.00"]));
    company.refunds("F2", "P1", amount!(1_600.00 USD)); // all of it: 100.00 are owed
    assert_eq!(company.stands_at(), at(["0.00", "100.00", "0.00"]));
    company.finishes(&january);
    assert_eq!(company.balance("Expenses:Incentives"), "0");
    assert_eq!(company.places("ana")[4], "100.00");
}

/// What was forfeited is no part of what a refund counts: as far as a payment was paid, so far it
/// goes back.
#[test]
fn a_refund_after_settlement_takes_its_part_of_what_was_paid() {
    let mut company = capped(&cap("month", "forfeited", "freed"));
    company.earned("P1", "D1", amount!(240.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
    // A quarter of the payment, a quarter of its 100.00; and then the rest.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(600.00 USD))), ["ana -25.00"]);
    assert_eq!(said(&company.refunds("F2", "P1", amount!(1_800.00 USD))), ["ana -75.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_was_forfeited_shields_no_other_payment_from_its_refund() {
    let rounding = ("rounding", "{ mode = \"half_even\", basis = \"cumulative\" }");
    let cap = cap("month", "forfeited", "freed");
    let mut company = under(&[("tables", &*cap), ("clawback", CLAWBACK), rounding]);
    company.sells_for("D1", vec![]);
    company.earned("P1", "D1", amount!(240.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
    company.on("2026-02-10").earned("P2", "D1", amount!(80.00 USD));
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "80.00");
    // 100.00 of P1 and 80.00 of P2 count, of 1,000.00 and 800.00; half of P2 is 40.00.
    assert_eq!(said(&company.refunds("F1", "P2", amount!(400.00 USD))), ["ana -40.00"]);
    assert_eq!(said(&company.refunds("F2", "P2", amount!(400.00 USD))), ["ana -40.00"]);
    assert_eq!(said(&company.refunds("F3", "P1", amount!(2_400.00 USD))), ["ana -100.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_restatement_does_not_pay_again_what_was_forfeited() {
    let mut company = capped(&cap("month", "forfeited", "freed"));
    company.earned("P1", "D1", amount!(240.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
    company.on("2026-04-01").passes_days();
    for month in ["2026-01", "2026-02"] {
        company.tell("finance", close(month)).unwrap();
        let proposal = restate(&company.journal, month.parse().unwrap(), &[]).unwrap();
        assert!(proposal.lines.is_empty(), "{proposal:?}");
    }
}

#[test]
fn what_was_capitalised_and_is_forfeited_leaves_the_costs_of_its_contract() {
    let books = "books = { capitalised = { months = 12, from = \"won\", first_part = \"month_end\", \
                 late = \"caught_up\" } }";
    let cap = cap("month", "forfeited", "freed");
    let mut company = under(&[("back", books), ("tables", &*cap), ("clawback", CLAWBACK)]);
    company.sells_for("D1", vec![]);
    company.earned("P1", "D1", amount!(240.00 USD));
    let january = company.on("2026-02-02").locks("2026-01");
    let asset = format!("Assets:ContractCosts:{}", DealId::named("D1"));
    // 240.00 / 12 = 20.00 at the end of January.
    assert_eq!(company.balance(&asset), "220.00");
    company.finishes(&january);
    // Of the 100.00 that are paid 100.00 / 12 = 8.33 were written off by then.
    assert_eq!(company.balance(&asset), "91.67");
    assert_eq!(company.balance("Expenses:Amortisation"), "8.33");
}
