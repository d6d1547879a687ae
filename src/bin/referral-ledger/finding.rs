//! A finding of a file as data, and as a line of text.

use referral_ledger::plan::Finding;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct FindingOut {
    code: &'static str,
    line: usize,
    column: usize,
    text: String,
    sentence: String,
    help: String,
    #[serde(skip)]
    pub(crate) prose: String,
}

impl FindingOut {
    pub(crate) fn of(finding: &Finding) -> FindingOut {
        FindingOut {
            code: finding.code,
            line: finding.line,
            column: finding.column,
            text: finding.text.clone(),
            sentence: finding.sentence.clone(),
            help: finding.help.clone(),
            prose: finding.to_string(),
        }
    }
}
