//! The bytes of a record: what stands on the wire, and how it is read back.
//!
//! It knows the keys of the envelope and which versions this release reads. It does not know how
//! JSON is written (see [`crate::canonical`]), and hashes nothing.

use super::{CALCULATION, EVENT_VERSION, FORMAT, Head, Record, RecordError};
use crate::canonical::{self, LeftOut};
use crate::command::Command;
use crate::event::Event;
use crate::time::Timestamp;
use crate::told::{Actor, Key, Told};
use serde::{Deserialize, Serialize};

/// Room for the bytes of almost every record.
const USUAL_BYTES: usize = 1_024;

/// Told on the wire: the key stands there only when it is not the command's natural one.
#[derive(Serialize)]
struct ToldOut<'a> {
    at: Timestamp,
    by: &'a Actor,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a Key>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldIn {
    at: Timestamp,
    by: Actor,
    #[serde(default)]
    key: Option<Key>,
}

#[derive(Serialize)]
struct WireOut<'a> {
    v: [u16; 3],
    seq: u64,
    part: [u32; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<ToldOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'a Command>,
    events: &'a [Event],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireIn {
    v: [u16; 3],
    seq: u64,
    part: [u32; 2],
    #[serde(default)]
    group: Option<u64>,
    #[serde(default)]
    told: Option<ToldIn>,
    #[serde(default)]
    command: Option<Command>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct VersionsOnly {
    v: [u16; 3],
}

impl Record {
    /// The exact bytes that are stored and hashed.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (group, told, command) = match &self.head {
            Head::First { told, command } => {
                let key = (!told.key.is_natural(command)).then_some(&told.key);
                (None, Some(ToldOut { at: told.at, by: &told.by, key }), Some(command))
            }
            Head::Later { group } => (Some(*group), None, None),
        };
        let wire = WireOut {
            v: self.versions,
            seq: self.sequence,
            part: [self.part, self.parts],
            group,
            told,
            command,
            events: &self.events,
        };
        let mut bytes = Vec::with_capacity(USUAL_BYTES);
        canonical::write(&wire, &mut bytes).expect("a record is what the canonical form can hold");
        bytes.shrink_to_fit();
        bytes
    }

    /// Reads the record that is stored under this sequence.
    ///
    /// # Errors
    /// [`RecordError::Newer`] when a newer release wrote it, [`RecordError::Malformed`] when the
    /// bytes are not a record or not that one.
    pub fn from_bytes(sequence: u64, bytes: &[u8]) -> Result<Record, RecordError> {
        let wire = match canonical::read(bytes, None) {
            Some(wire) => wire,
            None => any_json(sequence, bytes)?,
        };
        made(sequence, wire)
    }

    /// The same without the Whys of the events: their steps are not looked at and come out empty.
    ///
    /// All that applying the events needs is there. What an amount explains is read and checked
    /// when somebody asks why, from the same bytes by [`Record::from_bytes`].
    ///
    /// ```
    /// use referral_ledger::record::Record;
    /// let bytes = br#"{"v":[1,1,1],"seq":7,"part":[2,2],"group":6,"events":["deal_installed"]}"#;
    /// assert_eq!(Record::without_whys(7, bytes), Record::from_bytes(7, bytes));
    /// ```
    ///
    /// # Errors
    /// As [`Record::from_bytes`], but for faults in steps.
    pub fn without_whys(sequence: u64, bytes: &[u8]) -> Result<Record, RecordError> {
        let wire = match canonical::read(bytes, Some(WHYS)) {
            Some(wire) => wire,
            None => any_json(sequence, bytes)?,
        };
        made(sequence, wire)
    }
}

/// The steps of a Why. The one step that applying asks for comes first: whether a cap passed the
/// share on ([`AccruedShare::is_passed_on`](crate::event::AccruedShare::is_passed_on)).
const WHYS: LeftOut = LeftOut { key: "steps", unless: "[{\"passed_here\":" };

/// Reads a record that may be written in other ways than this crate writes it, and words what is
/// wrong with one that cannot be read.
fn any_json(sequence: u64, bytes: &[u8]) -> Result<WireIn, RecordError> {
    serde_json::from_slice(bytes).map_err(|problem| {
        match serde_json::from_slice::<VersionsOnly>(bytes) {
            Ok(VersionsOnly { v }) if is_newer(v) => RecordError::Newer { sequence, versions: v },
            _ => RecordError::Malformed { sequence, problem: problem.to_string() },
        }
    })
}

/// The record that was read, if it is the one of this sequence and its parts fit.
fn made(sequence: u64, wire: WireIn) -> Result<Record, RecordError> {
    let malformed = |problem: String| RecordError::Malformed { sequence, problem };
    if is_newer(wire.v) {
        return Err(RecordError::Newer { sequence, versions: wire.v });
    }
    if wire.seq != sequence {
        return Err(malformed(format!("it says it is record {}", wire.seq)));
    }
    let [part, parts] = wire.part;
    let head = match (part, wire.group, wire.told, wire.command) {
        (1, None, Some(ToldIn { at, by, key }), Some(command)) => {
            let key = key.unwrap_or_else(|| Key::of(&command));
            Head::First { told: Told { at, by, key }, command }
        }
        (2.., Some(group), None, None) => Head::Later { group },
        _ => return Err(malformed(format!("part {part} has the head of another part"))),
    };
    if part > parts {
        return Err(malformed(format!("part {part} of {parts}")));
    }
    Ok(Record { versions: wire.v, sequence, part, parts, head, events: wire.events })
}

fn is_newer(versions: [u16; 3]) -> bool {
    versions[0] > FORMAT || versions[1] > EVENT_VERSION || versions[2] > CALCULATION
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLDEN: &str = include_str!("../../tests/golden/records.jsonl");

    #[test]
    fn what_this_crate_writes_is_canonical() {
        for line in GOLDEN.lines() {
            assert!(canonical::read::<WireIn>(line.as_bytes(), None).is_some(), "{line}");
            assert!(canonical::read::<WireIn>(line.as_bytes(), Some(WHYS)).is_some(), "{line}");
        }
    }

    #[test]
    fn without_its_whys_a_record_is_the_same_but_for_the_steps() {
        let mut passed_on = 0;
        for (sequence, line) in (0..).zip(GOLDEN.lines()) {
            let mut record = Record::from_bytes(sequence, line.as_bytes()).unwrap();
            for event in &mut record.events {
                match event {
                    Event::Accrued(it) => {
                        it.steps.clear();
                        for share in &mut it.shares {
                            passed_on += u32::from(share.is_passed_on());
                            if !share.is_passed_on() {
                                share.steps.clear();
                            }
                        }
                    }
                    Event::Unrewarded(it) => it.steps.clear(),
                    Event::Reversed(it) => {
                        it.steps.clear();
                        it.shares.iter_mut().for_each(|share| share.steps.clear());
                    }
                    Event::Adjusted(it) => it.steps.clear(),
                    Event::DrawGiven(it) => it.steps.clear(),
                    Event::DrawReckoned(it) => it.steps.clear(),
                    Event::DrawEnded(it) => it.steps.clear(),
                    Event::Restated(it) => it.steps.clear(),
                    Event::Reckoned(it) => {
                        if let Some(made) = &mut it.made {
                            made.steps.clear();
                            made.shares.iter_mut().for_each(|share| share.steps.clear());
                        }
                        if let Some(taken) = &mut it.taken {
                            taken.steps.clear();
                            taken.shares.iter_mut().for_each(|share| share.steps.clear());
                        }
                    }
                    _ => {}
                }
            }
            assert_eq!(Record::without_whys(sequence, line.as_bytes()), Ok(record));
        }
        assert!(passed_on > 0, "one of the golden shares was passed on by a cap");
    }

    #[test]
    fn a_why_that_cannot_be_read_is_refused_where_it_is_asked_for() {
        let (sequence, line) =
            (0..).zip(GOLDEN.lines()).find(|(_, line)| line.contains("{\"flat\":")).unwrap();
        let spoilt = line.replace("{\"flat\":", "{\"float\":");
        assert!(Record::without_whys(sequence, spoilt.as_bytes()).is_ok());
        let refused = Record::from_bytes(sequence, spoilt.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains("unknown variant `float`"), "{refused}");
    }

    #[test]
    fn a_record_written_in_another_way_is_read_all_the_same() {
        for (sequence, line) in (0..).zip(GOLDEN.lines()) {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let blanks = serde_json::to_vec_pretty(&value).unwrap();
            let record = Record::from_bytes(sequence, line.as_bytes()).unwrap();
            assert_eq!(Record::without_whys(sequence, &blanks), Ok(record.clone()));
            assert_eq!(Record::from_bytes(sequence, &blanks), Ok(record));
        }
    }
}
