//! Views of who is credited for a lead and its deal, and on which days. Owned values, as in `view`.

use super::Ledger;
use crate::id::{LeadId, PayeeId, RoleId};
use crate::time::Date;

/// Who is credited in a role, from a day until the next one of that role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditView {
    /// The role; `None` for that of whoever reported the lead.
    pub role: Option<RoleId>,
    /// Who.
    pub payee: PayeeId,
    /// The first day whose facts are theirs; `None` from the beginning.
    pub since: Option<Date>,
}

impl Ledger {
    /// Who is credited for a lead and its deal: role by role, and in each by day. Empty for a lead
    /// that is not on file.
    ///
    /// ```
    /// use referral_ledger::{Ledger, id::LeadId};
    /// assert!(Ledger::default().credits(LeadId::named("tip-1")).is_empty());
    /// ```
    pub fn credits(&self, lead: LeadId) -> Vec<CreditView> {
        let state = &self.state;
        let Some(lead) = state.leads.find(&lead) else { return Vec::new() };
        let view = |role: Option<&RoleId>, payee, since| CreditView {
            role: role.cloned(),
            payee: state.payees.key(payee).clone(),
            since,
        };
        let mut views: Vec<CreditView> = Vec::new();
        for (role, on_file) in state.roles_of(lead) {
            let mut of_role = vec![view(role, on_file, None)];
            for it in state.handed(lead).iter().filter(|it| it.role.as_ref() == role) {
                let since = Some(it.since).filter(|day| *day > Date::FIRST);
                // Of two told for one day the later holds.
                of_role.retain(|before| before.since != since);
                of_role.push(view(role, it.to, since));
            }
            views.append(&mut of_role);
        }
        views
    }
}
