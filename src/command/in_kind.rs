//! The command about points and time off: they are redeemed.

use crate::id::{PayeeId, RedemptionId};
use crate::money::Amount;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Points of a payee are turned into something, or hours of time off are taken. The oldest go
/// first. Refused beyond what has vested and not expired.
///
/// A redemption that was told by mistake is retracted: see [`Retract`](crate::command::Retract).
///
/// ```
/// use referral_ledger::command::{Command, Redeem};
/// use referral_ledger::{amount, date, id::RedemptionId, told::Key};
/// let (redemption, payee) = (RedemptionId::named("shop-order-81"), "T07".parse()?);
/// let (amount, redeemed_on) = (amount!(120 points), date!("2026-05-04"));
/// let command: Command = Redeem { redemption, payee, amount, redeemed_on }.into();
/// assert_eq!(Key::of(&command).as_str(), format!("redeem:{redemption}"));
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redeem {
    /// The redemption, named from the host's row.
    pub redemption: RedemptionId,
    /// Whose they are.
    pub payee: PayeeId,
    /// So many points, or hours.
    pub amount: Amount,
    /// The day of it.
    pub redeemed_on: Date,
}
