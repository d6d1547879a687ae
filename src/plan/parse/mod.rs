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
//! | `head`, `split`, `fact`, `base`, `tiers`, `campaign`, `limit`, `pool`, `ground` | the tables |
//! | `in_kind` | what points and time off cost |
//! | `gift` | gifts and recognition |
//! | `close` | measures, and the close of a period |
//! | `exchange` | other currencies |
//! | `rule`, `condition`, `terms`, `holdback`, `clawback`, `books` | its components and their rules |
//! | `draft` | what could be read, part by part |

mod base;
mod books;
mod campaign;
mod clawback;
mod close;
mod condition;
mod draft;
mod draw;
mod exchange;
mod fact;
mod gift;
mod ground;
mod head;
mod holdback;
mod in_kind;
mod limit;
mod nearest;
mod pool;
mod reader;
mod report;
mod rule;
mod shape;
mod source;
mod split;
mod terms;
mod tiers;
mod value;

pub(crate) use draft::{
    Bound, CampaignDraft, CapDraft, ComponentDraft, Draft, DrawDraft, FloorDraft, OverlayDraft,
    PaysDraft, PoolDraft, RoleDraft, RuleDraft, StepDraft, TableDraft, TiersDraft,
};
pub(crate) use nearest::nearest;
pub(crate) use report::Report;
pub(crate) use rule::ROLES_RESERVED;
pub(crate) use source::{Source, Step, Text};

use super::draw::DrawOrder;
use super::{Findings, Plan};
use crate::digest::Digest;
use draft::{HeadDraft, LeadsDraft};
use reader::{Names, Reader};

/// The most components of a plan.
const COMPONENTS_MAX: usize = 100;

/// The most entries of each further list: overlays, facts, bases, measures, tiers, campaigns,
/// floors, caps, pools, draws.
const TABLES_MAX: usize = 50;

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
        let has_campaigns = document.has("campaign");
        let head = match reader.required(&document, "plan") {
            Some(plan) => reader.head(plan, has_campaigns, document.recovered_draws()),
            None => HeadDraft::default(),
        };
        let leads = match reader.required(&document, "leads") {
            Some(leads) => reader.leads(leads),
            None => LeadsDraft::default(),
        };
        let exchange = match document.optional("exchange") {
            Some(table) => reader.exchange(table).map(Some),
            None => Some(None),
        };
        let split = reader
            .required(&document, "split")
            .and_then(|split| reader.list(split, ROLES_MAX))
            .map(|roles| roles.into_iter().map(|role| reader.role(role)).collect());
        let overlays = reader.tables(&document, "overlay", TABLES_MAX, Reader::overlay);
        // What rules name is read before them, and bases and measures before the tables
        // that look at them.
        reader.names.facts = reader.tables(&document, "fact", TABLES_MAX, Reader::fact);
        reader.names.bases = reader.tables(&document, "base", TABLES_MAX, Reader::named_base);
        reader.names.measures = reader.tables(&document, "measure", TABLES_MAX, Reader::measured);
        reader.names.tiers = reader.tables(&document, "tiers", TABLES_MAX, Reader::tiers);
        let campaigns = reader.tables(&document, "campaign", TABLES_MAX, Reader::campaign);
        let floors = reader.tables(&document, "floor", TABLES_MAX, Reader::floor);
        let caps = reader.tables(&document, "cap", TABLES_MAX, Reader::cap);
        let listed = head.draws_recovered == Some(Some(DrawOrder::AsListed));
        let draws = reader.draws(&document, TABLES_MAX, listed);
        let pools = reader.tables(&document, "pool", TABLES_MAX, Reader::pool);
        let in_kind = reader.in_kind(&document);
        reader.names.gifts = reader.tables(&document, "gift", TABLES_MAX, Reader::gift);
        reader.names.recognitions =
            reader.tables(&document, "recognition", TABLES_MAX, Reader::recognition);
        let components = reader
            .required(&document, "component")
            .and_then(|components| reader.list(components, COMPONENTS_MAX))
            .unwrap_or_default()
            .into_iter()
            .map(|component| reader.component(component))
            .collect();
        let Names { facts, bases, measures, tiers, gifts, recognitions } = reader.names;
        let draft = Draft {
            head,
            leads,
            exchange,
            split,
            overlays,
            facts,
            bases,
            measures,
            tiers,
            campaigns,
            floors,
            caps,
            draws,
            pools,
            in_kind,
            gifts,
            recognitions,
            components,
        };
        (draft, reader.report)
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
    use proptest::prelude::*;
    use proptest::sample::Index;

    const OLIST: &str = include_str!("../../../examples/plans/olist.toml");
    const WHOLE: &str = include_str!("../../../tests/plan_files/whole.toml");

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

    /// Words that may take the place of one another, so that edited plans sometimes load.
    const WORDS: [&str; 24] = [
        "marginal",
        "whole",
        "upper",
        "lower",
        "collected",
        "value",
        "quantity",
        "count",
        "equipment-net",
        "deal-margin",
        "machines",
        "standard",
        "by-margin",
        "growing",
        "month",
        "quarter",
        "payee",
        "team",
        "kept",
        "lowered",
        "fact",
        "deal",
        "won",
        "paid",
    ];

    /// Takes a line out, swaps a word for another, or changes a number.
    fn edited(text: &str, edits: &[(u8, Index, Index)]) -> String {
        let mut text = text.to_owned();
        for (how, place, other) in edits {
            let spots: Vec<(usize, &str)> = match how {
                0 => text.match_indices('\n').collect(),
                1 => text.match_indices('"').collect(),
                _ => text.match_indices(|sign: char| sign.is_ascii_digit()).collect(),
            };
            if spots.is_empty() {
                continue;
            }
            let (at, _) = spots[place.index(spots.len())];
            let rest = &text[at + 1..];
            text = match how {
                0 => format!("{}{}", &text[..at], &rest[rest.find('\n').unwrap_or(0)..]),
                1 => {
                    let word = WORDS[other.index(WORDS.len())];
                    let end = rest.find('"').map_or(text.len(), |end| at + 1 + end);
                    format!("{}\"{word}{}", &text[..at], &text[end..])
                }
                _ => format!("{}{}{rest}", &text[..at], other.index(10)),
            };
        }
        text
    }

    proptest! {
        #[test]
        fn no_edit_makes_the_reader_panic_and_what_loads_is_parsed_to_the_same(
            edits in prop::collection::vec((0..3_u8, any::<Index>(), any::<Index>()), 1..4),
        ) {
            // What is only unlikely is parsed as well, and must not panic either.
            let text = edited(WHOLE, &edits);
            let parsed = Plan::parse(&text);
            if let Ok(plan) = Plan::read(&text) {
                prop_assert_eq!(parsed, Ok(plan));
            }
        }
    }
}
