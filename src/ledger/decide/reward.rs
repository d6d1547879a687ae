//! Decides what a fact accrues: for every component it triggers, the one rule that applies, the
//! shares, and where each lands.

use super::before::{Counted, Pending};
use super::version::Chosen;
use super::{Desk, cost, holdback, in_kind, measure};
use crate::accrual::{
    Asked, Days, Fact, Made, MadePart, Move, Part, Passed, choose, make, parts_of,
};
use crate::deal::{Line, Milestone};
use crate::event::{Accrued, AccruedShare, Capitalised, Carried, Event, Lands, Unrewarded};
use crate::id::RoleId;
use crate::lead::LeadKind;
use crate::ledger::state::{AwardRow, DealRow, LeadRow, SourceRow, State, Whose};
use crate::money::{Amount, Unit};
use crate::plan::Plan;
use crate::plan::cap::{AtMost, CapPer};
use crate::plan::fact::ToldFact;
use crate::plan::ground::Blocked;
use crate::plan::hold::Hold;
use crate::plan::rule::{Component, Payees, Pays, Rule, Terms};
use crate::refusal::Refusal;
use crate::time::Date;
use crate::why::{Step, ZeroReason};

/// A fact that may accrue, with everything a rule may look at.
pub(super) struct Trigger<'a> {
    pub(super) milestone: Milestone,
    /// The lead's number, also where this very command makes it.
    pub(super) lead: u32,
    /// The row the awards hang on; `None` for one that is being made by this very command.
    pub(super) source: Option<SourceRow>,
    pub(super) fact_on: Date,
    pub(super) kind: &'a LeadKind,
    pub(super) days: Days,
    pub(super) told: &'a [ToldFact],
    pub(super) lines: &'a [Line],
    /// What the deal was won with, where it was told.
    pub(super) value: Option<i64>,
    /// What was collected for it before, less what went back.
    pub(super) collected: i64,
    /// Whether with this fact all that was won has been collected.
    pub(super) is_complete: bool,
    pub(super) by: u32,
    pub(super) credits: &'a [(RoleId, u32)],
}

impl<'a> Trigger<'a> {
    /// A milestone of a lead.
    pub(super) fn of_lead(
        state: &'a State,
        milestone: Milestone,
        (number, lead): (u32, &LeadRow),
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
        Trigger {
            milestone,
            lead: number,
            source,
            fact_on,
            kind: state.kinds.key(lead.kind.into()),
            days,
            told: state.told.list(lead.told),
            lines: &[],
            value: None,
            collected: 0,
            is_complete: false,
            by: lead.by,
            credits: state.credits.list(lead.credits),
        }
    }

    /// A milestone of a deal.
    pub(super) fn of_deal(
        state: &'a State,
        milestone: Milestone,
        (lead, deal): (&LeadRow, &DealRow),
        source: Option<SourceRow>,
        fact_on: Date,
    ) -> Trigger<'a> {
        let lead_of = Trigger::of_lead(state, milestone, (deal.lead, lead), source, fact_on);
        let days = Days { won: Some(deal.won_on), installed: deal.installed_on, ..lead_of.days };
        let (told, credits) = (state.told.list(deal.told), state.credits.list(deal.credits));
        let (lines, value) = (state.won_with(deal), deal.value);
        let collected = deal.collected - deal.returned;
        Trigger { days, told, credits, lines, value, collected, ..lead_of }
    }

    /// A payment that came in.
    pub(super) fn paid(self, lines: &'a [Line], is_complete: bool) -> Trigger<'a> {
        let days = Days { paid: Some(self.fact_on), ..self.days };
        Trigger { days, lines, is_complete, ..self }
    }

    pub(super) fn fact(&self) -> Fact<'a> {
        let (milestone, kind, days) = (self.milestone, self.kind, self.days);
        Fact { milestone, kind, days, told: self.told, lines: self.lines }
    }

    /// Who holds a role.
    pub(super) fn holder(&self, plan: &Plan, role: &RoleId) -> Option<u32> {
        if role == plan.split.originator() {
            return Some(self.by);
        }
        self.credits.iter().find(|(held, _)| held == role).map(|(_, payee)| *payee)
    }
}

/// What the fact accrues, one event per component it triggers in each plan that applies.
pub(super) fn accrue(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    chosen: impl Iterator<Item = Chosen>,
    events: &mut Vec<Event>,
) -> Result<(), Refusal> {
    let (before, mut pending) = (events.len(), Pending::default());
    let mut reason = None;
    let mut applies = false;
    for one in chosen {
        match one {
            Chosen::Plan(number) => {
                applies = true;
                let plan = &desk.state.plans.row(number).plan;
                measure::counted(desk, trigger, plan, events);
                for (component, index) in plan.components.iter().zip(0..) {
                    if component.on == trigger.milestone {
                        let at = Place { plan: number, component: index, rule: 0 };
                        let accrued = component_of(desk, trigger, at, component, &mut pending)?;
                        events.push(Event::Accrued(accrued));
                    }
                }
            }
            Chosen::NoneOn(day) => {
                reason.get_or_insert(ZeroReason::NoPlanInForce(day));
            }
            Chosen::NotYet(milestone) => {
                reason.get_or_insert(ZeroReason::PlanNotChosen(milestone));
            }
            Chosen::NotAssigned(day) => {
                reason.get_or_insert(ZeroReason::NotAssigned(day));
            }
        }
    }
    if applies {
        return in_bounds(desk, &events[before..]);
    }
    events.extend(unrewarded(desk, trigger, reason));
    Ok(())
}

/// No plan applies: everybody credited is told why, once that says something.
fn unrewarded(desk: &Desk<'_>, trigger: &Trigger<'_>, reason: Option<ZeroReason>) -> Option<Event> {
    let reason = reason?;
    // A report alone promises nothing yet; nor does an acceptance when the win picks the version,
    // for such a plan has no rule that it could trigger.
    let too_early =
        trigger.milestone == Milestone::Accepted && matches!(reason, ZeroReason::PlanNotChosen(_));
    if trigger.milestone == Milestone::Reported || too_early {
        return None;
    }
    let (on, of) = desk.booked(trigger.fact_on);
    let credited = trigger.credits.iter().map(|(_, payee)| *payee);
    let payees = std::iter::once(trigger.by).chain(credited);
    let payees = payees.map(|payee| desk.state.payees.key(payee).clone()).collect();
    Some(Event::Unrewarded(Unrewarded { on, of, steps: vec![Step::Nothing(reason)], payees }))
}

/// Refuses accruals that would take all that ever accrued past the bound of an amount.
fn in_bounds(desk: &Desk<'_>, accrued: &[Event]) -> Result<(), Refusal> {
    let of_share = |share: &AccruedShare| {
        let carried = share.carried.as_ref().map_or(0, |it| it.amount.minor());
        i128::from(share.amount.minor()) + i128::from(carried)
    };
    let accrued = accrued.iter().filter_map(|event| match event {
        Event::Accrued(it) => Some(&it.shares),
        _ => None,
    });
    desk.within_bound(accrued.flatten().map(of_share).sum())
}

/// Where a rule stands.
#[derive(Clone, Copy)]
struct Place {
    plan: u32,
    component: u16,
    rule: u16,
}

/// What one component makes of the fact.
fn component_of(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    at: Place,
    component: &Component,
    pending: &mut Pending,
) -> Result<Accrued, Refusal> {
    let state = desk.state;
    let plan = &*state.plans.row(at.plan).plan;
    let fact = trigger.fact();
    let (rule, mut steps) = choose(component, &fact).expect("lint: a component closes");
    let index = component.rules.iter().zip(0..).find(|(other, _)| std::ptr::eq(*other, rule));
    let at = Place { rule: index.map_or(0, |(_, index)| index), ..at };
    let held = |role: &RoleId| trigger.holder(plan, role).is_some();
    let (parts, absent) = parts_of(&plan.split, rule.pays.to(), held);
    let mut holders: Vec<u32> =
        parts.iter().map(|part| trigger.holder(plan, &part.role).unwrap_or(trigger.by)).collect();
    put_before(absent, &mut steps);
    let managed = manager(desk, trigger, rule, &mut holders, &mut steps);
    let made = match (&rule.pays, managed) {
        (Pays::Nothing { .. }, _) => nothing(plan.unit, &parts, ZeroReason::RulePaysNothing),
        (pays, Err(reason)) => nothing(pays.unit(plan.unit), &parts, reason),
        (Pays::Money(terms) | Pays::InKind(terms), Ok(())) => {
            let before = Counted {
                state,
                pending,
                plan_number: at.plan,
                plan,
                rule: (at.component, at.rule),
                lead: trigger.lead,
                award: award_of(state, trigger.source, at),
                holders: &holders,
                fact_on: trigger.fact_on,
                is_complete: trigger.is_complete,
            };
            let asked = Asked {
                plan,
                rule: &rule.id,
                terms,
                fact: &fact,
                parts: &parts,
                before: &before,
                read: None,
            };
            make(&asked).map_err(|_| Refusal::RewardOutOfBounds { rule: rule.id.clone() })?
        }
    };
    let within = match rule.pays.to() {
        Payees::EachInFull => parts.len(),
        _ => parts.iter().filter(|part| !part.on_top).count(),
    };
    let mut accrued = event_of(desk, trigger, plan, rule, &holders, (made, within));
    in_kind::priced(plan, rule, &mut accrued)?;
    put_before(steps, &mut accrued.steps);
    let rule = (at.component, at.rule);
    let whose = Whose { plan: at.plan, rule, lead: Some(trigger.lead), payee: None };
    remember(state, whose, &accrued, pending);
    Ok(accrued)
}

/// Puts steps before others. Mostly there are none of the one or the other.
#[inline]
fn put_before(mut first: Vec<Step>, steps: &mut Vec<Step>) {
    if !first.is_empty() {
        first.append(steps);
        *steps = first;
    }
}

/// The event of what was made, with the moves of the caps that count it. The first `within` parts
/// are those of the whole.
fn event_of(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    plan: &Plan,
    rule: &Rule,
    holders: &[u32],
    (made, within): (Made, usize),
) -> Accrued {
    let (on, of) = desk.booked(trigger.fact_on);
    let shares = holders.iter().zip(made.parts);
    let mut shares: Vec<AccruedShare> =
        shares.map(|(payee, part)| share(desk, trigger, (plan, rule), *payee, part)).collect();
    let mut moves = made.moves;
    moves.extend(cap_moves(trigger, plan, rule, &mut shares, within));
    shares.extend(made.passed.into_iter().map(|it| passed(desk, trigger, (plan, rule), it)));
    Accrued {
        plan: plan.name.clone(),
        rule: rule.id.clone(),
        on,
        of,
        base: made.base,
        measure: made.measure,
        exact: made.exact,
        moves,
        capitalised: capitalised(trigger, rule, on, &shares),
        steps: made.steps,
        shares,
    }
}

/// How what accrues is written off, where it is a cost of the contract.
fn capitalised(
    trigger: &Trigger<'_>,
    rule: &Rule,
    on: Date,
    shares: &[AccruedShare],
) -> Option<Capitalised> {
    let Pays::Money(Terms { books: Some(words), .. }) = &rule.pays else { return None };
    let is_something = shares.iter().any(|it| it.amount.is_positive() || it.carried.is_some());
    is_something.then(|| cost::capitalised(words, trigger.days.of(words.from), on))
}

/// Remembers the moves of an accrual for the components that follow it.
fn remember(state: &State, of_deal: Whose, accrued: &Accrued, pending: &mut Pending) {
    accrued.moves.iter().for_each(|moved| pending.add(state, of_deal, moved));
    for share in accrued.shares.iter().filter(|share| !share.moves.is_empty()) {
        let whose = Whose { payee: state.payees.find(&share.payee), ..of_deal };
        share.moves.iter().for_each(|moved| pending.add(state, whose, moved));
    }
}

/// Puts the manager in the place of whose manager is paid.
fn manager(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    rule: &Rule,
    holders: &mut [u32],
    steps: &mut Vec<Step>,
) -> Result<(), ZeroReason> {
    let Payees::ManagerOf { role, on } = rule.pays.to() else { return Ok(()) };
    let day = trigger.days.of(*on).unwrap_or(trigger.fact_on);
    let [holder] = holders else { return Ok(()) };
    let manager = desk.state.manager_on(*holder, day).ok_or(ZeroReason::NoManager(day))?;
    *holder = manager;
    steps.push(Step::Manager(role.clone(), desk.state.payees.key(manager).clone(), day));
    Ok(())
}

/// A zero for everybody who would have been paid.
fn nothing(unit: Unit, parts: &[Part], reason: ZeroReason) -> Made {
    Made::nothing(unit, parts.len(), vec![Step::Nothing(reason)])
}

/// The award of the rule for the source, if it has one.
fn award_of(state: &State, source: Option<SourceRow>, at: Place) -> Option<u32> {
    let place = (at.plan, at.component, at.rule);
    let is_it = |award: &AwardRow| (award.plan(), award.component, award.rule) == place;
    state.each_award(source?).find(|(_, award)| is_it(award)).map(|(number, _)| number)
}

/// One payee's part: what accrues, and where it lands.
fn share(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    (plan, rule): (&Plan, &Rule),
    payee: u32,
    part: MadePart,
) -> AccruedShare {
    let row = desk.state.payees.row(payee);
    let MadePart { amount, allotted, mut steps, moves, exact, kept, carried } = part;
    let zero = Amount::zero(amount.unit());
    let mut made = AccruedShare {
        payee: desk.state.payees.key(payee).clone(),
        entity: desk.state.groups.row(row.group).entity.clone(),
        amount,
        allotted: (allotted != amount).then_some(allotted),
        kept: None,
        exact,
        moves: Vec::new(),
        carried: None,
        held_back: Vec::new(),
        in_kind: None,
        lands: None,
        steps: Vec::new(),
    };
    let Some(terms) = rule.pays.terms() else { return AccruedShare { steps, ..made } };
    if !row.employment.covers(trigger.fact_on) {
        steps.push(Step::NotEmployed(trigger.fact_on, amount.into()));
        return AccruedShare { amount: zero, allotted: Some(allotted), steps, ..made };
    }
    let blocked = plan.leads.ground.blocked == Some(Blocked::EarnsNothing);
    if blocked && let Some(since) = desk.state.blocked_since(payee, trigger.fact_on) {
        steps.push(Step::Blocked(since, amount.into()));
        return AccruedShare { amount: zero, allotted: Some(allotted), steps, ..made };
    }
    made.kept = Some(kept).filter(|kept| kept.is_positive());
    let lands = landing(desk, trigger, terms);
    made.carried = carried.map(|(cap, amount, until)| Carried { cap, amount, until, lands });
    made.held_back = holdback::parts(trigger, plan, terms, amount, &mut steps);
    made.lands = (!made.at_once().is_zero()).then_some(lands);
    AccruedShare { steps, moves, ..made }
}

/// What a cap passes on to somebody: an amount of their own, with its one step.
fn passed(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    by: (&Plan, &Rule),
    passed: Passed,
) -> AccruedShare {
    let step = Step::PassedHere(passed.cap, passed.amount.into());
    let part = MadePart::of(passed.amount, vec![step]);
    let payee = desk.state.payees.find(&passed.to);
    let payee = payee.expect("publish: a cap passes on to a payee on file");
    share(desk, trigger, by, payee, part)
}

/// How the caps that count the rule move: those per payee with each share, those per deal as a
/// whole, which is the first shares.
fn cap_moves(
    trigger: &Trigger<'_>,
    plan: &Plan,
    rule: &Rule,
    shares: &mut [AccruedShare],
    within: usize,
) -> Vec<Move> {
    let mut moves = Vec::new();
    for (_, cap) in plan.caps_of(&rule.id) {
        let counted = |minor: i64| match cap.at_most {
            AtMost::Amount(_) => minor,
            AtMost::Count(_) => i64::from(minor > 0),
        };
        match cap.per {
            CapPer::Fact => {}
            CapPer::Deal => {
                let carried =
                    |it: &AccruedShare| it.carried.as_ref().map_or(0, |it| it.amount.minor());
                let whole = shares.iter().take(within);
                let sum = whole.map(|it| it.amount.minor() + carried(it)).sum();
                if sum > 0 {
                    moves.push(Move::Cap(cap.id.clone(), None, counted(sum)));
                }
            }
            CapPer::Payee(span) => {
                let period = Some(span.of(trigger.fact_on));
                for share in shares.iter_mut().filter(|share| share.amount.is_positive()) {
                    let used = counted(share.amount.minor());
                    share.moves.push(Move::Cap(cap.id.clone(), period, used));
                }
            }
        }
    }
    moves
}

/// Where an amount lands: held until its day or milestone, or payable because there is no hold or
/// it has come.
fn landing(desk: &Desk<'_>, trigger: &Trigger<'_>, terms: &Terms) -> Lands {
    let (days, after) = match terms.hold {
        Hold::None | Hold::DaysAfterClose(_) => return Lands::Payable(trigger.fact_on),
        Hold::Approved => return Lands::UntilApproved,
        Hold::Until(milestone) => {
            return match trigger.days.of(milestone) {
                Some(day) => Lands::Payable(day.max(trigger.fact_on)),
                None => Lands::Until(milestone),
            };
        }
        Hold::Days { days, after } => (days, after),
    };
    let anchor = trigger.days.of(after).unwrap_or(trigger.fact_on);
    let due = anchor.plus_days(days).unwrap_or(Date::LAST);
    Lands::due(due, desk.state.head.value().passed)
}
