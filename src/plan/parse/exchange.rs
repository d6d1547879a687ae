//! `[exchange]`: what the plan says of currencies other than its own.
//!
//! Whether its rules pay what can be converted is for [`crate::lint`].

use super::reader::{Field, Reader};
use super::shape::EXCHANGE;
use crate::plan::exchange::{ConvertedAt, Exchange, MissingRate};

/// The most days by which a rate may be older than what it converts.
const RATE_DAYS_MAX: i32 = 31;

impl<'s> Reader<'s> {
    /// `[exchange]`.
    pub(super) fn exchange(&mut self, field: Field<'s>) -> Option<Exchange> {
        let table = self.table(field, &EXCHANGE)?;
        let ats = [("milestone", ConvertedAt::Milestone), ("payout", ConvertedAt::Payout)];
        let at = self.required(&table, "at").and_then(|word| self.word(word, &ats, &["vesting"]));
        let missings =
            [("refuse", MissingRate::Refuse), ("plan_currency", MissingRate::PlanCurrency)];
        let missing =
            self.required(&table, "missing").and_then(|word| self.word(word, &missings, &["wait"]));
        let days = self
            .required(&table, "rate_days_max")
            .and_then(|days| self.whole(days, 0, RATE_DAYS_MAX));
        let rounding = self.required(&table, "rounding").and_then(|word| self.rounding_mode(word));
        Some(Exchange {
            at: at?,
            missing: missing?,
            rate_days_max: u32::try_from(days?).ok()?,
            rounding: rounding?,
        })
    }
}
