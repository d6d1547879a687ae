//! `import`: a company's own CSV exports, told to the journal by a mapping file instead of code.
//!
//! | file | idea |
//! |---|---|
//! | `mapping` | the mapping file |
//! | `field`, `cell` | one field of a command, one cell as a day or an amount |
//! | `rows` | a CSV file taken apart |
//! | `facts` | from rows to commands, by day |
//! | `tell` | when each is told, and those that wait |
//! | `refused` | the rows that were not taken, in a file of their own |
//! | `summary` | what the import came to |

mod cell;
mod facts;
mod field;
mod mapping;
mod refused;
mod rows;
mod summary;
mod tell;

use crate::fault::{Fault, Status};
use crate::journal_file::open;
use crate::out::Out;
use crate::outcome::Told as Answer;
use clap::Args;
use facts::facts;
use mapping::{Becomes, Mapping};
use referral_ledger::time::Timestamp;
use refused::Refused;
use rows::Table;
use serde::Serialize;
use std::path::PathBuf;
use std::str::FromStr;
use summary::Summary;
use tell::Desk;

const HELP: &str = concat!(
    "\
Example:
  referral-ledger import journal.redb mapping.toml leads=leads.csv deals=deals.csv \\
      payments=payments.csv refunds=refunds.csv

The plan is published and the payees are registered before, with `submit`.

Order: the rows of all files are told together, by the day of their fact; within a day, in the
order the files are named and of their rows. A row that needs another one which comes later, such
as a deal dated before its lead, waits until that one is told.

When: a row is told at 23:59 UTC on the day of its fact, which is no earlier day in any time zone,
or when the last command on file was told, if that is later: the journal goes forward only. With
--at, all rows are told at that instant.

Again: an import that is repeated adds nothing, because every row is already on file. A row that
says something else than it did before is refused with R0001 and the field that differs.

Not taken: for leads.csv, leads.refused.csv holds the rows that were refused or could not be read:
their columns, then line, command, code and reason. It can be corrected and imported as it is,
and each import writes it anew, its header alone when every row was taken.
The status is 1 if there is such a row. With --json, each row is answered as `submit` answers.

A mapping cannot compute: what needs a hash, a sum or two files side by side is done before. All
amounts are exact; a cell that is not of the stated form is refused and never guessed at.

A mapping file:

",
    include_str!("import/mapping.toml"),
    "
A field is a constant, such as kind = \"upgrade\", or one of column, row, date, number and amount. A
date may have a format and an amount a currency of its own; each may have only_if = \"column\". A
currency may stand in a column: currency = { column = \"Currency\" }. With two dates in a command,
told_on = \"field\" says on which day it is told."
);

/// Tell the journal the rows of CSV files, by a mapping file.
#[derive(Debug, Args)]
#[command(after_long_help = HELP, after_help = "Example and the mapping file: --help")]
pub(crate) struct Import {
    /// The journal's file.
    journal: PathBuf,
    /// The mapping file: how rows become commands. `import --help` shows one.
    mapping: PathBuf,
    /// A CSV file, under the name the mapping has for it, as leads=export/leads.csv.
    #[arg(required = true, value_name = "NAME=FILE")]
    files: Vec<Named>,
    /// When all rows are told. Left out: each at the end of its own day.
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
    /// The folder for the files of rows that were not taken. Left out: beside each file.
    #[arg(long, value_name = "FOLDER")]
    refused: Option<PathBuf>,
}

/// A file under a name.
#[derive(Debug, Clone)]
struct Named {
    name: String,
    path: PathBuf,
}

impl FromStr for Named {
    type Err = String;
    fn from_str(text: &str) -> Result<Named, String> {
        match text.split_once('=') {
            Some((name, path)) if !name.is_empty() && !path.is_empty() => {
                Ok(Named { name: name.to_owned(), path: path.into() })
            }
            _ => Err("write it as leads=export/leads.csv".to_owned()),
        }
    }
}

/// The answer to one command of a row.
#[derive(Debug, Serialize)]
struct RowAnswer<'a> {
    file: &'a str,
    line: u64,
    command: &'static str,
    key: Option<String>,
    #[serde(flatten)]
    answer: &'a Answer,
}

impl Import {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let mapping = Mapping::read(&self.mapping)?;
        let tables = self.tables(&mapping)?; // all of them, before anything is told
        let mut journal = open(&self.journal)?;
        let facts = facts(&mapping, &tables);
        let mut refused: Vec<Refused> = tables.iter().map(|_| Refused::default()).collect();
        let mut summary = Summary::default();
        let desk = Desk::new(&mut journal, mapping.by.clone(), self.at)?;
        let told = desk.tell_all(facts, |answered| {
            let table = &tables[answered.place.table];
            summary.count(&table.name, answered.kind, answered.answer.became());
            refused[answered.place.table].keep(&answered);
            if out.is_json() {
                let (row, key) = (&table.rows[answered.place.row].0, answered.key);
                let (file, key) = (table.name.as_str(), key.map(|key| key.to_string()));
                let (line, command, answer) = (row.line, answered.kind, &answered.answer);
                out.answer(&RowAnswer { file, line, command, key, answer })?;
            }
            Ok(())
        });
        let mut status = Status::Done;
        for (table, refused) in tables.iter().zip(refused) {
            let count = refused.count();
            let path = refused.write(table, self.refused.as_deref(), mapping.delimiter)?;
            if count > 0 {
                status = Status::Refused;
                summary.note(count, &path);
            }
        }
        told?; // what was told before a fault is kept, and so are its refused rows
        if !out.is_json() {
            out.text(&summary.page())?;
        }
        Ok(status)
    }

    fn tables(&self, mapping: &Mapping) -> Result<Vec<Table>, Fault> {
        let read = |Named { name, path }: &Named| {
            let Some(commands) = mapping.table(name) else {
                let names = mapping.names().join(", ");
                let sentence = format!("the mapping has no {name}, but {names}: name one of these");
                return Err(Fault::new("C2003", sentence));
            };
            let columns: Vec<&str> = commands.iter().flat_map(Becomes::columns).collect();
            Table::read(name, path, mapping.delimiter, &columns)
        };
        self.files.iter().map(read).collect()
    }
}
