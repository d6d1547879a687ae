//! Commands about draws: who has one, and until when.

use crate::id::{DrawId, PayeeId, PlanId};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Assigns a draw of a plan to a payee. Its terms are those of the version that is in force on its
/// first day, until it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignDraw {
    /// The payee.
    pub payee: PayeeId,
    /// The plan.
    pub plan: PlanId,
    /// The draw.
    pub draw: DrawId,
    /// The first day of the first period it is given for.
    pub from: Date,
    /// The last day of the last period it is given for.
    pub through: Date,
}

/// Ends a draw sooner. What was given stays given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndDraw {
    /// The payee.
    pub payee: PayeeId,
    /// The plan.
    pub plan: PlanId,
    /// The draw.
    pub draw: DrawId,
    /// The last day of the last period it is given for now.
    pub through: Date,
}
