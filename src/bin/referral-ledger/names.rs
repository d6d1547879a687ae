//! Who is who: a CSV file of the caller's, read for one report and forgotten.

use crate::csv_lines::CsvLines;
use crate::fault::Fault;
use clap::Args;
use referral_ledger::id::PayeeId;
use referral_ledger::report::Directory;
use std::path::{Path, PathBuf};

/// The names file.
#[derive(Debug, Args)]
pub(crate) struct Names {
    /// Who is who: a CSV file with the columns payee and name. Any further column, such as adp,
    /// holds the payee's id in the system it is named after. Nothing of it is kept.
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
}

impl Names {
    /// The directory; one that names nobody where no file was given.
    pub(crate) fn directory(&self) -> Result<Directory, Fault> {
        self.names.as_deref().map_or_else(|| Ok(Directory::new()), read)
    }
}

/// A payee as a person reads it: name and id, or the id alone.
pub(crate) fn who(payee: &str, name: Option<&str>) -> String {
    match name {
        Some(name) => {
            let shown: String =
                name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            format!("{payee} ({shown})")
        }
        None => payee.to_owned(),
    }
}

fn read(path: &Path) -> Result<Directory, Fault> {
    let text = std::fs::read_to_string(path)
        .map_err(|problem| Fault::file(path, problem, "name a CSV file in UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = CsvLines::of(text);
    let wrong = |problem: String| Fault::new("C2002", format!("{}: {problem}", path.display()));
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|problem| wrong(problem.to_string()))?.clone();
    let column = |name: &str| {
        let found = header.iter().position(|title| title == name);
        let help = "the first line names the columns, as payee,name,adp";
        found.ok_or_else(|| wrong(format!("column {name} is missing: {help}")))
    };
    let (payees, names) = (column("payee")?, column("name")?);
    let mut directory = Directory::new();
    for row in reader.records() {
        let row = row.map_err(|problem| wrong(problem.to_string()))?;
        let line = lines.of_record(row.position());
        let payee: PayeeId =
            row[payees].parse().map_err(|problem| wrong(format!("line {line}: {problem}")))?;
        directory.insert(&payee, &row[names]);
        for (index, id) in row.iter().enumerate() {
            if index != payees && index != names && !id.is_empty() {
                directory.insert_external(&payee, &header[index], id);
            }
        }
    }
    Ok(directory)
}
