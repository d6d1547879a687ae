//! Which counter a move is for, and what it does to it. Decisions read counters through the same
//! keys as `apply` writes them.
//!
//! A version that carries on what the version before it counted has no counters of its own for
//! tables, floors and caps of the same id: both move those of the version where they began.

use super::State;
use crate::accrual::Move;
use crate::id::TeamId;
use crate::money::ExactAmount;
use crate::plan::Plan;
use crate::plan::version::Accumulators;
use crate::time::Period;
use serde::{Deserialize, Serialize};

/// What a counter counts, by its position in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum Counting {
    Tiers(u16),
    /// The floor, and the rule it is for.
    Floor(u16, (u16, u16)),
    Cap(u16),
    /// What of a minimum reward is still to be deducted.
    Minimum,
    /// The pool, by its number across versions.
    Pool(u32),
}

/// For what it counts. A deal is known by its lead's number: a lead has one deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum Scope {
    Deal(u32),
    DealOfPayee(u32, u32),
    Payee(u32),
    Team(u32),
    Everyone,
}

/// What identifies a counter: the plan version, what it counts, for what, and in which period.
pub(in crate::ledger) type CounterKey = (u32, Counting, Scope, Option<Period>);

/// What tiers, a floor, a cap or a pool remember of earlier facts.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum CounterRow {
    /// Measure and base in their grains, and what is to be filled up.
    Tiers(i64, i64, Option<ExactAmount>),
    /// What came in and what came out.
    Floor(ExactAmount, ExactAmount),
    /// What is used of a cap or a pool, in minor units or facts.
    Cap(i64),
    /// What is still to be deducted, in minor units.
    Minimum(i64),
}

/// For what a move counts: the deal of a lead, or one payee of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::ledger) struct Whose {
    pub(in crate::ledger) plan: u32,
    /// The rule that moves it, by its places in the plan: a floor is each rule's own.
    pub(in crate::ledger) rule: (u16, u16),
    /// `None` for a period, which moves no counter.
    pub(in crate::ledger) lead: Option<u32>,
    pub(in crate::ledger) payee: Option<u32>,
}

impl State {
    /// The version before, whose accumulators a version of the plan carries on.
    pub(in crate::ledger) fn carried_on_by(&self, of: u32, plan: &Plan) -> Option<u32> {
        let day_before = plan.effective.from.previous()?;
        let carries = plan.accumulators == Some(Accumulators::CarryOn);
        carries.then(|| self.version_on(of, day_before)).flatten()
    }

    /// What identifies the counter of a version, where it began to count.
    pub(in crate::ledger) fn counter_key(
        &self,
        (mut plan, mut counting): (u32, Counting),
        scope: Scope,
        period: Option<Period>,
    ) -> CounterKey {
        while let Some(before) = self.plans.row(plan).carries {
            let (now, then) = (&self.plans.row(plan).plan, &self.plans.row(before).plan);
            let Some(same) = same_in(counting, now, then) else { break };
            (plan, counting) = (before, same);
        }
        (plan, counting, scope, period)
    }

    /// The most a cap allows, of all versions that count in one counter.
    pub(in crate::ledger) fn most_of(&self, key: &CounterKey) -> i64 {
        let (home, _, scope, period) = *key;
        let of = self.plans.row(home).of;
        let versions = self.plans.iter().filter(|(_, _, row)| row.of == of);
        let most = versions.flat_map(|(number, _, row)| {
            let caps = row.plan.caps.iter().zip(0..);
            let counted = caps.filter(move |(_, at)| {
                self.counter_key((number, Counting::Cap(*at)), scope, period) == *key
            });
            counted.map(|(cap, _)| cap.at_most.bound())
        });
        most.max().unwrap_or(0)
    }

    /// The counter a move is for.
    ///
    /// # Panics
    /// For a move that names what its plan does not have: no event of this crate does.
    pub(in crate::ledger) fn counter_of(&self, whose: Whose, moved: &Move) -> CounterKey {
        let plan = &*self.plans.row(whose.plan).plan;
        let lead = || whose.lead.expect("a counter is moved by a fact of a lead or its deal");
        let of_deal = || match whose.payee {
            Some(payee) => Scope::DealOfPayee(lead(), payee),
            None => Scope::Deal(lead()),
        };
        let (counting, scope, period) = match moved {
            Move::Tiers(id, period, team, ..) => {
                let counting = Counting::Tiers(place(&plan.tiers, |it| it.id == *id));
                let scope = match (period, team, whose.payee) {
                    (_, Some(team), _) => Scope::Team(self.team(team)),
                    (Some(_), None, Some(payee)) => Scope::Payee(payee),
                    _ => of_deal(),
                };
                (counting, scope, *period)
            }
            Move::Floor(id, period, ..) => {
                let floor = place(&plan.floors, |it| it.id == *id);
                let counting = Counting::Floor(floor, whose.rule);
                let scope = match (period, whose.payee) {
                    (Some(_), Some(payee)) => Scope::Payee(payee),
                    _ => of_deal(),
                };
                (counting, scope, *period)
            }
            Move::Cap(id, period, _) => {
                let counting = Counting::Cap(place(&plan.caps, |it| it.id == *id));
                let scope = match (period, whose.payee) {
                    (Some(_), Some(payee)) => Scope::Payee(payee),
                    _ => Scope::Deal(lead()),
                };
                (counting, scope, *period)
            }
            Move::Minimum(_) => (Counting::Minimum, of_deal(), None),
            Move::Pool(id, period, _) => {
                return self.pool_counter(self.pool(whose.plan, id), *period);
            }
        };
        self.counter_key((whose.plan, counting), scope, period)
    }

    fn team(&self, team: &TeamId) -> u32 {
        self.teams.find(team).expect("a move names a team somebody was assigned to")
    }
}

/// What counts the same in another version, if that has a table, floor or cap of the same id.
fn same_in(counting: Counting, now: &Plan, then: &Plan) -> Option<Counting> {
    let at = |position: Option<usize>| position.and_then(|at| u16::try_from(at).ok());
    match counting {
        Counting::Tiers(number) => {
            let id = &now.tiers[usize::from(number)].id;
            at(then.tiers.iter().position(|it| it.id == *id)).map(Counting::Tiers)
        }
        Counting::Floor(number, (component, rule)) => {
            let id = &now.floors[usize::from(number)].id;
            let floor = at(then.floors.iter().position(|it| it.id == *id))?;
            let rule = &now.components[usize::from(component)].rules[usize::from(rule)].id;
            then.place_of(rule).map(|place| Counting::Floor(floor, place))
        }
        Counting::Pool(_) => None, // one of all versions, whatever they carry on
        Counting::Cap(number) => {
            let id = &now.caps[usize::from(number)].id;
            at(then.caps.iter().position(|it| it.id == *id)).map(Counting::Cap)
        }
        // A version knows only the minimums that it pays itself.
        Counting::Minimum => None,
    }
}

/// The position in a list of the plan.
fn place<T>(list: &[T], is_it: impl Fn(&T) -> bool) -> u16 {
    let at = list.iter().position(is_it).expect("a move names what its plan has");
    u16::try_from(at).expect("a plan has fewer than 2^16 of anything")
}

impl CounterRow {
    /// At the beginning.
    pub(in crate::ledger) fn new(plan: &Plan, counting: Counting) -> CounterRow {
        let zero = crate::money::Amount::zero(plan.unit).into();
        match counting {
            Counting::Tiers(_) => CounterRow::Tiers(0, 0, None),
            Counting::Floor(..) => CounterRow::Floor(zero, zero),
            Counting::Cap(_) | Counting::Pool(_) => CounterRow::Cap(0),
            Counting::Minimum => CounterRow::Minimum(0),
        }
    }

    /// Adds a move, or takes it off again.
    ///
    /// # Panics
    /// For a move of another kind, or past the ends of its numbers: both would be bugs.
    pub(in crate::ledger) fn add(&mut self, moved: &Move) {
        const FITS: &str = "L5: counters of amounts within the bound fit";
        match (self, moved) {
            (
                CounterRow::Tiers(measure, base, hole),
                Move::Tiers(_, _, _, more, further, filled),
            ) => {
                *measure = measure.checked_add(*more).expect(FITS);
                *base = base.checked_add(*further).expect(FITS);
                *hole = match (*hole, *filled) {
                    (Some(one), Some(other)) => Some(one.plus(other).expect(FITS)),
                    (one, other) => one.or(other),
                };
                *hole = hole.filter(|hole| !hole.is_zero());
            }
            (CounterRow::Floor(before, after), Move::Floor(_, _, came, went)) => {
                *before = before.plus(*came).expect(FITS);
                *after = after.plus(*went).expect(FITS);
            }
            (CounterRow::Cap(used), Move::Cap(_, _, more) | Move::Pool(_, _, more)) => {
                *used = used.checked_add(*more).expect(FITS);
            }
            (CounterRow::Minimum(left), Move::Minimum(more)) => {
                *left = left.checked_add(*more).expect(FITS);
            }
            (row, moved) => panic!("the move {moved:?} is not for the counter {row:?}"),
        }
    }
}

/// The same move with the other sign.
pub(in crate::ledger) fn back(moved: &Move) -> Move {
    match moved.clone() {
        Move::Tiers(id, period, team, measure, base, hole) => {
            Move::Tiers(id, period, team, -measure, -base, hole.map(|it| it.negated()))
        }
        Move::Floor(id, period, before, after) => {
            Move::Floor(id, period, before.negated(), after.negated())
        }
        Move::Cap(id, period, used) => Move::Cap(id, period, -used),
        Move::Minimum(left) => Move::Minimum(-left),
        Move::Pool(id, period, used) => Move::Pool(id, period, -used),
    }
}
