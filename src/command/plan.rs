//! Publishing a plan, and its text.

use crate::digest::Digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// The text of a plan file. In a record it stands as its SHA-256; the text itself is a blob,
/// stored in the same commit.
#[derive(Debug, Clone)]
pub struct PlanText {
    digest: Digest,
    text: Option<Arc<str>>,
}

impl PlanText {
    /// The text of a plan file.
    pub fn new(text: &str) -> PlanText {
        PlanText { digest: Digest::sha256(text.as_bytes()), text: Some(Arc::from(text)) }
    }

    /// SHA-256 of the text's bytes.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The text; `None` in a command that was read from a record without its blob.
    pub fn text(&self) -> Option<&Arc<str>> {
        self.text.as_ref()
    }

    /// Puts the blob of this digest back; a text of another digest is ignored.
    pub(crate) fn attach(&mut self, text: Arc<str>) {
        if Digest::sha256(text.as_bytes()) == self.digest {
            self.text = Some(text);
        }
    }
}

impl PartialEq for PlanText {
    fn eq(&self, other: &PlanText) -> bool {
        self.digest == other.digest
    }
}

impl Eq for PlanText {}

impl Serialize for PlanText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.digest.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PlanText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PlanText, D::Error> {
        Ok(PlanText { digest: Digest::deserialize(deserializer)?, text: None })
    }
}

/// Publishes a version of a plan. The first one sets the journal's time zone.
///
/// Serialised, the command holds the digest of the text only: over a queue, send the text beside
/// it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishPlan {
    /// The file, as the finance team keeps it.
    pub text: PlanText,
}
