//! Records: the links of the journal, their bytes, and how they are read back.
//!
//! A record is one canonical JSON object: UTF-8, no blanks, keys in declared order. A command
//! yields a group of 1 to n records, appended atomically; told and command stand in part 1, later
//! parts name its sequence. A key that is the command's natural one is not written. The leaf of a
//! record is the hash of its exact bytes, so verifying never serialises anything again.

mod group;

use crate::command::Command;
use crate::digest::Digest;
use crate::event::Event;
use crate::time::Timestamp;
use crate::told::{Actor, Key, Told};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use group::{Group, Groups};

/// The most bytes a record may have: what a tile of a transparency log can carry as one entry.
pub const RECORD_BYTES_MAX: usize = 65_535;

/// Room for the bytes of almost every record.
const USUAL_BYTES: usize = 1_024;

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

/// Told on the wire: the key stands there only when it is not the command's natural one.
#[derive(Serialize)]
struct ToldOut<'a> {
    at: Timestamp,
    by: &'a Actor,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a Key>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldIn {
    at: Timestamp,
    by: Actor,
    #[serde(default)]
    key: Option<Key>,
}

#[derive(Serialize)]
struct WireOut<'a> {
    v: [u16; 3],
    seq: u64,
    part: [u32; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<ToldOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'a Command>,
    events: &'a [Event],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireIn {
    v: [u16; 3],
    seq: u64,
    part: [u32; 2],
    #[serde(default)]
    group: Option<u64>,
    #[serde(default)]
    told: Option<ToldIn>,
    #[serde(default)]
    command: Option<Command>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct VersionsOnly {
    v: [u16; 3],
}

impl Record {
    /// The exact bytes that are stored and hashed.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (group, told, command) = match &self.head {
            Head::First { told, command } => {
                let key = (!told.key.is_natural(command)).then_some(&told.key);
                (None, Some(ToldOut { at: told.at, by: &told.by, key }), Some(command))
            }
            Head::Later { group } => (Some(*group), None, None),
        };
        let wire = WireOut {
            v: self.versions,
            seq: self.sequence,
            part: [self.part, self.parts],
            group,
            told,
            command,
            events: &self.events,
        };
        let mut bytes = Vec::with_capacity(USUAL_BYTES);
        serde_json::to_writer(&mut bytes, &wire)
            .expect("a record is JSON: its maps have text keys");
        bytes.shrink_to_fit();
        bytes
    }

    /// Reads the record that is stored under this sequence.
    ///
    /// # Errors
    /// [`RecordError::Newer`] when a newer release wrote it, [`RecordError::Malformed`] when the
    /// bytes are not a record or not that one.
    pub fn from_bytes(sequence: u64, bytes: &[u8]) -> Result<Record, RecordError> {
        let malformed = |problem: String| RecordError::Malformed { sequence, problem };
        let wire: WireIn = match serde_json::from_slice(bytes) {
            Ok(wire) => wire,
            Err(problem) => {
                return Err(match serde_json::from_slice::<VersionsOnly>(bytes) {
                    Ok(VersionsOnly { v }) if is_newer(v) => {
                        RecordError::Newer { sequence, versions: v }
                    }
                    _ => malformed(problem.to_string()),
                });
            }
        };
        if is_newer(wire.v) {
            return Err(RecordError::Newer { sequence, versions: wire.v });
        }
        if wire.seq != sequence {
            return Err(malformed(format!("it says it is record {}", wire.seq)));
        }
        let [part, parts] = wire.part;
        let head = match (part, wire.group, wire.told, wire.command) {
            (1, None, Some(ToldIn { at, by, key }), Some(command)) => {
                let key = key.unwrap_or_else(|| Key::of(&command));
                Head::First { told: Told { at, by, key }, command }
            }
            (2.., Some(group), None, None) => Head::Later { group },
            _ => return Err(malformed(format!("part {part} has the head of another part"))),
        };
        if part > parts {
            return Err(malformed(format!("part {part} of {parts}")));
        }
        Ok(Record { versions: wire.v, sequence, part, parts, head, events: wire.events })
    }
}

fn is_newer(versions: [u16; 3]) -> bool {
    versions[0] > FORMAT || versions[1] > EVENT_VERSION || versions[2] > CALCULATION
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
