//! Which version of a plan applies: its name, the days it is in force for, and whose date picks it.

use crate::id::{IdError, PlanId, VersionId};
use crate::text::{Scratch, Spelled, one_text};
use crate::time::Date;
use std::str::FromStr;

/// A plan and its version, written `field-leads@2026H2`.
///
/// ```
/// use referral_ledger::plan::version::PlanRef;
/// let name: PlanRef = "field-leads@2026H2".parse()?;
/// assert_eq!((name.plan.as_str(), name.version.as_str()), ("field-leads", "2026H2"));
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanRef {
    /// The plan, across its versions.
    pub plan: PlanId,
    /// The version.
    pub version: VersionId,
}

impl FromStr for PlanRef {
    type Err = IdError;
    fn from_str(text: &str) -> Result<PlanRef, IdError> {
        let (plan, version) = text.split_once('@').unwrap_or((text, ""));
        Ok(PlanRef { plan: plan.parse()?, version: version.parse()? })
    }
}

impl Spelled for PlanRef {
    fn spell(&self, to: &mut Scratch) {
        self.plan.spell(to);
        to.push_byte(b'@');
        self.version.spell(to);
    }
}

one_text! { PlanRef = "a plan and its version such as \"field-leads@2026H2\""; }

/// The days a version is in force for: `from` is in, `until` is not.
///
/// Without an `until` it stays in force until a later version of the same plan begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Effective {
    /// The first day.
    pub from: Date,
    /// The day after the last day, if the plan names one.
    pub until: Option<Date>,
}

/// Whose date picks the version that applies. It is the same in every version of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChosenBy {
    /// The day the lead was heard; frozen on the lead.
    Reported,
    /// The day sales took the lead on; frozen on the lead.
    Accepted,
    /// The day the deal was won; frozen on the deal.
    Won,
    /// The day of the milestone that triggers the reward; frozen on the reward.
    Milestone,
}

/// What a version does with the accumulators of the version before it: with what tables, floors and
/// caps have counted by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accumulators {
    /// Tables, floors and caps of the same id go on counting: what a fact adds is paid by the new
    /// words, from the position where the old ones stopped.
    CarryOn,
    /// Everything is counted from nothing, beside what the version before it goes on counting.
    StartAnew,
}

impl Accumulators {
    /// The word in a plan file.
    pub fn word(self) -> &'static str {
        match self {
            Accumulators::CarryOn => "carry_on",
            Accumulators::StartAnew => "start_anew",
        }
    }
}

impl ChosenBy {
    /// The word in a plan file.
    pub fn word(self) -> &'static str {
        match self {
            ChosenBy::Reported => "reported",
            ChosenBy::Accepted => "accepted",
            ChosenBy::Won => "won",
            ChosenBy::Milestone => "milestone",
        }
    }
}

/// Whom a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AppliesTo {
    /// The leads of every technician.
    Everyone,
    /// The leads of technicians who are assigned to the plan on the day that picks its version.
    Assigned,
}

impl AppliesTo {
    /// The word in a plan file.
    pub fn word(self) -> &'static str {
        match self {
            AppliesTo::Everyone => "everyone",
            AppliesTo::Assigned => "assigned",
        }
    }
}
