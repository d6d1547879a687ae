//! A CSV file taken apart: its header, and its rows with their lines.
//!
//! Knows cells, not what they mean. A row that cannot be taken apart says why and keeps its place.

use crate::csv_lines::CsvLines;
use crate::fault::Fault;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The most bytes a CSV file may have: it is held in memory while it is imported.
const BYTES_MAX: u64 = 1 << 28;

/// The columns that a file of refused rows has behind those of the file it came from.
pub(super) const REFUSED_COLUMNS: [&str; 4] = ["line", "command", "code", "reason"];

/// A file.
pub(super) struct Table {
    /// The name the mapping knows it by.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// The titles of its columns.
    pub(super) header: Vec<String>,
    /// Its rows, or what is wrong with them.
    pub(super) rows: Vec<(Row, Option<String>)>,
}

/// One row.
pub(super) struct Row {
    /// The line it begins on, counted from 1.
    pub(super) line: u64,
    /// Its cells, without blanks around them.
    pub(super) cells: Vec<String>,
    places: Rc<BTreeMap<String, usize>>,
}

impl Row {
    /// The cell of a column; nothing where the row is too short.
    pub(super) fn cell(&self, column: &str) -> &str {
        let place = self.places.get(column);
        place.and_then(|place| self.cells.get(*place)).map_or("", String::as_str)
    }
}

impl Table {
    /// Reads a file that has these columns.
    ///
    /// # Errors
    /// `C2001` for a file that cannot be read, `C2003` for a column that is missing or there twice.
    pub(super) fn read(
        name: &str,
        path: &Path,
        delimiter: u8,
        columns: &[&str],
    ) -> Result<Table, Fault> {
        let text = bounded(path, BYTES_MAX)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let failed = |problem: csv::Error| Fault::file(path, problem, "write it as CSV");
        let mut header: Vec<String> =
            reader.headers().map_err(failed)?.iter().map(str::to_owned).collect();
        let width = header.len();
        if header.len() > REFUSED_COLUMNS.len()
            && header.ends_with(&REFUSED_COLUMNS.map(Into::into))
        {
            header.truncate(width - REFUSED_COLUMNS.len()); // refused before, and corrected
        }
        let places = Rc::new(places(path, &header, columns)?);
        let (mut rows, mut lines) = (Vec::new(), CsvLines::of(&text));
        for record in reader.records() {
            let record = record.map_err(failed)?;
            let line = lines.of_record(record.position());
            let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
            let problem = (cells.len() != width).then(|| {
                let (count, help) = (cells.len(), "quote a cell that holds the delimiter");
                format!("it has {count} cells and the header has {width}: {help}")
            });
            cells.truncate(header.len());
            rows.push((Row { line, cells, places: Rc::clone(&places) }, problem));
        }
        Ok(Table { name: name.to_owned(), path: path.to_owned(), header, rows })
    }
}

/// The text of a file that is not too large, without a byte order mark.
pub(super) fn bounded(path: &Path, most: u64) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    // One byte past the bound tells that a file is too large, whatever it says of its length.
    let read = File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    read.map_err(|problem| Fault::file(path, problem, "name a file that can be read"))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(Fault::file(
            path,
            format!("it has more than {most} bytes"),
            "take it in parts",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|problem| {
        let valid = &problem.as_bytes()[..problem.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::file(path, format!("line {line} is no UTF-8"), "save the file as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Where each column stands.
fn places(
    path: &Path,
    header: &[String],
    columns: &[&str],
) -> Result<BTreeMap<String, usize>, Fault> {
    let mut places = BTreeMap::new();
    for column in columns {
        let mut found = header.iter().enumerate().filter(|(_, title)| title == column);
        let problem = match (found.next(), found.next()) {
            (Some((place, _)), None) => {
                places.insert((*column).to_owned(), place);
                continue;
            }
            (None, _) => format!("has no column {column:?}, but {}", header.join(", ")),
            _ => format!("has the column {column:?} twice: keep one"),
        };
        return Err(Fault::new("C2003", format!("{} {problem}", path.display())));
    }
    Ok(places)
}
