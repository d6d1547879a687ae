//! The ground rules in `[leads]`: which leads count, and whose they are.
//!
//! Knows the words of each key. Whether kinds and facts are those of the plan is for
//! [`crate::lint`].

use super::draft::{GroundDraft, QualifyDraft};
use super::reader::{Field, Reader, Table};
use super::shape::{
    ANSWER, COMPETING, EXISTING, EXTENDED_BY, PROTECTION, QUALIFY, RESTORED, WHEN_MISSED, WITHIN,
};
use crate::id::ActorId;
use crate::lead::LeadKind;
use crate::plan::answer::{Deadline, DeadlineFrom, MinimumReward};
use crate::plan::ground::{
    Blocked, Competing, ExistingOpportunity, ProtectedAfter, Protection, Release, Repeats,
    Restored, SelfReferral,
};

/// The most entries of `qualify`, and the most kinds or facts of one.
const ENTRIES_MAX: usize = 50;

/// The most business days of an answer: about a year.
const BUSINESS_DAYS_MAX: i32 = 260;

/// The most holidays: ten years of them.
const HOLIDAYS_MAX: usize = 300;

/// The most days of a protection, a touch or a look back.
const DAYS_MAX: i32 = 3_660;

impl<'s> Reader<'s> {
    /// The ground rules of `[leads]`: each may be left out.
    pub(super) fn ground(&mut self, table: &Table<'s>) -> GroundDraft {
        let repeats = [
            ("once", Repeats::Once),
            ("once_per_kind", Repeats::OncePerKind),
            ("one_at_a_time", Repeats::OneAtATime),
        ];
        let own = [
            ("refused_for_the_reporter", SelfReferral::Reporter),
            ("refused_for_all_credited", SelfReferral::AllCredited),
        ];
        let blocked = [("refused", Blocked::Refused), ("earns_nothing", Blocked::EarnsNothing)];
        GroundDraft {
            qualify: self.tables(table, "qualify", ENTRIES_MAX, Reader::qualify),
            same_technician_and_customer: self.choice(
                table,
                "same_technician_and_customer",
                &repeats,
            ),
            self_referral: self.choice(table, "self_referral", &own),
            blocked: self.choice(table, "blocked", &blocked),
            protection: match table.optional("protection") {
                Some(field) => self.protection(field).map(Some),
                None => Some(None),
            },
            retained_kinds: match table.optional("retained_kinds") {
                Some(kinds) => self.distinct(kinds, ENTRIES_MAX, Reader::kind_of_lead).map(Some),
                None => Some(None),
            },
            answer: match table.optional("answer") {
                Some(field) => self.answer(field).map(Some),
                None => Some(None),
            },
            existing_opportunity: match table.optional("existing_opportunity") {
                Some(field) => self.existing_opportunity(field).map(Some),
                None => Some(None),
            },
            restored: match table.optional("restored") {
                Some(field) => self.restored(field).map(Some),
                None => Some(None),
            },
        }
    }

    fn protection(&mut self, field: Field<'s>) -> Option<Protection> {
        let table = self.table(field, &PROTECTION)?;
        let of_kind = self.required(&table, "of").and_then(|word| {
            self.word(word, &[("customer", false), ("customer_and_kind", true)], &[])
        });
        let days = self.required(&table, "days").and_then(|days| self.days(days, DAYS_MAX));
        let last_day_in = self
            .required(&table, "last_day")
            .and_then(|word| self.word(word, &[("in", true), ("out", false)], &[]));
        let after = self.required(&table, "after").and_then(|word| {
            let choices =
                [("reported", ProtectedAfter::Reported), ("accepted", ProtectedAfter::Accepted)];
            self.word(word, &choices, &[])
        });
        let touch_days = self.required(&table, "extended_by").and_then(|by| self.extended_by(by));
        let released_by = self.required(&table, "released_by").and_then(|by| self.released_by(by));
        let competing = self.required(&table, "competing").and_then(|it| self.competing(it));
        Some(Protection {
            of_kind: of_kind?,
            days: days?,
            last_day_in: last_day_in?,
            after: after?,
            touch_days: touch_days?,
            released_by: released_by?,
            competing: competing?,
        })
    }

    fn answer(&mut self, field: Field<'s>) -> Option<Deadline> {
        let table = self.table(field, &ANSWER)?;
        let business_days = self.required(&table, "within").and_then(|within| {
            let table = self.table(within, &WITHIN)?;
            let days = self.required(&table, "business_days")?;
            self.days(days, BUSINESS_DAYS_MAX)
        });
        let from = self.required(&table, "from").and_then(|word| {
            let choices = [("reported", DeadlineFrom::Reported), ("told", DeadlineFrom::Told)];
            self.word(word, &choices, &[])
        });
        let holidays =
            self.required(&table, "holidays").and_then(|days| match days.as_text().is_some() {
                true => self.word(days, &[("none", ())], &[]).map(|()| Vec::new()),
                false => self.distinct(days, HOLIDAYS_MAX, Reader::date),
            });
        let competing = self.required(&table, "competing").and_then(|word| {
            self.word(word, &[("answered_too", true), ("no_deadline", false)], &[])
        });
        let missed = self.required(&table, "when_missed").and_then(|it| self.when_missed(it));
        let (escalated_to, minimum_reward) = missed?;
        Some(Deadline {
            business_days: business_days?,
            from: from?,
            holidays: holidays?,
            competing: competing?,
            escalated_to,
            minimum_reward,
        })
    }

    /// Whom a missed answer is put before, and how its minimum reward goes with later ones.
    fn when_missed(
        &mut self,
        field: Field<'s>,
    ) -> Option<(Option<ActorId>, Option<MinimumReward>)> {
        if field.as_text().is_some() {
            return self.word(field, &[("on_record", ())], &[]).map(|()| (None, None));
        }
        let table = self.table(field, &WHEN_MISSED)?;
        let to = match table.optional("escalated_to") {
            Some(to) => self.id(to).map(Some),
            None => Some(None),
        };
        let choices = [
            ("beside_later", MinimumReward::BesideLater),
            ("deducted_from_later", MinimumReward::DeductedFromLater),
        ];
        let minimum = self.choice(&table, "minimum_reward", &choices);
        if !table.has("escalated_to") && !table.has("minimum_reward") {
            let why = "a missed answer does something, or is written \"on_record\"";
            self.one_of(&table, &["escalated_to", "minimum_reward"], why)?;
        }
        Some((to?, minimum?))
    }

    fn extended_by(&mut self, field: Field<'s>) -> Option<Option<u32>> {
        if field.as_text().is_some() {
            return self.word(field, &[("nothing", None)], &[]);
        }
        let table = self.table(field, &EXTENDED_BY)?;
        let days = self.required(&table, "touch_days")?;
        self.days(days, DAYS_MAX).map(Some)
    }

    fn released_by(&mut self, field: Field<'s>) -> Option<Vec<Release>> {
        if field.as_text().is_some() {
            return self.word(field, &[("nothing", ())], &[]).map(|()| Vec::new());
        }
        let choices = [
            ("rejected", Release::Rejected),
            ("lost", Release::Lost),
            ("expired", Release::Expired),
            ("won", Release::Won),
            ("customer_wish", Release::CustomerWish),
        ];
        self.distinct(field, choices.len(), |reader, word| reader.word(word, &choices, &[]))
    }

    fn competing(&mut self, field: Field<'s>) -> Option<Competing> {
        if field.as_text().is_some() {
            let choices = [("first_protected", true), ("none", false)];
            return self.word(field, &choices, &[]).map(|first| match first {
                true => Competing::FirstProtected,
                false => Competing::None,
            });
        }
        let table = self.table(field, &COMPETING)?;
        let why = "one thing becomes of a competing lead";
        let choice = self.one_of(&table, &["last_touch_within", "shared_with"], why)?;
        if choice.key == "shared_with" {
            return self.id(choice).map(Competing::SharedWith);
        }
        self.days(choice, DAYS_MAX).map(Competing::LastTouchWithin)
    }

    fn restored(&mut self, field: Field<'s>) -> Option<Restored> {
        if field.as_text().is_some() {
            return self.word(field, &[("never", Restored::Never)], &[]);
        }
        let table = self.table(field, &RESTORED)?;
        let days = self.required(&table, "within")?;
        self.days(days, DAYS_MAX).map(Restored::Within)
    }

    fn existing_opportunity(&mut self, field: Field<'s>) -> Option<ExistingOpportunity> {
        if field.as_text().is_some() {
            return self.word(field, &[("excluded", ExistingOpportunity::Excluded)], &[]);
        }
        let table = self.table(field, &EXISTING)?;
        let days = self.required(&table, "worked_within")?;
        self.days(days, DAYS_MAX).map(ExistingOpportunity::WorkedWithin)
    }

    /// A word that may be left out; `Some(None)` when it is.
    fn choice<T: Copy>(
        &mut self,
        table: &Table<'s>,
        key: &str,
        choices: &[(&'static str, T)],
    ) -> Option<Option<T>> {
        let Some(field) = table.optional(key) else { return Some(None) };
        self.word(field, choices, &[]).map(Some)
    }

    fn qualify(&mut self, field: Field<'s>) -> QualifyDraft {
        let Some(table) = self.table(field, &QUALIFY) else { return QualifyDraft::default() };
        QualifyDraft {
            kinds: self.required(&table, "kinds").and_then(|kinds| match kinds.as_text() {
                Some(_) => self.word(kinds, &[("all", ())], &[]).map(|()| None),
                None => self.distinct(kinds, ENTRIES_MAX, Reader::kind_of_lead).map(Some),
            }),
            must_carry: self.required(&table, "must_carry").and_then(|facts| {
                match facts.as_text() {
                    Some(_) => self.word(facts, &[("nothing", ())], &[]).map(|()| Vec::new()),
                    None => self.distinct(facts, ENTRIES_MAX, Reader::id),
                }
            }),
        }
    }

    /// A kind of lead, built in or declared.
    fn kind_of_lead(&mut self, field: Field<'s>) -> Option<LeadKind> {
        let text = self.text(field)?;
        match text.parse() {
            Ok(kind) => Some(kind),
            Err(_) => {
                self.id::<crate::id::KindId>(field);
                None
            }
        }
    }
}
