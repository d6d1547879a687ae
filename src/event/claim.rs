//! Events of claims: what a lead protects, until when.

use crate::id::{LeadId, RoleId};
use crate::plan::version::PlanRef;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// A lead protects its technician's claim on the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claimed {
    /// The plan version whose words hold for the claim.
    pub plan: PlanRef,
    /// The last protected day; `None` until the lead is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Date>,
    /// The lead that was first, where this is the second about its customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_of: Option<LeadId>,
}

/// Claims whose last day has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimsEnded {
    /// Their last day.
    pub through: Date,
    /// Their leads, in the order they were reported.
    pub leads: Vec<LeadId>,
}

/// The second lead about a customer shares in the deal of the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondCredited {
    /// The second lead.
    pub lead: LeadId,
    /// The role its technician is credited in.
    pub role: RoleId,
}
