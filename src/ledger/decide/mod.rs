//! Decisions: from a command and the state to events, or a refusal. Pure; no writer, no clock.
//!
//! Each decision is a ladder of refusals in a fixed order, then the line "after this point the
//! command must succeed", then events.
//!
//! | file | decides |
//! |---|---|
//! | `payee` | pay groups, payees, managers, teams, assignments |
//! | `plan` | publishing |
//! | `lead` | report, accept, reject, lose, expire |
//! | `answer` | by when sales owe an answer |
//! | `course` | meetings and offers |
//! | `claim` | who is protected, against whom and until when |
//! | `ground` | what the ground rules for leads say |
//! | `credit` | credit that is somebody else's |
//! | `deal` | win, install, invoice, payment, refund, cancel |
//! | `version` | which version of each plan applies |
//! | `trigger` | what may trigger a reward |
//! | `exchange` | exchange rates, and what is converted by them |
//! | `reward` | what a fact accrues |
//! | `bound` | how caps and pools count it |
//! | `before` | what was counted before it |
//! | `minimum` | what of a minimum reward is deducted later |
//! | `measure` | what a fact counts toward measures |
//! | `close` | what periods pay when they close |
//! | `reversal` | what a refund, a cancellation or a retraction takes back |
//! | `cost` | what of it is a cost of the contract, and how that is written off |
//! | `retract` | facts told by mistake |
//! | `vesting` | what vests, and what caps carried |
//! | `release` | how much caps have room for of it |
//! | `pool` | what comes of what waits in pools |
//! | `holdback` | what is held back, and what is released of it |
//! | `hold` | approvals, and holds by hand |
//! | `day` | passing days, closing months |
//! | `adjust` | corrections by hand |
//! | `debt` | what becomes of debts of who has left |
//! | `draw` | draws: who has one, what is given, what is forgiven |
//! | `recovery` | what a run keeps against what is owed back and draws |
//! | `restate` | what closed months should have come to |
//! | `in_kind` | points and time off |
//! | `gift` | gifts and recognition |
//! | `open` | what stood in the system before |
//! | `run` | payout runs |

mod adjust;
mod answer;
mod before;
mod bound;
mod claim;
mod close;
mod cost;
mod course;
mod credit;
mod day;
mod deal;
mod debt;
mod draw;
mod exchange;
mod gift;
mod ground;
mod hold;
mod holdback;
mod in_kind;
mod lead;
mod measure;
mod minimum;
mod open;
mod pay_cap;
mod pay_group;
mod payee;
mod plan;
mod pool;
mod recovery;
mod release;
mod restate;
mod retract;
mod reversal;
mod reward;
mod run;
mod run_steps;
mod threshold;
mod trigger;
mod version;
mod vesting;

pub(super) use open::whose as opened_counter_of;
pub(super) use pay_cap::part_in;
pub(super) use run::{lots_by, payable_by};

use super::state::{GroupRow, State};
use crate::command::Command;
use crate::deal::{Line, LinesFault, net_of};
use crate::event::Event;
use crate::id::{ActorId, PayGroupId, PayeeId};
use crate::money::{Amount, Unit};
use crate::refusal::Refusal;
use crate::time::{Date, Timestamp};
use crate::told::{ActorKind, Told};

/// How many events a milestone mostly has: its fact, and an accrual. More find room too.
const EVENTS_MOSTLY: usize = 2;

/// What every decision sees: the state, who tells, and when it is recorded.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) state: &'a State,
    pub(super) told: &'a Told,
    pub(super) recorded: Timestamp,
}

/// The longest the host's clocks may differ.
const SKEW_MILLIS_MAX: i64 = 10 * 60 * 1_000;
/// The longest a journal may be silent; a longer jump is a wrong year.
const SILENCE_MILLIS_MAX: i64 = 400 * 24 * 60 * 60 * 1_000;

/// When a command told at this instant is recorded: never before the last record.
///
/// # Errors
/// `R0002` and `R0003` for an instant that no honest clock tells.
pub(super) fn recorded(state: &State, at: Timestamp) -> Result<Timestamp, Refusal> {
    let Some(recorded) = state.head.value().recorded else { return Ok(at) };
    let ahead = at.millis() - recorded.millis();
    if ahead < -SKEW_MILLIS_MAX {
        return Err(Refusal::ToldBehind { at, recorded });
    }
    if ahead > SILENCE_MILLIS_MAX {
        return Err(Refusal::ToldAhead { at, recorded });
    }
    Ok(at.max(recorded))
}

/// Decides a command.
pub(super) fn decide(desk: &Desk<'_>, command: &Command) -> Result<Vec<Event>, Refusal> {
    let mut events = decide_alone(desk, command)?;
    reversal::free_bases(desk, &mut events);
    cost::follow(desk, command, &mut events);
    Ok(events)
}

/// Decides a command, without what its events do to caps on the base and to contract costs.
fn decide_alone(desk: &Desk<'_>, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::DefinePayGroup(it) => payee::define_pay_group(desk, it),
        Command::RegisterPayee(it) => payee::register(desk, it),
        Command::LeavePayee(it) => payee::leave(desk, it),
        Command::AssignManager(it) => payee::assign_manager(desk, it),
        Command::AssignTeam(it) => payee::assign_team(desk, it),
        Command::AssignPlan(it) => payee::assign_plan(desk, it),
        Command::UnassignPlan(it) => payee::unassign_plan(desk, it),
        Command::AssignQuota(it) => payee::assign_quota(desk, it),
        Command::AssignDraw(it) => draw::assign(desk, it),
        Command::EndDraw(it) => draw::end(desk, it),
        Command::RecordExchangeRate(it) => exchange::record(desk, it),
        Command::BlockPayee(it) => payee::block(desk, it),
        Command::UnblockPayee(it) => payee::unblock(desk, it),
        Command::TieCustomer(it) => payee::tie(desk, it),
        Command::PublishPlan(it) => plan::publish(desk, it),
        Command::ReportLead(it) => lead::report(desk, it),
        Command::AcceptLead(it) => lead::accept(desk, it),
        Command::RejectLead(it) => lead::reject(desk, it),
        Command::LoseLead(it) => lead::lose(desk, it),
        Command::ExpireLead(it) => lead::expire(desk, it),
        Command::TouchLead(it) => claim::touch(desk, it),
        Command::ReleaseClaim(it) => claim::release(desk, it),
        Command::ExcludeLead(it) => claim::exclude(desk, it),
        Command::RestoreLead(it) => claim::restore(desk, it),
        Command::MeetLead(it) => course::meet(desk, it),
        Command::QuoteLead(it) => course::quote(desk, it),
        Command::ReassignCredit(it) => credit::reassign(desk, it),
        Command::WinDeal(it) => deal::win(desk, it),
        Command::RetainCustomer(it) => deal::retain(desk, it),
        Command::InstallDeal(it) => deal::install(desk, it),
        Command::InvoiceDeal(it) => deal::invoice(desk, it),
        Command::RecordPayment(it) => deal::pay(desk, it),
        Command::RecordRefund(it) => deal::refund(desk, it),
        Command::CancelDeal(it) => deal::cancel(desk, it),
        Command::Retract(it) => retract::retract(desk, it),
        Command::ProposeAdjustment(it) => adjust::propose(desk, it),
        Command::ApproveAdjustment(it) => adjust::approve(desk, it),
        Command::DeclineAdjustment(it) => adjust::decline(desk, it),
        Command::TransferDebt(it) => debt::transfer(desk, it),
        Command::RecordRepayment(it) => debt::repay(desk, it),
        Command::ProposeWriteOff(it) => debt::propose(desk, it),
        Command::ApproveWriteOff(it) => debt::approve(desk, it),
        Command::DeclineWriteOff(it) => debt::decline(desk, it),
        Command::PostRestatement(it) => restate::post(desk, it),
        Command::ApproveRestatement(it) => restate::approve(desk, it),
        Command::DeclineRestatement(it) => restate::decline(desk, it),
        Command::ApproveReward(it) => hold::approve(desk, it),
        Command::HoldReward(it) => hold::hold(desk, it),
        Command::ReleaseReward(it) => hold::release(desk, it),
        Command::Redeem(it) => in_kind::redeem(desk, it),
        Command::HandOver(it) => gift::hand_over(desk, it),
        Command::OpenPayeeBalance(it) => open::balance(desk, it),
        Command::OpenLead(it) => open::lead(desk, it),
        Command::OpenDeal(it) => open::deal(desk, it),
        Command::OpenCounter(it) => open::counter(desk, it),
        Command::SetCalendar(it) => pay_group::calendar(desk, it),
        Command::SetRecoveryLimit(it) => pay_group::recovery_limit(desk, it),
        Command::SetThreshold(it) => threshold::set(desk, it),
        Command::ProposeLapse(it) => threshold::propose(desk, it),
        Command::ApproveLapse(it) => threshold::approve(desk, it),
        Command::DeclineLapse(it) => threshold::decline(desk, it),
        Command::PassDay(it) => day::pass(desk, it),
        Command::ClosePeriod(it) => day::close(desk, it),
        Command::LockRun(it) => run::lock(desk, it),
        Command::ApproveRun(it) => run_steps::approve(desk, it),
        Command::RecordExport(it) => run_steps::export(desk, it),
        Command::AcknowledgeLines(it) => run_steps::acknowledge(desk, it),
        Command::SettleRun(it) => run_steps::settle(desk, it),
        Command::VoidRun(it) => run_steps::void(desk, it),
    }
}

impl<'a> Desk<'a> {
    /// The business day the command is recorded on.
    fn today(&self) -> Result<Date, Refusal> {
        let zone = self.state.head.value().zone.ok_or(Refusal::NoPlanPublished {})?;
        Ok(zone.day_of(self.recorded))
    }

    /// The business day a fact is told, under a plan: a plan brings the zone.
    fn told_on(&self) -> Date {
        self.today().expect("publish: a plan that applies has brought the zone")
    }

    /// Refuses a program where a person is asked for.
    fn by_person(&self, no: impl FnOnce(ActorId) -> Refusal) -> Result<(), Refusal> {
        match self.told.by.kind {
            ActorKind::System => Err(no(self.told.by.id.clone())),
            ActorKind::Human => Ok(()),
        }
    }

    /// A pay group that is on file.
    fn pay_group(&self, group: &PayGroupId) -> Result<(u32, &'a GroupRow), Refusal> {
        let found = self.state.groups.get(group);
        found.ok_or_else(|| Refusal::PayGroupUnknown { group: group.clone() })
    }

    /// The number of a payee, who is on file.
    fn payee(&self, payee: &PayeeId) -> Result<u32, Refusal> {
        let found = self.state.payees.find(payee);
        found.ok_or_else(|| Refusal::PayeeUnknown { payee: payee.clone() })
    }

    /// Refuses a fact that has not happened.
    fn happened(&self, field: &'static str, date: Date) -> Result<(), Refusal> {
        let today = self.today()?;
        if date > today {
            return Err(Refusal::FactInFuture { field, date, today });
        }
        Ok(())
    }

    /// The day a fact stands under in the books, and the day it belongs to where that is another.
    fn booked(&self, day: Date) -> (Date, Option<Date>) {
        match self.state.head.value().open_from {
            Some(open_from) if day < open_from => (open_from, Some(day)),
            _ => (day, None),
        }
    }

    /// Refuses what would take all that ever accrued past the bound of an amount. So every sum that
    /// a view, a vesting day or a run asks for is an amount.
    fn within_bound(&self, more: i128) -> Result<(), Refusal> {
        let sum = i128::from(self.state.head.value().accrued) + more;
        if sum > i128::from(Amount::BOUND_MINOR) {
            return Err(Refusal::AmountOutOfBounds { what: "all that accrued in this journal" });
        }
        Ok(())
    }

    /// The unit of the plan.
    fn unit(&self) -> Result<Unit, Refusal> {
        self.state.unit().ok_or(Refusal::NoPlanPublished {})
    }
}

/// The net amount of lines in the plan's currency; `None` when there are none.
fn net_in(lines: &[Line], wanted: Unit) -> Result<Option<Amount>, Refusal> {
    let net = net_of(lines).map_err(|fault| match fault {
        LinesFault::TooMany(lines) => Refusal::TooManyLines { lines, most: crate::deal::LINES_MAX },
        LinesFault::MixedUnits(line) => Refusal::LinesMixUnits { line },
        LinesFault::Negative(line) => Refusal::LineNegative { line },
        LinesFault::OutOfBounds => Refusal::AmountOutOfBounds { what: "the fact" },
    })?;
    match net {
        Some(net) if net.unit() != wanted => {
            Err(Refusal::WrongCurrency { given: net.unit(), wanted })
        }
        other => Ok(other),
    }
}

/// The net amount of a money fact: at least one line, more than zero.
fn money_in(lines: &[Line], wanted: Unit) -> Result<Amount, Refusal> {
    let net = net_in(lines, wanted)?.ok_or(Refusal::LinesMissing {})?;
    if !net.is_positive() {
        return Err(Refusal::AmountNotPositive { amount: net });
    }
    Ok(net)
}

/// Minor units of what accrued as an amount again.
fn amount_of(minor: i64, unit: Unit) -> Amount {
    Amount::from_minor(minor, unit).expect("L2: a part of what accrued is in bounds")
}
