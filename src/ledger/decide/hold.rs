//! Decides approvals of what waits for one, and holds by hand.

use super::Desk;
use super::vesting::digest_of;
use crate::command::{ApproveReward, HoldReward, ReleaseReward};
use crate::event::{Approved, Event, HandHold, VestedTotal};
use crate::id::PayeeId;
use crate::money::Amount;
use crate::refusal::Refusal;
use crate::reward::RewardId;

pub(super) fn approve(desk: &Desk<'_>, command: &ApproveReward) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    if let Some((_, first)) = state.approvals.get(&command.approval) {
        return Err(Refusal::ApprovalOnFile { approval: command.approval, first: *first });
    }
    let reward = on_file(desk, &command.reward)?;
    by_somebody_else(desk, &command.reward.payee)?;
    let lots = state.unapproved_of(reward);
    let group = state.group_of(state.rewards.row(reward).payee);
    let minor = lots.iter().map(|lot| state.lots.row(*lot).left()).sum();
    let waits = Amount::from_minor(minor, state.rewards.row(reward).unit)
        .expect("L2: what is held was accrued within the bound");
    if lots.is_empty() {
        return Err(Refusal::NothingWaitsForApproval { reward: Box::new(command.reward.clone()) });
    }
    if waits != command.amount {
        let (reward, given) = (Box::new(command.reward.clone()), command.amount);
        return Err(Refusal::ApprovedAmountDiffers { reward, given, waits });
    }
    let day = desk.today()?;
    // After this point the command must succeed.
    let (on, _) = desk.booked(day);
    let total = VestedTotal {
        payee: command.reward.payee.clone(),
        entity: group.entity.clone(),
        amount: waits,
        lots: u32::try_from(lots.len()).expect("a journal holds fewer than 2^32 lots"),
    };
    let digest = digest_of(desk, lots.into_iter());
    Ok(vec![Event::RewardApproved(Approved { day, on, digest, total })])
}

pub(super) fn hold(desk: &Desk<'_>, command: &HoldReward) -> Result<Vec<Event>, Refusal> {
    if let Some((_, row)) = desk.state.hand_holds.get(&command.hold) {
        return Err(Refusal::HoldOnFile { hold: command.hold, first: row.sequence });
    }
    on_file(desk, &command.reward)?;
    let (on, _) = desk.booked(desk.today()?);
    // After this point the command must succeed.
    Ok(vec![Event::RewardHeld(HandHold { on })])
}

pub(super) fn release(desk: &Desk<'_>, command: &ReleaseReward) -> Result<Vec<Event>, Refusal> {
    let state = desk.state;
    let Some((_, row)) = state.hand_holds.get(&command.hold) else {
        return Err(Refusal::HoldUnknown { hold: command.hold });
    };
    if let Some(first) = row.released {
        return Err(Refusal::HoldIsReleased { hold: command.hold, first });
    }
    by_somebody_else(desk, state.payees.key(state.rewards.row(row.reward).payee))?;
    let (on, _) = desk.booked(desk.today()?);
    // After this point the command must succeed.
    Ok(vec![Event::RewardReleased(HandHold { on })])
}

/// The reward, or the refusal that nothing accrued under its id.
fn on_file(desk: &Desk<'_>, reward: &RewardId) -> Result<u32, Refusal> {
    let found = desk.state.reward_number(reward);
    found.ok_or_else(|| Refusal::RewardUnknown { reward: Box::new(reward.clone()) })
}

/// Refuses a program, and the payee.
fn by_somebody_else(desk: &Desk<'_>, payee: &PayeeId) -> Result<(), Refusal> {
    desk.by_person(|actor| Refusal::ReleasedByProgram { actor })?;
    if desk.told.by.id.as_str() == payee.as_str() {
        return Err(Refusal::ReleasedByPayee { payee: payee.clone() });
    }
    Ok(())
}
