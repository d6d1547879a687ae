//! `plan check`: every finding of every file, and whether the versions can stand beside one
//! another.
//!
//! The versions that can be read are published, oldest first, to a journal in memory: so every
//! rule of publishing is applied, and none is written twice. Who is passed on to is on file there.

use crate::fault::{Fault, Status};
use crate::finding::FindingOut;
use crate::out::{Out, Text};
use crate::outcome::{No, Told as Answer};
use crate::told_line::read_plan;
use clap::Args;
use referral_ledger::command::{Command, DefinePayGroup, PlanText, PublishPlan, RegisterPayee};
use referral_ledger::id::{PayGroupId, PayeeId};
use referral_ledger::money::Unit;
use referral_ledger::payee::WorkerClass;
use referral_ledger::plan::cap::Excess;
use referral_ledger::plan::{Finding, Findings, Plan};
use referral_ledger::time::Date;
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, SubmitError};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  referral-ledger plan check plans/2026.toml
  referral-ledger plan check plans/

Of a folder every .toml file is checked. All versions are checked together, as if they were
published to one journal, oldest first: overlaps, and the zone and the currency, which all plans
share, and the date that picks a version and whom it is for, which all versions of a plan share.
The status is 1 if anything was found. `plan example` prints a plan to begin with.";

/// Check plan files, and that versions can stand beside one another.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Check {
    /// Plan files, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct Checked {
    files: Vec<FileOut>,
}

/// One file.
#[derive(Debug, Serialize)]
struct FileOut {
    file: PathBuf,
    plan: Option<String>,
    effective_from: Option<String>,
    effective_until: Option<String>,
    findings: Vec<Conflicting>,
    /// Why it cannot be published beside the others.
    refused: Option<No>,
}

/// A finding, and the place of what it does not go with.
#[derive(Debug, Serialize)]
struct Conflicting {
    #[serde(flatten)]
    finding: FindingOut,
    other: Option<(usize, usize)>,
}

impl Check {
    pub(super) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let (mut files, mut plans, mut payees) = (Vec::new(), Vec::new(), BTreeMap::new());
        for path in paths(&self.files)? {
            let text = read_plan(&path.to_string_lossy());
            let text = text.map_err(|why| Fault::new("C2001", why))?;
            match Plan::read(&text) {
                Ok(plan) => {
                    payees.extend(passed_to(&plan).map(|payee| (payee.clone(), plan.unit)));
                    plans.push((plan.effective.from, files.len(), text));
                    files.push(FileOut::of(&path, &plan));
                }
                Err(findings) => files.push(FileOut::unread(&path, &findings)),
            }
        }
        plans.sort(); // oldest first; of one day, in the order given
        publish(&mut files, &plans, payees)?;
        let clean = files.iter().all(FileOut::is_clean);
        out.tell(&Checked { files })?;
        Ok(if clean { Status::Done } else { Status::Refused })
    }
}

/// The files, and the plan files of the folders, in the order of their names.
fn paths(given: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    let mut paths = Vec::new();
    for path in given {
        if !path.is_dir() {
            paths.push(path.clone());
            continue;
        }
        let failed = |problem| Fault::file(path, problem, "name a folder that can be read");
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                inside.push(path);
            }
        }
        if inside.is_empty() {
            return Err(Fault::file(path, "it holds no .toml file", "name the plans' folder"));
        }
        inside.sort();
        paths.append(&mut inside);
    }
    Ok(paths)
}

/// Whom the plan's caps pass on to.
fn passed_to(plan: &Plan) -> impl Iterator<Item = &PayeeId> {
    plan.caps.iter().filter_map(|cap| match &cap.excess {
        Excess::PassedTo(payee) => Some(payee),
        Excess::Forfeited | Excess::Carried => None,
    })
}

/// Publishes the versions to a journal in memory, and keeps what it says no to.
fn publish(
    files: &mut [FileOut],
    plans: &[(Date, usize, String)],
    payees: BTreeMap<PayeeId, Unit>,
) -> Result<(), Fault> {
    let mut journal = Journal::in_memory();
    let Some((first, ..)) = plans.first() else { return Ok(()) };
    // Told on the first day in a journal of its own: only the order matters here.
    let at = first.at_utc(12, 0).expect("every day has a noon");
    let by = Actor::system("plan-check".parse().expect("the id is visible ASCII"));
    let told = |key: Key| Told { at, by: by.clone(), key };
    for (payee, unit) in payees {
        let group: PayGroupId = unit.code().parse().expect("a currency's code is visible ASCII");
        let entity = "plan-check".parse().expect("the id is visible ASCII");
        let class = WorkerClass::Employee;
        let define: Command = DefinePayGroup { group: group.clone(), entity, unit }.into();
        let register: Command = RegisterPayee { payee, group, class, employed_from: *first }.into();
        for command in [define, register] {
            let _on_file = journal.submit(&told(Key::of(&command)), command)?;
        }
    }
    for (_, index, text) in plans {
        let command: Command = PublishPlan { text: PlanText::new(text) }.into();
        let key: Key = format!("file-{index}").parse().expect("the key is visible ASCII");
        match journal.submit(&told(key), command) {
            Ok(_) => {}
            Err(SubmitError::Refused(no)) => {
                if let Answer::Not(no) = Answer::refused(&no) {
                    files[*index].refused = Some(no);
                }
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(())
}

impl Checked {
    /// The one file that cannot be read.
    pub(super) fn unread(path: &Path, findings: &Findings) -> Checked {
        Checked { files: vec![FileOut::unread(path, findings)] }
    }
}

impl FileOut {
    fn of(path: &Path, plan: &Plan) -> FileOut {
        FileOut {
            file: path.to_owned(),
            plan: Some(plan.name.to_string()),
            effective_from: Some(plan.effective.from.to_string()),
            effective_until: plan.effective.until.map(|day| day.to_string()),
            findings: Vec::new(),
            refused: None,
        }
    }

    fn unread(path: &Path, findings: &Findings) -> FileOut {
        FileOut {
            file: path.to_owned(),
            plan: None,
            effective_from: None,
            effective_until: None,
            findings: findings.iter().map(Conflicting::of).collect(),
            refused: None,
        }
    }

    fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.refused.is_none()
    }

    fn text(&self) -> String {
        let file = self.file.display();
        if let Some(no) = &self.refused {
            return format!("{file}: {}: {}\n", no.code, no.sentence);
        }
        match (&self.plan, &self.effective_from) {
            (Some(plan), Some(from)) => {
                let until = match &self.effective_until {
                    Some(until) => format!("up to, not including, {until}"),
                    None => "until a later version begins".to_owned(),
                };
                format!("{file}: {plan} is clean, in force from {from} {until}\n")
            }
            _ => self.findings.iter().map(|it| format!("{file}: {}\n", it.finding.prose)).collect(),
        }
    }
}

impl Conflicting {
    fn of(finding: &Finding) -> Conflicting {
        Conflicting { finding: FindingOut::of(finding), other: finding.other }
    }
}

impl Text for Checked {
    fn text(&self) -> String {
        self.files.iter().map(FileOut::text).collect()
    }
}
