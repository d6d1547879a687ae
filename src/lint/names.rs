//! Ids that must differ, and rules that campaigns, floors, caps, pools and draws name.
//!
//! A reward is told apart by its rule, so a rule's name stands once.

use std::collections::BTreeMap;

use super::{Lint, RuleAt};
use crate::id::RuleId;
use crate::lead::LeadKind;
use crate::plan::base::Base;
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::{self, At, Key};

impl<'d> Lint<'d, '_> {
    /// Components, rules and declared kinds each have names of their own.
    pub(super) fn names(&mut self) {
        let components: Vec<_> = self
            .draft
            .components
            .iter()
            .enumerate()
            .filter_map(|(index, component)| {
                let path = vec![Key("component"), At(index), Key("id")];
                component.id.as_ref().map(|id| (id.as_str(), path))
            })
            .collect();
        self.differ("component", &components);
        let rules: Vec<_> = self
            .rules()
            .filter_map(|at| at.rule.id.as_ref().map(|id| (id.as_str(), at.path(&[Key("id")]))))
            .collect();
        self.differ("rule", &rules);
        self.declared_kinds();
        let draft = self.draft;
        let facts = ids("fact", "name", &draft.facts, |it| it.name.as_ref().map(|id| id.as_str()));
        let bases = ids("base", "id", &draft.bases, |it| it.id.as_ref().map(|id| id.as_str()));
        let measures =
            ids("measure", "id", &draft.measures, |it| it.id.as_ref().map(|id| id.as_str()));
        let tiers = ids("tiers", "id", &draft.tiers, |it| it.id.as_ref().map(|id| id.as_str()));
        let campaigns =
            ids("campaign", "id", &draft.campaigns, |it| it.id.as_ref().map(|id| id.as_str()));
        let floors = ids("floor", "id", &draft.floors, |it| it.id.as_ref().map(|id| id.as_str()));
        let caps = ids("cap", "id", &draft.caps, |it| it.id.as_ref().map(|id| id.as_str()));
        let pools = ids("pool", "id", &draft.pools, |it| it.id.as_ref().map(|id| id.as_str()));
        let gifts = ids("gift", "id", &draft.gifts, |it| it.id.as_ref().map(|id| id.as_str()));
        let badges = ids("recognition", "id", &draft.recognitions, |it| {
            it.id.as_ref().map(|id| id.as_str())
        });
        self.differ("gift", &gifts);
        self.differ("recognition", &badges);
        self.differ("fact", &facts);
        self.differ("base", &bases);
        self.differ("measure", &measures);
        self.differ("tiers table", &tiers);
        self.differ("campaign", &campaigns);
        self.differ("floor", &floors);
        let draws = ids("draw", "id", &draft.draws, |it| it.id.as_ref().map(|id| id.as_str()));
        self.differ("cap", &caps);
        self.differ("draw", &draws);
        self.differ("pool", &pools);
        for (id, path) in &measures {
            if let Some((_, base)) = bases.iter().find(|(base, _)| base == id) {
                let sentence = format!("a base and a measure of the plan have the id `{id}`");
                let help = "give each an id of its own, so that rules can tell the two apart";
                self.conflict("P0502", path, base, sentence, help);
            }
        }
        for (id, path) in bases.into_iter().chain(measures) {
            if Base::BUILT_IN.iter().any(|base| base.word() == id) {
                let sentence = format!("the base \"{id}\" is built in");
                let help = "give it another name, so that rules can tell the two apart";
                self.wrong("P1003", &path, sentence, help);
            }
        }
    }

    /// The rules that a campaign, a floor, a cap or a pool is for, or a draw counts; reports those
    /// that are not there, and those that pay nothing.
    pub(super) fn rules_of(
        &mut self,
        table: &'static str,
        index: usize,
        rules: &Option<Vec<RuleId>>,
    ) -> Vec<RuleAt<'d>> {
        let mut found = Vec::new();
        let known: Vec<RuleAt<'d>> = self.rules().collect();
        let is_unread = |at: &RuleAt<'_>| at.rule.id.is_none();
        let may_be_unread = self.draft.components.iter().any(|it| it.rules.is_empty())
            || known.is_empty()
            || known.iter().any(is_unread);
        for (place, id) in rules.iter().flatten().enumerate() {
            let mut path = vec![Key(table), At(index), Key("rules"), At(place)];
            if table == "measure" {
                path.insert(2, Key("of"));
            }
            match known.iter().find(|at| at.rule.id.as_ref() == Some(id)) {
                Some(at) if at.rule.pays == Some(PaysDraft::Nothing) => {
                    let sentence = format!("the rule `{id}` pays nothing");
                    let help = "name rules that pay, or take it out";
                    self.conflict("P0506", &path, &at.path(&[Key("pays")]), sentence, help);
                }
                Some(at) => {
                    if !matches!(table, "measure" | "draw") {
                        self.not_at_a_close(table, index, *at);
                    }
                    found.push(*at);
                }
                None if may_be_unread => {}
                None => {
                    let ids = known.iter().filter_map(|at| at.rule.id.as_ref());
                    let ids: Vec<&str> = ids.map(RuleId::as_str).collect();
                    let sentence = format!("the plan has no rule `{id}`");
                    let help = format!("write a rule of the plan: {}", ids.join(", "));
                    self.wrong("P0505", &path, sentence, &help);
                }
            }
        }
        found
    }

    fn differ(&mut self, what: &str, named: &[(&str, Vec<Step>)]) {
        let mut first_of: BTreeMap<&str, &[Step]> = BTreeMap::new();
        for (name, path) in named {
            let first = *first_of.entry(name).or_insert(path);
            if first != path {
                let sentence = format!("two {what}s of the plan have the id `{name}`");
                let help = format!("give each {what} an id of its own in the whole plan");
                self.conflict("P0502", path, first, sentence, &help);
            }
        }
    }

    fn declared_kinds(&mut self) {
        let Some(kinds) = &self.draft.leads.declared_kinds else { return };
        for (index, kind) in kinds.iter().enumerate() {
            let path = [Key("leads"), Key("kinds"), At(index)];
            if LeadKind::BUILT_IN.iter().any(|known| known.as_str() == kind.as_str()) {
                let sentence = format!("the lead kind `{kind}` is built in");
                self.wrong(
                    "P0503",
                    &path,
                    sentence,
                    "take it out: built-in kinds are always known",
                );
            } else if let Some(first) = kinds[..index].iter().position(|other| other == kind) {
                let sentence = format!("the lead kind `{kind}` is declared twice");
                let first = [Key("leads"), Key("kinds"), At(first)];
                self.conflict("P0503", &path, &first, sentence, "declare each kind once");
            }
        }
    }
}

/// The ids of a list of tables, each with its path.
fn ids<'d, T>(
    table: &'static str,
    key: &'static str,
    list: &'d Option<Vec<T>>,
    id: impl Fn(&'d T) -> Option<&'d str>,
) -> Vec<(&'d str, Vec<Step>)> {
    let path = |index| vec![Key(table), At(index), Key(key)];
    let entries = list.iter().flatten().enumerate();
    entries.filter_map(|(index, entry)| Some((id(entry)?, path(index)))).collect()
}
