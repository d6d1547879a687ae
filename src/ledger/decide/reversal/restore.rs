//! Decides what is there again when a refund is retracted: what it had taken, as far as it can go
//! back where it was.
//!
//! What is still carried, held or payable grows again. A receivable that nothing was kept against
//! shrinks, also what was moved or written off of it since; what was kept against it, and what has
//! been paid since, becomes payable anew. Where a
//! cap has given its room to other facts meanwhile, no more comes back than it still allows; and
//! nothing that a cancellation since would have taken.

use super::cancel::never_vests;
use super::room::Room;
use super::take::taken_from;
use super::{Case, cases};
use crate::accrual::Move;
use crate::event::{Event, Give, GivenTo, Restored, RestoredShare};
use crate::ledger::decide::Desk;
use crate::ledger::state::{Link, Place, RefundRow, SourceRow, TakenRow, back, part_of_cost};
use crate::money::{Amount, Unit};
use crate::plan::clawback::{Clawback, FlatPart};
use crate::time::Date;

/// What a refund had taken, award by award.
pub(in crate::ledger::decide) fn restored(
    desk: &Desk<'_>,
    refund: &RefundRow,
    on: Date,
) -> Vec<Event> {
    let source = SourceRow::Deal(desk.state.payments.row(refund.payment).deal);
    let cases = cases(desk, source, Some(refund.payment), on);
    let mut room = Room::of(desk.state);
    cases.iter().filter_map(|case| case.restored(refund, &mut room)).collect()
}

impl Case<'_> {
    fn restored(&self, refund: &RefundRow, room: &mut Room<'_>) -> Option<Event> {
        let state = self.desk.state;
        let award_of = |lot: u32| state.rewards.row(state.lots.row(lot).reward).award;
        let takes: Vec<&TakenRow> =
            refund.takes.iter().filter(|take| award_of(take.lot) == self.number).collect();
        let counts = refund.awards.iter().find(|(award, _)| *award == self.number);
        let moves_of = |whose: Option<u32>| {
            let its = refund.moves.iter();
            let its = its.filter(|(award, payee, _)| (*award, *payee) == (self.number, whose));
            let tiers = its.filter(|(_, _, moved)| matches!(moved, Move::Tiers(..)));
            tiers.map(|(_, _, moved)| back(moved)).collect::<Vec<_>>()
        };
        if takes.is_empty() && counts.is_none() {
            return None;
        }
        let payee_of = |take: &&TakenRow| state.rewards.row(state.lots.row(take.lot).reward).payee;
        // Also those of whom it took nothing and only lowered a position.
        let lowered = refund.moves.iter().filter(|it| it.0 == self.number).filter_map(|it| it.1);
        let mut payees: Vec<u32> = takes.iter().map(payee_of).chain(lowered).collect();
        payees.sort_unstable();
        payees.dedup();
        let mut shares = Vec::new();
        let mut moves = moves_of(None);
        for payee in payees {
            let mut gives: Vec<Give> = Vec::new();
            let mut its_moves = moves_of(Some(payee));
            for take in takes.iter().filter(|take| payee_of(take) == payee) {
                let minor = self.not_gone(take);
                let (minor, of_payee, of_deal) = room.take(self, take, minor);
                its_moves.extend(of_payee);
                moves.extend(of_deal);
                gives.extend(self.gives(take, minor));
            }
            let amount = gives.iter().map(|give| give.amount.minor()).sum();
            shares.push(RestoredShare {
                payee: state.payees.key(payee).clone(),
                entity: state.group_of(payee).entity.clone(),
                amount: self.paid(payee, amount),
                moves: its_moves,
                gives,
            });
        }
        let (on, of) = self.desk.booked(self.on);
        Some(Event::Restored(Restored {
            source: self.source(),
            plan: self.plan.name.clone(),
            rule: self.rule.id.clone(),
            on,
            of,
            moves,
            returned: counts.map(|(_, returned)| self.told(*returned)),
            costs: Vec::new(),
            shares,
        }))
    }

    /// What of it a cancellation since, or a retraction of what had accrued it, has not taken: had
    /// it been there, it would be gone.
    fn not_gone(&self, take: &TakenRow) -> i64 {
        let state = self.desk.state;
        if state.accruals.row(state.lots.row(take.lot).accrual).retracted {
            return 0;
        }
        let lot = state.lots.row(take.lot);
        let payee = state.rewards.row(lot.reward).payee;
        let left = state.has_left(payee).filter(|_| state.is_forfeited_by_leavers(lot));
        // What is in a run or was paid is theirs.
        let forfeits = |last_day| match lot.place {
            Place::Payable => lot.day > last_day,
            place => place.is_unvested(),
        };
        if left.is_some_and(forfeits) {
            return 0; // they would have forfeited it
        }
        let SourceRow::Deal(deal) = self.source else { return take.amount };
        let Some(cancelled_on) = state.deals.row(deal).cancelled_on else { return take.amount };
        let later = matches!(lot.place, Place::Carried(..) | Place::Queued(..));
        if never_vests(lot.place).is_some() || (later && state.waits_for(self.award).is_some()) {
            return 0; // what it waited for cannot come any more
        }
        let terms = match &self.terms.clawback {
            Clawback::Terms(terms) if terms.on_cancelled => terms,
            _ => return take.amount,
        };
        let then = Case { on: cancelled_on, left_before: cancelled_on, ..*self };
        if then.keeps_since(payee, taken_from(lot.place)).is_some() {
            return take.amount;
        }
        let anchor = then.anchor(&terms.window, lot);
        let is_kept = terms.flat_part == Some(FlatPart::Kept);
        if is_kept || then.ended(&terms.window, anchor).is_some() {
            return take.amount;
        }
        let (taken, _) = then.part_taken(terms, anchor).of(&then, payee, take.amount);
        take.amount - taken
    }

    /// What so much of what was taken from a lot costs again; `None` for money.
    fn cost_again(&self, take: &TakenRow, minor: i64) -> Option<Amount> {
        let cost = part_of_cost(take.cost, minor, take.amount);
        self.desk.state.cost_amount(take.lot, cost)
    }

    /// Where so much of what was taken from a lot goes.
    fn gives(&self, take: &TakenRow, minor: i64) -> Vec<Give> {
        let state = self.desk.state;
        let payee = state.rewards.row(state.lots.row(take.lot).reward).payee;
        let spared = (take.spared > 0).then(|| self.paid(payee, take.spared));
        let (lot, mut back) = (take.lot, 0);
        let mut give = |to, minor| {
            let in_plan = state.back_in_plan(lot, back, minor);
            back += minor;
            let (amount, cost) = (self.paid(payee, minor), self.cost_again(take, minor));
            Give { lot, to, amount, in_plan, spared: None, cost, claimed: None }
        };
        let mut gives = Vec::new();
        let mut open = minor;
        if let Some(receivable) = take.receivable.get() {
            let row = state.receivables.row(receivable);
            if open > 0 && state.unit_of(state.lots.row(take.lot)) == Unit::GIFT {
                // All of the claim is open, or the retraction was refused.
                let claimed = state.cost_amount(take.lot, row.outstanding);
                gives.push(Give { claimed, ..give(GivenTo::Receivable(receivable), open) });
                open = 0;
            }
            for (to, there) in [
                (GivenTo::Receivable(receivable), row.outstanding),
                (GivenTo::FormerDebt(receivable), row.former),
                (GivenTo::WrittenOff(receivable), row.written_off),
            ] {
                let minor = there.min(open);
                if minor > 0 {
                    gives.push(give(to, minor));
                    open -= minor;
                }
            }
        }
        let to = match state.lots.row(take.lot).place {
            _ if take.receivable != Link::NONE => GivenTo::NewLot,
            Place::HeldBack(_) => GivenTo::HeldBack,
            Place::Carried(..) => GivenTo::Carried,
            Place::Queued(..) => GivenTo::Queued,
            Place::Held | Place::Waiting(_) | Place::Unapproved => GivenTo::Held,
            Place::Payable | Place::Above(_) => GivenTo::Payable,
            Place::InRun(_)
            | Place::Paid(_)
            | Place::SetOff(_)
            | Place::GivenBack(_)
            | Place::Redeemed(_)
            | Place::Expired => GivenTo::NewLot,
        };
        if open > 0 || gives.is_empty() {
            gives.push(give(to, open));
        }
        if let Some(first) = gives.first_mut() {
            first.spared = spared;
        }
        gives
    }
}
