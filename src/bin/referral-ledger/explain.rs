//! `explain`: every Why of one reward, oldest first: what accrued, what was taken back, and zeros.
//!
//! The ledger keeps where the accruals are; this reads the whole history, so that what was taken
//! back and what came to nothing is told too.

use crate::fault::{Fault, Status};
use crate::journal_file::open_to_read;
use crate::out::{Out, Text};
use crate::outcome::RewardOut;
use crate::reward_row::RewardRow;
use clap::Args;
use referral_ledger::record::Groups;
use referral_ledger::why::Why;
use serde::Serialize;
use std::path::PathBuf;

const EXAMPLE: &str = "\
Example:
  referral-ledger show deal journal.redb --row sale-1
  referral-ledger explain journal.redb \\
    deal:5af2c50e-d3a5-5982-a0ef-09edc0a3ac8e/field-leads@2026/commission/T07

The text of a reward stands on the pages of its lead, its deal and its payee, and in the answers
of `submit`.";

/// Explain a reward: every amount and every zero, step by step.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLE)]
pub(crate) struct Explain {
    /// The journal's file.
    journal: PathBuf,
    /// The reward, as deal:<id>/<plan>@<version>/<rule>/<payee>.
    reward: String,
}

/// A reward with its Whys.
#[derive(Debug, Serialize)]
struct Explained {
    reward: String,
    /// Where its amounts are; `None` when nothing ever accrued.
    stands: Option<RewardRow>,
    whys: Vec<RewardOut>,
    #[serde(skip)]
    prose: Vec<String>,
}

impl Explain {
    pub(crate) fn run(&self, out: &mut Out) -> Result<Status, Fault> {
        let journal = open_to_read(&self.journal, 1, "reading")?;
        let is_it = |why: &Why| why.reward().is_some_and(|it| it.to_string() == self.reward);
        let mut whys = Vec::new();
        for group in Groups::of(&journal.records()) {
            let group = group?;
            let theirs = group.events().flat_map(|(_, event)| event.whys(group.command()));
            whys.extend(theirs.filter(is_it));
        }
        journal.store().done();
        let Some(id) = whys.first().and_then(Why::reward) else {
            let help = "`show payee` and `show deal` list rewards; take the text from there";
            let reward = &self.reward;
            return Err(Fault::new("C1002", format!("nothing is on file of {reward}: {help}")));
        };
        let stands = journal.ledger().reward(&id).filter(|view| !view.accrued().is_zero());
        out.tell(&Explained {
            reward: self.reward.clone(),
            stands: stands.map(|view| RewardRow::of(&view)),
            whys: whys.iter().map(RewardOut::of_why).collect(),
            prose: whys.iter().map(Why::to_string).collect(),
        })?;
        Ok(Status::Done)
    }
}

impl Text for Explained {
    fn text(&self) -> String {
        let mut page = match &self.stands {
            Some(row) => row.lines(),
            None => format!("  reward {}\n    nothing accrued\n", self.reward),
        };
        for why in &self.prose {
            page += &format!("\n{why}\n");
        }
        page
    }
}
