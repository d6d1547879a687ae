//! Rows of caps that are measured at payout: what runs took of which lots under them, and what was
//! above.

use super::{CounterKey, CounterRow, Counting, Link, Scope, State};
use crate::ledger::undo::{Arena, Sorted, Table, Undo};
use crate::plan::cap::Cap;
use crate::plan::tiers::Span;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};

/// All that caps at payout keep.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct PayCaps {
    /// How a cap measured each payee for a run: sorted by run, then by payee id.
    pub(in crate::ledger) rows: Arena<PayCapRow>,
    /// The run that measured a lot, and what of it its cap counts.
    pub(in crate::ledger) measured: Table<u32, MeasuredRow>,
    /// Those lots: run, payee, lot.
    pub(in crate::ledger) by_run: Sorted<(u32, u32, u32)>,
    /// Lots that nobody gets once a run is settled: run, payee, lot.
    pub(in crate::ledger) above: Sorted<(u32, u32, u32)>,
    /// What of a lot nobody got when its run was settled.
    pub(in crate::ledger) forfeited: Table<u32, i64>,
}

impl Undo for PayCaps {
    fn begin(&mut self) {
        let PayCaps { rows, measured, by_run, above, forfeited } = self;
        rows.begin();
        measured.begin();
        by_run.begin();
        above.begin();
        forfeited.begin();
    }

    fn rollback(&mut self) {
        let PayCaps { rows, measured, by_run, above, forfeited } = self;
        rows.rollback();
        measured.rollback();
        by_run.rollback();
        above.rollback();
        forfeited.rollback();
    }

    fn commit(&mut self) {
        let PayCaps { rows, measured, by_run, above, forfeited } = self;
        rows.commit();
        measured.commit();
        by_run.commit();
        above.commit();
        forfeited.commit();
    }
}

/// What a cap had room for of a payee's lots, when a run was locked.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct PayCapRow {
    pub(in crate::ledger) run: u32,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) plan: u32,
    pub(in crate::ledger) cap: u16,
    /// What was used of it before.
    pub(in crate::ledger) used: i64,
    pub(in crate::ledger) takes: i64,
    pub(in crate::ledger) above: i64,
    /// Whether what is above it is nobody's once the run is settled.
    pub(in crate::ledger) is_lost: bool,
}

/// What a run measured of a lot.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct MeasuredRow {
    /// None once it is void, or payroll rejected the payee's line.
    pub(in crate::ledger) run: Link,
    /// What the cap counts of the lot.
    pub(in crate::ledger) counted: i64,
}

/// The cap that measures a lot when a run takes it.
#[derive(Debug, Clone, Copy)]
pub(in crate::ledger) struct PayCap<'a> {
    pub(in crate::ledger) plan: u32,
    pub(in crate::ledger) number: u16,
    pub(in crate::ledger) cap: &'a Cap,
    pub(in crate::ledger) most: i64,
    pub(in crate::ledger) span: Span,
}

impl State {
    /// The cap that measures a lot when a run takes it, if it has one.
    pub(in crate::ledger) fn pay_cap(&self, lot: u32) -> Option<PayCap<'_>> {
        let row = self.lots.row(lot);
        row.counted_on?;
        let award = self.awards.row(self.rewards.row(row.reward).award);
        let plan = award.plan.get()?; // what no plan pays has no caps
        let (words, _, rule) = self.rule_of(award);
        let (number, cap, most, span) = words.payout_cap_of(&rule.id)?;
        Some(PayCap { plan, number, cap, most: most.minor(), span })
    }

    /// The cap that a run still has to measure a lot against: no run did that is not void.
    pub(in crate::ledger) fn cap_to_measure(&self, lot: u32) -> Option<PayCap<'_>> {
        if self.measured_of(lot).is_some() { None } else { self.pay_cap(lot) }
    }

    /// The run that measured a lot, and what the cap counts of it.
    pub(in crate::ledger) fn measured_of(&self, lot: u32) -> Option<(u32, i64)> {
        let (_, row) = self.pay_caps.measured.get(&lot)?;
        row.run.get().map(|run| (run, row.counted))
    }

    /// The cap that counts a lot, in which period, and how much of it.
    pub(in crate::ledger) fn counted_at_payout(
        &self,
        lot: u32,
    ) -> Option<(PayCap<'_>, Period, i64)> {
        let (run, counted) = self.measured_of(lot)?;
        let cap = self.pay_cap(lot)?;
        Some((cap, cap.span.of(self.day_counted(run)), counted))
    }

    /// The day whose period caps count a run in: the last one of the run's own period.
    pub(in crate::ledger) fn day_counted(&self, run: u32) -> Date {
        self.runs.key(run).period.last_day()
    }

    /// The counter of a cap at payout, of a payee and the period that holds a day.
    pub(in crate::ledger) fn pay_cap_key(
        &self,
        cap: &PayCap<'_>,
        payee: u32,
        day: Date,
    ) -> CounterKey {
        let counting = (cap.plan, Counting::Cap(cap.number));
        self.counter_key(counting, Scope::Payee(payee), Some(cap.span.of(day)))
    }

    /// What is used of a cap.
    pub(in crate::ledger) fn used_of_cap(&self, key: &CounterKey) -> i64 {
        match self.counters.get(key) {
            Some((_, CounterRow::Cap(used))) => *used,
            _ => 0,
        }
    }

    /// How caps measured payees for a run, sorted by payee id.
    pub(in crate::ledger) fn pay_caps_of(
        &self,
        run: u32,
    ) -> impl Iterator<Item = &PayCapRow> + use<'_> {
        let row = self.runs.row(run);
        let numbers = row.first_pay_cap..row.first_pay_cap + row.pay_caps;
        numbers.map(|number| self.pay_caps.rows.row(number))
    }

    /// The lots that nobody gets once a run is settled, with what is left of them.
    pub(in crate::ledger) fn above_of(&self, run: u32) -> Vec<(u32, i64)> {
        let lots = self.pay_caps.above.range((run, 0, 0)..=(run, u32::MAX, u32::MAX));
        let lots = lots.map(|(_, _, lot)| lot);
        let lots = lots.map(|lot| (lot, self.lots.row(lot).left()));
        lots.collect()
    }
}
