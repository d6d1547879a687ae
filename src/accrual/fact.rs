//! What a rule may look at: the lead's kind, the days of its milestones, the facts that were told
//! with it, and the lines of the money.

use crate::deal::{Line, Milestone};
use crate::lead::LeadKind;
use crate::plan::fact::ToldFact;
use crate::time::Date;

/// The days of the milestones that have happened, the fact's own included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// When the lead was heard.
    pub reported: Date,
    /// The day its answer was due, where it did not come.
    pub unanswered: Option<Date>,
    /// When it was accepted.
    pub accepted: Option<Date>,
    /// When the customer was met.
    pub met: Option<Date>,
    /// When sales made an offer.
    pub quoted: Option<Date>,
    /// When the deal was won. A customer who was retained was so on that day.
    pub won: Option<Date>,
    /// When the customer was retained.
    pub retained: Option<Date>,
    /// When the machine was installed.
    pub installed: Option<Date>,
    /// When the invoice was posted.
    pub invoiced: Option<Date>,
    /// When this payment came in.
    pub paid: Option<Date>,
}

impl Days {
    /// Of a lead that was heard on a day; nothing else has happened.
    ///
    /// ```
    /// use referral_ledger::{accrual::Days, date, deal::Milestone};
    /// let days = Days { won: Some(date!("2026-07-15")), ..Days::since(date!("2026-06-20")) };
    /// assert_eq!(days.of(Milestone::Reported), Some(date!("2026-06-20")));
    /// assert_eq!(days.of(Milestone::Paid), None);
    /// ```
    pub fn since(reported: Date) -> Days {
        Days {
            reported,
            unanswered: None,
            accepted: None,
            met: None,
            quoted: None,
            won: None,
            retained: None,
            installed: None,
            invoiced: None,
            paid: None,
        }
    }

    /// The day of a milestone, if it has happened.
    pub fn of(&self, milestone: Milestone) -> Option<Date> {
        match milestone {
            Milestone::Reported => Some(self.reported),
            Milestone::Unanswered => self.unanswered,
            Milestone::Accepted => self.accepted,
            Milestone::Met => self.met,
            Milestone::Quoted => self.quoted,
            Milestone::Won => self.won,
            Milestone::Retained => self.retained,
            Milestone::Installed => self.installed,
            Milestone::Invoiced => self.invoiced,
            Milestone::Paid => self.paid,
        }
    }
}

/// A fact that triggers components.
#[derive(Debug, Clone, Copy)]
pub struct Fact<'a> {
    /// What has happened.
    pub milestone: Milestone,
    /// The kind of the lead.
    pub kind: &'a LeadKind,
    /// The days of the milestones so far.
    pub days: Days,
    /// The declared facts that were told with the report and the win.
    pub told: &'a [ToldFact],
    /// What the deal was won with; for a payment, what it brought in.
    pub lines: &'a [Line],
    /// Whether it was won with lines that were not kept.
    pub lines_are_gone: bool,
}

impl Fact<'_> {
    /// The day it happened.
    pub fn on(&self) -> Date {
        self.days.of(self.milestone).unwrap_or(self.days.reported)
    }
}
