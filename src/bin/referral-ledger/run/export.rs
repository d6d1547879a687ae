//! `run export`: writes the payroll files of an approved run, and records that they were written.
//!
//! The export is recorded first and the files written after it, each in one step that leaves no
//! half file. A job that died in between does the same again: the same run, names and profiles give
//! the same bytes.

use super::Which;
use crate::fault::{Fault, Status};
use crate::journal_file::{FileJournal, open};
use crate::names::Names;
use crate::out::{Out, Text};
use crate::profile::profile_of;
use crate::teller::Teller;
use clap::Args;
use referral_ledger::Ledger;
use referral_ledger::SubmitError;
use referral_ledger::command::Command;
use referral_ledger::payout::RunId;
use referral_ledger::refusal::Refusal;
use referral_ledger::report::{Directory, PaySheet, PaySheetError, PayrollFile, Profile};
use serde::Serialize;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const EXAMPLE: &str = "\
Examples:
  referral-ledger run export journal.redb us-field/2026-01/1 --names names.csv --out payroll/ \\
      --by payroll-job --program
  referral-ledger run export journal.redb us-field/2026-01/1 --names names.csv --out payroll/ \\
      --profile adp-epi --set company_code=XYZ --profile qbo-journal-csv --by payroll-job --program

The names file holds a line for every payee of the run, and further columns for their ids in other
systems, as adp:
  payee,name,adp
  T07,Ana Ruiz,000042

Without --profile the file has the layout generic-long@1: a header, and one row per payee. `profile
list` names the layouts that are shipped; a file of your own is one as well. All files are recorded
in one export, and must pay the run exactly once. In a folder each is called as its profile says.
Another file of that name is never replaced.";

/// Write the payroll files of an approved run, and record the export.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLE)]
pub(crate) struct Export {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    teller: Teller,
    /// The folder to write to, made if it ends in a slash, or a path for the one file.
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[command(flatten)]
    names: Names,
    /// A shipped profile, or a profile file. May be given several times.
    #[arg(long = "profile", value_name = "NAME|FILE", default_value = "generic-long")]
    profiles: Vec<String>,
    /// A constant that profiles ask for, such as the company code. May be given several times.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = constant)]
    constants: Vec<(String, String)>,
}

/// What was written.
#[derive(Debug, Serialize)]
struct Exported {
    status: &'static str,
    sequence: u64,
    run: String,
    digest: String,
    lines_digest: String,
    total: String,
    files: Vec<FileOut>,
}

/// One file.
#[derive(Debug, Serialize)]
struct FileOut {
    profile: String,
    file: PathBuf,
    digest: String,
    bytes: usize,
    rows: usize,
    payees: usize,
    positive: String,
    negative: String,
    net: String,
    id_hash: u64,
}

impl FileOut {
    fn of(file: &PayrollFile, path: &Path) -> FileOut {
        let totals = file.totals();
        FileOut {
            profile: file.profile().to_string(),
            file: path.to_owned(),
            digest: file.digest().to_string(),
            bytes: file.bytes().len(),
            rows: totals.rows,
            payees: totals.payees,
            positive: totals.positive.to_string(),
            negative: totals.negative.to_string(),
            net: totals.net.to_string(),
            id_hash: totals.id_hash,
        }
    }
}

/// Reads `NAME=VALUE`.
fn constant(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, as company_code=XYZ")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Export {
    pub(super) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let mut names = self.names.directory()?;
        for (name, value) in &self.constants {
            names.insert_constant(name, value);
        }
        let profiles: Vec<Profile> =
            self.profiles.iter().map(|name| profile_of(name)).collect::<Result<_, _>>()?;
        let mut journal = open(&self.which.journal)?;
        let (sheet, files) = rendered(&journal, &self.which.run, &names, &profiles)?;
        let mut placed: Vec<PathBuf> = Vec::new();
        for file in &files {
            let path = place(&self.out, &file.name())?;
            if placed.contains(&path) {
                let help = "name a folder, and profiles that call their files differently; \
                            nothing was recorded";
                return Err(Fault::file(&path, "two files would have this name", help));
            }
            holds_nothing_else(&path, file.bytes())?; // before anything is recorded
            placed.push(path);
        }
        let (status, sequence, digest) = self.record(&mut journal, &sheet, &files)?;
        for (file, path) in files.iter().zip(&placed) {
            write_whole(path, file.bytes())?;
        }
        out.tell(&Exported {
            status,
            sequence,
            run: self.which.run.to_string(),
            digest,
            lines_digest: sheet.digest().to_string(),
            total: sheet.total().to_string(),
            files: files.iter().zip(&placed).map(|(file, path)| FileOut::of(file, path)).collect(),
        })?;
        Ok(Status::Done)
    }

    /// Records the export: refused if the lines or the total are others, or if an earlier try
    /// recorded other files.
    fn record(
        &self,
        journal: &mut FileJournal,
        sheet: &PaySheet,
        files: &[PayrollFile],
    ) -> Result<(&'static str, u64, String), Fault> {
        let export = sheet.export(files);
        let digest = export.file.to_string();
        let command: Command = export.into();
        let told = self.teller.told(&command)?;
        match journal.submit(&told, command) {
            Ok(outcome) => {
                let status = if outcome.is_new() { "accepted" } else { "already_on_file" };
                Ok((status, outcome.receipt().sequence, digest))
            }
            // These very files were recorded by somebody else: then it is done, and written again.
            Err(SubmitError::Refused(Refusal::AlreadyExported { first, .. })) => {
                Ok(("already_on_file", first, digest))
            }
            Err(fault) => Err(fault.into()),
        }
    }
}

fn rendered(
    journal: &FileJournal,
    run: &RunId,
    names: &Directory,
    profiles: &[Profile],
) -> Result<(PaySheet, Vec<PayrollFile>), Fault> {
    let sheet = sheet_of(journal.ledger(), run)?;
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for profile in profiles {
        match sheet.render_all(profile, names) {
            Ok(made) => files.extend(made),
            Err(why) => problems.push(format!("{}: {why}", profile.id())),
        }
    }
    if !problems.is_empty() {
        let help = "--names gives names and ids, --set the constants; nothing was recorded";
        return Err(Fault::new("C1003", format!("{}: {help}", problems.join("; "))));
    }
    Ok((sheet, files))
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
        let Exported { sequence, run, total, .. } = self;
        let mut text =
            format!("{told} at sequence {sequence}: run {run} is exported, {total} in all\n");
        for it in &self.files {
            let FileOut { profile, digest, rows, payees, net, .. } = it;
            text += &format!(
                "{} is written\n  digest  {digest}\n  {profile}: {rows} rows, {payees} payees, net {net}\n",
                it.file.display()
            );
        }
        text
    }
}

/// The pay sheet of an approved run.
pub(super) fn sheet_of(ledger: &Ledger, run: &RunId) -> Result<PaySheet, Fault> {
    ledger.pay_sheet(run).map_err(|why| match why {
        PaySheetError::Unknown { run } => Refusal::RunUnknown { run }.into(),
        PaySheetError::NotApproved { run, stage } => {
            Refusal::RunStageWrong { run, stage, wanted: "approved" }.into()
        }
        other => Fault::new("C1003", other.to_string()),
    })
}
