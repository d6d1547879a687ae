//! From rows to facts: the commands they become, each with its day, in the order they are told.

use super::mapping::{Becomes, Mapping};
use super::rows::{Row, Table};
use crate::told_line::command;
use referral_ledger::command::Command;
use referral_ledger::time::Date;
use serde_json::{Map, Value};

/// A command that a row becomes.
pub(super) struct Fact {
    /// The file and the row in it.
    pub(super) place: Place,
    /// The kind of the command.
    pub(super) kind: &'static str,
    /// The day it is told on, and the command; or what is wrong with the row.
    pub(super) read: Result<(Date, Command), String>,
}

/// Where a row is: the file and the row, counted from 0 as they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) row: usize,
}

/// All facts: those that can be read by day, in the order given within a day, and the others
/// before them.
pub(super) fn facts(mapping: &Mapping, tables: &[Table]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        for (number, (row, problem)) in table.rows.iter().enumerate() {
            let place = Place { table: at, row: number };
            for becomes in mapping.table(&table.name).unwrap_or_default() {
                if becomes.only_if.as_deref().is_some_and(|column| row.cell(column).is_empty()) {
                    continue;
                }
                let read = problem.clone().map_or_else(|| read(becomes, row), Err);
                facts.push(Fact { place, kind: becomes.kind, read });
            }
        }
    }
    // The sort is stable: what a day brought stays in the order of the files and their rows.
    facts.sort_by_key(|fact| fact.read.as_ref().map(|(day, _)| *day).ok());
    facts
}

fn read(becomes: &Becomes, row: &Row) -> Result<(Date, Command), String> {
    let fields = becomes.fields.fill(row)?.unwrap_or_default();
    let day = becomes.told_on.fill(row)?;
    let day = day.as_ref().and_then(Value::as_str).and_then(|day| day.parse().ok());
    let day = day.ok_or_else(|| "the day it is told on is blank: fill it in".to_owned())?;
    let mut whole = Map::new();
    whole.insert(becomes.kind.to_owned(), fields);
    Ok((day, command(Value::Object(whole))?))
}
