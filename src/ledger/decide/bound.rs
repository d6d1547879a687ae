//! How the caps and the pool of a rule count what accrues, and what waits in the pool.

use super::Desk;
use super::trigger::Trigger;
use crate::accrual::Move;
use crate::event::{AccruedShare, Lands, Queued};
use crate::money::Amount;
use crate::plan::Plan;
use crate::plan::cap::{AtMost, CapPer};
use crate::plan::pool::{DatedBy, Each, PoolCounts};
use crate::plan::rule::Rule;

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
    // Caps on the base counted it where they cut it.
    for (_, cap) in plan.caps_of(&rule.id).filter(|(_, cap)| !cap.is_on_base()) {
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
