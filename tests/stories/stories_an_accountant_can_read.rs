//! Stories from the tip to the payslip, with the arithmetic beside them: what is held, payable, in
//! a run, paid and owed, and what stands in the books.
//!
//! All under the plan of `examples/plans/field-service-2026.toml`, unless a story says otherwise.

use crate::support::forms::{lock, void};
use crate::support::{Company, id, run, said, whys};
use referral_ledger::amount;
use referral_ledger::command::LockRun;
use referral_ledger::event::{Event, Recovery};
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::payee::WorkerClass;
use referral_ledger::payout::RunStage;

const INCENTIVES: &str = "Expenses:Incentives";
const CLEARING: &str = "Liabilities:PayrollClearing";
const WAGES: &str = "Liabilities:Wages";

/// After the run of February, in the first story.
const TRIAL_BALANCE: &str = "\
acme, USD
  Expenses:Incentives                       65.00
  Liabilities:Incentives:Held:ana                            8.00
  Liabilities:Incentives:Held:ben                            5.33
  Liabilities:Wages                                         51.67
  total                                     65.00           65.00";

#[test]
fn a_tip_becomes_a_payslip() {
    let mut company = Company::new();
    let deal = DealId::named("press-12").short();
    company.on("2026-01-05");
    company.reports_with("ana", "press-12", LeadKind::NewEquipment, &[("co_source", "ben")]);
    // Sales take it on: 25.00 for the originator, payable at once.
    company.on("2026-01-06");
    assert_eq!(said(&company.accepts("press-12")), ["ana 25.00"]);
    // A win earns nothing by itself, and says so.
    company.on("2026-01-07");
    let won = company.wins("press-12");
    assert_eq!(
        whys(&won),
        [format!(
            "0.00 USD to ana for deal {deal}, 2026-01-07: rule not-a-kept-customer of \
             field-leads@2026\n  rule customer-kept did not hold: the lead is new_equipment\n  \
             nothing: this rule pays nothing"
        )]
    );
    // Paid in three parts. 2% of all that came in, rounded half to even, less what was posted:
    //   1000.25 -> 20.005   -> 20.00          = 20.00: 60% 12.00, 40% 8.00
    //   1333.58 -> 26.6716  -> 26.67 - 20.00  =  6.67: lacking 4.002 and 2.668
    //   2000.00 -> 40.00             - 26.67  = 13.33: lacking 8.00 and 5.33
    company.on("2026-01-10");
    let first = company.receives("P1", "press-12", amount!(1_000.25 USD));
    assert_eq!(said(&first), ["ana 12.00", "ben 8.00"]);
    company.on("2026-01-20");
    let second = company.receives("P2", "press-12", amount!(333.33 USD));
    assert_eq!(said(&second), ["ana 4.00", "ben 2.67"]);
    company.on("2026-01-30");
    let third = company.receives("P3", "press-12", amount!(666.42 USD));
    assert_eq!(said(&third), ["ana 8.00", "ben 5.33"]);
    assert_eq!(
        whys(&first)[1],
        format!(
            "8.00 USD to ben for deal {deal}, 2026-01-10: rule equipment-commission of \
             field-leads@2026\n  1000.25 USD x 2% = 20.005 USD\n  rounded half to even = 20.00 \
             USD\n  co_source's 40% of 20.00 USD = 8.00 USD\n  held, and payable from 2026-02-09"
        )
    );
    assert_eq!(company.places("ana"), ["24.00", "25.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.places("ben"), ["16.00", "0.00", "0.00", "0.00", "0.00"]);
    // Held 30 days after each payment: those of 10 and 20 January are through on 19 February.
    company.on("2026-02-20");
    let february = company.locks("2026-02");
    assert_eq!(company.places("ana"), ["8.00", "0.00", "41.00", "0.00", "0.00"]);
    assert_eq!(company.places("ben"), ["5.33", "0.00", "10.67", "0.00", "0.00"]);
    let in_run = "Liabilities:Incentives:InRun:us-field/2026-02/1";
    assert_eq!(company.balance(in_run), "-51.67"); // 25.00 + 12.00 + 4.00 + 8.00 + 2.67
    company.approves_and_exports(&february);
    assert_eq!((company.balance(in_run), company.balance(CLEARING)), ("0".into(), "-51.67".into()));
    company.settles(&february);
    assert_eq!(company.places("ana"), ["8.00", "0.00", "0.00", "41.00", "0.00"]);
    // The cost is 25.00 for the lead and 40.00 for the deal.
    let trial = company.journal.ledger().trial_balance().to_string();
    let lines: Vec<_> = trial.lines().map(str::trim_end).collect();
    assert_eq!(lines.join("\n"), TRIAL_BALANCE);
    // The third part vests on 1 March and is in the run of March: 8.00 + 5.33.
    company.on("2026-04-01");
    assert_eq!(company.pays("2026-03"), amount!(13.33 USD));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "49.00", "0.00"]);
    assert_eq!(company.places("ben"), ["0.00", "0.00", "0.00", "16.00", "0.00"]);
    assert_eq!(
        (company.balance(INCENTIVES), company.balance(WAGES)),
        ("65.00".into(), "-65.00".into())
    );
    company.obeys_the_laws();
}

#[test]
fn a_run_holds_what_became_payable_by_its_cut_off_and_no_more() {
    let mut company = Company::new();
    company.on("2026-01-31");
    company.sells("ana", "early", LeadKind::Upgrade); // 25.00 payable from 31 January
    company.on("2026-02-01");
    company.sells("ana", "late", LeadKind::Upgrade); // 25.00 payable from 1 February
    company.on("2026-02-03");
    company.passes_days();
    company.tell("payroll", lock("us-field/2026-01/1", "2026-01-31")).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "25.00", "25.00", "0.00", "0.00"]);
    // A run with nobody in it is a run all the same: the job needs no special case.
    let mut nobody = Company::new();
    nobody.on("2026-02-04");
    assert_eq!(nobody.pays("2026-01"), amount!(0.00 USD));
    assert_eq!(nobody.journal.ledger().run(&run("2026-01")).unwrap().lines, []);
    nobody.obeys_the_laws();
    company.obeys_the_laws();
}

#[test]
fn employees_are_settled_as_wages_and_contractors_as_payables() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::Consumables);
    company.sells("cleo", "D2", LeadKind::Consumables);
    company.receives("P1", "D1", amount!(300.00 USD)); // 5% = 15.00 to an employee
    company.receives("P2", "D2", amount!(140.00 USD)); // 5% = 7.00 to a contractor
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(22.00 USD));
    let lines = company.journal.ledger().run(&run("2026-01")).unwrap().lines;
    let classes: Vec<_> = lines.iter().map(|line| (line.payee.as_str(), line.class)).collect();
    assert_eq!(classes, [("ana", WorkerClass::Employee), ("cleo", WorkerClass::Contractor)]);
    assert_eq!(company.balance(WAGES), "-15.00");
    assert_eq!(company.balance("Liabilities:AccountsPayable"), "-7.00");
    assert_eq!(
        (company.balance(CLEARING), company.balance(INCENTIVES)),
        ("0".into(), "22.00".into())
    );
    company.obeys_the_laws();
}

#[test]
fn a_run_voided_after_lock_is_locked_again_and_nothing_is_paid_twice() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::Consumables);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 5% = 50.00
    company.on("2026-02-01");
    let first = company.locks("2026-01");
    assert_eq!(company.places("ana"), ["0.00", "0.00", "50.00", "0.00", "0.00"]);
    company.tell("controller", void("us-field/2026-01/1")).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "50.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.balance("Liabilities:Incentives:InRun:us-field/2026-01/1"), "0");
    // More comes in before it is locked again, as sequence 2.
    company.on("2026-02-02");
    company.receives("P2", "D1", amount!(400.00 USD)); // 5% = 20.00, payable from 2 February
    company.on("2026-02-03");
    company.passes_days();
    let second = first.next();
    let cut_off = id("2026-02-02");
    company.tell("payroll", LockRun::regular(second.clone(), cut_off)).unwrap();
    company.approves_and_exports(&second);
    company.settles(&second);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "70.00", "0.00"]);
    assert_eq!(
        (company.balance(WAGES), company.balance(INCENTIVES)),
        ("-70.00".into(), "70.00".into())
    );
    let stages = company.journal.ledger().runs().map(|run| (run.run.sequence, run.stage));
    assert_eq!(stages.collect::<Vec<_>>(), [(1, RunStage::Void), (2, RunStage::Settled)]);
    company.obeys_the_laws();
}

#[test]
fn a_run_voided_after_approval_or_export_leaves_nothing_in_clearing() {
    for exported in [false, true] {
        let mut company = Company::new();
        company.on("2026-01-10");
        company.sells("ana", "D1", LeadKind::Consumables);
        company.receives("P1", "D1", amount!(1_000.00 USD)); // 50.00
        company.on("2026-02-01");
        let first = company.locks("2026-01");
        if exported {
            company.approves_and_exports(&first);
        } else {
            company.approves(&first);
        }
        assert_eq!(company.balance(CLEARING), "-50.00");
        company.tell("controller", void("us-field/2026-01/1")).unwrap();
        assert_eq!(company.balance(CLEARING), "0");
        assert_eq!(company.balance("Liabilities:Incentives:Payable:ana"), "-50.00");
        assert_eq!(company.places("ana"), ["0.00", "50.00", "0.00", "0.00", "0.00"]);
        company.tell("payroll", lock("us-field/2026-01/2", "2026-01-31")).unwrap();
        company.approves_and_exports(&first.next());
        company.settles(&first.next());
        assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "50.00", "0.00"]);
        assert_eq!(company.balance(WAGES), "-50.00");
        company.obeys_the_laws();
    }
}

#[test]
fn what_was_paid_and_taken_back_is_kept_from_the_next_runs() {
    let mut company = Company::new();
    company.on("2026-01-10");
    for deal in ["D1", "D2", "D3"] {
        company.sells("ana", deal, LeadKind::Consumables);
    }
    company.receives("P1", "D1", amount!(4_000.00 USD)); // 5% = 200.00
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(200.00 USD));
    // All of it goes back: she owes 200.00, and the cost is no cost any more.
    company.on("2026-02-10");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(4_000.00 USD))), ["ana -200.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "200.00", "200.00"]);
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "200.00");
    assert_eq!(company.balance(INCENTIVES), "0");
    // February: gross 150.00 against 200.00 owed: 150.00 kept, 0.00 paid, 50.00 still owed.
    company.receives("P2", "D2", amount!(3_000.00 USD));
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(0.00 USD));
    let february = company.journal.ledger().run(&run("2026-02")).unwrap();
    let line = &february.lines[0];
    assert_eq!((line.gross, line.recovered), (amount!(150.00 USD), amount!(150.00 USD)));
    assert_eq!(line.paid, amount!(0.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "350.00", "50.00"]);
    // March: gross 100.00 against 50.00 owed: 50.00 kept, 50.00 paid, nothing owed.
    company.receives("P3", "D3", amount!(2_000.00 USD));
    company.on("2026-04-01");
    assert_eq!(company.pays("2026-03"), amount!(50.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "450.00", "0.00"]);
    // In money she got 200.00 + 0.00 + 50.00, which is what P2 and P3 earned her.
    assert_eq!(
        (company.balance(WAGES), company.balance(INCENTIVES)),
        ("-250.00".into(), "250.00".into())
    );
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "0");
    company.obeys_the_laws();
}

#[test]
fn two_debts_are_recovered_oldest_first() {
    let mut company = Company::new();
    company.on("2026-01-10");
    for deal in ["D1", "D2", "D3"] {
        company.sells("ana", deal, LeadKind::Consumables);
    }
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 50.00
    company.receives("P2", "D2", amount!(600.00 USD)); // 30.00
    company.on("2026-02-01");
    company.pays("2026-01");
    company.refunds("F2", "P2", amount!(600.00 USD)); // owes 30.00
    company.refunds("F1", "P1", amount!(1_000.00 USD)); // and 50.00
    company.receives("P3", "D3", amount!(800.00 USD)); // 40.00
    company.on("2026-03-01");
    company.passes_days();
    let locked = company.tell("payroll", lock("us-field/2026-02/1", "2026-02-28")).unwrap();
    // 40.00 gross: the older 30.00, then 10.00 of the 50.00.
    let kept = locked.events().find_map(|event| match event {
        Event::RunLine(line) => Some(line.recovered.clone()),
        _ => None,
    });
    let recovery = |receivable, amount| Recovery { receivable, amount };
    let oldest_first = vec![recovery(0, amount!(30.00 USD)), recovery(1, amount!(10.00 USD))];
    assert_eq!(kept, Some(oldest_first));
    // Nothing of it will be paid, and 30.00 + 50.00 - 40.00 are still owed.
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "80.00", "40.00"]);
    // Voided, she owes both again.
    company.tell("controller", void("us-field/2026-02/1")).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "40.00", "0.00", "80.00", "80.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_while_the_run_is_locked_does_not_touch_the_run() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::Consumables);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 50.00
    company.on("2026-02-01");
    let locked = company.locks("2026-01");
    let digest = company.journal.ledger().run(&locked).unwrap().digest;
    // 400 of 1000 go back: 50.00 x 0.6 = 30.00 should remain, 20.00 are owed at once.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(400.00 USD))), ["ana -20.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "50.00", "0.00", "20.00"]);
    assert_eq!(company.journal.ledger().run(&locked).unwrap().digest, digest);
    company.approves_and_exports(&locked);
    company.settles(&locked);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "50.00", "20.00"]);
    // February: 35.00 gross, 20.00 kept, 15.00 paid.
    company.receives("P2", "D1", amount!(700.00 USD));
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(15.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "85.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_while_locked_and_then_a_void_is_netted_in_the_next_sequence() {
    let mut company = Company::new();
    company.on("2026-01-10");
    company.sells("ana", "D1", LeadKind::Consumables);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 50.00
    company.on("2026-02-01");
    let first = company.locks("2026-01");
    company.refunds("F1", "P1", amount!(400.00 USD)); // owes 20.00
    company.tell("controller", void("us-field/2026-01/1")).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "50.00", "0.00", "0.00", "20.00"]);
    // The rest of P1 goes back while it is payable: 30.00 of the 50.00 is all that may be taken.
    assert_eq!(said(&company.refunds("F2", "P1", amount!(600.00 USD))), ["ana -30.00"]);
    assert_eq!(company.places("ana"), ["0.00", "20.00", "0.00", "0.00", "20.00"]);
    company.tell("payroll", lock("us-field/2026-01/2", "2026-01-31")).unwrap();
    company.approves_and_exports(&first.next());
    company.settles(&first.next());
    // 20.00 gross against 20.00 owed: nothing is paid, and every balance is zero.
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "20.00", "0.00"]);
    assert_eq!(company.journal.ledger().trial_balance().rows(), []);
    company.obeys_the_laws();
}
