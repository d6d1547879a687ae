//! A deal is told in pounds and the plan pays in dollars: facts are converted before anything is
//! computed, and go back in the deal's own currency.

use crate::options::{CLAWBACK, of_class};
use crate::rates::{EXCHANGE, abroad, code, rate};
use crate::support::forms::{payment, refund};
use crate::support::{Company, said, whys};
use referral_ledger::deal::Line;
use referral_ledger::lead::LeadKind;
use referral_ledger::{amount, money::Amount};

/// ana has the deal D, and the bank quotes 1.27 dollars for a pound today.
fn with_deal(words: &[(&str, &str)]) -> Company {
    let mut company = abroad(words);
    company.quotes("GBP", "USD", "1.27");
    company.sells("ana", "D", LeadKind::NewEquipment);
    company
}

#[test]
fn a_fact_is_converted_on_its_day_before_the_rate_is_taken() {
    let mut company = with_deal(&[]);
    // 1,000.00 GBP x 1.27 = 1,270.00 USD, and 10% of that.
    let paid = company.receives("P1", "D", amount!(1_000.00 GBP));
    assert_eq!(said(&paid), ["ana 127.00"]);
    let why = &whys(&paid)[0];
    let step = "the fact is 1000.00 GBP x 1.27 (ECB of 2026-01-10) = 1270.00 USD";
    assert!(why.contains(step), "{why}");
    // Another day has another rate: 1,250.00 USD.
    company.on("2026-01-20").quotes("GBP", "USD", "1.25");
    assert_eq!(said(&company.receives("P2", "D", amount!(1_000.00 GBP))), ["ana 125.00"]);
    // Half of the first goes back: 127.00 x (1 - 500 / 1000) = 63.50 should remain.
    let back = company.refunds("F1", "P1", amount!(500.00 GBP));
    assert_eq!(said(&back), ["ana -63.50"]);
    let why = &whys(&back)[0];
    assert!(why.contains("500.00 GBP"), "{why}");
    company.refunds("F2", "P1", amount!(500.00 GBP));
    company.refunds("F3", "P2", amount!(1_000.00 GBP));
    assert_eq!(company.payee("ana").payable, amount!(0.00 USD));
    company.obeys_the_laws();
}

#[test]
fn tiers_flats_and_caps_are_in_the_plans_currency() {
    let tables = format!(
        "{EXCHANGE}\n[[tiers]]\nid = \"growing\"\nmeasure = \"collected\"\naccumulate = \"deal\"\n\
         boundary = \"upper\"\nsteps = [\n  \
         {{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }},\n  \
         {{ above = \"1000 USD\", rate = \"3%\", way = \"marginal\" }},\n]\n"
    );
    let clawback = CLAWBACK.replace(" }", ", attainment = \"kept\" }");
    let pays = "{ tiers = \"growing\", of = \"collected\" }";
    let words = [("tables", tables.as_str()), ("pays", pays), ("clawback", &clawback)];
    let mut company = with_deal(&words);
    // 1,270.00 USD: 2% of 1,000.00 and 3% of 270.00 are 20.00 + 8.10.
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 GBP))), ["ana 28.10"]);
    // Of the next 127.00 USD all is above 1,000.00: 3.81.
    assert_eq!(said(&company.receives("P2", "D", amount!(100.00 GBP))), ["ana 3.81"]);
    company.obeys_the_laws();
}

#[test]
fn a_deal_has_one_currency() {
    let mut company = with_deal(&[]);
    company.receives("P1", "D", amount!(1_000.00 GBP));
    let dollars = payment("P2", "D", "2026-01-10", amount!(1_000.00 USD));
    assert_eq!(code(company.tell("bank", dollars)), "R2013");
    let dollars = refund("F1", "P1", "2026-01-10", amount!(100.00 USD));
    assert_eq!(code(company.tell("bank", dollars)), "R2013");
    // The win says it as well, with or without a reward of its own.
    company.reports("ana", "E", LeadKind::NewEquipment);
    company.accepts("E");
    company.wins_for("E", vec![Line::of_net(amount!(5_000.00 GBP))]);
    let euros = payment("P3", "E", "2026-01-10", amount!(1_000.00 EUR));
    assert_eq!(code(company.tell("bank", euros)), "R2013");
    let value = company.journal.ledger().deal(referral_ledger::id::DealId::named("E"));
    assert_eq!(value.unwrap().value, Some(amount!(5_000.00 GBP)));
    company.obeys_the_laws();
}

#[test]
fn a_fact_without_its_rate_is_refused() {
    let mut company = abroad(&[]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    let pounds = payment("P1", "D", "2026-01-10", amount!(1_000.00 GBP));
    assert_eq!(code(company.tell("bank", pounds.clone())), "R4803");
    // The way back is no way forth.
    company.tell("bank", rate("USD", "GBP", "2026-01-10", "0.79")).unwrap();
    assert_eq!(code(company.tell("bank", pounds.clone())), "R4803");
    company.quotes("GBP", "USD", "1.27");
    assert_eq!(said(&company.tell("bank", pounds).unwrap()), ["ana 127.00"]);
}

#[test]
fn a_plan_without_the_table_refuses_other_currencies() {
    let mut company = abroad(&[("tables", "")]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    let pounds = payment("P1", "D", "2026-01-10", amount!(1_000.00 GBP));
    assert_eq!(code(company.tell("bank", pounds)), "R2013");
}

#[test]
fn what_is_held_back_is_released_as_the_pounds_come_in() {
    let back = "holdback = { share = \"50%\", pro_rata = \"collected\" }";
    let words = [("on", "\"won\""), ("pays", "{ rate = \"10%\", of = \"value\" }"), ("back", back)];
    let mut company = abroad(&words);
    company.quotes("GBP", "USD", "1.27");
    // 10,000.00 GBP are 12,700.00 USD: 1,270.00, half of them held back until the pounds come in.
    let won = company.sells_for("D", vec![Line::of_net(amount!(10_000.00 GBP))]);
    assert_eq!(said(&won), ["ana 1270.00"]);
    let why = &whys(&won)[0];
    assert!(why.contains("10000.00 GBP"), "{why}");
    company.receives("P1", "D", amount!(4_000.00 GBP));
    // 635.00 x 4,000 / 10,000 = 254.00 more are payable.
    assert_eq!(company.payee("ana").payable, amount!(889.00 USD));
    // 1,000.00 of the value's 10,000.00 go back, and a tenth of 1,270.00 with them.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(1_000.00 GBP))), ["ana -127.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_base_by_classes_goes_back_by_the_same_rate() {
    let tables = format!(
        "{EXCHANGE}\n[[base]]\nid = \"machines\"\nof = \"collected\"\n\
         classes = {{ only = [\"machine\"] }}\n\
         tax = \"left_out\"\nfreight = \"left_out\"\ndiscount = \"taken_off\"\n"
    );
    let pays = "{ rate = \"10%\", of = \"machines\" }";
    let mut company = with_deal(&[("tables", &tables), ("pays", pays)]);
    let lines = |machine: Amount, service: Amount| {
        vec![of_class("machine", machine), of_class("service", service)]
    };
    // 1,333.33 GBP x 1.27 = 1,693.3291, so 1,693.33 USD: by the largest remainder 1,270.00 of
    // them are the machine's 1,000.00 GBP, and 423.33 the service's.
    company.collects("P1", "D", lines(amount!(1_000.00 GBP), amount!(333.33 GBP)));
    assert_eq!(company.payee("ana").payable, amount!(127.00 USD));
    company.on("2026-01-20").quotes("GBP", "USD", "1.5");
    // Of the machine 400.00 GBP go back, which were 508.00 USD: 127.00 x (1 - 508 / 1270) = 76.20.
    let mut part = refund("F1", "P1", "2026-01-20", amount!(400.00 GBP));
    part.lines = lines(amount!(400.00 GBP), amount!(0.00 GBP));
    assert_eq!(said(&company.tell("bank", part).unwrap()), ["ana -50.80"]);
    // The rest of the payment takes the rest.
    let mut rest = refund("F2", "P1", "2026-01-20", amount!(933.33 GBP));
    rest.lines = lines(amount!(600.00 GBP), amount!(333.33 GBP));
    assert_eq!(said(&company.tell("bank", rest).unwrap()), ["ana -76.20"]);
    company.obeys_the_laws();
}

#[test]
fn a_deal_in_pounds_pays_euros_by_way_of_the_plans_dollars() {
    let mut company = abroad(&[]);
    company.quotes("GBP", "USD", "1.27");
    company.quotes("USD", "EUR", "0.9");
    company.sells("eva", "D", LeadKind::NewEquipment);
    // 1,000.00 GBP are 1,270.00 USD; 10% are 127.00 USD, which are 114.30 EUR.
    let paid = company.receives("P1", "D", amount!(1_000.00 GBP));
    assert_eq!(said(&paid), ["eva 114.30"]);
    assert_eq!(company.stands("Expenses:Incentives", "USD"), "127.00");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(250.00 GBP))), ["eva -28.58"]); // 28.575
    company.refunds("F2", "P1", amount!(750.00 GBP));
    assert_eq!(company.stands("Expenses:Incentives", "USD"), "0");
    assert_eq!(company.stands("Equity:Conversion", "EUR"), "0");
    company.obeys_the_laws();
}
