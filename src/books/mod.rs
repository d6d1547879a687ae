//! The books: every event has entries that sum to zero, per unit and legal entity.
//!
//! | file | idea |
//! |---|---|
//! | `account` | the chart of accounts |
//! | `entry` | one line of the books |
//! | `post` | from an event to its entries: one total function |
//! | `in_kind` | the accounts and entries of points and time off |
//! | `balance` | the trial balance |

pub mod account;
pub mod balance;
pub mod entry;
pub mod in_kind;
mod post;

pub use account::Account;
pub(crate) use account::AccountOf;
pub use balance::{BalanceRow, TrialBalance};
pub use entry::Entry;
pub use in_kind::InKindAccount;
pub use post::post;
pub(crate) use post::{each_entry, run_of};
