//! Decides draws: who has one, what is given for a period, and what is forgiven when one ends.
//!
//! What a draw comes to for a period, and from when on it is recovered, is fixed here; what a run
//! keeps of it is decided in `recovery`.

use super::close::{Earned, earned_in};
use super::{Desk, exchange};
use crate::command::{AssignDraw, EndDraw};
use crate::event::{DrawEnded, DrawFor, DrawGiven, DrawReckoned, Event, GivenAs};
use crate::ledger::state::{DrawMoment, DrawRow, State};
use crate::money::{Amount, ExactAmount};
use crate::plan::draw::{AtEnd, Does, Draw, Given, OnLeaving, Starts};
use crate::plan::version::AppliesTo;
use crate::refusal::Refusal;
use crate::time::{Date, Period};
use crate::why::{Step, ZeroReason};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn assign(desk: &Desk<'_>, command: &AssignDraw) -> Result<Vec<Event>, Refusal> {
    let (state, AssignDraw { payee, plan, draw, from, through }) = (desk.state, command);
    let number = desk.payee(payee)?;
    let Some(of) = state.plan_ids.find(plan) else {
        return Err(Refusal::PlanUnknown { plan: plan.clone() });
    };
    let version = state.version_on(of, *from).map(|version| state.plans.row(version));
    let words = version.and_then(|row| row.plan.draws.iter().find(|it| it.id == *draw));
    let (Some(version), Some(words)) = (version, words) else {
        let (plan, draw) = (plan.clone(), draw.clone());
        return Err(Refusal::DrawUnknown { plan, draw, from: *from });
    };
    let (paid_in, unit) = (state.group_of(number).unit, version.plan.unit);
    if !exchange::pays_unconverted(&version.plan, paid_in) {
        return Err(Refusal::PayeePaidInOther { payee: payee.clone(), paid_in, unit });
    }
    is_whole(words, "from", *from, words.each.of(*from).from())?;
    let last = words.each.of(*(through.max(from))).last_day();
    is_whole(words, "through", *through, last)?;
    let is_it = |row: &&DrawRow| {
        let is_plan = state.plans.key(row.plan).plan == *plan;
        is_plan && state.draw_words(row).id == *draw
    };
    let mut others = state.draws_of(number).map(|(_, row)| row).filter(is_it);
    if let Some(other) = others.find(|row| row.from <= *through && *from <= row.through) {
        let (from, through) = (other.from, other.through);
        let (payee, draw) = (payee.clone(), draw.clone());
        return Err(Refusal::DrawAlreadyAssigned { payee, draw, from, through });
    }
    // After this point the command must succeed.
    Ok(vec![Event::DrawAssigned(version.plan.name.clone())])
}

/// Refuses a day that does not begin or end a period of the draw.
fn is_whole(words: &Draw, field: &'static str, day: Date, wanted: Date) -> Result<(), Refusal> {
    if day != wanted {
        return Err(Refusal::DrawDayWrong { draw: words.id.clone(), field, day, wanted });
    }
    Ok(())
}

pub(super) fn end(desk: &Desk<'_>, command: &EndDraw) -> Result<Vec<Event>, Refusal> {
    let (state, EndDraw { payee, plan, draw, through }) = (desk.state, command);
    let number = desk.payee(payee)?;
    let found = state.draw_on(number, plan, draw, *through).map(|it| (it, state.draws.row(it)));
    let Some((number, row)) = found.filter(|(_, row)| *through < row.through && !row.is_over)
    else {
        let (payee, draw) = (payee.clone(), draw.clone());
        return Err(Refusal::DrawNotAssigned { payee, draw, through: *through });
    };
    let words = state.draw_words(row);
    let period = words.each.of(*through);
    is_whole(words, "through", *through, period.last_day())?;
    let next = words.each.of(period.until());
    if state.draws_given.find(&(number, next)).is_some() {
        let (payee, draw, through) = (payee.clone(), draw.clone(), *through);
        return Err(Refusal::DrawWasGiven { payee, draw, period: next, through });
    }
    // After this point the command must succeed.
    Ok(vec![Event::DrawShortened])
}

/// Everything that is due of draws by the end of a day, day by day.
pub(super) fn due(desk: &Desk<'_>, through: Date, made: &Earned) -> Vec<Event> {
    let due = desk.state.draws_due.range(..).take_while(|(due, ..)| *due <= through);
    let mut walk = Walk { desk, made, advanced: BTreeMap::new(), owed: BTreeMap::new() };
    let mut queue: BTreeSet<(Date, DrawMoment, u32)> = due.collect();
    let mut events = Vec::new();
    while let Some((due, moment, number)) = queue.pop_first() {
        let row = desk.state.draws.row(number);
        let at = Moment { number, row, words: desk.state.draw_words(row), due };
        let event = match moment {
            DrawMoment::Starts(period) => walk.given(&at, period),
            DrawMoment::Closes(period) => match at.words.given {
                Given::AtClose => walk.given(&at, period),
                Given::AtStart => walk.reckoned(&at, period),
            },
            DrawMoment::Ends => walk.ended(&at),
        };
        let is_given = matches!(&event, Event::DrawGiven(it) if it.amount.is_positive());
        let next = desk.state.next_moments(row, moment, is_given).into_iter();
        let next = next.filter(|(due, _)| *due <= through);
        queue.extend(next.map(|(due, moment)| (due, moment, number)));
        events.push(event);
    }
    events
}

/// A draw at a moment that has come.
struct Moment<'a> {
    number: u32,
    row: &'a DrawRow,
    words: &'a Draw,
    due: Date,
}

/// A walk along the queue: what it has given, and how what is owed of draws has changed by it.
struct Walk<'a> {
    desk: &'a Desk<'a>,
    made: &'a Earned,
    /// By draw and period.
    advanced: BTreeMap<(u32, Period), i64>,
    /// By draw.
    owed: BTreeMap<u32, i64>,
}

impl<'a> Walk<'a> {
    fn state(&self) -> &'a State {
        self.desk.state
    }

    fn of(&self, at: &Moment<'_>, period: Period) -> DrawFor {
        let state = self.state();
        DrawFor {
            payee: state.payees.key(at.row.payee).clone(),
            entity: state.group_of(at.row.payee).entity.clone(),
            plan: state.plans.key(at.row.plan).clone(),
            draw: at.words.id.clone(),
            period,
            due: at.due,
            on: self.desk.booked(at.due).0,
        }
    }

    /// What is given for a period: at its first day, or when it is reckoned.
    fn given(&mut self, at: &Moment<'_>, period: Period) -> Event {
        let words = at.words;
        let whole = words.amount;
        let day = match words.given {
            Given::AtStart => period.from(),
            Given::AtClose => period.last_day(),
        };
        let mut steps = vec![Step::Draw(words.id.clone(), whole)];
        let zero = Amount::zero(whole.unit());
        let (amount, is_unneeded) = match (self.is_not_there(at, day), &words.does) {
            (Some(reason), _) => {
                steps.push(reason);
                (zero, false)
            }
            (None, Does::FillsUp { .. }) if words.given == Given::AtClose => {
                let earned = self.earned(at, period);
                let short = self.part(whole, whole.minor() - earned.minor());
                steps.push(Step::DrawEarned(period, earned.into()));
                steps.push(Step::TopUp(whole, earned, short.into()));
                if short.is_zero() {
                    steps.push(Step::Nothing(ZeroReason::DrawUnneeded));
                }
                (short, short.is_zero())
            }
            (None, _) => (whole, false),
        };
        if amount.is_positive() {
            steps.push(Step::DrawGives(amount.into()));
            self.advanced.insert((at.number, period), amount.minor());
        }
        let as_what = match &words.recovery {
            _ if words.is_covered_later() => GivenAs::Advance,
            None => GivenAs::Guarantee,
            Some(_) => GivenAs::Owed(starts_from(at, period)),
        };
        if as_what != GivenAs::Guarantee {
            *self.owed.entry(at.number).or_default() += amount.minor();
        }
        let starts = amount.is_zero() && counts_as_none(words, is_unneeded);
        let of = self.of(at, period);
        Event::DrawGiven(DrawGiven { of, amount, as_what, starts, steps })
    }

    /// What the earnings of a period cover of what was given for it in advance.
    fn reckoned(&mut self, at: &Moment<'_>, period: Period) -> Event {
        let words = at.words;
        let key = (at.number, period);
        let on_file = self.state().draws_given.get(&key).map(|(_, row)| row.amount);
        let minor = on_file.or(self.advanced.get(&key).copied()).unwrap_or(0);
        let given = self.part(words.amount, minor);
        let earned = self.earned(at, period);
        let covered = self.part(given, earned.minor().min(given.minor()));
        let rest = self.part(given, given.minor() - covered.minor());
        let zero = Amount::zero(given.unit());
        let (guaranteed, from) = match &words.recovery {
            None => (rest, Some(period.from())),
            Some(_) => (zero, starts_from(at, period)),
        };
        *self.owed.entry(at.number).or_default() -= covered.minor() + guaranteed.minor();
        let mut steps = vec![Step::Draw(words.id.clone(), words.amount)];
        steps.push(Step::DrawEarned(period, earned.into()));
        steps.push(Step::TopUp(given, covered, rest.into()));
        if guaranteed.is_positive() {
            steps.push(Step::DrawKept(guaranteed.into()));
        }
        let starts = rest.is_zero() && counts_as_none(words, true);
        let of = self.of(at, period);
        Event::DrawReckoned(DrawReckoned { of, given, covered, guaranteed, from, starts, steps })
    }

    /// What is forgiven at the end of a draw.
    fn ended(&mut self, at: &Moment<'_>) -> Event {
        let (row, words) = (at.row, at.words);
        let left = row.has_left();
        let is_forgiven = words.recovery.as_ref().is_some_and(|recovery| match left {
            true => recovery.on_leaving == OnLeaving::Forgiven,
            false => recovery.at_end != AtEnd::Owed,
        });
        let owed = row.owed + self.owed.get(&at.number).copied().unwrap_or(0);
        let forgiven = self.part(words.amount, if is_forgiven { owed } else { 0 });
        let last = words.each.of(row.last.max(row.from));
        let mut steps = Vec::new();
        if forgiven.is_positive() {
            let by_leaving = left.then_some(row.last);
            steps.push(Step::Draw(words.id.clone(), words.amount));
            steps.push(Step::DrawForgiven(by_leaving, forgiven.into()));
        }
        let (of, from) = (self.of(at, last), last.until());
        Event::DrawEnded(DrawEnded { of, left, forgiven, from, steps })
    }

    /// Why a payee has no draw on a day.
    fn is_not_there(&self, at: &Moment<'_>, day: Date) -> Option<Step> {
        let (state, payee) = (self.state(), at.row.payee);
        let row = state.payees.row(payee);
        if !row.employment.covers(day) {
            return Some(Step::NotEmployed(day, ExactAmount::from(at.words.amount)));
        }
        let (of, plan) = (state.plans.row(at.row.plan).of, &state.plans.key(at.row.plan).plan);
        let Some(version) = state.version_on(of, day) else {
            return Some(Step::Nothing(ZeroReason::NoPlanInForce(day)));
        };
        let is_assigned = match state.plans.row(version).plan.applies_to {
            AppliesTo::Everyone => true,
            AppliesTo::Assigned => state.is_assigned(payee, plan, day),
        };
        (!is_assigned).then_some(Step::Nothing(ZeroReason::NotAssigned(day)))
    }

    /// What was earned in a period by the rules of the draw; never less than nothing.
    fn earned(&self, at: &Moment<'_>, period: Period) -> Amount {
        let Does::FillsUp { rules, .. } = &at.words.does else {
            return Amount::zero(at.words.amount.unit());
        };
        let (state, plan) = (self.state(), &self.state().plans.key(at.row.plan).plan);
        let number = |rule: &crate::id::RuleId| state.rules.find(&(plan.clone(), rule.clone()));
        let rules: Vec<u32> = rules.iter().filter_map(number).collect();
        self.part(at.words.amount, earned_in(state, at.row.payee, &rules, period, self.made))
    }

    /// An amount of the unit of another, and never less than nothing.
    fn part(&self, of: Amount, minor: i64) -> Amount {
        Amount::from_minor(minor.max(0), of.unit()).expect("L2: a part of an amount is in bounds")
    }
}

/// From when on a draw of a period is recovered; `None` for one that waits for a period in which
/// none is given.
fn starts_from(at: &Moment<'_>, period: Period) -> Option<Date> {
    match at.words.recovery.as_ref()?.starts {
        Starts::AtOnce => Some(period.from()),
        Starts::InPeriod(number) => {
            let each = at.words.each;
            let first = each.of(at.row.from);
            let later = (1..number).fold(first, |period, _| each.of(period.until()));
            Some(later.from().max(period.from()))
        }
        Starts::WithoutADraw { .. } => None,
    }
}

/// Whether a period for which nothing is given is the first without a draw, from which on it is
/// recovered.
fn counts_as_none(words: &Draw, is_unneeded: bool) -> bool {
    match words.recovery.as_ref().map(|recovery| recovery.starts) {
        Some(Starts::WithoutADraw { unneeded_counts }) => !is_unneeded || unneeded_counts,
        _ => false,
    }
}
