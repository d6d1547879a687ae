//! Decides what a clawback leaves with somebody who has left, by the plan's word.

use super::Case;
use crate::event::{ReversedShare, Take, TakenFrom};
use crate::money::Amount;
use crate::plan::AfterExit;
use crate::time::Date;
use crate::why::Step;

impl Case<'_> {
    /// The last day of a payee who left before this reversal and keeps what is in a place.
    pub(super) fn keeps_since(&self, payee: u32, from: TakenFrom) -> Option<Date> {
        let is_kept = match self.plan.after_exit {
            AfterExit::Pursued => false,
            AfterExit::OnlyWhatIsUnpaid => from == TakenFrom::Receivable,
            AfterExit::Waived => true,
        };
        let last_day = self.desk.state.payees.row(payee).employment.last_day;
        last_day.filter(|last_day| is_kept && *last_day < self.left_before)
    }

    /// A share of a clawback, less what the payee keeps because they have left: that is spared for
    /// good.
    pub(super) fn less_waived(&self, payee: u32, share: ReversedShare) -> ReversedShare {
        let last_day = share.takes.iter().find_map(|take| self.keeps_since(payee, take.from));
        let Some(last_day) = last_day else { return share };
        let is_kept = |take: &&mut Take| self.keeps_since(payee, take.from).is_some();
        let ReversedShare { amount, mut steps, mut takes, .. } = share;
        let mut kept = 0;
        for take in takes.iter_mut().filter(is_kept) {
            kept += take.amount.minor();
            let stays = take.amount.minor() + take.spared.map_or(0, |it| it.minor());
            (take.amount, take.spared) = (self.paid(payee, 0), Some(self.paid(payee, stays)));
            take.in_plan = take.in_plan.map(|it| Amount::zero(it.unit()));
            (take.cost, take.claimed) = (None, None);
        }
        let amount = self.paid(payee, amount.minor() - kept);
        if kept > 0 {
            steps.push(Step::Waived(last_day, self.paid(payee, kept).into(), amount.into()));
        }
        let moves = self.payee_cap_moves(payee, &takes);
        ReversedShare { amount, steps, takes, moves, ..share }
    }
}
