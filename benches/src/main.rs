//! What a journal and its ledger cost, beside peers and the limits of the machine, in one run.
//!
//! ```text
//! cargo run --release --manifest-path benches/Cargo.toml
//! cargo run --release --manifest-path benches/Cargo.toml -- --only lifecycle,durable --quick
//! ```
//!
//! It asserts no time. Each file measures one thing and prints it; the last lines are the table of
//! what is asked and what was measured.

#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods)] // a bench has a clock

mod cqrs;
mod durable;
mod figures;
mod growth;
mod life;
mod lifecycle;
mod memory;
mod open;
mod payees;
mod payout;
mod plan;
mod replay;
mod threads;
mod worst;

use figures::{Fallible, Row, print_table};

/// A name to choose it by; what measures it at a size, prints it and gives its rows of the last
/// table; and what it is.
type Measured = (&'static str, fn(f64) -> Fallible<Vec<Row>>, &'static str);

/// What is measured, in the order of the last table.
const MEASURED: [Measured; 11] = [
    ("lifecycle", lifecycle::measure, "commands in memory, beside cqrs-es"),
    ("durable", durable::measure, "durable commands, beside raw redb"),
    ("threads", threads::measure, "1, 8 and 64 threads, beside tephra"),
    ("replay", replay::measure, "replay, beside parsing the same bytes"),
    ("payout", payout::measure, "a vesting day and a payout run of all rewards"),
    ("memory", memory::measure, "bytes of state for a lead, and of a record"),
    ("growth", growth::measure, "a command at 10 k and at 1 M leads"),
    ("payees", payees::measure, "a command for a payee with 10 and with 100 k rewards"),
    ("worst", worst::measure, "the worst single commands on the way to 1 M leads"),
    ("plan", plan::measure, "rewards a second under a plan of tiers, caps and splits"),
    ("open", open::measure, "opening a journal of 1 M records"),
];

const USAGE: &str = "arguments: [--only NAME,NAME...] [--quick]; the names are lifecycle, durable, \
                     threads, replay, payout, memory, growth, payees, worst, plan, open";

/// The first lines of a run.
const HOW: &str = "
What a journal and its ledger cost, measured side by side in one run. A lead's life is four
commands: report, accept, win, pay. Rounds alternate between the sides; a figure is the median of
the rounds with the least and the most in brackets; a ratio is taken round by round. Commands are
built before the clock starts, except in `lifecycle`, where both sides build them in the loop.
lifecycle, replay, payout, growth, payees and plan count the time the thread has a core, which other
work on the machine disturbs less; durable, threads, worst and open go by the clock. Nothing is left
out or picked.";

/// How much smaller `--quick` makes everything.
const QUICK: f64 = 0.05;

/// A count at a size, never none.
fn scaled(count: u32, size: f64) -> u32 {
    ((f64::from(count) * size) as u32).max(1)
}

/// What the command line asks for: which measurements, and how large.
fn asked(words: &[&str]) -> Fallible<(Vec<Measured>, f64)> {
    let (mut chosen, mut size) = (MEASURED.to_vec(), 1.0);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--quick" => size = QUICK,
            "--only" => {
                let names: Vec<&str> = words.next().ok_or(USAGE)?.split(',').collect();
                let known = |name: &&str| MEASURED.iter().any(|(other, ..)| other == name);
                if let Some(unknown) = names.iter().find(|name| !known(name)) {
                    return Err(format!("nothing is named {unknown}\n{USAGE}").into());
                }
                chosen.retain(|(name, ..)| names.contains(name));
            }
            _ => return Err(USAGE.into()),
        }
    }
    Ok((chosen, size))
}

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [lifecycle::CHILD, side, leads] => return lifecycle::child(side, leads),
        [memory::CHILD, lives, leads] => return memory::child(lives, leads),
        _ => {}
    }
    let (chosen, size) = asked(&words)?;
    println!("{}", HOW.trim());
    let cores = std::thread::available_parallelism()?;
    println!("Cores: {cores}. Files are made in {}.", std::env::temp_dir().display());
    if size < 1.0 {
        println!("--quick: everything is {QUICK} of its size, so no figure stands for the table.");
    }
    let mut rows = Vec::new();
    for (name, measure, what) in chosen {
        println!("\n== {name}: {what}");
        rows.extend(measure(size)?);
    }
    print_table(&rows);
    Ok(())
}
