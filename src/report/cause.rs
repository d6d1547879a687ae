//! The fact that caused a line of a statement, in a few words.

use crate::command::Command;
use crate::deal::{FactRef, Line, net_of};
use crate::id::{PaymentId, ReasonCode, RefundId};
use crate::money::Amount;
use crate::time::{Date, Period};
use std::fmt;

/// The fact that caused a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The lead was reported.
    Reported,
    /// Sales took the lead on.
    Accepted,
    /// The deal was won.
    Won {
        /// Its value, if it has one.
        value: Option<Amount>,
    },
    /// Sales did not answer the lead in time.
    Unanswered,
    /// The customer was met.
    Met,
    /// Sales made an offer.
    Quoted {
        /// What it came to.
        net: Option<Amount>,
    },
    /// The customer stayed.
    Retained {
        /// What they bring.
        value: Option<Amount>,
    },
    /// The machine was installed.
    Installed,
    /// The invoice was posted.
    Invoiced,
    /// A payment came in.
    Payment {
        /// Which one.
        payment: PaymentId,
        /// The net amount of its lines.
        net: Option<Amount>,
    },
    /// A refund took back a payment, or a part of it.
    Refund {
        /// Which one.
        refund: RefundId,
        /// The net amount of its lines.
        net: Option<Amount>,
        /// The payment it names.
        payment: PaymentId,
    },
    /// The deal was cancelled.
    Cancelled {
        /// Why, as a code.
        reason: ReasonCode,
    },
    /// A fact was told by mistake.
    Retracted {
        /// The fact.
        fact: FactRef,
        /// Why, as a code.
        reason: ReasonCode,
    },
    /// Days passed, and a pool closed or ended.
    Passed,
    /// A period was closed.
    Closed {
        /// The period.
        period: Period,
    },
    /// The payee left, and their last day passed.
    Left {
        /// It.
        last_day: Date,
    },
    /// A draw was due, reckoned, or ended.
    Draw,
    /// An adjustment was approved.
    Adjusted,
    /// It stayed below a threshold, and two persons said that it lapses.
    Lapsed,
    /// It was above a cap of a run, and payroll paid the run.
    Settled,
    /// A restatement was approved.
    Restated,
    /// It stood in the system before this journal.
    Opened,
    /// A command that earns nothing in this release: its name.
    Other(&'static str),
}

impl Cause {
    pub(super) fn of(command: &Command) -> Cause {
        let net = |lines: &[Line]| net_of(lines).ok().flatten();
        match command {
            Command::ReportLead(_) => Cause::Reported,
            Command::AcceptLead(_) => Cause::Accepted,
            Command::MeetLead(_) => Cause::Met,
            Command::QuoteLead(it) => Cause::Quoted { net: net(&it.lines) },
            Command::WinDeal(it) => Cause::Won { value: net(&it.lines) },
            Command::RetainCustomer(it) => Cause::Retained { value: net(&it.lines) },
            Command::InstallDeal(_) => Cause::Installed,
            Command::InvoiceDeal(_) => Cause::Invoiced,
            Command::RecordPayment(it) => {
                Cause::Payment { payment: it.payment, net: net(&it.lines) }
            }
            Command::RecordRefund(it) => {
                Cause::Refund { refund: it.refund, net: net(&it.lines), payment: it.payment }
            }
            Command::CancelDeal(it) => Cause::Cancelled { reason: it.reason.clone() },
            Command::Retract(it) => Cause::Retracted { fact: it.fact, reason: it.reason.clone() },
            Command::PassDay(_) => Cause::Passed,
            Command::ApproveAdjustment(_) => Cause::Adjusted,
            Command::ApproveLapse(_) => Cause::Lapsed,
            Command::SettleRun(_) => Cause::Settled,
            Command::ApproveRestatement(_) => Cause::Restated,
            Command::OpenPayeeBalance(_) => Cause::Opened,
            other => Cause::Other(other.kind()),
        }
    }
}

/// The fact in a few words, such as `payment 3b0d9a11 of 500.00 USD`.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |amount: &Option<Amount>| match amount {
            Some(amount) => format!(" of {amount}"),
            None => String::new(),
        };
        match self {
            Cause::Reported => f.write_str("reported"),
            Cause::Accepted => f.write_str("taken on by sales"),
            Cause::Won { value: Some(value) } => write!(f, "won for {value}"),
            Cause::Won { value: None } => f.write_str("won"),
            Cause::Unanswered => f.write_str("not answered in time"),
            Cause::Met => f.write_str("met"),
            Cause::Quoted { net } => write!(f, "an offer{}", of(net)),
            Cause::Retained { value: Some(value) } => write!(f, "retained for {value}"),
            Cause::Retained { value: None } => f.write_str("retained"),
            Cause::Installed => f.write_str("installed"),
            Cause::Invoiced => f.write_str("invoiced"),
            Cause::Payment { payment, net } => write!(f, "payment {}{}", payment.short(), of(net)),
            Cause::Refund { refund, net, .. } => {
                write!(f, "refund {}{}", refund.short(), of(net))
            }
            Cause::Cancelled { .. } => f.write_str("cancelled"),
            Cause::Draw => f.write_str("by the plan"),
            Cause::Passed => f.write_str("as days passed"),
            Cause::Adjusted | Cause::Restated => f.write_str("approved"),
            Cause::Lapsed => f.write_str("lapsed"),
            Cause::Settled => f.write_str("a run was settled"),
            Cause::Closed { .. } => f.write_str("closed"),
            Cause::Left { last_day } => write!(f, "left on {last_day}"),
            Cause::Opened => f.write_str("from the system before"),
            Cause::Retracted { fact, .. } => write!(f, "told by mistake: {}", fact.short()),
            Cause::Other(kind) => f.write_str(kind),
        }
    }
}
