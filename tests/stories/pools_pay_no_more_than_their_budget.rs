//! Budget pools, choice by choice: the same facts under plans that differ in one word, with the
//! arithmetic beside the amounts.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, Heard, day, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{
    Counts, LeavePayee, OpenCounter, PlanText, PublishPlan, RecordPayment,
};
use referral_ledger::deal::Line;
use referral_ledger::id::{DealId, PaymentId};
use referral_ledger::money::Amount;

/// A pool of 100.00 for the first rule, that stops.
const STOP: &str = "[[pool]]\nid = \"budget\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                    amount = \"100 USD\"\neach = \"month\"\ndated_by = \"fact\"\n\
                    counts = \"all_payees\"\nexceeded = \"stop\"\nafter_reversal = \"freed\"\n";

const POOL: &str = "[\"rate\", \"pool\", \"round\"]";
const SPLIT_POOL: &str = "[\"rate\", \"pay_split\", \"pool\", \"round\"]";

/// The pool with some of its words said otherwise.
fn pool(changes: &[(&str, &str)]) -> String {
    crate::support::changed(STOP, changes)
}

/// 10% of what comes in, out of a pool; ana's lead is the deal D1, and ben's D2.
fn funded(pool: &str) -> Company {
    let mut company = under(&[("order", POOL), ("tables", pool), ("clawback", CLAWBACK)]);
    company.sells_with("ana", "D1", &[]);
    company.sells_with("ben", "D2", &[]);
    company
}

/// Payments of 600.00: of D1 and D2 in January, of D1 in February, of D2 in April.
fn four_payments(pool: &str) -> Vec<String> {
    let mut company = funded(pool);
    let mut earned = Vec::new();
    for (payment, deal, on) in [
        ("P1", "D1", "2026-01-10"),
        ("P2", "D2", "2026-01-20"),
        ("P3", "D1", "2026-02-10"),
        ("P4", "D2", "2026-04-10"),
    ] {
        company.on(on);
        earned.extend(said(&company.receives(payment, deal, amount!(600.00 USD))));
    }
    company.obeys_the_laws();
    earned
}

/// A payment of 600.00 for D1 that came in on a day before today.
fn receives_of(company: &mut Company, payment: &str, on: &str) -> Heard {
    let (payment, deal) = (PaymentId::named(payment), DealId::named("D1"));
    let lines = vec![Line::of_net(amount!(600.00 USD))];
    let paid = RecordPayment { payment, deal, received_on: day(on), lines };
    company.tell("bank", paid).unwrap()
}

#[test]
fn who_crosses_the_end_gets_what_is_left_and_who_comes_later_nothing() {
    let mut company = funded(STOP);
    let first = company.receives("P1", "D1", amount!(600.00 USD)); // 60.00 of 100.00
    assert_eq!(said(&first), ["ana 60.00"]);
    let second = company.receives("P2", "D2", amount!(600.00 USD)); // 40.00 are left
    assert_eq!(said(&second), ["ben 40.00"]);
    let step = "the pool budget of 100.00 USD for 2026-01 had 40.00 USD left, so of 60.00 USD stays \
                40.00 USD";
    assert!(whys(&second)[0].contains(step), "{}", whys(&second)[0]);
    let third = company.receives("P3", "D1", amount!(600.00 USD));
    assert_eq!(said(&third), ["ana 0.00"]);
    let step = "had 0.00 USD left, so of 60.00 USD stays 0.00 USD";
    assert!(whys(&third)[0].contains(step), "{}", whys(&third)[0]);
    // What was cut never accrued: the books know 60.00 and 40.00.
    assert_eq!(company.balance("Expenses:Incentives"), "100.00");
    company.obeys_the_laws();
}

#[test]
fn a_pool_is_filled_each_month_each_quarter_each_year_or_once() {
    // Each payment makes 60.00, and each filling holds 100.00.
    let of = |each: &str| four_payments(&pool(&[("\"month\"", each)]));
    // In January 60.00 and 40.00; February and April have 100.00 of their own.
    assert_eq!(of("\"month\""), ["ana 60.00", "ben 40.00", "ana 60.00", "ben 60.00"]);
    assert_eq!(of("\"quarter\""), ["ana 60.00", "ben 40.00", "ana 0.00", "ben 60.00"]);
    assert_eq!(of("\"year\""), ["ana 60.00", "ben 40.00", "ana 0.00", "ben 0.00"]);
    let once = pool(&[("\"month\"\ndated_by = \"fact\"", "\"plan\"")]);
    assert_eq!(four_payments(&once), ["ana 60.00", "ben 40.00", "ana 0.00", "ben 0.00"]);
}

#[test]
fn a_late_fact_belongs_to_its_own_month_or_to_that_it_is_told_in() {
    // January's 100.00 are used up; in March a payment of January is told, and one of March.
    let paid = |dated_by: &str| {
        let mut company = funded(&pool(&[("\"fact\"", dated_by)]));
        company.receives("P1", "D1", amount!(600.00 USD));
        company.receives("P2", "D2", amount!(600.00 USD));
        company.on("2026-03-05");
        let late = said(&receives_of(&mut company, "P3", "2026-01-25"));
        let march = said(&company.receives("P4", "D2", amount!(600.00 USD)));
        company.obeys_the_laws();
        [late, march].concat()
    };
    assert_eq!(paid("\"fact\""), ["ana 0.00", "ben 60.00"]);
    // Told in March, the late one takes 60.00 of March's 100.00.
    assert_eq!(paid("\"record\""), ["ana 60.00", "ben 40.00"]);
}

#[test]
fn what_is_taken_back_makes_room_for_others_or_does_not() {
    let third = |after_reversal: &str| {
        let mut company = funded(&pool(&[("\"freed\"", after_reversal)]));
        let first = company.receives("P1", "D1", amount!(600.00 USD));
        let second = company.receives("P2", "D2", amount!(600.00 USD));
        assert_eq!([said(&first), said(&second)].concat(), ["ana 60.00", "ben 40.00"]);
        // Half of P1 goes back, and with it 30.00 of the 60.00.
        assert_eq!(said(&company.refunds("F1", "P1", amount!(300.00 USD))), ["ana -30.00"]);
        let third = said(&company.receives("P3", "D2", amount!(600.00 USD)));
        company.obeys_the_laws();
        third
    };
    assert_eq!(third("\"freed\""), ["ben 30.00"]); // what was cut from ben's first is not raised
    assert_eq!(third("\"kept_used\""), ["ben 0.00"]);
}

#[test]
fn a_pool_cuts_each_part_in_the_order_of_the_roles() {
    // 10% of 1,500.00 are 150.00: 90.00 for ana, and 60.00 for ben, of which 10.00 are left.
    let words = [("order", SPLIT_POOL), ("tables", STOP), ("payee", "\"each_by_share\"")];
    let mut company = under(&words);
    company.sells_with("ana", "D1", &[("co_source", "ben")]);
    let paid = company.receives("P1", "D1", amount!(1_500.00 USD));
    assert_eq!(said(&paid), ["ana 90.00", "ben 10.00"]);
    let step = "had 10.00 USD left, so of 60.00 USD stays 10.00 USD";
    assert!(whys(&paid)[1].contains(step), "{}", whys(&paid)[1]);
    company.obeys_the_laws();
}

#[test]
fn who_has_left_takes_nothing_out_of_a_pool() {
    let words = [("order", SPLIT_POOL), ("tables", STOP), ("payee", "\"each_by_share\"")];
    let mut company = under(&words);
    company.sells_with("ana", "D1", &[("co_source", "ben")]);
    company.tell("hr", LeavePayee { payee: id("ana"), last_day: day("2026-01-31") }).unwrap();
    company.on("2026-02-10");
    // 90.00 would be ana's, who has left: all 60.00 of ben's fit into the 100.00.
    let paid = company.receives("P1", "D1", amount!(1_500.00 USD));
    assert_eq!(said(&paid), ["ana 0.00", "ben 60.00"]);
    company.obeys_the_laws();
}

#[test]
fn an_overlay_is_paid_out_of_the_pool_or_beside_it() {
    let paid = |counts: &str| {
        let overlay = "[[overlay]]\nrole = \"order_desk\"\nshare = \"20%\"\n";
        let tables = format!("{overlay}{}", pool(&[("\"all_payees\"", counts)]));
        let words = [("order", SPLIT_POOL), ("tables", &tables), ("payee", "\"each_by_share\"")];
        let mut company = under(&words);
        company.sells_with("ana", "D1", &[("order_desk", "cleo")]);
        let paid = said(&company.receives("P1", "D1", amount!(900.00 USD)));
        company.obeys_the_laws();
        paid
    };
    // 90.00 for ana, and 20% of that on top for the desk: 18.00, of which 10.00 are left.
    assert_eq!(paid("\"all_payees\""), ["ana 90.00", "cleo 10.00"]);
    assert_eq!(paid("\"split_roles\""), ["ana 90.00", "cleo 18.00"]);
}

#[test]
fn rounding_never_takes_an_amount_out_of_an_empty_pool() {
    // 10% of 500.05 are 50.005, rounded up to 50.01 twice; the second has 49.99 left of 100.00.
    let words = [
        ("order", POOL),
        ("tables", STOP),
        ("rounding", "{ mode = \"away_from_zero\", basis = \"each_fact\" }"),
    ];
    let mut company = under(&words);
    company.sells_with("ana", "D1", &[]);
    assert_eq!(said(&company.receives("P1", "D1", amount!(500.05 USD))), ["ana 50.01"]);
    assert_eq!(said(&company.receives("P2", "D1", amount!(500.05 USD))), ["ana 49.99"]);
    company.obeys_the_laws();
}

#[test]
fn a_retracted_payment_was_never_paid_out_of_the_pool() {
    let next = |after_reversal: &str| {
        let mut company = funded(&pool(&[("\"freed\"", after_reversal)]));
        company.receives("P1", "D1", amount!(600.00 USD));
        company.refunds("F1", "P1", amount!(300.00 USD)); // 30.00 of the 60.00
        company.retracts_refund("F1");
        company.obeys_the_laws();
        assert_eq!(said(&company.retracts_payment("P1")), ["ana -60.00"]);
        let next = said(&company.receives("P2", "D2", amount!(1_200.00 USD)));
        company.obeys_the_laws();
        next
    };
    assert_eq!(next("\"freed\""), ["ben 100.00"]);
    assert_eq!(next("\"kept_used\""), ["ben 100.00"]);
}

#[test]
fn a_refund_told_by_mistake_comes_back_as_far_as_the_pool_has_room() {
    let mut company = funded(STOP);
    company.receives("P1", "D1", amount!(600.00 USD)); // 60.00
    company.refunds("F1", "P1", amount!(600.00 USD)); // all of it
    company.receives("P2", "D2", amount!(700.00 USD)); // 70.00, so that 30.00 are left
    let back = company.retracts_refund("F1");
    assert_eq!(said(&back), ["ana 30.00"]);
    company.obeys_the_laws();
}

#[test]
fn the_versions_of_a_plan_share_its_pools_and_the_newest_says_how_much_they_hold() {
    // The first version is in force through June, and holds 100.00 a year; the second 150.00.
    let year = pool(&[("\"month\"", "\"year\"")]);
    let words = [("order", POOL), ("tables", year.as_str())];
    let first = [&words[..], &[("effective", "{ from = 2026-01-01, until = 2026-07-01 }")]];
    let mut company = under(&first.concat());
    company.sells_with("ana", "D1", &[]);
    company.receives("P1", "D1", amount!(800.00 USD)); // 80.00
    let more = year.replace("100 USD", "150 USD");
    let second = [
        ("order", POOL),
        ("tables", more.as_str()),
        ("version", "\"2\""),
        ("effective", "{ from = 2026-07-01 }"),
    ];
    company
        .tell("finance", PublishPlan { text: PlanText::new(&crate::options::plan(&second)) })
        .unwrap();
    company.on("2026-07-10");
    company.sells_with("ben", "D2", &[]);
    // Of 150.00 a year 70.00 are left for a lead of the second version, and then nothing for one
    // of the first.
    assert_eq!(said(&company.receives("P2", "D2", amount!(900.00 USD))), ["ben 70.00"]);
    assert_eq!(said(&company.receives("P3", "D1", amount!(600.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_journal_that_starts_in_mid_year_is_told_what_was_paid_out_of_the_pool() {
    let year = pool(&[("\"month\"", "\"year\"")]);
    let mut company = under(&[("order", POOL), ("tables", &year)]);
    let used: Amount = amount!(75.00 USD);
    let opens = OpenCounter {
        plan: id("plan@1"),
        counts: Box::new(Counts::Pool { pool: id("budget"), used }),
        payee: None,
        team: None,
        lead: None,
        period: Some(id("2026")),
    };
    company.tell("import", opens).unwrap();
    company.sells_with("ana", "D1", &[]);
    assert_eq!(said(&company.receives("P1", "D1", amount!(600.00 USD))), ["ana 25.00"]);
    company.obeys_the_laws();
}
