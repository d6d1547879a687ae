//! The entries of an event, rule by rule: for whoever keeps costs apart by what caused them.

use super::post::{accrued, each_entry, reversed};
use super::{AccountOf, Entry};
use crate::command::Command;
use crate::event::Event;
use crate::id::{PlanId, RuleId};

/// The entries of one rule, or those that no rule caused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ByRule<'a> {
    /// The plan and the rule, where the event knows them.
    pub(crate) rule: Option<(&'a PlanId, &'a RuleId)>,
    /// Its entries.
    pub(crate) entries: Vec<Entry>,
}

/// The entries of an event in the order of [`super::post`], parted where the rule changes.
pub(crate) fn post_by_rule<'a>(command: &'a Command, event: &'a Event) -> Vec<ByRule<'a>> {
    if let Event::Reckoned(it) = event {
        let made = it.made.iter().map(|it| {
            let mut entries = Vec::new();
            accrued(it, AccountOf::Incentives, &mut |entry| entries.push(entry.to_entry()));
            ByRule { rule: Some((&it.plan.plan, &it.rule)), entries }
        });
        let taken = it.taken.iter().map(|it| {
            let mut entries = Vec::new();
            reversed(it, &mut |entry| entries.push(entry.to_entry()));
            ByRule { rule: Some((&it.plan.plan, &it.rule)), entries }
        });
        return made.chain(taken).collect();
    }
    let rule = match event {
        Event::Accrued(it) => Some((&it.plan.plan, &it.rule)),
        Event::Reversed(it) => Some((&it.plan.plan, &it.rule)),
        Event::Restored(it) => Some((&it.plan.plan, &it.rule)),
        Event::Restated(it) => Some((&it.plan, &it.rule)),
        _ => None,
    };
    let mut entries = Vec::new();
    each_entry(command, event, &mut |entry| entries.push(entry.to_entry()));
    vec![ByRule { rule, entries }]
}
