//! Applies vesting: held lots become payable, and what caps carried becomes theirs.

use super::{Beside, add};
use crate::command::Command;
use crate::event::{CapVested, CarriedReleased, Lands, Reached, ReleasedLot, Vested, VestedTotal};
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
            Command::InvoiceDeal(told) => {
                let deal = self.deals.find(&told.deal).expect("an invoiced deal is on file");
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

    pub(super) fn cap_vested(&mut self, at: At, it: &CapVested) {
        let payee = self.payees.find(&it.payee).expect("who vests is a payee");
        it.lots.iter().for_each(|vested| self.vest_up_to(payee, it.due, vested));
        self.note(payee, it.on.month(), at, |_| {});
    }

    /// Of a lot under a cap so much vests on a day, and the rest is carried to the next period.
    fn vest_up_to(&mut self, payee: u32, due: Date, vested: &ReleasedLot) {
        let (lot, minor) = (vested.lot, vested.amount.minor());
        let row = self.lots.row(lot);
        let (award, left) = (self.rewards.row(row.reward).award, row.left());
        let (plan, _, rule) = self.rule_of(self.awards.row(award));
        let found = plan.vesting_cap_of(&rule.id).expect("what vests up to a cap has one");
        let (cap, until) = (found.0, found.3.of(due).until());
        let whose = self.whose(award, Some(payee));
        vested.moves.iter().for_each(|moved| self.move_counter(whose, moved));
        self.leaves_its_queue(lot, payee);
        let number = if minor < left {
            self.lots.edit(lot).place = Place::Carried(cap, until);
            self.carried.insert((until, payee, lot));
            self.list_unvested(lot);
            if minor > 0 { Some(self.part_off(lot, minor, due)) } else { None }
        } else {
            Some(lot)
        };
        if let Some(number) = number {
            let row = self.lots.edit(number);
            (row.place, row.day, row.counted_on) = (Place::Payable, due.max(row.day), Some(due));
            self.payable.insert((payee, number));
            self.list_unvested(number);
        }
        let row = self.payees.edit(payee);
        add(&mut row.held, -left);
        add(&mut row.payable, minor);
        add(&mut row.carried, left - minor);
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
