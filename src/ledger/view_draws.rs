//! Draws: who has one, what was given, and what is owed of it. Owned values, as in `view`.

use super::Ledger;
use super::state::DrawRow;
use crate::id::{DrawId, PayeeId};
use crate::money::Amount;
use crate::plan::version::PlanRef;
use crate::time::{Date, Period};

/// How a draw stands that a payee has or had:
/// `given = guaranteed + recovered + forgiven + owed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawView {
    /// Whose.
    pub payee: PayeeId,
    /// The version of the plan whose terms hold.
    pub plan: PlanRef,
    /// The draw.
    pub draw: DrawId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub through: Date,
    /// Whether none is given any more.
    pub is_over: bool,
    /// What was given in all.
    pub given: Amount,
    /// What of it need not be paid back.
    pub guaranteed: Amount,
    /// What runs have kept of it; what a live run keeps is among it.
    pub recovered: Amount,
    /// What was forgiven.
    pub forgiven: Amount,
    /// What is still owed of it.
    pub owed: Amount,
    /// What of that was earned: it is kept from what is earned at once.
    pub covered: Amount,
}

/// What a run keeps against a draw of one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawRecovered {
    /// The draw.
    pub draw: DrawId,
    /// The period it was given for.
    pub period: Period,
    /// How much.
    pub amount: Amount,
}

impl Ledger {
    /// How the draws of a payee stand, in the order they were assigned; empty when they have none,
    /// or are not on file.
    ///
    /// ```
    /// use referral_ledger::Ledger;
    /// assert!(Ledger::default().draws(&"T07".parse()?).is_empty());
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    pub fn draws(&self, payee: &PayeeId) -> Vec<DrawView> {
        let Some(number) = self.state.payees.find(payee) else { return Vec::new() };
        self.state.draws_of(number).map(|(_, row)| self.draw_view(row)).collect()
    }

    fn draw_view(&self, row: &DrawRow) -> DrawView {
        let unit = self.state.account_in(row.payee);
        let amount = |minor| Self::amount(minor, unit);
        let owed = row.owed + row.covered;
        DrawView {
            payee: self.state.payees.key(row.payee).clone(),
            plan: self.state.plans.key(row.plan).clone(),
            draw: self.state.draw_words(row).id.clone(),
            from: row.from,
            through: row.through,
            is_over: row.is_over,
            given: amount(row.given),
            guaranteed: amount(row.guaranteed),
            recovered: amount(row.given - row.guaranteed - row.forgiven - owed),
            forgiven: amount(row.forgiven),
            owed: amount(owed),
            covered: amount(row.covered),
        }
    }

    /// What recoveries of a line are against draws, in their order.
    pub(super) fn draws_recovered(&self, recoveries: &[(u32, i64)]) -> Vec<DrawRecovered> {
        let of = |(receivable, minor): &(u32, i64)| {
            let debt = self.state.debt(*receivable)?;
            let row = self.state.draws.row(debt.draw);
            let unit = self.state.account_in(row.payee);
            let draw = self.state.draw_words(row).id.clone();
            Some(DrawRecovered { draw, period: debt.period, amount: Self::amount(*minor, unit) })
        };
        recoveries.iter().filter_map(of).collect()
    }
}
