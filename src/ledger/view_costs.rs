//! Views of contract costs: what was capitalised, and how far it is written off. Owned values, as
//! in `view`.

use super::Ledger;
use crate::id::{DealId, EntityId};
use crate::money::{Amount, Unit};
use crate::time::Date;
use std::collections::BTreeMap;

/// What a contract cost in rewards that are written off over months, in the books of one legal
/// entity. What was capitalised is taken back, amortised, impaired or left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractCostView {
    /// The deal.
    pub deal: DealId,
    /// The legal entity.
    pub entity: EntityId,
    /// What accrued and was capitalised.
    pub capitalised: Amount,
    /// What of it was taken back, whether it had been written off or not.
    pub taken_back: Amount,
    /// What of the rest is written off, part by part.
    pub amortised: Amount,
    /// What was written off because the contract had ended.
    pub impaired: Amount,
    /// What stands on the asset.
    pub left: Amount,
    /// The day a part of it is next written off; `None` when none is.
    pub next: Option<Date>,
}

/// Sums over the costs of a deal in one entity, in minor units.
#[derive(Default)]
struct Sums {
    capitalised: i64,
    standing: i64,
    amortised: i64,
    impaired: i64,
    left: i64,
    next: Option<Date>,
}

impl Ledger {
    /// The contract costs of every deal that has some, in the order the deals were won.
    ///
    /// ```
    /// use referral_ledger::Ledger;
    /// assert!(Ledger::default().contract_costs().is_empty());
    /// ```
    pub fn contract_costs(&self) -> Vec<ContractCostView> {
        self.cost_views(self.state.deal_costs.range(..).map(|(_, cost)| cost))
    }

    /// The contract costs of a deal, one for each legal entity that has some.
    pub fn contract_costs_of(&self, deal: DealId) -> Vec<ContractCostView> {
        let deal = self.state.deals.find(&deal);
        self.cost_views(deal.into_iter().flat_map(|deal| self.state.costs_of(deal)))
    }

    fn cost_views(&self, costs: impl Iterator<Item = u32>) -> Vec<ContractCostView> {
        let state = &self.state;
        let mut sums: BTreeMap<(u32, u32), (Unit, Sums)> = BTreeMap::new();
        for cost in costs {
            let (accrual, entity) = *state.costs.key(cost);
            let row = state.costs.row(cost);
            let award = state.awards.row(state.accruals.row(accrual).award);
            let unit = state.rule_of(award).0.unit;
            let (_, sum) =
                sums.entry((row.deal, entity)).or_insert_with(|| (unit, Sums::default()));
            sum.capitalised += row.capitalised;
            sum.standing += row.standing;
            sum.amortised += row.amortised;
            sum.impaired += if row.impaired { row.standing - row.amortised } else { 0 };
            sum.left += row.left();
            sum.next = sum.next.into_iter().chain(row.due()).min();
        }
        let view = |((deal, entity), (unit, sum)): ((u32, u32), (Unit, Sums))| ContractCostView {
            deal: *state.deals.key(deal),
            entity: state.entities.key(entity).clone(),
            capitalised: Self::amount(sum.capitalised, unit),
            taken_back: Self::amount(sum.capitalised - sum.standing, unit),
            amortised: Self::amount(sum.amortised, unit),
            impaired: Self::amount(sum.impaired, unit),
            left: Self::amount(sum.left, unit),
            next: sum.next,
        };
        sums.into_iter().map(view).collect()
    }
}
