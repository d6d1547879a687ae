//! Decides what a run keeps of a payee's line: what is owed back first, then draws.
//!
//! What is owed back is kept without limit, oldest first. A draw is kept from what was earned and
//! never from another draw, once its recovery has started and it was paid itself, in the order of
//! its plan, and down to the pay that its plan protects.

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
    /// The month the run pays for.
    pub(super) month: Period,
    pub(super) gross: i64,
    pub(super) draws: i64,
}

/// What a line keeps, and what is left to pay.
pub(super) struct Netted {
    pub(super) recovered: Vec<Recovery>,
    pub(super) draws_recovered: Vec<Recovery>,
    pub(super) paid: i64,
}

pub(super) fn net(state: &State, it: &Payable, amount: impl Fn(i64) -> Amount) -> Netted {
    let payee = it.payee;
    let mut paid = it.gross + it.draws;
    let mut recovered = Vec::new();
    let owed = state.owed.range((payee, 0)..=(payee, u32::MAX)).take(RECOVERIES_MAX);
    for (_, receivable) in owed {
        let kept = state.receivables.row(receivable).outstanding.min(paid);
        if kept > 0 {
            recovered.push(Recovery { receivable, amount: amount(kept) });
            paid -= kept;
        }
    }
    let mut earned = it.gross.min(paid);
    let mut draws_recovered = Vec::new();
    let owed = state.draws_owed.range((payee, 0, 0)..=(payee, u16::MAX, u32::MAX));
    let debts = owed.filter_map(|(_, _, receivable)| Some((receivable, state.debt(receivable)?)));
    let (covered, other): (Vec<_>, Vec<_>) =
        debts.partition(|(_, debt)| debt.stage == DebtStage::Covered);
    for (receivable, debt) in covered.into_iter().chain(other).take(RECOVERIES_MAX) {
        let Some(protected) = protected(state, debt, it.month) else { continue };
        let room = earned.min((paid - protected).max(0));
        let kept = state.receivables.row(receivable).outstanding.min(room);
        if kept > 0 {
            draws_recovered.push(Recovery { receivable, amount: amount(kept) });
            (paid, earned) = (paid - kept, earned - kept);
        }
    }
    Netted { recovered, draws_recovered, paid }
}

/// How much pay is left when a draw is recovered in a month; `None` while it is not recovered yet.
fn protected(state: &State, debt: &DebtRow, month: Period) -> Option<i64> {
    let row = state.draws.row(debt.draw);
    match debt.stage {
        DebtStage::Covered => return Some(0),
        DebtStage::Unreckoned | DebtStage::Waiting => return None,
        DebtStage::From(from) if month.from() < from => return None,
        DebtStage::From(_) if state.lots.row(debt.lot).place == Place::Payable => return None,
        DebtStage::From(_) => {}
    }
    let recovery = state.draw_words(row).recovery.as_ref()?;
    Some(match recovery.protects {
        Protects::Pay(pay, ProtectsWhile::Owed) => pay.minor(),
        Protects::Pay(pay, ProtectsWhile::DrawRuns) if row.runs_in(month) => pay.minor(),
        Protects::Pay(..) | Protects::Nothing => 0,
    })
}
