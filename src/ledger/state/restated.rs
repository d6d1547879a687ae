//! Rows of restatements: what was posted, line by line, and what became of it.

use super::{AtRow, Span, State};
use crate::approval::ApprovalStage;
use crate::command::RestatedLands;
use crate::digest::Digest;
use crate::id::{ActorId, PlanId, ReasonCode, RuleId};
use crate::reward::Source;
use crate::time::Period;
use serde::{Deserialize, Serialize};

/// What closed months should have come to: what was posted, and what became of it.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct RestatementRow {
    pub(in crate::ledger) sequence: u64,
    /// The sequence at which it came to its stage.
    pub(in crate::ledger) since: u64,
    pub(in crate::ledger) stage: ApprovalStage,
    pub(in crate::ledger) period: Period,
    /// How many records there were when it was made.
    pub(in crate::ledger) as_of: u64,
    /// What an approval repeats.
    pub(in crate::ledger) digest: Digest,
    /// The text of the proposal.
    pub(in crate::ledger) proposal: Digest,
    pub(in crate::ledger) reason: ReasonCode,
    pub(in crate::ledger) lands: RestatedLands,
    pub(in crate::ledger) posted_by: ActorId,
    pub(in crate::ledger) decided_by: Option<ActorId>,
    pub(in crate::ledger) lines: Span,
}

/// One of its lines. What it is for need not be on file: the fact may never have been told.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct RestatedRow {
    pub(in crate::ledger) restatement: u32,
    pub(in crate::ledger) month: Period,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) plan: PlanId,
    pub(in crate::ledger) rule: RuleId,
    pub(in crate::ledger) source: Source,
    pub(in crate::ledger) was: i64,
    pub(in crate::ledger) would_be: i64,
    /// The event that carried it out.
    pub(in crate::ledger) at: Option<AtRow>,
    /// What it left owed.
    pub(in crate::ledger) owed: i64,
}

impl RestatedRow {
    /// By how much it differs.
    pub(in crate::ledger) fn difference(&self) -> i64 {
        self.would_be - self.was
    }
}

impl State {
    /// The first of some closed months that something moved at or after a sequence, and the last
    /// time it did: what was found of them before holds no longer.
    pub(in crate::ledger) fn moved_since(
        &self,
        period: Period,
        from: u64,
    ) -> Option<(Period, u64)> {
        let next = |month: &Period| Some(month.following_month());
        let months = std::iter::successors(Some(period.from().month()), next);
        let moved = |month| Some((month, *self.moved.get(&month)?.1));
        let mut months = months.take_while(|month| month.from() < period.until()).filter_map(moved);
        months.find(|(_, sequence)| *sequence >= from)
    }
}
