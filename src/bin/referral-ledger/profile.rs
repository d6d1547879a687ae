//! `profile`: the layouts of payroll files: which are shipped, what they say, and what is wrong
//! with one of your own.

use crate::fault::{Fault, Status};
use crate::finding::FindingOut;
use crate::out::{Out, Text};
use clap::{Args, Subcommand};
use referral_ledger::report::Profile as Layout;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

const VERBS: &str = "\
A layout of your own, from one that is shipped:
  referral-ledger profile list
  referral-ledger profile show adp-epi > ours.toml
  referral-ledger profile check ours.toml
  referral-ledger run export journal.redb us-field/2026-01/1 --profile ours.toml --out payroll/ \\
      --names names.csv --set company_code=XYZ --by payroll-job --program";
const LIST: &str = "\
Example:
  referral-ledger profile list";
const SHOW: &str = "\
Example:
  referral-ledger profile show adp-epi > ours.toml

Give it an id of your own before you change it: the id is recorded with each export.";
const CHECK: &str = "\
Example:
  referral-ledger profile check ours.toml

The status is 1 if anything was found.";

/// List the layouts of payroll files, print one, or check one of your own.
#[derive(Debug, Args)]
#[command(after_help = VERBS)]
pub(crate) struct Profile {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Name the layouts that are shipped.
    #[command(after_help = LIST)]
    List,
    /// Print the text of a layout that is shipped.
    #[command(after_help = SHOW)]
    Show {
        /// Its name.
        name: String,
    },
    /// Say everything that is wrong with a profile file.
    #[command(after_help = CHECK)]
    Check {
        /// The file.
        file: PathBuf,
    },
}

#[derive(Debug, Serialize)]
struct Listed {
    profiles: Vec<ProfileOut>,
}

#[derive(Debug, Serialize)]
struct ProfileOut {
    profile: String,
    kind: &'static str,
    title: String,
    digest: String,
}

#[derive(Debug, Serialize)]
struct Shown {
    profile: String,
    text: &'static str,
}

#[derive(Debug, Serialize)]
struct Checked {
    file: PathBuf,
    profile: Option<String>,
    findings: Vec<FindingOut>,
}

impl Profile {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        match &self.verb {
            Verb::List => {
                let shipped = Layout::shipped_names().filter_map(Layout::shipped);
                out.tell(&Listed { profiles: shipped.map(|it| ProfileOut::of(&it)).collect() })?;
                Ok(Status::Done)
            }
            Verb::Show { name } => {
                let text = Layout::shipped_text(name).ok_or_else(|| {
                    let sentence =
                        format!("no profile {name} is shipped: `profile list` names them");
                    Fault::new("C1002", sentence)
                })?;
                out.tell(&Shown { profile: name.clone(), text })?;
                Ok(Status::Done)
            }
            Verb::Check { file } => {
                let read = Layout::read(&text_of(file)?);
                let findings = read
                    .as_ref()
                    .err()
                    .map_or(Vec::new(), |findings| findings.iter().map(FindingOut::of).collect());
                let status = if read.is_ok() { Status::Done } else { Status::Refused };
                let profile = read.ok().map(|profile| profile.id().to_string());
                out.tell(&Checked { file: file.clone(), profile, findings })?;
                Ok(status)
            }
        }
    }
}

/// A shipped profile, or that of a file.
pub(crate) fn profile_of(name: &str) -> Result<Layout, Fault> {
    if let Some(shipped) = Layout::shipped(name) {
        return Ok(shipped);
    }
    let path = Path::new(name);
    Layout::read(&text_of(path)?).map_err(|findings| {
        let sentence = format!("{}: `profile check` tells all of it: {findings}", path.display());
        Fault::new("C1007", sentence.replace('\n', " "))
    })
}

fn text_of(path: &Path) -> Result<String, Fault> {
    fs::read_to_string(path).map_err(|problem| {
        Fault::file(path, problem, "name a profile file in UTF-8, or one of `profile list`")
    })
}

impl ProfileOut {
    fn of(profile: &Layout) -> ProfileOut {
        ProfileOut {
            profile: profile.id().to_string(),
            kind: profile.kind(),
            title: profile.title().to_owned(),
            digest: profile.digest().to_string(),
        }
    }
}

impl Text for Listed {
    fn text(&self) -> String {
        let line = |it: &ProfileOut| format!("{:<18} {:<8} {}\n", it.profile, it.kind, it.title);
        self.profiles.iter().map(line).collect()
    }
}

impl Text for Shown {
    fn text(&self) -> String {
        self.text.to_owned()
    }
}

impl Text for Checked {
    fn text(&self) -> String {
        let file = self.file.display();
        match &self.profile {
            Some(profile) => format!("{file}: {profile} is clean\n"),
            None => {
                let prose = self.findings.iter().map(|it| format!("{file}: {}\n", it.prose));
                prose.collect()
            }
        }
    }
}
