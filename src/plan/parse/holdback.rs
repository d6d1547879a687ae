//! `holdback`: what part of an amount is kept back, and when it is released.
//!
//! Whether that goes with the trigger of the component is for [`crate::lint`].

use super::reader::{Field, Reader};
use super::shape::{HOLDBACK, INSTALMENT};
use super::terms::{DAYS_MAX, UNTIL};
use crate::deal::Milestone;
use crate::plan::holdback::{Holdback, Instalment, Release};

/// The most instalments of a holdback.
const INSTALMENTS_MAX: usize = 24;

impl<'s> Reader<'s> {
    /// What part is held back, and until when.
    pub(super) fn holdback(&mut self, field: Field<'s>) -> Option<Holdback> {
        let table = self.table(field, &HOLDBACK)?;
        let share = self.required(&table, "share").and_then(|share| self.rate(share));
        let why = "what is held back is released in one way";
        let way = self.one_of(&table, &["until", "instalments", "pro_rata"], why)?;
        let release = match way.key {
            "until" => self.milestone(way, &UNTIL).map(Release::Until),
            "instalments" => self.list(way, INSTALMENTS_MAX).and_then(|entries| {
                let read: Vec<_> = entries.into_iter().map(|it| self.instalment(it)).collect();
                read.into_iter().collect::<Option<Vec<_>>>().map(Release::Instalments)
            }),
            _ => self.word(way, &[("collected", ())], &[]).map(|()| Release::Collected),
        };
        Some(Holdback { share: share?, release: release? })
    }

    fn instalment(&mut self, field: Field<'s>) -> Option<Instalment> {
        let table = self.table(field, &INSTALMENT)?;
        let share = self.required(&table, "share").and_then(|share| self.rate(share));
        let days = self.required(&table, "days").and_then(|days| self.days(days, DAYS_MAX));
        let after = self
            .required(&table, "after")
            .and_then(|after| self.milestone(after, &Milestone::TOLD));
        Some(Instalment { share: share?, days: days?, after: after? })
    }
}
