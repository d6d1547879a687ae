//! Events: what a command caused, with every number decided and frozen.
//!
//! An event holds what the command does not say: amounts, places, plan versions and the Why.
//! Applying it computes nothing anew. Who reads events of one record finds the ids of the lead,
//! deal or payment in the command beside them; no id is written twice.

use crate::command::Command;
use crate::digest::Digest;
use crate::id::{EntityId, PayeeId, RuleId};
use crate::money::Amount;
use crate::payee::WorkerClass;
use crate::plan::version::PlanRef;
use crate::reward::Source;
use crate::time::Date;
use crate::why::{Fate, Step, Why};
use serde::{Deserialize, Serialize};

/// What a command caused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A pay group can have payees.
    PayGroupDefined,
    /// Rewards can accrue to the payee.
    PayeeRegistered,
    /// Nothing accrues to the payee after their last day.
    PayeeLeft,
    /// The version is in force from its day on.
    PlanPublished(PlanRef),
    /// The lead is on file; the version it froze, if it did.
    LeadReported(Option<PlanRef>),
    /// Sales took the lead on; the version it froze, if it did.
    LeadAccepted(Option<PlanRef>),
    /// Sales declined the lead.
    LeadRejected,
    /// The lead came to nothing.
    LeadLost,
    /// The lead was not pursued in time.
    LeadExpired,
    /// The lead became a deal; the version it froze, if it did.
    DealWon(Option<PlanRef>),
    /// The machine runs.
    DealInstalled,
    /// Money came in.
    PaymentRecorded,
    /// Money went back.
    RefundRecorded,
    /// The deal is off.
    DealCancelled,
    /// One rule made an amount for one or more payees.
    Accrued(Accrued),
    /// Nothing accrued because no plan version applies.
    Unrewarded(Unrewarded),
    /// A refund or a cancellation took back from one rule's rewards, or kept them with a reason.
    Reversed(Reversed),
    /// Lots that were due on one day vested.
    Vested(Vested),
    /// All days up to the command's have passed.
    DaysPassed,
    /// The month's statements are frozen.
    PeriodClosed,
    /// A run was locked; its lines follow, one record each.
    RunLocked(RunLocked),
    /// One payee's line of a locked run.
    RunLine(RunLine),
    /// A person approved the run.
    RunApproved(RunTotal),
    /// The payroll file was written.
    RunExported,
    /// Payroll paid the run.
    RunSettled(RunSettled),
    /// The run is void; its lines follow, one record each.
    RunVoided,
    /// One payee's line of a void run went back.
    LineVoided(LineVoided),
}

/// One rule made an amount for one or more payees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accrued {
    /// The version of the plan.
    pub plan: PlanRef,
    /// The rule that applied.
    pub rule: RuleId,
    /// The day it stands under in the books.
    pub on: Date,
    /// The day of the fact, where that book period was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Date>,
    /// What the rate was applied to; `None` for a flat amount or for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Amount>,
    /// The steps all shares have in common.
    pub steps: Vec<Step>,
    /// Each payee's part, in the plan's order of roles.
    pub shares: Vec<AccruedShare>,
}

/// One payee's part of an accrual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccruedShare {
    /// Who it accrues to.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What accrues; may be zero.
    pub amount: Amount,
    /// What the split gave the role, where the payee could not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allotted: Option<Amount>,
    /// Where it goes; `None` when nothing accrues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lands: Option<Lands>,
    /// The steps of this share alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// Where an accrued amount goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lands {
    /// Payable from this day, which has come.
    Payable(Date),
    /// Held, and vesting at the start of this day.
    Held(Date),
}

/// Nothing accrued because no plan version applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unrewarded {
    /// The day it stands under.
    pub on: Date,
    /// The day of the fact, where that book period was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Date>,
    /// Why.
    pub steps: Vec<Step>,
    /// Who is told so: everybody credited.
    pub payees: Vec<PayeeId>,
}

/// One rule's rewards of one source were taken back, in part or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reversed {
    /// The lead or deal.
    pub source: Source,
    /// The version of the plan.
    pub plan: PlanRef,
    /// The rule.
    pub rule: RuleId,
    /// The day it stands under in the books.
    pub on: Date,
    /// The day of the fact, where that book period was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Date>,
    /// What was returned inside the clawback window; it counts toward later refunds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Amount>,
    /// The steps all shares have in common.
    pub steps: Vec<Step>,
    /// Each payee's part.
    pub shares: Vec<ReversedShare>,
}

/// One payee's part of a reversal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReversedShare {
    /// From whom.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What is taken back; may be zero, never negative.
    pub amount: Amount,
    /// The steps of this share alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// From which lots.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
}

/// An amount taken from one lot. Lots are numbered by the journal from 0, in order of accrual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// The lot.
    pub lot: u32,
    /// Where the amount was.
    pub from: TakenFrom,
    /// How much.
    pub amount: Amount,
}

/// Where a reversed amount was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenFrom {
    /// Held.
    Held,
    /// Payable.
    Payable,
    /// In a live run or paid: it stays there, and the payee owes it as a receivable.
    Receivable,
}

/// Lots that were due on one day vested. Where many payees have some, an event covers a part of
/// them: those its totals name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vested {
    /// The day they were due.
    pub due: Date,
    /// The day it stands under in the books.
    pub on: Date,
    /// SHA-256 over the lots in order: for each its number as 4 bytes and what was left of it in
    /// minor units as 8 bytes, both big endian.
    pub digest: Digest,
    /// Per payee, in the order they were registered.
    pub totals: Vec<VestedTotal>,
}

/// What vested for one payee on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VestedTotal {
    /// For whom.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// How much.
    pub amount: Amount,
    /// How many lots.
    pub lots: u32,
}

/// A run was locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunLocked {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose books carry it.
    pub entity: EntityId,
    /// How many lines it has.
    pub lines: u32,
    /// What was payable.
    pub gross: Amount,
    /// What was kept against receivables.
    pub recovered: Amount,
    /// What is to be paid to employees.
    pub employees: Amount,
    /// What is to be paid to contractors.
    pub contractors: Amount,
    /// SHA-256 over the lines, to which approval and export are bound: for each, sorted by payee
    /// id, the text `payee,class,gross,paid,digest` and a line feed.
    pub digest: Digest,
}

/// One payee's line of a locked run: `gross = paid + recovered`, all at least zero (law L7; this
/// release has no draws and carries nothing in or out).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunLine {
    /// The day it stands under in the books.
    pub on: Date,
    /// Who is paid.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// How they are engaged, frozen here.
    pub class: WorkerClass,
    /// How many lots are in it.
    pub lots: u32,
    /// SHA-256 over the lots in order, as in [`Vested::digest`].
    pub digest: Digest,
    /// What was payable.
    pub gross: Amount,
    /// What is paid.
    pub paid: Amount,
    /// What is kept against receivables, oldest first; empty when nothing is owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recovered: Vec<Recovery>,
}

/// An amount kept against one receivable. Receivables are numbered from 0, in order of rising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// The receivable.
    pub receivable: u32,
    /// How much.
    pub amount: Amount,
}

/// A total of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunTotal {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What is to be paid.
    pub total: Amount,
}

/// Payroll paid the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunSettled {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What employees were paid.
    pub employees: Amount,
    /// What contractors were paid.
    pub contractors: Amount,
}

/// One payee's line of a void run went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineVoided {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose line.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What is not paid after all.
    pub paid: Amount,
    /// What is owed again.
    pub recovered: Amount,
    /// Whether the run had been approved, so that the amount stood in payroll clearing.
    pub approved: bool,
}

impl Event {
    /// Whether the event has a record of its own, so that a receipt for it shows nobody else's
    /// pay.
    pub fn stands_alone(&self) -> bool {
        matches!(self, Event::RunLine(_) | Event::LineVoided(_))
    }

    /// The day the event stands under in the books; `None` for one that books nothing.
    pub fn booked_on(&self) -> Option<Date> {
        match self {
            Event::Accrued(it) => Some(it.on),
            Event::Unrewarded(it) => Some(it.on),
            Event::Reversed(it) => Some(it.on),
            Event::Vested(it) => Some(it.on),
            Event::RunLocked(it) => Some(it.on),
            Event::RunLine(it) => Some(it.on),
            Event::RunApproved(it) => Some(it.on),
            Event::RunSettled(it) => Some(it.on),
            Event::LineVoided(it) => Some(it.on),
            _ => None,
        }
    }

    /// The Whys the event holds, one per payee; empty for an event that explains no amount.
    pub fn whys(&self, command: &Command) -> Vec<Why> {
        match self {
            Event::Accrued(it) => it.whys(source_of(command)),
            Event::Unrewarded(it) => it.whys(source_of(command)),
            Event::Reversed(it) => it.whys(),
            _ => Vec::new(),
        }
    }
}

/// The lead or deal that an accruing command names.
///
/// # Panics
/// For a command that cannot accrue anything: a record never holds such an event beside it.
pub(crate) fn source_of(command: &Command) -> Source {
    match command {
        Command::ReportLead(it) => Source::Lead(it.lead),
        Command::AcceptLead(it) => Source::Lead(it.lead),
        Command::WinDeal(it) => Source::Deal(it.deal),
        Command::InstallDeal(it) => Source::Deal(it.deal),
        Command::RecordPayment(it) => Source::Deal(it.deal),
        other => panic!("an accrual stands beside {}, which cannot accrue", other.kind()),
    }
}

fn joined(head: &[Step], tail: &[Step]) -> Vec<Step> {
    head.iter().chain(tail).cloned().collect()
}

impl Accrued {
    fn whys(&self, source: Source) -> Vec<Why> {
        let why = |share: &AccruedShare| Why {
            source,
            payee: share.payee.clone(),
            rule: Some((self.plan.clone(), self.rule.clone())),
            fact_on: self.of.unwrap_or(self.on),
            booked_on: self.on,
            amount: Some(share.amount),
            steps: joined(&self.steps, &share.steps),
            fate: match share.lands {
                Some(Lands::Payable(day)) => Fate::PayableFrom(day),
                Some(Lands::Held(day)) => Fate::HeldUntil(day),
                None => Fate::Nothing,
            },
        };
        self.shares.iter().map(why).collect()
    }
}

impl Unrewarded {
    fn whys(&self, source: Source) -> Vec<Why> {
        let why = |payee: &PayeeId| Why {
            source,
            payee: payee.clone(),
            rule: None,
            fact_on: self.of.unwrap_or(self.on),
            booked_on: self.on,
            amount: None,
            steps: self.steps.clone(),
            fate: Fate::Nothing,
        };
        self.payees.iter().map(why).collect()
    }
}

impl Reversed {
    fn whys(&self) -> Vec<Why> {
        let why = |share: &ReversedShare| Why {
            source: self.source,
            payee: share.payee.clone(),
            rule: Some((self.plan.clone(), self.rule.clone())),
            fact_on: self.of.unwrap_or(self.on),
            booked_on: self.on,
            amount: Some(share.amount),
            steps: joined(&self.steps, &share.steps),
            fate: Fate::TakenBack,
        };
        self.shares.iter().map(why).collect()
    }
}
