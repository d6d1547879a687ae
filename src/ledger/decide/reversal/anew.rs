//! A formula that is run anew on what remains, and the position in tiers that goes down with a
//! refund.

use super::Case;
use super::based::{Fact as Paid, counted_base};
use crate::accrual::{Before, Days, Fact, Move};
use crate::deal::Milestone;
use crate::event::ReversedShare;
use crate::ledger::state::{AccrualRow, CounterRow, Counting, LotRow, Scope, SourceRow};
use crate::money::Amount;
use crate::plan::cap::{CapPer, Headroom};
use crate::plan::clawback::{Attainment, ClawbackTerms};
use crate::plan::rule::Formula;
use crate::reading::Reading;

/// What was counted before a formula that is run anew: of a cap of the deal what other rules use,
/// of everything else nothing.
pub(super) struct Anew {
    used: Vec<i64>,
    is_first: bool,
}

impl Before for Anew {
    fn is_first(&self) -> bool {
        self.is_first
    }
    fn used(&self, cap: u16, _: Option<usize>) -> i64 {
        self.used[usize::from(cap)]
    }
}

impl Case<'_> {
    /// What was counted before, for the formula of these accruals.
    pub(super) fn anew(&self, accruals: &[u32]) -> Anew {
        let state = self.desk.state;
        let first = state.each_accrual(self.number).filter(|(_, it)| !it.retracted).last();
        let is_first = first.is_some_and(|(number, _)| accruals.contains(&number));
        let used = self.plan.caps.iter().zip(0..).map(|(cap, number)| match cap.per {
            CapPer::Fact => 0,
            // What a payee's period left room for was decided then; it is not asked again.
            CapPer::Payee(_) => -Amount::BOUND_MINOR / 2,
            CapPer::Deal => {
                let scope = Scope::Deal(self.lead());
                let cap_of = (self.award.plan(), Counting::Cap(number));
                let key = state.counter_key(cap_of, scope, None);
                let used = match state.counters.get(&key) {
                    Some((_, CounterRow::Cap(used))) => *used,
                    _ => 0,
                };
                let freed = cap.after_reversal == Headroom::Freed;
                if cap.is_on_base() {
                    let its = state.each_accrual(self.number).filter(|(_, it)| !it.retracted);
                    let own = |(fact, _): (u32, &AccrualRow)| {
                        let (_, counted) = counted_base(state, fact, &cap.id, None)?;
                        let back =
                            if freed { Paid::of(state, fact, None).freed(counted) } else { 0 };
                        Some(counted - back)
                    };
                    return (used - its.filter_map(own).sum::<i64>()).max(0);
                }
                let own = |lot: &LotRow| lot.amount - if freed { lot.reversed } else { 0 };
                let lots = self.lots().filter(|lot| self.is_of_deal(lot));
                (used - lots.map(own).sum::<i64>()).max(0)
            }
        });
        Anew { used: used.collect(), is_first }
    }

    /// All lots of the award.
    fn lots(&self) -> impl Iterator<Item = &LotRow> {
        let state = self.desk.state;
        let rewards = state.each_reward(self.number);
        rewards.flat_map(|(number, _)| state.each_lot(number)).map(|(_, lot)| lot)
    }

    /// The fact the formula is run on anew: the days of the deal, and of the refunded payment.
    pub(super) fn fact_anew(&self) -> Fact<'_> {
        let state = self.desk.state;
        let SourceRow::Deal(deal) = self.source else {
            panic!("a refund takes back from the awards of a deal")
        };
        let deal = state.deals.row(deal);
        let lead = state.leads.row(deal.lead);
        let paid = self.payment.map(|payment| state.payments.row(payment).received_on);
        let days = Days { paid, ..state.days_of(lead) };
        let (kind, told) = (state.kinds.key(lead.kind.into()), state.told.list(deal.told));
        let milestone = self.component.on.milestone();
        let milestone = milestone.expect("a deal is rewarded for milestones");
        Fact { milestone, kind, days, told, lines: &[], lines_are_gone: false }
    }

    pub(super) fn base_reading(&self, grains: i64) -> Reading {
        if self.pays_on_money() {
            Reading::Money(self.amount(grains))
        } else {
            Reading::Count(grains)
        }
    }

    /// How the position in tiers goes down, where the plan says that it does.
    pub(super) fn lowered(
        &self,
        terms: &ClawbackTerms,
        refund: i64,
        (returned, original): (i64, i64),
    ) -> Vec<(Option<u32>, Move)> {
        if terms.attainment != Some(Attainment::Lowered)
            || !matches!(self.terms.formula, Formula::Tiers { .. })
        {
            return Vec::new();
        }
        let state = self.desk.state;
        let per_payment = self.component.on == Milestone::Paid;
        let its = state
            .each_accrual(self.number)
            .filter(|(_, it)| !it.retracted && (!per_payment || it.payment.get() == self.payment));
        let mut moves = Vec::new();
        for (_, accrual) in its {
            // Of one payment it is what was returned of that payment.
            let (returned, original) = match accrual.payment.get().filter(|_| per_payment) {
                Some(_) => {
                    let original = self.original_of(accrual);
                    ((accrual.returned + refund).min(original), original)
                }
                None => (returned, original),
            };
            for counted in accrual.counted.numbers().map(|number| state.counted.row(number)) {
                let Move::Tiers(id, period, team, measure, base, _) = &counted.moved else {
                    continue;
                };
                let part = |grains: i64| -> i64 {
                    let part = i128::from(grains) * i128::from(returned);
                    i64::try_from(part / i128::from(original.max(1))).unwrap_or(grains)
                };
                let down = (part(*measure) - counted.lowered.0, part(*base) - counted.lowered.1);
                let (id, team) = (id.clone(), team.clone());
                let moved = Move::Tiers(id, *period, team, -down.0, -down.1, None);
                moves.push((counted.payee, moved));
            }
        }
        moves
    }

    /// Puts each move where it belongs: with the share of its payee, or with the whole.
    pub(super) fn lower(
        &self,
        lowered: Vec<(Option<u32>, Move)>,
        moves: &mut Vec<Move>,
        shares: &mut [ReversedShare],
    ) {
        for (payee, moved) in lowered {
            let id = payee.map(|payee| self.desk.state.payees.key(payee));
            match shares.iter_mut().find(|share| Some(&share.payee) == id) {
                Some(share) => share.moves.push(moved),
                None if payee.is_none() => moves.push(moved),
                None => {}
            }
        }
    }
}
