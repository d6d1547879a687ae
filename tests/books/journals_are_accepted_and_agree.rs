//! Each program accepts the journal in its strictest mode, and finds on each account what stands
//! there.

use crate::books_of::{every_event, expected, generated, service_year, strange_ids, text};
use crate::tools::{balances, refusal};
use referral_ledger::Journal;
use referral_ledger::report::{AccountMap, Grammar};
use referral_ledger::store::Store;

/// A map that renames most of what there is, for all three programs.
const MAP: &str = include_str!("../golden/accounts.toml");

fn agrees(what: &str, journal: &Journal<impl Store>, map: &AccountMap) {
    let (grammar, text) = (map.grammar(), text(&journal.records(), map));
    if let Some(why) = refusal(grammar, &text) {
        panic!("{grammar} refuses {what}: {why}\n{text}");
    }
    let trial = journal.ledger().trial_balance();
    let expected = expected(&journal.records(), map, &trial);
    assert_eq!(balances(grammar, &text), expected, "{what}, {grammar}");
}

fn agrees_with_all(what: &str, journal: &Journal<impl Store>) {
    for grammar in Grammar::ALL {
        agrees(what, journal, &AccountMap::plain(grammar));
    }
}

#[test]
fn the_service_year() {
    let (journal, texts) = service_year();
    for (grammar, written) in texts {
        assert_eq!(written, text(&journal.records(), &AccountMap::plain(grammar)));
    }
    agrees_with_all("the service year", &journal);
}

#[test]
fn a_history_with_every_event() {
    agrees_with_all("the history with every event", &every_event().journal);
}

#[test]
fn accounts_of_the_callers_own() {
    for grammar in Grammar::ALL {
        let map = AccountMap::read(MAP, grammar).unwrap_or_else(|wrong| panic!("{wrong}"));
        agrees("the history with every event", &every_event().journal, &map);
    }
}

#[test]
fn ids_of_signs_that_mean_something() {
    agrees_with_all("a history of strange ids", &strange_ids().journal);
}

#[test]
fn generated_histories() {
    let histories = generated(6, 10);
    assert_eq!(histories.len(), 6);
    for (index, company) in histories.iter().enumerate() {
        agrees_with_all(&format!("history {index}"), &company.journal);
    }
}
