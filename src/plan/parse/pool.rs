//! `[[pool]]`: the budgets that rules are paid out of.
//!
//! Whether its rules are there, and have one pool each, is for [`crate::lint`].

use super::draft::PoolDraft;
use super::reader::{Field, Reader, Table};
use super::shape::POOL;
use super::tiers::SPANS;
use crate::plan::cap::Headroom;
use crate::plan::pool::{AtEnd, DatedBy, Each, Exceeded, PoolCounts};

/// The most days after its last day on which a period can close.
const DAYS_AFTER_MAX: i32 = 366;

/// The words for what becomes of what is beyond a pool.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Stop,
    Queue,
    Close,
}

impl<'s> Reader<'s> {
    /// One pool.
    pub(super) fn pool(&mut self, field: Field<'s>) -> PoolDraft {
        let Some(table) = self.table(field, &POOL) else { return PoolDraft::default() };
        PoolDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            because: self.required(&table, "because").and_then(|because| self.line(because)),
            rules: self.rule_ids(&table),
            amount: self.required(&table, "amount").and_then(|amount| self.amount(amount)),
            each: self.each(&table),
            counts: self.required(&table, "counts").and_then(|word| {
                let choices = [
                    ("all_payees", PoolCounts::AllPayees),
                    ("split_roles", PoolCounts::SplitRoles),
                ];
                self.word(word, &choices, &[])
            }),
            exceeded: self.exceeded(&table),
            after_reversal: self.required(&table, "after_reversal").and_then(|word| {
                let choices = [("freed", Headroom::Freed), ("kept_used", Headroom::KeptUsed)];
                self.word(word, &choices, &[])
            }),
        }
    }

    /// What becomes of what is beyond it, with the one more word that each way of waiting needs.
    fn exceeded(&mut self, table: &Table<'s>) -> Option<Exceeded> {
        let choices =
            [("stop", Way::Stop), ("queue", Way::Queue), ("pro_rata_at_close", Way::Close)];
        let way = self.required(table, "exceeded").and_then(|word| self.word(word, &choices, &[]));
        let ends = [("lapses", AtEnd::Lapses), ("stays", AtEnd::Stays)];
        let way = way?;
        if way != Way::Queue {
            self.misplaced(table, "at_end", "nothing is left in the pool when it ends");
        }
        if way != Way::Close {
            self.misplaced(table, "days_after", "the pool does not wait for the end of its period");
        }
        match way {
            Way::Stop => Some(Exceeded::Stop),
            Way::Queue => {
                let word = self.required(table, "at_end")?;
                self.word(word, &ends, &[]).map(Exceeded::Queue)
            }
            Way::Close => {
                let days = self.required(table, "days_after")?;
                let days = self.whole(days, 0, DAYS_AFTER_MAX)?;
                u32::try_from(days).ok().map(|days_after| Exceeded::ProRataAtClose { days_after })
            }
        }
    }

    /// How often it is filled, and by which day a fact belongs to a period.
    fn each(&mut self, table: &Table<'s>) -> Option<Each> {
        let spans = SPANS.map(|span| (span.word(), Some(span)));
        let choices = [&spans[..], &[("plan", None)]].concat();
        let each = self.required(table, "each").and_then(|word| self.word(word, &choices, &[]));
        let days = [("fact", DatedBy::Fact), ("record", DatedBy::Record)];
        match each {
            Some(Some(span)) => {
                let word = self.required(table, "dated_by")?;
                self.word(word, &days, &[]).map(|by| Each::Period(span, by))
            }
            Some(None) => {
                self.misplaced(table, "dated_by", "a pool for the whole plan has no periods");
                Some(Each::Plan)
            }
            None => {
                let word = table.optional("dated_by");
                word.and_then(|word| self.word(word, &days, &[]));
                None
            }
        }
    }
}
