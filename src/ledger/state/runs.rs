//! Rows of payout runs and their lines.

use super::State;
use crate::digest::Digest;
use crate::id::{ActorId, ReasonCode};
use crate::money::Unit;
use crate::payee::WorkerClass;
use crate::payout::{Acknowledgement, RunStage};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct RunRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) stage: RunStage,
    pub(in crate::ledger) group: u32,
    /// What it pays in.
    pub(in crate::ledger) unit: Unit,
    pub(in crate::ledger) cut_off: Date,
    pub(in crate::ledger) locked_by: ActorId,
    pub(in crate::ledger) gross: i64,
    pub(in crate::ledger) draws: i64,
    pub(in crate::ledger) recovered: i64,
    pub(in crate::ledger) employees: i64,
    pub(in crate::ledger) contractors: i64,
    pub(in crate::ledger) digest: Digest,
    pub(in crate::ledger) approved: bool,
    pub(in crate::ledger) export: Option<(u64, Digest)>,
    /// How many lines pay something, so that payroll answers for them.
    pub(in crate::ledger) paying: u32,
    /// For how many of those it answered.
    pub(in crate::ledger) answered: u32,
    pub(in crate::ledger) first_line: u32,
    pub(in crate::ledger) lines: u32,
    pub(in crate::ledger) first_left_out: u32,
    pub(in crate::ledger) left_out: u32,
    pub(in crate::ledger) first_pay_cap: u32,
    pub(in crate::ledger) pay_caps: u32,
    pub(in crate::ledger) first_pulled: u32,
    pub(in crate::ledger) pulled: u32,
    /// Whether it stands beside the regular run of its period.
    pub(in crate::ledger) off_cycle: bool,
}

/// Somebody who was pulled from a run.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct PulledRow {
    pub(in crate::ledger) run: u32,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) payable: i64,
    pub(in crate::ledger) net: i64,
    pub(in crate::ledger) reason: ReasonCode,
}

impl RunRow {
    /// The numbers of its lines, sorted by payee id.
    pub(in crate::ledger) fn each_line(&self) -> Range<u32> {
        self.first_line..self.first_line + self.lines
    }

    /// The numbers of those it left out, sorted by payee id.
    pub(in crate::ledger) fn each_left_out(&self) -> Range<u32> {
        self.first_left_out..self.first_left_out + self.left_out
    }

    /// The numbers of those who were pulled from it, sorted by payee id.
    pub(in crate::ledger) fn each_pulled(&self) -> Range<u32> {
        self.first_pulled..self.first_pulled + self.pulled
    }
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct LineRow {
    pub(in crate::ledger) run: u32,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) class: WorkerClass,
    pub(in crate::ledger) gross: i64,
    pub(in crate::ledger) draws: i64,
    /// What was paid of that, in what the run pays in.
    pub(in crate::ledger) paid: i64,
    pub(in crate::ledger) recovered: i64,
    /// What of it was kept against draws.
    pub(in crate::ledger) draws_recovered: i64,
    /// The recovery limit, where it let less be kept than was owed.
    pub(in crate::ledger) kept_at_most: Option<i64>,
    pub(in crate::ledger) recoveries: Arc<[(u32, i64)]>,
    pub(in crate::ledger) lots: Arc<[u32]>,
    /// What payroll said of it, once it did.
    pub(in crate::ledger) answer: Option<Acknowledgement>,
}

impl LineRow {
    /// What was payable, draws among it.
    pub(in crate::ledger) fn payable(&self) -> i64 {
        self.gross + self.draws
    }

    /// What of it was left to pay, in the currency of the payee's account.
    pub(in crate::ledger) fn net(&self) -> i64 {
        self.payable() - self.recovered
    }

    /// Whether payroll did not take it.
    pub(in crate::ledger) fn is_rejected(&self) -> bool {
        matches!(self.answer, Some(Acknowledgement::Rejected(_)))
    }
}

impl State {
    /// Whether the amounts of a line are spoken for: its run is not void, and payroll took it or
    /// did not answer yet.
    pub(in crate::ledger) fn is_live(&self, line: &LineRow) -> bool {
        self.runs.row(line.run).stage.is_live() && !line.is_rejected()
    }

    /// Whether a run had lines, and payroll took none of them.
    pub(in crate::ledger) fn is_rejected_in_full(&self, row: &RunRow) -> bool {
        row.lines > 0 && row.each_line().all(|line| self.lines.row(line).is_rejected())
    }

    /// The line of a payee in a run.
    pub(in crate::ledger) fn line_of(&self, run: u32, payee: u32) -> Option<u32> {
        let wanted = self.payees.key(payee);
        let Range { start: mut low, end: mut high } = self.runs.row(run).each_line();
        while low < high {
            let middle = low + (high - low) / 2;
            let there = self.lines.row(middle).payee;
            match self.payees.key(there).cmp(wanted) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}
