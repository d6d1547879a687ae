//! Commands that post what a closed period should have come to: one person posts the proposal of a
//! study, another approves it.

use super::text::blob_text;
use crate::digest::Digest;
use crate::id::{ReasonCode, RestatementId};
use crate::time::Date;
use serde::{Deserialize, Serialize};

blob_text! {
    /// The text of a [`Proposal`](crate::restatement::Proposal). In a record it stands as its
    /// SHA-256; the text itself is a blob, stored in the same commit.
    ProposalText, "a proposal"
}

/// Posts the proposal of a study: its lines are frozen, and nothing moves until somebody else
/// approves them.
///
/// Serialised, the command holds the digest of the text only: over a queue, send the text beside
/// it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostRestatement {
    /// The restatement, named from the host's row.
    pub restatement: RestatementId,
    /// The proposal, as [`study::restate`](fn@crate::study::restate) made it.
    pub proposal: ProposalText,
    /// Why, as a code.
    pub reason: ReasonCode,
    /// When what it gives is payable.
    pub lands: RestatedLands,
}

/// When what a restatement gives is payable. What it takes is taken at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestatedLands {
    /// On the day it is approved.
    Payable,
    /// Held until this day, and payable from it.
    HeldUntil(Date),
}

/// Approves a restatement, which is carried out at once. By a person who neither posted it nor has
/// a line in it, bound to the digest of what was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveRestatement {
    /// The restatement.
    pub restatement: RestatementId,
    /// Its digest, as [`Ledger::restatement`](crate::Ledger::restatement) shows it.
    pub digest: Digest,
}

/// Declines a restatement: nothing comes of it. By a person who has no line in it; whoever posted
/// it may think better of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineRestatement {
    /// The restatement.
    pub restatement: RestatementId,
    /// Why, as a code.
    pub reason: ReasonCode,
}
