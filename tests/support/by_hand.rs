//! What is corrected by hand in generated histories.

use super::scribe::{Company, id, usd};
use super::{Step, pick};
use referral_ledger::adjustment::{About, BasedOn, Direction};
use referral_ledger::approval::ApprovalStage;
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::id::{
    AdjustmentId, CustomerId, DealId, LeadId, PayeeId, RepaymentId, RestatementId, TransferId,
    WriteOffId,
};
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::view::PayeeView;
use referral_ledger::money::Amount;
use referral_ledger::plan::Plan;
use referral_ledger::plan::cap::{AtMost, CapPer};
use referral_ledger::plan::pool::Each;
use referral_ledger::plan::version::PlanRef;
use referral_ledger::rate;
use referral_ledger::reading::Reading;
use referral_ledger::record::{Group, Groups};
use referral_ledger::restatement::Change;
use referral_ledger::study::restate;
use referral_ledger::time::{Date, Period};

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
            view.is_some_and(|view| view.stage == ApprovalStage::Proposed)
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

    /// What somebody owes who has left is moved, paid back, or written off by two persons; mostly in
    /// part.
    pub fn settle_debt(&mut self, step: &Step, on: Date) {
        let ledger = self.journal.ledger();
        let payees: Vec<_> = ledger.payees().collect();
        let has_left = |it: &&PayeeView| it.employment.last_day.is_some_and(|last| last < on);
        let owes = |it: &&PayeeView| it.owes.minor() + it.former_debt.minor() > 0;
        let debtor = payees.iter().filter(has_left).find(owes);
        let debtor = debtor.or_else(|| payees.get(step.who % payees.len()));
        let Some(PayeeView { payee, owes, former_debt, .. }) = debtor.cloned() else { return };
        let part = |of: Amount| match step.gap % 3 {
            0 => of,
            1 => usd((of.minor() / 2).max(1)),
            _ => usd(step.size),
        };
        let (name, reason) = (self.name("debt"), id("by-hand"));
        let by = ["lena", "lena", "max", "job", payee.as_str()][step.which % 5].to_owned();
        if step.who.is_multiple_of(2) {
            let transfer = TransferId::named(&name);
            let (payee, amount) = (payee.clone(), part(owes));
            self.tell(&by, TransferDebt { transfer, payee, amount, reason: id("by-hand") });
        }
        if step.who.is_multiple_of(3) {
            let (repayment, payee) = (RepaymentId::named(&name), payee.clone());
            let (received_on, amount) = (on, part(former_debt));
            self.tell("bank", RecordRepayment { repayment, payee, received_on, amount });
        }
        let (write_off, amount) = (WriteOffId::named(&name), part(former_debt));
        self.tell("lena", ProposeWriteOff { write_off, payee, amount, reason });
        let is_open = |it: &WriteOffId| {
            let view = self.journal.ledger().write_off(*it);
            view.is_some_and(|view| view.stage == ApprovalStage::Proposed)
        };
        let ids = self.journal.ledger().write_offs().map(|(id, _)| id);
        let open: Vec<WriteOffId> = ids.filter(is_open).collect();
        let Some(write_off) = open.last().copied() else { return };
        if step.which % 7 == 1 {
            self.tell("max", DeclineWriteOff { write_off, reason: id("not-agreed") });
        } else {
            let digest = self.journal.ledger().write_off(write_off).unwrap().digest;
            let by = ["max", "max", "max", "lena", "job"][step.which % 5];
            self.tell(by, ApproveWriteOff { write_off, digest });
        }
    }

    /// Somebody posts what the last closed month or the one before it would have come to, had a
    /// command not been told, or been told on another day; somebody approves it, declines it, or
    /// leaves it for later.
    pub fn restate(&mut self, step: &Step) {
        let Some(until) = self.last_closed() else { return };
        let period = if step.which.is_multiple_of(3) { until.last_day().month() } else { until };
        // Mostly what earned something then: a change of it makes a difference.
        let is_of_then = |group: &Group| {
            let mut whys = group.events().flat_map(|(_, event)| event.whys(group.command()));
            step.who == 11 || whys.any(|why| period.contains(why.fact_on))
        };
        let groups = Groups::of(&self.journal).map(|it| it.unwrap()).filter(is_of_then);
        let sequences: Vec<u64> = groups.map(|it| it.first()).collect();
        let Some(sequence) = pick(&sequences, step.who * 16 + step.which) else { return };
        let at = period.from().at_utc(9, 0).unwrap();
        let change = match step.who % 3 {
            0 => Change::Moved { sequence, at },
            _ => Change::LeftOut { sequence },
        };
        // A change that does not fit, or what differs by nothing, is nothing to post.
        let studied = restate(&self.journal, period, &[change]);
        let Some(proposal) = studied.ok().filter(|it| !it.lines.is_empty()) else { return };
        let by = ["lena", "lena", "lena", "ana", "job"][step.who % 5];
        let restatement = RestatementId::named(&self.name("restatement"));
        let held = self.today.plus_days(step.gap).unwrap();
        let lands = match step.which % 2 {
            0 => RestatedLands::Payable,
            _ => RestatedLands::HeldUntil(held),
        };
        let (proposal, reason) = (ProposalText::new(&proposal.text()), id("told-wrongly"));
        self.tell(by, PostRestatement { restatement, proposal, reason, lands });
        let by = ["max", "max", "max", "max", "max", "lena", "ana", "job"][step.which % 8];
        if step.gap == 1 {
            self.tell(by, DeclineRestatement { restatement, reason: id("not-agreed") });
        } else if step.gap != 2
            && let Some(view) = self.journal.ledger().restatement(restatement)
        {
            self.tell(by, ApproveRestatement { restatement, digest: view.digest });
        }
    }

    /// The last closed month with the one before it, where that is closed as well.
    fn last_closed(&self) -> Option<Period> {
        let open_from = self.closes.from();
        let last = open_from.previous()?.month();
        let before = last.from().previous()?.month();
        let is_closed = |month: Period| {
            let page = self.journal.ledger().page(&self.payee(0), month);
            page.is_some_and(|page| page.closed)
        };
        is_closed(last).then(|| {
            let from = if is_closed(before) { before.from() } else { last.from() };
            Period::new(from, last.until()).unwrap()
        })
    }

    /// What stood before is opened: a payee's balance, a lead and its deal, a counter.
    pub fn open_before(&mut self, step: &Step, on: Date) {
        let (payee, size) = (self.payee(step.who), usd(step.size.min(20_000)));
        let held = on.plus_days(step.gap + 1).map(|until| OpenHeld { amount: size, until });
        self.tell(
            "finance",
            OpenPayeeBalance {
                payee: payee.clone(),
                as_of: on,
                held: held.into_iter().collect(),
                payable: step.which.is_multiple_of(2).then_some(size),
                owes: step.which.is_multiple_of(3).then_some(usd(step.size.min(5_000))),
                paid_this_year: (step.which % 3 == 1).then_some(size),
            },
        );
        let name = self.name("opened");
        let (lead, deal) = (LeadId::named(&name), DealId::named(&name));
        let plans = self.journal.ledger().plans().next().map(|plan| plan.name.clone());
        let plans: Vec<PlanRef> =
            plans.into_iter().filter(|_| step.who.is_multiple_of(2)).collect();
        let opened = OpenLead {
            lead,
            by: payee.clone(),
            customer: CustomerId::named(&name),
            kind: LeadKind::NewEquipment,
            heard_on: on,
            accepted_on: Some(on),
            plans,
            credits: vec![],
            facts: vec![],
        };
        self.tell("import", opened);
        let opened = OpenDeal {
            deal,
            lead,
            won_on: on,
            installed_on: (step.who == 2).then_some(on),
            invoiced_on: (step.who == 1).then_some(on),
            lines: vec![Line::of_net(usd(step.size))],
            collected: Some(usd((step.size / 2).max(1))),
            plans: vec![],
            credits: vec![],
            facts: vec![],
        };
        if step.gap.is_multiple_of(2) {
            self.tell("import", opened);
        }
        self.open_counters(step, payee, on);
    }

    /// The first cap that is a payee's, where a plan has one.
    fn open_counters(&mut self, step: &Step, payee: PayeeId, on: Date) {
        let plans: Vec<_> = self.journal.ledger().plans().collect();
        for plan in plans {
            self.open_pool(step, &plan, on);
            let Some((cap, span)) = plan.caps.iter().find_map(|cap| match cap.per {
                CapPer::Payee(span) => Some((cap, span)),
                _ => None,
            }) else {
                continue;
            };
            let used = match cap.at_most {
                AtMost::Amount(most) | AtMost::Base(most) => {
                    Reading::Money(usd(step.size % (most.minor() + 1)))
                }
                AtMost::Count(most) => Reading::Count(step.size % (i64::from(most) + 1)),
            };
            let counts = Box::new(Counts::Cap { cap: cap.id.clone(), used });
            let (payee, period) = (Some(payee.clone()), Some(span.of(on)));
            let plan = plan.name.clone();
            self.tell(
                "import",
                OpenCounter { plan, counts, payee, team: None, lead: None, period },
            );
        }
    }

    /// The first pool of a plan.
    fn open_pool(&mut self, step: &Step, plan: &Plan, on: Date) {
        let Some(pool) = plan.pools.first() else { return };
        let used = usd(step.size % (pool.amount.minor() + 1));
        let period = match pool.each {
            Each::Period(span, _) => Some(span.of(on)),
            Each::Plan => None,
        };
        let counts = Box::new(Counts::Pool { pool: pool.id.clone(), used });
        let (payee, team, lead) = (None, None, None);
        let opens = OpenCounter { plan: plan.name.clone(), counts, payee, team, lead, period };
        self.tell("import", opens);
    }
}
