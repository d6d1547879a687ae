//! `run`: the steps of a payout run, from looking at what it would pay to knowing that it was paid.
//!
//! Each step tells the journal one command under its natural key, so that a clerk or a job that
//! was interrupted does the same again. What a step may do is decided by the journal.

mod acknowledge;
mod export;
mod preview;
mod whom;

use crate::fault::{Fault, Status};
use crate::journal_file::{FileJournal, open};
use crate::names::Names;
use crate::out::{Out, Text};
use crate::outcome::Receipt;
use crate::show::RunOut;
use crate::teller::Teller;
use acknowledge::Answers;
use clap::{Args, Subcommand};
use export::Export;
use preview::Preview;
use referral_ledger::command::{ApproveRun, Command, PassDay, SettleRun, VoidRun};
use referral_ledger::digest::Digest;
use referral_ledger::id::ReasonCode;
use referral_ledger::payout::RunId;
use referral_ledger::report::Directory;
use referral_ledger::time::Date;
use serde::Serialize;
use std::path::PathBuf;
use whom::Chosen;

const STEPS: &str = "\
A month's pay, step by step. Whoever approves neither locked the run nor is paid by it:
  referral-ledger run preview journal.redb us-field/2026-01/1
  referral-ledger run lock    journal.redb us-field/2026-01/1 --pass-days --by payroll-job --program
  referral-ledger run approve journal.redb us-field/2026-01/1 --by controller --digest 02aa6f...
  referral-ledger run export  journal.redb us-field/2026-01/1 --by payroll-job --program \\
      --names names.csv --out payroll/
  referral-ledger run settle  journal.redb us-field/2026-01/1 --by payroll-job --program

A run is named by its pay group, its month and its number: 1, and one more after each that was
voided. Every step can be done again: it then says that it was already done.";
const LOCK: &str = "\
Example:
  referral-ledger run lock journal.redb us-field/2026-01/1 --pass-days --by payroll-job --program";
const APPROVE: &str = "\
Example:
  referral-ledger show run journal.redb us-field/2026-01/1
  referral-ledger run approve journal.redb us-field/2026-01/1 --by controller --digest 02aa6f...

An approval is bound to the lines that were looked at: give all 64 digits of the digest that `run
lock` and `show run` print below them. Whoever locked the run, is paid by it or is a program
cannot approve it.";
const SETTLE: &str = "\
Example:
  referral-ledger run settle journal.redb us-field/2026-01/1 --by payroll-job --program";
const VOID: &str = "\
Example:
  referral-ledger run void journal.redb us-field/2026-01/1 --reason wrong-cut-off --by clerk

Before voiding a run that was exported, make sure that payroll did not pay its file: what is
payable again will be in the next run.";

/// Preview, lock, approve, export, acknowledge, settle or void a payout run.
#[derive(Debug, Args)]
#[command(after_help = STEPS)]
pub(crate) struct Run {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    Preview(Preview),
    /// Freeze what is payable into lines.
    #[command(after_help = LOCK)]
    Lock {
        #[command(flatten)]
        run: Which,
        #[command(flatten)]
        teller: Teller,
        /// What became payable by the end of this day is in it. Left out: the month's last day.
        #[arg(long, value_name = "DATE")]
        cut_off: Option<Date>,
        /// First pass the days up to the cut-off, so that what is due by then is in the run.
        #[arg(long)]
        pass_days: bool,
        #[command(flatten)]
        whom: Chosen,
        #[command(flatten)]
        names: Names,
    },
    /// Approve the lines of a locked run, by their digest.
    #[command(after_help = APPROVE)]
    Approve {
        #[command(flatten)]
        run: Which,
        #[command(flatten)]
        teller: Teller,
        /// The digest of the lines that were looked at.
        #[arg(long, value_name = "DIGEST")]
        digest: Digest,
    },
    Export(Export),
    /// Tell what payroll said of the lines of an exported run.
    #[command(after_help = acknowledge::EXAMPLE)]
    Acknowledge {
        #[command(flatten)]
        run: Which,
        #[command(flatten)]
        teller: Teller,
        #[command(flatten)]
        answers: Answers,
        #[command(flatten)]
        names: Names,
    },
    /// Tell that payroll paid a run, or what it took of it.
    #[command(after_help = SETTLE)]
    Settle {
        #[command(flatten)]
        run: Which,
        #[command(flatten)]
        teller: Teller,
    },
    /// Make everything in a run payable again.
    #[command(after_help = VOID)]
    Void {
        #[command(flatten)]
        run: Which,
        #[command(flatten)]
        teller: Teller,
        /// Why, as a code of yours; never free text.
        #[arg(long, value_name = "CODE")]
        reason: ReasonCode,
    },
}

/// Which run of which journal.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The journal's file.
    pub(crate) journal: PathBuf,
    /// The run, as us-field/2026-01/1: pay group, month and number.
    pub(crate) run: RunId,
}

/// What a step came to: the receipt, and the run as it stands now.
#[derive(Debug, Serialize)]
struct Stepped {
    #[serde(flatten)]
    receipt: Receipt,
    #[serde(flatten)]
    run: RunOut,
}

impl Run {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let (which, teller) = match &self.step {
            Step::Preview(it) => return it.run(out),
            Step::Export(it) => return it.run(out),
            Step::Lock { run, teller, .. }
            | Step::Approve { run, teller, .. }
            | Step::Acknowledge { run, teller, .. }
            | Step::Settle { run, teller }
            | Step::Void { run, teller, .. } => (run, teller),
        };
        let names = match &self.step {
            Step::Lock { names, .. } | Step::Acknowledge { names, .. } => names.directory()?,
            _ => Directory::new(),
        };
        let mut journal = open(&which.journal)?;
        let run = which.run.clone();
        let commands: Vec<Command> = match &self.step {
            Step::Preview(_) | Step::Export(_) => Vec::new(), // done above
            Step::Acknowledge { answers, .. } => {
                answers.commands(journal.ledger(), &run, &names)?
            }
            Step::Lock { cut_off, pass_days, whom, .. } => {
                let cut_off = cut_off.unwrap_or_else(|| run.period.last_day());
                if *pass_days {
                    pass(&mut journal, teller, cut_off)?;
                }
                vec![whom.lock(run, cut_off).into()]
            }
            Step::Approve { digest, .. } => vec![ApproveRun { run, digest: *digest }.into()],
            Step::Settle { .. } => vec![SettleRun { run }.into()],
            Step::Void { reason, .. } => vec![VoidRun { run, reason: reason.clone() }.into()],
        };
        let mut last = None;
        for command in commands {
            let receipt = tell(&mut journal, teller, command)
                .map_err(|fault| fault.hint("R5006", "--pass-days does that"))?;
            last = Some(receipt);
        }
        let run = RunOut::of(journal.ledger(), &which.run, &names)?;
        if let Some(receipt) = last {
            out.tell(&Stepped { receipt, run })?;
        }
        Ok(Status::Done)
    }
}

/// Passes the days up to the cut-off, where they have not passed.
fn pass(journal: &mut FileJournal, teller: &Teller, through: Date) -> Result<(), Fault> {
    if journal.ledger().passed_through().is_none_or(|passed| passed < through) {
        tell(journal, teller, PassDay { through }.into())?;
    }
    Ok(())
}

/// Tells one command.
fn tell(journal: &mut FileJournal, teller: &Teller, command: Command) -> Result<Receipt, Fault> {
    let told = teller.told(&command)?;
    Ok(Receipt::of(&journal.submit(&told, command)?))
}

impl Text for Stepped {
    fn text(&self) -> String {
        let RunOut { run, stage, .. } = &self.run;
        let told = if self.receipt.is_new() { "told" } else { "already on file" };
        self.run
            .under(&format!("{told} at sequence {}: run {run} is {stage}", self.receipt.sequence))
    }
}
