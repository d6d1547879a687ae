//! Opening: from a store to a ledger, by replaying its records, or from a snapshot and the records
//! after it.

use super::{SubmitError, TRIES_MAX};
use crate::ledger::Ledger;
use crate::merkle::CompactRange;
use crate::store::{KeyedRecords, Store, StoreError, StoreRecords};

/// How a journal was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Opened {
    /// There was no snapshot: all records were read, checked and replayed.
    InFull,
    /// From a snapshot of so many records, and the records after it.
    FromSnapshot {
        /// How many records the snapshot stands for.
        records: u64,
    },
    /// There was a snapshot that could not be used; all records were replayed, and a new one was
    /// written in its place, unless that failed as well.
    SnapshotDropped {
        /// Why it could not be used.
        why: String,
        /// Why no new one could be written, if so.
        not_replaced: Option<StoreError>,
    },
}

/// Opens the ledger of a store.
pub(super) fn open<S: Store>(store: &mut S) -> Result<(Ledger, Opened), SubmitError> {
    let snapshot = match store.snapshot() {
        Ok(None) => return Ok((in_full(store)?, Opened::InFull)),
        Ok(Some(bytes)) => from_snapshot(store, &bytes),
        Err(fault) => Err(fault.to_string()),
    };
    match snapshot {
        Ok((ledger, records)) => Ok((ledger, Opened::FromSnapshot { records })),
        Err(why) => {
            let mut ledger = in_full(store)?;
            let not_replaced = match newest_snapshot(store, &mut ledger) {
                Ok(bytes) => store.keep_snapshot(&bytes).err(),
                Err(SubmitError::Contended { .. }) => Some(StoreError::Backend {
                    problem: String::from("other writers were faster"),
                    transient: true,
                }),
                Err(fault) => return Err(fault),
            };
            Ok((ledger, Opened::SnapshotDropped { why, not_replaced }))
        }
    }
}

/// Replays all records, each leaf checked and each key looked up, and compares the tree of the
/// leaves with the compact range stored in the last commit.
pub(super) fn in_full<S: Store>(store: &S) -> Result<Ledger, SubmitError> {
    let records = KeyedRecords::new(store);
    let ledger = Ledger::replay(&records)?;
    records.check_no_other_key()?;
    the_tree_is_theirs(store, CompactRange::new())?;
    Ok(ledger)
}

/// The snapshot of a ledger that is caught up with its store.
pub(super) fn newest_snapshot<S: Store>(
    store: &S,
    ledger: &mut Ledger,
) -> Result<Vec<u8>, SubmitError> {
    until_newest(|| {
        ledger.catch_up(&StoreRecords::new(store))?;
        Ok(snapshot_of(store, ledger)?)
    })
}

/// Tries until no other writer was faster, or they were time and again.
pub(super) fn until_newest(
    mut attempt: impl FnMut() -> Result<Option<Vec<u8>>, SubmitError>,
) -> Result<Vec<u8>, SubmitError> {
    for _ in 0..TRIES_MAX {
        if let Some(snapshot) = attempt()? {
            return Ok(snapshot);
        }
    }
    Err(SubmitError::Contended { tries: TRIES_MAX })
}

/// What stands in a snapshot beside the state: how many keys lead to the records, where the store
/// can count them, and the tree over them.
type Beside = (Option<u64>, Vec<u8>);

/// The snapshot of a ledger that has seen all records of the store.
pub(super) fn snapshot_of<S: Store>(
    store: &S,
    ledger: &Ledger,
) -> Result<Option<Vec<u8>>, StoreError> {
    let range = store.compact_range()?;
    if range.size() != ledger.next_sequence() {
        return Ok(None);
    }
    let beside: Beside = (store.keys_before(range.size())?, range.to_bytes());
    Ok(Some(ledger.to_snapshot(&beside)))
}

/// The ledger of a snapshot and the records after it, and how many the snapshot stands for.
fn from_snapshot<S: Store>(store: &S, bytes: &[u8]) -> Result<(Ledger, u64), String> {
    let words = |fault: &dyn std::fmt::Display| fault.to_string();
    let (mut ledger, (keys, range)): (Ledger, Beside) =
        Ledger::from_snapshot(bytes, &StoreRecords::new(store))?;
    let range = CompactRange::from_bytes(&range).map_err(|fault| words(&fault))?;
    let records = range.size();
    if records != ledger.next_sequence() {
        return Err(String::from("its tree is not over its records"));
    }
    // Its tree and the leaves after it must come to the tree of the store: so it stands for the
    // very records that are there. And there must be as many keys as then.
    the_tree_is_theirs(store, range).map_err(|fault| words(&fault))?;
    let after = KeyedRecords::after(store, records, keys.unwrap_or_default());
    ledger.catch_up(&after).map_err(|fault| words(&fault))?;
    if keys.is_some() {
        after.check_no_other_key().map_err(|fault| words(&fault))?;
    }
    Ok((ledger, records))
}

/// Checks that the stored compact range is the one over the stored leaves, from a range on that is
/// over the first of them.
fn the_tree_is_theirs(store: &impl Store, mut range: CompactRange) -> Result<(), StoreError> {
    const RECORDS_AT_ONCE: u64 = 1_000;
    let stored = store.compact_range()?; // asked first: another writer may be adding
    while range.size() < stored.size() {
        let count = RECORDS_AT_ONCE.min(stored.size() - range.size());
        let some = store.read_from(range.size(), usize::try_from(count).unwrap_or(usize::MAX))?;
        if some.is_empty() {
            let what = format!("record {} is missing", range.size());
            return Err(StoreError::Damaged { what });
        }
        range.extend(some.into_iter().map(|stored| stored.leaf));
    }
    if range != stored {
        let what = "the leaves do not come to its compact range".to_owned();
        return Err(StoreError::Damaged { what });
    }
    Ok(())
}
