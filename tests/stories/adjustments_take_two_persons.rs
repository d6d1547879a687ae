//! Adjustments take two persons: one proposes, another approves; what is given goes into the next
//! run, what is taken is set off or owed, and every unit can be found.

use crate::support::forms::{decline, propose};
use crate::support::{Company, day, id, said, whys};
use referral_ledger::adjustment::{About, BasedOn, Direction};
use referral_ledger::amount;
use referral_ledger::approval::ApprovalStage;
use referral_ledger::command::{ApproveAdjustment, Retract};
use referral_ledger::deal::FactRef;
use referral_ledger::digest::Digest;
use referral_ledger::id::{AdjustmentId, DealId, PaymentId};
use referral_ledger::lead::LeadKind;
use referral_ledger::rate;
use referral_ledger::report::{Directory, Statement};

/// Ana has sold a machine for 5,000.00 under a plan that pays 2 % at once, and 100.00 is payable.
fn ana_has_a_hundred() -> Company {
    let mut company = Company::with_plan(AT_ONCE);
    company.on("2026-03-02");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(5_000.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);
    company
}

/// 2 % of every payment, nothing held; a refund takes back its part for ever.
const AT_ONCE: &str = r#"
schema = 1

[plan]
id = "at-once"
version = "2026"
title = "Technician rewards"
because = "Policy 1"
effective = { from = 2026-01-01 }
chosen_by = "reported"
applies_to = "everyone"
currency = "USD"
timezone = "America/New_York"
order = ["rate", "round"]
rounding = { mode = "half_even", basis = "each_fact" }
leaver = "keeps_what_was_triggered"

[leads]
acceptance = "not_needed"
win_before_report = "refused"

[[split]]
role = "originator"
share = "100%"

[[component]]
id = "commission"
on = "paid"

  [[component.rule]]
  id       = "commission"
  because  = "Clause 4"
  when     = "always"
  payee    = "originator"
  pays     = { rate = "2%", of = "collected" }
  hold     = "none"
  clawback = { on = ["refunded"], take = "full", window = "without_end", refund_target = "proportional" }
"#;

#[test]
fn what_is_given_is_in_the_next_run_and_on_the_statement() {
    let mut company = ana_has_a_hundred();
    company.on("2026-03-10");
    let mut proposal = propose("case-7", "ana", Direction::Up, amount!(40.00 USD));
    proposal.about = Some(About::Deal(DealId::named("press")));
    let proposed = company.tell("lena", proposal).unwrap();
    assert_eq!(proposed.rewards().count(), 0);
    // Nothing has moved yet.
    assert_eq!(company.places("ana"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);

    let approved = company.approves_adjustment("max", "case-7");
    assert_eq!(said(&approved), ["ana 40.00"]);
    let why = "40.00 USD to ana for adjustment 3c47441e, 2026-03-10\n  \
               reason agreed-in-review: proposed by lena, approved by max\n  \
               it is about deal 45a365c6\n  \
               adjusted by 40.00 USD\n  \
               payable from 2026-03-10";
    assert_eq!(whys(&approved), [why]);
    // 100.00 + 40.00
    assert_eq!(company.places("ana"), ["0.00", "140.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.balance("Expenses:Adjustment"), "40.00");
    let case = AdjustmentId::named("case-7");
    let explained = company.journal.ledger().why_adjusted(&company.journal, case).unwrap();
    assert_eq!(explained.unwrap().to_string(), why);

    company.on("2026-04-01");
    assert_eq!(company.pays("2026-03"), amount!(140.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "140.00", "0.00"]);
    let march = id("2026-03");
    let statement =
        Statement::of(company.journal.ledger(), &company.journal, &id("ana"), march).unwrap();
    let page = statement.render(&Directory::new());
    assert!(page.contains("2026-03-10  adjustment 3c47441e, approved"), "{page}");
    assert!(page.contains("reason agreed-in-review: proposed by lena, approved by max"), "{page}");
    company.obeys_the_laws();
}

#[test]
fn what_is_taken_comes_out_of_payable_and_the_rest_is_owed() {
    let mut company = ana_has_a_hundred();
    company.tell("lena", propose("case-8", "ana", Direction::Down, amount!(130.00 USD))).unwrap();
    let approved = company.approves_adjustment("max", "case-8");
    assert_eq!(said(&approved), ["ana -130.00"]);
    // All of the 100.00 is set off; 130.00 - 100.00 = 30.00 are owed.
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "100.00", "30.00"]);
    assert_eq!(company.balance("Expenses:Adjustment"), "-130.00");
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "30.00");
    let view = company.journal.ledger().adjustment(AdjustmentId::named("case-8")).unwrap();
    assert_eq!((view.stage, view.owed), (ApprovalStage::Approved, amount!(30.00 USD)));
    let march = id("2026-03");
    let statement =
        Statement::of(company.journal.ledger(), &company.journal, &id("ana"), march).unwrap();
    assert_eq!(statement.closing(), amount!(-30.00 USD)); // 100.00 - 130.00
    let page = statement.render(&Directory::new());
    assert!(page.contains("30.00 USD of it was not there to take: owed back"), "{page}");

    // The next run keeps the 30.00: 2 % of 4,000.00 is 80.00, and 50.00 is paid.
    company.on("2026-03-20").receives("p2", "press", amount!(4_000.00 USD));
    company.on("2026-04-01");
    assert_eq!(company.pays("2026-03"), amount!(50.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "180.00", "0.00"]);
    company.obeys_the_laws();
}

/// What is set off counts as paid for the payment that caused it: a refund of that payment takes
/// all it should, the part that is payable from there and the part that was set off as a debt.
#[test]
fn a_refund_of_what_was_set_off_takes_all_it_should() {
    let mut company = ana_has_a_hundred();
    company.tell("lena", propose("case-9", "ana", Direction::Down, amount!(30.00 USD))).unwrap();
    company.approves_adjustment("max", "case-9");
    assert_eq!(company.places("ana"), ["0.00", "70.00", "0.00", "30.00", "0.00"]);
    let refunded = company.refunds("r1", "p1", amount!(5_000.00 USD));
    assert_eq!(said(&refunded), ["ana -100.00"]);
    // 70.00 from payable, 30.00 owed: in all she has earned nothing and been taken 30.00.
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "30.00", "30.00"]);
    company.obeys_the_laws();
    // The refund was told by mistake: the 30.00 are owed no longer, the 70.00 payable again.
    let fact = FactRef::Refund(referral_ledger::id::RefundId::named("r1"));
    company.tell("finance", Retract { fact, reason: id("mistyped") }).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "70.00", "0.00", "30.00", "0.00"]);
    // And so was the payment: 70.00 go, 30.00 are owed.
    let fact = FactRef::Payment(PaymentId::named("p1"));
    company.tell("finance", Retract { fact, reason: id("mistyped") }).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "30.00", "30.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_live_run_is_not_touched() {
    let mut company = ana_has_a_hundred();
    company.on("2026-04-01");
    let run = company.locks("2026-03");
    company.tell("lena", propose("case-10", "ana", Direction::Down, amount!(25.00 USD))).unwrap();
    company.approves_adjustment("max", "case-10");
    assert_eq!(company.places("ana"), ["0.00", "0.00", "100.00", "0.00", "25.00"]);
    company.approves_and_exports(&run);
    company.settles(&run);
    assert_eq!(company.journal.ledger().run(&run).unwrap().paid, amount!(100.00 USD));
    company.obeys_the_laws();
}

/// What one adjustment gave, another can take: the lot is set off in part.
#[test]
fn an_adjustment_is_put_right_by_another() {
    let mut company = Company::with_plan(AT_ONCE);
    company.on("2026-03-02");
    company.tell("lena", propose("up", "ben", Direction::Up, amount!(50.00 USD))).unwrap();
    company.approves_adjustment("max", "up");
    company.tell("lena", propose("down", "ben", Direction::Down, amount!(20.00 USD))).unwrap();
    company.approves_adjustment("max", "down");
    assert_eq!(company.places("ben"), ["0.00", "30.00", "0.00", "20.00", "0.00"]);
    assert_eq!(company.balance("Expenses:Adjustment"), "30.00");
    // No rule made it: it is no reward, and stands among the adjustments.
    assert_eq!(company.journal.ledger().rewards().count(), 0);
    assert_eq!(company.journal.ledger().adjustments().count(), 2);
    company.obeys_the_laws();
}

/// A return whose sale is not on file: the adjustment carries its own base and rate.
#[test]
fn an_adjustment_may_carry_its_own_base_and_rate() {
    let mut company = ana_has_a_hundred();
    let mut proposal = propose("case-11", "ana", Direction::Down, amount!(24.69 USD));
    proposal.based_on = Some(BasedOn { base: amount!(1_234.50 USD), rate: rate!(2%) });
    proposal.about = Some(About::Period(id("2025Q4")));
    company.tell("lena", proposal).unwrap();
    let approved = company.approves_adjustment("max", "case-11");
    assert_eq!(
        whys(&approved)[0].lines().skip(1).map(str::trim).collect::<Vec<_>>(),
        [
            "reason agreed-in-review: proposed by lena, approved by max",
            "it is about 2025Q4",
            "1234.50 USD x 2% = 24.69 USD",
            "adjusted by 24.69 USD",
        ]
    );
}

#[test]
fn nothing_comes_of_what_is_declined() {
    let mut company = ana_has_a_hundred();
    company.tell("lena", propose("case-12", "ana", Direction::Up, amount!(1.00 USD))).unwrap();
    company.tell("lena", decline("case-12")).unwrap(); // she thinks better of it
    assert_eq!(company.places("ana"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);
    let adjustment = AdjustmentId::named("case-12");
    let view = company.journal.ledger().adjustment(adjustment).unwrap();
    assert_eq!((view.stage, view.decided_by), (ApprovalStage::Declined, Some(id("lena"))));
    let again = ApproveAdjustment { adjustment, digest: view.digest };
    assert_eq!(company.tell("max", again).unwrap_err().code(), "R4103");
}

/// L14: whoever proposes cannot approve, nor can the payee, nor a program; and an approval of
/// something else than what was proposed is none.
#[test]
fn nobody_alone_gives_anybody_anything() {
    let mut company = ana_has_a_hundred();
    company.tell("ana", propose("case-13", "ana", Direction::Up, amount!(9.00 USD))).unwrap();
    let adjustment = AdjustmentId::named("case-13");
    let digest = company.journal.ledger().adjustment(adjustment).unwrap().digest;
    let approve = ApproveAdjustment { adjustment, digest };
    let refused = company.tell("ana", approve.clone()).unwrap_err();
    assert_eq!(refused.code(), "R4106");
    let other = ApproveAdjustment { adjustment, digest: Digest::sha256(b"something else") };
    assert_eq!(company.tell("max", other).unwrap_err().code(), "R4107");
    company.tell("max", approve).unwrap();
    company.tell("max", propose("case-14", "ana", Direction::Up, amount!(9.00 USD))).unwrap();
    let adjustment = AdjustmentId::named("case-14");
    let digest = company.journal.ledger().adjustment(adjustment).unwrap().digest;
    let refused = company.tell("max", ApproveAdjustment { adjustment, digest }).unwrap_err();
    assert_eq!(refused.code(), "R4105");
    assert_eq!(
        company.journal.ledger().page(&id("ana"), day("2026-03-02").month()).unwrap().accrued,
        amount!(109.00 USD)
    );
}
