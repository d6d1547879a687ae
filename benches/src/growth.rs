//! A command at ten thousand and at a million leads, in turn.
//!
//! All leads are reported first. Then each round takes leads from all over the table: they are
//! accepted, won and paid, and as many new ones are reported, so that rows are fetched from memory
//! as they are in use, and not from the cache that just wrote them.

use crate::figures::{Fallible, ROUNDS, Row, Spread, alternate, ratio};
use crate::life;
use referral_ledger::Ledger;

const PAYEES: u32 = 500;
const FEW: u32 = 10_000;
const MANY: u32 = 1_000_000;
/// How many leads of the table a round takes.
const LEADS: u32 = 500;
/// Spreads the leads a round takes over the table; a prime that divides neither size.
const STRIDE: u64 = 7_919;

/// A ledger whose leads are all reported.
struct Grown {
    ledger: Ledger,
    reported: u32,
    taken: u32,
    next: u32,
}

impl Grown {
    fn new(reported: u32) -> Fallible<Grown> {
        let mut ledger = life::ledger_of(PAYEES)?;
        for lead in 0..reported {
            life::decide(&mut ledger, life::report(lead, lead % PAYEES)?)?;
        }
        let mut grown = Grown { ledger, reported, taken: 0, next: reported };
        grown.round()?; // to warm up
        Ok(grown)
    }

    /// Nanoseconds a command.
    fn round(&mut self) -> Fallible<f64> {
        let mut tasks = Vec::new();
        for _ in 0..LEADS {
            let old = u64::from(self.taken) * STRIDE % u64::from(self.reported);
            let old = u32::try_from(old)?;
            tasks.push(life::report(self.next, self.next % PAYEES)?);
            tasks.extend([life::accept(old)?, life::win(old)?, life::pay(old)?]);
            (self.taken, self.next) = (self.taken + 1, self.next + 1);
        }
        life::nanoseconds_each(&mut self.ledger, tasks)
    }
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let many = crate::scaled(MANY, size);
    let (mut small, mut large) = (Grown::new(FEW)?, Grown::new(many)?);
    println!("nanoseconds a command on leads from all over the table, {ROUNDS} rounds");
    let [few, full] = alternate(ROUNDS, [&mut || small.round(), &mut || large.round()])?;
    println!("  at {FEW:>7} leads                    {}", Spread::of(few.clone()));
    println!("  at {many:>7} leads                    {}", Spread::of(full.clone()));
    let what = "cost of a command at 1 M leads over 10 k leads";
    Ok(vec![Row::at_most(what, 1.25, "x", ratio(&full, &few))])
}
