//! Applies caps that are measured at payout: what they count of lots, and what is above them until
//! its run is settled or void, or payroll rejects the payee's line.

use super::{Beside, add};
use crate::accrual::Move;
use crate::command::Command;
use crate::event::{CapMeasured, Give, GivenTo, PayCapped, Reversed};
use crate::ledger::decide::{part_in, payable_by};
use crate::ledger::state::{Link, MeasuredRow, PayCapRow, Place, State, Whose};
use crate::record::At;
use std::ops::RangeInclusive;

impl State {
    pub(super) fn pay_capped(&mut self, beside: Beside<'_>, at: At, it: &PayCapped) {
        let run = self.run(beside);
        let payee = self.payees.find(&it.payee).expect("a cap measures a payee on file");
        for cap in &it.caps {
            self.cap_measured(run, payee, cap);
        }
        self.note(payee, it.on.month(), at, |_| {});
    }

    fn cap_measured(&mut self, run: u32, payee: u32, it: &CapMeasured) {
        let plan = self.plans.find(&it.plan).expect("a cap is of a plan on file");
        let caps = self.plans.row(plan).plan.caps.iter().zip(0_u16..);
        let its = caps.filter(|(cap, _)| cap.id == it.cap).map(|(_, number)| number);
        let number = its.last().expect("a cap that measures is in its plan");
        let mut open = it.takes.minor();
        let mut lots = payable_by(self, payee, self.runs.row(run).cut_off);
        lots.retain(|lot| {
            let cap = self.cap_to_measure(*lot);
            cap.is_some_and(|cap| (cap.plan, cap.number) == (plan, number))
        });
        for lot in lots {
            let (part, uses) = part_in(self, lot, open);
            open -= uses;
            if part == self.lots.row(lot).left() {
                self.measured_by(run, lot, uses);
                continue;
            }
            if part > 0 {
                let day = self.lots.row(lot).day;
                let number = self.part_off(lot, part, day);
                self.payable.insert((payee, number));
                self.measured_by(run, number, uses);
            }
            if it.forfeited.is_some() {
                self.payable.remove((payee, lot));
                self.lots.edit(lot).place = Place::Above(run);
                self.pay_caps.above.insert((run, payee, lot));
            }
        }
        let whose = Whose { plan, rule: (0, 0), lead: None, payee: Some(payee) };
        let moved = Move::Cap(it.cap.clone(), Some(it.period), it.takes.minor());
        self.move_counter(whose, &moved);
        add_row(self, run, payee, (plan, number), it);
    }

    /// A run measured a lot, and its cap counts so much of it.
    fn measured_by(&mut self, run: u32, lot: u32, counted: i64) {
        let row = MeasuredRow { run: Link::to(run), counted };
        let number = self.pay_caps.measured.find_or_insert(&lot, || row.clone());
        *self.pay_caps.measured.edit(number) = row;
        self.pay_caps.by_run.insert((run, self.payee_of_lot(lot), lot));
    }

    /// A part of a lot is a lot of its own: what its cap counts beyond what stands of the rest goes
    /// with it.
    pub(super) fn measured_apart(&mut self, lot: u32, part: u32, minor: i64) {
        let Some((run, counted)) = self.measured_of(lot) else { return };
        let goes = (counted - self.lots.row(lot).standing().max(0)).clamp(0, minor);
        if goes > 0 {
            self.measured_by(run, lot, counted - goes);
            self.measured_by(run, part, goes);
        }
    }

    /// Caps count less of lots from which something is taken.
    pub(super) fn counted_less(&mut self, plan: u32, moves: &[Move], takes: &[(u32, i64)]) {
        for (moved, period, by) in payee_moves(moves).filter(|(.., by)| *by < 0) {
            let mut open = -by;
            for (lot, minor) in takes {
                let Some((run, counted)) = self.counted_in(plan, *lot, moved, period) else {
                    continue;
                };
                let less = counted.min(*minor).min(open);
                open -= less;
                self.measured_by(run, *lot, counted - less);
            }
        }
    }

    /// Caps count lots again that a refund had taken from a run, or from what was paid; each with
    /// the lot it is in now.
    pub(super) fn counted_again(&mut self, plan: u32, moves: &[Move], gives: &[(u32, u32, i64)]) {
        for (moved, period, by) in payee_moves(moves).filter(|(.., by)| *by > 0) {
            let mut open = by;
            for (lot, now, minor) in gives {
                let Some((run, _)) = self.counted_in(plan, *lot, moved, period) else { continue };
                let more = open.min(*minor);
                open -= more;
                if more > 0 {
                    let counted = self.measured_of(*now).map_or(0, |(_, counted)| counted);
                    self.measured_by(run, *now, counted + more);
                }
            }
        }
    }

    /// The run that measured a lot, and what is counted of it, where that is what a move is of.
    fn counted_in(
        &self,
        plan: u32,
        lot: u32,
        id: &crate::id::CapId,
        period: crate::time::Period,
    ) -> Option<(u32, i64)> {
        let (run, counted) = self.measured_of(lot)?;
        let (cap, of, _) = self.counted_at_payout(lot)?;
        let is_it = cap.plan == plan && cap.cap.id == *id && of == period;
        is_it.then_some((run, counted))
    }

    /// Of what is given back, the lots that the refund had taken from a run or from what was paid.
    pub(super) fn had_measured(&self, refund: u32, give: &Give) -> bool {
        match give.to {
            GivenTo::Receivable(_) | GivenTo::FormerDebt(_) | GivenTo::WrittenOff(_) => true,
            GivenTo::NewLot => {
                let mut takes = self.refunds.row(refund).takes.iter();
                takes.any(|take| take.lot == give.lot && take.receivable != Link::NONE)
            }
            _ => false,
        }
    }

    /// A run is void: what it measured is not, and what was above its caps is payable as before.
    pub(super) fn measured_never(&mut self, run: u32) {
        self.unmeasured((run, 0, 0)..=(run, u32::MAX, u32::MAX));
    }

    /// The same for one payee, whose line payroll rejected.
    pub(super) fn never_measured_for(&mut self, run: u32, payee: u32) {
        self.unmeasured((run, payee, 0)..=(run, payee, u32::MAX));
    }

    fn unmeasured(&mut self, them: RangeInclusive<(u32, u32, u32)>) {
        let lots: Vec<_> = self.pay_caps.by_run.range(them.clone()).collect();
        for (run, payee, lot) in lots {
            let (cap, period, counted) =
                self.counted_at_payout(lot).expect("L5: what a run measured has a cap");
            let whose = Whose { plan: cap.plan, rule: (0, 0), lead: None, payee: Some(payee) };
            let moved = Move::Cap(cap.cap.id.clone(), Some(period), -counted);
            self.move_counter(whose, &moved);
            let row = MeasuredRow { run: Link::NONE, counted: 0 };
            let number = self.pay_caps.measured.find(&lot).expect("a lot was measured");
            *self.pay_caps.measured.edit(number) = row;
            self.pay_caps.by_run.remove((run, payee, lot));
        }
        let above: Vec<_> = self.pay_caps.above.range(them).collect();
        for (run, payee, lot) in above {
            self.no_longer_above(run, lot);
            if self.lots.row(lot).left() > 0 {
                self.payable.insert((payee, lot));
            }
        }
    }

    fn payee_of_lot(&self, lot: u32) -> u32 {
        self.rewards.row(self.lots.row(lot).reward).payee
    }

    /// A run is settled: of what was above its caps, what nothing is left of is nowhere. The rest
    /// is taken by the events that follow.
    pub(super) fn above_settled(&mut self, run: u32) {
        for (lot, left) in self.above_of(run) {
            if left == 0 {
                self.no_longer_above(run, lot);
            }
        }
    }

    /// Nothing is left of a lot: of one above the caps of a settled run, that is the end.
    pub(super) fn above_is_gone(&mut self, lot: u32) {
        if let Place::Above(run) = self.lots.row(lot).place
            && self.runs.row(run).stage == crate::payout::RunStage::Settled
        {
            self.no_longer_above(run, lot);
        }
    }

    fn no_longer_above(&mut self, run: u32, lot: u32) {
        self.pay_caps.above.remove((run, self.payee_of_lot(lot), lot));
        self.lots.edit(lot).place = Place::Payable;
    }

    /// Notes what of lots above the caps of a run nobody gets, before it is taken from them: it was
    /// earned, and stays so. Says whether that is what takes it.
    pub(super) fn forfeits_above(&mut self, beside: Beside<'_>, it: &Reversed) -> bool {
        if !matches!(beside.command, Command::SettleRun(_)) {
            return false;
        }
        for take in it.shares.iter().flat_map(|share| &share.takes) {
            let number = self.pay_caps.forfeited.find_or_insert(&take.lot, || 0);
            add(self.pay_caps.forfeited.edit(number), take.amount.minor());
        }
        true
    }
}

fn add_row(state: &mut State, run: u32, payee: u32, (plan, cap): (u32, u16), it: &CapMeasured) {
    state.pay_caps.rows.push(PayCapRow {
        run,
        payee,
        plan,
        cap,
        used: it.used.minor(),
        takes: it.takes.minor(),
        above: it.above().map_or(0, |above| above.minor()),
        is_lost: it.forfeited.is_some(),
    });
    state.runs.edit(run).pay_caps += 1;
}

/// The moves of caps of the payee: the cap, the period, and by how much.
fn payee_moves(
    moves: &[Move],
) -> impl Iterator<Item = (&crate::id::CapId, crate::time::Period, i64)> {
    moves.iter().filter_map(|moved| match moved {
        Move::Cap(id, Some(period), by) => Some((id, *period, *by)),
        _ => None,
    })
}
