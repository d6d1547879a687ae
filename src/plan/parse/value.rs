//! Values that are more than a TOML type: ids, lines of text, dates, amounts, rates, milestones.
//!
//! Amounts and rates are quoted with their unit, because a bare number would be a float and would
//! not say of what. Whether a value goes with others of the plan is for [`crate::lint`].

use std::str::FromStr;

use toml::de::DeValue;

use super::reader::{Field, Reader};
use crate::deal::Milestone;
use crate::money::Amount;
use crate::rate::Rate;
use crate::time::Date;

/// The most characters of an id in a plan: it becomes part of lines, columns and file names.
const ID_CHARS_MAX: usize = 64;

/// The most characters of a title or a because.
const LINE_CHARS_MAX: usize = 300;

/// Triggers of the design that this release does not know.
pub(super) const TRIGGERS_UNBUILT: [&str; 3] = ["cancelled", "refunded", "period_close"];

impl<'s> Reader<'s> {
    /// An id: 1 to 64 characters, each a letter, a digit, a dot, a dash or an underscore.
    pub(super) fn id<T: FromStr>(&mut self, field: Field<'s>) -> Option<T> {
        let text = self.text(field)?;
        let is_id = (1..=ID_CHARS_MAX).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        let id = is_id.then(|| text.parse().ok()).flatten();
        if id.is_none() {
            let sentence = format!("`{}` is not an id", field.key);
            let help = "write 1 to 64 letters, digits, dots, dashes or underscores, without blanks";
            self.report.wrong("P0501", field.span(), sentence, help);
        }
        id
    }

    /// A text that people read: 1 to 300 characters on one line, not blank.
    pub(super) fn line(&mut self, field: Field<'s>) -> Option<String> {
        let text = self.text(field)?;
        let count = text.chars().count();
        let wrong = if text.trim().is_empty() {
            "is blank".to_owned()
        } else if count > LINE_CHARS_MAX {
            format!("has {count} characters, at most {LINE_CHARS_MAX} are kept")
        } else if text.chars().any(char::is_control) {
            "is not one line of plain text".to_owned()
        } else {
            return Some(text.to_owned());
        };
        let sentence = format!("`{}` {wrong}", field.key);
        self.report.wrong("P0110", field.span(), sentence, field.help);
        None
    }

    /// A bare TOML date. A quoted one is refused: one spelling only.
    pub(super) fn date(&mut self, field: Field<'s>) -> Option<Date> {
        let written = match field.value() {
            DeValue::Datetime(written) => written,
            DeValue::String(_) => {
                let sentence = format!("`{}` is a text, not a date", field.key);
                let help = format!("take the quotes away; {}", field.help);
                self.report.wrong("P0201", field.span(), sentence, help);
                return None;
            }
            _ => {
                self.wrong_type(field, "a bare date");
                return None;
            }
        };
        let (Some(date), None) = (written.date, written.time) else {
            let sentence = format!("`{}` has a time of day", field.key);
            let help = format!("write the date alone; {}", field.help);
            self.report.wrong("P0201", field.span(), sentence, help);
            return None;
        };
        let day = Date::new(date.year.into(), date.month.into(), date.day.into());
        if day.is_none() {
            let sentence = format!("`{}` lies outside the years 1970 to 2199", field.key);
            self.report.wrong("P0202", field.span(), sentence, field.help);
        }
        day
    }

    /// An amount with its unit, in quotes.
    pub(super) fn amount(&mut self, field: Field<'s>) -> Option<Amount> {
        let text = self.quoted(field, "25 USD")?;
        match Amount::parse_in_plan(text) {
            Ok(amount) => Some(amount),
            Err(error) => {
                self.report.wrong("P0402", field.span(), error.to_string(), field.help);
                None
            }
        }
    }

    /// A percentage, in quotes.
    pub(super) fn rate(&mut self, field: Field<'s>) -> Option<Rate> {
        let text = self.quoted(field, "2.5%")?;
        match text.parse::<Rate>() {
            Ok(rate) => Some(rate),
            Err(error) => {
                self.report.wrong("P0405", field.span(), error.to_string(), field.help);
                None
            }
        }
    }

    /// A milestone of this release among those that the key takes.
    pub(super) fn milestone(&mut self, field: Field<'s>, among: &[Milestone]) -> Option<Milestone> {
        let choices: Vec<_> =
            among.iter().map(|milestone| (milestone.word(), *milestone)).collect();
        self.word(field, &choices, &[])
    }

    /// The text of a number with its unit; a bare number is told how to be written.
    fn quoted(&mut self, field: Field<'s>, example: &str) -> Option<&'s str> {
        if matches!(field.value(), DeValue::Integer(_) | DeValue::Float(_)) {
            let sentence = format!("`{}` is a bare number and does not say of what", field.key);
            let help = format!("quote it with its unit, as in \"{example}\"");
            self.report.wrong("P0401", field.span(), sentence, help);
            return None;
        }
        self.text(field)
    }
}
