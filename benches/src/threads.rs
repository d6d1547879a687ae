//! Commands of 1, 8 and 64 threads that each call singly, beside tephra 0.4 with events of the same
//! bytes: one conditional append per command, which fails where the key was told before.

use crate::durable::{self, tasks};
use crate::figures::{Fallible, ROUNDS, Row, Spread, alternate, number, ratio, timed};
use crate::life::Task;
use referral_ledger::store::Store;
use std::thread;
use tephra::{
    AppendCondition, Event, EventType, Query, QueryItem, SegmentConfig, SegmentSet, Tag, Tags,
    WriteCoordinator, WriterConfig,
};

/// How many threads, and how many commands in all.
const CASES: [(usize, u32); 3] = [(1, 400), (8, 1_600), (64, 4_096)];
const SEGMENT_BYTES: usize = 64 << 20;

/// Has as many threads as there are parts each do its part, and says how many a second.
fn threads<T: Sync>(parts: &[Vec<T>], one: impl Fn(&T) -> Fallible<()> + Sync) -> Fallible<f64> {
    let (spent, ()) = timed(|| {
        thread::scope(|scope| {
            let start = |part| {
                let one = &one;
                let work = move |part: &Vec<T>| {
                    part.iter().try_for_each(one).map_err(|fault| fault.to_string())
                };
                scope.spawn(move || work(part))
            };
            let threads: Vec<_> = parts.iter().map(start).collect();
            let join = |thread: thread::ScopedJoinHandle<'_, Result<(), String>>| {
                thread.join().map_err(|_| "a thread panicked".to_owned())?
            };
            threads.into_iter().try_for_each(join)
        })?;
        Ok(())
    })?;
    Ok(number(parts.iter().map(Vec::len).sum::<usize>()) / spent.as_secs_f64())
}

/// Deals lives out, so that a lead's commands are told by one thread in their order.
fn dealt<T>(all: Vec<T>, threads: usize) -> Vec<Vec<T>> {
    let mut parts: Vec<Vec<T>> = (0..threads).map(|_| Vec::new()).collect();
    for (at, one) in all.into_iter().enumerate() {
        parts[at / 4 % threads].push(one);
    }
    parts
}

/// Ours: one journal, shared.
fn ours(threads_count: usize, count: usize) -> Fallible<f64> {
    let folder = tempfile::tempdir()?;
    let journal = durable::journal(folder.path())?.share();
    let parts = dealt(tasks(count)?, threads_count);
    threads(&parts, |(told, command): &Task| {
        let _outcome = journal.submit(told, command.clone())?;
        Ok(())
    })
}

/// The keys and bytes that the same commands leave in our journal.
fn told(count: usize) -> Fallible<Vec<(String, Vec<u8>)>> {
    let folder = tempfile::tempdir()?;
    let mut journal = durable::journal(folder.path())?;
    let mut told_so_far = Vec::with_capacity(count);
    for (told, command) in tasks(count)? {
        let at = journal.submit(&told, command)?.receipt().sequence;
        let bytes = journal.store().read(at)?.ok_or("it is on file")?.bytes;
        told_so_far.push((told.key.as_str().to_owned(), bytes));
    }
    Ok(told_so_far)
}

/// tephra: the same bytes under the same keys.
fn theirs(threads_count: usize, all: &[(String, Vec<u8>)]) -> Fallible<f64> {
    let folder = tempfile::tempdir()?;
    let segments = SegmentSet::open(folder.path(), SegmentConfig::new(SEGMENT_BYTES))?;
    let (coordinator, handle) = WriteCoordinator::start(segments, WriterConfig::default())?;
    let kind = EventType::new("told")?;
    let parts = dealt(all.to_vec(), threads_count);
    let rate = threads(&parts, |(key, bytes)| {
        let tags = Tags::new([Tag::new(key.as_str())?])?;
        let event = Event::new(&kind, &tags, bytes)?;
        let new = AppendCondition::exists_only(Query::item(QueryItem::with_tags(tags)));
        handle.append(vec![event], Some(new))?;
        Ok(())
    })?;
    coordinator.shutdown();
    Ok(rate)
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    println!("each thread submits singly and durably, {ROUNDS} rounds; commands a second");
    let mut alone: Option<[Vec<f64>; 2]> = None;
    for (threads_count, count) in CASES {
        let count = (crate::scaled(count, size) as usize).max(threads_count * 4);
        let all = told(count)?;
        let [us, them] = alternate(
            ROUNDS,
            [&mut || ours(threads_count, count), &mut || theirs(threads_count, &all)],
        )?;
        println!("  {threads_count} threads, {count} commands");
        println!("    ours          {}", Spread::of(us.clone()));
        println!("    tephra 0.4    {}", Spread::of(them.clone()));
        println!("    ours over tephra: {}", ratio(&us, &them));
        match &alone {
            Some([us_alone, them_alone]) => println!(
                "    over one's own single thread: ours {}, tephra {}",
                ratio(&us, us_alone),
                ratio(&them, them_alone)
            ),
            None => alone = Some([us, them]),
        }
    }
    Ok(Vec::new())
}
