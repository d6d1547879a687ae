//! Groups: what one command left in the journal, read back as one thing.
//!
//! It knows which records belong together and puts a plan's text back into its command. It does
//! not know how a record is written.

use super::{At, Head, Record, RecordError, Records};
use crate::command::Command;
use crate::event::Event;
use crate::told::Told;
use std::collections::VecDeque;

/// What one command left in the journal: all parts of its group. Told and command stand once, in
/// the head of part 1, a plan's text put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    records: Vec<Record>,
}

impl Group {
    /// The group of these parts, in order.
    ///
    /// # Panics
    /// When the first of them is not part 1, or there is none.
    pub(crate) fn new(records: Vec<Record>) -> Group {
        let group = Group { records };
        let _head = group.head();
        group
    }

    /// Reads the group whose part 1 has this sequence.
    ///
    /// # Errors
    /// Whatever reading its records comes to, and [`RecordError::Malformed`] when the parts do
    /// not belong together.
    pub fn read(records: &(impl Records + ?Sized), first: u64) -> Result<Group, RecordError> {
        let mut groups = Groups { at_once: 1, ..Groups::from(records, first) };
        groups.next().unwrap_or(Err(RecordError::Missing { sequence: first }))
    }

    /// When, by whom, under which key.
    pub fn told(&self) -> &Told {
        self.head().0
    }

    /// The command.
    pub fn command(&self) -> &Command {
        self.head().1
    }

    /// The parts, in order; at least one.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The sequence of part 1.
    pub fn first(&self) -> u64 {
        self.records[0].sequence
    }

    /// The sequence after its last part.
    pub fn end(&self) -> u64 {
        self.records[self.records.len() - 1].sequence + 1
    }

    /// The events of all parts, each with its place in the journal.
    pub fn events(&self) -> impl Iterator<Item = (At, &Event)> {
        self.records.iter().flat_map(|record| {
            record
                .events
                .iter()
                .zip(0..)
                .map(|(event, index)| (At { sequence: record.sequence, event: index }, event))
        })
    }

    /// What it was told, given back.
    pub(crate) fn into_told(mut self) -> (Told, Command) {
        match self.records.swap_remove(0).head {
            Head::First { told, command } => (told, command),
            Head::Later { .. } => panic!("{BEGINS}"),
        }
    }

    fn head(&self) -> (&Told, &Command) {
        match &self.records[0].head {
            Head::First { told, command } => (told, command),
            Head::Later { .. } => panic!("{BEGINS}"),
        }
    }
}

/// How many records are read ahead: few enough to be near when they are applied.
const AT_ONCE: usize = 64;

const BEGINS: &str = "a group begins with part 1";

/// The groups of a history, oldest first, read ahead in pieces.
///
/// A fault comes after every group before it, once, and ends the iteration. A record that is gone
/// before the end of the history is a fault, not the end.
///
/// ```
/// use referral_ledger::Journal;
/// use referral_ledger::record::Groups;
/// let journal = Journal::in_memory();
/// assert_eq!(Groups::of(&journal).count(), 0);
/// ```
#[derive(Debug)]
pub struct Groups<'a, R: ?Sized> {
    records: &'a R,
    next: u64,
    ahead: VecDeque<Record>,
    at_once: usize,
    has_whys: bool,
    over: bool,
}

impl<'a, R: Records + ?Sized> Groups<'a, R> {
    /// All groups.
    pub fn of(records: &'a R) -> Groups<'a, R> {
        Groups::from(records, 0)
    }

    /// The groups from the one on whose part 1 has this sequence.
    pub fn from(records: &'a R, first: u64) -> Groups<'a, R> {
        let (ahead, at_once) = (VecDeque::new(), AT_ONCE);
        Groups { records, next: first, ahead, at_once, has_whys: true, over: false }
    }

    /// The same groups without the Whys of their events: all that applying them needs.
    pub(crate) fn without_whys(self) -> Groups<'a, R> {
        Groups { has_whys: false, ..self }
    }

    fn read(&self) -> Result<Vec<Record>, RecordError> {
        match self.has_whys {
            true => self.records.records_from(self.next, self.at_once),
            false => self.records.records_without_whys(self.next, self.at_once),
        }
    }

    /// The next record; `None` at the end.
    fn record(&mut self) -> Result<Option<Record>, RecordError> {
        if self.ahead.is_empty() {
            let end = self.records.end()?; // asked first: another writer may be adding
            let mut piece = self.read();
            if piece.is_err() && self.at_once > 1 {
                self.at_once = 1; // what comes before the fault is read one by one
                piece = self.read();
            }
            self.ahead = piece?.into();
            if self.ahead.is_empty() && self.next < end {
                return Err(RecordError::Missing { sequence: self.next });
            }
        }
        let record = self.ahead.pop_front();
        self.next += u64::from(record.is_some());
        Ok(record)
    }

    /// The next group; `None` at the end.
    fn group(&mut self) -> Result<Option<Group>, RecordError> {
        let malformed = |sequence: u64, problem: &str| RecordError::Malformed {
            sequence,
            problem: problem.to_owned(),
        };
        let Some(mut record) = self.record()? else { return Ok(None) };
        let (first, parts) = (record.sequence, record.parts);
        let Head::First { command, .. } = &mut record.head else {
            return Err(malformed(first, BEGINS));
        };
        if let Some((digest, _)) = command.text() {
            command.attach(self.records.blob(&digest)?);
        }
        let mut group = vec![record];
        for part in 2..=parts {
            let sequence = self.next;
            let record = self.record()?.ok_or(RecordError::Missing { sequence })?;
            let follows = (record.part, record.parts) == (part, parts)
                && record.head == (Head::Later { group: first });
            if !follows {
                return Err(malformed(sequence, "it is not the next part of its group"));
            }
            group.push(record);
        }
        Ok(Some(Group::new(group)))
    }
}

impl<R: Records + ?Sized> Iterator for Groups<'_, R> {
    type Item = Result<Group, RecordError>;
    fn next(&mut self) -> Option<Result<Group, RecordError>> {
        if self.over {
            return None;
        }
        let group = self.group();
        self.over = !matches!(group, Ok(Some(_)));
        group.transpose()
    }
}
