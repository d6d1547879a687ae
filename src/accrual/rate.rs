//! The rate stage: the rule's formula makes an amount of a base. And rounding.

use super::OutOfBounds;
use super::counter::{Move, Position};
use super::make::{Flow, Run};
use super::read::{self, NoReading};
use super::tiers::{OnTable, further};
use crate::money::{Amount, ExactAmount};
use crate::plan::base::Base;
use crate::plan::rule::Formula;
use crate::plan::stage::{Basis, RoundingWords};
use crate::plan::tiers::{Accumulate, Measure, StepPays, Table, Tiers};
use crate::reading::Reading;
use crate::why::{Step, ZeroReason};

impl Flow<'_> {
    /// The rule's terms make an amount of the fact.
    pub(super) fn rate(&mut self) -> Result<(), OutOfBounds> {
        if !self.is_read && !self.read_readings()? {
            return Ok(());
        }
        let mut runs = std::mem::take(&mut self.runs);
        for index in 0..runs.len() {
            let (earlier, rest) = runs.split_at_mut(index);
            self.rate_of(&mut rest[0], earlier)?;
        }
        if runs.iter().all(|run| run.nothing.is_some()) {
            self.moves.clear(); // a cap on the base counts what something is paid on
        }
        self.runs = runs;
        Ok(())
    }

    /// Reads base and measure of the fact for all runs; says whether there are any. What is read
    /// is told once, before everything else.
    pub(super) fn read_readings(&mut self) -> Result<bool, OutOfBounds> {
        let (asked, mut steps) = (self.asked, Vec::new());
        let read = match asked.read {
            Some((base, measure)) => Ok((Some(base), Some(measure))),
            None => readings(self, &mut steps),
        };
        let (base, measure) = match read {
            Ok(read) => read,
            Err(NoReading::OutOfBounds) => return Err(OutOfBounds),
            Err(NoReading::Zero(reason)) => {
                self.nothing = Some(reason);
                return Ok(false);
            }
        };
        (self.read, self.is_read) = ((base, measure), true);
        let (base, measure) = self.cut_for_all((base, measure), &mut steps)?;
        if self.is_divided {
            self.common.append(&mut steps);
        } else {
            self.runs[0].steps.append(&mut steps);
        }
        for run in &mut self.runs {
            (run.base, run.measure) = (base, measure);
        }
        Ok(true)
    }

    fn rate_of(&self, run: &mut Run, earlier: &[Run]) -> Result<(), OutOfBounds> {
        self.cut_for_payee(run)?;
        match self.asked.terms.formula {
            Formula::Flat(flat) => {
                let whole = ExactAmount::from(flat);
                run.steps.push(Step::Flat(whole));
                run.amount = whole;
                self.share_of_flat(run)
            }
            Formula::Percent { rate, .. } => {
                let base = run.base.and_then(Reading::money).ok_or(OutOfBounds)?;
                let counted = if self.rates_so_far() {
                    let so_far = self.asked.before.base().checked_add(base.minor());
                    let so_far = so_far.ok_or(OutOfBounds)?;
                    Amount::from_minor(so_far, base.unit()).map_err(|_| OutOfBounds)?
                } else {
                    base
                };
                run.amount = ExactAmount::from(counted).times(rate).ok_or(OutOfBounds)?;
                run.steps.push(Step::Rate(counted.into(), rate, run.amount));
                self.not_below_zero(run);
                Ok(())
            }
            Formula::PerUnit { amount, .. } => {
                let count = run.base.map_or(0, Reading::grains);
                let minor = amount.minor().checked_mul(count).ok_or(OutOfBounds)?;
                let out = Amount::from_minor(minor, amount.unit()).map_err(|_| OutOfBounds)?;
                run.amount = out.into();
                run.steps.push(Step::PerUnit(count, amount, run.amount));
                Ok(())
            }
            Formula::Tiers { tiers, .. } => self.tiers(run, tiers, earlier),
            Formula::TopUp { .. } => unreachable!("lint: a close alone fills up"),
        }
    }

    /// Of a flat amount each part gets its share, where the base was divided.
    fn share_of_flat(&self, run: &mut Run) -> Result<(), OutOfBounds> {
        let Some(part) = run.part.filter(|_| self.is_divided && !self.is_in_full()) else {
            return Ok(());
        };
        let role = self.asked.parts[part].role.clone();
        let whole = run.amount;
        run.amount = whole.times(run.share).ok_or(OutOfBounds)?;
        run.steps.push(Step::Share(role, run.share, whole, run.amount));
        Ok(())
    }

    /// A sum below zero pays nothing: what accrues is never negative. Where all so far is
    /// counted, rounding sees to it.
    fn not_below_zero(&self, run: &mut Run) {
        if run.amount.is_negative() && !self.rates_so_far() {
            run.steps.push(Step::BelowZero(run.amount, self.zero()));
            run.amount = self.zero();
        }
    }

    fn tiers(&self, run: &mut Run, number: u16, earlier: &[Run]) -> Result<(), OutOfBounds> {
        let tiers = &self.asked.plan.tiers[usize::from(number)];
        let before = match tiers.accumulate {
            Accumulate::EachFact => Position::zero(),
            Accumulate::Close => unreachable!("lint: a close alone asks for such a table"),
            // The parts of one deal accumulate together only while they are one.
            Accumulate::Deal => match self.asked.before.position(number, self.scope(run)) {
                Ok(before) => before,
                Err(reason) => return self.end_run(run, reason),
            },
            Accumulate::Period(..) => match self.asked.before.position(number, run.part) {
                Ok(before) => before,
                Err(reason) => return self.end_run(run, reason),
            },
        };
        let (before, is_counted) = self.of_team(tiers, before, earlier)?;
        let measure = run.measure.or(run.base).ok_or(OutOfBounds)?;
        let base = run.base.unwrap_or(measure);
        let on = OnTable { plan: self.asked.plan, tiers, before: &before, measure, base };
        if tiers.accumulate != Accumulate::EachFact {
            let at = |grains| measure.of_grains(grains).ok_or(OutOfBounds);
            let after = before.measure.checked_add(measure.grains()).ok_or(OutOfBounds)?;
            run.steps.push(Step::Position(
                tiers.id.clone(),
                before.period,
                before.team.clone(),
                at(before.measure)?,
                at(after)?,
            ));
        }
        let further = further(&on, &mut run.steps)?;
        let moved = self.fill_up(run, further, &before)?;
        if tiers.accumulate != Accumulate::EachFact && !is_counted {
            let (period, team) = (before.period, before.team.clone());
            let id = tiers.id.clone();
            let (measure, base) = (measure.grains(), base.grains());
            run.moves.push(Move::Tiers(id, period, team, measure, base, moved));
        }
        if is_flat(tiers) { self.share_of_flat(run) } else { Ok(()) }
    }

    /// Where a team stands once the parts before this one are counted, and whether this one is
    /// counted with them: a fact that is paid to each in full is one fact of the team.
    fn of_team(
        &self,
        tiers: &Tiers,
        mut before: Position,
        earlier: &[Run],
    ) -> Result<(Position, bool), OutOfBounds> {
        let Some(team) = before.team.clone() else { return Ok((before, false)) };
        for moved in earlier.iter().flat_map(|run| &run.moves) {
            let Move::Tiers(id, _, of, measure, base, hole) = moved else { continue };
            if *id != tiers.id || *of != Some(team.clone()) {
                continue;
            }
            if self.is_in_full() {
                return Ok((before, true));
            }
            before.measure = before.measure.checked_add(*measure).ok_or(OutOfBounds)?;
            before.base = before.base.checked_add(*base).ok_or(OutOfBounds)?;
            before.hole = match (before.hole, *hole) {
                (Some(one), Some(other)) => Some(one.plus(other).ok_or(OutOfBounds)?),
                (one, other) => one.or(other),
            };
        }
        Ok((before, false))
    }

    /// The part whose counter a run moves; `None` for the deal's.
    pub(super) fn scope(&self, run: &Run) -> Option<usize> {
        run.part.filter(|_| self.is_divided)
    }

    fn end_run(&self, run: &mut Run, reason: ZeroReason) -> Result<(), OutOfBounds> {
        run.nothing = Some(reason);
        run.amount = self.zero();
        run.moves.clear(); // what pays nothing uses nothing of a cap on the base
        Ok(())
    }

    /// What was below zero is filled up before anything is paid; says how the hole moves.
    fn fill_up(
        &self,
        run: &mut Run,
        further: ExactAmount,
        before: &Position,
    ) -> Result<Option<ExactAmount>, OutOfBounds> {
        let hole = before.hole.filter(|hole| !hole.is_zero());
        run.amount = further;
        if hole.is_none() && !further.is_negative() {
            return Ok(None);
        }
        let hole = hole.unwrap_or(self.zero());
        let left = further.minus(hole).ok_or(OutOfBounds)?;
        if left.is_negative() {
            run.steps.push(Step::BelowZero(left, self.zero()));
            run.amount = self.zero();
            // What is missing now, less what was missing before.
            return left.negated().minus(hole).map(Some).ok_or(OutOfBounds);
        }
        run.steps.push(Step::FillsUp(hole, left));
        run.amount = left;
        Ok(Some(hole.negated()))
    }

    /// Amounts become whole minor units.
    pub(super) fn round(&mut self) -> Result<(), OutOfBounds> {
        let words = self.asked.plan.roundings[self.rounds];
        self.rounds += 1;
        let mut runs = std::mem::take(&mut self.runs);
        runs.iter_mut().try_for_each(|run| self.round_run(run, words))?;
        self.runs = runs;
        Ok(())
    }

    fn round_run(&self, run: &mut Run, words: RoundingWords) -> Result<(), OutOfBounds> {
        let exact = run.amount;
        let rounded = |exact: ExactAmount, steps: &mut Vec<Step>| {
            let out = exact.round(words.mode).map_err(|_| OutOfBounds)?;
            if exact.to_amount().is_none() {
                steps.push(Step::Round(exact, words.mode, out.into()));
            }
            Ok(out)
        };
        // What is fixed per fact is rounded with it: no other fact changes it.
        let is_per_fact =
            matches!(self.asked.terms.formula, Formula::Flat(_) | Formula::PerUnit { .. });
        if words.basis == Basis::EachFact || is_per_fact || run.nothing.is_some() {
            run.amount = rounded(exact, &mut run.steps)?.into();
            return Ok(());
        }
        if self.rates_so_far() && matches!(self.asked.terms.formula, Formula::Percent { .. }) {
            let out = rounded(exact, &mut run.steps)?;
            run.amount = less(out, self.posted(run)?, &mut run.steps)?.into();
            return Ok(());
        }
        let before = self.asked.before.exact(self.scope(run)).unwrap_or(self.zero());
        run.exact = Some(exact);
        if before.to_amount().is_some() && exact.to_amount().is_some() {
            return Ok(()); // nothing was rounded before, and nothing is now
        }
        let so_far = before.plus(exact).ok_or(OutOfBounds)?;
        if !before.is_zero() {
            run.steps.push(Step::SoFar(before, so_far));
        }
        let out = rounded(so_far, &mut run.steps)?;
        let posted = before.round(words.mode).map_err(|_| OutOfBounds)?;
        run.amount = less(out, posted.minor(), &mut run.steps)?.into();
        Ok(())
    }

    /// What the split gave a run before, in minor units.
    fn posted(&self, run: &Run) -> Result<i64, OutOfBounds> {
        let parts = self.asked.parts;
        match self.scope(run) {
            Some(part) => Ok(self.asked.before.allotted(part)),
            None => (0..parts.len())
                .filter(|part| !parts[*part].on_top || parts.len() == 1)
                .try_fold(0_i64, |sum, part| sum.checked_add(self.asked.before.allotted(part)))
                .ok_or(OutOfBounds),
        }
    }
}

/// Takes off what was posted before, and writes a step when there was something.
fn less(so_far: Amount, before: i64, steps: &mut Vec<Step>) -> Result<Amount, OutOfBounds> {
    let zero = Amount::zero(so_far.unit());
    if before == 0 && !so_far.is_negative() {
        return Ok(so_far);
    }
    let before = Amount::from_minor(before, so_far.unit()).map_err(|_| OutOfBounds)?;
    let rest = so_far.checked_sub(before).ok_or(OutOfBounds)?;
    let rest = if rest.is_negative() { zero } else { rest };
    steps.push(Step::Less(before.into(), rest.into()));
    Ok(rest)
}

/// Whether every step of a table pays a flat amount.
pub(super) fn is_flat(tiers: &Tiers) -> bool {
    match &tiers.table {
        Table::Steps { steps, .. } => {
            steps.iter().all(|step| matches!(step.pays, StepPays::Flat(_)))
        }
        Table::Points { .. } => false,
    }
}

/// Base and measure of the rule's formula; the measure only where it is not the base.
fn readings(
    flow: &Flow<'_>,
    steps: &mut Vec<Step>,
) -> Result<(Option<Reading>, Option<Reading>), NoReading> {
    let (plan, fact) = (flow.asked.plan, flow.asked.fact);
    let mut base = |of: Base| read::base(plan, of, fact, steps).map(Some);
    match flow.asked.terms.formula {
        Formula::Flat(_) | Formula::TopUp { .. } => Ok((None, None)),
        Formula::Percent { of, .. } | Formula::PerUnit { of, .. } => Ok((base(of)?, None)),
        Formula::Tiers { tiers, of } => {
            let tiers = &plan.tiers[usize::from(tiers)];
            if of.map(Measure::Of) == Some(tiers.measure) {
                return Ok((of.map_or(Ok(None), base)?, None));
            }
            let paid_on = of.map_or(Ok(None), base)?;
            Ok((paid_on, Some(read::measure(plan, tiers, fact, steps)?)))
        }
    }
}
