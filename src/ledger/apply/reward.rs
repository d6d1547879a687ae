//! Applies accruals, reversals and vesting: lots come into being, move, and are taken from.

use super::{Beside, add};
use crate::command::Command;
use crate::event::{Accrued, AccruedShare, Lands, Reversed, Take, TakenFrom, Unrewarded, Vested};
use crate::id::RuleId;
use crate::ledger::state::{AwardRow, LotRow, Place, ReceivableRow, RewardRow, SourceRow, State};
use crate::plan::version::PlanRef;
use crate::record::At;
use crate::reward::Source;

impl State {
    pub(super) fn accrued(&mut self, beside: Beside<'_>, at: At, it: &Accrued) {
        let source = self.source_row(crate::event::source_of(beside.command));
        let award = self.award(source, &it.plan, &it.rule);
        if let Some(base) = it.base {
            add(&mut self.awards.edit(award).base, base.minor());
        }
        let payment = match beside.command {
            Command::RecordPayment(told) => self.payments.find(&told.payment),
            _ => None,
        };
        let fact_on = it.of.unwrap_or(it.on);
        for (share, index) in it.shares.iter().zip(0..) {
            let payee = self.payees.find(&share.payee).expect("an accrual names a payee");
            let reward = self.reward(award, payee);
            let row = self.rewards.edit(reward);
            add(&mut row.allotted, share.allotted.unwrap_or(share.amount).minor());
            add(&mut row.accrued, share.amount.minor());
            add(&mut self.head.edit().accrued, share.amount.minor());
            // With cumulative rounding a payment may add nothing to a reward and yet be counted
            // for it. A lot of zero says so: the refund of that payment counts as well.
            let is_counted = it.base.is_some() && share.allotted.is_none();
            if share.lands.is_some() || is_counted {
                self.lot(reward, payee, payment, at, index, share);
            }
            self.earn(payee, fact_on, &it.rule, |row| add(&mut row.accrued, share.amount.minor()));
            self.note(payee, it.on, at, |page| add(&mut page.accrued, share.amount.minor()));
        }
    }

    pub(super) fn unrewarded(&mut self, at: At, it: &Unrewarded) {
        for payee in &it.payees {
            let payee = self.payees.find(payee).expect("a zero is told to a payee");
            self.note(payee, it.on, at, |_| {});
        }
    }

    /// Brings a lot into being. One of zero is in no queue, so that its day says nothing.
    fn lot(
        &mut self,
        reward: u32,
        payee: u32,
        payment: Option<u32>,
        at: At,
        index: u32,
        share: &AccruedShare,
    ) {
        let minor = share.amount.minor();
        let number = self.lots.next();
        let (place, day) = match share.lands {
            None => {
                let Some(payment) = payment else { return };
                (Place::Payable, self.payments.row(payment).received_on)
            }
            Some(Lands::Held(due)) => {
                self.due.insert((due, payee, number));
                add(&mut self.payees.edit(payee).held, minor);
                (Place::Held, due)
            }
            Some(Lands::Payable(from)) => {
                self.payable.insert((payee, number));
                add(&mut self.payees.edit(payee).payable, minor);
                (Place::Payable, from)
            }
        };
        self.lots.push(LotRow {
            reward,
            at,
            share: index,
            amount: minor,
            reversed: 0,
            clawed: 0,
            returned: 0,
            payment,
            place,
            day,
            next_of_reward: self.rewards.row(reward).lots,
            next_of_payment: payment.and_then(|number| self.payments.row(number).lots),
        });
        self.rewards.edit(reward).lots = Some(number);
        if let Some(payment) = payment {
            self.payments.edit(payment).lots = Some(number);
        }
    }

    pub(super) fn reversed(&mut self, beside: Beside<'_>, at: At, it: &Reversed) {
        let source = self.source_row(it.source);
        let award = self.award(source, &it.plan, &it.rule);
        if let Some(returned) = it.returned {
            add(&mut self.awards.edit(award).returned, returned.minor());
            if let Command::RecordRefund(told) = beside.command {
                let payment = self.payments.find(&told.payment).expect("a refund names a payment");
                self.returned(payment, award, returned.minor());
            }
        }
        let fact_on = it.of.unwrap_or(it.on);
        for share in &it.shares {
            let payee = self.payees.find(&share.payee).expect("a reversal names a payee");
            share.takes.iter().for_each(|take| self.take(payee, take));
            let minor = share.amount.minor();
            self.earn(payee, fact_on, &it.rule, |row| add(&mut row.taken_back, minor));
            self.note(payee, it.on, at, |page| add(&mut page.taken_back, minor));
        }
    }

    /// Counts what was returned of a payment against the lots it caused under one award.
    fn returned(&mut self, payment: u32, award: u32, minor: i64) {
        let mut next = self.payments.row(payment).lots;
        while let Some(number) = next {
            let lot = self.lots.row(number);
            next = lot.next_of_payment;
            if self.rewards.row(lot.reward).award == award {
                add(&mut self.lots.edit(number).returned, minor);
            }
        }
    }

    /// Takes an amount from a lot.
    fn take(&mut self, payee: u32, take: &Take) {
        let minor = take.amount.minor();
        let lot = self.lots.edit(take.lot);
        add(&mut lot.reversed, minor);
        let (reward, day) = (lot.reward, lot.day);
        if take.from == TakenFrom::Receivable {
            add(&mut lot.clawed, minor);
        }
        let gone = lot.left() == 0;
        add(&mut self.rewards.edit(reward).reversed, minor);
        match take.from {
            TakenFrom::Held => {
                add(&mut self.payees.edit(payee).held, -minor);
                if gone {
                    self.due.remove((day, payee, take.lot));
                }
            }
            TakenFrom::Payable => {
                add(&mut self.payees.edit(payee).payable, -minor);
                if gone {
                    self.payable.remove((payee, take.lot));
                }
            }
            TakenFrom::Receivable => {
                let row = ReceivableRow { payee, amount: minor, outstanding: minor };
                let receivable = self.receivables.push(row);
                self.owed.insert((payee, receivable));
                add(&mut self.payees.edit(payee).owes, minor);
            }
        }
    }

    pub(super) fn vested(&mut self, at: At, it: &Vested) {
        for total in &it.totals {
            let payee = self.payees.find(&total.payee).expect("who vests is a payee");
            let range = (it.due, payee, 0)..=(it.due, payee, u32::MAX);
            let lots: Vec<u32> = self.due.range(range).map(|(_, _, lot)| lot).collect();
            for lot in lots {
                self.due.remove((it.due, payee, lot));
                self.payable.insert((payee, lot));
                self.lots.edit(lot).place = Place::Payable;
            }
            let row = self.payees.edit(payee);
            add(&mut row.held, -total.amount.minor());
            add(&mut row.payable, total.amount.minor());
            self.note(payee, it.on, at, |_| {});
        }
    }

    fn source_row(&self, source: Source) -> SourceRow {
        match source {
            Source::Lead(lead) => {
                SourceRow::Lead(self.leads.find(&lead).expect("a reward's lead is on file"))
            }
            Source::Deal(deal) => {
                SourceRow::Deal(self.deals.find(&deal).expect("a reward's deal is on file"))
            }
        }
    }

    /// The award of a rule for a source; a new one where there is none.
    fn award(&mut self, source: SourceRow, plan: &PlanRef, rule: &RuleId) -> u32 {
        let plan = self.plans.find(plan).expect("a reward's plan is on file");
        let components = self.plans.row(plan).plan.components.iter().zip(0_u16..);
        let place = components
            .flat_map(|(component, index)| {
                component.rules.iter().zip(0_u16..).map(move |(rule, at)| (index, at, rule))
            })
            .find(|(_, _, other)| other.id == *rule);
        let (component, rule, _) = place.expect("a reward's rule is in its plan");
        let found = self.each_award(source).find(|(_, award)| {
            (award.plan, award.component, award.rule) == (plan, component, rule)
        });
        if let Some((number, _)) = found {
            return number;
        }
        let next = self.awards_of(source);
        let gone_before = match source {
            SourceRow::Lead(_) => 0,
            SourceRow::Deal(deal) => self.deals.row(deal).returned,
        };
        let row = AwardRow {
            source,
            plan,
            component,
            rule,
            base: 0,
            returned: 0,
            gone_before,
            rewards: None,
            next,
        };
        let number = self.awards.push(row);
        match source {
            SourceRow::Lead(lead) => self.leads.edit(lead).awards = Some(number),
            SourceRow::Deal(deal) => self.deals.edit(deal).awards = Some(number),
        }
        number
    }

    /// The reward of a payee in an award; a new one where there is none.
    fn reward(&mut self, award: u32, payee: u32) -> u32 {
        let found = self.each_reward(award).find(|(_, reward)| reward.payee == payee);
        if let Some((number, _)) = found {
            return number;
        }
        let next = self.awards.row(award).rewards;
        let row =
            RewardRow { award, payee, allotted: 0, accrued: 0, reversed: 0, lots: None, next };
        let number = self.rewards.push(row);
        self.awards.edit(award).rewards = Some(number);
        number
    }
}
