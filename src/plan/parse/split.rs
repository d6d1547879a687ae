//! `[[split]]` and `[[overlay]]`: one role with its share, of the whole or on top of it.
//!
//! Whether the shares sum to one and every role is covered is for [`crate::lint`].

use super::draft::{OverlayDraft, RoleDraft};
use super::reader::{Field, Reader};
use super::shape::{OVERLAY, SPLIT};

impl<'s> Reader<'s> {
    /// One role of the split.
    pub(super) fn role(&mut self, field: Field<'s>) -> RoleDraft {
        let Some(table) = self.table(field, &SPLIT) else { return RoleDraft::default() };
        RoleDraft {
            role: self.required(&table, "role").and_then(|role| self.id(role)),
            share: self.required(&table, "share").and_then(|share| self.rate(share)),
            when_absent: match table.optional("when_absent") {
                Some(role) => self.id(role).map(Some),
                None => Some(None),
            },
        }
    }

    /// One role that is credited on top of the split.
    pub(super) fn overlay(&mut self, field: Field<'s>) -> OverlayDraft {
        let Some(table) = self.table(field, &OVERLAY) else { return OverlayDraft::default() };
        OverlayDraft {
            role: self.required(&table, "role").and_then(|role| self.id(role)),
            share: self.required(&table, "share").and_then(|share| self.rate(share)),
        }
    }
}
