//! Studies: what the recorded history would have come to, had something in it been otherwise.
//!
//! A study reads the records once and decides their commands again on a scratch ledger, with some
//! things put right. It changes nothing, and no clock plays a part: every command is told when the
//! journal was told it. People, plans, facts and passing days are decided again. Runs, approvals,
//! adjustments, restatements, holds by hand and the closing of months are not: they move what was
//! earned from place to place, and no study looks at places. Points and time off are left out: a
//! study compares money.
//!
//! | file | idea |
//! |---|---|
//! | `changes` | what is put right, checked and in the order of the history |
//! | `scratch` | the history decided again |
//! | `reading` | what was earned, by payee, rule and source |
//! | `restate` | what a closed period would have come to: lines to post |
//! | `simulate` | what another plan would have paid |

mod changes;
mod reading;
mod restate;
mod scratch;
mod simulate;

pub use restate::{again, restate};
pub use simulate::{Simulated, Simulation, simulate};

use crate::id::PayeeId;
use crate::money::Unit;
use crate::record::RecordError;
use crate::refusal::Refusal;
use crate::time::{Date, Period};

/// Why there is no study.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// The period is not made of calendar months.
    #[error("{period} does not begin and end with a calendar month: restate whole months")]
    NotMonths {
        /// The period asked for.
        period: Period,
    },
    /// The period is not closed in the books.
    #[error(
        "{period} is not closed in the books, {}: close its months first, \
         and until then tell the facts as they are",
        match open_from {
            Some(day) => format!("which are open from {day}"),
            None => "of which no month is".to_owned(),
        }
    )]
    NotClosed {
        /// The period asked for.
        period: Period,
        /// The first day that is open; `None` when no month is closed.
        open_from: Option<Date>,
    },
    /// A change does not fit the journal.
    #[error("change {change} {problem}")]
    Unfit {
        /// Which change, counted from 1.
        change: usize,
        /// What is wrong, and the way out.
        problem: String,
    },
    /// What a change tells would be refused.
    #[error("what change {change} tells would be refused ({}): {refusal}", refusal.code())]
    Refused {
        /// Which change, counted from 1.
        change: usize,
        /// The refusal.
        refusal: Box<Refusal>,
    },
    /// What somebody earned and would have earned are amounts of two currencies.
    #[error(
        "{payee} earned {was} and would have earned {would_be}: keep the currency of the plan, when \
         it converts and their pay group, or study the change in a journal of its own"
    )]
    CurrencyDiffers {
        /// Whose.
        payee: PayeeId,
        /// What the journal counts.
        was: Unit,
        /// What the changes would count.
        would_be: Unit,
    },
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
}
