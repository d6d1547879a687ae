//! Walks the document of a profile: tables with their keys, and the value behind a key.
//!
//! Every method that cannot give what was asked for has reported why before it returns `None`.

use super::finding::CODES;
use super::shape::Shape;
use crate::plan::Findings;
use crate::plan::parse::{Report, Text, nearest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most entries of a list.
const ENTRIES_MAX: usize = 200;

/// The most characters of a title, a header or a code.
const LINE_CHARS_MAX: usize = 100;

/// Reads one document and collects what is wrong with it.
pub(super) struct Reader<'s> {
    pub(super) report: Report<'s>,
}

/// A table of the document whose keys are known.
pub(super) struct Table<'s> {
    pub(super) shape: &'static Shape,
    pub(super) span: Range<usize>,
    keys: &'s DeTable<'s>,
    misspelt: Vec<&'static str>,
}

/// The value of a key, or one entry of a list.
#[derive(Clone, Copy)]
pub(super) struct Field<'s> {
    key: &'static str,
    help: &'static str,
    value: &'s Spanned<DeValue<'s>>,
}

impl<'s> Field<'s> {
    pub(super) fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// The text, if it is one.
    pub(super) fn as_text(&self) -> Option<&'s str> {
        self.value.get_ref().as_str()
    }
}

impl<'s> Table<'s> {
    /// The value of a key that may be left out.
    pub(super) fn optional(&self, key: &str) -> Option<Field<'s>> {
        let value = self.keys.get(key)?;
        let (key, help) = self.shape.key(key).expect("a table is asked for keys of its shape");
        Some(Field { key, help, value })
    }
}

impl<'s> Reader<'s> {
    pub(super) fn new(text: &'s Text<'s>) -> Reader<'s> {
        Reader { report: Report::with(text, (CODES, None)) }
    }

    pub(super) fn finish(self) -> Option<Findings> {
        self.report.finish()
    }

    /// Takes a table, and reports the keys that its shape does not have.
    pub(super) fn open(
        &mut self,
        keys: &'s DeTable<'s>,
        span: Range<usize>,
        shape: &'static Shape,
    ) -> Table<'s> {
        let mut misspelt = Vec::new();
        for (key, _) in keys {
            let name = key.get_ref().as_ref();
            if shape.key(name).is_some() {
                continue;
            }
            let all = shape.keys.iter().map(|(key, _)| *key);
            let near = nearest(name, all.clone().filter(|key| !keys.contains_key(*key)));
            misspelt.extend(near);
            let meant = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let sentence = format!("{} has no such key{meant}", shape.name);
            let help =
                format!("{} has the keys {}", shape.name, all.collect::<Vec<_>>().join(", "));
            self.report.wrong("F0105", key.span(), sentence, help);
        }
        Table { shape, span, keys, misspelt }
    }

    /// The table behind a key, or an entry of a list.
    pub(super) fn table(&mut self, field: Field<'s>, shape: &'static Shape) -> Option<Table<'s>> {
        let DeValue::Table(keys) = field.value.get_ref() else {
            self.wrong_type(field, "a table");
            return None;
        };
        Some(self.open(keys, field.span(), shape))
    }

    /// The value of a key that must be there.
    pub(super) fn required(&mut self, table: &Table<'s>, key: &str) -> Option<Field<'s>> {
        let found = table.optional(key);
        if found.is_none() && !table.misspelt.contains(&key) {
            let (key, help) = table.shape.key(key).expect("a table is asked for keys of its shape");
            let sentence = format!("`{key}` is missing from {}", table.shape.name);
            self.report.missing("F0104", table.span.clone(), sentence, help);
        }
        found
    }

    /// Reports a key that does not go with the rest.
    pub(super) fn misplaced(&mut self, table: &Table<'s>, key: &'static str, why: &str) {
        if let Some((found, _)) = table.keys.get_key_value(key) {
            let sentence = format!("`{key}` does not belong: {why}");
            self.report.wrong("F0111", found.span(), sentence, format!("take `{key}` out"));
        }
    }

    /// The entries of a list; one that may be empty is told so.
    pub(super) fn list(&mut self, field: Field<'s>, may_be_empty: bool) -> Option<Vec<Field<'s>>> {
        let DeValue::Array(entries) = field.value.get_ref() else {
            self.wrong_type(field, "a list");
            return None;
        };
        if (entries.is_empty() && !may_be_empty) || entries.len() > ENTRIES_MAX {
            let (key, count) = (field.key, entries.len());
            let sentence = format!("`{key}` has {count} entries, of 1 to {ENTRIES_MAX}");
            self.report.wrong("F0110", field.span(), sentence, field.help);
            return None;
        }
        Some(entries.iter().map(|value| Field { value, ..field }).collect())
    }

    /// The entries of a list, none of which may stand twice.
    pub(super) fn distinct<T: PartialEq>(
        &mut self,
        field: Field<'s>,
        may_be_empty: bool,
        read: impl Fn(&mut Reader<'s>, Field<'s>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let (mut known, mut is_whole) = (Vec::new(), true);
        for entry in self.list(field, may_be_empty)? {
            match read(self, entry) {
                Some(again) if known.contains(&again) => {
                    let sentence = format!("`{}` says the same thing twice", field.key);
                    self.report.wrong("F0110", entry.span(), sentence, "say each once");
                    is_whole = false;
                }
                Some(new) => known.push(new),
                None => is_whole = false,
            }
        }
        is_whole.then_some(known)
    }

    /// A text.
    pub(super) fn text(&mut self, field: Field<'s>) -> Option<&'s str> {
        let text = field.as_text();
        if text.is_none() {
            self.wrong_type(field, "a text in quotes");
        }
        text
    }

    /// A text of 1 to 100 characters on one line, not blank.
    pub(super) fn line(&mut self, field: Field<'s>) -> Option<String> {
        let text = self.text(field)?;
        let fits = !text.trim().is_empty()
            && text.chars().count() <= LINE_CHARS_MAX
            && !text.chars().any(char::is_control);
        if !fits {
            let sentence = format!("`{}` is blank, too long, or not one line", field.key);
            let help = format!("write 1 to {LINE_CHARS_MAX} characters; {}", field.help);
            self.report.wrong("F0112", field.span(), sentence, help);
        }
        fits.then(|| text.to_owned())
    }

    /// True or false.
    pub(super) fn truth(&mut self, field: Field<'s>) -> Option<bool> {
        let truth = field.value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong_type(field, "true or false");
        }
        truth
    }

    /// A whole number within a range, both ends included.
    pub(super) fn whole(&mut self, field: Field<'s>, least: i64, most: i64) -> Option<i64> {
        let DeValue::Integer(integer) = field.value.get_ref() else {
            self.wrong_type(field, "a whole number without quotes");
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let sentence = format!("`{}` lies outside {least} to {most}", field.key);
            self.report.wrong("F0109", field.span(), sentence, field.help);
        }
        number
    }

    /// One of a key's words; words of the design that this release does not build are named so.
    pub(super) fn word<T: Copy>(
        &mut self,
        field: Field<'s>,
        choices: &[(&'static str, T)],
        unbuilt: &[(&'static str, &'static str)],
    ) -> Option<T> {
        let text = self.text(field)?;
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == text) {
            return Some(*choice);
        }
        if let Some((word, instead)) = unbuilt.iter().find(|(word, _)| *word == text) {
            let sentence = format!("`{word}` is not built in this release");
            self.report.wrong("F0108", field.span(), sentence, *instead);
            return None;
        }
        let near = nearest(text, choices.iter().map(|(word, _)| *word));
        let meant = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
        let sentence = format!("`{}` does not know this word{meant}", field.key);
        self.report.wrong("F0107", field.span(), sentence, field.help);
        None
    }

    /// Reports a value of the wrong TOML type.
    pub(super) fn wrong_type(&mut self, field: Field<'s>, expected: &str) {
        let sentence = format!("`{}` takes {expected}", field.key);
        self.report.wrong("F0106", field.span(), sentence, field.help);
    }
}
