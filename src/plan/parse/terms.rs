//! `pays`, `hold` and `clawback`: how much, when, and until when it may be taken back.
//!
//! Knows which keys go with which formula. Whether they go with the trigger of the component is
//! for [`crate::lint`].

use super::draft::PaysDraft;
use super::reader::{Field, Reader, Table};
use super::shape::{CLAWBACK, HOLD, PAYS, WINDOW};
use crate::deal::Milestone;
use crate::plan::clawback::{Clawback, FlatPart, FullClawback, RefundTarget, Window};
use crate::plan::hold::Hold;
use crate::plan::rule::{Base, Formula};

/// The most days of a hold or a window: ten years and a little.
const DAYS_MAX: i32 = 3_660;

/// More entries than a list of facts can have.
const FACTS_MAX: usize = 16;

/// The milestones a window may be counted from.
const WINDOW_MILESTONES: [Milestone; 3] = [Milestone::Won, Milestone::Installed, Milestone::Paid];

/// A fact that takes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TakenBackOn {
    Refunded,
    Cancelled,
}

impl<'s> Reader<'s> {
    /// What a rule pays.
    pub(super) fn pays(&mut self, field: Field<'s>) -> Option<PaysDraft> {
        if field.as_text().is_some() {
            return self.word(field, &[("nothing", PaysDraft::Nothing)], &[]);
        }
        let table = self.table(field, &PAYS)?;
        if let Some(flat) = table.optional("flat") {
            self.misplaced(&table, "rate", "a rule pays a flat amount or a rate, not both");
            self.misplaced(&table, "of", "a flat amount is not a share of anything");
            return self.amount(flat).map(Formula::Flat).map(PaysDraft::Money);
        }
        if table.has_reported_keys() {
            return None;
        }
        if !table.has("rate") && !table.has("of") {
            let sentence = "`pays` names neither a flat amount nor a rate";
            self.report.missing("P0108", field.span(), sentence, field.help);
            return None;
        }
        let rate = self.required(&table, "rate").and_then(|rate| self.rate(rate));
        let of = self.required(&table, "of").and_then(|base| {
            let choices = [Base::Collected, Base::Value].map(|base| (base.word(), base));
            self.word(base, &choices, &[])
        });
        Some(PaysDraft::Money(Formula::Percent { rate: rate?, of: of? }))
    }

    /// When an accrued amount becomes payable.
    pub(super) fn hold(&mut self, field: Field<'s>) -> Option<Hold> {
        if field.as_text().is_some() {
            return self.word(field, &[("none", Hold::None)], &["approved"]);
        }
        let table = self.table(field, &HOLD)?;
        if table.has_reported_keys() {
            return None;
        }
        let days = self.required(&table, "days").and_then(|days| self.days(days, DAYS_MAX));
        let after =
            self.required(&table, "after").and_then(|after| self.milestone(after, &Milestone::ALL));
        Some(Hold::Days { days: days?, after: after? })
    }

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
        let on = self.required(&table, "on").and_then(|on| self.taken_back_on(on));
        let take = self
            .required(&table, "take")
            .and_then(|take| self.word(take, &[("full", ())], &["pro_rata", "stepped"]));
        let window = self.required(&table, "window").and_then(|window| self.window(window));
        let refund_target = self.required(&table, "refund_target").and_then(|word| {
            self.word(word, &[("proportional", RefundTarget::Proportional)], &["recompute"])
        });
        let flat_part = self.flat_part(&table, pays);
        let (on, ()) = (on?, take?);
        Some(Clawback::Full(FullClawback {
            on_refunded: on.contains(&TakenBackOn::Refunded),
            on_cancelled: on.contains(&TakenBackOn::Cancelled),
            window: window?,
            refund_target: refund_target?,
            flat_part: flat_part?,
        }))
    }

    fn taken_back_on(&mut self, field: Field<'s>) -> Option<Vec<TakenBackOn>> {
        let choices = [("refunded", TakenBackOn::Refunded), ("cancelled", TakenBackOn::Cancelled)];
        let mut facts = Vec::new();
        let mut is_whole = true;
        for entry in self.list(field, FACTS_MAX)? {
            match self.word(entry, &choices, &[]) {
                Some(fact) if facts.contains(&fact) => {
                    let sentence = "`on` lists a fact twice";
                    self.report.wrong("P0114", entry.span(), sentence, field.help);
                    is_whole = false;
                }
                Some(fact) => facts.push(fact),
                None => is_whole = false,
            }
        }
        is_whole.then_some(facts)
    }

    fn window(&mut self, field: Field<'s>) -> Option<Window> {
        if field.as_text().is_some() {
            return self.word(field, &[("without_end", Window::WithoutEnd)], &[]);
        }
        let table = self.table(field, &WINDOW)?;
        let days = self.required(&table, "days").and_then(|days| self.days(days, DAYS_MAX));
        let after = self
            .required(&table, "after")
            .and_then(|after| self.milestone(after, &WINDOW_MILESTONES));
        let last_day = self
            .required(&table, "last_day")
            .and_then(|word| self.word(word, &[("in", true), ("out", false)], &[]));
        Some(Window::Days { days: days?, after: after?, last_day_in: last_day? })
    }

    /// The flat part must be there if a flat amount is paid, and must not be if a rate is.
    fn flat_part(
        &mut self,
        table: &Table<'s>,
        pays: Option<PaysDraft>,
    ) -> Option<Option<FlatPart>> {
        let field = match pays {
            Some(PaysDraft::Money(Formula::Flat(_))) => self.required(table, "flat_part"),
            Some(PaysDraft::Money(Formula::Percent { .. }) | PaysDraft::Nothing) => {
                self.misplaced(table, "flat_part", "the rule pays a rate, not a flat amount");
                return Some(None);
            }
            None => table.optional("flat_part"),
        };
        let choices = [("returned", FlatPart::Returned), ("kept", FlatPart::Kept)];
        field.and_then(|field| self.word(field, &choices, &[])).map(Some)
    }
}
