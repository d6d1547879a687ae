//! What a rule pays: its formula, the base it pays on and the table it looks in.

use super::rule::paid;
use super::{close, fact_of, ids, in_kind, list};
use referral_ledger::money::Amount;
use referral_ledger::plan::Plan;
use referral_ledger::plan::base::{Base, Classes, Counted, Extras, NamedBase};
use referral_ledger::plan::close::Trigger;
use referral_ledger::plan::measure::PartPeriod;
use referral_ledger::plan::rule::{Formula, Terms};
use referral_ledger::plan::tiers::{
    Accumulate, AfterLast, Boundary, Measure, PeriodOf, Point, StepPays, Table, TierStep, Tiers,
    Way,
};
use referral_ledger::reading::Reading;

/// What a rule pays, and to whom.
pub(super) fn pays(plan: &Plan, on: &Trigger, terms: &Terms) -> String {
    let to = paid(&terms.to);
    if let Some(thing) = terms.thing {
        return in_kind::gives(plan, thing, &to);
    }
    match terms.formula {
        Formula::Flat(amount) if amount.unit().is_money() => format!("Pays {amount} {to}."),
        Formula::Flat(amount) => in_kind::awards(plan, amount, &to),
        Formula::Percent { rate, of } => {
            format!("Pays {rate} of {} {to}.{}", base(plan, of), meant(plan, &[of]))
        }
        Formula::PerUnit { amount, of } => {
            let each = match of {
                Base::Count => format!("each {}", fact_of(on)),
                of => format!("each one of {}", base(plan, of)),
            };
            format!("Pays {amount} for {each} {to}.{}", meant(plan, &[of]))
        }
        Formula::Tiers { tiers, of } => {
            let tiers = &plan.tiers[usize::from(tiers)];
            let of_what = of.map(|of| format!(" on {}", base(plan, of))).unwrap_or_default();
            let mut bases: Vec<Base> = of.into_iter().collect();
            let measured = match tiers.measure {
                Measure::Of(measure) => Some(measure),
                Measure::Attainment(at) => Some(Base::Measured(at)),
                Measure::MarginPercentOfPrice | Measure::MarginPercentOfCost => None,
            };
            bases.extend(measured.filter(|measured| of != Some(*measured)));
            let is_measure = of.map(Measure::Of) == Some(tiers.measure);
            format!(
                "Pays by the table {}{of_what} {to}. {}{}",
                tiers.id,
                table(plan, on, tiers, is_measure || of.is_none()),
                meant(plan, &bases)
            )
        }
        Formula::TopUp { to: least, of, part } => {
            let part = match part {
                PartPeriod::ProratedByDays => ", or to that part for which they were employed",
                PartPeriod::InFull => "",
            };
            let what = base(plan, of);
            format!("Fills {what} up to {least}{part}, {to}.{}", meant(plan, &[of]))
        }
    }
}

/// A base in a word or a few.
pub(in crate::plan) fn base(plan: &Plan, base: Base) -> String {
    match base {
        Base::Value => "the deal's value".to_owned(),
        Base::Collected => "what is collected".to_owned(),
        Base::Quoted => "the offer".to_owned(),
        Base::Retained => "what the customer brings".to_owned(),
        Base::Quantity => "the quantity".to_owned(),
        Base::Count => "the count".to_owned(),
        Base::Named(index) => plan.bases[usize::from(index)].id.to_string(),
        Base::Measured(index) => plan.measures[usize::from(index)].id.to_string(),
    }
}

/// What named bases mean, a sentence each.
fn meant(plan: &Plan, bases: &[Base]) -> String {
    let named = bases.iter().filter_map(|base| match base {
        Base::Named(index) => Some(named_base(&plan.bases[usize::from(*index)])),
        Base::Measured(index) => Some(close::measure(plan, &plan.measures[usize::from(*index)])),
        Base::Value
        | Base::Collected
        | Base::Quoted
        | Base::Retained
        | Base::Quantity
        | Base::Count => None,
    });
    named.map(|told| format!(" {told}")).collect()
}

fn named_base(base: &NamedBase) -> String {
    let lines = match &base.classes {
        Classes::All => "all lines".to_owned(),
        Classes::Only(classes) => format!("the lines of class {}", ids(classes, "or")),
        Classes::Without(classes) => format!("all lines but those of class {}", ids(classes, "or")),
    };
    let id = &base.id;
    match base.of {
        Counted::Quantity => format!("{id} is the quantity of {lines}."),
        Counted::Value(with) => {
            format!("{id} is the value of {lines} of the deal, {}.", extras(with))
        }
        Counted::Collected(with) => {
            format!("{id} is what is collected on {lines}, {}.", extras(with))
        }
        Counted::Quoted(with) => format!("{id} is the offer for {lines}, {}.", extras(with)),
        Counted::Retained(with) => {
            format!("{id} is what {lines} bring of a customer who stays, {}.", extras(with))
        }
        Counted::Margin(with, below_zero) => {
            let below = if below_zero {
                "below zero it counts, and later ones fill that up first"
            } else {
                "below zero it counts as zero"
            };
            format!("{id} is price less cost of {lines}, {}; {below}.", extras(with))
        }
    }
}

fn extras(extras: Extras) -> String {
    let with = |is: bool| if is { "with" } else { "without" };
    let discount = if extras.discount { "before discounts" } else { "after discounts" };
    let (tax, freight) = (with(extras.tax), with(extras.freight));
    if tax == freight {
        format!("{tax} tax and freight, {discount}")
    } else {
        format!("{tax} tax, {freight} freight, {discount}")
    }
}

/// What a table measures, in a word or a few.
fn measure(plan: &Plan, tiers: &Tiers) -> String {
    match tiers.measure {
        Measure::Of(of) => base(plan, of),
        Measure::MarginPercentOfPrice => "the margin as a percentage of the price".to_owned(),
        Measure::MarginPercentOfCost => "the margin as a percentage of the cost".to_owned(),
        Measure::Attainment(at) => {
            format!("how much of the quota of {} was reached", plan.measures[usize::from(at)].id)
        }
    }
}

/// A number of a measure's grains, as it is read.
pub(in crate::plan) fn reading(plan: &Plan, measure: Measure, grains: i64) -> Reading {
    let is_count = |of: Base| match of {
        Base::Quantity | Base::Count => true,
        Base::Value | Base::Collected | Base::Quoted | Base::Retained => false,
        Base::Named(index) => {
            matches!(plan.bases[usize::from(index)].of, Counted::Quantity)
        }
        Base::Measured(index) => {
            let measure = &plan.measures[usize::from(index)];
            matches!(plan.measures_in(measure), Reading::Count(_))
        }
    };
    match measure {
        Measure::MarginPercentOfPrice | Measure::MarginPercentOfCost | Measure::Attainment(_) => {
            Reading::Percent(grains)
        }
        Measure::Of(of) if is_count(of) => Reading::Count(grains),
        Measure::Of(_) => {
            Amount::from_minor(grains, plan.unit).map_or(Reading::Count(grains), Reading::Money)
        }
    }
}

/// What a table looks at and what its steps pay.
fn table(plan: &Plan, on: &Trigger, tiers: &Tiers, is_base: bool) -> String {
    let (fact, measure) = (fact_of(on), measure(plan, tiers));
    let over = match tiers.accumulate {
        Accumulate::EachFact => format!("of each {fact} by itself"),
        Accumulate::Deal => format!("of all {fact}s of a deal together"),
        Accumulate::Close => "of all the time that counts".to_owned(),
        Accumulate::Period(of, span) => {
            let whose = match of {
                PeriodOf::Payee => "the payee's",
                PeriodOf::Team => "all of the payee's team's",
            };
            let span = span.word();
            format!("of {whose} {fact}s in a calendar {span}, in the order they were recorded")
        }
    };
    let so_far = tiers.accumulate != Accumulate::EachFact;
    let looks = format!("The table looks at {measure} {over}: ");
    match &tiers.table {
        Table::Steps { boundary, steps } => {
            let steps = Steps { plan, tiers, boundary: *boundary, steps, so_far };
            let told: Vec<String> = (0..steps.steps.len()).map(|at| steps.told(at)).collect();
            let spread = steps.steps.iter().any(|step| step.way == Way::Marginal) && !is_base;
            let spread =
                if spread { " The base is spread over the steps in proportion." } else { "" };
            format!("{looks}{}.{spread}", told.join("; "))
        }
        Table::Points { points, after_last } => {
            let told = points_told(plan, tiers, points, *after_last);
            let whole = if so_far { "everything so far" } else { "the whole" };
            format!("{looks}{told}. That rate pays on {whole}.")
        }
    }
}

fn points_told(plan: &Plan, tiers: &Tiers, points: &[Point], after_last: AfterLast) -> String {
    let one = |it: &Point| format!("{} at {}", it.rate, reading(plan, tiers.measure, it.at));
    let all: Vec<String> = points.iter().map(one).collect();
    let after = match after_last {
        AfterLast::Stays => "the last rate stays",
        AfterLast::Continues => "after the last it goes on along the same line",
    };
    format!("{}, in between on a straight line, and {after}", list(&all, "and"))
}

/// The steps of a table.
struct Steps<'a> {
    plan: &'a Plan,
    tiers: &'a Tiers,
    boundary: Boundary,
    steps: &'a [TierStep],
    so_far: bool,
}

impl Steps<'_> {
    /// One step: where it lies and what it pays.
    fn told(&self, at: usize) -> String {
        let step = &self.steps[at];
        let everything = if self.so_far { "everything so far" } else { "the whole" };
        let pays = match (step.pays, step.way) {
            (StepPays::Rate(rate), Way::Marginal) => format!("{rate} of what lies there"),
            (StepPays::Rate(rate), Way::Whole) => format!("{rate} of {everything}"),
            (StepPays::PerUnit(each), Way::Marginal) => format!("{each} for each one there"),
            (StepPays::PerUnit(each), Way::Whole) => format!("{each} for each of {everything}"),
            (StepPays::Flat(flat), Way::Marginal) if at == 0 => format!("{flat} once"),
            (StepPays::Flat(flat), Way::Marginal) => format!("{flat} more once"),
            (StepPays::Flat(flat), Way::Whole) => format!("{flat} in all"),
        };
        format!("{}: {pays}", self.range(at))
    }

    /// Where a step lies. What is at a bound belongs to the step that says so.
    fn range(&self, at: usize) -> String {
        let bound = |step: &TierStep| reading(self.plan, self.tiers.measure, step.above);
        let begins = (at > 0).then(|| match self.boundary {
            Boundary::Upper => format!("from {}", bound(&self.steps[at])),
            Boundary::Lower => format!("above {}", bound(&self.steps[at])),
        });
        let ends = self.steps.get(at + 1).map(|next| match self.boundary {
            Boundary::Upper => format!("below {}", bound(next)),
            Boundary::Lower => format!("up to and with {}", bound(next)),
        });
        match (begins, ends) {
            (Some(begins), Some(ends)) => format!("{begins}, {ends}"),
            (Some(begins), None) if self.boundary == Boundary::Upper => format!("{begins} on"),
            (Some(begins), None) => begins,
            (None, Some(ends)) => ends,
            (None, None) => "always".to_owned(),
        }
    }
}
