//! Where something stands that one person proposes and another approves: an adjustment, a
//! write-off, a restatement. Who may do which is decided in the ledger.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalStage {
    /// Proposed; nothing has moved.
    Proposed,
    /// Approved, and carried out.
    Approved,
    /// Declined.
    Declined,
}

impl ApprovalStage {
    /// The stage as a word in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            ApprovalStage::Proposed => "proposed",
            ApprovalStage::Approved => "approved",
            ApprovalStage::Declined => "declined",
        }
    }
}

impl fmt::Display for ApprovalStage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}
