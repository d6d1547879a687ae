//! Applies what a gift or a recognition is that was awarded.

use crate::event::AwardedThing;
use crate::ledger::state::{BadgeRow, GiftRow, State};
use std::sync::Arc;

impl State {
    /// Remembers what a lot is one of.
    pub(super) fn awarded_thing(&mut self, lot: u32, fair_value: i64, thing: &AwardedThing) {
        match thing {
            AwardedThing::Gift { gift, taxable, cash_equivalent, once_given } => {
                let row = GiftRow {
                    gift: gift.clone(),
                    fair_value,
                    taxable: *taxable,
                    cash_equivalent: *cash_equivalent,
                    once_given: *once_given,
                };
                self.gifts.insert(lot, row);
            }
            AwardedThing::Recognition { badge, tell } => {
                let row = BadgeRow { badge: badge.clone(), tell: Arc::from(tell.as_slice()) };
                self.badges.insert(lot, row);
            }
        }
    }
}
