//! Rows of draws: who has one, what was given, and what is owed of it.

use super::{SourceRow, State};
use crate::id::{DrawId, PlanId};
use crate::plan::draw::{AtEnd, Draw, Given};
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A draw that a payee has for a time.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct DrawRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) payee: u32,
    /// The version whose terms hold.
    pub(in crate::ledger) plan: u32,
    /// Its place in the plan.
    pub(in crate::ledger) draw: u16,
    pub(in crate::ledger) from: Date,
    pub(in crate::ledger) through: Date,
    /// The last day it is given for: of the draw, or of the payee.
    pub(in crate::ledger) last: Date,
    /// What is to come of it, as it stands in the queue.
    pub(in crate::ledger) moments: Arc<[(Date, DrawMoment)]>,
    /// All that was given.
    pub(in crate::ledger) given: i64,
    /// What of it need not be paid back.
    pub(in crate::ledger) guaranteed: i64,
    pub(in crate::ledger) forgiven: i64,
    /// What is owed of it, but for what was earned.
    pub(in crate::ledger) owed: i64,
    /// What was earned of it, and no run has kept yet.
    pub(in crate::ledger) covered: i64,
    pub(in crate::ledger) is_over: bool,
}

/// What is to come of a draw. Of what is due on one day, a period is reckoned before the draw
/// ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum DrawMoment {
    /// It is given in advance for a period.
    Starts(Period),
    /// A period of it is reckoned.
    Closes(Period),
    /// It ends.
    Ends,
}

/// What was given for a period.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct GivenRow {
    pub(in crate::ledger) amount: i64,
    /// What is owed of it; none for what need not be paid back.
    pub(in crate::ledger) debt: Option<u32>,
}

/// What a receivable is owed for, where it is a draw.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct DebtRow {
    pub(in crate::ledger) draw: u32,
    pub(in crate::ledger) period: Period,
    pub(in crate::ledger) stage: DebtStage,
    /// The lot it was given as.
    pub(in crate::ledger) lot: u32,
    pub(in crate::ledger) rank: u16,
    /// What of it need not be paid back, or was forgiven.
    pub(in crate::ledger) forgiven: i64,
}

/// From when on a debt is recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum DebtStage {
    /// Its period is to be reckoned first.
    Unreckoned,
    /// From the first period on in which none is given.
    Waiting,
    /// From runs for the month of this day on.
    From(Date),
    /// It was earned: from what was earned, at once.
    Covered,
}

impl State {
    /// The words of a draw.
    pub(in crate::ledger) fn draw_words(&self, row: &DrawRow) -> &Draw {
        &self.plans.row(row.plan).plan.draws[usize::from(row.draw)]
    }

    /// The draws a payee has or had, in the order they were assigned.
    pub(in crate::ledger) fn draws_of(&self, payee: u32) -> impl Iterator<Item = (u32, &DrawRow)> {
        let numbers = self.draws_of_payee.range((payee, 0)..=(payee, u32::MAX));
        numbers.map(|(_, number)| (number, self.draws.row(number)))
    }

    /// The draw of a plan that a payee has on a day.
    pub(in crate::ledger) fn draw_on(
        &self,
        payee: u32,
        plan: &PlanId,
        draw: &DrawId,
        day: Date,
    ) -> Option<u32> {
        let is_it = |row: &DrawRow| {
            let is_plan = self.plans.key(row.plan).plan == *plan;
            is_plan && self.draw_words(row).id == *draw && row.from <= day && day <= row.through
        };
        self.draws_of(payee).find(|(_, row)| is_it(row)).map(|(number, _)| number)
    }

    /// Whether a lot was given as a draw.
    pub(in crate::ledger) fn is_draw(&self, lot: u32) -> bool {
        let award = self.rewards.row(self.lots.row(lot).reward).award;
        matches!(self.awards.row(award).source, SourceRow::Draw(_))
    }

    /// The draw of a receivable; none for one that is owed for something else.
    pub(in crate::ledger) fn debt(&self, receivable: u32) -> Option<&DebtRow> {
        self.debts.get(&receivable).map(|(_, debt)| debt)
    }

    /// What comes first of a draw.
    pub(in crate::ledger) fn first_moments(&self, row: &DrawRow) -> Vec<(Date, DrawMoment)> {
        let words = self.draw_words(row);
        let first = given_for(words, words.each.of(row.from), row.last);
        first.into_iter().chain([(self.end_of(row), DrawMoment::Ends)]).collect()
    }

    /// What follows on a moment of a draw, at which something was given or nothing.
    pub(in crate::ledger) fn next_moments(
        &self,
        row: &DrawRow,
        moment: DrawMoment,
        is_given: bool,
    ) -> Vec<(Date, DrawMoment)> {
        let words = self.draw_words(row);
        let next = |period: Period| given_for(words, words.each.of(period.until()), row.last);
        match moment {
            DrawMoment::Starts(period) if is_given && words.is_covered_later() => {
                let closes = (reckoned_on(words, period), DrawMoment::Closes(period));
                next(period).into_iter().chain([closes]).collect()
            }
            DrawMoment::Starts(period) => next(period).into_iter().collect(),
            DrawMoment::Closes(period) if words.given == Given::AtClose => {
                next(period).into_iter().collect()
            }
            DrawMoment::Closes(_) | DrawMoment::Ends => Vec::new(),
        }
    }

    /// What is still to come once the draw ends with another day.
    pub(in crate::ledger) fn moments_until_end(&self, row: &DrawRow) -> Vec<(Date, DrawMoment)> {
        let words = self.draw_words(row);
        let stays = |moment: &DrawMoment| match moment {
            DrawMoment::Starts(period) => period.from() <= row.last,
            DrawMoment::Closes(period) => {
                words.given == Given::AtStart || period.last_day() <= row.last
            }
            DrawMoment::Ends => false,
        };
        let mut moments: Vec<(Date, DrawMoment)> =
            row.moments.iter().copied().filter(|(_, moment)| stays(moment)).collect();
        // What was given in advance for later days, before we were told, is reckoned first.
        let last = moments.iter().map(|(due, _)| *due).max();
        let end = self.end_of(row);
        moments.push((last.map_or(end, |last| last.max(end)), DrawMoment::Ends));
        moments
    }

    /// The day a draw ends on: its last period is reckoned by then, and what is forgiven at its end
    /// may have been recovered by a last run.
    fn end_of(&self, row: &DrawRow) -> Date {
        let words = self.draw_words(row);
        let at_end = words.recovery.as_ref().map(|recovery| recovery.at_end);
        match at_end {
            Some(AtEnd::ForgivenAfter(days)) if !row.has_left() => {
                row.through.plus_days(days).unwrap_or(Date::LAST)
            }
            _ => reckoned_on(words, words.each.of(row.last)),
        }
    }
}

impl DrawRow {
    /// Whether the payee left while it ran.
    pub(in crate::ledger) fn has_left(&self) -> bool {
        self.last < self.through
    }

    /// Whether it runs in a month.
    pub(in crate::ledger) fn runs_in(&self, month: Period) -> bool {
        self.from <= month.last_day() && month.from() <= self.last
    }
}

/// When a draw is given for a period, if that is by its last day.
fn given_for(words: &Draw, period: Period, last: Date) -> Option<(Date, DrawMoment)> {
    match words.given {
        Given::AtStart => {
            (period.from() <= last).then_some((period.from(), DrawMoment::Starts(period)))
        }
        Given::AtClose => (period.last_day() <= last)
            .then(|| (reckoned_on(words, period), DrawMoment::Closes(period))),
    }
}

/// The day a period of a draw is reckoned on.
fn reckoned_on(words: &Draw, period: Period) -> Date {
    period.last_day().plus_days(words.days_after()).unwrap_or(Date::LAST)
}
