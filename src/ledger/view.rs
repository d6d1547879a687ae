//! Views: what can be asked of the ledger. Owned values, so that asking never blocks a submit.

use super::Ledger;
use super::state::Link;
use super::view_answers::AnswerView;
use super::view_claims::ClaimView;
use crate::books::{BalanceRow, TrialBalance};
use crate::event::Event;
use crate::id::{DealId, EntityId, LeadId, PayGroupId, PayeeId, PlanId, RuleId};
use crate::lead::{LeadKind, LeadStage};
use crate::money::{Amount, Unit};
use crate::payee::{Employment, WorkerClass};
use crate::plan::Plan;
use crate::plan::in_kind::UNITS;
use crate::plan::version::PlanRef;
use crate::record::{At, Head, RecordError, Records};
use crate::time::{Date, Period};
use std::sync::Arc;

/// Where a lead stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadView {
    /// Who reported it.
    pub by: PayeeId,
    /// Its kind.
    pub kind: LeadKind,
    /// Its stage.
    pub stage: LeadStage,
    /// When it was heard.
    pub heard_on: Date,
    /// When sales took it on.
    pub accepted_on: Option<Date>,
    /// When its customer was met.
    pub met_on: Option<Date>,
    /// When sales made an offer.
    pub quoted_on: Option<Date>,
    /// The deal it became.
    pub deal: Option<DealId>,
    /// The answer that sales owe it, where the plan says by when.
    pub answer: Option<AnswerView>,
    /// What it protects, where the plan protects leads.
    pub claim: Option<ClaimView>,
    /// The plan versions that are frozen on it, one of a plan.
    pub plans: Vec<PlanRef>,
}

/// Where a deal stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealView {
    /// The lead it came from.
    pub lead: LeadId,
    /// When it was won, or the customer retained.
    pub won_on: Date,
    /// Whether it is a customer who stayed.
    pub retained: bool,
    /// What it was won with.
    pub value: Option<Amount>,
    /// When it was installed.
    pub installed_on: Option<Date>,
    /// When its invoice was posted.
    pub invoiced_on: Option<Date>,
    /// When it was cancelled.
    pub cancelled_on: Option<Date>,
    /// Whether its win was told by mistake.
    pub retracted: bool,
    /// The plan versions that are frozen on it, one of a plan.
    pub plans: Vec<PlanRef>,
}

/// How a payee stands. All amounts are of the pay group's unit, but for those of points and time
/// off, which stand apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeView {
    /// The payee.
    pub payee: PayeeId,
    /// The group they are paid with.
    pub group: PayGroupId,
    /// The legal entity that carries their rewards.
    pub entity: EntityId,
    /// How they are engaged.
    pub class: WorkerClass,
    /// When they are employed.
    pub employment: Employment,
    /// Accrued, and held back until later.
    pub held_back: Amount,
    /// Accrued, and carried by a cap to a later period.
    pub carried: Amount,
    /// Accrued, and waiting in a pool.
    pub queued: Amount,
    /// Accrued, and waiting for its day or milestone.
    pub held: Amount,
    /// Vested, and waiting for a run.
    pub payable: Amount,
    /// What of it is on hold by hand, and enters no run.
    pub on_hold: Amount,
    /// In a locked run that is not settled.
    pub in_run: Amount,
    /// What of it that run keeps against what is owed back, draws among it.
    pub kept_in_run: Amount,
    /// Settled: in money, against a receivable, or set off against an adjustment.
    pub paid: Amount,
    /// Owed back, but for draws, to be kept by runs.
    pub owes: Amount,
    /// Owed by who has left, and moved out of payroll's reach.
    pub former_debt: Amount,
    /// What of that was written off.
    pub written_off: Amount,
    /// Owed back of draws.
    pub draws_owed: Amount,
    /// Points, hours, gifts and badges, each where the payee was ever awarded any.
    pub in_kind: Vec<InKindView>,
}

/// What a payee has of points, of hours of time off, of gifts or of badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InKindView {
    /// Awarded, and waiting for its day, a milestone or an approval.
    pub held: Amount,
    /// Can be redeemed or handed over; of badges it is those that were given.
    pub usable: Amount,
    /// What of it is on hold by hand, and cannot be redeemed or handed over.
    pub on_hold: Amount,
    /// Redeemed or handed over so far.
    pub redeemed: Amount,
    /// Not redeemed or handed over in time, so far.
    pub expired: Amount,
}

/// What a payee earned by a rule in the month of the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earned {
    /// Who.
    pub payee: PayeeId,
    /// The calendar month of the facts, whatever month they were booked in.
    pub month: Period,
    /// By which plan, across its versions.
    pub plan: PlanId,
    /// By which rule.
    pub rule: RuleId,
    /// What accrued.
    pub accrued: Amount,
    /// What was taken back, for facts of this month; never negative.
    pub taken_back: Amount,
}

/// One payee's month in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView {
    /// Whether the month is closed: then the page never changes (law L13).
    pub closed: bool,
    /// What stood at the start: owed to the payee, less what they owe back.
    pub opening: Amount,
    /// What accrued.
    pub accrued: Amount,
    /// What was taken back.
    pub taken_back: Amount,
    /// What was paid out.
    pub paid: Amount,
    /// What was paid back in money.
    pub repaid: Amount,
    /// What was written off, less what was paid or never owed of that.
    pub written_off: Amount,
    /// The events of the month, oldest first.
    pub events: Vec<At>,
}

impl Ledger {
    pub(super) fn amount(minor: i64, unit: Unit) -> Amount {
        Amount::from_minor(minor, unit).expect("L2: what is kept was accepted within the bound")
    }

    /// Where a lead stands; `None` when it is not on file.
    pub fn lead(&self, lead: LeadId) -> Option<LeadView> {
        let (number, row) = self.state.leads.get(&lead)?;
        Some(LeadView {
            by: self.state.payees.key(row.by).clone(),
            kind: self.state.kinds.key(row.kind.into()).clone(),
            stage: row.stage,
            heard_on: row.heard_on,
            accepted_on: row.accepted_on,
            met_on: self.state.course_of(row).met_on,
            quoted_on: self.state.course_of(row).quoted_on,
            deal: row.deal.get().map(|deal| *self.state.deals.key(deal)),
            answer: self.answer_view(number),
            claim: self.claim_view(lead, row),
            plans: self.state.names_of(row.plans),
        })
    }

    /// Where a deal stands; `None` when it is not on file.
    pub fn deal(&self, deal: DealId) -> Option<DealView> {
        let (number, row) = self.state.deals.get(&deal)?;
        let told_in = self.state.told_in(number);
        Some(DealView {
            lead: *self.state.leads.key(row.lead),
            won_on: row.won_on,
            retained: row.retained,
            value: told_in.and_then(|unit| Some(Self::amount(row.value?, unit))),
            installed_on: row.installed_on,
            invoiced_on: row.invoiced_on,
            cancelled_on: row.cancelled_on,
            retracted: row.retracted,
            plans: self.state.names_of(row.plans),
        })
    }

    /// How a payee stands; `None` when they are not on file.
    pub fn payee(&self, payee: &PayeeId) -> Option<PayeeView> {
        self.state.payees.find(payee).map(|number| self.payee_view(number))
    }

    /// How every payee stands, in the order they were registered.
    pub fn payees(&self) -> impl Iterator<Item = PayeeView> {
        self.state.payees.iter().map(|(number, ..)| self.payee_view(number))
    }

    fn payee_view(&self, number: u32) -> PayeeView {
        let (row, group) = (self.state.payees.row(number), self.state.group_of(number));
        let amount = |minor| Self::amount(minor, group.unit);
        PayeeView {
            payee: self.state.payees.key(number).clone(),
            group: self.state.groups.key(row.group).clone(),
            entity: group.entity.clone(),
            class: row.class,
            employment: row.employment,
            held_back: amount(row.held_back),
            carried: amount(row.carried),
            queued: amount(row.queued),
            held: amount(row.held),
            payable: amount(row.payable),
            on_hold: amount(self.state.minor_on_hold(number, group.unit)),
            in_run: amount(row.in_run),
            kept_in_run: amount(row.kept_in_run),
            paid: amount(row.paid),
            owes: amount(row.owes),
            former_debt: amount(row.former),
            written_off: amount(row.written_off),
            draws_owed: amount(row.draws_owed),
            in_kind: self.in_kind_views(number),
        }
    }

    fn in_kind_views(&self, number: u32) -> Vec<InKindView> {
        let view = |unit| {
            let (_, row) = self.state.purses.get(&(number, unit))?;
            let amount = |minor| Self::amount(minor, unit);
            Some(InKindView {
                held: amount(row.held),
                usable: amount(row.usable),
                on_hold: amount(self.state.minor_on_hold(number, unit)),
                redeemed: amount(row.redeemed),
                expired: amount(row.expired),
            })
        };
        UNITS.into_iter().filter_map(view).collect()
    }

    /// The version of a plan; `None` when it is not published.
    pub fn plan(&self, name: &PlanRef) -> Option<Arc<Plan>> {
        self.state.plans.get(name).map(|(_, row)| Arc::clone(&row.plan))
    }

    /// The last day that has passed; `None` before the first `PassDay`.
    pub fn passed_through(&self) -> Option<Date> {
        self.state.head.value().passed
    }

    /// What is owed to all payees in a unit: held back, carried, waiting in pools, held, payable,
    /// and in runs less what these keep.
    pub fn owed_to_payees(&self, unit: Unit) -> Amount {
        let owed = self.payees().filter(|payee| payee.held.unit() == unit);
        let places = |it: PayeeView| {
            let in_runs = [it.in_run, it.kept_in_run.negated()];
            let waiting = [it.held_back, it.carried, it.queued, it.held, it.payable];
            waiting.into_iter().chain(in_runs)
        };
        let minor = owed.flat_map(places).map(Amount::minor).sum();
        Self::amount(minor, unit)
    }

    /// What stands on every account.
    pub fn trial_balance(&self) -> TrialBalance {
        let rows = self.state.balances.iter().map(|(_, (entity, account, unit), minor)| {
            let entity = self.state.entities.key(*entity).clone();
            let account = self.state.account(*account);
            BalanceRow { entity, account, unit: *unit, minor: *minor }
        });
        TrialBalance::of(rows.collect())
    }

    /// What each payee earned by each rule, by the month of the facts: sorted by payee, month and
    /// rule. A quarter is the sum of its months.
    pub fn earned(&self) -> Vec<Earned> {
        let mut rows: Vec<Earned> = self
            .state
            .earned
            .iter()
            .map(|(_, (payee, month, rule), row)| {
                let (unit, (plan, rule)) =
                    (*self.state.rules.row(*rule), self.state.rules.key(*rule));
                let unit = self.state.paid_in(*payee, unit);
                Earned {
                    payee: self.state.payees.key(*payee).clone(),
                    month: *month,
                    plan: plan.clone(),
                    rule: rule.clone(),
                    accrued: Self::amount(row.accrued, unit),
                    taken_back: Self::amount(row.taken_back, unit),
                }
            })
            .collect();
        rows.sort_by(|one, other| {
            let key = |it: &Earned| (it.payee.clone(), it.month, it.rule.clone(), it.plan.clone());
            key(one).cmp(&key(other))
        });
        rows
    }

    /// One payee's month in the books; `None` when the payee is not on file.
    pub fn page(&self, payee: &PayeeId, month: Period) -> Option<PageView> {
        let (number, row) = self.state.payees.get(payee)?;
        let unit = self.state.group_of(number).unit;
        let mut opening = 0;
        let mut next = row.page;
        while let Some(page) = next.get() {
            let (_, of) = self.state.pages.key(page);
            let page = self.state.pages.row(page);
            if of.from() < month.from() {
                opening += page.accrued - page.taken_back - page.paid;
                opening += page.repaid + page.written_off;
            }
            next = page.previous;
        }
        let page = self.state.pages.get(&(number, month)).map(|(_, page)| page);
        let mut events = Vec::new();
        let mut note = page.map_or(Link::NONE, |page| page.notes);
        while let Some(number) = note.get() {
            let row = self.state.notes.row(number);
            events.push(row.at.at());
            note = row.next;
        }
        events.reverse();
        let open_from = self.state.head.value().open_from;
        let sum =
            |part: fn(&super::state::PageRow) -> i64| Self::amount(page.map_or(0, part), unit);
        Some(PageView {
            closed: open_from.is_some_and(|open_from| month.until() <= open_from),
            opening: Self::amount(opening, unit),
            accrued: sum(|page| page.accrued),
            taken_back: sum(|page| page.taken_back),
            paid: sum(|page| page.paid),
            repaid: sum(|page| page.repaid),
            written_off: sum(|page| page.written_off),
            events,
        })
    }
}

/// The event at a place in the journal, with the command it stands beside.
///
/// # Errors
/// A record that cannot be read, or has no such event.
pub fn event_at(
    records: &(impl Records + ?Sized),
    at: At,
) -> Result<(crate::command::Command, Event), RecordError> {
    let record = records.record(at.sequence)?;
    let event = record.events.get(at.event as usize).cloned();
    let event = event.ok_or_else(|| RecordError::Malformed {
        sequence: at.sequence,
        problem: format!("it has no event {}", at.event),
    })?;
    let command = match record.head {
        Head::First { command, .. } => command,
        Head::Later { group } => match records.record(group)?.head {
            Head::First { command, .. } => command,
            Head::Later { .. } => {
                let problem = "a group begins with part 1".to_owned();
                return Err(RecordError::Malformed { sequence: group, problem });
            }
        },
    };
    Ok((command, event))
}
