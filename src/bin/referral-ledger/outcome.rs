//! What became of one told command, as a value: accepted, already on file, refused, or no command.
//!
//! The field names are a promise to scripts. Amounts are their canonical text.

use referral_ledger::Outcome;
use referral_ledger::Rewarded;
use referral_ledger::refusal::{Refusal, Retry};
use referral_ledger::why::{Step, Why};
use serde::Serialize;
use std::collections::BTreeMap;

/// What became of a command.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Told {
    /// It is in the journal.
    OnFile(Receipt),
    /// It is not.
    Not(No),
}

/// What became of a command, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Became {
    /// It is in the journal now.
    Accepted,
    /// It was in the journal before; this is its first outcome.
    AlreadyOnFile,
    /// Business says no.
    Refused,
    /// It is no command.
    Invalid,
}

/// Where a command is in the journal, and what it earned whom.
#[derive(Debug, Serialize)]
pub(crate) struct Receipt {
    status: Became,
    pub(crate) sequence: u64,
    leaf: String,
    rewards: Vec<RewardOut>,
}

/// Why not.
#[derive(Debug, Serialize)]
pub(crate) struct No {
    pub(crate) status: Became,
    pub(crate) code: &'static str,
    pub(crate) sentence: String,
    pub(crate) fields: BTreeMap<&'static str, String>,
    pub(crate) send_again: &'static str,
}

/// A reward, a zero or a reversal, with its Why.
#[derive(Debug, Serialize)]
pub(crate) struct RewardOut {
    reward: Option<String>,
    payee: String,
    amount: Option<String>,
    fact_on: String,
    booked_on: String,
    why: String,
    steps: Vec<Step>,
}

impl Told {
    /// What became of a command that the journal took.
    pub(crate) fn of(outcome: &Outcome) -> Told {
        Told::OnFile(Receipt::of(outcome))
    }

    /// A command that was refused.
    pub(crate) fn refused(no: &Refusal) -> Told {
        let send_again = match no.retry() {
            Retry::No => "no",
            Retry::Later => "later",
            Retry::Corrected => "corrected",
        };
        let (status, code, sentence) = (Became::Refused, no.code(), no.to_string());
        let fields = no.fields().into_iter().collect();
        Told::Not(No { status, code, sentence, fields, send_again })
    }

    /// What is no command, and why.
    pub(crate) fn invalid(sentence: String) -> Told {
        let (status, code, send_again) = (Became::Invalid, "C1001", "corrected");
        Told::Not(No { status, code, sentence, fields: BTreeMap::new(), send_again })
    }

    /// What became of it, in a word.
    pub(crate) fn became(&self) -> Became {
        match self {
            Told::OnFile(receipt) => receipt.status,
            Told::Not(no) => no.status,
        }
    }

    /// Whether the journal has it.
    pub(crate) fn is_on_file(&self) -> bool {
        matches!(self, Told::OnFile(_))
    }
}

impl Receipt {
    /// Where the command is, and what it earned whom.
    pub(crate) fn of(outcome: &Outcome) -> Receipt {
        let receipt = outcome.receipt();
        let rewards = outcome.rewards().map(|rewarded| RewardOut::of(&rewarded)).collect();
        let (sequence, leaf) = (receipt.sequence, receipt.leaf.to_string());
        let status = if outcome.is_new() { Became::Accepted } else { Became::AlreadyOnFile };
        Receipt { status, sequence, leaf, rewards }
    }

    /// Whether it was new.
    pub(crate) fn is_new(&self) -> bool {
        self.status == Became::Accepted
    }
}

impl RewardOut {
    fn of(rewarded: &Rewarded) -> RewardOut {
        let amount = rewarded.amount().map(|amount| amount.to_string());
        RewardOut { amount, ..RewardOut::of_why(rewarded.why()) }
    }

    /// A Why as it stands: what is taken back is not negative here.
    pub(crate) fn of_why(why: &Why) -> RewardOut {
        RewardOut {
            reward: why.reward().map(|reward| reward.to_string()),
            payee: why.payee.to_string(),
            amount: why.amount.map(|amount| amount.to_string()),
            fact_on: why.fact_on.to_string(),
            booked_on: why.booked_on.to_string(),
            why: why.to_string(),
            steps: why.steps.clone(),
        }
    }
}
