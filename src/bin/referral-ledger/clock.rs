//! The clock: the one place of the tool that asks what time it is.
//!
//! The library is told the time and never asks. Here `--at` may be left out, and then it is now.

use referral_ledger::time::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, to the millisecond; `None` on a machine whose clock is outside 1970 to 2199.
#[expect(clippy::disallowed_methods, reason = "a shell may leave --at out; the core is told")]
pub(crate) fn now() -> Option<Timestamp> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?)
}
