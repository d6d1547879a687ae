//! Budget pools: L5, none is ever exceeded by what it funds; L2, what waits in one is there.

use super::{Breach, holds};
use crate::ledger::state::{CounterKey, CounterRow, Counting, Place, State};
use std::collections::BTreeMap;

/// L2: nothing stands in the queue of a pool but what is there to wait.
pub(super) fn queues_hold_what_waits(state: &State) -> Result<(), Breach> {
    for (pool, since, lot) in state.queued.range(..) {
        let row = state.lots.row(lot);
        let waits = row.place == Place::Queued(pool, since) && row.left() > 0;
        holds("L2", waits, || format!("lot {lot} is listed in a pool and does not wait"))?;
    }
    Ok(())
}

/// L5: what was taken out of a pool in a period is at most what it holds, and covers all that
/// stands of it.
pub(super) fn pools_hold(state: &State) -> Result<(), Breach> {
    let mut standing: BTreeMap<CounterKey, i64> = BTreeMap::new();
    for (_, lot, row) in state.pooled.iter() {
        let key = state.pool_counter(row.pool, row.period);
        *standing.entry(key).or_default() += state.lots.row(*lot).standing();
    }
    for (_, key, row) in state.counters.iter() {
        let (Counting::Pool(pool), CounterRow::Cap(used)) = (key.1, row) else { continue };
        let (stands, most) = (standing.remove(key).unwrap_or(0), state.pool_most(pool));
        holds("L5", (stands..=most).contains(used), || {
            let (id, period) = (&state.pool_ids.key(pool).1, key.3);
            format!("{used} of {most} of pool {id} are used in {period:?}, and {stands} stands")
        })?;
    }
    let uncounted = standing.values().all(|stands| *stands == 0);
    holds("L5", uncounted, || "what is paid out of a pool is not counted in it".to_owned())
}
