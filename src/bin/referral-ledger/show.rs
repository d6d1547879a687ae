//! `show`: how a lead, a deal, a payee, a reward or a run stands now, and what there is of each.
//!
//! Knows which view answers which question; each view's page and JSON stand in `show/`.

mod adjustments;
mod answers;
mod deal;
mod lapses;
mod lead;
mod lists;
mod payee;
mod restatements;
mod reward;
mod run;
mod write_offs;

pub(crate) use run::RunOut;

use crate::fault::{Fault, Status};
use crate::journal_file::open;
use crate::names::Names;
use crate::out::Out;
use crate::plan::PlanOut;
use clap::{Args, Subcommand};
use referral_ledger::id::{DealId, IdError, LeadId, PayeeId};
use referral_ledger::payout::RunId;
use referral_ledger::plan::version::PlanRef;
use referral_ledger::time::Period;
use std::path::PathBuf;
use std::str::FromStr;

const LEAD: &str = "Example:\n  referral-ledger show lead journal.redb --row tip-1";
const DEAL: &str = "Example:\n  referral-ledger show deal journal.redb --row sale-1 --json";
const PAYEE: &str = "Example:\n  referral-ledger show payee journal.redb T07 --names names.csv";
const REWARD: &str = "\
Example:
  referral-ledger show reward journal.redb \\
    deal:4cbbd4bd-54bc-5a58-b3e9-2a4e1f0d3fd6/field-leads@2026/commission/T07

The text of a reward stands on the pages of its lead, its deal and its payee.";
const PLAN: &str = "Example:\n  referral-ledger show plan journal.redb field-leads@2026";
const PAYEES: &str = "Example:\n  referral-ledger show payees journal.redb --names names.csv";
const LEADS: &str = "\
Examples:
  referral-ledger show leads journal.redb --open
  referral-ledger show leads journal.redb --by T07 --json";
const ANSWERS: &str = "\
Examples:
  referral-ledger show answers journal.redb
  referral-ledger show answers journal.redb --missed 2026-03";
const DEALS: &str = "Example:\n  referral-ledger show deals journal.redb";
const PLANS: &str = "Example:\n  referral-ledger show plans journal.redb";
const ADJUSTMENTS: &str = "Example:\n  referral-ledger show adjustments journal.redb";
const WRITE_OFFS: &str = "Example:\n  referral-ledger show write-offs journal.redb";
const LAPSES: &str = "Example:\n  referral-ledger show lapses journal.redb";
const RESTATEMENTS: &str = "Example:\n  referral-ledger show restatements journal.redb";
const RUN: &str = "Example:\n  referral-ledger show run journal.redb us-field/2026-01/1";

/// Show how a lead, a deal, a payee, a reward or a run stands, or list them.
#[derive(Debug, Args)]
#[command(after_help = LEAD)]
pub(crate) struct Show {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A lead, the deal it became, and what it earned.
    #[command(after_help = LEAD)]
    Lead {
        /// The journal's file.
        journal: PathBuf,
        /// The lead, by its UUID.
        #[arg(required_unless_present = "row", value_parser = id::<LeadId>)]
        lead: Option<LeadId>,
        /// The lead, by your own row key.
        #[arg(long, value_name = "KEY", conflicts_with = "lead")]
        row: Option<String>,
    },
    /// A deal, and what it earned.
    #[command(after_help = DEAL)]
    Deal {
        /// The journal's file.
        journal: PathBuf,
        /// The deal, by its UUID.
        #[arg(required_unless_present = "row", value_parser = id::<DealId>)]
        deal: Option<DealId>,
        /// The deal, by your own row key.
        #[arg(long, value_name = "KEY", conflicts_with = "deal")]
        row: Option<String>,
    },
    /// A payee: what is held, payable, paid and owed back, reward by reward.
    #[command(after_help = PAYEE)]
    Payee {
        /// The journal's file.
        journal: PathBuf,
        /// The payee's id.
        payee: PayeeId,
        #[command(flatten)]
        names: Names,
    },
    /// A reward, and where its amount is.
    #[command(after_help = REWARD)]
    Reward {
        /// The journal's file.
        journal: PathBuf,
        /// The reward, as deal:<id>/<plan>@<version>/<rule>/<payee>.
        reward: String,
    },
    /// A published plan in plain words, as `plan show` tells a file.
    #[command(after_help = PLAN)]
    Plan {
        /// The journal's file.
        journal: PathBuf,
        /// The plan and its version, as field-leads@2026.
        plan: PlanRef,
    },
    /// All payees: what is held, payable, paid and owed back.
    #[command(after_help = PAYEES)]
    Payees {
        /// The journal's file.
        journal: PathBuf,
        #[command(flatten)]
        names: Names,
    },
    /// All leads.
    #[command(after_help = LEADS)]
    Leads {
        /// The journal's file.
        journal: PathBuf,
        /// Only those that this payee reported.
        #[arg(long, value_name = "PAYEE")]
        by: Option<PayeeId>,
        /// Only those that can still become a deal.
        #[arg(long)]
        open: bool,
    },
    /// The answers that sales owe leads, or those they missed.
    #[command(after_help = ANSWERS)]
    Answers {
        /// The journal's file.
        journal: PathBuf,
        /// Those that were due in this month and did not come in time.
        #[arg(long, value_name = "MONTH")]
        missed: Option<Period>,
    },
    /// All deals.
    #[command(after_help = DEALS)]
    Deals {
        /// The journal's file.
        journal: PathBuf,
    },
    /// All published plans.
    #[command(after_help = PLANS)]
    Plans {
        /// The journal's file.
        journal: PathBuf,
    },
    /// All adjustments, with the digest that an approval repeats.
    #[command(after_help = ADJUSTMENTS)]
    Adjustments {
        /// The journal's file.
        journal: PathBuf,
    },
    /// All write-offs, with the digest that an approval repeats.
    #[command(after_help = WRITE_OFFS)]
    WriteOffs {
        /// The journal's file.
        journal: PathBuf,
    },
    /// All lapses of what stayed below a threshold, with the digest that an approval repeats.
    #[command(after_help = LAPSES)]
    Lapses {
        /// The journal's file.
        journal: PathBuf,
    },
    /// All restatements, with the digest that an approval repeats.
    #[command(after_help = RESTATEMENTS)]
    Restatements {
        /// The journal's file.
        journal: PathBuf,
    },
    /// A payout run: its stage, its lines, and the digest that an approval repeats.
    #[command(after_help = RUN)]
    Run {
        /// The journal's file.
        journal: PathBuf,
        /// The run, as us-field/2026-01/1. Left out: all runs.
        run: Option<RunId>,
        #[command(flatten)]
        names: Names,
    },
}

/// An id by its UUID; whoever gives a row key instead is told how to.
fn id<I: FromStr<Err = IdError>>(text: &str) -> Result<I, String> {
    text.parse().map_err(|_| format!("it is no UUID; for your own row key, write --row {text}"))
}

impl Show {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        match &self.what {
            What::Lead { journal, lead, row } => {
                let lead = lead.unwrap_or_else(|| LeadId::named(row.as_deref().unwrap_or("")));
                out.tell(&lead::LeadOut::of(open(journal)?.ledger(), lead)?)?;
            }
            What::Deal { journal, deal, row } => {
                let deal = deal.unwrap_or_else(|| DealId::named(row.as_deref().unwrap_or("")));
                out.tell(&deal::DealOut::of(open(journal)?.ledger(), deal)?)?;
            }
            What::Payee { journal, payee, names } => {
                let names = names.directory()?;
                out.tell(&payee::PayeeOut::of(open(journal)?.ledger(), payee, &names)?)?;
            }
            What::Reward { journal, reward } => {
                out.tell(&reward::RewardPage::of(open(journal)?.ledger(), reward)?)?;
            }
            What::Plan { journal, plan } => {
                let journal = open(journal)?;
                let found = journal.ledger().plan(plan).ok_or_else(|| {
                    let help = "`show plans` lists those that are published";
                    Fault::new("C1002", format!("plan {plan} is not on file: {help}"))
                })?;
                out.tell(&PlanOut::of(&found))?;
            }
            What::Payees { journal, names } => {
                let names = names.directory()?;
                out.tell(&lists::PayeesOut::of(open(journal)?.ledger(), &names))?;
            }
            What::Leads { journal, by, open: is_open } => {
                let journal = open(journal)?;
                out.tell(&lists::LeadsOut::of(journal.ledger(), by.as_ref(), *is_open))?;
            }
            What::Answers { journal, missed } => {
                out.tell(&answers::AnswersOut::of(open(journal)?.ledger(), *missed))?;
            }
            What::Deals { journal } => {
                out.tell(&lists::DealsOut::of(open(journal)?.ledger()))?;
            }
            What::Plans { journal } => {
                out.tell(&lists::PlansOut::of(open(journal)?.ledger()))?;
            }
            What::Adjustments { journal } => {
                out.tell(&adjustments::AdjustmentsOut::of(open(journal)?.ledger()))?;
            }
            What::WriteOffs { journal } => {
                out.tell(&write_offs::WriteOffsOut::of(open(journal)?.ledger()))?;
            }
            What::Lapses { journal } => {
                out.tell(&lapses::LapsesOut::of(open(journal)?.ledger()))?;
            }
            What::Restatements { journal } => {
                out.tell(&restatements::RestatementsOut::of(open(journal)?.ledger()))?;
            }
            What::Run { journal, run: Some(run), names } => {
                let names = names.directory()?;
                out.tell(&RunOut::of(open(journal)?.ledger(), run, &names)?)?;
            }
            What::Run { journal, run: None, .. } => {
                out.tell(&run::RunsOut::of(open(journal)?.ledger()))?;
            }
        }
        Ok(Status::Done)
    }
}
