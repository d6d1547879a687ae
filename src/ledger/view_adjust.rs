//! Adjustments: what was proposed, and what became of it. Owned values, as in `view`.

use super::Ledger;
use super::view::event_at;
use crate::adjustment::{About, BasedOn, Direction};
use crate::approval::ApprovalStage;
use crate::digest::Digest;
use crate::id::{ActorId, AdjustmentId, PayeeId, ReasonCode};
use crate::money::Amount;
use crate::record::{RecordError, Records};
use crate::why::Why;

/// Where an adjustment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentView {
    /// Whom it is for.
    pub payee: PayeeId,
    /// Whether the payee gets or gives.
    pub direction: Direction,
    /// How much.
    pub amount: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
    /// What it is about.
    pub about: Option<About>,
    /// The base and the rate it comes of.
    pub based_on: Option<BasedOn>,
    /// What an approval repeats.
    pub digest: Digest,
    /// Who proposed it.
    pub proposed_by: ActorId,
    /// Where it stands.
    pub stage: ApprovalStage,
    /// Who approved or declined it.
    pub decided_by: Option<ActorId>,
    /// What of it was not payable when it was carried out, so that the payee owed it.
    pub owed: Amount,
}

impl Ledger {
    /// Where an adjustment stands; `None` when it is not on file.
    ///
    /// ```
    /// use referral_ledger::{Ledger, id::AdjustmentId};
    /// assert_eq!(Ledger::default().adjustment(AdjustmentId::named("case-7")), None);
    /// ```
    pub fn adjustment(&self, adjustment: AdjustmentId) -> Option<AdjustmentView> {
        let (_, row) = self.state.adjustments.get(&adjustment)?;
        let unit = self.state.account_in(row.payee);
        let amount = |minor| {
            Amount::from_minor(minor, unit).expect("L2: what is kept was accepted within the bound")
        };
        Some(AdjustmentView {
            payee: self.state.payees.key(row.payee).clone(),
            direction: row.direction,
            amount: amount(row.amount),
            reason: row.reason.clone(),
            about: row.about,
            based_on: row.based_on,
            digest: row.digest,
            proposed_by: row.proposed_by.clone(),
            stage: row.stage,
            decided_by: row.decided_by.clone(),
            owed: amount(row.owed),
        })
    }

    /// Where every adjustment stands, in the order they were proposed.
    pub fn adjustments(&self) -> impl Iterator<Item = (AdjustmentId, AdjustmentView)> {
        let ids = self.state.adjustments.iter().map(|(_, id, _)| *id);
        ids.filter_map(|id| self.adjustment(id).map(|view| (id, view)))
    }

    /// The Why of an adjustment that was carried out; `None` for any other.
    ///
    /// # Errors
    /// A record that cannot be read.
    pub fn why_adjusted(
        &self,
        records: &(impl Records + ?Sized),
        adjustment: AdjustmentId,
    ) -> Result<Option<Why>, RecordError> {
        let row = self.state.adjustments.get(&adjustment).map(|(_, row)| row);
        let Some(at) = row.and_then(|row| row.at) else { return Ok(None) };
        let (command, event) = event_at(records, at.at())?;
        Ok(event.whys(&command).into_iter().next())
    }
}
