//! Thresholds of generated histories: which group has one from when on, and what lapses of what
//! runs left out.

use super::scribe::{Company, GROUPS, id, usd};
use super::{Step, pick};
use referral_ledger::approval::ApprovalStage;
use referral_ledger::command::{ApproveLapse, DeclineLapse, ProposeLapse, SetThreshold};
use referral_ledger::id::{LapseId, PayeeId};
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::time::Date;

impl Company {
    /// A group has a threshold from a day on, or none; or something that a run left out lapses, by
    /// two persons, by one, or not.
    pub fn threshold(&mut self, step: &Step, on: Date) {
        if step.who.is_multiple_of(2) {
            return self.set_threshold(step, on);
        }
        let ledger = self.journal.ledger();
        let can = |payee: &PayeeId| ledger.can_lapse(payee).is_some_and(|it| it.is_positive());
        let those: Vec<PayeeId> = self.payees.iter().filter(|it| can(it)).cloned().collect();
        let payee = pick(&those, step.which).unwrap_or_else(|| self.payee(step.who));
        let can = ledger.can_lapse(&payee);
        let amount = if step.gap == 5 { usd(step.size) } else { can.unwrap_or(usd(step.size)) };
        let (lapse, reason) = (LapseId::named(&self.name("lapse")), id("too-small"));
        let by = ["lena", "lena", "lena", "job", payee.as_str()][step.which % 5].to_owned();
        self.tell(&by, ProposeLapse { lapse, payee, amount, reason });
        let is_open = |it: &LapseId| {
            let view = self.journal.ledger().lapse(*it);
            view.is_some_and(|view| view.stage == ApprovalStage::Proposed)
        };
        let ids = self.journal.ledger().lapses().map(|(id, _)| id);
        let open: Vec<LapseId> = ids.filter(is_open).collect();
        let Some(lapse) = open.last().copied() else { return };
        match step.gap {
            1 | 10 | 30 => drop(self.tell("max", DeclineLapse { lapse, reason: id("not-agreed") })),
            2 => {} // it waits
            _ => {
                let digest = self.journal.ledger().lapse(lapse).unwrap().digest;
                let by = ["max", "max", "max", "max", "lena", "ana", "job"][step.which % 7];
                self.tell(by, ApproveLapse { lapse, digest });
            }
        }
    }

    fn set_threshold(&mut self, step: &Step, on: Date) {
        let threshold = Threshold {
            amount: usd([2_000, 10_000, 50_000][step.which % 3]),
            counted: if step.who % 4 < 2 { Counted::Gross } else { Counted::Net },
            paid_from: [PaidFrom::AtLeast, PaidFrom::MoreThan][step.which % 2],
            below: if step.which % 4 == 1 { Below::Kept } else { Below::MayLapse },
            leavers: [ForLeavers::Waived, ForLeavers::NotWaived][step.who / 4 % 2],
        };
        let group = id(GROUPS[usize::from(step.which.is_multiple_of(5))].0);
        let threshold = (step.which % 8 != 7).then_some(threshold);
        self.tell("finance", SetThreshold { group, threshold, from: on.month().from() });
    }
}
