//! Contract costs, choice by choice: what a capitalised rule accrues stands on an asset of its deal
//! and is written off in monthly parts; a reversal splits between what was written off and what is
//! left; a contract that ends has the rest written off. The arithmetic stands beside the amounts.

use crate::options::{CLAWBACK, under};
use crate::support::{Company, forms, said};
use referral_ledger::amount;
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::report::RollForward;

/// Capitalised over some months.
fn over(months: u32, from: &str, first_part: &str, late: &str) -> String {
    format!(
        "books = {{ capitalised = {{ months = {months}, from = \"{from}\", first_part = \
         \"{first_part}\", late = \"{late}\" }} }}"
    )
}

/// Ana has 10 % of what comes in for a deal that is won on 2026-01-10.
fn sold(books: &str, clawback: &str) -> Company {
    let mut company = under(&[("back", books), ("clawback", clawback)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company
}

/// What a year of twelve parts from the month of the win costs.
fn a_year(clawback: &str) -> Company {
    sold(&over(12, "won", "month_end", "caught_up"), clawback)
}

/// On the asset of the deal; written off in parts, and because it ended; expensed at once.
fn stands(company: &Company) -> [String; 4] {
    let asset = format!("Assets:ContractCosts:{}", DealId::named("D"));
    let accounts = [&asset, "Expenses:Amortisation", "Expenses:Impairment", "Expenses:Incentives"];
    accounts.map(|account| company.balance(account))
}

/// What the view says: capitalised, taken back, amortised, impaired, left.
fn view(company: &Company) -> [String; 5] {
    let views = company.journal.ledger().contract_costs_of(DealId::named("D"));
    let [it] = &views[..] else { panic!("one legal entity has costs: {views:?}") };
    [it.capitalised, it.taken_back, it.amortised, it.impaired, it.left].map(Amount::digits)
}

#[test]
fn without_the_word_a_reward_is_an_expense_at_once() {
    for books in ["", "books = \"expensed\""] {
        let mut company = sold(books, CLAWBACK);
        company.receives("P1", "D", amount!(1_000.00 USD));
        assert_eq!(stands(&company), ["0", "0", "0", "100.00"]);
        assert!(company.journal.ledger().contract_costs().is_empty());
        company.obeys_the_laws();
    }
}

#[test]
fn the_parts_come_to_the_cost_to_the_cent() {
    let mut company = a_year(CLAWBACK);
    // 1,000.00 x 10 % = 100.00: an asset, and no expense. Ana is paid as ever.
    let paid = company.receives("P1", "D", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 100.00"]);
    assert_eq!(company.payee("ana").payable, amount!(100.00 USD));
    assert_eq!(stands(&company), ["100.00", "0", "0", "0"]);
    // 100.00 / 12 = 8.333..: 8.33 by the end of January, 16.67 by the end of February, 25.00 by
    // that of March. The sum is rounded, so the parts are 8.33, 8.34, 8.33.
    company.on("2026-02-01").passes_days();
    assert_eq!(stands(&company), ["91.67", "8.33", "0", "0"]);
    company.on("2026-03-01").passes_days();
    assert_eq!(stands(&company), ["83.33", "16.67", "0", "0"]);
    company.on("2026-04-01").passes_days();
    assert_eq!(stands(&company), ["75.00", "25.00", "0", "0"]);
    // Days that pass together are written off one by one, each under its own.
    company.on("2026-12-31").passes_days();
    assert_eq!(view(&company), ["100.00", "0.00", "91.67", "0.00", "8.33"]);
    company.on("2027-01-01").passes_days();
    assert_eq!(stands(&company), ["0", "100.00", "0", "0"]);
    assert_eq!(view(&company), ["100.00", "0.00", "100.00", "0.00", "0.00"]);
    let of = |month: &str| {
        let of = RollForward::of(&company.journal, month.parse().unwrap()).unwrap();
        let row = |it: &referral_ledger::report::roll_forward::RollForwardRow| {
            [it.opening, it.added, it.amortised, it.closing].map(Amount::digits)
        };
        of.rows.iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(of("2026-01"), [["0.00", "100.00", "8.33", "91.67"]]);
    assert_eq!(of("2026-02"), [["91.67", "0.00", "8.34", "83.33"]]);
    assert_eq!(of("2026Q4"), [["25.00", "0.00", "25.00", "0.00"]]);
    assert!(of("2027-01").is_empty());
    company.obeys_the_laws();
}

#[test]
fn the_first_part_is_written_off_on_the_day_the_plan_names() {
    // Won on 10 January; three parts of 33.33, 33.34 and 33.33.
    let of = |first_part: &str| {
        let mut company = sold(&over(3, "won", first_part, "caught_up"), CLAWBACK);
        company.receives("P1", "D", amount!(1_000.00 USD));
        let next = |company: &Company| company.journal.ledger().contract_costs()[0].next;
        let mut days = Vec::new();
        while let Some(day) = next(&company) {
            days.push(day.to_string());
            company.on(&day.plus_days(1).unwrap().to_string()).passes_days();
        }
        assert_eq!(stands(&company), ["0", "100.00", "0", "0"]);
        company.obeys_the_laws();
        days
    };
    assert_eq!(of("month_end"), ["2026-01-31", "2026-02-28", "2026-03-31"]);
    assert_eq!(of("next_month_end"), ["2026-02-28", "2026-03-31", "2026-04-30"]);
    assert_eq!(of("month_later"), ["2026-02-10", "2026-03-10", "2026-04-10"]);
}

#[test]
fn months_from_the_installation_wait_for_it() {
    let mut company = sold(&over(4, "installed", "month_end", "caught_up"), CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-04-01").passes_days();
    assert_eq!(stands(&company), ["100.00", "0", "0", "0"]);
    company.on("2026-04-20").installs("D");
    company.on("2026-05-01").passes_days();
    // A quarter by the end of April.
    assert_eq!(stands(&company), ["75.00", "25.00", "0", "0"]);
    // What accrues later has months of its own, counted from the same day: 40.00 accrue in June,
    // and by its end three of four parts have passed: 75.00 and 30.00.
    company.on("2026-06-15").receives("P2", "D", amount!(400.00 USD));
    company.on("2026-07-01").passes_days();
    assert_eq!(stands(&company), ["35.00", "105.00", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn each_payment_may_have_months_of_its_own() {
    let mut company = sold(&over(2, "paid", "month_end", "spread"), CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-02-15").receives("P2", "D", amount!(400.00 USD));
    company.on("2026-03-01").passes_days();
    // Of 100.00 all is written off by the end of February, of 40.00 the half.
    assert_eq!(stands(&company), ["20.00", "120.00", "0", "0"]);
    company.on("2026-04-01").passes_days();
    assert_eq!(stands(&company), ["0", "140.00", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn what_accrues_late_is_caught_up_or_spread() {
    // Won in January, four parts; 120.00 accrue in March, when two of them have passed.
    let late = |late: &str| {
        let mut company = sold(&over(4, "won", "month_end", late), CLAWBACK);
        company.on("2026-03-15").receives("P1", "D", amount!(1_200.00 USD));
        company.on("2026-04-01").passes_days();
        company
    };
    // By the end of March three quarters of 120.00 are written off, the passed parts among them.
    let mut caught_up = late("caught_up");
    assert_eq!(stands(&caught_up), ["30.00", "90.00", "0", "0"]);
    // Or half of it: two parts are left.
    let mut spread = late("spread");
    assert_eq!(stands(&spread), ["60.00", "60.00", "0", "0"]);
    for company in [&mut caught_up, &mut spread] {
        company.on("2026-05-01").passes_days();
        assert_eq!(stands(company), ["0", "120.00", "0", "0"]);
        // All four have passed in June: 10.00 more are written off on the day they accrue.
        company.on("2026-06-10").receives("P2", "D", amount!(100.00 USD));
        assert_eq!(stands(company), ["10.00", "120.00", "0", "0"]);
        company.on("2026-06-11").passes_days();
        assert_eq!(stands(company), ["0", "130.00", "0", "0"]);
        company.obeys_the_laws();
    }
}

#[test]
fn a_reversal_splits_between_what_was_written_off_and_what_is_left() {
    let mut company = a_year(CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-04-10").passes_days();
    assert_eq!(stands(&company), ["75.00", "25.00", "0", "0"]);
    // 600.00 of 1,000.00 go back, so 60.00 of 100.00 do: a quarter of that was written off.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(600.00 USD))), ["ana -60.00"]);
    assert_eq!(stands(&company), ["30.00", "10.00", "0", "0"]);
    assert_eq!(view(&company), ["100.00", "60.00", "10.00", "0.00", "30.00"]);
    // What is left goes on as if 40.00 had been capitalised: 13.33 by the end of April.
    company.on("2026-05-01").passes_days();
    assert_eq!(stands(&company), ["26.67", "13.33", "0", "0"]);
    // The refund was told by mistake. As if it had never been, a third of 100.00 is written off.
    company.retracts_refund("F1");
    assert_eq!(stands(&company), ["66.67", "33.33", "0", "0"]);
    assert_eq!(view(&company), ["100.00", "0.00", "33.33", "0.00", "66.67"]);
    company.obeys_the_laws();
}

#[test]
fn after_pay_the_payee_owes_and_the_asset_goes_down_as_well() {
    let mut company = a_year(CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(100.00 USD));
    company.on("2026-04-10").passes_days();
    company.refunds("F1", "P1", amount!(600.00 USD));
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "60.00");
    assert_eq!(stands(&company), ["30.00", "10.00", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn a_contract_that_ends_has_the_rest_written_off() {
    // The rule takes nothing back: what is left of its cost serves nobody any more.
    let mut company = a_year("\"none\"");
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-04-10").passes_days();
    company.cancels("D");
    assert_eq!(stands(&company), ["0", "25.00", "75.00", "0"]);
    assert_eq!(view(&company), ["100.00", "0.00", "25.00", "75.00", "0.00"]);
    company.on("2026-08-01").passes_days();
    assert_eq!(stands(&company), ["0", "25.00", "75.00", "0"]);
    // The payment was told by mistake, and with it all that it cost.
    company.retracts_payment("P1");
    assert_eq!(stands(&company), ["0", "0", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn a_contract_that_ends_with_a_clawback_has_nothing_to_write_off() {
    let mut company = a_year(CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-04-10").passes_days();
    company.cancels("D");
    assert_eq!(stands(&company), ["0", "0", "0", "0"]);
    assert_eq!(view(&company), ["100.00", "100.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
    // Half of what accrued is taken back by the day; the other half stays with ana and is impaired
    // as far as it was not written off: 50.00, of which a quarter is 12.50.
    let half = "{ on = [\"cancelled\"], take = { steps = [{ from_day = 0, take = \"50%\" }] }, \
                window = { months = 12, after = \"won\" }, refund_target = \"proportional\" }";
    let mut company = a_year(half);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-04-10").passes_days();
    assert_eq!(said(&company.cancels("D")), ["ana -50.00"]);
    assert_eq!(stands(&company), ["0", "12.50", "37.50", "0"]);
    // A refund that comes after the end and is retracted moves what was impaired.
    company.obeys_the_laws();
}

#[test]
fn a_refund_after_the_end_takes_off_what_was_impaired() {
    let refunds = CLAWBACK.replace("[\"refunded\", \"cancelled\"]", "[\"refunded\"]");
    let mut company = a_year(&refunds);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-04-10").passes_days();
    company.cancels("D");
    assert_eq!(stands(&company), ["0", "25.00", "75.00", "0"]);
    // 40.00 are taken back: 10.00 of what was amortised, 30.00 of what was impaired.
    company.refunds("F1", "P1", amount!(400.00 USD));
    assert_eq!(stands(&company), ["0", "15.00", "45.00", "0"]);
    company.retracts_refund("F1");
    assert_eq!(stands(&company), ["0", "25.00", "75.00", "0"]);
    company.obeys_the_laws();
}

#[test]
fn what_comes_back_later_catches_up_on_that_day() {
    let mut company = a_year(CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-02-01").passes_days();
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    assert_eq!(stands(&company), ["0", "0", "0", "0"]);
    // For months nothing is there to write off. In June the refund turns out to be a mistake: the
    // part of January is written off again at once, those of four months on the next day to pass.
    company.on("2026-06-10").passes_days();
    company.retracts_refund("F1");
    assert_eq!(stands(&company), ["91.67", "8.33", "0", "0"]);
    company.on("2026-06-11").passes_days();
    assert_eq!(stands(&company), ["58.33", "41.67", "0", "0"]);
    company.on("2026-07-01").passes_days();
    assert_eq!(stands(&company), ["50.00", "50.00", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn a_part_of_a_closed_month_stands_in_the_first_open_one() {
    let mut company = a_year(CLAWBACK);
    company.on("2026-03-02").passes_days();
    company.tell("controller", forms::close("2026-01")).unwrap();
    // A payment of January that is told in March is booked in February, the first open month.
    let told = forms::payment("P1", "D", "2026-01-20", amount!(1_200.00 USD));
    company.tell("bank", told).unwrap();
    company.on("2026-03-03").passes_days();
    // By the end of February two of twelve parts: 20.00 of 120.00.
    assert_eq!(stands(&company), ["100.00", "20.00", "0", "0"]);
    let of = RollForward::of(&company.journal, "2026-01".parse().unwrap()).unwrap();
    assert_eq!(of.to_string(), "contract costs of 2026-01: none\n");
    let of = RollForward::of(&company.journal, "2026-02".parse().unwrap()).unwrap();
    assert_eq!(of.rows[0].amortised, amount!(20.00 USD));
    company.obeys_the_laws();
}

#[test]
fn holdback_and_carried_amounts_are_costs_from_the_day_they_accrue() {
    let books = over(10, "won", "month_end", "caught_up");
    let back = "holdback = { share = \"20%\", until = \"installed\" }";
    let mut company = sold(&format!("{books}\n  {back}"), CLAWBACK);
    company.receives("P1", "D", amount!(1_000.00 USD));
    assert_eq!(stands(&company), ["100.00", "0", "0", "0"]);
    company.on("2026-02-01").passes_days();
    assert_eq!(stands(&company), ["90.00", "10.00", "0", "0"]);
    company.installs("D");
    assert_eq!(stands(&company), ["90.00", "10.00", "0", "0"]);
    company.obeys_the_laws();
    // A month's cap of 60.00 carries 40.00 to February: a cost of January all the same.
    let cap = "[[cap]]\nid = \"month\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
               on = \"amount\"\nat_most = \"60 USD\"\nper = { per = \"payee\", period = \"month\" }\n\
               excess = \"carried\"\nafter_reversal = \"freed\"";
    let order = "[\"rate\", \"payee_cap\", \"round\"]";
    let mut company = under(&[("back", &books), ("tables", cap), ("order", order)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    assert_eq!(company.carried("ana"), "40.00");
    assert_eq!(stands(&company), ["100.00", "0", "0", "0"]);
    company.on("2026-02-02").passes_days();
    assert_eq!(stands(&company), ["90.00", "10.00", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn a_win_told_by_mistake_leaves_no_asset() {
    let words = [
        ("on", "\"won\""),
        ("pays", "{ rate = \"10%\", of = \"value\" }"),
        ("clawback", "\"none\""),
    ];
    let books = over(12, "won", "month_later", "caught_up");
    let mut company = under(&[&words[..], &[("back", &books)]].concat());
    company.sells_for("D", vec![referral_ledger::deal::Line::of_net(amount!(1_200.00 USD))]);
    company.on("2026-02-11").passes_days();
    assert_eq!(stands(&company), ["110.00", "10.00", "0", "0"]);
    company.retracts_deal("D");
    assert_eq!(stands(&company), ["0", "0", "0", "0"]);
    company.obeys_the_laws();
}
