//! What is wrong with a plan file: each finding with its code, its place and the way out.
//!
//! Knows the shape of a finding and the table of codes. Which code is given where is known by
//! `plan::parse` (what the file says) and by `lint` (how its parts go together).

use std::fmt;

/// The most characters of the file that a finding repeats.
pub(crate) const EXCERPT_CHARS_MAX: usize = 60;

/// The most findings that one answer lists; P0103 says that there are more.
pub const FINDINGS_MAX: usize = 1_000;

/// One thing that is wrong with a plan file.
///
/// Its text has the code, the place, the sentence, what was found, and the way out:
///
/// ```
/// use referral_ledger::plan::Plan;
///
/// let findings = Plan::read("schema = 2").unwrap_err();
/// let first = findings.iter().next().expect("findings are never empty");
/// assert!(first.to_string().starts_with("P0108 at line 1, column 1: `plan` is missing"));
/// let schema = findings.iter().find(|finding| finding.code == "P0104").expect("schema is 2");
/// assert_eq!((schema.line, schema.column, schema.text.as_str()), (1, 10, "2"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The permanent code, such as `P0201`.
    pub code: &'static str,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in characters.
    pub column: usize,
    /// The offending text, cut to 60 characters; empty where something is missing.
    pub text: String,
    /// What is wrong, in a sentence: lower case, no full stop.
    pub sentence: String,
    /// The way out; where a choice is missing, what the choices mean.
    pub help: String,
    /// The other place a conflict involves, as line and column.
    pub other: Option<(usize, usize)>,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { code, line, column, text, sentence, help, other } = self;
        write!(formatter, "{code} at line {line}, column {column}: {sentence}")?;
        if !text.is_empty() {
            write!(formatter, " (found {text})")?;
        }
        if let Some((line, column)) = other {
            write!(formatter, " (see also line {line}, column {column})")?;
        }
        write!(formatter, "\n  way out: {help}")
    }
}

/// Everything that is wrong with a plan file, in the order of the file. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Sorts the findings by place; `None` when there are none.
    pub(crate) fn of(mut findings: Vec<Finding>) -> Option<Findings> {
        debug_assert!(
            findings.iter().all(|finding| CODES.iter().any(|(code, _)| *code == finding.code)),
            "each code given is in the table"
        );
        findings.sort_by_key(|finding| (finding.line, finding.column, finding.code));
        (!findings.is_empty()).then_some(Findings(findings))
    }

    /// The findings, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }
}

impl fmt::Display for Findings {
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

impl std::error::Error for Findings {}

/// Every code a finding can have, and what it means. A code is never given another meaning.
///
/// | family | about |
/// |---|---|
/// | P01xx | the file, its syntax, keys and types |
/// | P02xx | version and dates |
/// | P03xx | order of operations |
/// | P04xx | amounts, rates and the currency |
/// | P05xx | ids |
/// | P06xx | the split |
/// | P07xx | components, rules, conditions and payees |
/// | P08xx | holds |
/// | P09xx | clawback |
/// | P19xx | words of the design that this release does not compute |
pub const CODES: &[(&str, &str)] = &[
    ("P0101", "the file has more bytes than a plan file may have"),
    ("P0102", "the file is not TOML, or writes a key twice"),
    ("P0103", "there are more findings than one answer lists"),
    ("P0104", "the schema of the file is not one this release reads"),
    ("P0105", "a value has another TOML type than its key asks for"),
    ("P0106", "a key is not known"),
    ("P0107", "a key is known, but does not belong where it stands"),
    ("P0108", "a key is missing; nothing that moves money has a default"),
    ("P0109", "a word is not among the choices of its key"),
    ("P0110", "a title or a because is blank, too long, or not one line"),
    ("P0111", "a whole number lies outside the range of its key"),
    ("P0112", "there are more entries than a plan may have"),
    ("P0113", "a list or a condition is empty"),
    ("P0114", "a list says the same thing twice"),
    ("P0201", "a date is not written as a bare TOML date"),
    ("P0202", "a date lies outside the years 1970 to 2199"),
    ("P0203", "the version ends before it begins, or on the same day"),
    ("P0204", "a component is triggered before its version is chosen"),
    ("P0205", "the time zone is not in the IANA database"),
    ("P0301", "the order does not begin with the rate, or has it twice"),
    ("P0302", "the order splits twice"),
    ("P0303", "the order never rounds"),
    ("P0304", "the order rounds what is already whole"),
    ("P0401", "an amount or a rate is a bare number"),
    ("P0402", "a text is not an amount"),
    ("P0403", "an amount is not in the currency of the plan"),
    ("P0404", "an amount is negative"),
    ("P0405", "a text is not a rate"),
    ("P0406", "the currency is not known, or has no minor units"),
    ("P0407", "the currency is not money"),
    ("P0408", "a percentage is taken of something its trigger does not have"),
    ("P0501", "a text is not an id"),
    ("P0502", "two components or two rules have one id"),
    ("P0503", "a declared lead kind is built in, or declared twice"),
    ("P0504", "a role has a name that the plan language keeps for itself"),
    ("P0601", "a share is zero"),
    ("P0602", "the shares do not add up to 100%"),
    ("P0603", "the originator, whom every lead has, names a role for their absence"),
    ("P0604", "a role does not say who bears its share when nobody holds it"),
    ("P0605", "a role's share goes to a role that the split does not have"),
    ("P0606", "roles send their shares in a circle"),
    ("P0607", "two entries of the split have one role"),
    ("P0701", "a component with conditions does not end in an otherwise rule"),
    ("P0702", "an otherwise rule does not stand alone at the end, after conditions"),
    ("P0703", "an always rule has rules beside it"),
    ("P0704", "two rules of a component can both hold"),
    ("P0705", "a condition names a lead kind that the plan does not know"),
    ("P0706", "a range of days is empty"),
    ("P0707", "an otherwise rule can never apply"),
    ("P0708", "a condition counts from or to a milestone after the trigger"),
    ("P0709", "a condition counts from a milestone to itself"),
    ("P0710", "the payee of a rule is not a role of the split"),
    ("P0711", "a rule pays by share in an order that does not split"),
    ("P0712", "the ranges of a rule contradict each other, so it never holds"),
    ("P0801", "a hold counts from a milestone that may not have happened at the trigger"),
    ("P0901", "a reward for a lead, before any win, has a clawback"),
    ("P0902", "a window counts from a payment, but no payment triggers the component"),
    ("P1901", "a word or key of the design is not built in this release"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_stand_once() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_finding_names_code_place_text_and_the_way_out() {
        let finding = Finding {
            code: "P0108",
            line: 3,
            column: 7,
            text: "\"x\"".to_owned(),
            sentence: "`y` is missing".to_owned(),
            help: "write y".to_owned(),
            other: Some((1, 2)),
        };
        assert_eq!(
            finding.to_string(),
            "P0108 at line 3, column 7: `y` is missing (found \"x\") (see also line 1, column 2)\
             \n  way out: write y"
        );
    }
}
