//! `[[fact]]`: what the host may tell, and the names by which conditions ask for it.

use std::ops::Range;

use super::draft::FactDraft;
use super::nearest::nearest;
use super::reader::{Field, Reader};
use super::shape::FACT;
use crate::id::FactValue;
use crate::plan::fact::ToldWith;
use crate::plan::finding::EXCERPT_CHARS_MAX;

/// The most values of a fact.
const VALUES_MAX: usize = 50;

impl<'s> Reader<'s> {
    /// One declared fact.
    pub(super) fn fact(&mut self, field: Field<'s>) -> FactDraft {
        let Some(table) = self.table(field, &FACT) else { return FactDraft::default() };
        FactDraft {
            name: self.required(&table, "name").and_then(|name| self.id(name)),
            values: self
                .required(&table, "values")
                .and_then(|values| self.distinct(values, VALUES_MAX, Reader::id)),
            told: self.required(&table, "told").and_then(|word| {
                let choices = [("report", ToldWith::Report), ("win", ToldWith::Win)];
                self.word(word, &choices, &[])
            }),
        }
    }

    /// The position of a fact among the declared ones; an undeclared one is reported.
    pub(super) fn declared_fact(&mut self, name: &str, at: Range<usize>) -> Option<usize> {
        let facts = self.names.facts.as_ref()?;
        let names: Option<Vec<&str>> =
            facts.iter().map(|fact| fact.name.as_ref().map(|name| name.as_str())).collect();
        let is_this = |fact: &FactDraft| fact.name.as_ref().is_some_and(|it| it.as_str() == name);
        let found = facts.iter().position(is_this);
        // With one name unread, this may be that one.
        if let (None, Some(names)) = (found, names)
            && !self.report.is_full_for_another()
        {
            let meant = match nearest(name, names.iter().copied()) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => String::new(),
            };
            let name: String = name.chars().take(EXCERPT_CHARS_MAX).collect();
            let sentence = format!("the plan declares no fact `{}`{meant}", name.escape_debug());
            let help = match names.is_empty() {
                true => "write a [[fact]] table with its name and its values".to_owned(),
                false => format!("write a [[fact]] table for it, or one of {}", names.join(", ")),
            };
            self.report.wrong("P1301", at, sentence, help);
        }
        found
    }

    /// Whether a fact may have a value; one that it may not have is reported.
    pub(super) fn is_declared(&mut self, fact: usize, value: &FactValue, field: Field<'s>) -> bool {
        let declared = self.names.facts.as_ref().and_then(|facts| facts.get(fact));
        let Some(values) = declared.and_then(|fact| fact.values.as_ref()) else { return true };
        if values.contains(value) {
            return true;
        }
        if self.report.is_full_for_another() {
            return false;
        }
        let values: Vec<&str> = values.iter().map(FactValue::as_str).collect();
        let meant = match nearest(value.as_str(), values.iter().copied()) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => String::new(),
        };
        let sentence = format!("the fact is never told as `{value}`{meant}");
        let help = format!("write one of its values: {}", values.join(", "));
        self.report.wrong("P1302", field.span(), sentence, help);
        false
    }
}
