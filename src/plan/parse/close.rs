//! `[[measure]]`, and `on = { closes = .. }`: what is counted, and the close that pays on it.
//!
//! Whether a rule goes with a close is for [`crate::lint`].

use super::draft::MeasureDraft;
use super::reader::{Field, Reader, Table};
use super::shape::{CLOSE, MEASURE, OF_RULES, QUOTA};
use crate::deal::Milestone;
use crate::lead::LeadKind;
use crate::plan::close::{Close, CloseOf, CountsOver, LateFacts, WhenLower};
use crate::plan::measure::{CountedFacts, Counts, PartPeriod, Quota, RefundedMeasure};

/// The most kinds of lead, or rules, a measure lists.
const LISTED_MAX: usize = 50;

/// The most days after a period until it is reckoned.
const DAYS_AFTER_MAX: i32 = 366;

impl<'s> Reader<'s> {
    /// One measure.
    pub(super) fn measured(&mut self, field: Field<'s>) -> MeasureDraft {
        let Some(table) = self.table(field, &MEASURE) else { return MeasureDraft::default() };
        let of = self.required(&table, "of");
        let of_rules = of.filter(|of| of.as_text().is_none());
        MeasureDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            counts: match (of, of_rules) {
                (_, Some(of)) => self.of_rules(&table, of),
                (Some(of), None) => self.of_facts(&table, of),
                (None, _) => None,
            },
            quota: self.required(&table, "quota").and_then(|quota| self.quota(quota)),
        }
    }

    fn of_rules(&mut self, table: &Table<'s>, of: Field<'s>) -> Option<Counts> {
        for key in ["on", "lead", "credit", "refunds"] {
            self.misplaced(table, key, "what rules made is the payee's already");
        }
        let of = self.table(of, &OF_RULES)?;
        let rules = self.required(&of, "rules")?;
        self.distinct(rules, LISTED_MAX, Reader::id).map(Counts::Rules)
    }

    fn of_facts(&mut self, table: &Table<'s>, of: Field<'s>) -> Option<Counts> {
        let of = self.base(of);
        let on = self.required(table, "on").and_then(|word| self.milestone(word, &Milestone::TOLD));
        let kinds = self.required(table, "lead").and_then(|lead| self.lead_kinds(lead));
        let credit = self.payee(table, "credit");
        let refunds = self.required(table, "refunds").and_then(|word| {
            let choices = [
                ("kept", RefundedMeasure::Kept),
                ("lowers_later", RefundedMeasure::LowersLater),
                ("lowers_its_period", RefundedMeasure::LowersItsPeriod),
            ];
            self.word(word, &choices, &[])
        });
        let (of, on, kinds) = (of?, on?, kinds?);
        Some(Counts::Facts(CountedFacts { of, on, kinds, credit: credit?, refunds: refunds? }))
    }

    /// `Some(None)` for all kinds.
    fn lead_kinds(&mut self, field: Field<'s>) -> Option<Option<Vec<LeadKind>>> {
        if field.as_text().is_some() {
            return self.word(field, &[("all", ())], &[]).map(|()| None);
        }
        self.distinct(field, LISTED_MAX, Reader::id).map(Some)
    }

    fn quota(&mut self, field: Field<'s>) -> Option<Option<Quota>> {
        if field.as_text().is_some() {
            return self.word(field, &[("none", ())], &[]).map(|()| None);
        }
        let table = self.table(field, &QUOTA)?;
        let (each, part) = (self.span(&table, "each"), self.part_period(&table));
        Some(Some(Quota { each: each?, part: part? }))
    }

    /// What becomes of an amount in a part of a period.
    pub(super) fn part_period(&mut self, table: &Table<'s>) -> Option<PartPeriod> {
        let field = self.required(table, "part_period")?;
        let choices =
            [("prorated_by_days", PartPeriod::ProratedByDays), ("in_full", PartPeriod::InFull)];
        self.word(field, &choices, &[])
    }

    /// The close of a period as a trigger.
    pub(super) fn close(&mut self, field: Field<'s>) -> Option<Close> {
        let table = self.table(field, &CLOSE)?;
        let closes = self.span(&table, "closes");
        let whose = self.required(&table, "whose").and_then(|word| {
            let choices = [
                ("payee", CloseOf::Payee),
                ("team", CloseOf::Team),
                ("everyone", CloseOf::Everyone),
            ];
            self.word(word, &choices, &[])
        });
        let counts = self.required(&table, "counts").and_then(|word| {
            let choices =
                [("period", CountsOver::Period), ("year_to_date", CountsOver::YearToDate)];
            self.word(word, &choices, &[])
        });
        let days_after = self
            .required(&table, "days_after")
            .and_then(|days| self.whole(days, 0, DAYS_AFTER_MAX))
            .and_then(|days| u32::try_from(days).ok());
        let late_facts = self.required(&table, "late_facts").and_then(|word| {
            let choices = [("trued_up", LateFacts::TruedUp), ("left_out", LateFacts::LeftOut)];
            self.word(word, &choices, &[])
        });
        let when_lower = self.required(&table, "when_lower").and_then(|word| {
            let choices = [("taken_back", WhenLower::TakenBack), ("left", WhenLower::Left)];
            self.word(word, &choices, &[])
        });
        let (closes, whose, counts) = (closes?, whose?, counts?);
        let (days_after, late_facts) = (days_after?, late_facts?);
        Some(Close { closes, whose, counts, days_after, late_facts, when_lower: when_lower? })
    }

    /// A measure by its id: its position among the measures.
    pub(super) fn measure_named(&mut self, field: Field<'s>) -> Option<u16> {
        let text = self.text(field)?;
        let found = self.measure_of(text);
        let measures = self.names.measures.as_ref()?;
        // With one id unread, this may be that one.
        if found.is_none() && measures.iter().all(|measure| measure.id.is_some()) {
            let sentence = "the plan has no [[measure]] of this id".to_owned();
            self.report.wrong("P1001", field.span(), sentence, field.help);
        }
        found
    }

    /// The position of the measure of this id, if there is one.
    pub(super) fn measure_of(&self, text: &str) -> Option<u16> {
        let measures = self.names.measures.as_ref()?;
        let is_this =
            |measure: &MeasureDraft| measure.id.as_ref().is_some_and(|id| id.as_str() == text);
        measures.iter().position(is_this).and_then(|at| u16::try_from(at).ok())
    }
}
