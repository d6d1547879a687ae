//! The head of a plan file: its schema, `[plan]` and `[leads]`.
//!
//! Knows the words of each key. Whether the order of stages makes sense, and whether the dates
//! do, is for [`crate::lint`].

use super::draft::{HeadDraft, LeadsDraft};
use super::reader::{Field, Reader, Table};
use super::shape::{EFFECTIVE, LEADS, PLAN, ROUNDING, Shape, WIN_BEFORE_REPORT};
use crate::money::{Rounding, Unit};
use crate::plan::campaign::Meeting;
use crate::plan::draw::DrawOrder;
use crate::plan::stage::{Basis, Leftover, RoundingWords, Stage, leaves_over};
use crate::plan::version::{Accumulators, AppliesTo, ChosenBy, Effective};
use crate::plan::{Acceptance, AfterExit, Leaver};
use crate::time::Zone;
use toml::de::DeValue;

/// The most lead kinds a plan declares.
const KINDS_MAX: usize = 50;

/// More entries than any order of this release or the design could have.
const STAGES_MAX: usize = 16;

/// The most days by which a win may precede its lead's report.
const WIN_BEFORE_REPORT_DAYS_MAX: i32 = 366;

const CHOSEN_BY: [(&str, ChosenBy); 4] = [
    ("reported", ChosenBy::Reported),
    ("accepted", ChosenBy::Accepted),
    ("won", ChosenBy::Won),
    ("milestone", ChosenBy::Milestone),
];

const ACCUMULATORS: [(&str, Accumulators); 2] =
    [("carry_on", Accumulators::CarryOn), ("start_anew", Accumulators::StartAnew)];

const MEETINGS: [(&str, Meeting); 3] = [
    ("never_meet", Meeting::NeverMeet),
    ("multiply", Meeting::Multiply),
    ("largest", Meeting::Largest),
];

/// The word of `leftover` that is no role.
pub(super) const LARGEST_REMAINDER: &str = "largest_remainder";

const LEAVERS: [(&str, Leaver); 3] = [
    ("forfeits_what_is_not_vested", Leaver::ForfeitsWhatIsNotVested),
    ("keeps_what_was_triggered", Leaver::KeepsWhatWasTriggered),
    ("keeps_all_that_matures", Leaver::KeepsAllThatMatures),
];

const AFTER_EXIT: [(&str, AfterExit); 3] = [
    ("pursued", AfterExit::Pursued),
    ("only_what_is_unpaid", AfterExit::OnlyWhatIsUnpaid),
    ("waived", AfterExit::Waived),
];

impl<'s> Reader<'s> {
    /// The schema, which says how the rest is read.
    pub(super) fn schema(&mut self, field: Field<'s>) {
        let Some(number) = self.whole(field, i32::MIN, i32::MAX) else { return };
        if number != 1 {
            let sentence = format!("schema {number} is not known");
            self.report.wrong("P0104", field.span(), sentence, field.help);
        }
    }

    /// `[plan]`, given whether the file has campaigns, and how many draws that are recovered.
    pub(super) fn head(
        &mut self,
        field: Field<'s>,
        has_campaigns: bool,
        draws: usize,
    ) -> HeadDraft {
        let Some(table) = self.table(field, &PLAN) else { return HeadDraft::default() };
        let order = self.required(&table, "order").and_then(|stages| self.order(stages));
        let leaver =
            self.required(&table, "leaver").and_then(|word| self.word(word, &LEAVERS, &[]));
        HeadDraft {
            plan: self.required(&table, "id").and_then(|id| self.id(id)),
            version: self.required(&table, "version").and_then(|version| self.id(version)),
            title: self.required(&table, "title").and_then(|title| self.line(title)),
            because: self.required(&table, "because").and_then(|because| self.line(because)),
            effective: self
                .required(&table, "effective")
                .and_then(|days| self.effective(days, &EFFECTIVE)),
            chosen_by: self
                .required(&table, "chosen_by")
                .and_then(|word| self.word(word, &CHOSEN_BY, &[])),
            accumulators: match table.optional("accumulators") {
                Some(word) => self.word(word, &ACCUMULATORS, &[]).map(Some),
                None => Some(None),
            },
            applies_to: self.required(&table, "applies_to").and_then(|word| {
                let choices =
                    [("everyone", AppliesTo::Everyone), ("assigned", AppliesTo::Assigned)];
                self.word(word, &choices, &[])
            }),
            unit: self.required(&table, "currency").and_then(|code| self.currency(code)),
            zone: self.required(&table, "timezone").and_then(|name| self.zone(name)),
            roundings: self.required(&table, "rounding").and_then(|words| self.roundings(words)),
            leftover: self.leftover(&table, order.as_deref()),
            meeting: self.meeting(&table, has_campaigns),
            draws_recovered: self.draws_recovered(&table, draws),
            leaver,
            after_exit: self.after_exit(&table, leaver),
            order,
        }
    }

    /// What a clawback takes after somebody's exit. A plan that lets leavers keep what was
    /// triggered may leave it out, as those could that knew no other word: then it is pursued.
    fn after_exit(&mut self, table: &Table<'s>, leaver: Option<Leaver>) -> Option<AfterExit> {
        let may_be_left_out = matches!(leaver, Some(Leaver::KeepsWhatWasTriggered) | None);
        let field = match table.optional("clawback_after_exit") {
            None if may_be_left_out => return Some(AfterExit::Pursued),
            _ => self.required(table, "clawback_after_exit")?,
        };
        self.word(field, &AFTER_EXIT, &[])
    }

    /// Where units go that a split leaves over; needed where one does.
    fn leftover(&mut self, table: &Table<'s>, order: Option<&[Stage]>) -> Option<Option<Leftover>> {
        let field = match order.and_then(leaves_over) {
            Some(true) => self.required(table, "leftover"),
            Some(false) => {
                let why = "no split of this order leaves whole units over";
                self.misplaced(table, "leftover", why);
                return Some(None);
            }
            // Without knowing the order, what is there is read and what is not is not missed.
            None => match table.optional("leftover") {
                Some(field) => Some(field),
                None => return Some(None),
            },
        }?;
        if self.text(field)? == LARGEST_REMAINDER {
            return Some(Some(Leftover::LargestRemainder));
        }
        self.id(field).map(|role| Some(Leftover::Role(role)))
    }

    /// What happens when campaigns meet; needed where there are any.
    fn meeting(&mut self, table: &Table<'s>, has_campaigns: bool) -> Option<Option<Meeting>> {
        if !has_campaigns {
            self.misplaced(table, "campaigns", "the plan has no [[campaign]]");
            return Some(None);
        }
        let field = self.required(table, "campaigns")?;
        self.word(field, &MEETINGS, &[]).map(Some)
    }

    /// In which order draws are recovered; needed where there are several to recover.
    fn draws_recovered(&mut self, table: &Table<'s>, draws: usize) -> Option<Option<DrawOrder>> {
        if draws < 2 {
            let why = "the plan has no two draws that are recovered";
            self.misplaced(table, "draws_recovered", why);
            return Some(None);
        }
        let field = self.required(table, "draws_recovered")?;
        let choices =
            [("oldest_first", DrawOrder::OldestFirst), ("as_listed", DrawOrder::AsListed)];
        self.word(field, &choices, &[]).map(Some)
    }

    /// `[leads]`.
    pub(super) fn leads(&mut self, field: Field<'s>) -> LeadsDraft {
        let Some(table) = self.table(field, &LEADS) else { return LeadsDraft::default() };
        LeadsDraft {
            acceptance: self.required(&table, "acceptance").and_then(|word| {
                let choices =
                    [("required", Acceptance::Required), ("not_needed", Acceptance::NotNeeded)];
                self.word(word, &choices, &[])
            }),
            win_before_report_days_max: self
                .required(&table, "win_before_report")
                .and_then(|choice| self.win_before_report(choice)),
            declared_kinds: self.declared_kinds(&table),
            ground: self.ground(&table),
        }
    }

    fn declared_kinds(&mut self, table: &Table<'s>) -> Option<Vec<crate::id::KindId>> {
        let Some(kinds) = table.optional("kinds") else { return Some(Vec::new()) };
        let kinds = self.list(kinds, KINDS_MAX)?;
        let read: Vec<_> = kinds.into_iter().map(|kind| self.id(kind)).collect();
        read.into_iter().collect()
    }

    fn win_before_report(&mut self, field: Field<'s>) -> Option<u32> {
        if field.as_text().is_some() {
            return self.word(field, &[("refused", 0)], &[]);
        }
        let table = self.table(field, &WIN_BEFORE_REPORT)?;
        let days = self.required(&table, "days")?;
        self.days(days, WIN_BEFORE_REPORT_DAYS_MAX)
    }

    /// A range of days, of a version or of a campaign.
    pub(super) fn effective(
        &mut self,
        field: Field<'s>,
        shape: &'static Shape,
    ) -> Option<Effective> {
        let table = self.table(field, shape)?;
        let from = self.required(&table, "from").and_then(|from| self.date(from));
        let until = match table.optional("until") {
            Some(until) => self.date(until).map(Some),
            None => Some(None),
        };
        Some(Effective { from: from?, until: until? })
    }

    fn currency(&mut self, field: Field<'s>) -> Option<Unit> {
        let text = self.text(field)?;
        match text.parse::<Unit>() {
            Ok(unit) if unit.is_money() => Some(unit),
            Ok(unit) => {
                let sentence = format!("{unit} are not money, and a plan pays money");
                self.report.wrong("P0407", field.span(), sentence, field.help);
                None
            }
            Err(error) => {
                self.report.wrong("P0406", field.span(), error.to_string(), field.help);
                None
            }
        }
    }

    fn zone(&mut self, field: Field<'s>) -> Option<Zone> {
        let text = self.text(field)?;
        let zone = text.parse().ok();
        if zone.is_none() {
            let sentence = "the IANA time zone database has no such zone";
            self.report.wrong("P0205", field.span(), sentence, field.help);
        }
        zone
    }

    fn order(&mut self, field: Field<'s>) -> Option<Vec<Stage>> {
        let stages = self.list(field, STAGES_MAX)?;
        let choices = Stage::ALL.map(|stage| (stage.word(), stage));
        let read: Vec<_> =
            stages.into_iter().map(|stage| self.word(stage, &choices, &[])).collect();
        read.into_iter().collect()
    }

    /// One rounding, or a list with one for each round of the order.
    fn roundings(&mut self, field: Field<'s>) -> Option<Vec<RoundingWords>> {
        if !matches!(field.value(), DeValue::Array(_)) {
            return self.rounding(field).map(|words| vec![words]);
        }
        let words = self.list(field, STAGES_MAX)?;
        let read: Vec<_> = words.into_iter().map(|words| self.rounding(words)).collect();
        read.into_iter().collect()
    }

    fn rounding(&mut self, field: Field<'s>) -> Option<RoundingWords> {
        let table = self.table(field, &ROUNDING)?;
        let mode = self.required(&table, "mode").and_then(|word| self.rounding_mode(word));
        let basis = self.required(&table, "basis").and_then(|word| {
            let choices = [Basis::Cumulative, Basis::EachFact].map(|basis| (basis.word(), basis));
            self.word(word, &choices, &[])
        });
        Some(RoundingWords { mode: mode?, basis: basis? })
    }

    /// Where a fraction goes.
    pub(super) fn rounding_mode(&mut self, field: Field<'s>) -> Option<Rounding> {
        let text = self.text(field)?;
        let mode = text.parse().ok();
        if mode.is_none() {
            self.wrong_word(field, text, ROUNDING_MODES.into_iter(), &[]);
        }
        mode
    }
}

/// The words of the rounding modes, to find the one that was meant.
const ROUNDING_MODES: [&str; Rounding::ALL.len()] = [
    "half_even",
    "half_away_from_zero",
    "half_toward_zero",
    "away_from_zero",
    "toward_zero",
    "toward_plus_infinity",
    "toward_minus_infinity",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_types() {
        assert_eq!(ROUNDING_MODES.map(|word| word.parse::<Rounding>()), Rounding::ALL.map(Ok));
        assert!(CHOSEN_BY.iter().all(|(word, choice)| choice.word() == *word));
    }
}
