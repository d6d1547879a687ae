//! Events of thresholds: whom a run left out.

use crate::digest::Digest;
use crate::id::{EntityId, PayeeId};
use crate::money::Amount;
use crate::payout::threshold::Threshold;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Somebody has no line in a run, for they were below its threshold. What was payable stays
/// payable, nothing is kept of it, and nothing is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// The day of the books on whose statement it stands.
    pub on: Date,
    /// Who was left out.
    pub payee: PayeeId,
    /// Whose books carry what is payable.
    pub entity: EntityId,
    /// Of how many lots it is.
    pub lots: u32,
    /// SHA-256 over the lots in order, as in [`Vested::digest`](super::Vested::digest).
    pub digest: Digest,
    /// What was payable, but for draws.
    pub gross: Amount,
    /// What draws gave; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<Amount>,
    /// What would have been paid.
    pub net: Amount,
    /// The threshold of the run.
    pub threshold: Threshold,
    /// How much more would have been paid out.
    pub missing: Amount,
}
