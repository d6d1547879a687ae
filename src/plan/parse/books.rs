//! `books`: whether what a rule pays is an expense, or a cost of the contract.
//!
//! Whether a deal triggers the rule is for [`crate::lint`].

use super::reader::{Field, Reader};
use super::shape::{BOOKS, CAPITALISED};
use crate::deal::Milestone;
use crate::plan::books::{Amortisation, FirstPart, Late};

/// The most months of an amortisation: twenty years.
const MONTHS_MAX: i32 = 240;

/// The milestones that months are counted from: before a win there is no contract.
const FROM: [Milestone; 4] =
    [Milestone::Won, Milestone::Installed, Milestone::Invoiced, Milestone::Paid];

impl<'s> Reader<'s> {
    /// How what is paid is written off; `Some(None)` for an expense at once.
    pub(super) fn books(&mut self, field: Field<'s>) -> Option<Option<Amortisation>> {
        if field.as_text().is_some() {
            return self.word(field, &[("expensed", None)], &[]);
        }
        let table = self.table(field, &BOOKS)?;
        let capitalised = self.required(&table, "capitalised")?;
        let table = self.table(capitalised, &CAPITALISED)?;
        let months =
            self.required(&table, "months").and_then(|months| self.whole(months, 1, MONTHS_MAX));
        let from = self.required(&table, "from").and_then(|from| self.milestone(from, &FROM));
        let first_parts = [
            ("month_end", FirstPart::MonthEnd),
            ("next_month_end", FirstPart::NextMonthEnd),
            ("month_later", FirstPart::MonthLater),
        ];
        let first_part =
            self.required(&table, "first_part").and_then(|word| self.word(word, &first_parts, &[]));
        let lates = [("caught_up", Late::CaughtUp), ("spread", Late::Spread)];
        let late = self.required(&table, "late").and_then(|word| self.word(word, &lates, &[]));
        Some(Some(Amortisation {
            months: u32::try_from(months?).ok()?,
            from: from?,
            first_part: first_part?,
            late: late?,
        }))
    }
}
