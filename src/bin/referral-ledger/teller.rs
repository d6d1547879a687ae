//! Who tells, and when: the arguments of every verb that tells the journal one command.

use crate::clock;
use crate::fault::Fault;
use clap::Args;
use referral_ledger::command::Command;
use referral_ledger::id::ActorId;
use referral_ledger::time::Timestamp;
use referral_ledger::told::{Actor, Key, Told};

/// Who tells, and when.
#[derive(Debug, Args)]
pub(crate) struct Teller {
    /// Who tells it, by the id the company knows them by. A technician's is their payee id.
    #[arg(long, value_name = "ACTOR")]
    by: ActorId,
    /// The actor is a program, not a person. A program approves and voids nothing.
    #[arg(long)]
    program: bool,
    #[command(flatten)]
    when: When,
}

/// When it is told.
#[derive(Debug, Args)]
pub(crate) struct When {
    /// When it is told, as 2026-03-31T09:05:00.000Z. Left out: now, by this machine's clock.
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
}

impl When {
    /// The instant that was given, or now.
    pub(crate) fn instant(&self) -> Result<Timestamp, Fault> {
        let now = self.at.or_else(clock::now);
        now.ok_or_else(|| Fault::new("C2001", "this machine has no sensible time: give --at"))
    }
}

impl Teller {
    /// A command told by this actor, under its natural key.
    pub(crate) fn told(&self, command: &Command) -> Result<Told, Fault> {
        let id = self.by.clone();
        let by = if self.program { Actor::system(id) } else { Actor::human(id) };
        Ok(Told { at: self.when.instant()?, by, key: Key::of(command) })
    }
}
