//! Applies exchange rates, and keeps what lots came to in the plan's currency.

use super::{Beside, add};
use crate::command::Command;
use crate::deal::Line;
use crate::event::AccruedShare;
use crate::exchange::Quote;
use crate::ledger::state::{ExchangedRow, RateRow, State};
use crate::money::allocate;

impl State {
    /// A rate that is told again changes nothing.
    pub(super) fn exchange_rate_recorded(&mut self, beside: Beside<'_>) {
        let Command::RecordExchangeRate(it) = beside.command else { return };
        let key = (it.from, it.to, it.on);
        if self.rates.find(&key).is_none() {
            let quote = Quote { rate: it.rate, on: it.on, source: it.source.clone() };
            self.rates.insert(key, RateRow { sequence: beside.first, quote });
        }
    }

    /// Remembers in what a deal is told, where that is not the plans' currency.
    pub(super) fn deal_told_in(&mut self, deal: u32, lines: &[Line]) {
        let Some(unit) = lines.first().map(|line| line.net.unit()) else { return };
        if self.unit() != Some(unit) && self.told_in.find(&deal).is_none() {
            self.told_in.insert(deal, unit);
        }
    }

    /// Remembers what the lots of a share, from the first on, are in the plan's currency.
    pub(super) fn exchanged_lots(&mut self, first: u32, share: &AccruedShare) {
        let Some(in_plan) = share.in_plan else { return };
        let lots: Vec<u32> = (first..self.lots.next()).collect();
        let weights: Vec<i128> = lots.iter().map(|lot| self.lots.row(*lot).amount.into()).collect();
        let parts = allocate(in_plan.minor(), &weights);
        let parts = parts.expect("L2: what was converted is in lots");
        for (lot, amount) in lots.into_iter().zip(parts) {
            let row = ExchangedRow { unit: in_plan.unit(), amount, reversed: 0 };
            self.exchanged.insert(lot, row);
        }
    }

    /// Counts what was taken back of a lot, in the plan's currency; below zero for what is there
    /// again.
    pub(super) fn exchanged_back(&mut self, lot: u32, minor: i64) {
        if let Some(number) = self.exchanged.find(&lot).filter(|_| minor != 0) {
            add(&mut self.exchanged.edit(number).reversed, minor);
        }
    }

    /// A part of a lot was put into a lot of its own, with its part in the plan's currency.
    pub(super) fn exchanged_apart(&mut self, lot: u32, new: u32, minor: i64) {
        let Some(number) = self.exchanged.find(&lot) else { return };
        let standing = self.lots.row(lot).standing();
        let row = self.exchanged.row(number).clone();
        let weights = [i128::from(minor), i128::from(standing.max(0))];
        let parts = allocate(row.amount - row.reversed, &weights);
        let amount = parts.map_or(0, |parts| parts[0]);
        add(&mut self.exchanged.edit(number).amount, -amount);
        self.exchanged.insert(new, ExchangedRow { amount, reversed: 0, ..row });
    }
}
