//! A reading of a history: what each payee earned by each rule for each source, and why.

use crate::id::{PayeeId, PlanId, RuleId};
use crate::money::{Amount, Unit};
use crate::record::Group;
use crate::reward::Source;
use crate::time::Period;
use crate::why::{Fate, Why};
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
    minor: i64,
    pub(super) whys: Vec<Why>,
}

impl Sum {
    pub(super) fn amount(&self, unit: Unit) -> Amount {
        Amount::from_minor(self.minor, unit).expect("L2: what was earned is within the bound")
    }
}

/// What was earned for the facts of some days.
#[derive(Debug)]
pub(super) struct Reading {
    over: Period,
    has_whys: bool,
    pub(super) sums: BTreeMap<Earned, Sum>,
    /// The currency of the plans: all amounts have it.
    pub(super) unit: Option<Unit>,
}

impl Reading {
    pub(super) fn new(over: Period, has_whys: bool) -> Reading {
        Reading { over, has_whys, sums: BTreeMap::new(), unit: None }
    }

    /// Counts what the events of a group earned and took back.
    pub(super) fn count(&mut self, group: &Group) {
        let whys = group.events().flat_map(|(_, event)| event.whys(group.command()));
        for why in whys.filter(|why| self.over.contains(why.fact_on)) {
            let (Some((plan, rule)), Some(amount)) = (&why.rule, why.amount) else { continue };
            if !amount.unit().is_money() {
                continue; // a study compares money
            }
            let earned = Earned {
                month: why.fact_on.month(),
                payee: why.payee.clone(),
                plan: plan.plan.clone(),
                rule: rule.clone(),
                source: why.source,
            };
            let minor = match why.fate {
                Fate::TakenBack => -amount.minor(),
                _ => amount.minor(),
            };
            self.unit = Some(amount.unit());
            let sum = self.sums.entry(earned).or_default();
            sum.minor = sum.minor.checked_add(minor).expect("L2: sums within the bound fit");
            if self.has_whys {
                sum.whys.push(why);
            }
        }
    }
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
