//! `when`: closed sets and half-open ranges.
//!
//! Whether a condition can hold at the trigger of its component, and whether two rules can both
//! hold, is for [`crate::lint`].

use std::ops::Range;

use super::reader::{Field, Reader};
use super::shape::{ELAPSED, RANGE, WHEN};
use crate::deal::Milestone;
use crate::id::FactValue;
use crate::lead::LeadKind;
use crate::plan::condition::{Condition, Elapsed};
use crate::plan::rule::When;

/// The most conditions of a rule, and the most kinds in one.
const CONDITIONS_MAX: usize = 50;

/// The most days a condition counts, either way: a hundred years.
const ELAPSED_DAYS_MAX: i32 = 36_525;

impl<'s> Reader<'s> {
    /// When a rule holds.
    pub(super) fn when(&mut self, field: Field<'s>) -> Option<When> {
        if field.as_text().is_some() {
            return self
                .word(field, &[("always", true), ("otherwise", false)], &[])
                .map(|always| if always { When::Always } else { When::Otherwise });
        }
        let table = self.table(field, &WHEN)?;
        let [lead, elapsed, facts] = ["lead", "elapsed", "facts"].map(|key| table.optional(key));
        if table.has_reported_keys() {
            return None;
        }
        if lead.is_none() && elapsed.is_none() && facts.is_none() {
            let sentence = "`when` names no condition";
            self.report.wrong("P0113", field.span(), sentence, field.help);
            return None;
        }
        let kinds = lead.map(|lead| self.kinds(lead));
        let ranges = elapsed.map(|elapsed| self.elapsed_list(elapsed));
        let facts = facts.map(|facts| self.fact_conditions(facts));
        let mut conditions = Vec::new();
        if let Some(kinds) = kinds {
            conditions.push(Condition::LeadKind(kinds?));
        }
        if let Some(ranges) = ranges {
            conditions.extend(ranges?.into_iter().map(Condition::Elapsed));
        }
        if let Some(facts) = facts {
            conditions.extend(facts?);
        }
        Some(When::All(conditions))
    }

    fn kinds(&mut self, field: Field<'s>) -> Option<Vec<LeadKind>> {
        self.distinct(field, CONDITIONS_MAX, Reader::id)
    }

    /// Declared facts, each with the values that it may have.
    fn fact_conditions(&mut self, field: Field<'s>) -> Option<Vec<Condition>> {
        let entries = self.named(field)?;
        let read: Vec<_> = entries
            .into_iter()
            .map(|(name, at, values)| self.fact_condition(name, at, values))
            .collect();
        read.into_iter().collect()
    }

    fn fact_condition(
        &mut self,
        name: &str,
        at: Range<usize>,
        values: Field<'s>,
    ) -> Option<Condition> {
        let position = self.declared_fact(name, at);
        let values = self.distinct(values, CONDITIONS_MAX, |reader, value| {
            let read = reader.id::<FactValue>(value)?;
            position.is_none_or(|fact| reader.is_declared(fact, &read, value)).then_some(read)
        });
        let facts = self.names.facts.as_ref()?;
        let name = facts[position?].name.clone()?;
        Some(Condition::Fact(name, values?))
    }

    fn elapsed_list(&mut self, field: Field<'s>) -> Option<Vec<Elapsed>> {
        // One place is taken by the kinds.
        let entries = self.list(field, CONDITIONS_MAX - 1)?;
        let mut ranges: Vec<Elapsed> = Vec::new();
        let mut is_whole = true;
        for entry in entries {
            let Some(range) = self.elapsed(entry) else {
                is_whole = false;
                continue;
            };
            let (one, two) = ((range.from, range.to), (range.to, range.from));
            if ranges.iter().any(|known| [one, two].contains(&(known.from, known.to))) {
                let sentence =
                    format!("`elapsed` counts between {} and {} twice", range.from, range.to);
                let help = "join the two ranges into one; all conditions of a rule must hold";
                self.report.wrong("P0114", entry.span(), sentence, help);
                is_whole = false;
            }
            ranges.push(range);
        }
        is_whole.then_some(ranges)
    }

    fn elapsed(&mut self, field: Field<'s>) -> Option<Elapsed> {
        let table = self.table(field, &ELAPSED)?;
        let mut milestone = |key| {
            self.required(&table, key).and_then(|word| self.milestone(word, &Milestone::TOLD))
        };
        let (from, to) = (milestone("from"), milestone("to"));
        let days = self.required(&table, "days").and_then(|days| {
            let range = self.table(days, &RANGE)?;
            let from = self.required(&range, "from").and_then(|from| self.elapsed_days(from));
            let until = match range.optional("until") {
                Some(until) => self.elapsed_days(until).map(Some),
                None => Some(None),
            };
            Some((from?, until?))
        });
        let (days_from, days_until) = days?;
        Some(Elapsed { from: from?, to: to?, days_from, days_until })
    }

    fn elapsed_days(&mut self, field: Field<'s>) -> Option<i32> {
        self.whole(field, -ELAPSED_DAYS_MAX, ELAPSED_DAYS_MAX)
    }
}
