//! Decides what a retraction takes back: all that the fact caused, whatever windows and clawback
//! terms say. It never was.

use super::based::Fact;
use super::cancel::in_pieces;
use super::{Case, cases};
use crate::accrual::Move;
use crate::event::{Event, ReversedShare};
use crate::ledger::decide::Desk;
use crate::ledger::state::{LotRow, SourceRow, back};
use crate::plan::cap::{AtMost, CapPer, Headroom};
use crate::plan::pool::Pool;
use crate::time::Date;
use crate::why::Step;

/// All that a fact caused: the awards of a source, or of those only what one payment caused.
pub(in crate::ledger::decide) fn retracted(
    desk: &Desk<'_>,
    source: SourceRow,
    payment: Option<u32>,
    on: Date,
) -> Vec<Event> {
    let cases = cases(desk, source, payment, on);
    cases.iter().flat_map(Case::retracted).collect()
}

impl Case<'_> {
    fn retracted(&self) -> Vec<Event> {
        let state = self.desk.state;
        let its = |lot: &LotRow| {
            self.payment.is_none_or(|payment| state.payment_of(lot) == Some(payment))
        };
        let accruals: Vec<u32> = state
            .each_accrual(self.number)
            .filter(|(_, it)| {
                !it.retracted && (self.payment.is_none() || it.payment.get() == self.payment)
            })
            .map(|(number, _)| number)
            .collect();
        if accruals.is_empty() {
            return Vec::new();
        }
        let holders = self.holders(|_, lot| its(lot));
        let mut events = Vec::new();
        for piece in in_pieces(self, holders) {
            let mut shares: Vec<_> =
                piece.iter().map(|it| self.all_left(it, |_, lot| lot.standing())).collect();
            for share in &mut shares {
                let back = self.vested_back(&share.takes);
                share.moves.extend(back);
                let back = self.paid_back(&share.takes);
                share.moves.extend(back);
            }
            let moves = self.deal_cap_moves(&shares);
            events.push(self.event(None, moves, vec![Step::Retracted], shares));
        }
        if let Some(Event::Reversed(first)) = events.first_mut() {
            self.count_back(&accruals, &mut first.moves, &mut first.shares);
        } else {
            let (mut moves, mut shares) = (Vec::new(), Vec::new());
            self.count_back(&accruals, &mut moves, &mut shares);
            events.push(self.event(None, moves, vec![Step::Retracted], shares));
        }
        events
    }

    /// What the accruals counted is counted no longer: tiers, floors, and caps that keep the room
    /// of what is reversed used. What a reversal lowered before is not lowered twice.
    fn count_back(&self, accruals: &[u32], moves: &mut Vec<Move>, shares: &mut Vec<ReversedShare>) {
        let state = self.desk.state;
        for accrual in accruals {
            for number in state.accruals.row(*accrual).counted.numbers() {
                let counted = state.counted.row(number);
                let moved = match back(&counted.moved) {
                    Move::Tiers(id, period, team, measure, base, hole) => {
                        let (measure, base) =
                            (measure + counted.lowered.0, base + counted.lowered.1);
                        Move::Tiers(id, period, team, measure, base, hole)
                    }
                    Move::Cap(id, period, used) => {
                        let cap = self.plan.caps.iter().find(|cap| cap.id == id);
                        let pays = Fact::of(state, *accrual, counted.payee).total > 0;
                        if cap.is_none_or(|cap| {
                            let is_freed = cap.after_reversal == Headroom::Freed;
                            !cap.is_at_trigger() || (is_freed && (pays || !cap.is_on_base()))
                        }) {
                            continue; // the takes free it
                        }
                        Move::Cap(id, period, used)
                    }
                    Move::Pool(..) => continue, // by the lots, for they say what was paid out of it
                    moved => moved,
                };
                let Some(payee) = counted.payee else {
                    moves.push(moved);
                    continue;
                };
                self.add_move(payee, moved, shares);
            }
            let released = self.released_back(*accrual);
            for (payee, moved) in released.into_iter().chain(self.pooled_back(*accrual)) {
                self.add_move(payee, moved, shares);
            }
        }
    }

    /// What caps counted when they released what they had carried, where the takes free nothing.
    fn released_back(&self, accrual: u32) -> Vec<(u32, Move)> {
        let state = self.desk.state;
        let fact_on = state.accruals.row(accrual).fact_on;
        let caps = self.plan.caps_of(&self.rule.id).map(|(_, cap)| cap);
        let kept =
            caps.filter(|cap| cap.after_reversal == Headroom::KeptUsed && cap.is_at_trigger());
        let mut moves = Vec::new();
        for cap in kept {
            let (CapPer::Payee(span), AtMost::Amount(_)) = (cap.per, cap.at_most) else { continue };
            for (_, lot) in self.lots_of_fact(accrual, None) {
                let released = lot.counted_on.filter(|day| *day != fact_on);
                if let Some(day) = released.filter(|_| lot.amount > 0) {
                    let moved = Move::Cap(cap.id.clone(), Some(span.of(day)), -lot.amount);
                    moves.push((state.rewards.row(lot.reward).payee, moved));
                }
            }
        }
        moves
    }

    /// What the rule's pool counted of a fact, where the takes free nothing.
    fn pooled_back(&self, accrual: u32) -> Vec<(u32, Move)> {
        let state = self.desk.state;
        let kept = |pool: &&Pool| pool.after_reversal == Headroom::KeptUsed;
        let Some(pool) = self.plan.pool_of(&self.rule.id).filter(kept) else { return Vec::new() };
        let moved = |(number, lot): (u32, &LotRow)| {
            let (_, row) = state.pooled.get(&number)?;
            let payee = state.rewards.row(lot.reward).payee;
            let moved = Move::Pool(pool.id.clone(), row.period, -lot.amount);
            (lot.amount > 0).then_some((payee, moved))
        };
        self.lots_of_fact(accrual, None).filter_map(moved).collect()
    }

    /// Puts a move with the share of its payee.
    fn add_move(&self, payee: u32, moved: Move, shares: &mut Vec<ReversedShare>) {
        let id = self.desk.state.payees.key(payee);
        match shares.iter_mut().find(|share| share.payee == *id) {
            Some(share) => share.moves.push(moved),
            None => {
                let nothing = self.holder(payee, Vec::new());
                let share = self.share(&nothing, 0, 0, Vec::new());
                shares.push(ReversedShare { moves: vec![moved], ..share });
            }
        }
    }
}
