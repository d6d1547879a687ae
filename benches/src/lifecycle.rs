//! Commands in memory, one thread, beside cqrs-es' in-memory store.
//!
//! Each side plays its rounds in a process of its own with its standard output closed to
//! `/dev/null`, because the peer prints a line per load and store. The figure comes back through
//! standard error.

use crate::cqrs::{Peer, print_as_it_does};
use crate::figures::{Fallible, ROUNDS, Row, Spread, alternate, ratio, worked};
use crate::life;
use referral_ledger::told::Told;
use referral_ledger::{Journal, command::Command};
use std::ops::Range;
use std::process::{Command as Process, Stdio};

/// The argument that makes a process a child: the side to play and how many lives.
pub(crate) const CHILD: &str = "--child";

const PAYEES: u32 = 20;
const LEADS: u32 = 10_000;

const DECISIONS: &str = "decisions";
const EVERYTHING: &str = "everything";
const PEER: &str = "peer";
const PRINTING: &str = "printing";
const PEER_BYTES: &str = "peer-bytes";

/// Plays one side: a fifth of the lives to warm up, and the lives with the time taken.
fn play(side: &str, leads: u32) -> Fallible<f64> {
    let (warm, all) = (leads / 5, leads / 5 + leads);
    let seconds = match side {
        DECISIONS => {
            let mut ledger = life::ledger_of(PAYEES)?;
            let mut live = |numbers: Range<u32>| -> Fallible<()> {
                let tasks = numbers.flat_map(|at| life::life(at, at % PAYEES).expect("a life"));
                let rehearsed = ledger.rehearse(tasks); // makes no bytes
                Ok(rehearsed.into_iter().try_for_each(|one| one.map(drop))?)
            };
            live(0..warm)?;
            worked(|| live(warm..all))?.0.as_secs_f64()
        }
        EVERYTHING => {
            let mut journal = Journal::in_memory();
            let mut submit = |(told, command): (Told, Command)| -> Fallible<()> {
                let _outcome = journal.submit(&told, command)?;
                Ok(())
            };
            life::set_up(life::FIELD_SERVICE, PAYEES, life::TOLD_ON)?
                .into_iter()
                .try_for_each(&mut submit)?;
            let mut live = |numbers| -> Fallible<()> {
                for at in numbers {
                    life::life(at, at % PAYEES)?.into_iter().try_for_each(&mut submit)?;
                }
                Ok(())
            };
            live(0..warm)?;
            worked(|| live(warm..all))?.0.as_secs_f64()
        }
        PEER => {
            let peer = Peer::new();
            peer.live(0..warm, PAYEES)?;
            worked(|| peer.live(warm..all, PAYEES))?.0.as_secs_f64()
        }
        PRINTING => {
            let print = |numbers| -> Fallible<()> {
                print_as_it_does(numbers);
                Ok(())
            };
            print(0..warm)?;
            worked(|| print(warm..all))?.0.as_secs_f64()
        }
        PEER_BYTES => {
            let peer = Peer::new();
            peer.live(0..leads, PAYEES)?;
            let (bytes, events) = peer.bytes_per_event()?;
            assert_eq!(events, 5, "a life is five events");
            return Ok(bytes);
        }
        other => return Err(format!("there is no side {other}").into()),
    };
    Ok(f64::from(leads * 4) / seconds)
}

/// What a child does: plays its side and says the figure on standard error.
pub(crate) fn child(side: &str, leads: &str) -> Fallible<()> {
    eprintln!("{}", play(side, leads.parse()?)?);
    Ok(())
}

fn in_a_child(side: &str, leads: u32) -> Fallible<f64> {
    let mut process = Process::new(std::env::current_exe()?);
    let process = process.args([CHILD, side, &leads.to_string()]).stdout(Stdio::null());
    let said = String::from_utf8(process.output()?.stderr)?;
    said.trim().parse().map_err(|_| format!("{side} failed: {said}").into())
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let leads = crate::scaled(LEADS, size);
    let bytes = in_a_child(PEER_BYTES, 100)?;
    println!("{leads} lives of 4 commands for {PAYEES} payees, {ROUNDS} rounds; commands a second");
    let [decisions, everything, peer, printing] = alternate(
        ROUNDS,
        [
            &mut || in_a_child(DECISIONS, leads),
            &mut || in_a_child(EVERYTHING, leads),
            &mut || in_a_child(PEER, leads),
            &mut || in_a_child(PRINTING, leads),
        ],
    )?;
    println!("  decisions, Why, postings, apply     {}", Spread::of(decisions.clone()));
    println!("  with bytes, keys and leaves         {}", Spread::of(everything.clone()));
    println!(
        "  cqrs-es 0.5 MemStore, as it is      {}; its events have {bytes:.0} bytes as JSON",
        Spread::of(peer.clone())
    );
    // What is left of the peer when the time of its printing is taken off.
    let silent: Vec<f64> =
        peer.iter().zip(&printing).map(|(with, lines)| 1.0 / (1.0 / with - 1.0 / lines)).collect();
    println!("  the same less what its lines cost   {}", Spread::of(silent.clone()));
    println!(
        "  ours over that: {} and {}",
        ratio(&decisions, &silent),
        ratio(&everything, &silent)
    );
    let against_peer = "x cqrs-es";
    Ok(vec![
        Row::at_least(
            "commands in memory: decisions, Why, postings, apply",
            4.0,
            against_peer,
            ratio(&decisions, &peer),
        ),
        Row::at_least(
            "the same with record bytes, idempotency and leaf hashing",
            1.2,
            against_peer,
            ratio(&everything, &peer),
        ),
        Row::at_least(
            "the same, records compact and leaves hashed per batch",
            1.5,
            against_peer,
            ratio(&everything, &peer),
        ),
    ])
}
