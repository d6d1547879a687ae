//! `run preview`: the lines that a lock would freeze now. Nothing is written.

use super::Which;
use super::whom::Chosen;
use crate::fault::{Fault, Status};
use crate::journal_file::open;
use crate::names::Names;
use crate::out::{Out, Text};
use crate::show::RunOut;
use crate::teller::When;
use clap::Args;
use referral_ledger::Ledger;
use referral_ledger::command::{Command, PassDay};
use referral_ledger::ledger::Answer;
use referral_ledger::time::{Date, Timestamp};
use referral_ledger::told::{Actor, Key, Told};
use serde::Serialize;

const EXAMPLE: &str = "\
Example:
  referral-ledger run preview journal.redb us-field/2026-01/1 --names names.csv

Days that have not passed up to the cut-off are passed for the preview alone, as `run lock
--pass-days` would do.";

/// Show the lines that a lock would freeze. Writes nothing.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLE)]
pub(crate) struct Preview {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    when: When,
    /// What became payable by the end of this day would be in it. Left out: the month's last day.
    #[arg(long, value_name = "DATE")]
    cut_off: Option<Date>,
    #[command(flatten)]
    whom: Chosen,
    #[command(flatten)]
    names: Names,
}

/// What a lock would freeze.
#[derive(Debug, Serialize)]
struct Previewed {
    passes_days_through: Option<Date>,
    #[serde(flatten)]
    run: RunOut,
}

impl Preview {
    pub(super) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let (run, at) = (&self.which.run, self.when.instant()?);
        let cut_off = self.cut_off.unwrap_or_else(|| run.period.last_day());
        let names = self.names.directory()?;
        // A copy of the ledger is told; the journal is not.
        let mut scratch = open(&self.which.journal)?.ledger().clone();
        let passed = scratch.passed_through();
        let through = passed.is_none_or(|passed| passed < cut_off).then_some(cut_off);
        if let Some(through) = through {
            decide(&mut scratch, at, PassDay { through }.into())?;
        }
        decide(&mut scratch, at, self.whom.lock(run.clone(), cut_off).into())?;
        // The copy has locked it; the run is at no stage yet.
        let mut run = RunOut::of(&scratch, run, &names)?;
        run.stage = "not locked";
        out.tell(&Previewed { passes_days_through: through, run })?;
        Ok(Status::Done)
    }
}

fn decide(scratch: &mut Ledger, at: Timestamp, command: Command) -> Result<(), Fault> {
    let by = Actor::system("preview".parse().expect("the id is visible ASCII"));
    let draft = scratch.draft([(Told { at, by, key: Key::of(&command) }, command)]);
    if let Some(Answer::Refused(no)) = draft.answers().first() {
        return Err(no.clone().into());
    }
    let _answers = draft.accept();
    Ok(())
}

impl Text for Previewed {
    fn text(&self) -> String {
        let page = self.run.under(&format!("preview of run {}: nothing was written", self.run.run));
        match self.passes_days_through {
            Some(through) => {
                page + &format!("Days would be passed through {through} first: lock --pass-days\n")
            }
            None => page,
        }
    }
}
