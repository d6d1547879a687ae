//! Thresholds of generated histories: which group has one from when on, and what lapses of what
//! runs left out.

use super::scribe::{Company, GROUPS, id, usd};
use super::{Step, pick};
use referral_ledger::approval::ApprovalStage;
use referral_ledger::command::{
    ApproveLapse, DeclineLapse, ProposeLapse, SetCalendar, SetRecoveryLimit, SetThreshold,
};
use referral_ledger::id::{LapseId, PayeeId};
use referral_ledger::payout::calendar::Calendar;
use referral_ledger::payout::recovery::{LeaversLimit, MostKept, RecoveryLimit};
use referral_ledger::payout::threshold::{Below, Counted, ForLeavers, PaidFrom, Threshold};
use referral_ledger::rate;
use referral_ledger::time::Date;

impl Company {
    /// A group has a threshold from a day on, or none; or something that a run left out lapses, by
    /// two persons, by one, or not.
    pub fn threshold(&mut self, step: &Step, on: Date) {
        if step.who.is_multiple_of(3) {
            return self.set_threshold(step, on);
        }
        let ledger = self.journal.ledger();
        let can = |payee: &PayeeId| ledger.can_lapse(payee).is_some_and(|it| it.is_positive());
        let those: Vec<PayeeId> = self.payees.iter().filter(|it| can(it)).cloned().collect();
        let payee = pick(&those, step.which).unwrap_or_else(|| self.payee(step.who));
        let can = ledger.can_lapse(&payee);
        let amount = if step.gap == 2 { usd(step.size) } else { can.unwrap_or(usd(step.size)) };
        // What was declined is proposed again, and approved then.
        let decisions: &[Option<bool>] = match step.gap {
            1 | 10 | 30 => &[Some(false), Some(true)],
            2 => &[None], // it waits
            _ => &[Some(true)],
        };
        for is_approved in decisions {
            let (lapse, reason) = (LapseId::named(&self.name("lapse")), id("too-small"));
            let by = ["lena", "lena", "lena", "job", payee.as_str()][step.which % 5].to_owned();
            self.tell(&by, ProposeLapse { lapse, payee: payee.clone(), amount, reason });
            if let Some(is_approved) = is_approved {
                self.decide_lapse(step, *is_approved);
            }
        }
    }

    /// The last lapse that was proposed and not decided on is approved, or declined.
    fn decide_lapse(&mut self, step: &Step, is_approved: bool) {
        let is_open = |it: &LapseId| {
            let view = self.journal.ledger().lapse(*it);
            view.is_some_and(|view| view.stage == ApprovalStage::Proposed)
        };
        let ids = self.journal.ledger().lapses().map(|(id, _)| id);
        let open: Vec<LapseId> = ids.filter(is_open).collect();
        let Some(lapse) = open.last().copied() else { return };
        if is_approved {
            let digest = self.journal.ledger().lapse(lapse).unwrap().digest;
            let by = ["max", "max", "max", "max", "lena", "ana", "job"][step.which % 7];
            self.tell(by, ApproveLapse { lapse, digest });
        } else {
            self.tell("max", DeclineLapse { lapse, reason: id("not-agreed") });
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
        if step.gap == 2 {
            self.set_limit(step, on);
        }
        self.set_calendar(step, on);
    }

    /// The runs of a group keep a share, an amount, or all of it again.
    fn set_limit(&mut self, step: &Step, on: Date) {
        let at_most = match step.which % 3 {
            0 => MostKept::Share(rate!(12.5%)),
            1 => MostKept::Share(rate!(50%)),
            _ => MostKept::Amount(usd(1_000)),
        };
        let leavers = match step.who % 3 {
            0 => LeaversLimit::Same,
            1 => LeaversLimit::AtMost(MostKept::Share(rate!(80%))),
            _ => LeaversLimit::NoLimit,
        };
        let limit = (step.which % 4 != 3).then_some(RecoveryLimit { at_most, leavers });
        let (group, from) = (id(GROUPS[step.which % 2].0), on.month().from());
        self.tell("finance", SetRecoveryLimit { group, limit, from });
    }

    /// A group is paid by other periods from the next month on.
    fn set_calendar(&mut self, step: &Step, on: Date) {
        if step.gap == 29 {
            let calendar = match step.which % 3 {
                0 => Calendar::Semimonthly,
                1 => Calendar::Weekly,
                _ => Calendar::Monthly,
            };
            let (group, from) = (id(GROUPS[step.who % 2].0), on.month().until());
            self.tell("finance", SetCalendar { group, calendar, from });
        }
    }
}
