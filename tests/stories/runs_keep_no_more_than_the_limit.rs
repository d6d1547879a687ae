//! The most that a run keeps of somebody's pay against what they owe: choice by choice, with what
//! stays owed.
//!
//! Ana gets 10 % of what customers pay, at once. Each month is paid by a run that is locked on the
//! first day of the next one.

use crate::options::{CLAWBACK, under};
use crate::support::forms::leave;
use crate::support::{Company, day, id, run};
use referral_ledger::command::SetRecoveryLimit;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payout::recovery::{LeaversLimit, MostKept, RecoveryLimit};
use referral_ledger::{amount, rate};

/// Half of the pay, of whoever it is.
const HALF: RecoveryLimit =
    RecoveryLimit { at_most: MostKept::Share(rate!(50%)), leavers: LeaversLimit::Same };

impl Company {
    fn limits(&mut self, limit: impl Into<Option<RecoveryLimit>>, from: &str) {
        let (group, limit, from) = (id("us-field"), limit.into(), day(from));
        self.tell("finance", SetRecoveryLimit { group, limit, from }).unwrap();
    }

    /// Ana's line: payable, kept, paid, and the limit where it held.
    fn kept(&self, month: &str) -> String {
        let line = self.journal.ledger().run_line(&run(month), &id("ana")).unwrap();
        let [payable, kept, paid] = [line.payable(), line.recovered, line.paid].map(Amount::digits);
        let most = line.kept_at_most.map_or("all".to_owned(), Amount::digits);
        format!("{payable} - {kept} = {paid}, at most {most}")
    }
}

/// Ana was paid 200.00 for January and owes it back: the customer returned everything. In February
/// she earned 150.00. It is 10 February.
fn owing() -> Company {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ana", "lathe", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(2_000.00 USD));
    company.on("2026-02-01").pays("2026-01");
    company.on("2026-02-10").refunds("r1", "p1", amount!(2_000.00 USD));
    company.receives("p2", "lathe", amount!(1_500.00 USD));
    company
}

#[test]
fn without_a_limit_all_that_is_owed_is_kept() {
    let mut company = owing();
    assert_eq!(company.on("2026-03-01").pays("2026-02"), amount!(0.00 USD));
    assert_eq!(company.kept("2026-02"), "150.00 - 150.00 = 0.00, at most all");
    // 200.00 - 150.00 = 50.00
    assert_eq!(company.places("ana")[4], "50.00");
    company.obeys_the_laws();
}

#[test]
fn half_of_the_pay_is_kept_and_the_rest_stays_owed() {
    let mut company = owing();
    company.limits(HALF, "2026-02-01");
    assert_eq!(company.on("2026-03-01").pays("2026-02"), amount!(75.00 USD));
    assert_eq!(company.kept("2026-02"), "150.00 - 75.00 = 75.00, at most 75.00");
    // 200.00 - 75.00 = 125.00
    assert_eq!(company.places("ana")[4], "125.00");
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "125.00");
    // The next run keeps half of what it pays.
    company.on("2026-03-10").receives("p3", "lathe", amount!(1_000.00 USD));
    assert_eq!(company.on("2026-04-01").pays("2026-03"), amount!(50.00 USD));
    assert_eq!(company.places("ana")[4], "75.00");
    company.obeys_the_laws();
}

#[test]
fn an_amount_is_kept_each_run() {
    let mut company = owing();
    let at_most = MostKept::Amount(amount!(60.00 USD));
    company.limits(RecoveryLimit { at_most, ..HALF }, "2026-02-01");
    assert_eq!(company.on("2026-03-01").pays("2026-02"), amount!(90.00 USD));
    assert_eq!(company.kept("2026-02"), "150.00 - 60.00 = 90.00, at most 60.00");
    assert_eq!(company.places("ana")[4], "140.00");
    company.obeys_the_laws();
}

#[test]
fn nothing_is_kept_where_the_limit_is_nothing() {
    let mut company = owing();
    let at_most = MostKept::Share(rate!(0%));
    company.limits(RecoveryLimit { at_most, ..HALF }, "2026-02-01");
    assert_eq!(company.on("2026-03-01").pays("2026-02"), amount!(150.00 USD));
    assert_eq!(company.places("ana")[4], "200.00");
    company.obeys_the_laws();
}

#[test]
fn who_has_left_has_a_limit_of_their_own_or_none() {
    let paid = |leavers| {
        let mut company = owing();
        company.limits(RecoveryLimit { leavers, ..HALF }, "2026-02-01");
        company.tell("hr", leave("ana", "2026-02-20")).unwrap();
        let paid = company.on("2026-03-01").pays("2026-02");
        company.obeys_the_laws();
        paid
    };
    assert_eq!(paid(LeaversLimit::Same), amount!(75.00 USD));
    // 150.00 x 80 % = 120.00 is kept
    assert_eq!(paid(LeaversLimit::AtMost(MostKept::Share(rate!(80%)))), amount!(30.00 USD));
    assert_eq!(paid(LeaversLimit::NoLimit), amount!(0.00 USD));
}

#[test]
fn a_limit_that_is_not_reached_is_not_told() {
    let mut company = owing();
    let at_most = MostKept::Amount(amount!(500.00 USD));
    company.limits(RecoveryLimit { at_most, ..HALF }, "2026-02-01");
    company.on("2026-03-01").pays("2026-02");
    assert_eq!(company.kept("2026-02"), "150.00 - 150.00 = 0.00, at most all");
}

#[test]
fn a_run_goes_by_the_word_of_the_last_day_of_its_period() {
    let mut company = owing();
    company.limits(HALF, "2026-03-01");
    company.on("2026-03-01").pays("2026-02");
    assert_eq!(company.kept("2026-02"), "150.00 - 150.00 = 0.00, at most all");
    company.limits(None, "2026-04-01");
    company.on("2026-03-10").receives("p3", "lathe", amount!(600.00 USD));
    company.on("2026-04-01").pays("2026-03");
    // 50.00 were still owed, and half of 60.00 is 30.00
    assert_eq!(company.kept("2026-03"), "60.00 - 30.00 = 30.00, at most 30.00");
    company.on("2026-04-10").receives("p4", "lathe", amount!(600.00 USD));
    company.on("2026-05-01").pays("2026-04");
    assert_eq!(company.kept("2026-04"), "60.00 - 20.00 = 40.00, at most all");
    company.obeys_the_laws();
}

#[test]
fn the_statement_says_that_the_rest_stays_owed() {
    let mut company = owing();
    company.limits(HALF, "2026-02-01");
    company.on("2026-03-01").pays("2026-02");
    let page = company.statement_page("ana", "2026-03");
    let told = "\
            150.00 USD was payable
            less 75.00 USD kept against what was owed back
            (a run keeps at most 75.00 USD: the rest stays owed)
            = 75.00 USD paid
";
    assert!(page.contains(told), "{page}");
}
