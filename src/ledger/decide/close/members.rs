//! Who gets what of the amount of a close: the payee, or the members of a team in parts.

use super::{Due, Pending, Reckoning};
use crate::ledger::state::Scope;
use crate::money::{Amount, allocate};
use crate::plan::rule::Payees;
use crate::reading::Reading;
use crate::refusal::Refusal;
use crate::why::{Step, ZeroReason};

impl Reckoning<'_> {
    /// The members on the last day.
    pub(super) fn members(&self, scope: Scope) -> Vec<u32> {
        let state = self.desk.state;
        let last_day = self.job.period.last_day();
        let is_member = |payee: u32| match scope {
            Scope::Payee(other) => other == payee,
            Scope::Team(team) => state.team_on(payee, last_day) == Some(team),
            _ => true,
        };
        let is_there = |payee: u32| state.payees.row(payee).employment.covers(last_day);
        let payees = state.payees.iter().map(|(payee, ..)| payee);
        payees.filter(|it| is_there(*it) && is_member(*it) && self.is_for(*it)).collect()
    }

    /// What is due to whom.
    pub(super) fn divided(
        &self,
        scope: Scope,
        total: Amount,
        pending: &Pending,
        steps: &mut Vec<Step>,
    ) -> Result<Vec<Due>, Refusal> {
        let by = match (&self.terms.to, scope) {
            (Payees::Members(by), _) => *by,
            (_, Scope::Payee(payee)) => {
                return Ok(vec![Due { payee, minor: total.minor(), steps: Vec::new() }]);
            }
            _ => unreachable!("lint: the close of several people pays its members"),
        };
        let members = self.members(scope);
        let weight = |payee: &u32| match by {
            None => Reading::Count(1),
            Some(at) => self.measured(at, Scope::Payee(*payee), pending),
        };
        let weights: Vec<Reading> = members.iter().map(weight).collect();
        let all: i64 = weights.iter().map(|weight| weight.grains()).sum();
        if all == 0 {
            steps.push(Step::Nothing(ZeroReason::NothingCounted));
        }
        let grains: Vec<i128> = weights.iter().map(|weight| weight.grains().into()).collect();
        let parts = match all {
            0 => vec![0; members.len()],
            _ => allocate(total.minor(), &grains).ok_or_else(|| self.out_of_bounds())?,
        };
        let due = |((payee, weight), minor): ((u32, &Reading), i64)| {
            let part = self.amount(minor);
            let of = weight.of_grains(all).unwrap_or(*weight);
            let steps = match all {
                0 => Vec::new(),
                _ => vec![Step::Member(total.into(), *weight, of, part.into())],
            };
            Due { payee, minor, steps }
        };
        Ok(members.into_iter().zip(&weights).zip(parts).map(due).collect())
    }
}
