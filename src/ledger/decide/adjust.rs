//! Decides adjustments: what one person proposes, another approves or declines.
//!
//! What is taken comes out of payable lots, oldest first. It is set off there, as a run sets off
//! what is owed: for the fact that caused the lot it counts as paid, so that a later refund of that
//! fact takes all it should. What is not there becomes a receivable.

use super::{Desk, amount_of};
use crate::adjustment::{About, Direction};
use crate::approval::ApprovalStage;
use crate::command::{ApproveAdjustment, DeclineAdjustment, ProposeAdjustment};
use crate::digest::Digest;
use crate::event::{Adjusted, Event, SetOff};
use crate::id::AdjustmentId;
use crate::ledger::state::{AdjustmentRow, State};
use crate::money::{Amount, ExactAmount, Unit};
use crate::refusal::Refusal;
use crate::why::Step;

/// The most lots one adjustment is set off against, so that its record stays within its bound. What
/// it would take of others is owed.
const LOTS_MAX: usize = 500;

pub(super) fn propose(desk: &Desk<'_>, command: &ProposeAdjustment) -> Result<Vec<Event>, Refusal> {
    let (state, adjustment, amount) = (desk.state, command.adjustment, command.amount);
    if let Some((_, row)) = state.adjustments.get(&adjustment) {
        return Err(Refusal::AdjustmentOnFile { adjustment, first: row.sequence });
    }
    desk.by_person(|actor| Refusal::AdjustmentByProgram { adjustment, actor })?;
    let payee = desk.payee(&command.payee)?;
    let (paid_in, given) = (state.account_in(payee), amount.unit());
    if given != paid_in {
        let payee = command.payee.clone();
        return Err(Refusal::AdjustmentInOther { payee, paid_in, given });
    }
    if !amount.is_positive() {
        return Err(Refusal::AdjustmentNotPositive { adjustment, amount });
    }
    match command.about {
        Some(About::Lead(lead)) if state.leads.find(&lead).is_none() => {
            return Err(Refusal::LeadUnknown { lead });
        }
        Some(About::Deal(deal)) if state.deals.find(&deal).is_none() => {
            return Err(Refusal::DealUnknown { deal });
        }
        _ => {}
    }
    if let Some(based_on) = command.based_on.filter(|it| !it.comes_to(amount)) {
        let product = based_on.product();
        let product = product.ok_or(Refusal::AmountOutOfBounds { what: "the adjustment" })?;
        return Err(Refusal::AdjustmentMiscounts { adjustment, product, amount });
    }
    // After this point the command must succeed.
    let bytes = serde_json::to_vec(command).expect("a command has a JSON form");
    Ok(vec![Event::AdjustmentProposed(Digest::sha256(&bytes))])
}

pub(super) fn approve(desk: &Desk<'_>, command: &ApproveAdjustment) -> Result<Vec<Event>, Refusal> {
    let adjustment = command.adjustment;
    let row = open(desk, adjustment)?;
    let actor = desk.told.by.id.clone();
    if actor == row.proposed_by {
        return Err(Refusal::AdjusterApproves { adjustment, actor });
    }
    if command.digest != row.digest {
        let (given, proposed) = (command.digest, row.digest);
        return Err(Refusal::AdjustmentDiffers { adjustment, given, proposed });
    }
    let (on, _) = desk.booked(desk.today()?);
    if row.direction == Direction::Up {
        desk.within_bound(i128::from(row.amount))?;
    }
    // After this point the command must succeed.
    let group = desk.state.group_of(row.payee);
    let unit = desk.state.account_in(row.payee);
    let (set_off, owed) = match row.direction {
        Direction::Up => (Vec::new(), 0),
        Direction::Down => set_off(desk.state, row.payee, row.amount, unit),
    };
    let amount = amount_of(row.amount, unit);
    Ok(vec![Event::Adjusted(Adjusted {
        on,
        payee: desk.state.payees.key(row.payee).clone(),
        entity: group.entity.clone(),
        direction: row.direction,
        amount,
        set_off,
        owed: (owed > 0).then(|| amount_of(owed, unit)),
        steps: steps(row, amount, &desk.told.by.id),
    })])
}

pub(super) fn decline(desk: &Desk<'_>, command: &DeclineAdjustment) -> Result<Vec<Event>, Refusal> {
    open(desk, command.adjustment)?;
    // After this point the command must succeed.
    Ok(vec![Event::AdjustmentDeclined])
}

/// The adjustment, if whoever tells may decide on it.
fn open<'a>(desk: &Desk<'a>, adjustment: AdjustmentId) -> Result<&'a AdjustmentRow, Refusal> {
    let Some((_, row)) = desk.state.adjustments.get(&adjustment) else {
        return Err(Refusal::AdjustmentUnknown { adjustment });
    };
    if row.stage != ApprovalStage::Proposed {
        let (stage, since) = (row.stage, row.since);
        return Err(Refusal::AdjustmentIsDecided { adjustment, stage, since });
    }
    desk.by_person(|actor| Refusal::AdjustmentByProgram { adjustment, actor })?;
    let actor = &desk.told.by.id;
    if desk.state.payees.key(row.payee).as_str() == actor.as_str() {
        return Err(Refusal::AdjustedDecides { adjustment, actor: actor.clone() });
    }
    Ok(row)
}

/// From which payable lots an amount is taken, oldest first, and what of it is not there. Of a lot
/// that is taken in part, what a refund could not take back stays.
fn set_off(state: &State, payee: u32, minor: i64, unit: Unit) -> (Vec<SetOff>, i64) {
    let (mut open, mut taken) = (minor, Vec::new());
    let lots = state.payable.range((payee, 0)..=(payee, u32::MAX)).take(LOTS_MAX);
    for (_, lot) in lots {
        let row = state.lots.row(lot);
        let left = row.left();
        let here = if left <= open { left } else { row.takeable().min(open) };
        if here > 0 {
            taken.push(SetOff { lot, amount: amount_of(here, unit) });
            open -= here;
        }
    }
    (taken, open)
}

fn steps(row: &AdjustmentRow, amount: Amount, approved_by: &crate::id::ActorId) -> Vec<Step> {
    let (reason, proposed_by) = (row.reason.clone(), row.proposed_by.clone());
    let because = Step::Adjusted(reason, proposed_by, approved_by.clone());
    let based_on = row
        .based_on
        .and_then(|it| Some(Step::Rate(ExactAmount::from(it.base), it.rate, it.product()?)));
    let last = Step::AdjustedBy(amount.into());
    let steps = [Some(because), row.about.map(Step::About), based_on, Some(last)];
    steps.into_iter().flatten().collect()
}
