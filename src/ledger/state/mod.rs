//! The state posted from the journal: what is open, what has a balance, and where its Why is.
//!
//! Nothing here decides; `apply` is the only writer.
//!
//! | file | idea |
//! |---|---|
//! | `rows` | the rows |
//! | `link` | how they name each other |
//! | `accounts` | accounts by numbers |
//! | `holds` | what is held back, approvals, holds by hand |
//! | `costs` | contract costs |
//! | `in_kind` | points and time off |
//! | `counters` | which counter a move is for |
//! | `counts` | what facts counted toward measures |
//! | `runs` | payout runs |
//! | `pages` | what reports ask for by key |
//! | `digest` | SHA-256 over all of them |

mod accounts;
mod costs;
mod counters;
mod counts;
mod digest;
mod holds;
mod in_kind;
mod link;
mod pages;
mod rows;
mod runs;

pub(super) use accounts::AccountRow;
pub(super) use costs::{CostRow, ScheduleRow};
pub(super) use counters::{Whose, back};
pub(super) use counts::{CountRow, FactRow};
pub(super) use holds::{BackKey, BackRow, CollectedRow, HandHoldRow};
pub(super) use in_kind::{InKindRow, PurseRow, RedemptionRow, part_of_cost};
use link::AtRow;
pub(super) use link::{Link, Span};
pub(super) use pages::{EarnedRow, NoteRow, PageRow};
pub(super) use rows::*;
pub(super) use runs::{LineRow, RunRow};

use super::lists::Lists;
use super::undo::{Arena, Slot, Sorted, Table, Undo};
use crate::deal::{Line, Milestone};
use crate::digest::Digest;
use crate::id::{
    ActorId, AdjustmentId, ApprovalId, ComponentId, CustomerId, DealId, EntityId, HoldId, LeadId,
    MeasureId, PayGroupId, PayeeId, PaymentId, PlanId, RedemptionId, RefundId, RoleId, RuleId,
    TeamId,
};
use crate::lead::LeadKind;
use crate::money::{ExactAmount, Unit};
use crate::payout::RunId;
use crate::plan::Plan;
use crate::plan::fact::ToldFact;
use crate::plan::hold::Hold;
use crate::plan::rule::{Component, Rule, Terms};
use crate::plan::version::PlanRef;
use crate::reward::Source;
use crate::time::{Date, Period};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

/// Everything posted from the journal.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct State {
    pub(in crate::ledger) head: Slot<Head>,
    pub(in crate::ledger) groups: Table<PayGroupId, GroupRow>,
    pub(in crate::ledger) payees: Table<PayeeId, PayeeRow>,
    #[serde(skip)] // a snapshot writes them apart: a plan is read from its text
    pub(in crate::ledger) plans: Table<PlanRef, PlanRow>,
    /// The plans, each with its versions.
    pub(in crate::ledger) plan_ids: Table<PlanId, VersionsRow>,
    /// The rules of plans, across versions, and in which unit each pays.
    pub(in crate::ledger) rules: Table<(PlanId, RuleId), Unit>,
    pub(in crate::ledger) kinds: Table<LeadKind, ()>,
    /// Who took leads on.
    pub(in crate::ledger) actors: Table<ActorId, ()>,
    /// Plan versions that are frozen on leads and deals, one of a plan.
    pub(in crate::ledger) frozen: Lists<u32>,
    pub(in crate::ledger) credits: Lists<(RoleId, u32)>,
    pub(in crate::ledger) told: Lists<ToldFact>,
    pub(in crate::ledger) leads: Table<LeadId, LeadRow>,
    /// The customers that ground rules ask for.
    pub(in crate::ledger) customers: Table<CustomerId, ()>,
    pub(in crate::ledger) grounds: Arena<GroundRow>,
    pub(in crate::ledger) claims: Arena<ClaimRow>,
    /// Live claims: customer, lead.
    pub(in crate::ledger) live_claims: Sorted<(u32, u32)>,
    /// Live claims that have a last day: that day, lead.
    pub(in crate::ledger) claims_due: Sorted<(Date, u32)>,
    /// Leads that count under a ground rule, all but rejected and retracted ones: customer,
    /// technician, kind, lead.
    pub(in crate::ledger) counted_leads: Sorted<(u32, u32, u16, u32)>,
    /// Those that are open: customer, technician, lead.
    pub(in crate::ledger) open_leads: Sorted<(u32, u32, u32)>,
    /// Whether a customer is a payee's own, by the first day; sorted.
    pub(in crate::ledger) ties: Table<(u32, u32), Dated<bool>>,
    pub(in crate::ledger) deals: Table<DealId, DealRow>,
    /// What deals were won with; `None` once they are installed, for nothing is paid on it then.
    #[serde(with = "super::written::lines")]
    pub(in crate::ledger) won_with: Arena<Option<Arc<[Line]>>>,
    pub(in crate::ledger) payments: Table<PaymentId, PaymentRow>,
    pub(in crate::ledger) refunds: Table<RefundId, RefundRow>,
    pub(in crate::ledger) awards: Arena<AwardRow>,
    pub(in crate::ledger) accruals: Arena<AccrualRow>,
    pub(in crate::ledger) shares: Arena<ShareRow>,
    pub(in crate::ledger) counted: Arena<CountedRow>,
    /// What went into cumulative rounding, of whatever has a link to it.
    pub(in crate::ledger) exacts: Arena<ExactAmount>,
    pub(in crate::ledger) measures: Arena<i64>,
    pub(in crate::ledger) rewards: Arena<RewardRow>,
    pub(in crate::ledger) lots: Arena<LotRow>,
    pub(in crate::ledger) receivables: Arena<ReceivableRow>,
    pub(in crate::ledger) adjustments: Table<AdjustmentId, AdjustmentRow>,
    /// What stood before of payees.
    pub(in crate::ledger) opened: Table<u32, OpenedRow>,
    /// Leads that were reported, or won, before: what is paid once for a deal has been.
    pub(in crate::ledger) opened_leads: Table<u32, ()>,
    pub(in crate::ledger) runs: Table<RunId, RunRow>,
    /// The newest run of a pay group and period.
    pub(in crate::ledger) newest_runs: Table<(u32, Period), u32>,
    pub(in crate::ledger) lines: Arena<LineRow>,
    /// Held lots: due day, payee, lot.
    pub(in crate::ledger) due: Sorted<(Date, u32, u32)>,
    /// Lots waiting for a milestone: lead, milestone, payee, lot.
    pub(in crate::ledger) waiting: Sorted<(u32, Milestone, u32, u32)>,
    /// Lots carried by a cap: day, payee, lot.
    pub(in crate::ledger) carried: Sorted<(Date, u32, u32)>,
    /// What fact accrued as a cost of a contract, in the books of which entity.
    pub(in crate::ledger) costs: Table<(u32, u32), CostRow>,
    /// The costs of each deal: deal, cost.
    pub(in crate::ledger) deal_costs: Sorted<(u32, u32)>,
    /// Costs that are written off: the next day, cost.
    pub(in crate::ledger) amortising: Sorted<(Date, u32)>,
    /// Payable lots: payee, lot.
    pub(in crate::ledger) payable: Sorted<(u32, u32)>,
    /// Lots that are held back: until when, payee, lot.
    pub(in crate::ledger) held_back: Sorted<(BackKey, u32, u32)>,
    /// Of lots that are held back until more is collected, how much was released.
    pub(in crate::ledger) by_collection: Table<u32, CollectedRow>,
    /// Lots that wait for an approval: payee, lot.
    pub(in crate::ledger) unapproved: Sorted<(u32, u32)>,
    /// The sequence of each approval.
    pub(in crate::ledger) approvals: Table<ApprovalId, u64>,
    pub(in crate::ledger) hand_holds: Table<HoldId, HandHoldRow>,
    /// Rewards on hold by hand: payee, reward, hold.
    pub(in crate::ledger) on_hold: Sorted<(u32, u32, u32)>,
    /// What payees have of points and hours.
    pub(in crate::ledger) purses: Table<(u32, Unit), PurseRow>,
    /// What goes with lots of points and hours.
    pub(in crate::ledger) in_kind: Table<u32, InKindRow>,
    /// Lots of points and hours that can be redeemed: payee, unit, from which day, lot.
    pub(in crate::ledger) usable: Sorted<(u32, Unit, Date, u32)>,
    /// Those that expire: that day, payee, lot.
    pub(in crate::ledger) expiring: Sorted<(Date, u32, u32)>,
    pub(in crate::ledger) redemptions: Table<RedemptionId, RedemptionRow>,
    /// Receivables with something outstanding: payee, receivable.
    pub(in crate::ledger) owed: Sorted<(u32, u32)>,
    pub(in crate::ledger) entities: Table<EntityId, ()>,
    pub(in crate::ledger) balances: Table<(u32, AccountRow, Unit), i128>,
    pub(in crate::ledger) teams: Table<TeamId, ()>,
    pub(in crate::ledger) counters: Table<CounterKey, CounterRow>,
    /// The measures of plans, across versions.
    pub(in crate::ledger) measure_ids: Table<(PlanId, MeasureId), ()>,
    /// What was counted in a measure for somebody in a month, in grains.
    pub(in crate::ledger) measured: Table<(u32, Scope, Period), i64>,
    /// What each fact counted.
    pub(in crate::ledger) counting: Table<FactRow, Arc<[CountRow]>>,
    /// Quotas of measures, by the first day; sorted.
    pub(in crate::ledger) quotas: Table<(u32, Scope), Dated<Option<i64>>>,
    /// Until which day the periods of a component of a plan are closed.
    pub(in crate::ledger) closed: Table<(u32, ComponentId), Date>,
    /// The awards of a closed period.
    pub(in crate::ledger) periods: Table<(Period, Scope), Link>,
    /// Closed periods that later facts changed: the component, the period, whose.
    pub(in crate::ledger) again: Sorted<(u32, Period, Scope)>,
    pub(in crate::ledger) earned: Table<(u32, Period, u32), EarnedRow>,
    pub(in crate::ledger) pages: Table<(u32, Period), PageRow>,
    pub(in crate::ledger) notes: Arena<NoteRow>,
}

/// Calls one function of [`Undo`] on every part of the state. The pattern names all of them: a
/// part that is forgotten does not compile.
macro_rules! each_part {
    ($state:expr, $undo:ident) => {
        each_part!(
            $state, $undo, head groups payees plans plan_ids rules kinds actors frozen credits
            told leads customers grounds claims live_claims claims_due counted_leads open_leads
            ties deals won_with payments refunds awards accruals shares counted exacts measures
            rewards lots receivables adjustments opened opened_leads runs newest_runs lines due
            waiting carried costs deal_costs amortising payable owed held_back by_collection
            unapproved approvals hand_holds on_hold entities balances teams counters measure_ids
            measured counting quotas closed periods again earned pages notes purses in_kind
            usable expiring redemptions
        )
    };
    ($state:expr, $undo:ident, $($part:ident)+) => {
        let State { $($part),+ } = $state;
        $($part.$undo();)+
    };
}

impl State {
    pub(in crate::ledger) fn begin(&mut self) {
        each_part!(self, begin);
    }

    pub(in crate::ledger) fn rollback(&mut self) {
        each_part!(self, rollback);
    }

    pub(in crate::ledger) fn commit(&mut self) {
        each_part!(self, commit);
    }

    /// SHA-256 over every row, in order: two ledgers of one journal have the same.
    pub(in crate::ledger) fn digest(&self) -> Digest {
        digest::digest_of(self)
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

    /// The lines a deal was won with.
    pub(in crate::ledger) fn won_with(&self, deal: &DealRow) -> &[Line] {
        let lines = deal.lines.get().and_then(|number| self.won_with.row(number).as_deref());
        lines.unwrap_or_default()
    }

    /// The exact amount under a link.
    pub(in crate::ledger) fn exact(&self, link: Link) -> Option<ExactAmount> {
        link.get().map(|number| *self.exacts.row(number))
    }

    /// Whether a payee is assigned to a plan on a day.
    pub(in crate::ledger) fn is_assigned(&self, payee: u32, plan: &PlanId, day: Date) -> bool {
        let mut dated = self.payees.row(payee).plans.iter();
        let last = dated.rfind(|(from, (other, _))| *from <= day && other == plan);
        last.is_some_and(|(_, (_, is_on))| *is_on)
    }

    /// Since when a payee is blocked, if they are on a day.
    pub(in crate::ledger) fn blocked_since(&self, payee: u32, day: Date) -> Option<Date> {
        let last = self.payees.row(payee).blocked.iter().rfind(|(from, _)| *from <= day);
        last.filter(|(_, is_on)| *is_on).map(|(from, _)| *from)
    }

    /// Whether a customer is a payee's own on a day.
    pub(in crate::ledger) fn is_tied(&self, customer: u32, payee: u32, day: Date) -> bool {
        let dated = self.ties.get(&(customer, payee)).map(|(_, ties)| ties);
        let last = dated.and_then(|ties| ties.iter().rfind(|(from, _)| *from <= day));
        last.is_some_and(|(_, is_on)| *is_on)
    }

    /// What the ground rules keep of a lead: its customer, and its claim where it has one.
    pub(in crate::ledger) fn claim_of(&self, lead: &LeadRow) -> Option<(u32, u32, &ClaimRow)> {
        let ground = self.grounds.row(lead.ground.get()?);
        let claim = ground.claim.get()?;
        Some((ground.customer, claim, self.claims.row(claim)))
    }

    /// The number of a kind of lead, as rows have it.
    pub(in crate::ledger) fn kind(&self, kind: &LeadKind) -> Option<u16> {
        let number = self.kinds.find(kind)?;
        Some(u16::try_from(number).expect("plans declare fewer than 2^16 kinds"))
    }

    /// Whose manager somebody is on a day.
    pub(in crate::ledger) fn manager_on(&self, payee: u32, day: Date) -> Option<u32> {
        on(&self.payees.row(payee).managers, day)
    }

    /// In which team somebody is on a day.
    pub(in crate::ledger) fn team_on(&self, payee: u32, day: Date) -> Option<u32> {
        on(&self.payees.row(payee).teams, day)
    }

    /// The number of the rule of an award, across versions.
    pub(in crate::ledger) fn rule_number(&self, award: u32) -> u32 {
        let award = self.awards.row(award);
        let rules = &self.plans.row(award.plan()).rules;
        rules[usize::from(award.component)][usize::from(award.rule)]
    }

    /// The component and rule of an award.
    pub(in crate::ledger) fn rule_of(&self, award: &AwardRow) -> (&Plan, &Component, &Rule) {
        let plan = &self.plans.row(award.plan()).plan;
        let component = &plan.components[usize::from(award.component)];
        (plan, component, &component.rules[usize::from(award.rule)])
    }

    /// The milestone an award is held until, if it has not come.
    pub(in crate::ledger) fn waits_for(&self, award: &AwardRow) -> Option<Milestone> {
        let Some(Terms { hold: Hold::Until(milestone), .. }) = self.rule_of(award).2.pays.terms()
        else {
            return None;
        };
        let lead = self.leads.row(self.lead_of(award.source)?);
        let deal = lead.deal.get().map(|deal| self.deals.row(deal));
        let day = match milestone {
            Milestone::Reported => Some(lead.heard_on),
            Milestone::Accepted => lead.accepted_on,
            Milestone::Won => deal.map(|deal| deal.won_on),
            Milestone::Installed => deal.and_then(|deal| deal.installed_on),
            Milestone::Paid => None,
        };
        day.is_none().then_some(*milestone)
    }

    /// Whether what an award pays is held until it is approved.
    pub(in crate::ledger) fn waits_for_approval(&self, award: &AwardRow) -> bool {
        self.rule_of(award).2.pays.terms().is_some_and(|terms| terms.hold == Hold::Approved)
    }

    /// The pay group of a payee.
    pub(in crate::ledger) fn group_of(&self, payee: u32) -> &GroupRow {
        self.groups.row(self.payees.row(payee).group)
    }

    /// The line of a payee in a run.
    pub(in crate::ledger) fn line_of(&self, run: u32, payee: u32) -> Option<u32> {
        let wanted = self.payees.key(payee);
        let Range { start: mut low, end: mut high } = self.runs.row(run).each_line();
        while low < high {
            let middle = low + (high - low) / 2;
            let there = self.lines.row(middle).payee;
            match self.payees.key(there).cmp(wanted) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The source of a row.
    pub(in crate::ledger) fn source(&self, source: SourceRow) -> Source {
        match source {
            SourceRow::Lead(lead) => Source::Lead(*self.leads.key(lead)),
            SourceRow::Deal(deal) => Source::Deal(*self.deals.key(deal)),
            SourceRow::Period(period) => Source::Period(self.periods.key(period).0),
            SourceRow::Adjustment(number) => Source::Adjustment(*self.adjustments.key(number)),
            SourceRow::Opening => Source::Opening,
        }
    }

    /// The head of a source's awards.
    pub(in crate::ledger) fn awards_of(&self, source: SourceRow) -> Link {
        match source {
            SourceRow::Lead(lead) => self.leads.row(lead).awards,
            SourceRow::Deal(deal) => self.deals.row(deal).awards,
            SourceRow::Period(period) => *self.periods.row(period),
            // Nothing is looked for by them.
            SourceRow::Adjustment(_) | SourceRow::Opening => Link::NONE,
        }
    }

    /// The awards of a source, newest first.
    pub(in crate::ledger) fn each_award(
        &self,
        source: SourceRow,
    ) -> impl Iterator<Item = (u32, &AwardRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.awards.row(number)));
        std::iter::successors(row(self.awards_of(source)), move |(_, it)| row(it.next))
    }

    /// The accruals of an award, newest first.
    pub(in crate::ledger) fn each_accrual(
        &self,
        award: u32,
    ) -> impl Iterator<Item = (u32, &AccrualRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.accruals.row(number)));
        let first = self.awards.row(award).accruals;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_award))
    }

    /// The accruals of a payment, newest first.
    pub(in crate::ledger) fn each_accrual_of_payment(
        &self,
        payment: u32,
    ) -> impl Iterator<Item = (u32, &AccrualRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.accruals.row(number)));
        let first = self.payments.row(payment).accruals;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_payment))
    }

    /// The payments of a deal, newest first.
    pub(in crate::ledger) fn each_payment(
        &self,
        deal: u32,
    ) -> impl Iterator<Item = (u32, &PaymentRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.payments.row(number)));
        let first = self.deals.row(deal).payments;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_deal))
    }

    /// The refunds of a payment, newest first.
    pub(in crate::ledger) fn each_refund(
        &self,
        payment: u32,
    ) -> impl Iterator<Item = (u32, &RefundRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.refunds.row(number)));
        let first = self.payments.row(payment).refunds;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_payment))
    }

    /// The payment that caused a lot.
    pub(in crate::ledger) fn payment_of(&self, lot: &LotRow) -> Option<u32> {
        self.accruals.row(lot.accrual).payment.get()
    }

    /// The lead of a source: a deal is known by it. What no lead brought has none.
    pub(in crate::ledger) fn lead_of(&self, source: SourceRow) -> Option<u32> {
        match source {
            SourceRow::Lead(lead) => Some(lead),
            SourceRow::Deal(deal) => Some(self.deals.row(deal).lead),
            SourceRow::Period(_) | SourceRow::Adjustment(_) | SourceRow::Opening => None,
        }
    }

    /// The rewards of an award, newest first.
    pub(in crate::ledger) fn each_reward(
        &self,
        award: u32,
    ) -> impl Iterator<Item = (u32, &RewardRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.rewards.row(number)));
        let first = self.awards.row(award).rewards;
        std::iter::successors(row(first), move |(_, it)| row(it.next))
    }

    /// The lots of a reward, newest first.
    pub(in crate::ledger) fn each_lot(&self, reward: u32) -> impl Iterator<Item = (u32, &LotRow)> {
        let row = |link: Link| link.get().map(|number| (number, self.lots.row(number)));
        let first = self.rewards.row(reward).lots;
        std::iter::successors(row(first), move |(_, it)| row(it.next_of_reward))
    }
}

/// What is true on a day, of what is dated.
fn on(dated: &Dated<Option<u32>>, day: Date) -> Option<u32> {
    dated.iter().rfind(|(from, _)| *from <= day).and_then(|(_, value)| *value)
}
