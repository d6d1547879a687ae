//! `[points]` and `[time_off]`: what they cost, and how long they last.
//!
//! Whether some rule awards them, and whether the units fit, is for [`crate::lint`].

use super::reader::{Field, Reader, Table};
use super::shape::{EXPIRE, POINTS, PRICE, Shape, TIME_OFF};
use crate::money::Unit;
use crate::plan::in_kind::{InKind, Price, WORDS};

/// The most months until points or hours expire.
const MONTHS_MAX: i32 = 120;

impl<'s> Reader<'s> {
    /// What is said of points and of time off, where that is there.
    pub(super) fn in_kind(&mut self, document: &Table<'s>) -> Vec<(Unit, Option<InKind>)> {
        let mut read = Vec::new();
        for (word, unit) in WORDS {
            if let Some(field) = document.optional(word) {
                read.push((unit, self.in_kind_of(field, unit)));
            }
        }
        read
    }

    fn in_kind_of(&mut self, field: Field<'s>, unit: Unit) -> Option<InKind> {
        let shape = if unit == Unit::POINTS { &POINTS } else { &TIME_OFF };
        let table = self.table(field, shape)?;
        let cost = self.required(&table, "cost").and_then(|cost| self.cost(cost));
        let expire = self.required(&table, "expire").and_then(|it| self.months(it, &EXPIRE));
        Some(InKind { unit, cost: cost?, expire_months: expire? })
    }

    fn cost(&mut self, field: Field<'s>) -> Option<Option<Price>> {
        if field.as_text().is_some() {
            return self.word(field, &[("none", None)], &[]);
        }
        let table = self.table(field, &PRICE)?;
        let amount = self.required(&table, "amount").and_then(|amount| self.amount(amount));
        let units = self.required(&table, "for").and_then(|units| self.amount(units));
        Some(Some(Price { amount: amount?, units: units? }))
    }

    /// After so many months, or never.
    pub(super) fn months(
        &mut self,
        field: Field<'s>,
        shape: &'static Shape,
    ) -> Option<Option<u32>> {
        if field.as_text().is_some() {
            return self.word(field, &[("never", None)], &[]);
        }
        let table = self.table(field, shape)?;
        let months = self.required(&table, "months")?;
        self.days(months, MONTHS_MAX).map(Some)
    }
}
