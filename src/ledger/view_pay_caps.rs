//! Views of caps that are measured at payout: what they let into runs, and what waits for room.
//! Owned values, as in `view`.

use super::Ledger;
use super::decide::payable_by;
use super::state::{PayCapRow, Place};
use crate::id::{CapId, PayeeId};
use crate::money::Amount;
use crate::payout::RunId;
use crate::plan::version::PlanRef;
use crate::reward::RewardId;
use std::collections::BTreeMap;

/// What a cap had room for of what was payable to a payee, when a run was locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayCapView {
    /// Who is paid.
    pub payee: PayeeId,
    /// The version of the plan.
    pub plan: PlanRef,
    /// The cap.
    pub cap: CapId,
    /// How much it allows in its period.
    pub at_most: Amount,
    /// What was used of it before the run.
    pub used: Amount,
    /// What of it the run used.
    pub takes: Amount,
    /// What was above it.
    pub above: Amount,
    /// Whether what was above it is nobody's once the run is settled; otherwise it stays payable.
    pub is_lost: bool,
}

/// What of a reward is payable, and was above a cap when the last run was locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboveCapView {
    /// The reward.
    pub reward: RewardId,
    /// The cap.
    pub cap: CapId,
    /// The run that measured it.
    pub run: RunId,
    /// How much is above it now.
    pub amount: Amount,
    /// Whether it is nobody's once the run is settled; otherwise it waits for room.
    pub is_lost: bool,
}

impl Ledger {
    /// What of a payee's rewards is payable and was above a cap that is measured at payout, when
    /// the last run with such a cap was locked for them; in the order the rewards came into being.
    /// Nothing where that run is void, or payroll rejected their line.
    ///
    /// ```
    /// use referral_ledger::Ledger;
    /// assert_eq!(Ledger::default().above_caps(&"ana".parse()?), []);
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    pub fn above_caps(&self, payee: &PayeeId) -> Vec<AboveCapView> {
        let Some(number) = self.state.payees.find(payee) else { return Vec::new() };
        let rows = &self.state.pay_caps.rows;
        let last = (0..rows.next()).rev().map(|row| rows.row(row)).find(|it| it.payee == number);
        let Some(run) = last.map(|row| row.run) else { return Vec::new() };
        let row = self.state.runs.row(run);
        let line = self.state.line_of(run, number);
        if !row.stage.is_live() || line.is_some_and(|it| self.state.lines.row(it).is_rejected()) {
            return Vec::new();
        }
        let waiting = payable_by(&self.state, number, row.cut_off).into_iter();
        let lost = self.state.above_of(run).into_iter().map(|(lot, _)| lot);
        let mut sums: BTreeMap<(u32, u16, bool), i64> = BTreeMap::new();
        for lot in waiting.chain(lost) {
            let it = self.state.lots.row(lot);
            let is_theirs = self.state.rewards.row(it.reward).payee == number;
            let Some(cap) = self.state.cap_to_measure(lot).filter(|_| is_theirs) else { continue };
            let is_lost = matches!(it.place, Place::Above(_));
            *sums.entry((it.reward, cap.number, is_lost)).or_default() += it.left();
        }
        let unit = self.state.account_unit(self.state.group_of(number));
        let view = |((reward, cap, is_lost), minor)| {
            let award = self.state.awards.row(self.state.rewards.row(reward).award);
            let (plan, _, _) = self.state.rule_of(award);
            AboveCapView {
                reward: self.reward_view(reward).id().clone(),
                cap: plan.caps[usize::from(cap)].id.clone(),
                run: self.state.runs.key(run).clone(),
                amount: Self::amount(minor, unit),
                is_lost,
            }
        };
        sums.into_iter().filter(|(_, minor)| *minor > 0).map(view).collect()
    }

    /// How caps measured payees for a run, sorted by payee id.
    pub(super) fn pay_cap_views(&self, run: u32) -> Vec<PayCapView> {
        let unit = self.state.account_unit(self.state.groups.row(self.state.runs.row(run).group));
        let amount = |minor| Self::amount(minor, unit);
        let view = |it: &PayCapRow| {
            let cap = &self.state.plans.row(it.plan).plan.caps[usize::from(it.cap)];
            PayCapView {
                payee: self.state.payees.key(it.payee).clone(),
                plan: self.state.plans.key(it.plan).clone(),
                cap: cap.id.clone(),
                at_most: amount(cap.at_most.bound()),
                used: amount(it.used),
                takes: amount(it.takes),
                above: amount(it.above),
                is_lost: it.is_lost,
            }
        };
        self.state.pay_caps_of(run).map(view).collect()
    }
}
