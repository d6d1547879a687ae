//! Events of debts of who has left: what was moved, paid back, or written off of which receivable.

use crate::id::{EntityId, PayeeId};
use crate::money::Amount;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What was moved, paid back or written off of a payee's receivables. A command that touches very
/// many has several such events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DebtChanged {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose debt it is.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// Of which receivables, oldest first.
    pub parts: Vec<DebtPart>,
}

/// An amount of one receivable. Receivables are numbered by the journal from 0, as they arise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DebtPart {
    /// The receivable.
    pub receivable: u32,
    /// How much of it.
    pub amount: Amount,
    /// Whether it had been written off before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_written_off: bool,
}
