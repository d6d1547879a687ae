//! `referral-ledger`: the verbs of the library from a shell.
//!
//! This file knows how the tool begins and ends: arguments in, one verb, an exit status out. It
//! does not know what any verb does. Data flows one way: arguments, work, a value, and the value
//! is printed as text or as JSON.
#![forbid(unsafe_code)]
#![deny(clippy::unwrap_used)]

mod args;
mod books;
mod clock;
mod commands;
mod csv_lines;
mod explain;
mod fault;
mod fields;
mod finding;
mod import;
mod journal_file;
mod names;
mod out;
mod outcome;
mod plan;
mod profile;
mod progress;
mod replay;
mod reward_row;
mod row_ids;
mod run;
mod show;
mod statement;
mod strict_json;
mod study;
mod submit;
mod teller;
mod told_line;

use args::Args;
use clap::Parser as _;
use out::Out;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Args { json, verb } = Args::parse(); // wrong usage ends here, with status 2
    let mut out = Out::new(json);
    let done = verb.run(&mut out).and_then(|status| out.flush().map(|()| status));
    match done {
        Ok(status) => status.into(),
        // The reader, such as `head`, has seen enough: that is no failure.
        Err(fault) if fault.is_broken_pipe() => ExitCode::SUCCESS,
        Err(fault) => {
            fault.report(json);
            fault.status().into()
        }
    }
}
