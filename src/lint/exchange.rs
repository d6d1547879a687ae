//! Other currencies: what a plan with `[exchange]` says is all converted by this release.

use super::Lint;
use crate::plan::cap::{AtMost, Excess, MeasuredAt};
use crate::plan::clawback::{Clawback, RefundTarget};
use crate::plan::exchange::MissingRate;
use crate::plan::in_kind::WORDS;
use crate::plan::parse::Step::{self, At, Key};

const HERE: [Step; 1] = [Key("exchange")];

impl Lint<'_, '_> {
    /// What waits in a pool or is carried, what vests under a cap, what a period pays and what is
    /// written off is counted in the plan's currency alone; where everything is until a run pays
    /// it, all of that may stand. What is run anew and what is given beside money may not.
    pub(super) fn exchange(&mut self) {
        let Some(Some(words)) = self.draft.exchange else { return };
        if !words.is_at_payout() {
            self.accrues_converted();
            if words.missing == MissingRate::PlanCurrency {
                let sentence = "what accrues in a payee's currency has no other amount";
                let help = "write missing = \"refuse\", or at = \"payout\"";
                let (path, at) = ([Key("exchange"), Key("missing")], [Key("exchange"), Key("at")]);
                self.conflict("P2001", &path, &at, sentence.to_owned(), help);
            }
        }
        self.never_converted();
    }

    /// What does not come out in the currency of a payee, who has it from the day it accrues.
    fn accrues_converted(&mut self) {
        if !self.draft.pools.as_deref().unwrap_or_default().is_empty() {
            let sentence = "a pool pays in the plan's currency alone";
            self.unconverted(&[Key("pool"), At(0)], sentence, &or_at_payout("take the pool out"));
        }
        let carried = |excess: &Option<Excess>| matches!(excess, Some(Excess::Carried));
        for (index, cap) in self.draft.caps.iter().flatten().enumerate() {
            if carried(&cap.excess) {
                let sentence = "what a cap carries is not converted";
                let help = or_at_payout("write excess = \"forfeited\" or { passed_to = .. }");
                self.unconverted(&[Key("cap"), At(index), Key("excess")], sentence, &help);
            }
            if cap.measured_at == Some(MeasuredAt::Vesting) {
                let sentence =
                    "a cap at vesting counts the plan's currency, and this vests in another";
                let path = [Key("cap"), At(index), Key("measured_at")];
                self.unconverted(&path, sentence, &or_at_payout("leave measured_at out"));
            }
        }
        for (index, component) in self.draft.components.iter().enumerate() {
            if component.close.is_some() {
                let sentence = "what a period pays when it closes is not converted";
                let help = or_at_payout("put the component into a plan of its own");
                self.unconverted(&[Key("component"), At(index), Key("on")], sentence, &help);
            }
        }
        for at in self.rules() {
            if matches!(at.rule.books, Some(Some(_))) {
                let sentence = "a cost of a contract is not converted";
                let help = or_at_payout("write books = \"expensed\", or leave it out");
                self.unconverted(&at.path(&[Key("books")]), sentence, &help);
            }
        }
    }

    /// What goes back in another currency than it was told in, or is no money.
    fn never_converted(&mut self) {
        for (index, cap) in self.draft.caps.iter().flatten().enumerate() {
            if cap.measured_at == Some(MeasuredAt::Payout) {
                let sentence = "a cap at payout counts the plan's currency, and a run pays another";
                let path = [Key("cap"), At(index), Key("measured_at")];
                self.unconverted(&path, sentence, "leave measured_at out");
            }
            if matches!(cap.at_most, Some(AtMost::Base(_))) {
                let sentence = "what a cap counts of a base does not go back in another currency";
                let path = [Key("cap"), At(index), Key("on")];
                self.unconverted(&path, sentence, "write on = \"amount\"");
            }
        }
        for (word, unit) in WORDS {
            if self.draft.in_kind.iter().any(|(other, _)| *other == unit) {
                let help = "award them by a plan that is assigned to payees of its currency";
                self.unconverted(&[Key(word)], "what they cost is not converted", help);
            }
        }
        if !self.draft.gifts.as_deref().unwrap_or_default().is_empty() {
            let help = "give it by a plan that is assigned to payees of its currency";
            self.unconverted(&[Key("gift"), At(0)], "a fair value is not converted", help);
        }
        for at in self.rules() {
            let anew = |terms: &Option<Clawback>| {
                matches!(terms, Some(Clawback::Terms(terms))
                    if terms.refund_target == RefundTarget::Recompute)
            };
            if anew(&at.rule.clawback) {
                let sentence = "what is converted goes back in proportion, at its own rate";
                let help = "write refund_target = \"proportional\"";
                let path = at.path(&[Key("clawback"), Key("refund_target")]);
                self.unconverted(&path, sentence, help);
            }
        }
    }

    fn unconverted(&mut self, path: &[Step], sentence: &str, help: &str) {
        let help = format!("{help}, or take [exchange] out");
        self.conflict("P2001", path, &HERE, sentence.to_owned(), &help);
    }
}

/// The way out of what does not come out in another currency: leave it in the plan's.
fn or_at_payout(help: &str) -> String {
    format!("{help}, write at = \"payout\"")
}
