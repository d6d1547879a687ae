//! The arguments of the tool: its verbs, and what all of them share.
//!
//! Each verb's own arguments stand in its file, beside what it does with them.

use crate::books::Books;
use crate::commands::Commands;
use crate::explain::Explain;
use crate::fault::{Fault, Status};
use crate::import::Import;
use crate::out::Out;
use crate::plan::Plan;
use crate::profile::Profile;
use crate::replay::Replay;
use crate::run::Run;
use crate::show::Show;
use crate::statement::Statement;
use crate::study::{Restate, Simulate};
use crate::submit::Submit;
use clap::{Parser, Subcommand};

const ENDS: &str = "\
Exit status: 0 done; 1 something was refused, or was no command; 2 the arguments, or a file they
name, cannot be used; 3 the journal's file failed. Errors go to standard error with their code.

A first try, from nothing to a payroll file:
  referral-ledger commands | referral-ledger submit try.redb
  referral-ledger show lead try.redb --row tip-1
  referral-ledger show run try.redb us-field/2026-01/2

Your own plan:
  referral-ledger plan example > plan.toml
  referral-ledger plan check plan.toml
  referral-ledger plan show plan.toml";

/// Leads, deals and money facts in; rewards, reasons, payroll files and books out.
///
/// A journal is one file. It is told commands, keeps them as hashed records, and says what is owed
/// to whom and why. One process has it open at a time.
#[derive(Debug, Parser)]
#[command(name = "referral-ledger", version, after_long_help = ENDS, max_term_width = 100)]
pub(crate) struct Args {
    /// Print JSON instead of text, also for errors.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Plan(Plan),
    Submit(Submit),
    Import(Import),
    Commands(Commands),
    Show(Show),
    Explain(Explain),
    Statement(Statement),
    Run(Run),
    Profile(Profile),
    Books(Books),
    Restate(Restate),
    Simulate(Simulate),
    Replay(Replay),
}

impl Verb {
    /// Does it.
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        match self {
            Verb::Plan(it) => it.run(out),
            Verb::Submit(it) => it.run(out),
            Verb::Import(it) => it.run(out),
            Verb::Commands(it) => it.run(out),
            Verb::Show(it) => it.run(out),
            Verb::Explain(it) => it.run(out),
            Verb::Statement(it) => it.run(out),
            Verb::Run(it) => it.run(out),
            Verb::Profile(it) => it.run(out),
            Verb::Books(it) => it.run(out),
            Verb::Restate(it) => it.run(out),
            Verb::Simulate(it) => it.run(out),
            Verb::Replay(it) => it.run(out),
        }
    }
}
