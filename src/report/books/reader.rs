//! Reads events with the command they stand beside.

use crate::command::Command;
use crate::event::Event;
use crate::record::{At, Head, Record, RecordError, Records};

/// Reads events with the command they stand beside. It remembers the last record and the last
/// first part, so that reading a long group in order reads each record once.
pub(super) struct Reader<'a, R> {
    records: &'a R,
    first: Option<(u64, Command)>,
    last: Option<Record>,
}

impl<'a, R: Records> Reader<'a, R> {
    pub(super) fn new(records: &'a R) -> Reader<'a, R> {
        Reader { records, first: None, last: None }
    }

    /// Reads a record, and the command of its group.
    pub(super) fn record(&mut self, sequence: u64) -> Result<&Record, RecordError> {
        if self.last.as_ref().is_none_or(|record| record.sequence != sequence) {
            let record = self.records.record(sequence)?;
            let group = match &record.head {
                Head::First { .. } => sequence,
                Head::Later { group } => *group,
            };
            if self.first.as_ref().is_none_or(|(first, _)| *first != group) {
                let head = match &record.head {
                    Head::First { .. } => record.head.clone(),
                    Head::Later { .. } => self.records.record(group)?.head,
                };
                let Head::First { command, .. } = head else {
                    let problem = format!("it says that its group begins with record {group}");
                    return Err(RecordError::Malformed { sequence, problem });
                };
                self.first = Some((group, command));
            }
            self.last = Some(record);
        }
        self.last.as_ref().ok_or(RecordError::Missing { sequence })
    }

    /// The event, and the command of its group.
    pub(super) fn read(&mut self, at: At) -> Result<(&Command, &Event), RecordError> {
        self.record(at.sequence)?;
        let missing = RecordError::Missing { sequence: at.sequence };
        match (&self.first, &self.last) {
            (Some((_, command)), Some(record)) => {
                let event = record.events.get(at.event as usize).ok_or(missing)?;
                Ok((command, event))
            }
            _ => Err(missing),
        }
    }
}
