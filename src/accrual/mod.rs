//! The accrual pipeline: from a fact and a plan to amounts with their Why. Pure functions.
//!
//! | file | idea |
//! |---|---|
//! | `fact` | what a rule may look at |
//! | `choose` | which rule of a component applies, and why not the others |
//! | `people` | who gets which share |
//! | `amount` | the stages: rate, pay_split, round |
//! | `reversal` | how much a refund takes back: its own operation, never a formula run backwards |
//!
//! Nothing here knows the ledger: what was posted before comes in as numbers.

mod amount;
mod choose;
mod fact;
mod people;
mod reversal;

pub use amount::{Made, MadePart, Standing, make};
pub use choose::choose;
pub use fact::{Days, Fact};
pub use people::{Part, parts_of};
pub use reversal::{Proportion, proportional};

/// An amount left the bound that amounts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfBounds;
