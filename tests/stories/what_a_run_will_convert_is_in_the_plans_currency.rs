//! Until a run converts, everything of a payee in euros is in the plan's dollars: so pools, caps that
//! carry, caps at vesting, closes, draws and contract costs need no rate.

use crate::options::CLAWBACK;
use crate::rates::{PAYOUT, abroad, code};
use crate::support::forms::{lock, payment};
use crate::support::{Company, changed, day, id, said};
use referral_ledger::amount;
use referral_ledger::command::AssignDraw;
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::payout::RunId;

/// eva has the deal D, of which 100.00 USD were paid to her account today, 2026-01-10.
fn with_a_hundred(words: &[(&str, &str)]) -> Company {
    let mut company = abroad(words);
    company.sells("eva", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company
}

/// Locks the run of eu-field for a month, with the cut-off of the day before this: what is payable to
/// eva, kept and paid.
fn locks(company: &mut Company, month: &str, today: &str) -> (RunId, [String; 3]) {
    company.on(today).passes_days();
    let run: RunId = id(&format!("eu-field/{month}/1"));
    let cut_off = day(today).previous().unwrap().to_string();
    company.tell("payroll", lock(&run.to_string(), &cut_off)).unwrap();
    let line = company.journal.ledger().run_line(&run, &id("eva")).unwrap();
    (run, [line.payable(), line.recovered, line.paid].map(|amount| amount.to_string()))
}

/// The run is paid.
fn settles(company: &mut Company, run: &RunId) {
    company.approves_and_exports(run);
    company.settles(run);
}

#[test]
fn a_pool_pays_dollars() {
    let pool = "[[pool]]\nid = \"budget\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                amount = \"80 USD\"\neach = \"month\"\ndated_by = \"fact\"\n\
                counts = \"all_payees\"\nexceeded = \"stop\"\nafter_reversal = \"freed\"\n";
    let tables = format!("{PAYOUT}\n{pool}");
    let order = "[\"rate\", \"round\", \"pool\"]";
    let company = with_a_hundred(&[("tables", &tables), ("order", order)]);
    assert_eq!(company.payee("eva").payable, amount!(80.00 USD));
    company.obeys_the_laws();
}

/// At most 60 USD for a payee and month.
fn cap(words: &str) -> String {
    format!(
        "{PAYOUT}\n[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
         on = \"amount\"\nat_most = \"60 USD\"\n\
         per = {{ per = \"payee\", period = \"month\" }}\n{words}\nafter_reversal = \"freed\"\n"
    )
}

const CAPPED: (&str, &str) = ("order", "[\"rate\", \"payee_cap\", \"round\"]");

#[test]
fn a_cap_carries_dollars() {
    let tables = cap("excess = \"carried\"");
    let mut company = with_a_hundred(&[("tables", &tables), CAPPED]);
    let eva = company.payee("eva");
    assert_eq!((eva.payable, eva.carried), (amount!(60.00 USD), amount!(40.00 USD)));
    company.on("2026-02-01").quotes("USD", "EUR", "0.9");
    // The 40.00 USD came out on 1 February: 100.00 x 0.9.
    let (_, line) = locks(&mut company, "2026-01", "2026-02-02");
    assert_eq!(line, ["100.00 USD", "0.00 USD", "90.00 EUR"]);
    company.obeys_the_laws();
}

#[test]
fn a_cap_at_vesting_counts_dollars() {
    let tables = cap("measured_at = \"vesting\"\nexcess = \"forfeited\"");
    let hold = ("hold", "{ days = 5, after = \"paid\" }");
    let mut company = with_a_hundred(&[("tables", &tables), CAPPED, hold]);
    assert_eq!(company.payee("eva").held, amount!(100.00 USD));
    company.on("2026-01-20").passes_days();
    assert_eq!(company.payee("eva").payable, amount!(60.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_draw_is_given_and_recovered_in_dollars() {
    let draw = "[[draw]]\nid = \"ramp-up\"\nbecause = \"a story\"\namount = \"150 USD\"\n\
                each = \"month\"\ngiven = \"at_close\"\ndoes = \"fills_up\"\n\
                rules = [\"main\"]\ndays_after = 0\n\
                recovery = { starts = \"at_once\", protects = \"nothing\", at_end = \"owed\", \
                on_leaving = \"owed\" }\n";
    let tables = format!("{PAYOUT}\n{draw}");
    let mut company = abroad(&[("tables", &tables)]);
    let (payee, plan, draw) = (id("eva"), id("plan"), id("ramp-up"));
    let (from, through) = (day("2026-02-01"), day("2026-02-28"));
    company.tell("lena", AssignDraw { payee, plan, draw, from, through }).unwrap();
    company.on("2026-02-10").sells("eva", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    // 100.00 USD were earned in February, and 50.00 USD fill them up: 150.00 x 0.9.
    company.on("2026-03-01").quotes("USD", "EUR", "0.9");
    let (run, line) = locks(&mut company, "2026-02", "2026-03-02");
    assert_eq!(line, ["150.00 USD", "0.00 USD", "135.00 EUR"]);
    settles(&mut company, &run);
    assert_eq!(company.payee("eva").draws_owed, amount!(50.00 USD));
    // Of the next 80.00 USD 50.00 are kept for the draw: 30.00 x 0.8.
    company.receives("P2", "D", amount!(800.00 USD));
    company.on("2026-04-01").quotes("USD", "EUR", "0.8");
    let (_, line) = locks(&mut company, "2026-03", "2026-04-02");
    assert_eq!(line, ["80.00 USD", "50.00 USD", "24.00 EUR"]);
    company.obeys_the_laws();
}

#[test]
fn a_close_pays_dollars_to_every_account() {
    // 5 % of what a payee collected in a month, paid at its close.
    let measure = "[[measure]]\nid = \"sold\"\nof = \"collected\"\non = \"paid\"\nlead = \"all\"\n\
                   credit = \"originator\"\nrefunds = \"kept\"\nquota = \"none\"\n";
    let close = "[[component]]\nid = \"monthly\"\non = { closes = \"month\", whose = \"payee\", \
                 counts = \"period\", days_after = 0, late_facts = \"trued_up\", \
                 when_lower = \"taken_back\" }\n\n  [[component.rule]]\n  id = \"monthly\"\n  \
                 because = \"a story\"\n  when = \"always\"\n  payee = \"measured\"\n  \
                 pays = { rate = \"5%\", of = \"sold\" }\n  hold = \"none\"\n";
    let tables = format!("{PAYOUT}\n{measure}");
    let mut company = with_a_hundred(&[("tables", &tables), ("more", close)]);
    company.on("2026-02-01").quotes("USD", "EUR", "0.9");
    // 1,000.00 came in: 100.00 USD at once and 50.00 USD for the month.
    let (_, line) = locks(&mut company, "2026-01", "2026-02-02");
    assert_eq!(line, ["150.00 USD", "0.00 USD", "135.00 EUR"]);
    company.obeys_the_laws();
}

#[test]
fn a_cost_of_the_contract_is_written_off_in_dollars() {
    let months = "books = { capitalised = { months = 10, from = \"won\", first_part = \
                  \"month_end\", late = \"caught_up\" } }";
    let asset = format!("Assets:ContractCosts:{}", DealId::named("D"));
    let words = [("tables", PAYOUT), ("back", months), ("clawback", CLAWBACK)];
    let mut company = with_a_hundred(&words);
    assert_eq!(company.stands(&asset, "USD"), "100.00");
    company.on("2026-02-01").quotes("USD", "EUR", "0.9");
    let (run, line) = locks(&mut company, "2026-01", "2026-02-02");
    assert_eq!(line[2], "90.00 EUR");
    settles(&mut company, &run);
    assert_eq!(company.stands(&asset, "USD"), "90.00"); // the part of January is written off
    company.obeys_the_laws();
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    assert_eq!(company.stands(&asset, "USD"), "0");
    assert_eq!(company.payee("eva").owes, amount!(100.00 USD));
    company.obeys_the_laws();
}

#[test]
fn a_deal_in_pounds_is_converted_on_its_day_and_paid_on_the_runs() {
    let mut company = abroad(&[("tables", PAYOUT)]);
    company.sells("eva", "D", LeadKind::NewEquipment);
    company.quotes("GBP", "USD", "1.25");
    // 1,000.00 GBP are 1,250.00 USD, and 10 % of it 125.00 USD.
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 GBP))), ["eva 125.00"]);
    assert_eq!(said(&company.refunds("F1", "P1", amount!(500.00 GBP))), ["eva -62.50"]);
    company.on("2026-02-01").quotes("USD", "EUR", "0.8");
    let (_, line) = locks(&mut company, "2026-01", "2026-02-02");
    assert_eq!(line, ["62.50 USD", "0.00 USD", "50.00 EUR"]);
    // Without a rate a fact is refused, also where a run would pay in dollars.
    let words = changed(PAYOUT, &[("\"refuse\"", "\"plan_currency\"")]);
    let mut company = abroad(&[("tables", &words)]);
    company.sells("eva", "D", LeadKind::NewEquipment);
    let payment = payment("P1", "D", "2026-01-10", amount!(9.00 GBP));
    assert_eq!(code(company.tell("bank", payment)), "R4803");
    company.obeys_the_laws();
}
