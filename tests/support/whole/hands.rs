//! Approvals and holds by hand in generated histories.

use super::scribe::{Company, id};
use super::{Act, Step, pick};
use referral_ledger::command::{ApproveReward, HoldReward, ReleaseReward};
use referral_ledger::id::{ApprovalId, HoldId};
use referral_ledger::reward::RewardId;

impl Company {
    /// A reward is approved, put on hold or released, by somebody.
    pub fn by_hand(&mut self, step: &Step) {
        let by = ["controller", "controller", "auditor", "ana", "job"][step.who % 5];
        let ledger = self.journal.ledger();
        let rewards: Vec<RewardId> = ledger.rewards().map(|it| it.id().clone()).collect();
        let Some(reward) = pick(&rewards, step.which * 7 + step.who) else { return };
        match step.act {
            Act::ApproveReward => {
                let waits = ledger.awaiting_approval();
                let amount = ledger.reward(&reward).unwrap().accrued();
                let of = pick(&waits, step.which).map(|(it, waits)| (it.id().clone(), waits));
                let (reward, amount) = of.unwrap_or((reward, amount));
                let approval = ApprovalId::named(&self.name("approval"));
                self.tell(by, ApproveReward { approval, reward, amount, reason: id("checked") });
            }
            Act::Hold => {
                let hold = HoldId::named(&self.name("hold"));
                self.tell(by, HoldReward { hold, reward, reason: id("disputed") });
            }
            _ => {
                let open: Vec<_> = ledger.open_holds().map(|it| it.hold).collect();
                let hold = pick(&open, step.which).unwrap_or(HoldId::named("stray"));
                self.tell(by, ReleaseReward { hold, reason: id("settled") });
            }
        }
    }
}
