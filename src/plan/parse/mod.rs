//! From the text of a plan file to a [`Plan`], with the place of everything that cannot be read.
//!
//! Knows each table and key by itself: what must be there, of which type, in which words. How the
//! parts go together is looked at by [`crate::lint`] when a plan is adopted, and not again when
//! the journal is replayed: a later release may look closer, and old plans must still be read.
//!
//! | file | idea |
//! |---|---|
//! | `source` | the text, its lines, the TOML document |
//! | `report` | findings with their places |
//! | `shape` | tables, keys, and what to write |
//! | `reader`, `value`, `nearest` | walking tables, reading values |
//! | `head`, `split`, `rule`, `condition`, `terms` | the tables of a plan |
//! | `draft` | what could be read, part by part |

mod condition;
mod draft;
mod head;
mod nearest;
mod reader;
mod report;
mod rule;
mod shape;
mod source;
mod split;
mod terms;
mod value;

pub(crate) use draft::{ComponentDraft, Draft, PaysDraft, RoleDraft, RuleDraft};
pub(crate) use report::Report;
pub(crate) use rule::ROLES_RESERVED;
pub(crate) use source::{Source, Step};

use super::{Findings, Plan};
use crate::digest::Digest;
use draft::{HeadDraft, LeadsDraft};
use reader::Reader;

/// The most components of a plan.
const COMPONENTS_MAX: usize = 100;

/// The most roles of a split; as many as one command may credit.
const ROLES_MAX: usize = 16;

impl Plan {
    /// Reads a plan that was looked at before: only what cannot be read is refused.
    ///
    /// For replay. A new plan goes through [`Plan::read`].
    pub(crate) fn parse(text: &str) -> Result<Plan, Findings> {
        let source = Source::of(text)?;
        let (draft, report) = Draft::of(&source);
        draft.accept(text, report)
    }
}

impl Draft {
    /// Reads what can be read, and reports the rest.
    pub(crate) fn of<'s>(source: &'s Source<'s>) -> (Draft, Report<'s>) {
        let mut reader = Reader::new(source);
        let document = reader.document();
        if let Some(schema) = reader.required(&document, "schema") {
            reader.schema(schema);
        }
        let head = match reader.required(&document, "plan") {
            Some(plan) => reader.head(plan),
            None => HeadDraft::default(),
        };
        let leads = match reader.required(&document, "leads") {
            Some(leads) => reader.leads(leads),
            None => LeadsDraft::default(),
        };
        let split = reader
            .required(&document, "split")
            .and_then(|split| reader.list(split, ROLES_MAX))
            .map(|roles| roles.into_iter().map(|role| reader.role(role)).collect());
        let components = reader
            .required(&document, "component")
            .and_then(|components| reader.list(components, COMPONENTS_MAX))
            .unwrap_or_default()
            .into_iter()
            .map(|component| reader.component(component))
            .collect();
        (Draft { head, leads, split, components }, reader.report)
    }

    /// The plan, when nothing was found.
    pub(crate) fn accept(self, text: &str, report: Report<'_>) -> Result<Plan, Findings> {
        match report.finish() {
            Some(findings) => Err(findings),
            None => Ok(self
                .finish(Digest::sha256(text.as_bytes()))
                .expect("a part that cannot be read leaves a finding")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLIST: &str = include_str!("../../../examples/plans/olist.toml");

    #[test]
    fn replay_reads_the_same_plan_without_looking_at_how_its_parts_go_together() {
        assert_eq!(Plan::parse(OLIST), Plan::read(OLIST));
        let unlikely = OLIST.replace("\"100%\"", "\"99%\"");
        assert!(Plan::read(&unlikely).is_err());
        let plan = Plan::parse(&unlikely).unwrap();
        assert_eq!(plan.text_digest, Digest::sha256(unlikely.as_bytes()));
        assert_eq!(plan.split.roles[0].share.to_string(), "99%");
        // What cannot be read is refused all the same.
        assert!(Plan::parse(&OLIST.replace("\"100%\"", "100")).is_err());
    }
}
