//! `plan`: looks at plan files before anybody is paid by them.
//!
//! | file | verb |
//! |---|---|
//! | `check` | what is wrong with files, and with versions beside one another |
//! | `prose` | a plan in plain words, rule by rule |
//! | `pay_at` | what each rule comes to where something changes |

mod check;
mod pay_at;
mod prose;

use crate::fault::{Fault, Status};
use crate::out::{Out, Text};
use crate::told_line::read_plan;
use check::Check;
use clap::{Args, Subcommand};
pub(crate) use prose::PlanOut;
use serde::Serialize;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  referral-ledger plan example > plans/2026.toml
  referral-ledger plan check plans/
  referral-ledger plan show plans/2026.toml";
const SHOW: &str = "\
Example:
  referral-ledger plan show plans/2026.toml

Below each rule stands what it comes to for one payee alone with nothing counted before: at each
step of a table and the smallest amount to either side, half way between points, where a cap or a
floor begins to matter; outside campaigns first, then in each of them.";
const EXAMPLE: &str = "\
Example:
  referral-ledger plan example > plans/2026.toml
  referral-ledger plan check plans/2026.toml

Change it to your policy, and `plan check` says of each word that is missing or wrong what can stand
there. Nothing that moves money has a default. Beside what the example has, a plan can have:
  [[fact]]     what you tell with a report or a win, for rules to ask for
  [[base]]     what is counted of which lines: net, tax, freight, discount, margin, quantity
  [[floor]]    the least that rules pay
  [[overlay]]  roles that are paid on top of the split";

/// A plan with tiers, a campaign and caps, to begin with.
const PLAN: &str = include_str!("../../../examples/plans/harbour-machines-2026.toml");

/// Print a plan to begin with, check plan files, or tell one in plain words.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Plan {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print a plan to begin with.
    #[command(after_help = EXAMPLE)]
    Example,
    Check(Check),
    /// Tell a plan in plain words, with amounts: what each rule pays, to whom, when, and what is
    /// taken back.
    #[command(after_help = SHOW)]
    Show {
        /// The plan's file.
        file: PathBuf,
    },
}

impl Plan {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let file = match &self.what {
            What::Example => {
                out.tell(&Example { text: PLAN })?;
                return Ok(Status::Done);
            }
            What::Check(check) => return check.run(out),
            What::Show { file } => file,
        };
        let text = read_plan(&file.to_string_lossy()).map_err(|why| Fault::new("C2001", why))?;
        match referral_ledger::plan::Plan::read(&text) {
            Ok(plan) => {
                out.tell(&PlanOut::of(&plan))?;
                Ok(Status::Done)
            }
            Err(findings) => {
                out.tell(&check::Checked::unread(file, &findings))?;
                Ok(Status::Refused)
            }
        }
    }
}

/// The text of a plan file.
#[derive(Debug, Serialize)]
struct Example {
    text: &'static str,
}

impl Text for Example {
    fn text(&self) -> String {
        self.text.to_owned()
    }
}

impl Text for PlanOut {
    fn text(&self) -> String {
        self.page()
    }
}
