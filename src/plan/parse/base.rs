//! `[[base]]`: what of which lines is counted, and the names by which rules and tables ask for it.

use super::draft::BaseDraft;
use super::nearest::nearest;
use super::reader::{Field, Reader, Table};
use super::shape::{BASE, CLASSES};
use crate::plan::base::{Base, Classes, Counted, Extras};

/// The most classes a base lists.
const CLASSES_MAX: usize = 50;

/// The words of what a base counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Value,
    Collected,
    Quoted,
    Retained,
    Margin,
    Quantity,
}

impl<'s> Reader<'s> {
    /// One named base.
    pub(super) fn named_base(&mut self, field: Field<'s>) -> BaseDraft {
        let Some(table) = self.table(field, &BASE) else { return BaseDraft::default() };
        let of = self.required(&table, "of").and_then(|word| {
            let choices = [
                ("value", Of::Value),
                ("collected", Of::Collected),
                ("quoted", Of::Quoted),
                ("retained", Of::Retained),
                ("margin", Of::Margin),
                ("quantity", Of::Quantity),
            ];
            self.word(word, &choices, &[])
        });
        BaseDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            of: self.counted(&table, of),
            classes: self.required(&table, "classes").and_then(|classes| self.classes(classes)),
        }
    }

    /// What is counted, with the words that go with it.
    fn counted(&mut self, table: &Table<'s>, of: Option<Of>) -> Option<Counted> {
        let of = of?;
        if of == Of::Quantity {
            for key in ["tax", "freight", "discount", "below_zero"] {
                self.misplaced(table, key, "a quantity is no money");
            }
            return Some(Counted::Quantity);
        }
        let tax = self.extra(table, "tax", ["left_out", "counted"]);
        let freight = self.extra(table, "freight", ["left_out", "counted"]);
        let discount = self.extra(table, "discount", ["taken_off", "added_back"]);
        let below_zero = match of {
            Of::Margin => self.extra(table, "below_zero", ["zero", "counted"]),
            _ => {
                self.misplaced(table, "below_zero", "only a margin can be less than nothing");
                None
            }
        };
        let extras = Extras { tax: tax?, freight: freight?, discount: discount? };
        Some(match of {
            Of::Value => Counted::Value(extras),
            Of::Collected => Counted::Collected(extras),
            Of::Quoted => Counted::Quoted(extras),
            Of::Retained => Counted::Retained(extras),
            Of::Margin => Counted::Margin(extras, below_zero?),
            Of::Quantity => Counted::Quantity,
        })
    }

    /// One of two words, of which the second says yes.
    fn extra(
        &mut self,
        table: &Table<'s>,
        key: &'static str,
        words: [&'static str; 2],
    ) -> Option<bool> {
        let field = self.required(table, key)?;
        self.word(field, &[(words[0], false), (words[1], true)], &[])
    }

    fn classes(&mut self, field: Field<'s>) -> Option<Classes> {
        if field.as_text().is_some() {
            return self.word(field, &[("all", ())], &[]).map(|()| Classes::All);
        }
        let table = self.table(field, &CLASSES)?;
        let why = "a base counts only some classes or all without some, not both";
        let list = self.one_of(&table, &["only", "without"], why)?;
        let classes = self.distinct(list, CLASSES_MAX, Reader::id)?;
        Some(if list.key == "only" { Classes::Only(classes) } else { Classes::Without(classes) })
    }

    /// A base by its word or its id.
    pub(super) fn base(&mut self, field: Field<'s>) -> Option<Base> {
        let text = self.text(field)?;
        if let Some(base) = Base::BUILT_IN.into_iter().find(|base| base.word() == text) {
            return Some(base);
        }
        if let Some(at) = self.measure_of(text) {
            return Some(Base::Measured(at));
        }
        let bases = self.names.bases.as_ref()?;
        let ids: Option<Vec<&str>> =
            bases.iter().map(|base| base.id.as_ref().map(|id| id.as_str())).collect();
        let is_this = |base: &BaseDraft| base.id.as_ref().is_some_and(|id| id.as_str() == text);
        let found = bases.iter().position(is_this).and_then(|at| u16::try_from(at).ok());
        // With one id unread, this may be that one.
        if let (None, Some(ids)) = (found, ids) {
            let words = Base::BUILT_IN.map(Base::word);
            let meant = match nearest(text, words.into_iter().chain(ids)) {
                Some(near) => format!("; did you mean \"{near}\"?"),
                None => String::new(),
            };
            let sentence = format!("the plan has no base of this name{meant}");
            self.report.wrong("P1001", field.span(), sentence, field.help);
        }
        found.map(Base::Named)
    }
}
