//! When, by whom and under which key we were told a command.
//!
//! The host authenticates; this file only carries what it says. Which actor may tell what is
//! decided where the command is decided.

use crate::id::{ActorId, RoleId, check_text};
use crate::text::from_text;
use crate::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

pub use crate::id::IdError;

/// An idempotency key: it identifies one command for the journal's whole life.
///
/// Visible ASCII of 1 to 128 bytes. [`Key::of`] makes the natural one from the
/// command's own ids.
///
/// ```
/// use referral_ledger::told::Key;
/// let key: Key = "webhook-8f31".parse()?;
/// assert_eq!(key.as_str(), "webhook-8f31");
/// assert!("".parse::<Key>().is_err());
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Arc<str>);

impl Key {
    /// The text of the key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key of a text that is known to be one.
    pub(crate) fn of_checked(text: &str) -> Key {
        debug_assert!(check_text("an idempotency key", text).is_ok());
        Key(Arc::from(text))
    }
}

impl FromStr for Key {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Key, IdError> {
        check_text("an idempotency key", text)?;
        Ok(Key(Arc::from(text)))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        from_text(deserializer, "an idempotency key")
    }
}

/// Whether a person or a program tells us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person, authenticated by the host.
    Human,
    /// A program: an import, a cron job, a webhook.
    System,
}

/// Whoever tells the journal something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The host's id for the actor. A technician's actor id is their payee id.
    pub id: ActorId,
    /// A person or a program.
    pub kind: ActorKind,
    /// The roles the host says the actor has; kept on record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleId>,
}

impl Actor {
    /// A person without roles.
    pub fn human(id: ActorId) -> Actor {
        Actor { id, kind: ActorKind::Human, roles: Vec::new() }
    }

    /// A program without roles.
    pub fn system(id: ActorId) -> Actor {
        Actor { id, kind: ActorKind::System, roles: Vec::new() }
    }
}

/// When, by whom and under which key we were told a command.
///
/// ```
/// use referral_ledger::told::{Actor, Told};
/// let told = Told {
///     at: "2026-03-05T09:30:00.000Z".parse()?,
///     by: Actor::system("crm".parse()?),
///     key: "webhook-8f31".parse()?,
/// };
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// When the host was told.
    pub at: Timestamp,
    /// Who told us.
    pub by: Actor,
    /// The key under which a retry is recognised.
    pub key: Key,
}
