//! Thresholds: what a pay group's is, whom runs left out, and what lapsed of that. Owned values, as
//! in `view`.

use super::Ledger;
use crate::approval::ApprovalStage;
use crate::digest::Digest;
use crate::id::{ActorId, LapseId, PayGroupId, PayeeId, ReasonCode};
use crate::money::Amount;
use crate::payout::RunId;
use crate::payout::threshold::Threshold;
use crate::time::Date;

/// Somebody whom a run left out, for they were below its threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutView {
    /// Which run.
    pub run: RunId,
    /// Who.
    pub payee: PayeeId,
    /// What was payable, but for draws.
    pub gross: Amount,
    /// What draws gave.
    pub draws: Amount,
    /// What would have been paid.
    pub net: Amount,
    /// The threshold of the run.
    pub threshold: Threshold,
    /// How much more would have been paid out.
    pub missing: Amount,
}

/// Where a lapse stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LapseView {
    /// Whose pay it is.
    pub payee: PayeeId,
    /// How much.
    pub amount: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
    /// What an approval repeats.
    pub digest: Digest,
    /// Who proposed it.
    pub proposed_by: ActorId,
    /// Where it stands.
    pub stage: ApprovalStage,
    /// Who approved or declined it.
    pub decided_by: Option<ActorId>,
}

impl Ledger {
    /// The threshold of a pay group on a day; `None` where it has none.
    ///
    /// ```
    /// use referral_ledger::{Ledger, date, id::PayGroupId};
    /// let group: PayGroupId = "us-field".parse()?;
    /// assert_eq!(Ledger::default().threshold(&group, date!(2026-03-31)), None);
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    pub fn threshold(&self, group: &PayGroupId, day: Date) -> Option<Threshold> {
        self.state.threshold_on(self.state.groups.find(group)?, day)
    }

    /// The last run that left a payee out; `None` when none did. It may be void, and what it left
    /// out may be paid since.
    pub fn last_left_out(&self, payee: &PayeeId) -> Option<LeftOutView> {
        let payee = self.state.payees.find(payee)?;
        let (_, last) = self.state.thresholds.last.get(&payee)?;
        Some(self.left_out_view(*last))
    }

    /// What can lapse of a payee's pay: what the last run that left them out found payable by a
    /// rule, as far as it is payable still. Zero where that run is void, or its threshold does not
    /// let it lapse; `None` when the payee is not on file.
    pub fn can_lapse(&self, payee: &PayeeId) -> Option<Amount> {
        let payee = self.state.payees.find(payee)?;
        let lots = self.state.may_lapse(payee).map(|(_, lots)| lots).unwrap_or_default();
        let minor = lots.iter().map(|lot| self.state.lots.row(*lot).left()).sum();
        Some(Self::amount(minor, self.state.account_in(payee)))
    }

    /// Where a lapse stands; `None` when it is not on file.
    ///
    /// ```
    /// use referral_ledger::{Ledger, id::LapseId};
    /// assert_eq!(Ledger::default().lapse(LapseId::named("small-7")), None);
    /// ```
    pub fn lapse(&self, lapse: LapseId) -> Option<LapseView> {
        let (_, row) = self.state.thresholds.lapses.get(&lapse)?;
        Some(LapseView {
            payee: self.state.payees.key(row.payee).clone(),
            amount: Self::amount(row.amount, self.state.account_in(row.payee)),
            reason: row.reason.clone(),
            digest: row.digest,
            proposed_by: row.proposed_by.clone(),
            stage: row.stage,
            decided_by: row.decided_by.clone(),
        })
    }

    /// Where every lapse stands, in the order they were proposed.
    pub fn lapses(&self) -> impl Iterator<Item = (LapseId, LapseView)> {
        let ids = self.state.thresholds.lapses.iter().map(|(_, id, _)| *id);
        ids.filter_map(|id| self.lapse(id).map(|view| (id, view)))
    }

    pub(super) fn left_out_view(&self, number: u32) -> LeftOutView {
        let row = self.state.thresholds.left_out.row(number);
        let amount = |minor| Self::amount(minor, row.threshold.amount.unit());
        LeftOutView {
            run: self.state.runs.key(row.run).clone(),
            payee: self.state.payees.key(row.payee).clone(),
            gross: amount(row.gross),
            draws: amount(row.draws),
            net: amount(row.net),
            threshold: row.threshold,
            missing: amount(row.missing),
        }
    }
}
