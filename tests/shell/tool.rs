//! A shell in a folder of its own: runs the real tool and keeps what it said.
#![allow(dead_code)] // no test file uses all of it

use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The tool under test.
pub(crate) const TOOL: &str = env!("CARGO_BIN_EXE_referral-ledger");

/// A folder, and the tool run in it.
pub(crate) struct Shell {
    folder: TempDir,
}

/// What a run of the tool said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Shell {
    pub(crate) fn new() -> Shell {
        Shell { folder: tempfile::tempdir().unwrap() }
    }

    /// A journal `j.redb` that was told all the examples.
    pub(crate) fn with_examples() -> Shell {
        let shell = Shell::new();
        let commands = shell.run("commands").done().out;
        shell.submit(&commands).done();
        shell
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the tool with arguments that stand between blanks, and nothing on standard input.
    pub(crate) fn run(&self, arguments: &str) -> Said {
        self.pipe(arguments, "")
    }

    /// Tells the journal `j.redb` these lines.
    pub(crate) fn submit(&self, lines: &str) -> Said {
        self.pipe("submit j.redb", lines)
    }

    /// Runs the tool with this text on standard input.
    pub(crate) fn pipe(&self, arguments: &str, input: &str) -> Said {
        let mut child = self.command(arguments).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // Written beside the reading, so that neither waits for the other.
        let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Said {
            status: output.status.code().expect("the tool was not killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The tool, ready to be run in the folder.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(TOOL);
        command.args(arguments.split_whitespace()).current_dir(self.folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

impl Said {
    /// That everything was done, and nothing was complained of.
    #[track_caller]
    pub(crate) fn done(self) -> Said {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{}", self.out);
        self
    }

    /// That it ended with this status and this code on standard error.
    #[track_caller]
    pub(crate) fn fails(self, status: i32, code: &str) -> Said {
        assert_eq!(self.status, status, "{self:?}");
        assert!(self.err.starts_with(code), "{self:?}");
        self
    }

    /// That each of these stands in what it said.
    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Said {
        for part in parts {
            assert!(self.out.contains(part), "{part:?} is not in:\n{}", self.out);
        }
        self
    }

    /// Its one line of JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|wrong| panic!("{wrong}: {self:?}"))
    }

    /// Its lines of JSON.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
