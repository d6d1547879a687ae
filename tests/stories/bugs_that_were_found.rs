//! Bugs that were found, each as the shortest story that showed it.

use crate::support::{Company, FIELD_PLAN, changed, day, forms, id};
use referral_ledger::amount;
use referral_ledger::attribution::Credit;
use referral_ledger::command::{Command, InstallDeal, PassDay, PlanText, PublishPlan};
use referral_ledger::digest::Digest;
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::{Answer, Ledger};
use referral_ledger::money::Amount;
use referral_ledger::record::{Groups, Record, RecordError, Records};
use referral_ledger::store::{Appended, MemoryStore, Store};
use referral_ledger::told::{Actor, Key, Told};
use std::sync::Arc;

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
    assert_eq!(crate::support::said(&half), ["ana -20.00"]);
    let rest = company.refunds("R3", "P2", amount!(50.00 USD));
    assert_eq!(crate::support::said(&rest), ["ana -20.00"]);
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
    company.leaves("ben", "2026-02-10");
    company.on("2026-02-11").receives("P2", "D", amount!(1000.00 USD));
    let second = company.refunds("R2", "P2", amount!(1000.00 USD));
    assert_eq!(crate::support::said(&second), ["ana -12.00"]);
    let first = company.refunds("R1", "P1", amount!(1000.00 USD));
    assert_eq!(crate::support::said(&first), ["ana -12.00", "ben -8.00"]);
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
    let draft = ledger.draft(task);
    let mut store: MemoryStore = company.journal.store().clone();
    assert_eq!(store.append(draft.batch()), Ok(Appended::Done));
    let answers = draft.accept();
    assert!(matches!(&answers[0], Answer::Refused(no) if no.code() == "R6009"));
    assert!(matches!(&answers[1], Answer::Accepted(_)));
    assert!(matches!(&answers[2], Answer::Repeats(1)));
    assert!(matches!(&answers[3], Answer::Refused(no) if no.code() == "R0001"));
    assert_eq!(ledger, Ledger::replay(&referral_ledger::store::StoreRecords::new(&store)).unwrap());
}

/// Tells a command without looking at the laws: for histories too long to check at every step.
fn quickly(company: &mut Company, by: &str, command: impl Into<Command>) {
    let command = command.into();
    let told = Told { at: company.now(), by: Actor::human(id(by)), key: Key::of(&command) };
    let _outcome = company.journal.submit(&told, command).unwrap();
}

/// A role that only another version has could be told at the report, and then no win was accepted.
#[test]
fn a_role_that_the_leads_own_version_lacks_is_refused_when_the_lead_is_reported() {
    let mut company = Company::new();
    let next = [
        ("version   = \"2026\"", "version   = \"2027\""),
        ("{ from = 2026-01-01, until = 2027-01-01 }", "{ from = 2027-01-01 }"),
        ("\"co_source\"", "\"pre_sales\""),
        ("co_source = ", "pre_sales = "),
    ];
    let next: Vec<_> = next.into_iter().filter(|(from, _)| FIELD_PLAN.contains(from)).collect();
    let text = PlanText::new(&changed(FIELD_PLAN, &next));
    company.tell("finance", PublishPlan { text }).unwrap();
    company.on("2026-02-10");
    let mut report = forms::report("ana", "D", "2026-02-10");
    report.credits = vec![Credit { role: id("pre_sales"), payee: id("ben") }];
    assert_eq!(company.tell("ana", report).unwrap_err().code(), "R1009");
}

/// One event held every lot that a cancellation takes from, and grew past the bound of a record.
#[test]
fn a_deal_with_very_many_payments_can_be_cancelled() {
    let mut company = Company::new();
    company.on("2026-02-10").sells("ana", "D", LeadKind::ServiceContract);
    for number in 0..1_600 {
        let payment = format!("P{number}");
        let payment = forms::payment(&payment, "D", "2026-02-10", amount!(20.00 USD));
        quickly(&mut company, "bank", payment);
    }
    let cancelled = company.cancels("D");
    let back: i64 = cancelled.rewards().filter_map(|it| it.amount()).map(Amount::minor).sum();
    assert_eq!(back, -160_000); // 1,600 x 5 % of 20.00
    company.obeys_the_laws();
}

/// One line listed every receivable it keeps something against, and no run of the group could be
/// locked. What does not fit is kept back from the next run.
#[test]
fn very_many_debts_do_not_stop_the_run_of_the_group() {
    let mut company = Company::new();
    company.on("2026-01-10").sells("ana", "D", LeadKind::ServiceContract);
    for number in 0..600 {
        let payment = format!("P{number}");
        let payment = forms::payment(&payment, "D", "2026-01-10", amount!(20.00 USD));
        quickly(&mut company, "bank", payment);
    }
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(625.00 USD)); // 600 x 1.00, and the lead's 25.00
    for number in 0..600 {
        let (refund, payment) = (format!("R{number}"), format!("P{number}"));
        let refund = forms::refund(&refund, &payment, "2026-02-01", amount!(20.00 USD));
        quickly(&mut company, "bank", refund);
    }
    assert_eq!(company.payee("ana").owes, amount!(600.00 USD));
    company.sells("ana", "E", LeadKind::ServiceContract);
    company.receives("big", "E", amount!(20_000.00 USD)); // 1,000.00
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(525.00 USD)); // 1,025.00 less 500 debts of 1.00
    assert_eq!(company.payee("ana").owes, amount!(100.00 USD));
    company.obeys_the_laws();
}

/// The records of a company of which one is gone, or cannot be read.
struct Spoilt<'a> {
    company: &'a Company,
    at: u64,
    gone: bool,
}

impl Records for Spoilt<'_> {
    fn end(&self) -> Result<u64, RecordError> {
        self.company.journal.end()
    }
    fn record(&self, sequence: u64) -> Result<Record, RecordError> {
        match sequence == self.at {
            true if self.gone => Err(RecordError::Missing { sequence }),
            true => Err(RecordError::Damaged { sequence }),
            false => self.company.journal.record(sequence),
        }
    }
    fn records_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Record>, RecordError> {
        // A gap ends a piece, as it does in a store; damage spoils the piece it lies in.
        let end = if self.gone && sequence <= self.at { self.at } else { self.end()? };
        (sequence..end).take(count_max).map(|at| self.record(at)).collect()
    }
    fn blob(&self, digest: &Digest) -> Result<Arc<str>, RecordError> {
        self.company.journal.blob(digest)
    }
}

/// Records are read ahead in pieces: a gap was taken for the end of the history, and damage hid the
/// groups before it in the same piece.
#[test]
fn a_history_is_read_up_to_what_is_gone_or_damaged_and_says_so() {
    let mut company = Company::new();
    company.on("2026-02-10").sells("ana", "D", LeadKind::NewEquipment);
    let at = company.journal.end().unwrap() - 2;
    for gone in [true, false] {
        let spoilt = Spoilt { company: &company, at, gone };
        let fault = match gone {
            true => RecordError::Missing { sequence: at },
            false => RecordError::Damaged { sequence: at },
        };
        assert_eq!(Ledger::replay(&spoilt), Err(fault.clone()));
        let mut ledger = Ledger::default();
        assert_eq!(ledger.catch_up(&spoilt), Err(fault.clone()));
        assert_eq!(ledger.next_sequence(), at, "the groups before it are applied");
        let groups: Vec<_> = Groups::of(&spoilt).collect();
        assert_eq!(groups.len() as u64, at + 1, "a fault is told once, and ends the history");
        assert_eq!(groups.last(), Some(&Err(fault)));
    }
}

/// A floor of 50 USD a deal for the equipment commission, which one person alone gets.
fn with_a_floor_a_deal() -> String {
    let floor = r#"
[[floor]]
id       = "least"
because  = "50 USD at least for a deal"
rules    = ["equipment-commission"]
at_least = "50 USD"
per      = "deal"
from     = "first_fact"
uplift   = "returned"
"#;
    let order = (r#"["rate", "round", "pay_split"]"#, r#"["rate", "floor", "round", "pay_split"]"#);
    changed(FIELD_PLAN, &[order]) + floor
}

/// What a deal's floor counted for a single payee was read under another name, so that each
/// payment was raised anew.
#[test]
fn a_floor_a_deal_raises_a_single_payee_once() {
    let mut company = Company::with_plan(&with_a_floor_a_deal());
    company.on("2026-02-10").sells("ana", "D", LeadKind::NewEquipment);
    let paid = |payment: &str, company: &mut Company| {
        crate::support::said(&company.receives(payment, "D", amount!(1_000.00 USD)))
    };
    assert_eq!(paid("p1", &mut company), ["ana 50.00"]); // 20.00, raised to 50.00
    assert_eq!(paid("p2", &mut company), ["ana 0.00"]); // 40.00 so far, 50.00 posted
    assert_eq!(paid("p3", &mut company), ["ana 10.00"]); // 60.00 so far, 50.00 posted
    company.obeys_the_laws();
}

/// 40 USD for the win, once the machine runs, and never taken back.
const WAITS: &str = r#"
[[component]]
id = "running"
on = "won"

  [[component.rule]]
  id       = "machine-runs"
  because  = "40 USD once the machine runs"
  when     = "always"
  payee    = "originator"
  pays     = { flat = "40 USD" }
  hold     = { until = "installed" }
  clawback = "none"
"#;

/// A cancellation said of an amount that waited for the installation both that it is never taken
/// back and that it is gone.
#[test]
fn what_waited_for_a_milestone_is_told_once_when_the_deal_is_cancelled() {
    let mut company = Company::with_plan(&(FIELD_PLAN.to_owned() + WAITS));
    company.on("2026-02-10").sells("ana", "D", LeadKind::Consumables);
    assert_eq!(company.places("ana")[0], "40.00");
    let cancelled = company.cancels("D");
    assert_eq!(crate::support::said(&cancelled), ["ana -40.00"]);
    assert!(
        crate::support::whys(&cancelled)[0].contains("it was held until installed, which cannot")
    );
    assert_eq!(company.places("ana")[0], "0.00");
    company.obeys_the_laws();
}
