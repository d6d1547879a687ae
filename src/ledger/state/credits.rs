//! Rows of credit that was given to somebody else: who holds a role of a lead on a day.

use super::State;
use crate::id::RoleId;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// From a day on a role of a lead and its deal is somebody else's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct HandOver {
    pub(in crate::ledger) since: Date,
    /// `None` for the role of whoever reported it, whatever a plan calls that.
    pub(in crate::ledger) role: Option<RoleId>,
    pub(in crate::ledger) to: u32,
}

/// Who holds a role on a day, whoever is credited with it on file.
pub(in crate::ledger) fn held_on(
    handed: &[HandOver],
    role: Option<&RoleId>,
    on_file: u32,
    day: Date,
) -> u32 {
    let its = |it: &&HandOver| it.role.as_ref() == role && it.since <= day;
    handed.iter().rfind(its).map_or(on_file, |it| it.to)
}

impl State {
    /// How the credit for a lead was given on, by day; mostly not at all.
    pub(in crate::ledger) fn handed(&self, lead: u32) -> &[HandOver] {
        if self.handed_over.next() == 0 {
            return &[]; // as in most journals
        }
        self.handed_over.get(&lead).map_or(&[], |(_, handed)| handed)
    }

    /// The roles of a lead and its deal as they are on file, each with who was credited first;
    /// `None` is whoever reported it.
    pub(in crate::ledger) fn roles_of(
        &self,
        lead: u32,
    ) -> impl Iterator<Item = (Option<&RoleId>, u32)> {
        let row = self.leads.row(lead);
        let credits = row.deal.get().map_or(row.credits, |deal| self.deals.row(deal).credits);
        let others = self.credits.list(credits).iter();
        let others = others.map(|(role, payee)| (Some(role), *payee));
        std::iter::once((None, row.by)).chain(others)
    }

    /// The role in which somebody is credited for a lead and its deal on some day.
    pub(in crate::ledger) fn role_held(&self, lead: u32, payee: u32) -> Option<Option<&RoleId>> {
        let on_file = self.roles_of(lead).find(|(_, held)| *held == payee).map(|(role, _)| role);
        let handed = self.handed(lead).iter().find(|it| it.to == payee);
        on_file.or_else(|| handed.map(|it| it.role.as_ref()))
    }

    /// Everybody who held a role that somebody holds, but for them, over all days.
    pub(in crate::ledger) fn others_of_role(&self, lead: u32, payee: u32) -> Vec<u32> {
        if self.handed(lead).is_empty() {
            return Vec::new();
        }
        let Some(role) = self.role_held(lead, payee) else { return Vec::new() };
        let on_file = self.roles_of(lead).filter(|(held, _)| *held == role).map(|(_, it)| it);
        let handed = self.handed(lead).iter().filter(|it| it.role.as_ref() == role);
        let mut others: Vec<u32> = on_file.chain(handed.map(|it| it.to)).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|other| *other != payee);
        others
    }
}
