//! Commands that pass days, close months and pay out.

use crate::digest::Digest;
use crate::id::{ProfileId, ReasonCode};
use crate::money::Amount;
use crate::payout::RunId;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// Passes days: what is due by then vests. Sent by any cron.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassDay {
    /// The last day that has passed. It lies before the day we are told.
    pub through: Date,
}

/// Closes a calendar month: its statements are frozen, later facts are booked after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosePeriod {
    /// The month.
    pub period: Period,
}

/// Locks a payout run: freezes what is payable into lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockRun {
    /// The run: pay group, period and sequence.
    pub run: RunId,
    /// What became payable by the end of this day is in it. The day has passed.
    pub cut_off: Date,
}

/// Approves a locked run. Bound to the digest of the lines that were looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveRun {
    /// The run.
    pub run: RunId,
    /// The digest of its lines, as [`Ledger::run`](crate::Ledger::run) shows it.
    pub digest: Digest,
}

/// Records that the payroll file of an approved run was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordExport {
    /// The run.
    pub run: RunId,
    /// The profile that made the file.
    pub profile: ProfileId,
    /// SHA-256 of the file.
    pub file: Digest,
    /// The digest of the lines that were exported.
    pub lines: Digest,
    /// What the file pays in total.
    pub total: Amount,
}

/// Tells that payroll paid an exported run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettleRun {
    /// The run.
    pub run: RunId,
}

/// Voids a run that was not settled: everything in it is payable again.
///
/// Before voiding an exported run, make sure that payroll did not pay its file: what is payable
/// again will be in the next run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoidRun {
    /// The run.
    pub run: RunId,
    /// Why, as a code.
    pub reason: ReasonCode,
}
