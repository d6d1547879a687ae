//! The plans of a journal, and which version of one is in force.

use super::{PlanRow, State};
use crate::id::PlanId;
use crate::money::Unit;
use crate::plan::cap::{Cap, MeasuredAt};
use crate::plan::version::PlanRef;
use crate::time::Date;

impl State {
    /// Whether any version has a cap that is measured at this moment: mostly none has, and no lot
    /// is asked.
    pub(in crate::ledger) fn any_cap_at(&self, moment: MeasuredAt) -> bool {
        let is_it = |cap: &Cap| cap.measured_at == moment;
        self.plans.iter().any(|(_, _, row)| row.plan.caps.iter().any(is_it))
    }

    /// The currency of all versions of the plan.
    pub(in crate::ledger) fn unit(&self) -> Option<Unit> {
        self.plans.iter().next().map(|(_, _, row)| row.plan.unit)
    }

    /// The plans of the journal, each by its first published version.
    pub(in crate::ledger) fn each_plan(&self) -> impl Iterator<Item = &PlanRow> {
        self.plan_ids.iter().map(|(_, _, row)| self.plans.row(row.first))
    }

    /// The version of a plan in force on a day: the last one to begin by then, unless it has ended.
    pub(in crate::ledger) fn version_on(&self, plan: u32, day: Date) -> Option<u32> {
        let begin = &self.plan_ids.row(plan).begin;
        let begun = begin.partition_point(|(from, _)| *from <= day);
        let (_, number) = begin[..begun].last()?;
        let until = self.plans.row(*number).plan.effective.until;
        until.is_none_or(|until| day < until).then_some(*number)
    }

    /// The names of versions that are frozen together.
    pub(in crate::ledger) fn names_of(&self, frozen: u32) -> Vec<PlanRef> {
        self.frozen.list(frozen).iter().map(|plan| self.plans.key(*plan).clone()).collect()
    }

    /// Whether a payee is assigned to a plan on a day.
    pub(in crate::ledger) fn is_assigned(&self, payee: u32, plan: &PlanId, day: Date) -> bool {
        let mut dated = self.payees.row(payee).plans.iter();
        let last = dated.rfind(|(from, (other, _))| *from <= day && other == plan);
        last.is_some_and(|(_, (_, is_on))| *is_on)
    }
}
