//! The command about gifts: they are handed over.

use crate::id::{ActorId, GiftId, PayeeId, RedemptionId};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// A gift that is owed to a payee is handed over. Of several of the same the one that is owed the
/// longest goes first. Refused where none has vested, or none is left.
///
/// It is the redemption of the gift. One that was told by mistake is retracted: see
/// [`Retract`](crate::command::Retract).
///
/// ```
/// use referral_ledger::command::{Command, HandOver};
/// use referral_ledger::{date, id::RedemptionId, told::Key};
/// let (redemption, payee) = (RedemptionId::named("hr-71"), "T07".parse()?);
/// let (gift, handed_on, given_by) = ("hamper".parse()?, date!("2026-05-04"), "boss".parse()?);
/// let command: Command = HandOver { redemption, payee, gift, handed_on, given_by }.into();
/// assert_eq!(Key::of(&command).as_str(), format!("hand_over:{redemption}"));
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The handing over, named from the host's row.
    pub redemption: RedemptionId,
    /// Who is given it.
    pub payee: PayeeId,
    /// Which gift.
    pub gift: GiftId,
    /// The day of it.
    pub handed_on: Date,
    /// Who gave it.
    pub given_by: ActorId,
}
