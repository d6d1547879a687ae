//! Applies what waited in a pool and is theirs now.

use crate::event::{PoolReleased, ReleasedLot, TakenFrom};
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
        let row = self.lots.row(released.lot);
        let Place::Queued(pool, _) = row.place else {
            panic!("lot {} is released and waits in no pool", released.lot)
        };
        let (reward, from) = (row.reward, it.day.max(row.day));
        let whose = self.whose(self.rewards.row(reward).award, Some(payee));
        released.moves.iter().for_each(|moved| self.move_counter(whose, moved));
        let number = self.comes_out(payee, released, TakenFrom::Queued, from);
        self.pooled.insert(number, PooledRow { pool, period: it.period });
    }
}
