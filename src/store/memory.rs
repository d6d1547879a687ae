//! The memory store: a journal that lives as long as the process.
//!
//! It knows how to keep the promises of a store without a disk, for tests, simulations and
//! rehearsals. It does not persist, and it has no capacity but the machine's.

use super::{Appended, Store, StoreError, Stored, answer_if_behind, check_batch};
use crate::batch::Batch;
use crate::digest::Digest;
use crate::merkle::CompactRange;
use crate::told::Key;
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A store in memory. Clones share one memory, so that several journals can write to it.
///
/// ```
/// use referral_ledger::batch::{Batch, NewGroup, NewRecord};
/// use referral_ledger::digest::leaf;
/// use referral_ledger::store::{Appended, MemoryStore, Store};
///
/// let mut first = MemoryStore::new();
/// let second = first.clone();
/// let record = NewRecord { bytes: b"{}".to_vec(), leaf: leaf(b"{}") };
/// let group = NewGroup { key: "webhook-8f31".parse()?, first: 0, records: vec![record] };
/// let batch = Batch { expected: 0, groups: vec![group], blobs: Vec::new() };
/// assert_eq!(first.append(&batch)?, Appended::Done);
/// assert_eq!(second.end()?, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct MemoryStore {
    kept: Arc<Mutex<Kept>>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    /// What is kept. A panic elsewhere while the lock was held poisons it, but cannot have left
    /// half a batch: once `append` writes, it only does what cannot fail. So the lock is taken.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn find(&self, key: &Key) -> Result<Option<u64>, StoreError> {
        Ok(self.kept().keys.find(key))
    }

    fn append(&mut self, batch: &Batch) -> Result<Appended, StoreError> {
        check_batch(batch)?;
        if batch.groups.is_empty() {
            return Ok(Appended::Done);
        }
        let mut kept = self.kept();
        let end = kept.range.size();
        if let Some(behind) = answer_if_behind(batch, end)? {
            return Ok(behind);
        }
        for group in &batch.groups {
            if let Some(sequence) = kept.keys.find(&group.key) {
                return Ok(Appended::KeyOnFile { key: group.key.clone(), sequence });
            }
        }

        // After this point the batch is stored.
        for record in batch.records() {
            kept.records.push(Stored { leaf: record.leaf, bytes: record.bytes.clone() });
            kept.range.push(record.leaf);
        }
        for group in &batch.groups {
            kept.keys.insert(group.key.clone(), group.first);
        }
        for (digest, text) in &batch.blobs {
            kept.blobs.insert(*digest, Arc::clone(text));
        }
        Ok(Appended::Done)
    }

    fn end(&self) -> Result<u64, StoreError> {
        Ok(self.kept().range.size())
    }

    fn read(&self, sequence: u64) -> Result<Option<Stored>, StoreError> {
        // A sequence that is no index of this machine is beyond the end.
        let index = usize::try_from(sequence).unwrap_or(usize::MAX);
        Ok(self.kept().records.get(index).cloned())
    }

    fn blob(&self, digest: &Digest) -> Result<Option<Arc<str>>, StoreError> {
        Ok(self.kept().blobs.get(digest).cloned())
    }

    fn compact_range(&self) -> Result<CompactRange, StoreError> {
        Ok(self.kept().range.clone())
    }

    fn snapshot(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept().snapshot.clone())
    }

    fn keep_snapshot(&mut self, snapshot: &[u8]) -> Result<(), StoreError> {
        self.kept().snapshot = Some(snapshot.to_vec());
        Ok(())
    }

    fn keys_before(&self, end: u64) -> Result<Option<u64>, StoreError> {
        Ok(Some(self.kept().keys.count_before(end)))
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MemoryStore({} records)", self.kept().range.size())
    }
}

/// All that clones share. The number of records is the size of the range.
#[derive(Default)]
struct Kept {
    records: Vec<Stored>,
    keys: KeyIndex,
    blobs: HashMap<Digest, Arc<str>>,
    range: CompactRange,
    snapshot: Option<Vec<u8>>,
}

/// Where each key was told. Many small tables instead of a large one, so that growing never makes
/// one append wait until a million keys are hashed again.
struct KeyIndex {
    picks: RandomState,
    tables: Vec<HashMap<Key, u64>>,
}

impl KeyIndex {
    /// One table for each value of the byte that picks it.
    const TABLES: usize = 256;

    fn find(&self, key: &Key) -> Option<u64> {
        self.tables[self.pick(key)].get(key).copied()
    }

    fn insert(&mut self, key: Key, sequence: u64) {
        let pick = self.pick(&key);
        self.tables[pick].insert(key, sequence);
    }

    fn count_before(&self, end: u64) -> u64 {
        let before = |sequence: &&u64| **sequence < end;
        let counts = self.tables.iter().map(|table| table.values().filter(before).count());
        counts.sum::<usize>().try_into().expect("what is in memory can be counted")
    }

    fn pick(&self, key: &Key) -> usize {
        let [.., low] = self.picks.hash_one(key).to_be_bytes();
        usize::from(low)
    }
}

impl Default for KeyIndex {
    fn default() -> KeyIndex {
        KeyIndex {
            picks: RandomState::new(),
            tables: (0..KeyIndex::TABLES).map(|_| HashMap::new()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{NewGroup, NewRecord};
    use crate::digest::leaf;

    fn batch(sequence: u64) -> Batch {
        let record = NewRecord { bytes: b"{}".to_vec(), leaf: leaf(b"{}") };
        let key = format!("k{sequence}").parse().unwrap();
        let group = NewGroup { key, first: sequence, records: vec![record] };
        Batch { expected: sequence, groups: vec![group], blobs: Vec::new() }
    }

    #[test]
    fn a_writer_that_panics_leaves_the_store_usable() {
        let mut store = MemoryStore::new();
        assert_eq!(store.append(&batch(0)), Ok(Appended::Done));
        let clone = store.clone();
        let panicked = std::thread::spawn(move || {
            let _kept = clone.kept();
            panic!("while the lock is held");
        });
        assert!(panicked.join().is_err());
        assert!(store.kept.is_poisoned());
        assert_eq!(store.append(&batch(1)), Ok(Appended::Done));
        assert_eq!(store.end(), Ok(2));
    }

    #[test]
    fn keys_are_found_in_whichever_table_they_are() {
        let mut index = KeyIndex::default();
        let key = |number: u64| -> Key { format!("k{number}").parse().unwrap() };
        for number in 0..5_000 {
            assert_eq!(index.find(&key(number)), None);
            index.insert(key(number), number);
        }
        assert!((0..5_000).all(|number| index.find(&key(number)) == Some(number)));
        assert!(index.tables.iter().all(|table| !table.is_empty()), "all tables are used");
    }

    #[test]
    fn debug_says_how_much_there_is_and_not_what() {
        let mut store = MemoryStore::new();
        assert_eq!(store.append(&batch(0)), Ok(Appended::Done));
        assert_eq!(format!("{store:?}"), "MemoryStore(1 records)");
    }
}
