//! What is corrected by hand in generated histories.

use super::scribe::{Company, id, usd};
use super::{Step, pick};
use referral_ledger::adjustment::{About, AdjustmentStage, BasedOn, Direction};
use referral_ledger::command::*;
use referral_ledger::id::AdjustmentId;
use referral_ledger::rate;

impl Company {
    /// Somebody proposes an adjustment; somebody approves it, declines it, or leaves it for later.
    pub fn adjust(&mut self, step: &Step) {
        let by = ["lena", "lena", "lena", "ana", "job"][step.who % 5];
        let adjustment = AdjustmentId::named(&self.name("adjustment"));
        let direction = if step.which % 5 < 2 { Direction::Up } else { Direction::Down };
        let about = pick(&self.deals, step.who).map(About::Deal);
        let base = usd(step.size.saturating_mul(50));
        let based_on = (step.who == 1).then_some(BasedOn { base, rate: rate!(2%) });
        self.tell(
            by,
            ProposeAdjustment {
                adjustment,
                payee: self.payee(step.who),
                direction,
                amount: usd(step.size.min(20_000)),
                reason: id("by-hand"),
                about,
                based_on,
            },
        );
        let is_open = |it: &AdjustmentId| {
            let view = self.journal.ledger().adjustment(*it);
            view.is_some_and(|view| view.stage == AdjustmentStage::Proposed)
        };
        let ids = self.journal.ledger().adjustments().map(|(id, _)| id);
        let open: Vec<AdjustmentId> = ids.filter(is_open).collect();
        let Some(adjustment) = open.last().copied() else { return };
        let by = ["max", "max", "max", "max", "max", "lena", "ana", "job"][step.which % 8];
        if step.gap == 1 {
            self.tell(by, DeclineAdjustment { adjustment, reason: id("not-agreed") });
        } else if step.gap != 2 {
            let digest = self.journal.ledger().adjustment(adjustment).unwrap().digest;
            self.tell(by, ApproveAdjustment { adjustment, digest });
        }
    }
}
