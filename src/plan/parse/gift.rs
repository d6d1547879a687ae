//! `[[gift]]` and `[[recognition]]`: what rules give that is neither money nor counted.
//!
//! Whether some rule gives them, and whether it can give them whole, is for [`crate::lint`].

use super::draft::{GiftDraft, PaysDraft, RecognitionDraft};
use super::nearest::nearest;
use super::reader::{Field, Reader};
use super::shape::{FORFEITED, GIFT, RECOGNITION};
use crate::money::{Amount, Unit};
use crate::plan::gift::{OnceGiven, Thing};

/// The words of `pays` for what is given whole.
pub(super) const GIVEN: [&str; 2] = ["gift", "recognition"];

/// The most recipients of a notice.
const TELL_MAX: usize = 16;

const YES_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

impl<'s> Reader<'s> {
    /// One gift.
    pub(super) fn gift(&mut self, field: Field<'s>) -> GiftDraft {
        let Some(table) = self.table(field, &GIFT) else { return GiftDraft::default() };
        let word = |reader: &mut Self, key| {
            reader.required(&table, key).and_then(|word| reader.word(word, &YES_NO, &[]))
        };
        let once = [("kept", OnceGiven::Kept), ("claimed", OnceGiven::Claimed)];
        GiftDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            fair_value: self.required(&table, "fair_value").and_then(|it| self.amount(it)),
            taxable: word(self, "taxable"),
            cash_equivalent: word(self, "cash_equivalent"),
            forfeited: self
                .required(&table, "forfeited")
                .and_then(|it| self.months(it, &FORFEITED)),
            once_given: self
                .required(&table, "once_given")
                .and_then(|it| self.word(it, &once, &[])),
        }
    }

    /// One recognition.
    pub(super) fn recognition(&mut self, field: Field<'s>) -> RecognitionDraft {
        let Some(table) = self.table(field, &RECOGNITION) else {
            return RecognitionDraft::default();
        };
        RecognitionDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            tell: self
                .required(&table, "tell")
                .and_then(|tell| self.distinct(tell, TELL_MAX, Reader::id)),
        }
    }

    /// What a rule gives one of, by its id.
    pub(super) fn given(&mut self, way: Field<'s>, is_gift: bool) -> Option<PaysDraft> {
        let text = self.text(way)?;
        let ids: Option<Vec<&str>> = if is_gift {
            let gifts = self.names.gifts.as_ref()?;
            gifts.iter().map(|it| it.id.as_ref().map(|id| id.as_str())).collect()
        } else {
            let recognitions = self.names.recognitions.as_ref()?;
            recognitions.iter().map(|it| it.id.as_ref().map(|id| id.as_str())).collect()
        };
        let ids = ids?; // with one id unread, this may be that one
        let found = ids.iter().position(|id| *id == text).and_then(|at| u16::try_from(at).ok());
        let Some(at) = found else {
            let meant = match nearest(text, ids) {
                Some(near) => format!("; did you mean \"{near}\"?"),
                None => String::new(),
            };
            let table = if is_gift { "[[gift]]" } else { "[[recognition]]" };
            let sentence = format!("the plan has no {table} of this id{meant}");
            self.report.wrong("P1811", way.span(), sentence, way.help);
            return None;
        };
        let (unit, thing) = if is_gift {
            (Unit::GIFT, Thing::Gift(at))
        } else {
            (Unit::BADGE, Thing::Recognition(at))
        };
        let one = Amount::from_minor(1, unit).ok()?;
        Some(PaysDraft::InKind(unit, one, Some(thing)))
    }
}
