//! Replay with every leaf checked, beside parsing the same bytes with serde_json into all that a
//! record holds, Whys and key with it.

use crate::figures::{Fallible, ROUNDS, Row, Spread, alternate, number, ratio, worked};
use crate::life;
use referral_ledger::command::Command;
use referral_ledger::digest::leaf;
use referral_ledger::event::Event;
use referral_ledger::record::Record;
use referral_ledger::store::Store;
use referral_ledger::time::Timestamp;
use referral_ledger::told::{Actor, Key};
use referral_ledger::{Journal, Ledger};
use serde::Deserialize;
use std::hint::black_box;

const PAYEES: u32 = 20;
const LEADS: u32 = 20_000;

/// What stands in the JSON of a record, in the types of the crate.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is parsed and dropped")]
struct Json {
    v: [u16; 3],
    seq: u64,
    part: [u32; 2],
    group: Option<u64>,
    told: Option<JsonTold>,
    command: Option<Command>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is parsed and dropped")]
struct JsonTold {
    at: Timestamp,
    by: Actor,
    key: Option<Key>,
}

/// A record as serde_json parses it, its natural key made.
fn parse(record: &[u8]) -> Fallible<(Json, Option<Key>)> {
    let json: Json = serde_json::from_slice(record)?;
    let key = json.command.as_ref().map(Key::of);
    Ok((json, key))
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let leads = crate::scaled(LEADS, size);
    let mut journal = Journal::in_memory();
    for (told, command) in life::set_up(life::FIELD_SERVICE, PAYEES, life::TOLD_ON)? {
        let _outcome = journal.submit(&told, command)?;
    }
    for lead in 0..leads {
        for (told, command) in life::life(lead, lead % PAYEES)? {
            let _outcome = journal.submit(&told, command)?;
        }
    }
    let mut records = Vec::new();
    for sequence in 0..journal.store().end()? {
        records.push(journal.store().read(sequence)?.ok_or("it is on file")?.bytes);
    }
    let (count, bytes) = (records.len(), records.iter().map(Vec::len).sum::<usize>());
    let digest = journal.ledger().digest();
    println!("{count} records of {bytes} bytes, {ROUNDS} rounds; records a second");
    let rate = |seconds: f64| number(count) / seconds;
    let [replayed, parsed, read, hashed] = alternate(
        ROUNDS,
        [
            &mut || {
                let (spent, ledger) = worked(|| Ok(Ledger::replay(&journal.records())?))?;
                assert_eq!(ledger.digest(), digest, "a replay comes to the same state");
                Ok(rate(spent.as_secs_f64()))
            },
            &mut || {
                let (spent, ()) = worked(|| {
                    for record in &records {
                        black_box(parse(record)?);
                    }
                    Ok(())
                })?;
                Ok(rate(spent.as_secs_f64()))
            },
            &mut || {
                let (spent, ()) = worked(|| {
                    for (sequence, record) in (0..).zip(&records) {
                        black_box(Record::from_bytes(sequence, record)?);
                    }
                    Ok(())
                })?;
                Ok(rate(spent.as_secs_f64()))
            },
            &mut || {
                let (spent, ()) = worked(|| {
                    for record in &records {
                        black_box(leaf(record));
                    }
                    Ok(())
                })?;
                Ok(rate(spent.as_secs_f64()))
            },
        ],
    )?;
    let nanos = |rates: &[f64]| {
        Spread::of(rates.iter().map(|rate| 1e9 / rate * number(count) / number(bytes)))
    };
    println!("  replay, leaves checked, with keys   {}", Spread::of(replayed.clone()));
    println!("  parsing the same with serde_json    {}", Spread::of(parsed.clone()));
    println!("  reading the records in full         {}", Spread::of(read));
    println!("  hashing the leaves                  {}", Spread::of(hashed));
    println!("  nanoseconds a byte: replay {}, parsing {}", nanos(&replayed), nanos(&parsed));
    let trusted = "there is no trusted replay yet".to_owned();
    Ok(vec![
        Row::at_least(
            "replay with leaf check and keys",
            0.8,
            "x serde_json parse",
            ratio(&replayed, &parsed),
        ),
        Row::open("replay, trusted", "1.15 x serde_json parse", trusted),
    ])
}
