//! The text of a plan file, the TOML document in it, and where everything stands.
//!
//! Knows bytes, lines, columns and paths into the document. Knows no key of a plan.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::report::Report;
use crate::plan::finding::EXCERPT_CHARS_MAX;
use crate::plan::{Findings, PLAN_BYTES_MAX};

/// A plan file that is TOML, with the place of each of its keys and values.
pub(crate) struct Source<'t> {
    text: Text<'t>,
    document: Spanned<DeTable<'t>>,
}

/// One step of a path into the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the value of a key.
    Key(&'static str),
    /// To an entry of a list, counted from 0.
    At(usize),
    /// To the value of a table's key, counted from 0 in the order in which tables are read.
    Nth(usize),
}

impl<'t> Source<'t> {
    /// Reads the text as TOML, after a look at its size.
    pub(crate) fn of(text: &'t str) -> Result<Source<'t>, Findings> {
        let text = Text::of(text);
        let mut report = Report::new(&text);
        if text.text.len() > PLAN_BYTES_MAX {
            let bytes = text.text.len();
            let sentence = format!("the file has {bytes} bytes, at most {PLAN_BYTES_MAX} are read");
            report.missing("P0101", 0..0, sentence, "split the plan into several plans");
            return Err(report.finish().expect("the size was just reported"));
        }
        let (document, errors) = DeTable::parse_recoverable(text.text);
        for error in errors {
            let at = error.span().unwrap_or(0..0);
            let help = if error.message().starts_with("duplicate key") {
                "write each key once; further rules are further [[component.rule]] tables"
            } else {
                "write the file as TOML 1.1: texts in quotes, dates and whole numbers bare"
            };
            report.wrong("P0102", at, format!("this is not TOML: {}", error.message()), help);
        }
        match report.finish() {
            Some(findings) => Err(findings),
            None => Ok(Source { text, document }),
        }
    }

    /// The text, with its lines.
    pub(crate) fn text(&self) -> &Text<'t> {
        &self.text
    }

    /// The document's topmost table.
    pub(crate) fn document(&self) -> &DeTable<'t> {
        self.document.get_ref()
    }

    /// Where the value at the end of this path stands.
    ///
    /// Where the path leaves the document, it is the last table or list that is there.
    pub(crate) fn span_of(&self, path: &[Step]) -> Range<usize> {
        let Some((Step::Key(first), rest)) = path.split_first() else { return 0..0 };
        let Some(mut value) = self.document().get(*first) else { return 0..0 };
        for step in rest {
            let next = match (step, value.get_ref()) {
                (Step::Key(key), DeValue::Table(table)) => table.get(*key),
                (Step::At(index), DeValue::Array(list)) => list.get(*index),
                (Step::Nth(index), DeValue::Table(table)) => table.values().nth(*index),
                _ => None,
            };
            match next {
                Some(next) => value = next,
                None => break,
            }
        }
        value.span()
    }
}

/// A text and where its lines begin.
pub(crate) struct Text<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
}

impl<'t> Text<'t> {
    pub(crate) fn of(text: &'t str) -> Text<'t> {
        let after_newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Text { text, line_starts: std::iter::once(0).chain(after_newlines).collect() }
    }

    /// Line and column of a byte, both counted from 1, columns in characters.
    pub(crate) fn place(&self, byte: usize) -> (usize, usize) {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let before = &self.text[self.line_starts[line - 1]..byte];
        (line, before.chars().count() + 1)
    }

    /// The text that stands there, cut to its first line and to 60 characters.
    pub(crate) fn excerpt(&self, at: Range<usize>) -> String {
        let from = self.text.floor_char_boundary(at.start);
        let until = self.text.ceil_char_boundary(at.end).max(from);
        let line = self.text[from..until].lines().next().unwrap_or_default();
        let mut excerpt = String::new();
        for (count, character) in line.chars().enumerate() {
            if count == EXCERPT_CHARS_MAX {
                excerpt.push_str("...");
                break;
            }
            // A control character, or one that turns the reading direction, is shown by number.
            match character {
                ' '..='~' => excerpt.push(character),
                _ if character.is_alphanumeric() => excerpt.push(character),
                _ => excerpt.extend(character.escape_unicode()),
            }
        }
        excerpt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let text = Text::of("a\r\n\u{e9}b = 1\n");
        assert_eq!(text.place(0), (1, 1));
        assert_eq!(text.place(3), (2, 1));
        assert_eq!(text.place(5), (2, 2)); // the e with an accent has two bytes
        assert_eq!(text.place(4), (2, 1)); // its second byte
        assert_eq!(text.place(11), (3, 1));
        assert_eq!(text.place(99), (3, 1));
        assert_eq!(Text::of("").place(0), (1, 1));
    }

    #[test]
    fn an_excerpt_is_one_short_line_without_control_characters() {
        let text = Text::of("'a\u{202e}b'\nnext");
        assert_eq!(text.excerpt(0..text.text.len()), "'a\\u{202e}b'");
        let long = "x".repeat(99);
        assert_eq!(Text::of(&long).excerpt(0..99), format!("{}...", "x".repeat(60)));
        assert_eq!(text.excerpt(99..200), "");
    }

    #[test]
    fn a_path_ends_at_the_last_thing_that_is_there() {
        let text = "[plan]\nid = 'a'\n[[split]]\nrole = 'x'\n";
        let source = Source::of(text).unwrap();
        let at = |path: &[Step]| &text[source.span_of(path)];
        assert_eq!(at(&[Step::Key("plan"), Step::Key("id")]), "'a'");
        assert_eq!(at(&[Step::Key("plan"), Step::Key("title")]), "[plan]");
        assert_eq!(at(&[Step::Key("split"), Step::At(0), Step::Key("role")]), "'x'");
        assert_eq!(at(&[Step::Key("component")]), "");
    }

    #[test]
    fn every_syntax_error_is_reported_and_a_huge_file_is_not_parsed() {
        let Err(findings) = Source::of("a = ]\nb = 1\nb = 2\n") else { panic!() };
        let lines: Vec<_> = findings.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [1, 3]);
        let huge = "]".repeat(PLAN_BYTES_MAX + 1);
        let Err(findings) = Source::of(&huge) else { panic!() };
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["P0101"]);
    }
}
