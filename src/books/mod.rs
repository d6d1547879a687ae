//! The books: every event has entries that sum to zero, per unit and legal entity.
//!
//! | file | idea |
//! |---|---|
//! | `account` | the chart of accounts |
//! | `entry` | one line of the books |
//! | `post` | from an event to its entries: one total function |
//! | `by_rule` | the same, parted where the rule changes |
//! | `in_kind` | the accounts and entries of points and time off |
//! | `balance` | the trial balance |

pub mod account;
pub mod balance;
mod by_rule;
pub mod entry;
pub mod in_kind;
mod post;

pub use account::Account;
pub(crate) use account::AccountOf;
pub(crate) use balance::digits;
pub use balance::{BalanceRow, TrialBalance};
pub(crate) use by_rule::post_by_rule;
pub use entry::Entry;
pub use in_kind::InKindAccount;
pub use post::post;
pub(crate) use post::{each_entry, run_of};
