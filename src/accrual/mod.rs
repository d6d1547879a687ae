//! The accrual pipeline: from a fact and a plan to amounts with their Why. Pure functions.
//!
//! | file | idea |
//! |---|---|
//! | `fact` | what a rule may look at |
//! | `choose` | which rule of a component applies, and why not the others |
//! | `people` | who gets which share |
//! | `counter` | what tiers, floors, caps and pools remember of earlier facts |
//! | `make` | the stages in the plan's order |
//! | `read` | bases and measures, read off a fact's lines |
//! | `rate`, `tiers` | the formula, and rounding |
//! | `divide` | the splits |
//! | `based` | caps on the base |
//! | `bound`, `pool` | campaigns, floors, caps; budget pools |
//! | `close` | what the close of a period pays |
//! | `reversal` | how much a refund takes back: its own operation, never a formula run backwards |
//!
//! Nothing here knows the ledger: what was posted before comes in as numbers.

mod based;
mod bound;
mod choose;
mod close;
mod counter;
mod divide;
mod fact;
mod make;
mod people;
mod pool;
mod rate;
mod read;
mod reversal;
mod tiers;

pub use choose::choose;
pub use close::{Looked, attained, reckon};
pub use counter::{Before, Beyond, Funds, Move, NothingBefore, Position};
pub use fact::{Days, Fact};
pub use make::{Asked, Made, MadePart, Passed, make};
pub use people::{Part, parts_of};
pub(crate) use read::{counted_money, reading_of};
pub use reversal::{Proportion, proportional};

/// An amount left the bound that amounts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfBounds;
