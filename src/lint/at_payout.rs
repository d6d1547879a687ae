//! Caps that are measured at payout: an amount of a payee and a period, and rules that no other cap
//! measures then.

use super::measured_later::Later;
use super::{Lint, RuleAt};
use crate::plan::cap::MeasuredAt;
use crate::plan::parse::CapDraft;
use crate::plan::parse::Step::{At, Key};

const PAYOUT: Later = Later {
    amounts: "a run pays amounts, and no facts or bases",
    of_payee: "a run pays a payee for a month, whatever fact or deal it is for",
    own: "what is payable is its payee's, and nobody else's",
    excess: "\"carried\" or \"forfeited\"",
};

impl Lint<'_, '_> {
    pub(super) fn payout_cap(&mut self, index: usize, cap: &CapDraft, rules: &[RuleAt<'_>]) {
        self.measured_later(index, cap, &PAYOUT);
        for at in rules {
            self.paid_once(index, *at);
        }
    }

    /// No other cap measures a rule's amounts when a run takes them.
    fn paid_once(&mut self, index: usize, at: RuleAt<'_>) {
        let Some(id) = at.rule.id.as_ref() else { return };
        let mut caps = self.draft.caps.iter().flatten().enumerate().take(index);
        let counts = |cap: &CapDraft| {
            let mut rules = cap.rules.iter().flatten();
            cap.measured_at == Some(MeasuredAt::Payout) && rules.any(|rule| rule == id)
        };
        let Some((other, _)) = caps.find(|(_, cap)| counts(cap)) else { return };
        let (here, there) = ([Key("cap"), At(index), Key("rules")], [Key("cap"), At(other)]);
        let sentence = format!("{} is measured at payout by another cap", at.name());
        let help = "leave the rule in one cap at payout, or write measured_at = \"trigger\"";
        self.conflict("P1219", &here, &there, sentence, help);
    }
}
