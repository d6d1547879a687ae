//! A process is killed on any line, and run again: the journal and all it writes are those of a
//! process never killed. And two processes never have one file open.
//!
//! The process is this test binary, started once more for one of its ignored tests, with the
//! example `service_year` built in. It plays only in a folder that was made for it.
#![cfg(all(unix, feature = "file"))]

use referral_ledger::Journal;
use referral_ledger::merkle::CompactRange;
use referral_ledger::store::{FileStore, Store, StoreError, Stored};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// The name of a folder in which a process may play, and of what it writes there.
const MADE_FOR_IT: &str = "made-for-it";
const YEAR: &str = "year";
const JOURNAL: &str = "year/journal.redb";
const PRINTED: &str = "printed.txt";

#[test]
#[ignore = "it is the process that is killed"]
fn the_process_that_plays_the_year() {
    if Path::new(MADE_FOR_IT).exists() {
        crate::service_year::play(Path::new(YEAR)).map_err(|error| error.to_string()).unwrap();
    }
}

#[test]
#[ignore = "it is the other process"]
fn the_process_that_opens_the_journal() {
    if Path::new(MADE_FOR_IT).exists() {
        let opened = match FileStore::open(JOURNAL) {
            Ok(store) => format!("it has {} records", store.end().unwrap()),
            Err(StoreError::InUse { path }) => format!("{} is in use", path.display()),
            Err(other) => panic!("{other}"),
        };
        fs::write(PRINTED, opened).unwrap();
    }
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(MADE_FOR_IT), "").unwrap();
    folder
}

/// Starts one of the tests above as a process in this folder.
fn start(folder: &TempDir, test: &str) -> Child {
    let (_, here) = module_path!().split_once("::").unwrap();
    let printed = File::create(folder.path().join(PRINTED)).unwrap();
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--nocapture",
            "--test-threads=1",
            "--exact",
            &format!("{here}::{test}"),
        ])
        .current_dir(folder.path())
        .stdout(printed.try_clone().unwrap())
        .stderr(printed)
        .spawn()
        .unwrap()
}

/// All that a year leaves behind: the journal's records and compact range, the files it wrote for
/// others, and the page it printed.
#[derive(Debug, PartialEq)]
struct Left {
    records: Vec<Stored>,
    range: CompactRange,
    files: BTreeMap<String, Vec<u8>>,
    page: String,
}

fn left(folder: &TempDir) -> Left {
    let store = FileStore::open(folder.path().join(JOURNAL)).unwrap();
    let (records, range) =
        (store.read_from(0, usize::MAX).unwrap(), store.compact_range().unwrap());
    assert!(Journal::open(store).is_ok());
    let mut files = BTreeMap::new();
    for place in [YEAR, "year/payroll"] {
        for entry in fs::read_dir(folder.path().join(place)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && !path.ends_with(JOURNAL) {
                let name = path.strip_prefix(folder.path()).unwrap().display().to_string();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    // What it printed stands between what the test harness printed; its last line says how many
    // records this run added.
    let printed = fs::read_to_string(folder.path().join(PRINTED)).unwrap();
    let (_, page) = printed.split_once("the_process_that_plays_the_year ... ").unwrap();
    let (page, _) = page.split_once("\njournal: ").unwrap();
    Left { records, range, files, page: page.to_owned() }
}

fn begin(folder: &TempDir) -> Child {
    start(folder, "the_process_that_plays_the_year")
}

/// Waits until a year has come to its end.
fn end(folder: &TempDir, mut process: Child) -> Left {
    let status = process.wait().unwrap();
    assert!(status.success(), "{}", fs::read_to_string(folder.path().join(PRINTED)).unwrap());
    left(folder)
}

#[derive(Debug, Default)]
struct Counts {
    kills: u64,
    years: u64,
    /// Kills before redb had made the file, which then has to be removed.
    half_made: u64,
}

/// Plays a year, killed after longer and longer delays of which each is picked at random, until it
/// comes to its end or was killed so many times; then it is run to its end.
fn play_and_kill(kills_max: u64, random: &mut u64, counts: &mut Counts) -> Left {
    let folder = folder();
    let mut found = Vec::new();
    let mut milliseconds_max = 20;
    for _ in 0..kills_max {
        let mut process = begin(&folder);
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        sleep(Duration::from_millis((*random >> 33) % milliseconds_max));
        milliseconds_max += milliseconds_max / 4;
        process.kill().unwrap(); // SIGKILL
        let status = process.wait().unwrap();
        if status.success() {
            break; // it came to its end before
        }
        counts.kills += 1;
        let printed = fs::read_to_string(folder.path().join(PRINTED)).unwrap();
        assert!(!printed.contains("panicked"), "{printed}");
        match FileStore::open(folder.path().join(JOURNAL)) {
            Ok(store) => {
                let records = store.read_from(0, usize::MAX).unwrap();
                assert!(records.starts_with(&found), "what was there is there");
                found = records;
            }
            Err(StoreError::NotAJournal { .. }) => {
                assert!(found.is_empty(), "a file that was made stays made");
                fs::remove_file(folder.path().join(JOURNAL)).unwrap();
                counts.half_made += 1;
            }
            // It was killed before it made the folder.
            Err(other) => assert!(!folder.path().join(YEAR).exists(), "{other}"),
        }
    }
    let left = end(&folder, begin(&folder));
    assert!(left.records.starts_with(&found), "what was there is there");
    counts.years += 1;
    left
}

#[test]
fn a_year_that_is_killed_and_run_again_is_the_year_that_never_was() {
    let (mut counts, quiet) = (Counts::default(), folder());
    let process = begin(&quiet);
    let killed = play_and_kill(5, &mut 7, &mut counts);
    assert!(killed == end(&quiet, process), "a year that was killed differs from one that was not");
    assert!(counts.kills > 0 && counts.years == 1, "{counts:?}");
}

#[test]
#[ignore = "takes long"]
fn long_form_of_kills() {
    let mut counts = Counts::default();
    let quiet = folder();
    let never_killed = end(&quiet, begin(&quiet));
    let mut random = 7;
    while counts.kills < 300 {
        let killed = play_and_kill(25, &mut random, &mut counts);
        assert!(killed == never_killed, "a year that was killed differs from one that was not");
    }
    let Counts { kills, years, half_made } = counts;
    println!(
        "kill -9: {kills} kills in {years} years of {} records ({half_made} before the file was \
         made), each run again to its end, 0 records lost or doubled, 0 files that differ",
        never_killed.records.len(),
    );
}

#[test]
fn a_file_that_another_process_has_open_is_in_use() {
    let folder = folder();
    fs::create_dir(folder.path().join(YEAR)).unwrap();
    let other_process = || {
        let status = start(&folder, "the_process_that_opens_the_journal").wait().unwrap();
        let printed = fs::read_to_string(folder.path().join(PRINTED)).unwrap();
        assert!(status.success(), "{printed}");
        printed
    };
    let store = FileStore::open(folder.path().join(JOURNAL)).unwrap();
    let clone = store.clone();
    drop(store);
    assert!(other_process().starts_with("year/journal.redb is in use"), "a clone has it open");
    assert_eq!(clone.end(), Ok(0));
    drop(clone);
    assert!(other_process().starts_with("it has 0 records"));
}

/// Permission bits do not bind root, so a file or folder that may not be written is looked at where
/// they do; for everybody there is a disk that refuses, in `src/store/faults`.
#[test]
fn a_file_or_folder_that_may_not_be_written_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("journal.redb");
    drop(FileStore::open(&path).unwrap());
    let before = fs::read(&path).unwrap();
    let new = folder.path().join("new.redb");
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    set(&path, 0o444).unwrap();
    set(folder.path(), 0o555).unwrap();
    let bits_bind = File::create(folder.path().join("probe")).is_err();
    let opened = [FileStore::open(&path).map(drop), FileStore::open(&new).map(drop)];
    set(folder.path(), 0o755).unwrap();
    if bits_bind {
        for refused in opened {
            let Err(StoreError::Backend { transient: false, problem }) = &refused else {
                panic!("{refused:?}")
            };
            assert!(problem.contains("Permission denied"), "{problem}");
        }
        assert_eq!(fs::read(&path).unwrap(), before);
        assert!(!new.exists());
    } else {
        assert_eq!(opened, [Ok(()), Ok(())], "they bind nobody, so nobody is refused");
    }
}
