//! Applies what was told: payees, plans, leads, deals, payments.

use super::{Beside, add};
use crate::command::{Command, RecordPayment, ReportLead, WinDeal};
use crate::deal::net_of;
use crate::event::Event;
use crate::id::{DealId, LeadId, PayeeId, RoleId};
use crate::lead::LeadStage;
use crate::ledger::state::{
    Dated, DealRow, GroupRow, LeadRow, PayeeRow, PaymentRow, PlanRow, RefundRow, State,
};
use crate::payee::Employment;
use crate::plan::version::PlanRef;
use crate::time::Date;
use std::sync::Arc;

impl State {
    /// Applies an event that books nothing. The command says what was told.
    pub(super) fn fact(&mut self, beside: Beside<'_>, event: &Event) {
        let sequence = beside.first;
        match (event, beside.command) {
            (Event::PayGroupDefined, Command::DefinePayGroup(it)) => {
                let row = GroupRow { sequence, entity: it.entity.clone(), unit: it.unit };
                self.groups.insert(it.group.clone(), row);
            }
            (Event::PayeeRegistered, Command::RegisterPayee(it)) => {
                let group = self.groups.find(&it.group).expect("a payee has a pay group");
                let employment = Employment { from: it.employed_from, last_day: None };
                let row = PayeeRow {
                    sequence,
                    group,
                    class: it.class,
                    employment,
                    held: 0,
                    payable: 0,
                    in_run: 0,
                    kept_in_run: 0,
                    paid: 0,
                    owes: 0,
                    carried: 0,
                    page: None,
                    managers: Arc::from([]),
                    teams: Arc::from([]),
                    plans: Arc::from([]),
                };
                self.payees.insert(it.payee.clone(), row);
            }
            (Event::PayeeLeft, Command::LeavePayee(it)) => {
                let number = self.payees.find(&it.payee).expect("who leaves is a payee");
                self.payees.edit(number).employment.last_day = Some(it.last_day);
            }
            (
                Event::ManagerAssigned
                | Event::TeamAssigned
                | Event::PlanAssigned
                | Event::PlanUnassigned,
                command,
            ) => self.assigned(command),
            (Event::PlanPublished(name), Command::PublishPlan(_)) => self.published(beside, name),
            (Event::LeadReported(plans), Command::ReportLead(it)) => {
                self.lead_reported(sequence, plans, it);
            }
            (Event::LeadAccepted(plans), Command::AcceptLead(it)) => {
                let frozen = self.numbers(plans);
                let number = self.stage(it.lead, LeadStage::Accepted, sequence);
                let row = self.leads.edit(number);
                row.accepted_on = Some(it.accepted_on);
                row.accepted_by = Some(beside.told.by.id.clone());
                row.plans = frozen;
            }
            (Event::LeadRejected, Command::RejectLead(it)) => {
                self.stage(it.lead, LeadStage::Rejected, sequence);
            }
            (Event::LeadLost, Command::LoseLead(it)) => {
                self.stage(it.lead, LeadStage::Lost, sequence);
            }
            (Event::LeadExpired, Command::ExpireLead(it)) => {
                self.stage(it.lead, LeadStage::Expired, sequence);
            }
            (Event::DealWon(plans), Command::WinDeal(it)) => {
                self.deal_won(sequence, plans, it);
            }
            (Event::DealInstalled, Command::InstallDeal(it)) => {
                let number = self.deal(it.deal);
                let row = self.deals.edit(number);
                row.installed_on = Some(it.installed_on);
                row.lines = Arc::from([]); // nothing is paid on them any more
            }
            (Event::DealCancelled, Command::CancelDeal(it)) => {
                let number = self.deal(it.deal);
                self.deals.edit(number).cancelled_on = Some(it.cancelled_on);
            }
            (Event::PaymentRecorded, Command::RecordPayment(it)) => self.paid(sequence, it),
            (Event::RefundRecorded, Command::RecordRefund(it)) => {
                let payment = self.payments.find(&it.payment).expect("a refund names a payment");
                let deal = self.payments.row(payment).deal;
                let minor = net(&it.lines);
                add(&mut self.deals.edit(deal).returned, minor);
                let row = RefundRow {
                    sequence,
                    payment,
                    net: minor,
                    retracted: false,
                    next_of_payment: self.payments.row(payment).refunds,
                    takes: Arc::from([]),
                    awards: Arc::from([]),
                    moves: Arc::from([]),
                };
                let refund = self.refunds.insert(it.refund, row);
                let row = self.payments.edit(payment);
                add(&mut row.returned, minor);
                row.refunds = Some(refund);
            }
            (Event::FactRetracted, Command::Retract(it)) => self.retracted(sequence, it.fact),
            (Event::DaysPassed, Command::PassDay(it)) => {
                self.head.edit().passed = Some(it.through);
            }
            (Event::PeriodClosed, Command::ClosePeriod(it)) => {
                self.head.edit().open_from = Some(it.period.until());
            }
            (event, command) => {
                panic!("event {event:?} stands beside {}, which cannot cause it", command.kind())
            }
        }
    }

    fn published(&mut self, beside: Beside<'_>, name: &PlanRef) {
        let plan = beside.plan.expect("a published plan comes with its text");
        let head = self.head.edit();
        head.zone = head.zone.or(Some(plan.zone));
        let row = PlanRow { sequence: beside.first, plan: Arc::clone(plan) };
        self.plans.insert(name.clone(), row);
    }

    /// The versions of an event that freezes them.
    fn numbers(&self, plans: &[PlanRef]) -> Arc<[u32]> {
        let find = |name| self.plans.find(name).expect("a frozen version was published");
        plans.iter().map(find).collect()
    }

    fn lead_reported(&mut self, sequence: u64, plans: &[PlanRef], it: &ReportLead) {
        let by = self.payees.find(&it.by).expect("a lead is reported by a payee");
        let row = LeadRow {
            sequence,
            by,
            kind: it.kind.clone(),
            stage: LeadStage::Reported,
            since: sequence,
            heard_on: it.heard_on,
            accepted_on: None,
            accepted_by: None,
            plans: self.numbers(plans),
            credits: self.credits(&[], &it.credits),
            told: Arc::from(&*it.facts),
            deal: None,
            awards: None,
        };
        self.leads.insert(it.lead, row);
    }

    fn deal_won(&mut self, sequence: u64, plans: &[PlanRef], it: &WinDeal) {
        let lead = self.stage(it.lead, LeadStage::Won, sequence);
        let (credits, told) =
            (Arc::clone(&self.leads.row(lead).credits), Arc::clone(&self.leads.row(lead).told));
        let row = DealRow {
            sequence,
            lead,
            won_on: it.won_on,
            value: net_of(&it.lines).ok().flatten(),
            installed_on: None,
            cancelled_on: None,
            lines: Arc::from(&*it.lines),
            retracted: false,
            plans: self.numbers(plans),
            credits: self.credits(&credits, &it.credits),
            told: told.iter().chain(&it.facts).cloned().collect(),
            collected: 0,
            returned: 0,
            awards: None,
            payments: None,
        };
        let deal = self.deals.insert(it.deal, row);
        self.leads.edit(lead).deal = Some(deal);
    }

    fn paid(&mut self, sequence: u64, it: &RecordPayment) {
        let deal = self.deal(it.deal);
        let row = PaymentRow {
            sequence,
            deal,
            received_on: it.received_on,
            net: net(&it.lines),
            returned: 0,
            retracted: false,
            accruals: None,
            refunds: None,
            next_of_deal: self.deals.row(deal).payments,
        };
        let payment = self.payments.insert(it.payment, row);
        let row = self.deals.edit(deal);
        add(&mut row.collected, net(&it.lines));
        row.payments = Some(payment);
    }

    fn assigned(&mut self, command: &Command) {
        match command {
            Command::AssignManager(it) => {
                let manager = it.manager.as_ref().and_then(|id| self.payees.find(id));
                let row = self.assignee(&it.payee);
                row.managers = dated(&row.managers, it.from, manager);
            }
            Command::AssignTeam(it) => {
                let team = it.team.as_ref().map(|id| self.teams.find_or_insert(id, || ()));
                let row = self.assignee(&it.payee);
                row.teams = dated(&row.teams, it.from, team);
            }
            Command::AssignPlan(it) => {
                let row = self.assignee(&it.payee);
                row.plans = dated(&row.plans, it.from, (it.plan.clone(), true));
            }
            Command::UnassignPlan(it) => {
                let row = self.assignee(&it.payee);
                row.plans = dated(&row.plans, it.from, (it.plan.clone(), false));
            }
            other => panic!("nobody is assigned by {}", other.kind()),
        }
    }

    fn assignee(&mut self, payee: &PayeeId) -> &mut PayeeRow {
        let number = self.payees.find(payee).expect("who is assigned is a payee");
        self.payees.edit(number)
    }

    fn credits(
        &self,
        on_file: &[(RoleId, u32)],
        told: &[crate::attribution::Credit],
    ) -> Arc<[(RoleId, u32)]> {
        let told = told
            .iter()
            .filter_map(|credit| Some((credit.role.clone(), self.payees.find(&credit.payee)?)));
        on_file.iter().cloned().chain(told).collect()
    }

    fn stage(&mut self, lead: LeadId, stage: LeadStage, since: u64) -> u32 {
        let number = self.leads.find(&lead).expect("a lead changes its stage when it is on file");
        let row = self.leads.edit(number);
        (row.stage, row.since) = (stage, since);
        number
    }

    fn deal(&self, deal: DealId) -> u32 {
        self.deals.find(&deal).expect("a fact of a deal names one on file")
    }
}

/// What is dated with one more entry, sorted by day.
fn dated<T: Clone>(dated: &Dated<T>, from: Date, value: T) -> Dated<T> {
    let mut entries = dated.to_vec();
    let at = entries.partition_point(|(day, _)| *day <= from);
    entries.insert(at, (from, value));
    entries.into()
}

/// The net amount of lines that were accepted.
fn net(lines: &[crate::deal::Line]) -> i64 {
    net_of(lines).ok().flatten().map_or(0, crate::money::Amount::minor)
}
