//! Applies what is counted toward measures, and what periods pay when they close.

use super::{Beside, add};
use crate::command::Command;
use crate::deal::{FactRef, Milestone};
use crate::event::{Closed, Measured, Reckoned, Whose};
use crate::id::{MeasureId, PlanId};
use crate::ledger::state::{CountRow, FactRow, Link, Scope, SourceRow, State};
use crate::plan::close::{Close, CloseOf, CountsOver, LateFacts};
use crate::plan::measure::Counts;
use crate::record::At;
use crate::time::Period;
use std::sync::Arc;

impl State {
    /// The number of a measure, across versions.
    pub(super) fn measure(&self, plan: &PlanId, measure: &MeasureId) -> u32 {
        let found = self.measure_ids.find(&(plan.clone(), measure.clone()));
        found.expect("a measure is counted when its plan is published")
    }

    pub(super) fn measured(&mut self, beside: Beside<'_>, it: &Measured) {
        let plan = self.plans.find(&it.plan).expect("a measure's plan is on file");
        let words = Arc::clone(&self.plans.row(plan).plan);
        let index = words.measures.iter().position(|measure| measure.id == it.measure);
        let index = index.expect("a measure is in its plan");
        let Counts::Facts(facts) = &words.measures[index].counts else {
            panic!("a measure of rules counts no facts")
        };
        let number = self.measure(&it.plan.plan, &it.measure);
        let fact = self.counted_fact(beside.command, facts.on);
        let measure = u16::try_from(index).expect("a plan has fewer than 2^16 measures");
        let is_new = matches!(
            beside.command,
            Command::ReportLead(_)
                | Command::AcceptLead(_)
                | Command::MeetLead(_)
                | Command::QuoteLead(_)
                | Command::WinDeal(_)
                | Command::RetainCustomer(_)
                | Command::InstallDeal(_)
                | Command::InvoiceDeal(_)
                | Command::RecordPayment(_)
        );
        for share in &it.shares {
            let payee = self.payees.find(&share.payee).expect("a measure is a payee's");
            let team = share.team.as_ref();
            let team = team.map(|team| self.teams.find(team).expect("a team is on file"));
            let grains = share.amount.grains();
            let of_team = team.map(Scope::Team);
            for scope in [Scope::Payee(payee), Scope::Everyone].into_iter().chain(of_team) {
                let row = self.measured.find_or_insert(&(number, scope, it.month), || 0);
                add(self.measured.edit(row), grains);
                self.is_late((plan, measure), it.month, scope);
            }
            let number = self.counting.find_or_insert(&fact, || Arc::from([]));
            let row = self.counting.edit(number);
            *row = if is_new {
                let month = it.month;
                let count = CountRow { plan, measure, payee, team, month, grains, lowered: 0 };
                row.iter().copied().chain([count]).collect()
            } else {
                let is_it = |count: &CountRow| {
                    (count.plan, count.measure, count.payee) == (plan, measure, payee)
                };
                let lower = |count: &CountRow| {
                    let lowered = count.lowered - if is_it(count) { grains } else { 0 };
                    CountRow { lowered, ..*count }
                };
                row.iter().map(lower).collect()
            };
        }
    }

    /// The fact whose count a command makes or changes.
    fn counted_fact(&self, command: &Command, on: Milestone) -> FactRow {
        const ON_FILE: &str = "a fact that counts is on file";
        let lead = |lead| {
            let number = self.leads.find(lead).expect(ON_FILE);
            match on {
                Milestone::Accepted => FactRow::Accepted(number),
                Milestone::Met => FactRow::Met(number),
                Milestone::Quoted => FactRow::Quoted(number),
                _ => FactRow::Reported(number),
            }
        };
        let deal = |deal| {
            let number = self.deals.find(deal).expect(ON_FILE);
            match on {
                Milestone::Installed => FactRow::Installed(number),
                Milestone::Invoiced => FactRow::Invoiced(number),
                _ => FactRow::Won(number),
            }
        };
        let payment = |payment| FactRow::Paid(self.payments.find(payment).expect(ON_FILE));
        match command {
            Command::ReportLead(it) => lead(&it.lead),
            Command::AcceptLead(it) => lead(&it.lead),
            Command::MeetLead(it) => lead(&it.lead),
            Command::QuoteLead(it) => lead(&it.lead),
            Command::WinDeal(it) => deal(&it.deal),
            Command::RetainCustomer(it) => deal(&it.deal),
            Command::InstallDeal(it) => deal(&it.deal),
            Command::InvoiceDeal(it) => deal(&it.deal),
            Command::CancelDeal(it) => deal(&it.deal),
            Command::RecordPayment(it) => payment(&it.payment),
            Command::RecordRefund(it) => payment(&it.payment),
            Command::Retract(it) => match &it.fact {
                FactRef::Lead(it) => lead(it),
                FactRef::Deal(it) => deal(it),
                FactRef::Payment(it) => payment(it),
                FactRef::Refund(it) => {
                    let (_, row) = self.refunds.get(it).expect(ON_FILE);
                    FactRow::Paid(row.payment)
                }
                FactRef::Redemption(_) => panic!("a redemption counts toward no measure"),
            },
            other => panic!("{} counts toward no measure", other.kind()),
        }
    }

    /// Remembers which closed periods a count in a month changes, to be reckoned again.
    fn is_late(&mut self, (plan, measure): (u32, u16), month: Period, scope: Scope) {
        let (of, words) = (self.plans.row(plan).of, &self.plans.row(plan).plan);
        let id = &words.measures[usize::from(measure)].id;
        let mut late = Vec::new();
        for (number, (closed_of, component), until) in self.closed.iter() {
            if *closed_of != of || month.until() > *until {
                continue;
            }
            let Some(close) = self.close_of(of, component, id, month) else { continue };
            let is_whose = matches!(
                (close.whose, scope),
                (CloseOf::Payee, Scope::Payee(_))
                    | (CloseOf::Team, Scope::Team(_))
                    | (CloseOf::Everyone, Scope::Everyone)
            );
            if !is_whose || close.late_facts == LateFacts::LeftOut {
                continue;
            }
            let last_closed = until.previous().unwrap_or(*until);
            let period = match close.counts {
                CountsOver::Period => close.closes.of(month.from()),
                // The last one that closed takes all of the year so far.
                CountsOver::YearToDate => {
                    close.closes.of(last_closed.min(month.from().year().last_day()))
                }
            };
            late.push((number, period, scope));
        }
        late.into_iter().for_each(|one| self.again.insert(one));
    }

    /// The close of a component under the version in force at the end of a month, if it looks at a
    /// measure.
    fn close_of(
        &self,
        of: u32,
        component: &crate::id::ComponentId,
        measure: &MeasureId,
        month: Period,
    ) -> Option<Close> {
        let version = self.version_on(of, month.last_day())?;
        let plan = &self.plans.row(version).plan;
        let component = plan.components.iter().find(|it| it.id == *component)?;
        let measure = plan.measures.iter().position(|it| it.id == *measure)?;
        let looks = component.rules.iter().any(|rule| plan.looks_at(rule, measure));
        component.on.close().copied().filter(|_| looks)
    }

    pub(super) fn reckoned(&mut self, beside: Beside<'_>, at: At, it: &Reckoned) {
        let scope = match &it.whose {
            Whose::Payee(payee) => {
                Scope::Payee(self.payees.find(payee).expect("a period is a payee's"))
            }
            Whose::Team(team) => Scope::Team(self.teams.find(team).expect("a team is on file")),
            Whose::Everyone => Scope::Everyone,
        };
        let period = self.periods.find_or_insert(&(it.period, scope), || Link::NONE);
        let source = SourceRow::Period(period);
        if let Some(made) = &it.made {
            self.accrued_to(source, beside, at, made);
        }
        if let Some(taken) = &it.taken {
            self.reversed_of(source, beside, at, taken);
        }
    }

    pub(super) fn closed(&mut self, it: &Closed) {
        let plan = self.plans.find(&it.plan).expect("a close's plan is on file");
        let key = (self.plans.row(plan).of, it.component.clone());
        let number = self.closed.find_or_insert(&key, || it.period.until());
        let until = self.closed.edit(number);
        *until = it.period.until().max(*until);
    }

    /// Everything that later facts changed has been reckoned again.
    pub(super) fn reckoned_again(&mut self) {
        let done: Vec<_> = self.again.range(..).collect();
        done.into_iter().for_each(|one| self.again.remove(one));
    }
}
