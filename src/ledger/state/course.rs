//! Rows of what came between a lead's report and its end, and the days of its milestones.

use super::{LeadRow, State};
use crate::accrual::Days;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What was told of a lead between its report and its end. A lead of which nothing was told has no
/// such row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct CourseRow {
    pub(in crate::ledger) met_on: Option<Date>,
    pub(in crate::ledger) quoted_on: Option<Date>,
}

impl State {
    /// What was told of a lead between its report and its end.
    pub(in crate::ledger) fn course_of(&self, lead: &LeadRow) -> CourseRow {
        lead.course.get().map(|number| *self.courses.row(number)).unwrap_or_default()
    }

    /// The days of the milestones of a lead and its deal so far.
    pub(in crate::ledger) fn days_of(&self, lead: &LeadRow) -> Days {
        let course = self.course_of(lead);
        let deal = lead.deal.get().map(|deal| self.deals.row(deal));
        Days {
            accepted: lead.accepted_on,
            met: course.met_on,
            quoted: course.quoted_on,
            won: deal.map(|deal| deal.won_on),
            retained: deal.filter(|deal| deal.retained).map(|deal| deal.won_on),
            installed: deal.and_then(|deal| deal.installed_on),
            invoiced: deal.and_then(|deal| deal.invoiced_on),
            ..Days::since(lead.heard_on)
        }
    }
}
