//! Commands about the threshold of a pay group, and about what stays below it.

use crate::digest::Digest;
use crate::id::{LapseId, PayGroupId, PayeeId, ReasonCode};
use crate::money::Amount;
use crate::payout::threshold::Threshold;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Says how much the runs of a pay group must have for a payee, from a day on, until the next such
/// command. A run goes by the word of the last day of its period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetThreshold {
    /// The group.
    pub group: PayGroupId,
    /// The threshold, in the currency of the group; `None` from this day on for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Threshold>,
    /// The first day.
    pub from: Date,
}

/// Proposes that what a run left out lapses, where its threshold said so. Nothing moves until
/// somebody else approves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposeLapse {
    /// The lapse, named from the host's row.
    pub lapse: LapseId,
    /// Whose pay it is.
    pub payee: PayeeId,
    /// How much: all that can lapse, as [`Ledger::can_lapse`](crate::Ledger::can_lapse) shows it.
    pub amount: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Approves a lapse, which is carried out at once. By a person who neither proposed it nor is the
/// payee, bound to the digest of what was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveLapse {
    /// The lapse.
    pub lapse: LapseId,
    /// Its digest, as [`Ledger::lapse`](crate::Ledger::lapse) shows it.
    pub digest: Digest,
}

/// Declines a lapse: it stays payable. By a person who is not the payee; whoever proposed it may
/// think better of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineLapse {
    /// The lapse.
    pub lapse: LapseId,
    /// Why, as a code.
    pub reason: ReasonCode,
}
