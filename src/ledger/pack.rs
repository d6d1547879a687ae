//! Packing: the events of a command into the records of its group.
//!
//! It knows how many events a record holds, and makes the bytes and leaves. It decides nothing.

use crate::batch::NewRecord;
use crate::command::Command;
use crate::digest::leaf;
use crate::event::Event;
use crate::record::{CALCULATION, EVENT_VERSION, FORMAT, Group, Head, RECORD_BYTES_MAX, Record};
use crate::refusal::Refusal;
use crate::told::Told;

/// A command that was refused, given back.
#[derive(Debug)]
pub(super) struct Declined {
    pub(super) refusal: Refusal,
    pub(super) told: Told,
    pub(super) command: Command,
}

/// Puts events into as few records as their bound allows, a record of its own for each that
/// stands alone, and makes the bytes and leaves. A command whose records would be too large is
/// given back.
pub(super) fn packed(
    first: u64,
    told: Told,
    command: Command,
    mut events: Vec<Event>,
) -> Result<(Group, Vec<NewRecord>), Box<Declined>> {
    let mut head = Head::First { told, command };
    if !events.iter().any(Event::stands_alone) {
        let mut whole = numbered(first, head, vec![events]);
        let stored = stored(&whole);
        if stored.iter().all(|record| record.bytes.len() <= RECORD_BYTES_MAX) {
            return Ok((Group::new(whole), stored));
        }
        (head, events) = whole.pop().map(|record| (record.head, record.events)).expect(PART_1);
    }
    // Room for the envelope: the command of part 1 is measured with it.
    let mut envelope = numbered(first, head, vec![Vec::new()]);
    let mut used = envelope[0].to_bytes().len() + 64;
    let head = envelope.swap_remove(0).head;
    let mut parts: Vec<Vec<Event>> = vec![Vec::new()];
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
    let group = Group::new(numbered(first, head, parts));
    let stored = stored(group.records());
    match stored.iter().map(|record| record.bytes.len()).find(|bytes| *bytes > RECORD_BYTES_MAX) {
        Some(bytes) => {
            let (told, command) = group.into_told();
            let refusal = Refusal::TooLarge { bytes, most: RECORD_BYTES_MAX };
            Err(Box::new(Declined { refusal, told, command }))
        }
        None => Ok((group, stored)),
    }
}

/// All events in one record, however large: for what is never written.
pub(super) fn unpacked(first: u64, told: Told, command: Command, events: Vec<Event>) -> Group {
    Group::new(numbered(first, Head::First { told, command }, vec![events]))
}

const PART_1: &str = "a group has a part 1";

fn numbered(first: u64, head: Head, parts: Vec<Vec<Event>>) -> Vec<Record> {
    let count = u32::try_from(parts.len()).expect("a group has fewer than 2^32 parts");
    let mut head = Some(head);
    let record = |(events, part): (Vec<Event>, u32)| Record {
        versions: [FORMAT, EVENT_VERSION, CALCULATION],
        sequence: first + u64::from(part) - 1,
        part,
        parts: count,
        head: head.take().unwrap_or(Head::Later { group: first }),
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
