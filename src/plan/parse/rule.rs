//! `[[component]]` and `[[component.rule]]`: what triggers a reward, and who gets it.
//!
//! Whether the rules of a component exclude each other is for [`crate::lint`].

use super::draft::{ComponentDraft, PaysDraft, RuleDraft};
use super::head::LARGEST_REMAINDER;
use super::reader::{Field, Reader, Table};
use super::shape::{COMPONENT, MANAGER, RULE};
use super::value::TRIGGERS_UNBUILT;
use crate::deal::Milestone;
use crate::plan::clawback::Clawback;
use crate::plan::rule::Payees;
use toml::de::DeValue;

/// The most rules of a component.
const RULES_MAX: usize = 50;

/// Payee words that are no roles.
const PAYEES: [(&str, Payees); 3] = [
    ("each_by_share", Payees::EachByShare),
    ("each_in_full", Payees::EachInFull),
    ("measured", Payees::Measured),
];

/// Payee words of the design that this release does not compute.
const PAYEES_UNBUILT: [&str; 1] = ["team"];

/// The manager is written as a table that says whose, and on which day.
const MANAGER_WORD: &str = "manager";

/// Names that no role may have, because keys that take a role have or will have a meaning for them.
pub(crate) const ROLES_RESERVED: [&str; 6] =
    [PAYEES[0].0, PAYEES[1].0, PAYEES[2].0, MANAGER_WORD, PAYEES_UNBUILT[0], LARGEST_REMAINDER];

impl<'s> Reader<'s> {
    /// One component with its rules.
    pub(super) fn component(&mut self, field: Field<'s>) -> ComponentDraft {
        let Some(table) = self.table(field, &COMPONENT) else { return ComponentDraft::default() };
        let triggers = Milestone::ALL.map(|milestone| (milestone.word(), milestone));
        let on = self.required(&table, "on");
        let is_close = on.is_some_and(|on| on.as_text().is_none());
        ComponentDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            on: on
                .filter(|_| !is_close)
                .and_then(|word| self.word(word, &triggers, &TRIGGERS_UNBUILT)),
            close: on.filter(|_| is_close).and_then(|on| self.close(on)),
            rules: self
                .required(&table, "rule")
                .and_then(|rules| self.list(rules, RULES_MAX))
                .unwrap_or_default()
                .into_iter()
                .map(|rule| self.rule(rule, is_close))
                .collect(),
        }
    }

    fn rule(&mut self, field: Field<'s>, is_close: bool) -> RuleDraft {
        let Some(table) = self.table(field, &RULE) else { return RuleDraft::default() };
        let pays = self.required(&table, "pays").and_then(|pays| self.pays(pays));
        let (hold, clawback) = match pays {
            Some(PaysDraft::Nothing) => {
                self.misplaced(&table, "holdback", "a rule that pays nothing holds nothing back");
                self.misplaced(&table, "hold", "a rule that pays nothing holds nothing");
                self.misplaced(&table, "clawback", "a rule that pays nothing takes nothing back");
                self.misplaced(&table, "books", "a rule that pays nothing costs nothing");
                (None, None)
            }
            // Without knowing what is paid, what is there is read and what is not is not missed.
            None => (table.optional("hold"), table.optional("clawback")),
            Some(PaysDraft::Money(_)) if is_close => {
                let why = "what happens when less is due is the close's word, when_lower";
                self.misplaced(&table, "clawback", why);
                let why = "what a close pays is held by its hold alone";
                self.misplaced(&table, "holdback", why);
                let why = "what a close pays is no one contract's, and always an expense";
                self.misplaced(&table, "books", why);
                (self.required(&table, "hold"), None)
            }
            Some(PaysDraft::InKind(..)) => {
                let why = "what is not money is not held back in part";
                self.misplaced(&table, "holdback", why);
                self.misplaced(&table, "books", "what it costs is an expense");
                (self.required(&table, "hold"), self.required(&table, "clawback"))
            }
            Some(PaysDraft::Money(_)) => {
                (self.required(&table, "hold"), self.required(&table, "clawback"))
            }
        };
        let pays_for_a_fact = !is_close && matches!(pays, None | Some(PaysDraft::Money(_)));
        let holdback = match table.optional("holdback").filter(|_| pays_for_a_fact) {
            Some(holdback) => self.holdback(holdback).map(Some),
            None => Some(None),
        };
        let books = match table.optional("books").filter(|_| pays_for_a_fact) {
            Some(books) => self.books(books),
            None => Some(None),
        };
        RuleDraft {
            id: self.required(&table, "id").and_then(|id| self.id(id)),
            because: self.required(&table, "because").and_then(|because| self.line(because)),
            when: self.required(&table, "when").and_then(|when| self.when(when)),
            payee: self.payee(&table, "payee"),
            pays,
            holdback,
            hold: hold.and_then(|hold| self.hold(hold)),
            clawback: match pays {
                Some(PaysDraft::Money(_)) if is_close => Some(Clawback::None),
                _ => clawback.and_then(|clawback| self.clawback(clawback, pays)),
            },
            books,
        }
    }

    /// Who is paid, or credited.
    pub(super) fn payee(&mut self, table: &Table<'s>, key: &'static str) -> Option<Payees> {
        let field = self.required(table, key)?;
        if let DeValue::Table(_) = field.value() {
            return self.manager_or_members(field);
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

    fn manager_or_members(&mut self, field: Field<'s>) -> Option<Payees> {
        let table = self.table(field, &MANAGER)?;
        if let Some(members) = table.optional("members") {
            for key in ["manager_of", "on"] {
                self.misplaced(&table, key, "members are paid, not a manager");
            }
            return match members.as_text() {
                Some("equally") => Some(Payees::Members(None)),
                _ => self.measure_named(members).map(|of| Payees::Members(Some(of))),
            };
        }
        let role = self.required(&table, "manager_of").and_then(|role| self.id(role));
        let on = self.required(&table, "on").and_then(|on| self.milestone(on, &Milestone::ALL));
        Some(Payees::ManagerOf { role: role?, on: on? })
    }
}
