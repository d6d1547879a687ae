//! L2 for what was converted: what is left of it stands in both currencies. L7 for what runs pay in
//! another than the account's: it is what is left, at the rate of the line.

use super::{Breach, holds};
use crate::id::EntityId;
use crate::ledger::state::{AccountRow, State};
use crate::money::{Amount, Unit};
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
    for (_, number, _) in state.line_rates.iter() {
        let line = state.lines.row(*number);
        let run = state.runs.row(line.run);
        let group = state.groups.row(run.group);
        if state.is_live(line) {
            let account = state.account_unit(group);
            *sums.entry((&group.entity, account)).or_default() -= i128::from(line.net());
            *sums.entry((&group.entity, run.unit)).or_default() += i128::from(line.paid);
        }
    }
    for ((entity, unit), sum) in sums {
        let stands = state.balance(entity, AccountRow::Conversion, unit);
        holds("L2", stands == sum, || {
            format!("{sum} {unit} were converted for {entity}, and the account has {stands}")
        })?;
    }
    Ok(())
}

/// What a line pays is what is left of it, or that in another currency, rounded as the plans say.
pub(super) fn pays_what_is_left(state: &State, number: u32) -> bool {
    let line = state.lines.row(number);
    let run = state.runs.row(line.run);
    let account = state.account_in(line.payee);
    let Some((_, quote)) = state.line_rates.get(&number) else {
        return line.paid == line.net() && (run.unit == account || line.paid == 0);
    };
    let (net, words) = (Amount::from_minor(line.net(), account), state.exchanged_at_payout());
    let Some((net, words)) = net.ok().zip(words) else { return false };
    let paid = quote.rate.convert(net, run.unit, words.rounding);
    net.is_positive() && paid.is_ok_and(|paid| paid.minor() == line.paid)
}
