//! Applies what happens to contract costs: they accrue, their months begin, they are written off,
//! taken back, and there again.

use super::add;
use crate::event::{
    Accrued, Amortised, Capitalised, CostMoved, CostsImpaired, CostsScheduled, Schedule,
};
use crate::ledger::state::{CostRow, ScheduleRow, State};
use crate::time::Date;
use std::collections::BTreeMap;

impl State {
    /// Brings the costs of a capitalised accrual into being: one for each legal entity.
    pub(super) fn capitalised(&mut self, deal: u32, accrual: u32, it: &Accrued) {
        let Some(capitalised) = it.capitalised else { return };
        let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
        for share in &it.shares {
            let entity = self.entities.find_or_insert(&share.entity, || ());
            add(sums.entry(entity).or_default(), share.accrued());
        }
        for (entity, minor) in sums.into_iter().filter(|(_, minor)| *minor > 0) {
            let row = CostRow {
                deal,
                capitalised: minor,
                standing: minor,
                amortised: 0,
                impaired: false,
                schedule: match capitalised {
                    Capitalised::Waits => None,
                    Capitalised::Over(schedule) => Some(scheduled(schedule)),
                },
                since: it.on,
            };
            let number = self.costs.insert((accrual, entity), row);
            self.deal_costs.insert((deal, number));
            self.queue(number);
        }
    }

    /// Changes a cost, and keeps it in the queue of what is due.
    fn change_cost(&mut self, number: u32, change: impl FnOnce(&mut CostRow)) {
        if let Some(day) = self.costs.row(number).due() {
            self.amortising.remove((day, number));
        }
        change(self.costs.edit(number));
        self.queue(number);
    }

    fn queue(&mut self, number: u32) {
        if let Some(day) = self.costs.row(number).due() {
            self.amortising.insert((day, number));
        }
    }

    pub(super) fn costs_scheduled(&mut self, it: &CostsScheduled) {
        for (number, schedule) in &it.costs {
            self.change_cost(*number, |row| row.schedule = Some(scheduled(*schedule)));
        }
    }

    pub(super) fn amortised(&mut self, it: &Amortised) {
        for part in &it.parts {
            self.change_cost(part.cost, |row| {
                add(&mut row.amortised, part.amount.minor());
                let schedule = row.schedule.as_mut().expect("a cost is due once it is scheduled");
                let next = part.part + u32::from(part.next.is_some());
                (schedule.done, schedule.part, schedule.next) = (part.part, next, part.next);
            });
        }
    }

    pub(super) fn costs_impaired(&mut self, it: &CostsImpaired) {
        for cost in &it.costs {
            self.change_cost(cost.cost, |row| row.impaired = true);
        }
    }

    /// A reversal takes off costs.
    pub(super) fn cost_taken(&mut self, moved: &[CostMoved]) {
        for it in moved {
            self.change_cost(it.cost, |row| {
                add(&mut row.standing, -it.amortised.minor() - it.rest.minor());
                add(&mut row.amortised, -it.amortised.minor());
            });
        }
    }

    /// What a reversal had taken off costs is there again.
    pub(super) fn cost_given(&mut self, moved: &[CostMoved], on: Date) {
        for it in moved {
            self.change_cost(it.cost, |row| {
                add(&mut row.standing, it.amortised.minor() + it.rest.minor());
                add(&mut row.amortised, it.amortised.minor());
                row.since = row.since.max(on);
            });
        }
    }
}

fn scheduled(schedule: Schedule) -> ScheduleRow {
    ScheduleRow { done: 0, part: schedule.part, of: schedule.of, next: Some(schedule.next) }
}
