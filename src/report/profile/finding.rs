//! What is wrong with a profile: each finding with its code, its place and the way out.

use crate::plan::Finding;
use std::fmt;

/// Everything that is wrong with a profile, in the order of the file. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileFindings(Vec<Finding>);

impl ProfileFindings {
    /// Sorts the findings by place; `None` when there are none.
    pub(super) fn of(mut findings: Vec<Finding>) -> Option<ProfileFindings> {
        debug_assert!(
            findings.iter().all(|finding| CODES.iter().any(|(code, _)| *code == finding.code)),
            "each code given is in the table"
        );
        findings.sort_by_key(|finding| (finding.line, finding.column, finding.code));
        (!findings.is_empty()).then_some(ProfileFindings(findings))
    }

    /// The findings, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }
}

impl fmt::Display for ProfileFindings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(formatter)?;
            }
            write!(formatter, "{finding}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ProfileFindings {}

/// Every code a finding in a profile can have, and what it means. A code is never given another
/// meaning.
pub const CODES: &[(&str, &str)] = &[
    ("F0101", "the file has more bytes than a profile may have"),
    ("F0102", "the file is not TOML, or writes a key twice"),
    ("F0103", "the schema of the file is not one this release reads"),
    ("F0104", "a key is missing; nothing of a layout has a default that could lose pay"),
    ("F0105", "a key is not known"),
    ("F0106", "a value has another TOML type than its key asks for"),
    ("F0107", "a word is not among the choices of its key"),
    ("F0108", "a word of the design is not built in this release"),
    ("F0109", "a whole number lies outside the range of its key"),
    ("F0110", "a list is empty, too long, or says the same thing twice"),
    ("F0111", "a key does not go with the rest of the profile"),
    ("F0112", "a text is blank, too long, or not one line; or an id is none"),
    ("F0201", "a column, a file name or an order is filled from what is not known"),
    ("F0202", "what fills a column does not go with the kind of the profile"),
    ("F0203", "a column does not say how it is written, or in a way its content is not"),
    ("F0204", "a column that identifies would be changed by a guard"),
    ("F0205", "no column says what is paid, or to which account it goes"),
    ("F0206", "what is paid stands in two columns"),
    ("F0207", "a column is for a code under which nothing is paid"),
    ("F0208", "a text that is written in every row does not fit its own column"),
    ("F0301", "a column has fewer decimals than the currency"),
    ("F0302", "the currency is not known, or is not money"),
    ("F0401", "something that is paid has no code"),
    ("F0402", "a code is never reached, because one before it takes the same"),
    ("F0403", "a code asks for a rule where no rule is known"),
    ("F0404", "a code has no column, so that its pay would be lost"),
    ("F0405", "a deduction has the code of something that is paid"),
    ("F0501", "an account of the run has no name"),
    ("F0601", "a file name is no name, or holds what is not the same in the whole file"),
    ("F0602", "two files of a run would have the same name"),
    ("F0603", "files are divided by what is not known of a payee"),
];
