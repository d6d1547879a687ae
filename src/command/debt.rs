//! Commands about what somebody owes who has left.

use crate::digest::Digest;
use crate::id::{PayeeId, ReasonCode, RepaymentId, TransferId, WriteOffId};
use crate::money::Amount;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Moves what a former payee owes out of payroll's reach, in whole or in part: to the debts of
/// former technicians. No run keeps anything for it any more; it is paid back in money, or written
/// off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferDebt {
    /// The transfer, named from the host's row.
    pub transfer: TransferId,
    /// Who owes it. Their last day has passed.
    pub payee: PayeeId,
    /// How much; more than zero, and at most what they owe, draws not counted.
    pub amount: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// A former payee paid back in money what was moved, or what was written off since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRepayment {
    /// The repayment, named from the host's row.
    pub repayment: RepaymentId,
    /// Who paid.
    pub payee: PayeeId,
    /// When it came in.
    pub received_on: Date,
    /// How much; more than zero, and at most what was moved and not paid back yet.
    pub amount: Amount,
}

/// Proposes to write off what was moved of a former payee's debt, in whole or in part. Nothing
/// moves until somebody else approves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposeWriteOff {
    /// The write-off, named from the host's row.
    pub write_off: WriteOffId,
    /// Who owes it.
    pub payee: PayeeId,
    /// How much; more than zero, and at most what was moved and is outstanding.
    pub amount: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Approves a write-off, which is carried out at once. By a person who neither proposed it nor owes
/// it, bound to the digest of what was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveWriteOff {
    /// The write-off.
    pub write_off: WriteOffId,
    /// Its digest, as [`Ledger::write_off`](crate::Ledger::write_off) shows it.
    pub digest: Digest,
}

/// Declines a write-off: nothing comes of it. By a person who does not owe it; whoever proposed it
/// may think better of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineWriteOff {
    /// The write-off.
    pub write_off: WriteOffId,
    /// Why, as a code.
    pub reason: ReasonCode,
}
