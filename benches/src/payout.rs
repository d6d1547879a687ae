//! A payout run over a million payable rewards, records included; half of them vest the day before.
//!
//! Nothing is compared here yet: the figure stands beside `hledger bal` on the equivalent journal.

use crate::figures::{Fallible, Row, Spread, number, short, worked};
use crate::life::{self, GROUP, TOLD_ON};
use referral_ledger::command::*;
use referral_ledger::digest::Digest;
use referral_ledger::ledger::Answer;
use referral_ledger::payout::RunId;
use referral_ledger::time::Date;
use referral_ledger::told::Actor;
use referral_ledger::{Ledger, date};

const PAYEES: u32 = 20_000;
/// Each has two rewards: a fee that is payable at once, and a commission held for 30 days.
const LEADS: u32 = 500_000;
/// Making a ledger of this size takes long, and copying it too.
const ROUNDS: usize = 3;
/// The commissions vest on the day before.
const CUT_OFF: Date = date!("2026-04-02");
const AFTER: Date = date!("2026-04-03");

/// What commands took and what they left.
#[derive(Default)]
struct Left {
    seconds: f64,
    records: usize,
    bytes: usize,
}

/// Decides a command, makes its records and applies what it causes.
fn tell(ledger: &mut Ledger, by: &str, command: impl Into<Command>) -> Fallible<Left> {
    let (mut told, command) = life::told_on(AFTER, command)?;
    told.by = Actor::human(by.parse()?);
    let (spent, (records, bytes)) = worked(|| {
        let draft = ledger.draft([(told, command)]);
        let sizes: Vec<usize> = draft.batch().records().map(|record| record.bytes.len()).collect();
        match draft.accept().first() {
            Some(Answer::Accepted(_)) => Ok((sizes.len(), sizes.iter().sum())),
            other => Err(format!("it is accepted: {other:?}").into()),
        }
    })?;
    Ok(Left { seconds: spent.as_secs_f64(), records, bytes })
}

/// Locks, approves, exports and settles the run, each with what it took.
fn run(ledger: &mut Ledger) -> Fallible<[Left; 4]> {
    let run = RunId::first(GROUP.parse()?, TOLD_ON.month());
    let locked = tell(ledger, "finance", LockRun::regular(run.clone(), CUT_OFF))?;
    let view = ledger.run(&run).ok_or("it is locked")?;
    let (digest, total) = (view.digest, view.paid);
    let approved = tell(ledger, "director", ApproveRun { run: run.clone(), digest })?;
    let (profile, file, lines) = ("payroll".parse()?, Digest::sha256(b"the file"), digest);
    let files = Vec::new();
    let export = RecordExport { run: run.clone(), profile, file, lines, total, files };
    let exported = tell(ledger, "finance", export)?;
    let settled = tell(ledger, "finance", SettleRun { run })?;
    Ok([locked, approved, exported, settled])
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let (leads, payees) = (crate::scaled(LEADS, size), crate::scaled(PAYEES, size));
    let rewards = leads * 2;
    let mut full = life::ledger_of(payees)?;
    for lead in 0..leads {
        for task in life::life(lead, lead % payees)? {
            life::decide(&mut full, task)?;
        }
    }
    println!("{rewards} payable rewards of {payees} payees, {ROUNDS} rounds; seconds");
    let names = ["lock", "approve", "record the export", "settle"];
    let (mut vesting, mut runs) = (Vec::new(), Vec::new());
    let mut steps: [Vec<Left>; 4] = Default::default();
    for _ in 0..ROUNDS {
        let mut ledger = full.clone();
        vesting.push(tell(&mut ledger, "cron", PassDay { through: CUT_OFF })?);
        let took = run(&mut ledger)?;
        runs.push(took.iter().map(|left| left.seconds).sum::<f64>());
        steps.iter_mut().zip(took).for_each(|(step, left)| step.push(left));
    }
    let print = |name: &str, all: &[Left]| {
        let seconds = Spread::of(all.iter().map(|left| left.seconds));
        let Left { records, bytes, .. } = &all[0];
        println!("  {name:<34}  {seconds:<32}  {records} records, {bytes} bytes");
    };
    print("pass the day half of them vest on", &vesting);
    names.iter().zip(&steps).for_each(|(name, step)| print(name, step));
    let rate = Spread::of(runs.iter().map(|seconds| number(rewards) / seconds));
    println!("  the run, from lock to settled       {}", Spread::of(runs.clone()));
    println!("  rewards a second                    {rate}");
    let what =
        format!("payout run over {} payable rewards of {payees} payees", short(rewards.into()));
    let note = format!("{} s", Spread::of(runs));
    Ok(vec![Row::open(&what, "1/200 of hledger bal", note)])
}
