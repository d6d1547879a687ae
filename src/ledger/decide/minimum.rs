//! Decides what of a minimum reward is deducted from what its lead earns the same payee later.
//!
//! A counter of the lead and the payee says how much is still to be deducted. What is deducted
//! stays so when the later reward is taken back; a fact that never was deducts nothing.

use super::before::Pending;
use super::trigger::Trigger;
use crate::accrual::{Made, Move};
use crate::deal::Milestone;
use crate::event::Accrued;
use crate::ledger::state::{CounterRow, Counting, Scope, State};
use crate::money::Amount;
use crate::plan::Plan;
use crate::plan::answer::MinimumReward;
use crate::why::Step;

/// The same without what is deducted of it. A minimum itself is remembered.
pub(super) fn deducted(
    state: &State,
    trigger: &Trigger<'_>,
    (number, plan, pending): (u32, &Plan, &Pending),
    holders: &[u32],
    mut made: Made,
) -> Made {
    let answer = plan.leads.ground.answer.as_ref();
    let minimum = answer.and_then(|answer| answer.minimum_reward);
    if minimum != Some(MinimumReward::DeductedFromLater) {
        return made;
    }
    for (part, payee) in made.parts.iter_mut().zip(holders) {
        if !part.amount.is_positive() || !part.amount.unit().is_money() {
            continue;
        }
        if trigger.milestone == Milestone::Unanswered {
            part.moves.push(Move::Minimum(part.amount.minor()));
            continue;
        }
        let scope = Scope::DealOfPayee(trigger.lead, *payee);
        let key = state.counter_key((number, Counting::Minimum), scope, None);
        let CounterRow::Minimum(left) = pending.row(state, plan, &key) else { continue };
        let minor = left.min(part.amount.minor());
        if minor > 0 {
            let amount = |minor| {
                let amount = Amount::from_minor(minor, plan.unit);
                amount.expect("L4: a part of an amount is in bounds")
            };
            let rest = amount(part.amount.minor() - minor);
            part.steps.push(Step::MinimumDeducted(amount(minor).into(), rest.into()));
            part.moves.push(Move::Minimum(-minor));
            part.kept = if part.kept.minor() > rest.minor() { rest } else { part.kept };
            part.amount = rest;
        }
    }
    made
}

/// Says before all else that nobody answered.
pub(super) fn said(trigger: &Trigger<'_>, accrued: &mut Accrued) {
    if let Some(due) = trigger.days.unanswered {
        accrued.steps.insert(0, Step::Unanswered(due));
    }
}
