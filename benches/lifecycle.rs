//! What the spine costs, as ratios to a physical limit measured in the same run.
//!
//! `cargo bench --bench lifecycle` plays the same lead lifecycle (report, accept, win, pay) many
//! times and prints, as medians of alternating rounds: commands a second in memory; a durable
//! command against a raw two-phase redb transaction of the same bytes; and a replay against parsing
//! the same bytes with serde_json. It asserts no time.

#![allow(clippy::disallowed_methods, clippy::float_arithmetic)] // a bench has a clock

use redb::{Database, TableDefinition};
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::id::{CustomerId, DealId, LeadId, PaymentId};
use referral_ledger::lead::LeadKind;
use referral_ledger::payee::WorkerClass;
use referral_ledger::record::Record;
use referral_ledger::store::{FileStore, MemoryStore, Store};
use referral_ledger::told::{Actor, Key, Told};
use referral_ledger::{Journal, Ledger, amount, date};
use std::error::Error;
use std::time::{Duration, Instant};

type Fallible<T> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 7;
const LEADS_IN_MEMORY: u32 = 5_000;
const COMMANDS_DURABLE: usize = 400;
const RAW: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("raw");
const PLAN: &str = include_str!("../examples/plans/field-service-2026.toml");

/// Everything before the first lead.
fn set_up() -> Fallible<Vec<Command>> {
    let (group, entity, unit) = ("us".parse()?, "acme".parse()?, "USD".parse()?);
    let mut commands: Vec<Command> = vec![DefinePayGroup { group, entity, unit }.into()];
    for number in 0..20 {
        let (payee, group) = (format!("T{number:02}").parse()?, "us".parse()?);
        let (class, employed_from) = (WorkerClass::Employee, date!("2020-01-01"));
        commands.push(RegisterPayee { payee, group, class, employed_from }.into());
    }
    commands.push(PublishPlan { text: PlanText::new(PLAN) }.into());
    Ok(commands)
}

/// One lead's life: four commands.
fn life(number: u32) -> Fallible<[Command; 4]> {
    let row = number.to_string();
    let (lead, deal) = (LeadId::named(&row), DealId::named(&row));
    let (by, customer) = (format!("T{:02}", number % 20).parse()?, CustomerId::named(&row));
    let day = date!("2026-03-02");
    let kind = LeadKind::NewEquipment;
    let lines = vec![Line::of_net(amount!(1_234.56 USD))];
    let payment = PaymentId::named(&row);
    Ok([
        ReportLead { lead, by, customer, kind, heard_on: day, credits: vec![], facts: vec![] }
            .into(),
        AcceptLead { lead, accepted_on: day }.into(),
        WinDeal { deal, lead, won_on: day, lines: vec![], credits: vec![], facts: vec![] }.into(),
        RecordPayment { payment, deal, received_on: day, lines }.into(),
    ])
}

fn tell<S: Store>(journal: &mut Journal<S>, command: Command) -> Fallible<()> {
    let at = date!("2026-03-03").at_utc(12, 0).ok_or("noon")?;
    let told = Told { at, by: Actor::system("crm".parse()?), key: Key::of(&command) };
    let _outcome = journal.submit(&told, command)?;
    Ok(())
}

/// The lifecycle in memory, with bytes, keys and leaves.
fn in_memory() -> Fallible<(Duration, Journal<MemoryStore>)> {
    let mut journal = Journal::in_memory();
    set_up()?.into_iter().try_for_each(|command| tell(&mut journal, command))?;
    let start = Instant::now();
    for number in 0..LEADS_IN_MEMORY {
        for command in life(number)? {
            tell(&mut journal, command)?;
        }
    }
    Ok((start.elapsed(), journal))
}

/// One command per commit into a file.
fn durable() -> Fallible<(Duration, Vec<Vec<u8>>)> {
    let folder = tempfile::tempdir()?;
    let mut journal = Journal::open(FileStore::open(folder.path().join("journal.redb"))?)?;
    set_up()?.into_iter().try_for_each(|command| tell(&mut journal, command))?;
    let from = journal.ledger().next_sequence();
    let lives = (0..).map(life).take(COMMANDS_DURABLE / 4).collect::<Fallible<Vec<_>>>()?;
    let start = Instant::now();
    for command in lives.into_iter().flatten() {
        tell(&mut journal, command)?;
    }
    let spent = start.elapsed();
    let mut bytes = Vec::new();
    for sequence in from..journal.ledger().next_sequence() {
        bytes.push(journal.store().read(sequence)?.ok_or("on file")?.bytes);
    }
    Ok((spent, bytes))
}

/// The same bytes into redb, one record per two-phase transaction, and nothing else.
fn raw(bytes: &[Vec<u8>]) -> Fallible<Duration> {
    let folder = tempfile::tempdir()?;
    let database = Database::create(folder.path().join("raw.redb"))?;
    let start = Instant::now();
    for (sequence, record) in (0_u64..).zip(bytes) {
        let mut transaction = database.begin_write()?;
        transaction.set_two_phase_commit(true);
        transaction.open_table(RAW)?.insert(sequence, record.as_slice())?;
        transaction.commit()?;
    }
    Ok(start.elapsed())
}

/// Replay with the leaf check, and parsing the same bytes into the same type.
fn replay(journal: &Journal<MemoryStore>) -> Fallible<(Duration, Duration, usize)> {
    let start = Instant::now();
    let ledger = Ledger::replay(journal)?;
    let replayed = start.elapsed();
    assert_eq!(ledger.digest(), journal.ledger().digest());
    let mut bytes = Vec::new();
    for sequence in 0..journal.ledger().next_sequence() {
        bytes.push(journal.store().read(sequence)?.ok_or("on file")?.bytes);
    }
    let start = Instant::now();
    for (sequence, record) in (0..).zip(&bytes) {
        Record::from_bytes(sequence, record)?;
    }
    Ok((replayed, start.elapsed(), bytes.iter().map(Vec::len).sum()))
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

fn main() -> Fallible<()> {
    let (mut rates, mut commits, mut replays) = (Vec::new(), Vec::new(), Vec::new());
    let mut bytes_per_record = 0.0;
    for _ in 0..ROUNDS {
        let (spent, journal) = in_memory()?;
        rates.push(f64::from(LEADS_IN_MEMORY * 4) / spent.as_secs_f64());
        let (spent, bytes) = durable()?;
        commits.push(raw(&bytes)?.as_secs_f64() / spent.as_secs_f64());
        let (replayed, parsed, size) = replay(&journal)?;
        replays.push(parsed.as_secs_f64() / replayed.as_secs_f64());
        let records = u32::try_from(journal.ledger().next_sequence())?;
        bytes_per_record = f64::from(u32::try_from(size)?) / f64::from(records);
    }
    println!("in memory, bytes, keys and leaves   {:>10.0} commands a second", median(rates));
    println!("durable, one command per commit     {:>10.2} x raw redb, two-phase", median(commits));
    println!("replay, leaves checked              {:>10.2} x serde_json parse", median(replays));
    println!("bytes per record, lifecycle mean    {bytes_per_record:>10.0}");
    Ok(())
}
