//! Applies events to the state. Total: whatever was decided can be applied, on any machine, for
//! ever. Nothing is decided here; every number comes from the event or from the command beside it.
//!
//! | file | applies |
//! |---|---|
//! | `fact` | payees, plans, leads, deals, payments |
//! | `ground` | what the ground rules keep of leads |
//! | `answer` | answers that sales owe leads |
//! | `reward` | accruals |
//! | `reversal` | reversals, what comes back, retractions |
//! | `cost` | contract costs |
//! | `exchange` | exchange rates, and what was converted by them |
//! | `credit` | credit that is somebody else's |
//! | `close` | what is counted, and what periods pay |
//! | `vesting` | vesting, and what caps carried |
//! | `adjust` | adjustments, and lots that no rule made |
//! | `debt` | debts of who has left |
//! | `draw` | draws, and what is owed of them |
//! | `place` | how amounts leave their places |
//! | `pool` | what waited in pools |
//! | `restate` | restatements, and what moves closed months |
//! | `holdback` | what is held back, and its release |
//! | `hold` | approvals, holds by hand |
//! | `in_kind` | points and time off |
//! | `gift` | gifts and recognition |
//! | `open` | what stood in the system before |
//! | `pay_group` | by which periods groups are paid, and what is kept at most |
//! | `run` | payout runs |
//! | `threshold` | whom runs left out, and what lapsed of that |
//! | `books` | entries, earned amounts, statement pages |

mod adjust;
mod answer;
mod books;
mod close;
mod cost;
mod credit;
mod debt;
mod draw;
mod exchange;
mod fact;
mod gift;
mod ground;
mod hold;
mod holdback;
mod in_kind;
mod open;
mod pay_cap;
mod pay_group;
mod place;
mod pool;
mod restate;
mod reversal;
mod reward;
mod run;
mod threshold;
mod vesting;

use super::state::State;
use crate::command::Command;
use crate::event::Event;
use crate::plan::Plan;
use crate::record::At;
use crate::time::Timestamp;
use crate::told::Told;
use std::sync::Arc;

/// What every event is applied with: the command it stands beside, and where.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    pub(super) told: &'a Told,
    pub(super) command: &'a Command,
    /// The sequence of part 1 of the group.
    pub(super) first: u64,
    /// The plan a `PublishPlan` carries.
    pub(super) plan: Option<&'a Arc<Plan>>,
}

impl State {
    /// Notes that a group of records was accepted.
    pub(super) fn advance(&mut self, recorded: Timestamp, end: u64) {
        let head = self.head.edit();
        head.recorded = Some(recorded);
        head.next = end;
    }

    /// Applies one event.
    pub(super) fn apply(&mut self, beside: Beside<'_>, at: At, event: &Event) {
        match event {
            Event::Accrued(it) => self.accrued(beside, at, it),
            Event::Unrewarded(it) => self.unrewarded(at, it),
            Event::Reversed(it) => self.reversed(beside, at, it),
            Event::Restored(it) => self.restored(beside, at, it),
            Event::ExchangeRateRecorded => self.exchange_rate_recorded(beside),
            Event::CreditReassigned(it) => self.credit_reassigned(beside, it),
            Event::Measured(it) => self.measured(beside, it),
            Event::Reckoned(it) => self.reckoned(beside, at, it),
            Event::Closed(it) => self.closed(it),
            Event::CostsScheduled(it) => self.costs_scheduled(it),
            Event::Amortised(it) => self.amortised(it),
            Event::CostsImpaired(it) => self.costs_impaired(it),
            Event::Vested(it) => self.vested(at, it),
            Event::Reached(it) => self.reached(beside, at, it),
            Event::CapVested(it) => self.cap_vested(at, it),
            Event::CarriedReleased(it) => self.released(at, it),
            Event::PoolReleased(it) => self.pool_released(at, it),
            Event::Adjusted(it) => self.adjusted(beside, at, it),
            Event::DebtTransferred(it) => self.debt_transferred(beside, at, it),
            Event::DebtRepaid(it) => self.debt_repaid(beside, at, it),
            Event::DebtWrittenOff(it) => self.debt_written_off(beside, at, it),
            Event::DrawGiven(it) => self.draw_given(at, it),
            Event::DrawReckoned(it) => self.draw_reckoned(at, it),
            Event::DrawEnded(it) => self.draw_ended(at, it),
            Event::Restated(it) => self.restated(beside, at, it),
            Event::HoldbackReleased(it) => self.holdback_released(at, it),
            Event::RewardApproved(it) => self.approved(beside, at, it),
            Event::RewardHeld(it) => self.reward_held(beside, at, it),
            Event::RewardReleased(it) => self.reward_released(beside, at, it),
            Event::Redeemed(it) => self.redeemed(beside, at, it),
            Event::PutBack(it) => self.put_back(at, it),
            Event::Expired(it) => self.expired(at, it),
            Event::BalanceOpened(it) => self.balance_opened(beside, at, it),
            Event::RunLocked(it) => self.run_locked(beside, it),
            Event::RunLine(it) => self.run_line(beside, it),
            Event::PayCapped(it) => self.pay_capped(beside, at, it),
            Event::LeftOut(it) => self.left_out(beside, at, it),
            Event::LinePulled(it) => self.line_pulled(beside, at, it),
            Event::CalendarSet | Event::RecoveryLimitSet => self.of_pay_group(beside, event),
            Event::ThresholdSet
            | Event::LapseProposed(_)
            | Event::LapseApproved
            | Event::LapseDeclined => self.of_threshold(beside, event),
            Event::RunApproved(_) => self.run_approved(beside),
            Event::RunExported => self.run_exported(beside),
            Event::RunSettled(it) => self.run_settled(beside, at, it),
            Event::LinesAcknowledged => self.lines_acknowledged(beside),
            Event::LineRejected(it) => self.line_rejected(beside, at, it),
            Event::RunVoided => self.run_voided(beside),
            Event::LineVoided(it) => self.line_voided(beside, it),
            fact => self.fact(beside, fact),
        }
        if let Some(on) = event.booked_on() {
            let head = self.head.edit();
            head.booked_from = Some(head.booked_from.map_or(on, |first| first.min(on)));
        }
        if let Some(of) = event.of_closed() {
            self.month_moved(of.month(), beside.first);
        }
        self.post(beside.command, event);
    }
}

/// Adds minor units. A sum that leaves `i64` cannot happen within the bound of amounts; it would
/// be a bug, and is stopped here rather than wrapped.
pub(super) fn add(to: &mut i64, minor: i64) {
    *to = to.checked_add(minor).expect("L2: sums of amounts within the bound fit");
}
