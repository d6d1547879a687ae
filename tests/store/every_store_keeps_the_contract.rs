//! Every store keeps the contract: the functions of this file ask for one promise each, and run
//! over memory and over a file. At the end both stores are given the same random batches and must
//! never differ. What only a file can do wrong is in `a_damaged_journal_file_is_noticed.rs`.
#![allow(clippy::unwrap_used)] // a helper of a test may panic, as the test may

use referral_ledger::batch::{Batch, NewGroup, NewRecord};
use referral_ledger::digest::{Digest, leaf};
use referral_ledger::merkle::CompactRange;
use referral_ledger::record::{Head, RECORD_BYTES_MAX, Record, RecordError, Records};
#[cfg(feature = "file")]
use referral_ledger::store::FileStore;
use referral_ledger::store::{Appended, MemoryStore, Store, StoreError, StoreRecords, Stored};
use referral_ledger::told::Key;
use std::sync::Arc;

/// Runs every function named here over a new store of either kind.
macro_rules! contract {
    ($($promise:ident),+ $(,)?) => {
        mod memory {
            $(#[test] fn $promise() { super::$promise(super::MemoryStore::new()) })+
        }

        #[cfg(feature = "file")]
        mod file {
            $(#[test] fn $promise() {
                let folder = tempfile::tempdir().unwrap();
                super::$promise(super::open(&folder))
            })+
        }
    };
}

contract! {
    a_new_store_is_empty,
    records_are_read_back_byte_for_byte,
    a_group_is_found_by_its_key_at_its_first_part,
    a_batch_from_behind_changes_nothing,
    a_batch_from_ahead_is_an_error_and_changes_nothing,
    a_key_on_file_refuses_the_whole_batch,
    a_bad_batch_is_an_error_and_changes_nothing,
    an_empty_batch_is_done_wherever_it_begins,
    texts_are_kept_under_their_digest,
    the_compact_range_is_the_one_over_all_leaves,
    two_handles_over_one_store_see_each_other,
    of_writers_that_race_for_a_sequence_one_wins,
    reading_many_is_reading_one_after_the_other,
    records_of_a_store_are_checked_when_they_are_read,
}

fn a_new_store_is_empty(store: impl Store) {
    assert_eq!(store.end(), Ok(0));
    assert_eq!(store.read(0), Ok(None));
    assert_eq!(store.read(u64::MAX), Ok(None));
    assert_eq!(store.read_from(0, 10), Ok(vec![]));
    assert_eq!(store.find(&key("k0")), Ok(None));
    assert_eq!(store.blob(&Digest::sha256(b"")), Ok(None));
    assert_eq!(store.compact_range(), Ok(CompactRange::new()));
}

fn records_are_read_back_byte_for_byte(mut store: impl Store) {
    let every_byte: Vec<u8> = (0..=255).collect();
    let largest = vec![b'x'; RECORD_BYTES_MAX];
    let all: [&[u8]; 4] = [&every_byte, b"", &largest, "{\"caf\u{e9}\": 1.10}".as_bytes()];
    done(&mut store, &batch(0, &[("k0", &all[..2]), ("k1", &all[2..])]));
    assert_eq!(store.end(), Ok(4));
    for (sequence, bytes) in (0..).zip(all) {
        let stored = Stored { leaf: leaf(bytes), bytes: bytes.to_vec() };
        assert_eq!(store.read(sequence), Ok(Some(stored)), "record {sequence}");
    }
    assert_eq!(store.read(4), Ok(None));
}

fn a_group_is_found_by_its_key_at_its_first_part(mut store: impl Store) {
    let longest = "k".repeat(128);
    done(&mut store, &batch(0, &[("k0", &[b"a", b"b", b"c"]), (&longest, &[b"d"])]));
    done(&mut store, &batch(4, &[("K0", &[b"e", b"f"])]));
    assert_eq!(store.find(&key("k0")), Ok(Some(0)));
    assert_eq!(store.find(&key(&longest)), Ok(Some(3)));
    assert_eq!(store.find(&key("K0")), Ok(Some(4)), "a key is its exact text");
    let many = ["K0", "k", &longest, "k0", "k0"].map(key);
    assert_eq!(store.find_many(&many), Ok(vec![Some(4), None, Some(3), Some(0), Some(0)]));
    for other in ["k", "k00", "K", &longest[1..]] {
        assert_eq!(store.find(&key(other)), Ok(None), "{other} was never told");
    }
}

fn a_batch_from_behind_changes_nothing(mut store: impl Store) {
    done(&mut store, &batch(0, &[("k0", &[b"a", b"b"])]));
    let before = contents(&store);
    for expected in [0, 1] {
        let late = with_text(batch(expected, &[("k1", &[b"c"])]), "t1");
        assert_eq!(store.append(&late), Ok(Appended::Behind { end: 2 }));
        // The writer learns that it is behind before it learns anything of its keys.
        let late_and_told = with_text(batch(expected, &[("k0", &[b"c"])]), "t1");
        assert_eq!(store.append(&late_and_told), Ok(Appended::Behind { end: 2 }));
    }
    assert_eq!(contents(&store), before);
    done(&mut store, &batch(2, &[("k1", &[b"c"])]));
}

fn a_batch_from_ahead_is_an_error_and_changes_nothing(mut store: impl Store) {
    let early = with_text(batch(1, &[("k0", &[b"a"])]), "t0");
    assert_eq!(store.append(&early), Err(StoreError::Ahead { expected: 1, end: 0 }));
    done(&mut store, &batch(0, &[("k0", &[b"a"])]));
    let before = contents(&store);
    let early_and_told = with_text(batch(7, &[("k0", &[b"b"])]), "t0");
    assert_eq!(store.append(&early_and_told), Err(StoreError::Ahead { expected: 7, end: 1 }));
    assert_eq!(contents(&store), before);
}

fn a_key_on_file_refuses_the_whole_batch(mut store: impl Store) {
    done(&mut store, &batch(0, &[("k0", &[b"a", b"b"]), ("k1", &[b"c"])]));
    let before = contents(&store);
    let groups: [(&str, &[&[u8]]); 4] =
        [("k2", &[b"d"]), ("k1", &[b"e"]), ("k0", &[b"f"]), ("k3", &[b"g"])];
    let taken = with_text(batch(3, &groups), "t0");
    let first_taken = Appended::KeyOnFile { key: key("k1"), sequence: 2 };
    assert_eq!(store.append(&taken), Ok(first_taken));
    assert_eq!(contents(&store), before);

    // The same words again are no exception: a store does not compare them.
    let again = batch(3, &[("k0", &[b"a", b"b"])]);
    let told = Appended::KeyOnFile { key: key("k0"), sequence: 0 };
    assert_eq!(store.append(&again), Ok(told));
    assert_eq!(contents(&store), before);
    done(&mut store, &batch(3, &[("k2", &[b"d"]), ("k3", &[b"g"])]));
}

fn a_bad_batch_is_an_error_and_changes_nothing(mut store: impl Store) {
    done(&mut store, &batch(0, &[("k0", &[b"a"])]));
    let before = contents(&store);
    let good = batch(1, &[("k1", &[b"b", b"c"]), ("k2", &[b"d"])]);
    let changed = |change: &dyn Fn(&mut Batch)| {
        let mut bad = good.clone();
        change(&mut bad);
        bad
    };
    let too_large = NewRecord { bytes: vec![0; RECORD_BYTES_MAX + 1], leaf: leaf(b"") };
    let text: Arc<str> = Arc::from("text");
    let digest = Digest::sha256(b"another text");
    let bad_batches = [
        (
            changed(&|bad| bad.expected = 0),
            String::from("the group told under k1 begins at 1 and not at 0"),
        ),
        (
            changed(&|bad| bad.groups[1].first = 4),
            String::from("the group told under k2 begins at 4 and not at 3"),
        ),
        (
            changed(&|bad| bad.groups[1].first = 2),
            String::from("the group told under k2 begins at 2 and not at 3"),
        ),
        (
            changed(&|bad| bad.groups[1].records.clear()),
            String::from("the group told under k2 has no record"),
        ),
        (changed(&|bad| bad.groups[1].key = key("k1")), String::from("key k1 stands in it twice")),
        (
            changed(&|bad| bad.groups[0].records[1] = too_large.clone()),
            String::from("record 2 has 65536 bytes of 65535"),
        ),
        (
            changed(&|bad| bad.blobs.push((digest, Arc::clone(&text)))),
            format!("a text is filed under {digest}, which is not its digest"),
        ),
        (
            with_text(batch(1, &[]), "text"),
            String::from("it has texts and no group that refers to them"),
        ),
        (
            batch(CompactRange::SIZE_MAX, &[("k1", &[b"b"])]),
            format!("there is no record {}: sequences end before it", CompactRange::SIZE_MAX),
        ),
    ];
    for (bad, why) in bad_batches {
        assert_eq!(store.append(&bad), Err(StoreError::BadBatch { why }));
        assert_eq!(contents(&store), before);
    }
    done(&mut store, &good);
}

fn an_empty_batch_is_done_wherever_it_begins(mut store: impl Store) {
    done(&mut store, &batch(0, &[("k0", &[b"a"])]));
    let before = contents(&store);
    for expected in [0, 1, 2, u64::MAX] {
        done(&mut store, &batch(expected, &[]));
    }
    assert_eq!(contents(&store), before);
}

fn texts_are_kept_under_their_digest(mut store: impl Store) {
    let (empty, long) = ("", "\u{e9}".repeat(131_072));
    let first = with_text(with_text(batch(0, &[("k0", &[b"a"])]), empty), &long);
    done(&mut store, &first);
    // The same text once more, also twice in one batch, stays one text.
    let again = with_text(with_text(batch(1, &[("k1", &[b"b"])]), empty), empty);
    done(&mut store, &again);
    for text in [empty, &long] {
        let found = store.blob(&Digest::sha256(text.as_bytes())).unwrap();
        assert_eq!(found.as_deref(), Some(text));
    }
    assert_eq!(store.blob(&Digest::sha256(b"never appended")), Ok(None));
    assert_eq!(store.blob(&leaf(b"")), Ok(None), "a text is not filed under its leaf");
}

fn the_compact_range_is_the_one_over_all_leaves(mut store: impl Store) {
    let mut range = CompactRange::new();
    let mut next = 0;
    for (number, parts) in [1, 2, 1, 5, 3, 1, 1, 4].into_iter().enumerate() {
        let bytes: Vec<Vec<u8>> = (0..parts).map(|part| vec![part, 0xab]).collect();
        let bytes: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
        done(&mut store, &batch(next, &[(&format!("k{number}"), &bytes)]));
        range.extend(bytes.into_iter().map(leaf));
        next += u64::from(parts);
        assert_eq!(store.compact_range().as_ref(), Ok(&range), "after {next} records");
        assert_eq!(store.end(), Ok(next));
    }
}

fn two_handles_over_one_store_see_each_other(mut left: impl Store + Clone) {
    let mut right = left.clone();
    done(&mut left, &with_text(batch(0, &[("k0", &[b"a"])]), "t0"));
    assert_eq!(contents(&right), contents(&left));
    assert_eq!(right.append(&batch(0, &[("k1", &[b"b"])])), Ok(Appended::Behind { end: 1 }));
    done(&mut right, &batch(1, &[("k1", &[b"b"])]));
    assert_eq!(left.find(&key("k1")), Ok(Some(1)));
    let told = Appended::KeyOnFile { key: key("k1"), sequence: 1 };
    assert_eq!(left.append(&batch(2, &[("k1", &[b"c"])])), Ok(told));
    drop(right);
    assert_eq!(left.end(), Ok(2), "a store outlives its clones");
}

fn of_writers_that_race_for_a_sequence_one_wins(store: impl Store + Clone + Send) {
    const WRITERS: u8 = 4;
    const ROUNDS: u64 = 10;
    let won: u64 = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let mut store = store.clone();
                scope.spawn(move || {
                    let mut won = 0;
                    for round in 0..ROUNDS {
                        let told = format!("w{writer}-{round}");
                        match store.append(&batch(round, &[(&told, &[&[writer]])])).unwrap() {
                            Appended::Done => won += 1,
                            Appended::Behind { end } => assert!(end > round),
                            Appended::KeyOnFile { key, .. } => panic!("{key} is new"),
                        }
                        // Nobody goes on before somebody has won this round.
                        assert!(store.end().unwrap() > round);
                    }
                    won
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    assert_eq!(won, ROUNDS);
    assert_eq!(store.end(), Ok(ROUNDS));
    assert_eq!(store.compact_range().unwrap(), range_over(&all_records(&store)));
}

fn reading_many_is_reading_one_after_the_other(mut store: impl Store) {
    let bytes: Vec<Vec<u8>> = (0..23).map(|number| vec![number; usize::from(number)]).collect();
    let bytes: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
    done(&mut store, &batch(0, &[("k0", &bytes[..9]), ("k1", &bytes[9..])]));
    let all = all_records(&store);
    assert_eq!(all.len(), 23);
    for from in 0..25_usize {
        for count_max in [0, 1, 5, 22, 23, usize::MAX] {
            let wanted: Vec<Stored> = all.iter().skip(from).take(count_max).cloned().collect();
            let sequence = u64::try_from(from).unwrap();
            assert_eq!(store.read_from(sequence, count_max), Ok(wanted), "{from}, {count_max}");
        }
    }
    assert_eq!(store.read_from(u64::MAX, usize::MAX), Ok(vec![]));
}

fn records_of_a_store_are_checked_when_they_are_read(mut store: impl Store) {
    let record = Record {
        versions: [1, 1, 1],
        sequence: 0,
        part: 2,
        parts: 2,
        head: Head::Later { group: 0 },
        events: Vec::new(),
    };
    let bytes = record.to_bytes();
    let mut appended = with_text(batch(0, &[("k0", &[&bytes, &bytes, &bytes])]), "text");
    appended.groups[0].records[2].leaf = leaf(b"other bytes");
    done(&mut store, &appended);

    let records = StoreRecords::new(&store);
    assert_eq!(records.end(), Ok(3));
    assert_eq!(records.record(0), Ok(record));
    let malformed = records.record(1).unwrap_err();
    assert!(matches!(malformed, RecordError::Malformed { sequence: 1, .. }), "{malformed}");
    assert_eq!(records.record(2), Err(RecordError::Damaged { sequence: 2 }));
    assert_eq!(records.record(3), Err(RecordError::Missing { sequence: 3 }));
    assert_eq!(records.blob(&Digest::sha256(b"text")).as_deref(), Ok("text"));
    let digest = Digest::sha256(b"never appended");
    assert_eq!(records.blob(&digest), Err(RecordError::Blob { digest }));
}

/// A batch of these groups, without texts.
fn batch(expected: u64, groups: &[(&str, &[&[u8]])]) -> Batch {
    let mut first = expected;
    let groups = groups.iter().map(|(text, records)| {
        let records: Vec<NewRecord> = records
            .iter()
            .map(|bytes| NewRecord { bytes: bytes.to_vec(), leaf: leaf(bytes) })
            .collect();
        let group = NewGroup { key: key(text), first, records };
        first = first.saturating_add(u64::try_from(group.records.len()).unwrap());
        group
    });
    Batch { expected, groups: groups.collect(), blobs: Vec::new() }
}

fn with_text(mut batch: Batch, text: &str) -> Batch {
    batch.blobs.push((Digest::sha256(text.as_bytes()), Arc::from(text)));
    batch
}

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

fn done(store: &mut impl Store, batch: &Batch) {
    assert_eq!(store.append(batch), Ok(Appended::Done));
}

fn all_records(store: &impl Store) -> Vec<Stored> {
    (0..store.end().unwrap()).map(|sequence| store.read(sequence).unwrap().unwrap()).collect()
}

fn range_over(records: &[Stored]) -> CompactRange {
    let mut range = CompactRange::new();
    range.extend(records.iter().map(|record| record.leaf));
    range
}

/// All that a store can be asked about the keys `k0` to `k15` and the texts `t0` to `t7`, the ones
/// these tests use.
#[derive(Debug, PartialEq)]
struct Contents {
    records: Vec<Stored>,
    found: Vec<Option<u64>>,
    texts: Vec<Option<Arc<str>>>,
    range: CompactRange,
}

fn contents(store: &impl Store) -> Contents {
    let end = store.end().unwrap();
    assert_eq!(store.read(end), Ok(None), "the end is the end");
    let texts = (0..8).map(|number| Digest::sha256(format!("t{number}").as_bytes()));
    Contents {
        records: all_records(store),
        found: (0..16).map(|number| store.find(&key(&format!("k{number}"))).unwrap()).collect(),
        texts: texts.map(|digest| store.blob(&digest).unwrap()).collect(),
        range: store.compact_range().unwrap(),
    }
}

#[cfg(feature = "file")]
fn open(folder: &tempfile::TempDir) -> FileStore {
    FileStore::open(folder.path().join("journal.redb")).unwrap()
}

#[cfg(feature = "file")]
#[test]
fn a_file_opened_again_holds_what_was_appended() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    let three = batch(0, &[("k0", &[b"first", b"second"]), ("k1", &[b"third"])]);
    done(&mut store, &with_text(three, "t0"));
    let before = contents(&store);
    assert_eq!((before.records.len(), before.found[1]), (3, Some(2)));
    assert_eq!(before.texts[0].as_deref(), Some("t0"));
    drop(store);

    store = open(&folder);
    assert_eq!(contents(&store), before);
    assert_eq!(store.path(), folder.path().join("journal.redb"));
    done(&mut store, &batch(3, &[("k2", &[b"fourth"])]));
    drop(store);
    let store = open(&folder);
    assert_eq!(store.end(), Ok(4));
    assert_eq!(store.compact_range().unwrap(), range_over(&all_records(&store)));
}

#[cfg(feature = "file")]
mod same_answers {
    use super::*;
    use proptest::prelude::*;
    use referral_ledger::store::check_batch;

    /// A batch as it is drawn. It begins this far from the end of the store, so it may be
    /// behind or ahead; its keys are few, so that some are taken and some stand twice.
    #[derive(Debug, Clone)]
    struct Drawn {
        from_end: i8,
        groups: Vec<(u8, Vec<Vec<u8>>)>,
        texts: Vec<u8>,
    }

    impl Drawn {
        fn at(&self, end: u64) -> Batch {
            let expected = end.saturating_add_signed(i64::from(self.from_end));
            let names: Vec<String> =
                self.groups.iter().map(|(number, _)| format!("k{number}")).collect();
            let records: Vec<Vec<&[u8]>> = self
                .groups
                .iter()
                .map(|(_, records)| records.iter().map(Vec::as_slice).collect())
                .collect();
            let groups: Vec<(&str, &[&[u8]])> =
                names.iter().map(String::as_str).zip(records.iter().map(Vec::as_slice)).collect();
            let texts = self.texts.iter().map(|number| format!("t{number}"));
            texts.fold(batch(expected, &groups), |batch, text| with_text(batch, &text))
        }
    }

    fn drawn() -> impl Strategy<Value = Drawn> {
        let record = prop::collection::vec(any::<u8>(), 0..60);
        let records = prop_oneof![
            19 => prop::collection::vec(record, 1..4),
            1 => Just(Vec::new()),
        ];
        let from_end = prop_oneof![7 => Just(0), 2 => -3..0_i8, 1 => 1..3_i8];
        let groups = prop::collection::vec((0..16_u8, records), 0..4);
        let texts = prop::collection::vec(0..8_u8, 0..3);
        (from_end, groups, texts).prop_map(|(from_end, groups, texts)| Drawn {
            from_end,
            groups,
            texts,
        })
    }

    /// What the contract says of one append, told from what the store held before.
    fn answer_by_the_contract(before: &Contents, batch: &Batch) -> Result<Appended, StoreError> {
        check_batch(batch)?;
        let end = u64::try_from(before.records.len()).unwrap();
        let taken = batch.groups.iter().find_map(|group| {
            let number: usize = group.key.as_str()[1..].parse().unwrap();
            before.found[number].map(|sequence| (group.key.clone(), sequence))
        });
        match taken {
            _ if batch.groups.is_empty() => Ok(Appended::Done),
            _ if batch.expected < end => Ok(Appended::Behind { end }),
            _ if batch.expected > end => Err(StoreError::Ahead { expected: batch.expected, end }),
            Some((key, sequence)) => Ok(Appended::KeyOnFile { key, sequence }),
            None => Ok(Appended::Done),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn memory_and_file_never_differ(
            history in prop::collection::vec((drawn(), any::<bool>()), 1..12),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut file = open(&folder);
            let mut memory = MemoryStore::new();
            for (drawn, opens_again) in history {
                let before = contents(&memory);
                let batch = drawn.at(memory.end().unwrap());
                let answer = memory.append(&batch);
                prop_assert_eq!(&answer, &answer_by_the_contract(&before, &batch));
                prop_assert_eq!(&answer, &file.append(&batch));
                if opens_again {
                    drop(file);
                    file = open(&folder);
                }
                let after = contents(&memory);
                prop_assert_eq!(&after, &contents(&file));
                prop_assert_eq!(&after.range, &range_over(&after.records));
                let appended = batch.records().count();
                let grown = if answer == Ok(Appended::Done) { appended } else { 0 };
                prop_assert_eq!(after.records.len(), before.records.len() + grown);
                if grown == 0 {
                    prop_assert_eq!(&after, &before);
                }
            }
        }
    }
}
