//! The split: each role's share of what a rule pays, in the plan's order, and overlays on top.
//!
//! Shares sum to one. A role that nobody holds on a deal must be covered: its share goes to the
//! role the plan names, which in the end is one somebody always holds.

use crate::id::RoleId;
use crate::rate::Rate;

/// One role of the split.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoleShare {
    /// The role.
    pub role: RoleId,
    /// Its share of the whole.
    pub share: Rate,
    /// Where the share goes when nobody holds the role; `None` for the originator, whom every
    /// lead has.
    pub when_absent: Option<RoleId>,
}

/// A role that is paid on top of the split.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Overlay {
    /// The role; not one of the split.
    pub role: RoleId,
    /// Its share of the whole. When nobody holds the role, nobody gets it.
    pub share: Rate,
}

/// The roles and their shares. The first is the originator: the technician who reported the lead.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Split {
    /// In the plan's order, which decides ties of a cent.
    pub roles: Vec<RoleShare>,
    /// Roles paid on top of the whole, in the plan's order.
    pub overlays: Vec<Overlay>,
}

impl Split {
    /// The role of the technician who reported the lead.
    pub fn originator(&self) -> &RoleId {
        &self.roles[0].role
    }

    /// The position of a role in the plan's order.
    pub fn position(&self, role: &RoleId) -> Option<usize> {
        self.roles.iter().position(|entry| entry.role == *role)
    }

    /// Where a role's share ends up, given which roles somebody holds.
    ///
    /// The lint proved that following `when_absent` always ends at the originator, whom every
    /// lead has.
    pub(crate) fn bearer(&self, position: usize, held: impl Fn(&RoleId) -> bool) -> usize {
        let mut at = position;
        while !held(&self.roles[at].role) {
            match self.roles[at].when_absent.as_ref().and_then(|next| self.position(next)) {
                Some(next) => at = next,
                None => return 0,
            }
        }
        at
    }
}
