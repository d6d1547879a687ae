//! `when`: closed sets and half-open ranges.
//!
//! Whether a condition can hold at the trigger of its component, and whether two rules can both
//! hold, is for [`crate::lint`].

use super::reader::{Field, Reader};
use super::shape::{ELAPSED, RANGE, WHEN};
use crate::deal::Milestone;
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
        let (lead, elapsed) = (table.optional("lead"), table.optional("elapsed"));
        if table.has_reported_keys() {
            return None;
        }
        if lead.is_none() && elapsed.is_none() {
            let sentence = "`when` names no condition";
            self.report.wrong("P0113", field.span(), sentence, field.help);
            return None;
        }
        let kinds = lead.map(|lead| self.kinds(lead));
        let ranges = elapsed.map(|elapsed| self.elapsed_list(elapsed));
        let mut conditions = Vec::new();
        if let Some(kinds) = kinds {
            conditions.push(Condition::LeadKind(kinds?));
        }
        if let Some(ranges) = ranges {
            conditions.extend(ranges?.into_iter().map(Condition::Elapsed));
        }
        Some(When::All(conditions))
    }

    fn kinds(&mut self, field: Field<'s>) -> Option<Vec<LeadKind>> {
        let entries = self.list(field, CONDITIONS_MAX)?;
        let mut kinds = Vec::new();
        let mut is_whole = true;
        for entry in entries {
            match self.id::<LeadKind>(entry) {
                Some(kind) if kinds.contains(&kind) => {
                    let sentence = format!("`lead` lists {kind} twice");
                    self.report.wrong("P0114", entry.span(), sentence, "list each kind once");
                    is_whole = false;
                }
                Some(kind) => kinds.push(kind),
                None => is_whole = false,
            }
        }
        is_whole.then_some(kinds)
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
        let mut milestone =
            |key| self.required(&table, key).and_then(|word| self.milestone(word, &Milestone::ALL));
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
