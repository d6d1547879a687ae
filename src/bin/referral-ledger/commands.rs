//! `commands`: one documented example line for every command, in an order that plays.
//!
//! The lines stand in `commands/examples.jsonl`. They are told to a journal in memory as they are
//! printed, so that the digests which an approval and an export repeat are the right ones. Adding
//! a command to the library asks for a line there: a test looks for each kind.

use crate::fault::{Fault, Status};
use crate::out::Out;
use crate::submit::tell;
use clap::Args;
use referral_ledger::Journal;
use referral_ledger::id::{AdjustmentId, LapseId, RestatementId, WriteOffId};
use referral_ledger::payout::RunId;
use referral_ledger::report::{Directory, Profile};
use referral_ledger::restatement::Change;
use referral_ledger::store::MemoryStore;
use referral_ledger::study::restate;
use serde_json::json;

/// The lines, with blanks: `$PLAN`, `$DRIVE` and `$GROUND` for the texts of plans, `$LINES`,
/// `$FILE` and `$TOTAL` for what the run below came to, `$ADJUSTMENT`, `$OWED`, `$WRITE_OFF`
/// and `$LAPSE` for the digests of what was proposed; `$PROPOSAL` for the text of what a study
/// makes of the closed month and `$RESTATEMENT` for the digest of what was posted of it.
const EXAMPLES: &str = include_str!("commands/examples.jsonl");

/// The plan that the examples publish.
const PLAN: &str = include_str!("commands/plan.toml");

/// The plan for those who are assigned to it.
const DRIVE: &str = include_str!("commands/drive.toml");

/// The plan whose ground rules protect leads.
const GROUND: &str = include_str!("commands/ground.toml");

/// The run that the examples pay.
const RUN: &str = "us-field/2026-01/2";

/// The adjustments that the examples approve, by the blanks of their digests.
const ADJUSTMENTS: [(&str, &str); 2] = [("$ADJUSTMENT", "case-1"), ("$OWED", "case-3")];

/// The write-off that the examples approve.
const WRITE_OFF: &str = "loss-1";

/// The lapse that the examples approve.
const LAPSE: &str = "small-2";

/// The restatement that the examples approve.
const RESTATEMENT: &str = "rate-1";

const HELP: &str = "\
Examples:
  referral-ledger commands | referral-ledger submit try.redb
  referral-ledger commands | grep record_payment

Every line is valid as it stands, and they can be told in this order. A line that begins with #
says what the next one is; --json leaves these out.";

/// Print an example line for every command, as `submit` takes them.
#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Commands {}

impl Commands {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let mut journal = Journal::in_memory();
        for line in EXAMPLES.lines() {
            let line = filled(&journal, line);
            let _answer = tell(&mut journal, Ok(line.clone()))?;
            if !(out.is_json() && line.starts_with('#')) {
                out.text(&format!("{line}\n"))?;
            }
        }
        Ok(Status::Done)
    }
}

/// The line with its blanks filled from what the lines before it came to.
fn filled(journal: &Journal<MemoryStore>, line: &str) -> String {
    let mut line = line.replace("\"$PLAN\"", &json!(PLAN).to_string());
    line = line.replace("\"$DRIVE\"", &json!(DRIVE).to_string());
    line = line.replace("\"$GROUND\"", &json!(GROUND).to_string());
    if line.contains("\"$PROPOSAL\"")
        && let Some(text) = proposal(journal)
    {
        line = line.replace("\"$PROPOSAL\"", &json!(text).to_string());
    }
    for (blank, value) in blanks(journal).unwrap_or_default() {
        line = line.replace(blank, &value);
    }
    line
}

/// What the run came to, as far as it is known; `None` before it is locked.
fn blanks(journal: &Journal<MemoryStore>) -> Option<Vec<(&'static str, String)>> {
    let run: RunId = RUN.parse().ok()?;
    let view = journal.ledger().run(&run)?;
    let mut blanks = vec![("$LINES", view.digest.to_string())];
    let names = view.lines.iter().fold(Directory::new(), |names, line| {
        names.with(&line.payee, line.payee.as_str()) // any name will do: the file is not kept
    });
    if let Ok(sheet) = journal.ledger().pay_sheet(&run) {
        let file = sheet.render(&Profile::generic_long(), &names).ok()?;
        blanks.push(("$FILE", file.digest().to_string()));
        blanks.push(("$TOTAL", sheet.total().to_string()));
    }
    let posted = RestatementId::named(RESTATEMENT);
    if let Some(view) = journal.ledger().restatement(posted) {
        blanks.push(("$RESTATEMENT", view.digest.to_string()));
    }
    for (blank, row) in ADJUSTMENTS {
        if let Some(view) = journal.ledger().adjustment(AdjustmentId::named(row)) {
            blanks.push((blank, view.digest.to_string()));
        }
    }
    if let Some(view) = journal.ledger().write_off(WriteOffId::named(WRITE_OFF)) {
        blanks.push(("$WRITE_OFF", view.digest.to_string()));
    }
    if let Some(view) = journal.ledger().lapse(LapseId::named(LAPSE)) {
        blanks.push(("$LAPSE", view.digest.to_string()));
    }
    Some(blanks)
}

/// What the closed month would have come to at 2.5 %, and once that is posted, at 1.5 %; `None`
/// before it is closed.
fn proposal(journal: &Journal<MemoryStore>) -> Option<String> {
    let published = "field-leads@2026".parse().ok()?;
    let posted = journal.ledger().restatement(RestatementId::named(RESTATEMENT));
    let rate = if posted.is_none() { "rate = \"2.5%\"" } else { "rate = \"1.5%\"" };
    let text = PLAN.replace("rate = \"2%\"", rate);
    let change = Change::Plan { published, text };
    let proposal = restate(journal, "2026-01".parse().ok()?, &[change]).ok()?;
    Some(proposal.text())
}
