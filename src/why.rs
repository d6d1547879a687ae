//! The Why: how an amount came to be, step by step, as data.
//!
//! Steps are stored with the accrual they explain and are never computed again. Each step says
//! what went in, what applied and what came out; the last one is the amount (law L12). The prose
//! is made here, and only when somebody reads it.

use crate::deal::Milestone;
use crate::id::{PayeeId, RoleId, RuleId};
use crate::lead::LeadKind;
use crate::money::{Amount, ExactAmount, Rounding};
use crate::plan::version::PlanRef;
use crate::rate::Rate;
use crate::reward::{RewardId, Source};
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One step of a Why. On the wire a step is its name and a tuple.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// Another rule of the component did not hold, and why.
    Unmet(RuleId, Unmet),
    /// The rule pays this much per fact.
    Flat(ExactAmount),
    /// Base, rate, product. With cumulative rounding the base is all that was counted so far.
    Rate(ExactAmount, Rate, ExactAmount),
    /// In, direction, out.
    Round(ExactAmount, Rounding, ExactAmount),
    /// What was posted before, and what remains to post.
    Less(ExactAmount, ExactAmount),
    /// Nobody held this role; its share goes to the other role.
    Absent(RoleId, Rate, RoleId),
    /// Role, its share, the whole, the part.
    Share(RoleId, Rate, ExactAmount, ExactAmount),
    /// The payee is not employed on the day of the fact; the amount that does not accrue.
    NotEmployed(Date, ExactAmount),
    /// Nothing is paid, and why.
    Nothing(ZeroReason),
    /// Accrued, returned, original, and what should remain: accrued x (1 - returned / original).
    Target(ExactAmount, ExactAmount, ExactAmount, ExactAmount),
    /// The deal was cancelled: nothing should remain.
    Cancelled(Date),
    /// What was there, what should remain, what is taken back.
    TakeBack(ExactAmount, ExactAmount, ExactAmount),
    /// What this payee still had, what is taken back from all, and this payee's part of it.
    Part(ExactAmount, ExactAmount, ExactAmount),
    /// Nothing is taken back, and why.
    Kept(KeptReason),
}

impl Step {
    /// What came out of the step; `None` for a step that only explains.
    pub fn out(&self) -> Option<ExactAmount> {
        match self {
            Step::Flat(out)
            | Step::Rate(_, _, out)
            | Step::Round(_, _, out)
            | Step::Less(_, out)
            | Step::Share(_, _, _, out)
            | Step::Target(_, _, _, out)
            | Step::TakeBack(_, _, out)
            | Step::Part(_, _, out) => Some(*out),
            Step::Unmet(..)
            | Step::Absent(..)
            | Step::NotEmployed(..)
            | Step::Nothing(_)
            | Step::Cancelled(_)
            | Step::Kept(_) => None,
        }
    }

    /// Whether the step ends the story at zero.
    pub fn is_zero_with_reason(&self) -> bool {
        matches!(self, Step::NotEmployed(..) | Step::Nothing(_) | Step::Kept(_))
    }
}

/// Why a rule did not hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unmet {
    /// The lead is of this kind, which the rule does not name.
    LeadKind(LeadKind),
    /// From, to, the days that passed, and the range the rule asks for (`None`: no end).
    Elapsed(Milestone, Milestone, i64, i32, Option<i32>),
    /// This milestone has not happened.
    NotYet(Milestone),
}

/// Why nothing is paid.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZeroReason {
    /// The rule that applies pays nothing.
    RulePaysNothing,
    /// No version of a plan is in force on this day.
    NoPlanInForce(Date),
    /// The plan picks its version by a milestone that has not happened.
    PlanNotChosen(Milestone),
    /// The deal was won without a value.
    NoValue,
}

/// Why nothing is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum KeptReason {
    /// The rule takes nothing back.
    NoClawback,
    /// The rule takes nothing back for a refund.
    NotOnRefund,
    /// The rule takes nothing back for a cancellation.
    NotOnCancellation,
    /// The rule lets the payee keep a flat amount.
    FlatIsKept,
    /// The clawback window ended on this day.
    WindowEnded(Date),
}

/// What became of an amount when it accrued or was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Accrued, and payable from this day.
    PayableFrom(Date),
    /// Accrued, and held until this day begins.
    HeldUntil(Date),
    /// Nothing accrued.
    Nothing,
    /// Taken back.
    TakenBack,
}

/// The stored explanation of one lot, one zero or one reversal.
///
/// Its `Display` tells the story in plain words, one step a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The lead or deal.
    pub source: Source,
    /// Whom it is about.
    pub payee: PayeeId,
    /// The plan version and the rule that applied; `None` when no plan was in force.
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
    /// The reward this explains; `None` when no plan was in force.
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

    /// Whether the last step is the amount (law L12).
    pub fn ends_at_its_amount(&self) -> bool {
        match (self.last_out(), self.amount) {
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
            Fate::PayableFrom(day) => write!(formatter, "\n  payable from {day}"),
            Fate::HeldUntil(day) => write!(formatter, "\n  held, and payable from {day}"),
            Fate::Nothing | Fate::TakenBack => Ok(()),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Unmet(rule, unmet) => write!(f, "rule {rule} did not hold: {unmet}"),
            Step::Flat(out) => write!(f, "flat {out}"),
            Step::Rate(base, rate, out) => write!(f, "{base} x {rate} = {out}"),
            Step::Round(_, mode, out) => write!(f, "rounded {} = {out}", mode.describe()),
            Step::Less(before, out) => write!(f, "less {before} posted before = {out}"),
            Step::Absent(role, share, to) => {
                write!(f, "nobody is {role}: its {share} goes to the {to}")
            }
            Step::Share(role, share, whole, out) => match whole.times(*share) {
                Some(exact) if exact != *out => {
                    write!(
                        f,
                        "{role}'s {share} of {whole} = {exact}, taken as {out} so that the parts add up"
                    )
                }
                _ => write!(f, "{role}'s {share} of {whole} = {out}"),
            },
            Step::NotEmployed(day, lost) => {
                write!(f, "not employed on {day}: {lost} does not accrue")
            }
            Step::Nothing(reason) => write!(f, "nothing: {reason}"),
            Step::Target(accrued, returned, original, out) => write!(
                f,
                "{returned} of {original} went back: of {accrued} accrued, {out} should remain"
            ),
            Step::Cancelled(day) => write!(f, "cancelled on {day}: nothing should remain"),
            Step::TakeBack(there, remain, out) => {
                write!(f, "{there} is there, {remain} should remain: {out} is taken back")
            }
            Step::Part(had, whole, out) => {
                write!(f, "{out} of the {whole} falls on {had} still there")
            }
            Step::Kept(reason) => write!(f, "nothing is taken back: {reason}"),
        }
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unmet::LeadKind(kind) => write!(f, "the lead is {kind}"),
            Unmet::Elapsed(from, to, days, least, Some(until)) => {
                let most = until.saturating_sub(1);
                write!(f, "{days} days from {from} to {to}, the rule asks for {least} to {most}")
            }
            Unmet::Elapsed(from, to, days, least, None) => {
                write!(f, "{days} days from {from} to {to}, the rule asks for {least} or more")
            }
            Unmet::NotYet(milestone) => write!(f, "not {milestone} yet"),
        }
    }
}

impl fmt::Display for ZeroReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ZeroReason::RulePaysNothing => f.write_str("this rule pays nothing"),
            ZeroReason::NoPlanInForce(day) => write!(f, "no plan is in force on {day}"),
            ZeroReason::PlanNotChosen(milestone) => {
                write!(
                    f,
                    "the plan is the one in force when {milestone}, and it was not {milestone}"
                )
            }
            ZeroReason::NoValue => f.write_str("the deal was won without a value"),
        }
    }
}

impl fmt::Display for KeptReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeptReason::NoClawback => f.write_str("the rule never takes back"),
            KeptReason::NotOnRefund => f.write_str("the rule does not take back for a refund"),
            KeptReason::NotOnCancellation => {
                f.write_str("the rule does not take back for a cancellation")
            }
            KeptReason::FlatIsKept => f.write_str("the rule lets a flat amount be kept"),
            KeptReason::WindowEnded(day) => write!(f, "the clawback window ended on {day}"),
        }
    }
}
