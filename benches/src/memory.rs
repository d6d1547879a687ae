//! Bytes of state for a lead, counted in the allocator, and bytes of a record.
//!
//! The ledger alone is counted: batches are dropped, there is no store, so keys, records and Whys
//! are not in it. Tables double as they grow, so the figure is taken at six sizes from half to
//! full.

use crate::counted::Bytes;
use crate::figures::{Fallible, Row, Spread, number};
use crate::life::{self, Task};
use referral_ledger::Journal;
use referral_ledger::store::Store;

const PAYEES: u32 = 500;
const LEADS: u32 = 1_000_000;

/// Bytes for each lead, at sizes from half to full.
fn grown(leads: u32, live: impl Fn(u32) -> Fallible<Vec<Task>>) -> Fallible<Vec<f64>> {
    let bytes = Bytes::from_here();
    let mut ledger = life::ledger_of(PAYEES)?;
    let before = bytes.in_use();
    let tenth = (leads / 10).max(1);
    let mut figures = Vec::new();
    for lead in 0..leads {
        for task in live(lead)? {
            life::decide(&mut ledger, task)?;
        }
        let so_far = lead + 1;
        if so_far % tenth == 0 && so_far >= leads / 2 {
            let used = (bytes.in_use() - before) as f64;
            figures.push(used / f64::from(so_far));
        }
    }
    Ok(figures)
}

/// The mean bytes of a record over the lifecycle, and of each of its commands.
fn bytes_per_record(leads: u32) -> Fallible<(f64, Vec<(&'static str, f64)>)> {
    let mut journal = Journal::in_memory();
    for (told, command) in life::set_up(life::FIELD_SERVICE, PAYEES, life::TOLD_ON)? {
        let _outcome = journal.submit(&told, command)?;
    }
    let mut by_kind: Vec<(&'static str, f64)> = Vec::new();
    for lead in 0..leads {
        for (at, (told, command)) in (0..).zip(life::life(lead, lead % PAYEES)?) {
            let kind = command.kind();
            let sequence = journal.submit(&told, command)?.receipt().sequence;
            let bytes = journal.store().read(sequence)?.ok_or("it is on file")?.bytes.len();
            if by_kind.len() <= at {
                by_kind.push((kind, 0.0));
            }
            by_kind[at].1 += number(bytes) / f64::from(leads);
        }
    }
    let mean = by_kind.iter().map(|(_, bytes)| bytes).sum::<f64>() / number(by_kind.len());
    Ok((mean, by_kind))
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let leads = crate::scaled(LEADS, size);
    println!("bytes of state for each of up to {leads} leads of {PAYEES} payees, one round");
    let live = grown(leads, |lead| Ok(vec![life::report(lead, lead % PAYEES)?]))?;
    let whole = grown(leads, |lead| Ok(life::life(lead, lead % PAYEES)?.into()))?;
    let last = |of: &[f64]| of.last().copied().unwrap_or(f64::NAN);
    println!(
        "  reported only                       {}; {:.0} at the end",
        Spread::of(live.clone()),
        last(&live)
    );
    println!(
        "  the whole life                      {}; {:.0} at the end",
        Spread::of(whole.clone()),
        last(&whole)
    );
    let (mean, by_kind) = bytes_per_record(crate::scaled(2_000, size))?;
    let kinds: Vec<String> =
        by_kind.iter().map(|(kind, bytes)| format!("{kind} {bytes:.0}")).collect();
    println!("bytes of a record: {mean:.0} in the mean; {}", kinds.join(", "));
    Ok(vec![
        Row::at_most("memory per live lead (state)", 400.0, "B", Spread::of(live)),
        Row::at_most("bytes per record, mean over the lifecycle", 600.0, "B", Spread::of([mean])),
    ])
}
