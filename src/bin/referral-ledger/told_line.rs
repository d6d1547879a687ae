//! One line that is told: from its JSON to who told which command, and when.
//!
//! Knows the three things a shell may write more shortly than a record does: a plain text for a
//! person, a row key for an id, and a text, or its file, for the digest of a plan or a proposal.

use crate::row_ids::name_rows;
use crate::strict_json::Strict;
use referral_ledger::command::{Command, PlanText, ProposalText};
use referral_ledger::digest::Digest;
use referral_ledger::id::ActorId;
use referral_ledger::plan::PLAN_BYTES_MAX;
use referral_ledger::time::Timestamp;
use referral_ledger::told::{Actor, Key, Told};
use serde::Deserialize;
use serde_json::Value;
use std::fs::{self, File};
use std::io::Read as _;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    at: Timestamp,
    by: Strict,
    #[serde(default)]
    key: Option<Key>,
    command: Strict,
}

/// Reads a line.
///
/// # Errors
/// The sentence to say: what is wrong, and the way out.
pub(crate) fn read(line: &str) -> Result<(Told, Command), String> {
    let line: Line = serde_json::from_str(line.trim_end()).map_err(|wrong| {
        let text = wrong.to_string();
        // The whole line is line 1 to the reader; which line it is stands beside the answer.
        let place = format!(" at line {} column {}", wrong.line(), wrong.column());
        let (problem, column) = (text.strip_suffix(&place).unwrap_or(&text), wrong.column());
        let form = "`referral-ledger commands` prints a line of each kind";
        format!("column {column}: {problem}: {form}")
    })?;
    let by = actor(line.by.0)?;
    let command = command(line.command.0)?;
    let key = line.key.unwrap_or_else(|| Key::of(&command));
    Ok((Told { at: line.at, by, key }, command))
}

/// An actor: an object as in the records, or the id of a person.
pub(crate) fn actor(by: Value) -> Result<Actor, String> {
    let form = "write \"ana\" for a person, or {\"id\": \"crm\", \"kind\": \"system\"}";
    match by {
        Value::String(id) => match id.parse::<ActorId>() {
            Ok(id) => Ok(Actor::human(id)),
            Err(wrong) => Err(format!("by: {wrong}")),
        },
        object => serde_json::from_value(object).map_err(|wrong| format!("by: {wrong}: {form}")),
    }
}

/// A command, as in the records or with what a shell may write more shortly.
///
/// # Errors
/// The sentence to say.
pub(crate) fn command(mut value: Value) -> Result<Command, String> {
    let plan = text_of(&mut value, "publish_plan", "text", "plan.toml")?;
    let proposal = text_of(&mut value, "post_restatement", "proposal", "proposal.json")?;
    name_rows(&mut value)?;
    let kind = value.as_object().and_then(|it| it.keys().next()).cloned().unwrap_or_default();
    let read = serde_json::from_value::<Command>(value);
    let mut command = read.map_err(|wrong| format!("command {kind}: {wrong}"))?;
    match (&mut command, plan, proposal) {
        (Command::PublishPlan(it), Some(text), _) => it.text = PlanText::new(&text),
        (Command::PostRestatement(it), _, Some(text)) => it.proposal = ProposalText::new(&text),
        _ => {}
    }
    Ok(command)
}

/// The text that is told in a field of a command, if it is given; its digest takes its place.
fn text_of(
    command: &mut Value,
    kind: &str,
    field: &str,
    file: &str,
) -> Result<Option<String>, String> {
    let Some(text) = command.get_mut(kind).and_then(|it| it.get_mut(field)) else {
        return Ok(None);
    };
    let given = match &*text {
        // 64 hex digits name a text that is not here: the journal refuses them with its own code.
        Value::String(given) if given.parse::<Digest>().is_ok() => return Ok(None),
        Value::String(given) => given.clone(),
        Value::Object(it) => match it.get("file").and_then(Value::as_str) {
            Some(path) if it.len() == 1 && kind == "publish_plan" => read_plan(path)?,
            Some(path) if it.len() == 1 => read_text(path)?,
            _ => return Err(format!("{kind}.{field}: write {{\"file\": \"{file}\"}}")),
        },
        _ => return Ok(None),
    };
    *text = Value::String(Digest::sha256(given.as_bytes()).to_string());
    Ok(Some(given))
}

fn read_text(path: &str) -> Result<String, String> {
    fs::read_to_string(path)
        .map_err(|problem| format!("{path}: {problem}: name the proposal's file"))
}

/// The text of a plan file; of one that is too large, enough to be refused for that.
pub(crate) fn read_plan(path: &str) -> Result<String, String> {
    let most = u64::try_from(PLAN_BYTES_MAX).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|problem| format!("{path}: {problem}: name the plan's file"))?;
    String::from_utf8(bytes).map_err(|_| format!("{path}: it is no UTF-8: save it so"))
}
