//! The tables of a journal's file: what is written into them and read from them.
//!
//! It knows their names, their rows and the numbers that must agree. It does not know when a
//! transaction begins or ends, nor the file. The front page of the room draws the tables.

use super::failed;
use crate::batch::Batch;
use crate::digest::Digest;
use crate::merkle::CompactRange;
use crate::store::{Appended, StoreError, Stored, answer_if_behind};
use crate::told::Key;
use redb::{
    ReadTransaction, ReadableTable, ReadableTableMetadata, TableDefinition, TableError,
    WriteTransaction,
};
use std::path::Path;
use std::sync::Arc;

const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
const RECORDS: TableDefinition<u64, &[u8]> = TableDefinition::new("records");
const KEYS: TableDefinition<&str, u64> = TableDefinition::new("keys");
const BLOBS: TableDefinition<[u8; 32], &[u8]> = TableDefinition::new("blobs");
const TREE: TableDefinition<&str, &[u8]> = TableDefinition::new("tree");

const HOLDS: &str = "holds";
const HOLDS_A_JOURNAL: &[u8] = b"referral-ledger journal";
const FORMAT: &str = "format";
/// The version of the tables above.
const FORMAT_VERSION: u64 = 1;
const RANGE: &str = "range";
const ANOTHER_PROGRAM: &str = "it is the redb file of another program";

/// Whether nothing was ever written.
pub(super) fn are_none(transaction: &ReadTransaction) -> Result<bool, StoreError> {
    let tables = transaction.list_tables().map_err(failed)?.count();
    let multimaps = transaction.list_multimap_tables().map_err(failed)?.count();
    Ok(tables + multimaps == 0)
}

/// Makes the tables of a new journal.
pub(super) fn write_first_commit(transaction: WriteTransaction) -> Result<(), StoreError> {
    {
        let mut meta = transaction.open_table(META).map_err(failed)?;
        meta.insert(HOLDS, HOLDS_A_JOURNAL).map_err(failed)?;
        let format = FORMAT_VERSION.to_string();
        meta.insert(FORMAT, format.as_bytes()).map_err(failed)?;
        transaction.open_table(RECORDS).map_err(failed)?;
        transaction.open_table(KEYS).map_err(failed)?;
        transaction.open_table(BLOBS).map_err(failed)?;
        let mut tree = transaction.open_table(TREE).map_err(failed)?;
        let range = CompactRange::new().to_bytes();
        tree.insert(RANGE, range.as_slice()).map_err(failed)?;
    }
    transaction.commit().map_err(failed)
}

/// That the file is a journal, and one this release reads.
pub(super) fn check_meta(transaction: &ReadTransaction, path: &Path) -> Result<(), StoreError> {
    let path = || path.to_path_buf();
    let not_ours = || StoreError::NotAJournal { path: path(), why: String::from(ANOTHER_PROGRAM) };
    let meta = transaction.open_table(META).map_err(|error| match error {
        TableError::Storage(error) => failed(error),
        _ => not_ours(), // no such table, or one of another type
    })?;
    let holds = meta.get(HOLDS).map_err(failed)?;
    if holds.is_none_or(|holds| holds.value() != HOLDS_A_JOURNAL) {
        return Err(not_ours());
    }
    let format = meta.get(FORMAT).map_err(failed)?;
    let format = format.and_then(|format| str::from_utf8(format.value()).ok()?.parse().ok());
    match format {
        Some(FORMAT_VERSION) => Ok(()),
        Some(found) if found > FORMAT_VERSION => {
            Err(StoreError::NewerFormat { path: path(), found, known: FORMAT_VERSION })
        }
        _ => {
            let what = String::from("its file format is none that a release ever wrote");
            Err(StoreError::Damaged { what })
        }
    }
}

/// That the records run without a gap and the compact range is over all of them.
pub(super) fn check_numbers(transaction: &ReadTransaction) -> Result<(), StoreError> {
    let records = transaction.open_table(RECORDS).map_err(failed)?;
    let count = records.len().map_err(failed)?;
    let last = records.last().map_err(failed)?.map(|(sequence, _)| sequence.value());
    if last != count.checked_sub(1) {
        let last = last.map_or(String::from("none"), |last| last.to_string());
        let what = format!("it has {count} records and the last one is {last}");
        return Err(StoreError::Damaged { what });
    }
    read_range(&transaction.open_table(TREE).map_err(failed)?, count)?;
    transaction.open_table(KEYS).map_err(failed)?;
    transaction.open_table(BLOBS).map_err(failed)?;
    Ok(())
}

/// Where the group told under this key begins.
pub(super) fn find(transaction: &ReadTransaction, key: &Key) -> Result<Option<u64>, StoreError> {
    let keys = transaction.open_table(KEYS).map_err(failed)?;
    let sequence = keys.get(key.as_str()).map_err(failed)?;
    Ok(sequence.map(|sequence| sequence.value()))
}

/// The same for many keys.
pub(super) fn find_many(
    transaction: &ReadTransaction,
    keys: &[Key],
) -> Result<Vec<Option<u64>>, StoreError> {
    let table = transaction.open_table(KEYS).map_err(failed)?;
    let find = |key: &Key| {
        let sequence = table.get(key.as_str()).map_err(failed)?;
        Ok(sequence.map(|sequence| sequence.value()))
    };
    keys.iter().map(find).collect()
}

/// How many keys lead to a record before this one. A key that leads beyond the last is damage.
pub(super) fn keys_before(transaction: &ReadTransaction, end: u64) -> Result<u64, StoreError> {
    let count = self::end(transaction)?;
    let keys = transaction.open_table(KEYS).map_err(failed)?;
    let mut before = 0;
    for entry in keys.range::<&str>(..).map_err(failed)? {
        let (key, sequence) = entry.map_err(failed)?;
        let sequence = sequence.value();
        if sequence >= count {
            let what = format!("key {} is filed at record {sequence} of {count}", key.value());
            return Err(StoreError::Damaged { what });
        }
        before += u64::from(sequence < end);
    }
    Ok(before)
}

/// How many records there are.
pub(super) fn end(transaction: &ReadTransaction) -> Result<u64, StoreError> {
    transaction.open_table(RECORDS).map_err(failed)?.len().map_err(failed)
}

/// The record of this sequence.
pub(super) fn read(
    transaction: &ReadTransaction,
    sequence: u64,
) -> Result<Option<Stored>, StoreError> {
    let records = transaction.open_table(RECORDS).map_err(failed)?;
    let value = records.get(sequence).map_err(failed)?;
    value.map(|value| split_value(sequence, value.value())).transpose()
}

/// The records from this sequence on, without a gap.
pub(super) fn read_from(
    transaction: &ReadTransaction,
    sequence: u64,
    count_max: usize,
) -> Result<Vec<Stored>, StoreError> {
    let records = transaction.open_table(RECORDS).map_err(failed)?;
    let mut found = Vec::new();
    let entries = records.range(sequence..).map_err(failed)?;
    for (wanted, entry) in (sequence..=u64::MAX).zip(entries) {
        if found.len() == count_max {
            break;
        }
        let (sequence, value) = entry.map_err(failed)?;
        if sequence.value() != wanted {
            break; // a gap ends the records, as it does for one read after the other
        }
        found.push(split_value(wanted, value.value())?);
    }
    Ok(found)
}

/// The text filed under this digest.
pub(super) fn blob(
    transaction: &ReadTransaction,
    digest: &Digest,
) -> Result<Option<Arc<str>>, StoreError> {
    let blobs = transaction.open_table(BLOBS).map_err(failed)?;
    let Some(value) = blobs.get(digest.as_bytes()).map_err(failed)? else { return Ok(None) };
    match str::from_utf8(value.value()) {
        Ok(text) => Ok(Some(Arc::from(text))),
        Err(_) => Err(StoreError::Damaged { what: format!("the text {digest} is not in UTF-8") }),
    }
}

/// The compact range over all records.
pub(super) fn compact_range(transaction: &ReadTransaction) -> Result<CompactRange, StoreError> {
    let count = end(transaction)?;
    read_range(&transaction.open_table(TREE).map_err(failed)?, count)
}

/// Writes a checked batch into a transaction. Unless the answer is `Done`, abort the transaction.
pub(super) fn write_batch(
    transaction: &WriteTransaction,
    batch: &Batch,
) -> Result<Appended, StoreError> {
    let mut records = transaction.open_table(RECORDS).map_err(failed)?;
    let end = records.len().map_err(failed)?;
    if let Some(behind) = answer_if_behind(batch, end)? {
        return Ok(behind);
    }
    let mut keys = transaction.open_table(KEYS).map_err(failed)?;
    for group in &batch.groups {
        // Inserting tells what was there before: one descent instead of two.
        let before = keys.insert(group.key.as_str(), group.first).map_err(failed)?;
        if let Some(sequence) = before.map(|before| before.value()) {
            return Ok(Appended::KeyOnFile { key: group.key.clone(), sequence });
        }
    }

    // After this point only redb can refuse.
    let mut tree = transaction.open_table(TREE).map_err(failed)?;
    let mut range = read_range(&tree, end)?;
    let mut value = Vec::new();
    for (sequence, record) in (end..).zip(batch.records()) {
        value.clear();
        value.extend_from_slice(record.leaf.as_bytes());
        value.extend_from_slice(&record.bytes);
        records.insert(sequence, value.as_slice()).map_err(failed)?;
        range.push(record.leaf);
    }
    tree.insert(RANGE, range.to_bytes().as_slice()).map_err(failed)?;
    if !batch.blobs.is_empty() {
        let mut blobs = transaction.open_table(BLOBS).map_err(failed)?;
        for (digest, text) in &batch.blobs {
            blobs.insert(digest.as_bytes(), text.as_bytes()).map_err(failed)?;
        }
    }
    Ok(Appended::Done)
}

/// The compact range, which must be over this many records.
fn read_range(
    tree: &impl ReadableTable<&'static str, &'static [u8]>,
    count: u64,
) -> Result<CompactRange, StoreError> {
    let damaged = |what: String| StoreError::Damaged { what };
    let value = tree.get(RANGE).map_err(failed)?;
    let value = value.ok_or_else(|| damaged(String::from("its compact range is missing")))?;
    let range = CompactRange::from_bytes(value.value()).map_err(|why| damaged(why.to_string()))?;
    if range.size() != count {
        let size = range.size();
        return Err(damaged(format!("its compact range is over {size} records of {count}")));
    }
    Ok(range)
}

/// Splits what the records table holds into leaf and bytes.
fn split_value(sequence: u64, value: &[u8]) -> Result<Stored, StoreError> {
    let Some((leaf, bytes)) = value.split_first_chunk() else {
        let what = format!("record {sequence} has {} bytes of the 32 of its leaf", value.len());
        return Err(StoreError::Damaged { what });
    };
    Ok(Stored { leaf: Digest::from_bytes(*leaf), bytes: bytes.to_vec() })
}
