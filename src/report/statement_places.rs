//! Where the amounts were that were taken from a payee, as a statement tells it.

use super::statement::sum;
use crate::event::{Adjusted, Restated, Reversed, Take, TakenFrom};
use crate::id::PayeeId;
use crate::money::Amount;

/// Where the amounts were that a reversal took from a payee.
pub(super) fn taken_from(reversed: &Reversed, payee: &PayeeId) -> Vec<(TakenFrom, Amount)> {
    let shares = reversed.shares.iter().filter(|share| share.payee == *payee);
    by_place(&shares.flat_map(|share| &share.takes).collect::<Vec<_>>())
}

/// Where the amounts were that a restatement took, and what it left owed.
pub(super) fn given_back(restated: &Restated) -> Vec<(TakenFrom, Amount)> {
    let owed = restated.owed.map(|owed| (TakenFrom::Receivable, owed));
    let takes: Vec<_> = restated.takes.iter().collect();
    by_place(&takes).into_iter().chain(owed).collect()
}

/// What was taken, place by place.
fn by_place(takes: &[&Take]) -> Vec<(TakenFrom, Amount)> {
    let places = [
        TakenFrom::HeldBack,
        TakenFrom::Carried,
        TakenFrom::Queued,
        TakenFrom::Held,
        TakenFrom::Payable,
        TakenFrom::Receivable,
    ];
    let of = |from: TakenFrom| {
        let mut here = takes.iter().filter(|take| take.from == from).map(|take| take.amount);
        let first = here.next()?;
        Some((from, sum(first, here)))
    };
    places.into_iter().filter_map(of).collect()
}

/// What an adjustment took of payable amounts, and what it left owed.
pub(super) fn set_off_and_owed(adjusted: &Adjusted) -> Vec<(TakenFrom, Amount)> {
    let set_off =
        sum(Amount::zero(adjusted.amount.unit()), adjusted.set_off.iter().map(|it| it.amount));
    let set_off = set_off.is_positive().then_some((TakenFrom::Payable, set_off));
    let owed = adjusted.owed.map(|owed| (TakenFrom::Receivable, owed));
    set_off.into_iter().chain(owed).collect()
}
