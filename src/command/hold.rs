//! Commands about what is not paid yet: approving what waits for it, and holds by hand.

use crate::id::{ApprovalId, HoldId, ReasonCode};
use crate::money::Amount;
use crate::reward::RewardId;
use serde::{Deserialize, Serialize};

/// Approves what of a reward is held until it is approved: it is payable from this day on.
///
/// Told by a person who is not the payee. It names the amount that was looked at, so that an
/// approval never covers more.
///
/// ```
/// use referral_ledger::amount;
/// use referral_ledger::command::{ApproveReward, Command};
/// use referral_ledger::id::{ApprovalId, DealId};
/// use referral_ledger::reward::{RewardId, Source};
/// use referral_ledger::told::Key;
/// let (source, plan) = (Source::Deal(DealId::named("sale-1")), "field@2026".parse()?);
/// let reward = RewardId { source, plan, rule: "commission".parse()?, payee: "T07".parse()? };
/// let (approval, reason) = (ApprovalId::named("ticket-4"), "margin-checked".parse()?);
/// let amount = amount!(370.00 USD);
/// let command: Command = ApproveReward { approval, reward, amount, reason }.into();
/// assert_eq!(Key::of(&command).as_str(), format!("approve_reward:{approval}"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveReward {
    /// The approval, named from the host's row.
    pub approval: ApprovalId,
    /// The reward.
    pub reward: RewardId,
    /// What of it waits.
    pub amount: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Puts a reward on hold by hand: what is payable of it, or will be, enters no run until the hold
/// is released. What is in a run already stays there.
///
/// A reward may have several holds; it is payable again when all are released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldReward {
    /// The hold, named from the host's row.
    pub hold: HoldId,
    /// The reward.
    pub reward: RewardId,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Releases a hold by hand. Told by a person who is not the payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseReward {
    /// The hold.
    pub hold: HoldId,
    /// Why, as a code.
    pub reason: ReasonCode,
}
