//! Decides what a fact accrues: for every component it triggers, the one rule that applies, the
//! shares, and where each lands.

use super::before::{Counted, Earns, Pending, earns};
use super::release::moved_by;
use super::reversal::vested_by;
use super::trigger::Trigger;
use super::version::Chosen;
use super::{Desk, bound, cost, exchange, holdback, in_kind, measure, minimum};
use crate::accrual::{Asked, Made, MadePart, Part, Passed, choose, make, parts_of};
use crate::deal::Milestone;
use crate::event::{Accrued, AccruedShare, Capitalised, Carried, Event, Lands, Unrewarded};
use crate::id::RoleId;
use crate::ledger::state::{AwardRow, SourceRow, State, Whose};
use crate::money::{Amount, Unit};
use crate::plan::Plan;
use crate::plan::hold::Hold;
use crate::plan::rule::{Component, Payees, Pays, Rule, Terms};
use crate::refusal::Refusal;
use crate::reward::Source;
use crate::time::Date;
use crate::why::{Step, ZeroReason};

/// What the fact accrues, one event per component it triggers in each plan that applies.
pub(super) fn accrue(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    chosen: impl Iterator<Item = Chosen>,
    events: &mut Vec<Event>,
) -> Result<(), Refusal> {
    let (before, mut pending) = (events.len(), Pending::default());
    for (whose, moved) in moved_by(desk.state, events) {
        pending.add(desk.state, whose, moved);
    }
    let mut reason = None;
    let mut applies = false;
    for one in chosen {
        match one {
            Chosen::Plan(number) => {
                applies = true;
                accrue_of(desk, trigger, number, &mut pending, events)?;
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

/// What the fact accrues in one plan version.
pub(super) fn accrue_of(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    number: u32,
    pending: &mut Pending,
    events: &mut Vec<Event>,
) -> Result<(), Refusal> {
    let plan = &desk.state.plans.row(number).plan;
    let exchanged = exchange::fact(desk, plan, trigger)?;
    let trigger = &match &exchanged {
        Some((lines, exchanged)) => Trigger { lines, exchanged: Some(exchanged), ..*trigger },
        None => *trigger,
    };
    measure::counted(desk, trigger, plan, events);
    for (component, index) in plan.components.iter().zip(0..) {
        if component.on == trigger.milestone {
            let at = Place { plan: number, component: index, rule: 0 };
            let accrued = component_of(desk, trigger, at, component, pending)?;
            events.push(Event::Accrued(accrued));
        }
    }
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
    let credited = trigger.others().map(|(_, payee)| payee);
    let payees = std::iter::once(trigger.originator()).chain(credited);
    let payees = payees.map(|payee| desk.state.payees.key(payee).clone()).collect();
    Some(Event::Unrewarded(Unrewarded { on, of, steps: vec![Step::Nothing(reason)], payees }))
}

/// Refuses accruals that would take all that ever accrued past the bound of an amount.
pub(super) fn in_bounds(desk: &Desk<'_>, events: &[Event]) -> Result<(), Refusal> {
    let of_share = |share: &AccruedShare| i128::from(share.accrued());
    let accrued = events.iter().filter_map(|event| match event {
        Event::Accrued(it) => Some(&it.shares),
        Event::Reckoned(it) => it.made.as_ref().map(|it| &it.shares),
        _ => None,
    });
    let drawn = events.iter().map(|event| match event {
        Event::DrawGiven(it) => i128::from(it.amount.minor()),
        _ => 0,
    });
    desk.within_bound(accrued.flatten().map(of_share).chain(drawn).sum())
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
    let or_originator = |holder: Option<u32>| holder.unwrap_or(trigger.originator());
    let mut holders: Vec<u32> =
        parts.iter().map(|part| trigger.holder(plan, &part.role)).map(or_originator).collect();
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
                reported_on: trigger.days.reported,
                told_on: desk.told_on(),
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
    let before = (at.plan, plan, &*pending);
    let made = minimum::deducted(state, trigger, before, &holders, made);
    let by = (at.plan, plan, rule, &*pending);
    let mut accrued = event_of(desk, trigger, by, &holders, (made, within));
    in_kind::priced(plan, rule, &mut accrued)?;
    put_before(steps, &mut accrued.steps);
    minimum::said(trigger, &mut accrued);
    exchange::converted(desk, plan, trigger.fact_on, &mut accrued)?;
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
    (number, plan, rule, pending): (u32, &Plan, &Rule, &Pending),
    holders: &[u32],
    (made, within): (Made, usize),
) -> Accrued {
    let (on, of) = desk.booked(trigger.fact_on);
    let shares = holders.iter().zip(made.parts);
    let mut shares: Vec<AccruedShare> =
        shares.map(|(payee, part)| share(desk, trigger, (plan, rule), *payee, part)).collect();
    bound::vested_at_once(desk, (number, plan), rule, pending, &mut shares);
    let mut moves = made.moves;
    moves.extend(bound::cap_moves(trigger, plan, rule, &mut shares, within));
    bound::pool_moves(desk, trigger, (plan, rule), &mut shares, within);
    shares.extend(made.passed.into_iter().map(|it| passed(desk, trigger, (plan, rule), it)));
    let of_lead = trigger.milestone == Milestone::Unanswered;
    Accrued {
        source: of_lead.then(|| Source::Lead(*desk.state.leads.key(trigger.lead))),
        plan: plan.name.clone(),
        rule: rule.id.clone(),
        on,
        of,
        exchanged: trigger.exchanged.filter(|_| made.base.is_some()).cloned().map(Box::new),
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
    let is_something = shares.iter().any(|it| it.accrued() > 0);
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
    let MadePart { amount, allotted, mut steps, moves, exact, kept, carried, queued } = part;
    let zero = Amount::zero(amount.unit());
    let mut made = AccruedShare {
        payee: desk.state.payees.key(payee).clone(),
        entity: desk.state.groups.row(row.group).entity.clone(),
        amount,
        in_plan: None,
        allotted: (allotted != amount).then_some(allotted),
        kept: None,
        exact,
        moves: Vec::new(),
        carried: None,
        queued: None,
        held_back: Vec::new(),
        in_kind: None,
        lands: None,
        steps: Vec::new(),
    };
    let Some(terms) = rule.pays.terms() else { return AccruedShare { steps, ..made } };
    let why = match earns(desk.state, plan, payee, (trigger.fact_on, trigger.days.reported)) {
        Earns::Something => None,
        Earns::NotEmployed => Some(Step::NotEmployed(trigger.fact_on, amount.into())),
        Earns::Blocked(since) => Some(Step::Blocked(since, amount.into())),
    };
    if let Some(why) = why {
        steps.push(why);
        return AccruedShare { amount: zero, allotted: Some(allotted), steps, ..made };
    }
    // A day passes for everybody: it is not refused for one who cannot be paid.
    let by_day = trigger.milestone == Milestone::Unanswered;
    if by_day && exchange::paid_by(desk, payee, std::iter::once(plan)).is_err() {
        steps.push(Step::Nothing(ZeroReason::PaidInOther(desk.state.group_of(payee).unit)));
        return AccruedShare { amount: zero, allotted: Some(allotted), steps, ..made };
    }
    if let (true, Some(milestone)) = (trigger.is_over, waits_for(trigger, terms)) {
        steps.push(Step::Nothing(ZeroReason::CannotBeReached(milestone)));
        return AccruedShare { amount: zero, allotted: Some(allotted), steps, ..made };
    }
    made.kept = Some(kept).filter(|kept| kept.is_positive());
    let lands = landing(trigger, terms);
    made.carried = carried.map(|(cap, amount, until)| Carried { cap, amount, until, lands });
    made.queued =
        queued.and_then(|amount| bound::waiting(desk, trigger, (plan, rule), amount, lands));
    made.held_back = holdback::parts(trigger, plan, terms, amount, &mut steps);
    made.lands = (!made.at_once().is_zero()).then_some(lands);
    let left = desk.state.has_left(payee).filter(|_| plan.forfeits_unvested());
    vested_by(left, AccruedShare { steps, moves, ..made })
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

/// The milestone an amount would be held until, where it has not come.
fn waits_for(trigger: &Trigger<'_>, terms: &Terms) -> Option<Milestone> {
    let Hold::Until(milestone) = terms.hold else { return None };
    trigger.days.of(milestone).is_none().then_some(milestone)
}

/// Where an amount lands: held until its day or milestone, or payable because there is no hold or
/// it has come.
fn landing(trigger: &Trigger<'_>, terms: &Terms) -> Lands {
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
    Lands::due(due, trigger.passed)
}
