//! A reading of a history: what each payee earned by each rule for each source, and why.

use super::StudyError;
use crate::command::Command;
use crate::event::{Event, Restated};
use crate::id::{PayeeId, PlanId, RuleId};
use crate::money::{Amount, Unit};
use crate::record::Group;
use crate::reward::Source;
use crate::time::Period;
use crate::why::{Fate, Step, Why};
use std::collections::BTreeMap;

/// What an amount was earned by, and when. The order is that of a proposal's lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Earned {
    /// The month of the fact.
    pub(super) month: Period,
    pub(super) payee: PayeeId,
    pub(super) plan: PlanId,
    pub(super) rule: RuleId,
    pub(super) source: Source,
}

/// A sum, and the Whys of its parts, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum {
    /// In what the payee is paid.
    unit: Option<Unit>,
    minor: i64,
    /// What of it restatements came to.
    restated: i64,
    pub(super) whys: Vec<Why>,
}

impl Sum {
    pub(super) fn amount(&self) -> Amount {
        self.of(self.minor)
    }

    pub(super) fn unit(&self) -> Unit {
        self.unit.expect("a sum has an amount")
    }

    fn of(&self, minor: i64) -> Amount {
        Amount::from_minor(minor, self.unit()).expect("L2: what was earned is within the bound")
    }

    /// What of it restatements came to.
    pub(super) fn restated(&self) -> Amount {
        self.of(self.restated)
    }
}

/// What was earned for the facts of some days.
#[derive(Debug)]
pub(super) struct Reading {
    over: Period,
    has_whys: bool,
    pub(super) sums: BTreeMap<Earned, Sum>,
}

impl Reading {
    pub(super) fn new(over: Period, has_whys: bool) -> Reading {
        Reading { over, has_whys, sums: BTreeMap::new() }
    }

    /// Counts what the events of a group earned, took back and restated.
    pub(super) fn count(&mut self, group: &Group) {
        if matches!(group.command(), Command::ApproveLapse(_) | Command::SettleRun(_)) {
            return; // what lapsed, or no run had room for, was earned: it is not paid again
        }
        for (_, event) in group.events() {
            for why in event.whys(group.command()) {
                match event {
                    Event::Restated(it) => self.restated(it, why),
                    _ => self.earned(why),
                }
            }
        }
    }

    fn earned(&mut self, why: Why) {
        let (Some((plan, rule)), Some(amount)) = (&why.rule, why.amount) else { return };
        if !amount.unit().is_money() {
            return; // a study compares money
        }
        if matches!(why.steps.last(), Some(Step::Claimed(_) | Step::Unclaimed(_))) {
            return; // what is owed for a gift was never earned
        }
        let earned = Earned {
            month: why.fact_on.month(),
            payee: why.payee.clone(),
            plan: plan.plan.clone(),
            rule: rule.clone(),
            source: why.source,
        };
        let amount = if why.fate == Fate::TakenBack { amount.negated() } else { amount };
        self.add(earned, amount, why);
    }

    fn restated(&mut self, it: &Restated, why: Why) {
        let earned = Earned {
            month: it.month,
            payee: it.payee.clone(),
            plan: it.plan.clone(),
            rule: it.rule.clone(),
            source: it.source,
        };
        if let Some(sum) = self.add(earned, it.difference, why) {
            sum.restated = plus(sum.restated, it.difference.minor());
        }
    }

    /// Adds to a sum, if the day is one that is asked for.
    fn add(&mut self, earned: Earned, amount: Amount, why: Why) -> Option<&mut Sum> {
        if !self.over.contains(why.fact_on) {
            return None;
        }
        let sum = self.sums.entry(earned).or_default();
        sum.unit = Some(amount.unit());
        sum.minor = plus(sum.minor, amount.minor());
        if self.has_whys {
            sum.whys.push(why);
        }
        Some(sum)
    }
}

fn plus(one: i64, other: i64) -> i64 {
    one.checked_add(other).expect("L2: sums of amounts within the bound fit")
}

/// Two readings side by side: all that one of them has, with what the other has for the same.
pub(super) fn beside<'a>(
    was: &'a Reading,
    would_be: &'a Reading,
) -> impl Iterator<Item = (&'a Earned, Option<&'a Sum>, Option<&'a Sum>)> {
    let mut both: BTreeMap<&Earned, (Option<&Sum>, Option<&Sum>)> = BTreeMap::new();
    for (earned, sum) in &was.sums {
        both.entry(earned).or_default().0 = Some(sum);
    }
    for (earned, sum) in &would_be.sums {
        both.entry(earned).or_default().1 = Some(sum);
    }
    both.into_iter().map(|(earned, (was, would_be))| (earned, was, would_be))
}

/// The currency of two sums side by side; `None` where there is neither.
///
/// # Errors
/// [`StudyError::CurrencyDiffers`]: nothing compares amounts of two.
pub(super) fn unit_of(
    earned: &Earned,
    was: Option<&Sum>,
    would_be: Option<&Sum>,
) -> Result<Option<Unit>, StudyError> {
    if let (Some(was), Some(would_be)) = (was.map(Sum::unit), would_be.map(Sum::unit))
        && was != would_be
    {
        return Err(StudyError::CurrencyDiffers { payee: earned.payee.clone(), was, would_be });
    }
    Ok(was.or(would_be).map(Sum::unit))
}
