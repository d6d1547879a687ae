//! Deadlines to answer: a minimum reward has a component that pays it, and what is deducted later
//! can be.

use super::{Lint, RuleAt};
use crate::deal::Milestone;
use crate::plan::answer::MinimumReward;
use crate::plan::clawback::{Clawback, RefundTarget};
use crate::plan::parse::Step::{self, At, Key};
use crate::plan::parse::{ComponentDraft, PaysDraft};
use crate::plan::version::ChosenBy;

/// Where the word on the minimum reward stands.
const MINIMUM: [Step; 4] = [Key("leads"), Key("answer"), Key("when_missed"), Key("minimum_reward")];

impl Lint<'_, '_> {
    /// The word on a minimum reward and the component that `unanswered` triggers go together.
    pub(super) fn answer(&mut self) {
        let draft = self.draft;
        let Some(answer) = &draft.leads.ground.answer else { return };
        let minimum = answer.as_ref().and_then(|answer| answer.minimum_reward);
        let is_paid = |it: &ComponentDraft| it.on == Some(Milestone::Unanswered);
        let paid = draft.components.iter().position(is_paid);
        let is_read = |it: &ComponentDraft| it.on.is_some() || it.close.is_some();
        match (minimum, paid) {
            (None, Some(index)) => {
                let sentence = "a missed answer pays, and [leads.answer] has no minimum reward";
                let help = "write when_missed = { minimum_reward = .. } in [leads.answer]: how it \
                            goes with what the lead earns later";
                let path = [Key("component"), At(index), Key("on")];
                self.wrong("P1505", &path, sentence.to_owned(), help);
            }
            // One whose trigger could not be read may be it.
            (Some(_), None) if draft.components.iter().all(is_read) => {
                let sentence = "no component pays the minimum reward".to_owned();
                let help = "write a [[component]] with on = \"unanswered\": what it pays, to whom, \
                            held until when";
                self.wrong("P1506", &MINIMUM, sentence, help);
            }
            _ => {}
        }
        if minimum == Some(MinimumReward::DeductedFromLater) {
            self.deducted();
        }
    }

    /// What is deducted is counted in one version, and no formula is run anew without it.
    fn deducted(&mut self) {
        if self.draft.head.chosen_by.is_some_and(|it| it != ChosenBy::Reported) {
            let sentence = "another version than that of the report may pay what the lead earns \
                            later, and it knows no minimum reward to deduct"
                .to_owned();
            let help = "write chosen_by = \"reported\", or minimum_reward = \"beside_later\"";
            self.conflict("P1507", &MINIMUM, &[Key("plan"), Key("chosen_by")], sentence, help);
        }
        let is_no_money = |at: &RuleAt<'_>| {
            at.component.on == Some(Milestone::Unanswered)
                && matches!(at.rule.pays, Some(PaysDraft::InKind(..)))
        };
        if let Some(at) = self.rules().find(is_no_money) {
            let sentence = format!("{} awards what is not deducted from pay", at.name());
            let help =
                "pay the minimum reward in money, or write minimum_reward = \"beside_later\"";
            self.conflict("P1507", &MINIMUM, &at.path(&[Key("pays")]), sentence, help);
        }
        let recomputes = |at: &RuleAt<'_>| {
            matches!(&at.rule.clawback, Some(Clawback::Terms(terms))
                if terms.refund_target == RefundTarget::Recompute)
        };
        if let Some(at) = self.rules().find(recomputes) {
            let sentence = format!(
                "{} is recomputed after a refund, and its formula knows nothing of a minimum \
                 reward that was deducted",
                at.name()
            );
            let help = "write refund_target = \"proportional\", or minimum_reward = \
                        \"beside_later\"";
            let target = at.path(&[Key("clawback"), Key("refund_target")]);
            self.conflict("P1507", &MINIMUM, &target, sentence, help);
        }
    }

    /// A minimum reward is one amount: what of it waits is said by its hold.
    pub(super) fn unanswered_at(&mut self, at: RuleAt<'_>, on: Milestone) {
        if on == Milestone::Unanswered && matches!(at.rule.holdback, Some(Some(_))) {
            let sentence = "what a missed answer pays is held back in part".to_owned();
            let help = "take holdback out, and let the hold say when all of it is payable";
            self.wrong("P1508", &at.path(&[Key("holdback")]), sentence, help);
        }
    }
}
