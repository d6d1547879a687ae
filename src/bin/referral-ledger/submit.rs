//! `submit`: tells the journal what stands on standard input, one JSON line a command, and answers
//! each line with one.
//!
//! Knows lines, their numbers and their bound. What a line says is read in `told_line`.

use crate::fault::{Fault, Status};
use crate::journal_file::open_or_begin;
use crate::out::Out;
use crate::outcome::Told as Answer;
use crate::told_line;
use clap::Args;
use referral_ledger::store::Store;
use referral_ledger::{Journal, SubmitError};
use serde::Serialize;
use std::io::{self, BufRead, Read as _};
use std::path::PathBuf;

/// The most bytes a line may have: a plan's text with every character escaped, and to spare.
const LINE_BYTES_MAX: usize = 4 << 20;

const EXAMPLES: &str = "\
Examples:
  referral-ledger commands | referral-ledger submit journal.redb
  referral-ledger submit journal.redb < today.jsonl | jq 'select(.status == \"refused\")'

A line:
  {\"at\": \"2026-03-02T17:00:00.000Z\", \"by\": \"T07\", \"command\": {\"accept_lead\": ...}}

  at       when you were told, in UTC with milliseconds
  by       who told it: \"ana\" for a person, {\"id\": \"crm\", \"kind\": \"system\"} for a program
  key      names the command for ever, so that a retry changes nothing; left out, it is made
           of the command's kind and the id it is about
  command  see `referral-ledger commands`; an id may be {\"row\": \"tip-1\"}, your own row key;
           a plan's text may be {\"file\": \"plan.toml\"}, from the current folder, and so may
           a proposal's

Blank lines and lines that begin with # are skipped. Each other line is answered, in order:
\"status\" is accepted, already_on_file, refused or invalid. One that is refused or invalid leaves
the journal as it was, and the rest goes on. All lines are told, even if nobody reads the answers.
The status is 1 if any line was refused or invalid, and 3 if the journal's file failed.";

/// Tell the journal commands, one JSON line each.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Submit {
    /// The journal's file; it is made if there is none.
    journal: PathBuf,
}

/// The answer to a line.
#[derive(Debug, Serialize)]
struct Answered {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(flatten)]
    answer: Answer,
}

impl Submit {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let mut journal = open_or_begin(&self.journal)?;
        let mut lines = Lines { from: io::stdin().lock(), number: 0 };
        let mut status = Status::Done;
        while let Some((line, text)) = lines.next_line()? {
            let Some((key, answer)) = tell(&mut journal, text)? else { continue };
            if !answer.is_on_file() {
                status = Status::Refused;
            }
            out.answer(&Answered { line, key, answer })?;
        }
        Ok(status)
    }
}

/// Tells a line; `None` for one that says nothing.
///
/// # Errors
/// A store that fails: then nobody knows what the rest would come to.
pub(crate) fn tell(
    journal: &mut Journal<impl Store>,
    line: Line,
) -> Result<Option<(Option<String>, Answer)>, Fault> {
    let read = match line {
        Ok(line) if line.trim().is_empty() || line.trim_start().starts_with('#') => {
            return Ok(None);
        }
        Ok(line) => told_line::read(&line),
        Err(problem) => Err(problem),
    };
    let (told, command) = match read {
        Ok(read) => read,
        Err(problem) => return Ok(Some((None, Answer::invalid(problem)))),
    };
    let key = Some(told.key.to_string());
    match journal.submit(&told, command) {
        Ok(outcome) => Ok(Some((key, Answer::of(&outcome)))),
        Err(SubmitError::Refused(no)) => Ok(Some((key, Answer::refused(&no)))),
        Err(fault) => Err(fault.into()),
    }
}

/// The text of a line, or what is wrong with it.
type Line = Result<String, String>;

/// Lines with their numbers, counted from 1, each within its bound.
struct Lines<R> {
    from: R,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The next line, or what is wrong with it; `None` at the end.
    fn next_line(&mut self) -> Result<Option<(u64, Line)>, Fault> {
        let mut bytes = Vec::new();
        self.read(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        if bytes.len() > LINE_BYTES_MAX {
            // The rest of the line is passed over, piece by piece.
            while bytes.last() != Some(&b'\n') && !bytes.is_empty() {
                bytes.clear();
                self.read(&mut bytes)?;
            }
            let problem = format!("the line has more than {LINE_BYTES_MAX} bytes: tell less in it");
            return Ok(Some((self.number, Err(problem))));
        }
        let text = String::from_utf8(bytes);
        let text = text.map_err(|_| "the line is no UTF-8: write it so".to_owned());
        Ok(Some((self.number, text)))
    }

    fn read(&mut self, bytes: &mut Vec<u8>) -> Result<(), Fault> {
        let most = u64::try_from(LINE_BYTES_MAX).unwrap_or(u64::MAX) + 1;
        let read = self.from.by_ref().take(most).read_until(b'\n', bytes);
        read.map_err(|problem| Fault::new("C2001", format!("standard input: {problem}")))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_does_not_swallow_the_next_one() {
        let text = format!("{}\n\u{e9}\n{{}}", "x".repeat(2 * LINE_BYTES_MAX + 7));
        let mut lines = Lines { from: text.as_bytes(), number: 0 };
        let mut next = || lines.next_line().unwrap();
        assert!(matches!(next(), Some((1, Err(_)))));
        assert!(matches!(next(), Some((2, Ok(_)))));
        assert_eq!(next().map(|(line, text)| (line, text.unwrap())), Some((3, "{}".to_owned())));
        assert!(next().is_none());
    }
}
