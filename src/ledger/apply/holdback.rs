//! Applies holdback: lots that are held back come into being, and go where their release says.

use super::add;
use super::reward::NewLot;
use crate::event::{AccruedShare, HeldBackUntil, HoldbackReleased, Lands, ReleasedLot};
use crate::ledger::state::{BackRow, CollectedRow, Place, State};
use crate::record::At;

impl State {
    /// Brings the lots of what is held back into being. `kept` is what of them no reversal takes
    /// back.
    pub(super) fn held_back_lots(&mut self, new: &NewLot, share: &AccruedShare, mut kept: i64) {
        let fact_on = self.accruals.row(new.accrual).fact_on;
        for part in &share.held_back {
            let minor = part.amount.minor();
            let (back, day) = match part.until {
                HeldBackUntil::Until(milestone) => (BackRow::Until(milestone), fact_on),
                HeldBackUntil::On(day) => (BackRow::Day, day),
                HeldBackUntil::Collected => (BackRow::Collected, fact_on),
            };
            let number = self.lots.next();
            let of_part = kept.min(minor);
            kept -= of_part;
            self.push_lot(new, minor, (Place::HeldBack(back), day), of_part);
            self.held_back.insert(self.back_key(number, back));
            if back == BackRow::Collected {
                let released = part.released.map_or(0, |it| it.minor());
                self.by_collection
                    .insert(number, CollectedRow { whole: minor + released, released });
            }
            add(&mut self.payees.edit(new.payee).held_back, minor);
        }
    }

    pub(super) fn holdback_released(&mut self, at: At, it: &HoldbackReleased) {
        let payee = self.payees.find(&it.payee).expect("what is held back is a payee's");
        for released in &it.lots {
            self.release_back(payee, it, released);
        }
        self.note(payee, it.on.month(), at, |_| {});
    }

    fn release_back(&mut self, payee: u32, it: &HoldbackReleased, released: &ReleasedLot) {
        let (lot, minor) = (released.lot, released.amount.minor());
        let Place::HeldBack(back) = self.lots.row(lot).place else {
            panic!("lot {lot} is released and not held back")
        };
        if let Some(row) = self.by_collection.find(&lot) {
            add(&mut self.by_collection.edit(row).released, minor);
        }
        let key = self.back_key(lot, back);
        let is_all = self.lots.row(lot).left() == minor;
        if is_all {
            self.held_back.remove(key);
        }
        let lands = released.lands.unwrap_or(Lands::Payable(it.day));
        let day = lands.day().unwrap_or(it.day);
        let number = if is_all { lot } else { self.part_off(lot, minor, day) };
        add(&mut self.payees.edit(payee).held_back, -minor);
        let reward = self.lots.row(number).reward;
        let place = self.land((payee, reward, number), minor, lands);
        let row = self.lots.edit(number);
        (row.place, row.day) = (place, day);
    }

    /// Splits a part off a lot. What no reversal takes back, or was spared, goes with it as far as
    /// the rest has no room for it.
    pub(super) fn part_off(&mut self, lot: u32, minor: i64, day: crate::time::Date) -> u32 {
        let number = self.split_off(lot, minor, day);
        let row = self.lots.edit(lot);
        let room = row.standing().max(0);
        let kept = (row.kept - room).max(0);
        let spared = (row.spared - (room - (row.kept - kept))).max(0);
        add(&mut row.kept, -kept);
        add(&mut row.spared, -spared);
        let part = self.lots.edit(number);
        (part.kept, part.spared) = (kept, spared);
        number
    }
}
