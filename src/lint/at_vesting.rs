//! Caps that are measured at vesting: an amount of a payee and a period, and rules whose amounts
//! only wait for their day or milestone.

use super::measured_later::Later;
use super::{Lint, RuleAt};
use crate::plan::cap::{AtMost, CapPer, MeasuredAt};
use crate::plan::hold::Hold;
use crate::plan::parse::CapDraft;
use crate::plan::parse::Step::{self, At, Key};

const VESTING: Later = Later {
    amounts: "amounts vest, and no facts or bases",
    of_payee: "amounts vest on days of their payee, whatever fact or deal they are of",
    own: "what vests has accrued to its payee, and to nobody else",
    excess: "\"forfeited\" or \"carried\"",
};

impl Lint<'_, '_> {
    pub(super) fn vesting_cap(&mut self, index: usize, cap: &CapDraft, rules: &[RuleAt<'_>]) {
        self.measured_later(index, cap, &VESTING);
        for at in rules {
            self.vests_once(index, *at);
        }
    }

    /// Nothing else counts a rule's amounts by periods of the payee, or keeps them, before they
    /// vest.
    fn vests_once(&mut self, index: usize, at: RuleAt<'_>) {
        let here = [Key("cap"), At(index), Key("measured_at")];
        let mut found: Vec<(Vec<Step>, &str, &str)> = Vec::new();
        if matches!(at.rule.holdback, Some(Some(_))) {
            let holdback = at.path(&[Key("holdback")]);
            found.push((holdback, "holds a part back", "take the holdback out"));
        }
        if at.rule.hold == Some(Hold::Approved) {
            let hold = at.path(&[Key("hold")]);
            let help = "write hold = \"none\", { days = .. } or { until = .. }";
            found.push((hold, "vests when a person says so", help));
        }
        let named = |rules: &Option<Vec<crate::id::RuleId>>| {
            let id = at.rule.id.as_ref();
            id.is_some_and(|id| rules.iter().flatten().any(|rule| rule == id))
        };
        let pools = self.draft.pools.iter().flatten();
        if let Some((pool, _)) = pools.enumerate().find(|(_, pool)| named(&pool.rules)) {
            let help = "fund the rule by no pool";
            found.push((vec![Key("pool"), At(pool)], "is funded by a pool", help));
        }
        let counts = |(number, cap): &(usize, &CapDraft)| {
            let is_later = cap.measured_at == Some(MeasuredAt::Vesting) && *number <= index;
            let of_amounts = matches!(cap.at_most, Some(AtMost::Amount(_)));
            let of_payee = matches!(cap.per, Some(CapPer::Payee(_)));
            *number != index && !is_later && of_amounts && of_payee && named(&cap.rules)
        };
        let mut caps = self.draft.caps.iter().flatten().enumerate();
        if let Some((cap, _)) = caps.find(counts) {
            let help = "leave the rule in one cap per payee";
            found.push((vec![Key("cap"), At(cap)], "is counted by another cap per payee", help));
        }
        for (there, does, out) in found {
            let sentence = format!("{} {does}", at.name());
            let help = format!("{out}, or write measured_at = \"trigger\"");
            self.conflict("P1218", &here, &there, sentence, &help);
        }
    }
}
