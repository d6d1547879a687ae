//! L2 for what was converted: what is left of it stands in both currencies.

use super::{Breach, holds};
use crate::id::EntityId;
use crate::ledger::state::{AccountRow, State};
use crate::money::Unit;
use std::collections::BTreeMap;

/// What is left of every converted lot is in the books twice: it came out of the plan's currency
/// and went into the payee's. Of a lot that is gone nothing is left in either.
pub(super) fn conversions_stand(state: &State) -> Result<(), Breach> {
    let mut sums: BTreeMap<(&EntityId, Unit), i128> = BTreeMap::new();
    for (_, number, row) in state.exchanged.iter() {
        let lot = state.lots.row(*number);
        let group = state.group_of(state.rewards.row(lot.reward).payee);
        let (standing, left) = (lot.standing(), row.amount - row.reversed);
        let fits = 0 <= row.reversed && 0 <= left && (standing > 0 || left == 0);
        holds("L2", fits, || {
            let (reversed, amount) = (row.reversed, row.amount);
            format!("lot {number} has {standing} left, and {reversed} of {amount} went back")
        })?;
        *sums.entry((&group.entity, row.unit)).or_default() -= i128::from(left);
        *sums.entry((&group.entity, group.unit)).or_default() += i128::from(standing);
    }
    for ((entity, unit), sum) in sums {
        let stands = state.balance(entity, AccountRow::Conversion, unit);
        holds("L2", stands == sum, || {
            format!("{sum} {unit} were converted for {entity}, and the account has {stands}")
        })?;
    }
    Ok(())
}
