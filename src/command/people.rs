//! Commands about pay groups and payees, and who is in which team, under whom, on which plan and
//! with which quota.

use crate::id::{CustomerId, EntityId, MeasureId, PayGroupId, PayeeId, PlanId, ReasonCode, TeamId};
use crate::money::Unit;
use crate::payee::WorkerClass;
use crate::reading::Reading;
use crate::text::{Scratch, Spelled};
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

/// Says how much of a measure a payee or a team is expected to bring from a day on, in each of the
/// periods the plan says, until the next such command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignQuota {
    /// The plan.
    pub plan: PlanId,
    /// The measure.
    pub measure: MeasureId,
    /// Whose quota.
    pub of: QuotaOf,
    /// How much for a whole period, more than nothing; `None` from this day on for no quota.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Reading>,
    /// The first day.
    pub from: Date,
}

/// Whose quota it is. Written `payee:T07` or `team:north` in a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotaOf {
    /// A payee's.
    Payee(PayeeId),
    /// A team's.
    Team(TeamId),
}

impl Spelled for QuotaOf {
    fn spell(&self, to: &mut Scratch) {
        match self {
            QuotaOf::Payee(payee) => {
                to.push("payee:");
                payee.spell(to);
            }
            QuotaOf::Team(team) => {
                to.push("team:");
                team.spell(to);
            }
        }
    }
}

/// Blocks a payee from a day on: what that does is the word of each plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockPayee {
    /// The payee.
    pub payee: PayeeId,
    /// The first day they are blocked.
    pub from: Date,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Ends the block of a payee from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnblockPayee {
    /// The payee.
    pub payee: PayeeId,
    /// The first day they are blocked no more.
    pub from: Date,
}

/// Says that a customer is a payee's own, or no longer: themselves, their household, their firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieCustomer {
    /// The payee.
    pub payee: PayeeId,
    /// The customer.
    pub customer: CustomerId,
    /// The first day it is so.
    pub from: Date,
    /// Whether the customer is theirs from that day on.
    pub tied: bool,
}
