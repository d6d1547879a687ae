//! Holds, choice by choice: payable at once, after days, or when a milestone is reached; and what
//! becomes of it when the milestone cannot come. The arithmetic stands beside the amounts.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, day, forms, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{ExpireLead, LoseLead};
use referral_ledger::id::LeadId;
use referral_ledger::lead::LeadKind;

/// Held, payable.
fn stands(company: &Company, payee: &str) -> [String; 2] {
    let [held, payable, ..] = company.places(payee);
    [held, payable]
}

fn hundred(hold: &str) -> Company {
    let mut company = under(&[("hold", hold), ("clawback", CLAWBACK)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.on("2026-01-11");
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 USD))), ["ana 100.00"]);
    company
}

#[test]
fn what_accrues_is_payable_at_once_after_days_or_at_a_milestone() {
    let at_once = hundred("\"none\"");
    assert_eq!(stands(&at_once, "ana"), ["0.00", "100.00"]);
    // 30 days after the payment of 11 January is 10 February: payable once that day has begun.
    let mut after_days = hundred("{ days = 30, after = \"paid\" }");
    after_days.on("2026-02-10").passes_days();
    assert_eq!(stands(&after_days, "ana"), ["100.00", "0.00"]);
    after_days.on("2026-02-11").passes_days();
    assert_eq!(stands(&after_days, "ana"), ["0.00", "100.00"]);
    // The same after the win of 10 January is a day earlier.
    let mut after_win = hundred("{ days = 30, after = \"won\" }");
    after_win.on("2026-02-10").passes_days();
    assert_eq!(stands(&after_win, "ana"), ["0.00", "100.00"]);
    // Until the machine runs, however many days pass.
    let mut until = hundred("{ until = \"installed\" }");
    until.on("2026-06-01").passes_days();
    assert_eq!(stands(&until, "ana"), ["100.00", "0.00"]);
    until.installs("D");
    assert_eq!(stands(&until, "ana"), ["0.00", "100.00"]);
    // What accrues after it is payable at once.
    until.receives("P2", "D", amount!(500.00 USD));
    assert_eq!(stands(&until, "ana"), ["0.00", "150.00"]);
    for company in [at_once, after_days, after_win, until] {
        company.obeys_the_laws();
    }
}

#[test]
fn a_run_holds_what_its_milestone_made_payable_by_the_cut_off() {
    let mut company = hundred("{ until = \"installed\" }");
    company.on("2026-02-01").installs("D");
    company.on("2026-02-02").passes_days();
    // Installed on 1 February: not of January's run, though the money came in then.
    company.tell("payroll", forms::lock("us-field/2026-01/1", "2026-01-31")).unwrap();
    assert_eq!(company.places("ana"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(100.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_refund_takes_from_what_waits_and_a_cancellation_all_of_it() {
    let mut company = hundred("{ until = \"installed\" }");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(400.00 USD))), ["ana -40.00"]);
    assert_eq!(stands(&company, "ana"), ["60.00", "0.00"]);
    let mut cancelled = hundred("{ until = \"installed\" }");
    assert_eq!(said(&cancelled.cancels("D")), ["ana -100.00"]);
    company.installs("D");
    assert_eq!(stands(&company, "ana"), ["0.00", "60.00"]);
    company.obeys_the_laws();
    cancelled.obeys_the_laws();
}

#[test]
fn what_waits_for_a_milestone_that_cannot_come_is_nobodys() {
    // The rule takes nothing back for a cancellation: what is payable stays, what waits cannot.
    let by = |hold: &str| {
        let mut company = under(&[("hold", hold), ("clawback", "\"none\"")]);
        company.sells("ana", "D", LeadKind::NewEquipment);
        company.receives("P1", "D", amount!(1_000.00 USD));
        let off = company.cancels("D");
        company.obeys_the_laws();
        (said(&off), whys(&off), stands(&company, "ana"))
    };
    let (payable, _, stands) = by("\"none\"");
    assert_eq!(
        (payable, stands),
        (vec!["ana 0.00".to_owned()], ["0.00", "100.00"].map(Into::into))
    );
    let (waiting, why, stands) = by("{ until = \"installed\" }");
    assert_eq!(waiting, ["ana -100.00"]);
    assert_eq!(stands, ["0.00", "0.00"]);
    let step = "\n  it was held until installed, which cannot come any more\n";
    assert!(why[0].contains(step), "{}", why[0]);
}

/// A fee of 25.00 when sales take a lead on, held until a milestone.
fn fee(until: &str) -> Company {
    let mut company = under(&[
        ("on", "\"accepted\""),
        ("pays", "{ flat = \"25 USD\" }"),
        ("hold", &format!("{{ until = \"{until}\" }}")),
    ]);
    company.reports("ana", "D", LeadKind::NewEquipment);
    assert_eq!(said(&company.accepts("D")), ["ana 25.00"]);
    company
}

#[test]
fn a_fee_for_a_lead_waits_for_the_win_or_the_machine_of_its_deal() {
    let mut won = fee("won");
    assert_eq!(stands(&won, "ana"), ["25.00", "0.00"]);
    won.on("2026-01-20").wins("D");
    assert_eq!(stands(&won, "ana"), ["0.00", "25.00"]);
    let mut installed = fee("installed");
    installed.on("2026-01-20").wins("D");
    assert_eq!(stands(&installed, "ana"), ["25.00", "0.00"]);
    installed.on("2026-02-20").installs("D");
    assert_eq!(stands(&installed, "ana"), ["0.00", "25.00"]);
    won.obeys_the_laws();
    installed.obeys_the_laws();
}

#[test]
fn a_lead_that_is_lost_or_expires_or_a_deal_that_is_off_takes_the_waiting_fee_with_it() {
    let lead = LeadId::named("D");
    let mut lost = fee("won");
    let lose = LoseLead { lead, lost_on: day("2026-01-10"), reason: id("price") };
    assert_eq!(said(&lost.tell("sales", lose).unwrap()), ["ana -25.00"]);
    let mut expired = fee("installed");
    let expire = ExpireLead { lead, expired_on: day("2026-01-10") };
    assert_eq!(said(&expired.tell("cron", expire).unwrap()), ["ana -25.00"]);
    let mut off = fee("installed");
    off.wins("D");
    assert_eq!(said(&off.cancels("D")), ["ana -25.00"]);
    // Once it is payable it stays.
    let mut kept = fee("won");
    kept.wins("D");
    assert_eq!(said(&kept.cancels("D")), Vec::<String>::new());
    assert_eq!(stands(&kept, "ana"), ["0.00", "25.00"]);
    for company in [&lost, &expired, &off] {
        assert_eq!(stands(company, "ana"), ["0.00", "0.00"]);
        company.obeys_the_laws();
    }
    kept.obeys_the_laws();
}
