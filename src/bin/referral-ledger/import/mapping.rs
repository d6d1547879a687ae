//! The mapping file: which files there are, and which commands their rows become.
//!
//! Knows the shape of the file and says, with the line, what is wrong with it. How one field is
//! filled is in `field`. What a command looks like is known by the journal alone, so that any
//! command can be mapped.

use super::cell::{Currency, Forms};
use super::field::Field;
use crate::fault::Fault;
use crate::told_line::actor;
use referral_ledger::command::Command;
use referral_ledger::told::Actor;
use serde_json::{Map, Value};
use std::path::Path;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// The most bytes a mapping file may have.
const BYTES_MAX: u64 = 1 << 20;

/// The keys of the head; every other key is the name of a file.
const HEAD: [&str; 6] = ["by", "delimiter", "date", "decimal", "grouping", "currency"];

/// How rows become commands.
pub(super) struct Mapping {
    /// Who tells them.
    pub(super) by: Actor,
    /// What stands between two cells.
    pub(super) delimiter: u8,
    tables: Vec<(String, Vec<Becomes>)>,
}

/// A command that a row becomes.
pub(super) struct Becomes {
    /// The kind of the command.
    pub(super) kind: &'static str,
    /// The column that is not blank in a row that becomes it.
    pub(super) only_if: Option<String>,
    /// The column whose day it is told on, and how that is written.
    pub(super) told_on: Field,
    /// The command's fields.
    pub(super) fields: Field,
}

/// A key or a value of the file, and where it stands.
pub(super) type Place<'t> = &'t Spanned<DeValue<'t>>;

/// What is wrong, and the byte at which it stands.
pub(super) type Wrong = (usize, String);

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// `C2001` for a file that cannot be read, `C2003` for one that does not say enough.
    pub(super) fn read(path: &Path) -> Result<Mapping, Fault> {
        let text = super::rows::bounded(path, BYTES_MAX)?;
        Mapping::of(&text).map_err(|(at, problem)| {
            let line = text[..at.min(text.len())].matches('\n').count() + 1;
            Fault::new("C2003", format!("{}, line {line}: {problem}", path.display()))
        })
    }

    fn of(text: &str) -> Result<Mapping, Wrong> {
        let document = DeTable::parse(text).map_err(|wrong| {
            let at = wrong.span().map_or(0, |span| span.start);
            (at, format!("this is not TOML: {}", wrong.message()))
        })?;
        let document = document.get_ref();
        let forms = Forms {
            date: text_of(document, "date")?,
            decimal: letter(document, "decimal")?,
            grouping: letter(document, "grouping")?,
            currency: currency(document)?,
        };
        let delimiter = match letter(document, "delimiter")? {
            None => b',',
            Some(letter) => u8::try_from(letter)
                .map_err(|_| (0, "delimiter is one ASCII character".to_owned()))?,
        };
        let mut tables = Vec::new();
        for (name, value) in in_order(document) {
            if !HEAD.contains(&name.get_ref().as_ref()) {
                tables.push((name.get_ref().to_string(), commands(value, &forms)?));
            }
        }
        Ok(Mapping { by: teller(document)?, delimiter, tables })
    }

    /// The commands that a row of the file of this name becomes, in the mapping's order.
    pub(super) fn table(&self, name: &str) -> Option<&[Becomes]> {
        self.tables.iter().find(|(other, _)| other == name).map(|(_, becomes)| becomes.as_slice())
    }

    /// The names of the files.
    pub(super) fn names(&self) -> Vec<&str> {
        self.tables.iter().map(|(name, _)| name.as_str()).collect()
    }
}

impl Becomes {
    /// The columns it reads.
    pub(super) fn columns(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = self.only_if.iter().map(String::as_str).collect();
        self.fields.columns(&mut columns);
        columns
    }
}

/// The entries of a table in the order they stand in the file.
pub(super) fn in_order<'t>(table: &'t DeTable<'t>) -> Vec<(&'t Spanned<DeString<'t>>, Place<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// Who tells the rows.
fn teller(document: &DeTable<'_>) -> Result<Actor, Wrong> {
    let form = "by = { id = \"crm-import\", kind = \"system\" }, or by = \"ana\" for a person";
    let Some(value) = document.get("by") else {
        return Err((0, format!("by is missing, who tells the rows: write {form}")));
    };
    actor(json(value)).map_err(|wrong| (value.span().start, format!("{wrong}: write {form}")))
}

/// The commands of one file.
fn commands(value: Place<'_>, forms: &Forms) -> Result<Vec<Becomes>, Wrong> {
    let wrong = |problem: &str| (value.span().start, problem.to_owned());
    let DeValue::Table(table) = value.get_ref() else {
        let head = HEAD.join(", ");
        return Err(wrong(&format!("this key is none of {head}, and no [file.command] table")));
    };
    in_order(table).into_iter().map(|(kind, value)| command(kind, value, forms)).collect()
}

fn command(
    name: &Spanned<DeString<'_>>,
    value: Place<'_>,
    forms: &Forms,
) -> Result<Becomes, Wrong> {
    let at = name.span().start;
    let kind = Command::KINDS.iter().find(|kind| **kind == name.get_ref().as_ref());
    let (Some(kind), DeValue::Table(table)) = (kind, value.get_ref()) else {
        let kinds = Command::KINDS.join(", ");
        return Err((at, format!("{} is no command: write one of {kinds}", name.get_ref())));
    };
    let (mut only_if, mut told_on, mut fields) = (None, None, Vec::new());
    for (key, value) in in_order(table) {
        match key.get_ref().as_ref() {
            "only_if" => only_if = text_of(table, "only_if")?,
            "told_on" => told_on = text_of(table, "told_on")?,
            name => fields.push((name.to_owned(), Field::of(value, forms)?)),
        }
    }
    let told_on = day_field(&fields, told_on.as_deref()).map_err(|problem| (at, problem))?;
    Ok(Becomes { kind, only_if, told_on, fields: Field::Fields { only_if: None, fields } })
}

/// The field whose day the command is told on: the one that is named, or the only date.
fn day_field(fields: &[(String, Field)], named: Option<&str>) -> Result<Field, String> {
    let mut dates = fields.iter().filter(|(name, field)| {
        matches!(field, Field::Date { .. }) && named.is_none_or(|named| named == name)
    });
    match (dates.next(), dates.next()) {
        (Some((_, field)), None) => Ok(field.clone()),
        (None, _) => Err("no field is a date, so nothing says when it is told: add one".to_owned()),
        (Some((one, _)), Some((other, _))) => Err(format!(
            "both {one} and {other} are dates: say told_on = \"{one}\" or told_on = \"{other}\""
        )),
    }
}

/// The text of a key; `None` where the key is not there.
pub(super) fn text_of(table: &DeTable<'_>, key: &str) -> Result<Option<String>, Wrong> {
    match table.get(key) {
        None => Ok(None),
        Some(value) => match value.get_ref() {
            DeValue::String(text) => Ok(Some(text.to_string())),
            _ => Err((value.span().start, format!("{key} is a text in quotes"))),
        },
    }
}

fn letter(table: &DeTable<'_>, key: &str) -> Result<Option<char>, Wrong> {
    let Some(text) = text_of(table, key)? else { return Ok(None) };
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Ok(Some(letter)),
        _ => {
            let at = table.get(key).map_or(0, |value| value.span().start);
            Err((at, format!("{key} is one character")))
        }
    }
}

/// The currency: a code, or the column it stands in.
pub(super) fn currency(table: &DeTable<'_>) -> Result<Option<Currency>, Wrong> {
    let Some(value) = table.get("currency") else { return Ok(None) };
    if let DeValue::Table(inner) = value.get_ref() {
        let column = text_of(inner, "column")?.filter(|_| inner.len() == 1);
        let form = "currency is a code, or { column = \"Currency\" }";
        let column = column.ok_or_else(|| (value.span().start, form.to_owned()))?;
        return Ok(Some(Currency::Column(column)));
    }
    let code = text_of(table, "currency")?.unwrap_or_default();
    let unit = code.parse().map_err(|wrong| (value.span().start, format!("currency: {wrong}")))?;
    Ok(Some(Currency::Same(unit)))
}

/// A value of the file as JSON: numbers and dates as they are written.
pub(super) fn json(value: &Spanned<DeValue<'_>>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(is_so) => Value::Bool(*is_so),
        DeValue::Integer(number) => {
            number.to_string().parse::<i64>().map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => Value::String(number.to_string()),
        DeValue::Datetime(written) => Value::String(written.to_string()),
        DeValue::Array(items) => items.iter().map(json).collect(),
        DeValue::Table(table) => {
            let entry = |(key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
                (key.get_ref().to_string(), json(value))
            };
            Value::Object(table.iter().map(entry).collect::<Map<_, _>>())
        }
    }
}
