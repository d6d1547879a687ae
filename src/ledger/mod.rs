//! The ledger: the state posted from the journal. Pure, derived, rebuilt by replay.
//!
//! | file | idea |
//! |---|---|
//! | `draft` | deciding commands, and the exact rollback |
//! | `rehearse` | what commands would come to |
//! | `snapshot` | the state written down, to open a long journal fast |
//! | `written` | how collections are written down |
//! | `pack` | from events to the records of a group |
//! | `decide` | from a command to events or a refusal |
//! | `apply` | from events to the state; total |
//! | `state` | the rows |
//! | `undo` | collections that can be put back |
//! | `index` | where a key's row is |
//! | `column` | long lists that never move |
//! | `lists` | lists of which many are the same |
//! | `view`, `view_adjust`, `view_answers`, `view_claims`, `view_costs`, `view_credits`,
//! `view_debts`, `view_draws`, `view_holds`, `view_items`, `view_lists`, `view_pay_caps`,
//! `view_restate`, `view_rewards`,
//! `view_runs`, `view_thresholds` | what can be asked; owned values |
//! | `laws` | what must always be true, as functions |

mod apply;
mod column;
mod decide;
mod draft;
mod index;
pub mod laws;
mod lists;
mod pack;
mod rehearse;
mod snapshot;
mod state;
mod undo;
pub mod view;
pub mod view_adjust;
pub mod view_answers;
pub mod view_claims;
pub mod view_costs;
pub mod view_credits;
pub mod view_debts;
pub mod view_draws;
pub mod view_exchange;
pub mod view_gifts;
pub mod view_holds;
pub mod view_items;
pub mod view_lists;
pub mod view_pay_caps;
pub mod view_restate;
pub mod view_rewards;
pub mod view_runs;
pub mod view_thresholds;
mod written;

pub use draft::{Answer, Decided, Draft, Drafted};

use crate::command::Command;
use crate::digest::Digest;
use crate::plan::Plan;
use crate::record::{Group, Groups, RecordError, Records};
use state::State;
use std::sync::Arc;

/// What is open, what has a balance, and where its Why is.
///
/// ```
/// use referral_ledger::ledger::{Ledger, laws};
/// let ledger = Ledger::default();
/// assert!(ledger.trial_balance().is_zero());
/// laws::check(&ledger)?;
/// # Ok::<(), referral_ledger::ledger::laws::Breach>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    state: State,
}

impl Ledger {
    /// Rebuilds the ledger from all records. Amounts, versions and Whys are taken as they were
    /// frozen: no rule runs again, and a Why is not read until somebody asks for it.
    ///
    /// # Errors
    /// A record that cannot be read, or whose leaf is not the hash of its bytes.
    ///
    /// # Panics
    /// On records whose hashes are right and whose events contradict each other: no journal of this
    /// crate holds such, and the message names what does not fit.
    pub fn replay(records: &(impl Records + ?Sized)) -> Result<Ledger, RecordError> {
        let mut ledger = Ledger::default();
        ledger.catch_up(records)?;
        Ok(ledger)
    }

    /// Applies the records that came after the last one applied.
    ///
    /// # Errors
    /// As [`Ledger::replay`]; groups before the one that cannot be read stay applied.
    pub fn catch_up(&mut self, records: &(impl Records + ?Sized)) -> Result<(), RecordError> {
        for group in Groups::from(records, self.state.head.value().next).without_whys() {
            let group = group?;
            let plan = match group.command() {
                Command::PublishPlan(it) => Some(Arc::new(published(it.text.digest(), &group)?)),
                _ => None,
            };
            draft::apply_group(&mut self.state, &group, plan.as_ref());
        }
        Ok(())
    }

    /// SHA-256 over the whole state: two ledgers of one journal have the same (law L8).
    pub fn digest(&self) -> Digest {
        self.state.digest()
    }

    /// The sequence of the next record.
    pub fn next_sequence(&self) -> u64 {
        self.state.head.value().next
    }
}

/// The plan of a published text, parsed and not linted again: an old journal always opens.
fn published(digest: Digest, group: &Group) -> Result<Plan, RecordError> {
    let Command::PublishPlan(it) = group.command() else {
        return Err(RecordError::Blob { digest });
    };
    let text = it.text.text().ok_or(RecordError::Blob { digest })?;
    Plan::parse(text).map_err(|findings| RecordError::Malformed {
        sequence: group.first(),
        problem: findings.to_string(),
    })
}
