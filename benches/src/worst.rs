//! The worst single commands while a ledger grows from nothing to a million lives.
//!
//! Every pass tells the same commands. What the crate does falls on the same command each time;
//! what the machine does falls anywhere. So beside the worst of each pass stand the worst of the
//! quickest of all passes.

use crate::figures::{Fallible, Row, Spread};
use crate::life;
use std::time::Instant;

const PAYEES: u32 = 500;
const LEADS: u32 = 1_000_000;
/// One pass takes long.
const PASSES: usize = 3;
const SHOWN: usize = 5;
/// The names of the commands of a life, in order.
const NAMES: [&str; 4] = ["report", "accept", "win", "pay"];

/// One command: which it was, and what it took.
#[derive(Clone, Copy)]
struct Took {
    at: usize,
    nanos: u32,
}

impl Took {
    fn print(&self) {
        let (name, lead) = (NAMES[self.at % 4], self.at / 4);
        println!("    {:>8.3} ms: {name} of lead {lead}", f64::from(self.nanos) / 1e6);
    }
}

/// Tells every life. Hands over what each command took.
fn pass(leads: u32, mut each: impl FnMut(Took)) -> Fallible<()> {
    let mut ledger = life::ledger_of(PAYEES)?;
    for lead in 0..leads {
        for (of, task) in life::life(lead, lead % PAYEES)?.into_iter().enumerate() {
            let start = Instant::now();
            drop(life::decide(&mut ledger, task)?);
            let nanos = u32::try_from(start.elapsed().as_nanos()).unwrap_or(u32::MAX);
            each(Took { at: lead as usize * 4 + of, nanos });
        }
    }
    Ok(())
}

/// The slowest, slowest first.
fn worst(mut all: Vec<Took>) -> Vec<Took> {
    all.sort_by_key(|took| std::cmp::Reverse(took.nanos));
    all.truncate(SHOWN);
    all
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let leads = crate::scaled(LEADS, size);
    println!("from nothing to {leads} whole lives of {PAYEES} payees, {PASSES} passes");
    let mut quickest = vec![u32::MAX; leads as usize * 4];
    let mut maxima = Vec::new();
    for number in 1..=PASSES {
        let mut slow: Vec<Took> = Vec::new();
        let mut total = 0_u64;
        pass(leads, |took| {
            let best = &mut quickest[took.at];
            *best = (*best).min(took.nanos);
            total += u64::from(took.nanos);
            if slow.len() < SHOWN || slow.iter().any(|other| other.nanos < took.nanos) {
                slow.push(took);
                slow = worst(std::mem::take(&mut slow));
            }
        })?;
        maxima.push(f64::from(slow[0].nanos) / 1e6);
        let mean = total as f64 / (f64::from(leads) * 4.0);
        println!("  pass {number}: the worst of it; {mean:.0} ns in the mean");
        slow.iter().for_each(Took::print);
    }
    let every: Vec<Took> =
        quickest.iter().enumerate().map(|(at, nanos)| Took { at, nanos: *nanos }).collect();
    let mut sorted: Vec<u32> = every.iter().map(|took| took.nanos).collect();
    sorted.sort_unstable();
    let quantile = |part: f64| sorted[((sorted.len() - 1) as f64 * part) as usize];
    println!("  the worst of what every pass took at least");
    worst(every).iter().for_each(Took::print);
    println!(
        "  of that, nanoseconds: median {}, 99 % {}, 99.9 % {}, 99.99 % {}",
        quantile(0.5),
        quantile(0.99),
        quantile(0.999),
        quantile(0.9999)
    );
    let what = "the worst single command on the way to 1 M leads";
    let at_least = f64::from(sorted[sorted.len() - 1]) / 1e6;
    Ok(vec![
        Row::at_most(what, 5.0, "ms", Spread::of(maxima)),
        Row::at_most("the same, at least in every pass", 5.0, "ms", Spread::of([at_least])),
    ])
}
