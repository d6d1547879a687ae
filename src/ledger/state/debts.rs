//! Rows of what payees owe.

use crate::approval::ApprovalStage;
use crate::digest::Digest;
use crate::id::{ActorId, ReasonCode};
use serde::{Deserialize, Serialize};

/// What a payee owes. `amount` is what is outstanding, what runs kept, what former payees owe, paid
/// back in money, and what was written off.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct ReceivableRow {
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) amount: i64,
    /// What runs may keep something for.
    pub(in crate::ledger) outstanding: i64,
    /// What was moved, for the payee has left, and is outstanding.
    pub(in crate::ledger) former: i64,
    /// What was paid back in money.
    pub(in crate::ledger) repaid: i64,
    pub(in crate::ledger) written_off: i64,
}

impl ReceivableRow {
    pub(in crate::ledger) fn new(payee: u32, amount: i64) -> ReceivableRow {
        let outstanding = amount;
        ReceivableRow { payee, amount, outstanding, former: 0, repaid: 0, written_off: 0 }
    }
}

/// A write-off: what was proposed, and what became of it.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct WriteOffRow {
    pub(in crate::ledger) sequence: u64,
    /// The sequence at which it came to its stage.
    pub(in crate::ledger) since: u64,
    pub(in crate::ledger) stage: ApprovalStage,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) amount: i64,
    pub(in crate::ledger) reason: ReasonCode,
    /// What an approval repeats.
    pub(in crate::ledger) digest: Digest,
    pub(in crate::ledger) proposed_by: ActorId,
    pub(in crate::ledger) decided_by: Option<ActorId>,
}
