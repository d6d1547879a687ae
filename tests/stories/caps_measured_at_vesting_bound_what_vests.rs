//! Caps that are measured at vesting: amounts count by the day they vest, and what is above the cap
//! then is nobody's, or carried to the cap's next period.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, day, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{Counts, LeavePayee, OpenCounter, RecordPayment};
use referral_ledger::deal::Line;
use referral_ledger::id::{DealId, PaymentId};
use referral_ledger::reading::Reading;

const THIRTY_DAYS: &str = "{ days = 30, after = \"paid\" }";

/// A cap on what vests of the first rule in a month.
fn cap(excess: &str, after_reversal: &str) -> String {
    format!(
        "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
         at_most = \"100 USD\"\nper = {{ per = \"payee\", period = \"month\" }}\n\
         excess = \"{excess}\"\nafter_reversal = \"{after_reversal}\"\n\
         measured_at = \"vesting\"\n\n"
    )
}

/// 10% of what comes in, held, under a cap, taken back for refunds; ana has the deals D1 and D2.
fn capped(cap: &str, hold: &str) -> Company {
    let words = [("tables", cap), ("hold", hold), ("clawback", CLAWBACK)];
    let mut company = under(&words);
    company.sells_for("D1", vec![]);
    company.sells_for("D2", vec![]);
    company
}

/// Two payments in January, which vest in February, and one of February, which does in March: each
/// makes 80.00.
fn three_payments(company: &mut Company) {
    for (payment, deal, on) in
        [("P1", "D1", "2026-01-10"), ("P2", "D2", "2026-01-20"), ("P3", "D1", "2026-02-10")]
    {
        company.on(on);
        company.receives(payment, deal, amount!(800.00 USD));
    }
}

/// What a payee has held, payable, and carried.
fn stands(company: &Company) -> [String; 3] {
    let places = company.places("ana");
    [places[0].clone(), places[1].clone(), company.carried("ana")]
}

#[test]
fn what_vests_above_the_cap_is_nobodys() {
    let mut company = capped(&cap("forfeited", "freed"), THIRTY_DAYS);
    three_payments(&mut company);
    // All of it accrued: nothing is cut by the month of the payments.
    assert_eq!(stands(&company), ["240.00", "0.00", "0.00"]);
    company.on("2026-02-15");
    company.passes_days();
    assert_eq!(stands(&company), ["160.00", "80.00", "0.00"]);
    // On 19 February there is room for 20.00 of 80.00: 60.00 leave what is held for nobody.
    company.on("2026-02-25");
    let passed = company.passes_days();
    assert_eq!(said(&passed), ["ana -60.00"]);
    let why =
        "\n  cap most: 80.00 USD of 100.00 USD used before, so of 80.00 USD stays 20.00 USD\n";
    assert!(whys(&passed)[0].contains(why), "{}", whys(&passed)[0]);
    assert_eq!(stands(&company), ["80.00", "100.00", "0.00"]);
    assert_eq!(company.balance("Expenses:Incentives"), "180.00");
    assert_eq!(company.balance("Liabilities:Incentives:Held:ana"), "-80.00");
    assert_eq!(company.balance("Liabilities:Incentives:Payable:ana"), "-100.00");
    // March has room for its own.
    company.on("2026-03-20");
    company.passes_days();
    assert_eq!(stands(&company), ["0.00", "180.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_vests_above_the_cap_is_carried_to_its_next_period() {
    let mut company = capped(&cap("carried", "freed"), THIRTY_DAYS);
    three_payments(&mut company);
    company.on("2026-02-25");
    company.passes_days();
    assert_eq!(stands(&company), ["80.00", "100.00", "60.00"]);
    assert_eq!(company.balance("Expenses:Incentives"), "240.00");
    assert_eq!(company.balance("Liabilities:Incentives:Held:ana"), "-80.00");
    assert_eq!(company.balance("Liabilities:Incentives:CapCarried:ana"), "-60.00");
    // On 1 March the 60.00 are theirs; on 12 March there is room for 40.00 of 80.00.
    company.on("2026-03-05");
    company.passes_days();
    assert_eq!(stands(&company), ["80.00", "160.00", "0.00"]);
    company.on("2026-03-20");
    company.passes_days();
    assert_eq!(stands(&company), ["0.00", "200.00", "40.00"]);
    company.on("2026-04-05");
    company.passes_days();
    assert_eq!(stands(&company), ["0.00", "240.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn days_that_pass_at_once_vest_and_release_day_by_day() {
    for (until, then) in [
        ("2026-03-05", ["80.00", "160.00", "0.00"]),
        ("2026-03-20", ["0.00", "200.00", "40.00"]),
        ("2026-04-05", ["0.00", "240.00", "0.00"]),
    ] {
        let mut company = capped(&cap("carried", "freed"), THIRTY_DAYS);
        three_payments(&mut company);
        company.on(until);
        company.passes_days();
        assert_eq!(stands(&company), then);
        company.obeys_the_laws();
    }
}

#[test]
fn a_refund_takes_no_more_than_vested_and_makes_room_or_does_not() {
    let after = |after_reversal| {
        let mut company = capped(&cap("forfeited", after_reversal), THIRTY_DAYS);
        three_payments(&mut company);
        company.on("2026-02-12");
        company.passes_days(); // P1 has vested
        company.on("2026-02-13");
        assert_eq!(said(&company.refunds("F1", "P1", amount!(800.00 USD))), ["ana -80.00"]);
        company.on("2026-02-25");
        company.passes_days();
        let stood = stands(&company);
        // Of P2's 80.00 as much should go as is there beyond half of it, and then the rest.
        let half = said(&company.refunds("F2", "P2", amount!(400.00 USD)));
        let rest = said(&company.refunds("F3", "P2", amount!(400.00 USD)));
        company.obeys_the_laws();
        (stood, [half, rest].concat())
    };
    // The room of P1's 80.00 is February's again: all of P2 vests.
    let (stood, back) = after("freed");
    assert_eq!(stood, ["80.00", "80.00", "0.00"]);
    assert_eq!(back, ["ana -40.00", "ana -40.00"]);
    // Kept used, 20.00 of it do. Half of the 80.00 are 40.00, which have gone already.
    let (stood, back) = after("kept_used");
    assert_eq!(stood, ["80.00", "20.00", "0.00"]);
    assert_eq!(back, ["ana 0.00", "ana -20.00"]);
}

#[test]
fn after_pay_a_refund_is_owed_for_what_was_paid_and_no_more() {
    let mut company = capped(&cap("forfeited", "freed"), THIRTY_DAYS);
    three_payments(&mut company);
    company.on("2026-03-02");
    assert_eq!(company.pays("2026-02"), amount!(100.00 USD));
    // Of P2's 80.00 were 20.00 paid, and 60.00 nobody's.
    assert_eq!(said(&company.refunds("F1", "P2", amount!(800.00 USD))), ["ana -20.00"]);
    assert_eq!(company.places("ana")[4], "20.00");
    assert_eq!(said(&company.refunds("F2", "P1", amount!(800.00 USD))), ["ana -80.00"]);
    assert_eq!(company.places("ana"), ["80.00", "0.00", "0.00", "100.00", "100.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_goes_back_before_it_vests_was_never_measured() {
    let mut company = capped(&cap("forfeited", "kept_used"), THIRTY_DAYS);
    company.receives("P1", "D1", amount!(800.00 USD));
    company.on("2026-01-20");
    company.receives("P2", "D2", amount!(800.00 USD));
    company.on("2026-01-25");
    company.refunds("F1", "P1", amount!(800.00 USD));
    company.on("2026-02-10");
    company.receives("P3", "D1", amount!(800.00 USD));
    company.on("2026-02-25");
    company.passes_days();
    assert_eq!(stands(&company), ["80.00", "80.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_takes_first_what_is_carried() {
    let mut company = capped(&cap("carried", "freed"), THIRTY_DAYS);
    three_payments(&mut company);
    company.on("2026-02-25");
    company.passes_days();
    assert_eq!(stands(&company), ["80.00", "100.00", "60.00"]);
    // 60.00 of P2 are carried: 70.00 of its 80.00 take 10.00 that vested, whose room is free.
    assert_eq!(said(&company.refunds("F1", "P2", amount!(700.00 USD))), ["ana -70.00"]);
    assert_eq!(stands(&company), ["80.00", "90.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_retracted_payment_makes_room_and_a_retracted_refund_asks_for_it() {
    for after_reversal in ["freed", "kept_used"] {
        let mut company = capped(&cap("forfeited", after_reversal), THIRTY_DAYS);
        three_payments(&mut company);
        company.on("2026-02-12");
        company.passes_days();
        company.on("2026-02-13");
        company.retracts_payment("P1");
        company.on("2026-02-25");
        company.passes_days();
        assert_eq!(stands(&company), ["80.00", "80.00", "0.00"]);
        company.obeys_the_laws();
    }
    let mut company = capped(&cap("forfeited", "freed"), THIRTY_DAYS);
    three_payments(&mut company);
    company.on("2026-02-12");
    company.passes_days();
    company.on("2026-02-13");
    company.refunds("F1", "P1", amount!(800.00 USD));
    company.on("2026-02-25");
    company.passes_days(); // 80.00 of P2
    assert_eq!(said(&company.retracts_refund("F1")), ["ana 20.00"]);
    assert_eq!(stands(&company), ["80.00", "100.00", "0.00"]);
    // And of P3, of March, nothing but its own.
    company.on("2026-03-20");
    company.passes_days();
    assert_eq!(stands(&company), ["0.00", "180.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_waits_for_a_milestone_is_measured_when_it_comes() {
    let until = "{ until = \"installed\" }";
    let mut company = capped(&cap("forfeited", "freed"), until);
    company.receives("P1", "D1", amount!(800.00 USD));
    company.receives("P2", "D2", amount!(800.00 USD));
    company.on("2026-02-10");
    company.installs("D1");
    assert_eq!(stands(&company), ["80.00", "80.00", "0.00"]);
    let installed = company.installs("D2");
    assert_eq!(said(&installed), ["ana -60.00"]);
    assert_eq!(stands(&company), ["0.00", "100.00", "0.00"]);
    // What comes in afterwards vests as it accrues, in the period of the day it is payable from.
    let paid = company.receives("P3", "D1", amount!(800.00 USD));
    assert_eq!(said(&paid), ["ana 0.00"]);
    company.on("2026-03-01");
    assert_eq!(said(&company.receives("P4", "D1", amount!(800.00 USD))), ["ana 80.00"]);
    company.obeys_the_laws();

    let mut company = capped(&cap("carried", "freed"), until);
    company.receives("P1", "D1", amount!(1_800.00 USD));
    company.on("2026-02-10");
    company.installs("D1");
    assert_eq!(stands(&company), ["0.00", "100.00", "80.00"]);
    company.on("2026-03-02");
    company.passes_days();
    assert_eq!(stands(&company), ["0.00", "180.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_milestone_that_vests_and_accrues_does_both_under_one_cap() {
    let cap = cap("forfeited", "freed").replace("[\"main\"]", "[\"main\", \"on-install\"]");
    let more = "[[component]]\nid = \"fee\"\non = \"installed\"\n\n  [[component.rule]]\n  \
                id = \"on-install\"\n  because = \"a story\"\n  when = \"always\"\n  \
                payee = \"originator\"\n  pays = { flat = \"50 USD\" }\n  \
                hold = \"none\"\n  clawback = \"none\"\n";
    let until = "{ until = \"installed\" }";
    let mut company = under(&[("tables", &cap), ("hold", until), ("more", more)]);
    company.sells_for("D1", vec![]);
    company.receives("P1", "D1", amount!(800.00 USD));
    // 80.00 vest, and of the fee of 50.00 there is room for 20.00.
    company.on("2026-02-10");
    assert_eq!(said(&company.installs("D1")), ["ana 20.00"]);
    assert_eq!(stands(&company), ["0.00", "100.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_vests_as_it_accrues_is_measured_at_once() {
    let mut company = capped(&cap("carried", "freed"), "\"none\"");
    assert_eq!(said(&company.receives("P1", "D1", amount!(800.00 USD))), ["ana 80.00"]);
    let paid = company.receives("P2", "D2", amount!(800.00 USD));
    assert_eq!(said(&paid), ["ana 20.00", "ana 60.00"]);
    let why = "\n  above cap most, carried to 2026-02-01: 60.00 USD";
    assert!(whys(&paid)[1].ends_with(why), "{}", whys(&paid)[1]);
    assert_eq!(stands(&company), ["0.00", "100.00", "60.00"]);
    company.on("2026-02-05");
    company.passes_days();
    assert_eq!(stands(&company), ["0.00", "160.00", "0.00"]);
    // The room of January is not February's: 60.00 of it are used.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(800.00 USD))), ["ana -80.00"]);
    assert_eq!(said(&company.receives("P3", "D1", amount!(800.00 USD)))[0], "ana 40.00");
    company.obeys_the_laws();
}

#[test]
fn what_is_told_late_is_measured_by_the_day_it_vested() {
    let mut company = capped(&cap("forfeited", "freed"), THIRTY_DAYS);
    three_payments(&mut company);
    company.on("2026-03-01");
    company.passes_days(); // February's 100.00 are used
    let late = |payment: &str, on: &str| RecordPayment {
        payment: PaymentId::named(payment),
        deal: DealId::named("D2"),
        received_on: day(on),
        lines: vec![Line::of_net(amount!(800.00 USD))],
    };
    // Of 25 and of 10 January: they vested in February, which has no room.
    company.on("2026-03-02");
    assert_eq!(said(&company.tell("bank", late("P4", "2026-01-25")).unwrap()), ["ana 0.00"]);
    let paid = company.tell("bank", late("P5", "2026-01-10")).unwrap();
    assert_eq!(said(&paid), ["ana 0.00"]);
    // Its refund frees nothing of what it did not use.
    company.refunds("F5", "P5", amount!(800.00 USD));
    company.obeys_the_laws();
}

#[test]
fn who_leaves_forfeits_what_would_be_carried_past_the_last_day() {
    let forfeits = "\"forfeits_what_is_not_vested\"";
    let cap = cap("carried", "freed");
    let words = [
        ("tables", &*cap),
        ("hold", THIRTY_DAYS),
        ("leaver", forfeits),
        ("head", "clawback_after_exit = \"pursued\""),
        ("clawback", CLAWBACK),
    ];
    let stood = |last_day: &str| {
        let mut company = under(&words);
        company.sells_for("D1", vec![]);
        company.sells_for("D2", vec![]);
        three_payments(&mut company);
        company.receives("P4", "D2", amount!(900.00 USD)); // vests on 12 March as well
        let left = LeavePayee { payee: id("ana"), last_day: day(last_day) };
        company.tell("hr", left).unwrap();
        company.on("2026-05-10");
        company.passes_days();
        company.obeys_the_laws();
        stands(&company)
    };
    // By 20 February 160.00 vest, of which there is room for 100.00; the rest would be March's.
    assert_eq!(stood("2026-02-20"), ["0.00", "100.00", "0.00"]);
    // By 15 March the 60.00 are theirs, and of 80.00 and 90.00 vest 40.00.
    assert_eq!(stood("2026-03-15"), ["0.00", "200.00", "0.00"]);
    // By 5 April another 100.00 are; 30.00 would be May's.
    assert_eq!(stood("2026-04-05"), ["0.00", "300.00", "0.00"]);
}

#[test]
fn what_vested_in_the_system_before_is_opened() {
    let mut company = capped(&cap("forfeited", "freed"), THIRTY_DAYS);
    let used = Reading::Money(amount!(70.00 USD));
    let opened = OpenCounter {
        plan: id("plan@1"),
        payee: Some(id("ana")),
        team: None,
        lead: None,
        period: Some(id("2026-02")),
        counts: Box::new(Counts::Cap { cap: id("most"), used }),
    };
    company.tell("finance", opened).unwrap();
    company.receives("P1", "D1", amount!(800.00 USD));
    company.on("2026-02-25");
    assert_eq!(said(&company.passes_days()), ["ana -50.00"]);
    assert_eq!(stands(&company), ["0.00", "30.00", "0.00"]);
    company.obeys_the_laws();
}
