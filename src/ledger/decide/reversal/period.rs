//! Decides from which lots of closed periods an amount is taken that was posted too much.

use super::{Case, cases};
use crate::event::{Event, Reversed};
use crate::ledger::decide::Desk;
use crate::ledger::state::SourceRow;
use crate::time::{Date, Period};
use crate::why::Step;

/// What one payee gives back of what a rule posted for periods, the newest first, when they are
/// reckoned on a day. Never more than is there.
pub(in crate::ledger::decide) fn taken(
    desk: &Desk<'_>,
    rule: u32,
    payee: u32,
    periods: &[(Period, u32)],
    (mut open, day): (i64, Date),
) -> Vec<(Period, Reversed)> {
    let mut taken = Vec::new();
    for (period, row) in periods.iter().rev() {
        let cases = cases(desk, SourceRow::Period(*row), None, period.last_day());
        for case in cases.iter().filter(|case| desk.state.rule_number(case.number) == rule) {
            let case = Case { left_before: day, ..*case };
            if let Some((minor, reversed)) = case.given_back(payee, open) {
                open -= minor;
                taken.push((*period, reversed));
            }
        }
    }
    taken
}

impl Case<'_> {
    fn given_back(&self, payee: u32, open: i64) -> Option<(i64, Reversed)> {
        let holder = self.holders(|_, _| true).into_iter().find(|it| it.payee == payee)?;
        let minor = open.min(holder.takeable);
        if minor <= 0 {
            return None;
        }
        let (was, stays) = (self.exact(holder.takeable), self.exact(holder.takeable - minor));
        let steps = vec![Step::TakeBack(was, stays, self.exact(minor))];
        let share = self.share(&holder, minor, 0, steps);
        match self.event(None, Vec::new(), Vec::new(), vec![share]) {
            Event::Reversed(reversed) => Some((minor, reversed)),
            other => unreachable!("a case makes reversals, not {other:?}"),
        }
    }
}
