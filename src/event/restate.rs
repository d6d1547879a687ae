//! Events of restatements: what was posted, and what an approved one gave or took, and where.

use super::{Lands, Take};
use crate::digest::Digest;
use crate::id::{EntityId, PayeeId, PlanId, RestatementId, RuleId};
use crate::money::Amount;
use crate::reward::Source;
use crate::time::{Date, Period};
use crate::why::{Fate, Step, Why};
use serde::{Deserialize, Serialize};

/// A restatement waits for somebody to approve it. Its lines follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestatementPosted {
    /// What the approval repeats: SHA-256 of the JSON of the command.
    pub digest: Digest,
    /// The months it is about.
    pub period: Period,
    /// How many records the journal had when it was made.
    pub as_of: u64,
    /// How many lines follow.
    pub lines: u32,
}

/// One line of a restatement: what a payee earned by a rule for a source in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestatementLine {
    /// The month.
    pub month: Period,
    /// Who.
    pub payee: PayeeId,
    /// By which plan.
    pub plan: PlanId,
    /// By which rule.
    pub rule: RuleId,
    /// For what.
    pub source: Source,
    /// What was earned, with every restatement before.
    pub was: Amount,
    /// What should have been.
    pub would_be: Amount,
}

/// A line of an approved restatement was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restated {
    /// Which line of the restatement, counted from 0.
    pub line: u32,
    /// The day it stands under in the books.
    pub on: Date,
    /// The month it belongs to.
    pub month: Period,
    /// Who.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// By which plan it was earned.
    pub plan: PlanId,
    /// By which rule.
    pub rule: RuleId,
    /// For what.
    pub source: Source,
    /// By how much it differs: more than zero is given, less is taken.
    pub difference: Amount,
    /// Where what is given goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lands: Option<Lands>,
    /// Out of which lots something is taken: of the same reward first, then of what is payable. For
    /// what caused a lot it counts as paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
    /// What was not there to take: the payee owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<Amount>,
    /// The steps of its Why.
    pub steps: Vec<Step>,
}

impl Restated {
    /// What is given or taken, without a sign.
    pub fn amount(&self) -> Amount {
        if self.difference.is_negative() { self.difference.negated() } else { self.difference }
    }

    pub(super) fn why(&self, restatement: RestatementId) -> Why {
        Why {
            source: Source::Restatement(restatement),
            payee: self.payee.clone(),
            rule: None,
            fact_on: self.month.last_day(),
            booked_on: self.on,
            amount: Some(self.amount()),
            steps: self.steps.clone(),
            fate: match self.lands {
                Some(Lands::Held(day)) => Fate::HeldUntil(day),
                Some(Lands::Payable(day)) => Fate::PayableFrom(day),
                Some(Lands::Until(_) | Lands::UntilApproved) | None => Fate::TakenBack,
            },
        }
    }
}
