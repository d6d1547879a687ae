//! Restatements: what a closed period would have come to, line by line, and what was changed to
//! find out.
//!
//! Knows the words and the text of a proposal. How one is made is in `study`; who may post and
//! approve it, and where its amounts go, is decided in the ledger.

use crate::command::Command;
use crate::digest::Digest;
use crate::id::{PayeeId, PlanId, RuleId};
use crate::money::Amount;
use crate::plan::version::PlanRef;
use crate::reward::Source;
use crate::time::{Period, Timestamp};
use crate::told::Told;
use crate::why::Why;
use serde::{Deserialize, Serialize};

/// One thing that is put right for a study, in the history it looks at; the journal stays as it
/// is. Sequences are those of part 1 of a group, as receipts have them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A published version of a plan has this text instead.
    Plan {
        /// The version as it was published.
        published: PlanRef,
        /// The text in its place. It may keep the name of the version.
        text: String,
    },
    /// A command that the journal was never told, told when it should have been.
    Told {
        /// When, by whom and under which key: it comes after all that was told by then.
        told: Told,
        /// The command.
        command: Box<Command>,
    },
    /// A command of the journal as it should have read. It is of the same kind.
    Instead {
        /// The sequence of the command.
        sequence: u64,
        /// What it should have said.
        command: Box<Command>,
    },
    /// A command of the journal, told when it should have been.
    Moved {
        /// The sequence of the command.
        sequence: u64,
        /// When: it comes after all that was told by then.
        at: Timestamp,
    },
    /// A command of the journal that should not have been told.
    LeftOut {
        /// The sequence of the command.
        sequence: u64,
    },
}

/// What a payee earned by a rule for a source in a month, as it was told and as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DifferenceLine {
    /// The calendar month of the facts.
    pub month: Period,
    /// Who.
    pub payee: PayeeId,
    /// By which plan, across its versions.
    pub plan: PlanId,
    /// By which rule.
    pub rule: RuleId,
    /// For what.
    pub source: Source,
    /// What was earned: as it was told, and with every restatement that was approved before. Below
    /// zero where more was taken back in the month than was earned.
    pub was: Amount,
    /// What would have been earned.
    pub would_be: Amount,
    /// `would_be - was`; never zero.
    pub difference: Amount,
    /// What restatements that were approved before came to. It is part of `was`.
    pub restated: Amount,
    /// The Whys of what was told and restated, oldest first.
    pub why_was: Vec<Why>,
    /// The Whys of what would be, oldest first.
    pub why_would_be: Vec<Why>,
}

/// A command of the journal that would have been refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusedAnew {
    /// Its sequence.
    pub sequence: u64,
    /// What kind of command it is.
    pub kind: String,
    /// The code of the refusal.
    pub code: String,
    /// What the refusal says.
    pub says: String,
}

/// What a period would have come to: the lines that differ, and all that a second person needs to
/// find the same.
///
/// Its text is JSON. The same journal and the same changes give the same bytes, and so the same
/// digest.
///
/// ```
/// use referral_ledger::restatement::Proposal;
/// let wrong = Proposal::read("{}").unwrap_err();
/// assert!(wrong.to_string().contains("missing field `period`"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The months that were looked at.
    pub period: Period,
    /// How many records the journal had.
    pub as_of: u64,
    /// What was put right.
    pub changes: Vec<Change>,
    /// What differs, by month, payee, plan, rule and source.
    pub lines: Vec<DifferenceLine>,
    /// Commands that were accepted and would not have been, in the order of the journal.
    pub refused: Vec<RefusedAnew>,
}

impl Proposal {
    /// The proposal as text.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("a proposal is data")
    }

    /// SHA-256 of its text.
    pub fn digest(&self) -> Digest {
        Digest::sha256(self.text().as_bytes())
    }

    /// A proposal from its text.
    ///
    /// # Errors
    /// What is wrong with the text, and where.
    pub fn read(text: &str) -> Result<Proposal, serde_json::Error> {
        serde_json::from_str(text)
    }
}
