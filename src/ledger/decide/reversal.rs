//! Decides what a refund or a cancellation takes back, award by award, oldest first.
//!
//! A refund touches only what the payment it names has caused, and what was accrued per deal by a
//! rule that lists `refunded`. What is left of a lot is taken where it is: held first, then
//! payable; what is in a live run or paid stays there and becomes a receivable. With cumulative
//! rounding cents may have to come from the lots of other payments.

use super::Desk;
use crate::accrual::{Proportion, proportional};
use crate::deal::Milestone;
use crate::event::{Event, Reversed, ReversedShare, Take, TakenFrom};
use crate::ledger::state::{AwardRow, LotRow, Place, SourceRow};
use crate::money::{Amount, ExactAmount, Unit, allocate_reversal};
use crate::plan::Plan;
use crate::plan::clawback::{Clawback, FlatPart, FullClawback, Window};
use crate::plan::rule::{Component, Formula, Pays, Rule, Terms};
use crate::plan::stage::Basis;
use crate::reward::Source;
use crate::time::Date;
use crate::why::{KeptReason, Step};

/// An award under reversal, with the rule it was accrued by.
struct Case<'a> {
    desk: Desk<'a>,
    deal: u32,
    number: u32,
    award: &'a AwardRow,
    plan: &'a Plan,
    component: &'a Component,
    rule: &'a Rule,
    terms: &'a Terms,
    /// The payment a refund names.
    payment: Option<u32>,
    on: Date,
}

/// The most lots one event takes from, so that its record stays within its bound.
const LOTS_PER_EVENT: usize = 500;

/// One reward's lots that may be taken from.
struct Holder {
    payee: u32,
    accrued: i64,
    reversed: i64,
    lots: Vec<u32>,
}

/// Rewards that a refund takes back from together: they were accrued on the same money.
struct Claim {
    holders: Vec<Holder>,
    /// What they were accrued on, in minor units.
    original: i64,
    /// What was returned of it before.
    returned: i64,
}

/// What the refund of a payment takes back.
pub(super) fn refunded(desk: &Desk<'_>, payment: u32, refund: Amount, on: Date) -> Vec<Event> {
    let deal = desk.state.payments.row(payment).deal;
    let cases = cases(desk, deal, Some(payment), on);
    cases.iter().filter_map(|case| case.refunded(payment, refund)).collect()
}

/// What the cancellation of a deal takes back.
pub(super) fn cancelled(desk: &Desk<'_>, deal: u32, on: Date) -> Vec<Event> {
    cases(desk, deal, None, on).iter().flat_map(Case::cancelled).collect()
}

/// The deal's awards that pay money, oldest first.
fn cases<'a>(desk: &Desk<'a>, deal: u32, payment: Option<u32>, on: Date) -> Vec<Case<'a>> {
    let case = |(number, award): (u32, &'a AwardRow)| {
        let (plan, component, rule) = desk.state.rule_of(award);
        match &rule.pays {
            Pays::Money(terms) => {
                let desk = *desk;
                Some(Case { desk, deal, number, award, plan, component, rule, terms, payment, on })
            }
            Pays::Nothing { .. } => None,
        }
    };
    let mut cases: Vec<_> = desk.state.each_award(SourceRow::Deal(deal)).filter_map(case).collect();
    cases.reverse();
    cases
}

/// The holders in pieces of so few lots that each piece fits into a record.
fn in_pieces(holders: Vec<Holder>) -> Vec<Vec<Holder>> {
    let mut pieces: Vec<Vec<Holder>> = Vec::new();
    let mut room = 0;
    for holder in holders {
        for lots in holder.lots.chunks(LOTS_PER_EVENT) {
            if pieces.is_empty() || lots.len() > room {
                pieces.push(Vec::new());
                room = LOTS_PER_EVENT;
            }
            room -= lots.len();
            let lots = lots.to_vec();
            let piece = Holder { lots, ..holder };
            pieces.last_mut().expect("there is a piece").push(piece);
        }
    }
    pieces
}

impl Case<'_> {
    fn refunded(&self, payment: u32, refund: Amount) -> Option<Event> {
        let per_payment = self.component.on == Milestone::Paid;
        let caused = |lot: &LotRow| !per_payment || lot.payment == Some(payment);
        let touched = self.holders(|_, lot| caused(lot));
        if touched.is_empty() {
            return None;
        }
        let clawback = match self.refund_clawback() {
            Ok(clawback) => clawback,
            Err(_) if !per_payment => return None,
            Err(reason) => return Some(self.kept(reason, &touched)),
        };
        let anchor = |after| match after {
            Milestone::Paid => Some(self.desk.state.payments.row(payment).received_on),
            other => self.deal_day(other),
        };
        if let Some(reason) = self.ended(&clawback.window, anchor) {
            return Some(self.kept(reason, &touched));
        }
        let mut taken: Vec<(Vec<Step>, Vec<ReversedShare>)> = Vec::new();
        for claim in self.claims(payment, touched) {
            let returned = claim.returned.saturating_add(refund.minor()).min(claim.original);
            taken.push(self.proportional(&claim.holders, returned, claim.original));
        }
        if let [(steps, _)] = &mut taken[..] {
            let steps = std::mem::take(steps);
            let shares = taken.into_iter().flat_map(|(_, shares)| shares).collect();
            return Some(self.event(Some(refund), steps, shares));
        }
        // Nothing is common to claims on different money.
        let alone = |(steps, shares): (Vec<Step>, Vec<ReversedShare>)| {
            shares.into_iter().map(move |mut share| {
                share.steps.splice(0..0, steps.iter().cloned());
                share
            })
        };
        let shares = taken.into_iter().flat_map(alone).collect();
        Some(self.event(Some(refund), Vec::new(), shares))
    }

    /// What a refund takes back from, and on which money it was accrued.
    ///
    /// With each fact rounded alone, and for flat amounts, it is the lots of the payment. With
    /// cumulative rounding it is the rewards, each on the payments that were counted for it: who
    /// was not employed when one came in has nothing to do with it. A rule that is triggered once
    /// per deal has accrued on the value of the deal, or a flat amount for all that came in and
    /// had not gone back by then.
    fn claims(&self, payment: u32, touched: Vec<Holder>) -> Vec<Claim> {
        let state = self.desk.state;
        let returned_of = |lot: &u32| state.lots.row(*lot).returned;
        if self.component.on != Milestone::Paid {
            let original = match self.flat() {
                None => self.award.base,
                Some(_) => state.deals.row(self.deal).collected - self.award.gone_before,
            };
            return vec![Claim { holders: touched, original, returned: self.award.returned }];
        }
        if self.plan.rounding.basis == Basis::EachFact || self.flat().is_some() {
            let first = touched.first().and_then(|holder| holder.lots.first());
            let returned = first.map_or(0, returned_of);
            let original = state.payments.row(payment).net;
            return vec![Claim { holders: touched, original, returned }];
        }
        let is_touched = |payee| touched.iter().any(|holder| holder.payee == payee);
        let net_of = |lot: &u32| state.lots.row(*lot).payment.map(|it| state.payments.row(it).net);
        let mut claims: Vec<Claim> = Vec::new();
        for holder in self.holders(|_, _| true).into_iter().filter(|it| is_touched(it.payee)) {
            let original: i64 = holder.lots.iter().filter_map(net_of).sum();
            let returned: i64 = holder.lots.iter().map(returned_of).sum();
            let same =
                |claim: &&mut Claim| (claim.original, claim.returned) == (original, returned);
            match claims.iter_mut().find(same) {
                Some(claim) => claim.holders.push(holder),
                None => claims.push(Claim { holders: vec![holder], original, returned }),
            }
        }
        claims
    }

    fn cancelled(&self) -> Vec<Event> {
        let standing = self.holders(|_, lot| lot.standing() > 0);
        if standing.is_empty() {
            return Vec::new();
        }
        let clawback = match &self.terms.clawback {
            Clawback::None => return vec![self.kept(KeptReason::NoClawback, &standing)],
            Clawback::Full(full) if !full.on_cancelled => {
                return vec![self.kept(KeptReason::NotOnCancellation, &standing)];
            }
            Clawback::Full(full) if full.flat_part == Some(FlatPart::Kept) => {
                return vec![self.kept(KeptReason::FlatIsKept, &standing)];
            }
            Clawback::Full(full) => full,
        };
        let ended = |lot: &LotRow| {
            self.ended(&clawback.window, |after| match (after, lot.payment) {
                (Milestone::Paid, Some(payment)) => {
                    Some(self.desk.state.payments.row(payment).received_on)
                }
                (other, _) => self.deal_day(other),
            })
        };
        let mut events = Vec::new();
        let open = self.holders(|_, lot| lot.standing() > 0 && ended(lot).is_none());
        for holders in in_pieces(open) {
            let share = |holder: &Holder| {
                let there: i64 = self.standing_of(&holder.lots);
                let step = Step::TakeBack(self.exact(there), self.exact(0), self.exact(there));
                self.share(holder, there, vec![step])
            };
            let shares = holders.iter().map(share).collect();
            events.push(self.event(None, vec![Step::Cancelled(self.on)], shares));
        }
        // What is kept is told with its reason, beside what is taken back.
        let lots = standing.iter().flat_map(|holder| &holder.lots);
        let mut reasons: Vec<KeptReason> = Vec::new();
        for reason in lots.filter_map(|lot| ended(self.desk.state.lots.row(*lot))) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        for reason in reasons {
            let is_its = |lot: &LotRow| lot.standing() > 0 && ended(lot).as_ref() == Some(&reason);
            let holders = self.holders(|_, lot| is_its(lot));
            events.push(self.kept(reason, &holders));
        }
        events
    }

    /// The clawback terms for a refund, or why it takes nothing back.
    fn refund_clawback(&self) -> Result<&FullClawback, KeptReason> {
        match &self.terms.clawback {
            Clawback::None => Err(KeptReason::NoClawback),
            Clawback::Full(full) if !full.on_refunded => Err(KeptReason::NotOnRefund),
            Clawback::Full(full) if full.flat_part == Some(FlatPart::Kept) => {
                Err(KeptReason::FlatIsKept)
            }
            Clawback::Full(full) => Ok(full),
        }
    }

    /// Why the window takes nothing back on this day; `None` while it is open. A window counted
    /// from a milestone that has not happened has not begun to close.
    fn ended(
        &self,
        window: &Window,
        anchor: impl Fn(Milestone) -> Option<Date>,
    ) -> Option<KeptReason> {
        let Window::Days { after, .. } = *window else { return None };
        let last_day = window.last_day(anchor(after)?)?;
        (self.on > last_day).then_some(KeptReason::WindowEnded(last_day))
    }

    fn deal_day(&self, milestone: Milestone) -> Option<Date> {
        let deal = self.desk.state.deals.row(self.deal);
        match milestone {
            Milestone::Won => Some(deal.won_on),
            Milestone::Installed => deal.installed_on,
            _ => None,
        }
    }

    fn flat(&self) -> Option<Amount> {
        match self.terms.formula {
            Formula::Flat(flat) => Some(flat),
            Formula::Percent { .. } => None,
        }
    }

    /// The rewards of the award with those of their lots that are wanted, oldest reward first.
    fn holders(&self, wanted: impl Fn(u32, &LotRow) -> bool) -> Vec<Holder> {
        let state = self.desk.state;
        let holder = |(number, reward): (u32, &crate::ledger::state::RewardRow)| {
            let lots: Vec<u32> = state
                .each_lot(number)
                .filter(|(lot, row)| wanted(*lot, row))
                .map(|(lot, _)| lot)
                .collect();
            let of =
                |part: fn(&LotRow) -> i64| lots.iter().map(|lot| part(state.lots.row(*lot))).sum();
            let (accrued, reversed) = (of(|lot| lot.amount), of(|lot| lot.reversed));
            (!lots.is_empty()).then_some(Holder { payee: reward.payee, accrued, reversed, lots })
        };
        let mut holders: Vec<_> = state.each_reward(self.number).filter_map(holder).collect();
        holders.reverse();
        holders
    }

    /// What each holder gives back so that the proportional target remains.
    fn proportional(
        &self,
        holders: &[Holder],
        returned: i64,
        original: i64,
    ) -> (Vec<Step>, Vec<ReversedShare>) {
        let target = |accrued: i64, reversed: i64| {
            let of = Proportion {
                accrued: self.amount(accrued),
                reversed: self.amount(reversed),
                returned: self.amount(returned),
                original: self.amount(original),
            };
            proportional(of, self.plan.rounding.mode)
                .expect("L3: what was accrued and returned is within the bound")
        };
        if self.plan.rounds_each_part() || holders.len() == 1 {
            let share = |holder: &Holder| {
                let (taken, steps) = target(holder.accrued, holder.reversed);
                self.share(holder, taken.minor(), steps)
            };
            return (Vec::new(), holders.iter().map(share).collect());
        }
        let sum = |part: fn(&Holder) -> i64| holders.iter().map(part).sum::<i64>();
        let (taken, steps) = target(sum(|it| it.accrued), sum(|it| it.reversed));
        let there: Vec<i64> = holders.iter().map(|it| it.accrued - it.reversed).collect();
        let parts = allocate_reversal(taken.minor(), &there)
            .expect("L3: a reversal never takes more than is there");
        let share = |((holder, there), part): ((&Holder, &i64), i64)| {
            let step = Step::Part(self.exact(*there), taken.into(), self.exact(part));
            self.share(holder, part, vec![step])
        };
        (steps, holders.iter().zip(&there).zip(parts).map(share).collect())
    }

    /// One payee's part of a reversal, taken from held lots first, then payable ones, then from
    /// those in a run or paid. A refund is taken from the lots of its payment before others: these
    /// have windows of their own, and only cents of rounding are theirs to give.
    fn share(&self, holder: &Holder, taken: i64, steps: Vec<Step>) -> ReversedShare {
        let state = self.desk.state;
        let place = |lot: &u32| match state.lots.row(*lot).place {
            Place::Held => TakenFrom::Held,
            Place::Payable => TakenFrom::Payable,
            Place::InRun(_) | Place::Paid(_) => TakenFrom::Receivable,
        };
        let is_others = |lot: &u32| {
            self.payment.is_some_and(|payment| state.lots.row(*lot).payment != Some(payment))
        };
        let order = [TakenFrom::Held, TakenFrom::Payable, TakenFrom::Receivable];
        let rank = |lot: &u32| order.iter().position(|from| *from == place(lot));
        let mut lots = holder.lots.clone();
        lots.sort_by_key(|lot| (is_others(lot), rank(lot))); // stable: the newest first
        let mut takes = Vec::new();
        let mut open = taken;
        for lot in lots {
            let amount = state.lots.row(lot).standing().min(open);
            if amount > 0 {
                takes.push(Take { lot, from: place(&lot), amount: self.amount(amount) });
                open -= amount;
            }
        }
        debug_assert_eq!(open, 0, "L3: a reversal never takes more than is there");
        let entity = state.group_of(holder.payee).entity.clone();
        let payee = state.payees.key(holder.payee).clone();
        ReversedShare { payee, entity, amount: self.amount(taken - open), steps, takes }
    }

    fn kept(&self, reason: KeptReason, holders: &[Holder]) -> Event {
        let shares = holders.iter().map(|holder| self.share(holder, 0, Vec::new())).collect();
        self.event(None, vec![Step::Kept(reason)], shares)
    }

    fn event(
        &self,
        returned: Option<Amount>,
        steps: Vec<Step>,
        shares: Vec<ReversedShare>,
    ) -> Event {
        let (on, of) = self.desk.booked(self.on);
        Event::Reversed(Reversed {
            source: Source::Deal(*self.desk.state.deals.key(self.deal)),
            plan: self.plan.name.clone(),
            rule: self.rule.id.clone(),
            on,
            of,
            returned,
            steps,
            shares,
        })
    }

    fn standing_of(&self, lots: &[u32]) -> i64 {
        lots.iter().map(|lot| self.desk.state.lots.row(*lot).standing()).sum()
    }

    fn amount(&self, minor: i64) -> Amount {
        let unit: Unit = self.plan.unit;
        Amount::from_minor(minor, unit).expect("L3: a part of what was accrued is in bounds")
    }

    fn exact(&self, minor: i64) -> ExactAmount {
        self.amount(minor).into()
    }
}
