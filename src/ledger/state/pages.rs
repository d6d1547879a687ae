//! Rows of what reports ask for by key: earned amounts, and the pages of statements.

use super::{AtRow, Link};
use serde::{Deserialize, Serialize};

/// What a payee earned in a month by a rule, by the day of the fact.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct EarnedRow {
    pub(in crate::ledger) accrued: i64,
    pub(in crate::ledger) taken_back: i64,
}

/// One payee's month in the books.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct PageRow {
    pub(in crate::ledger) accrued: i64,
    pub(in crate::ledger) taken_back: i64,
    pub(in crate::ledger) paid: i64,
    /// Paid back in money by who has left.
    pub(in crate::ledger) repaid: i64,
    /// Written off, less what was paid or never owed of that.
    pub(in crate::ledger) written_off: i64,
    pub(in crate::ledger) notes: Link,
    /// The payee's page before this one, in the order they were opened.
    pub(in crate::ledger) previous: Link,
}

/// An event that a statement tells.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct NoteRow {
    pub(in crate::ledger) at: AtRow,
    pub(in crate::ledger) next: Link,
}
