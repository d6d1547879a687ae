//! Caps that are measured at payout: an amount of a payee and a period, and rules that no other cap
//! measures then.

use super::{Lint, RuleAt};
use crate::plan::cap::{AtMost, CapPer, Excess, MeasuredAt};
use crate::plan::parse::CapDraft;
use crate::plan::parse::Step::{At, Key};

impl Lint<'_, '_> {
    pub(super) fn payout_cap(&mut self, index: usize, cap: &CapDraft, rules: &[RuleAt<'_>]) {
        let path = |key| [Key("cap"), At(index), Key(key)];
        let here = path("measured_at");
        match cap.at_most {
            Some(AtMost::Amount(amount)) => {
                self.amount_above_zero(&path("at_most"), amount);
            }
            Some(AtMost::Count(_) | AtMost::Base(_)) => {
                let sentence = "a run pays amounts, and no facts or bases".to_owned();
                let help = "write on = \"amount\", or measured_at = \"trigger\"";
                self.conflict("P1216", &here, &path("on"), sentence, help);
            }
            None => {}
        }
        if matches!(cap.per, Some(CapPer::Fact | CapPer::Deal)) {
            let sentence =
                "a run pays a payee for a month, whatever fact or deal it is for".to_owned();
            let help = "write per = { per = \"payee\", period = \"month\" }, or measured_at = \
                        \"trigger\"";
            self.conflict("P1216", &here, &path("per"), sentence, help);
        }
        if matches!(cap.excess, Some(Excess::PassedTo(_))) {
            let sentence = "what is payable is its payee's, and nobody else's".to_owned();
            let help = "write excess = \"carried\" or \"forfeited\", or measured_at = \"trigger\"";
            self.conflict("P1217", &here, &path("excess"), sentence, help);
        }
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
