//! L2 for contract costs.

use super::{Breach, holds};
use crate::ledger::state::{AccountRow, State};
use std::collections::BTreeMap;

/// L2 for contract costs: each is what stands of its lots, as much of it is written off as its
/// parts so far come to, and the books have the rest on the asset of its deal.
pub(super) fn written_off(state: &State) -> Result<(), Breach> {
    let mut standing: BTreeMap<u32, i64> = BTreeMap::new();
    for (number, lot) in state.lots.iter() {
        if let Some(cost) = state.cost_of(number) {
            *standing.entry(cost).or_default() += lot.standing();
        }
    }
    let mut assets: BTreeMap<(u32, u32), i128> = BTreeMap::new();
    for (number, (_, entity), row) in state.costs.iter() {
        let (_, mode, _) = state.amortisation_of(number);
        let there = standing.get(&number).copied().unwrap_or(0);
        let written_off = row.target_now(mode, row.standing);
        holds("L2", (there, written_off) == (row.standing, row.amortised), || {
            let (cost, amortised) = (row.standing, row.amortised);
            format!("cost {number} of {cost} has lots of {there}, and {amortised} written off")
        })?;
        let bounds = 0 <= row.left() && row.standing <= row.capitalised;
        holds("L2", bounds, || format!("cost {number} has {} left", row.left()))?;
        let listed = row.due().filter(|day| {
            let key = (*day, number);
            state.amortising.range(key..=key).count() == 1
        });
        holds("L2", listed == row.due(), || format!("cost {number} is not listed as due"))?;
        *assets.entry((row.deal, *entity)).or_default() += i128::from(row.left());
    }
    let due = state.costs.iter().filter(|(_, _, row)| row.due().is_some()).count();
    holds("L2", u32::try_from(due) == Ok(state.amortising.length()), || {
        format!("{} costs are listed as due, and {due} are", state.amortising.length())
    })?;
    for ((entity, account, _), minor) in state.balances.iter().map(|(_, key, it)| (key, it)) {
        let AccountRow::ContractCosts(deal) = account else { continue };
        let left = assets.remove(&(*deal, *entity)).unwrap_or(0);
        holds("L2", *minor == left, || {
            format!("the asset of deal {} has {minor}, its costs {left}", state.deals.key(*deal))
        })?;
    }
    holds("L2", assets.values().all(|left| *left == 0), || {
        "a cost that is left stands on no asset".to_owned()
    })
}
