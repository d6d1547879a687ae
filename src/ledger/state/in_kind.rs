//! Rows of points and time off. A payee has a balance of each apart from money, made with the first
//! award, and a lot of them remembers what it cost and when it expires.

use super::{LotRow, State};
use crate::event::UsedLot;
use crate::money::{Amount, Rounding, Unit};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a payee has of points, or of hours, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct PurseRow {
    pub(in crate::ledger) held: i64,
    /// Can be redeemed.
    pub(in crate::ledger) usable: i64,
    pub(in crate::ledger) redeemed: i64,
    pub(in crate::ledger) expired: i64,
}

/// What goes with a lot of points or hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct InKindRow {
    /// What of its cost goes with what is left of it.
    pub(in crate::ledger) cost: i64,
    pub(in crate::ledger) expire_months: Option<u32>,
    /// The day it expires, once it can be redeemed.
    pub(in crate::ledger) expires: Option<Date>,
}

/// Points or hours that were redeemed.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct RedemptionRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) unit: Unit,
    pub(in crate::ledger) amount: i64,
    pub(in crate::ledger) redeemed_on: Date,
    pub(in crate::ledger) lots: Arc<[u32]>,
    /// What should have gone back since, and stays because it was redeemed.
    pub(in crate::ledger) spared: i64,
    pub(in crate::ledger) retracted: bool,
}

/// Which part of a cost goes with a part of what it is for. The parts of a whole sum to its cost.
pub(in crate::ledger) fn part_of_cost(cost: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(cost) * i128::from(part);
    let rounded = Rounding::HalfEven.divide(product, i128::from(whole.max(1)));
    let rounded = rounded.and_then(|minor| i64::try_from(minor).ok());
    rounded.expect("L2: a part of a cost is within its bound")
}

impl State {
    /// In what a payee gets what a rule pays: money in the currency of their account, and points,
    /// hours, gifts and badges as they are.
    pub(in crate::ledger) fn paid_in(&self, payee: u32, unit: Unit) -> Unit {
        if unit.is_money() { self.account_in(payee) } else { unit }
    }

    /// The unit of what a lot holds.
    pub(in crate::ledger) fn unit_of(&self, lot: &LotRow) -> Unit {
        self.rewards.row(lot.reward).unit
    }

    /// What of a lot's cost goes with a part of what is left of it, where so much of that is gone
    /// by the same command; `None` for money, and for what costs nothing.
    pub(in crate::ledger) fn cost_in_kind(&self, lot: u32, gone: i64, part: i64) -> Option<Amount> {
        let (_, kind) = self.in_kind.get(&lot)?;
        let left = self.lots.row(lot).left();
        let until = |part: i64| part_of_cost(kind.cost, part, left);
        let minor = until(gone + part) - until(gone);
        self.cost_amount(lot, minor)
    }

    /// A cost of a lot in money; `None` for nothing.
    pub(in crate::ledger) fn cost_amount(&self, lot: u32, minor: i64) -> Option<Amount> {
        let unit = self.account_in(self.rewards.row(self.lots.row(lot).reward).payee);
        let amount = Amount::from_minor(minor, unit);
        let amount = amount.expect("L2: a part of a cost is within its bound");
        (!amount.is_zero()).then_some(amount)
    }

    /// All that is left of a lot, as something that uses it up says it.
    pub(in crate::ledger) fn used_up(&self, lot: u32, minor: i64) -> UsedLot {
        let amount = Amount::from_minor(minor, self.unit_of(self.lots.row(lot)));
        let amount = amount.expect("L2: a part of a lot is within its bound");
        UsedLot { lot, amount, cost: self.cost_in_kind(lot, 0, minor) }
    }

    /// The lots of a payee that can be redeemed on a day, the oldest first: vested by then, not
    /// expired and not on hold.
    pub(in crate::ledger) fn usable_on(&self, payee: u32, unit: Unit, day: Date) -> Vec<u32> {
        let on_hold = self.on_hold_of(payee);
        let from = (payee, unit, Date::FIRST, 0);
        let lots = self.usable.range(from..=(payee, unit, day, u32::MAX)).map(|(.., lot)| lot);
        let can_be = |lot: &u32| {
            let expires = self.in_kind.get(lot).and_then(|(_, kind)| kind.expires);
            let reward = self.lots.row(*lot).reward;
            expires.is_none_or(|expires| day < expires) && on_hold.binary_search(&reward).is_err()
        };
        lots.filter(can_be).collect()
    }
}
