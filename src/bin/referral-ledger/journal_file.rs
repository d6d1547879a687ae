//! The journal's file: opened to be told something, or only to be asked.
//!
//! Asking never makes a file: a mistyped path is an error, not an empty journal.

use crate::fault::Fault;
use crate::progress::Watched;
use referral_ledger::Journal;
use referral_ledger::store::FileStore;
use std::path::Path;

/// A journal in a file, which shows how far reading it is.
pub(crate) type FileJournal = Journal<Watched>;

/// How often opening reads each record: to replay it, and to check the tree of the leaves.
const READS_TO_OPEN: u64 = 2;

/// Opens the journal in this file, or begins one where no file is.
pub(crate) fn open_or_begin(path: &Path) -> Result<FileJournal, Fault> {
    opened(path, READS_TO_OPEN, "opening")
}

/// Opens the journal that is in this file.
pub(crate) fn open(path: &Path) -> Result<FileJournal, Fault> {
    there_is(path)?;
    open_or_begin(path)
}

/// Opens the journal that is in this file, for work that reads each record so many times more.
pub(crate) fn open_to_read(
    path: &Path,
    times: u64,
    words: &'static str,
) -> Result<FileJournal, Fault> {
    there_is(path)?;
    let store = Watched::new(FileStore::open(path)?, READS_TO_OPEN + times, words)?;
    Ok(Journal::open_in_full(store)?)
}

fn opened(path: &Path, times: u64, words: &'static str) -> Result<FileJournal, Fault> {
    let journal = Journal::open(Watched::new(FileStore::open(path)?, times, words)?)?;
    journal.store().done();
    Ok(journal)
}

fn there_is(path: &Path) -> Result<(), Fault> {
    if path.is_file() {
        return Ok(());
    }
    let help = "name the journal's file, or begin one with `referral-ledger submit`";
    Err(Fault::new("C3001", format!("there is no file {}: {help}", path.display())))
}
