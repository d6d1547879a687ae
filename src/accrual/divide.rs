//! The two splits: of the base before anything is paid on it, and of the amount after.
//!
//! Whole units are divided so that the parts add up, by the largest remainder or with one role
//! that takes what is left. What is not whole yet is divided exactly, and rounded part by part.

use super::make::{Flow, Run};
use super::{OutOfBounds, Part};
use crate::money::{Amount, ExactAmount, Rounding, Unit, allocate_further};
use crate::plan::stage::Leftover;
use crate::rate::Rate;
use crate::reading::Reading;
use crate::why::Step;

impl Flow<'_> {
    /// The base is divided among the parts; each is then paid on its own.
    pub(super) fn credit_split(&mut self) -> Result<(), OutOfBounds> {
        if self.is_divided || self.asked.parts.len() == 1 || !self.read_readings()? {
            return Ok(());
        }
        let whole = self.runs.remove(0);
        let divided = |reading: Option<Reading>| -> Result<Vec<Option<Reading>>, OutOfBounds> {
            match reading {
                Some(Reading::Money(amount)) => {
                    let before = vec![0; self.asked.parts.len()];
                    let minors = self.divide(amount.minor(), &before)?;
                    let reading = Reading::Money(amount);
                    minors
                        .into_iter()
                        .map(|minor| reading.of_grains(minor).map(Some).ok_or(OutOfBounds))
                        .collect()
                }
                other => Ok(vec![other; self.asked.parts.len()]),
            }
        };
        let (bases, measures) = (divided(whole.base)?, divided(whole.measure)?);
        let parts = self.asked.parts.iter().zip(bases).zip(measures).enumerate();
        let runs = parts.map(|(index, ((part, base), measure))| {
            let steps = match (whole.base, base) {
                (Some(whole), Some(base)) => {
                    vec![Step::Credited(part.role.clone(), part.share, whole, base)]
                }
                _ => Vec::new(),
            };
            Run { base, measure, steps, ..whole.part(index, part.share) }
        });
        self.runs = runs.collect();
        self.divided(whole);
        Ok(())
    }

    /// The amount is divided among the parts.
    pub(super) fn pay_split(&mut self) -> Result<(), OutOfBounds> {
        if self.is_divided || self.asked.parts.len() == 1 {
            return Ok(());
        }
        let whole = self.runs.remove(0);
        let amounts =
            if self.is_whole { self.whole_parts(&whole) } else { self.exact_parts(&whole) };
        let parts = self.asked.parts.iter().zip(amounts?).enumerate();
        let runs = parts.map(|(index, (part, amount))| {
            let allotted = amount.to_amount().filter(|_| self.is_whole);
            let (role, share) = (part.role.clone(), part.share);
            let steps = vec![if part.on_top {
                Step::OnTop(role, share, whole.amount, amount)
            } else {
                Step::Share(role, share, whole.amount, amount)
            }];
            Run { amount, allotted, steps, ..whole.part(index, part.share) }
        });
        self.runs = runs.collect();
        self.divided(whole);
        Ok(())
    }

    /// What was of the whole stays with it.
    fn divided(&mut self, whole: Run) {
        self.is_divided = true;
        self.common = whole.steps;
        self.moves.extend(whole.moves);
        self.exact = whole.exact;
    }

    fn exact_parts(&self, whole: &Run) -> Result<Vec<ExactAmount>, OutOfBounds> {
        let part = |part: &Part| whole.amount.times(part.share).ok_or(OutOfBounds);
        self.asked.parts.iter().map(part).collect()
    }

    fn whole_parts(&self, whole: &Run) -> Result<Vec<ExactAmount>, OutOfBounds> {
        let total = whole.amount.to_amount().ok_or(OutOfBounds)?;
        let before = (0..self.asked.parts.len()).map(|part| self.asked.before.allotted(part));
        let minors = self.divide(total.minor(), &before.collect::<Vec<_>>())?;
        let amount = |minor| {
            let amount = Amount::from_minor(minor, total.unit()).map_err(|_| OutOfBounds)?;
            Ok(ExactAmount::from(amount))
        };
        minors.into_iter().map(amount).collect()
    }

    /// Divides whole units over the parts, given what each has got before.
    fn divide(&self, minor: i64, before: &[i64]) -> Result<Vec<i64>, OutOfBounds> {
        let parts = self.asked.parts;
        let within: Vec<usize> = (0..parts.len()).filter(|at| !parts[*at].on_top).collect();
        let posted: Vec<i64> = within.iter().map(|at| before[*at]).collect();
        let sum = posted.iter().try_fold(minor, |sum, part| sum.checked_add(*part));
        let after = sum.ok_or(OutOfBounds)?;
        let shares: Vec<Rate> = within.iter().map(|at| parts[*at].share).collect();
        let rest = within.iter().position(|at| self.takes_rest(&parts[*at]));
        let divided = match rest {
            None => allocate_further(minor, after, &shares, &posted).ok_or(OutOfBounds)?,
            Some(rest) => self.rest_to(rest, minor, after, &shares, &posted)?,
        };
        let mut minors = vec![0; parts.len()];
        within.iter().zip(divided).for_each(|(at, part)| minors[*at] = part);
        for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.on_top) {
            let due = self.rounded_share(after, part.share)?;
            minors[at] = of_one_sign(due - before[at], minor);
        }
        Ok(minors)
    }

    fn takes_rest(&self, part: &Part) -> bool {
        match &self.asked.plan.leftover {
            Some(Leftover::Role(role)) => part.role == *role,
            Some(Leftover::LargestRemainder) | None => false,
        }
    }

    /// Every other share is rounded, and one takes what is left. Nobody gets a part of the other
    /// sign: where the others would come to more than there is, the last of them give way.
    fn rest_to(
        &self,
        rest: usize,
        minor: i64,
        after: i64,
        shares: &[Rate],
        posted: &[i64],
    ) -> Result<Vec<i64>, OutOfBounds> {
        let mut parts = vec![0; shares.len()];
        for at in (0..shares.len()).filter(|at| *at != rest) {
            parts[at] = of_one_sign(self.rounded_share(after, shares[at])? - posted[at], minor);
        }
        let mut left = minor - parts.iter().sum::<i64>();
        for at in (0..shares.len()).rev().filter(|at| *at != rest) {
            let over = left - of_one_sign(left, minor);
            let given = if minor < 0 { over.min(-parts[at]) } else { over.max(-parts[at]) };
            parts[at] += given;
            left -= given;
        }
        parts[rest] = left;
        Ok(parts)
    }

    fn rounded_share(&self, minor: i64, share: Rate) -> Result<i64, OutOfBounds> {
        let unit: Unit = self.asked.unit();
        let mode: Rounding = self.asked.plan.rounding().mode;
        let whole = Amount::from_minor(minor, unit).map_err(|_| OutOfBounds)?;
        let exact = ExactAmount::from(whole).times(share).ok_or(OutOfBounds)?;
        exact.round(mode).map(Amount::minor).map_err(|_| OutOfBounds)
    }
}

/// A part of a whole, or nothing if it would be of the other sign.
fn of_one_sign(part: i64, whole: i64) -> i64 {
    if whole < 0 { part.min(0) } else { part.max(0) }
}
