//! Opening a journal file of a million records: in full, with every leaf checked and the tree of
//! the leaves compared, and from a snapshot of all of them, in turn.

use crate::durable;
use crate::figures::{Fallible, Row, Spread, alternate, number, ratio, timed};
use crate::life;
use referral_ledger::Journal;
use referral_ledger::journal::Opened;
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
    let (spent, mut journal) = timed(|| Ok(Journal::open(FileStore::open(&path)?)?))?;
    println!("  opened the first time in {:.1}", spent.as_secs_f64());
    let (spent, ()) = timed(|| Ok(journal.keep_snapshot()?))?;
    drop(journal);
    println!("  a snapshot kept in {:.1}", spent.as_secs_f64());
    let [in_full, from_snapshot] = alternate(
        ROUNDS,
        [
            &mut || {
                let open = || Ok(Journal::open_in_full(FileStore::open(&path)?)?);
                let (spent, journal) = timed(open)?;
                assert_eq!(journal.ledger().next_sequence(), records, "everything was replayed");
                Ok(spent.as_secs_f64())
            },
            &mut || {
                let (spent, journal) = timed(|| Ok(Journal::open(FileStore::open(&path)?)?))?;
                assert_eq!(journal.opened(), &Opened::FromSnapshot { records });
                Ok(spent.as_secs_f64())
            },
        ],
    )?;
    let rate = Spread::of(in_full.iter().map(|seconds| number(records) / seconds));
    println!("  in full                             {}", Spread::of(in_full.clone()));
    println!("  records a second                    {rate}");
    println!("  from a snapshot                     {}", Spread::of(from_snapshot.clone()));
    println!("  in full over from a snapshot        {}", ratio(&in_full, &from_snapshot));
    Ok(Vec::new())
}
