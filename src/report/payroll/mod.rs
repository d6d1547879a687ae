//! The files that payroll and accounting read: made of a pay sheet, a profile and a directory.
//!
//! Rendering is pure: the same three give the same bytes. Either all files are made, or all that is
//! in the way is told and there is none.
//!
//! | file | idea |
//! |---|---|
//! | `rows` | what is paid to whom under which code |
//! | `cells` | how a text, an amount and a date are written |
//! | `write` | order, division, names, bytes, control totals |
//! | `problem` | why there is no file |

pub(in crate::report) mod cells;
pub mod problem;
mod rows;
mod write;

use super::directory::Directory;
use super::pay_sheet::PaySheet;
use super::profile::Profile;
use crate::command::{CodeTotal, ExportedFile, RecordExport};
use crate::digest::Digest;
use crate::id::ProfileId;
use crate::money::Amount;
use problem::{Problem, RenderError};
use std::collections::BTreeMap;
use write::Writer;

/// A file: its name and its bytes, the profile that made it, and what was counted in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayrollFile {
    name: String,
    bytes: Vec<u8>,
    profile: ProfileId,
    layout: Digest,
    totals: ControlTotals,
}

/// What was counted in a file, to be compared with what the other system says it read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlTotals {
    /// How many rows, without headers.
    pub rows: usize,
    /// How many payees.
    pub payees: usize,
    /// What it adds to pay; of a journal, its debits.
    pub positive: Amount,
    /// What it takes from pay, negative or zero; of a journal, its credits.
    pub negative: Amount,
    /// Both together.
    pub net: Amount,
    /// What stands under each code of payroll, or of a journal in each account.
    pub codes: BTreeMap<String, Amount>,
    /// The digits of the payees' ids in other systems, each taken as a number of at most 10 digits
    /// (the last ones), added up row by row; the last 10 digits of that.
    pub id_hash: u64,
}

impl PayrollFile {
    fn new(name: String, bytes: Vec<u8>, profile: &Profile, totals: ControlTotals) -> PayrollFile {
        PayrollFile { name, bytes, profile: profile.id().clone(), layout: profile.digest(), totals }
    }

    /// A name for the file: `us-field_2026-03_1.csv`. Letters, digits and `. _ - %` only.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the file.
    pub fn digest(&self) -> Digest {
        Digest::sha256(&self.bytes)
    }

    /// The profile that made it.
    pub fn profile(&self) -> ProfileId {
        self.profile.clone()
    }

    /// SHA-256 of the text of that profile.
    pub fn layout(&self) -> Digest {
        self.layout
    }

    /// What was counted in it.
    pub fn totals(&self) -> &ControlTotals {
        &self.totals
    }

    fn exported(&self) -> ExportedFile {
        let ControlTotals { rows, payees, positive, negative, net, codes, id_hash } = &self.totals;
        let count = |number: usize| u32::try_from(number).expect("a run has fewer than 2^32 rows");
        ExportedFile {
            name: self.name.parse().expect("a rendered name is of plain characters"),
            profile: self.profile.clone(),
            layout: self.layout,
            digest: self.digest(),
            bytes: u64::try_from(self.bytes.len()).expect("a file fits into memory"),
            rows: count(*rows),
            payees: count(*payees),
            positive: *positive,
            negative: *negative,
            net: *net,
            codes: codes
                .iter()
                .map(|(code, total)| CodeTotal { code: code.clone(), total: *total })
                .collect(),
            id_hash: *id_hash,
        }
    }
}

impl PaySheet {
    /// The one file of a profile that does not divide.
    ///
    /// # Errors
    /// [`RenderError`] with everything that is in the way; nothing is written.
    pub fn render(
        &self,
        profile: &Profile,
        directory: &Directory,
    ) -> Result<PayrollFile, RenderError> {
        let mut files = self.render_all(profile, directory)?;
        match (files.pop(), files.len()) {
            (Some(file), 0) => Ok(file),
            (file, others) => {
                let count = others + usize::from(file.is_some());
                Err(RenderError::of(vec![Problem::SeveralFiles { count }]))
            }
        }
    }

    /// All files of a profile: one, or one for each of what it divides by; none where it divides
    /// and nobody is in the run.
    ///
    /// # Errors
    /// [`RenderError`] with everything that is in the way; nothing is written.
    pub fn render_all(
        &self,
        profile: &Profile,
        directory: &Directory,
    ) -> Result<Vec<PayrollFile>, RenderError> {
        let mut problems = Vec::new();
        let pays = self.total().unit();
        if let Some(takes) = profile.currency.filter(|takes| *takes != pays) {
            problems.push(Problem::OtherCurrency { pays, takes });
        }
        if self.is_converted && profile.kind == super::profile::Kind::Journal {
            problems.push(Problem::Converted);
        }
        let rows = rows::rows(self, profile, &mut problems);
        let writer = Writer { sheet: self, profile, directory };
        writer.missing(&rows, &mut problems);
        if !problems.is_empty() {
            return Err(RenderError::of(problems)); // a cell without its id would be told twice
        }
        let files = writer.files(&rows, &mut problems);
        if problems.is_empty() { Ok(files) } else { Err(RenderError::of(problems)) }
    }

    /// The command that records the export in these files, which together pay the run.
    ///
    /// It is refused if they do not: a second payroll file of the same lines has no place beside
    /// the first. A journal adds nothing to pay.
    ///
    /// # Panics
    /// Never for files that this crate rendered.
    pub fn export(&self, files: &[PayrollFile]) -> RecordExport {
        let exported: Vec<ExportedFile> = files.iter().map(PayrollFile::exported).collect();
        let digests = exported.iter().map(|file| (file.name.as_str(), file.digest));
        RecordExport {
            run: self.run().clone(),
            profile: match files.first() {
                Some(file) => file.profile(),
                None => "none".parse().expect("the word is visible ASCII"),
            },
            file: RecordExport::digest_of(digests),
            lines: self.digest(),
            total: self.total(),
            files: exported,
        }
    }
}
