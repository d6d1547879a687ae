//! Ground rules for leads: which leads count, and whose they are.
//!
//! Each is optional in a plan file. A rule that is left out does not exist: nothing is asked, and
//! nothing is refused for it. Inside a rule that is there, nothing has a default.

use super::answer::Deadline;
use crate::id::{FactName, RoleId};
use crate::lead::LeadKind;
use crate::time::Date;

/// The ground rules of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct GroundRules {
    /// Which kinds of lead qualify, and what each must carry; empty when all do.
    pub qualify: Vec<Qualify>,
    /// Whether one technician may report one customer more than once.
    pub same_technician_and_customer: Option<Repeats>,
    /// Who may not be the customer of their own lead.
    pub self_referral: Option<SelfReferral>,
    /// What becomes of who is blocked.
    pub blocked: Option<Blocked>,
    /// How a lead protects its technician's claim on the customer.
    pub protection: Option<Protection>,
    /// Leads of which kinds can end in a retained customer; `None` for those of
    /// [`LeadKind::AT_RISK`].
    pub retained_kinds: Option<Vec<LeadKind>>,
    /// By when sales answer a lead.
    pub answer: Option<Deadline>,
    /// When an opportunity that sales already had excludes the lead.
    pub existing_opportunity: Option<ExistingOpportunity>,
    /// Until when a rejected or excluded lead can come back.
    pub restored: Option<Restored>,
}

/// Until when a rejected or excluded lead can come back under its own id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Restored {
    /// Never.
    Never,
    /// At most so many days after it was heard.
    Within(u32),
}

/// How a lead protects its technician's claim on the customer, until when, and against whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// Whether it protects against leads of its own kind alone.
    pub of_kind: bool,
    /// For how many days.
    pub days: u32,
    /// Whether the day that many days after the first is the last one in, or the first one out.
    pub last_day_in: bool,
    /// What the days are counted from. A claim that is counted from the acceptance is protected
    /// from the report on, and without an end until then.
    pub after: ProtectedAfter,
    /// For how many days a touch extends it, counted the same way; `None` for not at all.
    pub touch_days: Option<u32>,
    /// What ends it early.
    pub released_by: Vec<Release>,
    /// What becomes of a lead that another technician reports meanwhile.
    pub competing: Competing,
}

/// What the days of a protection are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProtectedAfter {
    /// The day the lead was heard.
    Reported,
    /// The day sales took it on.
    Accepted,
}

/// What ends a claim before its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Release {
    /// Sales declined the lead.
    Rejected,
    /// It came to nothing.
    Lost,
    /// Nobody pursued it in time.
    Expired,
    /// It became a deal.
    Won,
    /// The customer wishes it so.
    CustomerWish,
}

/// What becomes of a lead of another technician about a customer who is claimed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Competing {
    /// It is refused: the first one is protected.
    FirstProtected,
    /// It is taken, and whoever touched last wins; within so many days before the win.
    LastTouchWithin(u32),
    /// It is taken as the second one: when the first is won, its technician is credited in this
    /// role. A third one is refused.
    SharedWith(RoleId),
    /// Each lead stands for itself.
    None,
}

/// When an opportunity that sales already had excludes a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExistingOpportunity {
    /// Always.
    Excluded,
    /// When sales worked on it at most so many days before the lead was heard.
    WorkedWithin(u32),
}

impl Protection {
    /// The last day that is protected by days counted from one.
    pub(crate) fn through(&self, days: u32, from: Date) -> Date {
        let days = if self.last_day_in { days } else { days - 1 };
        from.plus_days(days).unwrap_or(Date::LAST)
    }
}

/// When a second lead of one technician about one customer is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeats {
    /// Once one was not rejected or told by mistake.
    Once,
    /// The same, for leads of one kind.
    OncePerKind,
    /// While another one is open.
    OneAtATime,
}

/// Who is refused when the customer is their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SelfReferral {
    /// The technician who reports.
    Reporter,
    /// Everybody who is credited.
    AllCredited,
}

/// What becomes of payees who are blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blocked {
    /// They cannot report a lead, nor be credited for one; what they brought before goes on.
    Refused,
    /// What is triggered while they are blocked comes to nothing for them.
    EarnsNothing,
}

/// Kinds of lead that qualify, and the facts that their report must carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualify {
    /// The kinds; `None` stands for all.
    pub kinds: Option<Vec<LeadKind>>,
    /// The declared facts that must be told with the report.
    pub must_carry: Vec<FactName>,
}

impl GroundRules {
    /// Whether a lead must be known by its technician and customer.
    pub(crate) fn counts_customers(&self) -> bool {
        self.same_technician_and_customer.is_some()
            || self.self_referral.is_some()
            || self.protection.is_some()
    }

    /// Whether a lead of this kind can end in a retained customer.
    pub fn can_be_retained(&self, kind: &LeadKind) -> bool {
        self.retained_kinds.as_deref().unwrap_or(&LeadKind::AT_RISK).contains(kind)
    }

    /// Whether a kind of lead qualifies, and then what its report must carry.
    pub fn asks_of(&self, kind: &LeadKind) -> Option<&[FactName]> {
        if self.qualify.is_empty() {
            return Some(&[]);
        }
        let is_for = |it: &&Qualify| it.kinds.as_ref().is_none_or(|kinds| kinds.contains(kind));
        self.qualify.iter().find(is_for).map(|it| it.must_carry.as_slice())
    }
}
