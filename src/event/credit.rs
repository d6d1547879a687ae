//! The event of credit that is somebody else's from a day on.

use crate::id::RoleId;
use serde::{Deserialize, Serialize};

/// The credit for a lead and its deal is somebody else's, in one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditReassigned {
    /// The role; `None` for that of whoever reported the lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleId>,
}
