//! Attribution: who is credited for a lead and its deal, by role.
//!
//! The host names a person per role; the plan's split gives each role's share, and those shares
//! sum to one. This file holds the names, not the shares.

use crate::id::{PayeeId, RoleId};
use serde::{Deserialize, Serialize};

/// The most people that one command may credit.
pub const CREDITS_MAX: usize = 16;

/// One person credited in one role.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credit {
    /// The role, as the plan's split names it.
    pub role: RoleId,
    /// Who held it.
    pub payee: PayeeId,
}
