//! From which lots an amount is taken, which part of what should go is taken by the day, and how
//! the counters of caps and tiers move with it.

use super::{Case, Holder};
use crate::accrual::Move;
use crate::event::{ReversedShare, Take, TakenFrom};
use crate::ledger::state::{LotRow, Place};
use crate::plan::cap::{AtMost, Cap, CapPer, Headroom, MeasuredAt};
use crate::plan::clawback::{ClawbackTerms, TakeBack, Window};
use crate::plan::pool::Pool;
use crate::rate::Rate;
use crate::time::{Date, Period};
use crate::why::Step;
use std::collections::BTreeMap;

/// Which part of what should go is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    All,
    Share(Rate),
    DaysLeft(u32, u32),
    MonthsLeft(u32, u32),
}

impl Part {
    /// The part of an amount in minor units, rounded by the plan's mode, with its step.
    /// It is a payee's.
    pub(super) fn of(self, case: &Case<'_>, payee: u32, full: i64) -> (i64, Option<Step>) {
        let (numerator, denominator) = match self {
            Part::All => return (full, None),
            Part::Share(rate) => (rate.millionths(), Rate::HUNDRED.millionths()),
            Part::DaysLeft(left, of) | Part::MonthsLeft(left, of) => {
                (i64::from(left), i64::from(of))
            }
        };
        let product = i128::from(full) * i128::from(numerator);
        let taken = case.plan.rounding().mode.divide(product, i128::from(denominator));
        let taken = taken.and_then(|taken| i64::try_from(taken).ok());
        let taken = taken.expect("L3: a part of what was accrued is in bounds").min(full);
        let (full, out) = (case.paid(payee, full).into(), case.paid(payee, taken).into());
        let step = match self {
            Part::All => None,
            Part::Share(rate) => Some(Step::TakePart(full, rate, out)),
            Part::DaysLeft(left, of) => Some(Step::DaysLeft(full, left, of, out)),
            Part::MonthsLeft(left, of) => Some(Step::MonthsLeft(full, left, of, out)),
        };
        (taken, step)
    }
}

impl Case<'_> {
    /// The part that is taken back on the day of this reversal, for a window counted from a day.
    /// Before that day, and where it has not come, it is the part of the first day.
    pub(super) fn part_taken(&self, terms: &ClawbackTerms, anchor: Option<Date>) -> Part {
        let passed = anchor.map_or(0, |anchor| self.on.days_since(anchor).max(0));
        let passed = u32::try_from(passed).unwrap_or(u32::MAX);
        match (&terms.take, terms.window) {
            (TakeBack::ProRataDays, Window::Days { days, .. }) => {
                Part::DaysLeft(days.saturating_sub(passed), days)
            }
            (TakeBack::ProRataMonths, Window::Months { months, .. }) => {
                let completed = anchor.map_or(0, |anchor| self.on.months_since(anchor));
                Part::MonthsLeft(months.saturating_sub(completed), months)
            }
            (TakeBack::Stepped(steps), _) => {
                let step = steps.iter().rfind(|step| step.from_day <= passed);
                step.map_or(Part::All, |step| Part::Share(step.take))
            }
            _ => Part::All,
        }
    }

    /// One payee's part of a reversal, taken from lots that are held back first, then carried or
    /// waiting in a pool, held and payable ones, then from those in a run or paid. A refund is
    /// taken from the lots of its payment before others: these have windows of their own, and only
    /// cents of rounding are theirs to give.
    pub(super) fn share(
        &self,
        holder: &Holder,
        taken: i64,
        spared: i64,
        steps: Vec<Step>,
    ) -> ReversedShare {
        let share = self.share_of(holder, (taken, spared), steps, |_, lot| lot.takeable());
        self.less_waived(holder.payee, share)
    }

    /// The same, where `room` says how much of a lot can be taken.
    pub(super) fn share_of(
        &self,
        holder: &Holder,
        (taken, spared): (i64, i64),
        steps: Vec<Step>,
        room: impl Fn(u32, &LotRow) -> i64,
    ) -> ReversedShare {
        let state = self.desk.state;
        let is_others = |lot: &LotRow| {
            self.payment.is_some_and(|payment| state.payment_of(lot) != Some(payment))
        };
        let mut lots: Vec<(u32, &LotRow)> =
            holder.lots.iter().map(|lot| (*lot, state.lots.row(*lot))).collect();
        // Stable: the newest first.
        lots.sort_by_key(|(_, lot)| (is_others(lot), taken_from(lot.place)));
        let mut takes = Vec::new();
        let (mut open, mut to_spare, mut stays) = (taken, spared, 0);
        for (lot, row) in lots {
            let room = room(lot, row);
            let wanted = room.min(open);
            // What was redeemed or has expired is not there to be taken: it stays for good.
            let claimed = state.claimed_of(lot).filter(|_| wanted > 0);
            let amount = if row.is_gone() && claimed.is_none() { 0 } else { wanted };
            let left = wanted - amount + (room - wanted).min(to_spare);
            if amount > 0 || left > 0 {
                let from = taken_from(row.place);
                let spared = (left > 0).then(|| self.paid(holder.payee, left));
                let gone = self.gone.and_then(|gone| gone.get(&lot)).copied().unwrap_or(0);
                let in_plan = state.in_plan(lot, gone, amount);
                let cost = match claimed {
                    Some(_) => None,
                    None => state.cost_in_kind(lot, gone, amount),
                };
                let taken = self.paid(holder.payee, amount);
                takes.push(Take { lot, from, amount: taken, in_plan, spared, cost, claimed });
                open -= wanted;
                to_spare -= left - (wanted - amount);
                stays += wanted - amount;
            }
        }
        let mut steps = steps;
        if stays > 0 {
            steps.push(Step::Gone(self.exact(stays), self.exact(taken - open - stays)));
        }
        debug_assert_eq!(open, 0, "L3: a reversal never takes more than is there");
        let entity = state.group_of(holder.payee).entity.clone();
        let payee = state.payees.key(holder.payee).clone();
        let mut moves = self.payee_cap_moves(holder.payee, &takes);
        moves.extend(self.pool_moves(&takes));
        let amount = self.paid(holder.payee, taken - open - stays);
        ReversedShare { payee, entity, amount, steps, moves, takes }
    }

    /// All that `left` says is left of a holder's lots.
    pub(super) fn all_left(
        &self,
        holder: &Holder,
        left: impl Fn(u32, &LotRow) -> i64,
    ) -> ReversedShare {
        let of = |lot: &u32| left(*lot, self.desk.state.lots.row(*lot));
        let there = holder.lots.iter().map(of).sum();
        self.share_of(holder, (there, 0), vec![self.all_back(holder.payee, there)], left)
    }

    /// Nothing of what is there should remain.
    pub(super) fn all_back(&self, payee: u32, there: i64) -> Step {
        let of = |minor| self.paid(payee, minor).into();
        Step::TakeBack(of(there), of(0), of(there))
    }

    /// The caps that count the rule and give room back. Those on the base follow when all events of
    /// the command are known.
    fn freed(&self) -> impl Iterator<Item = &Cap> {
        let caps = self.plan.caps_of(&self.rule.id).map(|(_, cap)| cap);
        caps.filter(|cap| cap.after_reversal == Headroom::Freed && !cap.is_on_base())
    }

    /// How the payee's caps move back: on an amount in the period each lot was counted in, on a
    /// count in that of each fact that has nothing left for them.
    pub(super) fn payee_cap_moves(&self, payee: u32, takes: &[Take]) -> Vec<Move> {
        let state = self.desk.state;
        let mut moves: Vec<Move> = Vec::new();
        for cap in self.freed() {
            let CapPer::Payee(span) = cap.per else { continue };
            let mut freed: BTreeMap<Period, i64> = BTreeMap::new();
            match cap.at_most {
                AtMost::Amount(_) | AtMost::Base(_) => {
                    for take in takes.iter().filter(|take| is_counted_in(cap, take.from)) {
                        if cap.measured_at == MeasuredAt::Payout {
                            if let Some((_, period, counted)) = state.counted_at_payout(take.lot) {
                                *freed.entry(period).or_default() +=
                                    take.amount.minor().min(counted);
                            }
                            continue;
                        }
                        let Some(day) = state.lots.row(take.lot).counted_on else { continue };
                        *freed.entry(span.of(day)).or_default() += take.in_plan().minor();
                    }
                }
                AtMost::Count(_) => {
                    for fact in self.facts_emptied(takes.iter(), Some(payee)) {
                        if self.is_counted(fact, cap, Some(payee)) {
                            let day = state.accruals.row(fact).fact_on;
                            *freed.entry(span.of(day)).or_default() += 1;
                        }
                    }
                }
            }
            let its = freed.into_iter().filter(|(_, freed)| *freed > 0);
            moves.extend(its.map(|(period, it)| Move::Cap(cap.id.clone(), Some(period), -it)));
        }
        moves
    }

    /// How a cap that is measured at vesting moves back for a fact that never was, where it keeps
    /// the room of what is reversed used.
    pub(super) fn vested_back(&self, takes: &[Take]) -> Vec<Move> {
        let Some((_, cap, _, span)) = self.plan.vesting_cap_of(&self.rule.id) else {
            return Vec::new();
        };
        let mut back: BTreeMap<Period, i64> = BTreeMap::new();
        for take in takes.iter().filter(|take| is_counted_in(cap, take.from)) {
            let counted_on = self.desk.state.lots.row(take.lot).counted_on;
            if let Some(day) = counted_on.filter(|_| cap.after_reversal == Headroom::KeptUsed) {
                *back.entry(span.of(day)).or_default() += take.amount.minor();
            }
        }
        let its = back.into_iter().filter(|(_, back)| *back > 0);
        its.map(|(period, back)| Move::Cap(cap.id.clone(), Some(period), -back)).collect()
    }

    /// The same for one that is measured at payout.
    pub(super) fn paid_back(&self, takes: &[Take]) -> Vec<Move> {
        let cap = self.plan.payout_cap_of(&self.rule.id).map(|found| found.1);
        let kept = cap.filter(|cap| cap.after_reversal == Headroom::KeptUsed);
        let Some(cap) = kept else { return Vec::new() };
        let mut back: BTreeMap<Period, i64> = BTreeMap::new();
        for take in takes {
            if let Some((_, period, counted)) = self.desk.state.counted_at_payout(take.lot) {
                *back.entry(period).or_default() += take.amount.minor().min(counted);
            }
        }
        let its = back.into_iter().filter(|(_, back)| *back > 0);
        its.map(|(period, back)| Move::Cap(cap.id.clone(), Some(period), -back)).collect()
    }

    /// How the rule's pool moves back, in the period each lot was paid out of.
    fn pool_moves(&self, takes: &[Take]) -> Vec<Move> {
        let freed = |pool: &&Pool| pool.after_reversal == Headroom::Freed;
        let Some(pool) = self.plan.pool_of(&self.rule.id).filter(freed) else { return Vec::new() };
        let mut of_period: BTreeMap<Option<Period>, i64> = BTreeMap::new();
        for take in takes.iter().filter(|take| take.amount.is_positive()) {
            if let Some((_, row)) = self.desk.state.pooled.get(&take.lot) {
                *of_period.entry(row.period).or_default() += take.amount.minor();
            }
        }
        let moved =
            |(period, minor): (Option<Period>, i64)| Move::Pool(pool.id.clone(), period, -minor);
        of_period.into_iter().map(moved).collect()
    }

    /// How the deal's caps move back. A fact that is counted stops counting when nothing of it is
    /// left to anybody.
    pub(super) fn deal_cap_moves(&self, shares: &[ReversedShare]) -> Vec<Move> {
        let counts = |take: &&Take| self.is_of_deal(self.desk.state.lots.row(take.lot));
        let takes = || shares.iter().flat_map(|share| &share.takes).filter(counts);
        let mut moves = Vec::new();
        for cap in self.freed().filter(|cap| cap.per == CapPer::Deal) {
            let freed: i64 = match cap.at_most {
                AtMost::Amount(_) | AtMost::Base(_) => {
                    takes().map(|take| take.in_plan().minor()).sum()
                }
                AtMost::Count(_) => {
                    let facts = self.facts_emptied(takes(), None).into_iter();
                    facts.map(|fact| i64::from(self.is_counted(fact, cap, None))).sum()
                }
            };
            if freed > 0 {
                moves.push(Move::Cap(cap.id.clone(), None, -freed));
            }
        }
        moves
    }

    /// Whether a cap counted a fact when it accrued.
    pub(super) fn is_counted(&self, fact: u32, cap: &Cap, payee: Option<u32>) -> bool {
        let state = self.desk.state;
        let mut counted = state.accruals.row(fact).counted.numbers();
        counted.any(|number| {
            let it = state.counted.row(number);
            it.payee == payee && matches!(&it.moved, Move::Cap(id, ..) if *id == cap.id)
        })
    }

    /// The facts that have nothing left after these takes, for a payee or for anybody.
    fn facts_emptied<'t>(
        &self,
        takes: impl Iterator<Item = &'t Take>,
        payee: Option<u32>,
    ) -> Vec<u32> {
        let state = self.desk.state;
        let takes: Vec<&Take> = takes.filter(|take| take.amount.is_positive()).collect();
        let mut facts: Vec<u32> =
            takes.iter().map(|take| state.lots.row(take.lot).accrual).collect();
        facts.sort_unstable();
        facts.dedup();
        let taken_of = |lot: u32| -> i64 {
            let its = takes.iter().filter(|take| take.lot == lot);
            its.map(|take| take.amount.minor()).sum()
        };
        facts.retain(|fact| {
            self.lots_of_fact(*fact, payee)
                .all(|(number, lot)| self.standing(number, lot) == taken_of(number))
        });
        facts
    }

    /// The lots of a fact that caps count, of a payee or of everybody.
    pub(super) fn lots_of_fact(
        &self,
        fact: u32,
        payee: Option<u32>,
    ) -> impl Iterator<Item = (u32, &LotRow)> {
        let state = self.desk.state;
        let rewards = state.each_reward(self.number);
        let its = rewards.filter(move |(_, it)| payee.is_none_or(|payee| it.payee == payee));
        let lots = its.flat_map(|(number, _)| state.each_lot(number));
        lots.filter(move |(_, lot)| lot.accrual == fact && lot.counted_on.is_some())
    }
}

/// Whether a cap of the payee counts what is in a place: not what is carried, nor what it will
/// measure when it vests.
fn is_counted_in(cap: &Cap, from: TakenFrom) -> bool {
    match from {
        TakenFrom::Carried => false,
        TakenFrom::Payable | TakenFrom::Receivable => true,
        TakenFrom::HeldBack | TakenFrom::Queued | TakenFrom::Held => cap.is_at_trigger(),
    }
}

/// Where a lot's amounts are taken from.
pub(in crate::ledger::decide) fn taken_from(place: Place) -> TakenFrom {
    match place {
        Place::HeldBack(_) => TakenFrom::HeldBack,
        Place::Carried(..) => TakenFrom::Carried,
        Place::Queued(..) => TakenFrom::Queued,
        Place::Held | Place::Waiting(_) | Place::Unapproved => TakenFrom::Held,
        Place::Payable | Place::Above(_) => TakenFrom::Payable,
        Place::InRun(_)
        | Place::Paid(_)
        | Place::SetOff(_)
        | Place::GivenBack(_)
        | Place::Redeemed(_)
        | Place::Expired => TakenFrom::Receivable,
    }
}
