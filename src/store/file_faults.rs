//! What a failing disk does to the file store: tests that need a disk of their own.
//!
//! The disk is one in memory. It counts its syncs and fails at a chosen operation, as a full disk
//! does. It loses no write that was not synced: that redb survives a loss of power was tried apart.

use super::file::FileStore;
use super::{Appended, Store, StoreError, Stored};
use crate::batch::{Batch, NewGroup, NewRecord};
use crate::digest::{Digest, leaf};
use redb::{Database, StorageBackend};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

const IN_MEMORY: &str = "what is in memory has an index";

/// A disk in memory that counts its syncs and fails for good after so many operations.
#[derive(Debug, Clone)]
struct Disk {
    bytes: Arc<Mutex<Vec<u8>>>,
    syncs: Arc<AtomicU64>,
    operations_left: Arc<AtomicU64>,
}

impl Disk {
    fn new(bytes: Vec<u8>, operations: u64) -> Disk {
        Disk {
            bytes: Arc::new(Mutex::new(bytes)),
            syncs: Arc::default(),
            operations_left: Arc::new(AtomicU64::new(operations)),
        }
    }

    fn open(&self) -> Result<FileStore, StoreError> {
        let database = Database::builder().create_with_backend(self.clone());
        let database = database.map_err(|error| StoreError::Backend {
            problem: error.to_string(),
            transient: false,
        })?;
        FileStore::over(database, Path::new("disk"))
    }

    /// The bytes, if the disk has not failed yet.
    fn operate<T>(&self, operation: impl FnOnce(&mut Vec<u8>) -> T) -> io::Result<T> {
        let left = self.operations_left.load(Ordering::SeqCst);
        let Some(left) = left.checked_sub(1) else {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        };
        self.operations_left.store(left, Ordering::SeqCst);
        Ok(operation(&mut self.bytes.lock().expect("no operation panics")))
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.operate(|bytes| bytes.len().try_into().expect("a length is a u64"))
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).expect(IN_MEMORY);
        self.operate(|bytes| out.copy_from_slice(&bytes[offset..offset + out.len()]))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.operate(|bytes| bytes.resize(len.try_into().expect(IN_MEMORY), 0))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.syncs.fetch_add(1, Ordering::SeqCst);
        self.operate(|_| ())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).expect(IN_MEMORY);
        self.operate(|bytes| bytes[offset..offset + data.len()].copy_from_slice(data))
    }
}

/// Batch number n: two records under one key, and a text.
fn batch(number: u64) -> Batch {
    let expected = 2 * number;
    let records = [expected, expected + 1].map(|sequence| {
        let bytes = format!("record {sequence}").into_bytes();
        NewRecord { leaf: leaf(&bytes), bytes }
    });
    let key = format!("k{number}").parse().expect("a key");
    let group = NewGroup { key, first: expected, records: records.to_vec() };
    let text = format!("t{number}");
    let blob = (Digest::sha256(text.as_bytes()), Arc::from(text));
    Batch { expected, groups: vec![group], blobs: vec![blob] }
}

#[test]
fn each_append_is_synced_twice_before_it_is_done() {
    let disk = Disk::new(Vec::new(), u64::MAX);
    let mut store = disk.open().expect("the disk works");
    for number in 0..5 {
        let before = disk.syncs.load(Ordering::SeqCst);
        assert_eq!(store.append(&batch(number)), Ok(Appended::Done));
        let syncs = disk.syncs.load(Ordering::SeqCst) - before;
        assert!(syncs >= 2, "two-phase commit syncs twice, and this one {syncs} times");
    }
}

#[test]
fn what_changes_nothing_is_not_synced() {
    let disk = Disk::new(Vec::new(), u64::MAX);
    let mut store = disk.open().expect("the disk works");
    assert_eq!(store.append(&batch(0)), Ok(Appended::Done));
    let before = disk.syncs.load(Ordering::SeqCst);
    let empty = Batch { expected: 2, groups: Vec::new(), blobs: Vec::new() };
    assert_eq!(store.append(&empty), Ok(Appended::Done));
    assert_eq!(store.append(&batch(0)), Ok(Appended::Behind { end: 2 }));
    assert_eq!(disk.syncs.load(Ordering::SeqCst), before);
}

#[test]
fn after_an_error_nothing_is_appended_until_the_store_is_opened_again() {
    let disk = Disk::new(Vec::new(), u64::MAX);
    let mut store = disk.open().expect("the disk works");
    assert_eq!(store.append(&batch(0)), Ok(Appended::Done));
    disk.operations_left.store(0, Ordering::SeqCst);
    let full = store.append(&batch(1));
    assert!(matches!(full, Err(StoreError::Backend { transient: false, .. })), "{full:?}");

    // The cause is gone, but what the disk holds may not be what the store believes.
    disk.operations_left.store(u64::MAX, Ordering::SeqCst);
    for _ in 0..2 {
        let refused = store.append(&batch(1));
        assert!(matches!(refused, Err(StoreError::Backend { .. })), "{refused:?}");
    }
    drop(store);
    let mut store = disk.open().expect("the disk works");
    assert_eq!(store.end(), Ok(2));
    assert_eq!(store.append(&batch(1)), Ok(Appended::Done));
}

#[test]
fn a_disk_that_fails_at_any_operation_loses_nothing_that_was_done() {
    const BATCHES: u64 = 3;
    let mut failures = 0;
    for operations in 0.. {
        let disk = Disk::new(Vec::new(), operations);
        let mut done = 0;
        let end = disk.open().and_then(|mut store| {
            for number in 0..BATCHES {
                let answer = store.append(&batch(number))?;
                assert_eq!(answer, Appended::Done);
                done += 1;
            }
            store.end()
        });
        let error = match end {
            Ok(end) => {
                assert_eq!(end, 2 * BATCHES);
                break;
            }
            Err(error) => error,
        };
        failures += 1;
        let full = matches!(&error, StoreError::Backend { transient: false, .. });
        assert!(full, "after {operations} operations: {error}");

        // The disk is repaired, and the store opened again on what it holds.
        let bytes = disk.bytes.lock().expect("no operation panics").clone();
        if bytes.starts_with(&[0; 9]) {
            assert_eq!(done, 0);
            continue; // redb writes the beginning last: the making of the file was cut short
        }
        let store = Disk::new(bytes, u64::MAX).open().expect("the disk works");
        let stored = store.end().expect("the disk works") / 2;
        assert!(stored == done || stored == done + 1, "{stored} batches of {done} done");
        for number in 0..BATCHES {
            let Batch { expected, groups, blobs } = batch(number);
            let there = number < stored;
            assert_eq!(store.find(&groups[0].key), Ok(there.then_some(expected)));
            assert_eq!(store.blob(&blobs[0].0), Ok(there.then(|| Arc::clone(&blobs[0].1))));
            for (sequence, record) in (expected..).zip(&groups[0].records) {
                let NewRecord { leaf, bytes } = record.clone();
                assert_eq!(store.read(sequence), Ok(there.then_some(Stored { leaf, bytes })));
            }
        }
        assert_eq!(store.compact_range().map(|range| range.size()), Ok(2 * stored));
    }
    assert!(failures > 30, "only {failures} operations failed");
}
