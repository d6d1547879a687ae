//! Opening a journal file of a million records: every leaf checked, and the tree of the leaves
//! compared. There are no snapshots yet to open from.

use crate::durable;
use crate::figures::{Fallible, Row, Spread, number, timed};
use crate::life;
use referral_ledger::Journal;
use referral_ledger::store::{FileStore, Store};

const PAYEES: u32 = 20;
const LEADS: u32 = 250_000;
const BATCH: usize = 1_000;
/// One round takes long.
const ROUNDS: usize = 3;

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let leads = crate::scaled(LEADS, size);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("journal.redb");
    let (spent, records) = timed(|| {
        let mut journal = durable::journal(folder.path())?;
        let mut tasks = Vec::new();
        for lead in 0..leads {
            tasks.extend(life::life(lead, lead % PAYEES)?);
            if tasks.len() >= BATCH || lead + 1 == leads {
                durable::submit_many(&mut journal, std::mem::take(&mut tasks))?;
            }
        }
        Ok(journal.store().end()?)
    })?;
    let bytes = std::fs::metadata(&path)?.len();
    println!("{records} records in a file of {bytes} bytes, {ROUNDS} rounds; seconds");
    println!("  written in batches of {BATCH} in {:.1}", spent.as_secs_f64());
    let mut opened = Vec::new();
    for _ in 0..ROUNDS {
        let (spent, journal) = timed(|| Ok(Journal::open(FileStore::open(&path)?)?))?;
        assert_eq!(journal.ledger().next_sequence(), records, "everything was replayed");
        opened.push(spent.as_secs_f64());
    }
    let rate = Spread::of(opened.iter().map(|seconds| number(records) / seconds));
    println!("  opened without a snapshot           {}", Spread::of(opened));
    println!("  records a second                    {rate}");
    Ok(Vec::new())
}
