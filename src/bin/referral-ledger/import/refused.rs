//! The rows that were not taken, in a file of their own: as they were, with the reason behind.
//!
//! The file can be corrected and imported in place of the first one: the columns of reasons are
//! then left out again.

use super::rows::{REFUSED_COLUMNS, Table};
use super::tell::Answered;
use crate::fault::Fault;
use crate::outcome::Told as Answer;
use std::path::{Path, PathBuf};

/// The rows of one file that were not taken.
#[derive(Default)]
pub(super) struct Refused {
    /// The row, the command, the code and the reason.
    rows: Vec<(usize, &'static str, &'static str, String)>,
}

impl Refused {
    /// Keeps an answer, if it is a no.
    pub(super) fn keep(&mut self, answered: &Answered) {
        if let Answer::Not(no) = &answered.answer {
            let row = answered.place.row;
            self.rows.push((row, answered.kind, no.code, no.sentence.clone()));
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// Writes the file: its header alone when every row was taken, so that it never tells of an
    /// earlier import.
    pub(super) fn write(
        mut self,
        table: &Table,
        folder: Option<&Path>,
        delimiter: u8,
    ) -> Result<PathBuf, Fault> {
        self.rows.sort_by_key(|(row, ..)| *row);
        let path = path_of(&table.path, folder);
        let failed = |problem: csv::Error| Fault::file(&path, problem, "give --refused a folder");
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_path(&path)
            .map_err(failed)?;
        let titles = table.header.iter().map(String::as_str).chain(REFUSED_COLUMNS);
        writer.write_record(titles).map_err(failed)?;
        for (row, kind, code, reason) in &self.rows {
            let row = &table.rows[*row].0;
            let mut cells = row.cells.clone();
            cells.resize(table.header.len().max(cells.len()), String::new());
            let why =
                [row.line.to_string(), (*kind).to_owned(), (*code).to_owned(), reason.clone()];
            writer.write_record(cells.iter().chain(&why)).map_err(failed)?;
        }
        writer.flush().map_err(|problem| failed(problem.into()))?;
        Ok(path)
    }
}

/// `leads.csv` becomes `leads.refused.csv`. A file that was corrected and is imported becomes
/// `leads.refused.refused.csv`: what is imported is never written to.
fn path_of(path: &Path, folder: Option<&Path>) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("{stem}.refused.csv");
    match folder {
        Some(folder) => folder.join(name),
        None => path.with_file_name(name),
    }
}
