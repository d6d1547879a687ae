//! Commands about leads.

use crate::attribution::Credit;
use crate::deal::Line;
use crate::id::{CustomerId, EvidenceId, LeadId, PayeeId, ReasonCode};
use crate::lead::LeadKind;
use crate::plan::fact::ToldFact;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Reports a lead: the technician's tip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportLead {
    /// The lead, named from the host's row.
    pub lead: LeadId,
    /// The technician who heard it: the originator.
    pub by: PayeeId,
    /// Whom it is about; kept on record. Two tips about one customer are two leads.
    pub customer: CustomerId,
    /// What the customer is thinking of.
    pub kind: LeadKind,
    /// The day the technician heard it.
    pub heard_on: Date,
    /// Who else is credited, in a role of the plan's split other than the originator's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<Credit>,
    /// Facts that the plan declares and asks for with a report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<ToldFact>,
}

/// Takes a lead on: sales' yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptLead {
    /// The lead.
    pub lead: LeadId,
    /// The day sales took it on.
    pub accepted_on: Date,
}

/// Declines a lead: sales' no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectLead {
    /// The lead.
    pub lead: LeadId,
    /// The day sales declined it.
    pub rejected_on: Date,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Tells that the customer of a lead was met: somebody saw what they need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetLead {
    /// The lead.
    pub lead: LeadId,
    /// The day of the meeting.
    pub met_on: Date,
}

/// Tells that sales made an offer. The first one is the milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteLead {
    /// The lead.
    pub lead: LeadId,
    /// The day of the offer.
    pub quoted_on: Date,
    /// What was offered; at least one line.
    pub lines: Vec<Line>,
}

/// Closes a lead that was pursued and came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoseLead {
    /// The lead.
    pub lead: LeadId,
    /// The day it was lost.
    pub lost_on: Date,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Closes a lead that nobody pursued in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpireLead {
    /// The lead.
    pub lead: LeadId,
    /// The day it expired.
    pub expired_on: Date,
}

/// Somebody was at the customer about the lead again: what keeps a claim alive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TouchLead {
    /// The lead.
    pub lead: LeadId,
    /// The day of the touch.
    pub touched_on: Date,
}

/// Ends a claim by the customer's own wish: the lead stays open, and protects nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseClaim {
    /// The lead.
    pub lead: LeadId,
    /// The day the customer said so.
    pub released_on: Date,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// Excludes a lead about an opportunity that sales already had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExcludeLead {
    /// The lead.
    pub lead: LeadId,
    /// The day it was excluded.
    pub excluded_on: Date,
    /// The last day sales worked on the opportunity before the lead was heard.
    pub worked_on: Date,
    /// What shows it: the host's record of the opportunity.
    pub evidence: EvidenceId,
}

/// Brings a rejected or excluded lead back under its own id, to where it stood before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestoreLead {
    /// The lead.
    pub lead: LeadId,
    /// The day it came back.
    pub restored_on: Date,
    /// Why, as a code.
    pub reason: ReasonCode,
}
