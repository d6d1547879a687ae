//! The budget pool of a rule: it cuts each payee's part, in the plan's order of roles.
//!
//! Who stands first in that order is paid first out of what is left. What is beyond it is lost, or
//! waits.

use super::make::{Flow, Run};
use super::{Beyond, Funds, OutOfBounds};
use crate::money::ExactAmount;
use crate::plan::pool::{Pool, PoolCounts};
use crate::why::Step;

impl Flow<'_> {
    /// The rule's pool, cutting each part. A formula that is run anew asks for none: what was cut
    /// is not raised again.
    pub(super) fn pool(&mut self) -> Result<(), OutOfBounds> {
        let Some(pool) = self.asked.plan.pool_of(self.asked.rule) else { return Ok(()) };
        if self.asked.read.is_some() {
            return Ok(());
        }
        let holds = pool.amount;
        let fact_on = self.asked.fact.on();
        let period = pool.period(fact_on, fact_on);
        let untouched = Funds { period, holds, left: holds, beyond: Beyond::Lost };
        let funds = self.asked.before.funds(pool).unwrap_or(untouched);
        let mut left = ExactAmount::from(funds.left);
        let zero = self.zero();
        for index in self.funded(pool) {
            let run = &mut self.runs[index];
            let amount = run.amount;
            let out = match funds.beyond {
                Beyond::AllWaits(day) => {
                    let id = pool.id.clone();
                    run.steps.push(Step::AllWaits(id, funds.period, day, amount, zero));
                    zero
                }
                Beyond::Lost | Beyond::Waits => {
                    let out = least(amount, left)?;
                    run.steps.push(step(pool, &funds, left, amount, out));
                    out
                }
            };
            if funds.beyond != Beyond::Lost {
                let rest = amount.minus(out).and_then(ExactAmount::to_amount);
                let rest = rest.ok_or(OutOfBounds)?; // lint: what waits is whole
                run.queued = Some(rest).filter(|rest| rest.is_positive());
            }
            left = left.minus(out).ok_or(OutOfBounds)?;
            run.amount = out;
        }
        self.funds = Some(funds);
        Ok(())
    }

    /// Rounding may have raised a part beyond what the pool has left: it is cut again.
    pub(super) fn keep_within_pool(&mut self) -> Result<(), OutOfBounds> {
        let Some(funds) = self.funds.take() else { return Ok(()) };
        let Some(pool) = self.asked.plan.pool_of(self.asked.rule) else { return Ok(()) };
        let mut left = ExactAmount::from(funds.left);
        for index in self.funded(pool) {
            let run = &mut self.runs[index];
            let out = least(run.amount, left)?;
            if out != run.amount {
                run.steps.push(step(pool, &funds, left, run.amount, out));
                run.amount = out;
            }
            left = left.minus(out).ok_or(OutOfBounds)?;
        }
        Ok(())
    }

    /// The parts that come out of a pool: those of more than nothing that somebody can earn.
    fn funded(&self, pool: &Pool) -> Vec<usize> {
        let counts = |run: &Run| pool.counts == PoolCounts::AllPayees || !self.is_on_top(run);
        let is_funded = |run: &Run| {
            counts(run) && run.amount.is_positive() && self.asked.before.can_earn(run.part)
        };
        let runs = self.runs.iter().enumerate();
        runs.filter(|(_, run)| is_funded(run)).map(|(index, _)| index).collect()
    }
}

/// The smaller of two amounts.
fn least(one: ExactAmount, other: ExactAmount) -> Result<ExactAmount, OutOfBounds> {
    let above = one.minus(other).ok_or(OutOfBounds)?;
    Ok(if above.is_positive() { other } else { one })
}

fn step(
    pool: &Pool,
    funds: &Funds,
    left: ExactAmount,
    amount: ExactAmount,
    out: ExactAmount,
) -> Step {
    Step::Pool(pool.id.clone(), funds.period, funds.holds, left, amount, out)
}
