//! What a close looks at: what was counted in its measures, what the quota is, and for which part
//! of the time. Nothing is decided here.

use super::{Pending, Reckoning, spans};
use crate::accrual::{Looked, attained};
use crate::ledger::state::{Scope, State, on};
use crate::money::Rounding;
use crate::plan::base::Base;
use crate::plan::measure::{Counts, PartPeriod, Quota};
use crate::plan::rule::Formula;
use crate::plan::tiers::{Measure, Span};
use crate::reading::Reading;
use crate::time::{Date, Period};
use crate::why::{Step, ZeroReason};
use std::collections::BTreeMap;

/// What closes of the same command made, and the state does not know yet: by payee, month and rule.
pub(in crate::ledger::decide) type Earned = BTreeMap<(u32, Period, u32), i64>;

impl Reckoning<'_> {
    /// What the rule looks at; or why there is nothing, and whether that goes without saying.
    pub(super) fn look(
        &self,
        scope: Scope,
        pending: &Pending,
        steps: &mut Vec<Step>,
    ) -> Result<Looked, (ZeroReason, bool)> {
        let read = |at: u16, steps: &mut Vec<Step>| {
            let reading = self.measured(at, scope, pending);
            let id = self.plan.measures[usize::from(at)].id.clone();
            let team = match scope {
                Scope::Team(team) => Some(self.desk.state.teams.key(team).clone()),
                _ => None,
            };
            steps.push(Step::Measured(id, team, self.over, reading));
            reading
        };
        let formula = &self.terms.formula;
        let base = match formula.of() {
            Some(Base::Measured(at)) => Some((at, read(at, steps))),
            _ => None,
        };
        let measure = match formula {
            Formula::Tiers { tiers, .. } => self.plan.tiers[usize::from(*tiers)].measure,
            _ => return Ok(self.looked(scope, base.map(|it| it.1), None)),
        };
        let again = |at: u16| base.filter(|(other, _)| *other == at).map(|(_, reading)| reading);
        let measure = match measure {
            Measure::Of(Base::Measured(at)) => again(at).unwrap_or_else(|| read(at, steps)),
            Measure::Attainment(at) => {
                let reached = again(at).unwrap_or_else(|| read(at, steps));
                let id = self.plan.measures[usize::from(at)].id.clone();
                let quota = self.quota(at, scope).filter(|quota| *quota > 0);
                let Some(quota) = quota else {
                    return Err((ZeroReason::NoQuota(id), reached.grains() == 0));
                };
                // Said cut down to a millionth; what is paid is cut at the quota itself.
                let attained = Reading::Percent(attained(reached.grains(), quota));
                let told = reached.of_grains(quota).unwrap_or(reached);
                steps.push(Step::Attained(id, told, attained));
                let looked = self.looked(scope, base.map(|it| it.1), Some(reached));
                return Ok(Looked { quota: Some(quota), ..looked });
            }
            _ => unreachable!("lint: the table of a close looks at a measure"),
        };
        Ok(self.looked(scope, base.map(|it| it.1), Some(measure)))
    }

    fn looked(&self, scope: Scope, base: Option<Reading>, measure: Option<Reading>) -> Looked {
        let all = self.over.until().days_since(self.over.from());
        let part = match (&self.terms.formula, scope) {
            (Formula::TopUp { part: PartPeriod::ProratedByDays, .. }, Scope::Payee(payee)) => {
                let employment = &self.desk.state.payees.row(payee).employment;
                let from = employment.from.max(self.over.from());
                let last = self.over.last_day();
                let last = employment.last_day.map_or(last, |left| left.min(last));
                ((last.days_since(from) + 1).clamp(0, all), all)
            }
            _ => (all, all),
        };
        Looked { base, measure, quota: None, part }
    }

    /// What was counted in a measure; never below zero, for more may have gone back in a month
    /// than came in.
    pub(super) fn measured(&self, at: u16, scope: Scope, pending: &Pending) -> Reading {
        let (state, measure) = (self.desk.state, &self.plan.measures[usize::from(at)]);
        let unit = self.plan.measures_in(measure);
        let grains = match &measure.counts {
            Counts::Facts(_) => {
                let plan = self.plan.name.plan.clone();
                let number = state.measure_ids.find(&(plan, measure.id.clone()));
                let number = number.expect("a measure is numbered when its plan is published");
                let month = |month| state.measured.get(&(number, scope, month));
                months(self.over).filter_map(month).map(|(_, grains)| *grains).sum()
            }
            Counts::Rules(rules) => {
                let plan = || self.plan.name.plan.clone();
                let number = |rule: &crate::id::RuleId| state.rules.find(&(plan(), rule.clone()));
                let rules: Vec<u32> = rules.iter().filter_map(number).collect();
                let of_payee = |payee| earned_in(state, payee, &rules, self.over, &pending.earned);
                match scope {
                    Scope::Payee(payee) => of_payee(payee),
                    _ => self.members(scope).into_iter().map(of_payee).sum(),
                }
            }
        };
        unit.of_grains(grains.max(0)).unwrap_or(unit)
    }

    /// The quota of a payee or a team for the time that counts, in grains of the measure.
    fn quota(&self, at: u16, scope: Scope) -> Option<i64> {
        let (state, measure) = (self.desk.state, &self.plan.measures[usize::from(at)]);
        let words = measure.quota?;
        let number = state.measure_ids.find(&(self.plan.name.plan.clone(), measure.id.clone()))?;
        let (_, dated) = state.quotas.get(&(number, scope))?;
        let employment = match scope {
            Scope::Payee(payee) => Some(state.payees.row(payee).employment),
            _ => None,
        };
        let covers = |day| employment.is_none_or(|it| it.covers(day));
        let mut sum: Option<i64> = None;
        for span in spans(words.each, self.over) {
            if let Some(quota) = quota_of(words, span, dated, covers) {
                sum = Some(sum.unwrap_or(0).checked_add(quota)?);
            }
        }
        sum
    }
}

/// What rules made for a payee in a time made of whole months, less what was taken back.
pub(in crate::ledger::decide) fn earned_in(
    state: &State,
    payee: u32,
    rules: &[u32],
    over: Period,
    made: &Earned,
) -> i64 {
    let keys = months(over).flat_map(|month| rules.iter().map(move |rule| (month, *rule)));
    let of = |(month, rule)| {
        let key = (payee, month, rule);
        let row = state.earned.get(&key).map_or(0, |(_, row)| row.accrued - row.taken_back);
        row + made.get(&key).copied().unwrap_or(0)
    };
    keys.map(of).sum()
}

/// The calendar months of a time made of whole months.
fn months(over: Period) -> impl Iterator<Item = Period> {
    spans(Span::Month, over)
}

/// What is expected in one period; `None` where no quota was assigned.
fn quota_of(
    words: Quota,
    span: Period,
    dated: &[(Date, Option<i64>)],
    covers: impl Fn(Date) -> bool,
) -> Option<i64> {
    if words.part == PartPeriod::InFull {
        return on(dated, span.last_day());
    }
    let (mut sum, mut is_assigned, mut day) = (0_i128, false, span.from());
    let mut days = 0_i128;
    while day < span.until() {
        if let Some(quota) = on(dated, day).filter(|_| covers(day)) {
            sum += i128::from(quota);
            is_assigned = true;
        }
        days += 1;
        day = day.plus_days(1)?;
    }
    let quota = Rounding::HalfEven.divide(sum, days).and_then(|it| i64::try_from(it).ok());
    quota.filter(|_| is_assigned)
}
