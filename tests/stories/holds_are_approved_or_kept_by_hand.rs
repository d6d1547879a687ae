//! Holds that people end: until approved, and holds by hand. The arithmetic stands beside the
//! amounts.

use crate::options::{CLAWBACK, under};
use crate::support::forms::{approve_reward, hold_reward, lock, release_reward, reward};
use crate::support::{Company, forms, id, said, whys};
use referral_ledger::amount;
use referral_ledger::lead::LeadKind;
use referral_ledger::report::{Directory, Statement};

/// Held, payable, in a run, paid.
fn stands(company: &Company) -> [String; 4] {
    let [held, payable, in_run, paid, _] = company.places("ana");
    [held, payable, in_run, paid]
}

/// Ana has 10 % of 1,000.00 under a plan with this hold, on 2026-01-11.
fn hundred(hold: &str) -> Company {
    let mut company = under(&[("hold", hold), ("clawback", CLAWBACK)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.on("2026-01-11");
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 USD))), ["ana 100.00"]);
    company
}

const UNTIL_APPROVED: &str = "{ until = \"approved\" }";

#[test]
fn what_waits_for_an_approval_is_payable_from_its_day_on() {
    let mut company = hundred(UNTIL_APPROVED);
    let second = company.receives("P2", "D", amount!(500.00 USD));
    assert!(whys(&second)[0].ends_with("\n  held until approved"), "{}", whys(&second)[0]);
    company.on("2026-02-05").passes_days();
    assert_eq!(stands(&company), ["150.00", "0.00", "0.00", "0.00"]);
    let waits = company.journal.ledger().awaiting_approval();
    assert_eq!(waits.len(), 1);
    assert_eq!((waits[0].0.id(), waits[0].1), (&reward("D", "ana"), amount!(150.00 USD)));
    // Approved on 5 February: of February's run and not of January's.
    let approve = approve_reward("A1", reward("D", "ana"), amount!(150.00 USD));
    company.tell("controller", approve).unwrap();
    assert_eq!(stands(&company), ["0.00", "150.00", "0.00", "0.00"]);
    assert_eq!(company.journal.ledger().awaiting_approval(), []);
    company.tell("payroll", lock("us-field/2026-01/1", "2026-01-31")).unwrap();
    assert_eq!(stands(&company), ["0.00", "150.00", "0.00", "0.00"]);
    // What accrues later waits for an approval of its own.
    company.receives("P3", "D", amount!(200.00 USD));
    assert_eq!(stands(&company), ["20.00", "150.00", "0.00", "0.00"]);
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(150.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_refund_takes_from_what_waits_and_only_the_rest_is_approved() {
    let mut company = hundred(UNTIL_APPROVED);
    assert_eq!(said(&company.refunds("F1", "P1", amount!(400.00 USD))), ["ana -40.00"]);
    let approve = |minor| approve_reward("A1", reward("D", "ana"), minor);
    let all = company.tell("controller", approve(amount!(100.00 USD)));
    assert_eq!(all.unwrap_err().code(), "R4204");
    company.tell("controller", approve(amount!(60.00 USD))).unwrap();
    assert_eq!(stands(&company), ["0.00", "60.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_that_was_told_by_mistake_puts_back_what_waits() {
    let mut company = hundred(UNTIL_APPROVED);
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    assert_eq!(company.journal.ledger().awaiting_approval(), []);
    company.retracts_refund("F1");
    assert_eq!(stands(&company), ["100.00", "0.00", "0.00", "0.00"]);
    let approve = approve_reward("A1", reward("D", "ana"), amount!(100.00 USD));
    company.tell("controller", approve).unwrap();
    assert_eq!(stands(&company), ["0.00", "100.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_hold_by_hand_keeps_a_reward_out_of_runs_until_it_is_released() {
    let mut company = hundred("\"none\"");
    company.sells("ana", "E", LeadKind::NewEquipment);
    company.receives("P2", "E", amount!(300.00 USD));
    // 100.00 for D and 30.00 for E are payable; D is on hold, twice.
    company.tell("auditor", hold_reward("H1", reward("D", "ana"))).unwrap();
    company.tell("auditor", hold_reward("H2", reward("D", "ana"))).unwrap();
    let ana = company.payee("ana");
    assert_eq!((ana.payable, ana.on_hold), (amount!(130.00 USD), amount!(100.00 USD)));
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(30.00 USD));
    // What comes in meanwhile for D is on hold as well.
    company.receives("P3", "D", amount!(50.00 USD));
    company.tell("controller", release_reward("H1")).unwrap();
    assert_eq!(company.payee("ana").on_hold, amount!(105.00 USD));
    company.tell("controller", release_reward("H2")).unwrap();
    assert_eq!(company.payee("ana").on_hold, amount!(0.00 USD));
    assert_eq!(company.journal.ledger().open_holds().count(), 0);
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(105.00 USD));
    company.obeys_the_laws();
}

#[test]
fn what_is_in_a_run_stays_in_it_and_comes_under_the_hold_when_the_run_is_void() {
    let mut company = hundred("\"none\"");
    company.on("2026-02-01");
    let run = company.locks("2026-01");
    company.tell("auditor", hold_reward("H1", reward("D", "ana"))).unwrap();
    assert_eq!(stands(&company), ["0.00", "0.00", "100.00", "0.00"]);
    company.tell("payroll", forms::void("us-field/2026-01/1")).unwrap();
    company.tell("payroll", lock("us-field/2026-01/2", "2026-01-31")).unwrap();
    assert_eq!(company.journal.ledger().run(&run.next()).unwrap().gross, amount!(0.00 USD));
    assert_eq!(stands(&company), ["0.00", "100.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_is_held_by_its_plan_vests_under_a_hold_by_hand_and_waits() {
    let mut company = hundred("{ days = 10, after = \"paid\" }");
    company.tell("auditor", hold_reward("H1", reward("D", "ana"))).unwrap();
    company.on("2026-02-01").passes_days();
    let ana = company.payee("ana");
    assert_eq!((ana.held, ana.payable, ana.on_hold), {
        let hundred = amount!(100.00 USD);
        (amount!(0.00 USD), hundred, hundred)
    });
    assert_eq!(company.pays("2026-01"), amount!(0.00 USD));
    // A refund takes from it all the same.
    company.refunds("F1", "P1", amount!(250.00 USD));
    assert_eq!(company.payee("ana").on_hold, amount!(75.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_statement_tells_the_approval_and_the_hold_with_their_reasons() {
    let mut company = hundred(UNTIL_APPROVED);
    company.on("2026-01-20");
    let approve = approve_reward("A1", reward("D", "ana"), amount!(100.00 USD));
    company.tell("controller", approve).unwrap();
    company.tell("auditor", hold_reward("H1", reward("D", "ana"))).unwrap();
    let page = |company: &Company| {
        let (ledger, january) = (company.journal.ledger(), id("2026-01"));
        let statement = Statement::of(ledger, &company.journal, &id("ana"), january).unwrap();
        statement.render(&Directory::new())
    };
    let told = page(&company);
    for line in [
        "2026-01-20  1 amount approved                                             100.00",
        "2026-01-20  put on hold: deal 2a3e3807",
        "            reason given: price-disputed",
        "  (of it on hold by hand, and in no run)                                  100.00",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    company.tell("controller", release_reward("H1")).unwrap();
    let told = page(&company);
    assert!(told.contains("released: deal "), "{told}");
    assert!(!told.contains("on hold by hand"), "{told}");
}
