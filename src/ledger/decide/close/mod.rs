//! Decides what periods pay when they close: what all their facts are worth, less what was posted
//! before.
//!
//! A period is reckoned under the version that is in force on its last day, once that many days
//! after it have passed as the plan says; and once more for whom a later fact changed it.

mod look;
mod members;

pub(super) use look::{Earned, earned_in};

use super::{Desk, exchange, reversal};
use crate::accrual::{OutOfBounds, reckon};
use crate::event::{Accrued, AccruedShare, Closed, Event, Lands, Reckoned, Whose};
use crate::ledger::state::{AwardRow, PlanRow, Scope, SourceRow, State};
use crate::money::Amount;
use crate::plan::Plan;
use crate::plan::close::{Close, CloseOf, CountsOver, WhenLower};
use crate::plan::hold::Hold;
use crate::plan::rule::{Pays, Rule, Terms};
use crate::plan::tiers::Span;
use crate::plan::version::AppliesTo;
use crate::refusal::Refusal;
use crate::time::{Date, Period};
use crate::why::Step;
use std::collections::BTreeMap;

/// One period to be reckoned under one component.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Job {
    /// The day it is reckoned on.
    day: Date,
    plan: u32,
    component: u16,
    period: Period,
    /// For whom; `None` for everybody, the first time.
    scope: Option<Scope>,
}

/// What earlier events and jobs of the same command made, and the state does not know yet.
struct Pending {
    /// By rule, payee, whose and period: what was posted.
    posted: BTreeMap<(u32, u32, Scope, Period), i64>,
    earned: Earned,
}

impl Pending {
    /// After what the same command accrues to leads, which closes may count.
    fn after(state: &State, events: &[Event]) -> Pending {
        let mut earned = BTreeMap::new();
        for event in events {
            let Event::Accrued(it) = event else { continue };
            let (month, rule) = (it.of.unwrap_or(it.on).month(), it.rule.clone());
            let rule = state.rules.find(&(it.plan.plan.clone(), rule));
            let rule = rule.expect("a rule is numbered when its plan is published");
            for share in &it.shares {
                let payee = state.payees.find(&share.payee).expect("an accrual names a payee");
                *earned.entry((payee, month, rule)).or_default() += share.accrued();
            }
        }
        Pending { earned, posted: BTreeMap::new() }
    }
}

/// Everything that closes by the end of a day, and everything that is reckoned again; and what was
/// earned by it.
pub(super) fn due(
    desk: &Desk<'_>,
    through: Date,
    events: &mut Vec<Event>,
) -> Result<Earned, Refusal> {
    let mut jobs = Vec::new();
    for (number, _, row) in desk.state.plans.iter() {
        jobs_of(desk.state, number, row, through, &mut jobs);
    }
    jobs.sort();
    let again = desk.state.again.range(..).filter_map(|(closed, period, scope)| {
        let (of, component) = desk.state.closed.key(closed);
        let plan = desk.state.version_on(*of, period.last_day())?;
        let components = &desk.state.plans.row(plan).plan.components;
        let component = components.iter().position(|it| it.id == *component)?;
        let component = u16::try_from(component).ok()?;
        Some(Job { day: through, plan, component, period, scope: Some(scope) })
    });
    // A later close of the same year to date counts all that a late fact changed.
    let is_counted_later = |again: &Job| {
        let close = close_of(desk.state, again);
        let year = again.period.from().year();
        let is_later = |job: &Job| {
            (job.plan, job.component) == (again.plan, again.component)
                && job.period.from().year() == year
        };
        close.counts == CountsOver::YearToDate && jobs.iter().any(is_later)
    };
    let again: Vec<Job> = again.filter(|job| !is_counted_later(job)).collect();
    let mut pending = Pending::after(desk.state, events);
    for job in again.into_iter().chain(jobs) {
        Reckoning::of(desk, job, through).reckon(&mut pending, events)?;
    }
    Ok(pending.earned)
}

/// The close a job is for.
fn close_of<'a>(state: &'a State, job: &Job) -> &'a Close {
    let component = &state.plans.row(job.plan).plan.components[usize::from(job.component)];
    component.on.close().expect("a job is for a close")
}

/// The periods of a version's closes that are over by a day and were not reckoned yet.
fn jobs_of(state: &State, number: u32, row: &PlanRow, through: Date, jobs: &mut Vec<Job>) {
    for (component, index) in row.plan.components.iter().zip(0_u16..) {
        let Some(close) = component.on.close() else { continue };
        let closed = state.closed.get(&(row.of, component.id.clone())).map(|(_, until)| *until);
        let from = row.plan.effective.from;
        let first = closed.map_or(from, |until| until.max(from));
        let mut period = close.closes.of(first);
        let day_of = |period: Period| {
            let day = period.last_day().plus_days(close.days_after)?;
            Some(day).filter(|day| *day <= through)
        };
        while let Some(day) = day_of(period) {
            if state.version_on(row.of, period.last_day()) == Some(number) {
                jobs.push(Job { day, plan: number, component: index, period, scope: None });
            } else if period.last_day() >= from {
                break;
            }
            period = close.closes.of(period.until());
        }
    }
}

/// A period under reckoning.
struct Reckoning<'a> {
    desk: &'a Desk<'a>,
    job: Job,
    plan: &'a Plan,
    close: &'a Close,
    rule: &'a Rule,
    terms: &'a Terms,
    rule_number: u32,
    /// From the first day that counts to the end of the period.
    over: Period,
    through: Date,
}

/// What is due to one payee, and why.
struct Due {
    payee: u32,
    minor: i64,
    steps: Vec<Step>,
}

impl<'a> Reckoning<'a> {
    fn of(desk: &'a Desk<'a>, job: Job, through: Date) -> Reckoning<'a> {
        let row = desk.state.plans.row(job.plan);
        let plan = &*row.plan;
        let component = &plan.components[usize::from(job.component)];
        let close = close_of(desk.state, &job);
        let rule = component.rules.first().expect("lint: a component has a rule");
        let Pays::Money(terms) = &rule.pays else { unreachable!("lint: the rule of a close pays") };
        let from = match close.counts {
            CountsOver::Period => job.period.from(),
            CountsOver::YearToDate => job.period.from().year().from(),
        };
        let over = Period::new(from, job.period.until()).expect("a period has a day");
        let rule_number = row.rules[usize::from(job.component)][0];
        Reckoning { desk, job, plan, close, rule, terms, rule_number, over, through }
    }

    fn out_of_bounds(&self) -> Refusal {
        Refusal::RewardOutOfBounds { rule: self.rule.id.clone() }
    }

    fn reckon(&self, pending: &mut Pending, events: &mut Vec<Event>) -> Result<(), Refusal> {
        if let Some(scope) = self.job.scope {
            return self.of_scope(scope, pending, events);
        }
        let state = self.desk.state;
        match self.close.whose {
            CloseOf::Payee => {
                for (payee, _, _) in state.payees.iter().filter(|(it, ..)| self.is_for(*it)) {
                    self.of_scope(Scope::Payee(payee), pending, events)?;
                }
            }
            CloseOf::Team => {
                for (team, _, ()) in state.teams.iter() {
                    self.of_scope(Scope::Team(team), pending, events)?;
                }
            }
            CloseOf::Everyone => self.of_scope(Scope::Everyone, pending, events)?,
        }
        let component = self.plan.components[usize::from(self.job.component)].id.clone();
        let (plan, period) = (self.plan.name.clone(), self.job.period);
        events.push(Event::Closed(Closed { plan, component, period }));
        Ok(())
    }

    /// Whether the plan is for a payee on their last day in the period.
    fn is_for(&self, payee: u32) -> bool {
        let (state, row) = (self.desk.state, self.desk.state.payees.row(payee));
        let last_day = self.job.period.last_day();
        let day = row.employment.last_day.map_or(last_day, |left| left.min(last_day));
        let is_there = row.employment.from <= day && day >= self.job.period.from();
        let is_assigned = match self.plan.applies_to {
            AppliesTo::Everyone => true,
            AppliesTo::Assigned => state.is_assigned(payee, &self.plan.name.plan, day),
        };
        let paid_in = state.group_of(payee).unit;
        is_there && is_assigned && exchange::pays_unconverted(self.plan, paid_in)
    }

    /// Reckons the period for one payee, team, or everybody together.
    fn of_scope(
        &self,
        scope: Scope,
        pending: &mut Pending,
        events: &mut Vec<Event>,
    ) -> Result<(), Refusal> {
        if matches!(scope, Scope::Payee(payee) if !self.is_for(payee)) {
            return Ok(());
        }
        let mut steps = Vec::new();
        let looked = self.look(scope, pending, &mut steps);
        let (total, is_silent) = match looked {
            Ok(looked) => {
                let counted = [looked.base, looked.measure].into_iter().flatten();
                let is_empty = counted.clone().all(|it| it.grains() == 0);
                let formula = &self.terms.formula;
                let total = reckon(self.plan, formula, looked, &mut steps);
                let total = total.map_err(|OutOfBounds| self.out_of_bounds())?;
                (total, is_empty && total.is_zero() && looked.quota.is_none())
            }
            Err((reason, is_empty)) => {
                steps.push(Step::Nothing(reason));
                (Amount::zero(self.plan.unit), is_empty)
            }
        };
        let mut dues = self.divided(scope, total, pending, &mut steps)?;
        let periods = self.periods(scope);
        let on_file = self.on_file(&periods);
        // Who is no member any more, by what was told since, is due nothing.
        let gone = on_file.keys().filter(|it| !dues.iter().any(|due| due.payee == **it));
        let gone: Vec<u32> = gone.copied().collect();
        dues.extend(gone.into_iter().map(|payee| Due { payee, minor: 0, steps: Vec::new() }));
        let is_told = self.job.scope.is_none() && !is_silent;
        let mut made = Vec::new();
        let mut taken: BTreeMap<Period, Vec<crate::event::Reversed>> = BTreeMap::new();
        for due in dues {
            let (stands, lapsed) = on_file.get(&due.payee).copied().unwrap_or((0, 0));
            let stands = stands + self.pending(scope, due.payee, pending);
            // What lapsed was posted: it is neither posted again nor taken back once more.
            let posted = if due.minor < stands { stands } else { stands + lapsed };
            let further = due.minor - posted;
            if due.minor < stands && self.close.when_lower == WhenLower::TakenBack {
                let rule = self.rule_number;
                let asked = (-further, self.job.day);
                let back = reversal::taken(self.desk, rule, due.payee, &periods, asked);
                for (period, reversed) in back {
                    self.remember(scope, due.payee, -minor_of(&reversed), pending);
                    taken.entry(period).or_default().push(reversed);
                }
            } else if further > 0 || is_told {
                let payee = due.payee;
                let share = self.share(due, posted, further.max(0));
                self.remember(scope, payee, share.amount.minor(), pending);
                made.push(share);
            }
        }
        let whose = whose(self.desk.state, scope);
        if !made.is_empty() {
            let (period, made) = (self.job.period, Some(self.accrued(steps.clone(), made)));
            let reckoned = Reckoned { period, whose: whose.clone(), made, taken: None };
            events.push(Event::Reckoned(Box::new(reckoned)));
        }
        for (period, reversed) in taken {
            for mut one in reversed {
                one.steps = steps.clone();
                let whose = whose.clone();
                let reckoned = Reckoned { period, whose, made: None, taken: Some(one) };
                events.push(Event::Reckoned(Box::new(reckoned)));
            }
        }
        Ok(())
    }

    fn amount(&self, minor: i64) -> Amount {
        Amount::from_minor(minor, self.plan.unit).expect("L4: a part of an amount is in bounds")
    }

    /// The closed periods whose posted amounts are taken off, oldest first.
    fn periods(&self, scope: Scope) -> Vec<(Period, u32)> {
        let row = |period| Some((period, self.desk.state.periods.find(&(period, scope))?));
        spans(self.close.closes, self.over).filter_map(row).collect()
    }

    /// What the rule has posted to each payee for the time that counts, less what was taken back;
    /// and what of that lapsed.
    fn on_file(&self, periods: &[(Period, u32)]) -> BTreeMap<u32, (i64, i64)> {
        let state = self.desk.state;
        let is_it = |(number, _): &(u32, &AwardRow)| state.rule_number(*number) == self.rule_number;
        let mut posted = BTreeMap::new();
        for (_, row) in periods {
            for (award, _) in state.each_award(SourceRow::Period(*row)).filter(is_it) {
                for (number, reward) in state.each_reward(award) {
                    let (stands, lapsed) = posted.entry(reward.payee).or_default();
                    *stands += reward.accrued - reward.reversed;
                    *lapsed += state.lapsed_of(number);
                }
            }
        }
        posted
    }

    /// The same of what is decided and not applied yet.
    fn pending(&self, scope: Scope, payee: u32, pending: &Pending) -> i64 {
        let key = |period| (self.rule_number, payee, scope, period);
        let spans = spans(self.close.closes, self.over);
        spans.filter_map(|period| pending.posted.get(&key(period))).sum()
    }

    fn remember(&self, scope: Scope, payee: u32, minor: i64, pending: &mut Pending) {
        let period = self.job.period;
        *pending.posted.entry((self.rule_number, payee, scope, period)).or_default() += minor;
        let month = period.last_day().month();
        *pending.earned.entry((payee, month, self.rule_number)).or_default() += minor;
    }

    /// One payee's part of what accrues.
    fn share(&self, due: Due, posted: i64, further: i64) -> AccruedShare {
        let state = self.desk.state;
        let mut steps = due.steps;
        let amount = self.amount(further);
        if posted != 0 {
            steps.push(Step::Less(self.amount(posted).into(), amount.into()));
        }
        let share = AccruedShare {
            in_plan: None,
            payee: state.payees.key(due.payee).clone(),
            entity: state.group_of(due.payee).entity.clone(),
            amount,
            allotted: None,
            kept: None,
            exact: None,
            moves: Vec::new(),
            carried: None,
            queued: None,
            held_back: Vec::new(),
            in_kind: None,
            lands: (!amount.is_zero()).then(|| self.landing()),
            steps,
        };
        let last_day = state.payees.row(due.payee).employment.last_day;
        let left = last_day.filter(|last_day| *last_day <= self.through);
        reversal::vested_by(left.filter(|_| self.plan.forfeits_unvested()), share)
    }

    /// Where an amount lands: its hold counts from the last day of the period.
    fn landing(&self) -> Lands {
        let last_day = self.job.period.last_day();
        match self.terms.hold {
            Hold::DaysAfterClose(days) => {
                let due = last_day.plus_days(days).unwrap_or(Date::LAST);
                Lands::due(due, Some(self.through))
            }
            Hold::Approved => Lands::UntilApproved,
            Hold::None | Hold::Days { .. } | Hold::Until(_) => Lands::Payable(self.job.day),
        }
    }

    fn accrued(&self, steps: Vec<Step>, shares: Vec<AccruedShare>) -> Accrued {
        let (on, of) = self.desk.booked(self.job.period.last_day());
        Accrued {
            exchanged: None,
            source: None,
            plan: self.plan.name.clone(),
            rule: self.rule.id.clone(),
            on,
            of,
            base: None,
            measure: None,
            exact: None,
            moves: Vec::new(),
            capitalised: None,
            steps,
            shares,
        }
    }
}

/// Whose period it is that is reckoned for somebody.
pub(super) fn whose(state: &State, scope: Scope) -> Whose {
    match scope {
        Scope::Payee(payee) => Whose::Payee(state.payees.key(payee).clone()),
        Scope::Team(team) => Whose::Team(state.teams.key(team).clone()),
        Scope::Everyone => Whose::Everyone,
        Scope::Deal(_) | Scope::DealOfPayee(..) => unreachable!("a period is no deal's"),
    }
}

fn minor_of(reversed: &crate::event::Reversed) -> i64 {
    reversed.shares.iter().map(|share| share.amount.minor()).sum()
}

/// The calendar periods a time is made of.
fn spans(span: Span, over: Period) -> impl Iterator<Item = Period> {
    let first = span.of(over.from());
    let next = move |period: &Period| Some(span.of(period.until()));
    std::iter::successors(Some(first), next).take_while(move |it| it.from() < over.until())
}
