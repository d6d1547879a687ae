//! Write-offs: what was proposed, and what became of it. Owned values, as in `view`.

use super::Ledger;
use crate::approval::ApprovalStage;
use crate::digest::Digest;
use crate::id::{ActorId, PayeeId, ReasonCode, WriteOffId};
use crate::money::Amount;

/// Where a write-off stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteOffView {
    /// Who owes it.
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
    /// Where a write-off stands; `None` when it is not on file.
    ///
    /// ```
    /// use referral_ledger::{Ledger, id::WriteOffId};
    /// assert_eq!(Ledger::default().write_off(WriteOffId::named("debt-7")), None);
    /// ```
    pub fn write_off(&self, write_off: WriteOffId) -> Option<WriteOffView> {
        let (_, row) = self.state.write_offs.get(&write_off)?;
        let unit = self.state.account_in(row.payee);
        Some(WriteOffView {
            payee: self.state.payees.key(row.payee).clone(),
            amount: Amount::from_minor(row.amount, unit)
                .expect("L2: what is kept was accepted within the bound"),
            reason: row.reason.clone(),
            digest: row.digest,
            proposed_by: row.proposed_by.clone(),
            stage: row.stage,
            decided_by: row.decided_by.clone(),
        })
    }

    /// Where every write-off stands, in the order they were proposed.
    pub fn write_offs(&self) -> impl Iterator<Item = (WriteOffId, WriteOffView)> {
        let ids = self.state.write_offs.iter().map(|(_, id, _)| *id);
        ids.filter_map(|id| self.write_off(id).map(|view| (id, view)))
    }
}
