//! Profiles: the layout of the files that payroll and accounting read, as data.
//!
//! A profile is a file of its own that is read and looked at as a whole: what is wrong with it is
//! found before any run is rendered with it. How its rows are made is in `payroll`.
//!
//! | file | idea |
//! |---|---|
//! | `source` | what a cell is filled from |
//! | `file_name` | names of files with placeholders |
//! | `finding` | what is wrong with a profile, and the table of codes |
//! | `shape` | its tables and keys, and what to write |
//! | `read` | walking the document, reading values |
//! | `parse` | from the document to a profile |
//! | `check` | how its parts go together |

mod check;
mod file_name;
pub mod finding;
mod parse;
mod read;
mod shape;
mod source;

use crate::digest::Digest;
use crate::id::{ProfileId, RuleId};
use crate::money::Unit;
use crate::payee::WorkerClass;
use crate::plan::Findings;
pub(super) use file_name::FileNamed;
pub(super) use source::{Known, Source};

/// The most bytes of a profile's text.
pub const PROFILE_BYTES_MAX: usize = 65_536;

/// The layout of the files made of a run.
///
/// Its id carries its version: a layout that changes gets a new one, because the id is recorded
/// with every export (`RecordExport`), beside the digest of its text.
///
/// ```
/// use referral_ledger::report::Profile;
/// assert_eq!(Profile::generic_long().id().as_str(), "generic-long@1");
///
/// let findings = Profile::read("schema = 1\nid = 'acme'").unwrap_err();
/// assert!(findings.to_string().contains("F0104 at line 1, column 1: `version` is missing"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub(super) id: ProfileId,
    pub(super) title: String,
    pub(super) kind: Kind,
    /// Whether a payee has an item for each thing they are paid for, or one for all of it.
    pub(super) itemised: bool,
    pub(super) layout: Layout,
    pub(super) workers: Vec<WorkerClass>,
    /// The one currency it takes; `None` for any.
    pub(super) currency: Option<Unit>,
    pub(super) file_name: FileNamed,
    pub(super) split_by: Vec<Source>,
    pub(super) sort: Vec<Source>,
    pub(super) delimiter: char,
    pub(super) line_end: &'static str,
    pub(super) header: bool,
    pub(super) keeps_zero_lines: bool,
    pub(super) negatives: Negatives,
    pub(super) columns: Vec<Column>,
    pub(super) codes: Vec<Code>,
    pub(super) accounts: Vec<(Booked, String)>,
    pub(super) digest: Digest,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One amount of a payee.
    Long,
    /// A payee, with a column for each code.
    Wide,
    /// An entry of the books.
    Journal,
}

/// How rows stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A header and rows, after RFC 4180.
    Table,
    /// The blocks of QuickBooks' interchange format.
    Iif,
}

/// What becomes of what is kept from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Negatives {
    /// It is written with a sign.
    Allow,
    /// It is written without a sign, under the code of a deduction.
    AsDeduction,
    /// There is no file with any.
    Refuse,
}

/// A column: its title, what it is filled from, and how that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) header: String,
    pub(super) from: Source,
    pub(super) spec: Spec,
}

/// How a cell is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spec {
    Nothing,
    Text {
        of: Pattern,
        min: usize,
        max: usize,
        /// Whether what a spreadsheet would run gets an apostrophe; else it is refused.
        guarded: bool,
    },
    Money {
        /// How many decimals; `None` for those of the currency.
        scale: Option<u8>,
        parentheses: bool,
        /// Whether nothing is written as zero, or left empty.
        writes_zero: bool,
    },
    Date(DateFormat),
}

/// Which characters a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    Any,
    Ascii,
    Alphanumeric,
    Digits,
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateFormat {
    Iso,
    Us,
    UsShort,
    European,
    Compact,
}

/// A code of payroll, and what is paid under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) pays: Vec<Pays>,
    pub(super) worker: Option<WorkerClass>,
    pub(super) rule: Option<RuleId>,
    pub(super) code: String,
}

/// What is paid, as far as the lines of a run tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pays {
    /// All that is paid, in one amount.
    Paid,
    Rewards,
    Draws,
    Adjustments,
    Restatements,
    Balances,
    Recovered,
}

/// An account of the books of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Booked {
    Payable,
    Clearing,
    ClawbackReceivable,
    DrawReceivable,
}

impl Pays {
    /// What there is where each thing has an item of its own.
    pub(super) const ITEMS: [Pays; 6] = [
        Pays::Rewards,
        Pays::Draws,
        Pays::Adjustments,
        Pays::Restatements,
        Pays::Balances,
        Pays::Recovered,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Pays::Paid => "paid",
            Pays::Rewards => "rewards",
            Pays::Draws => "draws",
            Pays::Adjustments => "adjustments",
            Pays::Restatements => "restatements",
            Pays::Balances => "balances",
            Pays::Recovered => "recovered",
        }
    }
}

impl Booked {
    pub(super) const ALL: [Booked; 4] =
        [Booked::Payable, Booked::Clearing, Booked::ClawbackReceivable, Booked::DrawReceivable];

    pub(super) fn word(self) -> &'static str {
        match self {
            Booked::Payable => "payable",
            Booked::Clearing => "clearing",
            Booked::ClawbackReceivable => "clawback_receivable",
            Booked::DrawReceivable => "draw_receivable",
        }
    }
}

/// The profiles that are shipped: name and text.
const SHIPPED: [(&str, &str); 6] = [
    ("generic-long", include_str!("../profiles/generic-long.toml")),
    ("adp-epi", include_str!("../profiles/adp-epi.toml")),
    ("paychex-spi", include_str!("../profiles/paychex-spi.toml")),
    ("gusto-wide", include_str!("../profiles/gusto-wide.toml")),
    ("qbo-journal-csv", include_str!("../profiles/qbo-journal-csv.toml")),
    ("iif-journal", include_str!("../profiles/iif-journal.toml")),
];

impl Profile {
    /// Reads a profile, or says everything that is wrong with it.
    ///
    /// # Errors
    /// [`Findings`], each with its place and the way out.
    pub fn read(text: &str) -> Result<Profile, Findings> {
        parse::profile(text)
    }

    /// The profile of a company's payroll that is shipped under this name; `None` when none is.
    ///
    /// ```
    /// use referral_ledger::report::Profile;
    /// let adp = Profile::shipped("adp-epi").expect("it is shipped");
    /// assert_eq!(adp.id().as_str(), "adp-epi@1");
    /// assert_eq!(Profile::shipped("nobody"), None);
    /// ```
    pub fn shipped(name: &str) -> Option<Profile> {
        Profile::shipped_text(name).and_then(|text| Profile::read(text).ok())
    }

    /// The text of a shipped profile, to be copied and changed; `None` when there is none of this
    /// name.
    pub fn shipped_text(name: &str) -> Option<&'static str> {
        SHIPPED.iter().find(|(shipped, _)| *shipped == name).map(|(_, text)| *text)
    }

    /// The names of the shipped profiles.
    ///
    /// ```
    /// use referral_ledger::report::Profile;
    /// let all: Vec<&str> = Profile::shipped_names().collect();
    /// let names = "generic-long adp-epi paychex-spi gusto-wide qbo-journal-csv iif-journal";
    /// assert_eq!(all.join(" "), names);
    /// ```
    pub fn shipped_names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// `generic-long@1`: a CSV file with a header and one row per payee, for any payroll system
    /// that can map columns.
    ///
    /// UTF-8 without byte order mark, commas, CRLF, text in quotes where RFC 4180 asks for them.
    /// Columns: run, period, pay_group, payee, name, worker_class, earning_code, unit, gross,
    /// recovered, amount. `amount` is what is to be paid; `gross = recovered + amount`. Amounts
    /// are digits with the currency's decimals, without unit and without digit groups.
    pub fn generic_long() -> Profile {
        Profile::shipped("generic-long").expect("a shipped profile is whole: a test reads each")
    }

    /// The profile and its version.
    pub fn id(&self) -> &ProfileId {
        &self.id
    }

    /// What it is for, in a line.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What a row is: `long`, `wide` or `journal`.
    pub fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Long => "long",
            Kind::Wide => "wide",
            Kind::Journal => "journal",
        }
    }

    /// The titles of its columns, in order; some may stand twice.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.header.as_str())
    }

    /// SHA-256 of its text.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}
