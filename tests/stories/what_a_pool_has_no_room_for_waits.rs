//! Budget pools in which something waits, choice by choice: in a queue, or until its period closes;
//! with the arithmetic beside the amounts.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, Heard, day, id, said, whys};
use referral_ledger::command::{CancelDeal, PassDay, PlanText, PublishPlan, RecordPayment};
use referral_ledger::deal::Line;
use referral_ledger::id::{DealId, PaymentId};
use referral_ledger::report::{Directory, Statement};
use referral_ledger::{Ledger, amount};

/// A pool of 100.00 a month for the first rule, in which the rest waits.
const QUEUE: &str = "[[pool]]\nid = \"budget\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                     amount = \"100 USD\"\neach = \"month\"\ndated_by = \"fact\"\n\
                     counts = \"all_payees\"\nexceeded = \"queue\"\nat_end = \"stays\"\n\
                     after_reversal = \"freed\"\n";

/// The same, of which everybody gets the same part, five days after the month.
const CLOSES: &str = "[[pool]]\nid = \"budget\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                      amount = \"100 USD\"\neach = \"month\"\ndated_by = \"fact\"\n\
                      counts = \"all_payees\"\nexceeded = \"pro_rata_at_close\"\n\
                      days_after = 5\nafter_reversal = \"freed\"\n";

const POOL: &str = "[\"rate\", \"round\", \"pool\"]";

/// A pool with some of its words said otherwise.
fn changed(pool: &str, changes: &[(&str, &str)]) -> String {
    crate::support::changed(pool, changes)
}

/// 10% of what comes in, out of a pool, with some more words; ana's lead is the deal D1, and
/// ben's D2.
fn funded_with(pool: &str, words: &[(&str, &str)]) -> Company {
    let plain = [("order", POOL), ("tables", pool), ("clawback", CLAWBACK)];
    let mut company = under(&[&plain[..], words].concat());
    company.sells_with("ana", "D1", &[]);
    company.sells_with("ben", "D2", &[]);
    company
}

fn funded(pool: &str) -> Company {
    funded_with(pool, &[])
}

/// All days through this one pass, told the day after it.
fn passes(company: &mut Company, through: &str) -> Heard {
    let through = day(through);
    company.on(&through.plus_days(1).unwrap().to_string());
    company.tell("clock", PassDay { through }).unwrap()
}

/// What waits in pools for ana and for ben, and what is payable to them.
fn stand(company: &Company) -> [String; 4] {
    let [ana, ben] = ["ana", "ben"].map(|payee| company.payee(payee));
    [ana.queued, ben.queued, ana.payable, ben.payable].map(|it| it.digits())
}

/// A payment for D1 that came in on a day before today.
fn receives_of(company: &mut Company, payment: &str, on: &str) -> Heard {
    let (payment, deal) = (PaymentId::named(payment), DealId::named("D1"));
    let lines = vec![Line::of_net(amount!(600.00 USD))];
    let paid = RecordPayment { payment, deal, received_on: day(on), lines };
    company.tell("bank", paid).unwrap()
}

/// What is replayed of the records is what stands.
fn obeys(company: &Company) {
    company.obeys_the_laws();
    let again = Ledger::replay(&company.journal.records()).unwrap();
    assert_eq!(again.digest(), company.journal.ledger().digest());
}

#[test]
fn what_a_month_has_no_room_for_is_paid_by_the_next_who_waits_longest_first() {
    let mut company = funded(QUEUE);
    company.receives("P1", "D1", amount!(900.00 USD)); // 90.00 of January's 100.00
    company.on("2026-01-20");
    let paid = company.receives("P2", "D2", amount!(600.00 USD)); // 60.00: 10.00, and 50.00 wait
    assert_eq!(said(&paid), ["ben 10.00", "ben 50.00"]);
    let whys = whys(&paid);
    assert!(whys[0].contains("had 10.00 USD left, so of 60.00 USD stays 10.00 USD"), "{}", whys[0]);
    assert!(
        whys[1].contains("waits in the pool budget until it has room: 50.00 USD"),
        "{}",
        whys[1]
    );
    company.on("2026-01-25");
    company.receives("P3", "D1", amount!(700.00 USD)); // 70.00 wait behind ben's
    assert_eq!(stand(&company), ["70.00", "50.00", "90.00", "10.00"]);
    // It is owed, and stands in an account of its own.
    assert_eq!(company.balance("Liabilities:Incentives:PoolQueued:ana"), "-70.00");
    assert_eq!(company.balance("Expenses:Incentives"), "220.00");
    obeys(&company);
    // February has 100.00: ben's 50.00, and 50.00 of ana's 70.00.
    passes(&mut company, "2026-01-31");
    assert_eq!(stand(&company), ["70.00", "50.00", "90.00", "10.00"]);
    passes(&mut company, "2026-02-01");
    assert_eq!(stand(&company), ["20.00", "0.00", "140.00", "60.00"]);
    // What is earned in February waits behind ana's 20.00, and March pays both.
    let paid = company.receives("P4", "D2", amount!(300.00 USD));
    assert_eq!(said(&paid), ["ben 0.00", "ben 30.00"]);
    passes(&mut company, "2026-03-01");
    assert_eq!(stand(&company), ["0.00", "0.00", "160.00", "90.00"]);
    assert_eq!(company.balance("Liabilities:Incentives:PoolQueued:ana"), "0");
    obeys(&company);
}

#[test]
fn many_days_that_pass_at_once_pay_as_if_they_had_passed_one_by_one() {
    let paid = |days: &[&str]| {
        let mut company = funded(QUEUE);
        company.receives("P1", "D1", amount!(3_500.00 USD)); // 350.00: 100.00, and 250.00 wait
        days.iter().for_each(|day| drop(passes(&mut company, day)));
        obeys(&company);
        stand(&company)
    };
    // February and March pay 100.00 each, and April the rest.
    assert_eq!(paid(&["2026-02-01"]), ["150.00", "0.00", "200.00", "0.00"]);
    let at_once = paid(&["2026-04-02"]);
    assert_eq!(at_once, ["0.00", "0.00", "350.00", "0.00"]);
    assert_eq!(at_once, paid(&["2026-01-31", "2026-02-01", "2026-03-01", "2026-04-02"]));
}

#[test]
fn room_that_a_reversal_makes_goes_to_who_waits_or_to_nobody() {
    let after = |after_reversal: &str| {
        let mut company = funded(&changed(QUEUE, &[("\"freed\"", after_reversal)]));
        company.receives("P1", "D1", amount!(900.00 USD)); // 90.00
        company.receives("P2", "D2", amount!(600.00 USD)); // 10.00, and 50.00 wait
        assert_eq!(said(&company.refunds("F1", "P1", amount!(300.00 USD))), ["ana -30.00"]);
        // Who comes now waits behind ben: the room is not theirs.
        assert_eq!(
            said(&company.receives("P3", "D1", amount!(100.00 USD))),
            ["ana 0.00", "ana 10.00"]
        );
        passes(&mut company, "2026-01-10");
        obeys(&company);
        stand(&company)
    };
    assert_eq!(after("\"freed\""), ["10.00", "20.00", "60.00", "40.00"]);
    assert_eq!(after("\"kept_used\""), ["10.00", "50.00", "60.00", "10.00"]);
}

#[test]
fn room_that_is_made_in_a_month_gone_by_goes_to_who_waits_from_it() {
    let mut company = funded(QUEUE);
    company.receives("P1", "D1", amount!(900.00 USD)); // 90.00 of January's
    company.receives("P2", "D2", amount!(2_600.00 USD)); // 10.00, and 250.00 wait
    passes(&mut company, "2026-02-05"); // 100.00 out of February's
    assert_eq!(stand(&company), ["0.00", "150.00", "90.00", "110.00"]);
    company.refunds("F1", "P1", amount!(300.00 USD)); // 30.00 of January are free
    passes(&mut company, "2026-02-06");
    assert_eq!(stand(&company), ["0.00", "120.00", "60.00", "140.00"]);
    obeys(&company);
}

#[test]
fn what_waits_is_taken_back_where_it_waits() {
    let mut company = funded(QUEUE);
    company.receives("P1", "D1", amount!(1_600.00 USD)); // 100.00, and 60.00 wait
    // Half of it goes back: the 60.00 that wait, and then 20.00 that are payable.
    let back = company.refunds("F1", "P1", amount!(800.00 USD));
    assert_eq!(said(&back), ["ana -80.00"]);
    assert_eq!(stand(&company), ["0.00", "0.00", "80.00", "0.00"]);
    obeys(&company);
    // The refund was told by mistake: 60.00 wait again, and the 20.00 have their room still.
    company.retracts_refund("F1");
    assert_eq!(stand(&company), ["60.00", "0.00", "100.00", "0.00"]);
    company.retracts_payment("P1");
    assert_eq!(stand(&company), ["0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.balance("Expenses:Incentives"), "0");
    obeys(&company);
}

#[test]
fn what_waits_when_the_pool_ends_lapses_or_stays() {
    let after = |at_end: &str| {
        let queue = changed(QUEUE, &[("\"stays\"", at_end)]);
        let ends = [("effective", "{ from = 2026-01-01, until = 2026-03-01 }")];
        let mut company = funded_with(&queue, &ends);
        company.receives("P1", "D1", amount!(2_600.00 USD)); // 100.00, and 160.00 wait
        passes(&mut company, "2026-02-28"); // 100.00 of February's
        let heard = passes(&mut company, "2026-03-01"); // the version is in force no more
        obeys(&company);
        (stand(&company), whys(&heard), company.balance("Expenses:Incentives"))
    };
    let (stood, why, cost) = after("\"lapses\"");
    assert_eq!(
        (stood, cost),
        (["0.00", "0.00", "200.00", "0.00"].map(String::from), "200.00".into())
    );
    assert!(
        why[0].contains("the pool budget ended on 2026-03-01: what waited in it lapses"),
        "{}",
        why[0]
    );
    assert!(why[0].contains("60.00 USD is taken back"), "{}", why[0]);
    let (stood, why, cost) = after("\"stays\"");
    assert_eq!(
        (stood, cost),
        (["60.00", "0.00", "200.00", "0.00"].map(String::from), "260.00".into())
    );
    assert!(why.is_empty());
}

#[test]
fn a_new_version_that_has_the_pool_pays_what_waits_from_the_old_one() {
    let lapses = changed(QUEUE, &[("\"stays\"", "\"lapses\"")]);
    let ends = [("effective", "{ from = 2026-01-01, until = 2026-02-01 }")];
    let mut company = funded_with(&lapses, &ends);
    company.receives("P1", "D1", amount!(2_000.00 USD)); // 100.00, and 100.00 wait
    let more = lapses.replace("100 USD", "150 USD");
    let next = [
        ("order", POOL),
        ("tables", more.as_str()),
        ("version", "\"2\""),
        ("effective", "{ from = 2026-02-01 }"),
    ];
    company
        .tell("finance", PublishPlan { text: PlanText::new(&crate::options::plan(&next)) })
        .unwrap();
    passes(&mut company, "2026-02-02");
    assert_eq!(stand(&company), ["0.00", "0.00", "200.00", "0.00"]);
    // 50.00 are left of February's 150.00.
    let paid = company.receives("P2", "D2", amount!(600.00 USD));
    assert_eq!(said(&paid), ["ben 50.00", "ben 10.00"]);
    obeys(&company);
}

#[test]
fn who_waits_is_held_as_long_as_if_they_had_not_waited() {
    let hold = [("hold", "{ days = 30, after = \"paid\" }")];
    let mut company = funded_with(QUEUE, &hold);
    company.receives("P1", "D1", amount!(1_500.00 USD)); // of January 10th, due on February 9th
    passes(&mut company, "2026-02-01");
    assert_eq!(company.payee("ana").held.digits(), "150.00");
    passes(&mut company, "2026-02-09");
    assert_eq!(company.payee("ana").payable.digits(), "150.00");
    obeys(&company);
}

#[test]
fn who_leaves_keeps_what_waits_for_them() {
    let mut company = funded(QUEUE);
    company.receives("P1", "D1", amount!(1_500.00 USD)); // 100.00, and 50.00 wait
    let left =
        referral_ledger::command::LeavePayee { payee: id("ana"), last_day: day("2026-01-10") };
    company.tell("hr", left).unwrap();
    passes(&mut company, "2026-02-01");
    assert_eq!(stand(&company), ["0.00", "0.00", "150.00", "0.00"]);
    obeys(&company);
}

#[test]
fn who_leaves_forfeits_what_waits_where_the_plan_says_so() {
    for pool in [QUEUE, CLOSES] {
        let forfeits = "\"forfeits_what_is_not_vested\"\nclawback_after_exit = \"pursued\"";
        let mut company = funded_with(pool, &[("leaver", forfeits)]);
        company.receives("P1", "D1", amount!(1_500.00 USD)); // 150.00 of ana's
        company.receives("P2", "D2", amount!(800.00 USD)); // 80.00 of ben's
        let last_day = day("2026-01-10");
        let left = referral_ledger::command::LeavePayee { payee: id("ana"), last_day };
        company.tell("hr", left).unwrap();
        let passed = passes(&mut company, "2026-01-10");
        if pool == QUEUE {
            // 100.00 of hers were payable; the 50.00 that waited are nobody's. His 80.00 are the
            // first that wait for February.
            assert_eq!(said(&passed), ["ana -50.00"]);
            assert_eq!(stand(&company), ["0.00", "80.00", "100.00", "0.00"]);
        } else {
            assert_eq!(said(&passed), ["ana -150.00"]);
            assert_eq!(stand(&company), ["0.00", "80.00", "0.00", "0.00"]);
        }
        passes(&mut company, "2026-02-06");
        let [ana, ben, ..] = stand(&company);
        assert_eq!([ana, ben], ["0.00", "0.00"]);
        assert_eq!(company.payee("ben").payable, amount!(80.00 USD));
        obeys(&company);
    }
}

#[test]
fn what_waits_for_a_milestone_that_cannot_come_is_gone_with_it() {
    let hold = [("hold", "{ until = \"installed\" }"), ("clawback", "\"none\"")];
    let plain = [("order", POOL), ("tables", QUEUE)];
    let mut company = under(&[&plain[..], &hold].concat());
    company.sells_with("ana", "D1", &[]);
    company.receives("P1", "D1", amount!(1_500.00 USD)); // 100.00 held, and 50.00 wait
    let cancels = CancelDeal {
        deal: DealId::named("D1"),
        cancelled_on: day("2026-01-10"),
        reason: id("customer-withdrew"),
    };
    company.tell("sales", cancels).unwrap();
    let ana = company.payee("ana");
    assert_eq!([ana.held, ana.queued].map(|it| it.digits()), ["0.00", "0.00"]);
    obeys(&company);
}

#[test]
fn at_the_close_each_gets_the_same_part_and_the_cents_add_up() {
    let mut company = funded(CLOSES);
    let paid = company.receives("P1", "D1", amount!(700.00 USD)); // 70.00
    assert_eq!(said(&paid), ["ana 0.00", "ana 70.00"]);
    let why = &whys(&paid)[0];
    let step = "all of 70.00 USD waits in the pool budget for 2026-01, which closes on 2026-02-05";
    assert!(why.contains(step), "{why}");
    company.receives("P2", "D2", amount!(800.00 USD)); // 80.00
    assert_eq!(stand(&company), ["70.00", "80.00", "0.00", "0.00"]);
    passes(&mut company, "2026-02-04");
    assert_eq!(stand(&company), ["70.00", "80.00", "0.00", "0.00"]);
    // 100.00 for 150.00: 46.666 and 53.333; the cent that is left goes to the larger fraction.
    let closed = passes(&mut company, "2026-02-05");
    assert_eq!(said(&closed), ["ana -23.33", "ben -26.67"]);
    assert_eq!(stand(&company), ["0.00", "0.00", "46.67", "53.33"]);
    let why = &whys(&closed)[0];
    let step = "the pool budget for 2026-01 closed with 100.00 USD for the 150.00 USD that waited: \
                46.67 USD of 70.00 USD";
    assert!(why.contains(step), "{why}");
    assert_eq!(company.balance("Expenses:Incentives"), "100.00");
    obeys(&company);
    // The statement says why ana got less.
    let names = Directory::new();
    let page = |month: &str| {
        let (ledger, records) = (company.journal.ledger(), company.journal.records());
        Statement::of(ledger, &records, &id("ana"), id(month)).unwrap().render(&names)
    };
    let words = page("2026-02").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("closed with 100.00 USD for the 150.00 USD that waited"), "{words}");
}

#[test]
fn a_pool_that_is_large_enough_pays_all_of_it_at_its_close() {
    let mut company = funded(CLOSES);
    company.receives("P1", "D1", amount!(400.00 USD));
    company.receives("P2", "D2", amount!(600.00 USD));
    let closed = passes(&mut company, "2026-02-05");
    assert!(said(&closed).is_empty());
    assert_eq!(stand(&company), ["0.00", "0.00", "40.00", "60.00"]);
    obeys(&company);
}

#[test]
fn what_went_back_before_the_close_leaves_more_for_the_others() {
    let mut company = funded(CLOSES);
    company.receives("P1", "D1", amount!(700.00 USD)); // 70.00
    company.receives("P2", "D2", amount!(800.00 USD)); // 80.00
    company.refunds("F1", "P1", amount!(350.00 USD)); // 35.00 are left of ana's
    // 100.00 for 115.00: 30.43 of 35.00, and 69.57 of 80.00.
    assert_eq!(said(&passes(&mut company, "2026-02-05")), ["ana -4.57", "ben -10.43"]);
    assert_eq!(stand(&company), ["0.00", "0.00", "30.43", "69.57"]);
    obeys(&company);
}

#[test]
fn a_fact_that_is_told_after_the_close_gets_what_the_pool_has_left() {
    let late = |dated_by: &str| {
        let mut company = funded(&changed(CLOSES, &[("dated_by = \"fact\"", dated_by)]));
        company.receives("P1", "D1", amount!(700.00 USD)); // 70.00 of January's 100.00
        passes(&mut company, "2026-02-05");
        let late = said(&receives_of(&mut company, "P2", "2026-01-25")); // 60.00
        obeys(&company);
        late
    };
    assert_eq!(late("dated_by = \"fact\""), ["ana 30.00"]);
    // It is told in February, and waits for February's close.
    assert_eq!(late("dated_by = \"record\""), ["ana 0.00", "ana 60.00"]);
}
