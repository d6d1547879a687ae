//! Runs beside the month's: for one who leaves, for some whose pay was late, and the month's run
//! without somebody whose pay must wait.
//!
//! Ana and ben get 10 % of what their customers pay, at once.

use crate::options::{CLAWBACK, under};
use crate::support::forms::{leave, lock};
use crate::support::{Company, day, id, run};
use referral_ledger::amount;
use referral_ledger::command::LockRun;
use referral_ledger::lead::LeadKind;
use referral_ledger::payout::{Pulled, RunId, Whom};

impl Company {
    /// Locks a run of January with a cut-off of yesterday; whom it pays, and how much.
    pub(crate) fn locks_for(&mut self, run: &RunId, whom: Whom, off_cycle: bool) -> Vec<String> {
        let cut_off = self.yesterday();
        if self.journal.ledger().passed_through().is_none_or(|passed| passed < cut_off) {
            self.passes_days();
        }
        let lock = LockRun { run: run.clone(), cut_off, whom, off_cycle };
        self.tell("payroll", lock).unwrap();
        self.paid_by(run)
    }

    fn paid_by(&self, run: &RunId) -> Vec<String> {
        let view = self.journal.ledger().run(run).unwrap();
        view.lines.iter().map(|line| format!("{} {}", line.payee, line.paid.digits())).collect()
    }

    fn sends(&mut self, run: &RunId) {
        self.approves_and_exports(run);
        self.settles(run);
    }
}

pub(crate) fn only(payee: &str) -> Whom {
    Whom::Only(vec![id(payee)])
}

/// Ana earned 20.00 and ben 30.00 by 10 January.
fn earned() -> Company {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ben", "lathe", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(200.00 USD));
    company.receives("p2", "lathe", amount!(300.00 USD));
    company
}

#[test]
fn who_leaves_is_paid_by_a_run_of_their_own_before_the_months() {
    let mut company = earned();
    company.tell("hr", leave("ben", "2026-01-15")).unwrap();
    company.on("2026-01-16");
    let last = run("2026-01");
    assert_eq!(company.locks_for(&last, only("ben"), true), ["ben 30.00"]);
    company.sends(&last);
    // The month's own run is the second; it is no off-cycle run, and pays the others.
    let months = last.next();
    company.on("2026-02-01");
    assert_eq!(company.locks_for(&months, Whom::Everybody, false), ["ana 20.00"]);
    company.sends(&months);
    assert_eq!(company.places("ben"), ["0.00", "0.00", "0.00", "30.00", "0.00"]);
    assert_eq!(company.balance("Liabilities:Wages"), "-50.00");
    company.obeys_the_laws();
}

#[test]
fn a_late_payment_is_paid_by_an_off_cycle_run_after_the_months() {
    let mut company = earned();
    assert_eq!(company.on("2026-02-01").pays("2026-01"), amount!(50.00 USD));
    // The bank told a payment of 28 January on 3 February.
    company.on("2026-02-03").receives("p3", "press", amount!(100.00 USD));
    company.on("2026-02-04");
    // Another run of January is off-cycle or refused: a job that counts up pays nobody twice.
    let second = run("2026-01").next();
    company.passes_days();
    let regular = company.tell("payroll", lock("us-field/2026-01/2", "2026-02-03"));
    assert_eq!(regular.unwrap_err().code(), "R5018");
    assert_eq!(company.locks_for(&second, Whom::Everybody, true), ["ana 10.00"]);
    company.sends(&second);
    assert_eq!(company.balance("Liabilities:Wages"), "-60.00");
    company.obeys_the_laws();
}

#[test]
fn who_is_pulled_waits_for_the_next_run_and_is_told_why() {
    let mut company = earned();
    company.on("2026-02-01");
    let pulled = vec![Pulled { payee: id("ben"), reason: id("identity-check") }];
    assert_eq!(company.locks_for(&run("2026-01"), Whom::AllBut(pulled), false), ["ana 20.00"]);
    let view = company.journal.ledger().run(&run("2026-01")).unwrap();
    let left = &view.pulled[0];
    assert_eq!((left.payee.as_str(), left.payable), ("ben", amount!(30.00 USD)));
    company.sends(&run("2026-01"));
    assert_eq!(company.places("ben"), ["0.00", "30.00", "0.00", "0.00", "0.00"]);
    let page = company.statement_page("ben", "2026-02");
    let told = "\
LEFT OUT OF A RUN, AND WHY                                                   USD
2026-02-01  run us-field/2026-01/1                                         30.00
            left out of this run by name: identity-check
            it stays payable, and waits for a later run
";
    assert!(page.contains(told), "{page}");
    assert_eq!(company.on("2026-03-01").pays("2026-02"), amount!(30.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_run_of_nobody_who_has_something_payable_has_no_lines() {
    let mut company = earned();
    company.on("2026-02-01");
    assert!(company.locks_for(&run("2026-01"), only("cleo"), true).is_empty());
    company.sends(&run("2026-01"));
    assert_eq!(company.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn two_runs_of_a_month_do_not_run_at_once() {
    let mut company = earned();
    company.on("2026-01-20");
    company.locks_for(&run("2026-01"), only("ben"), true);
    let second = LockRun {
        run: run("2026-01").next(),
        cut_off: day("2026-01-19"),
        whom: only("ana"),
        off_cycle: true,
    };
    assert_eq!(company.tell("payroll", second).unwrap_err().code(), "R5003");
}
