//! Events of measures and closes: what is counted, and what a period pays when it closes.

use super::{Accrued, Reversed};
use crate::id::{ComponentId, MeasureId, PayeeId, TeamId};
use crate::plan::version::PlanRef;
use crate::reading::Reading;
use crate::reward::Source;
use crate::time::Period;
use crate::why::Why;
use serde::{Deserialize, Serialize};

/// A fact counts toward a measure in a month, or counts no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The version of the plan.
    pub plan: PlanRef,
    /// The measure.
    pub measure: MeasureId,
    /// The month it counts in.
    pub month: Period,
    /// For whom, and how much; below zero for what counts no longer.
    pub shares: Vec<MeasuredShare>,
}

/// How much counts for one payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredShare {
    /// For whom.
    pub payee: PayeeId,
    /// The team they were in on the day of the fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// How much.
    pub amount: Reading,
}

/// Whose period it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// One payee's.
    Payee(PayeeId),
    /// A team's.
    Team(TeamId),
    /// Everybody's together.
    Everyone,
}

/// What a period pays to one payee, or to the members of a team, or takes back of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reckoned {
    /// The period.
    pub period: Period,
    /// Whose.
    pub whose: Whose,
    /// What accrues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Accrued>,
    /// What is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Reversed>,
}

/// A period was reckoned for everybody under a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// The version of the plan.
    pub plan: PlanRef,
    /// The component.
    pub component: ComponentId,
    /// The period.
    pub period: Period,
}

impl Reckoned {
    pub(super) fn whys(&self) -> Vec<Why> {
        let made = self.made.iter().flat_map(|it| it.whys(Source::Period(self.period)));
        made.chain(self.taken.iter().flat_map(Reversed::whys)).collect()
    }
}
