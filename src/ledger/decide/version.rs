//! Decides which version of each plan applies, and which are frozen on a lead or deal.

use super::Desk;
use crate::deal::Milestone;
use crate::ledger::state::{DealRow, LeadRow, PlanRow, Plans, State};
use crate::plan::Plan;
use crate::plan::version::{AppliesTo, ChosenBy, PlanRef};
use crate::time::Date;

/// Which version of one plan applies to a fact.
#[derive(Clone, Copy)]
pub(super) enum Chosen {
    /// This one.
    Plan(u32),
    /// None is in force on this day.
    NoneOn(Date),
    /// It is picked by a milestone that has not happened.
    NotYet(Milestone),
    /// The plan is for those who are assigned to it, and the technician is not on this day.
    NotAssigned(Date),
}

/// The days that pick a version.
#[derive(Clone, Copy)]
pub(super) struct Picks<'a> {
    by: u32,
    heard_on: Date,
    accepted_on: Option<Date>,
    won_on: Option<Date>,
    /// Versions frozen before.
    frozen: &'a [u32],
}

impl<'a> Picks<'a> {
    pub(super) fn of_lead(lead: &'a LeadRow) -> Picks<'a> {
        let (by, heard_on, accepted_on) = (lead.by, lead.heard_on, lead.accepted_on);
        Picks { by, heard_on, accepted_on, won_on: None, frozen: &lead.plans }
    }

    pub(super) fn of_deal(lead: &'a LeadRow, deal: &'a DealRow) -> Picks<'a> {
        let won_on = Some(deal.won_on);
        Picks { won_on, frozen: &deal.plans, ..Picks::of_lead(lead) }
    }

    pub(super) fn won(self, won_on: Date) -> Picks<'a> {
        Picks { won_on: Some(won_on), ..self }
    }

    /// The version of one plan that applies to a fact of this day.
    fn of_plan(&self, state: &State, plan: &PlanRow, fact_on: Date) -> Chosen {
        let (id, chosen_by) = (&plan.plan.name.plan, plan.plan.chosen_by);
        let is_it = |number: &&u32| state.plans.key(**number).plan == *id;
        if let Some(frozen) = self.frozen.iter().find(is_it) {
            return Chosen::Plan(*frozen);
        }
        let day = match chosen_by {
            ChosenBy::Reported => Ok(self.heard_on),
            ChosenBy::Accepted => self.accepted_on.ok_or(Milestone::Accepted),
            ChosenBy::Won => self.won_on.ok_or(Milestone::Won),
            ChosenBy::Milestone => Ok(fact_on),
        };
        let day = match day {
            Ok(day) => day,
            Err(milestone) => return Chosen::NotYet(milestone),
        };
        match state.version_on(id, day) {
            None => Chosen::NoneOn(day),
            Some(number) if self.is_for(state, number, day) => Chosen::Plan(number),
            Some(_) => Chosen::NotAssigned(day),
        }
    }

    fn is_for(&self, state: &State, number: u32, day: Date) -> bool {
        let plan = &state.plans.row(number).plan;
        match plan.applies_to {
            AppliesTo::Everyone => true,
            AppliesTo::Assigned => state.is_assigned(self.by, &plan.name.plan, day),
        }
    }

    /// Which version of each plan applies to a fact of this day.
    pub(super) fn chosen(&self, state: &State, fact_on: Date) -> Vec<Chosen> {
        state.each_plan().map(|plan| self.of_plan(state, plan, fact_on)).collect()
    }

    /// The versions that are frozen by a milestone: those frozen before, and those it picks.
    pub(super) fn freeze(&self, state: &State, by: Milestone) -> Plans {
        let picks = |plan: &&PlanRow| match plan.plan.chosen_by {
            ChosenBy::Reported => true,
            ChosenBy::Accepted => by >= Milestone::Accepted,
            ChosenBy::Won => by >= Milestone::Won,
            ChosenBy::Milestone => false,
        };
        let plans = state.each_plan().filter(picks);
        plans
            .filter_map(|plan| match self.of_plan(state, plan, self.heard_on) {
                Chosen::Plan(number) => Some(number),
                _ => None,
            })
            .collect()
    }

    /// The versions whose words on leads hold for a win of this day: those that apply, and of a
    /// plan of which none is chosen the one in force that day.
    pub(super) fn at_win<'s>(&self, desk: &Desk<'s>, won_on: Date) -> Vec<&'s Plan> {
        let state = desk.state;
        let numbers =
            state.each_plan().filter_map(|plan| match self.of_plan(state, plan, won_on) {
                Chosen::Plan(number) => Some(number),
                Chosen::NotAssigned(_) => None,
                Chosen::NoneOn(_) | Chosen::NotYet(_) => {
                    let number = state.version_on(&plan.plan.name.plan, won_on)?;
                    self.is_for(state, number, won_on).then_some(number)
                }
            });
        numbers.map(|number| &*state.plans.row(number).plan).collect()
    }
}

/// The plans of some versions.
pub(super) fn plans_of<'s>(state: &'s State, versions: &[u32]) -> Vec<&'s Plan> {
    versions.iter().map(|number| &*state.plans.row(*number).plan).collect()
}

/// The names of versions, for an event that freezes them.
pub(super) fn names_of(state: &State, versions: &[u32]) -> Vec<PlanRef> {
    versions.iter().map(|number| state.plans.key(*number).clone()).collect()
}
