//! Laws of caps that are measured at payout.

use super::{Breach, holds};
use crate::ledger::state::{CounterKey, MeasuredRow, Place, State};
use crate::payout::RunStage;
use std::collections::BTreeMap;

/// L5 for caps at payout: what they count of lots is counted, and of no lot of a void run or of a
/// line that payroll rejected; and L2 for what is above them: it waits for a run that is neither
/// settled nor void, and did not reject its payee.
pub(super) fn lots_are_measured(state: &State) -> Result<(), Breach> {
    let mut sums: BTreeMap<CounterKey, i64> = BTreeMap::new();
    for (_, lot, row) in state.pay_caps.measured.iter() {
        let MeasuredRow { run, counted } = row;
        let payee = state.rewards.row(state.lots.row(*lot).reward).payee;
        let is_listed = |run| {
            let listed = (run, payee, *lot)..=(run, payee, *lot);
            state.pay_caps.by_run.range(listed).next().is_some() && !was_rejected(state, run, payee)
        };
        let is_void = run.get().is_none_or(|run| state.runs.row(run).stage == RunStage::Void);
        let stands = if is_void {
            *counted == 0 && run.get().is_none()
        } else {
            run.get().is_some_and(is_listed)
        };
        holds("L5", stands && 0 <= *counted, || format!("{counted} of lot {lot} is counted"))?;
        let Some((cap, period, counted)) = state.counted_at_payout(*lot) else { continue };
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
    for (run, payee, lot) in state.pay_caps.above.range(..) {
        let stage = state.runs.row(run).stage;
        let waits =
            stage.is_live() && stage != RunStage::Settled && !was_rejected(state, run, payee);
        let is_there = state.lots.row(lot).place == Place::Above(run);
        holds("L2", waits && is_there, || format!("lot {lot} is above a cap of no open run"))?;
    }
    for (_, row) in state.pay_caps.rows.iter() {
        let fits = [row.used, row.takes, row.above].iter().all(|part| *part >= 0);
        holds("L5", fits, || format!("a run took {} of a cap's room", row.takes))?;
    }
    Ok(())
}

/// Whether payroll rejected a payee's line of a run.
fn was_rejected(state: &State, run: u32, payee: u32) -> bool {
    state.line_of(run, payee).is_some_and(|line| state.lines.row(line).is_rejected())
}
