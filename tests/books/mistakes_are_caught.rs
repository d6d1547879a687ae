//! What the programs notice of a journal that was made wrong, and what only we do. The table is the
//! manual's.

use crate::books_of::{expected, service_year, text};
use crate::mutations::MUTATIONS;
use crate::tools::{Balances, balances, refusal};
use referral_ledger::report::{AccountMap, Grammar};
use std::fs;
use std::path::Path;

/// Who notices first.
fn noticed(grammar: Grammar, wrong: &str, stands: &Balances) -> &'static str {
    if refusal(grammar, wrong).is_some() {
        "the program"
    } else if balances(grammar, wrong) != *stands {
        "its balances"
    } else {
        "only the bytes"
    }
}

#[test]
fn the_manual_tables_who_notices_what() {
    let (journal, texts) = service_year();
    let trial = journal.ledger().trial_balance();
    let right = texts.map(|(grammar, right)| {
        let map = AccountMap::plain(grammar);
        // The last check of all: the journal is made again from the records, and compared.
        assert_eq!(right, text(&journal.records(), &map));
        (grammar, right, expected(&journal.records(), &map, &trial))
    });
    let mut table = String::from("| mistake | hledger | ledger | beancount |\n|---|---|---|---|\n");
    for (what, mutate) in MUTATIONS {
        let cells = right.each_ref().map(|(grammar, right, stands)| {
            let wrong = mutate(right, *grammar);
            assert_ne!(wrong, *right, "{what}: nothing was changed");
            noticed(*grammar, &wrong, stands)
        });
        table += &format!("| {what} | {} |\n", cells.join(" | "));
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/manual/4_8_books.md");
    if !fs::read_to_string(&page).unwrap().contains(&table) {
        let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes.md");
        fs::write(&new, &table).unwrap();
        panic!("{} has another table than {}:\n{table}", page.display(), new.display());
    }
}
