//! The rows of the state. Rows are numbered and refer to each other by number; amounts are minor
//! units, whose unit is the pay group's, which is the plan's.

use super::holds::BackRow;
use super::link::{AtRow, Link, Span};
use crate::accrual::Move;
use crate::adjustment::{About, BasedOn, Direction};
use crate::approval::ApprovalStage;
use crate::deal::Milestone;
use crate::digest::Digest;
use crate::id::{ActorId, EntityId, PlanId, ReasonCode};
use crate::lead::LeadStage;
use crate::money::Unit;
use crate::payee::{Employment, WorkerClass};
use crate::plan::Plan;
use crate::time::{Date, Timestamp, Zone};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What is true of the journal as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct Head {
    /// The sequence of the next record.
    pub(in crate::ledger) next: u64,
    /// When the last command was recorded.
    pub(in crate::ledger) recorded: Option<Timestamp>,
    /// The last day that has passed.
    pub(in crate::ledger) passed: Option<Date>,
    /// The earliest day anything is booked under.
    pub(in crate::ledger) booked_from: Option<Date>,
    /// The first day that is open in the books, once a month was closed.
    pub(in crate::ledger) open_from: Option<Date>,
    /// The zone of the first published plan.
    pub(in crate::ledger) zone: Option<Zone>,
    /// All that ever accrued, in minor units of the plan's currency; nothing is taken off it.
    pub(in crate::ledger) accrued: i64,
    /// How many accruals are of opened balances. They are the first.
    pub(in crate::ledger) opened: u32,
    /// Whether a plan was published that is triggered by an invoice, or counts it.
    pub(in crate::ledger) invoices_trigger: bool,
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct GroupRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) entity: EntityId,
    pub(in crate::ledger) unit: Unit,
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct PayeeRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) group: u32,
    pub(in crate::ledger) class: WorkerClass,
    pub(in crate::ledger) employment: Employment,
    pub(in crate::ledger) held: i64,
    pub(in crate::ledger) payable: i64,
    pub(in crate::ledger) in_run: i64,
    /// What of it its runs keep against receivables, draws among them.
    pub(in crate::ledger) kept_in_run: i64,
    pub(in crate::ledger) paid: i64,
    /// What the payee owes back and nothing was kept against yet.
    pub(in crate::ledger) owes: i64,
    /// What of it was moved, for they have left, and is outstanding.
    pub(in crate::ledger) former: i64,
    /// What of that was written off.
    pub(in crate::ledger) written_off: i64,
    /// What the payee owes back of draws.
    pub(in crate::ledger) draws_owed: i64,
    /// What caps carry for them.
    pub(in crate::ledger) carried: i64,
    /// What waits in pools for them.
    pub(in crate::ledger) queued: i64,
    /// What is held back for them.
    pub(in crate::ledger) held_back: i64,
    /// The payee's newest statement page.
    pub(in crate::ledger) page: Link,
    /// Who is their manager, by the first day; sorted.
    pub(in crate::ledger) managers: Dated<Option<u32>>,
    /// In which team they are, by the first day; sorted.
    pub(in crate::ledger) teams: Dated<Option<u32>>,
    /// On which plans they are or no longer are, by the first day; sorted.
    pub(in crate::ledger) plans: Dated<(PlanId, bool)>,
    /// Whether they are blocked, by the first day; sorted.
    pub(in crate::ledger) blocked: Dated<bool>,
}

/// What is true from a day on, sorted by day.
pub(in crate::ledger) type Dated<T> = Arc<[(Date, T)]>;

#[derive(Debug, Clone)]
pub(in crate::ledger) struct PlanRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) plan: Arc<Plan>,
    /// Its place among the plans.
    pub(in crate::ledger) of: u32,
    /// The number of each rule, by component: the same in all versions that have it.
    pub(in crate::ledger) rules: RuleNumbers,
    /// The version whose accumulators it carries on.
    pub(in crate::ledger) carries: Option<u32>,
}

/// The number of each rule of a plan, by component.
pub(in crate::ledger) type RuleNumbers = Arc<[Box<[u32]>]>;

impl PartialEq for PlanRow {
    fn eq(&self, other: &Self) -> bool {
        self.sequence == other.sequence && self.plan.text_digest == other.plan.text_digest
    }
}

impl Hash for PlanRow {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sequence.hash(state);
        self.plan.text_digest.hash(state);
    }
}

/// The versions of a plan.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct VersionsRow {
    /// The one that was published first.
    pub(in crate::ledger) first: u32,
    /// Each with the day it begins, sorted by it.
    pub(in crate::ledger) begin: Arc<[(Date, u32)]>,
}

/// Most leads have the kind, the versions, the credits and the facts of many others. What is the
/// same is kept once, and the row has its number.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct LeadRow {
    pub(in crate::ledger) sequence: u64,
    /// The sequence at which it came to its stage.
    pub(in crate::ledger) since: u64,
    pub(in crate::ledger) by: u32,
    pub(in crate::ledger) heard_on: Date,
    pub(in crate::ledger) accepted_on: Option<Date>,
    /// Who took it on, and so cannot be credited for it later.
    pub(in crate::ledger) accepted_by: Link,
    /// The plan versions that are frozen on it, one of a plan.
    pub(in crate::ledger) plans: u32,
    pub(in crate::ledger) credits: u32,
    /// What was told with the report.
    pub(in crate::ledger) told: u32,
    pub(in crate::ledger) deal: Link,
    pub(in crate::ledger) awards: Link,
    /// What the ground rules keep of it.
    pub(in crate::ledger) ground: Link,
    /// What was told of it between its report and its end.
    pub(in crate::ledger) course: Link,
    pub(in crate::ledger) kind: u16,
    pub(in crate::ledger) stage: LeadStage,
}

/// What the ground rules of its plan keep of a lead. A lead under none has no such row.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct GroundRow {
    pub(in crate::ledger) customer: u32,
    pub(in crate::ledger) claim: Link,
}

/// What a lead protects.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct ClaimRow {
    /// The plan version whose words hold.
    pub(in crate::ledger) plan: u32,
    /// The last protected day; `None` until the lead is accepted.
    pub(in crate::ledger) through: Option<Date>,
    /// The day of the report or the last touch.
    pub(in crate::ledger) touched_on: Date,
    /// The lead it is the second of.
    pub(in crate::ledger) second_of: Link,
    /// The lead that is the second of it.
    pub(in crate::ledger) second: Link,
    pub(in crate::ledger) is_live: bool,
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct DealRow {
    pub(in crate::ledger) sequence: u64,
    /// What it was won with, where it was told.
    pub(in crate::ledger) value: Option<i64>,
    pub(in crate::ledger) collected: i64,
    /// What went back of it.
    pub(in crate::ledger) returned: i64,
    pub(in crate::ledger) lead: u32,
    /// The day it was won, or the customer retained.
    pub(in crate::ledger) won_on: Date,
    pub(in crate::ledger) installed_on: Option<Date>,
    pub(in crate::ledger) invoiced_on: Option<Date>,
    pub(in crate::ledger) cancelled_on: Option<Date>,
    /// The lines it was won with, until nothing is paid on them any more.
    pub(in crate::ledger) lines: Link,
    /// The plan versions that are frozen on it, one of a plan.
    pub(in crate::ledger) plans: u32,
    pub(in crate::ledger) credits: u32,
    /// What was told with the report and the win.
    pub(in crate::ledger) told: u32,
    pub(in crate::ledger) awards: Link,
    /// Its newest payment.
    pub(in crate::ledger) payments: Link,
    /// Whether it is a customer who stayed.
    pub(in crate::ledger) retained: bool,
    pub(in crate::ledger) retracted: bool,
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct PaymentRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) deal: u32,
    pub(in crate::ledger) received_on: Date,
    pub(in crate::ledger) net: i64,
    pub(in crate::ledger) returned: i64,
    pub(in crate::ledger) retracted: bool,
    /// The newest accrual this payment caused.
    pub(in crate::ledger) accruals: Link,
    /// The newest refund that names it.
    pub(in crate::ledger) refunds: Link,
    pub(in crate::ledger) next_of_deal: Link,
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct RefundRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) payment: u32,
    pub(in crate::ledger) net: i64,
    pub(in crate::ledger) retracted: bool,
    pub(in crate::ledger) next_of_payment: Link,
    /// What it took back, one for each lot.
    pub(in crate::ledger) takes: Arc<[TakenRow]>,
    /// The awards it counts for as returned, and how much.
    pub(in crate::ledger) awards: Arc<[(u32, i64)]>,
    /// How it moved counters: of which award, of whom.
    pub(in crate::ledger) moves: Arc<[(u32, Option<u32>, Move)]>,
}

/// What a refund took from one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct TakenRow {
    pub(in crate::ledger) lot: u32,
    pub(in crate::ledger) amount: i64,
    pub(in crate::ledger) spared: i64,
    /// What of points or hours that had cost.
    pub(in crate::ledger) cost: i64,
    /// The receivable it raised.
    pub(in crate::ledger) receivable: Link,
}

/// What a reward is for, by row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum SourceRow {
    Lead(u32),
    Deal(u32),
    Period(u32),
    Adjustment(u32),
    /// What was given of a draw for a period.
    Draw(u32),
    /// A line of a restatement.
    Restatement(u32),
    Opening,
}

/// All that one rule paid for one source: the rewards of its payees belong together. What no rule
/// made, such as an adjustment, has an award without a plan.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct AwardRow {
    pub(in crate::ledger) source: SourceRow,
    pub(in crate::ledger) plan: Link,
    pub(in crate::ledger) component: u16,
    pub(in crate::ledger) rule: u16,
    /// The sum of the bases it was accrued on, in grains.
    pub(in crate::ledger) base: i64,
    /// What went into cumulative rounding of the whole.
    pub(in crate::ledger) exact: Link,
    /// What was returned of it inside the clawback window.
    pub(in crate::ledger) returned: i64,
    /// What had gone back of the deal before anything was accrued.
    pub(in crate::ledger) gone_before: i64,
    pub(in crate::ledger) rewards: Link,
    /// Its newest accrual.
    pub(in crate::ledger) accruals: Link,
    pub(in crate::ledger) next: Link,
}

impl AwardRow {
    /// The plan version of the rule that made it.
    ///
    /// # Panics
    /// For what no rule made: nobody asks that for its plan.
    pub(in crate::ledger) fn plan(&self) -> u32 {
        self.plan.get().expect("a rule made what is asked for its plan")
    }
}

/// One fact's accrual under one rule.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct AccrualRow {
    pub(in crate::ledger) award: u32,
    /// The event.
    pub(in crate::ledger) at: AtRow,
    pub(in crate::ledger) payment: Link,
    /// The day of the fact: counters belong to its periods.
    pub(in crate::ledger) fact_on: Date,
    pub(in crate::ledger) base: i64,
    /// What a table measured, where that was not the base.
    pub(in crate::ledger) measure: Link,
    pub(in crate::ledger) exact: Link,
    /// What was returned of its payment inside the clawback window.
    pub(in crate::ledger) returned: i64,
    /// How it moved counters.
    pub(in crate::ledger) counted: Span,
    /// What it gave to each reward.
    pub(in crate::ledger) shares: Span,
    pub(in crate::ledger) retracted: bool,
    pub(in crate::ledger) next_of_award: Link,
    pub(in crate::ledger) next_of_payment: Link,
}

/// How an accrual moved one counter.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct CountedRow {
    /// The payee whose share moved it; `None` for the whole.
    pub(in crate::ledger) payee: Option<u32>,
    pub(in crate::ledger) moved: Move,
    /// How far a reversal moved it back.
    pub(in crate::ledger) lowered: (i64, i64),
}

/// What an accrual gave to one reward.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct ShareRow {
    pub(in crate::ledger) reward: u32,
    pub(in crate::ledger) allotted: i64,
    pub(in crate::ledger) exact: Link,
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct RewardRow {
    pub(in crate::ledger) award: u32,
    pub(in crate::ledger) payee: u32,
    /// In what it is: the plan's currency, points or hours.
    pub(in crate::ledger) unit: Unit,
    /// What went into cumulative rounding of this part.
    pub(in crate::ledger) exact: Link,
    /// What the split gave the payee's role, accrued or not.
    pub(in crate::ledger) allotted: i64,
    pub(in crate::ledger) accrued: i64,
    pub(in crate::ledger) reversed: i64,
    pub(in crate::ledger) lots: Link,
    pub(in crate::ledger) next: Link,
}

/// Where what is left of a lot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum Place {
    /// Held until its day.
    Held,
    /// Held until a milestone.
    Waiting(Milestone),
    /// Held until a person approves it.
    Unapproved,
    /// Held back: until a milestone, until its day, or until more is collected.
    HeldBack(BackRow),
    /// Carried by this cap of its plan, to a day.
    Carried(u16, Date),
    /// Waiting in this pool since a day.
    Queued(u32, Date),
    /// Payable from its day.
    Payable,
    /// Payable, and above a cap of this run: nobody's once it is settled.
    Above(u32),
    /// In this line of a live run.
    InRun(u32),
    /// Paid with this line.
    Paid(u32),
    /// Set off against this adjustment.
    SetOff(u32),
    /// Set off against this line of a restatement.
    GivenBack(u32),
    /// Turned into something by this redemption.
    Redeemed(u32),
    /// Not redeemed in time.
    Expired,
}

impl Place {
    /// Whether what is there has not vested.
    pub(in crate::ledger) fn is_unvested(self) -> bool {
        match self {
            Place::Held
            | Place::Waiting(_)
            | Place::Unapproved
            | Place::HeldBack(_)
            | Place::Carried(..)
            | Place::Queued(..) => true,
            Place::Payable
            | Place::Above(_)
            | Place::InRun(_)
            | Place::Paid(_)
            | Place::SetOff(_)
            | Place::GivenBack(_)
            | Place::Redeemed(_)
            | Place::Expired => false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct LotRow {
    pub(in crate::ledger) reward: u32,
    pub(in crate::ledger) accrual: u32,
    /// Which share of the accrual's event it is.
    pub(in crate::ledger) share: u32,
    pub(in crate::ledger) amount: i64,
    /// What was taken back of it, before and after pay.
    pub(in crate::ledger) reversed: i64,
    /// What was taken back of it after it was in a run: owed as a receivable. What comes back as a
    /// lot of its own stays counted here, so it may be more than what is reversed.
    pub(in crate::ledger) clawed: i64,
    /// What of it no refund and no cancellation takes back: what a floor added for good.
    pub(in crate::ledger) kept: i64,
    /// What should have gone back and stays for good.
    pub(in crate::ledger) spared: i64,
    pub(in crate::ledger) place: Place,
    /// The day it is payable from.
    pub(in crate::ledger) day: Date,
    /// The day whose period its caps count it in; `None` for what a cap passed on, which no cap
    /// counts.
    pub(in crate::ledger) counted_on: Option<Date>,
    pub(in crate::ledger) next_of_reward: Link,
}

impl LotRow {
    /// What is in its place.
    pub(in crate::ledger) fn left(&self) -> i64 {
        self.amount - (self.reversed - self.clawed)
    }

    /// Whether what is in it is nobody's to take: it was redeemed, or expired.
    pub(in crate::ledger) fn is_gone(&self) -> bool {
        matches!(self.place, Place::Redeemed(_) | Place::Expired)
    }

    /// What was not taken back.
    pub(in crate::ledger) fn standing(&self) -> i64 {
        self.amount - self.reversed
    }

    /// What a refund or a cancellation can still take back. What should stay may have gone since,
    /// when its milestone could not come any more.
    pub(in crate::ledger) fn takeable(&self) -> i64 {
        (self.amount - self.reversed - self.kept - self.spared).max(0)
    }
}

/// What stood in the system before, of a payee.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct OpenedRow {
    pub(in crate::ledger) sequence: u64,
    pub(in crate::ledger) as_of: Date,
    /// What was held and payable.
    pub(in crate::ledger) has: i64,
    /// What was paid in the year of the day.
    pub(in crate::ledger) paid: i64,
}

/// A correction by hand: what was proposed, and what became of it.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct AdjustmentRow {
    pub(in crate::ledger) sequence: u64,
    /// The sequence at which it came to its stage.
    pub(in crate::ledger) since: u64,
    pub(in crate::ledger) stage: ApprovalStage,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) direction: Direction,
    pub(in crate::ledger) amount: i64,
    pub(in crate::ledger) reason: ReasonCode,
    pub(in crate::ledger) about: Option<About>,
    pub(in crate::ledger) based_on: Option<BasedOn>,
    /// What an approval repeats.
    pub(in crate::ledger) digest: Digest,
    pub(in crate::ledger) proposed_by: ActorId,
    pub(in crate::ledger) decided_by: Option<ActorId>,
    /// The event that carried it out.
    pub(in crate::ledger) at: Option<AtRow>,
    /// What it left owed.
    pub(in crate::ledger) owed: i64,
}
