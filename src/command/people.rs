//! Commands about pay groups and payees, and who is in which team, under whom and on which plan.

use crate::id::{EntityId, PayGroupId, PayeeId, PlanId, TeamId};
use crate::money::Unit;
use crate::payee::WorkerClass;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Defines a pay group: payees of one legal entity and one currency, paid by the same runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinePayGroup {
    /// The group.
    pub group: PayGroupId,
    /// The legal entity whose books carry its rewards.
    pub entity: EntityId,
    /// The currency it is paid in.
    pub unit: Unit,
}

/// Registers a payee, so that rewards can accrue to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterPayee {
    /// The payee. A technician's payee id is their actor id.
    pub payee: PayeeId,
    /// The group they are paid with.
    pub group: PayGroupId,
    /// How they are engaged.
    pub class: WorkerClass,
    /// Their first day; facts of earlier days do not accrue to them.
    pub employed_from: Date,
}

/// Tells a payee's last day: what was triggered by then is theirs, nothing accrues after it.
///
/// What accrued for later days before we were told stays until somebody corrects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeavePayee {
    /// The payee.
    pub payee: PayeeId,
    /// The last day they are employed.
    pub last_day: Date,
}

/// Says whose manager somebody is from a day on, until the next such command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignManager {
    /// The payee.
    pub payee: PayeeId,
    /// Their manager, a payee too; `None` from this day on for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<PayeeId>,
    /// The first day.
    pub from: Date,
}

/// Says in which team somebody is from a day on, until the next such command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignTeam {
    /// The payee.
    pub payee: PayeeId,
    /// Their team; `None` from this day on for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The first day.
    pub from: Date,
}

/// Puts a payee under a plan that is for those who are assigned to it. Their leads are paid by it
/// from this day on: it is the day that picks the plan's version that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignPlan {
    /// The payee.
    pub payee: PayeeId,
    /// The plan.
    pub plan: PlanId,
    /// The first day.
    pub from: Date,
}

/// Takes a payee off a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnassignPlan {
    /// The payee.
    pub payee: PayeeId,
    /// The plan.
    pub plan: PlanId,
    /// The first day they are no longer under it.
    pub from: Date,
}
