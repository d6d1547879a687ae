//! Ids that must differ: a reward is told apart by its rule, so a rule's name stands once.

use std::collections::BTreeMap;

use super::Lint;
use crate::lead::LeadKind;
use crate::plan::parse::Step::{self, At, Key};

impl Lint<'_, '_> {
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
