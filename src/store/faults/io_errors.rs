//! The disk fails at any operation, is full, or may not be written: nothing that was done is lost,
//! no batch is there by half, and what is there can be opened again.

use super::workload::{append, batches, held};
use super::{Disk, Fails, FileStore, Kept, Random, StoreError};
use crate::batch::Batch;
use crate::store::{Appended, Store};

/// A file whose beginning redb has not written yet, which is the last thing it does in making one.
fn is_half_made(bytes: &[u8]) -> bool {
    bytes.iter().take(9).all(|byte| *byte == 0)
}

#[test]
fn each_append_is_synced_twice_before_it_is_done() {
    let disk = Disk::new(Vec::new());
    let mut store = disk.open().expect("the disk works");
    for batch in batches(5) {
        let before = disk.syncs();
        assert_eq!(store.append(&batch), Ok(Appended::Done));
        let syncs = disk.syncs() - before;
        assert!(syncs >= 2, "two-phase commit syncs twice, and this one {syncs} times");
    }
}

#[test]
fn what_changes_nothing_is_not_synced() {
    let disk = Disk::new(Vec::new());
    let mut store = disk.open().expect("the disk works");
    let batch = &batches(1)[0];
    assert_eq!(store.append(batch), Ok(Appended::Done));
    let (before, end) = (disk.syncs(), store.end().expect("the disk works"));
    let empty = Batch { expected: end, groups: Vec::new(), blobs: Vec::new() };
    assert_eq!(store.append(&empty), Ok(Appended::Done));
    assert_eq!(store.append(batch), Ok(Appended::Behind { end }));
    assert_eq!(disk.syncs(), before);
}

#[test]
fn after_an_error_nothing_is_appended_until_the_store_is_opened_again() {
    let batches = batches(2);
    let disk = Disk::new(Vec::new());
    let mut store = disk.open().expect("the disk works");
    assert_eq!(store.append(&batches[0]), Ok(Appended::Done));
    disk.set_fails(Fails::From(0));
    let failed = store.append(&batches[1]);
    assert!(matches!(failed, Err(StoreError::Backend { transient: false, .. })), "{failed:?}");

    // The cause is gone, but what the disk holds may not be what the store believes.
    disk.set_fails(Fails::Never);
    for _ in 0..2 {
        let refused = store.append(&batches[1]);
        assert!(matches!(refused, Err(StoreError::Backend { .. })), "{refused:?}");
    }
    drop(store);
    let mut store = disk.open().expect("the disk works");
    assert_eq!(held(&store, &batches), Ok(1));
    assert_eq!(store.append(&batches[1]), Ok(Appended::Done));
}

/// Opens, appends half, opens again and appends the rest; counts what is done.
fn work(disk: &Disk, batches: &[Batch], done: &mut usize) -> Result<(), StoreError> {
    let mut store = disk.open()?;
    append(disk, &mut store, &batches[..batches.len() / 2], done)?;
    drop(store);
    let mut store = disk.open()?;
    assert_eq!(held(&store, batches)?, *done);
    append(disk, &mut store, batches, done)
}

/// Fails at each operation of the work, for good or once, and looks at what the disk holds then:
/// as it is, and as a loss of power right after the error may leave it.
fn fail_at_every_operation(count: usize) -> String {
    let batches = batches(count);
    let whole = Disk::new(Vec::new());
    work(&whole, &batches, &mut 0).expect("the disk works");
    let (mut errors, mut images, mut half_made) = (0_u64, 0_u64, 0_u64);
    let mut random = Random(1);
    for fails in (0..whole.operations()).flat_map(|it| [Fails::From(it), Fails::Once(it)]) {
        let disk = Disk::noting(Vec::new());
        disk.set_fails(fails);
        let mut done = 0;
        match work(&disk, &batches, &mut done) {
            Err(StoreError::Backend { transient: false, .. }) => errors += 1,
            Err(other) => panic!("{fails:?}: {other}"),
            // It failed while it was being closed: nobody is told, and nothing is lost.
            Ok(()) => assert_eq!(done, batches.len()),
        }
        let mut kept = Kept::new(Vec::new());
        disk.steps().iter().for_each(|step| kept.step(step));
        assert_eq!(kept.done, done);
        for bytes in [disk.bytes(), kept.image(&mut random)] {
            images += 1;
            if is_half_made(&bytes) {
                assert_eq!(done, 0);
                half_made += 1;
                continue;
            }
            let store = Disk::new(bytes).open().expect("what the disk holds opens again");
            let there = held(&store, &batches).expect("the disk works");
            assert!(there == done || there == done + 1, "{there} batches of {done} done");
        }
    }
    assert!(errors > 60, "only {errors} operations failed");
    format!(
        "I/O errors: {errors} errors told in {count} appends, one at each operation, for good and once; \
         {images} files opened again ({half_made} not yet made), 0 lost, 0 by half, 0 panics"
    )
}

#[test]
fn a_disk_that_fails_at_any_operation_loses_nothing_that_was_done() {
    fail_at_every_operation(6);
}

#[test]
#[ignore = "takes long"]
fn long_form_of_errors_at_every_operation() {
    println!("{}", fail_at_every_operation(120));
}

/// A disk with room for so much is full at some moment; it gets room, and the work goes on.
fn fill(batches: &[Batch], length_max: u64, blocks_max: usize) -> bool {
    let disk = Disk::new(Vec::new());
    disk.set_room(length_max, blocks_max);
    let mut done = 0;
    let error = match work(&disk, batches, &mut done) {
        Err(error) => error,
        Ok(()) => return false,
    };
    let StoreError::Backend { transient: false, problem } = &error else { panic!("{error}") };
    assert!(!problem.is_empty());
    disk.set_room(u64::MAX, usize::MAX);
    if is_half_made(&disk.bytes()) {
        assert_eq!(done, 0);
        return true;
    }
    let mut store = disk.open().expect("there is room again");
    let there = held(&store, batches).expect("the disk works");
    assert!(there == done || there == done + 1, "{there} batches of {done} done");
    done = there;
    append(&disk, &mut store, batches, &mut done).expect("there is room");
    assert_eq!(held(&store, batches), Ok(batches.len()));
    true
}

/// Fills disks of every length and of every number of blocks that is too small.
fn fill_every_size(count: usize, every: usize) -> String {
    let batches = batches(count);
    let disk = Disk::new(Vec::new());
    let mut done = 0;
    work(&disk, &batches, &mut done).expect("there is room");
    let (length, blocks) = disk.size();
    let short = (0..length).step_by(4096 * every).filter(|it| fill(&batches, *it, usize::MAX));
    let short = short.count();
    let scarce = (0..blocks).step_by(every).filter(|it| fill(&batches, u64::MAX, *it)).count();
    assert!(short > 2 && scarce > 2, "{short} lengths and {scarce} numbers of blocks are full");
    format!(
        "disk full: {short} lengths and {scarce} numbers of blocks too small for {count} appends; \
         given room, each opened again and went on, 0 lost, 0 by half, 0 panics"
    )
}

#[test]
fn a_full_disk_that_is_given_room_loses_nothing_and_goes_on() {
    fill_every_size(12, 16);
}

#[test]
#[ignore = "takes long"]
fn long_form_of_full_disks() {
    println!("{}", fill_every_size(120, 1));
}

/// The bits of a folder's permission do not bind root, so this disk refuses by itself.
#[test]
fn a_file_that_may_not_be_written_is_not_opened_and_stays_as_it_is() {
    let batches = batches(3);
    let disk = Disk::new(Vec::new());
    let mut store = disk.open().expect("the disk works");
    append(&disk, &mut store, &batches, &mut 0).expect("the disk works");
    drop(store);
    let before = disk.bytes();
    disk.set_read_only();
    let refused = disk.open().map(drop);
    let Err(StoreError::Backend { transient: false, problem }) = &refused else {
        panic!("{refused:?}")
    };
    assert!(problem.contains("permission denied"), "{problem}");
    assert_eq!(disk.bytes(), before);
    let store = Disk::new(before).open().expect("another disk works");
    assert_eq!(held(&store, &batches), Ok(3));

    // One that may not be written from now on refuses to append, and what was done can be read.
    let disk = Disk::new(Vec::new());
    let mut store: FileStore = disk.open().expect("the disk works");
    assert_eq!(store.append(&batches[0]), Ok(Appended::Done));
    disk.set_read_only();
    let refused = store.append(&batches[1]);
    assert!(matches!(refused, Err(StoreError::Backend { .. })), "{refused:?}");
    let first = &batches[0].groups[0];
    assert_eq!(store.find(&first.key), Ok(Some(first.first)));
}
