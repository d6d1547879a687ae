//! Publishing a plan, and its text.

use super::text::blob_text;
use serde::{Deserialize, Serialize};

blob_text! {
    /// The text of a plan file. In a record it stands as its SHA-256; the text itself is a blob,
    /// stored in the same commit.
    PlanText, "a plan file"
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
