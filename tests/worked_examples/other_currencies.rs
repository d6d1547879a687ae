//! Worked examples from public sources: deals and payees of other currencies than the plan's.

use crate::support::{day, forms, id, said, whys};
use crate::worked::{Plan, Shop, pays};
use referral_ledger::amount;
use referral_ledger::command::{RecordExchangeRate, WinDeal};
use referral_ledger::deal::Line;

/// 10 % of the value in a currency, and what the plan says of others.
fn ten_percent(currency: &str, at: &str, missing: &str) -> Plan {
    let table = format!(
        "[exchange]\nat = \"{at}\"\nmissing = \"{missing}\"\nrate_days_max = 0\n\
         rounding = \"half_even\""
    );
    pays("{ rate = \"10%\", of = \"value\" }").but("USD", currency).table(&table)
}

/// A shop with uma, who is paid in a currency of her own.
fn shop(plan: &Plan, paid_in: &str) -> Shop {
    let mut shop = Shop::under(plan);
    shop.tell("hr", forms::define("abroad", paid_in)).unwrap();
    shop.tell("hr", forms::register("uma", "abroad")).unwrap();
    shop
}

fn quote(shop: &mut Shop, from: &str, to: &str, on: &str, rate: &str) {
    let (from, to, on, rate, source) = (id(from), id(to), day(on), id(rate), id("bank"));
    shop.tell("bank", RecordExchangeRate { from, to, on, rate, source }).unwrap();
}

/// What uma's run of January pays, locked on 2 February.
fn paid(shop: &mut Shop) -> String {
    shop.on("2026-02-02").passes_days();
    shop.tell("payroll", forms::lock("abroad/2026-01/1", "2026-01-31")).unwrap();
    let line = shop.journal.ledger().run_line(&id("abroad/2026-01/1"), &id("uma")).unwrap();
    line.paid.to_string()
}

/// iDynamics Commissions, "Commission & Settlement Currency": an invoice of 1,000 pounds earns 10 %,
/// which is 100 pounds, or 122 dollars on the day of the invoice at 1.22. Paid in that currency it
/// is always 122; kept in pounds, the dollars depend on the rate of the day on which it is paid.
/// That rate, 1.25, is ours.
#[test]
fn a_hundred_pounds_are_dollars_of_the_invoice_or_of_the_payment() {
    for (at, accrues, pays) in
        [("milestone", "uma 122.00", "122.00 USD"), ("payout", "uma 100.00", "125.00 USD")]
    {
        let mut shop = shop(&ten_percent("GBP", at, "refuse"), "USD");
        quote(&mut shop, "GBP", "USD", "2026-01-01", "1.22");
        assert_eq!(shop.sale("uma", "1_000"), accrues);
        shop.on("2026-02-01");
        quote(&mut shop, "GBP", "USD", "2026-01-31", "1.25");
        assert_eq!(paid(&mut shop), pays);
        shop.obeys_the_laws();
    }
}

/// Xactly Incent, "Use Case: Using Multiple Currencies in Calculations": commissions are calculated in
/// EUR, and somebody's payment currency is GBP; if the table of rates has nothing to convert to GBP,
/// the payment is made in EUR, as it was calculated. The amounts are ours.
#[test]
fn without_a_rate_the_payment_is_made_as_it_was_calculated() {
    for (rate, pays) in [(None, "500.00 EUR"), (Some("0.86"), "430.00 GBP")] {
        let mut shop = shop(&ten_percent("EUR", "payout", "plan_currency"), "GBP");
        assert_eq!(shop.sale("uma", "5_000"), "uma 500.00");
        shop.on("2026-02-01");
        if let Some(rate) = rate {
            quote(&mut shop, "EUR", "GBP", "2026-01-31", rate);
        }
        assert_eq!(paid(&mut shop), pays);
        shop.obeys_the_laws();
    }
}

/// Earnest, "Multi-Currency Explained": a deal of 50,000 euros counts as about 43,000 pounds, at the
/// rate that is looked up when it is calculated; amount and rate are kept for the audit. The percent
/// is ours.
#[test]
fn fifty_thousand_euros_count_as_forty_three_thousand_pounds() {
    let mut shop = shop(&ten_percent("GBP", "milestone", "refuse"), "GBP");
    quote(&mut shop, "EUR", "GBP", "2026-01-01", "0.86");
    shop.tell("uma", forms::report("uma", "deal", "2026-01-01")).unwrap();
    let lines = vec![Line::of_net(amount!(50_000.00 EUR))];
    let win = WinDeal { lines, ..forms::win("deal", "2026-01-01") };
    let won = shop.tell("sales", win).unwrap();
    assert_eq!(said(&won), ["uma 4300.00"]); // 43,000 x 10 %
    let why = &whys(&won)[0];
    let told = "the fact is 50000.00 EUR x 0.86 (bank of 2026-01-01) = 43000.00 GBP";
    assert!(why.contains(told), "{why}");
    shop.obeys_the_laws();
}
