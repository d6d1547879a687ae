//! Durable commands, one per commit and in batches, beside raw redb transactions of the same bytes
//! and beside appending them to a file.

use crate::figures::{Fallible, ROUNDS, Row, Spread, alternate, number, ratio, timed};
use crate::life::{self, Task};
use redb::{Database, TableDefinition};
use referral_ledger::Journal;
use referral_ledger::store::{FileStore, Store};
use std::fs::File;
use std::io::Write;
use std::path::Path;

const PAYEES: u32 = 20;
const COMMANDS: u32 = 400;
const BATCHES: u32 = 10;
const BATCH: usize = 1_000;
const RAW: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("raw");

/// Commands of whole lives.
pub(crate) fn tasks(count: usize) -> Fallible<Vec<Task>> {
    let mut tasks = Vec::with_capacity(count);
    for number in 0.. {
        tasks.extend(life::life(number, number % PAYEES)?);
        if tasks.len() >= count {
            break;
        }
    }
    tasks.truncate(count);
    Ok(tasks)
}

/// A new journal in this folder with everything before the first lead.
pub(crate) fn journal(folder: &Path) -> Fallible<Journal<FileStore>> {
    let mut journal = Journal::open(FileStore::open(folder.join("journal.redb"))?)?;
    for (told, command) in life::set_up(life::FIELD_SERVICE, PAYEES, life::TOLD_ON)? {
        let _outcome = journal.submit(&told, command)?;
    }
    Ok(journal)
}

/// Submits commands in one commit; all of them are accepted.
pub(crate) fn submit_many<S: Store>(journal: &mut Journal<S>, many: Vec<Task>) -> Fallible<()> {
    for outcome in journal.submit_many(many)? {
        let _outcome = outcome?;
    }
    Ok(())
}

/// The bytes of the records from here on.
fn bytes_from(store: &impl Store, first: u64) -> Fallible<Vec<Vec<u8>>> {
    let mut bytes = Vec::new();
    for sequence in first..store.end()? {
        bytes.push(store.read(sequence)?.ok_or("it is on file")?.bytes);
    }
    Ok(bytes)
}

/// Commands a second, one per commit.
fn one_by_one(count: usize) -> Fallible<(f64, Vec<Vec<u8>>)> {
    let folder = tempfile::tempdir()?;
    let mut journal = journal(folder.path())?;
    let (first, tasks) = (journal.store().end()?, tasks(count)?);
    let (spent, ()) = timed(|| {
        for (told, command) in tasks {
            let _outcome = journal.submit(&told, command)?;
        }
        Ok(())
    })?;
    Ok((number(count) / spent.as_secs_f64(), bytes_from(journal.store(), first)?))
}

/// Commands a second, many per commit.
fn in_batches(batches: usize, size: usize) -> Fallible<(f64, Vec<Vec<u8>>)> {
    let folder = tempfile::tempdir()?;
    let mut journal = journal(folder.path())?;
    let (first, mut tasks) = (journal.store().end()?, tasks(batches * size)?);
    let mut many = Vec::new();
    while !tasks.is_empty() {
        many.push(tasks.split_off(tasks.len().saturating_sub(size)));
    }
    many.reverse();
    let (spent, ()) = timed(|| {
        for batch in many {
            submit_many(&mut journal, batch)?;
        }
        Ok(())
    })?;
    Ok((number(batches * size) / spent.as_secs_f64(), bytes_from(journal.store(), first)?))
}

/// Records a second into redb, and nothing else.
fn raw(records: &[Vec<u8>], per_commit: usize, two_phase: bool) -> Fallible<f64> {
    let folder = tempfile::tempdir()?;
    let database = Database::create(folder.path().join("raw.redb"))?;
    let (spent, ()) = timed(|| {
        let mut sequence = 0_u64;
        for some in records.chunks(per_commit) {
            let mut transaction = database.begin_write()?;
            transaction.set_two_phase_commit(two_phase);
            let mut table = transaction.open_table(RAW)?;
            for record in some {
                table.insert(sequence, record.as_slice())?;
                sequence += 1;
            }
            drop(table);
            transaction.commit()?;
        }
        Ok(())
    })?;
    Ok(number(records.len()) / spent.as_secs_f64())
}

/// Records a second, each written to the end of a file that is then synced.
fn appended(records: &[Vec<u8>]) -> Fallible<f64> {
    let folder = tempfile::tempdir()?;
    let mut file = File::create(folder.path().join("records"))?;
    let (spent, ()) = timed(|| {
        for record in records {
            file.write_all(record)?;
            file.sync_data()?;
        }
        Ok(())
    })?;
    Ok(number(records.len()) / spent.as_secs_f64())
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let count = crate::scaled(COMMANDS, size) as usize;
    let (_, records) = one_by_one(count)?;
    println!("{count} commands, one per commit, {ROUNDS} rounds; commands or records a second");
    let [ours, two_phase, one_phase, file] = alternate(
        ROUNDS,
        [
            &mut || Ok(one_by_one(count)?.0),
            &mut || raw(&records, 1, true),
            &mut || raw(&records, 1, false),
            &mut || appended(&records),
        ],
    )?;
    let single = ratio(&ours, &two_phase);
    println!("  ours, two-phase                     {}", Spread::of(ours.clone()));
    println!("  raw redb, two-phase                 {}", Spread::of(two_phase));
    println!("  raw redb, one-phase                 {}", Spread::of(one_phase.clone()));
    println!("  write and sync of a growing file    {}", Spread::of(file.clone()));
    println!("  ours over the last two: {} and {}", ratio(&ours, &one_phase), ratio(&ours, &file));

    let batches = crate::scaled(BATCHES, size) as usize;
    let (_, records) = in_batches(batches, BATCH)?;
    println!("{batches} batches of {BATCH} commands, {ROUNDS} rounds");
    let [ours, two_phase, one_phase] = alternate(
        ROUNDS,
        [
            &mut || Ok(in_batches(batches, BATCH)?.0),
            &mut || raw(&records, BATCH, true),
            &mut || raw(&records, BATCH, false),
        ],
    )?;
    println!("  ours, two-phase                     {}", Spread::of(ours.clone()));
    println!("  raw redb, two-phase                 {}", Spread::of(two_phase.clone()));
    println!("  raw redb, one-phase                 {}", Spread::of(one_phase));
    Ok(vec![
        Row::at_least("durable, one command per commit", 0.85, "x raw redb", single),
        Row::at_least("durable, batches of 1,000", 0.6, "x raw redb", ratio(&ours, &two_phase)),
    ])
}
