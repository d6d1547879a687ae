//! A batch: what one append puts into a store, all of it or nothing.
//!
//! It holds the exact bytes of every record with their leaves, the idempotency keys of the groups
//! and the texts they refer to. Nothing here decides or reads anything.

use crate::digest::Digest;
use crate::told::Key;
use std::sync::Arc;

/// The bytes of a record and their leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// The exact bytes to store.
    pub bytes: Vec<u8>,
    /// Their RFC 6962 leaf hash.
    pub leaf: Digest,
}

/// The records of one command and the key they are found under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    /// The idempotency key of the command.
    pub key: Key,
    /// The sequence of part 1.
    pub first: u64,
    /// Part 1 and the later parts; at least one.
    pub records: Vec<NewRecord>,
}

/// What one append puts into a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The sequence the first record must get: how many records the writer has seen.
    pub expected: u64,
    /// The groups, in order, without a gap.
    pub groups: Vec<NewGroup>,
    /// Texts the groups refer to, by their digest.
    pub blobs: Vec<(Digest, Arc<str>)>,
}

impl Batch {
    /// All records, in order.
    pub fn records(&self) -> impl Iterator<Item = &NewRecord> {
        self.groups.iter().flat_map(|group| &group.records)
    }
}
