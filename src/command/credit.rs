//! The command that gives the credit for a lead and its deal to somebody else.

use crate::id::{LeadId, PayeeId, ReasonCode};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Gives the credit somebody has for a lead and its deal to somebody else, in the same role: all of
/// it, or from a day on.
///
/// Facts dated from that day on are the new person's: what they earn accrues to them, under their
/// caps, their tiers and their quotas. Facts dated before stay the first person's, whenever they
/// are told. Nothing that was counted moves: where a fact of the new person's days was counted for
/// the first one, the command is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReassignCredit {
    /// The lead. Its deal goes with it.
    pub lead: LeadId,
    /// Who has the credit.
    pub from: PayeeId,
    /// Who is to have it.
    pub to: PayeeId,
    /// The first day whose facts are theirs; `None` for all facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Why, as a code.
    pub reason: ReasonCode,
}
