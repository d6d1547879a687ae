//! A journal's file is refused when it is something else, and a damaged one is noticed: when it is
//! opened, or at the latest when the damaged record or text is read.
#![cfg(feature = "file")]
#![allow(clippy::unwrap_used)] // a helper of a test may panic, as the test may

use redb::{
    Database, MultimapTableDefinition, ReadableDatabase, ReadableTable, TableDefinition,
    TableHandle, WriteTransaction,
};
use referral_ledger::batch::{Batch, NewGroup, NewRecord};
use referral_ledger::digest::{Digest, leaf};
use referral_ledger::merkle::CompactRange;
use referral_ledger::record::{RecordError, Records};
use referral_ledger::store::{Appended, FileStore, Store, StoreError, StoreRecords};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

// The tables as the front page of the file store draws them, written down a second time.
const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
const RECORDS: TableDefinition<u64, &[u8]> = TableDefinition::new("records");
const KEYS: TableDefinition<&str, u64> = TableDefinition::new("keys");
const BLOBS: TableDefinition<[u8; 32], &[u8]> = TableDefinition::new("blobs");
const TREE: TableDefinition<&str, &[u8]> = TableDefinition::new("tree");

fn path(folder: &TempDir) -> PathBuf {
    folder.path().join("journal.redb")
}

fn open(folder: &TempDir) -> FileStore {
    FileStore::open(path(folder)).unwrap()
}

/// A closed journal of three records, two keys and a text.
fn journal() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let batch = Batch {
        expected: 0,
        groups: vec![group("k0", 0, &[b"first", b"second"]), group("k1", 2, &[b"third"])],
        blobs: vec![(Digest::sha256(b"t0"), Arc::from("t0"))],
    };
    assert_eq!(open(&folder).append(&batch), Ok(Appended::Done));
    folder
}

/// Changes the tables of a closed journal behind the back of the store.
fn tamper(folder: &TempDir, change: impl FnOnce(&WriteTransaction)) {
    let database = Database::open(path(folder)).unwrap();
    let transaction = database.begin_write().unwrap();
    change(&transaction);
    transaction.commit().unwrap();
}

fn damage_on_opening(folder: &TempDir) -> String {
    match FileStore::open(path(folder)) {
        Err(StoreError::Damaged { what }) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_tables_are_the_ones_drawn_in_the_manual() {
    let folder = journal();
    let database = Database::open(path(&folder)).unwrap();
    let read = database.begin_read().unwrap();
    let meta = read.open_table(META).unwrap();
    assert_eq!(meta.get("holds").unwrap().unwrap().value(), b"referral-ledger journal");
    assert_eq!(meta.get("format").unwrap().unwrap().value(), b"1");
    let records = read.open_table(RECORDS).unwrap();
    let mut third = leaf(b"third").as_bytes().to_vec();
    third.extend_from_slice(b"third");
    assert_eq!(records.get(2).unwrap().unwrap().value(), third);
    let keys = read.open_table(KEYS).unwrap();
    assert_eq!(keys.get("k1").unwrap().unwrap().value(), 2);
    let blobs = read.open_table(BLOBS).unwrap();
    assert_eq!(blobs.get(Digest::sha256(b"t0").as_bytes()).unwrap().unwrap().value(), b"t0");
    let mut range = CompactRange::new();
    range.extend([leaf(b"first"), leaf(b"second"), leaf(b"third")]);
    let tree = read.open_table(TREE).unwrap();
    assert_eq!(tree.get("range").unwrap().unwrap().value(), range.to_bytes());
    assert_eq!(read.list_tables().unwrap().count(), 5);
}

#[test]
fn a_file_that_is_open_is_in_use_until_its_last_clone_is_dropped() {
    let folder = journal();
    let store = open(&folder);
    let clone = store.clone();
    let refused = || FileStore::open(path(&folder)).unwrap_err();
    assert_eq!(refused(), StoreError::InUse { path: path(&folder) });
    assert!(refused().is_transient());
    drop(store);
    assert_eq!(refused(), StoreError::InUse { path: path(&folder) });
    drop(clone);
    assert_eq!(open(&folder).end(), Ok(3));
}

#[test]
fn a_file_that_is_not_of_redb_is_no_journal_and_stays_as_it_is() {
    for content in ["x", "date,amount\n2026-03-05,50.00 USD\n", &"\0".repeat(8192)] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(path(&folder), content).unwrap();
        let refused = FileStore::open(path(&folder)).unwrap_err();
        let why = String::from("it is no redb file");
        assert_eq!(refused, StoreError::NotAJournal { path: path(&folder), why });
        assert!(!refused.is_transient());
        assert_eq!(fs::read_to_string(path(&folder)).unwrap(), content);
    }
}

#[test]
fn a_redb_file_of_another_program_is_no_journal_and_keeps_its_tables() {
    const SHEEP: TableDefinition<&str, u64> = TableDefinition::new("sheep");
    const FLOCKS: MultimapTableDefinition<&str, u64> = MultimapTableDefinition::new("flocks");
    const THEIR_META: TableDefinition<u64, u64> = TableDefinition::new("meta");
    type Make = fn(&WriteTransaction);
    let makers: [(Make, [usize; 2]); 4] = [
        (|write| drop(write.open_table(SHEEP).unwrap()), [1, 0]),
        (|write| drop(write.open_multimap_table(FLOCKS).unwrap()), [0, 1]),
        (|write| drop(write.open_table(THEIR_META).unwrap()), [1, 0]),
        (
            |write| {
                write.open_table(SHEEP).unwrap().insert("dolly", 7).unwrap();
                write.open_table(META).unwrap().insert("holds", b"sheep".as_slice()).unwrap();
            },
            [2, 0],
        ),
    ];
    for (make, tables) in makers {
        let folder = tempfile::tempdir().unwrap();
        drop(Database::create(path(&folder)).unwrap());
        tamper(&folder, make);
        let refused = FileStore::open(path(&folder)).unwrap_err();
        let why = String::from("it is the redb file of another program");
        assert_eq!(refused, StoreError::NotAJournal { path: path(&folder), why });

        let database = Database::open(path(&folder)).unwrap();
        let read = database.begin_read().unwrap();
        let found =
            [read.list_tables().unwrap().count(), read.list_multimap_tables().unwrap().count()];
        assert_eq!(found, tables, "no table of ours beside theirs");
    }
}

#[test]
fn what_a_crash_leaves_before_the_first_commit_becomes_a_new_journal() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(path(&folder), "").unwrap();
    assert_eq!(open(&folder).end(), Ok(0));

    let folder = tempfile::tempdir().unwrap();
    drop(Database::create(path(&folder)).unwrap());
    append(&mut open(&folder), group("k0", 0, &[b"a"]));
    assert_eq!(open(&folder).end(), Ok(1));
}

/// redb writes the beginning of a new file last. A journal is made beside its place, so that what a
/// crash leaves there is in nobody's way.
#[test]
fn what_a_crash_leaves_of_a_file_being_made_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let beside = |ending: &str| folder.path().join(format!("journal.redb.{ending}"));
    let (making, new) = (beside("making"), beside("new"));
    fs::write(&making, "").unwrap();
    fs::write(&new, [0; 4096]).unwrap();
    append(&mut open(&folder), group("k0", 0, &[b"a"]));
    assert!(!making.exists() && !new.exists());
    assert_eq!(open(&folder).end(), Ok(1));
    // While another process makes it, the journal is in use.
    fs::remove_file(path(&folder)).unwrap();
    let theirs = fs::File::create(&making).unwrap();
    theirs.lock().unwrap();
    let refused = FileStore::open(path(&folder)).unwrap_err();
    assert_eq!(refused, StoreError::InUse { path: path(&folder) });
    drop(theirs);
    assert_eq!(open(&folder).end(), Ok(0));
}

#[test]
fn a_path_that_cannot_be_a_file_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_path_buf(), folder.path().join("no folder/journal.redb")] {
        let refused = FileStore::open(&path).unwrap_err();
        assert!(matches!(refused, StoreError::Backend { transient: false, .. }), "{refused}");
        assert!(refused.to_string().contains(&path.display().to_string()), "{refused}");
    }
}

#[test]
fn a_file_of_a_newer_format_is_refused_and_one_of_no_format_is_damaged() {
    let set_format = |format: &str| {
        let folder = journal();
        tamper(&folder, |write| {
            write.open_table(META).unwrap().insert("format", format.as_bytes()).unwrap();
        });
        folder
    };
    let newer = set_format("2");
    assert_eq!(
        FileStore::open(path(&newer)).unwrap_err(),
        StoreError::NewerFormat { path: path(&newer), found: 2, known: 1 }
    );
    for format in ["0", "one", ""] {
        assert_eq!(
            damage_on_opening(&set_format(format)),
            "its file format is none that a release ever wrote"
        );
    }
}

#[test]
fn a_leaf_that_was_edited_is_found_by_whoever_reads_the_record() {
    let folder = journal();
    tamper(&folder, |write| {
        let mut records = write.open_table(RECORDS).unwrap();
        let mut value = records.get(1).unwrap().unwrap().value().to_vec();
        value[31] ^= 1;
        records.insert(1, value.as_slice()).unwrap();
    });
    let store = open(&folder);
    let records = StoreRecords::new(&store);
    assert_eq!(records.record(1), Err(RecordError::Damaged { sequence: 1 }));
    // The neighbours are no records of the journal, but their leaves are right.
    assert!(matches!(records.record(0), Err(RecordError::Malformed { .. })));
    assert!(matches!(records.record(2), Err(RecordError::Malformed { .. })));
}

#[test]
fn a_byte_flipped_in_the_closed_file_is_found_by_whoever_reads_the_record() {
    let folder = journal();
    let mut bytes = fs::read(path(&folder)).unwrap();
    let places: Vec<usize> = bytes
        .windows(6)
        .enumerate()
        .filter(|(_, window)| window == b"second")
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty(), "the record stands in the file as it is");
    for place in places {
        bytes[place] ^= 1;
    }
    fs::write(path(&folder), bytes).unwrap();
    let store = open(&folder);
    let damaged = StoreRecords::new(&store).record(1);
    assert_eq!(damaged, Err(RecordError::Damaged { sequence: 1 }));
}

#[test]
fn a_file_that_was_cut_short_is_damaged() {
    let folder = journal();
    let file = fs::OpenOptions::new().write(true).open(path(&folder)).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length / 2).unwrap();
    let what = damage_on_opening(&folder);
    assert!(what.contains(&format!("file_len={}", length / 2)), "{what}");
}

#[test]
fn a_record_shorter_than_a_leaf_is_damage() {
    let folder = journal();
    tamper(&folder, |write| {
        write.open_table(RECORDS).unwrap().insert(1, [7; 31].as_slice()).unwrap();
    });
    let store = open(&folder);
    let what = String::from("record 1 has 31 bytes of the 32 of its leaf");
    assert_eq!(store.read(1), Err(StoreError::Damaged { what: what.clone() }));
    assert_eq!(store.read_from(0, 3), Err(StoreError::Damaged { what }));
    let unreadable = StoreRecords::new(&store).record(1).unwrap_err();
    assert!(matches!(unreadable, RecordError::Unreadable { .. }), "{unreadable}");
}

#[test]
fn a_text_that_was_edited_is_found() {
    let digest = Digest::sha256(b"t0");
    let set_text = |bytes: &[u8]| {
        let folder = journal();
        tamper(&folder, |write| {
            write.open_table(BLOBS).unwrap().insert(digest.as_bytes(), bytes).unwrap();
        });
        open(&folder)
    };
    let store = set_text(b"t1");
    let blob = StoreRecords::new(&store).blob(&digest);
    assert_eq!(blob, Err(RecordError::Blob { digest }));

    let store = set_text(b"\xff\xfe");
    let what = format!("the text {digest} is not in UTF-8");
    assert_eq!(store.blob(&digest), Err(StoreError::Damaged { what }));
}

#[test]
fn a_file_whose_numbers_differ_is_damaged() {
    let folder = journal();
    tamper(&folder, |write| {
        write.open_table(RECORDS).unwrap().remove(1).unwrap();
    });
    assert_eq!(damage_on_opening(&folder), "it has 2 records and the last one is 2");

    let folder = journal();
    tamper(&folder, |write| {
        write.open_table(RECORDS).unwrap().remove(2).unwrap();
    });
    assert_eq!(damage_on_opening(&folder), "its compact range is over 3 records of 2");

    let folder = journal();
    tamper(&folder, |write| {
        write.open_table(TREE).unwrap().remove("range").unwrap();
    });
    assert_eq!(damage_on_opening(&folder), "its compact range is missing");

    let folder = journal();
    tamper(&folder, |write| {
        write.open_table(TREE).unwrap().insert("range", b"1234567".as_slice()).unwrap();
    });
    let what = damage_on_opening(&folder);
    assert!(what.starts_with("compact range has 7 bytes of the 8"), "{what}");
}

#[test]
fn a_file_that_lacks_a_table_is_damaged() {
    for name in ["records", "keys", "blobs", "tree"] {
        let folder = journal();
        tamper(&folder, |write| {
            let mut tables = write.list_tables().unwrap();
            let table = tables.find(|table| table.name() == name).unwrap();
            drop(tables);
            assert!(write.delete_table(table).unwrap());
        });
        let what = damage_on_opening(&folder);
        assert_eq!(what, format!("Table '{name}' does not exist"));
    }
}
fn group(key: &str, first: u64, records: &[&[u8]]) -> NewGroup {
    let records =
        records.iter().map(|bytes| NewRecord { bytes: bytes.to_vec(), leaf: leaf(bytes) });
    NewGroup { key: key.parse().unwrap(), first, records: records.collect() }
}

fn append(store: &mut FileStore, group: NewGroup) {
    let batch = Batch { expected: group.first, groups: vec![group], blobs: Vec::new() };
    assert_eq!(store.append(&batch), Ok(Appended::Done));
}
