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
//! A snapshot lies beside it, in a file of the same name and `.snapshot`. It can be deleted.
//!
//! # How it commits
//!
//! Each append is one transaction with immediate durability and two-phase commit: two syncs, and
//! after a crash either all of it is there or nothing. Reads see the last commit. redb locks the
//! file while it is open, and repairs it when it is opened after a crash.
//!
//! | file | idea |
//! |---|---|
//! | `guarded` | the open database, and what becomes of a panic of redb |
//! | `beside` | the files that lie beside the journal's: a new one, and a snapshot |
//! | `tables` | what is written into the tables and read from them, inside a transaction |

mod beside;
mod guarded;
mod tables;

use super::{Appended, Store, StoreError, Stored, check_batch};
use crate::batch::Batch;
use crate::digest::Digest;
use crate::merkle::CompactRange;
use crate::told::Key;
use guarded::Guarded;
use redb::{Builder, Database, DatabaseError, StorageError};
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

const NO_REDB_FILE: &str = "it is no redb file";

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
    open: Arc<Guarded>,
    path: Arc<Path>,
}

impl FileStore {
    /// Opens the journal in this file, or makes a new one where no file is, or an empty one.
    ///
    /// Beside it lie files of the same name and `.snapshot`, and for a moment `.snapshot.new`,
    /// `.new` and `.making`: nothing else may have those names.
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
        if beside::is_missing(path)
            && let Some(made) = FileStore::make(path)?
        {
            return Ok(made);
        }
        FileStore::opened(path, |builder| builder.create(path))
    }

    /// Makes a journal beside its place and puts it there: redb writes the beginning of a file
    /// last, and what a crash leaves of one is no redb file. `None` when somebody was faster.
    fn make(path: &Path) -> Result<Option<FileStore>, StoreError> {
        let (lock, new) = (beside::named(path, ".making"), beside::named(path, ".new"));
        let Some(_held) = beside::lock(&lock)? else {
            return Err(StoreError::InUse { path: path.to_path_buf() });
        };
        // From here on nobody else makes one. The lock is removed only where a journal is in its
        // place: whoever has locked the removed file finds that journal, and goes back.
        let made = if beside::is_missing(path) {
            beside::remove(&new)?; // what a crash left
            let mut made = FileStore::opened(&new, |builder| builder.create(&new))?;
            beside::rename(&new, path)?;
            made.path = Arc::from(path);
            Some(made)
        } else {
            None
        };
        beside::remove(&lock)?;
        Ok(made)
    }

    /// The file, as it was named when it was opened.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The journal on something else than a file.
    #[cfg(test)]
    pub(super) fn on(backend: impl redb::StorageBackend) -> Result<FileStore, StoreError> {
        FileStore::opened(Path::new("disk"), |builder| builder.create_with_backend(backend))
    }

    /// The journal in a database: a new one if it has no tables yet.
    fn opened(
        path: &Path,
        create: impl FnOnce(&mut Builder) -> Result<Database, DatabaseError>,
    ) -> Result<FileStore, StoreError> {
        let open = Guarded::open(|| {
            create(Database::builder().set_cache_size(CACHE_BYTES))
                .map_err(|error| cannot_open(path, error))
        })?;
        if open.read(tables::are_none)? {
            open.write(tables::write_first_commit)?;
        }
        open.read(|transaction| {
            tables::check_meta(transaction, path)?;
            tables::check_numbers(transaction)
        })?;
        Ok(FileStore { open: Arc::new(open), path: Arc::from(path) })
    }
}

impl Store for FileStore {
    fn find(&self, key: &Key) -> Result<Option<u64>, StoreError> {
        self.open.read(|transaction| tables::find(transaction, key))
    }

    fn find_many(&self, keys: &[Key]) -> Result<Vec<Option<u64>>, StoreError> {
        self.open.read(|transaction| tables::find_many(transaction, keys))
    }

    fn append(&mut self, batch: &Batch) -> Result<Appended, StoreError> {
        check_batch(batch)?;
        if batch.groups.is_empty() {
            return Ok(Appended::Done);
        }
        self.open.write(|transaction| {
            let answer = tables::write_batch(&transaction, batch)?;
            match answer {
                Appended::Done => transaction.commit().map_err(failed)?,
                Appended::Behind { .. } | Appended::KeyOnFile { .. } => {
                    transaction.abort().map_err(failed)?;
                }
            }
            Ok(answer)
        })
    }

    fn end(&self) -> Result<u64, StoreError> {
        self.open.read(tables::end)
    }

    fn read(&self, sequence: u64) -> Result<Option<Stored>, StoreError> {
        self.open.read(|transaction| tables::read(transaction, sequence))
    }

    fn read_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Stored>, StoreError> {
        self.open.read(|transaction| tables::read_from(transaction, sequence, count_max))
    }

    fn blob(&self, digest: &Digest) -> Result<Option<Arc<str>>, StoreError> {
        self.open.read(|transaction| tables::blob(transaction, digest))
    }

    fn compact_range(&self) -> Result<CompactRange, StoreError> {
        self.open.read(tables::compact_range)
    }

    fn snapshot(&self) -> Result<Option<Vec<u8>>, StoreError> {
        beside::read(&beside::snapshot_of(&self.path))
    }

    fn keep_snapshot(&mut self, snapshot: &[u8]) -> Result<(), StoreError> {
        beside::replace(&beside::snapshot_of(&self.path), snapshot)
    }

    fn keys_before(&self, end: u64) -> Result<Option<u64>, StoreError> {
        self.open.read(|transaction| tables::keys_before(transaction, end)).map(Some)
    }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FileStore({})", self.path.display())
    }
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
