//! The manual tables every code: refusals and plan findings, on a page each, in step with the code.

use referral_ledger::plan::finding::CODES;
use referral_ledger::refusal::{Refusal, Retry};
use referral_ledger::report::books::account_map;
use referral_ledger::report::profile;
use std::fs;
use std::path::Path;

fn refusals() -> String {
    let mut page = String::from(
        "# Refusals\n\n\
         Every business \"no\". A code is for ever. The words in braces are the numbers it carries. Refused commands are not\n\
         remembered: they are decided anew when they are sent again, and may then get another code.\n\n\
         Codes by subject: R0 any command, R1 leads, R2 deals, R3 plans, R4 rewards, R5 payout, R6 payees and time.\n\n\
         | code | sentence | send again | what to do |\n|---|---|---|---|\n",
    );
    for row in Refusal::TABLE {
        let retry = match row.retry {
            Retry::No => "no",
            Retry::Later => "later, as it is",
            Retry::Corrected => "corrected",
        };
        let sentence = row.sentence.replace('\n', " ").replace('{', "`{").replace('}', "}`");
        let (code, answer) = (row.code, row.answer);
        page += &format!("| {code} | {sentence} | {retry} | {answer} |\n");
    }
    page
}

fn findings() -> String {
    let mut page = String::from(
        "# Findings in a plan file\n\n\
         What can be wrong with a plan file. A code is for ever. Each finding also says the line and column, the text it is\n\
         about and the way out; where a choice is missing, what the choices mean. All findings of a file come at once.\n\n\
         | code | meaning |\n|---|---|\n",
    );
    for (code, meaning) in CODES {
        page += &format!("| {code} | {} |\n", meaning.replace('|', "\\|"));
    }
    page += "\n## Findings in a profile\n\n\
             What can be wrong with the layout of a payroll file (`manual::payroll_files`), in the same words.\n\n\
             | code | meaning |\n|---|---|\n";
    for (code, meaning) in profile::finding::CODES {
        page += &format!("| {code} | {} |\n", meaning.replace('|', "\\|"));
    }
    page
}

fn in_step(name: &str, now: &str) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/manual").join(name);
    if fs::read_to_string(&page).unwrap_or_default() != now {
        let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&new, now).unwrap();
        panic!("{} is out of step with the code: copy {}", page.display(), new.display());
    }
}

#[test]
fn every_refusal_is_on_its_page() {
    in_step("7_refusals.md", &refusals());
}

#[test]
fn every_finding_is_on_its_page() {
    in_step("8_findings.md", &findings());
}

#[test]
fn codes_are_in_order_and_never_twice() {
    let refusals: Vec<_> = Refusal::TABLE.iter().map(|row| row.code).collect();
    let findings: Vec<_> = CODES.iter().map(|(code, _)| *code).collect();
    for codes in [refusals, findings] {
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    }
}

#[test]
fn every_finding_in_an_account_map_is_on_its_page() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/manual/4_8_books.md");
    let mut table = String::from("| code | meaning |\n|---|---|\n");
    for (code, meaning) in account_map::CODES {
        table += &format!("| {code} | {meaning} |\n");
    }
    assert!(fs::read_to_string(page).unwrap().ends_with(&table), "the page ends with\n{table}");
}
