//! Where a verb's value goes: standard output, as text or as one line of JSON.
//!
//! Knows whether JSON was asked for. A reader that went away (`| head`) is an error that ends the
//! verb quietly; nothing here panics.

use crate::fault::Fault;
use serde::Serialize;
use std::io::{self, BufWriter, Stdout, Write};

/// A value that a person can read.
pub(crate) trait Text {
    /// The page, each line ended.
    fn text(&self) -> String;
}

/// Standard output.
pub(crate) struct Out {
    json: bool,
    /// Whether somebody still reads.
    heard: bool,
    to: BufWriter<Stdout>,
}

impl Out {
    /// Standard output, for values as JSON or as text.
    pub(crate) fn new(json: bool) -> Out {
        Out { json, heard: true, to: BufWriter::new(io::stdout()) }
    }

    /// Whether JSON was asked for.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a value the way that was asked for.
    pub(crate) fn tell(&mut self, value: &(impl Serialize + Text)) -> Result<(), Fault> {
        if self.json { self.json_line(value) } else { self.text(&value.text()) }
    }

    /// Prints a value as one line of JSON.
    pub(crate) fn json_line(&mut self, value: &impl Serialize) -> Result<(), Fault> {
        serde_json::to_writer(&mut self.to, value).map_err(io::Error::from)?;
        Ok(self.to.write_all(b"\n")?)
    }

    /// Prints the answer to one of many commands, at once, for whoever waits for it before sending
    /// the next one. When nobody reads any more, the rest is told all the same.
    pub(crate) fn answer(&mut self, value: &impl Serialize) -> Result<(), Fault> {
        if !self.heard {
            return Ok(());
        }
        match self.json_line(value).and_then(|()| self.flush()) {
            Err(fault) if fault.is_broken_pipe() => {
                self.heard = false;
                Ok(())
            }
            done => done,
        }
    }

    /// Prints text as it stands.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Fault> {
        Ok(self.to.write_all(text.as_bytes())?)
    }

    /// Where a report writes itself.
    pub(crate) fn writer(&mut self) -> &mut impl Write {
        &mut self.to
    }

    /// Hands over what is still buffered.
    pub(crate) fn flush(&mut self) -> Result<(), Fault> {
        if self.heard { Ok(self.to.flush()?) } else { Ok(()) }
    }
}
