//! The entries of an event with what an account map may ask about them: the rule, and the pay
//! group.

use crate::books::{Account, Entry, post_by_rule, run_of};
use crate::command::Command;
use crate::event::Event;
use crate::id::{PayGroupId, PayeeId, PlanId, RuleId};
use std::collections::BTreeMap;

/// The pay group of each payee.
pub(super) type Groups = BTreeMap<PayeeId, PayGroupId>;

/// An entry and what caused it.
pub(super) struct Placed {
    pub(super) entry: Entry,
    /// The plan and the rule, where the event knows them.
    pub(super) rule: Option<(PlanId, RuleId)>,
    /// Of whose pay group it is, where it is about one payee or one run.
    pub(super) group: Option<PayGroupId>,
}

/// The entries of an event, in the order of [`crate::books::post`].
pub(super) fn placed(command: &Command, event: &Event, groups: &Groups) -> Vec<Placed> {
    let run = run_of(command).map(|run| &run.group);
    let mut placed = Vec::new();
    for part in post_by_rule(command, event) {
        let about = about(&part.entries);
        let rule = part.rule.map(|(plan, rule)| (plan.clone(), rule.clone()));
        for (entry, payee) in part.entries.iter().zip(about) {
            let group = run.or_else(|| groups.get(payee?)).cloned();
            placed.push(Placed { entry: entry.clone(), rule: rule.clone(), group });
        }
    }
    placed
}

/// Whom each entry is about. Entries mostly come in pairs, debit and credit, and both are about the
/// payee of either. A pair without one is what was converted: it stands before the pair it belongs
/// to where the cost comes first, and behind it where the cost comes last.
fn about(entries: &[Entry]) -> Vec<Option<&PayeeId>> {
    let mut pairs: Vec<(&[Entry], Option<&PayeeId>)> = Vec::new();
    let mut rest = entries;
    while !rest.is_empty() {
        let is_pair =
            |it: &[Entry]| it[0].amount == it[1].amount.negated() && it[0].entity == it[1].entity;
        let size = if rest.len() > 1 && is_pair(rest) { 2 } else { 1 };
        let (pair, behind) = rest.split_at(size);
        pairs.push((pair, pair.iter().find_map(|entry| entry.account.payee())));
        rest = behind;
    }
    let mut about = Vec::with_capacity(entries.len());
    for (index, (pair, payee)) in pairs.iter().enumerate() {
        let is_conversion =
            |at: usize| pair.get(at).is_some_and(|it| it.account == Account::Conversion);
        let other = if payee.is_some() {
            None
        } else if is_conversion(1) {
            pairs.get(index + 1)
        } else if is_conversion(0) {
            index.checked_sub(1).and_then(|before| pairs.get(before))
        } else {
            None
        };
        let payee = payee.or_else(|| other.and_then(|(_, payee)| *payee));
        about.extend(pair.iter().map(|entry| entry.account.payee().or(payee)));
    }
    about
}
