//! Rows of contract costs: what was capitalised, and how far it is written off.

use super::State;
use crate::money::Rounding;
use crate::plan::books::Amortisation;
use crate::plan::rule::Pays;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What one fact accrued under one capitalised rule, in the books of one legal entity.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct CostRow {
    pub(in crate::ledger) deal: u32,
    /// What accrued.
    pub(in crate::ledger) capitalised: i64,
    /// What of it was not taken back: what stands of its lots.
    pub(in crate::ledger) standing: i64,
    /// What of that is written off in parts.
    pub(in crate::ledger) amortised: i64,
    /// Whether the contract has ended, so that the rest is written off too.
    pub(in crate::ledger) impaired: bool,
    /// `None` until its months have begun.
    pub(in crate::ledger) schedule: Option<ScheduleRow>,
    /// Nothing is written off under an earlier day: it accrued then, or came back then.
    pub(in crate::ledger) since: Date,
}

/// In which parts a cost is written off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct ScheduleRow {
    /// Up to which part it is written off.
    pub(in crate::ledger) done: u32,
    /// Up to which part it will be on the next day.
    pub(in crate::ledger) part: u32,
    pub(in crate::ledger) of: u32,
    /// The next day; `None` once all parts are written off.
    pub(in crate::ledger) next: Option<Date>,
}

impl CostRow {
    /// What stands on the asset of the deal.
    pub(in crate::ledger) fn left(&self) -> i64 {
        if self.impaired { 0 } else { self.standing - self.amortised }
    }

    /// The day on which it is next written off; `None` when that is never.
    pub(in crate::ledger) fn due(&self) -> Option<Date> {
        let next = self.schedule?.next?;
        (self.left() > 0).then(|| next.max(self.since))
    }

    /// What of so much would be written off after some of the parts: the sum so far is rounded,
    /// not each part, so that the last one comes to all of it.
    pub(in crate::ledger) fn target(&self, mode: Rounding, standing: i64, done: u32) -> i64 {
        let of = self.schedule.map_or(1, |it| it.of);
        let product = i128::from(standing) * i128::from(done);
        let target = mode.divide(product, i128::from(of)).and_then(|it| i64::try_from(it).ok());
        target.expect("L2: a part of what stands is in bounds")
    }

    /// What of so much would be written off by now.
    pub(in crate::ledger) fn target_now(&self, mode: Rounding, standing: i64) -> i64 {
        self.target(mode, standing, self.schedule.map_or(0, |it| it.done))
    }
}

impl State {
    /// The costs of a deal, in the order they accrued.
    pub(in crate::ledger) fn costs_of(&self, deal: u32) -> impl Iterator<Item = u32> {
        self.deal_costs.range((deal, 0)..=(deal, u32::MAX)).map(|(_, cost)| cost)
    }

    /// The cost that a lot is a part of; `None` where it is an expense.
    pub(in crate::ledger) fn cost_of(&self, lot: u32) -> Option<u32> {
        let lot = self.lots.row(lot);
        let group = self.group_of(self.rewards.row(lot.reward).payee);
        let entity = self.entities.find(&group.entity)?;
        self.costs.find(&(lot.accrual, entity))
    }

    /// The words by which a cost is written off, the mode it is rounded by, and the day its months
    /// are counted from, if that has come.
    pub(in crate::ledger) fn amortisation_of(
        &self,
        cost: u32,
    ) -> (Amortisation, Rounding, Option<Date>) {
        let (accrual, _) = *self.costs.key(cost);
        let accrual = self.accruals.row(accrual);
        let (plan, _, rule) = self.rule_of(self.awards.row(accrual.award));
        let Pays::Money(terms) = &rule.pays else { unreachable!("what accrued is paid by a rule") };
        let words = terms.books.expect("a cost accrued under a rule that is capitalised");
        let deal = self.deals.row(self.costs.row(cost).deal);
        let reached = match words.from {
            crate::deal::Milestone::Installed => deal.installed_on,
            crate::deal::Milestone::Invoiced => deal.invoiced_on,
            crate::deal::Milestone::Paid => {
                accrual.payment.get().map(|payment| self.payments.row(payment).received_on)
            }
            _ => Some(deal.won_on),
        };
        (words, plan.rounding().mode, reached)
    }
}
