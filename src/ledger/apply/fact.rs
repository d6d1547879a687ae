//! Applies what was told: payees, plans, leads, deals, payments.

use super::{Beside, add};
use crate::command::{Command, RecordPayment, ReportLead, WinDeal};
use crate::deal::net_of;
use crate::event::Event;
use crate::id::{DealId, LeadId, RoleId};
use crate::lead::LeadStage;
use crate::ledger::state::{DealRow, GroupRow, LeadRow, PayeeRow, PaymentRow, PlanRow, State};
use crate::payee::Employment;
use crate::plan::version::PlanRef;
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
                    page: None,
                };
                self.payees.insert(it.payee.clone(), row);
            }
            (Event::PayeeLeft, Command::LeavePayee(it)) => {
                let number = self.payees.find(&it.payee).expect("who leaves is a payee");
                self.payees.edit(number).employment.last_day = Some(it.last_day);
            }
            (Event::PlanPublished(name), Command::PublishPlan(_)) => self.published(beside, name),
            (Event::LeadReported(plan), Command::ReportLead(it)) => {
                self.lead_reported(sequence, plan.as_ref(), it);
            }
            (Event::LeadAccepted(plan), Command::AcceptLead(it)) => {
                let frozen = plan.as_ref().and_then(|name| self.plans.find(name));
                let number = self.stage(it.lead, LeadStage::Accepted, sequence);
                let row = self.leads.edit(number);
                row.accepted_on = Some(it.accepted_on);
                row.accepted_by = Some(beside.told.by.id.clone());
                row.plan = row.plan.or(frozen);
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
            (Event::DealWon(plan), Command::WinDeal(it)) => {
                self.deal_won(sequence, plan.as_ref(), it);
            }
            (Event::DealInstalled, Command::InstallDeal(it)) => {
                let number = self.deal(it.deal);
                self.deals.edit(number).installed_on = Some(it.installed_on);
            }
            (Event::DealCancelled, Command::CancelDeal(it)) => {
                let number = self.deal(it.deal);
                self.deals.edit(number).cancelled_on = Some(it.cancelled_on);
            }
            (Event::PaymentRecorded, Command::RecordPayment(it)) => self.paid(sequence, it),
            (Event::RefundRecorded, Command::RecordRefund(it)) => {
                let payment = self.payments.find(&it.payment).expect("a refund names a payment");
                let deal = self.payments.row(payment).deal;
                add(&mut self.payments.edit(payment).returned, net(&it.lines));
                add(&mut self.deals.edit(deal).returned, net(&it.lines));
                self.refunds.insert(it.refund, sequence);
            }
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

    fn lead_reported(&mut self, sequence: u64, plan: Option<&PlanRef>, it: &ReportLead) {
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
            plan: plan.and_then(|name| self.plans.find(name)),
            credits: self.credits(&[], &it.credits),
            deal: None,
            awards: None,
        };
        self.leads.insert(it.lead, row);
    }

    fn deal_won(&mut self, sequence: u64, plan: Option<&PlanRef>, it: &WinDeal) {
        let lead = self.stage(it.lead, LeadStage::Won, sequence);
        let credits = Arc::clone(&self.leads.row(lead).credits);
        let row = DealRow {
            sequence,
            lead,
            won_on: it.won_on,
            value: net_of(&it.lines).ok().flatten(),
            installed_on: None,
            cancelled_on: None,
            plan: plan.and_then(|name| self.plans.find(name)),
            credits: self.credits(&credits, &it.credits),
            collected: 0,
            returned: 0,
            awards: None,
        };
        let deal = self.deals.insert(it.deal, row);
        self.leads.edit(lead).deal = Some(deal);
    }

    fn paid(&mut self, sequence: u64, it: &RecordPayment) {
        let deal = self.deal(it.deal);
        let net = net(&it.lines);
        add(&mut self.deals.edit(deal).collected, net);
        let received_on = it.received_on;
        let row = PaymentRow { sequence, deal, received_on, net, returned: 0, lots: None };
        self.payments.insert(it.payment, row);
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

/// The net amount of lines that were accepted.
fn net(lines: &[crate::deal::Line]) -> i64 {
    net_of(lines).ok().flatten().map_or(0, crate::money::Amount::minor)
}
