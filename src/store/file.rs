//! The file store: a journal in one file on disk, kept by redb.
//!
//! It knows the tables of the file, when a file is a journal, and how an append becomes one
//! transaction. It does not know how redb lays out its pages, and it does not check leaves: see
//! [`StoreRecords`](super::StoreRecords).
//!
//! # The file, table by table
//!
//! ```text
//! meta     text            -> bytes           "holds"  -> "referral-ledger journal"
//!                                             "format" -> "1", in decimal digits
//! records  sequence (u64)  -> bytes           | leaf, 32 bytes | the exact bytes of the record |
//! keys     key (text)      -> sequence (u64)  of part 1 of the group told under this key
//! blobs    32 bytes        -> bytes           SHA-256 of a text -> the text, in UTF-8
//! tree     text            -> bytes           "range"  -> the compact range over all leaves:
//!                                             | size, 8 bytes | each peak, 32 bytes ...       |
//! ```
//!
//! Sequences run from 0 without a gap, so the number of records, the key of the last one plus one
//! and the size of the range are one number. Opening checks that.
//!
//! # How it commits
//!
//! Each append is one transaction with immediate durability and two-phase commit: two syncs, and
//! after a crash either all of it is there or nothing. Reads see the last commit. redb locks the
//! file while it is open, and repairs it when it is opened after a crash.

use super::{Appended, Store, StoreError, Stored, answer_if_behind, check_batch};
use crate::batch::Batch;
use crate::digest::Digest;
use crate::merkle::CompactRange;
use crate::told::Key;
use redb::{
    Database, DatabaseError, Durability, ReadTransaction, ReadableDatabase, ReadableTable,
    ReadableTableMetadata, StorageError, TableDefinition, TableError, WriteTransaction,
};
use std::fmt;
use std::io;
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
/// redb writes the beginning of a new file last, so both look the same.
const NO_REDB_FILE: &str =
    "it is no redb file, or one whose making was cut short before anything was stored";

/// How much of the file is cached. A backend that embeds a journal has other uses for its memory:
/// redb alone would take up to 1 GiB. The operating system caches the file as well.
const CACHE_BYTES: usize = 128 << 20;

/// A store in one file. Clones share the open file; it closes when the last of them is dropped.
///
/// ```
/// use referral_ledger::store::{FileStore, Store, StoreError};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("journal.redb");
/// let store = FileStore::open(&path)?;
/// assert_eq!(store.end()?, 0);
///
/// // One store has the file; whoever wants to share it clones that one.
/// assert_eq!(FileStore::open(&path).unwrap_err(), StoreError::InUse { path });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct FileStore {
    database: Arc<Database>,
    path: Arc<Path>,
}

impl FileStore {
    /// Opens the journal in this file, or makes a new one where no file, or an empty one, is.
    ///
    /// # Errors
    /// [`StoreError::InUse`] while somebody else has it open, [`StoreError::NotAJournal`] and
    /// [`StoreError::NewerFormat`] for a file this release does not read,
    /// [`StoreError::Damaged`] when its tables contradict each other, and
    /// [`StoreError::Backend`] when the file cannot be read or written.
    ///
    /// ```
    /// use referral_ledger::store::{FileStore, StoreError};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("journal.txt");
    /// std::fs::write(&path, "date,amount\n")?;
    /// assert!(matches!(FileStore::open(&path), Err(StoreError::NotAJournal { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<FileStore, StoreError> {
        let path = path.as_ref();
        let database = Database::builder()
            .set_cache_size(CACHE_BYTES)
            .create(path)
            .map_err(|error| cannot_open(path, error))?;
        FileStore::over(database, path)
    }

    /// The file, as it was named when it was opened.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The journal in an open database: a new one if it has no tables yet. A crash between making
    /// the file and the first commit leaves just that.
    pub(super) fn over(database: Database, path: &Path) -> Result<FileStore, StoreError> {
        let store = FileStore { database: Arc::new(database), path: Arc::from(path) };
        if store.has_no_tables()? {
            store.write_first_commit()?;
            sync_folder(path)?;
        }
        store.check_meta()?;
        store.check_numbers()?;
        Ok(store)
    }

    fn has_no_tables(&self) -> Result<bool, StoreError> {
        let transaction = self.begin_read()?;
        let tables = transaction.list_tables().map_err(failed)?.count();
        let multimaps = transaction.list_multimap_tables().map_err(failed)?.count();
        Ok(tables + multimaps == 0)
    }

    fn write_first_commit(&self) -> Result<(), StoreError> {
        let transaction = self.begin_write()?;
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
    fn check_meta(&self) -> Result<(), StoreError> {
        let path = || self.path.to_path_buf();
        let transaction = self.begin_read()?;
        let not_ours =
            || StoreError::NotAJournal { path: path(), why: String::from(ANOTHER_PROGRAM) };
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
    fn check_numbers(&self) -> Result<(), StoreError> {
        let transaction = self.begin_read()?;
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

    fn begin_read(&self) -> Result<ReadTransaction, StoreError> {
        self.database.begin_read().map_err(failed)
    }

    fn begin_write(&self) -> Result<WriteTransaction, StoreError> {
        let mut transaction = self.database.begin_write().map_err(failed)?;
        transaction.set_durability(Durability::Immediate).map_err(failed)?;
        transaction.set_two_phase_commit(true);
        Ok(transaction)
    }
}

impl Store for FileStore {
    fn find(&self, key: &Key) -> Result<Option<u64>, StoreError> {
        let keys = self.begin_read()?.open_table(KEYS).map_err(failed)?;
        let sequence = keys.get(key.as_str()).map_err(failed)?;
        Ok(sequence.map(|sequence| sequence.value()))
    }

    fn append(&mut self, batch: &Batch) -> Result<Appended, StoreError> {
        check_batch(batch)?;
        if batch.groups.is_empty() {
            return Ok(Appended::Done);
        }
        let transaction = self.begin_write()?;
        let answer = write_batch(&transaction, batch)?;
        match answer {
            Appended::Done => transaction.commit().map_err(failed)?,
            Appended::Behind { .. } | Appended::KeyOnFile { .. } => {
                transaction.abort().map_err(failed)?;
            }
        }
        Ok(answer)
    }

    fn end(&self) -> Result<u64, StoreError> {
        let records = self.begin_read()?.open_table(RECORDS).map_err(failed)?;
        records.len().map_err(failed)
    }

    fn read(&self, sequence: u64) -> Result<Option<Stored>, StoreError> {
        let records = self.begin_read()?.open_table(RECORDS).map_err(failed)?;
        let value = records.get(sequence).map_err(failed)?;
        value.map(|value| split_value(sequence, value.value())).transpose()
    }

    fn read_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Stored>, StoreError> {
        let records = self.begin_read()?.open_table(RECORDS).map_err(failed)?;
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

    fn blob(&self, digest: &Digest) -> Result<Option<Arc<str>>, StoreError> {
        let blobs = self.begin_read()?.open_table(BLOBS).map_err(failed)?;
        let Some(value) = blobs.get(digest.as_bytes()).map_err(failed)? else { return Ok(None) };
        match str::from_utf8(value.value()) {
            Ok(text) => Ok(Some(Arc::from(text))),
            Err(_) => {
                Err(StoreError::Damaged { what: format!("the text {digest} is not in UTF-8") })
            }
        }
    }

    fn compact_range(&self) -> Result<CompactRange, StoreError> {
        let transaction = self.begin_read()?;
        let count = transaction.open_table(RECORDS).map_err(failed)?.len().map_err(failed)?;
        read_range(&transaction.open_table(TREE).map_err(failed)?, count)
    }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FileStore({})", self.path.display())
    }
}

/// Writes a checked batch into a transaction. Unless the answer is `Done`, abort the transaction.
fn write_batch(transaction: &WriteTransaction, batch: &Batch) -> Result<Appended, StoreError> {
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

/// Makes the name of a new file as durable as its content.
#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    // Without the right to read the folder, or on a file system that cannot sync one, the name is
    // as durable as that system makes it.
    let Ok(opened) = std::fs::File::open(folder) else { return Ok(()) };
    match opened.sync_all() {
        Err(error) if error.kind() != io::ErrorKind::InvalidInput => Err(StoreError::Backend {
            problem: format!("folder {}: {error}", folder.display()),
            transient: false,
        }),
        _ => Ok(()),
    }
}

/// Elsewhere a folder cannot be opened for syncing, and its entries are durable without it.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Why redb could not open the file.
fn cannot_open(path: &Path, error: DatabaseError) -> StoreError {
    let path = || path.to_path_buf();
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            StoreError::InUse { path: path() }
        }
        DatabaseError::UpgradeRequired(format) => StoreError::NotAJournal {
            path: path(),
            why: format!("it has redb's old file format {format}, which no journal ever had"),
        },
        // What redb says of a file that does not begin with its magic number.
        DatabaseError::Storage(StorageError::Io(error))
            if error.kind() == io::ErrorKind::InvalidData =>
        {
            StoreError::NotAJournal { path: path(), why: String::from(NO_REDB_FILE) }
        }
        DatabaseError::Storage(StorageError::Io(error)) => StoreError::Backend {
            problem: format!("{}: {error}", path().display()),
            transient: false,
        },
        other => failed(other),
    }
}

/// What an error of redb means here.
fn failed(error: impl Into<redb::Error>) -> StoreError {
    match error.into() {
        redb::Error::Corrupted(what) => StoreError::Damaged { what },
        error @ (redb::Error::TableDoesNotExist(_)
        | redb::Error::TableTypeMismatch { .. }
        | redb::Error::TableIsMultimap(_)
        | redb::Error::TypeDefinitionChanged { .. }) => {
            StoreError::Damaged { what: error.to_string() }
        }
        error => StoreError::Backend { problem: error.to_string(), transient: false },
    }
}
