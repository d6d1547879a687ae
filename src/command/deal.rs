//! Commands about deals and their money, and taking back what was told by mistake.

use crate::attribution::Credit;
use crate::deal::{FactRef, Line};
use crate::id::{DealId, LeadId, PaymentId, ReasonCode, RefundId};
use crate::plan::fact::ToldFact;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Turns a lead into a deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WinDeal {
    /// The deal, named from the host's row.
    pub deal: DealId,
    /// The lead it came from.
    pub lead: LeadId,
    /// The day the customer signed.
    pub won_on: Date,
    /// What was sold; empty for a deal without a known value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// Who else is credited from the win on; a role named at the report may not be named again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
    /// Facts that the plan declares and asks for with a win.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<ToldFact>,
}

/// Tells that a customer who might have left stayed. From then on it is a deal of its own, which
/// takes payments and refunds, and is cancelled where the customer leaves after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetainCustomer {
    /// The deal, named from the host's row.
    pub deal: DealId,
    /// The lead that warned of it.
    pub lead: LeadId,
    /// The day it was clear that the customer stays.
    pub retained_on: Date,
    /// What the customer brings: the revenue of a year, or of what they signed; empty where it is
    /// not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// Who else is credited from then on; a role named at the report may not be named again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
    /// Facts that the plan declares and asks for with a win.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<ToldFact>,
}

/// Tells that the machine runs at the customer's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallDeal {
    /// The deal.
    pub deal: DealId,
    /// The day of the installation.
    pub installed_on: Date,
}

/// Tells that the invoice of a deal was posted. A deal has one day of it: that of its first
/// invoice, however many follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceDeal {
    /// The deal.
    pub deal: DealId,
    /// The day on the invoice.
    pub invoiced_on: Date,
}

/// Records money that came in for a deal. Credit notes are not payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordPayment {
    /// The payment, named from the host's row.
    pub payment: PaymentId,
    /// What it pays.
    pub deal: DealId,
    /// The day it came in.
    pub received_on: Date,
    /// What it pays for; at least one line.
    pub lines: Vec<Line>,
}

/// Records money that went back. A refund names the payment it takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRefund {
    /// The refund, named from the host's row.
    pub refund: RefundId,
    /// The payment it takes back, in whole or in part.
    pub payment: PaymentId,
    /// The day it went back.
    pub refunded_on: Date,
    /// What it takes back; at least one line.
    pub lines: Vec<Line>,
}

/// Cancels a deal. Later payments for it are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelDeal {
    /// The deal.
    pub deal: DealId,
    /// The day it was cancelled.
    pub cancelled_on: Date,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Takes back a report, a win, a payment or a refund that was told by mistake: all it caused is
/// mirrored, clawback windows or not. Refused while another fact names it.
///
/// It is no refund: nothing went back, it never was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retract {
    /// The fact.
    pub fact: FactRef,
    /// Why, as a code.
    pub reason: ReasonCode,
}
