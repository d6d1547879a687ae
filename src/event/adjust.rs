//! Events of adjustments: what an approved one gave or took, and where.

use crate::adjustment::Direction;
use crate::id::{AdjustmentId, EntityId, PayeeId};
use crate::money::Amount;
use crate::reward::Source;
use crate::time::Date;
use crate::why::{Fate, Step, Why};
use serde::{Deserialize, Serialize};

/// An adjustment was approved and carried out. What it gives is payable from its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjusted {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whom it is for.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// Whether the payee gets or gives.
    pub direction: Direction,
    /// How much.
    pub amount: Amount,
    /// From which payable lots it is taken, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_off: Vec<SetOff>,
    /// What was not there to take: the payee owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<Amount>,
    /// The steps of its Why.
    pub steps: Vec<Step>,
}

/// An amount of a payable lot that is set off against an adjustment: for what caused the lot it
/// counts as paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetOff {
    /// The lot.
    pub lot: u32,
    /// How much of it. A part becomes a lot of its own.
    pub amount: Amount,
}

impl Adjusted {
    pub(super) fn why(&self, adjustment: AdjustmentId) -> Why {
        Why {
            source: Source::Adjustment(adjustment),
            payee: self.payee.clone(),
            rule: None,
            fact_on: self.on,
            booked_on: self.on,
            amount: Some(self.amount),
            steps: self.steps.clone(),
            fate: match self.direction {
                Direction::Up => Fate::PayableFrom(self.on),
                Direction::Down => Fate::TakenBack,
            },
        }
    }
}
