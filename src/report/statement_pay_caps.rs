//! Lines of a statement about caps that are measured at payout: what was above them when a run was
//! locked, and what becomes of it.

use crate::command::Command;
use crate::event::{CapMeasured, Event};
use crate::id::PayeeId;
use crate::money::Amount;
use crate::payout::RunId;
use crate::time::Date;

/// What was above a cap when a run was locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayCapLine {
    /// The day it stands under.
    pub on: Date,
    /// The run.
    pub run: RunId,
    /// How the cap measured what was payable.
    pub measured: CapMeasured,
    /// What was above it.
    pub above: Amount,
}

impl PayCapLine {
    /// What an event tells a payee of what was above caps; nothing for any other event.
    pub(super) fn of(command: &Command, event: &Event, payee: &PayeeId) -> Vec<PayCapLine> {
        let (Command::LockRun(told), Event::PayCapped(it)) = (command, event) else {
            return Vec::new();
        };
        let line = |measured: &CapMeasured| {
            let (on, run, above) = (it.on, told.run.clone(), measured.above()?);
            Some(PayCapLine { on, run, measured: measured.clone(), above })
        };
        let caps = it.caps.iter().filter(|_| it.payee == *payee);
        caps.filter_map(line).collect()
    }

    /// Sentences below the line.
    pub(super) fn sentences(&self) -> Vec<String> {
        let CapMeasured { cap, period, at_most, used, takes, forfeited, .. } = &self.measured;
        let mut sentences = vec![format!(
            "cap {cap} of {period}: {used} of {at_most} used before, and {takes} in this run"
        )];
        sentences.push(match forfeited {
            Some(_) => "it is nobody's once the run is settled".to_owned(),
            None => "it stays payable, and waits for a run of a period that has room".to_owned(),
        });
        sentences
    }
}
