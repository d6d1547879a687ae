//! How amounts leave the places they are in: the queue of each place, and what a payee has there.

use super::add;
use crate::event::{Lands, ReleasedLot, TakenFrom};
use crate::ledger::state::{Place, State};
use crate::money::Unit;
use crate::time::Date;

impl State {
    /// A payee has less in a place.
    pub(super) fn less_in(&mut self, payee: u32, unit: Unit, from: TakenFrom, minor: i64) {
        let row = self.payees.edit(payee);
        match from {
            TakenFrom::HeldBack => add(&mut row.held_back, -minor),
            TakenFrom::Carried => add(&mut row.carried, -minor),
            TakenFrom::Queued => add(&mut row.queued, -minor),
            TakenFrom::Held => self.add_held(payee, unit, -minor),
            TakenFrom::Payable => self.add_payable(payee, unit, -minor),
            TakenFrom::Receivable => panic!("L2: what is in a run or paid stays there"),
        }
    }

    /// Takes a lot out of the queue of its place.
    pub(super) fn leaves_its_queue(&mut self, lot: u32, payee: u32) {
        let row = self.lots.row(lot);
        let (day, reward) = (row.day, row.reward);
        match row.place {
            Place::HeldBack(back) => self.held_back.remove(self.back_key(lot, back)),
            Place::Carried(_, until) => self.carried.remove((until, payee, lot)),
            Place::Queued(pool, since) => self.queued.remove((pool, since, lot)),
            Place::Held => self.due.remove((day, payee, lot)),
            Place::Waiting(milestone) => {
                let lead = self.lead_of_reward(reward);
                self.waiting.remove((lead, milestone, payee, lot));
            }
            Place::Unapproved => self.unapproved.remove((payee, lot)),
            Place::Payable => self.unqueue_payable(payee, lot),
            Place::Above(_)
            | Place::InRun(_)
            | Place::Paid(_)
            | Place::SetOff(_)
            | Place::GivenBack(_)
            | Place::Redeemed(_)
            | Place::Expired => {}
        }
    }

    /// Sets an amount of a lot off against something; of a part, in a lot of its own.
    pub(super) fn set_off(&mut self, payee: u32, take: (u32, i64, TakenFrom), against: Place) {
        let (lot, minor, from) = take;
        let row = self.lots.row(lot);
        let number = if minor < row.left() {
            let day = row.day;
            self.split_off(lot, minor, day)
        } else {
            self.leaves_its_queue(lot, payee);
            lot
        };
        self.lots.edit(number).place = against;
        let unit = self.unit_of(self.lots.row(number));
        self.less_in(payee, unit, from, minor);
        add(&mut self.payees.edit(payee).paid, minor);
        self.list_unvested(lot);
        self.list_unvested(number);
    }

    /// An amount of a lot that waits comes out of its place and lands; from a day on, where the
    /// event does not say where. Says which lot it is now.
    pub(super) fn comes_out(
        &mut self,
        payee: u32,
        released: &ReleasedLot,
        from: TakenFrom,
        day: Date,
    ) -> u32 {
        let (lot, minor) = (released.lot, released.amount.minor());
        let lands = released.lands.unwrap_or(Lands::Payable(day));
        let day = lands.day().unwrap_or(day);
        let number = if minor == self.lots.row(lot).left() {
            self.leaves_its_queue(lot, payee);
            lot
        } else {
            self.part_off(lot, minor, day)
        };
        self.less_in(payee, released.amount.unit(), from, minor);
        let reward = self.lots.row(number).reward;
        let place = self.land((payee, reward, number), minor, lands);
        let row = self.lots.edit(number);
        (row.place, row.day) = (place, day);
        self.list_unvested(number);
        number
    }
}
