//! Records read from a store, each one checked on the way.
//!
//! It knows how the bytes of a store become records: a leaf is computed again from the bytes and
//! compared, a text is hashed again. It caches nothing and repairs nothing.

use super::{Store, StoreError, Stored};
use crate::digest::{Digest, leaf};
use crate::record::{Record, RecordError, Records};
use std::sync::Arc;

/// The records of a store.
///
/// Every read hashes what it returns, because a store does not notice an edited byte: of the bits
/// flipped in a closed file of redb 4.5.0, 71 % gave a wrong value without an error.
///
/// ```
/// use referral_ledger::batch::{Batch, NewGroup, NewRecord};
/// use referral_ledger::digest::leaf;
/// use referral_ledger::record::{RecordError, Records};
/// use referral_ledger::store::{Appended, MemoryStore, Store, StoreRecords};
///
/// // A leaf that is not the hash of the bytes beside it.
/// let edited = NewRecord { bytes: b"{ }".to_vec(), leaf: leaf(b"{}") };
/// let group = NewGroup { key: "webhook-8f31".parse()?, first: 0, records: vec![edited] };
/// let mut store = MemoryStore::new();
/// let batch = Batch { expected: 0, groups: vec![group], blobs: Vec::new() };
/// assert_eq!(store.append(&batch)?, Appended::Done);
///
/// let records = StoreRecords::new(&store);
/// assert_eq!(records.end(), Ok(1));
/// assert_eq!(records.record(0), Err(RecordError::Damaged { sequence: 0 }));
/// assert_eq!(records.record(1), Err(RecordError::Missing { sequence: 1 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct StoreRecords<'a, S: Store + ?Sized>(&'a S);

impl<'a, S: Store + ?Sized> StoreRecords<'a, S> {
    /// The records of this store.
    #[must_use]
    pub const fn new(store: &'a S) -> StoreRecords<'a, S> {
        StoreRecords(store)
    }

    fn all(
        &self,
        sequence: u64,
        count_max: usize,
        read: fn(u64, &[u8]) -> Result<Record, RecordError>,
    ) -> Result<Vec<Record>, RecordError> {
        let stored = self.0.read_from(sequence, count_max).map_err(unreadable)?;
        let mut records = Vec::with_capacity(stored.len());
        for (sequence, stored) in (sequence..).zip(&stored) {
            records.push(read(sequence, checked(sequence, stored)?)?);
        }
        Ok(records)
    }
}

impl<S: Store + ?Sized> Records for StoreRecords<'_, S> {
    fn end(&self) -> Result<u64, RecordError> {
        self.0.end().map_err(unreadable)
    }

    fn record(&self, sequence: u64) -> Result<Record, RecordError> {
        let stored = self.0.read(sequence).map_err(unreadable)?;
        let stored = stored.ok_or(RecordError::Missing { sequence })?;
        Record::from_bytes(sequence, checked(sequence, &stored)?)
    }

    fn records_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Record>, RecordError> {
        self.all(sequence, count_max, Record::from_bytes)
    }

    fn records_without_whys(
        &self,
        sequence: u64,
        count_max: usize,
    ) -> Result<Vec<Record>, RecordError> {
        self.all(sequence, count_max, Record::without_whys)
    }

    fn blob(&self, digest: &Digest) -> Result<Arc<str>, RecordError> {
        let text = self.0.blob(digest).map_err(unreadable)?;
        text.filter(|text| Digest::sha256(text.as_bytes()) == *digest)
            .ok_or(RecordError::Blob { digest: *digest })
    }
}

/// The bytes of a record, if they have the hash stored beside them.
fn checked(sequence: u64, stored: &Stored) -> Result<&[u8], RecordError> {
    if leaf(&stored.bytes) != stored.leaf {
        return Err(RecordError::Damaged { sequence });
    }
    Ok(&stored.bytes)
}

/// What a fault of a store is to whoever wanted a record.
pub(super) fn unreadable(error: StoreError) -> RecordError {
    RecordError::Unreadable { problem: error.to_string(), transient: error.is_transient() }
}
