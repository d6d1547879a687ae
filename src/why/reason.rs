//! Why something did not happen: reasons as data. What they say in words is in `text`.

use crate::deal::Milestone;
use crate::id::{FactName, FactValue, MeasureId};
use crate::lead::LeadKind;
use crate::money::Unit;
use crate::time::Date;
use serde::{Deserialize, Serialize};

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
    /// This fact was told with a value the rule does not name.
    Fact(FactName, FactValue),
    /// This fact was not told.
    FactUntold(FactName),
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
    /// The technician is assigned to no plan on this day.
    NotAssigned(Date),
    /// The deal was won without a value.
    NoValue,
    /// This line of the fact, counted from 1, has no quantity.
    NoQuantity(u32),
    /// This line of the fact, counted from 1, has no cost.
    NoCost(u32),
    /// The lines have no price, or no cost, that a percentage could be taken of.
    NoPercent,
    /// It would be held until this milestone, and nothing can come of the lead any more.
    CannotBeReached(Milestone),
    /// Nobody was the manager on this day.
    NoManager(Date),
    /// The payee was in no team on this day.
    NoTeam(Date),
    /// No quota of this measure was assigned for the days that count.
    NoQuota(MeasureId),
    /// Nothing was counted for any member.
    NothingCounted,
    /// Enough was earned, so that no draw is needed.
    DrawUnneeded,
    /// The payee is paid in another currency than the plan's, which converts none.
    PaidInOther(Unit),
    /// The lines the deal was won with were not kept when it was installed: no plan was triggered
    /// by an invoice then.
    LinesNotKept,
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
