//! Telling facts: day by day, each once, and those that came before what they need once it is
//! there.
//!
//! Knows when a row is told. What it comes to is the journal's word.

use super::facts::{Fact, Place};
use crate::fault::Fault;
use crate::journal_file::FileJournal;
use crate::outcome::Told as Answer;
use crate::progress::bar;
use referral_ledger::SubmitError;
use referral_ledger::command::Command;
use referral_ledger::record::{Head, Record, RecordError, Records};
use referral_ledger::refusal::{Refusal, Retry};
use referral_ledger::time::{Date, Timestamp};
use referral_ledger::told::{Actor, Key, Told};

/// What became of a fact.
pub(super) struct Answered {
    /// The row it came from.
    pub(super) place: Place,
    /// The kind of the command.
    pub(super) kind: &'static str,
    /// The command's key, where it is a command.
    pub(super) key: Option<Key>,
    /// What became of it.
    pub(super) answer: Answer,
}

/// A fact that was refused, and may be taken once something else has happened.
struct Waiting {
    place: Place,
    kind: &'static str,
    command: Command,
    no: Refusal,
}

/// Tells facts to a journal.
pub(super) struct Desk<'j> {
    journal: &'j mut FileJournal,
    by: Actor,
    /// The instant for all of them, if one was given.
    at: Option<Timestamp>,
    /// When the last one was told: none is told before it.
    last: Option<Timestamp>,
    waiting: Vec<Waiting>,
}

impl<'j> Desk<'j> {
    pub(super) fn new(
        journal: &'j mut FileJournal,
        by: Actor,
        at: Option<Timestamp>,
    ) -> Result<Desk<'j>, Fault> {
        let last = last_told(&journal.records())?;
        Ok(Desk { journal, by, at, last, waiting: Vec::new() })
    }

    /// Tells all facts, in their order, and hands over what became of each.
    pub(super) fn tell_all(
        mut self,
        facts: Vec<Fact>,
        mut each: impl FnMut(Answered) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let bar = bar(u64::try_from(facts.len()).unwrap_or(u64::MAX), "telling");
        let (mut day, mut news) = (None, false);
        for Fact { place, kind, read } in facts {
            bar.inc(1);
            let (on, command) = match read {
                Ok(read) => read,
                Err(problem) => {
                    let answer = Answer::invalid(problem);
                    each(Answered { place, kind, key: None, answer })?;
                    continue;
                }
            };
            if day.is_some_and(|day| day != on) && news {
                self.tell_waiting(&mut each)?;
                news = false;
            }
            day = Some(on);
            self.reach(on);
            if let Some(answered) = self.tell(place, kind, command)? {
                news |= answered.answer.is_on_file();
                each(answered)?;
            }
        }
        if news {
            self.tell_waiting(&mut each)?;
        }
        bar.finish_and_clear();
        for Waiting { place, kind, command, no } in self.waiting {
            let (key, answer) = (Some(Key::of(&command)), Answer::refused(&no));
            each(Answered { place, kind, key, answer })?;
        }
        Ok(())
    }

    /// Tells those that wait once more, as long as that brings news.
    fn tell_waiting(
        &mut self,
        each: &mut impl FnMut(Answered) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut news = true;
        while news {
            news = false;
            for Waiting { place, kind, command, .. } in std::mem::take(&mut self.waiting) {
                if let Some(answered) = self.tell(place, kind, command)? {
                    news |= answered.answer.is_on_file();
                    each(answered)?;
                }
            }
        }
        Ok(())
    }

    /// Moves on to a day: 23:59 in UTC, which no zone puts on an earlier day.
    fn reach(&mut self, on: Date) {
        let end = on.at_utc(23, 59);
        self.last = self.at.or_else(|| end.max(self.last));
    }

    /// Tells one command; `None` when it waits.
    fn tell(
        &mut self,
        place: Place,
        kind: &'static str,
        command: Command,
    ) -> Result<Option<Answered>, Fault> {
        let (by, key) = (self.by.clone(), Key::of(&command));
        let at = self.last.expect("a day was reached before a command is told");
        let told = Told { at, by, key: key.clone() };
        let answer = match self.journal.submit(&told, command.clone()) {
            Ok(outcome) => Answer::of(&outcome),
            Err(SubmitError::Refused(no)) if no.retry() == Retry::Later => {
                self.waiting.push(Waiting { place, kind, command, no });
                return Ok(None);
            }
            Err(SubmitError::Refused(no)) => Answer::refused(&no),
            Err(fault) => return Err(fault.into()),
        };
        Ok(Some(Answered { place, kind, key: Some(key), answer }))
    }
}

/// When the last command on file was told.
fn last_told(records: &impl Records) -> Result<Option<Timestamp>, RecordError> {
    let Some(last) = records.end()?.checked_sub(1) else { return Ok(None) };
    let Record { head, .. } = records.record(last)?;
    match head {
        Head::First { told, .. } => Ok(Some(told.at)),
        Head::Later { group } => match records.record(group)?.head {
            Head::First { told, .. } => Ok(Some(told.at)),
            Head::Later { .. } => Ok(None),
        },
    }
}
