//! Why a run cannot be rendered: everything at once, before a byte is written.

use crate::id::PayeeId;
use crate::money::Unit;
use std::fmt;

/// Why a pay sheet cannot be written to files. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError {
    problems: Vec<Problem>,
}

impl RenderError {
    pub(super) fn of(problems: Vec<Problem>) -> RenderError {
        RenderError { problems }
    }

    /// Everything that is in the way. Never empty.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            write!(formatter, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RenderError {}

/// One thing that is in the way of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Payees whom the directory does not name.
    #[error("the directory does not name {} of {lines} payees: {}", payees.len(), listed(payees))]
    NamesMissing {
        /// All of them, sorted.
        payees: Vec<PayeeId>,
        /// How many payees the file would have.
        lines: usize,
    },
    /// Payees without an id in the other system.
    #[error(
        "the directory has no {system} id of {} of {lines} payees: {}",
        payees.len(),
        listed(payees)
    )]
    ExternalMissing {
        /// The system.
        system: String,
        /// All of them, sorted.
        payees: Vec<PayeeId>,
        /// How many payees the file would have.
        lines: usize,
    },
    /// A constant of the profile that was not given.
    #[error("the constant {constant} is not given")]
    ConstantMissing {
        /// Which.
        constant: String,
    },
    /// Something is paid that no code of the profile is for.
    #[error("the profile has no code for {what}: it is paid to {}", listed(payees))]
    CodeMissing {
        /// What.
        what: String,
        /// To whom.
        payees: Vec<PayeeId>,
    },
    /// A cell that its column does not take. The cell itself is not repeated.
    #[error("column {column} ({header}) of {whose}: what it is filled with {why}")]
    Cell {
        /// The column, counted from 1.
        column: usize,
        /// Its title.
        header: String,
        /// The payee, or the run.
        whose: String,
        /// Why not.
        why: String,
    },
    /// Something was kept, and the profile takes no negative amounts.
    #[error("something is kept from {}, and the profile takes no negative amounts", listed(payees))]
    Negative {
        /// From whom.
        payees: Vec<PayeeId>,
    },
    /// The profile is for another currency.
    #[error("the run pays in {pays} and the profile takes {takes}")]
    OtherCurrency {
        /// In what the run pays.
        pays: Unit,
        /// What the profile takes.
        takes: Unit,
    },
    /// What was paid for cannot be told any more.
    #[error(
        "what the lines were made of has changed since they were paid: use the files that were \
         recorded, or a profile with lines = \"net\""
    )]
    ItemsGone,
    /// The profile divides the run into several files.
    #[error("the run comes to {count} files, and one was asked for: render all of them")]
    SeveralFiles {
        /// How many.
        count: usize,
    },
    /// Two files would have one name.
    #[error("two files would be called {name}")]
    SameName {
        /// The name.
        name: String,
    },
    /// A file would have a name that a file system may not take.
    #[error("a file would be called {name}, which begins with a dot or has over 128 characters")]
    BadName {
        /// The name.
        name: String,
    },
}

fn listed(payees: &[PayeeId]) -> String {
    payees.iter().map(PayeeId::as_str).collect::<Vec<_>>().join(", ")
}
