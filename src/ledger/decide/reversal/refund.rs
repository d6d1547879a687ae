//! Decides what a refund takes back.
//!
//! It touches only what the payment it names has caused, and what was accrued per deal by a rule
//! that lists `refunded`. With cumulative rounding cents may have to come from the lots of other
//! payments.

use super::take::Part;
use super::{Case, Holder, cases};
use crate::accrual::{Asked, Part as Role, Proportion, counted_money, make, proportional};
use crate::deal::Line;
use crate::deal::Milestone;
use crate::event::{Event, ReversedShare};
use crate::ledger::decide::{Desk, exchange};
use crate::ledger::state::{AccrualRow, LotRow, SourceRow};
use crate::money::{Amount, allocate_reversal};
use crate::plan::base::{Base, Classes};
use crate::plan::clawback::{Clawback, ClawbackTerms, FlatPart, RefundTarget};
use crate::reading::Reading;
use crate::time::Date;
use crate::why::{KeptReason, Step};
use std::borrow::Cow;

/// Rewards that a refund takes back from together: they were accrued on the same money.
struct Claim {
    holders: Vec<Holder>,
    /// What they were accrued on, in minor units.
    original: i64,
    /// What was returned of it before.
    returned: i64,
    /// What is returned of it now.
    refund: i64,
}

/// What should go of each holder of a claim.
struct Target {
    /// Steps all have in common.
    steps: Vec<Step>,
    /// What should go of each, with steps of its own.
    full: Vec<(i64, Vec<Step>)>,
}

/// What a formula that is run anew makes.
#[derive(Default)]
struct MadeAnew {
    /// Of those whom the rule pays.
    own: i64,
    /// Of whom caps pass on to.
    passed: Vec<(u32, i64)>,
}

impl MadeAnew {
    fn passed_to(&self, payee: u32) -> i64 {
        self.passed.iter().filter(|(to, _)| *to == payee).map(|(_, minor)| minor).sum()
    }
}

/// What the refund of a payment takes back.
pub(in crate::ledger::decide) fn refunded(
    desk: &Desk<'_>,
    payment: u32,
    (refund, lines): (Amount, &[Line]),
    on: Date,
) -> Vec<Event> {
    let deal = SourceRow::Deal(desk.state.payments.row(payment).deal);
    let cases = cases(desk, deal, Some(payment), on);
    cases.iter().filter_map(|case| case.refunded(payment, refund, lines)).collect()
}

impl Case<'_> {
    fn refunded(&self, payment: u32, refund: Amount, lines: &[Line]) -> Option<Event> {
        let per_payment = self.component.on == Milestone::Paid;
        let caused =
            |lot: &LotRow| !per_payment || self.desk.state.payment_of(lot) == Some(payment);
        let touched = self.holders(|_, lot| caused(lot));
        if touched.is_empty() {
            return None;
        }
        let terms = match self.refund_terms() {
            Ok(terms) => terms,
            Err(_) if !per_payment => return None,
            Err(reason) => return Some(self.kept(reason, &touched)),
        };
        let anchor = match terms.window.after() {
            Some(Milestone::Paid) => Some(self.desk.state.payments.row(payment).received_on),
            Some(other) => self.deal_day(other),
            None => None,
        };
        if let Some(reason) = self.ended(&terms.window, anchor) {
            return Some(self.kept(reason, &touched));
        }
        let part = self.part_taken(terms, anchor);
        let refund = self.counted_of(payment, refund, lines);
        let mut taken: Vec<(Vec<Step>, Vec<ReversedShare>)> = Vec::new();
        let mut lowered = Vec::new();
        for claim in self.claims(touched, refund.minor()) {
            let returned = claim.returned.saturating_add(claim.refund);
            let returned = returned.min(claim.original.max(0));
            if lowered.is_empty() {
                lowered = self.lowered(terms, refund.minor(), (returned, claim.original));
            }
            let target = match terms.refund_target {
                RefundTarget::Proportional => {
                    self.proportional(&claim.holders, returned, claim.original)
                }
                RefundTarget::Recompute => self.recompute(&claim, returned),
            };
            taken.push(self.taken(&claim.holders, target, part));
        }
        if let [(steps, shares)] = &mut taken[..] {
            let (steps, mut shares) = (std::mem::take(steps), std::mem::take(shares));
            let mut moves = self.deal_cap_moves(&shares);
            self.lower(lowered, &mut moves, &mut shares);
            return Some(self.event(Some(refund), moves, steps, shares));
        }
        // Nothing is common to claims on different money.
        let alone = |(steps, shares): (Vec<Step>, Vec<ReversedShare>)| {
            shares.into_iter().map(move |mut share| {
                share.steps.splice(0..0, steps.iter().cloned());
                share
            })
        };
        let mut shares: Vec<_> = taken.into_iter().flat_map(alone).collect();
        let mut moves = self.deal_cap_moves(&shares);
        self.lower(lowered, &mut moves, &mut shares);
        Some(self.event(Some(refund), moves, Vec::new(), shares))
    }

    /// The clawback terms for a refund, or why it takes nothing back.
    fn refund_terms(&self) -> Result<&ClawbackTerms, KeptReason> {
        match &self.terms.clawback {
            Clawback::None => Err(KeptReason::NoClawback),
            Clawback::Terms(terms) if !terms.on_refunded => Err(KeptReason::NotOnRefund),
            Clawback::Terms(terms) if terms.flat_part == Some(FlatPart::Kept) => {
                Err(KeptReason::FlatIsKept)
            }
            Clawback::Terms(terms) => Ok(terms),
        }
    }

    /// What a refund takes back from, and on which money it was accrued.
    ///
    /// With each fact rounded alone, and for flat amounts, it is the lots of the payment. With
    /// cumulative rounding it is the rewards, each on the payments that were counted for it: who
    /// was not employed when one came in has nothing to do with it. A rule that is triggered once
    /// per deal has accrued on the value of the deal, or a flat amount for all that came in and
    /// had not gone back by then.
    fn claims(&self, touched: Vec<Holder>, refund: i64) -> Vec<Claim> {
        let state = self.desk.state;
        let SourceRow::Deal(deal) = self.source else { return Vec::new() };
        let of = |lot: &u32| state.accruals.row(state.lots.row(*lot).accrual);
        if self.component.on != Milestone::Paid {
            let deal = state.deals.row(deal);
            let collected = deal.collected - self.award.gone_before;
            let original = match deal.value {
                Some(value) if self.pays_on_money() => value,
                _ => collected,
            };
            let returned = self.award.returned;
            return vec![Claim { holders: touched, original, returned, refund }];
        }
        if self.is_per_fact() {
            let Some(first) = touched.first().and_then(|holder| holder.lots.first()) else {
                return Vec::new();
            };
            let (original, returned) = (self.original_of(of(first)), of(first).returned);
            return vec![Claim { holders: touched, original, returned, refund }];
        }
        let is_touched = |payee| touched.iter().any(|holder| holder.payee == payee);
        let mut claims: Vec<Claim> = Vec::new();
        for holder in self.holders(|_, _| true).into_iter().filter(|it| is_touched(it.payee)) {
            let (mut original, mut returned, mut its) = (0, 0, refund);
            for accrual in self.accruals_of(&holder.lots) {
                let row = state.accruals.row(accrual);
                let less_lapsed = |money| self.less_lapsed(&holder.lots, accrual, money);
                original += less_lapsed(self.original_of(row));
                returned += less_lapsed(row.returned);
                if row.payment.get() == self.payment {
                    its = less_lapsed(refund);
                }
            }
            let all = (original, returned, its);
            let same = |it: &&mut Claim| (it.original, it.returned, it.refund) == all;
            match claims.iter_mut().find(same) {
                Some(claim) => claim.holders.push(holder),
                None => {
                    claims.push(Claim { holders: vec![holder], original, returned, refund: its });
                }
            }
        }
        claims
    }

    /// What an accrual of a payment was accrued on: what came in, or what of it a base by classes
    /// counts.
    pub(super) fn original_of(&self, accrual: &AccrualRow) -> i64 {
        if self.is_by_class() {
            return accrual.base;
        }
        accrual.payment.get().map_or(0, |payment| self.desk.state.payments.row(payment).net)
    }

    /// Whether the rule pays on some classes of a payment's lines alone, so that a refund of other
    /// lines takes nothing back.
    pub(super) fn is_by_class(&self) -> bool {
        let of = self.terms.formula.of();
        let Some(Base::Named(at)) = of.filter(|_| self.component.on == Milestone::Paid) else {
            return false;
        };
        let base = &self.plan.bases[usize::from(at)];
        base.classes != Classes::All && base.of.sum_of().is_some()
    }

    /// What a refund counts of its lines, by their classes. A refund that names none counts as the
    /// payment did.
    fn counted_of(&self, payment: u32, refund: Amount, lines: &[Line]) -> Amount {
        let state = self.desk.state;
        let its = |(_, it): &(u32, &AccrualRow)| it.award == self.number;
        let accrual = state.each_accrual_of_payment(payment).find(its);
        let Some((number, accrual)) = accrual.filter(|_| self.is_by_class()) else {
            return refund;
        };
        let (row, rate) = (state.payments.row(payment), state.fact_rates.get(&number));
        let left = accrual.base - accrual.returned;
        if rate.is_some() && row.returned + refund.minor() == row.net {
            return self.amount(left); // nothing of the payment is left
        }
        let counted = if lines.iter().any(|line| line.class.is_some()) {
            let lines = match (rate, &self.plan.exchange) {
                (Some((_, rate)), Some(words)) => {
                    exchange::lines_in(words, *rate, self.plan.unit, (refund, lines))
                        .map_or(Cow::Borrowed(lines), |(lines, _)| Cow::Owned(lines))
                }
                _ => Cow::Borrowed(lines),
            };
            counted_money(self.plan, &self.terms.formula, &lines)
        } else {
            let part = i128::from(accrual.base) * i128::from(refund.minor());
            let net = i128::from(row.net).max(1);
            self.plan.rounding().mode.divide(part, net).unwrap_or(0)
        };
        let most = i128::from(accrual.base);
        self.amount(i64::try_from(counted.clamp(0, most)).unwrap_or(accrual.base))
    }

    /// The accruals some lots came of, each once.
    fn accruals_of(&self, lots: &[u32]) -> Vec<u32> {
        let state = self.desk.state;
        let mut accruals: Vec<u32> = lots.iter().map(|lot| state.lots.row(*lot).accrual).collect();
        accruals.sort_unstable();
        accruals.dedup();
        accruals.retain(|accrual| !state.accruals.row(*accrual).retracted);
        accruals
    }

    /// What should go so that the proportional target remains.
    fn proportional(&self, holders: &[Holder], returned: i64, original: i64) -> Target {
        let target = |payee: u32, accrued: i64, takeable: i64| {
            let of = Proportion {
                accrued: self.paid(payee, accrued),
                reversed: self.paid(payee, accrued - takeable),
                returned: self.told(returned),
                original: self.told(original),
            };
            let (taken, steps) = proportional(of, self.mode())
                .expect("L3: what was accrued and returned is within the bound");
            (taken.minor(), steps)
        };
        if self.is_by_part() || holders.len() == 1 {
            let target = |it: &Holder| target(it.payee, it.accrued, it.takeable);
            let full = holders.iter().map(target).collect();
            return Target { steps: Vec::new(), full };
        }
        let sum = |part: fn(&Holder) -> i64| holders.iter().map(part).sum::<i64>();
        let first = holders.first().map_or(0, |it| it.payee); // all are paid in one currency
        let (full, steps) = target(first, sum(|it| it.accrued), sum(|it| it.takeable));
        Target { steps, full: self.spread(holders, full) }
    }

    /// What should go of all, spread over what each has.
    fn spread(&self, holders: &[Holder], full: i64) -> Vec<(i64, Vec<Step>)> {
        let there: Vec<i64> = holders.iter().map(|it| it.takeable).collect();
        let parts =
            allocate_reversal(full, &there).expect("L3: a reversal never takes more than is there");
        parts.into_iter().map(|part| (part, Vec::new())).collect()
    }

    /// What should go so that what the formula makes of the remaining facts remains. Where each
    /// part was rounded by itself, each keeps the proportion of what the formula made of all. Who
    /// has only what caps passed on keeps what they pass on then.
    fn recompute(&self, claim: &Claim, returned: i64) -> Target {
        let (base, out) = self.formula_anew(claim, returned);
        let told = |remain: i64| Step::Recomputed(base, self.exact(remain));
        let back = |takeable: i64, remain: i64| {
            let full = (takeable - remain).max(0);
            let (there, remain) = (self.exact(takeable), self.exact(remain));
            (full, Step::TakeBack(there, remain, self.exact(full)))
        };
        let passed = |holder: &Holder| {
            let its = |lot: &u32| self.desk.state.lots.row(*lot).counted_on.is_none();
            holder.lots.iter().all(its).then(|| out.passed_to(holder.payee).min(holder.accrued))
        };
        if self.is_by_part() {
            let (_, all) = self.formula_anew(claim, 0);
            let remain = |holder: &Holder| {
                let product = i128::from(holder.accrued) * i128::from(out.own);
                let mode = self.plan.rounding().mode;
                let remain = mode.divide(product, i128::from(all.own).max(1));
                let remain = remain.and_then(|it| i64::try_from(it).ok()).unwrap_or(0);
                passed(holder).unwrap_or(remain.min(holder.accrued))
            };
            let full = |holder: &Holder| {
                let remain = remain(holder);
                let (full, step) = back(holder.takeable, remain);
                (full, vec![told(remain), step])
            };
            return Target { steps: Vec::new(), full: claim.holders.iter().map(full).collect() };
        }
        let of_own = |part: fn(&Holder) -> i64| -> i64 {
            claim.holders.iter().filter(|it| passed(it).is_none()).map(part).sum()
        };
        let own = out.own.min(of_own(|it| it.accrued));
        let (full_own, _) = back(of_own(|it| it.takeable), own);
        let there: Vec<i64> = claim
            .holders
            .iter()
            .map(|it| if passed(it).is_none() { it.takeable } else { 0 })
            .collect();
        let parts = allocate_reversal(full_own, &there)
            .expect("L3: a reversal never takes more than is there");
        let full = claim.holders.iter().zip(parts).map(|(holder, part)| match passed(holder) {
            Some(remain) => back(holder.takeable, remain).0,
            None => part,
        });
        let full: Vec<(i64, Vec<Step>)> = full.map(|full| (full, Vec::new())).collect();
        let there = claim.holders.iter().map(|it| it.takeable).sum();
        let sum: i64 = full.iter().map(|(full, _)| full).sum();
        let remain = own + claim.holders.iter().filter_map(passed).sum::<i64>();
        let (there, sum) = (self.exact(there), self.exact(sum));
        let steps = vec![told(remain), Step::TakeBack(there, self.exact(remain), sum)];
        Target { steps, full }
    }

    /// The base that remains, and what the formula makes of it, for all together.
    fn formula_anew(&self, claim: &Claim, returned: i64) -> (Reading, MadeAnew) {
        let state = self.desk.state;
        let lots: Vec<u32> =
            claim.holders.iter().flat_map(|holder| holder.lots.iter().copied()).collect();
        let accruals = self.accruals_of(&lots);
        let of_base = |grains: i64| self.base_reading(grains);
        let (mut base, mut measure) = (0_i64, 0_i64);
        for accrual in &accruals {
            let row = state.accruals.row(*accrual);
            base += row.base;
            measure += row.measure.get().map_or(row.base, |number| *state.measures.row(number));
        }
        let left = |whole: i64| -> i64 {
            let kept = i128::from(whole) * i128::from(claim.original - returned);
            let mode = self.plan.rounding().mode;
            let left = mode.divide(kept, i128::from(claim.original).max(1));
            left.and_then(|left| i64::try_from(left).ok()).unwrap_or(0)
        };
        let base = of_base(left(base));
        let measure = base.of_grains(left(measure)).unwrap_or(base);
        if base.grains() <= 0 {
            return (base, MadeAnew::default());
        }
        let parts = [Role {
            role: self.plan.split.originator().clone(),
            share: crate::rate::Rate::HUNDRED,
            on_top: false,
        }];
        let fact = self.fact_anew();
        let before = self.anew(&accruals);
        let asked = Asked {
            plan: self.plan,
            rule: &self.rule.id,
            terms: self.terms,
            fact: &fact,
            parts: &parts,
            before: &before,
            read: Some((base, measure)),
        };
        let Ok(made) = make(&asked) else { return (base, MadeAnew::default()) };
        let payees = &state.payees;
        let passed = made.passed.into_iter();
        let passed = passed.filter_map(|it| Some((payees.find(&it.to)?, it.amount.minor())));
        (base, MadeAnew { own: made.parts[0].amount.minor(), passed: passed.collect() })
    }

    /// What is taken of what should go, by the day; what is not taken stays for good.
    fn taken(
        &self,
        holders: &[Holder],
        target: Target,
        part: Part,
    ) -> (Vec<Step>, Vec<ReversedShare>) {
        let Target { mut steps, full } = target;
        if steps.is_empty() {
            let share = |(holder, (full, mut steps)): (&Holder, (i64, Vec<Step>))| {
                let (taken, step) = part.of(self, holder.payee, full);
                steps.extend(step);
                self.share(holder, taken, full - taken, steps)
            };
            return (steps, holders.iter().zip(full).map(share).collect());
        }
        let whole: i64 = full.iter().map(|(full, _)| full).sum();
        let first = holders.first().map_or(0, |it| it.payee); // all are paid in one currency
        let (taken, step) = part.of(self, first, whole);
        steps.extend(step);
        let each: Vec<i64> = full.iter().map(|(full, _)| *full).collect();
        let parts = allocate_reversal(taken, &each)
            .expect("L3: a part of what should go is no more than that");
        if let [holder] = holders {
            return (steps, vec![self.share(holder, taken, whole - taken, Vec::new())]);
        }
        let share = |((holder, full), part): ((&Holder, &i64), i64)| {
            let (there, all) = (self.exact(holder.takeable), self.exact(taken));
            let step = Step::Part(there, all, self.exact(part));
            self.share(holder, part, full - part, vec![step])
        };
        (steps, holders.iter().zip(&each).zip(parts).map(share).collect())
    }
}
