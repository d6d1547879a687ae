//! Each bit of each value that a store keeps is flipped in turn: what is read of it is an error
//! that names it, and never another value.
//!
//! The store is one whose rows can be changed. After each flip only what that flip can touch is
//! read again, in the way opening and reading a journal do: a record through [`StoreRecords`], a
//! key through [`KeyedRecords`], a text through its digest, the compact range by comparing.

use super::StoreError;
use super::workload::{commands, submit};
use crate::Journal;
use crate::batch::Batch;
use crate::digest::Digest;
use crate::merkle::CompactRange;
use crate::record::{Group, RecordError, Records};
use crate::store::{
    Appended, KeyedRecords, MemoryStore, Store, StoreRecords, Stored, check_told_under,
};
use crate::told::Key;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows of a store, open to be changed.
#[derive(Clone, Default)]
struct Rows {
    records: BTreeMap<u64, Stored>,
    keys: BTreeMap<Vec<u8>, u64>,
    texts: BTreeMap<[u8; 32], Vec<u8>>,
    range: Vec<u8>,
}

impl Store for Rows {
    fn find(&self, key: &Key) -> Result<Option<u64>, StoreError> {
        Ok(self.keys.get(key.as_str().as_bytes()).copied())
    }
    fn append(&mut self, _batch: &Batch) -> Result<Appended, StoreError> {
        unreachable!("nothing is appended to rows that are only read")
    }
    fn end(&self) -> Result<u64, StoreError> {
        Ok(self.records.len().try_into().expect("a count is a u64"))
    }
    fn read(&self, sequence: u64) -> Result<Option<Stored>, StoreError> {
        Ok(self.records.get(&sequence).cloned())
    }
    fn blob(&self, digest: &Digest) -> Result<Option<Arc<str>>, StoreError> {
        let Some(text) = self.texts.get(digest.as_bytes()) else { return Ok(None) };
        let damaged = |_| StoreError::Damaged { what: format!("{digest} is not in UTF-8") };
        str::from_utf8(text).map(|text| Some(Arc::from(text))).map_err(damaged)
    }
    fn compact_range(&self) -> Result<CompactRange, StoreError> {
        let damaged =
            |why: crate::merkle::CompactRangeError| StoreError::Damaged { what: why.to_string() };
        CompactRange::from_bytes(&self.range).map_err(damaged)
    }
    fn keys_before(&self, end: u64) -> Result<Option<u64>, StoreError> {
        let before = self.keys.values().filter(|sequence| **sequence < end).count();
        Ok(Some(before.try_into().expect("a count is a u64")))
    }
}

/// The rows of a company's journal, of at least so many records.
fn rows(records: usize) -> Rows {
    let mut journal = Journal::open(MemoryStore::new()).expect("it is empty");
    let commands = commands(records.div_ceil(5));
    submit(&mut journal, &commands);
    let store = journal.store();
    let end = store.end().expect("memory works");
    let mut rows = Rows::default();
    for (sequence, stored) in (0..end).zip(store.read_from(0, usize::MAX).expect("memory works")) {
        rows.records.insert(sequence, stored);
    }
    for (told, _) in &commands {
        let first = store.find(&told.key).expect("memory works").expect("it is on file");
        rows.keys.insert(told.key.as_str().as_bytes().to_vec(), first);
    }
    let text = super::workload::FIELD_PLAN.as_bytes();
    rows.texts.insert(*Digest::sha256(text).as_bytes(), text.to_vec());
    rows.range = store.compact_range().expect("memory works").to_bytes();
    assert!(Journal::open(rows.clone()).is_ok(), "as they are they open");
    rows
}

/// Every so many bits of all the rows, in one row after the other.
struct Stride {
    every: usize,
    next: usize,
    flipped: u64,
    bits: u64,
}

impl Stride {
    /// The bits of a value of so many bytes that are to be flipped.
    fn of(&mut self, bytes: usize) -> impl Iterator<Item = usize> + use<> {
        let (first, every, bits) = (self.next, self.every, bytes * 8);
        let chosen = (first..bits).step_by(every);
        let count = chosen.clone().count();
        self.next = first + count * every - bits;
        self.flipped += u64::try_from(count).expect("a count is a u64");
        self.bits += u64::try_from(bits).expect("a count is a u64");
        chosen
    }
}

fn flip(bytes: &mut [u8], bit: usize) {
    bytes[bit / 8] ^= 1 << (bit % 8);
}

/// Flips bits of the bytes and of the leaf of each record.
fn flip_records(rows: &mut Rows, stride: &mut Stride) {
    for sequence in 0..rows.end().expect("rows work") {
        let right = rows.records[&sequence].clone();
        for bit in stride.of(32 + right.bytes.len()) {
            let mut wrong = right.clone();
            match bit.checked_sub(256) {
                Some(bit) => flip(&mut wrong.bytes, bit),
                None => {
                    let mut leaf = *wrong.leaf.as_bytes();
                    flip(&mut leaf, bit);
                    wrong.leaf = Digest::from_bytes(leaf);
                }
            }
            rows.records.insert(sequence, wrong);
            let read = StoreRecords::new(rows).record(sequence);
            assert_eq!(read, Err(RecordError::Damaged { sequence }), "bit {bit}");
        }
        rows.records.insert(sequence, right);
    }
}

/// Flips bits of the sequence each record is stored under.
fn flip_sequences(rows: &mut Rows, stride: &mut Stride) {
    for sequence in 0..rows.end().expect("rows work") {
        for bit in stride.of(8) {
            let other = sequence ^ (1 << bit);
            let moved = rows.records.remove(&sequence).expect("it is there");
            let before = rows.records.insert(other, moved.clone());
            let records = StoreRecords::new(rows);
            assert_eq!(records.record(sequence), Err(RecordError::Missing { sequence }));
            let read = records.record(other);
            let names_it =
                matches!(read, Err(RecordError::Malformed { sequence, .. }) if sequence == other);
            assert!(names_it, "{read:?}");
            match before {
                Some(before) => drop(rows.records.insert(other, before)),
                None => drop(rows.records.remove(&other)),
            }
            rows.records.insert(sequence, moved);
        }
    }
}

/// That opening the journal finds the group of this sequence not to be under its key.
fn key_is_missed(rows: &Rows, sequence: u64) {
    let read = KeyedRecords::new(rows).record(sequence);
    let Err(RecordError::Unreadable { problem, .. }) = &read else { panic!("{read:?}") };
    assert!(problem.contains(&format!("record {sequence} was told under key ")), "{problem}");
}

/// Flips bits of each key and of the sequence it leads to.
fn flip_keys(rows: &mut Rows, stride: &mut Stride) {
    for (key, sequence) in rows.keys.clone() {
        for bit in stride.of(key.len() + 8) {
            let (mut other, mut leads_to) = (key.clone(), sequence);
            match bit.checked_sub(64) {
                Some(bit) => flip(&mut other, bit),
                None => leads_to ^= 1 << bit,
            }
            rows.keys.remove(&key);
            let before = rows.keys.insert(other.clone(), leads_to);
            key_is_missed(rows, sequence);
            // Who asks for the key that is there now does not get the other one's answer.
            let asked = str::from_utf8(&other).ok().and_then(|text| text.parse::<Key>().ok());
            if let Some(asked) = asked.filter(|_| bit >= 64) {
                assert_eq!(rows.find(&asked), Ok(Some(sequence)));
                let group = Group::read(&StoreRecords::new(rows), sequence).expect("it is right");
                let answer = check_told_under(&asked, sequence, &group.told().key);
                let Err(StoreError::Damaged { what }) = &answer else { panic!("{answer:?}") };
                assert!(what.contains(&format!("filed at record {sequence}, ")), "{what}");
            }
            rows.keys.remove(&other);
            rows.keys.extend(before.map(|before| (other, before)));
            rows.keys.insert(key.clone(), sequence);
        }
    }
}

/// Flips bits of each text and of the digest it is filed under.
fn flip_texts(rows: &mut Rows, stride: &mut Stride) {
    for (right, text) in rows.texts.clone() {
        let digest = Digest::from_bytes(right);
        for bit in stride.of(32 + text.len()) {
            let (mut filed, mut wrong) = (right, text.clone());
            match bit.checked_sub(256) {
                Some(bit) => flip(&mut wrong, bit),
                None => flip(&mut filed, bit),
            }
            rows.texts = BTreeMap::from([(filed, wrong)]);
            for asked in [digest, Digest::from_bytes(filed)] {
                let read = StoreRecords::new(rows).blob(&asked);
                let is_said =
                    matches!(read, Err(RecordError::Blob { .. } | RecordError::Unreadable { .. }));
                assert!(is_said, "bit {bit}: {read:?}");
            }
        }
        rows.texts = BTreeMap::from([(right, text)]);
    }
}

/// Flips bits of the compact range, which opening compares with the leaves; some are opened.
fn flip_range(rows: &mut Rows, stride: &mut Stride) {
    let right = rows.compact_range().expect("it is right");
    for bit in stride.of(rows.range.len()) {
        flip(&mut rows.range, bit);
        assert_ne!(rows.compact_range().ok().as_ref(), Some(&right), "bit {bit}");
        if bit % 64 == 0 {
            assert!(Journal::open(rows.clone()).is_err(), "bit {bit}");
        }
        flip(&mut rows.range, bit);
    }
}

/// Flips bits of one kind of row.
type FlipThese = fn(&mut Rows, &mut Stride);

/// Flips every so many bits of all values of a journal.
fn flip_values(records: usize, every: usize) -> String {
    let mut rows = rows(records);
    let end = rows.end().expect("rows work");
    let flips: [(&str, FlipThese); 5] = [
        ("records and leaves", flip_records),
        ("sequences", flip_sequences),
        ("keys", flip_keys),
        ("texts", flip_texts),
        ("compact range", flip_range),
    ];
    let said = flips.map(|(what, flip_these)| {
        let mut stride = Stride { every, next: 0, flipped: 0, bits: 0 };
        flip_these(&mut rows, &mut stride);
        assert!(stride.flipped > 0, "{what}");
        format!("{} of {} bits of {what}", stride.flipped, stride.bits)
    });
    assert!(Journal::open(rows).is_ok(), "each flip was taken back");
    format!(
        "flipped values: a journal of {end} records: {}; 0 wrong values served, 0 unnamed, 0 panics",
        said.join(", ")
    )
}

#[test]
fn a_flipped_bit_of_a_stored_value_is_named_and_never_served() {
    flip_values(100, 101);
}

#[test]
#[ignore = "takes long"]
fn long_form_of_flipped_values() {
    println!("{}", flip_values(1_000, 1));
}
