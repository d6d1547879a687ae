//! `restate` and `simulate`: what the recorded history would have come to, had something in it been
//! otherwise. Neither changes the journal.
//!
//! What is put right stands in a file: a JSON list of changes. A plan's text may be named by its
//! file there, and an id by a row key.

use crate::fault::{Fault, Status};
use crate::fields::table;
use crate::journal_file::open_to_read;
use crate::out::{Out, Text};
use crate::row_ids::name_rows;
use crate::told_line::read_plan;
use clap::Args;
use referral_ledger::restatement::{Change, DifferenceLine, Proposal, RefusedAnew};
use referral_ledger::study::{self, Simulated, StudyError};
use referral_ledger::time::Period;
use serde::Serialize;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// How often a study reads each record.
const READS: u64 = 1;

const CHANGES: &str = "\
Changes, as a JSON list:
  [{\"plan\": {\"published\": \"field-leads@2026\", \"text\": {\"file\": \"right.toml\"}}},
   {\"moved\": {\"sequence\": 4711, \"at\": \"2026-03-31T17:00:00.000Z\"}},
   {\"left_out\": {\"sequence\": 4712}},
   {\"instead\": {\"sequence\": 4713, \"command\": {\"report_lead\": ...}}},
   {\"told\": {\"told\": {\"at\": ..., \"by\": ..., \"key\": ...}, \"command\": ...}}]

  plan      another text in the place of a published one
  moved     a recorded command, told when it should have been; its sequence is in its receipt
  left_out  a recorded command that should not have been told
  instead   a recorded command as it should have read
  told      a command the journal was never told";

const RESTATE: &str = "\
Example:
  referral-ledger restate journal.redb 2026-03 --changes changes.json --out proposal.json
  echo '{\"at\": ..., \"by\": \"lena\", \"command\": {\"post_restatement\": {\"restatement\":
    {\"row\": \"rate-1\"}, \"proposal\": {\"file\": \"proposal.json\"}, \"reason\": \"wrong-rate\",
    \"lands\": \"payable\"}}}' | referral-ledger submit journal.redb

Somebody else looks at `show restatements` and approves its digest.";

const SIMULATE: &str = "\
Example:
  referral-ledger simulate journal.redb 2026 --changes candidate.json";

/// Say what a closed period would have come to, had some things been otherwise.
#[derive(Debug, Args)]
#[command(after_help = RESTATE, after_long_help = format!("{RESTATE}\n\n{CHANGES}"))]
pub(crate) struct Restate {
    /// The journal's file.
    journal: PathBuf,
    /// One or more closed months, as 2026-03, 2026Q1 or 2026-03-01/2026-05-01.
    period: Period,
    /// The file that says what was otherwise.
    #[arg(long)]
    changes: PathBuf,
    /// Where to write the proposal that can be posted.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Say what another plan would have paid for the history.
#[derive(Debug, Args)]
#[command(after_help = SIMULATE, after_long_help = format!("{SIMULATE}\n\n{CHANGES}"))]
pub(crate) struct Simulate {
    /// The journal's file.
    journal: PathBuf,
    /// The days of the facts, as 2026, 2026Q1, 2026-03 or 2026-01-15/2026-02-15.
    over: Period,
    /// The file that says what is otherwise.
    #[arg(long)]
    changes: PathBuf,
}

/// What a restatement would say.
#[derive(Debug, Serialize)]
struct Restated {
    digest: String,
    as_of: u64,
    lines: Vec<Row>,
    refused: Vec<RefusedAnew>,
}

/// What a simulation says.
#[derive(Debug, Serialize)]
struct Simulation {
    as_of: u64,
    rows: Vec<Row>,
    refused: Vec<RefusedAnew>,
}

#[derive(Debug, Serialize)]
struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<String>,
    payee: String,
    plan: String,
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    was: String,
    would_be: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why_was: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why_would_be: Vec<String>,
}

impl Restate {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let changes = read_changes(&self.changes)?;
        let journal = open_to_read(&self.journal, READS, "deciding again")?;
        let proposal = study::restate(&journal, self.period, &changes).map_err(fault)?;
        journal.store().done();
        if let Some(path) = &self.out {
            let help = "name a file that can be written";
            fs::write(path, proposal.text()).map_err(|problem| Fault::file(path, problem, help))?;
        }
        out.tell(&Restated::of(&proposal))?;
        Ok(Status::Done)
    }
}

impl Simulate {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let changes = read_changes(&self.changes)?;
        let journal = open_to_read(&self.journal, READS, "deciding again")?;
        let found = study::simulate(&journal, self.over, &changes).map_err(fault)?;
        journal.store().done();
        let rows = found.rows.iter().map(Row::simulated).collect();
        out.tell(&Simulation { as_of: found.as_of, rows, refused: found.refused })?;
        Ok(Status::Done)
    }
}

fn fault(wrong: StudyError) -> Fault {
    match wrong {
        StudyError::Record(fault) => fault.into(),
        other => Fault::new("C1006", other.to_string()),
    }
}

/// The changes of a file.
fn read_changes(path: &Path) -> Result<Vec<Change>, Fault> {
    let help = "write a JSON list of changes; `--help` shows each";
    let wrong = |problem: String| Fault::file(path, problem, help);
    let text = fs::read_to_string(path).map_err(|problem| wrong(problem.to_string()))?;
    let mut changes: Value = serde_json::from_str(&text).map_err(|it| wrong(it.to_string()))?;
    for change in changes.as_array_mut().into_iter().flatten() {
        let Some(text) = change.get_mut("plan").and_then(|it| it.get_mut("text")) else { continue };
        if let Some(file) = text.get("file").and_then(Value::as_str) {
            *text = Value::String(read_plan(file).map_err(wrong)?);
        }
    }
    name_rows(&mut changes).map_err(wrong)?;
    serde_json::from_value(changes).map_err(|it| wrong(it.to_string()))
}

impl Restated {
    fn of(proposal: &Proposal) -> Restated {
        Restated {
            digest: proposal.digest().to_string(),
            as_of: proposal.as_of,
            lines: proposal.lines.iter().map(Row::restated).collect(),
            refused: proposal.refused.clone(),
        }
    }
}

impl Row {
    fn restated(line: &DifferenceLine) -> Row {
        Row {
            month: Some(line.month.to_string()),
            payee: line.payee.to_string(),
            plan: line.plan.to_string(),
            rule: line.rule.to_string(),
            source: Some(line.source.to_string()),
            was: line.was.to_string(),
            would_be: line.would_be.to_string(),
            difference: Some(line.difference.to_string()),
            why_was: line.why_was.iter().map(ToString::to_string).collect(),
            why_would_be: line.why_would_be.iter().map(ToString::to_string).collect(),
        }
    }

    fn simulated(row: &Simulated) -> Row {
        Row {
            month: None,
            payee: row.payee.to_string(),
            plan: row.plan.to_string(),
            rule: row.rule.to_string(),
            source: None,
            was: row.was.to_string(),
            would_be: row.would_be.to_string(),
            difference: None,
            why_was: Vec::new(),
            why_would_be: Vec::new(),
        }
    }
}

/// The commands that would be refused, a line each.
fn refused_text(refused: &[RefusedAnew]) -> String {
    let line = |it: &RefusedAnew| {
        format!(
            "would be refused: sequence {}, {} ({}): {}\n",
            it.sequence, it.kind, it.code, it.says
        )
    };
    refused.iter().map(line).collect()
}

impl Text for Restated {
    fn text(&self) -> String {
        let refused = refused_text(&self.refused);
        if self.lines.is_empty() {
            return format!("nothing differs\n{refused}");
        }
        let row = |it: &Row| {
            [
                it.month.clone().unwrap_or_default(),
                it.payee.clone(),
                it.plan.clone(),
                it.rule.clone(),
                it.source.clone().unwrap_or_default(),
                it.was.clone(),
                it.would_be.clone(),
                it.difference.clone().unwrap_or_default(),
            ]
        };
        let head = ["month", "payee", "plan", "rule", "source", "was", "would be", "difference"];
        let rows: Vec<_> = self.lines.iter().map(row).collect();
        let lines = table(head, &rows);
        format!("{lines}{refused}made of {} records, digest {}\n", self.as_of, self.digest)
    }
}

impl Text for Simulation {
    fn text(&self) -> String {
        let row = |it: &Row| {
            let (was, would_be) = (it.was.clone(), it.would_be.clone());
            [it.payee.clone(), it.plan.clone(), it.rule.clone(), was, would_be]
        };
        let rows: Vec<_> = self.rows.iter().map(row).collect();
        let rows = table(["payee", "plan", "rule", "was", "would be"], &rows);
        format!("{rows}{}", refused_text(&self.refused))
    }
}
