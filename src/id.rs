//! Typed ids: the names by which the host knows people, leads, deals and money facts.
//!
//! Two families. **Text ids** (payee, pay group, actor, role, rule ...) are taken as given. **Row
//! ids** (lead, deal, payment, refund, customer, adjustment, restatement) are UUIDs of version 5,
//! named from the host's opaque row key in a fixed, published namespace, so that the same row
//! always gives the same id and a retry cannot pay twice. This file knows no rules about who may be
//! named where.

use crate::text::{Scratch, Short, Spelled, from_text, hex_byte};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;
use uuid::Uuid;

/// The most bytes a text id or an idempotency key may have.
pub const ID_BYTES_MAX: usize = 128;

/// The namespace all row ids are named under; each kind has a namespace of its own below it.
///
/// It is itself the version 5 UUID of the URL `https://docs.rs/referral-ledger` in the URL
/// namespace of RFC 9562, so that anybody can compute it again.
pub const NAMESPACE: Uuid = Uuid::from_u128(0x32ab_0bba_1bf4_5742_a272_0115_f467_a7b6);

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty.
    #[error("{what} is empty: give the host's own id for it")]
    Empty {
        /// Which id was asked for.
        what: &'static str,
    },
    /// The text has more than [`ID_BYTES_MAX`] bytes.
    #[error("{what} has {bytes} bytes: at most 128 are kept, so pass a shorter row key")]
    TooLong {
        /// Which id was asked for.
        what: &'static str,
        /// How many bytes were given.
        bytes: usize,
    },
    /// The text holds a character other than visible ASCII.
    #[error(
        "{what} holds a character other than visible ASCII at byte {at}: pass an opaque row key, \
         never a name"
    )]
    Character {
        /// Which id was asked for.
        what: &'static str,
        /// The byte it stands at, counted from 0.
        at: usize,
    },
    /// The text has not the parts it should have.
    #[error("{what} is not of its form: write it as {example}")]
    Malformed {
        /// What was asked for.
        what: &'static str,
        /// What one looks like.
        example: &'static str,
    },
    /// The text is not a UUID of 36 lower-case characters.
    #[error(
        "{what} is not a UUID of 36 lower-case characters: take the text an earlier answer gave, \
         or name it from the row key"
    )]
    NotUuid {
        /// Which id was asked for.
        what: &'static str,
    },
}

/// Checks a text id: 1 to 128 bytes of visible ASCII.
pub(crate) fn check_text(what: &'static str, text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty { what });
    }
    if text.len() > ID_BYTES_MAX {
        return Err(IdError::TooLong { what, bytes: text.len() });
    }
    match text.bytes().position(|byte| !byte.is_ascii_graphic()) {
        Some(at) => Err(IdError::Character { what, at }),
        None => Ok(()),
    }
}

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident = $what:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// Visible ASCII of 1 to 128 bytes, kept as given. A clone is cheap: up to 22 bytes are
        /// kept inside the id, and more are shared.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Short);

        impl $name {
            /// The text as the host gave it.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                check_text($what, text)?;
                Ok(Self(Short::new(text)))
            }
        }

        impl Spelled for $name {
            fn spell(&self, to: &mut Scratch) {
                to.push(self.as_str());
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                from_text(deserializer, $what)
            }
        }
    )+};
}

text_ids! {
    /// A person who can be paid: a technician, a co-source, a manager.
    ///
    /// A name never enters the journal: pass the host's own id, and give reports a directory.
    ///
    /// ```
    /// use referral_ledger::id::PayeeId;
    /// let ana: PayeeId = "T07".parse()?;
    /// assert_eq!(ana.as_str(), "T07");
    /// assert!("Ana Ruiz".parse::<PayeeId>().is_err()); // a name, with a blank
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    PayeeId = "a payee id";
    /// Payees of one legal entity and one currency who are paid by the same runs.
    PayGroupId = "a pay group id";
    /// The legal entity whose books carry a pay group's rewards.
    EntityId = "a legal entity id";
    /// Whoever tells the journal something. Actors and payees share one space of ids.
    ActorId = "an actor id";
    /// A role: of an actor in the host, or of a payee in an attribution.
    RoleId = "a role id";
    /// An incentive plan, across its versions.
    PlanId = "a plan id";
    /// One version of a plan.
    VersionId = "a plan version";
    /// A component of a plan: inside it exactly one rule applies.
    ComponentId = "a component id";
    /// A rule of a plan.
    RuleId = "a rule id";
    /// The kind of a lead that a plan declares beside the built-in ones.
    KindId = "a lead kind";
    /// The class of a line: what was sold.
    ClassId = "a line class";
    /// A base that a plan names: what a rule pays on.
    BaseId = "a base id";
    /// A table of tiers of a plan.
    TiersId = "a tiers id";
    /// A measure of a plan: what is counted for a payee or a team.
    MeasureId = "a measure id";
    /// A campaign of a plan.
    CampaignId = "a campaign id";
    /// A floor of a plan.
    FloorId = "a floor id";
    /// A cap of a plan.
    CapId = "a cap id";
    /// A draw of a plan.
    DrawId = "a draw id";
    /// A budget pool of a plan.
    PoolId = "a pool id";
    /// A fact that a plan declares and the host tells with a report or a win.
    FactName = "a fact name";
    /// One of the values of a declared fact.
    FactValue = "a fact value";
    /// Payees who fill tiers together.
    TeamId = "a team id";
    /// What shows that something was so: a record of the host's.
    EvidenceId = "an evidence id";
    /// Why somebody did something: a code of the host's, never free text.
    ReasonCode = "a reason code";
    /// A gift of a plan: the thing that is given.
    GiftId = "a gift id";
    /// A recognition of a plan: a badge, or thanks.
    BadgeId = "a badge id";
    /// Who quotes an exchange rate: a code of the host's, such as `ECB`.
    RateSource = "a rate source";
    /// An export profile and its version, such as `generic-long@1`.
    ProfileId = "an export profile id";
    /// The name of a file that was exported, such as `us-field_2026-03_1.csv`.
    FileName = "a file name";
}

/// Reads a UUID of 36 lower-case characters.
fn read_uuid(text: &str) -> Option<Uuid> {
    let digits: &[u8; 36] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; 16];
    let mut at = 0;
    for byte in &mut bytes {
        if matches!(at, 8 | 13 | 18 | 23) {
            if digits[at] != b'-' {
                return None;
            }
            at += 1;
        }
        *byte = hex_byte(digits[at], digits[at + 1])?;
        at += 2;
    }
    Some(Uuid::from_bytes(bytes))
}

macro_rules! row_ids {
    ($($(#[$doc:meta])* $name:ident = $what:literal, $kind:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// A version 5 UUID, written as 36 lower-case characters.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            #[doc = concat!("The id of the ", $kind, " that the host keeps under this row key.")]
            ///
            /// The same key gives the same id for ever. Never name an id from an e-mail address
            /// or a phone number: ids stay in the journal and cannot be erased.
            pub fn named(row_key: &str) -> Self {
                static KIND: LazyLock<Uuid> =
                    LazyLock::new(|| Uuid::new_v5(&NAMESPACE, $kind.as_bytes()));
                Self(Uuid::new_v5(&KIND, row_key.as_bytes()))
            }

            /// The first 8 characters, enough for a person to tell rows apart on a page.
            pub fn short(&self) -> String {
                self.0.hyphenated().to_string()[..8].to_owned()
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                read_uuid(text).map(Self).ok_or(IdError::NotUuid { what: $what })
            }
        }

        impl Spelled for $name {
            fn spell(&self, to: &mut Scratch) {
                let mut buffer = Uuid::encode_buffer();
                to.push(self.0.hyphenated().encode_lower(&mut buffer));
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut buffer = Uuid::encode_buffer();
                formatter.write_str(self.0.hyphenated().encode_lower(&mut buffer))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, formatter)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut buffer = Uuid::encode_buffer();
                serializer.serialize_str(self.0.hyphenated().encode_lower(&mut buffer))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                from_text(deserializer, $what)
            }
        }
    )+};
}

row_ids! {
    /// A reported opportunity or warning.
    ///
    /// ```
    /// use referral_ledger::id::LeadId;
    /// let lead = LeadId::named("crm/leads/4711");
    /// assert_eq!(lead, LeadId::named("crm/leads/4711"));         // a retry names the same lead
    /// assert_eq!(lead.to_string().parse::<LeadId>()?, lead);     // 36 characters, and back
    /// assert!("4711".parse::<LeadId>().is_err());                // a row key is not an id
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    LeadId = "a lead id", "lead";
    /// What sales made of a lead.
    DealId = "a deal id", "deal";
    /// Money that came in for a deal.
    PaymentId = "a payment id", "payment";
    /// Money that went back, naming the payment it takes back.
    RefundId = "a refund id", "refund";
    /// Whom the lead is about.
    CustomerId = "a customer id", "customer";
    /// A correction by hand that two persons make.
    AdjustmentId = "an adjustment id", "adjustment";
    /// A hold that somebody puts on a reward by hand.
    HoldId = "a hold id", "hold";
    /// What a closed period should have come to, which two persons post.
    RestatementId = "a restatement id", "restatement";
    /// An approval of what waits for one.
    ApprovalId = "an approval id", "approval";
    /// A transfer of what a former payee owes.
    TransferId = "a transfer id", "transfer";
    /// Money that a former payee paid back.
    RepaymentId = "a repayment id", "repayment";
    /// A write-off of what a former payee owes.
    WriteOffId = "a write-off id", "write-off";
    /// Points or hours that were redeemed, or a gift that was handed over.
    RedemptionId = "a redemption id", "redemption";
    /// The end of what stayed below a threshold.
    LapseId = "a lapse id", "lapse";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_namespace_can_be_computed_by_anybody() {
        let computed = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"https://docs.rs/referral-ledger");
        assert_eq!(NAMESPACE, computed);
    }

    #[test]
    fn each_kind_of_row_has_a_namespace_of_its_own() {
        assert_ne!(LeadId::named("1").to_string(), DealId::named("1").to_string());
    }

    #[test]
    fn a_text_id_is_bounded_visible_ascii() {
        assert_eq!("".parse::<PayeeId>(), Err(IdError::Empty { what: "a payee id" }));
        let long = "x".repeat(129);
        assert!(matches!(long.parse::<PayeeId>(), Err(IdError::TooLong { bytes: 129, .. })));
        assert!("x".repeat(128).parse::<PayeeId>().is_ok());
        assert!(matches!("T 7".parse::<PayeeId>(), Err(IdError::Character { at: 1, .. })));
        assert!(matches!("T\u{e9}".parse::<PayeeId>(), Err(IdError::Character { at: 1, .. })));
    }

    #[test]
    fn a_row_id_has_one_spelling() {
        let id = LeadId::named("7").to_string();
        assert!(id.to_uppercase().parse::<LeadId>().is_err());
        assert!(id.replace('-', "").parse::<LeadId>().is_err());
        for at in 0..id.len() {
            for other in ["g", "-", "A", "\u{7f}", ""] {
                let mut text = id.clone();
                text.replace_range(at..=at, other);
                let is_same = text == id;
                assert_eq!(text.parse::<LeadId>().is_ok(), is_same, "{text}");
            }
        }
    }
}
