//! `[[component]]` and `[[component.rule]]`: what triggers a reward, and who gets it.
//!
//! Whether the rules of a component exclude each other is for [`crate::lint`].

use super::draft::{ComponentDraft, PaysDraft, RuleDraft};
use super::head::LARGEST_REMAINDER;
use super::reader::{Field, Reader, Table};
use super::shape::{COMPONENT, MANAGER, RULE};
use super::value::TRIGGERS_UNBUILT;
use crate::deal::Milestone;
use crate::plan::rule::Payees;
use toml::de::DeValue;

/// The most rules of a component.
const RULES_MAX: usize = 50;

/// Payee words that are no roles.
const PAYEES: [(&str, Payees); 2] =
    [("each_by_share", Payees::EachByShare), ("each_in_full", Payees::EachInFull)];

/// Payee words of the design that this release does not compute.
const PAYEES_UNBUILT: [&str; 1] = ["team"];

/// The manager is written as a table that says whose, and on which day.
const MANAGER_WORD: &str = "manager";

/// Names that no role may have, because keys that take a role have or will have a meaning for them.
pub(crate) const ROLES_RESERVED: [&str; 5] =
    [PAYEES[0].0, PAYEES[1].0, MANAGER_WORD, PAYEES_UNBUILT[0], LARGEST_REMAINDER];

impl<'s> Reader<'s> {
    /// One component with its rules.
    pub(super) fn component(&mut self, field: Field<'s>) -> ComponentDraft {
        let Some(table) = self.table(field, &COMPONENT) else { return ComponentDraft::default() };
        let triggers = Milestone::ALL.map(|milestone| (milestone.word(), milestone));
        ComponentDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            on: self
                .required(&table, "on")
                .and_then(|word| self.word(word, &triggers, &TRIGGERS_UNBUILT)),
            rules: self
                .required(&table, "rule")
                .and_then(|rules| self.list(rules, RULES_MAX))
                .unwrap_or_default()
                .into_iter()
                .map(|rule| self.rule(rule))
                .collect(),
        }
    }

    fn rule(&mut self, field: Field<'s>) -> RuleDraft {
        let Some(table) = self.table(field, &RULE) else { return RuleDraft::default() };
        let pays = self.required(&table, "pays").and_then(|pays| self.pays(pays));
        let (hold, clawback) = match pays {
            Some(PaysDraft::Nothing) => {
                self.misplaced(&table, "hold", "a rule that pays nothing holds nothing");
                self.misplaced(&table, "clawback", "a rule that pays nothing takes nothing back");
                (None, None)
            }
            // Without knowing what is paid, what is there is read and what is not is not missed.
            None => (table.optional("hold"), table.optional("clawback")),
            Some(PaysDraft::Money(_)) => {
                (self.required(&table, "hold"), self.required(&table, "clawback"))
            }
        };
        RuleDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            because: self.required(&table, "because").and_then(|because| self.line(because)),
            when: self.required(&table, "when").and_then(|when| self.when(when)),
            payee: self.payee(&table),
            pays,
            hold: hold.and_then(|hold| self.hold(hold)),
            clawback: clawback.and_then(|clawback| self.clawback(clawback, pays)),
        }
    }

    fn payee(&mut self, table: &Table<'s>) -> Option<Payees> {
        let field = self.required(table, "payee")?;
        if let DeValue::Table(_) = field.value() {
            return self.manager(field);
        }
        let text = self.text(field)?;
        if let Some((_, payees)) = PAYEES.iter().find(|(word, _)| *word == text) {
            return Some(payees.clone());
        }
        if text == MANAGER_WORD || PAYEES_UNBUILT.contains(&text) {
            self.wrong_word(field, text, std::iter::empty(), &PAYEES_UNBUILT);
            return None;
        }
        self.id(field).map(Payees::OneRole)
    }

    fn manager(&mut self, field: Field<'s>) -> Option<Payees> {
        let table = self.table(field, &MANAGER)?;
        let role = self.required(&table, "manager_of").and_then(|role| self.id(role));
        let on = self.required(&table, "on").and_then(|on| self.milestone(on, &Milestone::ALL));
        Some(Payees::ManagerOf { role: role?, on: on? })
    }
}
