//! Commands that pass days, close months and pay out.

use crate::digest::Digest;
use crate::id::{FileName, PayeeId, ProfileId, ReasonCode};
use crate::money::Amount;
use crate::payout::{Acknowledgement, RunId, Whom};
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
    /// Whom of the pay group it pays.
    #[serde(default, skip_serializing_if = "Whom::is_everybody")]
    pub whom: Whom,
    /// Whether it stands beside the regular run of its period, which may be settled or still to
    /// come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off_cycle: bool,
}

impl LockRun {
    /// The regular run of a period, for everybody of its pay group.
    pub fn regular(run: RunId, cut_off: Date) -> LockRun {
        LockRun { run, cut_off, whom: Whom::Everybody, off_cycle: false }
    }
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

/// Records that the payroll file of an approved run was written, or its files.
///
/// [`PaySheet::export`](crate::report::PaySheet::export) makes it of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordExport {
    /// The run.
    pub run: RunId,
    /// The profile that made the file; of several, the first.
    pub profile: ProfileId,
    /// SHA-256 of the file. Of several, SHA-256 over the text `name,digest` and a line feed for
    /// each of `files`, in their order.
    pub file: Digest,
    /// The digest of the lines that were exported.
    pub lines: Digest,
    /// What the file pays in total, or all of them together.
    pub total: Amount,
    /// The files, each with what it comes to; empty where that was not told. What they pay comes
    /// to the total, so that a second payroll file of the same lines cannot stand beside the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<ExportedFile>,
}

/// A file that was written, and what was counted in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportedFile {
    /// The file's name; visible ASCII.
    pub name: FileName,
    /// The profile that made it.
    pub profile: ProfileId,
    /// SHA-256 of the profile's text.
    pub layout: Digest,
    /// SHA-256 of the file.
    pub digest: Digest,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many rows, without headers.
    pub rows: u32,
    /// How many payees.
    pub payees: u32,
    /// What it adds to pay; of a journal, its debits.
    pub positive: Amount,
    /// What it takes from pay, negative or zero; of a journal, its credits.
    pub negative: Amount,
    /// Both together.
    pub net: Amount,
    /// What stands under each code of payroll, or of a journal in each account.
    pub codes: Vec<CodeTotal>,
    /// The digits of the payees' ids in other systems, each taken as a number of at most 10 digits
    /// (the last ones), added up row by row; the last 10 digits of that.
    pub id_hash: u64,
}

/// What a file has under one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeTotal {
    /// The code.
    pub code: String,
    /// How much, with the sign with which it counts in the net.
    pub total: Amount,
}

impl RecordExport {
    /// The digest that `file` has for these files: of one its own, of several that of their list.
    ///
    /// ```
    /// use referral_ledger::command::RecordExport;
    /// use referral_ledger::digest::Digest;
    /// let (one, two) = (Digest::sha256(b"1"), Digest::sha256(b"2"));
    /// assert_eq!(RecordExport::digest_of([("a.csv", one)]), one);
    /// let both = format!("a.csv,{one}\nb.csv,{two}\n");
    /// let listed = RecordExport::digest_of([("a.csv", one), ("b.csv", two)]);
    /// assert_eq!(listed, Digest::sha256(both.as_bytes()));
    /// ```
    pub fn digest_of<'a>(files: impl IntoIterator<Item = (&'a str, Digest)>) -> Digest {
        let files: Vec<(&str, Digest)> = files.into_iter().collect();
        if let [(_, digest)] = files[..] {
            return digest;
        }
        let line = |(name, digest): &(&str, Digest)| format!("{name},{digest}\n");
        Digest::sha256(files.iter().map(line).collect::<String>().as_bytes())
    }
}

/// Tells what payroll said of lines of an exported run: which it took, and which it did not. What
/// it did not take is payable again, and is in the next run.
///
/// A long answer is told in parts, and lines that were answered may be told again. When the last
/// line is answered, the run is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeLines {
    /// The run.
    pub run: RunId,
    /// The lines, one for a payee. What one record holds of them is some hundreds.
    pub lines: Vec<AcknowledgedLine>,
}

/// What payroll said of one payee's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgedLine {
    /// Whose line.
    pub payee: PayeeId,
    /// What payroll said of it.
    pub answer: Acknowledgement,
}

impl AcknowledgeLines {
    /// All lines that payroll answered for, in as many commands as records hold them.
    ///
    /// ```
    /// use referral_ledger::command::{AcknowledgeLines, AcknowledgedLine};
    /// use referral_ledger::payout::Acknowledgement;
    /// let line = |number: u32| AcknowledgedLine {
    ///     payee: format!("T{number}").parse().unwrap(),
    ///     answer: Acknowledgement::Accepted,
    /// };
    /// let parts = AcknowledgeLines::in_parts("us-field/2026-01/1".parse()?, (0..450).map(line));
    /// assert_eq!(parts.iter().map(|part| part.lines.len()).collect::<Vec<_>>(), [200, 200, 50]);
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    pub fn in_parts(
        run: RunId,
        lines: impl IntoIterator<Item = AcknowledgedLine>,
    ) -> Vec<AcknowledgeLines> {
        // The longest line has two ids of 128 bytes, and a record 64 KiB.
        const LINES_MAX: usize = 200;
        let lines: Vec<AcknowledgedLine> = lines.into_iter().collect();
        let part = |lines: &[AcknowledgedLine]| AcknowledgeLines {
            run: run.clone(),
            lines: lines.to_vec(),
        };
        lines.chunks(LINES_MAX).map(part).collect()
    }

    /// SHA-256 over what it says, which names it: a run is acknowledged in as many parts as its
    /// answer has.
    pub(crate) fn digest(&self) -> Digest {
        let text = serde_json::to_vec(&self.lines).expect("a command has a JSON form");
        Digest::sha256(&text)
    }
}

/// Tells that payroll paid an exported run, or what it took of one that it acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettleRun {
    /// The run.
    pub run: RunId,
}

/// Voids a run that was not settled, and of which payroll took no line: everything in it is
/// payable again.
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
