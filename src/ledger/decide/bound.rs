//! How the caps and the pool of a rule count what accrues, and what waits in the pool.

use super::Desk;
use super::before::Pending;
use super::reversal::vested_by;
use super::trigger::Trigger;
use crate::accrual::Move;
use crate::event::{AccruedShare, Carried, Lands, Queued};
use crate::ledger::state::{CounterKey, CounterRow, Counting, Scope};
use crate::money::Amount;
use crate::plan::Plan;
use crate::plan::cap::{AtMost, CapPer, Excess};
use crate::plan::pool::{DatedBy, Each, PoolCounts};
use crate::plan::rule::Rule;
use crate::reading::Reading;
use crate::why::Step;
use std::collections::BTreeMap;

/// How the caps that count the rule move: those per payee with each share, those per deal as a
/// whole, which is the first shares.
pub(super) fn cap_moves(
    trigger: &Trigger<'_>,
    plan: &Plan,
    rule: &Rule,
    shares: &mut [AccruedShare],
    within: usize,
) -> Vec<Move> {
    let mut moves = Vec::new();
    // Caps on the base counted it where they cut it, and others count it when it vests.
    let caps = plan.caps_of(&rule.id).map(|(_, cap)| cap);
    for cap in caps.filter(|cap| !cap.is_on_base() && cap.is_at_trigger()) {
        let counted = |minor: i64| match cap.at_most {
            AtMost::Amount(_) | AtMost::Base(_) => minor,
            AtMost::Count(_) => i64::from(minor > 0),
        };
        match cap.per {
            CapPer::Fact => {}
            CapPer::Deal => {
                let whole = shares.iter().take(within);
                let sum = whole.map(AccruedShare::accrued).sum();
                if sum > 0 {
                    moves.push(Move::Cap(cap.id.clone(), None, counted(sum)));
                }
            }
            CapPer::Payee(span) => {
                let period = Some(span.of(trigger.fact_on));
                for share in shares.iter_mut() {
                    // What a cap carries it counts when it is released; what waits in a pool has
                    // passed it.
                    let queued = share.queued.as_ref().map_or(0, |it| it.amount.minor());
                    let used = counted(share.amount.minor() + queued);
                    if used > 0 {
                        share.moves.push(Move::Cap(cap.id.clone(), period, used));
                    }
                }
            }
        }
    }
    moves
}

/// What vests as it accrues is measured at once by the cap that does so: what is above it is
/// carried, or nobody's.
pub(super) fn vested_at_once(
    desk: &Desk<'_>,
    (number, plan): (u32, &Plan),
    rule: &Rule,
    pending: &Pending,
    shares: &mut [AccruedShare],
) {
    let Some((at, cap, most, span)) = plan.vesting_cap_of(&rule.id) else { return };
    let state = desk.state;
    let mut here: BTreeMap<CounterKey, i64> = BTreeMap::new();
    for share in shares {
        let (Some(Lands::Payable(day)), true) = (share.lands, share.amount.is_positive()) else {
            continue;
        };
        let payee = state.payees.find(&share.payee).expect("an accrual names a payee");
        let (scope, period) = (Scope::Payee(payee), span.of(day));
        let key = state.counter_key((number, Counting::Cap(at)), scope, Some(period));
        let counted = match pending.row(state, plan, &key) {
            CounterRow::Cap(used) => used,
            _ => 0,
        };
        let used = counted + here.get(&key).copied().unwrap_or(0);
        let (unit, minor) = (share.amount.unit(), share.amount.minor());
        let of = |minor| Amount::from_minor(minor, unit).expect("L2: a part of an amount is one");
        let room = minor.min((most.minor() - used).max(0));
        let (amount, stays) = (share.amount, of(room));
        let used = Reading::Money(of(used));
        let (amount, out) = (amount.into(), stays.into());
        share.steps.push(Step::Cap(cap.id.clone(), used, Reading::Money(most), amount, out));
        if room > 0 {
            share.moves.push(Move::Cap(cap.id.clone(), Some(period), room));
            *here.entry(key).or_default() += room;
        }
        if room == minor {
            continue;
        }
        share.allotted = share.allotted.or(Some(share.amount));
        share.amount = stays;
        share.kept = share.kept.map(|kept| of(kept.minor().min(room)));
        share.kept = share.kept.filter(|kept| kept.is_positive());
        if cap.excess == Excess::Carried {
            let (lands, until) = (Lands::Payable(day), period.until());
            let (cap, amount) = (cap.id.clone(), of(minor - room));
            share.carried = Some(Carried { cap, amount, until, lands });
        }
        share.lands = share.lands.filter(|_| room > 0);
        let left = state.has_left(payee).filter(|_| plan.forfeits_unvested());
        *share = vested_by(left, share.clone());
    }
}

/// What waits in the pool that funds the rule, and from which day.
pub(super) fn waiting(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    (plan, rule): (&Plan, &Rule),
    amount: Amount,
    lands: Lands,
) -> Option<Queued> {
    let pool = plan.pool_of(&rule.id)?;
    let on = match pool.each {
        Each::Period(_, DatedBy::Record) => desk.told_on(),
        Each::Period(_, DatedBy::Fact) | Each::Plan => trigger.fact_on,
    };
    let period = pool.period_of(on);
    let closes = pool.closes_on(period);
    Some(Queued { pool: pool.id.clone(), amount, on, period, closes, lands })
}

/// How the pool that funds the rule moves with each share.
pub(super) fn pool_moves(
    desk: &Desk<'_>,
    trigger: &Trigger<'_>,
    (plan, rule): (&Plan, &Rule),
    shares: &mut [AccruedShare],
    within: usize,
) {
    let Some(pool) = plan.pool_of(&rule.id) else { return };
    let period = pool.period(trigger.fact_on, desk.told_on());
    let counted = match pool.counts {
        PoolCounts::AllPayees => shares.len(),
        PoolCounts::SplitRoles => within,
    };
    for share in shares[..counted].iter_mut().filter(|share| share.amount.is_positive()) {
        share.moves.push(Move::Pool(pool.id.clone(), period, share.amount.minor()));
    }
}
