//! The store room: where the bytes of a journal are kept, and the promises every keeper makes.
//!
//! It knows the trait [`Store`], what an append answers and how a store fails, and the checks on a
//! batch that all stores share. It knows nothing of commands and decisions: to a store a record is
//! bytes with a leaf. [`MemoryStore`] forgets; `FileStore`, with the feature `file`, keeps one file
//! on disk; [`StoreRecords`] reads either back as records, each one checked.
//!
//! # What a store promises
//!
//! - **All or nothing.** The records of a batch, their keys, the texts and the compact range are
//!   written in one commit. No reader ever sees a part of it.
//! - **Durable.** When `append` says [`Appended::Done`], the batch survives what the store is made
//!   to survive: the loss of power for a file, the loss of nothing for memory.
//! - **In order, for ever.** Sequences count from 0 without a gap; nothing is changed or removed.
//! - **Byte for byte.** What is read is what was appended, or an error.
//! - **Once per key.** A key that is on file is never taken a second time, by no writer.
//!
//! ```
//! use referral_ledger::batch::{Batch, NewGroup, NewRecord};
//! use referral_ledger::digest::leaf;
//! use referral_ledger::store::{Appended, MemoryStore, Store};
//!
//! let record = NewRecord { bytes: b"{}".to_vec(), leaf: leaf(b"{}") };
//! let group = NewGroup { key: "webhook-8f31".parse()?, first: 0, records: vec![record] };
//! let batch = Batch { expected: 0, groups: vec![group], blobs: Vec::new() };
//!
//! let mut store = MemoryStore::new();
//! assert_eq!(store.append(&batch)?, Appended::Done);
//! assert_eq!(store.end()?, 1);
//! assert_eq!(store.find(&"webhook-8f31".parse()?)?, Some(0));
//! assert_eq!(store.read(0)?.expect("just appended").bytes, b"{}");
//!
//! // The same batch once more: the writer has not seen what is on file by now.
//! assert_eq!(store.append(&batch)?, Appended::Behind { end: 1 });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What this room does not do
//!
//! - It keeps no ledger and decides nothing. It does not know who may append what.
//! - It makes no leaf: it takes the one beside the bytes. [`StoreRecords`] checks it on reading.
//! - It does not encrypt, back up or copy, and it cannot tell a file from an older copy of it.
//! - It does not wait for another process that has the file open; it says [`StoreError::InUse`].

#[cfg(feature = "file")]
#[cfg(test)]
mod faults;
#[cfg(feature = "file")]
mod file;
mod keys;
mod memory;
mod records;

use crate::batch::Batch;
use crate::digest::Digest;
use crate::merkle::CompactRange;
use crate::record::RECORD_BYTES_MAX;
use crate::told::Key;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "file")]
pub use file::FileStore;
pub(crate) use keys::{KeyedRecords, check_told_under};
pub use memory::MemoryStore;
pub use records::StoreRecords;

/// Where the records, keys and texts of one journal are kept.
///
/// The methods block until they are done. A store that is shared between writers, in one process
/// or in several, keeps its promises for all of them together: `expected` and the keys are checked
/// inside the commit. A store around another one hands every method on, also those that have a
/// default: it would lose the checks and the speed of the one inside.
pub trait Store {
    /// The sequence of part 1 of the group that was told under this key, if there is one.
    ///
    /// # Errors
    /// [`StoreError::Backend`] or [`StoreError::Damaged`].
    fn find(&self, key: &Key) -> Result<Option<u64>, StoreError>;

    /// The same for many keys, in their order.
    ///
    /// The same as that many calls of [`Store::find`], which is what it does unless a store knows a
    /// faster way. Made for opening a journal, where every key is looked up.
    ///
    /// # Errors
    /// [`StoreError::Backend`] or [`StoreError::Damaged`].
    fn find_many(&self, keys: &[Key]) -> Result<Vec<Option<u64>>, StoreError> {
        keys.iter().map(|key| self.find(key)).collect()
    }

    /// Appends a batch in one atomic, durable commit, or changes nothing.
    ///
    /// The ladder, in this order: a bad batch is [`StoreError::BadBatch`]; an empty one is
    /// [`Appended::Done`] without a commit; then `expected` is compared with the end
    /// ([`StoreError::Ahead`], [`Appended::Behind`]); then the keys are looked up, in the order of
    /// the groups ([`Appended::KeyOnFile`]). After this point the batch is stored.
    ///
    /// # Errors
    /// The two above, [`StoreError::Damaged`], and [`StoreError::Backend`]. After the last one the
    /// batch may be on file or not: open the store again and append again; if it was on file, the
    /// answer is [`Appended::Behind`].
    fn append(&mut self, batch: &Batch) -> Result<Appended, StoreError>;

    /// The sequence the next record will get; also how many records there are.
    ///
    /// # Errors
    /// [`StoreError::Backend`] or [`StoreError::Damaged`].
    fn end(&self) -> Result<u64, StoreError>;

    /// The record of this sequence, as it was appended; `None` from [`Store::end`] on.
    ///
    /// Its leaf is not compared with its bytes here; [`StoreRecords`] does that.
    ///
    /// # Errors
    /// [`StoreError::Backend`] or [`StoreError::Damaged`].
    fn read(&self, sequence: u64) -> Result<Option<Stored>, StoreError>;

    /// The records from this sequence on, in order, at most `count_max` of them; fewer only where
    /// the store ends.
    ///
    /// The same as that many calls of [`Store::read`], which is what it does unless a store knows
    /// a faster way. Made for replaying a journal from its beginning.
    ///
    /// # Errors
    /// [`StoreError::Backend`] or [`StoreError::Damaged`].
    fn read_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Stored>, StoreError> {
        let mut found = Vec::new();
        for sequence in (sequence..=u64::MAX).take(count_max) {
            let Some(stored) = self.read(sequence)? else { break };
            found.push(stored);
        }
        Ok(found)
    }

    /// The text that was appended under this digest, if there is one.
    ///
    /// # Errors
    /// [`StoreError::Backend`] or [`StoreError::Damaged`].
    fn blob(&self, digest: &Digest) -> Result<Option<Arc<str>>, StoreError>;

    /// The compact range over the leaves of all records, as the last commit wrote it.
    ///
    /// # Errors
    /// [`StoreError::Backend`] or [`StoreError::Damaged`].
    fn compact_range(&self) -> Result<CompactRange, StoreError>;

    /// The snapshot that was kept last, if there is one.
    ///
    /// A store need not keep snapshots: whoever opens a journal without one replays it.
    ///
    /// # Errors
    /// [`StoreError::Backend`]; a journal is then opened without it.
    fn snapshot(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }

    /// Keeps a snapshot in place of the one before; a store that keeps none forgets it.
    ///
    /// A snapshot is no record: it may be lost at any time, and is not trusted when it is read.
    ///
    /// # Errors
    /// [`StoreError::Backend`].
    fn keep_snapshot(&mut self, snapshot: &[u8]) -> Result<(), StoreError> {
        let _ = snapshot;
        Ok(())
    }

    /// How many keys lead to a record before this one; `None` from a store that cannot count them.
    ///
    /// Asked once, when a journal is opened: every group was then found under its key, and as many
    /// keys as groups mean that there is no other.
    ///
    /// # Errors
    /// [`StoreError::Backend`], or [`StoreError::Damaged`] for a key that leads beyond the end.
    fn keys_before(&self, end: u64) -> Result<Option<u64>, StoreError> {
        let _ = end;
        Ok(None)
    }
}

/// A record as a store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The leaf that was appended beside the bytes.
    pub leaf: Digest,
    /// The exact bytes that were appended.
    pub bytes: Vec<u8>,
}

/// What became of a batch. Two of the three changed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "only `Done` has stored the batch"]
pub enum Appended {
    /// The batch is stored, or there was nothing to store.
    Done,
    /// Another writer was faster: the store holds records this writer has not seen. Nothing was
    /// stored; read them, decide again and append again.
    Behind {
        /// The end of the store when the batch was refused.
        end: u64,
    },
    /// A key of the batch was told before. Nothing was stored, not even the groups before it.
    KeyOnFile {
        /// The first such key, in the order of the groups.
        key: Key,
        /// The sequence of part 1 of the group it was told with.
        sequence: u64,
    },
}

/// Why a store could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process, or another `FileStore` that is no clone of this one, has the file open.
    /// Transient: it passes when the other one closes.
    #[error(
        "journal {} is in use: close the process or store that has it open, or clone that store",
        path.display()
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file holds something else. Not transient; what it holds is left as it was.
    #[error(
        "{} is not a journal: {why}: name the journal's file, or a path where no file is",
        path.display()
    )]
    NotAJournal {
        /// The file.
        path: PathBuf,
        /// What it holds, or what it lacks.
        why: String,
    },
    /// A newer release wrote the file. Not transient.
    #[error(
        "journal {} has file format {found} and this release knows up to {known}: \
         open it with the release that wrote it, or a later one",
        path.display()
    )]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// The format the file says it has.
        found: u64,
        /// The newest format this release knows.
        known: u64,
    },
    /// What lies under the store failed: the disk is full, the file may not be written, the
    /// connection is lost. Transient only if it says so; a `FileStore` never does, because after
    /// an I/O error it appends nothing until all its clones are dropped and it is opened again.
    #[error("store failed: {problem}{}", way_out(*transient))]
    Backend {
        /// What failed, in the words of what lies under the store.
        problem: String,
        /// Whether the same call may succeed later without anybody doing anything.
        transient: bool,
    },
    /// The writer has seen more records than the store holds. Not transient.
    #[error(
        "batch begins at record {expected} and the store ends at {end}: it was rolled back or \
         replaced, so put the right one back, or open the journal again from what is there"
    )]
    Ahead {
        /// The sequence the batch begins with.
        expected: u64,
        /// The end of the store.
        end: u64,
    },
    /// The batch breaks a rule of [`check_batch`]: a bug of the caller. Not transient.
    #[error("batch cannot be appended: {why}")]
    BadBatch {
        /// The rule, and the place in the batch.
        why: String,
    },
    /// What is stored contradicts itself. Not transient.
    #[error("store is damaged: {what}: restore it from a copy")]
    Damaged {
        /// What was found, and where.
        what: String,
    },
}

impl StoreError {
    /// Whether the same call may succeed later, without anybody repairing anything.
    ///
    /// ```
    /// use referral_ledger::store::StoreError;
    ///
    /// assert!(StoreError::InUse { path: "journal.redb".into() }.is_transient());
    /// assert!(!StoreError::Ahead { expected: 7, end: 3 }.is_transient());
    /// ```
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        match self {
            StoreError::InUse { .. } => true,
            StoreError::Backend { transient, .. } => *transient,
            StoreError::NotAJournal { .. }
            | StoreError::NewerFormat { .. }
            | StoreError::Ahead { .. }
            | StoreError::BadBatch { .. }
            | StoreError::Damaged { .. } => false,
        }
    }
}

/// Checks a batch by itself, without a store. Every store calls this before anything else.
///
/// The rules: the first group begins at `expected` and each next one where the one before ends; no
/// group is empty; no key stands twice; no record is above [`RECORD_BYTES_MAX`]; a text has the
/// digest it is filed under, and comes with a group; the tree stays within
/// [`CompactRange::SIZE_MAX`] leaves.
///
/// The leaves of the records are taken as given: hashing every record a second time would cost as
/// much as the first, and [`StoreRecords`] hashes them whenever they are read.
///
/// # Errors
/// [`StoreError::BadBatch`] with the first rule that is broken.
///
/// ```
/// use referral_ledger::batch::{Batch, NewGroup};
/// use referral_ledger::store::check_batch;
///
/// let empty = NewGroup { key: "webhook-8f31".parse()?, first: 7, records: Vec::new() };
/// let batch = Batch { expected: 7, groups: vec![empty], blobs: Vec::new() };
/// assert_eq!(
///     check_batch(&batch).unwrap_err().to_string(),
///     "batch cannot be appended: the group told under webhook-8f31 has no record"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_batch(batch: &Batch) -> Result<(), StoreError> {
    broken_rule(batch).map_or(Ok(()), |why| Err(StoreError::BadBatch { why }))
}

/// The first rule of [`check_batch`] that the batch breaks, in words.
fn broken_rule(batch: &Batch) -> Option<String> {
    let mut next = batch.expected;
    let mut keys = HashSet::with_capacity(batch.groups.len());
    for group in &batch.groups {
        let (key, first) = (&group.key, group.first);
        if first != next {
            return Some(format!("the group told under {key} begins at {first} and not at {next}"));
        }
        if group.records.is_empty() {
            return Some(format!("the group told under {key} has no record"));
        }
        if !keys.insert(key) {
            return Some(format!("key {key} stands in it twice"));
        }
        for record in &group.records {
            if record.bytes.len() > RECORD_BYTES_MAX {
                let found = record.bytes.len();
                return Some(format!("record {next} has {found} bytes of {RECORD_BYTES_MAX}"));
            }
            if next >= CompactRange::SIZE_MAX {
                return Some(format!("there is no record {next}: sequences end before it"));
            }
            next += 1;
        }
    }
    if batch.groups.is_empty() && !batch.blobs.is_empty() {
        return Some(String::from("it has texts and no group that refers to them"));
    }
    let wrong =
        batch.blobs.iter().find(|(digest, text)| Digest::sha256(text.as_bytes()) != *digest);
    wrong.map(|(digest, _)| format!("a text is filed under {digest}, which is not its digest"))
}

/// Whether a batch fits the end of a store: the answer if it is behind, `None` if it may go on.
fn answer_if_behind(batch: &Batch, end: u64) -> Result<Option<Appended>, StoreError> {
    match batch.expected.cmp(&end) {
        Ordering::Less => Ok(Some(Appended::Behind { end })),
        Ordering::Equal => Ok(None),
        Ordering::Greater => Err(StoreError::Ahead { expected: batch.expected, end }),
    }
}

/// How the sentence of [`StoreError::Backend`] ends.
fn way_out(transient: bool) -> &'static str {
    if transient {
        ": try again"
    } else {
        ": remove the cause, then close the store and open it again"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Records;

    #[test]
    fn errors_name_the_thing_the_numbers_and_the_way_out() {
        let path = PathBuf::from("j.redb");
        let backend =
            |transient| StoreError::Backend { problem: String::from("disk full"), transient };
        let cases = [
            (
                StoreError::InUse { path: path.clone() },
                true,
                "journal j.redb is in use: close the process or store that has it open, \
                 or clone that store",
            ),
            (
                StoreError::NotAJournal { path: path.clone(), why: String::from("it is a poem") },
                false,
                "j.redb is not a journal: it is a poem: name the journal's file, \
                 or a path where no file is",
            ),
            (
                StoreError::NewerFormat { path, found: 3, known: 1 },
                false,
                "journal j.redb has file format 3 and this release knows up to 1: \
                 open it with the release that wrote it, or a later one",
            ),
            (
                backend(false),
                false,
                "store failed: disk full: remove the cause, then close the store and open it again",
            ),
            (backend(true), true, "store failed: disk full: try again"),
            (
                StoreError::Ahead { expected: 7, end: 3 },
                false,
                "batch begins at record 7 and the store ends at 3: it was rolled back or \
                 replaced, so put the right one back, or open the journal again from what is there",
            ),
            (
                StoreError::BadBatch { why: String::from("key k1 stands in it twice") },
                false,
                "batch cannot be appended: key k1 stands in it twice",
            ),
            (
                StoreError::Damaged { what: String::from("its compact range is missing") },
                false,
                "store is damaged: its compact range is missing: restore it from a copy",
            ),
        ];
        for (error, transient, sentence) in cases {
            assert_eq!(error.to_string(), sentence);
            assert_eq!(error.is_transient(), transient, "{sentence}");
        }
    }

    #[test]
    fn a_store_can_be_chosen_at_run_time() {
        let store: Box<dyn Store> = Box::new(MemoryStore::new());
        assert_eq!(StoreRecords::new(&*store).end(), Ok(0));
    }

    #[test]
    fn a_batch_may_use_the_very_last_sequence() {
        let last = CompactRange::SIZE_MAX - 1;
        let record = crate::batch::NewRecord { bytes: Vec::new(), leaf: Digest::sha256(b"") };
        let key: Key = "k0".parse().unwrap();
        let group = crate::batch::NewGroup { key, first: last, records: vec![record] };
        let mut batch = Batch { expected: last, groups: vec![group], blobs: Vec::new() };
        assert_eq!(check_batch(&batch), Ok(()));
        (batch.expected, batch.groups[0].first) = (last + 1, last + 1);
        assert!(matches!(check_batch(&batch), Err(StoreError::BadBatch { .. })));
    }
}
