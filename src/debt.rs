//! Debts of who has left: what is moved out of payroll's reach, paid back in money, or written off.
//!
//! Knows the words; who may write off, and what of which receivable it takes, is decided in the
//! ledger.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a write-off stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteOffStage {
    /// Proposed; nothing has moved.
    Proposed,
    /// Approved, and written off.
    Approved,
    /// Declined.
    Declined,
}

impl WriteOffStage {
    /// The stage as a word in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            WriteOffStage::Proposed => "proposed",
            WriteOffStage::Approved => "approved",
            WriteOffStage::Declined => "declined",
        }
    }
}

impl fmt::Display for WriteOffStage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}
