//! Pay groups are paid by weeks, fortnights, halves of months or months, and a calendar changes where
//! a period ends.
//!
//! Ana gets 10 % of what customers pay, at once.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, day, id};
use referral_ledger::amount;
use referral_ledger::command::{LockRun, SetCalendar};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payout::RunId;
use referral_ledger::payout::calendar::Calendar;
use referral_ledger::time::Period;

impl Company {
    pub(crate) fn calendar(&mut self, calendar: Calendar, from: &str) -> String {
        let (group, from) = (id("us-field"), day(from));
        match self.tell("finance", SetCalendar { group, calendar, from }) {
            Ok(_) => "set".to_owned(),
            Err(refusal) => refusal.code().to_owned(),
        }
    }

    /// Pays the period that a day lies in, on the day after it ends: which it is, and what is paid.
    pub(crate) fn pays_the_period_of(&mut self, at: &str) -> (String, Amount) {
        let group = id("us-field");
        let period = self.journal.ledger().pay_period(&group, day(at)).unwrap();
        self.on(&period.until().to_string());
        if self.journal.ledger().passed_through().is_none_or(|it| it < period.last_day()) {
            self.passes_days();
        }
        let run = RunId::first(group, period);
        self.tell("payroll", LockRun::regular(run.clone(), period.last_day())).unwrap();
        self.approves_and_exports(&run);
        self.settles(&run);
        (period.to_string(), self.journal.ledger().run(&run).unwrap().paid)
    }
}

/// Ana has a deal. It is 1 January.
fn company() -> Company {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.on("2026-01-01").sells("ana", "press", LeadKind::NewEquipment);
    company
}

#[test]
fn each_week_is_paid_by_its_run() {
    let mut company = company();
    assert_eq!(company.calendar(Calendar::Weekly, "2026-01-01"), "set"); // a Thursday
    company.on("2026-01-03").receives("p1", "press", amount!(100.00 USD));
    let week = |text: &str, paid| (text.to_owned(), paid);
    let first = company.pays_the_period_of("2026-01-03");
    assert_eq!(first, week("2026-01-01/2026-01-08", amount!(10.00 USD)));
    company.on("2026-01-14").receives("p2", "press", amount!(200.00 USD));
    company.on("2026-01-15").receives("p3", "press", amount!(300.00 USD));
    let second = company.pays_the_period_of("2026-01-14");
    assert_eq!(second, week("2026-01-08/2026-01-15", amount!(20.00 USD)));
    let third = company.pays_the_period_of("2026-01-15");
    assert_eq!(third, week("2026-01-15/2026-01-22", amount!(30.00 USD)));
    company.obeys_the_laws();
}

#[test]
fn fortnights_and_halves_of_months() {
    let mut company = company();
    assert_eq!(company.calendar(Calendar::Semimonthly, "2026-01-01"), "set");
    company.on("2026-01-15").receives("p1", "press", amount!(100.00 USD));
    let paid = company.pays_the_period_of("2026-01-15");
    assert_eq!(paid, ("2026-01-01/2026-01-16".to_owned(), amount!(10.00 USD)));
    // From the middle of the month by fortnights, for there a half ends.
    assert_eq!(company.calendar(Calendar::Biweekly, "2026-01-16"), "set");
    company.on("2026-01-29").receives("p2", "press", amount!(200.00 USD));
    let paid = company.pays_the_period_of("2026-01-29");
    assert_eq!(paid, ("2026-01-16/2026-01-30".to_owned(), amount!(20.00 USD)));
    company.obeys_the_laws();
}

#[test]
fn a_calendar_begins_where_a_period_of_the_one_before_ends() {
    let mut company = company();
    assert_eq!(company.calendar(Calendar::Weekly, "2026-01-05"), "R5028"); // in mid-month
    assert_eq!(company.calendar(Calendar::Weekly, "2026-02-01"), "set");
    assert_eq!(company.calendar(Calendar::Monthly, "2026-03-01"), "set"); // 28 days are four weeks
    assert_eq!(company.calendar(Calendar::Weekly, "2026-02-08"), "R5027"); // before what was told
    assert_eq!(company.calendar(Calendar::Semimonthly, "2026-04-16"), "R5028");
}

#[test]
fn a_calendar_does_not_change_what_runs_have_paid() {
    let mut company = company();
    company.on("2026-01-20").receives("p1", "press", amount!(100.00 USD));
    company.on("2026-02-01").pays("2026-01");
    assert_eq!(company.calendar(Calendar::Semimonthly, "2026-01-01"), "R5047");
    assert_eq!(company.calendar(Calendar::Semimonthly, "2026-02-01"), "set");
}

#[test]
fn a_run_is_for_a_period_of_its_group() {
    let mut company = company();
    company.calendar(Calendar::Weekly, "2026-01-01");
    company.on("2026-02-01").passes_days();
    let january: Period = "2026-01".parse().unwrap();
    let run = RunId::first(id("us-field"), january);
    let refused = company.tell("payroll", LockRun::regular(run, day("2026-01-31"))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "run us-field/2026-01/1 is for no period of its pay group, which is paid weekly: the \
         one that its first day lies in is 2026-01-01/2026-01-08"
    );
}
