//! Holdback, choice by choice: until a milestone, by dated instalments, pro rata to what is
//! collected; how the hold counts from the release, and what a refund or a cancellation takes. The
//! arithmetic stands beside the amounts.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, day, forms, id, said, whys};
use referral_ledger::command::LoseLead;
use referral_ledger::deal::Line;
use referral_ledger::id::LeadId;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::report::{Directory, Statement};
use referral_ledger::{Outcome, amount};

/// Held back, held, payable.
fn stands(company: &Company) -> [String; 3] {
    let it = company.payee("ana");
    [it.held_back, it.held, it.payable].map(Amount::digits)
}

fn ends(outcome: &Outcome, steps: &str) {
    let why = whys(outcome).remove(0);
    assert!(why.ends_with(steps), "{why}");
}

const BACK: &str = "holdback = { share = \"20%\", until = \"installed\" }";

/// Ana has 10 % of what comes in, and 20 % of that is held back until the machine runs.
fn until_installed(hold: &str, clawback: &str) -> Company {
    let mut company = under(&[("back", BACK), ("hold", hold), ("clawback", clawback)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.on("2026-01-11");
    company
}

#[test]
fn a_part_is_held_back_until_a_milestone() {
    let mut company = until_installed("\"none\"", CLAWBACK);
    // 1,000.00 x 10 % = 100.00, of which 20 % is 20.00 and 80.00 is payable.
    let paid = company.receives("P1", "D", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 100.00"]);
    let steps = "\n  1000.00 USD x 10% = 100.00 USD\
                 \n  20% of it is held back: 20.00 USD\
                 \n  that is released when it is installed\
                 \n  payable from 2026-01-11";
    ends(&paid, steps);
    assert_eq!(stands(&company), ["20.00", "0.00", "80.00"]);
    let account = |company: &Company, name: &str| {
        company.balance(&format!("Liabilities:Incentives:{name}:ana"))
    };
    assert_eq!(account(&company, "HeldBack"), "-20.00");
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(80.00 USD));
    company.installs("D");
    assert_eq!(stands(&company), ["0.00", "0.00", "20.00"]);
    assert_eq!((account(&company, "HeldBack"), account(&company, "Payable")), {
        ("0".to_owned(), "-20.00".to_owned())
    });
    // Once it runs nothing is held back any more.
    let more = company.receives("P2", "D", amount!(500.00 USD));
    ends(&more, "\n  nothing is held back: it is installed already\n  payable from 2026-02-01");
    assert_eq!(stands(&company), ["0.00", "0.00", "70.00"]);
    company.obeys_the_laws();
}

#[test]
fn the_part_and_the_rest_come_to_the_amount_to_the_cent() {
    let mut company = until_installed("\"none\"", CLAWBACK);
    // 333.30 x 10 % = 33.33; 20 % is 6.666, rounded half to even 6.67; the rest is 26.66.
    company.receives("P1", "D", amount!(333.30 USD));
    assert_eq!(stands(&company), ["6.67", "0.00", "26.66"]);
    // 0.30 x 10 % = 0.03; 20 % is 0.006, rounded 0.01; the rest is 0.02.
    company.receives("P2", "D", amount!(0.30 USD));
    assert_eq!(stands(&company), ["6.68", "0.00", "26.68"]);
    // 0.10 x 10 % = 0.01; 20 % is 0.002: nothing is held back.
    company.receives("P3", "D", amount!(0.10 USD));
    assert_eq!(stands(&company), ["6.68", "0.00", "26.69"]);
    company.obeys_the_laws();
}

#[test]
fn a_hold_counts_from_the_release() {
    // Released on 1 March and held 30 days from then: payable on 31 March.
    let mut days = until_installed("{ days = 30, after = \"paid\" }", CLAWBACK);
    days.receives("P1", "D", amount!(1_000.00 USD));
    days.on("2026-03-01").passes_days();
    assert_eq!(stands(&days), ["20.00", "0.00", "80.00"]);
    days.installs("D");
    assert_eq!(stands(&days), ["0.00", "20.00", "80.00"]);
    days.on("2026-03-31").passes_days();
    assert_eq!(stands(&days), ["0.00", "20.00", "80.00"]);
    days.on("2026-04-01").passes_days();
    assert_eq!(stands(&days), ["0.00", "0.00", "100.00"]);
    // Both wait for the machine, and both are payable when it runs.
    let mut both = until_installed("{ until = \"installed\" }", CLAWBACK);
    both.receives("P1", "D", amount!(1_000.00 USD));
    assert_eq!(stands(&both), ["20.00", "80.00", "0.00"]);
    both.installs("D");
    assert_eq!(stands(&both), ["0.00", "0.00", "100.00"]);
    // What is released waits for an approval like the rest.
    let mut approved = until_installed("{ until = \"approved\" }", CLAWBACK);
    approved.receives("P1", "D", amount!(1_000.00 USD));
    let approve =
        |amount| forms::approve_reward(&format!("{amount}"), forms::reward("D", "ana"), amount);
    approved.tell("controller", approve(amount!(80.00 USD))).unwrap();
    approved.installs("D");
    assert_eq!(stands(&approved), ["0.00", "20.00", "80.00"]);
    approved.tell("controller", approve(amount!(20.00 USD))).unwrap();
    assert_eq!(stands(&approved), ["0.00", "0.00", "100.00"]);
    for company in [days, both, approved] {
        company.obeys_the_laws();
    }
}

#[test]
fn a_refund_takes_what_is_held_back_first() {
    let mut company = until_installed("{ days = 30, after = \"paid\" }", CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    // A tenth goes back: 10.00, out of the 20.00 that are held back.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(100.00 USD))), ["ana -10.00"]);
    assert_eq!(stands(&company), ["10.00", "80.00", "0.00"]);
    // Three tenths more: 30.00, of which 10.00 are still held back and 20.00 held.
    assert_eq!(said(&company.refunds("F2", "P1", amount!(300.00 USD))), ["ana -30.00"]);
    assert_eq!(stands(&company), ["0.00", "60.00", "0.00"]);
    // The second was told by mistake: it is there again where it was.
    company.retracts_refund("F2");
    assert_eq!(stands(&company), ["10.00", "80.00", "0.00"]);
    company.installs("D");
    assert_eq!(stands(&company), ["0.00", "90.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_is_held_back_for_what_cannot_come_is_nobodys() {
    // The rule takes nothing back; what is held back until the machine runs never comes.
    let mut company = until_installed("\"none\"", "\"none\"");
    company.receives("P1", "D", amount!(1_000.00 USD));
    let off = company.cancels("D");
    assert_eq!(said(&off), ["ana 0.00", "ana -20.00"]);
    let why = &whys(&off)[1];
    assert!(why.contains("it was held until installed, which cannot come any more"), "{why}");
    assert_eq!(stands(&company), ["0.00", "0.00", "80.00"]);
    company.obeys_the_laws();
    // The same of a fee for a lead that is lost.
    let back = "holdback = { share = \"40%\", until = \"won\" }";
    let words = [("on", "\"accepted\""), ("pays", "{ flat = \"25 USD\" }"), ("back", back)];
    let mut fee = under(&words);
    fee.reports("ana", "L", LeadKind::NewEquipment);
    fee.accepts("L");
    assert_eq!(stands(&fee), ["10.00", "0.00", "15.00"]);
    let (lead, lost_on) = (LeadId::named("L"), day("2026-01-10"));
    let lost = fee.tell("sales", LoseLead { lead, lost_on, reason: id("price") }).unwrap();
    assert_eq!(said(&lost), ["ana -10.00"]);
    fee.obeys_the_laws();
}

#[test]
fn instalments_are_released_on_their_days_and_come_to_what_is_held_back() {
    let back = "holdback = { share = \"20%\", instalments = [\
                { share = \"33.3333%\", days = 30, after = \"paid\" }, \
                { share = \"33.3333%\", days = 60, after = \"paid\" }, \
                { share = \"33.3334%\", days = 90, after = \"paid\" }] }";
    let mut company = under(&[("back", back), ("clawback", CLAWBACK)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.on("2026-01-11");
    // 100.00, of which 20.00 in three: 6.666..., so 6.67, 6.66 and 6.67 by the largest remainder.
    let paid = company.receives("P1", "D", amount!(1_000.00 USD));
    let steps = "\n  20% of it is held back: 20.00 USD\
                 \n  33.3333% of that on 2026-02-10: 6.67 USD\
                 \n  33.3333% of that on 2026-03-12: 6.66 USD\
                 \n  33.3334% of that on 2026-04-11: 6.67 USD\
                 \n  payable from 2026-01-11";
    ends(&paid, steps);
    assert_eq!(stands(&company), ["20.00", "0.00", "80.00"]);
    company.on("2026-02-10").passes_days();
    assert_eq!(stands(&company), ["20.00", "0.00", "80.00"]);
    company.on("2026-02-11").passes_days();
    assert_eq!(stands(&company), ["13.33", "0.00", "86.67"]);
    // A cancellation takes back by the clawback, whatever the days.
    company.on("2026-03-20").passes_days();
    assert_eq!(stands(&company), ["6.67", "0.00", "93.33"]);
    company.cancels("D");
    assert_eq!(stands(&company), ["0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn an_instalment_that_is_held_counts_from_its_day_however_late_the_days_pass() {
    let back = "holdback = { share = \"50%\", instalments = [\
                { share = \"100%\", days = 30, after = \"won\" }] }";
    let hold = "{ days = 10, after = \"paid\" }";
    let told = |passes: &[&str]| {
        let mut company = under(&[("back", back), ("hold", hold)]);
        company.sells("ana", "D", LeadKind::NewEquipment);
        company.on("2026-01-11").receives("P1", "D", amount!(1_000.00 USD));
        for today in passes {
            company.on(today).passes_days();
        }
        company.obeys_the_laws();
        stands(&company)
    };
    // Won on 10 January: released on 9 February, held 10 days: payable on 19 February.
    assert_eq!(told(&["2026-02-10"]), ["0.00", "50.00", "50.00"]);
    assert_eq!(told(&["2026-02-10", "2026-02-20"]), ["0.00", "0.00", "100.00"]);
    assert_eq!(told(&["2026-02-20"]), ["0.00", "0.00", "100.00"]);
}

const COLLECTED: &str = "holdback = { share = \"50%\", pro_rata = \"collected\" }";

/// Ana has 10 % of what a deal is won with, and half of it comes as the money comes in.
fn collected(value: Amount, clawback: &str) -> (Company, crate::support::Heard) {
    let pays = "{ rate = \"10%\", of = \"value\" }";
    let mut company =
        under(&[("on", "\"won\""), ("pays", pays), ("back", COLLECTED), ("clawback", clawback)]);
    let won = company.sells_for("D", vec![Line::of_net(value)]);
    (company, won)
}

#[test]
fn each_payment_releases_its_part_of_the_value_and_the_last_the_rest() {
    // 10 % of 999.90 is 99.99; half of it is 49.995, rounded half to even 50.00; 49.99 is payable.
    let (mut company, won) = collected(amount!(999.90 USD), CLAWBACK);
    assert_eq!(said(&won), ["ana 99.99"]);
    let steps = "\n  50% of it is held back: 50.00 USD\n  that is released as 999.90 USD is collected: \
                 of 0.00 USD so far, 0.00 USD is not held back\n  payable from 2026-01-10";
    ends(&won, steps);
    assert_eq!(stands(&company), ["50.00", "0.00", "49.99"]);
    // 50.00 x 333.30 / 999.90 = 16.666..., rounded 16.67.
    company.receives("P1", "D", amount!(333.30 USD));
    assert_eq!(stands(&company), ["33.33", "0.00", "66.66"]);
    // 50.00 x 666.60 / 999.90 = 33.333..., rounded 33.33, less 16.67 before: 16.66.
    company.receives("P2", "D", amount!(333.30 USD));
    assert_eq!(stands(&company), ["16.67", "0.00", "83.32"]);
    // All is collected, and more: the rest and no more.
    company.receives("P3", "D", amount!(500.00 USD));
    assert_eq!(stands(&company), ["0.00", "0.00", "99.99"]);
    company.receives("P4", "D", amount!(500.00 USD));
    assert_eq!(stands(&company), ["0.00", "0.00", "99.99"]);
    company.obeys_the_laws();
}

#[test]
fn money_that_goes_back_and_comes_again_releases_nothing_twice() {
    let (mut company, _) = collected(amount!(1_000.00 USD), "\"none\"");
    company.receives("P1", "D", amount!(500.00 USD));
    assert_eq!(stands(&company), ["25.00", "0.00", "75.00"]);
    // The 500.00 go back and come again: half is collected, as before.
    company.refunds("F1", "P1", amount!(500.00 USD));
    company.receives("P2", "D", amount!(500.00 USD));
    assert_eq!(stands(&company), ["25.00", "0.00", "75.00"]);
    company.receives("P3", "D", amount!(500.00 USD));
    assert_eq!(stands(&company), ["0.00", "0.00", "100.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_before_the_rest_is_collected_leaves_less_to_release() {
    let (mut company, _) = collected(amount!(1_000.00 USD), CLAWBACK);
    company.receives("P1", "D", amount!(500.00 USD));
    // Two tenths of the value go back: 20.00 of 100.00, out of the 25.00 that are held back.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(200.00 USD))), ["ana -20.00"]);
    assert_eq!(stands(&company), ["5.00", "0.00", "75.00"]);
    // 800.00 of 1,000.00 are collected: 40.00 of 50.00, of which 25.00 were released; 5.00 are left.
    company.receives("P2", "D", amount!(500.00 USD));
    assert_eq!(stands(&company), ["0.00", "0.00", "80.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_was_collected_before_is_not_held_back() {
    let words = [
        ("on", "\"installed\""),
        ("pays", "{ rate = \"10%\", of = \"value\" }"),
        ("back", COLLECTED),
    ];
    let mut company = under(&words);
    company.sells_for("D", vec![Line::of_net(amount!(1_000.00 USD))]);
    company.receives("P1", "D", amount!(400.00 USD));
    // 100.00; of the 50.00 to be held back four tenths are collected: 20.00 more are payable.
    let installed = company.installs("D");
    let steps = "of 400.00 USD so far, 20.00 USD is not held back\n  payable from 2026-01-10";
    ends(&installed, steps);
    assert_eq!(stands(&company), ["30.00", "0.00", "70.00"]);
    // Half is collected: 25.00 of 50.00, 20.00 before.
    company.receives("P2", "D", amount!(100.00 USD));
    assert_eq!(stands(&company), ["25.00", "0.00", "75.00"]);
    let off = company.cancels("D");
    assert_eq!(said(&off), ["ana 0.00", "ana -25.00"]);
    assert!(whys(&off)[1].contains("and no more comes in"), "{}", whys(&off)[1]);
    company.obeys_the_laws();
    // Without a value there is nothing to measure, and nothing is held back.
    let flat = [("on", "\"won\""), ("pays", "{ flat = \"30 USD\" }"), ("back", COLLECTED)];
    let mut without = under(&flat);
    without.reports("ana", "D", LeadKind::NewEquipment);
    let won = without.wins("D");
    ends(&won, "nothing is held back: the deal was won without a value\n  payable from 2026-01-10");
    assert_eq!(stands(&without), ["0.00", "0.00", "30.00"]);
    without.obeys_the_laws();
}

#[test]
fn a_statement_tells_what_is_held_back_and_what_was_released() {
    let mut company = until_installed("\"none\"", CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    let page = |company: &Company, month: &str| {
        let ledger = company.journal.ledger();
        let statement = Statement::of(ledger, &company.journal, &id("ana"), id(month)).unwrap();
        statement.render(&Directory::new())
    };
    let told = page(&company, "2026-01");
    for line in [
        "            20% of it is held back: 20.00 USD\n",
        "+ held back                                                                20.00\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
    company.on("2026-02-03").installs("D");
    let told = page(&company, "2026-02");
    let line = "2026-02-03  1 amount held back until installed                             20.00\n";
    assert!(told.contains(line), "{told}");
}

#[test]
fn every_amount_has_one_why_however_it_is_released() {
    let (mut company, _) = collected(amount!(1_000.00 USD), "\"none\"");
    company.receives("P1", "D", amount!(300.00 USD));
    company.receives("P2", "D", amount!(300.00 USD));
    let reward = forms::reward("D", "ana");
    let whys = company.journal.ledger().why(&company.journal, &reward).unwrap();
    assert_eq!(whys.len(), 1);
    assert_eq!(whys[0].amount, Some(amount!(100.00 USD)));
}
