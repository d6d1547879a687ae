//! Bits of the closed file are flipped in turn: it is refused, or a fault is told while it is read,
//! or everything is as it was. It never shows anything else, and no panic comes out of it.

use super::workload::{commands, submit};
use super::{Disk, StoreError};
use crate::Journal;
use crate::digest::Digest;
use crate::record::{RecordError, Records};
use crate::store::{Store, Stored};
use crate::told::Key;
use std::sync::Once;

/// A journal, and all that can be asked of it.
struct Right {
    file: Vec<u8>,
    ledger: Digest,
    records: Vec<Stored>,
    keys: Vec<(Key, u64)>,
    text: Digest,
}

fn right(deals: usize) -> Right {
    let commands = commands(deals);
    let disk = Disk::new(Vec::new());
    let mut journal = Journal::open(disk.open().expect("the disk works")).expect("it is empty");
    submit(&mut journal, &commands);
    let store = journal.store();
    let find = |key: &Key| store.find(key).expect("the disk works").expect("it is on file");
    let keys = commands.iter().map(|(told, _)| (told.key.clone(), find(&told.key))).collect();
    let records = store.read_from(0, usize::MAX).expect("the disk works");
    let ledger = journal.ledger().digest();
    let text = Digest::sha256(super::workload::FIELD_PLAN.as_bytes());
    drop(journal);
    Right { file: disk.bytes(), ledger, records, keys, text }
}

/// What a flipped bit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Nothing,
    Refusal,
    Fault,
    CaughtPanic,
}

fn fault(problem: &str) -> Came {
    if problem.contains("redb panicked") { Came::CaughtPanic } else { Came::Fault }
}

/// Opens the file as a journal and reads all of it. Whatever is served must be right.
fn read_all(file: Vec<u8>, right: &Right) -> Came {
    let store = match Disk::new(file).open() {
        Ok(store) => store,
        Err(StoreError::Damaged { what }) if what.contains("redb panicked") => {
            return Came::CaughtPanic;
        }
        Err(_) => return Came::Refusal,
    };
    let journal = match Journal::open(store) {
        Ok(journal) => journal,
        Err(error) => match fault(&error.to_string()) {
            Came::Fault => return Came::Refusal,
            panic => return panic,
        },
    };
    assert_eq!(journal.ledger().digest(), right.ledger);
    let mut came = Came::Nothing;
    let mut note = |problem: String| came = fault(&problem);
    for (sequence, stored) in (0..).zip(&right.records) {
        match journal.record(sequence) {
            Ok(record) => assert_eq!(record.to_bytes(), stored.bytes, "record {sequence}"),
            Err(error) => note(error.to_string()),
        }
    }
    for (key, sequence) in &right.keys {
        match journal.store().find(key) {
            Ok(found) => assert_eq!(found, Some(*sequence), "{key}"),
            Err(error) => note(error.to_string()),
        }
    }
    match journal.blob(&right.text) {
        Ok(text) => assert_eq!(&*text, super::workload::FIELD_PLAN),
        Err(error) => note(error.to_string()),
    }
    match journal.end() {
        Ok(end) => assert_eq!(usize::try_from(end), Ok(right.records.len())),
        Err(error) => note(error.to_string()),
    }
    let nothing = Err(RecordError::Missing { sequence: journal.ledger().next_sequence() });
    assert_eq!(journal.record(journal.ledger().next_sequence()), nothing);
    came
}

/// Each panic of redb is said on standard error before it is caught. There are many, and they are
/// counted.
fn do_not_print_panics_of_redb() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic.location().is_some_and(|place| place.file().contains("/redb-")) {
                print(panic);
            }
        }));
    });
}

/// Flips every so many bits of the file, from the first one on.
fn flip_file(deals: usize, every: usize) -> String {
    do_not_print_panics_of_redb();
    let right = right(deals);
    assert_eq!(read_all(right.file.clone(), &right), Came::Nothing);
    let bits = right.file.len() * 8;
    let mut came = Vec::new();
    for bit in (0..bits).step_by(every) {
        let mut file = right.file.clone();
        file[bit / 8] ^= 1 << (bit % 8);
        came.push(read_all(file, &right));
    }
    let count = |what| came.iter().filter(|it| **it == what).count();
    assert!(count(Came::Refusal) > 0 && count(Came::Nothing) > 0);
    format!(
        "flipped files: a journal of {} records in {} bytes: {} of {bits} bits, every {every}th: \
         {} refused when opened, {} told when read, {} without effect, {} panics of redb made \
         errors; 0 wrong values served, 0 panics",
        right.records.len(),
        right.file.len(),
        came.len(),
        count(Came::Refusal),
        count(Came::Fault),
        count(Came::Nothing),
        count(Came::CaughtPanic),
    )
}

#[test]
fn a_flipped_bit_of_the_closed_file_is_told_or_changes_nothing() {
    flip_file(2, 20_011);
}

#[test]
#[ignore = "takes long"]
fn long_form_of_flipped_files() {
    println!("{}", flip_file(20, 101));
}
