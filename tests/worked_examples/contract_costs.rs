//! Worked examples from public sources: what a commission costs the company month by month, where it
//! was only incurred because a contract was won (ASC 340-40, IFRS 15).
//!
//! The whole price of a deal is the commission, so that the source's commission stands in the story.

use crate::worked::{Shop, plan};
use referral_ledger::id::DealId;
use referral_ledger::money::Amount;

/// A commission for a deal won in January, written off in so many equal parts, the first on the
/// last day of January.
fn capitalised(commission: &str, months: u32) -> Shop {
    let plan = plan().rule(
        "won",
        &format!(
            "pays = {{ rate = \"100%\", of = \"value\" }}\nbooks = {{ capitalised = {{ months = \
             {months}, from = \"won\", first_part = \"month_end\", late = \"caught_up\" }} }}"
        ),
    );
    let mut shop = Shop::under(&plan);
    shop.on("2026-01-10");
    shop.deal("ana", "D", commission);
    shop
}

/// What is written off and what is left when a month of this many, counted from January, has ended.
fn after(shop: &mut Shop, months: u32) -> [String; 2] {
    let (year, month) = (2026 + months / 12, months % 12 + 1);
    let now: u32 = shop.now().to_string()[..4].parse().unwrap();
    for between in now + 1..year {
        shop.closes(&format!("{between}-01-01"));
    }
    shop.closes(&format!("{year}-{month:02}-01"));
    let costs = shop.journal.ledger().contract_costs_of(DealId::named("D"));
    let [it] = &costs[..] else { panic!("one legal entity has costs: {costs:?}") };
    [it.amortised, it.left].map(Amount::digits)
}

/// "How to Book Capitalization and Amortization for Costs to Obtain a Contract", Numeric,
/// <http://velocityhq.com/journal-entries/how-to-book-capitalization-and-amortization-for-costs-to-obtain-a-contract-journal-entry>:
/// 3,000 for a customer who is expected to stay five years; each month 50 are amortised.
#[test]
fn a_commission_of_3_000_costs_50_a_month_for_five_years() {
    let mut shop = capitalised("3_000", 60);
    assert_eq!(after(&mut shop, 1), ["50.00", "2950.00"]);
    assert_eq!(after(&mut shop, 2), ["100.00", "2900.00"]);
    assert_eq!(after(&mut shop, 60), ["3000.00", "0.00"]);
}

/// "ASC 340", Aleq, <https://v1.website.aleq.org/standards/asc340>: over 48 months, 15,000 are 313 a
/// month with 13,750 remaining, and 22,680 are 473 a month with 18,896 remaining. It is 312.50 a
/// month, so that 13,750 remain after four, and 472.50, so that 18,900 remain after eight; the page
/// takes eight times its rounded 473.
#[test]
fn what_remains_is_not_reckoned_from_a_rounded_month() {
    let mut marcus = capitalised("15_000", 48);
    assert_eq!(after(&mut marcus, 1), ["312.50", "14687.50"]);
    assert_eq!(after(&mut marcus, 4), ["1250.00", "13750.00"]);
    let mut allison = capitalised("22_680", 48);
    assert_eq!(after(&mut allison, 8), ["3780.00", "18900.00"]);
}

/// "IFRS 15 - Costs of obtaining a contract", FinLearnHub,
/// <https://finlearnhub.com/2018/12/19/ifrs-15-costs-of-obtaining-a-contract/>: of 39,000 spent to win
/// three years of consulting, the commission of 9,000 is an asset, amortised over the three years.
#[test]
fn a_commission_of_9_000_is_an_asset_of_a_three_year_contract() {
    let mut shop = capitalised("9_000", 36);
    assert_eq!(after(&mut shop, 12), ["3000.00", "6000.00"]);
    assert_eq!(after(&mut shop, 36), ["9000.00", "0.00"]);
}

/// "How to Capitalize Sales Commissions Under ASC 606", KDesk Accounting,
/// <https://kdeskaccounting.com/posts/how-to-capitalize-sales-commissions-asc-606>: a month costs the
/// commission divided by the months; Acme Corp is 15,000 over 36 months and Gamma LLC 8,000 over 24.
/// Neither divides, and the parts still come to the commission.
#[test]
fn the_parts_come_to_the_commission_to_the_cent() {
    let mut acme = capitalised("15_000", 36);
    assert_eq!(after(&mut acme, 1), ["416.67", "14583.33"]);
    assert_eq!(after(&mut acme, 2), ["833.33", "14166.67"]);
    assert_eq!(after(&mut acme, 36), ["15000.00", "0.00"]);
    let mut gamma = capitalised("8_000", 24);
    assert_eq!(after(&mut gamma, 1), ["333.33", "7666.67"]);
    assert_eq!(after(&mut gamma, 24), ["8000.00", "0.00"]);
}
