//! Applies adjustments: what is given is a lot of its own, what is taken is set off against payable
//! lots and then owed.

use super::{Beside, add};
use crate::adjustment::Direction;
use crate::approval::ApprovalStage;
use crate::command::{Command, ProposeAdjustment};
use crate::digest::Digest;
use crate::event::{Adjusted, Lands, TakenFrom};
use crate::id::AdjustmentId;
use crate::ledger::state::{
    AccrualRow, AdjustmentRow, AwardRow, Link, LotRow, Place, RewardRow, SourceRow, Span, State,
};
use crate::record::At;

impl State {
    pub(super) fn adjustment_proposed(
        &mut self,
        beside: Beside<'_>,
        it: &ProposeAdjustment,
        digest: Digest,
    ) {
        let row = AdjustmentRow {
            sequence: beside.first,
            since: beside.first,
            stage: ApprovalStage::Proposed,
            payee: self.payees.find(&it.payee).expect("an adjustment is for a payee"),
            direction: it.direction,
            amount: it.amount.minor(),
            reason: it.reason.clone(),
            about: it.about,
            based_on: it.based_on,
            digest,
            proposed_by: beside.told.by.id.clone(),
            decided_by: None,
            at: None,
            owed: 0,
        };
        self.adjustments.insert(it.adjustment, row);
    }

    /// Notes what became of an adjustment.
    pub(super) fn adjustment_decided(
        &mut self,
        beside: Beside<'_>,
        adjustment: AdjustmentId,
        stage: ApprovalStage,
    ) -> u32 {
        let number = self.adjustments.find(&adjustment).expect("what is decided is on file");
        let row = self.adjustments.edit(number);
        (row.stage, row.since) = (stage, beside.first);
        row.decided_by = Some(beside.told.by.id.clone());
        number
    }

    pub(super) fn adjusted(&mut self, beside: Beside<'_>, at: At, it: &Adjusted) {
        let Command::ApproveAdjustment(told) = beside.command else {
            panic!("nothing is adjusted by {}", beside.command.kind())
        };
        let number = self.adjustment_decided(beside, told.adjustment, ApprovalStage::Approved);
        let owed = it.owed.map_or(0, |owed| owed.minor());
        let row = self.adjustments.edit(number);
        (row.at, row.owed) = (Some(at.into()), owed);
        let (payee, minor) = (row.payee, it.amount.minor());
        match it.direction {
            Direction::Up => {
                let source = SourceRow::Adjustment(number);
                self.lot_of_no_rule(source, at, payee, minor, Lands::Payable(it.on));
                self.note(payee, it.on.month(), at, |page| add(&mut page.accrued, minor));
            }
            Direction::Down => {
                for set_off in &it.set_off {
                    let taken = (set_off.lot, set_off.amount.minor(), TakenFrom::Payable);
                    self.set_off(payee, taken, Place::SetOff(number));
                }
                if owed > 0 {
                    self.owe(payee, owed);
                }
                self.note(payee, it.on.month(), at, |page| add(&mut page.taken_back, minor));
            }
        }
    }

    /// A lot that no rule made, with an award, a reward and an accrual of its own. No cap counts
    /// it.
    pub(super) fn lot_of_no_rule(
        &mut self,
        source: SourceRow,
        at: At,
        payee: u32,
        amount: i64,
        lands: Lands,
    ) {
        let day = lands.day().expect("what no rule made waits for nothing but a day");
        let (award, reward) = (self.awards.next(), self.rewards.next());
        let (accrual, lot) = (self.accruals.next(), self.lots.next());
        self.awards.push(AwardRow {
            source,
            plan: Link::NONE,
            component: 0,
            rule: 0,
            base: 0,
            exact: Link::NONE,
            returned: 0,
            gone_before: 0,
            rewards: Link::to(reward),
            accruals: Link::to(accrual),
            next: Link::NONE,
        });
        let unit = self.account_in(payee);
        self.rewards.push(RewardRow {
            award,
            payee,
            unit,
            exact: Link::NONE,
            allotted: amount,
            accrued: amount,
            reversed: 0,
            lots: Link::to(lot),
            next: Link::NONE,
        });
        self.accruals.push(AccrualRow {
            award,
            at: at.into(),
            payment: Link::NONE,
            fact_on: day,
            base: 0,
            measure: Link::NONE,
            exact: Link::NONE,
            returned: 0,
            counted: Span::new(0, 0),
            shares: Span::new(0, 0),
            retracted: false,
            next_of_award: Link::NONE,
            next_of_payment: Link::NONE,
        });
        let place = self.land((payee, reward, lot), amount, lands);
        self.lots.push(LotRow {
            reward,
            accrual,
            share: 0,
            amount,
            reversed: 0,
            clawed: 0,
            kept: 0,
            spared: 0,
            place,
            day,
            counted_on: None,
            next_of_reward: Link::NONE,
        });
        add(&mut self.head.edit().accrued, amount);
    }
}
