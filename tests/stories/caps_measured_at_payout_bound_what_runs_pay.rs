//! Caps that are measured at payout: a run takes of what is payable to a payee at most what the cap
//! has room for in the run's period. What is above stays payable, or is nobody's once the run is
//! settled.
//!
//! Ana gets 10 % of what customers pay, at once. Each month is paid by a run that is locked in the
//! next one.

use crate::options::{CLAWBACK, under};
use crate::support::forms::{hold_reward, leave, propose, release_reward, reward, void};
use crate::support::{Company, day, id, said};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::command::{Counts, LockRun, OpenCounter, ProposeLapse, SetThreshold};
use referral_ledger::id::LapseId;
use referral_ledger::money::Amount;
use referral_ledger::payout::RunId;
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::reading::Reading;

/// 100.00 of the first rule for a payee and a period.
pub(crate) fn cap(period: &str, excess: &str, after_reversal: &str) -> String {
    format!(
        "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
         at_most = \"100 USD\"\nper = {{ per = \"payee\", period = \"{period}\" }}\n\
         excess = \"{excess}\"\nafter_reversal = \"{after_reversal}\"\n\
         measured_at = \"payout\"\n\n"
    )
}

/// Ana has the deals D1 and D2, under a cap. It is 10 January.
pub(crate) fn capped(cap: &str) -> Company {
    let mut company = under(&[("tables", cap), ("clawback", CLAWBACK)]);
    company.sells_for("D1", vec![]);
    company.sells_for("D2", vec![]);
    company
}

impl Company {
    /// A customer pays ten times this much today, so that ana earns it.
    pub(crate) fn earned(&mut self, payment: &str, deal: &str, earned: Amount) {
        let net = Amount::from_minor(10 * earned.minor(), earned.unit()).unwrap();
        self.receives(payment, deal, net);
    }

    /// What ana is paid by the run of a month, locked and settled on a day.
    pub(crate) fn paid_on(&mut self, today: &str, month: &str) -> String {
        let run = self.on(today).locks(month);
        self.finishes(&run)
    }

    pub(crate) fn finishes(&mut self, run: &RunId) -> String {
        self.approves_and_exports(run);
        self.settles(run);
        self.obeys_the_laws();
        let line = self.journal.ledger().run_line(run, &id("ana"));
        line.map_or_else(|| "nothing".to_owned(), |line| line.paid.digits())
    }

    /// How the cap measured ana for a run: used before, used by it, above.
    pub(crate) fn measured(&self, run: &RunId) -> Vec<[String; 3]> {
        let view = self.journal.ledger().run(run).unwrap();
        view.pay_caps.iter().map(|it| [it.used, it.takes, it.above].map(Amount::digits)).collect()
    }

    /// What is payable, in a run, and paid.
    pub(crate) fn stands_at(&self) -> [String; 3] {
        let [_, payable, in_run, paid, _] = self.places("ana");
        [payable, in_run, paid]
    }
}

pub(crate) fn at(parts: [&str; 3]) -> [String; 3] {
    parts.map(String::from)
}

#[test]
fn what_has_no_room_stays_payable_and_goes_with_later_runs_oldest_first() {
    let mut company = capped(&cap("month", "carried", "freed"));
    company.earned("P1", "D1", amount!(240.00 USD));
    company.on("2026-01-20").earned("P2", "D2", amount!(30.00 USD));
    let january = company.on("2026-02-02").locks("2026-01");
    // 240.00 + 30.00: the run takes 100.00 of the first, and 140.00 + 30.00 stay payable.
    assert_eq!(company.measured(&january), [at(["0.00", "100.00", "170.00"])]);
    assert_eq!(company.stands_at(), at(["170.00", "100.00", "0.00"]));
    let in_run = "Liabilities:Incentives:InRun:us-field/2026-01/1";
    assert_eq!(company.balance(in_run), "-100.00");
    assert_eq!(company.balance("Liabilities:Incentives:Payable:ana"), "-170.00");
    assert_eq!(company.finishes(&january), "100.00");
    assert_eq!(company.balance("Expenses:Incentives"), "270.00");
    // February: 100.00 of the 140.00. March: the other 40.00, and the 30.00 of P2.
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "100.00");
    assert_eq!(company.paid_on("2026-04-02", "2026-03"), "70.00");
    assert_eq!(company.stands_at(), at(["0.00", "0.00", "270.00"]));
}

#[test]
fn the_run_its_statement_and_the_reward_say_what_was_above() {
    let mut company = capped(&cap("month", "carried", "freed"));
    company.earned("P1", "D1", amount!(240.00 USD));
    let january = company.on("2026-02-02").locks("2026-01");
    let ledger = company.journal.ledger();
    let page = company.statement_page("ana", "2026-02");
    let told = "\
ABOVE A CAP WHEN A RUN WAS LOCKED                                            USD
2026-02-02  run us-field/2026-01/1                                        140.00
            cap most of 2026-01: 0.00 USD of 100.00 USD used before, and
              100.00 USD in this run
            it stays payable, and waits for a run of a period that has room
";
    assert!(page.contains(told), "{page}");
    let above = ledger.above_caps(&id("ana"));
    let said: Vec<_> = above.iter().map(|it| (it.run.clone(), it.amount, it.is_lost)).collect();
    assert_eq!(said, [(january.clone(), amount!(140.00 USD), false)]);
    assert_eq!(above[0].cap, id("most"));
    company.tell("payroll", void(&january.to_string())).unwrap();
    assert_eq!(company.journal.ledger().above_caps(&id("ana")), []);
}

#[test]
fn a_void_run_uses_no_room_and_forfeits_nothing() {
    for excess in ["carried", "forfeited"] {
        let mut company = capped(&cap("quarter", excess, "freed"));
        company.earned("P1", "D1", amount!(240.00 USD));
        let january = company.on("2026-02-02").locks("2026-01");
        assert_eq!(company.stands_at(), at(["140.00", "100.00", "0.00"]));
        company.tell("payroll", void(&january.to_string())).unwrap();
        assert_eq!(company.stands_at(), at(["240.00", "0.00", "0.00"]));
        company.obeys_the_laws();
        // All of the quarter's room is there again.
        let again = LockRun::regular(january.next(), day("2026-01-31"));
        company.tell("payroll", again).unwrap();
        assert_eq!(company.measured(&january.next()), [at(["0.00", "100.00", "140.00"])]);
        assert_eq!(company.finishes(&january.next()), "100.00");
        let left = if excess == "carried" { "140.00" } else { "0.00" };
        assert_eq!(company.stands_at(), at([left, "0.00", "100.00"]));
    }
}

#[test]
fn a_quarter_and_a_year_are_used_by_all_their_runs() {
    let mut company = capped(&cap("quarter", "carried", "freed"));
    company.earned("P1", "D1", amount!(70.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "70.00");
    company.on("2026-02-10").earned("P2", "D1", amount!(70.00 USD));
    let february = company.on("2026-03-02").locks("2026-02");
    assert_eq!(company.measured(&february), [at(["70.00", "30.00", "40.00"])]);
    assert_eq!(company.finishes(&february), "30.00");
    // March has no room: no line, and 40.00 wait for April, which begins a quarter.
    let march = company.on("2026-04-02").locks("2026-03");
    assert_eq!(company.measured(&march), [at(["100.00", "0.00", "40.00"])]);
    assert_eq!(company.finishes(&march), "nothing");
    assert_eq!(company.paid_on("2026-05-04", "2026-04"), "40.00");

    // Where nobody gets what is above, that is so without a line as well.
    let mut company = capped(&cap("year", "forfeited", "freed"));
    company.earned("P1", "D1", amount!(100.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
    company.on("2026-02-10").earned("P2", "D1", amount!(70.00 USD));
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "nothing");
    assert_eq!(company.stands_at(), at(["0.00", "0.00", "100.00"]));
    assert_eq!(company.balance("Expenses:Incentives"), "100.00");
}

#[test]
fn a_refund_after_pay_makes_room_in_the_period_that_paid_or_does_not() {
    let after = |after_reversal| {
        let mut company = capped(&cap("quarter", "carried", after_reversal));
        company.earned("P1", "D1", amount!(100.00 USD));
        company.on("2026-01-20").earned("P2", "D2", amount!(50.00 USD));
        assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
        // 400.00 of the 1,000.00 go back: 40.00 are owed.
        assert_eq!(said(&company.refunds("F1", "P1", amount!(400.00 USD))), ["ana -40.00"]);
        let february = company.on("2026-03-02").locks("2026-02");
        let measured = company.measured(&february);
        (measured, company.finishes(&february))
    };
    // 40.00 of the 50.00 have room, and all of them is kept against what is owed.
    assert_eq!(after("freed"), (vec![at(["60.00", "40.00", "10.00"])], "0.00".to_owned()));
    assert_eq!(after("kept_used"), (vec![at(["100.00", "0.00", "50.00"])], "nothing".to_owned()));
}

#[test]
fn what_goes_back_before_it_is_paid_needed_no_room() {
    for after_reversal in ["freed", "kept_used"] {
        let mut company = capped(&cap("month", "carried", after_reversal));
        company.earned("P1", "D1", amount!(240.00 USD));
        company.on("2026-01-20").refunds("F1", "P1", amount!(2_000.00 USD)); // 200.00
        company.earned("P2", "D2", amount!(80.00 USD));
        let january = company.on("2026-02-02").locks("2026-01");
        // 40.00 + 60.00 of 80.00
        assert_eq!(company.measured(&january), [at(["0.00", "100.00", "20.00"])]);
        // A refund takes first what is above, of its own payment: 20.00, and 10.00 of the run's.
        let refund = company.refunds("F2", "P2", amount!(300.00 USD));
        assert_eq!(said(&refund), ["ana -30.00"]);
        assert_eq!(company.stands_at(), at(["0.00", "100.00", "0.00"]));
        assert_eq!(company.places("ana")[4], "10.00");
        company.finishes(&january);
    }
}

#[test]
fn what_is_owed_of_a_void_runs_lot_goes_with_it_and_needs_no_room() {
    let mut company = capped(&cap("month", "carried", "freed"));
    company.earned("P1", "D1", amount!(100.00 USD));
    let january = company.on("2026-02-02").locks("2026-01");
    company.refunds("F1", "P1", amount!(600.00 USD)); // 60.00 are owed
    company.tell("payroll", void(&january.to_string())).unwrap();
    assert_eq!(company.stands_at(), at(["100.00", "0.00", "0.00"]));
    // An older payment is told late; the lot of P1 is the older one all the same.
    company.earned("P2", "D2", amount!(90.00 USD));
    let again = LockRun::regular(january.next(), day("2026-01-31"));
    company.tell("payroll", again).unwrap();
    // 100.00 are in it: 40.00 that stand use room, 60.00 are owed back. P2 is of February.
    assert_eq!(company.measured(&january.next()), [at(["0.00", "40.00", "0.00"])]);
    assert_eq!(company.finishes(&january.next()), "40.00");
    // February: all of the 90.00.
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "90.00");
}

#[test]
fn a_lot_that_is_owed_in_part_is_divided_among_what_stands() {
    let mut company = capped(&cap("month", "carried", "freed").replace("100 USD", "30 USD"));
    company.earned("P1", "D1", amount!(30.00 USD));
    company.earned("P2", "D2", amount!(20.00 USD));
    let january = company.on("2026-02-02").locks("2026-01"); // P1
    company.refunds("F1", "P1", amount!(100.00 USD)); // 10.00 are owed
    company.tell("payroll", void(&january.to_string())).unwrap();
    // Of the 30.00 of P1 stand 20.00; of P2's 20.00 there is room for 10.00.
    let again = LockRun::regular(january.next(), day("2026-01-31"));
    company.tell("payroll", again).unwrap();
    assert_eq!(company.measured(&january.next()), [at(["0.00", "30.00", "10.00"])]);
    assert_eq!(company.stands_at(), at(["10.00", "30.00", "0.00"])); // 40.00 less 10.00 kept
    assert_eq!(company.finishes(&january.next()), "30.00"); // 10.00 are kept
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "10.00");

    let mut company = capped(&cap("month", "carried", "freed").replace("100 USD", "15 USD"));
    company.earned("P1", "D1", amount!(15.00 USD));
    company.earned("P2", "D1", amount!(45.00 USD));
    let january = company.on("2026-02-02").locks("2026-01");
    company.tell("payroll", void(&january.to_string())).unwrap();
    let again = LockRun::regular(january.next(), day("2026-01-31"));
    company.tell("payroll", again).unwrap();
    assert_eq!(company.finishes(&january.next()), "15.00");
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "15.00");
    assert_eq!(company.paid_on("2026-04-02", "2026-03"), "15.00");
}

#[test]
fn a_retracted_payment_makes_room_and_a_retracted_refund_asks_for_it() {
    for after_reversal in ["freed", "kept_used"] {
        let mut company = capped(&cap("quarter", "carried", after_reversal));
        company.earned("P1", "D1", amount!(100.00 USD));
        company.earned("P2", "D2", amount!(100.00 USD));
        assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
        assert_eq!(said(&company.retracts_payment("P1")), ["ana -100.00"]);
        let february = company.on("2026-03-02").locks("2026-02");
        assert_eq!(company.measured(&february), [at(["0.00", "100.00", "0.00"])]);
        // 100.00, all of it kept against what is owed.
        assert_eq!(company.finishes(&february), "0.00");
    }
    let mut company = capped(&cap("quarter", "carried", "freed"));
    company.earned("P1", "D1", amount!(100.00 USD));
    company.earned("P2", "D2", amount!(70.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
    company.refunds("F1", "P1", amount!(1_000.00 USD)); // 100.00 are owed
    let february = company.on("2026-03-02").locks("2026-02");
    assert_eq!(company.measured(&february), [at(["0.00", "70.00", "0.00"])]);
    company.finishes(&february); // 70.00 are kept, 30.00 are owed still
    // The refund never was. The quarter has room for 30.00: they are owed no longer.
    assert_eq!(said(&company.retracts_refund("F1")), ["ana 30.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "170.00", "0.00"]);
    company.obeys_the_laws();

    // With room for all of it, what was kept is payable anew: it was measured by its first run.
    for after_reversal in ["freed", "kept_used"] {
        let mut company = capped(&cap("year", "carried", after_reversal));
        company.earned("P1", "D1", amount!(60.00 USD));
        company.earned("P2", "D2", amount!(30.00 USD));
        assert_eq!(company.paid_on("2026-02-02", "2026-01"), "90.00");
        company.refunds("F1", "P1", amount!(600.00 USD)); // 60.00 are owed
        company.on("2026-02-10").earned("P3", "D2", amount!(10.00 USD));
        assert_eq!(company.paid_on("2026-03-02", "2026-02"), "0.00"); // 10.00 are kept
        assert_eq!(said(&company.retracts_refund("F1")), ["ana 60.00"]);
        assert_eq!(company.stands_at(), at(["10.00", "0.00", "100.00"]));
        company.obeys_the_laws();
        // All of the year's room is used, and the 10.00 need none.
        let march = company.on("2026-04-02").locks("2026-03");
        assert_eq!(company.measured(&march), Vec::<[String; 3]>::new());
        assert_eq!(company.finishes(&march), "10.00");
    }
}

#[test]
fn the_cap_is_first_and_then_the_threshold() {
    let mut company = capped(&cap("quarter", "forfeited", "freed"));
    let threshold = Threshold {
        amount: amount!(25.00 USD),
        counted: Counted::Gross,
        paid_from: PaidFrom::AtLeast,
        below: Below::MayLapse,
        leavers: ForLeavers::Waived,
    };
    let (group, from) = (id("us-field"), day("2026-01-01"));
    company.tell("finance", SetThreshold { group, threshold: Some(threshold), from }).unwrap();
    company.earned("P1", "D1", amount!(80.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "80.00");
    company.on("2026-02-10").earned("P2", "D1", amount!(50.00 USD));
    // There is room for 20.00 of 50.00, which is less than 25.00: ana is left out, uses no room
    // and loses nothing.
    let february = company.on("2026-03-02").locks("2026-02");
    assert_eq!(company.measured(&february), Vec::<[String; 3]>::new());
    let left_out = company.journal.ledger().run(&february).unwrap().left_out;
    assert_eq!((left_out[0].gross, left_out[0].missing), (amount!(20.00 USD), amount!(5.00 USD)));
    assert_eq!(company.finishes(&february), "nothing");
    assert_eq!(company.stands_at(), at(["50.00", "0.00", "80.00"]));
    // What waits for room is not small, and does not lapse.
    assert_eq!(company.journal.ledger().can_lapse(&id("ana")), Some(amount!(0.00 USD)));
    let lapse = ProposeLapse {
        lapse: LapseId::named("small"),
        payee: id("ana"),
        amount: amount!(50.00 USD),
        reason: id("small"),
    };
    assert_eq!(company.tell("lena", lapse).unwrap_err().code(), "R5033");
    // April begins a quarter: there is room for all of it.
    assert_eq!(company.paid_on("2026-04-02", "2026-03"), "nothing");
    assert_eq!(company.paid_on("2026-05-04", "2026-04"), "50.00");
}

#[test]
fn what_no_rule_of_the_cap_made_needs_no_room() {
    let mut company = capped(&cap("month", "carried", "freed"));
    company.earned("P1", "D1", amount!(140.00 USD));
    company.tell("lena", propose("up", "ana", Direction::Up, amount!(55.00 USD))).unwrap();
    company.approves_adjustment("max", "up");
    // 100.00 and 55.00.
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "155.00");
    // Set off by hand: 10.00 of the 40.00 that wait. The rest is paid by February's run.
    company.tell("lena", propose("down", "ana", Direction::Down, amount!(10.00 USD))).unwrap();
    company.approves_adjustment("max", "down");
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "30.00");
}

#[test]
fn a_reward_on_hold_is_not_measured() {
    let mut company = capped(&cap("month", "carried", "freed"));
    company.earned("P1", "D1", amount!(80.00 USD));
    company.earned("P2", "D2", amount!(80.00 USD));
    company.tell("lena", hold_reward("H1", reward("D1", "ana"))).unwrap();
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "80.00");
    company.tell("lena", release_reward("H1")).unwrap();
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "80.00");
}

#[test]
fn who_has_left_is_paid_as_the_cap_has_room() {
    let forfeits = "\"forfeits_what_is_not_vested\"";
    let cap = cap("month", "carried", "freed");
    let words = [
        ("tables", &*cap),
        ("leaver", forfeits),
        ("head", "clawback_after_exit = \"pursued\""),
        ("clawback", CLAWBACK),
    ];
    let mut company = under(&words);
    company.sells_for("D1", vec![]);
    company.earned("P1", "D1", amount!(240.00 USD));
    company.tell("hr", leave("ana", "2026-01-31")).unwrap();
    // It was payable by the last day, and stays theirs until it is paid.
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "100.00");
    assert_eq!(company.paid_on("2026-04-02", "2026-03"), "40.00");
}

#[test]
fn it_is_measured_by_the_run_and_not_by_the_fact_or_the_day_it_vests() {
    let hold = "{ days = 30, after = \"paid\" }";
    let cap = cap("month", "carried", "freed");
    let mut company = under(&[("tables", &*cap), ("hold", hold), ("clawback", CLAWBACK)]);
    company.sells_for("D1", vec![]);
    company.earned("P1", "D1", amount!(80.00 USD)); // of 10 January, vests on 9 February
    company.on("2026-01-20").earned("P2", "D1", amount!(80.00 USD)); // on 19 February
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "nothing");
    assert_eq!(company.paid_on("2026-03-02", "2026-02"), "100.00");
    assert_eq!(company.paid_on("2026-04-02", "2026-03"), "60.00");
}

#[test]
fn a_part_that_no_refund_takes_back_is_divided_and_stays_so() {
    let floor = "[[floor]]\nid = \"least\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                 at_least = \"150 USD\"\nper = \"deal\"\nfrom = \"first_fact\"\n\
                 uplift = \"kept\"\n\n";
    let tables = format!("{floor}{}", cap("month", "carried", "freed"));
    let words = [
        ("tables", &*tables),
        ("clawback", CLAWBACK),
        ("order", "[\"rate\", \"floor\", \"round\"]"),
    ];
    let mut company = under(&words);
    company.sells_for("D1", vec![]);
    // 50.00, and 100.00 more by the floor, which no refund takes back.
    company.earned("P1", "D1", amount!(50.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "100.00");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(500.00 USD))), ["ana -50.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_cap_begins_in_mid_year_with_what_was_used() {
    let mut company = under(&[("tables", &cap("year", "carried", "freed"))]);
    let used = Reading::Money(amount!(70.00 USD));
    let counter = OpenCounter {
        plan: id("plan@1"),
        payee: Some(id("ana")),
        team: None,
        lead: None,
        period: Some(id("2026")),
        counts: Box::new(Counts::Cap { cap: id("most"), used }),
    };
    company.tell("finance", counter).unwrap();
    company.sells_for("D1", vec![]);
    company.earned("P1", "D1", amount!(80.00 USD));
    assert_eq!(company.paid_on("2026-02-02", "2026-01"), "30.00");
}
