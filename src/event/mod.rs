//! Events: what a command caused, with every number decided and frozen.
//!
//! An event holds what the command does not say: amounts, places, plan versions and the Why.
//! Applying it computes nothing anew. Who reads events of one record finds the ids of the lead,
//! deal or payment in the command beside them; no id is written twice.
//!
//! | file | events |
//! |---|---|
//! | `answer` | by when sales owe an answer |
//! | `accrual` | what a rule made of a fact |
//! | `claim` | what a lead protects |
//! | `credit` | credit that is somebody else's |
//! | `reversal` | what was taken back, and what came back |
//! | `cost` | what of it is a cost of the contract, and how that is written off |
//! | `vesting` | what became payable |
//! | `in_kind` | points and time off |
//! | `gift` | gifts and recognition |
//! | `close` | what is counted, and what a period pays |
//! | `adjust` | what an adjustment gave or took |
//! | `debt` | what became of a debt of who has left |
//! | `restate` | what a restatement posts, gives or takes |
//! | `open` | what stood in the system before |
//! | `draw` | what was given as a draw, and what becomes of it |
//! | `run` | payout runs |
//! | `threshold` | whom a run left out |

mod accrual;
mod adjust;
mod answer;
mod claim;
mod close;
mod cost;
mod credit;
mod debt;
mod draw;
mod gift;
mod in_kind;
mod open;
mod pay_cap;
mod restate;
mod reversal;
mod run;
mod threshold;
mod vesting;

pub use accrual::{
    Accrued, AccruedShare, Carried, FactExchanged, HeldBack, HeldBackUntil, Lands, Queued,
    Unrewarded,
};
pub use adjust::{Adjusted, SetOff};
pub use answer::{AnswerDue, AnswersMissed};
pub use claim::{Claimed, ClaimsEnded, SecondCredited};
pub use close::{Closed, Measured, MeasuredShare, Reckoned, Whose};
pub use cost::{
    Amortised, AmortisedPart, Capitalised, CostMoved, CostsImpaired, CostsScheduled, ImpairedCost,
    Schedule,
};
pub use credit::CreditReassigned;
pub use debt::{DebtChanged, DebtPart};
pub use draw::{DrawEnded, DrawFor, DrawGiven, DrawReckoned, GivenAs};
pub use gift::AwardedThing;
pub use in_kind::{AwardedInKind, Expired, Redeemed, UsedLot};
pub use open::BalanceOpened;
pub use pay_cap::{CapMeasured, PayCapped};
pub use restate::{Restated, RestatementLine, RestatementPosted};
pub use reversal::{
    Give, GivenTo, Restored, RestoredShare, Reversed, ReversedShare, Take, TakenFrom,
};
pub use run::{
    LinePulled, LineVoided, PayExchanged, Recovery, RunLine, RunLocked, RunSettled, RunTotal,
};
pub use threshold::LeftOut;
pub use vesting::{
    Approved, CapVested, CarriedReleased, HandHold, HoldbackReleased, PoolReleased, Reached,
    ReleasedLot, Vested, VestedTotal,
};

use crate::accrual::Move;
use crate::command::Command;
use crate::digest::Digest;
use crate::plan::version::PlanRef;
use crate::reward::Source;
use crate::time::Date;
use crate::why::{Step, Why};
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
    /// Somebody's manager from a day on.
    ManagerAssigned,
    /// Somebody's team from a day on.
    TeamAssigned,
    /// A payee is under a plan from a day on.
    PlanAssigned,
    /// A payee is off a plan from a day on.
    PlanUnassigned,
    /// An exchange rate of a day is on file.
    ExchangeRateRecorded,
    /// A payee is blocked from a day on.
    PayeeBlocked,
    /// A payee is blocked no more from a day on.
    PayeeUnblocked,
    /// A customer is a payee's own from a day on, or is not.
    CustomerTied,
    /// The lead is on file; the versions it froze, one of a plan.
    LeadReported(Vec<PlanRef>),
    /// The lead counts for its technician and its customer.
    LeadCounted,
    /// The lead protects a claim on its customer.
    LeadClaimed(Claimed),
    /// The claim is protected through this day instead.
    ClaimMoved(Date),
    /// The lead was touched; the day its claim is protected through, where that has one.
    LeadTouched(Option<Date>),
    /// The claim ended early.
    ClaimReleased,
    /// The claim is there again: what had ended it was told by mistake.
    ClaimRestored,
    /// Claims ended with their last day.
    ClaimsEnded(ClaimsEnded),
    /// Sales owe the lead an answer.
    AnswerDue(AnswerDue),
    /// Answers that did not come by their day.
    AnswersMissed(AnswersMissed),
    /// Sales already had the opportunity.
    LeadExcluded,
    /// The lead is open again under its own id.
    LeadRestored,
    /// The second lead about the customer shares in the deal.
    SecondCredited(SecondCredited),
    /// The credit for the lead and its deal is somebody else's, in one role.
    CreditReassigned(CreditReassigned),
    /// Sales took the lead on; the versions it froze by then.
    LeadAccepted(Vec<PlanRef>),
    /// Sales declined the lead.
    LeadRejected,
    /// The lead came to nothing.
    LeadLost,
    /// The lead was not pursued in time.
    LeadExpired,
    /// The customer was met.
    LeadMet,
    /// Sales made an offer.
    LeadQuoted,
    /// The lead became a deal; the versions it froze by then.
    DealWon(Vec<PlanRef>),
    /// The customer stayed, and is a deal from now on; the versions it froze by then.
    CustomerRetained(Vec<PlanRef>),
    /// The machine runs.
    DealInstalled,
    /// The invoice was posted.
    DealInvoiced,
    /// Money came in.
    PaymentRecorded,
    /// Money went back.
    RefundRecorded,
    /// The deal is off.
    DealCancelled,
    /// The fact was told by mistake: what it caused is mirrored beside this.
    FactRetracted,
    /// One rule made an amount for one or more payees.
    Accrued(Accrued),
    /// Nothing accrued because no plan version applies.
    Unrewarded(Unrewarded),
    /// A refund or a cancellation took back from one rule's rewards, or kept them with a reason.
    Reversed(Reversed),
    /// What a retracted refund had taken back is there again.
    Restored(Restored),
    /// The months of capitalised costs began.
    CostsScheduled(CostsScheduled),
    /// Capitalised costs were written off by their parts of one day.
    Amortised(Amortised),
    /// The contract ended, and what was left of its costs is written off.
    CostsImpaired(CostsImpaired),
    /// Lots that were due on one day vested.
    Vested(Vested),
    /// Lots that waited for a milestone vested.
    Reached(Reached),
    /// Lots of a payee vested as far as a cap that is measured then had room.
    CapVested(CapVested),
    /// What a cap carried for a payee to this day is theirs, as far as the cap has room.
    CarriedReleased(CarriedReleased),
    /// What waited in a pool for a payee is theirs, as far as the pool has room.
    PoolReleased(PoolReleased),
    /// A fact counts toward a measure, or counts no longer.
    Measured(Measured),
    /// What a period pays to somebody, or takes back.
    Reckoned(Box<Reckoned>),
    /// A period was reckoned for everybody.
    Closed(Closed),
    /// A payee or a team is expected to bring so much from a day on.
    QuotaAssigned,
    /// A payee has a draw; the version whose terms hold.
    DrawAssigned(PlanRef),
    /// A draw ends sooner.
    DrawShortened,
    /// A draw was given for a period, or not, with the reason.
    DrawGiven(DrawGiven),
    /// A period was reckoned for which a draw was given in advance.
    DrawReckoned(DrawReckoned),
    /// A draw has ended.
    DrawEnded(DrawEnded),
    /// An adjustment waits for somebody to approve it; its digest, which the approval repeats.
    AdjustmentProposed(Digest),
    /// An adjustment was approved and carried out.
    Adjusted(Adjusted),
    /// Nothing comes of an adjustment.
    AdjustmentDeclined,
    /// What somebody owes who has left was moved out of payroll's reach.
    DebtTransferred(DebtChanged),
    /// It was paid back in money.
    DebtRepaid(DebtChanged),
    /// A write-off waits for somebody to approve it; its digest, which the approval repeats.
    WriteOffProposed(Digest),
    /// A debt was written off.
    DebtWrittenOff(DebtChanged),
    /// Nothing comes of a write-off.
    WriteOffDeclined,
    /// A restatement waits for somebody to approve it.
    RestatementPosted(RestatementPosted),
    /// One of its lines.
    RestatementLine(Box<RestatementLine>),
    /// A restatement was approved; its lines follow, one record each.
    RestatementApproved,
    /// One line of it was carried out.
    Restated(Box<Restated>),
    /// Nothing comes of a restatement.
    RestatementDeclined,
    /// What was held back for a payee is released.
    HoldbackReleased(HoldbackReleased),
    /// What was held until approved was approved.
    RewardApproved(Approved),
    /// A reward is on hold by hand.
    RewardHeld(HandHold),
    /// A hold by hand was released.
    RewardReleased(HandHold),
    /// Points or hours were redeemed.
    Redeemed(Redeemed),
    /// What was redeemed by mistake is there again.
    PutBack(Redeemed),
    /// Points or hours expired.
    Expired(Expired),
    /// A payee has and owes what stood in the system before.
    BalanceOpened(BalanceOpened),
    /// A lead of before is on file; the versions that are frozen on it, one of a plan.
    LeadOpened(Vec<PlanRef>),
    /// A deal of before is on file; the versions that are frozen on it.
    DealOpened(Vec<PlanRef>),
    /// A counter stands where it stood; how it moves from nothing.
    CounterOpened(Move),
    /// A pay group is paid by other periods from a day on.
    CalendarSet,
    /// A pay group has a recovery limit from a day on, or none.
    RecoveryLimitSet,
    /// A pay group has a threshold from a day on, or none.
    ThresholdSet,
    /// A lapse waits for somebody to approve it; its digest, which the approval repeats.
    LapseProposed(Digest),
    /// A lapse was approved; what it takes back follows.
    LapseApproved,
    /// Nothing comes of a lapse.
    LapseDeclined,
    /// All days up to the command's have passed.
    DaysPassed,
    /// The month's statements are frozen.
    PeriodClosed,
    /// A run was locked; its lines follow, one record each.
    RunLocked(RunLocked),
    /// One payee's line of a locked run.
    RunLine(RunLine),
    /// Caps measured what the run takes of a payee's lots.
    PayCapped(PayCapped),
    /// Somebody has no line in the run, for they were below its threshold.
    LeftOut(LeftOut),
    /// A person approved the run.
    RunApproved(RunTotal),
    /// The payroll file was written.
    RunExported,
    /// Payroll paid the run.
    RunSettled(RunSettled),
    /// Somebody was pulled from a run that is locked.
    LinePulled(LinePulled),
    /// Payroll answered for lines; those that it rejected follow, one record each.
    LinesAcknowledged,
    /// Payroll rejected one payee's line, which went back.
    LineRejected(LineVoided),
    /// The run is void; its lines follow, one record each.
    RunVoided,
    /// One payee's line of a void run went back.
    LineVoided(LineVoided),
}

impl Event {
    /// Whether the event has a record of its own, so that a receipt for it shows nobody else's
    /// pay.
    pub fn stands_alone(&self) -> bool {
        matches!(
            self,
            Event::RunLine(_)
                | Event::PayCapped(_)
                | Event::LeftOut(_)
                | Event::LinePulled(_)
                | Event::LineRejected(_)
                | Event::LineVoided(_)
                | Event::Restated(_)
        )
    }

    /// The day the event stands under in the books; `None` for one that books nothing.
    pub fn booked_on(&self) -> Option<Date> {
        match self {
            Event::Accrued(it) => Some(it.on),
            Event::Unrewarded(it) => Some(it.on),
            Event::Reversed(it) => Some(it.on),
            Event::Restored(it) => Some(it.on),
            Event::Amortised(it) => Some(it.on),
            Event::CostsImpaired(it) => Some(it.on),
            Event::Vested(it) => Some(it.on),
            Event::Reached(it) => Some(it.on),
            Event::CapVested(it) => Some(it.on),
            Event::CarriedReleased(it) => Some(it.on),
            Event::PoolReleased(it) => Some(it.on),
            Event::Reckoned(it) => {
                it.made.as_ref().map(|it| it.on).or(it.taken.as_ref().map(|it| it.on))
            }
            Event::Adjusted(it) => Some(it.on),
            Event::DrawGiven(it) => Some(it.of.on),
            Event::DrawReckoned(it) => Some(it.of.on),
            Event::DrawEnded(it) => Some(it.of.on),
            Event::Restated(it) => Some(it.on),
            Event::HoldbackReleased(it) => Some(it.on),
            Event::DebtTransferred(it) | Event::DebtRepaid(it) | Event::DebtWrittenOff(it) => {
                Some(it.on)
            }
            Event::RewardApproved(it) => Some(it.on),
            Event::Redeemed(it) | Event::PutBack(it) => Some(it.on),
            Event::Expired(it) => Some(it.on),
            Event::BalanceOpened(it) => Some(it.on),
            Event::RunLocked(it) => Some(it.on),
            Event::RunLine(it) => Some(it.on),
            Event::RunApproved(it) => Some(it.on),
            Event::RunSettled(it) => Some(it.on),
            Event::LineRejected(it) | Event::LineVoided(it) => Some(it.on),
            _ => None,
        }
    }

    /// The day of the fact, where its book period was closed when the event was booked.
    pub(crate) fn of_closed(&self) -> Option<Date> {
        match self {
            Event::Accrued(it) => it.of,
            Event::Unrewarded(it) => it.of,
            Event::Reversed(it) => it.of,
            Event::Restored(it) => it.of,
            Event::Reckoned(it) => {
                it.made.as_ref().and_then(|it| it.of).or(it.taken.as_ref().and_then(|it| it.of))
            }
            _ => None,
        }
    }

    /// The Whys the event holds, one per payee; empty for an event that explains no amount.
    pub fn whys(&self, command: &Command) -> Vec<Why> {
        match (self, command) {
            (Event::Accrued(it), _) => it.whys(it.source_beside(command)),
            (Event::Unrewarded(it), _) => it.whys(source_of(command)),
            (Event::Reversed(it), _) => it.whys(),
            (Event::Restored(it), _) => it.whys(),
            (Event::Adjusted(it), Command::ApproveAdjustment(told)) => {
                vec![it.why(told.adjustment)]
            }
            (Event::Restated(it), Command::ApproveRestatement(told)) => {
                vec![it.why(told.restatement)]
            }
            (Event::Reckoned(it), _) => it.whys(),
            (Event::DrawGiven(it), _) => vec![it.why()],
            (Event::DrawReckoned(it), _) => it.why().into_iter().collect(),
            (Event::DrawEnded(it), _) => it.why().into_iter().collect(),
            (Event::BalanceOpened(it), Command::OpenPayeeBalance(told)) => it.whys(told),
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
        Command::MeetLead(it) => Source::Lead(it.lead),
        Command::QuoteLead(it) => Source::Lead(it.lead),
        Command::WinDeal(it) => Source::Deal(it.deal),
        Command::RetainCustomer(it) => Source::Deal(it.deal),
        Command::InstallDeal(it) => Source::Deal(it.deal),
        Command::InvoiceDeal(it) => Source::Deal(it.deal),
        Command::RecordPayment(it) => Source::Deal(it.deal),
        other => panic!("an accrual stands beside {}, which cannot accrue", other.kind()),
    }
}

fn joined(head: &[Step], tail: &[Step]) -> Vec<Step> {
    head.iter().chain(tail).cloned().collect()
}
