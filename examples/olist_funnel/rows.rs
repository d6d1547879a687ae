//! A CSV file of the folder: bounded, and each row with its place, so that a fault can be found.
//!
//! Knows how a cell becomes a key, a day or an amount. Does not know what a row means.

use referral_ledger::money::{Amount, AmountError};
use referral_ledger::time::{Date, Timestamp};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The most bytes a file may have; the largest of the folder has 0.7 million.
pub(crate) const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Where a row stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) file: &'static str,
    /// Counted from 1, the header included.
    pub(crate) line: u64,
}

/// What is wrong with a row, and where.
pub(crate) struct Fault {
    pub(crate) at: Place,
    pub(crate) column: &'static str,
    pub(crate) problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, line } = self.at;
        write!(f, "{file}, line {line}, {}: {}", self.column, self.problem)
    }
}

/// The cells of one row that are read.
pub(crate) struct Row {
    pub(crate) at: Place,
    cells: BTreeMap<&'static str, String>,
}

impl Row {
    /// The cell as it is written.
    pub(crate) fn text(&self, column: &'static str) -> &str {
        self.cells.get(column).expect("the columns that are read are listed")
    }

    /// An opaque row key. It has no slash, so that two keys can be joined by one.
    pub(crate) fn key(&self, column: &'static str) -> Result<&str, Fault> {
        let text = self.text(column);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            return Ok(text);
        }
        Err(self.unread(column, "no row key: write 1 to 64 letters, digits, - or _"))
    }

    /// The day of a date, or of a timestamp, as it is written: no zone is applied.
    pub(crate) fn day(&self, column: &'static str) -> Result<Date, Fault> {
        let text = self.text(column);
        let (date, time) = text.split_once(' ').unwrap_or((text, "00:00:00"));
        let day = date.parse::<Date>().ok();
        let instant = format!("{date}T{time}.000Z").parse::<Timestamp>();
        day.filter(|_| instant.is_ok()).ok_or_else(|| {
            let form = "write it as 2018-02-26 or 2018-02-26 19:58:54, of the years 1970 to 2199";
            self.unread(column, &format!("no day: {form}"))
        })
    }

    /// An amount in reais. A cell that names a currency is told as it stands: the journal takes
    /// the plan's and refuses any other.
    pub(crate) fn money(&self, column: &'static str) -> Result<Amount, Fault> {
        let text = self.text(column);
        let read = if text.contains(' ') { text.parse() } else { format!("{text} BRL").parse() };
        read.map_err(|wrong| match wrong {
            AmountError::OutOfBound { .. } => self.unread(column, &format!("too large: {wrong}")),
            _ => self.unread(column, "no amount: write reais with two decimals, as 39.90"),
        })
    }

    /// The cell, if it is one of these words.
    pub(crate) fn word(&self, column: &'static str, known: &[&str]) -> Result<&str, Fault> {
        let text = self.text(column);
        if known.contains(&text) {
            return Ok(text);
        }
        Err(self.unread(column, &format!("not known: write one of {}", known.join(", "))))
    }

    /// A fault of a cell. It is shown cut, so that a hostile one cannot make a huge message.
    fn unread(&self, column: &'static str, problem: &str) -> Fault {
        let shown: String = self.text(column).chars().take(40).collect();
        Fault { at: self.at, column, problem: format!("not read, {shown:?} is {problem}") }
    }
}

/// The rows of a file, each as far as it can be taken apart.
///
/// # Errors
/// A file that cannot be opened, is too large, or lacks a column.
pub(crate) fn rows(
    folder: &Path,
    file: &'static str,
    columns: &[&'static str],
) -> Result<Vec<Result<Row, Fault>>, String> {
    let path = folder.join(file);
    let bytes = bounded(&path).map_err(|problem| format!("{}: {problem}", path.display()))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&*bytes);
    let header = reader.headers().map_err(|wrong| format!("{file}, line 1: {wrong}"))?.clone();
    let mut places = Vec::new();
    for column in columns {
        let mut found = (0..header.len()).filter(|index| &header[*index] == *column);
        match (found.next(), found.next()) {
            (Some(index), None) => places.push((*column, index)),
            (None, _) => return Err(format!("{file}, line 1: column {column} is missing: add it")),
            _ => return Err(format!("{file}, line 1: column {column} is there twice: keep one")),
        }
    }
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let position = match &record {
            Ok(record) => record.position(),
            Err(wrong) => wrong.position(),
        };
        let at = Place { file, line: position.map_or(0, csv::Position::line) };
        let fault = |problem| Fault { at, column: "whole row", problem };
        let record =
            record.map_err(|_| fault("not read, it is no UTF-8: save it so".to_owned()))?;
        whole(&record, header.len()).map_err(fault)?;
        let cell = |(column, index): &(_, usize)| (*column, record[*index].to_owned());
        Ok(Row { at, cells: places.iter().map(cell).collect() })
    };
    Ok(reader.records().map(row).collect())
}

/// The bytes of a file that is not too large.
fn bounded(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|problem| format!("{problem}: name the data's folder"))?;
    let mut bytes = Vec::new();
    // One byte past the bound tells that a file is too large, whatever it says of its length.
    let read = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes);
    match read.map(u64::try_from) {
        Ok(Ok(0..=FILE_BYTES_MAX)) => Ok(bytes),
        Ok(_) => Err(format!("it has more than {FILE_BYTES_MAX} bytes: import it in parts")),
        Err(problem) => Err(format!("{problem}: check the file")),
    }
}

/// Whether a record is one whole row.
fn whole(record: &csv::StringRecord, wanted: usize) -> Result<(), String> {
    let breaks: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
    if breaks > 0 {
        // A quote that is never closed swallows the rows after it: say how many lines.
        let swallowed = format!("a quoted cell goes on for {breaks} more lines");
        return Err(format!("not read, {swallowed}, not read either: close the quote"));
    }
    if record.len() != wanted {
        let cells = record.len();
        let wrong = format!("it has {cells} cells and the header has {wanted}");
        return Err(format!("not read, {wrong}: quote a cell that holds a comma"));
    }
    Ok(())
}
