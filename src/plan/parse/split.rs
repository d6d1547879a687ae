//! `[[split]]`: one role with its share.
//!
//! Whether the shares sum to one and every role is covered is for [`crate::lint`].

use super::draft::RoleDraft;
use super::reader::{Field, Reader};
use super::shape::SPLIT;

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
}
