//! Budget pools across the versions of a plan: a pool is one, however often the plan is renewed.

use super::{CounterKey, CounterRow, Counting, Scope, State};
use crate::id::PoolId;
use crate::plan::pool::Pool;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// Out of which pool a lot is paid, and of which period's.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct PooledRow {
    pub(in crate::ledger) pool: u32,
    pub(in crate::ledger) period: Option<Period>,
}

impl State {
    /// The number of a pool of a plan version, the same in all versions that have it.
    ///
    /// # Panics
    /// For a pool that its plan does not have.
    pub(in crate::ledger) fn pool(&self, plan: u32, pool: &PoolId) -> u32 {
        let key = (self.plans.key(plan).plan.clone(), pool.clone());
        self.pool_ids.find(&key).expect("publish: a plan's pools are numbered")
    }

    /// The counter of a pool in a period.
    pub(in crate::ledger) fn pool_counter(&self, pool: u32, period: Option<Period>) -> CounterKey {
        let of = self.plan_ids.find(&self.pool_ids.key(pool).0);
        let of = of.expect("publish: the plan of a pool is on file");
        (self.plan_ids.row(of).first, Counting::Pool(pool), Scope::Everyone, period)
    }

    /// What is used of a pool in a period.
    pub(in crate::ledger) fn used_of_pool(&self, pool: u32, period: Option<Period>) -> i64 {
        match self.counters.get(&self.pool_counter(pool, period)) {
            Some((_, CounterRow::Cap(used))) => *used,
            _ => 0,
        }
    }

    /// The day from which no version has a pool any more; `None` while one has it without end.
    pub(in crate::ledger) fn pool_end(&self, pool: u32) -> Option<Date> {
        let (plan, id) = self.pool_ids.key(pool);
        let of = self.plan_ids.find(plan).expect("publish: the plan of a pool is on file");
        let begin = &self.plan_ids.row(of).begin;
        let plan_of = |number: u32| &self.plans.row(number).plan;
        let has = |(_, number): &(Date, u32)| plan_of(*number).pools.iter().any(|it| it.id == *id);
        let last = begin.iter().rposition(has).expect("publish: a version has the pool");
        let until = plan_of(begin[last].1).effective.until;
        let next = begin.get(last + 1).map(|(from, _)| *from);
        until.into_iter().chain(next).min()
    }

    /// Whether something that belongs to a period of a pool stands behind what waits in it: what
    /// waits from that period, or from an earlier one.
    pub(in crate::ledger) fn stands_behind(&self, pool: u32, period: Option<Period>) -> bool {
        let last = period.map_or(Date::LAST, |period| period.last_day());
        let range = (pool, Date::FIRST, 0)..=(pool, last, u32::MAX);
        self.queued.range(range).next().is_some()
    }

    /// The words of a pool for a period: those of the version that is in force on its last day, or
    /// of the newest that has the pool.
    pub(in crate::ledger) fn pool_words(&self, pool: u32, period: Option<Period>) -> &Pool {
        let (plan, id) = self.pool_ids.key(pool);
        let of = self.plan_ids.find(plan).expect("publish: the plan of a pool is on file");
        let words = |number: u32| {
            let mut pools = self.plans.row(number).plan.pools.iter();
            pools.find(|pool| pool.id == *id)
        };
        let then = period.and_then(|period| self.version_on(of, period.last_day()));
        let newest = || self.plan_ids.row(of).begin.iter().rev().find_map(|(_, it)| words(*it));
        let found = then.and_then(words).or_else(newest);
        found.expect("publish: a version has the pool")
    }

    /// The most any version has said that a pool holds.
    pub(in crate::ledger) fn pool_most(&self, pool: u32) -> i64 {
        let (plan, id) = self.pool_ids.key(pool);
        let versions = self.plans.iter().filter(|(_, name, _)| name.plan == *plan);
        let pools = versions.flat_map(|(_, _, row)| &row.plan.pools);
        let amounts = pools.filter(|pool| pool.id == *id).map(|pool| pool.amount.minor());
        amounts.max().unwrap_or(0)
    }
}
