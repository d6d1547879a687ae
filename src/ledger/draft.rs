//! Drafts: commands decided one after the other, each on the state its predecessors left, and
//! rolled back exactly unless they are accepted.
//!
//! A draft borrows the ledger, so that no view can show what is not durable yet. The caller
//! appends its batch to a store and then accepts it; a draft that is dropped leaves no trace
//! (law L15). An asynchronous store, or a transaction of the host's own, uses the same steps.

use super::Ledger;
use super::apply::Beside;
use super::decide::{Desk, decide, recorded};
use super::state::State;
use crate::batch::{Batch, NewGroup, NewRecord};
use crate::command::{Command, first_difference};
use crate::digest::{Digest, leaf};
use crate::event::Event;
use crate::plan::Plan;
use crate::record::{CALCULATION, EVENT_VERSION, FORMAT, Group, Head, RECORD_BYTES_MAX, Record};
use crate::refusal::Refusal;
use crate::told::Told;
use std::sync::Arc;

/// What a drafted command came to.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)] // most commands are accepted
pub enum Answer {
    /// It is accepted once the batch is durable.
    Accepted(Drafted),
    /// It repeats an earlier command of the same draft, by its index, under the same key.
    Repeats(usize),
    /// It is refused; nothing of it is in the batch.
    Refused(Refusal),
}

/// The group a command left in the draft.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// Its records.
    pub group: Group,
    /// The leaf of part 1.
    pub leaf: Digest,
}

/// Decided commands that are not durable yet. Dropping it rolls the ledger back.
#[must_use = "a draft that is dropped is rolled back"]
#[derive(Debug)]
pub struct Draft<'a> {
    ledger: &'a mut Ledger,
    batch: Batch,
    answers: Vec<Answer>,
    open: bool,
}

impl Ledger {
    /// Decides commands, one after the other. A refused one does not abort the rest.
    ///
    /// The caller has looked each key up in the store first: a command already on file is not
    /// drafted again.
    pub fn draft(&mut self, told: &[(Told, Command)]) -> Draft<'_> {
        let expected = self.state.head.value().next;
        self.state.begin();
        let batch = Batch { expected, groups: Vec::new(), blobs: Vec::new() };
        let mut draft = Draft { ledger: self, batch, answers: Vec::new(), open: true };
        for (index, (one, command)) in told.iter().enumerate() {
            // A refused command is not remembered: its key is still free.
            let earlier = told[..index].iter().zip(&draft.answers).position(|(other, answer)| {
                other.0.key == one.key && matches!(answer, Answer::Accepted(_))
            });
            let answer = match earlier {
                Some(earlier) => draft.repeated(earlier, one, command),
                None => draft.take(one, command).unwrap_or_else(Answer::Refused),
            };
            draft.answers.push(answer);
        }
        draft
    }
}

impl Draft<'_> {
    /// What to append, in one commit.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// What each command came to, in order.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// Keeps the draft, which is durable now.
    pub fn accept(mut self) -> Vec<Answer> {
        self.open = false;
        self.ledger.state.commit();
        std::mem::take(&mut self.answers)
    }

    /// The answer to a command whose key an earlier, accepted command of the draft has.
    fn repeated(&self, earlier: usize, told: &Told, command: &Command) -> Answer {
        let Answer::Accepted(drafted) = &self.answers[earlier] else {
            panic!("only an accepted command keeps its key")
        };
        match first_difference(&drafted.group.command, command) {
            None => Answer::Repeats(earlier),
            Some(field) => {
                let first = drafted.group.records[0].sequence;
                Answer::Refused(Refusal::KeyReused { key: told.key.clone(), field, first })
            }
        }
    }

    /// Decides a command and applies what it causes.
    fn take(&mut self, told: &Told, command: &Command) -> Result<Answer, Refusal> {
        let state = &mut self.ledger.state;
        let recorded = recorded(state, told.at)?;
        let events = decide(&Desk { state, told, recorded }, command)?;
        let first = state.head.value().next;
        let (records, stored) = packed(first, told, command, events)?;
        // After this point the command must succeed.
        let plan = match command {
            Command::PublishPlan(it) => it.text.text().map(|text| {
                self.batch.blobs.push((it.text.digest(), Arc::clone(text)));
                Arc::new(Plan::parse(text).expect("P: a plan that was read parses again"))
            }),
            _ => None,
        };
        let group = Group { told: told.clone(), command: command.clone(), records };
        apply_group(state, &group, plan.as_ref());
        let leaf = stored[0].leaf;
        self.batch.groups.push(NewGroup { key: told.key.clone(), first, records: stored });
        Ok(Answer::Accepted(Drafted { group, leaf }))
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if self.open {
            self.ledger.state.rollback();
        }
    }
}

/// Applies all events of a group, and moves the head past it.
pub(super) fn apply_group(state: &mut State, group: &Group, plan: Option<&Arc<Plan>>) {
    let (told, command) = (&group.told, &group.command);
    let first = group.records.first().map_or(0, |record| record.sequence);
    let beside = Beside { told, command, first, plan };
    for (at, event) in group.events() {
        state.apply(beside, at, event);
    }
    let recorded = state.head.value().recorded.map_or(told.at, |last| last.max(told.at));
    state.advance(recorded, group.end());
}

/// Puts events into as few records as their bound allows, a record of its own for each that
/// stands alone, and makes the bytes and leaves.
fn packed(
    first: u64,
    told: &Told,
    command: &Command,
    events: Vec<Event>,
) -> Result<(Vec<Record>, Vec<NewRecord>), Refusal> {
    let mut events = events;
    if !events.iter().any(Event::stands_alone) {
        let mut whole = numbered(first, told, command, vec![events]);
        let stored = stored(&whole);
        if stored.iter().all(|record| record.bytes.len() <= RECORD_BYTES_MAX) {
            return Ok((whole, stored));
        }
        events = whole.swap_remove(0).events;
    }
    // Room for the envelope: the command of part 1 is measured with it.
    let envelope = numbered(first, told, command, vec![Vec::new()])[0].to_bytes().len() + 64;
    let mut parts: Vec<Vec<Event>> = vec![Vec::new()];
    let mut used = envelope;
    for event in events {
        let bytes = serde_json::to_vec(&event).map_or(usize::MAX, |bytes| bytes.len() + 1);
        let full = used.saturating_add(bytes) > RECORD_BYTES_MAX;
        let last_alone =
            parts.last().and_then(|part| part.first()).is_some_and(Event::stands_alone);
        if full || event.stands_alone() || last_alone {
            parts.push(Vec::new());
            used = 256;
        }
        used = used.saturating_add(bytes);
        parts.last_mut().expect("there is always a part").push(event);
    }
    let records = numbered(first, told, command, parts);
    let stored = stored(&records);
    match stored.iter().map(|record| record.bytes.len()).find(|bytes| *bytes > RECORD_BYTES_MAX) {
        Some(bytes) => Err(Refusal::TooLarge { bytes, most: RECORD_BYTES_MAX }),
        None => Ok((records, stored)),
    }
}

fn numbered(first: u64, told: &Told, command: &Command, parts: Vec<Vec<Event>>) -> Vec<Record> {
    let count = u32::try_from(parts.len()).expect("a group has fewer than 2^32 parts");
    let record = |(events, part): (Vec<Event>, u32)| Record {
        versions: [FORMAT, EVENT_VERSION, CALCULATION],
        sequence: first + u64::from(part) - 1,
        part,
        parts: count,
        head: if part == 1 {
            Head::First { told: told.clone(), command: command.clone() }
        } else {
            Head::Later { group: first }
        },
        events,
    };
    parts.into_iter().zip(1..).map(record).collect()
}

fn stored(records: &[Record]) -> Vec<NewRecord> {
    let record = |record: &Record| {
        let bytes = record.to_bytes();
        let leaf = leaf(&bytes);
        NewRecord { bytes, leaf }
    };
    records.iter().map(record).collect()
}
