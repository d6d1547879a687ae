//! Plans that convert when a run pays agree with each other, with what was counted before, and with
//! studies of them.

use crate::options::{CLAWBACK, plan};
use crate::rates::{EXCHANGE, PAYOUT, abroad, code};
use crate::support::forms::{
    close, define, lock, open_balance, propose, publish, register, report,
};
use crate::support::{Company, changed, day, id};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::command::*;
use referral_ledger::id::RestatementId;
use referral_ledger::lead::LeadKind;
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::restatement::Change;
use referral_ledger::study::{restate, simulate};

#[test]
fn plans_whose_lines_one_run_pays_say_the_same() {
    let other = |tables: &str| plan(&[("id", "\"other\""), ("tables", tables)]);
    let mut company = abroad(&[("tables", PAYOUT)]);
    // Other words for the same run would need two lines of one payee.
    for (from, to) in [("rate_days_max = 3", "rate_days_max = 5"), ("payout", "milestone")] {
        let tables = changed(PAYOUT, &[(from, to)]);
        let no = company.tell("finance", publish(&other(&tables))).unwrap_err();
        assert_eq!(no.code(), "R4804", "{no}");
    }
    company.tell("finance", publish(&other(PAYOUT))).unwrap();
    let mut company = abroad(&[]);
    let no = company.tell("finance", publish(&other(PAYOUT))).unwrap_err();
    assert_eq!(no.code(), "R4804");
}

#[test]
fn what_was_counted_in_euros_cannot_become_dollars() {
    let payout = plan(&[("id", "\"payout\""), ("tables", PAYOUT), ("clawback", CLAWBACK)]);
    let plain = [("tables", ""), ("clawback", CLAWBACK)];
    let refused = |company: &mut Company| code(company.tell("finance", publish(&payout)));
    // eva has 40.00 EUR of the system before.
    let mut company = abroad(&plain);
    let payable = Some(amount!(40.00 EUR));
    let opened = OpenPayeeBalance { payable, ..open_balance("eva", "2026-01-09") };
    company.tell("finance", opened).unwrap();
    assert_eq!(refused(&mut company), "R4805");
    // An adjustment of 5.00 EUR waits for its second person.
    let mut company = abroad(&plain);
    let up = propose("A1", "eva", Direction::Up, amount!(5.00 EUR));
    company.tell("lena", up).unwrap();
    assert_eq!(refused(&mut company), "R4805");
    // A threshold is in EUR.
    let mut company = abroad(&plain);
    let threshold = Threshold {
        amount: amount!(5.00 EUR),
        counted: Counted::Net,
        paid_from: PaidFrom::AtLeast,
        below: Below::Kept,
        leavers: ForLeavers::Waived,
    };
    let (group, threshold, from) = (id("eu-field"), Some(threshold), day("2026-01-01"));
    company.tell("finance", SetThreshold { group, threshold, from }).unwrap();
    let no = company.tell("finance", publish(&payout)).unwrap_err();
    let told = "something of pay group eu-field is counted in EUR, and a plan that converts at \
                payout counts it in USD until a run pays: publish that plan first, or convert at \
                the milestone";
    assert_eq!(no.to_string(), told);
    // Where nothing was counted the plan is welcome, also after payees were registered.
    let mut company = abroad(&plain);
    company.tell("hr", define("uk-field", "GBP")).unwrap();
    company.tell("hr", register("uma", "uk-field")).unwrap();
    company.tell("finance", publish(&payout)).unwrap();
    company.obeys_the_laws();
}

#[test]
fn a_plan_that_converts_nothing_still_refuses_them() {
    let mut company = abroad(&[("tables", PAYOUT)]);
    let plain = plan(&[("id", "\"plain\""), ("applies_to", "\"assigned\"")]);
    company.tell("finance", publish(&plain)).unwrap();
    company.is_on("eva", "plain", "2026-01-01");
    let told = company.tell("eva", report("eva", "L", "2026-01-10"));
    assert_eq!(code(told), "R6008");
}

/// Another text for the company's plan.
fn instead(words: &[(&str, &str)]) -> Change {
    let text = plan(&[words, &[("clawback", CLAWBACK)]].concat());
    Change::Plan { published: id("plan@1"), text }
}

#[test]
fn a_restatement_gives_dollars_and_the_run_converts_them() {
    let mut company = abroad(&[("tables", PAYOUT)]);
    company.sells("eva", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-02-02").passes_days();
    company.tell("finance", close("2026-01")).unwrap();
    // Twice the rate would have paid 200.00 USD.
    let twice = instead(&[("tables", PAYOUT), ("pays", "{ rate = \"20%\", of = \"collected\" }")]);
    let proposal = restate(&company.journal, id("2026-01"), &[twice]).unwrap();
    assert_eq!(proposal.lines[0].difference, amount!(100.00 USD));
    let restatement = RestatementId::named("R1");
    let (reason, lands) = (id("wrong-rate"), RestatedLands::Payable);
    let text = ProposalText::new(&proposal.text());
    let post = PostRestatement { restatement, proposal: text, reason, lands };
    company.tell("lena", post).unwrap();
    let digest = company.journal.ledger().restatement(restatement).unwrap().digest;
    company.tell("max", ApproveRestatement { restatement, digest }).unwrap();
    assert_eq!(company.payee("eva").payable, amount!(200.00 USD));
    company.on("2026-02-28").quotes("USD", "EUR", "0.9");
    company.on("2026-03-01").passes_days();
    company.tell("payroll", lock("eu-field/2026-02/1", "2026-02-28")).unwrap();
    let line = company.journal.ledger().run_line(&id("eu-field/2026-02/1"), &id("eva")).unwrap();
    assert_eq!(line.paid, amount!(180.00 EUR));
    company.obeys_the_laws();
}

#[test]
fn a_study_compares_no_dollars_with_euros() {
    let mut company = abroad(&[]);
    company.quotes("USD", "EUR", "0.9");
    company.sells("eva", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    let payout = [instead(&[("tables", PAYOUT)])];
    let no = simulate(&company.journal, id("2026-01"), &payout).unwrap_err().to_string();
    let told = "eva earned EUR and would have earned USD: keep the currency of the plan, when it \
                converts and their pay group, or study the change in a journal of its own";
    assert_eq!(no, told);
    company.on("2026-02-02").passes_days();
    company.tell("finance", close("2026-01")).unwrap();
    assert_eq!(restate(&company.journal, id("2026-01"), &payout).unwrap_err().to_string(), told);
    let same = [instead(&[("tables", EXCHANGE)])];
    assert!(simulate(&company.journal, id("2026-01"), &same).is_ok());
}
