//! Views of what is held by hand, and of what waits for an approval. Owned values, as in `view`.

use super::Ledger;
use super::view_rewards::RewardView;
use crate::id::HoldId;
use crate::money::Amount;
use crate::reward::RewardId;
use std::collections::BTreeSet;

/// A hold that somebody put on a reward by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldView {
    /// The hold.
    pub hold: HoldId,
    /// The reward.
    pub reward: RewardId,
    /// Whether it was released.
    pub is_released: bool,
}

impl Ledger {
    /// A hold by hand; `None` when it is not on file.
    ///
    /// ```
    /// use referral_ledger::{Ledger, id::HoldId};
    /// assert_eq!(Ledger::default().hold(HoldId::named("ticket-4")), None);
    /// ```
    pub fn hold(&self, hold: HoldId) -> Option<HoldView> {
        self.state.hand_holds.find(&hold).map(|number| self.hold_view(number))
    }

    /// The holds that are not released, by payee and reward, each in the order they came into
    /// being.
    pub fn open_holds(&self) -> impl Iterator<Item = HoldView> {
        self.state.on_hold.range(..).map(|(_, _, hold)| self.hold_view(hold))
    }

    /// The rewards of which something waits for an approval, each with how much, by payee.
    pub fn awaiting_approval(&self) -> Vec<(RewardView, Amount)> {
        let lots = self.state.unapproved.range(..);
        let rewards: Vec<u32> = lots.map(|(_, lot)| self.state.lots.row(lot).reward).collect();
        let view = |reward: u32| {
            let lots = self.state.unapproved_of(reward).into_iter();
            let waits = lots.map(|lot| self.state.lots.row(lot).left()).sum();
            let view = self.reward_view(reward);
            let unit = view.accrued().unit();
            (view, Self::amount(waits, unit))
        };
        let mut seen = BTreeSet::new();
        rewards.into_iter().filter(|reward| seen.insert(*reward)).map(view).collect()
    }

    fn hold_view(&self, number: u32) -> HoldView {
        let row = self.state.hand_holds.row(number);
        HoldView {
            hold: *self.state.hand_holds.key(number),
            reward: self.reward_view(row.reward).id().clone(),
            is_released: row.released.is_some(),
        }
    }
}
