//! Campaigns: for some weeks a rule pays a multiple, or an extra amount.

use super::version::Effective;
use crate::deal::Milestone;
use crate::id::{CampaignId, RuleId};
use crate::money::Amount;
use crate::rate::Rate;

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its id, unique among the campaigns.
    pub id: CampaignId,
    /// The clause or the announcement it follows.
    pub because: String,
    /// The rules it is for.
    pub rules: Vec<RuleId>,
    /// The days it runs.
    pub effective: Effective,
    /// Whose day must lie in them.
    pub dated_by: Milestone,
    /// What it adds.
    pub bonus: Bonus,
}

/// What a campaign adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bonus {
    /// The amount becomes this much of itself: `200%` doubles it.
    Multiply(Rate),
    /// This much with each fact.
    ExtraPerFact(Amount),
    /// This much once, with the deal's first fact.
    ExtraPerDeal(Amount),
}

/// What happens when several campaigns are for one amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meeting {
    /// A plan in which two could be for one amount does not load.
    NeverMeet,
    /// All of them apply, in the order of the file.
    Multiply,
    /// The one that pays most applies; of equal ones the first of the file.
    Largest,
}
