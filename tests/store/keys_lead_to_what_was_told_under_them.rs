//! A key leads to the group that was told under it, or the damage is named: a row of the keys table
//! is covered by no leaf, so opening a journal looks each key up, and a retry compares the key.
#![allow(clippy::unwrap_used)] // a helper of a test may panic, as the test may

use crate::support::forms::*;
use crate::support::id;
use referral_ledger::command::Command;
use referral_ledger::store::{MemoryStore, Store, StoreError};
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, Outcome, SubmitError};
use std::cell::RefCell;
use std::rc::Rc;

/// A key and where it leads, if anywhere.
type Row = Option<(Key, Option<u64>)>;

/// A store in which one key leads elsewhere, or nowhere, and some keys were never told.
#[derive(Clone, Debug, Default)]
struct Misfiled {
    store: MemoryStore,
    row: Rc<RefCell<Row>>,
    never_told: u64,
}

impl Store for Misfiled {
    hand_on!(store: append end read blob compact_range);

    fn find(&self, key: &Key) -> Result<Option<u64>, StoreError> {
        match &*self.row.borrow() {
            Some((misfiled, sequence)) if misfiled == key => Ok(*sequence),
            _ => self.store.find(key),
        }
    }
    fn keys_before(&self, end: u64) -> Result<Option<u64>, StoreError> {
        Ok(self.store.keys_before(end)?.map(|keys| keys + self.never_told))
    }
}

fn tell<S: Store>(
    journal: &mut Journal<S>,
    key: &str,
    command: impl Into<Command>,
) -> Result<Outcome, SubmitError> {
    let (at, by) = (id("2026-01-10T17:00:00.000Z"), Actor::human(id("host")));
    journal.submit(&Told { at, by, key: id(key) }, command)
}

/// A store with a company of two technicians, told under `k0`, `k1` and `k2`.
fn company() -> Misfiled {
    let store = Misfiled::default();
    let mut journal = Journal::open(store.clone()).unwrap();
    assert!(tell(&mut journal, "k0", define("us-field", "USD")).unwrap().is_new());
    assert!(tell(&mut journal, "k1", register("ana", "us-field")).unwrap().is_new());
    assert!(tell(&mut journal, "k2", register("ben", "us-field")).unwrap().is_new());
    store
}

fn refused(store: &Misfiled) -> String {
    let error = Journal::open(store.clone()).unwrap_err();
    assert!(!error.is_transient());
    error.to_string()
}

#[test]
fn a_key_that_is_gone_does_not_make_its_command_look_new() {
    let store = company();
    store.row.replace(Some((id("k1"), None)));
    let told = "record 1 was told under key k1, which is not on file";
    assert!(refused(&store).contains(told), "{}", refused(&store));
}

#[test]
fn a_key_that_leads_elsewhere_is_named_when_the_journal_is_opened() {
    let store = company();
    for elsewhere in [0, 2, 7] {
        store.row.replace(Some((id("k1"), Some(elsewhere))));
        let told = format!("record 1 was told under key k1, which is filed at record {elsewhere}");
        assert!(refused(&store).contains(&told), "{}", refused(&store));
    }
}

#[test]
fn a_key_that_was_never_told_is_noticed() {
    let store = Misfiled { never_told: 1, ..company() };
    let told = "4 keys lead to the 3 groups before record 3";
    assert!(refused(&store).contains(told), "{}", refused(&store));
}

#[test]
fn a_key_damaged_while_the_journal_is_open_does_not_get_the_answer_of_another() {
    let store = company();
    let mut journal = Journal::open(store.clone()).unwrap();
    // The same command told under the damaged key would else be taken for its own retry.
    store.row.replace(Some((id("k3"), Some(2))));
    let answer = tell(&mut journal, "k3", register("ben", "us-field"));
    let Err(SubmitError::Store(StoreError::Damaged { what })) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(what, "key k3 is filed at record 2, which was told under key k2");
    store.row.replace(Some((id("k3"), Some(7))));
    let answer = tell(&mut journal, "k3", register("ben", "us-field")).unwrap_err();
    assert_eq!(answer.to_string(), "record 7 is missing");
}

#[test]
fn the_keys_of_a_store_can_be_counted() {
    let store = company();
    for (end, keys) in [(0, 0), (1, 1), (2, 2), (3, 3), (u64::MAX, 3)] {
        assert_eq!(store.keys_before(end), Ok(Some(keys)));
    }
}
