//! Which rule of a component applies, and why the others do not.

use super::Fact;
use crate::plan::condition::Condition;
use crate::plan::rule::{Component, Rule, When};
use crate::why::{Step, Unmet};

/// The one rule of the component that applies to the fact. When that is the `otherwise` rule, the
/// steps say of every other rule why it did not hold.
///
/// `None` only for a component that does not close, which no plan that loads has.
pub fn choose<'a>(component: &'a Component, fact: &Fact<'_>) -> Option<(&'a Rule, Vec<Step>)> {
    let mut unmet = Vec::new();
    for rule in &component.rules {
        match &rule.when {
            When::Always => return Some((rule, Vec::new())),
            When::Otherwise => return Some((rule, unmet)),
            When::All(conditions) => {
                match conditions.iter().find_map(|condition| why_not(condition, fact)) {
                    None => return Some((rule, Vec::new())),
                    Some(reason) => unmet.push(Step::Unmet(rule.id.clone(), reason)),
                }
            }
        }
    }
    None
}

/// Why the condition does not hold; `None` when it does.
fn why_not(condition: &Condition, fact: &Fact<'_>) -> Option<Unmet> {
    match condition {
        Condition::LeadKind(kinds) => {
            (!kinds.contains(fact.kind)).then(|| Unmet::LeadKind(fact.kind.clone()))
        }
        Condition::Elapsed(elapsed) => {
            let (from, to) = (fact.days.of(elapsed.from), fact.days.of(elapsed.to));
            let (Some(from), Some(to)) = (from, to) else {
                let missing = if from.is_none() { elapsed.from } else { elapsed.to };
                return Some(Unmet::NotYet(missing));
            };
            let days = to.days_since(from);
            let (least, until) = (elapsed.days_from, elapsed.days_until);
            (!elapsed.holds(days)).then_some(Unmet::Elapsed(
                elapsed.from,
                elapsed.to,
                days,
                least,
                until,
            ))
        }
        Condition::Fact(name, values) => {
            let told = fact.told.iter().find(|told| told.fact == *name);
            match told {
                None => Some(Unmet::FactUntold(name.clone())),
                Some(told) => (!values.contains(&told.value))
                    .then(|| Unmet::Fact(name.clone(), told.value.clone())),
            }
        }
    }
}
