//! Rows of what is rare: what is held back, approvals, holds by hand.

use super::{AwardRow, LotRow, Place, Scope, SourceRow, State};
use crate::deal::Milestone;
use crate::money::Unit;
use crate::reward::{RewardId, Source};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Until when a lot is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum BackRow {
    /// Until a milestone.
    Until(Milestone),
    /// Until its day.
    Day,
    /// Until more of the deal's value is collected.
    Collected,
}

/// Under what a lot that is held back is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum BackKey {
    /// The lead, and the milestone.
    Until(u32, Milestone),
    /// The day.
    Day(Date),
    /// The lead of the deal.
    Collected(u32),
}

/// What is released of a lot as the deal's value is collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct CollectedRow {
    /// What was to be held back of the amount in all.
    pub(in crate::ledger) whole: i64,
    /// What of it was released.
    pub(in crate::ledger) released: i64,
}

/// A hold that somebody put on a reward by hand.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct HandHoldRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) reward: u32,
    /// The sequence at which it was released.
    pub(in crate::ledger) released: Option<u64>,
}

impl State {
    /// The rewards of a payee that are on hold by hand, sorted; mostly none.
    pub(in crate::ledger) fn on_hold_of(&self, payee: u32) -> Vec<u32> {
        let range = (payee, 0, 0)..=(payee, u32::MAX, u32::MAX);
        let mut rewards: Vec<u32> =
            self.on_hold.range(range).map(|(_, reward, _)| reward).collect();
        rewards.dedup();
        rewards
    }

    /// Where a lot that is held back stands among them.
    pub(in crate::ledger) fn back_key(&self, number: u32, back: BackRow) -> (BackKey, u32, u32) {
        let lot = self.lots.row(number);
        let reward = self.rewards.row(lot.reward);
        let lead = || {
            let source = self.awards.row(reward.award).source;
            self.lead_of(source).expect("what is held back for a deal or a lead has a lead")
        };
        let key = match back {
            BackRow::Until(milestone) => BackKey::Until(lead(), milestone),
            BackRow::Day => BackKey::Day(lot.day),
            BackRow::Collected => BackKey::Collected(lead()),
        };
        (key, reward.payee, number)
    }

    /// The lots that are held back under some keys: key, payee, lot.
    pub(in crate::ledger) fn each_held_back(
        &self,
        from: BackKey,
        to: BackKey,
    ) -> Vec<(BackKey, u32, u32)> {
        self.held_back.range((from, 0, 0)..=(to, u32::MAX, u32::MAX)).collect()
    }

    /// Whether who leaves forfeits what has not vested of a lot. What no rule made is under no
    /// plan's word.
    pub(in crate::ledger) fn is_forfeited_by_leavers(&self, lot: &LotRow) -> bool {
        let plan = self.awards.row(self.rewards.row(lot.reward).award).plan.get();
        plan.is_some_and(|plan| self.plans.row(plan).plan.forfeits_unvested())
    }

    /// The last day of a payee who has left, once it has passed.
    pub(in crate::ledger) fn has_left(&self, payee: u32) -> Option<Date> {
        let last_day = self.payees.row(payee).employment.last_day?;
        let passed = self.head.value().passed;
        passed.is_some_and(|passed| last_day <= passed).then_some(last_day)
    }

    /// The lots of a reward that wait for an approval, in the order they accrued.
    pub(in crate::ledger) fn unapproved_of(&self, reward: u32) -> Vec<u32> {
        let payee = self.rewards.row(reward).payee;
        let waits = |lot: &u32| self.unapproved.range((payee, *lot)..=(payee, *lot)).count() == 1;
        let mut lots: Vec<u32> = self.each_lot(reward).map(|(lot, _)| lot).filter(waits).collect();
        lots.reverse();
        lots
    }

    /// What of a payee's payable amounts in a unit is on hold by hand.
    pub(in crate::ledger) fn minor_on_hold(&self, payee: u32, unit: Unit) -> i64 {
        let lots = self.on_hold_of(payee).into_iter().flat_map(|reward| self.each_lot(reward));
        let is_payable = |lot: &LotRow| lot.place == Place::Payable && self.unit_of(lot) == unit;
        lots.filter(|(_, lot)| is_payable(lot)).map(|(_, lot)| lot.left()).sum()
    }

    /// The reward of this id; `None` when nothing accrued under it.
    pub(in crate::ledger) fn reward_number(&self, id: &RewardId) -> Option<u32> {
        let payee = self.payees.find(&id.payee)?;
        let plan = self.plans.find(&id.plan)?;
        let of_source = |source| {
            let mut awards = self.each_award(source);
            let is_it =
                |award: &AwardRow| award.plan() == plan && self.rule_of(award).2.id == id.rule;
            let (award, _) = awards.find(|(_, award)| is_it(award))?;
            let mut rewards = self.each_reward(award);
            rewards.find(|(_, reward)| reward.payee == payee).map(|(number, _)| number)
        };
        match id.source {
            Source::Lead(lead) => of_source(SourceRow::Lead(self.leads.find(&lead)?)),
            Source::Deal(deal) => of_source(SourceRow::Deal(self.deals.find(&deal)?)),
            // No rule made it.
            Source::Draw(_) | Source::Adjustment(_) | Source::Restatement(_) | Source::Opening => {
                None
            }
            Source::Period(period) => {
                // Their own, everybody's, or that of a team they were in.
                let teams = self.payees.row(payee).teams.iter();
                let teams = teams.filter_map(|(_, team)| team.map(Scope::Team));
                let mut scopes = [Scope::Payee(payee), Scope::Everyone].into_iter().chain(teams);
                scopes.find_map(|scope| {
                    of_source(SourceRow::Period(self.periods.find(&(period, scope))?))
                })
            }
        }
    }
}
