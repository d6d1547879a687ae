//! Applies vesting: held lots become payable, and what caps carried becomes theirs.

use super::{Beside, add};
use crate::command::Command;
use crate::event::{CarriedReleased, Lands, Reached, ReleasedLot, Vested, VestedTotal};
use crate::ledger::state::{Place, State};
use crate::record::At;
use crate::time::Date;

impl State {
    pub(super) fn vested(&mut self, at: At, it: &Vested) {
        for total in &it.totals {
            let payee = self.payees.find(&total.payee).expect("who vests is a payee");
            let range = (it.due, payee, 0)..=(it.due, payee, u32::MAX);
            let lots: Vec<u32> = self.due.range(range).map(|(_, _, lot)| lot).collect();
            for lot in lots {
                self.due.remove((it.due, payee, lot));
                self.lots.edit(lot).place = Place::Payable;
                let unit = self.unit_of(self.lots.row(lot));
                self.queue_payable((payee, unit, lot), it.due);
                self.list_unvested(lot);
            }
            self.vested_total(payee, total, it.on, at);
        }
    }

    pub(super) fn reached(&mut self, beside: Beside<'_>, at: At, it: &Reached) {
        let lead = match beside.command {
            Command::AcceptLead(told) => told.lead,
            Command::WinDeal(told) => told.lead,
            Command::RetainCustomer(told) => told.lead,
            Command::InstallDeal(told) => {
                let deal = self.deals.find(&told.deal).expect("an installed deal is on file");
                *self.leads.key(self.deals.row(deal).lead)
            }
            other => panic!("no milestone is reached by {}", other.kind()),
        };
        let lead = self.leads.find(&lead).expect("a milestone is reached by a lead on file");
        for total in &it.totals {
            let payee = self.payees.find(&total.payee).expect("who vests is a payee");
            let key = |lot| (lead, it.milestone, payee, lot);
            let range = key(0)..=key(u32::MAX);
            let lots: Vec<u32> = self.waiting.range(range).map(|(.., lot)| lot).collect();
            for lot in lots {
                self.waiting.remove(key(lot));
                let row = self.lots.edit(lot);
                let day = it.day.max(row.day);
                (row.place, row.day) = (Place::Payable, day);
                let unit = self.unit_of(self.lots.row(lot));
                self.queue_payable((payee, unit, lot), day);
                self.list_unvested(lot);
            }
            self.vested_total(payee, total, it.on, at);
        }
    }

    fn vested_total(&mut self, payee: u32, total: &VestedTotal, on: Date, at: At) {
        let (unit, minor) = (total.amount.unit(), total.amount.minor());
        self.add_held(payee, unit, -minor);
        self.add_payable(payee, unit, minor);
        self.note(payee, on.month(), at, |_| {});
    }

    pub(super) fn released(&mut self, at: At, it: &CarriedReleased) {
        let payee = self.payees.find(&it.payee).expect("what is carried is a payee's");
        for released in &it.lots {
            self.release(payee, it, released);
        }
        self.note(payee, it.on.month(), at, |_| {});
    }

    fn release(&mut self, payee: u32, it: &CarriedReleased, released: &ReleasedLot) {
        let (lot, minor) = (released.lot, released.amount.minor());
        let row = self.lots.row(lot);
        let (reward, left) = (row.reward, row.left());
        let whose = self.whose(self.rewards.row(reward).award, Some(payee));
        released.moves.iter().for_each(|moved| self.move_counter(whose, moved));
        let Place::Carried(cap, was) = self.lots.row(lot).place else {
            panic!("lot {lot} is released and not carried")
        };
        self.carried.remove((was, payee, lot));
        if minor < left {
            let until = it.until.unwrap_or(was);
            self.lots.edit(lot).place = Place::Carried(cap, until);
            self.carried.insert((until, payee, lot));
        }
        if minor == 0 {
            return;
        }
        let from = it.due.max(self.lots.row(lot).day);
        let lands = released.lands.unwrap_or(Lands::Payable(from));
        let day = lands.day().unwrap_or(from);
        let number = if minor < left { self.split_off(lot, minor, day) } else { lot };
        let row = self.lots.edit(number);
        (row.day, row.counted_on) = (day, Some(it.due));
        add(&mut self.payees.edit(payee).carried, -minor);
        let place = self.land((payee, reward, number), minor, lands);
        self.lots.edit(number).place = place;
        self.list_unvested(number);
    }
}
