//! Collects what is wrong with a plan file, or another TOML file, up to a bound.
//!
//! Knows how a finding gets its place and its excerpt. Knows no key and no rule of a plan.

use std::ops::Range;

use super::source::Text;
use crate::plan::finding::{CODES, FINDINGS_MAX};
use crate::plan::{Finding, Findings};

/// The findings of one file so far.
pub(crate) struct Report<'s> {
    text: &'s Text<'s>,
    findings: Vec<Finding>,
    is_cut: bool,
    /// The codes of this kind of file, and the one that says that there are more findings; without
    /// it all are listed.
    codes: (&'static [(&'static str, &'static str)], Option<&'static str>),
}

impl<'s> Report<'s> {
    pub(crate) fn new(text: &'s Text<'s>) -> Report<'s> {
        Report::with(text, (CODES, Some("P0103")))
    }

    /// A report on another kind of file: its codes, and the one that says that there are more;
    /// without it all findings are listed.
    pub(crate) fn with(
        text: &'s Text<'s>,
        codes: (&'static [(&'static str, &'static str)], Option<&'static str>),
    ) -> Report<'s> {
        Report { text, findings: Vec::new(), is_cut: false, codes }
    }

    /// What stands there is wrong.
    pub(crate) fn wrong(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        sentence: impl Into<String>,
        help: impl Into<String>,
    ) {
        let text = self.text.excerpt(at.clone());
        self.push(code, at, text, None, sentence.into(), help.into());
    }

    /// What stands there does not go with what stands elsewhere.
    pub(crate) fn conflict(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        other: Range<usize>,
        sentence: impl Into<String>,
        help: impl Into<String>,
    ) {
        let text = self.text.excerpt(at.clone());
        let other = Some(self.text.place(other.start));
        self.push(code, at, text, other, sentence.into(), help.into());
    }

    /// Something is missing from what begins there.
    pub(crate) fn missing(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        sentence: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(code, at, String::new(), None, sentence.into(), help.into());
    }

    /// Whether another finding, which there is, would be left out; spares the work of wording it.
    pub(crate) fn is_full_for_another(&mut self) -> bool {
        self.is_cut |= self.codes.1.is_some() && self.findings.len() == FINDINGS_MAX;
        self.is_cut
    }

    /// Everything that was found, in the order of the file; `None` when nothing was.
    pub(crate) fn finish(mut self) -> Option<Findings> {
        if let Some(code) = self.codes.1.filter(|_| self.is_cut) {
            // Behind everything else, because it is about what is not shown.
            let (line, column) = self.text.place(usize::MAX);
            self.findings.push(Finding {
                code,
                line,
                column,
                text: String::new(),
                sentence: format!("there are more findings than the {FINDINGS_MAX} listed here"),
                help: "mend these first and read the file again".to_owned(),
                other: None,
            });
        }
        Findings::of(self.findings, self.codes.0)
    }

    fn push(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        text: String,
        other: Option<(usize, usize)>,
        sentence: String,
        help: String,
    ) {
        if self.is_full_for_another() {
            return;
        }
        let (line, column) = self.text.place(at.start);
        self.findings.push(Finding { code, line, column, text, sentence, help, other });
    }
}
