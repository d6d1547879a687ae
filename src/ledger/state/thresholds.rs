//! Rows of thresholds: what each pay group's is, whom runs left out, and what lapsed of that.

use super::{Dated, LotRow, Place, State, on};
use crate::approval::ApprovalStage;
use crate::digest::Digest;
use crate::id::{ActorId, LapseId, ReasonCode};
use crate::ledger::undo::{Arena, Table, Undo};
use crate::payout::threshold::{Below, Threshold};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// All that thresholds keep.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct Thresholds {
    /// The threshold of a pay group, by the first day; sorted.
    pub(in crate::ledger) words: Table<u32, Dated<Option<Threshold>>>,
    /// Whom runs left out.
    pub(in crate::ledger) left_out: Arena<LeftOutRow>,
    /// The last time a payee was left out.
    pub(in crate::ledger) last: Table<u32, u32>,
    pub(in crate::ledger) lapses: Table<LapseId, LapseRow>,
    /// What lapsed of a lot.
    pub(in crate::ledger) lapsed: Table<u32, i64>,
}

impl Undo for Thresholds {
    fn begin(&mut self) {
        let Thresholds { words, left_out, last, lapses, lapsed } = self;
        words.begin();
        left_out.begin();
        last.begin();
        lapses.begin();
        lapsed.begin();
    }

    fn rollback(&mut self) {
        let Thresholds { words, left_out, last, lapses, lapsed } = self;
        words.rollback();
        left_out.rollback();
        last.rollback();
        lapses.rollback();
        lapsed.rollback();
    }

    fn commit(&mut self) {
        let Thresholds { words, left_out, last, lapses, lapsed } = self;
        words.commit();
        left_out.commit();
        last.commit();
        lapses.commit();
        lapsed.commit();
    }
}

/// Somebody who has no line in a run, for they were below its threshold.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct LeftOutRow {
    pub(in crate::ledger) run: u32,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) gross: i64,
    pub(in crate::ledger) draws: i64,
    pub(in crate::ledger) net: i64,
    pub(in crate::ledger) missing: i64,
    pub(in crate::ledger) threshold: Threshold,
    /// What was payable by the run's cut-off.
    pub(in crate::ledger) lots: Arc<[u32]>,
}

/// The end of what stayed below a threshold: what was proposed, and what became of it.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct LapseRow {
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

impl State {
    /// The threshold of a pay group on a day.
    pub(in crate::ledger) fn threshold_on(&self, group: u32, day: Date) -> Option<Threshold> {
        let (_, dated) = self.thresholds.words.get(&group)?;
        on(dated, day)
    }

    /// What lapsed of a reward, or no run had room for.
    pub(in crate::ledger) fn lapsed_of(&self, reward: u32) -> i64 {
        let of = |(lot, _): (u32, &LotRow)| self.lapsed_of_lot(lot).unwrap_or(0);
        self.each_lot(reward).map(of).sum()
    }

    /// What lapsed of a lot, or was forfeited for no run had room for it; if it was.
    pub(in crate::ledger) fn lapsed_of_lot(&self, lot: u32) -> Option<i64> {
        let lapsed = self.thresholds.lapsed.get(&lot);
        lapsed.or_else(|| self.pay_caps.forfeited.get(&lot)).map(|(_, minor)| *minor)
    }

    /// The last run that left a payee out, if it is live and its threshold lets that lapse; with
    /// those of the lots that are payable still, on no hold, and made by a rule.
    pub(in crate::ledger) fn may_lapse(&self, payee: u32) -> Option<(&LeftOutRow, Vec<u32>)> {
        let (_, last) = self.thresholds.last.get(&payee)?;
        let row = self.thresholds.left_out.row(*last);
        let is_live = self.runs.row(row.run).stage.is_live();
        if !is_live || row.threshold.below != Below::MayLapse {
            return None;
        }
        let on_hold = self.on_hold_of(payee);
        let can = |lot: &&u32| {
            let it = self.lots.row(**lot);
            let award = self.rewards.row(it.reward).award;
            it.place == Place::Payable
                && it.left() > 0
                && on_hold.binary_search(&it.reward).is_err()
                && self.awards.row(award).plan.get().is_some()
                && !self.is_draw(**lot)
                && self.cap_to_measure(**lot).is_none() // it waits for room
        };
        let lots: Vec<u32> = row.lots.iter().filter(can).copied().collect();
        (!lots.is_empty()).then_some((row, lots))
    }
}
