//! Campaigns, floors and caps: what multiplies, raises or cuts an amount.
//!
//! They work on what accrues and never on a reversal, so that none can turn its sign.

use super::OutOfBounds;
use super::counter::Move;
use super::make::{Flow, Passed, Run};
use crate::money::{Amount, ExactAmount, allocate};
use crate::plan::campaign::{Bonus, Campaign, Meeting};
use crate::plan::cap::{AtMost, Cap, CapPer, Excess};
use crate::plan::floor::{Floor, FloorPer, Uplift};
use crate::reading::Reading;
use crate::time::Date;
use crate::why::Step;

impl<'a> Flow<'a> {
    /// Campaigns multiply the amount or add to it. To nothing they add nothing.
    pub(super) fn campaigns(&mut self) -> Result<(), OutOfBounds> {
        if self.total()?.is_zero() {
            return Ok(());
        }
        let running = self.running();
        if !(self.is_in_full() && self.is_divided) {
            let (chosen, smaller) = self.chosen(&running, self.within()?)?;
            smaller.into_iter().for_each(|it| self.say(Step::CampaignSmaller(it.id.clone())));
            let by_share = self.is_divided;
            for run in self.runs.iter_mut().filter(|run| run.nothing.is_none()) {
                chosen.iter().try_for_each(|campaign| add(run, campaign, by_share))?;
            }
            return Ok(());
        }
        for index in 0..self.runs.len() {
            let amount = self.runs[index].amount;
            if amount.is_zero() {
                continue;
            }
            let (chosen, smaller) = self.chosen(&running, amount)?;
            let run = &mut self.runs[index];
            let smaller = smaller.into_iter().map(|it| Step::CampaignSmaller(it.id.clone()));
            run.steps.extend(smaller);
            chosen.iter().try_for_each(|campaign| add(run, campaign, false))?;
        }
        Ok(())
    }

    /// The campaigns that are for this fact; the others are told why not.
    fn running(&mut self) -> Vec<&'a Campaign> {
        let plan = self.asked.plan;
        let mut running = Vec::new();
        for campaign in plan.campaigns.iter().filter(|it| it.rules.contains(self.asked.rule)) {
            let day = self.asked.fact.days.of(campaign.dated_by);
            if day.is_some_and(|day| runs_on(campaign, day)) {
                if !matches!(campaign.bonus, Bonus::ExtraPerDeal(_)) || self.asked.before.is_first()
                {
                    running.push(campaign);
                }
            } else {
                let (from, until) = (campaign.effective.from, campaign.effective.until);
                self.say(Step::CampaignMissed(campaign.id.clone(), day, from, until));
            }
        }
        running
    }

    /// Which of the campaigns apply to an amount, and which pay less than another.
    fn chosen(
        &self,
        running: &[&'a Campaign],
        amount: ExactAmount,
    ) -> Result<(Vec<&'a Campaign>, Vec<&'a Campaign>), OutOfBounds> {
        let mut smaller = running.to_vec();
        if self.asked.plan.meeting != Some(Meeting::Largest) || running.len() < 2 {
            return Ok((smaller, Vec::new()));
        }
        let mut best = (0, with(running[0], amount)?);
        for (at, campaign) in running.iter().enumerate().skip(1) {
            let with = with(campaign, amount)?;
            if with.minus(best.1).is_some_and(ExactAmount::is_positive) {
                best = (at, with);
            }
        }
        let winner = smaller.remove(best.0);
        Ok((vec![winner], smaller))
    }

    /// The rule's floor raises the amount.
    pub(super) fn floor(&mut self) -> Result<(), OutOfBounds> {
        let plan = self.asked.plan;
        let found = (0_u16..).zip(&plan.floors).find(|(_, it)| it.rules.contains(self.asked.rule));
        let Some((number, floor)) = found else { return Ok(()) };
        if self.asked.read.is_some() && floor.uplift == Uplift::Kept {
            return Ok(()); // what it added stays anyway
        }
        let is_per_payee = matches!(floor.per, FloorPer::PayeeFromFirstFact(_));
        if self.is_divided && (self.is_in_full() || is_per_payee) {
            for index in 0..self.runs.len() {
                if self.runs[index].nothing.is_some() {
                    continue;
                }
                let (amount, part) = (self.runs[index].amount, self.runs[index].part);
                let raised = self.raised(number, floor, amount, part)?;
                let run = &mut self.runs[index];
                run.moves.extend(raised.moved);
                run.steps.extend(raised.before);
                told(run, floor, raised.out);
            }
            return Ok(());
        }
        let amount = self.within()?;
        let whole = self.runs[0].part.filter(|_| is_per_payee);
        let Raised { out, before, moved } = self.raised(number, floor, amount, whole)?;
        if self.is_divided {
            self.moves.extend(moved);
        } else {
            self.runs[0].moves.extend(moved);
        }
        before.into_iter().for_each(|step| self.say(step));
        if out == amount {
            self.say_floor(floor);
            return Ok(());
        }
        if !self.is_divided {
            let whole = self.runs.iter_mut().filter(|run| run.nothing.is_none());
            whole.for_each(|run| told(run, floor, out));
            return Ok(());
        }
        let uplift = out.minus(amount).ok_or(OutOfBounds)?;
        let parts = self.spread(uplift)?;
        for (run, part) in self.runs.iter_mut().zip(parts) {
            told(run, floor, part);
        }
        Ok(())
    }

    /// What a floor adds is divided by the shares of the roles. What it takes off again, since it
    /// gave it before, too: but nobody goes below zero, and what they lack the others bear.
    fn spread(&self, uplift: ExactAmount) -> Result<Vec<ExactAmount>, OutOfBounds> {
        let (mut open, mut parts) = (self.zero(), Vec::new());
        for run in &self.runs {
            let more = match run.nothing {
                Some(_) if !uplift.is_negative() => Some(self.zero()),
                _ => uplift.times(run.share),
            };
            let part = more.and_then(|more| run.amount.plus(more)).ok_or(OutOfBounds)?;
            if part.is_negative() && !self.is_on_top(run) {
                open = open.plus(part).ok_or(OutOfBounds)?;
            }
            parts.push(if part.is_negative() { self.zero() } else { part });
        }
        for (run, part) in self.runs.iter().zip(&mut parts) {
            if open.is_negative() && !self.is_on_top(run) {
                let left = part.plus(open).ok_or(OutOfBounds)?;
                (*part, open) =
                    if left.is_negative() { (self.zero(), left) } else { (left, self.zero()) };
            }
        }
        Ok(parts)
    }

    /// A floor that was not needed says so.
    fn say_floor(&mut self, floor: &Floor) {
        for run in self.runs.iter_mut().filter(|run| !run.amount.is_zero()) {
            let (id, amount) = (floor.id.clone(), run.amount);
            run.steps.push(Step::Floor(id, floor.at_least, amount, amount));
        }
    }

    /// What a floor makes of an amount, and how its counter moves.
    fn raised(
        &self,
        number: u16,
        floor: &Floor,
        amount: ExactAmount,
        part: Option<usize>,
    ) -> Result<Raised, OutOfBounds> {
        let least = ExactAmount::from(floor.at_least);
        let at_least = |sum: ExactAmount| {
            let below = least.minus(sum).is_some_and(ExactAmount::is_positive);
            if sum.is_positive() && below { least } else { sum }
        };
        if floor.per == FloorPer::Fact {
            return Ok(Raised { out: at_least(amount), before: None, moved: None });
        }
        let [before, given] =
            self.asked.before.raised(number, part).unwrap_or([self.zero(), self.zero()]);
        let sum = before.plus(amount).ok_or(OutOfBounds)?;
        let counts = floor.per != FloorPer::DealOnCompletion || self.asked.before.is_complete();
        let so_far = if counts { at_least(sum) } else { sum };
        let out = so_far.minus(given).ok_or(OutOfBounds)?;
        let out = if out.is_negative() { self.zero() } else { out };
        let period = match floor.per {
            FloorPer::PayeeFromFirstFact(span) => Some(span.of(self.asked.fact.on())),
            _ => None,
        };
        let said = Step::FloorBefore(floor.id.clone(), before, given);
        let moved = Some(Move::Floor(floor.id.clone(), period, amount, out));
        Ok(Raised { out, before: (!before.is_zero()).then_some(said), moved })
    }

    /// Caps per fact and per deal cut what all parts come to together. What is paid on top of the
    /// whole is not counted, and is cut with it.
    pub(super) fn deal_caps(&mut self) -> Result<(), OutOfBounds> {
        let plan = self.asked.plan;
        for (number, cap) in plan.caps.iter().enumerate() {
            let is_per_deal = matches!(cap.per, CapPer::Fact | CapPer::Deal) && !cap.is_on_base();
            let amount = self.within()?;
            if !is_per_deal || !cap.rules.contains(self.asked.rule) || !amount.is_positive() {
                continue;
            }
            let used = if cap.per == CapPer::Fact { 0 } else { self.used(number, None)? };
            let (out, room) = cut(cap, used, amount)?;
            if let Some(room) = room {
                self.room.push((number, room));
            }
            let step = cap_step(cap, used, amount, out)?;
            if out == amount {
                for run in &mut self.runs {
                    run.steps.push(cap_step(cap, used, run.amount, run.amount)?);
                }
                continue;
            }
            self.cut_all(amount, out, step)?;
            let excess = amount.minus(out).ok_or(OutOfBounds)?;
            self.excess.push((number, None, excess));
        }
        Ok(())
    }

    /// Cuts all runs in proportion, so that together they come to `out` (whole minor units).
    fn cut_all(
        &mut self,
        amount: ExactAmount,
        out: ExactAmount,
        step: Step,
    ) -> Result<(), OutOfBounds> {
        let whole = out.to_amount().ok_or(OutOfBounds)?;
        let amounts = self.runs.iter().map(|run| run.amount).chain([amount]);
        let amounts: Vec<ExactAmount> = amounts.collect();
        let mut weights = ExactAmount::weights(&amounts).ok_or(OutOfBounds)?;
        let all = weights.pop().ok_or(OutOfBounds)?;
        let mut minors = Vec::new();
        for (run, weight) in self.runs.iter().zip(&mut weights) {
            let is_on_top = self.is_on_top(run);
            let minor = i128::from(whole.minor()).checked_mul(*weight).filter(|_| is_on_top);
            let mode = self.asked.plan.rounding().mode;
            minors.push(minor.and_then(|minor| mode.divide(minor, all)));
            *weight = if is_on_top { 0 } else { *weight };
        }
        let parts = allocate(whole.minor(), &weights).ok_or(OutOfBounds)?;
        let is_divided = self.is_divided;
        for ((run, part), on_top) in self.runs.iter_mut().zip(parts).zip(minors) {
            let minor = match on_top {
                Some(minor) => i64::try_from(minor).map_err(|_| OutOfBounds)?,
                None => part,
            };
            let part = Amount::from_minor(minor, whole.unit()).map_err(|_| OutOfBounds)?;
            let was = run.amount;
            run.amount = part.into();
            run.steps.push(match &step {
                Step::Cap(cap, used, most, ..) if is_divided => {
                    Step::Cap(cap.clone(), *used, *most, was, run.amount)
                }
                step => step.clone(),
            });
        }
        Ok(())
    }

    /// Caps per payee and period cut each part.
    pub(super) fn payee_caps(&mut self) -> Result<(), OutOfBounds> {
        let (plan, on) = (self.asked.plan, self.asked.fact.on());
        for (number, cap) in plan.caps.iter().enumerate() {
            let is_per_payee =
                matches!(cap.per, CapPer::Payee(_)) && !cap.is_on_base() && cap.is_at_trigger();
            if !is_per_payee || !cap.rules.contains(self.asked.rule) {
                continue;
            }
            for index in 0..self.runs.len() {
                let (amount, part) = (self.runs[index].amount, self.runs[index].part);
                if !amount.is_positive() {
                    continue;
                }
                let used = self.used(number, part)?;
                let (out, room) = cut(cap, used, amount)?;
                let excess = amount.minus(out).ok_or(OutOfBounds)?;
                let run = &mut self.runs[index];
                run.steps.push(cap_step(cap, used, amount, out)?);
                run.amount = out;
                run.room.extend(room.map(|room| (number, room)));
                if excess.is_positive() {
                    match cap.excess {
                        Excess::Carried => {
                            let all = run.carried.map_or(Some(excess), |it| it.1.plus(excess));
                            let all = all.ok_or(OutOfBounds)?;
                            let until = |cap: usize| plan.caps[cap].next_period(on);
                            // What two caps carry is asked for when the first of them may have
                            // room; each keeps it until it has.
                            let first =
                                run.carried.map(|it| it.0).filter(|it| until(*it) <= until(number));
                            run.carried = Some((first.unwrap_or(number), all));
                        }
                        Excess::PassedTo(ref to) if !self.asked.before.is_for(part, to) => {
                            self.excess.push((number, part, excess));
                        }
                        Excess::PassedTo(_) | Excess::Forfeited => {}
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn used(&self, cap: usize, part: Option<usize>) -> Result<i64, OutOfBounds> {
        let number = u16::try_from(cap).map_err(|_| OutOfBounds)?;
        Ok(self.asked.before.used(number, part))
    }

    /// What stands behind a cap in the order, and rounding, may come to more than the cap leaves
    /// room for: it is cut again. What another cap carries counts as well.
    pub(super) fn keep_within_caps(&mut self) -> Result<(), OutOfBounds> {
        if self.room.is_empty() && self.runs.iter().all(|run| run.room.is_empty()) {
            return Ok(());
        }
        let plan = self.asked.plan;
        let within: Vec<bool> = self.runs.iter().map(|run| !self.is_on_top(run)).collect();
        for run in &mut self.runs {
            for (cap, room) in std::mem::take(&mut run.room) {
                let most = Amount::from_minor(room, plan.unit).map_err(|_| OutOfBounds)?;
                keep_within(run, &plan.caps[cap], most)?;
            }
        }
        for (cap, room) in std::mem::take(&mut self.room) {
            let mut room = Amount::from_minor(room.max(0), plan.unit).map_err(|_| OutOfBounds)?;
            for run in self.runs.iter_mut().zip(&within).filter(|it| *it.1).map(|it| it.0) {
                keep_within(run, &plan.caps[cap], room)?;
                let amount = run.amount.to_amount().ok_or(OutOfBounds)?;
                room = room.checked_sub(amount).ok_or(OutOfBounds)?;
            }
            for run in self.runs.iter_mut().zip(&within).filter(|it| *it.1).map(|it| it.0) {
                let Some((carrier, excess)) = run.carried else { continue };
                let left = ExactAmount::from(room);
                let is_less = left.minus(excess).ok_or(OutOfBounds)?.is_negative();
                let excess = if is_less { left } else { excess };
                run.carried = Some((carrier, excess));
                let whole = excess.round(plan.rounding().mode).map_err(|_| OutOfBounds)?;
                room = room.checked_sub(whole).ok_or(OutOfBounds)?;
            }
        }
        Ok(())
    }

    /// What caps pass on, rounded as the plan rounds, with a step for whom it was cut from.
    pub(super) fn passed(&mut self) -> Result<Vec<Passed>, OutOfBounds> {
        let plan = self.asked.plan;
        let mut passed = Vec::new();
        for (number, part, excess) in std::mem::take(&mut self.excess) {
            let cap = &plan.caps[number];
            let Excess::PassedTo(to) = &cap.excess else { continue };
            let amount = excess.round(plan.rounding().mode).map_err(|_| OutOfBounds)?;
            if !amount.is_positive() {
                continue;
            }
            let step = Step::PassedOn(cap.id.clone(), amount, to.clone());
            match part.filter(|_| self.is_divided) {
                Some(part) => {
                    let run = self.runs.iter_mut().find(|run| run.part == Some(part));
                    run.into_iter().for_each(|run| run.steps.push(step.clone()));
                }
                None => self.say(step),
            }
            passed.push(Passed { cap: cap.id.clone(), to: to.clone(), amount });
        }
        Ok(passed)
    }
}

/// What a floor makes of an amount.
struct Raised {
    out: ExactAmount,
    /// What it counted before, told where there was something.
    before: Option<Step>,
    /// How its counter moves.
    moved: Option<Move>,
}

/// What a campaign makes of an amount.
fn with(campaign: &Campaign, amount: ExactAmount) -> Result<ExactAmount, OutOfBounds> {
    match campaign.bonus {
        Bonus::Multiply(factor) => amount.times(factor).ok_or(OutOfBounds),
        Bonus::ExtraPerFact(extra) | Bonus::ExtraPerDeal(extra) => {
            amount.plus(extra.into()).ok_or(OutOfBounds)
        }
    }
}

/// A campaign adds to a run: what it adds, or the run's share of it.
fn add(run: &mut Run, campaign: &Campaign, by_share: bool) -> Result<(), OutOfBounds> {
    let id = campaign.id.clone();
    match campaign.bonus {
        Bonus::Multiply(factor) => {
            run.amount = run.amount.times(factor).ok_or(OutOfBounds)?;
            run.steps.push(Step::Campaign(id, factor, run.amount));
        }
        Bonus::ExtraPerFact(extra) | Bonus::ExtraPerDeal(extra) => {
            let part = ExactAmount::from(extra);
            let part = if by_share { part.times(run.share) } else { Some(part) };
            let sum = part.and_then(|part| run.amount.plus(part));
            run.amount = sum.ok_or(OutOfBounds)?;
            run.steps.push(Step::CampaignExtra(id, extra, run.amount));
        }
    }
    Ok(())
}

/// Whether a campaign runs on a day.
fn runs_on(campaign: &Campaign, day: Date) -> bool {
    let effective = campaign.effective;
    effective.from <= day && effective.until.is_none_or(|until| day < until)
}

/// A run comes out of a floor.
fn told(run: &mut super::make::Run, floor: &Floor, out: ExactAmount) {
    let uplift = out.minus(run.amount).filter(|uplift| uplift.is_positive());
    if floor.uplift == Uplift::Kept
        && let Some(uplift) = uplift
    {
        run.kept = Some((uplift, out));
    }
    if !run.amount.is_zero() || !out.is_zero() {
        run.steps.push(Step::Floor(floor.id.clone(), floor.at_least, run.amount, out));
    }
    run.amount = out;
}

/// What a cap leaves of an amount, and the room that what follows must stay within.
fn cut(
    cap: &Cap,
    used: i64,
    amount: ExactAmount,
) -> Result<(ExactAmount, Option<i64>), OutOfBounds> {
    match cap.at_most {
        AtMost::Count(most) => {
            let is_full = used >= i64::from(most);
            let zero = ExactAmount::from(Amount::zero(amount.unit()));
            Ok(if is_full { (zero, Some(0)) } else { (amount, None) })
        }
        AtMost::Amount(most) | AtMost::Base(most) => {
            let room = (most.minor() - used).max(0);
            let within = Amount::from_minor(room, most.unit()).map_err(|_| OutOfBounds)?;
            let above = amount.minus(within.into()).ok_or(OutOfBounds)?;
            Ok((if above.is_positive() { within.into() } else { amount }, Some(room)))
        }
    }
}

fn cap_step(
    cap: &Cap,
    used: i64,
    amount: ExactAmount,
    out: ExactAmount,
) -> Result<Step, OutOfBounds> {
    let (used, most) = match cap.at_most {
        AtMost::Count(most) => (Reading::Count(used), Reading::Count(i64::from(most))),
        AtMost::Amount(most) | AtMost::Base(most) => {
            let used = Amount::from_minor(used, most.unit()).map_err(|_| OutOfBounds)?;
            (Reading::Money(used), Reading::Money(most))
        }
    };
    Ok(Step::Cap(cap.id.clone(), used, most, amount, out))
}

/// Cuts a rounded amount to what its cap leaves room for.
fn keep_within(run: &mut Run, cap: &Cap, most: Amount) -> Result<(), OutOfBounds> {
    let (amount, most_exact) = (run.amount, ExactAmount::from(most));
    if amount.minus(most_exact).ok_or(OutOfBounds)?.is_positive() {
        let (used, limit) = match cap.at_most {
            AtMost::Amount(limit) | AtMost::Base(limit) => {
                let used = limit.checked_sub(most).ok_or(OutOfBounds)?;
                (Reading::Money(used), Reading::Money(limit))
            }
            AtMost::Count(limit) => {
                let limit = Reading::Count(i64::from(limit));
                (limit, limit)
            }
        };
        run.steps.push(Step::Cap(cap.id.clone(), used, limit, amount, most_exact));
        run.amount = most_exact;
    }
    Ok(())
}
