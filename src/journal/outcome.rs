//! Outcomes: what a submitted command came to, or why it did not.

use crate::digest::Digest;
use crate::event::Event;
use crate::id::PayeeId;
use crate::money::Amount;
use crate::record::{Group, RecordError};
use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::why::{Fate, Why};

/// Proof that a command is in the journal: the place of its first record, and that record's leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// The sequence of part 1.
    pub sequence: u64,
    /// The RFC 6962 leaf hash of part 1.
    pub leaf: Digest,
}

/// What an accepted command came to, now or when it was first submitted.
#[must_use = "an outcome says whether the command was new, and what it earned whom"]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub(super) group: Group,
    pub(super) leaf: Digest,
    pub(super) new: bool,
}

/// A reward, a zero or a reversal that a command caused, with its Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewarded {
    why: Why,
}

impl Rewarded {
    /// Whom it is about.
    pub fn payee(&self) -> PayeeId {
        self.why.payee.clone()
    }

    /// What accrued; negative for what was taken back; `None` when no plan was in force.
    pub fn amount(&self) -> Option<Amount> {
        let back = self.why.fate == Fate::TakenBack;
        self.why.amount.map(|amount| if back { amount.negated() } else { amount })
    }

    /// Why.
    pub fn why(&self) -> &Why {
        &self.why
    }
}

impl Outcome {
    /// The place of the command in the journal.
    pub fn receipt(&self) -> Receipt {
        Receipt { sequence: self.group.first(), leaf: self.leaf }
    }

    /// Whether the command was new; `false` when it was already on file.
    pub fn is_new(&self) -> bool {
        self.new
    }

    /// Everything the command caused.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.group.events().map(|(_, event)| event)
    }

    /// The rewards, zeros and reversals it caused, each with its Why.
    pub fn rewards(&self) -> impl Iterator<Item = Rewarded> {
        let command = self.group.command();
        let whys = self.group.events().flat_map(|(_, event)| event.whys(command));
        whys.map(|why| Rewarded { why })
    }
}

/// Why a command was not accepted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// Business says no. Nothing was changed, and the command is not remembered.
    #[error("{code}: {0}", code = .0.code())]
    Refused(Refusal),
    /// Other writers were faster, time and again.
    #[error("other writers were faster {tries} times: submit it again")]
    Contended {
        /// How often the command was decided.
        tries: u32,
    },
    /// The store failed. Whether the command is on file is known when it is submitted again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl SubmitError {
    /// Whether the same command may be accepted when it is simply sent again, under its key and
    /// told at the time of sending it.
    pub fn is_transient(&self) -> bool {
        match self {
            SubmitError::Contended { .. } => true,
            SubmitError::Store(fault) => fault.is_transient(),
            SubmitError::Record(RecordError::Unreadable { transient, .. }) => *transient,
            SubmitError::Refused(_) | SubmitError::Record(_) => false,
        }
    }
}
