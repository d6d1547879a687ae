//! `replay`: rebuilds the state from the records and runs every law that one history can show.

use crate::fault::{Fault, Status};
use crate::journal_file::open_to_read;
use crate::out::{Out, Text};
use clap::Args;
use referral_ledger::ledger::laws::{self, HistoryFault};
use referral_ledger::record::Records as _;
use serde::Serialize;
use std::path::PathBuf;

/// How often the laws read each record.
const READS: u64 = 4;

/// The laws that one history can show.
const LAWS: [&str; 9] = ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L12"];

const EXAMPLE: &str = "\
Example:
  referral-ledger replay journal.redb

Two copies of one journal have the same digest. Every record's hash is checked on the way.";

/// Replay the journal, run every law, and print the state's digest.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLE)]
pub(crate) struct Replay {
    /// The journal's file.
    journal: PathBuf,
}

/// What a replay came to.
#[derive(Debug, Serialize)]
struct Replayed {
    records: u64,
    state_digest: String,
    passed_through: Option<String>,
    laws: Vec<&'static str>,
}

impl Replay {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let journal = open_to_read(&self.journal, READS, "replaying")?;
        let (ledger, records) = (journal.ledger(), journal.records());
        laws::check_history(ledger, &records).map_err(|fault| match fault {
            HistoryFault::Record(fault) => fault.into(),
            broken => Fault::new("C1004", broken.to_string()),
        })?;
        journal.store().done();
        out.tell(&Replayed {
            records: records.end()?,
            state_digest: ledger.digest().to_string(),
            passed_through: ledger.passed_through().map(|day| day.to_string()),
            laws: LAWS.to_vec(),
        })?;
        Ok(Status::Done)
    }
}

impl Text for Replayed {
    fn text(&self) -> String {
        let passed = self.passed_through.as_ref().map_or_else(
            || "no day has passed yet".to_owned(),
            |day| format!("days passed through {day}"),
        );
        format!(
            "{} records, {passed}\nlaws that hold: {}\nstate {}\n",
            self.records,
            self.laws.join(", "),
            self.state_digest
        )
    }
}
