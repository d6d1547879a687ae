//! One field of a command: where its value comes from, and how it is filled from a row.
//!
//! | in the mapping | what it becomes |
//! |---|---|
//! | `"seller"`, `7` | itself, in every row |
//! | `{ column = "A", words = { Ja = "yes" } }` | the cell, or the word for it |
//! | `{ row = "A" }`, `{ row = ["A", "B"] }` | the id named from the cell, or from `a/b` |
//! | `{ date = "A", format = "%Y-%m-%d" }` | the day |
//! | `{ number = "A" }` | the whole number |
//! | `{ amount = "A", currency = "EUR" }` | the amount; the currency may be a `{ column = "B" }` |
//! | `[...]`, `{ ... }` | a list, an object; one with `only_if = "A"` only where A is not blank |

use super::cell::{Currency, Forms, amount, day, number};
use super::mapping::{Place, Wrong, currency, in_order, json, text_of};
use super::rows::Row;
use referral_ledger::money::Unit;
use serde_json::{Map, Value, json as object};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// The keys that say where a value comes from.
const SOURCES: [&str; 5] = ["column", "row", "date", "amount", "number"];
/// The keys that may stand beside one.
const BESIDE: [&str; 4] = ["words", "format", "currency", "only_if"];

/// Where a value comes from.
#[derive(Clone)]
pub(super) enum Field {
    /// The same in every row.
    Constant(Value),
    /// The cell of a column, or the word for it.
    Column { only_if: Option<String>, column: String, words: BTreeMap<String, String> },
    /// The id named from the cells of these columns.
    RowKey { only_if: Option<String>, columns: Vec<String> },
    /// A day.
    Date { only_if: Option<String>, column: String, format: String },
    /// A whole number, and what stands between groups of three digits.
    Number { only_if: Option<String>, column: String, grouping: Option<char> },
    /// An amount.
    Amount { only_if: Option<String>, column: String, currency: Currency, forms: Forms },
    /// A list.
    List(Vec<Field>),
    /// An object.
    Fields { only_if: Option<String>, fields: Vec<(String, Field)> },
}

impl Field {
    /// Reads a field of the mapping.
    pub(super) fn of(value: Place<'_>, forms: &Forms) -> Result<Field, Wrong> {
        match value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .map(|item| Field::of(item, forms))
                .collect::<Result<_, _>>()
                .map(Field::List),
            DeValue::Table(table) => match source_of(table) {
                Some(source) => Field::from_source(source, value, table, forms),
                None => {
                    let mut fields = Vec::new();
                    for (key, value) in in_order(table) {
                        if key.get_ref() != "only_if" {
                            fields.push((key.get_ref().to_string(), Field::of(value, forms)?));
                        }
                    }
                    Ok(Field::Fields { only_if: text_of(table, "only_if")?, fields })
                }
            },
            _ => Ok(Field::Constant(json(value))),
        }
    }

    fn from_source(
        source: &str,
        value: Place<'_>,
        table: &DeTable<'_>,
        forms: &Forms,
    ) -> Result<Field, Wrong> {
        let wrong = |problem: &str| (value.span().start, problem.to_owned());
        let only_if = text_of(table, "only_if")?;
        if source == "row" {
            let columns = match json(&table["row"]) {
                Value::String(column) => vec![column],
                Value::Array(columns) => columns
                    .iter()
                    .map(|column| column.as_str().map(str::to_owned))
                    .collect::<Option<_>>()
                    .ok_or_else(|| wrong("row is a column, or a list of columns"))?,
                _ => return Err(wrong("row is a column, or a list of columns")),
            };
            return Ok(Field::RowKey { only_if, columns });
        }
        let column = text_of(table, source)?.unwrap_or_default();
        match source {
            "number" => Ok(Field::Number { only_if, column, grouping: forms.grouping }),
            "column" => Ok(Field::Column { only_if, column, words: words(table)? }),
            "date" => {
                let format = text_of(table, "format")?.or_else(|| forms.date.clone());
                let format =
                    format.ok_or_else(|| wrong("say how a day is written: date = \"%d.%m.%Y\""))?;
                super::cell::check_format(&format).map_err(|problem| wrong(&problem))?;
                Ok(Field::Date { only_if, column, format })
            }
            _ => {
                let currency = currency(table)?.or_else(|| forms.currency.clone());
                let currency =
                    currency.ok_or_else(|| wrong("say the currency: currency = \"EUR\""))?;
                if forms.decimal.is_none() {
                    return Err(wrong("say what stands before the cents: decimal = \",\""));
                }
                Ok(Field::Amount { only_if, column, currency, forms: forms.clone() })
            }
        }
    }

    /// The columns it reads.
    pub(super) fn columns<'f>(&'f self, found: &mut Vec<&'f str>) {
        match self {
            Field::Constant(_) => {}
            Field::Column { only_if, column, .. }
            | Field::Date { only_if, column, .. }
            | Field::Number { only_if, column, .. } => {
                found.extend(only_if.iter().chain([column]).map(String::as_str));
            }
            Field::Amount { only_if, column, currency, .. } => {
                found.extend(only_if.iter().chain([column]).map(String::as_str));
                if let Currency::Column(column) = currency {
                    found.push(column);
                }
            }
            Field::RowKey { only_if, columns } => {
                found.extend(only_if.iter().chain(columns).map(String::as_str));
            }
            Field::List(items) => items.iter().for_each(|item| item.columns(found)),
            Field::Fields { only_if, fields } => {
                found.extend(only_if.iter().map(String::as_str));
                fields.iter().for_each(|(_, field)| field.columns(found));
            }
        }
    }

    fn only_if(&self) -> Option<&str> {
        match self {
            Field::Constant(_) | Field::List(_) => None,
            Field::Column { only_if, .. }
            | Field::RowKey { only_if, .. }
            | Field::Date { only_if, .. }
            | Field::Number { only_if, .. }
            | Field::Amount { only_if, .. }
            | Field::Fields { only_if, .. } => only_if.as_deref(),
        }
    }

    /// The value for a row; `None` where the row does not have it.
    ///
    /// # Errors
    /// What is wrong with a cell, and the way out.
    pub(super) fn fill(&self, row: &Row) -> Result<Option<Value>, String> {
        if self.only_if().is_some_and(|column| row.cell(column).is_empty()) {
            return Ok(None);
        }
        Ok(Some(match self {
            Field::Constant(value) => value.clone(),
            Field::Column { column, words, .. } => word(filled(row, column)?, column, words)?,
            Field::RowKey { columns, .. } => {
                let cells: Result<Vec<&str>, String> =
                    columns.iter().map(|column| filled(row, column)).collect();
                object!({ "row": cells?.join("/") })
            }
            Field::Date { column, format, .. } => {
                let day = day(filled(row, column)?, format);
                Value::String(day.map_err(|problem| format!("{column}: {problem}"))?.to_string())
            }
            Field::Number { column, grouping, .. } => {
                let whole = number(filled(row, column)?, *grouping);
                Value::from(whole.map_err(|problem| format!("{column}: {problem}"))?)
            }
            Field::Amount { column, currency, forms, .. } => {
                let unit = unit(row, currency)?;
                let amount = amount(filled(row, column)?, unit, forms);
                Value::String(amount.map_err(|problem| format!("{column}: {problem}"))?)
            }
            Field::List(items) => {
                let items: Result<Vec<_>, _> = items.iter().map(|item| item.fill(row)).collect();
                Value::Array(items?.into_iter().flatten().collect())
            }
            Field::Fields { fields, .. } => {
                let mut object = Map::new();
                for (name, field) in fields {
                    if let Some(value) = field.fill(row)? {
                        object.insert(name.clone(), value);
                    }
                }
                Value::Object(object)
            }
        }))
    }
}

/// The source that a table names, if it is no object of the command.
fn source_of(table: &DeTable<'_>) -> Option<&'static str> {
    let known = |key: &str| SOURCES.contains(&key) || BESIDE.contains(&key);
    let source = SOURCES.into_iter().find(|source| table.contains_key(*source))?;
    let is_column = matches!(table[source].get_ref(), DeValue::String(_) | DeValue::Array(_));
    (is_column && table.iter().all(|(key, _)| known(key.get_ref()))).then_some(source)
}

fn words(table: &DeTable<'_>) -> Result<BTreeMap<String, String>, Wrong> {
    let Some(value) = table.get("words") else { return Ok(BTreeMap::new()) };
    let pairs = match json(value) {
        Value::Object(pairs) => pairs,
        _ => return Err((value.span().start, "words is { cell = \"word\" }".to_owned())),
    };
    let pair = |(cell, word): (String, Value)| match word {
        Value::String(word) => Ok((cell, word)),
        _ => Err((value.span().start, format!("the word for {cell} is a text in quotes"))),
    };
    pairs.into_iter().map(pair).collect()
}

/// The currency of a row's amount.
fn unit(row: &Row, currency: &Currency) -> Result<Unit, String> {
    match currency {
        Currency::Same(unit) => Ok(*unit),
        Currency::Column(column) => {
            let unit = filled(row, column)?.parse();
            unit.map_err(|problem| format!("{column}: {problem}"))
        }
    }
}

/// The cell of a column that must not be blank.
fn filled<'r>(row: &'r Row, column: &str) -> Result<&'r str, String> {
    match row.cell(column) {
        "" => Err(format!("{column} is blank: fill it in, or say only_if = \"{column}\"")),
        cell => Ok(cell),
    }
}

fn word(cell: &str, column: &str, words: &BTreeMap<String, String>) -> Result<Value, String> {
    if words.is_empty() {
        return Ok(Value::String(cell.to_owned()));
    }
    let word = words.get(cell).ok_or_else(|| {
        let known: Vec<&str> = words.keys().map(String::as_str).collect();
        let shown: String = cell.chars().take(40).collect();
        format!("{column}: {shown:?} is none of {}: add it to its words", known.join(", "))
    });
    word.map(|word| Value::String(word.clone()))
}
