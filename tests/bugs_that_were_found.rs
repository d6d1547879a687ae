//! Bugs that generated histories found, each as the shortest story that showed it.

mod support;

use referral_ledger::amount;
use referral_ledger::command::{Command, InstallDeal, PassDay};
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::{Answer, Ledger};
use referral_ledger::store::{Appended, MemoryStore, Store};
use referral_ledger::told::{Actor, Told};
use support::{Company, FIELD_PLAN, changed, day, forms, id};

/// 40 USD when the machine runs, taken back for refunds without end.
const MACHINE_RUNS: &str = r#"
[[component]]
id = "running"
on = "installed"

  [[component.rule]]
  id       = "machine-runs"
  because  = "40 USD when the machine runs"
  when     = "always"
  payee    = "originator"
  pays     = { flat = "40 USD" }
  hold     = "none"
  clawback = { on = ["refunded"], take = "full", window = "without_end", refund_target = "proportional", flat_part = "returned" }
"#;

/// L11: what had gone back before the installation stayed in the original, so that full refunds
/// of everything since left a part of the flat amount.
#[test]
fn money_that_went_back_before_a_flat_amount_accrued_is_no_part_of_its_original() {
    let mut company = Company::with_plan(&(FIELD_PLAN.to_owned() + MACHINE_RUNS));
    company.on("2026-02-10").sells("ana", "D", LeadKind::UnhappyCustomer);
    company.receives("P1", "D", amount!(300.00 USD));
    company.refunds("R1", "P1", amount!(300.00 USD));
    let install = InstallDeal { deal: DealId::named("D"), installed_on: day("2026-02-10") };
    company.tell("sales", install).unwrap();
    company.receives("P2", "D", amount!(100.00 USD));
    let half = company.refunds("R2", "P2", amount!(50.00 USD));
    assert_eq!(support::said(&half), ["ana -20.00"]);
    let rest = company.refunds("R3", "P2", amount!(50.00 USD));
    assert_eq!(support::said(&rest), ["ana -20.00"]);
    company.obeys_the_laws();
}

/// L11: with cumulative rounding a payment that added no cent was not counted when it went back,
/// so that refunding everything left a cent.
#[test]
fn payments_that_add_no_cent_count_when_they_go_back() {
    let mut company = Company::with_plan(&changed(FIELD_PLAN, &[("\"25 USD\"", "\"0 USD\"")]));
    company.on("2026-02-10").sells("ana", "D", LeadKind::NewEquipment);
    for number in 1..=3 {
        company.receives(&format!("P{number}"), "D", amount!(0.20 USD));
    }
    assert_eq!(company.payee("ana").held, amount!(0.01 USD));
    for number in [1, 3, 2] {
        company.refunds(&format!("R{number}"), &format!("P{number}"), amount!(0.20 USD));
    }
    assert_eq!(company.payee("ana").held, amount!(0.00 USD));
    company.obeys_the_laws();
}

/// With cumulative rounding who had left before a payment came in gave back a part of it.
#[test]
fn a_refund_does_not_touch_who_had_left_when_the_payment_came_in() {
    let mut company = Company::new();
    company.on("2026-02-10");
    company.reports_with("ana", "D", LeadKind::NewEquipment, &[("co_source", "ben")]);
    company.accepts("D");
    company.wins("D");
    company.receives("P1", "D", amount!(1000.00 USD));
    company.tell("hr", forms::leave("ben", "2026-02-10")).unwrap();
    company.on("2026-02-11").receives("P2", "D", amount!(1000.00 USD));
    let second = company.refunds("R2", "P2", amount!(1000.00 USD));
    assert_eq!(support::said(&second), ["ana -12.00"]);
    let first = company.refunds("R1", "P1", amount!(1000.00 USD));
    assert_eq!(support::said(&first), ["ana -12.00", "ben -8.00"]);
    company.obeys_the_laws();
}

/// L15: in one draft a key was free again for a third command once its first had been refused,
/// though the second was accepted; the store would not take the batch.
#[test]
fn a_key_that_was_refused_and_then_accepted_in_one_draft_is_taken() {
    let company = Company::new();
    let mut ledger = company.journal.ledger().clone();
    let told = |at: &str| Told { at: id(at), by: Actor::system(id("cron")), key: id("days") };
    let pass = |through: &str| Command::from(PassDay { through: day(through) });
    let task = [
        (told("2026-01-05T17:00:00.000Z"), pass("2026-01-05")), // has not passed
        (told("2026-01-06T17:00:00.000Z"), pass("2026-01-05")),
        (told("2026-01-07T17:00:00.000Z"), pass("2026-01-05")), // the same again
        (told("2026-01-07T17:00:00.000Z"), pass("2026-01-06")), // another one
    ];
    let draft = ledger.draft(&task);
    let mut store: MemoryStore = company.journal.store().clone();
    assert_eq!(store.append(draft.batch()), Ok(Appended::Done));
    let answers = draft.accept();
    assert!(matches!(&answers[0], Answer::Refused(no) if no.code() == "R6009"));
    assert!(matches!(&answers[1], Answer::Accepted(_)));
    assert!(matches!(&answers[2], Answer::Repeats(1)));
    assert!(matches!(&answers[3], Answer::Refused(no) if no.code() == "R0001"));
    assert_eq!(ledger, Ledger::replay(&referral_ledger::store::StoreRecords::new(&store)).unwrap());
}
