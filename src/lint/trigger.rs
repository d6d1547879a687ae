//! What has happened when a component is triggered, and what a rule may therefore lean on.

use super::{Lint, RuleAt};
use crate::deal::Milestone;
use crate::plan::Acceptance;
use crate::plan::clawback::{Clawback, FullClawback, Window};
use crate::plan::condition::Condition;
use crate::plan::hold::Hold;
use crate::plan::parse::PaysDraft;
use crate::plan::parse::Step::{At, Key};
use crate::plan::rule::{Base, Formula, When};
use crate::plan::version::ChosenBy;

impl Lint<'_, '_> {
    /// Conditions, base, hold and clawback of one rule go with its trigger.
    pub(super) fn trigger(&mut self, at: RuleAt<'_>) {
        let Some(on) = at.component.on else { return };
        self.conditions_at(at, on);
        self.base_at(at, on);
        self.hold_at(at, on);
        self.clawback_at(at, on);
    }

    /// A condition counts between milestones that come no later than the trigger.
    fn conditions_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        let Some(When::All(conditions)) = &at.rule.when else { return };
        let ranges = conditions.iter().filter_map(|condition| match condition {
            Condition::Elapsed(range) => Some(range),
            Condition::LeadKind(_) => None,
        });
        for (index, range) in ranges.enumerate() {
            for (key, milestone) in [("from", range.from), ("to", range.to)] {
                if milestone > on {
                    let sentence =
                        format!("{milestone} has not happened when {on} triggers the component");
                    let help = "count between milestones up to the trigger, in this order: \
                                reported, accepted, won, installed, paid";
                    let path = [Key("when"), Key("elapsed"), At(index), Key(key)];
                    self.wrong("P0708", &at.path(&path), sentence, help);
                }
            }
        }
    }

    /// A percentage is taken of something the trigger has.
    fn base_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        let Some(PaysDraft::Money(Formula::Percent { of, .. })) = at.rule.pays else { return };
        let help = match on {
            Milestone::Reported | Milestone::Accepted => {
                "write { flat = .. }: before a win there is no money to take a share of"
            }
            Milestone::Won | Milestone::Installed => "write of = \"value\", or trigger it on paid",
            Milestone::Paid => "write of = \"collected\", or trigger it on won or installed",
        };
        let is_there = match of {
            Base::Value => matches!(on, Milestone::Won | Milestone::Installed),
            Base::Collected => on == Milestone::Paid,
        };
        if !is_there {
            let sentence = format!("on {on} no rate is taken of \"{}\"", of.word());
            self.wrong("P0408", &at.path(&[Key("pays"), Key("of")]), sentence, help);
        }
    }

    /// A hold counts from a day that is known when the amount accrues.
    fn hold_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        let Some(Hold::Days { after, .. }) = at.rule.hold else { return };
        let is_certain = match after {
            _ if after == on => true,
            Milestone::Reported => true,
            Milestone::Accepted => match self.draft.leads.acceptance {
                // Chosen by each milestone, the version that asked for it may be another one.
                Some(_) if self.draft.head.chosen_by == Some(ChosenBy::Milestone) => false,
                Some(acceptance) => acceptance == Acceptance::Required && on > after,
                // Unread; nothing can be said unless it would be too late anyhow.
                None => on > after,
            },
            Milestone::Won => on > after,
            Milestone::Installed | Milestone::Paid => false,
        };
        if !is_certain {
            let sentence =
                format!("{after} may not have happened when {on} triggers the component");
            let help = format!(
                "count from {on}, the trigger, or from reported; accepted is certain only with \
                 acceptance = \"required\" and another chosen_by than \"milestone\", won only on \
                 installed and paid"
            );
            self.wrong("P0801", &at.path(&[Key("hold"), Key("after")]), sentence, &help);
        }
    }

    /// Only money of a deal is taken back, and a payment's window needs a payment.
    fn clawback_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        let Some(Clawback::Full(FullClawback { window, .. })) = &at.rule.clawback else { return };
        if on < Milestone::Won {
            let sentence = format!("on {on} there is no deal yet that could be taken back");
            let help = "write clawback = \"none\", or trigger the component on won or later";
            self.wrong("P0901", &at.path(&[Key("clawback")]), sentence, help);
        } else if let Window::Days { after: Milestone::Paid, .. } = window
            && on != Milestone::Paid
        {
            let sentence = format!("no payment triggers the component, {on} does");
            let help = "count the window from won or installed, or trigger the component on paid";
            let path = [Key("clawback"), Key("window"), Key("after")];
            self.wrong("P0902", &at.path(&path), sentence, help);
        }
    }
}
