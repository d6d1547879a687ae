//! What goes with a gift or a recognition that is awarded.

use crate::id::{BadgeId, GiftId, RoleId};
use crate::money::Amount;
use crate::plan::gift::OnceGiven;
use crate::why::Step;
use serde::{Deserialize, Serialize};

/// What is awarded, as the plan described it on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AwardedThing {
    /// A gift. Its fair value is its cost.
    Gift {
        /// Which.
        gift: GiftId,
        /// Whether its fair value is taxed as pay when it is handed over.
        taxable: bool,
        /// Whether it is as good as money.
        cash_equivalent: bool,
        /// What a reversal does once it was handed over.
        once_given: OnceGiven,
    },
    /// A recognition.
    Recognition {
        /// Which.
        badge: BadgeId,
        /// Whom the host tells of it.
        tell: Vec<RoleId>,
    },
}

impl AwardedThing {
    /// What a Why says of it.
    pub(super) fn step(&self, cost: Option<Amount>) -> Option<Step> {
        match self {
            AwardedThing::Gift { gift, taxable, cash_equivalent, .. } => {
                Some(Step::Gift(gift.clone(), cost?, *taxable, *cash_equivalent))
            }
            AwardedThing::Recognition { badge, tell } => {
                Some(Step::Recognised(badge.clone(), tell.clone()))
            }
        }
    }
}
