//! The state posted from the journal: what is open, what has a balance, and where its Why is.
//!
//! Nothing here decides; `apply` is the only writer.
//!
//! | file | idea |
//! |---|---|
//! | `rows` | the rows |
//! | `link` | how they name each other |
//! | `answers` | by when sales owe an answer |
//! | `course` | what came between a lead's report and its end |
//! | `chains` | rows that are linked one after the other |
//! | `accounts` | accounts by numbers |
//! | `debts` | what payees owe |
//! | `holds` | what is held back, approvals, holds by hand |
//! | `costs` | contract costs |
//! | `draws` | draws, and what is owed of them |
//! | `credits` | credit that is somebody else's |
//! | `in_kind` | points and time off |
//! | `gift` | gifts and recognition |
//! | `counters` | which counter a move is for |
//! | `pools` | what pools hold |
//! | `pay_caps` | caps that are measured at payout |
//! | `versions` | plans, and which version of one applies |
//! | `counts` | what facts counted toward measures |
//! | `restated` | restatements |
//! | `runs` | payout runs |
//! | `pay_groups` | by which periods groups are paid, and what is kept at most |
//! | `thresholds` | the least that runs pay |
//! | `pages` | what reports ask for by key |
//! | `digest` | SHA-256 over all of them |

mod accounts;
mod answers;
mod chains;
mod costs;
mod counters;
mod counts;
mod course;
mod credits;
mod debts;
mod digest;
mod draws;
mod exchange;
mod gift;
mod holds;
mod in_kind;
mod link;
mod pages;
mod pay_caps;
mod pay_groups;
mod pools;
mod restated;
mod rows;
mod runs;
mod thresholds;
mod versions;

pub(super) use accounts::AccountRow;
pub(super) use answers::AnswerRow;
pub(super) use costs::{CostRow, ScheduleRow};
pub(super) use counters::{CounterKey, CounterRow, Counting, Scope, Whose, back};
pub(super) use counts::{CountRow, FactRow};
pub(super) use course::CourseRow;
pub(super) use credits::{HandOver, held_on};
pub(super) use debts::{ReceivableRow, WriteOffRow};
pub(super) use draws::{DebtRow, DebtStage, DrawMoment, DrawRow, GivenRow};
pub(super) use exchange::{ExchangedRow, RateRow};
pub(super) use gift::{BadgeRow, GiftRow};
pub(super) use holds::{BackKey, BackRow, CollectedRow, HandHoldRow};
pub(super) use in_kind::{InKindRow, PurseRow, RedemptionRow, part_of_cost};
use link::AtRow;
pub(super) use link::{Link, Span};
pub(super) use pages::{EarnedRow, NoteRow, PageRow};
pub(super) use pay_caps::{MeasuredRow, PayCap, PayCapRow, PayCaps};
pub(super) use pay_groups::PayGroupWords;
pub(super) use pools::PooledRow;
pub(super) use restated::{RestatedRow, RestatementRow};
pub(super) use rows::*;
pub(super) use runs::{LineRow, PulledRow, RunRow};
pub(super) use thresholds::{LapseRow, LeftOutRow, Thresholds};

use super::lists::Lists;
use super::undo::{Arena, Slot, Sorted, Table, Undo};
use crate::deal::{Line, Milestone};
use crate::digest::Digest;
use crate::exchange::{ExchangeRate, Quote};
use crate::id::{
    ActorId, AdjustmentId, ApprovalId, ComponentId, CustomerId, DealId, EntityId, HoldId, LeadId,
    MeasureId, PayGroupId, PayeeId, PaymentId, PlanId, PoolId, RedemptionId, RefundId, RepaymentId,
    RestatementId, RoleId, RuleId, TeamId, TransferId, WriteOffId,
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
    /// The pools of plans, across versions.
    pub(in crate::ledger) pool_ids: Table<(PlanId, PoolId), ()>,
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
    pub(in crate::ledger) courses: Arena<CourseRow>,
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
    /// By when sales owe a lead an answer, by its number.
    pub(in crate::ledger) answers: Table<u32, AnswerRow>,
    /// Answers that are owed: the day they are due, lead.
    pub(in crate::ledger) answers_due: Sorted<(Date, u32)>,
    /// Answers that were missed: the day they were due, lead.
    pub(in crate::ledger) answers_missed: Sorted<(Date, u32)>,
    /// Whether a customer is a payee's own, by the first day; sorted.
    pub(in crate::ledger) ties: Table<(u32, u32), Dated<bool>>,
    /// How the credit for leads was given on, by lead; each sorted by day.
    pub(in crate::ledger) handed_over: Table<u32, Arc<[HandOver]>>,
    pub(in crate::ledger) deals: Table<DealId, DealRow>,
    /// What deals were won with; `None` once they are installed, and where invoices trigger
    /// something invoiced too: nothing is paid on it then.
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
    /// Receivables of which something was moved and not paid back: payee, receivable.
    pub(in crate::ledger) former_debts: Sorted<(u32, u32)>,
    /// The sequence of each transfer of a debt, and of each repayment.
    pub(in crate::ledger) transfers: Table<TransferId, u64>,
    pub(in crate::ledger) repayments: Table<RepaymentId, u64>,
    pub(in crate::ledger) write_offs: Table<WriteOffId, WriteOffRow>,
    pub(in crate::ledger) adjustments: Table<AdjustmentId, AdjustmentRow>,
    pub(in crate::ledger) restatements: Table<RestatementId, RestatementRow>,
    pub(in crate::ledger) restated: Arena<RestatedRow>,
    /// When a closed month was last moved: by its close, a late fact, or a restatement.
    pub(in crate::ledger) moved: Table<Period, u64>,
    /// What stood before of payees.
    pub(in crate::ledger) opened: Table<u32, OpenedRow>,
    /// Leads that were reported, or won, before: what is paid once for a deal has been.
    pub(in crate::ledger) opened_leads: Table<u32, ()>,
    pub(in crate::ledger) runs: Table<RunId, RunRow>,
    /// The newest run of a pay group and period.
    pub(in crate::ledger) newest_runs: Table<(u32, Period), u32>,
    pub(in crate::ledger) lines: Arena<LineRow>,
    /// Whom runs left out by name.
    pub(in crate::ledger) pulled: Arena<PulledRow>,
    pub(in crate::ledger) pay_group_words: PayGroupWords,
    pub(in crate::ledger) thresholds: Thresholds,
    pub(in crate::ledger) pay_caps: PayCaps,
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
    /// Lots that wait in a pool: the pool, since which day, lot.
    pub(in crate::ledger) queued: Sorted<(u32, Date, u32)>,
    /// Payable lots: payee, lot.
    pub(in crate::ledger) payable: Sorted<(u32, u32)>,
    /// Lots that are held back: until when, payee, lot.
    pub(in crate::ledger) held_back: Sorted<(BackKey, u32, u32)>,
    /// Of lots that are held back until more is collected, how much was released.
    pub(in crate::ledger) by_collection: Table<u32, CollectedRow>,
    /// Lots that have not vested, of plans whose leavers forfeit them: payee, lot.
    pub(in crate::ledger) unvested: Sorted<(u32, u32)>,
    /// Payees whose last day has not passed, by that day.
    pub(in crate::ledger) leaving: Sorted<(Date, u32)>,
    /// Lots that are paid out of a pool.
    pub(in crate::ledger) pooled: Table<u32, PooledRow>,
    /// Exchange rates: from, to, on which day.
    pub(in crate::ledger) rates: Table<(Unit, Unit, Date), RateRow>,
    /// In what deals are told, where that is not the plans' currency.
    pub(in crate::ledger) told_in: Table<u32, Unit>,
    /// At which rate the fact of an accrual was converted.
    pub(in crate::ledger) fact_rates: Table<u32, ExchangeRate>,
    /// Lots that were converted from the plan's currency.
    pub(in crate::ledger) exchanged: Table<u32, ExchangedRow>,
    /// The rate by which the line of a run was converted.
    pub(in crate::ledger) line_rates: Table<u32, Quote>,
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
    /// Receivables with something outstanding, but for draws: payee, receivable.
    /// What lots of gifts are.
    pub(in crate::ledger) gifts: Table<u32, GiftRow>,
    /// What lots of recognition are.
    pub(in crate::ledger) badges: Table<u32, BadgeRow>,
    /// Who handed a gift over with a redemption.
    pub(in crate::ledger) handovers: Table<u32, ActorId>,
    pub(in crate::ledger) owed: Sorted<(u32, u32)>,
    /// Draws that payees have or had.
    pub(in crate::ledger) draws: Arena<DrawRow>,
    /// The draws of a payee: payee, draw.
    pub(in crate::ledger) draws_of_payee: Sorted<(u32, u32)>,
    /// What is to come of draws: due day, what, draw.
    pub(in crate::ledger) draws_due: Sorted<(Date, DrawMoment, u32)>,
    /// What was given, of a draw for a period.
    pub(in crate::ledger) draws_given: Table<(u32, Period), GivenRow>,
    /// Receivables that are owed for draws.
    pub(in crate::ledger) debts: Table<u32, DebtRow>,
    /// Those with something outstanding: payee, rank, receivable.
    pub(in crate::ledger) draws_owed: Sorted<(u32, u16, u32)>,
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
            $state, $undo, head groups payees plans plan_ids rules pool_ids kinds actors frozen
            credits told leads customers grounds courses claims live_claims claims_due
            counted_leads open_leads answers answers_due answers_missed ties handed_over deals
            won_with payments refunds awards accruals shares counted exacts measures rewards lots
            receivables former_debts transfers repayments write_offs adjustments restatements
            restated moved opened opened_leads runs newest_runs lines pulled due waiting carried
            costs deal_costs amortising queued payable held_back by_collection unvested leaving
            pooled rates told_in fact_rates exchanged line_rates unapproved approvals hand_holds
            on_hold owed draws draws_of_payee draws_due draws_given debts draws_owed entities
            balances teams counters measure_ids measured counting quotas closed periods again
            earned pages notes purses in_kind usable expiring redemptions pay_group_words
            thresholds gifts badges handovers pay_caps
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

    /// The lines a deal was won with.
    pub(in crate::ledger) fn won_with(&self, deal: &DealRow) -> &[Line] {
        let lines = deal.lines.get().and_then(|number| self.won_with.row(number).as_deref());
        lines.unwrap_or_default()
    }

    /// Whether a deal was won with lines that were not kept.
    pub(in crate::ledger) fn lines_are_gone(&self, deal: &DealRow) -> bool {
        deal.value.is_some() && self.won_with(deal).is_empty()
    }

    /// The exact amount under a link.
    pub(in crate::ledger) fn exact(&self, link: Link) -> Option<ExactAmount> {
        link.get().map(|number| *self.exacts.row(number))
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
        self.days_of(lead).of(*milestone).is_none().then_some(*milestone)
    }

    /// Whether what an award pays is held until it is approved.
    pub(in crate::ledger) fn waits_for_approval(&self, award: &AwardRow) -> bool {
        self.rule_of(award).2.pays.terms().is_some_and(|terms| terms.hold == Hold::Approved)
    }

    /// The pay group of a payee.
    pub(in crate::ledger) fn group_of(&self, payee: u32) -> &GroupRow {
        self.groups.row(self.payees.row(payee).group)
    }

    /// The source of a row.
    pub(in crate::ledger) fn source(&self, source: SourceRow) -> Source {
        match source {
            SourceRow::Lead(lead) => Source::Lead(*self.leads.key(lead)),
            SourceRow::Deal(deal) => Source::Deal(*self.deals.key(deal)),
            SourceRow::Period(period) => Source::Period(self.periods.key(period).0),
            SourceRow::Adjustment(number) => Source::Adjustment(*self.adjustments.key(number)),
            SourceRow::Draw(given) => Source::Draw(self.draws_given.key(given).1),
            SourceRow::Restatement(line) => {
                let restatement = self.restated.row(line).restatement;
                Source::Restatement(*self.restatements.key(restatement))
            }
            SourceRow::Opening => Source::Opening,
        }
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
            SourceRow::Period(_)
            | SourceRow::Adjustment(_)
            | SourceRow::Draw(_)
            | SourceRow::Restatement(_)
            | SourceRow::Opening => None,
        }
    }
}

/// What is true on a day, of what is dated.
pub(in crate::ledger) fn on<T: Copy>(dated: &[(Date, Option<T>)], day: Date) -> Option<T> {
    dated.iter().rfind(|(from, _)| *from <= day).and_then(|(_, value)| *value)
}
