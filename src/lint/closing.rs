//! Every component ends in exactly one rule that catches the rest, so that a zero is a decision.

use std::collections::BTreeSet;

use super::{Lint, RuleAt};
use crate::lead::LeadKind;
use crate::plan::condition::Condition;
use crate::plan::parse::Step::{At, Key};
use crate::plan::rule::When;

impl Lint<'_, '_> {
    /// One rule that always holds, or conditions and a last rule for everything else.
    pub(super) fn closing(&mut self, rules: &[RuleAt<'_>]) {
        // One unread condition, and nothing can be said of the others.
        let whens: Option<Vec<&When>> = rules.iter().map(|at| at.rule.when.as_ref()).collect();
        let (Some(whens), Some(last)) = (whens, rules.last()) else { return };
        let when = [Key("when")];
        for (at, word) in rules.iter().zip(&whens) {
            if **word == When::Always && whens.len() > 1 {
                let sentence =
                    format!("{} always holds, so no other rule may stand here", at.name());
                let help = "write \"otherwise\" for the last rule, or put the rules into \
                            components of their own: components add";
                self.wrong("P0703", &at.path(&when), sentence, help);
            }
            if **word == When::Otherwise && at.rule_index != last.rule_index {
                let sentence = format!("{} catches the rest, but rules follow it", at.name());
                let help = "put the only otherwise rule of a component last";
                self.wrong("P0702", &at.path(&when), sentence, help);
            }
        }
        match whens.last() {
            Some(When::Otherwise) if whens.len() == 1 => {
                let sentence = format!("{} has no conditions before it", last.name());
                self.wrong("P0702", &last.path(&when), sentence, "write when = \"always\"");
            }
            Some(When::Otherwise) => self.dead(last, &whens),
            Some(When::All(_)) if !whens.contains(&&When::Always) => {
                let sentence = "the component does not say what happens when no rule holds";
                let help = "end it with a rule of when = \"otherwise\", which may pay nothing";
                let component = [Key("component"), At(last.component_index)];
                self.wrong("P0701", &component, sentence.to_owned(), help);
            }
            _ => {}
        }
    }

    /// The last rule cannot apply when the others list every kind a lead can have.
    fn dead(&mut self, last: &RuleAt<'_>, whens: &[&When]) {
        let Some(declared) = &self.draft.leads.declared_kinds else { return };
        let mut listed = BTreeSet::new();
        for when in whens {
            let When::All(conditions) = when else { continue };
            for condition in conditions {
                match condition {
                    Condition::LeadKind(kinds) => listed.extend(kinds.iter().cloned()),
                    // A day count may always turn out otherwise, and a fact may be untold.
                    Condition::Elapsed(_) | Condition::Fact(..) => return,
                }
            }
        }
        let declared = declared.iter().cloned().map(LeadKind::Declared);
        if LeadKind::BUILT_IN.into_iter().chain(declared).all(|kind| listed.contains(&kind)) {
            let sentence =
                format!("{} never applies: the others list every kind of lead", last.name());
            let help =
                "give the last of the other rules when = \"otherwise\", and take this one out";
            self.wrong("P0707", &last.path(&[Key("when")]), sentence, help);
        }
    }
}
