//! Looks at how the parts of a plan go together, before the plan may pay anybody.
//!
//! Every finding has a code, its place and, where two parts conflict, both places and a case in
//! which they do. Reading the parts is the business of [`crate::plan`]; nothing here computes an
//! amount.
//!
//! | file | idea |
//! |---|---|
//! | `version` | dates, and that a version is chosen before anything is triggered |
//! | `order` | which orders of stages make sense |
//! | `names` | ids that must differ, and rules that others name |
//! | `ground` | kinds and facts that the ground rules name |
//! | `answer` | minimum rewards go with the components that pay them |
//! | `split` | shares sum to one, every role is covered, overlays are paid |
//! | `tiers` | bases and tables that make sense, and the rules that pay by them |
//! | `campaign`, `limit` | campaigns, floors and caps, and the rules they are for |
//! | `in_kind` | points and time off |
//! | `based` | caps on the base |
//! | `measured_later`, `at_vesting`, `at_payout` | caps that are measured at vesting or payout |
//! | `draw` | draws can be given, and recovered before the rest is forgiven |
//! | `exchange` | what can be paid to payees of other currencies |
//! | `pool` | budget pools, and the rules they fund |
//! | `gift` | gifts and recognition |
//! | `close` | what is measured, and the closes that pay on it |
//! | `closing` | every component ends in exactly one rule that catches the rest |
//! | `overlap`, `calendar` | no two rules can both hold, and each can hold |
//! | `trigger` | what has happened when a rule is triggered |
//! | `holdback` | what is held back can be released |
//! | `clawback` | what is taken back, and until when |
//! | `books` | what may be a cost of a contract |
//! | `payee` | payees and amounts that the rest of the plan knows |

mod answer;
mod at_payout;
mod at_vesting;
mod based;
mod books;
mod calendar;
mod campaign;
mod clawback;
mod close;
mod closing;
mod draw;
mod exchange;
mod gift;
mod ground;
mod holdback;
mod in_kind;
mod limit;
mod measured_later;
mod names;
mod order;
mod overlap;
mod payee;
mod pool;
mod split;
mod tiers;
mod trigger;
mod version;

use crate::plan::parse::{ComponentDraft, Draft, Report, RuleDraft, Source, Step};
use crate::plan::{Findings, Plan};

impl Plan {
    /// Reads a plan file: what it says, and whether its parts go together.
    ///
    /// The file is TOML 1.1 of at most 262,144 bytes. Nothing that moves money has a default: a
    /// file that leaves a choice out is refused, and the finding says what the choices mean.
    ///
    /// ```
    /// use referral_ledger::plan::Plan;
    ///
    /// let text = r#"
    /// schema = 1
    ///
    /// [plan]
    /// id         = "tips"
    /// version    = "2026"
    /// title      = "A fee for each tip that is won"
    /// because    = "Policy 7"
    /// effective  = { from = 2026-01-01 }
    /// chosen_by  = "won"
    /// applies_to = "everyone"
    /// currency   = "EUR"
    /// timezone   = "Europe/Berlin"
    /// order      = ["rate", "round"]
    /// rounding   = { mode = "half_even", basis = "each_fact" }
    /// leaver     = "keeps_what_was_triggered"
    ///
    /// [leads]
    /// acceptance        = "not_needed"
    /// win_before_report = "refused"
    ///
    /// [[split]]
    /// role  = "originator"
    /// share = "100%"
    ///
    /// [[component]]
    /// id = "fee"
    /// on = "won"
    ///
    ///   [[component.rule]]
    ///   id       = "won-fee"
    ///   because  = "Policy 7, clause 1"
    ///   when     = "always"
    ///   payee    = "originator"
    ///   pays     = { flat = "100 EUR" }
    ///   hold     = { days = 30, after = "won" }
    ///   clawback = "none"
    /// "#;
    /// let plan = Plan::read(text)?;
    /// assert_eq!(plan.name.to_string(), "tips@2026");
    /// assert_eq!(plan.components[0].rules[0].id.as_str(), "won-fee");
    ///
    /// // Without the hold, it is refused with the place and the way out.
    /// let without = text.replace("hold     = { days = 30, after = \"won\" }\n", "\n");
    /// let findings = Plan::read(&without).unwrap_err().to_string();
    /// assert!(findings.starts_with("P0108 at line 30, column 3: `hold` is missing"));
    /// assert!(findings.contains("write \"none\" (payable at once), { days = 30, after ="));
    /// # Ok::<(), referral_ledger::plan::Findings>(())
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with the file, in its order; the codes are in
    /// [`CODES`](crate::plan::finding::CODES). Only a file that is too large or not TOML hides
    /// what else is wrong with it.
    pub fn read(text: &str) -> Result<Plan, Findings> {
        let source = Source::of(text)?;
        let (draft, report) = Draft::of(&source);
        let mut lint = Lint { draft: &draft, source: &source, report };
        lint.version();
        lint.order();
        lint.names();
        lint.ground();
        lint.answer();
        lint.split();
        lint.tables();
        lint.measures();
        lint.campaigns();
        lint.floors();
        lint.caps();
        lint.draws();
        lint.pools();
        lint.in_kind();
        lint.exchange();
        lint.gifts();
        lint.components();
        let report = lint.report;
        draft.accept(text, report)
    }
}

/// A look at one plan.
struct Lint<'d, 's> {
    draft: &'d Draft,
    source: &'s Source<'s>,
    report: Report<'s>,
}

/// One rule in its component, with its path.
#[derive(Clone, Copy)]
struct RuleAt<'d> {
    component: &'d ComponentDraft,
    rule: &'d RuleDraft,
    component_index: usize,
    rule_index: usize,
}

impl RuleAt<'_> {
    /// The path to a value of the rule.
    fn path(&self, steps: &[Step]) -> Vec<Step> {
        let mut path = vec![Step::Key("component"), Step::At(self.component_index)];
        path.extend([Step::Key("rule"), Step::At(self.rule_index)]);
        path.extend(steps);
        path
    }

    /// The rule as a sentence names it.
    fn name(&self) -> String {
        match &self.rule.id {
            Some(id) => format!("rule `{id}`"),
            None => format!("rule number {} of its component", self.rule_index + 1),
        }
    }
}

impl<'d> Lint<'d, '_> {
    /// What stands at the path is wrong.
    fn wrong(&mut self, code: &'static str, path: &[Step], sentence: String, help: &str) {
        self.report.wrong(code, self.source.span_of(path), sentence, help);
    }

    /// What stands at the path does not go with what stands at the other.
    fn conflict(
        &mut self,
        code: &'static str,
        path: &[Step],
        other: &[Step],
        sentence: String,
        help: &str,
    ) {
        let (at, other) = (self.source.span_of(path), self.source.span_of(other));
        self.report.conflict(code, at, other, sentence, help);
    }

    /// The rules of all components.
    fn rules(&self) -> impl Iterator<Item = RuleAt<'d>> + use<'d> {
        let draft = self.draft;
        (0..draft.components.len()).flat_map(move |index| rules_of(draft, index))
    }

    /// Everything that is looked at component by component.
    fn components(&mut self) {
        for index in 0..self.draft.components.len() {
            let rules: Vec<_> = rules_of(self.draft, index).collect();
            match self.draft.components[index].close {
                Some(_) => self.close(&rules),
                None => self.closing(&rules),
            }
            self.overlap(&rules);
            for rule in rules {
                self.trigger(rule);
                self.clawback(rule);
                self.by_tiers(rule);
                self.payee(rule);
            }
        }
    }
}

fn rules_of(draft: &Draft, component_index: usize) -> impl Iterator<Item = RuleAt<'_>> {
    let component = &draft.components[component_index];
    component.rules.iter().enumerate().map(move |(rule_index, rule)| RuleAt {
        component,
        rule,
        component_index,
        rule_index,
    })
}
