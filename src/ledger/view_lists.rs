//! Lists: all leads, deals and plan versions, and what is assigned to a payee. Owned values, as in
//! `view`.

use super::Ledger;
use super::view::{DealView, LeadView};
use crate::id::{DealId, LeadId, PayeeId, PlanId, TeamId};
use crate::money::Amount;
use crate::plan::Plan;
use crate::time::{Date, Period};
use std::sync::Arc;

/// What is assigned to a payee, each from its day until the next one of its kind. Sorted by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentsView {
    /// Their manager; `None` for nobody.
    pub managers: Vec<(Date, Option<PayeeId>)>,
    /// Their team; `None` for none.
    pub teams: Vec<(Date, Option<TeamId>)>,
    /// The plans they are put under (`true`) and taken off.
    pub plans: Vec<(Date, PlanId, bool)>,
}

impl Ledger {
    /// Where every lead stands, in the order they were reported.
    pub fn leads(&self) -> impl Iterator<Item = (LeadId, LeadView)> {
        self.state.leads.iter().filter_map(|(_, id, _)| self.lead(*id).map(|view| (*id, view)))
    }

    /// Where every deal stands, in the order they were won.
    pub fn deals(&self) -> impl Iterator<Item = (DealId, DealView)> {
        self.state.deals.iter().filter_map(|(_, id, _)| self.deal(*id).map(|view| (*id, view)))
    }

    /// Every version of every plan, in the order they were published.
    pub fn plans(&self) -> impl Iterator<Item = Arc<Plan>> {
        self.state.plans.iter().map(|(_, _, row)| Arc::clone(&row.plan))
    }

    /// What is assigned to a payee; `None` when they are not on file.
    ///
    /// ```
    /// use referral_ledger::Ledger;
    /// assert_eq!(Ledger::default().assignments(&"T07".parse()?), None);
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    pub fn assignments(&self, payee: &PayeeId) -> Option<AssignmentsView> {
        let (_, row) = self.state.payees.get(payee)?;
        let manager = |number: u32| self.state.payees.key(number).clone();
        let team = |number: u32| self.state.teams.key(number).clone();
        Some(AssignmentsView {
            managers: row.managers.iter().map(|(from, it)| (*from, it.map(manager))).collect(),
            teams: row.teams.iter().map(|(from, it)| (*from, it.map(team))).collect(),
            plans: row
                .plans
                .iter()
                .map(|(from, (it, is_on))| (*from, it.clone(), *is_on))
                .collect(),
        })
    }

    /// What a payee was paid in the calendar year of a month until the end of it, with what was
    /// paid before this journal began; `None` unless it began with a balance in that year.
    ///
    /// ```
    /// use referral_ledger::Ledger;
    /// assert_eq!(Ledger::default().paid_in_year(&"T07".parse()?, "2026-06".parse()?), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn paid_in_year(&self, payee: &PayeeId, month: Period) -> Option<Amount> {
        let (number, row) = self.state.payees.get(payee)?;
        let (_, opened) = self.state.opened.get(&number)?;
        let year = opened.as_of.year();
        if !year.contains(month.from()) || month.until() <= opened.as_of {
            return None;
        }
        let mut paid = opened.paid;
        let mut next = row.page;
        while let Some(page) = next.get() {
            let (_, of) = self.state.pages.key(page);
            let page = self.state.pages.row(page);
            if year.contains(of.from()) && of.from() <= month.from() {
                paid += page.paid;
            }
            next = page.previous;
        }
        let unit = self.state.account_in(number);
        Some(Amount::from_minor(paid, unit).expect("L2: what was paid was accepted in bounds"))
    }
}
