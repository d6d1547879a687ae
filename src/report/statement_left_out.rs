//! Lines of a statement about runs that paid the payee nothing: who was below the threshold, was
//! pulled by name, or whose line payroll did not take.

use super::statement::sum;
use crate::command::Command;
use crate::event::Event;
use crate::id::{PayeeId, ReasonCode};
use crate::money::Amount;
use crate::payout::threshold::{Below, Counted, Threshold};
use crate::payout::{Acknowledgement, RunId};
use crate::time::Date;

/// A run that paid the payee nothing of what was payable.
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
    /// Why.
    pub why: WhyLeftOut,
}

/// Why a run paid somebody nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// They were below the threshold of the run.
    Below {
        /// The threshold.
        threshold: Threshold,
        /// How much more would have been paid out.
        missing: Amount,
    },
    /// They were pulled from it by name, for this reason.
    Pulled(ReasonCode),
    /// Payroll did not take their line, for this reason.
    Rejected(ReasonCode),
}

impl LeftOutLine {
    /// What an event tells a payee of a run that paid them nothing; `None` for any other event.
    pub(super) fn of(command: &Command, event: &Event, payee: &PayeeId) -> Option<LeftOutLine> {
        let (run, line) = match (command, event) {
            (Command::LockRun(told), Event::LeftOut(it)) if it.payee == *payee => {
                let payable =
                    it.draws.map_or(Some(it.gross), |draws| it.gross.checked_add(draws))?;
                let why = WhyLeftOut::Below { threshold: it.threshold, missing: it.missing };
                (&told.run, (it.on, payable, it.net, why))
            }
            (Command::LockRun(told), Event::LinePulled(it)) if it.payee == *payee => {
                let why = WhyLeftOut::Pulled(it.reason.clone());
                (&told.run, (it.on, it.payable, it.net, why))
            }
            (Command::AcknowledgeLines(told), Event::LineRejected(it)) if it.payee == *payee => {
                let answer = told.lines.iter().find(|line| line.payee == *payee)?;
                let Acknowledgement::Rejected(reason) = &answer.answer else { return None };
                let payable = sum(it.paid, std::iter::once(it.recovered));
                (&told.run, (it.on, payable, it.paid, WhyLeftOut::Rejected(reason.clone())))
            }
            _ => return None,
        };
        let (on, payable, net, why) = line;
        Some(LeftOutLine { on, run: run.clone(), payable, net, why })
    }

    /// Sentences below the line.
    pub(super) fn sentences(&self) -> Vec<String> {
        let LeftOutLine { payable, net, .. } = self;
        let mut sentences = Vec::new();
        let counts_net = match &self.why {
            WhyLeftOut::Below { threshold, .. } => threshold.counted == Counted::Net,
            WhyLeftOut::Pulled(_) | WhyLeftOut::Rejected(_) => true,
        };
        if counts_net && net != payable {
            sentences.push(format!("of it {net} would be paid, once what is owed back is kept"));
        }
        let waits = "it stays payable, and waits for a later run";
        match &self.why {
            WhyLeftOut::Below { threshold, missing } => {
                sentences.push(format!("the run pays {threshold}: {missing} is missing"));
                sentences.push(match threshold.below {
                    Below::Kept => waits.to_owned(),
                    Below::MayLapse => {
                        "it stays payable until two persons say that it lapses, and waits for a \
                         later run"
                            .to_owned()
                    }
                });
            }
            WhyLeftOut::Pulled(reason) => {
                sentences.push(format!("left out of this run by name: {reason}"));
                sentences.push(waits.to_owned());
            }
            WhyLeftOut::Rejected(reason) => {
                sentences.push(format!("payroll did not take the line: {reason}"));
                sentences.push("it is payable again, and waits for a later run".to_owned());
            }
        }
        sentences
    }
}
