//! Exchange rates, and what was converted by them.

use super::{GroupRow, Link, State};
use crate::exchange::Quote;
use crate::money::{Amount, Rounding, Unit};
use crate::plan::exchange::Exchange;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// An exchange rate of a day.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct RateRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) quote: Quote,
}

/// What a lot came to in the plan's currency, in minor units.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct ExchangedRow {
    /// The plan's currency.
    pub(in crate::ledger) unit: Unit,
    pub(in crate::ledger) amount: i64,
    /// What of it was taken back.
    pub(in crate::ledger) reversed: i64,
}

/// A part of an amount that goes with a part of another: all of it with all.
fn part(whole: i64, minor: i64, of: i64) -> i64 {
    let product = i128::from(whole) * i128::from(minor);
    let part = Rounding::HalfEven.divide(product, i128::from(of.max(1)));
    let part = part.and_then(|part| i64::try_from(part).ok());
    part.expect("L2: a part of an amount is in bounds").min(whole)
}

impl State {
    /// What the plans say of other currencies, where everything is in theirs until a run pays it.
    /// All that convert then say the same.
    pub(in crate::ledger) fn exchanged_at_payout(&self) -> Option<&Exchange> {
        let mut words = self.plans.iter().filter_map(|(_, _, row)| row.plan.exchange.as_ref());
        words.next().filter(|words| words.is_at_payout())
    }

    /// The currency of the accounts of a pay group's payees: what accrues, is owed back and is
    /// netted is in it. It is the one the group pays in, unless the plans convert when it pays.
    pub(in crate::ledger) fn account_unit(&self, group: &GroupRow) -> Unit {
        let other = self.unit().filter(|unit| *unit != group.unit);
        let other = other.filter(|_| self.exchanged_at_payout().is_some());
        other.unwrap_or(group.unit)
    }

    /// The currency of a payee's account.
    pub(in crate::ledger) fn account_in(&self, payee: u32) -> Unit {
        self.account_unit(self.group_of(payee))
    }

    /// In what a deal is told; `None` while no money of it was.
    pub(in crate::ledger) fn told_in(&self, deal: u32) -> Option<Unit> {
        let row = self.deals.row(deal);
        let is_told = row.value.is_some() || row.collected != 0 || row.payments != Link::NONE;
        let other = self.told_in.get(&deal).map(|(_, unit)| *unit);
        if is_told { other.or(self.unit()) } else { None }
    }

    /// The last rate on or before a day, so many days before it at most.
    pub(in crate::ledger) fn rate_on(
        &self,
        (from, to): (Unit, Unit),
        day: Date,
        days_max: u32,
    ) -> Option<&Quote> {
        let days = std::iter::successors(Some(day), |day| day.previous());
        let mut rates = days.take(days_max as usize + 1);
        rates.find_map(|day| self.rates.get(&(from, to, day)).map(|(_, row)| &row.quote))
    }

    /// What so much of what is left of a lot is in the plan's currency, after so much of it is
    /// gone: at the rate at which it accrued, and all of it with all that is left. `None` for a lot
    /// that was not converted.
    pub(in crate::ledger) fn in_plan(&self, lot: u32, gone: i64, minor: i64) -> Option<Amount> {
        let (_, row) = self.exchanged.get(&lot)?;
        let (left, standing) = (row.amount - row.reversed, self.lots.row(lot).standing());
        let gone_of = part(left, gone, standing);
        let its = part(left - gone_of, minor, standing - gone);
        Some(Amount::from_minor(its, row.unit).expect("L2: a part of an amount is in bounds"))
    }

    /// What so much of what was taken back of a lot was in the plan's currency, after so much of
    /// it is there again.
    pub(in crate::ledger) fn back_in_plan(
        &self,
        lot: u32,
        back: i64,
        minor: i64,
    ) -> Option<Amount> {
        let (_, row) = self.exchanged.get(&lot)?;
        let reversed = self.lots.row(lot).reversed;
        let back_of = part(row.reversed, back, reversed);
        let its = part(row.reversed - back_of, minor, reversed - back);
        Some(Amount::from_minor(its, row.unit).expect("L2: a part of an amount is in bounds"))
    }
}
