//! The Why: how an amount came to be, step by step, as data.
//!
//! Steps are stored with the accrual they explain and are never computed again. Each step says
//! what went in, what applied and what came out; the last one is the amount (law L12). The prose
//! is made here, and only when somebody reads it.

//!
//! | file | idea |
//! |---|---|
//! | `step` | the steps |
//! | `reason` | why something did not happen |
//! | `text` | both in plain words |

mod reason;
mod step;
mod text;

pub use reason::{KeptReason, Unmet, ZeroReason};
pub use step::Step;

use crate::deal::Milestone;
use crate::id::{PayeeId, RuleId};
use crate::money::{Amount, ExactAmount, Unit};
use crate::plan::version::PlanRef;
use crate::reward::{RewardId, Source};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What became of an amount when it accrued or was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Accrued, and payable from this day.
    PayableFrom(Date),
    /// Accrued, and held until this day begins.
    HeldUntil(Date),
    /// Accrued, and held until this milestone.
    HeldUntilReached(Milestone),
    /// Accrued, and held until a person approves it.
    HeldUntilApproved,
    /// Accrued, and all of it held back.
    HeldBack,
    /// Nothing accrued.
    Nothing,
    /// Carried by a cap to this day.
    CarriedTo(Date),
    /// Waiting in a pool.
    Queued,
    /// Taken back.
    TakenBack,
    /// Owed no longer: it need not be paid back.
    Forgiven,
    /// There again, because what took it was told by mistake.
    Restored,
}

/// The stored explanation of one lot, one zero or one reversal.
///
/// Its `Display` tells the story in plain words, one step a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// The lead, deal or adjustment, or the opening balance.
    pub source: Source,
    /// Whom it is about.
    pub payee: PayeeId,
    /// The plan version and the rule that applied; `None` when no plan was in force, and for what
    /// no rule made.
    pub rule: Option<(PlanRef, RuleId)>,
    /// The day of the fact.
    pub fact_on: Date,
    /// The day it stands under in the books.
    pub booked_on: Date,
    /// The amount; `None` when no plan was in force to name a currency. Never negative: a
    /// reversal says what is taken back.
    pub amount: Option<Amount>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What became of it.
    pub fate: Fate,
}

impl Why {
    /// The reward this explains; `None` when no rule made it.
    pub fn reward(&self) -> Option<RewardId> {
        let (plan, rule) = self.rule.clone()?;
        Some(RewardId { source: self.source, plan, rule, payee: self.payee.clone() })
    }

    /// What the steps come to; `None` for a zero that ended with a reason.
    pub fn last_out(&self) -> Option<ExactAmount> {
        match self.steps.last() {
            Some(last) if last.is_zero_with_reason() => None,
            _ => self.steps.iter().rev().find_map(Step::out),
        }
    }

    /// How it is said that an amount is a payee's from a day on: what is not money is redeemed.
    pub(crate) fn payable_from(&self) -> &'static str {
        match self.amount.map(Amount::unit) {
            Some(Unit::GIFT) => "can be handed over from",
            Some(Unit::BADGE) => "given on",
            Some(unit) if !unit.is_money() => "can be redeemed from",
            _ => "payable from",
        }
    }

    /// Whether the last step is the amount (law L12).
    pub fn ends_at_its_amount(&self) -> bool {
        match (self.last_out(), self.amount) {
            // Of nothing there is nothing to convert.
            (Some(out), Some(amount)) if out.is_zero() => amount.is_zero(),
            (Some(out), Some(amount)) => out == ExactAmount::from(amount),
            (None, Some(amount)) => amount.is_zero() && self.steps.last().is_some(),
            (None, None) => self.steps.last().is_some(),
            (Some(_), None) => false,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.fate == Fate::TakenBack { "taken back from" } else { "to" };
        match self.amount {
            Some(amount) => write!(formatter, "{amount} {verb} {}", self.payee)?,
            None => write!(formatter, "nothing {verb} {}", self.payee)?,
        }
        write!(formatter, " for {}, {}", self.source.short(), self.fact_on)?;
        if let Some((plan, rule)) = &self.rule {
            write!(formatter, ": rule {rule} of {plan}")?;
        }
        let cumulative = self.steps.iter().any(|step| matches!(step, Step::Less(..)));
        for step in &self.steps {
            match step {
                Step::Rate(base, rate, out) if cumulative => {
                    write!(formatter, "\n  {base} so far x {rate} = {out}")?;
                }
                other => write!(formatter, "\n  {other}")?,
            }
        }
        if self.booked_on != self.fact_on {
            write!(formatter, "\n  booked on {}: its month was closed", self.booked_on)?;
        }
        match self.fate {
            Fate::PayableFrom(day) => write!(formatter, "\n  {} {day}", self.payable_from()),
            Fate::HeldUntil(day) => {
                write!(formatter, "\n  held, and {} {day}", self.payable_from())
            }
            Fate::HeldUntilReached(milestone) => {
                write!(formatter, "\n  held until {milestone}")
            }
            Fate::HeldUntilApproved => formatter.write_str("\n  held until approved"),
            Fate::CarriedTo(_)
            | Fate::Queued
            | Fate::HeldBack
            | Fate::Nothing
            | Fate::TakenBack
            | Fate::Forgiven
            | Fate::Restored => Ok(()),
        }
    }
}
