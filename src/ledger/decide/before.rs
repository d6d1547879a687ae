//! What the pipeline asks for: what was counted before a fact, on the state and in the components
//! decided before it for the same fact.

use crate::accrual::{Before, Beyond, Funds, Move, Position};
use crate::id::PayeeId;
use crate::ledger::state::{CounterKey, CounterRow, Counting, Scope, State, Whose};
use crate::money::{Amount, ExactAmount};
use crate::payee::Employment;
use crate::plan::cap::CapPer;
use crate::plan::floor::FloorPer;
use crate::plan::ground::Blocked;
use crate::plan::pool::{Exceeded, Pool};
use crate::plan::tiers::{Accumulate, PeriodOf};
use crate::plan::{Leaver, Plan};
use crate::time::{Date, Period};
use crate::why::ZeroReason;

/// Moves of the same fact that are decided and not applied yet.
#[derive(Default)]
pub(super) struct Pending {
    moves: Vec<(CounterKey, Move)>,
}

impl Pending {
    /// Remembers a move.
    pub(super) fn add(&mut self, state: &State, whose: Whose, moved: &Move) {
        self.moves.push((state.counter_of(whose, moved), moved.clone()));
    }

    /// Where a counter stands.
    pub(super) fn row(&self, state: &State, plan: &Plan, key: &CounterKey) -> CounterRow {
        let found = state.counters.get(key).map(|(_, row)| row.clone());
        let mut row = found.unwrap_or_else(|| CounterRow::new(plan, key.1));
        self.moves.iter().filter(|(other, _)| other == key).for_each(|(_, it)| row.add(it));
        row
    }
}

/// What was counted before a fact for one rule.
pub(super) struct Counted<'a> {
    pub(super) state: &'a State,
    pub(super) pending: &'a Pending,
    pub(super) plan_number: u32,
    pub(super) plan: &'a Plan,
    /// The rule, by its places in the plan.
    pub(super) rule: (u16, u16),
    pub(super) lead: u32,
    pub(super) award: Option<u32>,
    pub(super) holders: &'a [u32],
    pub(super) fact_on: Date,
    pub(super) reported_on: Date,
    /// The business day it is told.
    pub(super) told_on: Date,
    pub(super) is_complete: bool,
}

/// Why a payee earns nothing by a fact of a day, whatever the rule makes of it.
pub(super) enum Earns {
    /// They do earn.
    Something,
    NotEmployed,
    /// They are blocked since this day.
    Blocked(Date),
}

/// Whether a payee earns anything by a fact of a day, of a lead that was reported on another: they
/// were employed, or keep all that leads bring which were reported while they were.
pub(super) fn earns(
    state: &State,
    plan: &Plan,
    payee: u32,
    (fact_on, reported_on): (Date, Date),
) -> Earns {
    let employment = &state.payees.row(payee).employment;
    let Employment { from, last_day } = *employment;
    let is_kept = plan.leaver == Leaver::KeepsAllThatMatures
        && from <= fact_on
        && last_day.is_some_and(|last_day| reported_on <= last_day);
    if !is_kept && !employment.covers(fact_on) {
        return Earns::NotEmployed;
    }
    let blocked = plan.leads.ground.blocked == Some(Blocked::EarnsNothing);
    match state.blocked_since(payee, fact_on).filter(|_| blocked) {
        Some(since) => Earns::Blocked(since),
        None => Earns::Something,
    }
}

impl Counted<'_> {
    fn key(&self, counting: Counting, scope: Scope, period: Option<Period>) -> CounterKey {
        self.state.counter_key((self.plan_number, counting), scope, period)
    }

    fn row(&self, key: &CounterKey) -> CounterRow {
        self.pending.row(self.state, self.plan, key)
    }

    fn reward(&self, part: usize) -> Option<&crate::ledger::state::RewardRow> {
        let payee = self.holders[part];
        let mut rewards = self.state.each_reward(self.award?);
        rewards.find(|(_, reward)| reward.payee == payee).map(|(_, reward)| reward)
    }

    fn of_deal(&self, part: Option<usize>) -> Scope {
        match part {
            Some(part) => Scope::DealOfPayee(self.lead, self.holders[part]),
            None => Scope::Deal(self.lead),
        }
    }
}

impl Before for Counted<'_> {
    fn base(&self) -> i64 {
        self.award.map_or(0, |award| self.state.awards.row(award).base)
    }

    fn exact(&self, part: Option<usize>) -> Option<ExactAmount> {
        match part {
            None => self.state.exact(self.state.awards.row(self.award?).exact),
            Some(part) => self.state.exact(self.reward(part)?.exact),
        }
    }

    /// What the role was given, whoever held it then.
    fn allotted(&self, part: usize) -> i64 {
        let own = self.reward(part).map_or(0, |reward| reward.allotted);
        let others = self.state.others_of_role(self.lead, self.holders[part]);
        let Some(award) = self.award.filter(|_| !others.is_empty()) else { return own };
        let rewards = self.state.each_reward(award).map(|(_, reward)| reward);
        let theirs = rewards.filter(|it| others.contains(&it.payee)).map(|it| it.allotted);
        own + theirs.sum::<i64>()
    }

    fn is_first(&self) -> bool {
        let accruals = |award| self.state.each_accrual(award).any(|(_, it)| !it.retracted);
        let was_before = self.state.opened_leads.find(&self.lead).is_some();
        !was_before && !self.award.is_some_and(accruals)
    }

    fn is_complete(&self) -> bool {
        self.is_complete
    }

    fn position(&self, tiers: u16, part: Option<usize>) -> Result<Position, ZeroReason> {
        let counting = Counting::Tiers(tiers);
        let (scope, period, team) = match self.plan.tiers[usize::from(tiers)].accumulate {
            Accumulate::EachFact | Accumulate::Close => return Ok(Position::zero()),
            Accumulate::Deal => (self.of_deal(part), None, None),
            Accumulate::Period(of, span) => {
                let payee = self.holders[part.unwrap_or(0)];
                let period = Some(span.of(self.fact_on));
                match of {
                    PeriodOf::Payee => (Scope::Payee(payee), period, None),
                    PeriodOf::Team => {
                        let team = self.state.team_on(payee, self.fact_on);
                        let team = team.ok_or(ZeroReason::NoTeam(self.fact_on))?;
                        (Scope::Team(team), period, Some(self.state.teams.key(team).clone()))
                    }
                }
            }
        };
        match self.row(&self.key(counting, scope, period)) {
            CounterRow::Tiers(measure, base, hole) => {
                Ok(Position { period, team, measure, base, hole })
            }
            _ => Ok(Position { period, team, ..Position::zero() }),
        }
    }

    fn raised(&self, floor: u16, part: Option<usize>) -> Option<[ExactAmount; 2]> {
        let (scope, period) = match self.plan.floors[usize::from(floor)].per {
            FloorPer::PayeeFromFirstFact(span) => {
                let payee = self.holders[part.unwrap_or(0)];
                (Scope::Payee(payee), Some(span.of(self.fact_on)))
            }
            _ => (self.of_deal(part), None),
        };
        let key = self.key(Counting::Floor(floor, self.rule), scope, period);
        match self.row(&key) {
            CounterRow::Floor(before, after) => Some([before, after]),
            _ => None,
        }
    }

    fn funds(&self, pool: &Pool) -> Option<Funds> {
        let number = self.state.pool(self.plan_number, &pool.id);
        let period = pool.period(self.fact_on, self.told_on);
        let holds = self.state.pool_words(number, period).amount;
        let used = match self.row(&self.state.pool_counter(number, period)) {
            CounterRow::Cap(used) => used,
            _ => 0,
        };
        let mut left = (holds.minor() - used).max(0);
        let passed = self.state.head.value().passed;
        let beyond = match pool.exceeded {
            Exceeded::Stop => Beyond::Lost,
            Exceeded::Queue(_) => {
                if self.state.stands_behind(number, period) {
                    left = 0; // who waits is paid first
                }
                Beyond::Waits
            }
            Exceeded::ProRataAtClose { .. } => match pool.closes_on(period) {
                Some(day) if passed.is_none_or(|passed| passed < day) => Beyond::AllWaits(day),
                _ => Beyond::Lost, // told after the close: what is left of it, and no more
            },
        };
        let left = Amount::from_minor(left, holds.unit()).ok()?;
        Some(Funds { period, holds, left, beyond })
    }

    fn can_earn(&self, part: Option<usize>) -> bool {
        let payee = self.holders[part.unwrap_or(0)];
        let days = (self.fact_on, self.reported_on);
        matches!(earns(self.state, self.plan, payee, days), Earns::Something)
    }

    fn is_for(&self, part: Option<usize>, payee: &PayeeId) -> bool {
        self.state.payees.key(self.holders[part.unwrap_or(0)]) == payee
    }

    fn used(&self, cap: u16, part: Option<usize>) -> i64 {
        let (scope, period) = match self.plan.caps[usize::from(cap)].per {
            CapPer::Fact => return 0,
            CapPer::Deal => (Scope::Deal(self.lead), None),
            CapPer::Payee(span) => {
                let payee = self.holders[part.unwrap_or(0)];
                (Scope::Payee(payee), Some(span.of(self.fact_on)))
            }
        };
        match self.row(&self.key(Counting::Cap(cap), scope, period)) {
            CounterRow::Cap(used) => used,
            _ => 0,
        }
    }
}
