//! Events of answers: by when sales owe one, and that it did not come.

use crate::id::LeadId;
use crate::plan::version::PlanRef;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Sales owe an answer to a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerDue {
    /// The plan version whose words hold for the answer.
    pub plan: PlanRef,
    /// The last day on which it comes in time.
    pub due: Date,
}

/// Leads whose answer was due on one day, and that had none dated by then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswersMissed {
    /// The day it was due.
    pub due: Date,
    /// The leads, in the order they were reported.
    pub leads: Vec<LeadId>,
}
