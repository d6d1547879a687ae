//! Decides which version of each plan applies, and which are frozen on a lead or deal.

use super::Desk;
use crate::deal::Milestone;
use crate::ledger::state::{DealRow, LeadRow, PlanRow, State};
use crate::plan::Plan;
use crate::plan::version::{AppliesTo, ChosenBy, PlanRef};
use crate::time::Date;
use std::borrow::Cow;

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
    pub(super) by: u32,
    pub(super) heard_on: Date,
    pub(super) accepted_on: Option<Date>,
    pub(super) won_on: Option<Date>,
    /// Versions frozen before.
    pub(super) frozen: &'a [u32],
}

impl<'a> Picks<'a> {
    pub(super) fn of_lead(state: &'a State, lead: &LeadRow) -> Picks<'a> {
        let (by, heard_on, accepted_on) = (lead.by, lead.heard_on, lead.accepted_on);
        Picks { by, heard_on, accepted_on, won_on: None, frozen: state.frozen.list(lead.plans) }
    }

    pub(super) fn of_deal(state: &'a State, lead: &LeadRow, deal: &DealRow) -> Picks<'a> {
        let (won_on, frozen) = (Some(deal.won_on), state.frozen.list(deal.plans));
        Picks { won_on, frozen, ..Picks::of_lead(state, lead) }
    }

    /// The same with these versions frozen.
    pub(super) fn with<'b>(self, frozen: &'b [u32]) -> Picks<'b> {
        Picks { frozen, ..self }
    }

    /// The version of one plan that applies to a fact of this day.
    fn of_plan(&self, state: &State, plan: &PlanRow, fact_on: Date) -> Chosen {
        let is_it = |number: &&u32| state.plans.row(**number).of == plan.of;
        if let Some(frozen) = self.frozen.iter().find(is_it) {
            return Chosen::Plan(*frozen);
        }
        let day = match plan.plan.chosen_by {
            ChosenBy::Reported => Ok(self.heard_on),
            ChosenBy::Accepted => self.accepted_on.ok_or(Milestone::Accepted),
            ChosenBy::Won => self.won_on.ok_or(Milestone::Won),
            ChosenBy::Milestone => Ok(fact_on),
        };
        let day = match day {
            Ok(day) => day,
            Err(milestone) => return Chosen::NotYet(milestone),
        };
        match state.version_on(plan.of, day) {
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
    pub(super) fn chosen(&self, state: &State, fact_on: Date) -> impl Iterator<Item = Chosen> {
        state.each_plan().map(move |plan| self.of_plan(state, plan, fact_on))
    }

    /// The versions that are frozen by a milestone: those frozen before, and those it picks.
    pub(super) fn freeze(&self, state: &State, by: Milestone) -> Cow<'a, [u32]> {
        let picks = |plan: &&PlanRow| match plan.plan.chosen_by {
            ChosenBy::Reported => true,
            ChosenBy::Accepted => by >= Milestone::Accepted,
            ChosenBy::Won => by >= Milestone::Won,
            ChosenBy::Milestone => false,
        };
        let chosen = |plan| match self.of_plan(state, plan, self.heard_on) {
            Chosen::Plan(number) => Some(number),
            _ => None,
        };
        let numbers = || state.each_plan().filter(picks).filter_map(chosen);
        if !self.frozen.is_empty() && numbers().eq(self.frozen.iter().copied()) {
            return Cow::Borrowed(self.frozen); // most milestones pick nothing more
        }
        Cow::Owned(numbers().collect())
    }

    /// The versions whose words on leads hold for a fact of this day: those that apply, and of a
    /// plan of which none is chosen the one in force that day.
    pub(super) fn words_on<'s>(
        &self,
        desk: &Desk<'s>,
        day: Date,
    ) -> impl Iterator<Item = &'s Plan> {
        let state = desk.state;
        let numbers =
            state.each_plan().filter_map(move |plan| match self.of_plan(state, plan, day) {
                Chosen::Plan(number) => Some(number),
                Chosen::NotAssigned(_) => None,
                Chosen::NoneOn(_) | Chosen::NotYet(_) => {
                    let number = state.version_on(plan.of, day)?;
                    self.is_for(state, number, day).then_some(number)
                }
            });
        numbers.map(|number| &*state.plans.row(number).plan)
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
