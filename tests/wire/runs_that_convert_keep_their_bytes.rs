//! Golden records of runs that convert: one that is void, one that keeps something, one without a
//! rate. A journal of its own, for no other plan may stand beside one that converts at payout in
//! other words.

use crate::support::forms::{define, lock, register, void};
use crate::support::{Company, day, id};
use referral_ledger::amount;
use referral_ledger::command::RecordExchangeRate;
use referral_ledger::lead::LeadKind;
use referral_ledger::payout::RunId;
use referral_ledger::store::Store;
use std::fs;
use std::path::Path;

const EXCHANGE: &str = include_str!("../plan_files/exchange.toml");
const GOLDEN: &str = include_str!("../golden/payout.jsonl");

fn locks(company: &mut Company, run: &str, cut_off: &str) -> RunId {
    let today = day(cut_off).plus_days(1).unwrap().to_string();
    company.on(&today).passes_days();
    company.tell("payroll", lock(run, cut_off)).unwrap();
    id(run)
}

/// eva, who is paid in EUR, is paid twice, and owes something back in between.
fn history() -> Company {
    let text = EXCHANGE.replace("\"milestone\"", "\"payout\"");
    let text = text.replace("\"refuse\"", "\"plan_currency\"");
    let text = text.replace("\"assigned\"", "\"everyone\"");
    let mut company = Company::with_plan(&text);
    company.on("2026-02-02");
    company.tell("hr", define("eu-field", "EUR")).unwrap();
    company.tell("hr", register("eva", "eu-field")).unwrap();
    company.sells("eva", "quay", LeadKind::NewEquipment);
    company.receives("quay/1", "quay", amount!(1_255.00 USD));
    company.on("2026-02-28");
    let (from, to, on) = (id("USD"), id("EUR"), day("2026-02-28"));
    let quote = RecordExchangeRate { from, to, on, rate: id("0.9187"), source: id("ECB") };
    company.tell("bank", quote).unwrap();
    let run = locks(&mut company, "eu-field/2026-02/1", "2026-02-28");
    company.approves(&run);
    company.tell("controller", void(&run.to_string())).unwrap();
    company.tell("payroll", lock("eu-field/2026-02/2", "2026-02-28")).unwrap();
    let run = id("eu-field/2026-02/2");
    company.approves_and_exports(&run);
    company.settles(&run);
    company.refunds("quay/r1", "quay/1", amount!(255.00 USD));
    company.receives("quay/2", "quay", amount!(400.00 USD));
    // There is no rate for March: what is left is paid in dollars.
    locks(&mut company, "eu-field/2026-03/1", "2026-03-31");
    company
}

#[test]
fn the_history_has_its_golden_bytes() {
    let company = history();
    company.obeys_the_laws();
    let records = 0..company.journal.ledger().next_sequence();
    let line = |at| {
        let record = company.journal.store().read(at).unwrap().unwrap();
        String::from_utf8(record.bytes).unwrap() + "\n"
    };
    let now: String = records.map(line).collect();
    if now != GOLDEN {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("payout.jsonl");
        fs::write(&path, &now).unwrap();
        panic!("the wire changed: the new text is in {}", path.display());
    }
}
