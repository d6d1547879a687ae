//! Records: the links of the journal, their bytes, and how they are read back.
//!
//! A record is one canonical JSON object: UTF-8, no blanks, keys in declared order. A command
//! yields a group of 1 to n records, appended atomically; told and command stand in part 1, later
//! parts name its sequence. A key that is the command's natural one is not written. The leaf of a
//! record is the hash of its exact bytes, so verifying never serialises anything again.
//!
//! | file | idea |
//! |---|---|
//! | `wire` | the bytes of a record |
//! | `group` | all records of one command |

mod group;
mod wire;

use crate::command::Command;
use crate::digest::Digest;
use crate::event::Event;
use crate::told::Told;
use std::sync::Arc;

pub use group::{Group, Groups};

/// The most bytes a record may have: what a tile of a transparency log can carry as one entry.
pub const RECORD_BYTES_MAX: usize = 65_535;

/// The version of the envelope this release writes.
pub const FORMAT: u16 = 1;
/// The version of the events this release writes.
pub const EVENT_VERSION: u16 = 1;
/// The version of the calculation this release decides with.
pub const CALCULATION: u16 = 1;

/// What a group was told, or where to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // almost every record is a first part
pub enum Head {
    /// Part 1: who told it, and the command as accepted.
    First {
        /// When, by whom, under which key.
        told: Told,
        /// The command.
        command: Command,
    },
    /// A later part: the sequence of part 1.
    Later {
        /// The sequence of part 1.
        group: u64,
    },
}

/// One link of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Envelope, event and calculation version.
    pub versions: [u16; 3],
    /// Its place in the journal, counted from 0; also its index in the Merkle tree.
    pub sequence: u64,
    /// Which part of its group this is, counted from 1.
    pub part: u32,
    /// How many parts the group has.
    pub parts: u32,
    /// What was told.
    pub head: Head,
    /// What it caused.
    pub events: Vec<Event>,
}

/// Why bytes are no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// Not the JSON of a record.
    #[error("record {sequence} cannot be read: {problem}")]
    Malformed {
        /// The sequence it is stored under.
        sequence: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// Written by a newer release.
    #[error(
        "record {sequence} has versions {versions:?} and this release reads up to {known:?}: \
         open the journal with the release that wrote it",
        known = [FORMAT, EVENT_VERSION, CALCULATION]
    )]
    Newer {
        /// The sequence it is stored under.
        sequence: u64,
        /// Its envelope, event and calculation version.
        versions: [u16; 3],
    },
    /// Its leaf is not the hash of its bytes.
    #[error("record {sequence} is damaged: its bytes do not have the hash stored beside them")]
    Damaged {
        /// The sequence it is stored under.
        sequence: u64,
    },
    /// It is not there.
    #[error("record {sequence} is missing")]
    Missing {
        /// The sequence asked for.
        sequence: u64,
    },
    /// A blob is missing or damaged.
    #[error("the text with digest {digest} is missing or damaged")]
    Blob {
        /// The digest asked for.
        digest: Digest,
    },
    /// The place the records are kept in failed.
    #[error("the records cannot be read: {problem}")]
    Unreadable {
        /// What failed.
        problem: String,
        /// Whether reading again may do.
        transient: bool,
    },
}

/// Where records can be read from: a journal, or a history of the test kit.
pub trait Records {
    /// The sequence the next record will have; also how many there are.
    ///
    /// # Errors
    /// [`RecordError::Unreadable`] when the place they are kept in fails.
    fn end(&self) -> Result<u64, RecordError>;

    /// The record of this sequence, its leaf checked.
    ///
    /// # Errors
    /// [`RecordError`]: missing, damaged, not a record, of a newer release, or unreadable.
    fn record(&self, sequence: u64) -> Result<Record, RecordError>;

    /// The records from this sequence on, at most `count_max` of them; fewer at the end, or before
    /// one that is gone.
    ///
    /// The same as that many calls of [`Records::record`], which is what it does unless there is a
    /// faster way.
    ///
    /// # Errors
    /// As [`Records::record`], for the first that cannot be read.
    fn records_from(&self, sequence: u64, count_max: usize) -> Result<Vec<Record>, RecordError> {
        (sequence..self.end()?).take(count_max).map(|at| self.record(at)).collect()
    }

    /// The same records, read by [`Record::without_whys`] where there is a faster way: all that
    /// applying them to a ledger needs.
    ///
    /// # Errors
    /// As [`Records::records_from`].
    fn records_without_whys(
        &self,
        sequence: u64,
        count_max: usize,
    ) -> Result<Vec<Record>, RecordError> {
        self.records_from(sequence, count_max)
    }

    /// The text stored under this digest, checked against it.
    ///
    /// # Errors
    /// [`RecordError::Blob`] when it is missing or damaged, or unreadable.
    fn blob(&self, digest: &Digest) -> Result<Arc<str>, RecordError>;
}

/// Where an event stands in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The sequence of its record.
    pub sequence: u64,
    /// Its index in the record.
    pub event: u32,
}
