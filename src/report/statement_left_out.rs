//! Lines of a statement about runs that left the payee out: how much there was, and how much more
//! would have been paid out.

use crate::command::Command;
use crate::event::Event;
use crate::id::PayeeId;
use crate::money::Amount;
use crate::payout::RunId;
use crate::payout::threshold::{Below, Counted, Threshold};
use crate::time::Date;

/// A run that left the payee out, for they were below its threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutLine {
    /// The day it stands under.
    pub on: Date,
    /// The run.
    pub run: RunId,
    /// What was payable, draws among it.
    pub payable: Amount,
    /// What would have been paid.
    pub net: Amount,
    /// The threshold of the run.
    pub threshold: Threshold,
    /// How much more would have been paid out.
    pub missing: Amount,
}

impl LeftOutLine {
    /// What an event tells a payee of a run that left them out; `None` for any other event.
    pub(super) fn of(command: &Command, event: &Event, payee: &PayeeId) -> Option<LeftOutLine> {
        let (Command::LockRun(told), Event::LeftOut(it)) = (command, event) else { return None };
        let payable = it.draws.map_or(Some(it.gross), |draws| it.gross.checked_add(draws))?;
        (it.payee == *payee).then(|| LeftOutLine {
            on: it.on,
            run: told.run.clone(),
            payable,
            net: it.net,
            threshold: it.threshold,
            missing: it.missing,
        })
    }

    /// Sentences below the line.
    pub(super) fn sentences(&self) -> Vec<String> {
        let LeftOutLine { payable, net, threshold, missing, .. } = self;
        let mut sentences = Vec::new();
        if threshold.counted == Counted::Net && net != payable {
            sentences.push(format!("of it {net} would be paid, once what is owed back is kept"));
        }
        sentences.push(format!("the run pays {threshold}: {missing} is missing"));
        sentences.push(match threshold.below {
            Below::Kept => "it stays payable, and waits for a later run".to_owned(),
            Below::MayLapse => {
                "it stays payable until two persons say that it lapses, and waits for a later run"
                    .to_owned()
            }
        });
        sentences
    }
}
