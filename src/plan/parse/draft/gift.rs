//! What could be read of gifts and recognition.

use crate::id::{BadgeId, GiftId, RoleId};
use crate::money::Amount;
use crate::plan::gift::{Gift, OnceGiven, Recognition};

/// What could be read of one gift.
#[derive(Default)]
pub(crate) struct GiftDraft {
    pub(crate) id: Option<GiftId>,
    pub(crate) fair_value: Option<Amount>,
    pub(crate) taxable: Option<bool>,
    pub(crate) cash_equivalent: Option<bool>,
    /// `Some(None)` for never.
    pub(crate) forfeited: Option<Option<u32>>,
    pub(crate) once_given: Option<OnceGiven>,
}

/// What could be read of one recognition.
#[derive(Default)]
pub(crate) struct RecognitionDraft {
    pub(crate) id: Option<BadgeId>,
    pub(crate) tell: Option<Vec<RoleId>>,
}

impl GiftDraft {
    pub(super) fn finish(self) -> Option<Gift> {
        Some(Gift {
            id: self.id?,
            fair_value: self.fair_value?,
            taxable: self.taxable?,
            cash_equivalent: self.cash_equivalent?,
            forfeited_months: self.forfeited?,
            once_given: self.once_given?,
        })
    }
}

impl RecognitionDraft {
    pub(super) fn finish(self) -> Option<Recognition> {
        Some(Recognition { id: self.id?, tell: self.tell? })
    }
}
