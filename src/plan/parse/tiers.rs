//! `[[tiers]]`: tables of steps or points, and the ids by which rules ask for them.
//!
//! A bound is read in the measure's own unit. Whether bounds rise, and whether what steps pay goes
//! with a rule, is for [`crate::lint`].

use super::draft::{Bound, PointDraft, StepDraft, TableDraft, TiersDraft};
use super::nearest::nearest;
use super::reader::{Field, Reader, Table};
use super::shape::{ACCUMULATE, ATTAINMENT, POINT, STEP, TIERS};
use crate::plan::base::{Base, Counted};
use crate::plan::measure::Counts;
use crate::plan::tiers::{Accumulate, AfterLast, Boundary, Measure, PeriodOf, Span, StepPays, Way};

/// The most steps or points of a table.
const STEPS_MAX: usize = 100;

/// The most things a bound counts.
const THINGS_MAX: i32 = 1_000_000_000;

/// The calendar periods.
pub(super) const SPANS: [Span; 3] = [Span::Month, Span::Quarter, Span::Year];

/// In what a measure counts.
#[derive(Clone, Copy)]
enum Unit {
    Money,
    Things,
    Percent,
}

impl<'s> Reader<'s> {
    /// One table.
    pub(super) fn tiers(&mut self, field: Field<'s>) -> TiersDraft {
        let Some(table) = self.table(field, &TIERS) else { return TiersDraft::default() };
        let measure = self.required(&table, "measure").and_then(|measure| self.measure(measure));
        let unit = measure.and_then(|measure| self.unit(measure));
        TiersDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            measure,
            accumulate: self
                .required(&table, "accumulate")
                .and_then(|accumulate| self.accumulate(accumulate)),
            table: self.steps_or_points(&table, unit),
        }
    }

    fn measure(&mut self, field: Field<'s>) -> Option<Measure> {
        if field.as_text().is_none() {
            let table = self.table(field, &ATTAINMENT)?;
            let of = self.required(&table, "attainment_of")?;
            return self.measure_named(of).map(Measure::Attainment);
        }
        match self.text(field)? {
            "margin_percent_of_price" => Some(Measure::MarginPercentOfPrice),
            "margin_percent_of_cost" => Some(Measure::MarginPercentOfCost),
            _ => self.base(field).map(Measure::Of),
        }
    }

    /// In what the measure counts; `None` when its base could not be read.
    fn unit(&self, measure: Measure) -> Option<Unit> {
        let Measure::Of(base) = measure else { return Some(Unit::Percent) };
        match base {
            Base::Value | Base::Collected | Base::Quoted | Base::Retained => Some(Unit::Money),
            Base::Quantity | Base::Count => Some(Unit::Things),
            Base::Named(at) => match self.names.bases.as_ref()?.get(usize::from(at))?.of? {
                Counted::Quantity => Some(Unit::Things),
                _ => Some(Unit::Money),
            },
            Base::Measured(at) => {
                match self.names.measures.as_ref()?.get(usize::from(at))?.counts.as_ref()? {
                    Counts::Rules(_) => Some(Unit::Money),
                    Counts::Facts(facts) => self.unit(Measure::Of(facts.of)),
                }
            }
        }
    }

    fn accumulate(&mut self, field: Field<'s>) -> Option<Accumulate> {
        if field.as_text().is_some() {
            let choices = [
                ("each_fact", Accumulate::EachFact),
                ("deal", Accumulate::Deal),
                ("close", Accumulate::Close),
            ];
            return self.word(field, &choices, &[]);
        }
        let table = self.table(field, &ACCUMULATE)?;
        let per = self.required(&table, "per").and_then(|word| {
            self.word(word, &[("payee", PeriodOf::Payee), ("team", PeriodOf::Team)], &[])
        });
        let period = self.span(&table, "period");
        Some(Accumulate::Period(per?, period?))
    }

    /// The calendar period behind a key.
    pub(super) fn span(&mut self, table: &Table<'s>, key: &'static str) -> Option<Span> {
        let field = self.required(table, key)?;
        self.word(field, &SPANS.map(|span| (span.word(), span)), &[])
    }

    fn steps_or_points(&mut self, table: &Table<'s>, unit: Option<Unit>) -> Option<TableDraft> {
        let why = "a table has steps or points, not both";
        let list = self.one_of(table, &["steps", "points"], why)?;
        if list.key == "steps" {
            self.misplaced(table, "after_last", "the last step has no end");
            let boundary = self.required(table, "boundary").and_then(|word| {
                let choices = [("upper", Boundary::Upper), ("lower", Boundary::Lower)];
                self.word(word, &choices, &[])
            });
            let steps = self.list(list, STEPS_MAX);
            let steps =
                steps.map(|list| list.into_iter().map(|step| self.step(step, unit)).collect());
            return Some(TableDraft::Steps { boundary, steps });
        }
        self.misplaced(table, "boundary", "between points there is no bound");
        let after_last = self.required(table, "after_last").and_then(|word| {
            let choices = [("stays", AfterLast::Stays), ("continues", AfterLast::Continues)];
            self.word(word, &choices, &[])
        });
        let points = self.list(list, STEPS_MAX);
        let points =
            points.map(|list| list.into_iter().map(|point| self.point(point, unit)).collect());
        Some(TableDraft::Points { points, after_last })
    }

    fn step(&mut self, field: Field<'s>, unit: Option<Unit>) -> StepDraft {
        let Some(table) = self.table(field, &STEP) else { return StepDraft::default() };
        let above = self.required(&table, "above").and_then(|above| self.bound(above, unit));
        let why = "a step pays in one way";
        let pays = self.one_of(&table, &["rate", "per_unit", "flat"], why);
        StepDraft {
            above,
            pays: pays.and_then(|pays| match pays.key {
                "rate" => self.rate(pays).map(StepPays::Rate),
                "per_unit" => self.amount(pays).map(StepPays::PerUnit),
                _ => self.amount(pays).map(StepPays::Flat),
            }),
            way: self.required(&table, "way").and_then(|word| {
                self.word(word, &[("marginal", Way::Marginal), ("whole", Way::Whole)], &[])
            }),
        }
    }

    fn point(&mut self, field: Field<'s>, unit: Option<Unit>) -> PointDraft {
        let Some(table) = self.table(field, &POINT) else { return PointDraft::default() };
        PointDraft {
            at: self.required(&table, "at").and_then(|at| self.bound(at, unit)),
            rate: self.required(&table, "rate").and_then(|rate| self.rate(rate)),
        }
    }

    /// Where a step begins or a point lies, in the unit of the measure.
    fn bound(&mut self, field: Field<'s>, unit: Option<Unit>) -> Option<Bound> {
        match unit? {
            Unit::Money => self.amount(field).map(Bound::Money),
            Unit::Things => self.whole(field, 0, THINGS_MAX).map(Bound::Things),
            Unit::Percent => self.rate(field).map(Bound::Percent),
        }
    }

    /// A table by its id: its position among the tables.
    pub(super) fn tiers_named(&mut self, field: Field<'s>) -> Option<u16> {
        let text = self.text(field)?;
        let tiers = self.names.tiers.as_ref()?;
        let ids: Option<Vec<&str>> =
            tiers.iter().map(|tiers| tiers.id.as_ref().map(|id| id.as_str())).collect();
        let is_this = |tiers: &TiersDraft| tiers.id.as_ref().is_some_and(|id| id.as_str() == text);
        let found = tiers.iter().position(is_this).and_then(|at| u16::try_from(at).ok());
        // With one id unread, this may be that one.
        if let (None, Some(ids)) = (found, ids) {
            let meant = match nearest(text, ids) {
                Some(near) => format!("; did you mean \"{near}\"?"),
                None => String::new(),
            };
            let sentence = format!("the plan has no [[tiers]] of this id{meant}");
            self.report.wrong("P1002", field.span(), sentence, field.help);
        }
        found
    }

    /// What could be read of a table that a rule names.
    pub(super) fn tiers_at(&self, position: u16) -> Option<&TiersDraft> {
        self.names.tiers.as_ref()?.get(usize::from(position))
    }
}
