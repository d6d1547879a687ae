//! Applies what was told: payees, plans, leads, deals, payments.

use super::{Beside, add};
use crate::approval::ApprovalStage;
use crate::attribution::Credit;
use crate::command::{Command, QuotaOf, RecordPayment, ReportLead, RetainCustomer, WinDeal};
use crate::deal::{Milestone, net_of};
use crate::event::Event;
use crate::id::{DealId, LeadId, PayeeId, RoleId};
use crate::lead::LeadStage;
use crate::ledger::state::{
    CourseRow, Dated, DealRow, GroupRow, LeadRow, Link, PayeeRow, PaymentRow, PlanRow, RefundRow,
    Scope, State, VersionsRow,
};
use crate::ledger::undo::Table;
use crate::payee::Employment;
use crate::plan::rule::Rule;
use crate::plan::version::PlanRef;
use crate::reading::Reading;
use crate::time::Date;
use std::hash::Hash;
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
                    former: 0,
                    written_off: 0,
                    draws_owed: 0,
                    carried: 0,
                    queued: 0,
                    held_back: 0,
                    page: Link::NONE,
                    managers: Arc::from([]),
                    teams: Arc::from([]),
                    plans: Arc::from([]),
                    blocked: Arc::from([]),
                };
                self.payees.insert(it.payee.clone(), row);
            }
            (Event::PayeeLeft, Command::LeavePayee(it)) => {
                let number = self.payees.find(&it.payee).expect("who leaves is a payee");
                self.payees.edit(number).employment.last_day = Some(it.last_day);
                if self.head.value().passed.is_none_or(|passed| passed < it.last_day) {
                    self.leaving.insert((it.last_day, number));
                }
                self.draws_left(number, it.last_day);
            }
            (
                Event::ManagerAssigned
                | Event::TeamAssigned
                | Event::PlanAssigned
                | Event::PlanUnassigned
                | Event::QuotaAssigned,
                command,
            ) => self.assigned(command),
            (Event::PlanPublished(name), Command::PublishPlan(_)) => self.published(beside, name),
            (Event::LeadReported(plans), Command::ReportLead(it)) => {
                self.lead_reported(sequence, plans, it);
            }
            (Event::LeadAccepted(plans), Command::AcceptLead(it)) => {
                let frozen = self.frozen(plans);
                let actor = self.actors.find_or_insert(&beside.told.by.id, || ());
                let number = self.stage(it.lead, LeadStage::Accepted, sequence);
                let row = self.leads.edit(number);
                row.accepted_on = Some(it.accepted_on);
                row.accepted_by = Link::to(actor);
                row.plans = frozen;
                self.answered(number, it.accepted_on);
            }
            (Event::LeadRejected, Command::RejectLead(it)) => {
                let number = self.stage(it.lead, LeadStage::Rejected, sequence);
                self.answered(number, it.rejected_on);
            }
            (Event::LeadLost, Command::LoseLead(it)) => {
                let number = self.stage(it.lead, LeadStage::Lost, sequence);
                self.answered(number, it.lost_on);
            }
            (Event::LeadExpired, Command::ExpireLead(it)) => {
                let number = self.stage(it.lead, LeadStage::Expired, sequence);
                self.answered(number, it.expired_on);
            }
            (Event::LeadMet, Command::MeetLead(it)) => {
                self.came_to(it.lead, it.met_on, |course| course.met_on = Some(it.met_on));
            }
            (Event::LeadQuoted, Command::QuoteLead(it)) => {
                self.came_to(it.lead, it.quoted_on, |course| course.quoted_on = Some(it.quoted_on));
            }
            (Event::CustomerRetained(plans), Command::RetainCustomer(it)) => {
                self.customer_retained(sequence, plans, it);
            }
            (Event::DealWon(plans), Command::WinDeal(it)) => {
                self.deal_won(sequence, plans, it);
            }
            (Event::DealInstalled, Command::InstallDeal(it)) => {
                let number = self.deal(it.deal);
                self.installed(number, it.installed_on);
            }
            (Event::DealInvoiced, Command::InvoiceDeal(it)) => {
                let number = self.deal(it.deal);
                self.invoiced(number, it.invoiced_on);
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
                row.refunds = Link::to(refund);
            }
            (Event::FactRetracted, Command::Retract(it)) => self.retracted(sequence, it.fact),
            (Event::AdjustmentProposed(digest), Command::ProposeAdjustment(it)) => {
                self.adjustment_proposed(beside, it, *digest);
            }
            (Event::AdjustmentDeclined, Command::DeclineAdjustment(it)) => {
                self.adjustment_decided(beside, it.adjustment, ApprovalStage::Declined);
            }
            (Event::DrawAssigned(plan), Command::AssignDraw(it)) => {
                self.draw_assigned(sequence, it, plan);
            }
            (Event::DrawShortened, Command::EndDraw(it)) => self.draw_shortened(it),
            (Event::WriteOffProposed(digest), Command::ProposeWriteOff(it)) => {
                self.write_off_proposed(beside, it, *digest);
            }
            (Event::WriteOffDeclined, Command::DeclineWriteOff(it)) => {
                self.write_off_decided(beside, it.write_off, ApprovalStage::Declined);
            }
            (Event::RestatementPosted(it), Command::PostRestatement(told)) => {
                self.restatement_posted(beside, told, it);
            }
            (Event::RestatementLine(it), Command::PostRestatement(told)) => {
                self.restatement_line(told, it);
            }
            (Event::RestatementApproved, Command::ApproveRestatement(it)) => {
                self.restatement_decided(beside, it.restatement, ApprovalStage::Approved);
            }
            (Event::RestatementDeclined, Command::DeclineRestatement(it)) => {
                self.restatement_decided(beside, it.restatement, ApprovalStage::Declined);
            }
            (Event::LeadOpened(plans), Command::OpenLead(it)) => {
                self.lead_opened(sequence, plans, it);
            }
            (Event::DealOpened(plans), Command::OpenDeal(it)) => {
                self.deal_opened(sequence, plans, it);
            }
            (Event::CounterOpened(moved), Command::OpenCounter(it)) => {
                self.counter_opened(moved, it);
            }
            (Event::DaysPassed, Command::PassDay(it)) => {
                self.head.edit().passed = Some(it.through);
                let gone: Vec<_> = self.leaving.range(..=(it.through, u32::MAX)).collect();
                gone.into_iter().for_each(|one| self.leaving.remove(one));
                self.reckoned_again();
            }
            (Event::PeriodClosed, Command::ClosePeriod(it)) => {
                self.head.edit().open_from = Some(it.period.until());
            }
            (event, _) => self.ground(beside, event),
        }
    }

    fn published(&mut self, beside: Beside<'_>, name: &PlanRef) {
        let plan = beside.plan.expect("a published plan comes with its text");
        let head = self.head.edit();
        head.zone = head.zone.or(Some(plan.zone));
        head.invoices_trigger |= plan.is_triggered_by(Milestone::Invoiced);
        let number = self.plans.next();
        let first = || VersionsRow { first: number, begin: Arc::from([]) };
        let of = self.plan_ids.find_or_insert(&name.plan, first);
        let carries = self.carried_on_by(of, plan);
        let versions = self.plan_ids.edit(of);
        versions.begin = dated(&versions.begin, plan.effective.from, number);
        let mut rule = |rule: &Rule| {
            let unit = rule.pays.unit(plan.unit);
            let number = self.rules.find_or_insert(&(name.plan.clone(), rule.id.clone()), || unit);
            if rule.pays.terms().is_some() {
                *self.rules.edit(number) = unit;
            }
            number
        };
        let rules = plan.components.iter().map(|it| it.rules.iter().map(&mut rule).collect());
        let rules = rules.collect();
        for pool in &plan.pools {
            self.pool_ids.find_or_insert(&(name.plan.clone(), pool.id.clone()), || ());
        }
        for measure in &plan.measures {
            self.measure_ids.find_or_insert(&(name.plan.clone(), measure.id.clone()), || ());
        }
        let row = PlanRow { sequence: beside.first, plan: Arc::clone(plan), of, rules, carries };
        self.plans.insert(name.clone(), row);
    }

    /// The versions of an event that freezes them.
    fn frozen(&mut self, plans: &[PlanRef]) -> u32 {
        let find = |name| self.plans.find(name).expect("a frozen version was published");
        match plans {
            [] => self.frozen.number(&[]),
            [one] => self.frozen.number(&[find(one)]),
            many => self.frozen.number(&many.iter().map(find).collect::<Vec<_>>()),
        }
    }

    pub(super) fn lead_reported(&mut self, sequence: u64, plans: &[PlanRef], it: &ReportLead) {
        let by = self.payees.find(&it.by).expect("a lead is reported by a payee");
        let kind = self.kinds.find_or_insert(&it.kind, || ());
        let row = LeadRow {
            sequence,
            since: sequence,
            by,
            heard_on: it.heard_on,
            accepted_on: None,
            accepted_by: Link::NONE,
            plans: self.frozen(plans),
            credits: self.credited(0, &it.credits),
            told: self.told.number(&it.facts),
            deal: Link::NONE,
            awards: Link::NONE,
            ground: Link::NONE,
            course: Link::NONE,
            kind: u16::try_from(kind).expect("plans declare fewer than 2^16 kinds"),
            stage: LeadStage::Reported,
        };
        self.leads.insert(it.lead, row);
    }

    /// Something was told of a lead between its report and its end, which answers it as well.
    fn came_to(&mut self, lead: LeadId, on: Date, write: impl FnOnce(&mut CourseRow)) {
        let number = self.leads.find(&lead).expect("a lead that goes on is on file");
        let course = match self.leads.row(number).course.get() {
            Some(course) => course,
            None => self.courses.push(CourseRow::default()),
        };
        write(self.courses.edit(course));
        self.leads.edit(number).course = Link::to(course);
        self.answered(number, on);
    }

    /// A customer who stayed is a deal that was won on that day, and is known to be none.
    fn customer_retained(&mut self, sequence: u64, plans: &[PlanRef], it: &RetainCustomer) {
        let won = WinDeal {
            deal: it.deal,
            lead: it.lead,
            won_on: it.retained_on,
            lines: it.lines.clone(),
            credits: it.credits.clone(),
            facts: it.facts.clone(),
        };
        self.deal_won(sequence, plans, &won);
        self.stage(it.lead, LeadStage::Retained, sequence);
        let deal = self.deal(it.deal);
        self.deals.edit(deal).retained = true;
    }

    pub(super) fn deal_won(&mut self, sequence: u64, plans: &[PlanRef], it: &WinDeal) {
        let lead = self.stage(it.lead, LeadStage::Won, sequence);
        let (credits, told) = (self.leads.row(lead).credits, self.leads.row(lead).told);
        let told = if it.facts.is_empty() {
            told
        } else {
            let all = self.told.list(told).iter().chain(&it.facts).cloned();
            let all: Vec<_> = all.collect();
            self.told.number(&all)
        };
        let lines = (!it.lines.is_empty()).then(|| Some(Arc::from(&*it.lines)));
        let row = DealRow {
            sequence,
            value: net_of(&it.lines).ok().flatten().map(crate::money::Amount::minor),
            collected: 0,
            returned: 0,
            lead,
            won_on: it.won_on,
            installed_on: None,
            invoiced_on: None,
            cancelled_on: None,
            lines: lines.map(|lines| self.won_with.push(lines)).into(),
            plans: self.frozen(plans),
            credits: self.credited(credits, &it.credits),
            told,
            awards: Link::NONE,
            payments: Link::NONE,
            retained: false,
            retracted: false,
        };
        let deal = self.deals.insert(it.deal, row);
        self.deal_told_in(deal, &it.lines);
        self.leads.edit(lead).deal = Link::to(deal);
        self.answered(lead, it.won_on);
    }

    pub(super) fn installed(&mut self, deal: u32, installed_on: Date) {
        self.deals.edit(deal).installed_on = Some(installed_on);
        self.forget_lines(deal);
    }

    pub(super) fn invoiced(&mut self, deal: u32, invoiced_on: Date) {
        self.deals.edit(deal).invoiced_on = Some(invoiced_on);
        self.forget_lines(deal);
    }

    /// Once a deal is installed and invoiced, nothing is paid on its lines any more. Where no plan
    /// is triggered by an invoice, none may ever be told: they do not wait for it.
    fn forget_lines(&mut self, deal: u32) {
        let waits = self.head.value().invoices_trigger;
        let row = self.deals.edit(deal);
        if row.installed_on.is_some() && (row.invoiced_on.is_some() || !waits) {
            let lines = std::mem::take(&mut row.lines);
            lines.get().into_iter().for_each(|lines| *self.won_with.edit(lines) = None);
        }
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
            accruals: Link::NONE,
            refunds: Link::NONE,
            next_of_deal: self.deals.row(deal).payments,
        };
        let payment = self.payments.insert(it.payment, row);
        self.deal_told_in(deal, &it.lines);
        let row = self.deals.edit(deal);
        add(&mut row.collected, net(&it.lines));
        row.payments = Link::to(payment);
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
            Command::AssignQuota(it) => {
                let measure = self.measure(&it.plan, &it.measure);
                let scope = match &it.of {
                    QuotaOf::Payee(payee) => {
                        Scope::Payee(self.payees.find(payee).expect("who has a quota is a payee"))
                    }
                    QuotaOf::Team(team) => {
                        Scope::Team(self.teams.find(team).expect("a quota's team is on file"))
                    }
                };
                let quota = it.quota.map(Reading::grains);
                add_dated(&mut self.quotas, &(measure, scope), it.from, quota);
            }
            other => panic!("nobody is assigned by {}", other.kind()),
        }
    }

    pub(super) fn assignee(&mut self, payee: &PayeeId) -> &mut PayeeRow {
        let number = self.payees.find(payee).expect("who is assigned is a payee");
        self.payees.edit(number)
    }

    /// The credits on file with those of a command added.
    fn credited(&mut self, on_file: u32, told: &[Credit]) -> u32 {
        if told.is_empty() {
            return on_file;
        }
        let told = told
            .iter()
            .filter_map(|credit| Some((credit.role.clone(), self.payees.find(&credit.payee)?)));
        let on_file = self.credits.list(on_file).iter().cloned();
        let all: Vec<(RoleId, u32)> = on_file.chain(told).collect();
        self.credits.number(&all)
    }

    pub(super) fn stage(&mut self, lead: LeadId, stage: LeadStage, since: u64) -> u32 {
        let number = self.leads.find(&lead).expect("a lead changes its stage when it is on file");
        let row = self.leads.edit(number);
        (row.stage, row.since) = (stage, since);
        self.stage_counts(number);
        number
    }

    fn deal(&self, deal: DealId) -> u32 {
        self.deals.find(&deal).expect("a fact of a deal names one on file")
    }
}

/// Adds an entry to what is dated under a key.
pub(super) fn add_dated<K: Clone + Eq + Hash, T: Clone>(
    words: &mut Table<K, Dated<T>>,
    key: &K,
    from: Date,
    value: T,
) {
    let number = words.find_or_insert(key, || Arc::from([]));
    let row = words.edit(number);
    *row = dated(row, from, value);
}

/// What is dated with one more entry, sorted by day.
pub(super) fn dated<T: Clone>(dated: &Dated<T>, from: Date, value: T) -> Dated<T> {
    let mut entries = dated.to_vec();
    let at = entries.partition_point(|(day, _)| *day <= from);
    entries.insert(at, (from, value));
    entries.into()
}

/// The net amount of lines that were accepted.
fn net(lines: &[crate::deal::Line]) -> i64 {
    net_of(lines).ok().flatten().map_or(0, crate::money::Amount::minor)
}
