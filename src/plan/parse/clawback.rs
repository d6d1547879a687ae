//! `clawback`: what takes a reward back, how much of it, and until when.
//!
//! Knows which keys go with which formula. Whether they go with the trigger, with each other and
//! with the rest of the plan is for [`crate::lint`].

use super::draft::PaysDraft;
use super::reader::{Field, Reader, Table};
use super::shape::{CLAWBACK, TAKE, TAKE_STEP, WINDOW};
use super::terms::DAYS_MAX;
use crate::deal::Milestone;
use crate::plan::clawback::{
    Attainment, Clawback, ClawbackTerms, FlatPart, RefundTarget, TakeBack, TakeStep, Window,
};
use crate::plan::rule::Formula;
use crate::plan::tiers::Accumulate;

/// More entries than a list of facts can have.
const FACTS_MAX: usize = 16;

/// The most steps of what is taken back.
const STEPS_MAX: usize = 100;

/// The most months of a window.
const MONTHS_MAX: i32 = 120;

/// The milestones a window may be counted from.
const WINDOW_MILESTONES: [Milestone; 5] = [
    Milestone::Won,
    Milestone::Retained,
    Milestone::Installed,
    Milestone::Invoiced,
    Milestone::Paid,
];

/// A fact that takes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TakenBackOn {
    Refunded,
    Cancelled,
}

impl<'s> Reader<'s> {
    /// What a refund or a cancellation takes back.
    pub(super) fn clawback(
        &mut self,
        field: Field<'s>,
        pays: Option<PaysDraft>,
    ) -> Option<Clawback> {
        if field.as_text().is_some() {
            return self.word(field, &[("none", ())], &[]).map(|()| Clawback::None);
        }
        let table = self.table(field, &CLAWBACK)?;
        let on = self.required(&table, "on").and_then(|on| {
            let choices =
                [("refunded", TakenBackOn::Refunded), ("cancelled", TakenBackOn::Cancelled)];
            self.distinct(on, FACTS_MAX, |reader, word| reader.word(word, &choices, &[]))
        });
        let take = self.required(&table, "take").and_then(|take| self.take(take));
        let window = self.required(&table, "window").and_then(|window| self.window(window));
        let refund_target = self.required(&table, "refund_target").and_then(|word| {
            let choices = [
                ("proportional", RefundTarget::Proportional),
                ("recompute", RefundTarget::Recompute),
            ];
            self.word(word, &choices, &[])
        });
        let flat_part = self.flat_part(&table, pays);
        let attainment = self.attainment(&table, pays);
        let on = on?;
        Some(Clawback::Terms(ClawbackTerms {
            on_refunded: on.contains(&TakenBackOn::Refunded),
            on_cancelled: on.contains(&TakenBackOn::Cancelled),
            take: take?,
            window: window?,
            refund_target: refund_target?,
            flat_part: flat_part?,
            attainment: attainment?,
        }))
    }

    fn take(&mut self, field: Field<'s>) -> Option<TakeBack> {
        if field.as_text().is_some() {
            return self.word(field, &[("full", ())], &[]).map(|()| TakeBack::Full);
        }
        let table = self.table(field, &TAKE)?;
        let why = "it is taken back by the part of the window or in steps, not both";
        let way = self.one_of(&table, &["pro_rata", "steps"], why)?;
        if way.key == "pro_rata" {
            let choices = [("days", true), ("completed_months", false)];
            let by_days = self.word(way, &choices, &[])?;
            return Some(if by_days { TakeBack::ProRataDays } else { TakeBack::ProRataMonths });
        }
        let steps = self.list(way, STEPS_MAX)?;
        let read: Vec<_> = steps.into_iter().map(|step| self.take_step(step)).collect();
        read.into_iter().collect::<Option<Vec<_>>>().map(TakeBack::Stepped)
    }

    fn take_step(&mut self, field: Field<'s>) -> Option<TakeStep> {
        let table = self.table(field, &TAKE_STEP)?;
        let from_day =
            self.required(&table, "from_day").and_then(|day| self.whole(day, 0, DAYS_MAX));
        let take = self.required(&table, "take").and_then(|take| self.rate(take));
        Some(TakeStep { from_day: u32::try_from(from_day?).ok()?, take: take? })
    }

    fn window(&mut self, field: Field<'s>) -> Option<Window> {
        if field.as_text().is_some() {
            return self.word(field, &[("without_end", Window::WithoutEnd)], &[]);
        }
        let table = self.table(field, &WINDOW)?;
        let why = "a window is counted in days or in months, not both";
        let length = self.one_of(&table, &["days", "months"], why);
        let after = self
            .required(&table, "after")
            .and_then(|after| self.milestone(after, &WINDOW_MILESTONES));
        let length = length?;
        if length.key == "months" {
            let why = "the day that many months after the milestone is always out";
            self.misplaced(&table, "last_day", why);
            let months = self.days(length, MONTHS_MAX)?;
            return Some(Window::Months { months, after: after? });
        }
        let days = self.days(length, DAYS_MAX);
        let last_day = self
            .required(&table, "last_day")
            .and_then(|word| self.word(word, &[("in", true), ("out", false)], &[]));
        Some(Window::Days { days: days?, after: after?, last_day_in: last_day? })
    }

    /// The flat part must be there if a flat amount is paid, and must not be if none is.
    fn flat_part(
        &mut self,
        table: &Table<'s>,
        pays: Option<PaysDraft>,
    ) -> Option<Option<FlatPart>> {
        let is_flat = match pays {
            Some(PaysDraft::Money(Formula::Flat(_)) | PaysDraft::InKind(..)) => Some(true),
            Some(PaysDraft::Money(Formula::Tiers { tiers, .. })) => {
                self.tiers_at(tiers).and_then(|tiers| tiers.is_flat())
            }
            Some(_) => Some(false),
            None => None,
        };
        let choices = [("returned", FlatPart::Returned), ("kept", FlatPart::Kept)];
        let why = "the rule pays no flat amount";
        self.goes_with(table, "flat_part", is_flat, why, &choices, &[])
    }

    /// The attainment must be there if the tiers accumulate, and must not be if they do not.
    fn attainment(
        &mut self,
        table: &Table<'s>,
        pays: Option<PaysDraft>,
    ) -> Option<Option<Attainment>> {
        let accumulates = match pays {
            Some(PaysDraft::Money(Formula::Tiers { tiers, .. })) => self
                .tiers_at(tiers)
                .and_then(|tiers| tiers.accumulate)
                .map(|accumulate| accumulate != Accumulate::EachFact),
            Some(_) => Some(false),
            None => None,
        };
        let choices = [("kept", Attainment::Kept), ("lowered", Attainment::Lowered)];
        let why = "the rule pays by no tiers that accumulate";
        self.goes_with(table, "attainment", accumulates, why, &choices, &["trued_up"])
    }

    /// A word that must be there or must not; what is not known is read and not missed.
    fn goes_with<T: Copy>(
        &mut self,
        table: &Table<'s>,
        key: &'static str,
        belongs: Option<bool>,
        why: &str,
        choices: &[(&'static str, T)],
        unbuilt: &[&'static str],
    ) -> Option<Option<T>> {
        let field = match belongs {
            Some(true) => Some(self.required(table, key)?),
            Some(false) => {
                self.misplaced(table, key, why);
                None
            }
            None => table.optional(key),
        };
        match field {
            Some(field) => self.word(field, choices, unbuilt).map(Some),
            None => Some(None),
        }
    }
}
