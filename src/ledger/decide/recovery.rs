//! Decides what a run keeps of a payee's line: what is owed back first, then draws.
//!
//! What is owed back is kept oldest first, as far as the recovery limit of the pay group lets. A
//! draw is kept from what was earned and never from another draw, once its recovery has started
//! and it was paid itself, in the order of its plan, and down to the pay that its plan protects,
//! within the same limit. What earnings cover of a draw that was given in advance was paid already,
//! and no limit holds for it.

use crate::event::Recovery;
use crate::ledger::state::{DebtRow, DebtStage, Place, State};
use crate::money::Amount;
use crate::plan::draw::{Protects, ProtectsWhile};
use crate::time::Period;

/// The most receivables one line keeps something against, so that its record stays within its
/// bound. What is owed beyond that is kept back from the next run.
const RECOVERIES_MAX: usize = 500;

/// What is payable of a line, before anything is kept.
pub(super) struct Payable {
    pub(super) payee: u32,
    /// The period the run pays for.
    pub(super) period: Period,
    pub(super) gross: i64,
    pub(super) draws: i64,
}

/// What a line keeps, and what is left to pay.
pub(super) struct Netted {
    pub(super) recovered: Vec<Recovery>,
    pub(super) draws_recovered: Vec<Recovery>,
    pub(super) paid: i64,
    /// The limit, where it let less be kept than was owed.
    pub(super) kept_at_most: Option<Amount>,
}

pub(super) fn net(state: &State, it: &Payable, amount: impl Fn(i64) -> Amount) -> Netted {
    let payee = it.payee;
    let mut paid = it.gross + it.draws;
    let limit = limit(state, it, &amount);
    let mut room = limit.map_or(i64::MAX, Amount::minor);
    let mut is_short = false;
    let mut recovered = Vec::new();
    let owed = state.owed.range((payee, 0)..=(payee, u32::MAX)).take(RECOVERIES_MAX);
    for (_, receivable) in owed {
        let could = state.receivables.row(receivable).outstanding.min(paid);
        let kept = could.min(room);
        is_short |= kept < could;
        if kept > 0 {
            recovered.push(Recovery { receivable, amount: amount(kept) });
            (paid, room) = (paid - kept, room - kept);
        }
    }
    let mut earned = it.gross.min(paid);
    let mut draws_recovered = Vec::new();
    let owed = state.draws_owed.range((payee, 0, 0)..=(payee, u16::MAX, u32::MAX));
    let debts = owed.filter_map(|(_, _, receivable)| Some((receivable, state.debt(receivable)?)));
    let (covered, other): (Vec<_>, Vec<_>) =
        debts.partition(|(_, debt)| debt.stage == DebtStage::Covered);
    for (receivable, debt) in covered.into_iter().chain(other).take(RECOVERIES_MAX) {
        let month = it.period.last_day().month();
        let Some(protected) = protected(state, debt, month) else { continue };
        let there = earned.min((paid - protected).max(0));
        let could = state.receivables.row(receivable).outstanding.min(there);
        let is_covered = debt.stage == DebtStage::Covered;
        let kept = if is_covered { could } else { could.min(room) };
        is_short |= kept < could;
        if kept > 0 {
            draws_recovered.push(Recovery { receivable, amount: amount(kept) });
            (paid, earned) = (paid - kept, earned - kept);
            room -= if is_covered { 0 } else { kept };
        }
    }
    let kept_at_most = limit.filter(|_| is_short);
    Netted { recovered, draws_recovered, paid, kept_at_most }
}

/// The most that is kept of a line; `None` for no limit.
fn limit(state: &State, it: &Payable, amount: impl Fn(i64) -> Amount) -> Option<Amount> {
    let last_day = it.period.last_day();
    let row = state.payees.row(it.payee);
    let limit = state.recovery_limit_on(row.group, last_day)?;
    let has_left = row.employment.last_day.is_some_and(|left| left <= last_day);
    limit.of(amount(it.gross + it.draws), has_left)
}

/// How much pay is left when a draw is recovered in a month; `None` while it is not recovered yet.
fn protected(state: &State, debt: &DebtRow, month: Period) -> Option<i64> {
    let row = state.draws.row(debt.draw);
    match debt.stage {
        DebtStage::Covered => return Some(0),
        DebtStage::Unreckoned | DebtStage::Waiting => return None,
        DebtStage::From(from) if month.from() < from => return None,
        DebtStage::From(_) => match state.lots.row(debt.lot).place {
            Place::Payable | Place::InRun(_) => return None, // it was not paid itself
            _ => {}
        },
    }
    let recovery = state.draw_words(row).recovery.as_ref()?;
    Some(match recovery.protects {
        Protects::Pay(pay, ProtectsWhile::Owed) => pay.minor(),
        Protects::Pay(pay, ProtectsWhile::DrawRuns) if row.runs_in(month) => pay.minor(),
        Protects::Pay(..) | Protects::Nothing => 0,
    })
}
