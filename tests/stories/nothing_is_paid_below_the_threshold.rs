//! A run leaves out who is below the threshold of its pay group: choice by choice, with who was left
//! out, with how much, and what was missing.
//!
//! Ana gets 10 % of what customers pay, at once, so a payment of 200.00 earns her 20.00. Each month
//! is paid by a run that is locked on the first day of the next one.

use crate::options::{CLAWBACK, under};
use crate::support::forms::{leave, propose};
use crate::support::{Company, day, id, run};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::command::{AssignDraw, HoldReward, LockRun, SetThreshold, VoidRun};
use referral_ledger::id::{DealId, HoldId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payout::RunId;
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::reward::{RewardId, Source};

/// At least 25.00 USD of what is payable; it stays payable; who has left is paid what there is.
const SMALL: Threshold = Threshold {
    amount: amount!(25.00 USD),
    counted: Counted::Gross,
    paid_from: PaidFrom::AtLeast,
    below: Below::Kept,
    leavers: ForLeavers::Waived,
};

const NET: Threshold = Threshold { counted: Counted::Net, ..SMALL };

impl Company {
    fn sets(&mut self, threshold: impl Into<Option<Threshold>>, from: &str) {
        let (group, threshold, from) = (id("us-field"), threshold.into(), day(from));
        self.tell("finance", SetThreshold { group, threshold, from }).unwrap();
    }

    /// A customer pays ten times this much today, so that ana earns it.
    fn earns(&mut self, payment: &str, earned: Amount) {
        let net = Amount::from_minor(10 * earned.minor(), earned.unit()).unwrap();
        self.receives(payment, "press", net);
    }

    /// Ana's line: payable, kept, paid; nothing where she has none.
    fn line(&self, run: &RunId) -> Option<[String; 3]> {
        let line = self.journal.ledger().run_line(run, &id("ana"))?;
        Some([line.payable(), line.recovered, line.paid].map(Amount::digits))
    }

    /// Whom a run left out: who, payable, what would have been paid, what was missing.
    fn left_out(&self, run: &RunId) -> Vec<String> {
        let view = self.journal.ledger().run(run).unwrap();
        let one = |it: &referral_ledger::ledger::view_thresholds::LeftOutView| {
            let payable = it.gross.checked_add(it.draws).unwrap();
            let [payable, net, missing] = [payable, it.net, it.missing].map(Amount::digits);
            format!("{} {payable} {net} {missing}", it.payee)
        };
        view.left_out.iter().map(one).collect()
    }
}

/// Ana has a deal that customers pay for, and her group a threshold from the beginning of the year.
/// It is 10 January.
fn with(threshold: Threshold) -> Company {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.sets(threshold, "2026-01-01");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company
}

#[test]
fn what_is_below_stays_payable_and_goes_with_the_next_run() {
    let mut company = with(SMALL);
    company.earns("p1", amount!(20.00 USD));
    let january = company.on("2026-02-01").locks("2026-01");
    assert_eq!(company.line(&january), None);
    // 25.00 - 20.00 = 5.00
    assert_eq!(company.left_out(&january), ["ana 20.00 20.00 5.00"]);
    assert_eq!(company.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.balance("Liabilities:Incentives:Payable:ana"), "-20.00");
    company.approves_and_exports(&january);
    company.settles(&january);

    company.on("2026-02-10").earns("p2", amount!(10.00 USD));
    let february = company.on("2026-03-01").locks("2026-02");
    // 20.00 + 10.00 = 30.00
    assert_eq!(company.line(&february), Some(["30.00", "0.00", "30.00"].map(String::from)));
    assert!(company.left_out(&february).is_empty());
    company.obeys_the_laws();
}

#[test]
fn the_statement_says_how_much_there_was_and_what_was_missing() {
    let mut company = with(SMALL);
    company.earns("p1", amount!(20.00 USD));
    company.on("2026-02-01").locks("2026-01");
    let page = company.statement_page("ana", "2026-02");
    let told = "\
LEFT OUT OF A RUN, AND WHY                                                   USD
2026-02-01  run us-field/2026-01/1                                         20.00
            the run pays at least 25.00 USD gross: 5.00 USD is missing
            it stays payable, and waits for a later run
";
    assert!(page.contains(told), "{page}");
    // Nothing was booked: what was brought in is carried out.
    assert!(
        page.contains(
            "= carried out of 2026-02                                                   20.00"
        ),
        "{page}"
    );
    let last = company.journal.ledger().last_left_out(&id("ana")).unwrap();
    assert_eq!((last.run, last.missing), (run("2026-01"), amount!(5.00 USD)));
}

#[test]
fn exactly_the_threshold_is_paid_or_not_as_the_word_says() {
    let mut company = with(SMALL);
    company.earns("p1", amount!(25.00 USD));
    let january = company.on("2026-02-01").locks("2026-01");
    assert_eq!(company.line(&january), Some(["25.00", "0.00", "25.00"].map(String::from)));

    let mut company = with(Threshold { paid_from: PaidFrom::MoreThan, ..SMALL });
    company.earns("p1", amount!(25.00 USD));
    let january = company.on("2026-02-01").locks("2026-01");
    // One cent more would be paid out.
    assert_eq!(company.left_out(&january), ["ana 25.00 25.00 0.01"]);
    company.on("2026-02-10").earns("p2", amount!(0.01 USD));
    let february = company.on("2026-03-01").locks("2026-02");
    assert_eq!(company.line(&february), Some(["25.01", "0.00", "25.01"].map(String::from)));
    company.obeys_the_laws();
}

/// Ana was paid 100.00, and 400.00 of the 1,000.00 went back: she owes 40.00. In February she earned
/// 50.00, so that 10.00 would be left.
fn owing(threshold: Threshold) -> Company {
    let mut company = with(threshold);
    company.earns("p1", amount!(100.00 USD));
    assert_eq!(company.on("2026-02-01").pays("2026-01"), amount!(100.00 USD));
    company.on("2026-02-05").refunds("r1", "p1", amount!(400.00 USD));
    company.earns("p2", amount!(50.00 USD));
    company.on("2026-03-01");
    company
}

#[test]
fn gross_counts_what_is_payable_and_a_small_rest_is_paid() {
    let mut company = owing(SMALL);
    let february = company.locks("2026-02");
    // 50.00 is at least 25.00, and 50.00 - 40.00 = 10.00 is paid.
    assert_eq!(company.line(&february), Some(["50.00", "40.00", "10.00"].map(String::from)));
}

#[test]
fn net_counts_what_would_be_paid_and_keeps_nothing_of_whom_it_leaves_out() {
    let mut company = owing(NET);
    let february = company.locks("2026-02");
    // 50.00 - 40.00 = 10.00, and 25.00 - 10.00 = 15.00 is missing; she owes what she owed.
    assert_eq!(company.left_out(&february), ["ana 50.00 10.00 15.00"]);
    assert_eq!(company.places("ana"), ["0.00", "50.00", "0.00", "100.00", "40.00"]);
    let page = company.statement_page("ana", "2026-03");
    assert!(
        page.contains("of it 10.00 USD would be paid, once what is owed back is kept"),
        "{page}"
    );

    company.on("2026-03-10").earns("p3", amount!(15.00 USD));
    let march = company.on("2026-04-01").locks("2026-03");
    // 50.00 + 15.00 - 40.00 = 25.00
    assert_eq!(company.line(&march), Some(["65.00", "40.00", "25.00"].map(String::from)));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "25.00", "100.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_net_threshold_leaves_out_who_would_be_paid_nothing() {
    let mut company = with(NET);
    company.earns("p1", amount!(100.00 USD));
    company.on("2026-02-01").pays("2026-01");
    company.on("2026-02-05").refunds("r1", "p1", amount!(1_000.00 USD));
    company.earns("p2", amount!(60.00 USD));
    let february = company.on("2026-03-01").locks("2026-02");
    // She owes 100.00 and has 60.00: nothing would be paid, and nothing is kept.
    assert_eq!(company.left_out(&february), ["ana 60.00 0.00 25.00"]);
    assert_eq!(company.places("ana"), ["0.00", "60.00", "0.00", "100.00", "100.00"]);
}

#[test]
fn who_has_left_is_paid_what_there_is_where_the_word_says_so() {
    for (leavers, last_day, is_paid) in [
        (ForLeavers::Waived, "2026-01-31", true),
        (ForLeavers::Waived, "2026-02-01", false), // after the period: no leaver of it
        (ForLeavers::NotWaived, "2026-01-31", false),
    ] {
        let mut company = with(Threshold { leavers, ..SMALL });
        company.earns("p1", amount!(3.00 USD));
        company.tell("hr", leave("ana", last_day)).unwrap();
        let january = company.on("2026-02-02").locks("2026-01");
        let paid = is_paid.then(|| ["3.00", "0.00", "3.00"].map(String::from));
        assert_eq!(company.line(&january), paid, "{leavers:?} {last_day}");
        assert_eq!(company.left_out(&january).is_empty(), is_paid);
        company.obeys_the_laws();
    }
}

#[test]
fn a_run_goes_by_the_word_of_the_last_day_of_its_period() {
    for (from, until, is_paid) in [
        ("2026-01-31", None, false),
        ("2026-02-01", None, true),
        ("2026-01-01", Some("2026-01-31"), true), // none from that day on
        ("2026-01-01", Some("2026-02-01"), false),
    ] {
        let mut company = under(&[]);
        company.sells("ana", "press", LeadKind::NewEquipment);
        company.earns("p1", amount!(20.00 USD));
        company.on("2026-02-01").sets(SMALL, from);
        if let Some(until) = until {
            company.sets(None, until);
        }
        let january = company.locks("2026-01");
        assert_eq!(company.line(&january).is_some(), is_paid, "{from} {until:?}");
    }
}

#[test]
fn the_run_after_a_void_one_decides_anew() {
    let mut company = with(SMALL);
    company.earns("p1", amount!(20.00 USD));
    let first = company.on("2026-02-01").locks("2026-01");
    assert_eq!(company.left_out(&first), ["ana 20.00 20.00 5.00"]);
    let reason = id("wrong-threshold");
    company.tell("payroll", VoidRun { run: first.clone(), reason }).unwrap();
    company.sets(Threshold { amount: amount!(20.00 USD), ..SMALL }, "2026-01-31");
    let again = LockRun::regular(first.next(), day("2026-01-31"));
    company.tell("payroll", again).unwrap();
    assert_eq!(company.line(&first.next()), Some(["20.00", "0.00", "20.00"].map(String::from)));
    // What the void run decided stays on file.
    assert_eq!(company.left_out(&first), ["ana 20.00 20.00 5.00"]);
    company.obeys_the_laws();
}

#[test]
fn it_is_held_against_the_whole_of_what_the_run_would_pay() {
    let mut company = with(SMALL);
    company.earns("p1", amount!(20.00 USD));
    // 20.00 of a rule and 5.00 by hand are 25.00.
    company.tell("lena", propose("by-hand", "ana", Direction::Up, amount!(5.00 USD))).unwrap();
    company.approves_adjustment("max", "by-hand");
    let january = company.on("2026-02-01").locks("2026-01");
    assert_eq!(company.line(&january), Some(["25.00", "0.00", "25.00"].map(String::from)));
}

#[test]
fn what_is_on_hold_by_hand_is_not_counted() {
    let mut company = with(SMALL);
    company.earns("p1", amount!(20.00 USD));
    company.sells("ana", "lathe", LeadKind::NewEquipment);
    company.receives("p2", "lathe", amount!(100.00 USD));
    let (source, plan) = (Source::Deal(DealId::named("lathe")), id("plan@1"));
    let reward = RewardId { source, plan, rule: id("main"), payee: id("ana") };
    let (hold, reason) = (HoldId::named("h1"), id("customer-disputes"));
    company.tell("controller", HoldReward { hold, reward, reason }).unwrap();
    let january = company.on("2026-02-01").locks("2026-01");
    // 30.00 is payable, and 10.00 of it is on hold.
    assert_eq!(company.left_out(&january), ["ana 20.00 20.00 5.00"]);
}

/// A month in which nobody reaches it has a run without lines, and payroll needs no special case.
#[test]
fn a_run_that_leaves_everybody_out_has_no_lines() {
    let mut company = with(SMALL);
    company.earns("p1", amount!(20.00 USD));
    assert_eq!(company.on("2026-02-01").pays("2026-01"), amount!(0.00 USD));
    assert!(company.journal.ledger().run(&run("2026-01")).unwrap().lines.is_empty());
}

/// Each pay group has a threshold of its own.
#[test]
fn the_word_of_one_group_is_none_of_another() {
    let mut company = under(&[]);
    company.tell("hr", crate::support::forms::define("us-desk", "USD")).unwrap();
    let group = id("us-desk");
    let set = SetThreshold { group, threshold: Some(SMALL), from: day("2026-01-01") };
    company.tell("finance", set).unwrap();
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.earns("p1", amount!(20.00 USD));
    let january = company.on("2026-02-01").locks("2026-01");
    assert_eq!(company.line(&january), Some(["20.00", "0.00", "20.00"].map(String::from)));
    let ledger = company.journal.ledger();
    assert_eq!(ledger.threshold(&id("us-desk"), day("2026-01-31")), Some(SMALL));
    assert_eq!(ledger.threshold(&id("us-desk"), day("2025-12-31")), None);
}

const TOPPED_UP: &str = r#"
[[draw]]
id         = "living"
because    = "a story"
amount     = "500 USD"
each       = "month"
given      = "at_close"
does       = "fills_up"
rules      = ["main"]
days_after = 0
recovery   = { starts = "at_once", protects = { pay = "500 USD", while = "draw_runs" }, at_end = "owed", on_leaving = "owed" }
"#;

fn with_draw(threshold: Threshold) -> Company {
    let mut company = under(&[("tables", TOPPED_UP)]);
    company.sets(threshold, "2026-01-01");
    company.sells("ana", "press", LeadKind::NewEquipment);
    let (payee, plan, draw) = (id("ana"), id("plan"), id("living"));
    let (from, through) = (day("2026-01-01"), day("2026-06-30"));
    company.tell("hr", AssignDraw { payee, plan, draw, from, through }).unwrap();
    company
}

/// A draw that tops up pay at the close is payable like what was earned.
#[test]
fn draws_count_toward_it_and_go_with_what_was_earned() {
    let mut company = with_draw(Threshold { amount: amount!(300.00 USD), ..SMALL });
    company.earns("p1", amount!(20.00 USD));
    let january = company.on("2026-02-01").locks("2026-01");
    // 20.00 + 480.00 = 500.00
    assert_eq!(company.line(&january), Some(["500.00", "0.00", "500.00"].map(String::from)));

    let mut company = with_draw(Threshold { amount: amount!(501.00 USD), ..SMALL });
    company.earns("p1", amount!(20.00 USD));
    let january = company.on("2026-02-01").locks("2026-01");
    assert_eq!(company.left_out(&january), ["ana 500.00 500.00 1.00"]);
    // The draw was given and is owed; both wait.
    assert_eq!(company.payee("ana").draws_owed, amount!(480.00 USD));
    company.obeys_the_laws();
}

/// A net threshold above the pay that a draw protects: what is recovered leaves 500.00 each time, so
/// nothing is paid until the draw is less than what is above that.
#[test]
fn a_net_threshold_above_protected_pay_waits_for_the_draw_to_be_covered() {
    let mut company = with_draw(SMALL);
    let _ = company.on("2026-02-01").pays("2026-01"); // 500.00 of draw
    company.sets(Threshold { amount: amount!(600.00 USD), ..NET }, "2026-02-01");
    company.on("2026-02-10").earns("p1", amount!(700.00 USD));
    let february = company.on("2026-03-01").locks("2026-02");
    // 700.00, of which 200.00 would be kept and 500.00 paid: 100.00 is missing.
    assert_eq!(company.left_out(&february), ["ana 700.00 500.00 100.00"]);
    company.on("2026-03-10").earns("p2", amount!(500.00 USD));
    let march = company.on("2026-04-01").locks("2026-03");
    // 1,200.00 - 500.00 = 700.00
    assert_eq!(company.line(&march), Some(["1200.00", "500.00", "700.00"].map(String::from)));
    company.obeys_the_laws();
}

const BUDGET: &str = "[[pool]]\nid = \"budget\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                      amount = \"30 USD\"\neach = \"month\"\ndated_by = \"fact\"\n\
                      counts = \"all_payees\"\nexceeded = \"queue\"\nat_end = \"stays\"\n\
                      after_reversal = \"freed\"\n";

/// What waits in a pool is not payable yet, and does not count.
#[test]
fn what_waits_in_a_pool_does_not_count_until_it_comes_out() {
    let mut company = under(&[("order", "[\"rate\", \"round\", \"pool\"]"), ("tables", BUDGET)]);
    company.sets(Threshold { amount: amount!(35.00 USD), ..SMALL }, "2026-01-01");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.earns("p1", amount!(40.00 USD));
    let january = company.on("2026-02-01").locks("2026-01");
    // The month had 30.00, and 10.00 wait: 5.00 is missing.
    assert_eq!(company.left_out(&january), ["ana 30.00 30.00 5.00"]);
    assert_eq!(company.payee("ana").queued, amount!(10.00 USD));
    let february = company.on("2026-03-01").locks("2026-02");
    assert_eq!(company.line(&february), Some(["40.00", "0.00", "40.00"].map(String::from)));
    company.obeys_the_laws();
}
