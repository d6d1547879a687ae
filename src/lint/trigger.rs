//! What has happened when a component is triggered, and what a rule may therefore lean on.

use super::{Lint, RuleAt};
use crate::deal::Milestone;
use crate::plan::Acceptance;
use crate::plan::base::{Base, Counted};
use crate::plan::condition::Condition;
use crate::plan::fact::ToldWith;
use crate::plan::hold::Hold;
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::{At, Key, Nth};
use crate::plan::rule::{Formula, When};
use crate::plan::version::ChosenBy;

impl Lint<'_, '_> {
    /// Conditions, base and hold of one rule go with its trigger.
    pub(super) fn trigger(&mut self, at: RuleAt<'_>) {
        let Some(on) = at.component.on else { return };
        self.conditions_at(at, on);
        self.base_at(at, on);
        self.hold_at(at, on);
        self.holdback_at(at, on);
        self.books_at(at, on);
        self.unanswered_at(at, on);
    }

    /// Whether a milestone has certainly happened when another triggers a component.
    pub(super) fn has_happened(&self, milestone: Milestone, on: Milestone) -> bool {
        match milestone {
            _ if milestone == on => true,
            Milestone::Reported => true,
            Milestone::Unanswered => false,
            Milestone::Accepted => match self.draft.leads.acceptance {
                // Chosen by each milestone, the version that asked for it may be another one.
                Some(_) if self.draft.head.chosen_by == Some(ChosenBy::Milestone) => false,
                Some(acceptance) => acceptance == Acceptance::Required && on > milestone,
                // Unread; nothing can be said unless it would be too late anyhow.
                None => on > milestone,
            },
            Milestone::Won => on > milestone,
            Milestone::Met
            | Milestone::Quoted
            | Milestone::Retained
            | Milestone::Installed
            | Milestone::Invoiced
            | Milestone::Paid => false,
        }
    }

    /// A condition counts between milestones that come no later than the trigger, and asks for
    /// facts that can have been told by then.
    fn conditions_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        let Some(When::All(conditions)) = &at.rule.when else { return };
        let (mut ranges, mut facts) = (0, 0);
        for condition in conditions {
            match condition {
                Condition::LeadKind(_) => {}
                Condition::Elapsed(range) => {
                    for (key, milestone) in [("from", range.from), ("to", range.to)] {
                        if milestone > on {
                            let sentence = format!(
                                "{milestone} has not happened when {on} triggers the component"
                            );
                            let help = "count between milestones up to the trigger, in this \
                                        order: reported, accepted, met, quoted, won, retained, \
                                        installed, invoiced, paid";
                            let path = [Key("when"), Key("elapsed"), At(ranges), Key(key)];
                            self.wrong("P0708", &at.path(&path), sentence, help);
                        }
                    }
                    ranges += 1;
                }
                Condition::Fact(name, _) => {
                    let declared = self.draft.facts.iter().flatten();
                    let position =
                        declared.clone().position(|fact| fact.name.as_ref() == Some(name));
                    let told = declared
                        .clone()
                        .find_map(|fact| fact.told.filter(|_| fact.name.as_ref() == Some(name)));
                    if told == Some(ToldWith::Win) && on < Milestone::Won {
                        let sentence = format!(
                            "{name} is told with a win, and {on} triggers the component before one"
                        );
                        let help = "ask for facts that are told with the report, or trigger the \
                                    component on won or later";
                        let path = at.path(&[Key("when"), Key("facts"), Nth(facts)]);
                        let fact = [Key("fact"), At(position.unwrap_or(0)), Key("told")];
                        self.conflict("P1303", &path, &fact, sentence, help);
                    }
                    facts += 1;
                }
            }
        }
    }

    /// What is paid on is something the trigger has.
    fn base_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        let of = match at.rule.pays {
            Some(PaysDraft::Money(
                Formula::Percent { of, .. }
                | Formula::PerUnit { of, .. }
                | Formula::TopUp { of, .. },
            )) => of,
            Some(PaysDraft::Money(Formula::Tiers { of: Some(of), .. })) => of,
            _ => return,
        };
        if self.has_base(of, on) == Some(false) {
            let sentence = format!("on {on} there is no \"{}\" to pay on", self.base_name(of));
            self.wrong("P0408", &at.path(&[Key("pays"), Key("of")]), sentence, base_help(on));
        }
    }

    /// Whether a trigger has a base; `None` when the base could not be read.
    pub(super) fn has_base(&self, base: Base, on: Milestone) -> Option<bool> {
        let is_of_deal = matches!(on, Milestone::Won | Milestone::Installed | Milestone::Invoiced);
        let (is_paid, is_quoted) = (on == Milestone::Paid, on == Milestone::Quoted);
        let is_retained = on == Milestone::Retained;
        let has_lines = is_of_deal || is_paid || is_quoted || is_retained;
        Some(match base {
            Base::Count => true,
            Base::Value => is_of_deal,
            Base::Collected => is_paid,
            Base::Quoted => is_quoted,
            Base::Retained => is_retained,
            Base::Quantity => has_lines,
            Base::Named(_) => match self.counted(base)? {
                Counted::Value(_) => is_of_deal,
                Counted::Collected(_) => is_paid,
                Counted::Quoted(_) => is_quoted,
                Counted::Retained(_) => is_retained,
                Counted::Margin(..) | Counted::Quantity => has_lines,
            },
            Base::Measured(_) => false,
        })
    }

    /// What a named base counts.
    pub(super) fn counted(&self, base: Base) -> Option<Counted> {
        let Base::Named(at) = base else { return None };
        self.draft.bases.as_ref()?.get(usize::from(at))?.of
    }

    /// A base as a sentence names it.
    pub(super) fn base_name(&self, base: Base) -> &str {
        if let Base::Measured(at) = base {
            return self.measure_name(at);
        }
        let Base::Named(at) = base else { return base.word() };
        let named = self.draft.bases.as_ref().and_then(|bases| bases.get(usize::from(at)));
        named.and_then(|base| base.id.as_ref()).map_or("", |id| id.as_str())
    }

    /// A hold counts from a day that is known when the amount accrues, and lasts until a milestone
    /// that is still to come.
    fn hold_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        match at.rule.hold {
            Some(Hold::Days { after, .. }) if !self.has_happened(after, on) => {
                let sentence =
                    format!("{after} may not have happened when {on} triggers the component");
                let help = format!(
                    "count from {on}, the trigger, or from reported; accepted is certain only \
                     with acceptance = \"required\" and another chosen_by than \"milestone\", won \
                     only on installed, invoiced and paid"
                );
                self.wrong("P0801", &at.path(&[Key("hold"), Key("after")]), sentence, &help);
            }
            Some(Hold::Until(until)) if !may_follow(until, on) => {
                let sentence =
                    format!("{until} does not come after {on}, which triggers the component");
                let help = "write \"none\", or a milestone that is still to come";
                self.wrong("P0802", &at.path(&[Key("hold"), Key("until")]), sentence, help);
            }
            _ => {}
        }
    }
}

/// Whether a milestone may be still to come when another triggers a component. An installation and
/// an invoice may follow each other and the payments; a lead that is won is not accepted any more.
pub(super) fn may_follow(until: Milestone, on: Milestone) -> bool {
    let is_free = matches!(until, Milestone::Installed | Milestone::Invoiced);
    until > on || (is_free && until != on)
}

/// What can be paid on when this milestone triggers.
pub(super) fn base_help(on: Milestone) -> &'static str {
    match on {
        Milestone::Reported | Milestone::Unanswered | Milestone::Accepted | Milestone::Met => {
            "write { flat = .. } or of = \"count\": before an offer or a win there is no money and \
             nothing sold"
        }
        Milestone::Quoted => {
            "write of = \"quoted\", a margin, a quantity or a count, or trigger it on won or paid"
        }
        Milestone::Retained => {
            "write of = \"retained\", a margin, a quantity or a count, or trigger it on paid"
        }
        Milestone::Won | Milestone::Installed | Milestone::Invoiced => {
            "write of = \"value\", a margin, a quantity or a count, or trigger it on paid"
        }
        Milestone::Paid => {
            "write of = \"collected\", a margin, a quantity or a count, or trigger it on won, \
             installed or invoiced"
        }
    }
}
