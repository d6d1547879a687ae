//! Payroll answers for the lines of an exported run: what it did not take is payable again at once,
//! and is paid by the next run.
//!
//! Ana and ben get 10 % of what their customers pay, at once. Each month is paid by a run that is
//! locked on the first day of the next one.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, id};
use referral_ledger::amount;
use referral_ledger::command::{AcknowledgeLines, AcknowledgedLine, Command, SettleRun, VoidRun};
use referral_ledger::lead::LeadKind;
use referral_ledger::payout::{Acknowledgement, RunId, RunStage};
use referral_ledger::told::Actor;

pub(crate) fn rejected(reason: &str) -> Acknowledgement {
    Acknowledgement::Rejected(id(reason))
}

fn answers(run: &RunId, answers: &[(&str, Acknowledgement)]) -> AcknowledgeLines {
    let line = |(payee, answer): &(&str, Acknowledgement)| AcknowledgedLine {
        payee: id(payee),
        answer: answer.clone(),
    };
    AcknowledgeLines { run: run.clone(), lines: answers.iter().map(line).collect() }
}

impl Company {
    /// The payroll job tells what payroll said of some lines.
    pub(crate) fn hears(&mut self, run: &RunId, said: &[(&str, Acknowledgement)]) {
        self.tell("payroll", answers(run, said)).unwrap();
    }

    /// The same, when it is refused: the code.
    fn hears_and_refuses(&mut self, run: &RunId, said: &[(&str, Acknowledgement)]) -> String {
        let command = Command::from(answers(run, said));
        // Under a key of its own, so that it is not taken for what was told before.
        let by = Actor::human(id("payroll"));
        self.tell_as(by, id("another-file"), command).unwrap_err().code().to_owned()
    }

    fn stage(&self, run: &RunId) -> RunStage {
        self.journal.ledger().run(run).unwrap().stage
    }
}

/// January's run is exported: 20.00 for ana, 30.00 for ben. It is 1 February.
fn exported() -> (Company, RunId) {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ben", "lathe", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(200.00 USD));
    company.receives("p2", "lathe", amount!(300.00 USD));
    let january = company.on("2026-02-01").locks("2026-01");
    company.approves_and_exports(&january);
    (company, january)
}

#[test]
fn what_payroll_took_is_paid_and_what_it_rejected_is_payable_again() {
    let (mut company, january) = exported();
    assert_eq!(company.balance("Liabilities:PayrollClearing"), "-50.00");
    company.hears(&january, &[("ana", Acknowledgement::Accepted), ("ben", rejected("no-account"))]);
    assert_eq!(company.stage(&january), RunStage::Acknowledged);
    // Ben's 30.00 went back from clearing, and nothing else did.
    assert_eq!(company.places("ana"), ["0.00", "0.00", "20.00", "0.00", "0.00"]);
    assert_eq!(company.places("ben"), ["0.00", "30.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.balance("Liabilities:PayrollClearing"), "-20.00");

    company.settles(&january);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "20.00", "0.00"]);
    assert_eq!(company.balance("Liabilities:PayrollClearing"), "0");
    assert_eq!(company.balance("Liabilities:Wages"), "-20.00");
    // The run says what was locked, and what of it was not taken.
    let view = company.journal.ledger().run(&january).unwrap();
    assert_eq!((view.paid, view.rejected), (amount!(50.00 USD), amount!(30.00 USD)));

    // The next run pays it once.
    let february = company.on("2026-03-01").locks("2026-02");
    company.approves_and_exports(&february);
    company.settles(&february);
    assert_eq!(company.places("ben"), ["0.00", "0.00", "0.00", "30.00", "0.00"]);
    assert_eq!(company.balance("Liabilities:Wages"), "-50.00");
    company.obeys_the_laws();
}

#[test]
fn the_statement_says_that_payroll_did_not_take_it_and_why() {
    let (mut company, january) = exported();
    let said = [("ana", Acknowledgement::Accepted), ("ben", rejected("no-account"))];
    company.hears(&january, &said);
    company.settles(&january);
    let page = company.statement_page("ben", "2026-02");
    let told = "\
LEFT OUT OF A RUN, AND WHY                                                   USD
2026-02-01  run us-field/2026-01/1                                         30.00
            payroll did not take the line: no-account
            it is payable again, and waits for a later run
";
    assert!(page.contains(told), "{page}");
    assert!(!page.contains("PAID\n"), "{page}");
    assert!(company.statement_page("ana", "2026-02").contains("paid in all"), "{page}");
}

#[test]
fn an_answer_may_come_in_parts_and_again() {
    let (mut company, january) = exported();
    company.hears(&january, &[("ana", Acknowledgement::Accepted)]);
    assert_eq!(company.stage(&january), RunStage::Exported);
    // Until payroll answered for everybody, the run is neither settled nor void.
    let settle = company.tell("payroll", SettleRun { run: january.clone() });
    assert_eq!(settle.unwrap_err().code(), "R5023");
    let void = VoidRun { run: january.clone(), reason: id("wrong-file") };
    assert_eq!(company.tell("payroll", void).unwrap_err().code(), "R5024");
    // The second file says the first again.
    let said = [("ana", Acknowledgement::Accepted), ("ben", Acknowledgement::Accepted)];
    company.hears(&january, &said);
    assert_eq!(company.stage(&january), RunStage::Acknowledged);
    assert_eq!(company.hears_and_refuses(&january, &said), "R5022");
    company.settles(&january);
    assert_eq!(company.balance("Liabilities:Wages"), "-50.00");
    assert_eq!(company.hears_and_refuses(&january, &said), "R5022");
    company.obeys_the_laws();
}

#[test]
fn what_payroll_said_first_stands() {
    let (mut company, january) = exported();
    company.hears(&january, &[("ben", rejected("no-account"))]);
    let code = company.hears_and_refuses(&january, &[("ben", Acknowledgement::Accepted)]);
    assert_eq!(code, "R5021");
    assert_eq!(company.places("ben"), ["0.00", "30.00", "0.00", "0.00", "0.00"]);
}

#[test]
fn a_rejected_line_gives_back_what_it_kept_and_the_next_run_keeps_it_again() {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(200.00 USD));
    assert_eq!(company.on("2026-02-01").pays("2026-01"), amount!(20.00 USD));
    company.on("2026-02-10").refunds("r1", "p1", amount!(50.00 USD));
    company.receives("p2", "press", amount!(300.00 USD));
    // 30.00 earned, 5.00 owed back: 25.00 paid.
    let february = company.on("2026-03-01").locks("2026-02");
    company.approves_and_exports(&february);
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "0");
    company.hears(&february, &[("ana", rejected("account-closed"))]);
    assert_eq!(company.places("ana"), ["0.00", "30.00", "0.00", "20.00", "5.00"]);
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "5.00");
    // Nothing is left of the run; payroll pays nobody.
    company.settles(&february);
    assert_eq!(company.balance("Liabilities:Wages"), "-20.00");
    assert_eq!(company.on("2026-04-01").pays("2026-03"), amount!(25.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "50.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn payroll_does_not_answer_for_who_is_paid_nothing() {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ben", "lathe", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(300.00 USD));
    company.on("2026-02-01").pays("2026-01");
    company.on("2026-02-10").refunds("r1", "p1", amount!(300.00 USD));
    company.receives("p2", "press", amount!(200.00 USD));
    company.receives("p3", "lathe", amount!(100.00 USD));
    // All 20.00 of ana's are kept against the 30.00 she owes; her line is in no payroll file.
    let february = company.on("2026-03-01").locks("2026-02");
    company.approves_and_exports(&february);
    company.hears(&february, &[("ben", Acknowledgement::Accepted)]);
    assert_eq!(company.stage(&february), RunStage::Acknowledged);
    company.settles(&february);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "50.00", "10.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_month_of_which_payroll_took_nothing_has_its_regular_run_yet() {
    let (mut company, january) = exported();
    let none = [("ana", rejected("wrong-batch")), ("ben", rejected("wrong-batch"))];
    company.hears(&january, &none);
    company.settles(&january);
    let lock = crate::support::forms::lock("us-field/2026-01/2", "2026-01-31");
    company.tell("payroll", lock).unwrap();
    company.approves_and_exports(&january.next());
    company.settles(&january.next());
    assert_eq!(company.balance("Liabilities:Wages"), "-50.00");
    company.obeys_the_laws();
}

#[test]
fn a_run_that_payroll_rejected_in_full_may_be_void() {
    let (mut company, january) = exported();
    let none = [("ana", rejected("wrong-batch")), ("ben", rejected("wrong-batch"))];
    company.hears(&january, &none);
    company.tell("payroll", VoidRun { run: january.clone(), reason: id("wrong-batch") }).unwrap();
    assert_eq!(company.stage(&january), RunStage::Void);
    // The month's next run pays both.
    let lock = crate::support::forms::lock("us-field/2026-01/2", "2026-01-31");
    company.tell("payroll", lock).unwrap();
    let second = january.next();
    company.approves_and_exports(&second);
    company.settles(&second);
    assert_eq!(company.balance("Liabilities:Wages"), "-50.00");
    company.obeys_the_laws();
}
