//! Walks the document: tables with their keys, and the value behind a key.
//!
//! Every method that cannot give what was asked for has reported why before it returns `None`.
//! Knows TOML types, counts and words; what the words mean is known by the files that ask.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::draft::{BaseDraft, FactDraft, GiftDraft, MeasureDraft, RecognitionDraft, TiersDraft};
use super::nearest::nearest;
use super::report::Report;
use super::shape::{DOCUMENT, SHAPES, Shape};
use super::source::Source;
use crate::plan::finding::EXCERPT_CHARS_MAX;

/// Reads one document and collects what is wrong with it.
pub(super) struct Reader<'s> {
    source: &'s Source<'s>,
    pub(super) report: Report<'s>,
    /// What rules may name; `None` when it could not be read, so that no name is unknown.
    pub(super) names: Names,
}

/// What was read before the rules, because they name it.
#[derive(Default)]
pub(super) struct Names {
    pub(super) facts: Option<Vec<FactDraft>>,
    pub(super) bases: Option<Vec<BaseDraft>>,
    pub(super) measures: Option<Vec<MeasureDraft>>,
    pub(super) tiers: Option<Vec<TiersDraft>>,
    pub(super) gifts: Option<Vec<GiftDraft>>,
    pub(super) recognitions: Option<Vec<RecognitionDraft>>,
}

/// A table of the document whose keys are known.
pub(super) struct Table<'s> {
    shape: &'static Shape,
    span: Range<usize>,
    keys: &'s DeTable<'s>,
    /// Keys of the shape that an unknown key was taken for; they are not missed a second time.
    misspelt: Vec<&'static str>,
}

/// The value of a key, or one entry of a list.
#[derive(Clone, Copy)]
pub(super) struct Field<'s> {
    /// The key it stands behind.
    pub(super) key: &'static str,
    /// What to write there.
    pub(super) help: &'static str,
    value: &'s Spanned<DeValue<'s>>,
}

impl Field<'_> {
    /// Where the value stands.
    pub(super) fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// The text, if it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        self.value.get_ref().as_str()
    }

    /// The value without its place.
    pub(super) fn value(&self) -> &DeValue<'_> {
        self.value.get_ref()
    }
}

impl<'s> Table<'s> {
    /// Whether the key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Whether a key was reported that stands where another should: one that this release does
    /// not compute, or one that is misspelt.
    pub(super) fn has_reported_keys(&self) -> bool {
        !self.misspelt.is_empty() || self.shape.unbuilt.iter().any(|key| self.has(key))
    }

    /// Where the table stands.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The value of a key that may be left out.
    pub(super) fn optional(&self, key: &str) -> Option<Field<'s>> {
        let value = self.keys.get(key)?;
        let (key, help) = self.shape.key(key).expect("a table is asked for keys of its shape");
        Some(Field { key, help, value })
    }
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s Source<'s>) -> Reader<'s> {
        Reader { source, report: Report::new(source.text()), names: Names::default() }
    }

    /// The topmost table.
    pub(super) fn document(&mut self) -> Table<'s> {
        self.open(self.source.document(), 0..0, &DOCUMENT)
    }

    /// The table behind a key; its unknown keys are reported.
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
            self.report.missing("P0108", table.span(), sentence, help);
        }
        found
    }

    /// Reports a key that does not go with the rest of its table.
    pub(super) fn misplaced(&mut self, table: &Table<'s>, key: &'static str, why: &str) {
        if let Some((found, _)) = table.keys.get_key_value(key) {
            let help = format!("take `{key}` out");
            self.report.wrong(
                "P0107",
                found.span(),
                format!("`{key}` does not belong: {why}"),
                help,
            );
        }
    }

    /// The entries of a list that has some, but not too many.
    pub(super) fn list(&mut self, field: Field<'s>, most: usize) -> Option<Vec<Field<'s>>> {
        let key = field.key;
        let DeValue::Array(entries) = field.value.get_ref() else {
            self.wrong_type(field, "a list");
            return None;
        };
        if entries.is_empty() {
            self.report.wrong("P0113", field.span(), format!("`{key}` lists nothing"), field.help);
            return None;
        }
        if let Some(further) = entries.get(most) {
            let count = entries.len();
            let sentence = format!("`{key}` has {count} entries, at most {most} are read");
            let help = format!("write at most {most}, or divide the plan into several plans");
            self.report.wrong("P0112", further.span(), sentence, help);
            return None;
        }
        Some(entries.iter().map(|value| Field { value, ..field }).collect())
    }

    /// What is read of a list of tables that may be left out; `None` when it is no list.
    pub(super) fn tables<T>(
        &mut self,
        table: &Table<'s>,
        key: &str,
        most: usize,
        read: impl Fn(&mut Reader<'s>, Field<'s>) -> T,
    ) -> Option<Vec<T>> {
        let Some(list) = table.optional(key) else { return Some(Vec::new()) };
        let entries = self.list(list, most)?;
        Some(entries.into_iter().map(|entry| read(self, entry)).collect())
    }

    /// The entries of a list, none of which may stand twice.
    pub(super) fn distinct<T: PartialEq>(
        &mut self,
        field: Field<'s>,
        most: usize,
        read: impl Fn(&mut Reader<'s>, Field<'s>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut known = Vec::new();
        let mut is_whole = true;
        for entry in self.list(field, most)? {
            match read(self, entry) {
                Some(again) if known.contains(&again) => {
                    let what = entry.as_text().unwrap_or("an entry");
                    let sentence = format!("`{}` lists {what} twice", field.key);
                    self.report.wrong("P0114", entry.span(), sentence, "list each once");
                    is_whole = false;
                }
                Some(new) => known.push(new),
                None => is_whole = false,
            }
        }
        is_whole.then_some(known)
    }

    /// The entries of a table whose keys are names: each name with its place and its value.
    pub(super) fn named(
        &mut self,
        field: Field<'s>,
    ) -> Option<Vec<(&'s str, Range<usize>, Field<'s>)>> {
        let DeValue::Table(keys) = field.value.get_ref() else {
            self.wrong_type(field, "a table");
            return None;
        };
        if keys.is_empty() {
            let sentence = format!("`{}` names nothing", field.key);
            self.report.wrong("P0113", field.span(), sentence, field.help);
            return None;
        }
        let entry = |(key, value): (&'s Spanned<_>, &'s Spanned<DeValue<'s>>)| {
            let name: &'s std::borrow::Cow<'s, str> = key.get_ref();
            (name.as_ref(), key.span(), Field { value, ..field })
        };
        Some(keys.iter().map(entry).collect())
    }

    /// The value of the one of these keys that the table has; reports when it has none of them or
    /// several.
    pub(super) fn one_of(
        &mut self,
        table: &Table<'s>,
        keys: &[&'static str],
        why: &str,
    ) -> Option<Field<'s>> {
        let there: Vec<&'static str> = keys.iter().copied().filter(|key| table.has(key)).collect();
        match there.as_slice() {
            [] if table.has_reported_keys() => None,
            [] => {
                let sentence = format!("{} has none of {}", table.shape.name, keys.join(", "));
                let (_, help) =
                    table.shape.key(keys[0]).expect("a table is asked for its own keys");
                self.report.missing("P0108", table.span(), sentence, help);
                None
            }
            [key] => table.optional(key),
            // Which of them was meant is not known, so that none of them is read.
            [_, others @ ..] => {
                for other in others {
                    self.misplaced(table, other, why);
                }
                None
            }
        }
    }

    /// A text.
    pub(super) fn text(&mut self, field: Field<'s>) -> Option<&'s str> {
        let text = field.value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(field, "a text in quotes");
        }
        text
    }

    /// A whole number within a range, both ends included.
    pub(super) fn whole(&mut self, field: Field<'s>, least: i32, most: i32) -> Option<i32> {
        let DeValue::Integer(integer) = field.value.get_ref() else {
            self.wrong_type(field, "a whole number without quotes");
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .and_then(|number| i32::try_from(number).ok())
            .filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let sentence = format!("`{}` lies outside {least} to {most}", field.key);
            self.report.wrong("P0111", field.span(), sentence, field.help);
        }
        number
    }

    /// A whole number of days of at least one.
    pub(super) fn days(&mut self, field: Field<'s>, most: i32) -> Option<u32> {
        self.whole(field, 1, most).and_then(|days| u32::try_from(days).ok())
    }

    /// One of a key's words. Words of the design that this release does not compute are named so.
    pub(super) fn word<T: Copy>(
        &mut self,
        field: Field<'s>,
        choices: &[(&'static str, T)],
        unbuilt: &[&'static str],
    ) -> Option<T> {
        let text = self.text(field)?;
        let found = choices.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            self.wrong_word(field, text, choices.iter().map(|(word, _)| *word), unbuilt);
        }
        found.map(|(_, choice)| *choice)
    }

    /// Reports a text that is none of a key's words.
    pub(super) fn wrong_word(
        &mut self,
        field: Field<'s>,
        text: &str,
        choices: impl Iterator<Item = &'static str>,
        unbuilt: &[&'static str],
    ) {
        if unbuilt.contains(&text) {
            self.unbuilt(field.span(), text, field.help);
            return;
        }
        let meant = match nearest(text, choices) {
            Some(word) => format!("; did you mean \"{word}\"?"),
            None => String::new(),
        };
        let sentence = format!("`{}` does not know this word{meant}", field.key);
        self.report.wrong("P0109", field.span(), sentence, field.help);
    }

    /// Reports a value of the wrong TOML type.
    pub(super) fn wrong_type(&mut self, field: Field<'s>, expected: &str) {
        let found = match field.value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or a time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let sentence = format!("`{}` takes {expected}, and this is {found}", field.key);
        self.report.wrong("P0105", field.span(), sentence, field.help);
    }

    fn unbuilt(&mut self, at: Range<usize>, word: &str, help: &str) {
        let sentence = format!("`{word}` is not built in this release");
        self.report.wrong("P1901", at, sentence, help);
    }

    /// Takes a table, and reports the keys that its shape does not have.
    fn open(
        &mut self,
        keys: &'s DeTable<'s>,
        span: Range<usize>,
        shape: &'static Shape,
    ) -> Table<'s> {
        let mut misspelt = Vec::new();
        for (key, _) in keys {
            let (name, at) = (key.get_ref().as_ref(), key.span());
            if shape.key(name).is_some() {
                continue;
            }
            if self.report.is_full_for_another() {
                break;
            }
            let known = format!("{} has the keys {}", shape.name, shape.listed());
            if shape.unbuilt.contains(&name) {
                self.unbuilt(at, name, &format!("take `{name}` out; {known}"));
                continue;
            }
            let homes = SHAPES.iter().filter(|other| other.key(name).is_some());
            let homes: Vec<&str> = homes.map(|other| other.name).collect();
            let all = shape.keys.iter().map(|(key, _)| *key);
            let near = nearest(name, all.filter(|key| !keys.contains_key(*key)));
            let name: String = name.chars().take(EXCERPT_CHARS_MAX).collect();
            let sentence = format!("{} has no key `{}`", shape.name, name.escape_debug());
            if !homes.is_empty() {
                let help = format!("`{name}` belongs in {}; {known}", homes.join(" or "));
                self.report.wrong("P0107", at, sentence, help);
            } else if let Some(near) = near {
                misspelt.push(near);
                let sentence = format!("{sentence}; did you mean `{near}`?");
                self.report.wrong("P0106", at, sentence, known);
            } else {
                self.report.wrong("P0106", at, sentence, known);
            }
        }
        Table { shape, span, keys, misspelt }
    }
}
