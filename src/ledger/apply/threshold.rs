//! Applies thresholds: whom a run left out, and what lapsed of that.

use super::fact::add_dated;
use super::{Beside, add};
use crate::approval::ApprovalStage;
use crate::command::{ApproveLapse, Command, ProposeLapse, SetThreshold};
use crate::digest::Digest;
use crate::event::{Event, LeftOut, Reversed};
use crate::id::LapseId;
use crate::ledger::decide::payable_by;
use crate::ledger::state::{LapseRow, LeftOutRow, State};
use crate::record::At;

impl State {
    /// Applies what was told of thresholds and lapses; no other event comes here.
    pub(super) fn of_threshold(&mut self, beside: Beside<'_>, event: &Event) {
        match (event, beside.command) {
            (Event::ThresholdSet, Command::SetThreshold(it)) => self.threshold_set(it),
            (Event::LapseProposed(digest), Command::ProposeLapse(it)) => {
                self.lapse_proposed(beside, it, *digest);
            }
            (Event::LapseApproved, Command::ApproveLapse(ApproveLapse { lapse, .. })) => {
                self.lapse_decided(beside, *lapse, ApprovalStage::Approved);
            }
            (Event::LapseDeclined, Command::DeclineLapse(it)) => {
                self.lapse_decided(beside, it.lapse, ApprovalStage::Declined);
            }
            (event, command) => panic!("{event:?} stands beside {}", command.kind()),
        }
    }

    fn threshold_set(&mut self, it: &SetThreshold) {
        let group = self.groups.find(&it.group).expect("a threshold is of a pay group on file");
        add_dated(&mut self.thresholds.words, &group, it.from, it.threshold);
    }

    pub(super) fn left_out(&mut self, beside: Beside<'_>, at: At, it: &LeftOut) {
        let run = self.run(beside);
        let payee = self.payees.find(&it.payee).expect("who is left out is a payee");
        let row = LeftOutRow {
            run,
            payee,
            gross: it.gross.minor(),
            draws: it.draws.map_or(0, |draws| draws.minor()),
            net: it.net.minor(),
            missing: it.missing.minor(),
            threshold: it.threshold,
            lots: payable_by(self, payee, self.runs.row(run).cut_off).into(),
        };
        let number = self.thresholds.left_out.push(row);
        let last = self.thresholds.last.find_or_insert(&payee, || number);
        *self.thresholds.last.edit(last) = number;
        self.note(payee, it.on.month(), at, |_| {});
    }

    fn lapse_proposed(&mut self, beside: Beside<'_>, it: &ProposeLapse, digest: Digest) {
        let row = LapseRow {
            sequence: beside.first,
            since: beside.first,
            stage: ApprovalStage::Proposed,
            payee: self.payees.find(&it.payee).expect("what lapses is a payee's"),
            amount: it.amount.minor(),
            reason: it.reason.clone(),
            digest,
            proposed_by: beside.told.by.id.clone(),
            decided_by: None,
        };
        self.thresholds.lapses.insert(it.lapse, row);
    }

    fn lapse_decided(&mut self, beside: Beside<'_>, lapse: LapseId, stage: ApprovalStage) {
        let number = self.thresholds.lapses.find(&lapse).expect("what is decided is on file");
        let row = self.thresholds.lapses.edit(number);
        (row.stage, row.since) = (stage, beside.first);
        row.decided_by = Some(beside.told.by.id.clone());
    }

    /// Notes what lapses of lots, before it is taken from them: a period that is reckoned again
    /// does not pay it a second time.
    /// Says whether that is what takes it.
    pub(super) fn lapses(&mut self, beside: Beside<'_>, it: &Reversed) -> bool {
        if !matches!(beside.command, Command::ApproveLapse(_)) {
            return false;
        }
        for take in it.shares.iter().flat_map(|share| &share.takes) {
            let number = self.thresholds.lapsed.find_or_insert(&take.lot, || 0);
            add(self.thresholds.lapsed.edit(number), take.amount.minor());
        }
        true
    }
}
