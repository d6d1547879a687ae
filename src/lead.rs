//! Leads: what a technician reports, its kinds and the stages it passes through.
//!
//! A lead is an opportunity or a warning. What it earns is the plan's word, not this file's.

use crate::id::{IdError, KindId};
use crate::text::from_text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What the customer is thinking of, as the technician heard it.
///
/// On the wire a kind is its snake case name; any other name is a kind that the plan declares.
///
/// ```
/// use referral_ledger::lead::LeadKind;
/// assert_eq!("new_site".parse::<LeadKind>()?, LeadKind::NewSite);
/// assert_eq!("seller".parse::<LeadKind>()?, LeadKind::Declared("seller".parse()?));
/// assert!("".parse::<LeadKind>().is_err());
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeadKind {
    /// A better machine in place of one they have.
    Upgrade,
    /// A new branch, hall or site that will need equipment.
    NewSite,
    /// A machine they do not have yet.
    NewEquipment,
    /// A service contract, new or extended.
    ServiceContract,
    /// Consumables and spare parts.
    Consumables,
    /// A customer who may leave: ends retained, lost or expired.
    UnhappyCustomer,
    /// A competitor was on site: ends retained, lost or expired.
    CompetitorVisit,
    /// A kind the plan declares.
    Declared(KindId),
}

impl LeadKind {
    /// Those of customers who may leave, who can be retained where a plan says nothing else.
    pub const AT_RISK: [LeadKind; 2] = [LeadKind::UnhappyCustomer, LeadKind::CompetitorVisit];

    /// The built-in kinds, in the order the documentation lists them.
    pub const BUILT_IN: [LeadKind; 7] = [
        LeadKind::Upgrade,
        LeadKind::NewSite,
        LeadKind::NewEquipment,
        LeadKind::ServiceContract,
        LeadKind::Consumables,
        LeadKind::UnhappyCustomer,
        LeadKind::CompetitorVisit,
    ];

    /// The name on the wire and in a plan file.
    pub fn as_str(&self) -> &str {
        match self {
            LeadKind::Upgrade => "upgrade",
            LeadKind::NewSite => "new_site",
            LeadKind::NewEquipment => "new_equipment",
            LeadKind::ServiceContract => "service_contract",
            LeadKind::Consumables => "consumables",
            LeadKind::UnhappyCustomer => "unhappy_customer",
            LeadKind::CompetitorVisit => "competitor_visit",
            LeadKind::Declared(kind) => kind.as_str(),
        }
    }
}

impl FromStr for LeadKind {
    type Err = IdError;
    fn from_str(text: &str) -> Result<LeadKind, IdError> {
        Ok(match text {
            "upgrade" => LeadKind::Upgrade,
            "new_site" => LeadKind::NewSite,
            "new_equipment" => LeadKind::NewEquipment,
            "service_contract" => LeadKind::ServiceContract,
            "consumables" => LeadKind::Consumables,
            "unhappy_customer" => LeadKind::UnhappyCustomer,
            "competitor_visit" => LeadKind::CompetitorVisit,
            declared => LeadKind::Declared(declared.parse()?),
        })
    }
}

impl fmt::Display for LeadKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for LeadKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for LeadKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for LeadKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<LeadKind, D::Error> {
        from_text(deserializer, "a lead kind")
    }
}

/// How the answer stands that sales owe a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerStanding {
    /// None has come, and its day has not passed.
    Owed,
    /// One came that is dated by its day.
    InTime,
    /// None came by its day.
    Missed,
}

/// Where a lead stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadStage {
    /// Reported, and nobody has answered.
    Reported,
    /// Sales took it on.
    Accepted,
    /// Sales declined it, with a reason.
    Rejected,
    /// It was pursued and came to nothing.
    Lost,
    /// Nobody pursued it in time.
    Expired,
    /// It became a deal.
    Won,
    /// The customer stayed.
    Retained,
    /// Its report was told by mistake.
    Retracted,
    /// Sales already had the opportunity.
    Excluded,
    /// It was the second about its customer, and is credited in the deal of the first.
    Shared,
}

impl LeadStage {
    /// The stage as a word in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            LeadStage::Reported => "reported",
            LeadStage::Accepted => "accepted",
            LeadStage::Rejected => "rejected",
            LeadStage::Lost => "lost",
            LeadStage::Expired => "expired",
            LeadStage::Won => "won",
            LeadStage::Retained => "retained",
            LeadStage::Retracted => "retracted",
            LeadStage::Excluded => "excluded",
            LeadStage::Shared => "shared",
        }
    }

    /// Whether something can still come of the lead.
    pub fn is_open(self) -> bool {
        matches!(self, LeadStage::Reported | LeadStage::Accepted)
    }
}

impl fmt::Display for LeadStage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}
