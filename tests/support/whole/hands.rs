//! Approvals, holds by hand and redemptions in generated histories.

use super::scribe::{Company, id};
use super::{Act, Step, pick};
use referral_ledger::command::{ApproveReward, HandOver, HoldReward, Redeem, ReleaseReward};
use referral_ledger::id::{ApprovalId, HoldId, RedemptionId};
use referral_ledger::ledger::view::PayeeView;
use referral_ledger::money::{Amount, Unit};
use referral_ledger::reward::RewardId;
use referral_ledger::time::Date;

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

    /// Some or all of somebody's points are redeemed, seldom more than they have; or they are given
    /// what is owed to them.
    pub fn redeem(&mut self, step: &Step, redeemed_on: Date) {
        let ledger = self.journal.ledger();
        let owed = |payee: PayeeView| {
            let gifts = ledger.gifts(&payee.payee).into_iter().filter(|it| it.owed_from.is_some());
            gifts.map(move |gift| (payee.payee.clone(), gift.gift))
        };
        let owed: Vec<_> = ledger.payees().flat_map(owed).collect();
        if let Some((payee, gift)) = pick(&owed, step.which).filter(|_| step.size % 2 == 0) {
            let redemption = RedemptionId::named(&self.name("redemption"));
            let (handed_on, given_by) = (redeemed_on, id("boss"));
            self.tell("hr", HandOver { redemption, payee, gift, handed_on, given_by });
            return;
        }
        let views = self.journal.ledger().payees();
        let with_some = views.filter(|it| it.in_kind.iter().any(|it| it.usable.is_positive()));
        let with_some: Vec<_> = with_some.collect();
        let view = pick(&with_some, step.who);
        let usable = view.as_ref().map_or(0, |it| it.in_kind[0].usable.minor());
        let points = match step.which % 6 {
            0..=1 => usable,
            2..=4 => step.size % (usable + 1),
            _ => usable + step.size % 2,
        };
        let payee = view.map_or_else(|| self.payee(step.who), |it| it.payee);
        let redemption = RedemptionId::named(&self.name("redemption"));
        let amount = Amount::from_minor(points, Unit::POINTS).unwrap();
        self.tell("shop", Redeem { redemption, payee, amount, redeemed_on });
    }
}
