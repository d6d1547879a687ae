//! Rewards: what identifies one, and the places its amounts can be in.
//!
//! A reward is made of lots, one per accrual. Every minor unit of a lot is in exactly one place.

use crate::id::{AdjustmentId, DealId, IdError, LeadId, PayeeId, RestatementId, RuleId};
use crate::money::{Amount, Unit};
use crate::plan::version::PlanRef;
use crate::text::{Scratch, Spelled, one_text};
use crate::time::Period;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What an amount is for. Written `lead:<id>`, `deal:<id>`, `period:2026Q1`, `draw:2026-03`,
/// `adjustment:<id>`, `restatement:<id>` or `opening`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A lead: a fee for reporting it, or for its acceptance.
    Lead(LeadId),
    /// A deal: everything from the win on.
    Deal(DealId),
    /// A calendar period: what its close pays.
    Period(Period),
    /// A draw for a calendar period: no rule made it, and so it is no reward.
    Draw(Period),
    /// An adjustment: no rule made it either.
    Adjustment(AdjustmentId),
    /// A restatement: a difference, and so no reward.
    Restatement(RestatementId),
    /// What stood in the system before this journal.
    Opening,
}

impl Source {
    /// The source as a person reads it: the kind and the first characters of the id.
    pub fn short(&self) -> String {
        match self {
            Source::Lead(lead) => format!("lead {}", lead.short()),
            Source::Deal(deal) => format!("deal {}", deal.short()),
            Source::Period(period) => format!("period {period}"),
            Source::Draw(period) => format!("the draw of {period}"),
            Source::Adjustment(adjustment) => format!("adjustment {}", adjustment.short()),
            Source::Restatement(restatement) => format!("restatement {}", restatement.short()),
            Source::Opening => "the opening balance".to_owned(),
        }
    }
}

impl FromStr for Source {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Source, IdError> {
        match text.split_once(':') {
            Some(("lead", id)) => Ok(Source::Lead(id.parse()?)),
            Some(("deal", id)) => Ok(Source::Deal(id.parse()?)),
            Some(("period", period)) => match period.parse() {
                Ok(period) => Ok(Source::Period(period)),
                Err(_) => Err(IdError::Malformed { what: "a source", example: "period:2026Q1" }),
            },
            Some(("draw", period)) => match period.parse() {
                Ok(period) => Ok(Source::Draw(period)),
                Err(_) => Err(IdError::Malformed { what: "a source", example: "draw:2026-03" }),
            },
            None if text == "opening" => Ok(Source::Opening),
            Some(("adjustment", id)) => Ok(Source::Adjustment(id.parse()?)),
            Some(("restatement", id)) => Ok(Source::Restatement(id.parse()?)),
            _ => Err(IdError::Malformed { what: "a source", example: "lead:<id> or deal:<id>" }),
        }
    }
}

impl Spelled for Source {
    fn spell(&self, to: &mut Scratch) {
        let (kind, id): (&str, &dyn Spelled) = match self {
            Source::Lead(lead) => ("lead:", lead),
            Source::Deal(deal) => ("deal:", deal),
            Source::Period(period) => ("period:", period),
            Source::Draw(period) => ("draw:", period),
            Source::Adjustment(adjustment) => ("adjustment:", adjustment),
            Source::Restatement(restatement) => ("restatement:", restatement),
            Source::Opening => return to.push("opening"),
        };
        to.push(kind);
        id.spell(to);
    }
}

one_text! { Source = "a source such as \"deal:<id>\""; }

/// What identifies a reward: its source, the rule of a plan version, and the payee.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardId {
    /// The lead, the deal or the period.
    pub source: Source,
    /// The version of the plan.
    pub plan: PlanRef,
    /// The rule.
    pub rule: RuleId,
    /// Who is paid.
    pub payee: PayeeId,
}

impl fmt::Display for RewardId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}/{}/{}", self.source, self.plan, self.rule, self.payee)
    }
}

impl fmt::Debug for RewardId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// How much of something is in which place. All of one unit, none negative.
///
/// What was taken back after it was paid counts as paid here: it is owed by the payee, and stands
/// in the receivable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Places {
    /// Held back until later.
    pub held_back: Amount,
    /// Carried by a cap to a later period.
    pub carried: Amount,
    /// Waiting in a pool.
    pub queued: Amount,
    /// Accrued, and waiting for its day.
    pub held: Amount,
    /// Vested, and waiting for a run.
    pub payable: Amount,
    /// In a locked run that is not settled.
    pub in_run: Amount,
    /// Settled: in money, against a receivable, or set off against an adjustment or a restatement.
    /// Of points and hours it is what was redeemed.
    pub paid: Amount,
    /// Of points and hours: not redeemed in time.
    pub expired: Amount,
    /// Taken back before it was paid.
    pub reversed: Amount,
}

impl Places {
    /// Nothing anywhere.
    pub fn empty(unit: Unit) -> Places {
        let zero = Amount::zero(unit);
        Places {
            held_back: zero,
            carried: zero,
            queued: zero,
            held: zero,
            payable: zero,
            in_run: zero,
            paid: zero,
            expired: zero,
            reversed: zero,
        }
    }

    /// What is in all places together: exactly what accrued (law L2).
    ///
    /// # Panics
    /// Never for the places of a reward: their sum accrued, and so lies within the bound.
    pub fn total(&self) -> Amount {
        let waiting = [self.held_back, self.carried, self.queued, self.held];
        let others = [self.payable, self.in_run, self.paid, self.expired];
        let mut places = waiting.into_iter().chain(others);
        places
            .try_fold(self.reversed, Amount::checked_add)
            .expect("L2: the places of a reward hold what accrued, which is within the bound")
    }
}
