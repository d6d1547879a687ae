//! Applies approvals and holds by hand.

use super::Beside;
use crate::command::Command;
use crate::event::{Approved, HandHold};
use crate::ledger::state::{HandHoldRow, Place, State};
use crate::record::At;
use crate::reward::RewardId;

impl State {
    /// What waited for an approval is payable.
    pub(super) fn approved(&mut self, beside: Beside<'_>, at: At, it: &Approved) {
        let Command::ApproveReward(told) = beside.command else {
            panic!("a reward is approved by {}", beside.command.kind())
        };
        self.approvals.insert(told.approval, beside.first);
        let reward = self.reward_on_file(&told.reward);
        let payee = self.rewards.row(reward).payee;
        for lot in self.unapproved_of(reward) {
            self.unapproved.remove((payee, lot));
            let row = self.lots.edit(lot);
            let day = it.day.max(row.day);
            (row.place, row.day) = (Place::Payable, day);
            self.queue_payable((payee, it.total.amount.unit(), lot), day);
            self.list_unvested(lot);
        }
        let (unit, minor) = (it.total.amount.unit(), it.total.amount.minor());
        self.add_held(payee, unit, -minor);
        self.add_payable(payee, unit, minor);
        self.note(payee, it.on.month(), at, |_| {});
    }

    pub(super) fn reward_held(&mut self, beside: Beside<'_>, at: At, it: &HandHold) {
        let Command::HoldReward(told) = beside.command else {
            panic!("a reward is held by {}", beside.command.kind())
        };
        let reward = self.reward_on_file(&told.reward);
        let payee = self.rewards.row(reward).payee;
        let row = HandHoldRow { sequence: beside.first, reward, released: None };
        let hold = self.hand_holds.insert(told.hold, row);
        self.on_hold.insert((payee, reward, hold));
        self.note(payee, it.on.month(), at, |_| {});
    }

    pub(super) fn reward_released(&mut self, beside: Beside<'_>, at: At, it: &HandHold) {
        let Command::ReleaseReward(told) = beside.command else {
            panic!("a hold is released by {}", beside.command.kind())
        };
        let hold = self.hand_holds.find(&told.hold).expect("a released hold is on file");
        self.hand_holds.edit(hold).released = Some(beside.first);
        let reward = self.hand_holds.row(hold).reward;
        let payee = self.rewards.row(reward).payee;
        self.on_hold.remove((payee, reward, hold));
        self.note(payee, it.on.month(), at, |_| {});
    }

    fn reward_on_file(&self, reward: &RewardId) -> u32 {
        self.reward_number(reward).expect("a reward that is named is on file")
    }
}
