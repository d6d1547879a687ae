//! What an import came to: a line for each command of each file, and where the rest is.

use crate::fields::table;
use crate::outcome::Became;
use std::path::Path;

/// What an import came to.
#[derive(Default)]
pub(super) struct Summary {
    /// File and command, and how many were accepted, already on file, refused and invalid.
    counts: Vec<((String, &'static str), [usize; 4])>,
    notes: String,
}

impl Summary {
    /// Counts what became of a row.
    pub(super) fn count(&mut self, file: &str, kind: &'static str, became: Became) {
        let column = match became {
            Became::Accepted => 0,
            Became::AlreadyOnFile => 1,
            Became::Refused => 2,
            Became::Invalid => 3,
        };
        let is_it = |(name, other): &(String, &'static str)| name == file && *other == kind;
        match self.counts.iter_mut().find(|(of, _)| is_it(of)) {
            Some((_, counts)) => counts[column] += 1,
            None => {
                let mut counts = [0; 4];
                counts[column] = 1;
                self.counts.push(((file.to_owned(), kind), counts));
            }
        }
    }

    /// Tells where the rows are that were not taken.
    pub(super) fn note(&mut self, count: usize, path: &Path) {
        let s = if count == 1 { " was" } else { "s were" };
        self.notes += &format!("{count} command{s} not taken: {}\n", path.display());
    }

    /// The page.
    pub(super) fn page(&self) -> String {
        let head = ["command", "accepted", "already on file", "refused", "not read"];
        let row = |((file, kind), counts): &((String, &'static str), [usize; 4])| {
            let [accepted, on_file, refused, invalid] = counts.map(|count| count.to_string());
            [format!("{file} {kind}"), accepted, on_file, refused, invalid]
        };
        let mut rows: Vec<_> = self.counts.iter().map(row).collect();
        rows.sort();
        if rows.is_empty() { "no rows\n".to_owned() } else { table(head, &rows) + &self.notes }
    }
}
