//! Bytes of state for a lead, as the memory of a process that holds nothing else, and bytes of a
//! record.
//!
//! The ledger alone grows: batches are dropped, there is no store, so keys, records and Whys are
//! not in it; what the allocator keeps beside is. Each case has a process of its own, and the
//! figure is taken at six sizes from half to full.

use crate::figures::{Fallible, Row, Spread, number};
use crate::life::{self, Task};
use referral_ledger::Journal;
use referral_ledger::store::Store;
use std::process::Command as Process;

const PAYEES: u32 = 500;
const LEADS: u32 = 1_000_000;

/// The argument that makes a process a child: whether the leads live on, and how many there are.
pub(crate) const CHILD: &str = "--memory-child";
const REPORTED: &str = "reported";
const WHOLE: &str = "whole";

/// What the kernel says the process holds, in bytes.
fn held() -> Fallible<f64> {
    let status = std::fs::read_to_string("/proc/self/status")
        .map_err(|fault| format!("memory is read from Linux's /proc/self/status: {fault}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024.0)
}

/// Plays one case and says its figures on standard error.
pub(crate) fn child(lives: &str, leads: &str) -> Fallible<()> {
    let leads = leads.parse()?;
    let figures = match lives {
        REPORTED => grown(leads, |lead| Ok(vec![life::report(lead, lead % PAYEES)?])),
        WHOLE => grown(leads, |lead| Ok(life::life(lead, lead % PAYEES)?.into())),
        other => Err(format!("there is no case {other}").into()),
    }?;
    figures.iter().for_each(|figure| eprintln!("{figure}"));
    Ok(())
}

fn in_a_child(lives: &str, leads: u32) -> Fallible<Vec<f64>> {
    let mut process = Process::new(std::env::current_exe()?);
    let said = process.args([CHILD, lives, &leads.to_string()]).output()?.stderr;
    let said = String::from_utf8(said)?;
    let figures = said.lines().map(str::parse).collect::<Result<Vec<f64>, _>>();
    figures.map_err(|_| format!("{lives} failed: {said}").into())
}

/// Bytes for each lead, at sizes from half to full.
fn grown(leads: u32, live: impl Fn(u32) -> Fallible<Vec<Task>>) -> Fallible<Vec<f64>> {
    let mut ledger = life::ledger_of(PAYEES)?;
    let before = held()?;
    let tenth = (leads / 10).max(1);
    let mut figures = Vec::new();
    for lead in 0..leads {
        for task in live(lead)? {
            life::decide(&mut ledger, task)?;
        }
        let so_far = lead + 1;
        if so_far % tenth == 0 && so_far >= leads / 2 {
            figures.push((held()? - before) / f64::from(so_far));
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
    let (live, whole) = (in_a_child(REPORTED, leads)?, in_a_child(WHOLE, leads)?);
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
