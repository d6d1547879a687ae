//! `[[floor]]` and `[[cap]]`: the least and the most that rules pay.
//!
//! Whether their rules are there, and whether a floor lies above a cap, is for [`crate::lint`].

use super::draft::{CapDraft, FloorDraft};
use super::reader::{Field, Reader, Table};
use super::shape::{CAP, CAP_PER, EXCESS, FLOOR};
use crate::id::PayeeId;
use crate::plan::cap::{AtMost, CapPer, Excess, Headroom, MeasuredAt};
use crate::plan::floor::{FloorPer, Uplift};

/// The most facts a cap can be told to allow.
const COUNT_MAX: i32 = 1_000_000_000;

/// What a cap counts.
#[derive(Clone, Copy)]
enum On {
    Amount,
    Count,
    Base,
}

impl<'s> Reader<'s> {
    /// One floor.
    pub(super) fn floor(&mut self, field: Field<'s>) -> FloorDraft {
        let Some(table) = self.table(field, &FLOOR) else { return FloorDraft::default() };
        FloorDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            because: self.required(&table, "because").and_then(|because| self.line(because)),
            rules: self.rule_ids(&table),
            at_least: self.required(&table, "at_least").and_then(|amount| self.amount(amount)),
            per: self.floor_per(&table),
            uplift: self.required(&table, "uplift").and_then(|word| {
                let choices = [("returned", Uplift::Returned), ("kept", Uplift::Kept)];
                self.word(word, &choices, &[])
            }),
        }
    }

    fn floor_per(&mut self, table: &Table<'s>) -> Option<FloorPer> {
        let per = self.required(table, "per").and_then(|per| self.cap_per(per));
        let first = ("first_fact", FloorPer::DealFromFirstFact);
        let completion = ("completion", FloorPer::DealOnCompletion);
        let (from, choices) = match per {
            Some(CapPer::Deal) => (self.required(table, "from"), vec![first, completion]),
            Some(CapPer::Payee(span)) => {
                let first = ("first_fact", FloorPer::PayeeFromFirstFact(span));
                (self.required(table, "from"), vec![first])
            }
            Some(CapPer::Fact) => {
                self.misplaced(table, "from", "a floor per fact is there with each fact");
                return Some(FloorPer::Fact);
            }
            None => (table.optional("from"), vec![first, completion]),
        };
        let from = from.and_then(|word| self.word(word, &choices, &[]));
        per.and(from)
    }

    /// One cap.
    pub(super) fn cap(&mut self, field: Field<'s>) -> CapDraft {
        let Some(table) = self.table(field, &CAP) else { return CapDraft::default() };
        CapDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            because: self.required(&table, "because").and_then(|because| self.line(because)),
            rules: self.rule_ids(&table),
            at_most: self.at_most(&table),
            per: self.required(&table, "per").and_then(|per| self.cap_per(per)),
            excess: self.required(&table, "excess").and_then(|excess| self.excess(excess)),
            after_reversal: self.required(&table, "after_reversal").and_then(|word| {
                let choices = [("freed", Headroom::Freed), ("kept_used", Headroom::KeptUsed)];
                self.word(word, &choices, &[])
            }),
            measured_at: match table.optional("measured_at") {
                None => Some(MeasuredAt::Trigger),
                Some(word) => {
                    let trigger = ("trigger", MeasuredAt::Trigger);
                    let vesting = ("vesting", MeasuredAt::Vesting);
                    let payout = ("payout", MeasuredAt::Payout);
                    self.word(word, &[trigger, vesting, payout], &[])
                }
            },
        }
    }

    fn at_most(&mut self, table: &Table<'s>) -> Option<AtMost> {
        let choices = [("amount", On::Amount), ("count", On::Count), ("base", On::Base)];
        let on = self.required(table, "on").and_then(|word| self.word(word, &choices, &[]));
        let field = self.required(table, "at_most")?;
        match on? {
            On::Amount => self.amount(field).map(AtMost::Amount),
            On::Count => {
                let count = self.whole(field, 1, COUNT_MAX)?;
                u32::try_from(count).ok().map(AtMost::Count)
            }
            On::Base => self.amount(field).map(AtMost::Base),
        }
    }

    fn cap_per(&mut self, field: Field<'s>) -> Option<CapPer> {
        if field.as_text().is_some() {
            return self.word(field, &[("fact", CapPer::Fact), ("deal", CapPer::Deal)], &[]);
        }
        let table = self.table(field, &CAP_PER)?;
        let per =
            self.required(&table, "per").and_then(|word| self.word(word, &[("payee", ())], &[]));
        let period = self.span(&table, "period");
        per.and(period).map(CapPer::Payee)
    }

    fn excess(&mut self, field: Field<'s>) -> Option<Excess> {
        if field.as_text().is_some() {
            let choices = [("forfeited", false), ("carried", true)];
            let is_carried = self.word(field, &choices, &[])?;
            return Some(if is_carried { Excess::Carried } else { Excess::Forfeited });
        }
        let table = self.table(field, &EXCESS)?;
        let payee = self.required(&table, "passed_to")?;
        // A payee's id is the host's own, which may have more signs than an id of a plan.
        let text = self.text(payee)?;
        match text.parse::<PayeeId>() {
            Ok(id) => Some(Excess::PassedTo(id)),
            Err(error) => {
                self.report.wrong("P0501", payee.span(), error.to_string(), payee.help);
                None
            }
        }
    }
}
