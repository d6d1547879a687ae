//! Rows of answers: by when sales owe one to a lead, and how that stands.

use crate::lead::AnswerStanding;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// The answer that sales owe a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct AnswerRow {
    /// The plan version whose words hold.
    pub(in crate::ledger) plan: u32,
    pub(in crate::ledger) due: Date,
    /// `None` once the report was told to be a mistake: nobody owed anything.
    pub(in crate::ledger) standing: Option<AnswerStanding>,
}
