//! `run export`: writes the payroll file of an approved run, and records that it was written.
//!
//! The export is recorded first and the file written after it, in one step that leaves no half
//! file. A job that died in between does the same again: the same run, names and profile give the
//! same bytes.

use super::Which;
use crate::fault::{Fault, Status};
use crate::journal_file::{FileJournal, open};
use crate::names::Names;
use crate::out::{Out, Text};
use crate::teller::Teller;
use clap::Args;
use referral_ledger::SubmitError;
use referral_ledger::command::{Command, RecordExport};
use referral_ledger::payout::RunId;
use referral_ledger::refusal::Refusal;
use referral_ledger::report::{Directory, PaySheet, PaySheetError, PayrollFile, Profile};
use serde::Serialize;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const EXAMPLE: &str = "\
Example:
  referral-ledger run export journal.redb us-field/2026-01/1 --names names.csv --out payroll/ \\
      --by payroll-job --program

The names file holds a line for every payee of the run:
  payee,name
  T07,Ana Ruiz

The file has the layout generic-long@1: a header, and one row per payee. In a folder it is called
after the run, as us-field_2026-01_1.csv. Another file of that name is never replaced.";

/// Write the payroll file of an approved run, and record the export.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLE)]
pub(crate) struct Export {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    teller: Teller,
    /// The folder to write the file to, made if it ends in a slash, or a path for the file.
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[command(flatten)]
    names: Names,
}

/// What was written.
#[derive(Debug, Serialize)]
struct Exported {
    status: &'static str,
    sequence: u64,
    run: String,
    profile: String,
    file: PathBuf,
    file_digest: String,
    lines_digest: String,
    total: String,
}

impl Export {
    pub(super) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let names = self.names.directory()?;
        let mut journal = open(&self.which.journal)?;
        let (sheet, file) = rendered(&journal, &self.which.run, &names)?;
        let path = place(&self.out, &file.name())?;
        holds_nothing_else(&path, file.bytes())?; // before anything is recorded
        let (status, sequence) = self.record(&mut journal, &sheet, &file)?;
        write_whole(&path, file.bytes())?;
        out.tell(&Exported {
            status,
            sequence,
            run: self.which.run.to_string(),
            profile: file.profile().to_string(),
            file: path,
            file_digest: file.digest().to_string(),
            lines_digest: sheet.digest().to_string(),
            total: sheet.total().to_string(),
        })?;
        Ok(Status::Done)
    }

    /// Records the export: refused if the lines or the total are others, or if an earlier try
    /// recorded another file.
    fn record(
        &self,
        journal: &mut FileJournal,
        sheet: &PaySheet,
        file: &PayrollFile,
    ) -> Result<(&'static str, u64), Fault> {
        let run = self.which.run.clone();
        let (profile, digest, lines) = (file.profile(), file.digest(), sheet.digest());
        let command: Command =
            RecordExport { run, profile, file: digest, lines, total: sheet.total() }.into();
        let told = self.teller.told(&command)?;
        match journal.submit(&told, command) {
            Ok(outcome) => {
                let status = if outcome.is_new() { "accepted" } else { "already_on_file" };
                Ok((status, outcome.receipt().sequence))
            }
            // This very file was recorded by somebody else: then it is done, and written again.
            Err(SubmitError::Refused(Refusal::AlreadyExported { first, .. })) => {
                Ok(("already_on_file", first))
            }
            Err(fault) => Err(fault.into()),
        }
    }
}

fn rendered(
    journal: &FileJournal,
    run: &RunId,
    names: &Directory,
) -> Result<(PaySheet, PayrollFile), Fault> {
    let sheet = journal.ledger().pay_sheet(run).map_err(|why| match why {
        PaySheetError::Unknown { run } => Refusal::RunUnknown { run }.into(),
        PaySheetError::NotApproved { run, stage } => {
            Refusal::RunStageWrong { run, stage, wanted: "approved" }.into()
        }
        other => Fault::new("C1003", other.to_string()),
    })?;
    let file = sheet.render(&Profile::generic_long(), names);
    let file = file.map_err(|why| {
        Fault::new("C1003", format!("{why}: give a names file that names all of them, --names"))
    })?;
    Ok((sheet, file))
}

/// Where the file goes: into a folder, which is made if the path says by its end that it is one.
fn place(out: &Path, name: &str) -> Result<PathBuf, Fault> {
    if out.as_os_str().as_encoded_bytes().ends_with(b"/") {
        let help = "name a folder that can be written; nothing was recorded";
        fs::create_dir_all(out).map_err(|problem| Fault::file(out, problem, help))?;
    }
    if out.is_dir() {
        return Ok(out.join(name));
    }
    match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            let help = "make it, or name another path; nothing was recorded";
            Err(Fault::file(folder, "the folder does not exist", help))
        }
        _ => Ok(out.to_owned()),
    }
}

/// Refuses a path where something else is: the file of another run, or no payroll file at all.
fn holds_nothing_else(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    match fs::read(path) {
        Ok(there) if there != bytes => {
            let help = "move it away, or name another path; nothing was recorded";
            Err(Fault::file(path, "another file is there", help))
        }
        _ => Ok(()),
    }
}

/// Writes the file beside its place and moves it there, so that no reader sees a part of it.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    let help = "the export is on record, so give a path that can be written and do it again";
    written.map_err(|problem| Fault::file(path, problem, help))
}

impl Text for Exported {
    fn text(&self) -> String {
        let told = if self.status == "accepted" { "told" } else { "already on file" };
        let Exported { sequence, run, total, file_digest, .. } = self;
        let file = self.file.display();
        format!(
            "{told} at sequence {sequence}: run {run} is exported, {total} in all\n\
             {file} is written\n  digest  {file_digest}\n"
        )
    }
}
