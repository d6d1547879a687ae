//! `pays` and `hold`: how much, and when.
//!
//! Knows which keys go with which formula. Whether they go with the trigger of the component is
//! for [`crate::lint`].

use super::draft::PaysDraft;
use super::gift::GIVEN;
use super::reader::{Field, Reader, Table};
use super::shape::{HOLD, PAYS};
use crate::deal::Milestone;
use crate::plan::base::Base;
use crate::plan::hold::Hold;
use crate::plan::in_kind::WORDS;
use crate::plan::rule::Formula;

/// The most days of a hold or a window: ten years and a little.
pub(super) const DAYS_MAX: i32 = 3_660;

/// The ways in which a rule pays.
const WAYS: [&str; 9] =
    ["flat", "rate", "per_unit", "tiers", "top_up_to", WORDS[0].0, WORDS[1].0, GIVEN[0], GIVEN[1]];

/// The milestones a hold may last until.
pub(super) const UNTIL: [Milestone; 4] =
    [Milestone::Accepted, Milestone::Won, Milestone::Installed, Milestone::Invoiced];

impl<'s> Reader<'s> {
    /// What a rule pays.
    pub(super) fn pays(&mut self, field: Field<'s>) -> Option<PaysDraft> {
        if field.as_text().is_some() {
            return self.word(field, &[("nothing", PaysDraft::Nothing)], &[]);
        }
        let table = self.table(field, &PAYS)?;
        let why = "a rule pays in one way";
        let way = self.one_of(&table, &WAYS, why)?;
        if way.key != "top_up_to" {
            self.misplaced(&table, "part_period", "only what a close fills up to is prorated");
        }
        if let Some((_, unit)) = WORDS.iter().find(|(word, _)| *word == way.key) {
            self.misplaced(&table, "of", "what is not money is awarded by the fact");
            return self.amount(way).map(|amount| PaysDraft::InKind(*unit, amount, None));
        }
        if GIVEN.contains(&way.key) {
            self.misplaced(&table, "of", "what is not money is awarded by the fact");
            return self.given(way, way.key == GIVEN[0]);
        }
        let formula = match way.key {
            "flat" => {
                self.misplaced(&table, "of", "a flat amount is not a share of anything");
                self.amount(way).map(Formula::Flat)
            }
            "rate" => {
                let (rate, of) = (self.rate(way), self.of(&table));
                Some(Formula::Percent { rate: rate?, of: of? })
            }
            "per_unit" => {
                let (amount, of) = (self.amount(way), self.of(&table));
                Some(Formula::PerUnit { amount: amount?, of: of? })
            }
            "top_up_to" => {
                let (to, of, part) = (self.amount(way), self.of(&table), self.part_period(&table));
                Some(Formula::TopUp { to: to?, of: of?, part: part? })
            }
            _ => self.by_tiers(&table, way),
        };
        formula.map(PaysDraft::Money)
    }

    /// The base of a rate or of an amount per unit.
    fn of(&mut self, table: &Table<'s>) -> Option<Base> {
        let field = self.required(table, "of")?;
        self.base(field)
    }

    /// A table that the rule pays by; it has a base unless every step is flat.
    fn by_tiers(&mut self, table: &Table<'s>, way: Field<'s>) -> Option<Formula> {
        let tiers = self.tiers_named(way);
        let is_flat = tiers.and_then(|at| self.tiers_at(at)).and_then(|tiers| tiers.is_flat());
        let of = match is_flat {
            Some(true) => {
                let why = "every step of the table pays a flat amount";
                self.misplaced(table, "of", why);
                None
            }
            Some(false) => Some(self.of(table)),
            // Without knowing the table, what is there is read and what is not is not missed.
            None => table.optional("of").map(|of| self.base(of)),
        };
        match of {
            Some(of) => Some(Formula::Tiers { tiers: tiers?, of: Some(of?) }),
            None => Some(Formula::Tiers { tiers: tiers?, of: None }),
        }
    }

    /// When an accrued amount becomes payable.
    pub(super) fn hold(&mut self, field: Field<'s>) -> Option<Hold> {
        if field.as_text().is_some() {
            return self.word(field, &[("none", Hold::None)], &[]);
        }
        let table = self.table(field, &HOLD)?;
        let why = "a hold lasts some days or until something happens, not both";
        let way = self.one_of(&table, &["days", "until"], why)?;
        if way.key == "until" {
            self.misplaced(&table, "after", "a hold until something happens counts no days");
            let [accepted, won, installed, invoiced] = UNTIL.map(|it| (it.word(), Hold::Until(it)));
            let choices = [accepted, won, installed, invoiced, ("approved", Hold::Approved)];
            return self.word(way, &choices, &[]);
        }
        let days = self.days(way, DAYS_MAX);
        if table.optional("after").is_some_and(|after| after.as_text() == Some("close")) {
            return days.map(Hold::DaysAfterClose);
        }
        let after =
            self.required(&table, "after").and_then(|after| self.milestone(after, &Milestone::ALL));
        Some(Hold::Days { days: days?, after: after? })
    }
}
