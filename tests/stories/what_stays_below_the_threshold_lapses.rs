//! What stays below a threshold never ends by itself: where the threshold says that it may lapse,
//! one person proposes it and another approves.
//!
//! Ana gets 10 % of what customers pay. She was left out of January's run with 20.00, which may
//! lapse.

use crate::closes_pay_what_a_period_is_worth::PLAN as QUARTERS;
use crate::options::{CLAWBACK, under};
use crate::support::forms::{close, leave, payment, propose};
use crate::support::{Company, day, id, run, said};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::approval::ApprovalStage;
use referral_ledger::command::{
    ApproveLapse, AssignQuota, DeclineLapse, LockRun, ProposeLapse, QuotaOf, Retract, SetThreshold,
    VoidRun,
};
use referral_ledger::deal::FactRef;
use referral_ledger::id::{DealId, LapseId, PaymentId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::report::{AccountMap, Grammar, write_books};
use referral_ledger::study::restate;

const SMALL: Threshold = Threshold {
    amount: amount!(25.00 USD),
    counted: Counted::Gross,
    paid_from: PaidFrom::AtLeast,
    below: Below::MayLapse,
    leavers: ForLeavers::NotWaived,
};

fn set(threshold: Option<Threshold>, from: &str) -> SetThreshold {
    SetThreshold { group: id("us-field"), threshold, from: day(from) }
}

/// Ana was left out with 20.00, and it is 1 February.
fn left_out(threshold: Threshold) -> Company {
    let mut company = under(&[("clawback", CLAWBACK)]);
    company.tell("finance", set(Some(threshold), "2026-01-01")).unwrap();
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(200.00 USD));
    company.on("2026-02-01").locks("2026-01");
    company
}

fn lapse(amount: Amount) -> ProposeLapse {
    let (lapse, payee) = (LapseId::named("small-1"), id("ana"));
    ProposeLapse { lapse, payee, amount, reason: id("too-small-for-a-year") }
}

impl Company {
    /// Lena proposes that 20.00 of ana's lapse, and max approves.
    fn lets_lapse(&mut self) {
        self.tell("lena", lapse(amount!(20.00 USD))).unwrap();
        self.approves_lapse();
    }

    fn approves_lapse(&mut self) -> Vec<String> {
        let lapse = LapseId::named("small-1");
        let digest = self.journal.ledger().lapse(lapse).unwrap().digest;
        said(&self.tell("max", ApproveLapse { lapse, digest }).unwrap())
    }

    fn can_lapse(&self) -> Amount {
        self.journal.ledger().can_lapse(&id("ana")).unwrap()
    }
}

#[test]
fn two_persons_end_it_and_the_expense_is_smaller_by_it() {
    let mut company = left_out(SMALL);
    assert_eq!(company.can_lapse(), amount!(20.00 USD));
    assert_eq!(company.balance("Expenses:Incentives"), "20.00");
    company.tell("lena", lapse(amount!(20.00 USD))).unwrap();
    // Nothing moves until somebody else approves.
    assert_eq!(company.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.approves_lapse(), ["ana -20.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(company.balance("Expenses:Incentives"), "0");
    assert_eq!(company.balance("Liabilities:Incentives:Payable:ana"), "0");
    assert_eq!(company.can_lapse(), amount!(0.00 USD));
    let view = company.journal.ledger().lapse(LapseId::named("small-1")).unwrap();
    assert_eq!((view.stage, view.decided_by), (ApprovalStage::Approved, Some(id("max"))));
    company.obeys_the_laws();

    let page = company.statement_page("ana", "2026-02");
    for line in [
        "it stays payable until two persons say that it lapses, and waits for",
        ", lapsed                                          20.00",
        "below the threshold of run us-field/2026-01/1, and lapses, reason",
        "too-small-for-a-year: proposed by lena, approved by max",
        "20.00 USD of it was payable and is gone",
    ] {
        assert!(page.contains(line), "{page}");
    }
    let mut books = Vec::new();
    write_books(&company.journal, &AccountMap::plain(Grammar::Hledger), &mut books).unwrap();
    let books = String::from_utf8(books).unwrap();
    assert!(books.contains(&format!("lapse: {}", LapseId::named("small-1"))), "{books}");
}

#[test]
fn what_is_declined_stays_payable() {
    let mut company = left_out(SMALL);
    company.tell("lena", lapse(amount!(20.00 USD))).unwrap();
    let decline = DeclineLapse { lapse: LapseId::named("small-1"), reason: id("she-asked-for-it") };
    company.tell("max", decline).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
    let view = company.journal.ledger().lapse(LapseId::named("small-1")).unwrap();
    assert_eq!(view.stage, ApprovalStage::Declined);
}

#[test]
fn what_is_kept_by_its_threshold_cannot_lapse() {
    let company = left_out(Threshold { below: Below::Kept, ..SMALL });
    assert_eq!(company.can_lapse(), amount!(0.00 USD));
}

/// Who was never paid it owes nothing when the customer's money goes back.
#[test]
fn a_refund_after_it_takes_nothing_and_leaves_no_debt() {
    let mut company = left_out(SMALL);
    company.lets_lapse();
    company.on("2026-02-10").refunds("r1", "p1", amount!(200.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);

    let mut company = left_out(SMALL);
    company.lets_lapse();
    let (fact, reason) = (FactRef::Payment(PaymentId::named("p1")), id("typed-twice"));
    company.on("2026-02-10").tell("bank", Retract { fact, reason }).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

/// What comes later is paid like any other, and what lapsed does not come back with it.
#[test]
fn the_next_payment_pays_its_own_part_alone() {
    for basis in ["each_fact", "cumulative"] {
        let rounding = format!("{{ mode = \"half_even\", basis = \"{basis}\" }}");
        let mut company = under(&[("rounding", &rounding)]);
        company.tell("finance", set(Some(SMALL), "2026-01-01")).unwrap();
        company.sells("ana", "press", LeadKind::NewEquipment);
        company.receives("p1", "press", amount!(200.00 USD));
        company.on("2026-02-01").locks("2026-01");
        company.lets_lapse();
        company.on("2026-02-10").receives("p2", "press", amount!(300.00 USD));
        assert_eq!(company.on("2026-03-01").pays("2026-02"), amount!(30.00 USD), "{basis}");
        company.obeys_the_laws();
    }
}

#[test]
fn only_what_the_run_left_out_lapses() {
    let mut company = left_out(SMALL);
    // 3.00 more in February: it was in no run yet.
    company.receives("p2", "press", amount!(30.00 USD));
    assert_eq!(company.can_lapse(), amount!(20.00 USD));
    company.lets_lapse();
    assert_eq!(company.places("ana"), ["0.00", "3.00", "0.00", "0.00", "0.00"]);
}

/// What no rule made is under no threshold's word: two persons who gave it take it by an adjustment.
#[test]
fn what_no_rule_made_does_not_lapse() {
    let mut company = under(&[]);
    company.tell("finance", set(Some(SMALL), "2026-01-01")).unwrap();
    company.tell("lena", propose("by-hand", "ana", Direction::Up, amount!(5.00 USD))).unwrap();
    company.approves_adjustment("max", "by-hand");
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(100.00 USD));
    company.on("2026-02-01").locks("2026-01");
    // 15.00 was left out, and 10.00 of it a rule made.
    assert_eq!(company.can_lapse(), amount!(10.00 USD));
    company.tell("lena", lapse(amount!(10.00 USD))).unwrap();
    company.approves_lapse();
    assert_eq!(company.places("ana"), ["0.00", "5.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_a_void_run_left_out_waits_for_the_next_one() {
    let mut company = left_out(SMALL);
    company.tell("payroll", VoidRun { run: run("2026-01"), reason: id("wrong") }).unwrap();
    assert_eq!(company.can_lapse(), amount!(0.00 USD));
    let next = run("2026-01").next();
    company.tell("payroll", LockRun::regular(next, day("2026-01-31"))).unwrap();
    assert_eq!(company.can_lapse(), amount!(20.00 USD));
}

/// What has reached the threshold since, or has none any more, is paid by the next run and does not
/// lapse; nor does the pay of a leaver for whom it is waived by then.
#[test]
fn what_the_next_run_pays_does_not_lapse() {
    let mut company = left_out(SMALL);
    company.receives("p2", "press", amount!(50.00 USD));
    let no = company.tell("lena", lapse(amount!(20.00 USD))).unwrap_err();
    assert_eq!(no.code(), "R5034");
    assert!(no.to_string().starts_with("ana has 25.00 USD payable by now"), "{no}");

    let mut company = left_out(SMALL);
    company.tell("lena", lapse(amount!(20.00 USD))).unwrap();
    company.tell("finance", set(None, "2026-02-01")).unwrap();
    let lapse = LapseId::named("small-1");
    let digest = company.journal.ledger().lapse(lapse).unwrap().digest;
    let no = company.tell("max", ApproveLapse { lapse, digest }).unwrap_err();
    assert_eq!(no.code(), "R5034");

    let waived = Threshold { leavers: ForLeavers::Waived, ..SMALL };
    let mut company = left_out(waived);
    company.tell("hr", leave("ana", "2026-02-01")).unwrap();
    let no = company.tell("lena", self::lapse(amount!(20.00 USD))).unwrap_err();
    assert_eq!(no.code(), "R5034");
}

/// A study says what was earned: what lapsed was, and is not made good again.
#[test]
fn a_restatement_does_not_pay_again_what_lapsed() {
    let mut company = left_out(SMALL);
    company.lets_lapse();
    company.on("2026-03-01").passes_days();
    company.tell("finance", close("2026-01")).unwrap();
    let proposal = restate(&company.journal, "2026-01".parse().unwrap(), &[]).unwrap();
    assert!(proposal.lines.is_empty(), "{proposal:?}");
}

/// What a quarter paid and lapsed is counted as posted: a late fact pays what it adds.
#[test]
fn a_period_that_is_reckoned_again_does_not_pay_again_what_lapsed() {
    let mut company = Company::with_plan(QUARTERS);
    let (plan, measure, of) = (id("quota"), id("sold"), QuotaOf::Payee(id("ana")));
    let (quota, from) = (Some(amount!(30_000.00 USD).into()), day("2026-01-01"));
    company.tell("hr", AssignQuota { plan, measure, of, quota, from }).unwrap();
    let large = Threshold { amount: amount!(500.00 USD), ..SMALL };
    company.tell("finance", set(Some(large), "2026-01-01")).unwrap();
    company.on("2026-01-20").sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(20_000.00 USD));
    // 20,000.00 x 2 % = 400.00
    company.on("2026-05-01").locks("2026-04");
    company.tell("lena", lapse(amount!(400.00 USD))).unwrap();
    company.approves_lapse();
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    let late = payment("p2", "press", "2026-03-30", amount!(15_000.00 USD));
    company.tell("bank", late).unwrap();
    // 30,000.00 x 2 % + 5,000.00 x 3 % = 750.00, less the 400.00 that were posted.
    assert_eq!(said(&company.on("2026-05-02").passes_days()), ["ana 350.00"]);
    company.obeys_the_laws();
}

/// What was a cost of the contract is none any more, nor is what was written off of it.
#[test]
fn what_was_capitalised_leaves_the_costs_of_its_contract() {
    let books = "books = { capitalised = { months = 12, from = \"won\", first_part = \"month_end\", \
                 late = \"caught_up\" } }";
    let mut company = under(&[("back", books), ("clawback", CLAWBACK)]);
    company.tell("finance", set(Some(SMALL), "2026-01-01")).unwrap();
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(200.00 USD));
    company.on("2026-02-01").locks("2026-01");
    let asset = format!("Assets:ContractCosts:{}", DealId::named("press"));
    // 20.00 / 12 = 1.67 at the end of January.
    assert_eq!(company.balance(&asset), "18.33");
    assert_eq!(company.balance("Expenses:Amortisation"), "1.67");
    company.lets_lapse();
    assert_eq!(company.balance(&asset), "0");
    assert_eq!(company.balance("Expenses:Amortisation"), "0");
    company.obeys_the_laws();
}

/// 10 % of each payment, rounded together: p1's 20.00 lapsed, and p2's 20.00 are to be paid.
fn one_lapsed() -> Company {
    let rounding = ("rounding", "{ mode = \"half_even\", basis = \"cumulative\" }");
    let mut company = under(&[("clawback", CLAWBACK), rounding]);
    company.tell("finance", set(Some(SMALL), "2026-01-01")).unwrap();
    company.sells("ana", "press", LeadKind::NewEquipment);
    company.receives("p1", "press", amount!(200.00 USD));
    company.on("2026-02-01").locks("2026-01");
    company.lets_lapse();
    company.receives("p2", "press", amount!(200.00 USD));
    assert_eq!(company.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
    company
}

/// With cumulative rounding what had lapsed counted as taken back already, so that the refund of
/// another payment took nothing.
#[test]
fn what_lapsed_shields_no_other_payment_from_its_refund() {
    let mut company = one_lapsed();
    // Half of p2: 20.00 x 100 / 200 = 10.00 should remain of its 20.00.
    assert_eq!(said(&company.refunds("r1", "p2", amount!(100.00 USD))), ["ana -10.00"]);
    // All of what lapsed: nothing of it is there.
    assert_eq!(said(&company.refunds("r2", "p1", amount!(200.00 USD))), ["ana 0.00"]);
    assert_eq!(said(&company.refunds("r3", "p2", amount!(100.00 USD))), ["ana -10.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

/// The refund of what lapsed takes nothing of what did not.
#[test]
fn the_refund_of_what_lapsed_takes_from_no_other_payment() {
    let mut company = one_lapsed();
    assert_eq!(said(&company.refunds("r1", "p1", amount!(100.00 USD))), ["ana 0.00"]);
    assert_eq!(said(&company.refunds("r2", "p2", amount!(200.00 USD))), ["ana -20.00"]);
    company.retracts_refund("r1");
    company.retracts_refund("r2");
    assert_eq!(company.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}
