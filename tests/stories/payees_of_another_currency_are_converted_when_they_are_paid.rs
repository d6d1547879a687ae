//! A plan in dollars has payees in euros, and converts when a run pays them: until then all that
//! they have or owe is dollars, and the run pays euros at the rate of its cut-off day.

use crate::rates::{PAYOUT, abroad, rate};
use crate::support::forms::{lock, open_balance, propose, void};
use crate::support::{Company, changed, day, id, said, whys};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::command::*;
use referral_ledger::id::TransferId;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::payout::{Acknowledgement, RunId};
use referral_ledger::report::{AccountMap, Directory, Grammar, Profile, write_books};

const EXPENSES: &str = "Expenses:Incentives";
const CONVERSION: &str = "Equity:Conversion";
const PAYABLE: &str = "Liabilities:Incentives:Payable:eva";
const OWED: &str = "Assets:ClawbackReceivable:eva";

/// A company whose plan converts when a run pays, with some of its words said otherwise.
fn at_payout(words: &[(&str, &str)]) -> Company {
    let is_said = words.iter().any(|(word, _)| *word == "tables");
    let plain = (!is_said).then_some(("tables", PAYOUT));
    abroad(&words.iter().copied().chain(plain).collect::<Vec<_>>())
}

/// eva has the deal D, of which 100.00 USD were paid to her account today, 2026-01-10.
fn with_a_hundred(words: &[(&str, &str)]) -> Company {
    let mut company = at_payout(words);
    company.sells("eva", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company
}

fn eu_run(month: &str, sequence: u32) -> RunId {
    id(&format!("eu-field/{month}/{sequence}"))
}

/// A lock of the first run of eu-field for a month, with the cut-off of the day before this.
fn locks(company: &mut Company, month: &str, today: &str) -> Result<RunId, String> {
    company.on(today).passes_days();
    lock_again(company, &eu_run(month, 1))
}

fn lock_again(company: &mut Company, run: &RunId) -> Result<RunId, String> {
    let cut_off = day(&company.today()).previous().unwrap().to_string();
    let told = company.tell("payroll", lock(&run.to_string(), &cut_off));
    told.map(|_| run.clone()).map_err(|no| no.to_string())
}

fn settles(company: &mut Company, run: &RunId) {
    company.approves_and_exports(run);
    company.settles(run);
}

/// eva's line: payable, kept, and paid, with their currencies.
fn line(company: &Company, run: &RunId) -> [String; 3] {
    let line = company.journal.ledger().run_line(run, &id("eva")).unwrap();
    [line.payable(), line.recovered, line.paid].map(|amount| amount.to_string())
}

/// What the books have: conversion in USD and in EUR, payable to eva in USD.
fn books(company: &Company) -> [String; 3] {
    [(CONVERSION, "USD"), (CONVERSION, "EUR"), (PAYABLE, "USD")]
        .map(|(account, unit)| company.stands(account, unit))
}

#[test]
fn a_run_converts_what_is_left_to_pay_at_the_rate_of_its_cut_off() {
    let mut company = at_payout(&[]);
    company.sells("eva", "D", LeadKind::NewEquipment);
    // 1,255.00 x 10%: dollars, and no rate is asked for.
    let paid = company.receives("P1", "D", amount!(1_255.00 USD));
    assert_eq!(said(&paid), ["eva 125.50"]);
    assert!(whys(&paid)[0].starts_with("125.50 USD to eva"));
    assert_eq!(company.payee("eva").payable, amount!(125.50 USD));
    assert_eq!(books(&company), ["0", "0", "-125.50"]);
    assert_eq!(company.journal.ledger().earned()[0].accrued, amount!(125.50 USD));
    // The run of January is cut off on 1 February; what the dollar is worth later is nothing to it.
    company.on("2026-02-01").quotes("USD", "EUR", "0.9187");
    company.on("2026-02-02").quotes("USD", "EUR", "0.5");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    // 125.50 x 0.9187 = 115.29685, rounded 115.30 EUR.
    assert_eq!(line(&company, &run), ["125.50 USD", "0.00 USD", "115.30 EUR"]);
    let view = company.journal.ledger().run(&run).unwrap();
    assert_eq!((view.gross, view.paid), (amount!(125.50 USD), amount!(115.30 EUR)));
    let quote = view.lines[0].exchanged.as_ref().unwrap().to_string();
    assert_eq!(quote, "0.9187 (ECB of 2026-02-01)");
    // Dollars went out of what is payable, euros into the run; each sums to zero by itself.
    assert_eq!(books(&company), ["-125.50", "115.30", "0"]);
    assert_eq!(company.stands(&format!("Liabilities:Incentives:InRun:{run}"), "EUR"), "-115.30");
    assert_eq!(company.stands(EXPENSES, "USD"), "125.50");
    let mut text = Vec::new();
    write_books(&company.journal, &AccountMap::plain(Grammar::Hledger), &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let lines = text.lines().filter(|line| line.contains(CONVERSION));
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = lines.map(words).filter(|line| !line.starts_with("account")).collect();
    assert_eq!(lines[..2], ["Equity:Conversion -125.50 USD", "Equity:Conversion 115.30 EUR"]);
    company.obeys_the_laws();
    // Payroll is told euros alone, and has paid euros.
    company.approves(&run);
    let sheet = company.journal.ledger().pay_sheet(&run).unwrap();
    assert_eq!(sheet.total(), amount!(115.30 EUR));
    let names = Directory::new().with(&id("eva"), "Eva");
    let file = sheet.render(&Profile::generic_long(), &names).unwrap();
    let text = String::from_utf8(file.bytes().to_vec()).unwrap();
    assert!(text.ends_with("employee,referral-reward,EUR,115.30,0.00,115.30\r\n"), "{text}");
    assert_eq!(sheet.items().unwrap()[0].amount, amount!(115.30 EUR));
    // A journal of one currency would not say what was converted.
    let journal = sheet.render(&Profile::shipped("qbo-journal-csv").unwrap(), &names).unwrap_err();
    assert!(journal.to_string().contains("take its entries from the books"), "{journal}");
    let (file, lines, total) = (file.digest(), sheet.digest(), sheet.total());
    let profile = id("generic-long@1");
    let files = Vec::new();
    let told = RecordExport { run: run.clone(), profile, file, lines, total, files };
    company.tell("payroll", told).unwrap();
    company.settles(&run);
    assert_eq!(company.stands("Liabilities:Wages", "EUR"), "-115.30");
    assert_eq!(company.places("eva"), ["0.00", "0.00", "0.00", "125.50", "0.00"]);
    let page = company.statement_page("eva", "2026-02");
    let told = "125.50 USD x 0.9187 (ECB of 2026-02-01) = 115.30 EUR";
    assert!(page.contains(told), "{page}");
    company.obeys_the_laws();
}

#[test]
fn the_rounding_is_the_plans_word() {
    for (rounding, paid) in [("toward_zero", "115.29 EUR"), ("away_from_zero", "115.30 EUR")] {
        let words = changed(PAYOUT, &[("half_even", rounding)]);
        let mut company = at_payout(&[("tables", &words)]);
        company.sells("eva", "D", LeadKind::NewEquipment);
        company.receives("P1", "D", amount!(1_255.00 USD));
        company.on("2026-02-01").quotes("USD", "EUR", "0.9187"); // 115.29685
        let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
        assert_eq!(line(&company, &run)[2], paid);
        company.obeys_the_laws();
    }
}

#[test]
fn a_run_without_its_rate_is_refused_until_it_is_told() {
    let mut company = with_a_hundred(&[]);
    company.on("2026-01-20").quotes("USD", "EUR", "0.8");
    // The cut-off is 1 February, and a rate may be three days old.
    let no = locks(&mut company, "2026-01", "2026-02-02").unwrap_err();
    let told = "no rate from USD to EUR was told for 2026-02-01 or the 3 days before it: tell the \
                rate first";
    assert_eq!(no, told);
    assert_eq!(company.payee("eva").payable, amount!(100.00 USD));
    company.tell("bank", rate("USD", "EUR", "2026-01-29", "0.9")).unwrap();
    let run = lock_again(&mut company, &eu_run("2026-01", 1)).unwrap();
    assert_eq!(line(&company, &run)[2], "90.00 EUR");
    company.obeys_the_laws();
}

#[test]
fn a_run_without_a_rate_pays_in_the_plans_currency_where_the_plan_says_so() {
    let words = changed(PAYOUT, &[("\"refuse\"", "\"plan_currency\"")]);
    let mut company = with_a_hundred(&[("tables", &words)]);
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    assert_eq!(line(&company, &run), ["100.00 USD", "0.00 USD", "100.00 USD"]);
    assert_eq!(company.stands(&format!("Liabilities:Incentives:InRun:{run}"), "USD"), "-100.00");
    assert_eq!(books(&company), ["0", "0", "0"]);
    settles(&mut company, &run);
    assert_eq!(company.stands("Liabilities:Wages", "USD"), "-100.00");
    assert_eq!(company.journal.ledger().run(&run).unwrap().paid, amount!(100.00 USD));
    let page = company.statement_page("eva", "2026-02");
    assert!(page.contains("not in EUR: no rate was told for the cut-off of the run"), "{page}");
    // The next run has its rate, and pays euros again.
    company.receives("P2", "D", amount!(1_000.00 USD));
    company.on("2026-02-28").quotes("USD", "EUR", "0.9");
    let run = locks(&mut company, "2026-02", "2026-03-02").unwrap();
    assert_eq!(line(&company, &run)[2], "90.00 EUR");
    settles(&mut company, &run);
    assert_eq!(company.stands("Liabilities:Wages", "EUR"), "-90.00");
    company.obeys_the_laws();
}

#[test]
fn a_void_run_gives_back_the_dollars_exactly() {
    let mut company = with_a_hundred(&[]);
    company.on("2026-02-01").quotes("USD", "EUR", "0.3333");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    assert_eq!(line(&company, &run)[2], "33.33 EUR");
    company.approves(&run);
    company.tell("controller", void(&run.to_string())).unwrap();
    assert_eq!(company.payee("eva").payable, amount!(100.00 USD));
    assert_eq!(books(&company), ["0", "0", "-100.00"]);
    assert_eq!(company.stands("Liabilities:PayrollClearing", "EUR"), "0");
    company.obeys_the_laws();
    // The next has a cut-off and a rate of its own.
    company.on("2026-02-02").quotes("USD", "EUR", "0.9");
    company.on("2026-02-03").passes_days();
    let run = lock_again(&mut company, &eu_run("2026-01", 2)).unwrap();
    assert_eq!(line(&company, &run)[2], "90.00 EUR");
    company.obeys_the_laws();
}

#[test]
fn a_line_that_payroll_rejects_is_dollars_again() {
    let mut company = with_a_hundred(&[]);
    company.on("2026-02-01").quotes("USD", "EUR", "0.3333");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    company.approves_and_exports(&run);
    let answer = Acknowledgement::Rejected(id("no-account"));
    let lines = vec![AcknowledgedLine { payee: id("eva"), answer }];
    company.tell("payroll", AcknowledgeLines { run: run.clone(), lines }).unwrap();
    assert_eq!(company.payee("eva").payable, amount!(100.00 USD));
    assert_eq!(books(&company), ["0", "0", "-100.00"]);
    assert_eq!(company.journal.ledger().run(&run).unwrap().rejected, amount!(33.33 EUR));
    assert!(company.statement_page("eva", "2026-02").contains("100.00"));
    company.obeys_the_laws();
}

#[test]
fn what_is_owed_back_is_kept_before_the_rest_is_converted() {
    let mut company = with_a_hundred(&[]);
    company.on("2026-02-01").quotes("USD", "EUR", "0.9");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    settles(&mut company, &run);
    // Half of the money goes back. 50.00 USD are owed: not 45.00 EUR.
    company.refunds("F1", "P1", amount!(500.00 USD));
    assert_eq!(company.payee("eva").owes, amount!(50.00 USD));
    assert_eq!(company.stands(OWED, "USD"), "50.00");
    // 70.00 USD come in. 50.00 are kept, and 20.00 x 0.5 is paid.
    company.receives("P2", "D", amount!(700.00 USD));
    company.on("2026-03-01").quotes("USD", "EUR", "0.5");
    let run = locks(&mut company, "2026-02", "2026-03-02").unwrap();
    assert_eq!(line(&company, &run), ["70.00 USD", "50.00 USD", "10.00 EUR"]);
    assert_eq!(company.stands(OWED, "USD"), "0");
    company.approves(&run);
    let sheet = company.journal.ledger().pay_sheet(&run).unwrap();
    let file = sheet.render(&Profile::generic_long(), &Directory::new().with(&id("eva"), "Eva"));
    let text = String::from_utf8(file.unwrap().bytes().to_vec()).unwrap();
    // What payroll pays is what it is told: 10.00 EUR.
    assert!(text.ends_with("EUR,10.00,0.00,10.00\r\n"), "{text}");
    company.obeys_the_laws();
    company.tell("controller", void(&run.to_string())).unwrap();
    assert_eq!(company.payee("eva").owes, amount!(50.00 USD));
    assert_eq!(company.payee("eva").payable, amount!(70.00 USD));
    company.obeys_the_laws();
    let again = lock_again(&mut company, &eu_run("2026-02", 2)).unwrap();
    settles(&mut company, &again);
    let page = company.statement_page("eva", "2026-03");
    assert!(page.contains("less 50.00 USD kept against what was owed back"), "{page}");
    assert!(page.contains("20.00 USD x 0.5 (ECB of 2026-03-01) = 10.00 EUR"), "{page}");
    company.obeys_the_laws();
}

#[test]
fn a_line_that_keeps_all_needs_no_rate() {
    let mut company = with_a_hundred(&[]);
    company.on("2026-02-01").quotes("USD", "EUR", "0.9");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    settles(&mut company, &run);
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    company.receives("P2", "D", amount!(300.00 USD));
    // No rate was told for weeks: all 30.00 USD are kept of the 100.00 USD that are owed.
    let run = locks(&mut company, "2026-02", "2026-03-02").unwrap();
    assert_eq!(line(&company, &run), ["30.00 USD", "30.00 USD", "0.00 EUR"]);
    assert_eq!(company.payee("eva").owes, amount!(70.00 USD));
    company.obeys_the_laws();
    settles(&mut company, &run);
    assert!(company.statement_page("eva", "2026-03").contains("= 0.00 USD paid"));
    company.obeys_the_laws();
}

#[test]
fn what_is_less_than_a_minor_unit_is_paid_as_nothing() {
    let mut company = at_payout(&[]);
    company.sells("eva", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(0.10 USD)); // 0.01 USD x 0.3 = 0.003 EUR
    company.on("2026-02-01").quotes("USD", "EUR", "0.3");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    assert_eq!(line(&company, &run), ["0.01 USD", "0.00 USD", "0.00 EUR"]);
    settles(&mut company, &run);
    assert_eq!(books(&company), ["-0.01", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn what_a_run_pays_is_within_the_bound_of_an_amount() {
    let mut company = with_a_hundred(&[]);
    company.on("2026-02-01").quotes("USD", "EUR", "999999999999999999");
    let no = locks(&mut company, "2026-01", "2026-02-02").unwrap_err();
    assert!(no.starts_with("what the run pays"), "{no}");
    company.obeys_the_laws();
}

#[test]
fn held_and_held_back_amounts_stay_dollars() {
    let back = "holdback = { share = \"30%\", until = \"installed\" }";
    let mut company =
        with_a_hundred(&[("back", back), ("hold", "{ days = 30, after = \"paid\" }")]);
    let eva = company.payee("eva");
    assert_eq!((eva.held, eva.held_back), (amount!(70.00 USD), amount!(30.00 USD)));
    company.installs("D");
    company.on("2026-02-20").passes_days();
    assert_eq!(company.payee("eva").payable, amount!(100.00 USD));
    company.cancels("D");
    assert_eq!(books(&company), ["0", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn an_adjustment_and_an_opening_balance_are_in_the_plans_currency() {
    let mut company = at_payout(&[]);
    let opened = |payable: Amount| OpenPayeeBalance {
        payable: Some(payable),
        ..open_balance("eva", "2026-01-09")
    };
    assert!(company.tell("finance", opened(amount!(40.00 EUR))).is_err());
    company.tell("finance", opened(amount!(40.00 USD))).unwrap();
    let up = |amount| propose("A1", "eva", Direction::Up, amount);
    let no = company.tell("lena", up(amount!(60.00 EUR))).unwrap_err();
    assert_eq!(no.code(), "R4109");
    assert_eq!(
        no.to_string(),
        "the account of payee eva is in USD and the adjustment is in EUR: tell it in USD"
    );
    company.tell("lena", up(amount!(60.00 USD))).unwrap();
    company.approves_adjustment("max", "A1");
    company.on("2026-02-01").quotes("USD", "EUR", "0.9");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    assert_eq!(line(&company, &run), ["100.00 USD", "0.00 USD", "90.00 EUR"]);
    company.obeys_the_laws();
}

#[test]
fn a_threshold_is_held_against_dollars() {
    let mut company = with_a_hundred(&[]);
    let threshold = |amount| Threshold {
        amount,
        counted: Counted::Net,
        paid_from: PaidFrom::AtLeast,
        below: Below::Kept,
        leavers: ForLeavers::Waived,
    };
    let set = |amount| SetThreshold {
        group: id("eu-field"),
        threshold: Some(threshold(amount)),
        from: day("2026-01-01"),
    };
    let no = company.tell("finance", set(amount!(95.00 EUR))).unwrap_err();
    assert_eq!(no.code(), "R5031");
    // 100.00 USD are too little, whatever they are in EUR; and nobody asks for a rate.
    company.tell("finance", set(amount!(101.00 USD))).unwrap();
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    let left_out = company.journal.ledger().run(&run).unwrap().left_out;
    assert_eq!((left_out[0].net, left_out[0].missing), (amount!(100.00 USD), amount!(1.00 USD)));
    assert_eq!(company.journal.ledger().run(&run).unwrap().paid, amount!(0.00 EUR));
    company.obeys_the_laws();
}

#[test]
fn shares_of_one_deal_are_dollars_whoever_gets_them() {
    let words = [("payee", "\"each_by_share\""), ("order", "[\"rate\", \"round\", \"pay_split\"]")];
    let more = [("head", "leftover = \"largest_remainder\"")];
    let mut company = at_payout(&[words.as_slice(), more.as_slice()].concat());
    company.sells_with("ana", "D", &[("co_source", "eva")]);
    // 100.05 USD: 60.03 for ana and 40.02 for eva.
    let paid = company.receives("P1", "D", amount!(1_000.50 USD));
    assert_eq!(said(&paid), ["ana 60.03", "eva 40.02"]);
    company.on("2026-02-01").quotes("USD", "EUR", "0.9");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    assert_eq!(line(&company, &run)[2], "36.02 EUR"); // 36.018
    let others = company.locks("2026-01");
    assert_eq!(company.journal.ledger().run(&others).unwrap().paid, amount!(60.03 USD));
    company.obeys_the_laws();
}

#[test]
fn who_has_left_owes_and_repays_dollars() {
    let mut company = with_a_hundred(&[("head", "clawback_after_exit = \"pursued\"")]);
    company.on("2026-02-01").quotes("USD", "EUR", "0.9");
    let run = locks(&mut company, "2026-01", "2026-02-02").unwrap();
    settles(&mut company, &run);
    company.leaves("eva", "2026-02-02");
    company.on("2026-02-10").passes_days();
    company.refunds("F1", "P1", amount!(500.00 USD));
    let (transfer, amount) = (TransferId::named("T1"), amount!(50.00 USD));
    let moved = TransferDebt { transfer, payee: id("eva"), amount, reason: id("left") };
    company.tell("finance", moved).unwrap();
    assert_eq!(company.payee("eva").former_debt, amount!(50.00 USD));
    company.obeys_the_laws();
}
