//! Other currencies: what a plan with `[exchange]` says is all converted by this release.

use super::Lint;
use crate::plan::cap::{AtMost, Excess, MeasuredAt};
use crate::plan::clawback::{Clawback, RefundTarget};
use crate::plan::in_kind::WORDS;
use crate::plan::parse::Step::{self, At, Key};

const HERE: [Step; 1] = [Key("exchange")];

impl Lint<'_, '_> {
    /// What waits in a pool or is carried, what vests or is
    /// paid under a cap, what a period pays, what is
    /// written off, what is run anew and what is given beside money is counted in the plan's
    /// currency alone.
    pub(super) fn exchange(&mut self) {
        if !matches!(self.draft.exchange, Some(Some(_))) {
            return;
        }
        if !self.draft.pools.as_deref().unwrap_or_default().is_empty() {
            let sentence = "a pool pays in the plan's currency alone";
            self.unconverted(&[Key("pool"), At(0)], sentence, "take the pool out");
        }
        let carried = |excess: &Option<Excess>| matches!(excess, Some(Excess::Carried));
        for (index, cap) in self.draft.caps.iter().flatten().enumerate() {
            if carried(&cap.excess) {
                let sentence = "what a cap carries is not converted";
                let help = "write excess = \"forfeited\" or { passed_to = .. }";
                self.unconverted(&[Key("cap"), At(index), Key("excess")], sentence, help);
            }
            if cap.measured_at == Some(MeasuredAt::Vesting) {
                let sentence =
                    "a cap at vesting counts the plan's currency, and this vests in another";
                let path = [Key("cap"), At(index), Key("measured_at")];
                self.unconverted(&path, sentence, "leave measured_at out");
            }
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
        for (index, component) in self.draft.components.iter().enumerate() {
            if component.close.is_some() {
                let sentence = "what a period pays when it closes is not converted";
                let help = "put the component into a plan of its own";
                self.unconverted(&[Key("component"), At(index), Key("on")], sentence, help);
            }
        }
        for at in self.rules() {
            if matches!(at.rule.books, Some(Some(_))) {
                let sentence = "a cost of a contract is not converted";
                let help = "write books = \"expensed\", or leave it out";
                self.unconverted(&at.path(&[Key("books")]), sentence, help);
            }
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
