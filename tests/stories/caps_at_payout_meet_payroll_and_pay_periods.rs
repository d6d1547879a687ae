//! Caps that are measured at payout beside what payroll rejects, who is pulled from a run, and runs
//! that are for no month.
//!
//! Ana and ben get 10 % of what their customers pay, at once, and are paid 100.00 a period at the
//! most. Ana earned 240.00 and ben 150.00 by 10 January.

use crate::caps_measured_at_payout_bound_what_runs_pay::{at, cap};
use crate::options::{CLAWBACK, under};
use crate::payroll_answers_for_each_line::rejected;
use crate::runs_beside_the_months::only;
use crate::support::forms::{lock, void};
use crate::support::{Company, id, run, said};
use referral_ledger::amount;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payout::calendar::Calendar;
use referral_ledger::payout::{Acknowledgement, Pulled, RunId, Whom};

fn earned(cap: &str) -> Company {
    let mut company = under(&[("tables", cap), ("clawback", CLAWBACK)]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.sells("ben", "lathe", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(2_400.00 USD));
    company.receives("p2", "lathe", amount!(1_500.00 USD));
    company
}

/// January's run is exported: 100.00 for each, 140.00 of ana's and 50.00 of ben's are above.
fn exported(cap: &str) -> (Company, RunId) {
    let mut company = earned(cap);
    let january = company.on("2026-02-01").locks("2026-01");
    let above =
        [("ana", at(["0.00", "100.00", "140.00"])), ("ben", at(["0.00", "100.00", "50.00"]))];
    assert_eq!(company.capped_in(&january), above.map(|(payee, parts)| (payee.to_owned(), parts)));
    company.approves_and_exports(&january);
    (company, january)
}

fn all_but_ana() -> Whom {
    Whom::AllBut(vec![Pulled { payee: id("ana"), reason: id("identity-check") }])
}

impl Company {
    /// Whom caps measured for a run, and how: used before, used by it, above.
    fn capped_in(&self, run: &RunId) -> Vec<(String, [String; 3])> {
        let view = self.journal.ledger().run(run).unwrap();
        let parts = |it: [Amount; 3]| it.map(Amount::digits);
        let caps = view.pay_caps.iter();
        caps.map(|it| (it.payee.to_string(), parts([it.used, it.takes, it.above]))).collect()
    }

    /// What is payable to somebody, in a run, and paid.
    fn has(&self, payee: &str) -> [String; 3] {
        let [_, payable, in_run, paid, _] = self.places(payee);
        [payable, in_run, paid]
    }

    /// Sends a locked run and has it settled: what was taken back by that.
    fn ends(&mut self, run: &RunId) -> Vec<String> {
        self.approves_and_exports(run);
        let settled = self.tell("payroll", crate::support::forms::settle(&run.to_string()));
        self.obeys_the_laws();
        said(&settled.unwrap())
    }
}

#[test]
fn a_rejected_line_uses_no_room_and_forfeits_nothing() {
    for excess in ["carried", "forfeited"] {
        let (mut company, january) = exported(&cap("quarter", excess, "freed"));
        let accepted = Acknowledgement::Accepted;
        company.hears(&january, &[("ana", rejected("no-account")), ("ben", accepted)]);
        // All of ana's 240.00 is payable as before; of ben's 150.00, 100.00 are on their way.
        assert_eq!(company.has("ana"), at(["240.00", "0.00", "0.00"]));
        assert_eq!(company.has("ben"), at(["50.00", "100.00", "0.00"]));
        assert_eq!(company.journal.ledger().above_caps(&id("ana")), []);
        assert_eq!(company.journal.ledger().above_caps(&id("ben")).len(), 1);
        company.obeys_the_laws();
        // What is above is forfeited of ben's alone.
        let settled = company.tell("payroll", crate::support::forms::settle(&january.to_string()));
        let lost: &[&str] = if excess == "carried" { &[] } else { &["ben -50.00"] };
        assert_eq!(said(&settled.unwrap()), lost);
        assert_eq!(company.has("ana"), at(["240.00", "0.00", "0.00"]));
        company.obeys_the_laws();
        // The quarter's room is there for her in February's run, and none for ben.
        let february = company.on("2026-03-01").locks("2026-02");
        let measured = company.capped_in(&february);
        assert_eq!(measured[0], ("ana".to_owned(), at(["0.00", "100.00", "140.00"])));
        let of_ben = [("ben".to_owned(), at(["100.00", "0.00", "50.00"]))];
        assert_eq!(measured[1..], of_ben[..usize::from(excess == "carried")]);
        let lost: &[&str] = if excess == "carried" { &[] } else { &["ana -140.00"] };
        assert_eq!(company.ends(&february), lost);
        let left = if excess == "carried" { "140.00" } else { "0.00" };
        assert_eq!(company.has("ana"), at([left, "0.00", "100.00"]));
    }
}

/// Ana's rejected line goes with February's run while January's still waits for ben's answer.
#[test]
fn what_was_rejected_is_measured_by_a_run_that_is_locked_before_the_other_is_settled() {
    let (mut company, january) = exported(&cap("quarter", "forfeited", "freed"));
    company.hears(&january, &[("ana", rejected("no-account"))]);
    let february = company.on("2026-03-01").locks("2026-02");
    // Ben's 50.00 are above January's cap, and in no other run.
    let of_ana = ("ana".to_owned(), at(["0.00", "100.00", "140.00"]));
    assert_eq!(company.capped_in(&february), [of_ana]);
    company.hears(&january, &[("ben", Acknowledgement::Accepted)]);
    company.settles(&january);
    company.obeys_the_laws();
    assert_eq!(company.has("ana"), at(["140.00", "100.00", "0.00"]));
    assert_eq!(company.has("ben"), at(["0.00", "0.00", "100.00"]));
    assert_eq!(company.ends(&february), ["ana -140.00"]);
    assert_eq!(company.has("ana"), at(["0.00", "0.00", "100.00"]));
}

#[test]
fn a_run_that_is_void_after_rejections_gives_its_room_back_once() {
    for excess in ["carried", "forfeited"] {
        let (mut company, january) = exported(&cap("quarter", excess, "freed"));
        company.hears(&january, &[("ana", rejected("wrong-batch"))]);
        company.tell("payroll", void(&january.to_string())).unwrap();
        company.obeys_the_laws();
        assert_eq!(company.has("ana"), at(["240.00", "0.00", "0.00"]));
        assert_eq!(company.has("ben"), at(["150.00", "0.00", "0.00"]));
        company.tell("payroll", lock("us-field/2026-01/2", "2026-01-31")).unwrap();
        let again = [("ana", ["0.00", "100.00", "140.00"]), ("ben", ["0.00", "100.00", "50.00"])];
        let again = again.map(|(payee, parts)| (payee.to_owned(), at(parts)));
        assert_eq!(company.capped_in(&january.next()), again);
        company.ends(&january.next());
        assert_eq!(company.has("ben")[2], "100.00");
    }
}

/// A refund took all of p1 while January's run had 100.00 of it: 140.00 that were payable go, and
/// 100.00 are owed. The line is rejected, and the next run keeps it; that needs no room.
#[test]
fn what_is_owed_of_a_rejected_line_goes_with_the_next_and_needs_no_room() {
    let (mut company, january) = exported(&cap("quarter", "carried", "freed"));
    assert_eq!(said(&company.refunds("r1", "p1", amount!(2_400.00 USD))), ["ana -240.00"]);
    company.hears(&january, &[("ana", rejected("no-account")), ("ben", Acknowledgement::Accepted)]);
    assert_eq!(company.places("ana"), ["0.00", "100.00", "0.00", "0.00", "100.00"]);
    company.settles(&january);
    company.on("2026-02-10").receives("p3", "press", amount!(700.00 USD));
    let february = company.on("2026-03-01").locks("2026-02");
    assert_eq!(company.capped_in(&february)[0], ("ana".to_owned(), at(["0.00", "70.00", "0.00"])));
    company.ends(&february);
    // 100.00 + 70.00 - 100.00
    let line = company.journal.ledger().run_line(&february, &id("ana")).unwrap();
    assert_eq!((line.gross, line.paid), (amount!(170.00 USD), amount!(70.00 USD)));
}

#[test]
fn who_is_pulled_uses_no_room_and_loses_nothing() {
    for excess in ["carried", "forfeited"] {
        let mut company = earned(&cap("quarter", excess, "freed"));
        let january = run("2026-01");
        let paid = company.on("2026-02-01").locks_for(&january, all_but_ana(), false);
        assert_eq!(paid, ["ben 100.00"]);
        let of_ben = ("ben".to_owned(), at(["0.00", "100.00", "50.00"]));
        assert_eq!(company.capped_in(&january), [of_ben]);
        // The run says what it would have paid her.
        let view = company.journal.ledger().run(&january).unwrap();
        assert_eq!(view.pulled[0].payable, amount!(100.00 USD));
        let lost: &[&str] = if excess == "carried" { &[] } else { &["ben -50.00"] };
        assert_eq!(company.ends(&january), lost);
        assert_eq!(company.has("ana"), at(["240.00", "0.00", "0.00"]));
        // A run for her alone has all of the quarter's room, and measures nobody else.
        let hers = january.next();
        assert_eq!(company.on("2026-02-03").locks_for(&hers, only("ana"), true), ["ana 100.00"]);
        let of_ana = ("ana".to_owned(), at(["0.00", "100.00", "140.00"]));
        assert_eq!(company.capped_in(&hers), [of_ana]);
        let lost: &[&str] = if excess == "carried" { &[] } else { &["ana -140.00"] };
        assert_eq!(company.ends(&hers), lost);
    }
}

/// She has no line that she could be pulled from, for nothing has room; what is above is not set
/// apart for it either.
#[test]
fn who_is_pulled_and_has_no_room_loses_nothing() {
    let mut company = earned(&cap("quarter", "forfeited", "freed"));
    let january = company.on("2026-02-01").locks("2026-01");
    company.ends(&january);
    company.on("2026-02-10").receives("p3", "press", amount!(300.00 USD));
    let february = run("2026-02");
    let none: [String; 0] = [];
    assert_eq!(company.on("2026-03-01").locks_for(&february, all_but_ana(), false), none);
    assert_eq!(company.capped_in(&february), []);
    assert!(company.journal.ledger().run(&february).unwrap().pulled.is_empty());
    assert_eq!(company.ends(&february), none);
    assert_eq!(company.has("ana"), at(["30.00", "0.00", "100.00"]));
    // Not pulled, the same is nobody's.
    let march = company.on("2026-04-01").locks("2026-03");
    assert_eq!(company.ends(&march), ["ana -30.00"]);
}

/// A run beside the month's has what room that left.
#[test]
fn an_off_cycle_run_has_the_room_that_is_left_of_its_period() {
    let mut company = under(&[("tables", &*cap("month", "carried", "freed"))]);
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(700.00 USD));
    assert_eq!(company.on("2026-02-01").pays("2026-01"), amount!(70.00 USD));
    company.receives("p2", "press", amount!(500.00 USD));
    let beside = run("2026-01").next();
    assert_eq!(company.on("2026-02-02").locks_for(&beside, only("ana"), true), ["ana 30.00"]);
    let of_ana = ("ana".to_owned(), at(["70.00", "30.00", "20.00"]));
    assert_eq!(company.capped_in(&beside), [of_ana]);
    company.ends(&beside);
}

/// Weeks begin on a Thursday. The one of 29 January ends on 4 February, and counts in February.
#[test]
fn a_run_of_a_week_counts_in_the_month_that_holds_its_last_day() {
    let mut company = under(&[("tables", &*cap("month", "carried", "freed"))]);
    company.on("2026-01-01").sells("ana", "press", LeadKind::NewEquipment);
    assert_eq!(company.calendar(Calendar::Weekly, "2026-01-01"), "set");
    company.on("2026-01-22").receives("p1", "press", amount!(600.00 USD));
    let paid = |company: &mut Company, at| company.pays_the_period_of(at).1;
    assert_eq!(paid(&mut company, "2026-01-22"), amount!(60.00 USD)); // of January's 100.00
    company.on("2026-01-30").receives("p2", "press", amount!(800.00 USD));
    assert_eq!(paid(&mut company, "2026-01-30"), amount!(80.00 USD)); // of February's
    company.on("2026-02-05").receives("p3", "press", amount!(500.00 USD));
    assert_eq!(paid(&mut company, "2026-02-05"), amount!(20.00 USD)); // the rest of it
    assert_eq!(company.has("ana"), at(["30.00", "0.00", "160.00"]));
    company.obeys_the_laws();
}

#[test]
fn a_week_that_is_void_gives_back_the_room_of_the_month_it_counted_in() {
    let mut company = under(&[("tables", &*cap("month", "carried", "freed"))]);
    company.on("2026-01-01").sells("ana", "press", LeadKind::NewEquipment);
    assert_eq!(company.calendar(Calendar::Weekly, "2026-01-01"), "set");
    company.on("2026-01-30").receives("p1", "press", amount!(1_500.00 USD));
    company.on("2026-02-05").passes_days();
    let week: RunId = id("us-field/2026-01-29/2026-02-05/1");
    company.tell("payroll", lock(&week.to_string(), "2026-02-04")).unwrap();
    assert_eq!(company.capped_in(&week)[0].1, at(["0.00", "100.00", "50.00"]));
    company.tell("payroll", void(&week.to_string())).unwrap();
    company.obeys_the_laws();
    company.tell("payroll", lock(&week.next().to_string(), "2026-02-04")).unwrap();
    let caps = company.journal.ledger().run(&week.next()).unwrap().pay_caps;
    assert_eq!((caps[0].used, caps[0].takes), (amount!(0.00 USD), amount!(100.00 USD)));
    company.ends(&week.next());
    // February's room is used; March's pays the rest.
    assert_eq!(company.pays_the_period_of("2026-02-20").1, amount!(0.00 USD));
    assert_eq!(company.pays_the_period_of("2026-02-27").1, amount!(50.00 USD));
    company.obeys_the_laws();
}
