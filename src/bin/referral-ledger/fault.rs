//! Faults: why a verb stopped, with a code for scripts and an exit status.
//!
//! A refusal of the journal keeps its own code (R...) and fields, a plan file its own (P...). What
//! only this tool can meet has a code of the table below, whose first digit is the exit status.

use referral_ledger::SubmitError;
use referral_ledger::record::RecordError;
use referral_ledger::refusal::Refusal;
use referral_ledger::store::StoreError;
use serde_json::json;
use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// What only this tool can meet. A code is never given another meaning.
pub(crate) const CODES: &[(&str, &str)] = &[
    ("C1001", "a line or a row is no command that can be told"),
    ("C1002", "the journal has nothing of that name"),
    ("C1003", "the payroll file cannot be made"),
    ("C1004", "a law does not hold over this journal"),
    ("C1005", "the statement cannot be made"),
    ("C1006", "the study cannot be made"),
    ("C1007", "something was found in a profile"),
    ("C2001", "a file cannot be read or written"),
    ("C2002", "the names file does not say who is who"),
    ("C2003", "the mapping file does not say how rows become commands"),
    ("C2004", "the output cannot be written"),
    ("C2005", "the account map does not say what accounts are called"),
    ("C2006", "the file does not say what payroll answered"),
    ("C3001", "there is no journal in that file"),
    ("C3002", "the store failed"),
    ("C3003", "a record cannot be read"),
    ("C3004", "other writers were faster, time and again"),
];

/// How a verb ended. The numbers are a promise to scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Everything was done.
    Done = 0,
    /// Something was refused, or was no command.
    Refused = 1,
    /// The arguments, or a file they name, cannot be used.
    Usage = 2,
    /// The journal's file failed.
    Store = 3,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// Why a verb stopped.
#[derive(Debug)]
pub(crate) struct Fault {
    code: &'static str,
    sentence: String,
    fields: Vec<(&'static str, String)>,
    output: Option<io::ErrorKind>,
}

impl Fault {
    /// A fault of the table above.
    pub(crate) fn new(code: &'static str, sentence: impl Into<String>) -> Fault {
        debug_assert!(CODES.iter().any(|(known, _)| *known == code), "{code} is in the table");
        Fault { code, sentence: sentence.into(), fields: Vec::new(), output: None }
    }

    /// A file that cannot be read or written, and what to do.
    pub(crate) fn file(path: &std::path::Path, problem: impl fmt::Display, help: &str) -> Fault {
        Fault::new("C2001", format!("{}: {problem}: {help}", path.display()))
    }

    /// The same with what this tool offers, where it is a fault of this code.
    #[must_use]
    pub(crate) fn hint(mut self, code: &str, hint: &str) -> Fault {
        if self.code == code {
            self.sentence += &format!(" ({hint})");
        }
        self
    }

    /// The exit status: that of the code's family.
    pub(crate) fn status(&self) -> Status {
        match self.code.as_bytes() {
            [b'C', b'2', ..] => Status::Usage,
            [b'C', b'3', ..] => Status::Store,
            _ => Status::Refused,
        }
    }

    /// Whether whoever read the output went away.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        self.output == Some(io::ErrorKind::BrokenPipe)
    }

    /// Tells it on standard error, as a line of text or of JSON.
    pub(crate) fn report(&self, as_json: bool) {
        let line = if as_json {
            let fields: serde_json::Map<_, _> = self
                .fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect();
            let (code, sentence) = (self.code, &self.sentence);
            json!({ "error": { "code": code, "sentence": sentence, "fields": fields } }).to_string()
        } else {
            self.to_string()
        };
        // Where even standard error is closed, only the exit status is left to tell.
        let _unheard = writeln!(io::stderr(), "{line}");
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.sentence)
    }
}

impl From<Refusal> for Fault {
    fn from(no: Refusal) -> Fault {
        let (code, sentence, fields) = (no.code(), no.to_string(), no.fields());
        Fault { code, sentence, fields, output: None }
    }
}

impl From<SubmitError> for Fault {
    fn from(error: SubmitError) -> Fault {
        match error {
            SubmitError::Refused(no) => no.into(),
            SubmitError::Store(fault) => fault.into(),
            SubmitError::Record(fault) => fault.into(),
            other => Fault::new("C3004", other.to_string()),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::new("C3002", error.to_string())
    }
}

impl From<RecordError> for Fault {
    fn from(error: RecordError) -> Fault {
        Fault::new("C3003", error.to_string())
    }
}

/// The output could not be written.
impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        let output = Some(error.kind());
        Fault { output, ..Fault::new("C2004", format!("the output cannot be written: {error}")) }
    }
}
