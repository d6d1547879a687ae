//! Rows of gifts and recognition: what a lot of one is, and who handed a gift over.

use super::{Place, State};
use crate::id::{BadgeId, GiftId, RoleId};
use crate::money::{Amount, Unit};
use crate::plan::gift::OnceGiven;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a lot of a gift is. A lot holds one, whole.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct GiftRow {
    pub(in crate::ledger) gift: GiftId,
    /// In minor units of the pay group's currency.
    pub(in crate::ledger) fair_value: i64,
    pub(in crate::ledger) taxable: bool,
    pub(in crate::ledger) cash_equivalent: bool,
    pub(in crate::ledger) once_given: OnceGiven,
}

/// What a lot of a recognition is.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct BadgeRow {
    pub(in crate::ledger) badge: BadgeId,
    pub(in crate::ledger) tell: Arc<[RoleId]>,
}

impl State {
    /// What a payee owes for a lot that a reversal takes: the fair value of a gift that was handed
    /// over, where the plan claims it.
    pub(in crate::ledger) fn claimed_of(&self, lot: u32) -> Option<Amount> {
        let row = self.lots.row(lot);
        let (_, gift) = self.gifts.get(&lot)?;
        let is_claimed =
            matches!(row.place, Place::Redeemed(_)) && gift.once_given == OnceGiven::Claimed;
        if is_claimed { self.cost_amount(lot, gift.fair_value) } else { None }
    }

    /// The oldest gift of this name that can be handed over on a day.
    pub(in crate::ledger) fn gift_to_give(
        &self,
        payee: u32,
        gift: &GiftId,
        day: crate::time::Date,
    ) -> Option<u32> {
        let lots = self.usable_on(payee, Unit::GIFT, day);
        let is_it = |lot: &u32| self.gifts.get(lot).is_some_and(|(_, row)| row.gift == *gift);
        lots.into_iter().find(is_it)
    }
}
