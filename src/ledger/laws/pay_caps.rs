//! Laws of caps that are measured at payout.

use super::{Breach, holds};
use crate::ledger::state::{CounterKey, MeasuredRow, Place, State};
use crate::payout::RunStage;
use std::collections::BTreeMap;

/// L5 for caps at payout: what they count of lots is counted, and of no lot of a void run; and L2
/// for what is above them: it waits for a run that is neither settled nor void.
pub(super) fn lots_are_measured(state: &State) -> Result<(), Breach> {
    let mut sums: BTreeMap<CounterKey, i64> = BTreeMap::new();
    for (_, lot, row) in state.pay_caps.measured.iter() {
        let MeasuredRow { run, counted } = row;
        let listed = run
            .get()
            .map_or(0, |run| state.pay_caps.by_run.range((run, *lot)..=(run, *lot)).count());
        let is_void = run.get().is_none_or(|run| state.runs.row(run).stage == RunStage::Void);
        let stands =
            if is_void { *counted == 0 && *run == Default::default() } else { listed == 1 };
        holds("L5", stands && 0 <= *counted, || format!("{counted} of lot {lot} is counted"))?;
        let Some((cap, period, counted)) = state.counted_at_payout(*lot) else { continue };
        let payee = state.rewards.row(state.lots.row(*lot).reward).payee;
        let key = state.pay_cap_key(&cap, payee, period.from());
        *sums.entry(key).or_default() += counted;
    }
    for (key, sum) in sums {
        let used = state.used_of_cap(&key);
        holds("L5", sum <= used, || format!("{sum} of lots is counted, and {used} in all"))?;
    }
    let above = state.lots.iter().filter(|(_, lot)| matches!(lot.place, Place::Above(_)));
    let listed = u32::try_from(above.count()) == Ok(state.pay_caps.above.length());
    holds("L2", listed, || "lots above caps are not listed as often as there are".to_owned())?;
    for (run, lot) in state.pay_caps.above.range(..) {
        let stage = state.runs.row(run).stage;
        let waits = stage.is_live() && stage != RunStage::Settled;
        let is_there = state.lots.row(lot).place == Place::Above(run);
        holds("L2", waits && is_there, || format!("lot {lot} is above a cap of no open run"))?;
    }
    for (_, row) in state.pay_caps.rows.iter() {
        let fits = [row.used, row.takes, row.above].iter().all(|part| *part >= 0);
        holds("L5", fits, || format!("a run took {} of a cap's room", row.takes))?;
    }
    Ok(())
}
