//! Applies what waited in a pool and is theirs now.

use super::add;
use crate::event::{Lands, PoolReleased, ReleasedLot};
use crate::ledger::state::{Place, PooledRow, State};
use crate::record::At;

impl State {
    pub(super) fn pool_released(&mut self, at: At, it: &PoolReleased) {
        let payee = self.payees.find(&it.payee).expect("what waits in a pool is a payee's");
        for released in &it.lots {
            self.release_of_pool(payee, it, released);
        }
        self.note(payee, it.on.month(), at, |_| {});
    }

    fn release_of_pool(&mut self, payee: u32, it: &PoolReleased, released: &ReleasedLot) {
        let (lot, minor) = (released.lot, released.amount.minor());
        let row = self.lots.row(lot);
        let (reward, left) = (row.reward, row.left());
        let Place::Queued(pool, since) = row.place else {
            panic!("lot {lot} is released and waits in no pool")
        };
        let whose = self.whose(self.rewards.row(reward).award, Some(payee));
        released.moves.iter().for_each(|moved| self.move_counter(whose, moved));
        let is_all = minor == left;
        if is_all {
            self.queued.remove((pool, since, lot));
        }
        let from = it.day.max(self.lots.row(lot).day);
        let lands = released.lands.unwrap_or(Lands::Payable(from));
        let day = lands.day().unwrap_or(from);
        let number = if is_all { lot } else { self.part_off(lot, minor, day) };
        self.pooled.insert(number, PooledRow { pool, period: it.period });
        add(&mut self.payees.edit(payee).queued, -minor);
        let place = self.land((payee, reward, number), minor, lands);
        let row = self.lots.edit(number);
        (row.place, row.day) = (place, day);
        self.list_unvested(number);
    }
}
