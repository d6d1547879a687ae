//! Keys checked against the records: what is looked up under a key is what was told under it.
//!
//! A leaf covers a record and not the row of the keys table that leads to it, so a byte flipped
//! there would make a command that is on file look new, or answer for another one. It knows how to
//! ask a store for each key that replay meets, and to count that there is no other. It reads no
//! table, and it keeps no key: one look-up for each group is all it costs.

use super::records::unreadable;
use super::{Store, StoreError, StoreRecords};
use crate::digest::Digest;
use crate::record::{Head, Record, RecordError, Records};
use crate::told::Key;
use std::cell::Cell;
use std::sync::Arc;

/// The records of a store, read in order from the first one to the last, each leaf checked and
/// each group looked up under its key.
#[derive(Debug)]
pub(crate) struct KeyedRecords<'a, S: Store + ?Sized> {
    store: &'a S,
    records: StoreRecords<'a, S>,
    /// The sequence after the last record read. One that is read again is not counted again.
    next: Cell<u64>,
    /// How many groups begin before it.
    groups: Cell<u64>,
}

impl<'a, S: Store + ?Sized> KeyedRecords<'a, S> {
    pub(crate) fn new(store: &'a S) -> KeyedRecords<'a, S> {
        KeyedRecords::after(store, 0, 0)
    }

    /// The same from a record on, before which so many groups begin.
    pub(crate) fn after(store: &'a S, next: u64, groups: u64) -> KeyedRecords<'a, S> {
        let records = StoreRecords::new(store);
        KeyedRecords { store, records, next: Cell::new(next), groups: Cell::new(groups) }
    }

    /// That the groups read so far are all that the keys lead to, once all records were read.
    pub(crate) fn check_no_other_key(&self) -> Result<(), StoreError> {
        let (next, groups) = (self.next.get(), self.groups.get());
        match self.store.keys_before(next)? {
            Some(keys) if keys != groups => {
                let what = format!("{keys} keys lead to the {groups} groups before record {next}");
                Err(StoreError::Damaged { what })
            }
            _ => Ok(()),
        }
    }

    /// That each group among these records is found under its key; returns them.
    fn checked(&self, records: Vec<Record>) -> Result<Vec<Record>, RecordError> {
        let key = |record: &Record| match &record.head {
            Head::First { told, .. } => Some((told.key.clone(), record.sequence)),
            Head::Later { .. } => None,
        };
        let (keys, sequences): (Vec<Key>, Vec<u64>) = records.iter().filter_map(key).unzip();
        let found = self.store.find_many(&keys).map_err(unreadable)?;
        for ((key, sequence), found) in keys.iter().zip(sequences).zip(found) {
            let found = match found {
                Some(found) if found == sequence => continue,
                Some(found) => format!("is filed at record {found}"),
                None => String::from("is not on file"),
            };
            let what = format!("record {sequence} was told under key {key}, which {found}");
            return Err(unreadable(StoreError::Damaged { what }));
        }
        for record in &records {
            self.count(record, u64::from(matches!(record.head, Head::First { .. })));
        }
        Ok(records)
    }

    fn count(&self, record: &Record, groups: u64) {
        if record.sequence >= self.next.get() {
            self.next.set(record.sequence + 1);
            self.groups.set(self.groups.get() + groups);
        }
    }
}

impl<S: Store + ?Sized> Records for KeyedRecords<'_, S> {
    fn end(&self) -> Result<u64, RecordError> {
        self.records.end()
    }

    fn record(&self, sequence: u64) -> Result<Record, RecordError> {
        let record = self.checked(vec![self.records.record(sequence)?])?.pop();
        record.ok_or(RecordError::Missing { sequence })
    }

    fn records_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Record>, RecordError> {
        self.checked(self.records.records_from(sequence, count_max)?)
    }

    fn records_without_whys(
        &self,
        sequence: u64,
        count_max: usize,
    ) -> Result<Vec<Record>, RecordError> {
        self.checked(self.records.records_without_whys(sequence, count_max)?)
    }

    fn blob(&self, digest: &Digest) -> Result<Arc<str>, RecordError> {
        self.records.blob(digest)
    }
}

/// That the group a key led to was told under that key.
pub(crate) fn check_told_under(key: &Key, first: u64, told: &Key) -> Result<(), StoreError> {
    if told == key {
        return Ok(());
    }
    let what = format!("key {key} is filed at record {first}, which was told under key {told}");
    Err(StoreError::Damaged { what })
}
