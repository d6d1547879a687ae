//! Claims: who has which customer, and until when. Owned values, as in `view`.

use super::Ledger;
use super::state::LeadRow;
use crate::id::{CustomerId, LeadId, PayeeId};
use crate::time::Date;

/// What a lead protects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimView {
    /// The lead.
    pub lead: LeadId,
    /// Whose claim it is.
    pub by: PayeeId,
    /// The customer it is on.
    pub customer: CustomerId,
    /// Whether it protects: it has not been released, and its last day has not passed.
    pub is_live: bool,
    /// The last day it protects; `None` while that waits for the acceptance.
    pub through: Option<Date>,
    /// The day of the report or of the last touch.
    pub touched_on: Date,
    /// The lead that was first, where this is the second about its customer.
    pub second_of: Option<LeadId>,
}

impl Ledger {
    pub(super) fn claim_view(&self, lead: LeadId, row: &LeadRow) -> Option<ClaimView> {
        let (customer, _, claim) = self.state.claim_of(row)?;
        Some(ClaimView {
            lead,
            by: self.state.payees.key(row.by).clone(),
            customer: *self.state.customers.key(customer),
            is_live: claim.is_live,
            through: claim.through,
            touched_on: claim.touched_on,
            second_of: claim.second_of.get().map(|first| *self.state.leads.key(first)),
        })
    }

    /// The live claims on a customer, in the order of their reports: who has them, until when.
    ///
    /// ```
    /// use referral_ledger::{Ledger, id::CustomerId};
    /// assert_eq!(Ledger::default().claims_on(CustomerId::named("c-9")), []);
    /// ```
    pub fn claims_on(&self, customer: CustomerId) -> Vec<ClaimView> {
        let Some(number) = self.state.customers.find(&customer) else { return Vec::new() };
        let leads = self.state.live_claims.range((number, 0)..=(number, u32::MAX));
        leads
            .filter_map(|(_, lead)| {
                self.claim_view(*self.state.leads.key(lead), self.state.leads.row(lead))
            })
            .collect()
    }
}
