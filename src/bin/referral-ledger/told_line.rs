//! One line that is told: from its JSON to who told which command, and when.
//!
//! Knows the three things a shell may write more shortly than a record does: a plain text for a
//! person, a row key for an id, and a plan's text, or its file, for a plan's digest.

use crate::row_ids::name_rows;
use crate::strict_json::Strict;
use referral_ledger::command::{Command, PlanText};
use referral_ledger::digest::Digest;
use referral_ledger::id::ActorId;
use referral_ledger::plan::PLAN_BYTES_MAX;
use referral_ledger::time::Timestamp;
use referral_ledger::told::{Actor, Key, Told};
use serde::Deserialize;
use serde_json::Value;
use std::fs::File;
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
    let plan = plan_text(&mut value)?;
    name_rows(&mut value)?;
    let kind = value.as_object().and_then(|it| it.keys().next()).cloned().unwrap_or_default();
    let read = serde_json::from_value::<Command>(value);
    let mut command = read.map_err(|wrong| format!("command {kind}: {wrong}"))?;
    if let (Command::PublishPlan(publish), Some(plan)) = (&mut command, plan) {
        publish.text = plan;
    }
    Ok(command)
}

/// The text of a plan that is published, if it is given; its digest takes its place.
fn plan_text(command: &mut Value) -> Result<Option<PlanText>, String> {
    let Some(text) = command.get_mut("publish_plan").and_then(|it| it.get_mut("text")) else {
        return Ok(None);
    };
    let given = match &*text {
        // 64 hex digits name a text that is not here: the journal refuses them with its own code.
        Value::String(given) if given.parse::<Digest>().is_ok() => return Ok(None),
        Value::String(given) => given.clone(),
        Value::Object(it) => match it.get("file").and_then(Value::as_str) {
            Some(path) if it.len() == 1 => read_plan(path)?,
            _ => return Err("publish_plan.text: write {\"file\": \"plan.toml\"}".to_owned()),
        },
        _ => return Ok(None),
    };
    let plan = PlanText::new(&given);
    *text = Value::String(plan.digest().to_string());
    Ok(Some(plan))
}

/// The text of a plan file; of one that is too large, enough to be refused for that.
pub(crate) fn read_plan(path: &str) -> Result<String, String> {
    let most = u64::try_from(PLAN_BYTES_MAX).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|problem| format!("{path}: {problem}: name the plan's file"))?;
    String::from_utf8(bytes).map_err(|_| format!("{path}: it is no UTF-8: save it so"))
}
