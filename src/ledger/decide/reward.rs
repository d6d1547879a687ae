//! Decides what a fact accrues: for every component it triggers, the one rule that applies, the
//! shares, and where each lands.

use super::Desk;
use crate::accrual::{Days, Fact, Made, Part, Standing, choose, make, parts_of};
use crate::deal::Milestone;
use crate::event::{Accrued, AccruedShare, Event, Lands, Unrewarded};
use crate::id::RoleId;
use crate::lead::LeadKind;
use crate::ledger::state::{DealRow, LeadRow, SourceRow, State};
use crate::money::Amount;
use crate::plan::Plan;
use crate::plan::hold::Hold;
use crate::plan::rule::{Component, Pays, Rule, Terms};
use crate::refusal::Refusal;
use crate::time::Date;
use crate::why::{Step, ZeroReason};

/// Which version applies to a fact.
#[derive(Clone, Copy)]
pub(super) enum Chosen {
    /// This one.
    Plan(u32),
    /// None is in force on this day.
    NoneOn(Date),
    /// It is picked by a milestone that has not happened.
    NotYet(Milestone),
}

impl Chosen {
    /// The version, or that none is in force on the day that picks it.
    pub(super) fn or_none_on(plan: Option<u32>, day: Date) -> Chosen {
        plan.map_or(Chosen::NoneOn(day), Chosen::Plan)
    }
}

/// A fact that may accrue, with everything a rule may look at.
pub(super) struct Trigger<'a> {
    milestone: Milestone,
    /// The row the awards hang on; `None` for one that is being made by this very command.
    source: Option<SourceRow>,
    fact_on: Date,
    kind: &'a LeadKind,
    days: Days,
    value: Option<Amount>,
    collected: Option<Amount>,
    by: u32,
    credits: &'a [(RoleId, u32)],
}

impl<'a> Trigger<'a> {
    /// A milestone of a lead.
    pub(super) fn of_lead(
        milestone: Milestone,
        lead: &'a LeadRow,
        source: Option<SourceRow>,
        fact_on: Date,
    ) -> Trigger<'a> {
        let days = Days {
            reported: lead.heard_on,
            accepted: lead.accepted_on,
            won: None,
            installed: None,
            paid: None,
        };
        let (kind, by, credits) = (&lead.kind, lead.by, &*lead.credits);
        let (value, collected) = (None, None);
        Trigger { milestone, source, fact_on, kind, days, value, collected, by, credits }
    }

    /// A milestone of a deal; a payment brings in `collected`.
    pub(super) fn of_deal(
        milestone: Milestone,
        lead: &'a LeadRow,
        deal: &'a DealRow,
        source: Option<SourceRow>,
        fact_on: Date,
        collected: Option<Amount>,
    ) -> Trigger<'a> {
        let days = Days {
            reported: lead.heard_on,
            accepted: lead.accepted_on,
            won: Some(deal.won_on),
            installed: deal.installed_on,
            paid: collected.map(|_| fact_on),
        };
        let (kind, by, credits) = (&lead.kind, lead.by, &*deal.credits);
        let value = deal.value;
        Trigger { milestone, source, fact_on, kind, days, value, collected, by, credits }
    }

    /// Who holds a role.
    fn holder(&self, plan: &Plan, role: &RoleId) -> Option<u32> {
        if role == plan.split.originator() {
            return Some(self.by);
        }
        self.credits.iter().find(|(held, _)| held == role).map(|(_, payee)| *payee)
    }
}

/// What the fact accrues, one event per component it triggers.
pub(super) fn accrue(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    chosen: Chosen,
) -> Result<Vec<Event>, Refusal> {
    let reason = match chosen {
        Chosen::Plan(number) => {
            let plan = &desk.state.plans.row(number).plan;
            let components = plan.components.iter().zip(0..);
            let accrued: Result<Vec<_>, Refusal> = components
                .filter(|(component, _)| component.on == trigger.milestone)
                .map(|(component, index)| component_of(desk, trigger, number, index, component))
                .collect();
            let accrued = accrued?;
            in_bounds(desk, &accrued)?;
            return Ok(accrued.into_iter().map(Event::Accrued).collect());
        }
        Chosen::NoneOn(day) => ZeroReason::NoPlanInForce(day),
        Chosen::NotYet(milestone) => ZeroReason::PlanNotChosen(milestone),
    };
    // A report alone promises nothing yet; nor does an acceptance when the win picks the version,
    // for such a plan has no rule that it could trigger.
    let of_lead = matches!(trigger.milestone, Milestone::Reported | Milestone::Accepted);
    let too_early = of_lead && matches!(chosen, Chosen::NotYet(_));
    if trigger.milestone == Milestone::Reported || too_early {
        return Ok(Vec::new());
    }
    let (on, of) = desk.booked(trigger.fact_on);
    let credited = trigger.credits.iter().map(|(_, payee)| *payee);
    let payees = std::iter::once(trigger.by).chain(credited);
    let payees = payees.map(|payee| desk.state.payees.key(payee).clone()).collect();
    Ok(vec![Event::Unrewarded(Unrewarded { on, of, steps: vec![Step::Nothing(reason)], payees })])
}

/// Refuses what would take all that ever accrued past the bound of an amount. So every sum that a
/// view, a vesting day or a run asks for is an amount.
fn in_bounds(desk: &Desk<'_>, accrued: &[Accrued]) -> Result<(), Refusal> {
    let shares = accrued.iter().flat_map(|it| &it.shares).map(|share| share.amount.minor());
    let sum = shares.map(i128::from).sum::<i128>() + i128::from(desk.state.head.value().accrued);
    if sum > i128::from(Amount::BOUND_MINOR) {
        return Err(Refusal::AmountOutOfBounds { what: "all that accrued in this journal" });
    }
    Ok(())
}

/// What one component makes of the fact.
fn component_of(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    plan_number: u32,
    index: u16,
    component: &Component,
) -> Result<Accrued, Refusal> {
    let plan = &*desk.state.plans.row(plan_number).plan;
    let fact = Fact {
        kind: trigger.kind,
        days: trigger.days,
        value: trigger.value,
        collected: trigger.collected,
    };
    let (rule, mut steps) = choose(component, &fact).expect("lint: a component closes");
    let held = |role: &RoleId| trigger.holder(plan, role).is_some();
    let (parts, absent) = parts_of(&plan.split, rule.pays.to(), held);
    let holders: Vec<u32> =
        parts.iter().map(|part| trigger.holder(plan, &part.role).unwrap_or(trigger.by)).collect();
    let made = match &rule.pays {
        Pays::Nothing { .. } => nothing(plan, &parts),
        Pays::Money(terms) => {
            let rule_index = component.rules.iter().zip(0..).find(|(other, _)| other.id == rule.id);
            let rule_index = rule_index.map_or(0, |(_, index)| index);
            let place = (plan_number, index, rule_index);
            let before = standing(desk.state, trigger.source, place, &holders);
            let standing = Standing { base_minor: before.0, allotted_minor: &before.1 };
            make(plan, &terms.formula, &fact, &parts, standing)
                .map_err(|_| Refusal::RewardOutOfBounds { rule: rule.id.clone() })?
        }
    };
    steps.extend(made.steps);
    steps.splice(0..0, absent);
    let (on, of) = desk.booked(trigger.fact_on);
    let shares = holders.iter().zip(made.parts);
    let shares = shares
        .map(|(payee, part)| share(desk, trigger, rule, *payee, part.amount, part.steps))
        .collect();
    Ok(Accrued {
        plan: plan.name.clone(),
        rule: rule.id.clone(),
        on,
        of,
        base: made.base,
        steps,
        shares,
    })
}

/// A rule that pays nothing: a zero for everybody it would have paid.
fn nothing(plan: &Plan, parts: &[Part]) -> Made {
    let zero = crate::accrual::MadePart { amount: Amount::zero(plan.unit), steps: Vec::new() };
    Made {
        base: None,
        steps: vec![Step::Nothing(ZeroReason::RulePaysNothing)],
        parts: vec![zero; parts.len()],
    }
}

/// What the rule has posted for the source before: the sum of its bases, and what was allotted to
/// each holder.
fn standing(
    state: &State,
    source: Option<SourceRow>,
    (plan, component, rule): (u32, u16, u16),
    holders: &[u32],
) -> (i64, Vec<i64>) {
    let mut awards = source.into_iter().flat_map(|source| state.each_award(source));
    let found = awards
        .find(|(_, award)| (award.plan, award.component, award.rule) == (plan, component, rule));
    let Some((number, award)) = found else { return (0, vec![0; holders.len()]) };
    let allotted = |payee: &u32| {
        let mut rewards = state.each_reward(number);
        rewards.find(|(_, reward)| reward.payee == *payee).map_or(0, |(_, reward)| reward.allotted)
    };
    (award.base, holders.iter().map(allotted).collect())
}

/// One payee's part: what accrues, and where it lands.
fn share(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    rule: &Rule,
    payee: u32,
    allotted: Amount,
    mut steps: Vec<Step>,
) -> AccruedShare {
    let row = desk.state.payees.row(payee);
    let entity = desk.state.groups.row(row.group).entity.clone();
    let id = desk.state.payees.key(payee).clone();
    let zero = Amount::zero(allotted.unit());
    let is_paid = matches!(rule.pays, Pays::Money(_));
    if is_paid && !row.employment.covers(trigger.fact_on) {
        steps.push(Step::NotEmployed(trigger.fact_on, allotted.into()));
        let allotted = Some(allotted);
        return AccruedShare { payee: id, entity, amount: zero, allotted, lands: None, steps };
    }
    if allotted.is_zero() {
        let (allotted, lands) = (None, None);
        return AccruedShare { payee: id, entity, amount: zero, allotted, lands, steps };
    }
    let lands = match &rule.pays {
        Pays::Money(terms) => Some(landing(desk, trigger, terms)),
        Pays::Nothing { .. } => None,
    };
    AccruedShare { payee: id, entity, amount: allotted, allotted: None, lands, steps }
}

/// Where an amount lands: held until its day, or payable because there is no hold or the day has
/// passed.
fn landing(desk: &Desk<'_>, trigger: &Trigger<'_>, terms: &Terms) -> Lands {
    let Hold::Days { days, after } = terms.hold else { return Lands::Payable(trigger.fact_on) };
    let anchor = trigger.days.of(after).unwrap_or(trigger.fact_on);
    let due = anchor.plus_days(days).unwrap_or(Date::LAST);
    match desk.state.head.value().passed {
        Some(passed) if due <= passed => Lands::Payable(due),
        _ => Lands::Held(due),
    }
}
