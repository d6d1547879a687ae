//! The power is lost at any moment: of what was not synced any part is there, torn at sectors.
//!
//! A piece of work is done once on a disk that notes each step. Then, for each moment of it, images
//! are made of what the disk may hold if the power is lost there. Each is opened again: all that
//! was done is there, and of what was being done all or nothing.

use super::disk::Step;
use super::workload::{append, batches, commands, held};
use super::{Disk, FileStore, Kept, Random, StoreError};
use crate::batch::Batch;
use crate::digest::Digest;
use crate::store::Store;
use crate::{Journal, Ledger};

/// What the images of one piece of work came to.
#[derive(Debug, Default)]
struct Counts {
    images: u64,
    /// The power was lost before the file was made: there is nothing to open, and nothing to lose.
    not_made: u64,
    /// What was being written is there, though nobody was told.
    there_all_the_same: u64,
    /// The power was lost once more while such an image was opened and written to.
    lost_twice: u64,
}

/// Opens an image and says how much it holds; `None` if there is no file yet.
type Look<'a> = &'a mut dyn FnMut(Vec<u8>, &mut Random, &mut Counts) -> Option<usize>;

/// Makes `each` images at every moment of the steps, and looks at each: what it holds is a count of
/// batches or commands, all that was done and at most one more.
fn look_at_images(
    before: &[u8],
    steps: &[Step],
    each: usize,
    random: &mut Random,
    counts: &mut Counts,
    look: Look<'_>,
) {
    let mut kept = Kept::new(before.to_vec());
    let first = kept.done;
    assert_eq!(first, 0);
    for step in steps {
        kept.step(step);
        for _ in 0..each {
            counts.images += 1;
            match look(kept.image(random), random, counts) {
                // The first thing done is the opening of the store.
                None => {
                    assert_eq!(kept.done, 0, "what was opened opens again");
                    counts.not_made += 1;
                }
                Some(there) => {
                    let done = kept.done.saturating_sub(1);
                    assert!(there == done || there == done + 1, "{there} there of {done} done");
                    counts.there_all_the_same += u64::from(there > done);
                }
            }
        }
    }
}

/// Opens an image; `None` if the file was not made when the power was lost.
fn open(disk: &Disk) -> Option<FileStore> {
    match disk.open() {
        Err(StoreError::NotAJournal { .. }) => None,
        opened => Some(opened.expect("it opens again")),
    }
}

fn lose_power_over_batches(count: usize, each: usize, seed: u64, counts: &mut Counts) {
    let batches = batches(count);
    let disk = Disk::noting(Vec::new());
    let mut store = disk.open().expect("the disk works");
    disk.done();
    append(&disk, &mut store, &batches, &mut 0).expect("the disk works");
    drop(store);
    let mut random = Random(seed);
    look_at_images(&[], &disk.steps(), each, &mut random, counts, &mut |bytes, random, counts| {
        let disk = Disk::noting(bytes.clone());
        let mut store = open(&disk)?;
        let there = held(&store, &batches).expect("the disk works");
        if random.below(8) == 0 {
            disk.done();
            let next = &batches[there..(there + 1).min(count)];
            append(&disk, &mut store, next, &mut 0).expect("the disk works");
            drop(store);
            let steps = disk.steps();
            lose_power_again(&bytes, &steps, there, &batches, random, counts);
        }
        Some(there)
    });
}

/// The power is lost a second time, while the file is being repaired or soon after.
fn lose_power_again(
    before: &[u8],
    steps: &[Step],
    there: usize,
    batches: &[Batch],
    random: &mut Random,
    counts: &mut Counts,
) {
    let moment = random.below(steps.len() + 1);
    let mut kept = Kept::new(before.to_vec());
    steps[..moment].iter().for_each(|step| kept.step(step));
    let store = Disk::new(kept.image(random)).open().expect("it opens a second time");
    let again = held(&store, batches).expect("the disk works");
    let done = there + kept.done.saturating_sub(1);
    assert!(again == done || again == done + 1, "{again} there of {done} done");
    counts.lost_twice += 1;
}

fn lose_power_over_commands(deals: usize, each: usize, seed: u64, counts: &mut Counts) {
    let commands = commands(deals);
    let disk = Disk::noting(Vec::new());
    let mut journal = Journal::open(disk.open().expect("the disk works")).expect("it is empty");
    disk.done();
    let mut ledgers: Vec<(u64, Digest)> = vec![(0, Ledger::default().digest())];
    for command in &commands {
        super::workload::submit(&mut journal, std::slice::from_ref(command));
        disk.done();
        ledgers.push((journal.ledger().next_sequence(), journal.ledger().digest()));
    }
    drop(journal);
    let mut random = Random(seed);
    look_at_images(&[], &disk.steps(), each, &mut random, counts, &mut |bytes, _, _| {
        let journal = Journal::open(open(&Disk::new(bytes))?).expect("all of it is right");
        let ledger = (journal.ledger().next_sequence(), journal.ledger().digest());
        let there = ledgers.iter().position(|it| *it == ledger);
        let there = there.expect("the ledger is one of those that there were");
        for (index, (told, _)) in commands.iter().enumerate() {
            let found = journal.store().find(&told.key).expect("the disk works");
            assert_eq!(found, (index < there).then_some(ledgers[index].0), "{}", told.key);
        }
        Some(there)
    });
}

fn said(what: &str, counts: &Counts) -> String {
    let Counts { images, not_made, there_all_the_same, lost_twice } = counts;
    format!(
        "power loss, {what}: {images} images ({not_made} of a file not yet made, \
         {there_all_the_same} with what nobody was told was done; {lost_twice} lost a second \
         time), 0 lost, 0 by half, 0 unopenable"
    )
}

#[test]
fn a_loss_of_power_takes_nothing_that_was_done_and_leaves_no_half() {
    let mut counts = Counts::default();
    lose_power_over_batches(6, 2, 7, &mut counts);
    assert!(counts.images > 200 && counts.there_all_the_same > 0, "{counts:?}");
    assert!(counts.lost_twice > 5 && counts.not_made > 0, "{counts:?}");
}

#[test]
fn a_loss_of_power_leaves_the_ledger_before_the_last_command_or_after_it() {
    let mut counts = Counts::default();
    lose_power_over_commands(1, 1, 7, &mut counts);
    assert!(counts.images > 100 && counts.there_all_the_same > 0, "{counts:?}");
}

#[test]
#[ignore = "takes long"]
fn long_form_of_power_loss_over_batches() {
    let mut counts = Counts::default();
    for seed in 0..4 {
        lose_power_over_batches(40, 4, seed, &mut counts);
    }
    println!("{}", said("plain batches", &counts));
}

#[test]
#[ignore = "takes long"]
fn long_form_of_power_loss_over_commands() {
    let mut counts = Counts::default();
    for seed in 0..4 {
        lose_power_over_commands(8, 2, seed, &mut counts);
    }
    println!("{}", said("commands of a company", &counts));
}
