//! Lines of a statement that explain no amount: what became payable, what was put on hold by hand,
//! what was paid, what became of debts.
//!
//! They only hold what was told; `statement` gathers them.

use super::statement::sum;
use crate::command::Command;
use crate::deal::Milestone;
use crate::event::{
    CapVested, DebtChanged, Event, GivenTo, HeldBackUntil, HoldbackReleased, Lands, PoolReleased,
    ReleasedLot,
};
use crate::id::{ActorId, PayeeId, ReasonCode};
use crate::ledger::Ledger;
use crate::ledger::view_draws::DrawRecovered;
use crate::money::Amount;
use crate::payout::RunId;
use crate::reward::RewardId;
use crate::time::Date;

/// A reward that was put on hold by hand, or released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldLine {
    /// The day it stands under.
    pub on: Date,
    /// The reward.
    pub reward: RewardId,
    /// Why, as a code.
    pub reason: ReasonCode,
    /// Whether it was released.
    pub is_release: bool,
}

/// What became of what somebody owes who has left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebtLine {
    /// The day it stands under.
    pub on: Date,
    /// What became of it.
    pub change: DebtChange,
    /// Of how much.
    pub amount: Amount,
    /// Why, as a code; for what was moved or written off.
    pub reason: Option<ReasonCode>,
    /// Who proposed and who approved a write-off.
    pub by: Option<(ActorId, ActorId)>,
}

/// What became of a debt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DebtChange {
    /// It was moved: no run keeps anything for it any more.
    Moved,
    /// It was paid back in money.
    Repaid,
    /// It was written off.
    WrittenOff,
    /// It was written off before, and now paid or never owed.
    NoLongerWrittenOff,
}

impl DebtLine {
    /// The lines of an event of a debt.
    pub(super) fn of(
        ledger: &Ledger,
        (command, event): (&Command, &Event),
        payee: &PayeeId,
        zero: Amount,
    ) -> Vec<DebtLine> {
        let line = |on, change, amount: Amount| {
            let (reason, by) = (None, None);
            amount.is_positive().then_some(DebtLine { on, change, amount, reason, by })
        };
        let of = |it: &DebtChanged, change| {
            let amount = sum(zero, it.parts.iter().map(|part| part.amount));
            line(it.on, change, amount).filter(|_| it.payee == *payee)
        };
        let again = |it: &DebtChanged| {
            let parts = it.parts.iter().filter(|part| part.was_written_off);
            let amount = sum(zero, parts.map(|part| part.amount));
            line(it.on, DebtChange::NoLongerWrittenOff, amount).filter(|_| it.payee == *payee)
        };
        match (event, command) {
            (Event::DebtTransferred(it), Command::TransferDebt(told)) => {
                let reason = Some(told.reason.clone());
                let moved = of(it, DebtChange::Moved);
                moved.map(|line| DebtLine { reason, ..line }).into_iter().collect()
            }
            (Event::DebtRepaid(it), _) => {
                of(it, DebtChange::Repaid).into_iter().chain(again(it)).collect()
            }
            (Event::DebtWrittenOff(it), Command::ApproveWriteOff(told)) => {
                let view = ledger.write_off(told.write_off);
                let reason = view.as_ref().map(|view| view.reason.clone());
                let by = view.and_then(|view| Some((view.proposed_by, view.decided_by?)));
                let written_off = of(it, DebtChange::WrittenOff);
                written_off.map(|line| DebtLine { reason, by, ..line }).into_iter().collect()
            }
            (Event::Restored(it), _) => {
                let shares = it.shares.iter().filter(|share| share.payee == *payee);
                let gives = shares.flat_map(|share| &share.gives);
                let gives = gives.filter(|give| matches!(give.to, GivenTo::WrittenOff(_)));
                let amount = sum(zero, gives.map(|give| give.amount));
                line(it.on, DebtChange::NoLongerWrittenOff, amount).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// What became payable on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VestedLine {
    /// The day it stands under.
    pub on: Date,
    /// The day it was due.
    pub due: Date,
    /// What it waited for.
    pub after: Waited,
    /// How much.
    pub amount: Amount,
    /// Of how many accruals.
    pub lots: u32,
}

impl VestedLine {
    /// What of a release became payable at once; `None` when all of it is held.
    pub(super) fn of_holdback(it: &HoldbackReleased, zero: Amount) -> Option<VestedLine> {
        VestedLine::of_lots((it.on, it.day, Waited::HeldBack(it.until)), &it.lots, zero)
    }

    /// What vested as far as a cap that is measured then had room.
    pub(super) fn of_cap(it: &CapVested, zero: Amount) -> Option<VestedLine> {
        let its = || it.lots.iter().filter(|lot| lot.amount.is_positive());
        let lots = u32::try_from(its().count()).ok().filter(|lots| *lots > 0)?;
        let amount = sum(zero, its().map(|lot| lot.amount));
        let after = it.milestone.map_or(Waited::Day, Waited::Milestone);
        Some(VestedLine { on: it.on, due: it.due, after, amount, lots })
    }

    /// The same of what waited in a pool.
    pub(super) fn of_pool(it: &PoolReleased, zero: Amount) -> Option<VestedLine> {
        VestedLine::of_lots((it.on, it.day, Waited::Pool), &it.lots, zero)
    }

    fn of_lots(
        (on, due, after): (Date, Date, Waited),
        lots: &[ReleasedLot],
        zero: Amount,
    ) -> Option<VestedLine> {
        let payable = |lot: &&ReleasedLot| matches!(lot.lands, Some(Lands::Payable(_)));
        let its = || lots.iter().filter(payable);
        let lots = u32::try_from(its().count()).ok().filter(|lots| *lots > 0)?;
        let amount = sum(zero, its().map(|lot| lot.amount));
        Some(VestedLine { on, due, after, amount, lots })
    }
}

/// What an amount waited for before it became payable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// For its day.
    Day,
    /// For this milestone.
    Milestone(Milestone),
    /// For the next period of a cap.
    Cap,
    /// For room in a pool, or for its close.
    Pool,
    /// For an approval.
    Approval,
    /// As a part that was held back.
    HeldBack(HeldBackUntil),
}

/// What a settled run paid: `gross + draws = recovered + paid`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidLine {
    /// The day it stands under.
    pub on: Date,
    /// The run.
    pub run: RunId,
    /// What was payable, but for draws.
    pub gross: Amount,
    /// What draws gave.
    pub draws: Amount,
    /// What was kept against what the payee owed, draws among it.
    pub recovered: Amount,
    /// What of it was kept against draws, in the order it was kept.
    pub draws_recovered: Vec<DrawRecovered>,
    /// The recovery limit, where it let less be kept than was owed.
    pub kept_at_most: Option<Amount>,
    /// What was paid in money.
    pub paid: Amount,
}
