//! Rows that are linked one after the other, the newest first: the awards of a source, their
//! accruals and rewards, the lots of a reward; the payments of a deal and their refunds.

use super::{
    AccrualRow, AwardRow, Link, LotRow, PaymentRow, RefundRow, RewardRow, SourceRow, State,
};

impl State {
    /// The head of a source's awards.
    pub(in crate::ledger) fn awards_of(&self, source: SourceRow) -> Link {
        match source {
            SourceRow::Lead(lead) => self.leads.row(lead).awards,
            SourceRow::Deal(deal) => self.deals.row(deal).awards,
            SourceRow::Period(period) => *self.periods.row(period),
            // Nothing is looked for by them.
            SourceRow::Adjustment(_)
            | SourceRow::Restatement(_)
            | SourceRow::Draw(_)
            | SourceRow::Opening => Link::NONE,
        }
    }

    /// The awards of a source, newest first.
    pub(in crate::ledger) fn each_award(
        &self,
        source: SourceRow,
    ) -> impl Iterator<Item = (u32, &AwardRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.awards.row(number)));
        std::iter::successors(row(self.awards_of(source)), move |(_, it)| row(it.next))
    }

    /// The accruals of an award, newest first.
    pub(in crate::ledger) fn each_accrual(
        &self,
        award: u32,
    ) -> impl Iterator<Item = (u32, &AccrualRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.accruals.row(number)));
        let first = self.awards.row(award).accruals;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_award))
    }

    /// The accruals of a payment, newest first.
    pub(in crate::ledger) fn each_accrual_of_payment(
        &self,
        payment: u32,
    ) -> impl Iterator<Item = (u32, &AccrualRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.accruals.row(number)));
        let first = self.payments.row(payment).accruals;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_payment))
    }

    /// The payments of a deal, newest first.
    pub(in crate::ledger) fn each_payment(
        &self,
        deal: u32,
    ) -> impl Iterator<Item = (u32, &PaymentRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.payments.row(number)));
        let first = self.deals.row(deal).payments;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_deal))
    }

    /// The refunds of a payment, newest first.
    pub(in crate::ledger) fn each_refund(
        &self,
        payment: u32,
    ) -> impl Iterator<Item = (u32, &RefundRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.refunds.row(number)));
        let first = self.payments.row(payment).refunds;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_payment))
    }

    /// The rewards of an award, newest first.
    pub(in crate::ledger) fn each_reward(
        &self,
        award: u32,
    ) -> impl Iterator<Item = (u32, &RewardRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.rewards.row(number)));
        let first = self.awards.row(award).rewards;
        std::iter::successors(row(first), move |(_, it)| row(it.next))
    }

    /// The lots of a reward, newest first.
    pub(in crate::ledger) fn each_lot(&self, reward: u32) -> impl Iterator<Item = (u32, &LotRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.lots.row(number)));
        let first = self.rewards.row(reward).lots;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_reward))
    }
}
