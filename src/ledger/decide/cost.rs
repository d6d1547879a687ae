//! Decides what becomes of contract costs: how a capitalised accrual is written off, what of a
//! reversal had been written off already, and what is due.
//!
//! The sum of what is written off is the same part of what stands at every moment. So what a
//! reversal takes off a cost splits exactly: afterwards the books are as if the smaller amount had
//! been capitalised from the beginning.

use super::Desk;
use crate::command::Command;
use crate::deal::Milestone;
use crate::event::{
    Amortised, AmortisedPart, Capitalised, CostMoved, CostsImpaired, CostsScheduled, Event,
    ImpairedCost, Schedule,
};
use crate::ledger::state::CostRow;
use crate::money::{Amount, Unit};
use crate::plan::books::{Amortisation, Late};
use crate::time::Date;
use std::collections::BTreeMap;

/// The most costs one event has, so that its record stays within its bound.
const COSTS_PER_EVENT: usize = 128;

/// How an amount is written off that is booked on a day; `reached_on` is the day of the milestone
/// its months are counted from.
pub(super) fn capitalised(words: &Amortisation, reached_on: Option<Date>, on: Date) -> Capitalised {
    match reached_on {
        Some(reached_on) => Capitalised::Over(schedule(words, reached_on, on)),
        None => Capitalised::Waits,
    }
}

fn schedule(words: &Amortisation, reached_on: Date, on: Date) -> Schedule {
    let months = words.months;
    let passed = (1..=months).take_while(|part| words.day_of(*part, reached_on) < on).count();
    let passed = u32::try_from(passed).unwrap_or(months);
    // When all days have passed, the whole is written off on the day it is booked.
    let open = (passed < months).then(|| words.day_of(passed + 1, reached_on));
    let (part, of) = match words.late {
        Late::CaughtUp => ((passed + 1).min(months), months),
        Late::Spread => (1, (months - passed).max(1)),
    };
    Schedule { part, of, next: open.unwrap_or(on) }
}

/// Adds to the events of a command what they do to contract costs.
pub(super) fn follow(desk: &Desk<'_>, command: &Command, events: &mut Vec<Event>) {
    if desk.state.costs.next() == 0 {
        return;
    }
    let mut costs = Costs { desk, changed: BTreeMap::new() };
    for event in events.iter_mut() {
        match event {
            Event::Reversed(it) => {
                let takes = it.shares.iter().flat_map(|share| &share.takes);
                it.costs = costs.moved(takes.map(|take| (take.lot, -take.amount.minor())));
            }
            Event::Restored(it) => {
                let gives = it.shares.iter().flat_map(|share| &share.gives);
                it.costs = costs.moved(gives.map(|give| (give.lot, give.amount.minor())));
            }
            _ => {}
        }
    }
    match command {
        Command::InstallDeal(it) => {
            let deal = desk.state.deals.find(&it.deal);
            let reached = (Milestone::Installed, it.installed_on);
            events.extend(deal.and_then(|deal| costs.scheduled(deal, reached)));
        }
        Command::InvoiceDeal(it) => {
            let deal = desk.state.deals.find(&it.deal);
            let reached = (Milestone::Invoiced, it.invoiced_on);
            events.extend(deal.and_then(|deal| costs.scheduled(deal, reached)));
        }
        Command::CancelDeal(it) => {
            let deal = desk.state.deals.find(&it.deal);
            events.extend(deal.into_iter().flat_map(|deal| costs.impaired(deal, it.cancelled_on)));
        }
        Command::PassDay(it) => {
            let amortised = costs.amortised(it.through);
            let last = events.len().saturating_sub(1); // the days have passed, after all else
            events.splice(last..last, amortised);
        }
        _ => {}
    }
}

/// The costs a command touches, as its events leave them.
struct Costs<'a> {
    desk: &'a Desk<'a>,
    changed: BTreeMap<u32, CostRow>,
}

impl Costs<'_> {
    fn row(&mut self, cost: u32) -> &mut CostRow {
        self.changed.entry(cost).or_insert_with(|| self.desk.state.costs.row(cost).clone())
    }

    fn unit(&self, cost: u32) -> Unit {
        let (accrual, _) = self.desk.state.costs.key(cost);
        let award = self.desk.state.accruals.row(*accrual).award;
        let (plan, _, _) = self.desk.state.rule_of(self.desk.state.awards.row(award));
        plan.unit
    }

    fn amount(&self, cost: u32, minor: i64) -> Amount {
        Amount::from_minor(minor, self.unit(cost)).expect("L2: a part of a cost is in bounds")
    }

    fn entity(&self, cost: u32) -> crate::id::EntityId {
        let (_, entity) = self.desk.state.costs.key(cost);
        self.desk.state.entities.key(*entity).clone()
    }

    /// What moves of costs with amounts of lots: below zero what is taken.
    fn moved(&mut self, lots: impl Iterator<Item = (u32, i64)>) -> Vec<CostMoved> {
        let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
        for (lot, minor) in lots.filter(|(_, minor)| *minor != 0) {
            if let Some(cost) = self.desk.state.cost_of(lot) {
                *sums.entry(cost).or_default() += minor;
            }
        }
        sums.into_iter().map(|(cost, minor)| self.moved_of(cost, minor)).collect()
    }

    fn moved_of(&mut self, cost: u32, minor: i64) -> CostMoved {
        let (_, mode, _) = self.desk.state.amortisation_of(cost);
        let row = self.row(cost);
        row.standing += minor;
        let amortised = row.target_now(mode, row.standing) - row.amortised;
        row.amortised += amortised;
        let impaired = row.impaired;
        CostMoved {
            cost,
            entity: self.entity(cost),
            amortised: self.amount(cost, amortised.abs()),
            rest: self.amount(cost, (minor - amortised).abs()),
            impaired,
        }
    }

    /// The months that are counted from a milestone of the deal begin.
    fn scheduled(&self, deal: u32, (from, on): (Milestone, Date)) -> Option<Event> {
        let state = self.desk.state;
        let waiting = state.costs_of(deal).filter(|cost| state.costs.row(*cost).schedule.is_none());
        let begins = |cost: u32| {
            let (words, _, _) = state.amortisation_of(cost);
            let since = state.costs.row(cost).since;
            (words.from == from).then(|| (cost, schedule(&words, on, since)))
        };
        let costs: Vec<_> = waiting.filter_map(begins).collect();
        (!costs.is_empty()).then_some(Event::CostsScheduled(CostsScheduled { costs }))
    }

    /// The contract has ended: what its reversals leave of its costs serves nobody any more.
    fn impaired(&mut self, deal: u32, on: Date) -> Vec<Event> {
        let (on, _) = self.desk.booked(on);
        let open: Vec<u32> = self.desk.state.costs_of(deal).collect();
        let mut costs = Vec::new();
        for cost in open.into_iter().filter(|cost| !self.desk.state.costs.row(*cost).impaired) {
            let left = self.row(cost).left();
            let (entity, amount) = (self.entity(cost), self.amount(cost, left));
            costs.push(ImpairedCost { cost, entity, amount });
        }
        let event = |some: &[ImpairedCost]| {
            Event::CostsImpaired(CostsImpaired { on, costs: some.to_vec() })
        };
        costs.chunks(COSTS_PER_EVENT).map(event).collect()
    }

    /// All parts that are due by the end of a day, day by day.
    fn amortised(&mut self, through: Date) -> Vec<Event> {
        let due = self.desk.state.amortising.range(..=(through, u32::MAX));
        let mut queue: BTreeMap<Date, Vec<u32>> = BTreeMap::new();
        due.for_each(|(day, cost)| queue.entry(day).or_default().push(cost));
        let mut events = Vec::new();
        while let Some((due, mut costs)) = queue.pop_first() {
            costs.sort_unstable();
            let (on, _) = self.desk.booked(due);
            let mut parts = Vec::new();
            for cost in costs {
                let Some(part) = self.part(cost, due) else { continue };
                if let Some(next) = self.row(cost).due().filter(|next| *next <= through) {
                    queue.entry(next).or_default().push(cost);
                }
                parts.push(part);
            }
            let event = |some: &[AmortisedPart]| {
                Event::Amortised(Amortised { due, on, parts: some.to_vec() })
            };
            events.extend(parts.chunks(COSTS_PER_EVENT).map(event));
        }
        events
    }

    /// What of a cost is written off on a day; `None` when nothing is left of it.
    fn part(&mut self, cost: u32, due: Date) -> Option<AmortisedPart> {
        let (words, mode, reached_on) = self.desk.state.amortisation_of(cost);
        let row = self.row(cost);
        row.due()?;
        let schedule = row.schedule.as_mut()?;
        // The number of a part among all months of the contract: it names the part's day.
        let reached_on = reached_on?;
        let day = |part: u32, of: u32| words.day_of(words.months - (of - part), reached_on);
        // What came back later than its days has several parts due at once.
        while schedule.part < schedule.of && day(schedule.part + 1, schedule.of) <= due {
            schedule.part += 1;
        }
        let part = schedule.part;
        let next = (part < schedule.of).then(|| day(part + 1, schedule.of));
        (schedule.done, schedule.part, schedule.next) =
            (part, part + u32::from(next.is_some()), next);
        let minor = row.target_now(mode, row.standing) - row.amortised;
        row.amortised += minor;
        let deal = row.deal;
        Some(AmortisedPart {
            cost,
            deal: *self.desk.state.deals.key(deal),
            entity: self.entity(cost),
            part,
            amount: self.amount(cost, minor),
            next,
        })
    }
}
