//! What a journal books on, in which order, and under which names.

use super::account_map::{AccountMap, Named};
use super::placed::{Groups, Placed, placed};
use super::reader::Reader;
use super::{ExportError, NamedBalance, SharedName};
use crate::books::{Account, digits};
use crate::command::Command;
use crate::id::{EntityId, PayGroupId, PlanId, RuleId};
use crate::money::{Amount, Unit};
use crate::record::{At, Records};
use crate::time::Date;
use std::collections::{BTreeMap, BTreeSet};

/// All that the name of an entry's account can depend on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct NameKey {
    entity: EntityId,
    account: Account,
    rule: Option<(PlanId, RuleId)>,
    group: Option<PayGroupId>,
}

impl NameKey {
    fn of(it: &Placed) -> NameKey {
        let (entity, account) = (it.entry.entity.clone(), it.entry.account.clone());
        NameKey { entity, account, rule: it.rule.clone(), group: it.group.clone() }
    }
}

/// An entry under the name its account has in the journal.
pub(super) struct Posting<'a> {
    pub(super) name: &'a str,
    pub(super) amount: Amount,
    pub(super) cost_centre: Option<&'a str>,
}

/// See the file.
pub(super) struct Chart<'m> {
    pub(super) map: &'m AccountMap,
    /// The events that book something.
    pub(super) order: Vec<(Date, At)>,
    pub(super) groups: Groups,
    /// Each name with the units that stand on it.
    pub(super) accounts: BTreeMap<String, BTreeSet<Unit>>,
    /// How wide the longest name is.
    pub(super) width: usize,
    named: BTreeMap<NameKey, Named>,
    sums: BTreeMap<(NameKey, Unit), i128>,
}

impl Chart<'_> {
    /// Reads all records once.
    pub(super) fn of<'m>(
        records: &impl Records,
        map: &'m AccountMap,
    ) -> Result<Chart<'m>, ExportError> {
        let (mut order, mut groups) = (Vec::new(), Groups::new());
        let mut sums: BTreeMap<(NameKey, Unit), i128> = BTreeMap::new();
        let mut examples: BTreeMap<NameKey, Placed> = BTreeMap::new();
        let mut reader = Reader::new(records);
        for sequence in 0..records.end()? {
            let count = reader.record(sequence)?.events.len();
            for event in (0..).take(count) {
                let at = At { sequence, event };
                let (command, event) = reader.read(at)?;
                if let Command::RegisterPayee(it) = command {
                    groups.insert(it.payee.clone(), it.group.clone());
                }
                let entries = placed(command, event, &groups);
                balanced(at, &entries)?;
                order.extend(entries.first().map(|it| (it.entry.on, at)));
                for it in entries {
                    let (key, amount) = (NameKey::of(&it), it.entry.amount);
                    let sum = sums.entry((key.clone(), amount.unit())).or_default();
                    *sum += i128::from(amount.minor());
                    examples.entry(key).or_insert(it);
                }
            }
        }
        order.sort();
        let by_entity = examples
            .keys()
            .any(|key| examples.keys().next().is_some_and(|first| first.entity != key.entity));
        let named: BTreeMap<NameKey, Named> =
            examples.into_iter().map(|(key, it)| (key, map.name(&it, by_entity))).collect();
        apart(&named)?;
        let mut accounts: BTreeMap<String, BTreeSet<Unit>> = BTreeMap::new();
        for (key, unit) in sums.keys() {
            accounts.entry(named[key].name.clone()).or_default().insert(*unit);
        }
        let width = accounts.keys().map(String::len).max().unwrap_or(0);
        Ok(Chart { map, order, groups, accounts, width, named, sums })
    }

    /// The entry under its name.
    pub(super) fn posting(&self, it: &Placed) -> Posting<'_> {
        let named = &self.named[&NameKey::of(it)];
        let cost_centre = named.cost_centre.as_deref();
        Posting { name: &named.name, amount: it.entry.amount, cost_centre }
    }

    /// An amount as the program reads it.
    pub(super) fn amount(&self, minor: i128, unit: Unit) -> String {
        format!("{} {}", digits(minor, unit), self.map.grammar().commodity(unit))
    }

    /// The units that stand on any account.
    pub(super) fn units(&self) -> BTreeSet<Unit> {
        self.accounts.values().flatten().copied().collect()
    }

    /// Whether any line of the map that applies has a cost centre.
    pub(super) fn has_cost_centres(&self) -> bool {
        self.named.values().any(|named| named.cost_centre.is_some())
    }

    /// What stands on each account in the end.
    pub(super) fn balances(&self) -> Vec<NamedBalance> {
        let mut sums: BTreeMap<(&str, &EntityId, &Account, Unit), i128> = BTreeMap::new();
        for ((key, unit), minor) in &self.sums {
            let place = (self.named[key].name.as_str(), &key.entity, &key.account, *unit);
            *sums.entry(place).or_default() += minor;
        }
        let row = |((name, entity, account, unit), minor): ((&str, &EntityId, &Account, _), _)| {
            let (name, entity, account) = (name.to_owned(), entity.clone(), account.clone());
            NamedBalance { name, entity, account, unit, minor }
        };
        sums.into_iter().filter(|(_, minor)| *minor != 0).map(row).collect()
    }
}

/// Checks law L1 for one event.
fn balanced(at: At, entries: &[Placed]) -> Result<(), ExportError> {
    let mut sums: BTreeMap<(&EntityId, Unit), i128> = BTreeMap::new();
    for Placed { entry, .. } in entries {
        let sum = sums.entry((&entry.entity, entry.amount.unit())).or_default();
        *sum += i128::from(entry.amount.minor());
    }
    match sums.into_iter().find(|(_, sum)| *sum != 0) {
        Some(((entity, unit), _)) => {
            Err(ExportError::Unbalanced { at, entity: entity.clone(), unit })
        }
        None => Ok(()),
    }
}

/// Checks that two accounts have one name only where the map says so.
fn apart(named: &BTreeMap<NameKey, Named>) -> Result<(), ExportError> {
    let mut first: BTreeMap<&str, (&NameKey, bool)> = BTreeMap::new();
    for (key, it) in named {
        let (one, merges) = *first.entry(&it.name).or_insert((key, it.merges));
        let is_other = (&one.entity, &one.account) != (&key.entity, &key.account);
        if is_other && !(merges && it.merges) {
            let of = |key: &NameKey| (key.entity.clone(), key.account.clone());
            let shared = SharedName { name: it.name.clone(), one: of(one), other: of(key) };
            return Err(Box::new(shared).into());
        }
    }
    Ok(())
}
