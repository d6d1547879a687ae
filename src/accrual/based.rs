//! Caps on the base: what a rule is paid on counts up to the cap, and what is beyond it earns
//! nothing.
//!
//! They cut what the rate is taken of, so that they have no stage of their own: caps per fact and
//! per deal cut the whole before a split of the base, caps per payee each part after it. A table
//! that measures the base sees what counts. What was read stays what a refund is a part of.

use super::OutOfBounds;
use super::counter::Move;
use super::make::{Flow, Run};
use crate::money::Amount;
use crate::plan::cap::{AtMost, Cap, CapPer};
use crate::plan::rule::Formula;
use crate::plan::tiers::Measure;
use crate::reading::Reading;
use crate::why::Step;

impl<'a> Flow<'a> {
    /// The caps on the base that count the rule, with their positions in the plan.
    pub(super) fn base_caps(&self) -> impl Iterator<Item = (usize, &'a Cap)> + use<'a> {
        let (plan, rule) = (self.asked.plan, self.asked.rule);
        let caps = plan.caps.iter().enumerate();
        caps.filter(move |(_, cap)| cap.is_on_base() && cap.rules.contains(rule))
    }

    /// Caps per fact and per deal cut the base of all together. Where nobody can earn, they count
    /// nothing.
    pub(super) fn cut_for_all(
        &mut self,
        (mut base, measure): (Option<Reading>, Option<Reading>),
        steps: &mut Vec<Step>,
    ) -> Result<(Option<Reading>, Option<Reading>), OutOfBounds> {
        let earns = (0..self.asked.parts.len()).any(|part| self.asked.before.can_earn(Some(part)));
        for (number, cap) in self.base_caps() {
            let used = match cap.per {
                CapPer::Payee(_) => continue,
                CapPer::Fact => 0,
                CapPer::Deal => self.used(number, None)?,
            };
            let Some((counts, step)) = cut(cap, used, base)? else { continue };
            base = Some(counts);
            steps.push(step);
            if cap.per == CapPer::Deal && earns && counts.grains() > 0 {
                let moved = Move::Cap(cap.id.clone(), None, counts.grains());
                let of_whole = if self.is_divided { None } else { self.runs.first_mut() };
                of_whole.map_or(&mut self.moves, |run| &mut run.moves).push(moved);
            }
        }
        Ok((base, self.measure_with(base, measure)))
    }

    /// Caps per payee and period cut the base of each part.
    pub(super) fn cut_for_payee(&self, run: &mut Run) -> Result<(), OutOfBounds> {
        for (number, cap) in self.base_caps() {
            let CapPer::Payee(span) = cap.per else { continue };
            let used = self.used(number, run.part)?;
            let Some((counts, step)) = cut(cap, used, run.base)? else { continue };
            run.base = Some(counts);
            run.steps.push(step);
            if counts.grains() > 0 {
                let period = Some(span.of(self.asked.fact.on()));
                run.moves.push(Move::Cap(cap.id.clone(), period, counts.grains()));
            }
            run.measure = self.measure_with(run.base, run.measure);
        }
        Ok(())
    }

    /// A table that measures the base measures what counts of it.
    fn measure_with(&self, base: Option<Reading>, measure: Option<Reading>) -> Option<Reading> {
        let is_base = match self.asked.terms.formula {
            Formula::Tiers { tiers, of } => {
                let measured = self.asked.plan.tiers[usize::from(tiers)].measure;
                of.map(Measure::Of) == Some(measured)
            }
            _ => false,
        };
        if is_base && measure.is_some() { base } else { measure }
    }
}

/// What counts of a base under a cap, with its step; `None` where there is nothing to cut.
fn cut(
    cap: &Cap,
    used: i64,
    base: Option<Reading>,
) -> Result<Option<(Reading, Step)>, OutOfBounds> {
    let AtMost::Base(most) = cap.at_most else { return Ok(None) };
    let Some(base) = base.filter(|base| base.grains() > 0) else { return Ok(None) };
    let room = most.minor().checked_sub(used).ok_or(OutOfBounds)?.max(0);
    let counts = base.of_grains(base.grains().min(room)).ok_or(OutOfBounds)?;
    let used = Amount::from_minor(used, most.unit()).map_err(|_| OutOfBounds)?;
    let step = Step::BaseCap(cap.id.clone(), used.into(), most.into(), base, counts);
    Ok(Some((counts, step)))
}
