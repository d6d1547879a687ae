//! One line of the books.

use super::Account;
use crate::id::EntityId;
use crate::money::Amount;
use crate::time::Date;

/// One line of the books: a debit if positive, a credit if negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day it stands under.
    pub on: Date,
    /// Whose books.
    pub entity: EntityId,
    /// Which account.
    pub account: Account,
    /// How much.
    pub amount: Amount,
}
