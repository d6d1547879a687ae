//! A command for a payee with ten rewards and for one with a hundred thousand, in turn, in one
//! ledger.

use crate::figures::{Fallible, ROUNDS, Row, Spread, alternate, ratio};
use crate::life;
use referral_ledger::Ledger;

/// Payees with many rewards.
const RICH: u32 = 4;
/// Leads of each, with two rewards a life.
const LEADS: u32 = 50_000;
/// Leads of a payee with few rewards, before a round takes it.
const FEW: u32 = 5;
/// Lives a round adds to each of its payees.
const LIVES: u32 = 25;

/// Payees to take lives for, and the number of the next lead.
struct Told {
    ledger: Ledger,
    next: u32,
}

impl Told {
    /// Lives for each of these payees in turn. Says nanoseconds a command.
    fn live(&mut self, payees: std::ops::Range<u32>, lives: u32) -> Fallible<f64> {
        let mut tasks = Vec::new();
        for _ in 0..lives {
            for payee in payees.clone() {
                tasks.extend(life::life(self.next, payee)?);
                self.next += 1;
            }
        }
        life::nanoseconds_each(&mut self.ledger, tasks)
    }
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let leads = crate::scaled(LEADS, size);
    let poor = RICH * u32::try_from(ROUNDS)?;
    let mut told = Told { ledger: life::ledger_of(RICH + poor)?, next: 0 };
    let mut filling = Vec::new();
    for _ in 0..10 {
        filling.push(told.live(0..RICH, leads / 10)?);
    }
    told.live(RICH..RICH + poor, FEW)?;
    println!("nanoseconds a command, whole lives for {RICH} payees in turn, {ROUNDS} rounds");
    let told = std::cell::RefCell::new(told);
    let mut fresh = RICH;
    let [few, many] = alternate(
        ROUNDS,
        [
            &mut || {
                let payees = fresh..fresh + RICH;
                fresh += RICH;
                told.borrow_mut().live(payees, LIVES)
            },
            &mut || told.borrow_mut().live(0..RICH, LIVES),
        ],
    )?;
    println!(
        "  with {} to {} rewards               {}",
        FEW * 2,
        (FEW + LIVES) * 2,
        Spread::of(few.clone())
    );
    println!("  with {:>6} rewards                 {}", leads * 2, Spread::of(many.clone()));
    let tenths: Vec<String> = filling.iter().map(|nanos| format!("{nanos:.0}")).collect();
    println!("  each tenth of the way there: {}", tenths.join(", "));
    let what = "cost of a command for a payee with 100 k rewards over 10";
    Ok(vec![Row::at_most(what, 1.1, "x", ratio(&many, &few))])
}
