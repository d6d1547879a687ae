//! Refunds and cancellations: how much is taken back, from where, until when, and why not more.
//!
//! Equipment pays 2% held 30 days, taken back within 180 days of each payment. Consumables pay 5%
//! at once, taken back without end. A customer kept is worth 150.00, taken back when the deal is
//! cancelled within 60 days of the win, the last day not in.

use crate::support::forms::install;
use crate::support::{Company, FIELD_PLAN, changed, forms, said, whys};
use referral_ledger::amount;
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;

const EACH_FACT: (&str, &str) = ("basis = \"cumulative\"", "basis = \"each_fact\"");
const NO_FEE: (&str, &str) = ("{ flat = \"25 USD\" }", "{ flat = \"0 USD\" }");

/// A deal `D1` of ana's on 2026-01-10, under a plan without a fee for the lead.
fn sold(kind: LeadKind, changes: &[(&str, &str)]) -> Company {
    let mut company = Company::with_plan(&changed(&changed(FIELD_PLAN, &[NO_FEE]), changes));
    company.on("2026-01-10");
    company.sells("ana", "D1", kind);
    company
}

/// A deal `D1` of ana's and ben's on 2026-01-10, under a plan without a fee for the lead.
fn sold_together(kind: LeadKind, changes: &[(&str, &str)]) -> Company {
    let mut company = Company::with_plan(&changed(&changed(FIELD_PLAN, &[NO_FEE]), changes));
    company.on("2026-01-10");
    company.reports_with("ana", "D1", kind, &[("co_source", "ben")]);
    company.accepts("D1");
    company.wins("D1");
    company
}

/// The Why of ana's zero for a fact of this day, up to its reason.
fn kept(on: &str, rule: &str, reason: &str) -> String {
    let deal = DealId::named("D1").short();
    format!(
        "0.00 USD taken back from ana for deal {deal}, {on}: rule {rule} of field-leads@2026\n  \
         nothing is taken back: {reason}"
    )
}

#[test]
fn a_refund_before_vesting_is_taken_from_what_is_held() {
    let mut company = sold(LeadKind::NewEquipment, &[]);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 20.00
    company.on("2026-01-20");
    let refund = company.refunds("F1", "P1", amount!(250.00 USD)); // 20.00 x 0.75 = 15.00 remain
    assert_eq!(
        whys(&refund),
        [format!(
            "5.00 USD taken back from ana for deal {}, 2026-01-20: rule equipment-commission of \
             field-leads@2026\n  250.00 USD of 1000.00 USD went back: of 20.00 USD accrued, 15.00 \
             USD should remain\n  20.00 USD is there, 15.00 USD should remain: 5.00 USD is taken \
             back",
            DealId::named("D1").short()
        )]
    );
    assert_eq!(company.places("ana"), ["15.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.balance("Expenses:Incentives"), "15.00");
    company.on("2026-02-10");
    company.passes_days();
    assert_eq!(company.places("ana"), ["0.00", "15.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_in_full_before_vesting_leaves_nothing_to_vest() {
    let mut company = sold(LeadKind::NewEquipment, &[]);
    company.receives("P1", "D1", amount!(1_000.00 USD));
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    company.on("2026-02-10");
    company.passes_days();
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.journal.ledger().trial_balance().rows(), []);
    company.obeys_the_laws();
}

#[test]
fn a_refund_after_vesting_is_taken_from_what_is_payable() {
    let mut company = sold(LeadKind::NewEquipment, &[]);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 20.00, payable from 9 February
    company.on("2026-02-10");
    company.passes_days();
    assert_eq!(said(&company.refunds("F1", "P1", amount!(250.00 USD))), ["ana -5.00"]);
    assert_eq!(company.places("ana"), ["0.00", "15.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_is_taken_from_where_the_money_of_its_payment_is() {
    let mut company = sold(LeadKind::NewEquipment, &[]);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 20.00, paid in February
    company.on("2026-03-01");
    company.pays("2026-02");
    company.receives("P2", "D1", amount!(1_000.00 USD)); // 20.00, payable from 31 March
    company.on("2026-03-31");
    company.receives("P3", "D1", amount!(1_000.00 USD)); // 20.00, held
    company.on("2026-04-01");
    company.passes_days();
    assert_eq!(company.places("ana"), ["20.00", "20.00", "0.00", "20.00", "0.00"]);
    // Cumulatively 60.00 on 3000.00. 250 back: 55.00 remain. 500: 50.00. 750: 45.00.
    company.refunds("F1", "P1", amount!(250.00 USD));
    assert_eq!(company.places("ana"), ["20.00", "20.00", "0.00", "20.00", "5.00"]);
    company.refunds("F2", "P2", amount!(250.00 USD));
    assert_eq!(company.places("ana"), ["20.00", "15.00", "0.00", "20.00", "5.00"]);
    company.refunds("F3", "P3", amount!(250.00 USD));
    assert_eq!(company.places("ana"), ["15.00", "15.00", "0.00", "20.00", "5.00"]);
    // Off: all three give back the rest, 15.00 held, 15.00 payable, 15.00 owed.
    assert_eq!(said(&company.cancels("D1")), ["ana -45.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "20.00", "20.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_cent_more_than_the_payment_earned_is_taken_from_the_others() {
    let mut company = sold(LeadKind::NewEquipment, &[]);
    company.receives("P1", "D1", amount!(0.74 USD)); // 0.0148 -> 0.01, payable from 9 February
    company.on("2026-02-09");
    company.receives("P2", "D1", amount!(0.74 USD)); // 0.0296 -> 0.03 - 0.01 = 0.02, held
    company.on("2026-02-10");
    company.passes_days();
    assert_eq!(company.places("ana"), ["0.02", "0.01", "0.00", "0.00", "0.00"]);
    // P2 goes back: 0.03 x 1/2 = 0.015, to even 0.02 should remain, and 0.01 of P2's goes.
    company.refunds("F2", "P2", amount!(0.74 USD));
    assert_eq!(company.places("ana"), ["0.01", "0.01", "0.00", "0.00", "0.00"]);
    // P1 goes back: nothing should remain. P1 earned one of the two cents.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(0.74 USD))), ["ana -0.02"]);
    assert_eq!(company.journal.ledger().trial_balance().rows(), []);
    company.obeys_the_laws();
}

#[test]
fn two_partial_refunds_and_the_rest_end_exactly_at_zero() {
    let mut company = sold_together(LeadKind::NewEquipment, &[]);
    // 2% of 100.03 = 2.0006 -> 2.00: 1.20 and 0.80.
    company.receives("P1", "D1", amount!(100.03 USD));
    // 66.69 of 100.03 stay: 1.3334 -> 1.33. 0.67 back by 1.20 and 0.80: 0.402 and 0.268.
    let first = company.refunds("F1", "P1", amount!(33.34 USD));
    assert_eq!(said(&first), ["ana -0.40", "ben -0.27"]);
    assert!(
        whys(&first)[1].ends_with("\n  0.27 USD of the 0.67 USD falls on 0.80 USD still there")
    );
    // 33.35 stay: 0.6668 -> 0.67. 1.33 - 0.67 = 0.66 back by 0.80 and 0.53: 0.397 and 0.263.
    let second = company.refunds("F2", "P1", amount!(33.34 USD));
    assert_eq!(said(&second), ["ana -0.40", "ben -0.26"]);
    // Nothing stays: all there is goes back.
    let rest = company.refunds("F3", "P1", amount!(33.35 USD));
    assert_eq!(said(&rest), ["ana -0.40", "ben -0.27"]);
    assert_eq!(company.journal.ledger().trial_balance().rows(), []);
    company.obeys_the_laws();
}

#[test]
fn payments_that_earned_no_cent_of_their_own_count_when_they_go_back() {
    // 2% of 0.24 is 0.0048; ten of them come to 0.048 -> 0.05, a cent with every other payment.
    let mut company = sold(LeadKind::NewEquipment, &[]);
    let quarter = amount!(0.24 USD);
    let earned: Vec<_> = (0..10)
        .map(|number| said(&company.receives(&format!("P{number}"), "D1", quarter)).concat())
        .collect();
    assert_eq!(earned[..4], ["ana 0.00", "ana 0.01", "ana 0.00", "ana 0.01"]);
    assert_eq!(company.places("ana"), ["0.05", "0.00", "0.00", "0.00", "0.00"]);
    for number in 0..10 {
        company.refunds(&format!("F{number}"), &format!("P{number}"), quarter);
    }
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.journal.ledger().trial_balance().rows(), []);
    company.obeys_the_laws();
}

#[test]
fn with_each_fact_rounded_alone_a_refund_takes_the_lot_of_its_payment() {
    let mut company = sold(LeadKind::NewEquipment, &[EACH_FACT]);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 20.00, payable from 9 February
    company.on("2026-02-10");
    company.passes_days();
    company.receives("P2", "D1", amount!(300.00 USD)); // 6.00, held
    // Half of P1: 20.00 x 0.5 = 10.00 remain of P1, though P2 is held.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(500.00 USD))), ["ana -10.00"]);
    assert_eq!(company.places("ana"), ["6.00", "10.00", "0.00", "0.00", "0.00"]);
    assert_eq!(said(&company.refunds("F2", "P2", amount!(100.00 USD))), ["ana -2.00"]);
    assert_eq!(company.places("ana"), ["4.00", "10.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn the_last_day_of_a_window_is_in_or_out_as_the_plan_says() {
    // Paid on 10 January; 180 days later is 9 July.
    let out = [(
        "days = 180, after = \"paid\", last_day = \"in\"",
        "days = 180, after = \"paid\", last_day = \"out\"",
    )];
    let rule = "equipment-commission";
    for (changes, last_day, day_after) in
        [(&[][..], "2026-07-09", "2026-07-10"), (&out[..], "2026-07-08", "2026-07-09")]
    {
        let mut company = sold(LeadKind::NewEquipment, changes);
        company.receives("P1", "D1", amount!(1_000.00 USD)); // 20.00
        company.on(last_day);
        assert_eq!(said(&company.refunds("F1", "P1", amount!(250.00 USD))), ["ana -5.00"]);
        // The fact is accepted on the day after, and nothing is taken back, with the reason.
        company.on(day_after);
        let late = company.refunds("F2", "P1", amount!(750.00 USD));
        let reason = format!("the clawback window ended on {last_day}");
        assert_eq!(whys(&late), [kept(day_after, rule, &reason)]);
        assert_eq!(company.places("ana"), ["15.00", "0.00", "0.00", "0.00", "0.00"]);
        company.obeys_the_laws();
    }
}

#[test]
fn each_payment_has_a_window_of_its_own() {
    let mut company = sold(LeadKind::NewEquipment, &[]);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 20.00, until 9 July
    company.on("2026-06-01");
    company.receives("P2", "D1", amount!(500.00 USD)); // 10.00, until 28 November
    company.on("2026-08-01");
    // P1 in full is kept; half of P2 is 250 of 1500, 30.00 x 5/6 = 25.00 should remain.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(1_000.00 USD))), ["ana 0.00"]);
    assert_eq!(said(&company.refunds("F2", "P2", amount!(250.00 USD))), ["ana -5.00"]);
    // The deal is off: what is left of P2 goes back, and the 20.00 of P1 stay.
    assert_eq!(said(&company.cancels("D1")), ["ana -5.00", "ana 0.00"]);
    assert_eq!(company.payee("ana").held, amount!(20.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_cancelled_deal_gives_back_what_its_windows_allow() {
    let mut company = sold(LeadKind::NewEquipment, &[]);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 20.00, until 9 July
    company.on("2026-06-01");
    company.receives("P2", "D1", amount!(500.00 USD)); // 10.00, until 28 November
    company.on("2026-08-01");
    let cancelled = company.cancels("D1");
    assert_eq!(said(&cancelled), ["ana -10.00", "ana 0.00"]);
    assert_eq!(
        whys(&cancelled),
        [
            format!(
                "10.00 USD taken back from ana for deal {}, 2026-08-01: rule equipment-commission \
                 of field-leads@2026\n  cancelled on 2026-08-01: nothing should remain\n  \
                 10.00 USD is there, 0.00 USD should remain: 10.00 USD is taken back",
                DealId::named("D1").short()
            ),
            kept("2026-08-01", "equipment-commission", "the clawback window ended on 2026-07-09"),
        ]
    );
    assert_eq!(company.payee("ana").held, amount!(20.00 USD));
    // The money goes back as well; it is taken back once.
    assert_eq!(said(&company.refunds("F2", "P2", amount!(500.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_deal_cancelled_after_pay_is_owed_in_full() {
    let mut company = sold_together(LeadKind::Consumables, &[]);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 50.00: 30.00 and 20.00
    company.on("2026-02-01");
    company.pays("2026-01");
    company.receives("P2", "D1", amount!(500.00 USD)); // 25.00: 15.00 and 10.00, payable
    assert_eq!(said(&company.cancels("D1")), ["ana -45.00", "ben -30.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "30.00", "30.00"]);
    assert_eq!(company.places("ben"), ["0.00", "0.00", "0.00", "20.00", "20.00"]);
    assert_eq!(company.balance("Expenses:Incentives"), "0");
    company.obeys_the_laws();
}

#[test]
fn a_flat_amount_is_returned_or_kept_as_the_plan_says() {
    let rule = "customer-kept";
    // Won on 10 January; day 60 is 11 March and is out.
    let mut company = sold(LeadKind::UnhappyCustomer, &[]);
    company.on("2026-03-10");
    assert_eq!(said(&company.cancels("D1")), ["ana -150.00"]);
    company.obeys_the_laws();
    let mut company = sold(LeadKind::UnhappyCustomer, &[]);
    company.on("2026-03-11");
    let reason = "the clawback window ended on 2026-03-10";
    assert_eq!(whys(&company.cancels("D1")), [kept("2026-03-11", rule, reason)]);
    assert_eq!(company.places("ana"), ["150.00", "0.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
    let flat_kept = [("flat_part = \"returned\"", "flat_part = \"kept\"")];
    let mut company = sold(LeadKind::UnhappyCustomer, &flat_kept);
    company.on("2026-03-10");
    let reason = "the rule lets a flat amount be kept";
    assert_eq!(whys(&company.cancels("D1")), [kept("2026-03-10", rule, reason)]);
    company.obeys_the_laws();
}

#[test]
fn a_rule_takes_back_only_for_the_facts_it_lists() {
    let full = "clawback = { on = [\"refunded\", \"cancelled\"], take = \"full\", window = \
                \"without_end\", refund_target = \"proportional\" }";
    let never = [(full, "clawback = \"none\"")];
    let on_cancelled = [(full, &*full.replace("\"refunded\", ", ""))];
    let on_refunded = [(full, &*full.replace(", \"cancelled\"", ""))];
    let kept = |reason: &str| kept("2026-01-10", "service-commission", reason);
    let half = amount!(500.00 USD);
    let told = |changes: &[(&str, &str)]| {
        let mut company = sold(LeadKind::Consumables, changes);
        company.receives("P1", "D1", amount!(1_000.00 USD)); // 50.00
        let (refund, cancel) = (company.refunds("F1", "P1", half), company.cancels("D1"));
        company.obeys_the_laws();
        (whys(&refund).concat(), whys(&cancel).concat())
    };
    let (refund, cancel) = told(&never);
    assert_eq!(
        (refund, cancel),
        (kept("the rule never takes back"), kept("the rule never takes back"))
    );
    let (refund, cancel) = told(&on_cancelled);
    assert_eq!(refund, kept("the rule does not take back for a refund"));
    assert!(cancel.starts_with("50.00 USD taken back from ana"), "{cancel}");
    let (refund, cancel) = told(&on_refunded);
    assert!(refund.starts_with("25.00 USD taken back from ana"), "{refund}");
    assert_eq!(cancel, kept("the rule does not take back for a cancellation"));
}

#[test]
fn a_reward_per_deal_gives_back_by_what_was_collected_or_by_its_value() {
    let both = (
        "on = [\"cancelled\"], take = \"full\", window = { days = 60",
        "on = [\"refunded\", \"cancelled\"], take = \"full\", window = { days = 60",
    );
    // 150.00 for the deal, 1000.00 collected, 400.00 back: 150.00 x 0.6 = 90.00 should remain.
    let mut company = sold(LeadKind::UnhappyCustomer, &[both]);
    company.receives("P1", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&company.refunds("F1", "P1", amount!(400.00 USD))), ["ana -60.00"]);
    assert_eq!(said(&company.refunds("F2", "P1", amount!(600.00 USD))), ["ana -90.00"]);
    company.obeys_the_laws();
    // 2% of a value of 2000.00 at the installation: 40.00; 500.00 back: 40.00 x 0.75 = 30.00.
    let mut company = installed(amount!(2_000.00 USD));
    company.receives("P1", "D1", amount!(1_000.00 USD));
    assert_eq!(said(&company.refunds("F1", "P1", amount!(500.00 USD))), ["ana -10.00"]);
    company.obeys_the_laws();
}

/// A machine won with a value and installed on 2026-01-10, under a plan that pays 2% of it then.
fn installed(value: Amount) -> Company {
    let commission = "\nid = \"commission\"\non = \"paid\"\n";
    let plan = changed(
        FIELD_PLAN,
        &[
            (commission, "\nid = \"commission\"\non = \"installed\"\n"),
            ("of = \"collected\"", "of = \"value\""),
            ("to = \"paid\"", "to = \"installed\""),
            ("days = 30, after = \"paid\"", "days = 30, after = \"installed\""),
            ("days = 180, after = \"paid\"", "days = 180, after = \"installed\""),
        ],
    );
    let mut company = Company::with_plan(&plan);
    company.on("2026-01-10");
    company.reports("ana", "D1", LeadKind::NewEquipment);
    company.accepts("D1");
    let mut win = forms::win("D1", "2026-01-10");
    win.lines = vec![referral_ledger::deal::Line::of_net(value)];
    company.tell("sales", win).unwrap();
    assert_eq!(said(&company.tell("sales", install("D1", "2026-01-10")).unwrap()), ["ana 40.00"]);
    company
}

#[test]
fn who_had_left_when_a_payment_came_in_has_no_part_in_its_refund() {
    let mut company = sold_together(LeadKind::NewEquipment, &[]);
    company.receives("P1", "D1", amount!(1_000.00 USD)); // 12.00 and 8.00
    company.leaves("ana", "2026-01-10");
    company.on("2026-01-11");
    assert_eq!(
        said(&company.receives("P2", "D1", amount!(1_000.00 USD))),
        ["ana 0.00", "ben 8.00"]
    );
    // ben's 16.00 were earned on 2000.00, ana's 12.00 on the 1000.00 of P1 alone.
    assert_eq!(said(&company.refunds("F2", "P2", amount!(500.00 USD))), ["ben -4.00"]);
    // Clawback after exit is pursued. Half of P1: 6.00 of ana's; ben 16.00 x 0.5 = 8.00 remain.
    let half = company.refunds("F1", "P1", amount!(500.00 USD));
    assert_eq!(said(&half), ["ana -6.00", "ben -4.00"]);
    assert!(whys(&half)[0].contains("\n  500.00 USD of 1000.00 USD went back: of 12.00 USD"));
    assert!(whys(&half)[1].contains("\n  1000.00 USD of 2000.00 USD went back: of 16.00 USD"));
    company.refunds("F3", "P1", amount!(500.00 USD));
    company.refunds("F4", "P2", amount!(500.00 USD));
    assert_eq!(company.journal.ledger().trial_balance().rows(), []);
    company.obeys_the_laws();
}
