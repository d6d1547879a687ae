//! Payout runs: what identifies one, and the stages it passes through.
//!
//! A run freezes what is payable for one pay group and period into lines. How lines are made is
//! decided in the ledger; how they are written to a file is a report.

pub mod calendar;
pub mod recovery;
pub mod threshold;

use crate::id::{IdError, PayGroupId, PayeeId, ReasonCode};
use crate::text::{Scratch, Spelled, one_text};
use crate::time::Period;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A payout run: pay group, period and sequence, written `us-field/2026-03/1`.
///
/// The sequence is 1, and one more after each that is void or settled: beside the regular run of a
/// period there may be off-cycle ones. The caller names the run it means, so that a retry of the
/// first attempt can never be taken for the second.
///
/// ```
/// use referral_ledger::payout::RunId;
/// let run: RunId = "us-field/2026-03/1".parse()?;
/// assert_eq!((run.period.to_string().as_str(), run.sequence), ("2026-03", 1));
/// assert!("us-field/2026-03".parse::<RunId>().is_err());
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId {
    /// Whose run it is.
    pub group: PayGroupId,
    /// The period it pays for.
    pub period: Period,
    /// Counted from 1.
    pub sequence: u32,
}

impl RunId {
    /// The first run of a pay group for a period.
    pub fn first(group: PayGroupId, period: Period) -> RunId {
        RunId { group, period, sequence: 1 }
    }

    /// The run that follows this one when it is void or settled.
    pub fn next(&self) -> RunId {
        RunId { sequence: self.sequence.saturating_add(1), ..self.clone() }
    }
}

impl FromStr for RunId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<RunId, IdError> {
        let wrong = IdError::Malformed { what: "a run id", example: "us-field/2026-03/1" };
        let Some((rest, sequence)) = text.rsplit_once('/') else { return Err(wrong) };
        let number: u32 = sequence.parse().map_err(|_| wrong.clone())?;
        if number == 0 || number.to_string() != sequence {
            return Err(wrong);
        }
        // A group id may hold a slash, and so may a period: the shortest period wins.
        let mut splits = rest.rmatch_indices('/').map(|(at, _)| (&rest[..at], &rest[at + 1..]));
        let split = splits.find_map(|(group, period)| Some((group, period.parse().ok()?)));
        let Some((group, period)) = split else { return Err(wrong) };
        Ok(RunId { group: group.parse()?, period, sequence: number })
    }
}

impl Spelled for RunId {
    fn spell(&self, to: &mut Scratch) {
        self.group.spell(to);
        to.push_byte(b'/');
        self.period.spell(to);
        to.push_byte(b'/');
        to.push_number(u64::from(self.sequence));
    }
}

one_text! { RunId = "a run id such as \"us-field/2026-03/1\""; }

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStage {
    /// Its lines are frozen.
    Locked,
    /// A person approved the lines.
    Approved,
    /// The payroll file was written.
    Exported,
    /// Payroll answered for every line.
    Acknowledged,
    /// Payroll paid it.
    Settled,
    /// Everything went back.
    Void,
}

impl RunStage {
    /// The stage as a word in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            RunStage::Locked => "locked",
            RunStage::Approved => "approved",
            RunStage::Exported => "exported",
            RunStage::Acknowledged => "acknowledged",
            RunStage::Settled => "settled",
            RunStage::Void => "void",
        }
    }

    /// Whether a person approved its lines, and it is not void.
    pub fn is_approved(self) -> bool {
        match self {
            RunStage::Locked | RunStage::Void => false,
            RunStage::Approved
            | RunStage::Exported
            | RunStage::Acknowledged
            | RunStage::Settled => true,
        }
    }

    /// Whether its amounts are spoken for.
    pub fn is_live(self) -> bool {
        self != RunStage::Void
    }
}

impl fmt::Display for RunStage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Whom of a pay group a run pays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Everybody for whom something is payable.
    #[default]
    Everybody,
    /// These alone: a run for one person who leaves, or for some whose pay was late.
    Only(Vec<PayeeId>),
    /// Everybody but these, whose pay waits for a later run.
    AllBut(Vec<Pulled>),
}

/// Somebody who is pulled from a run: what is payable stays so, and waits for a later run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pulled {
    /// Who.
    pub payee: PayeeId,
    /// Why, as a code.
    pub reason: ReasonCode,
}

impl Whom {
    /// Whether nobody is left out by name.
    pub fn is_everybody(&self) -> bool {
        *self == Whom::Everybody
    }

    /// Those that it names.
    pub(crate) fn named(&self) -> impl Iterator<Item = &PayeeId> {
        let (only, pulled): (&[PayeeId], &[Pulled]) = match self {
            Whom::Everybody => (&[], &[]),
            Whom::Only(payees) => (payees, &[]),
            Whom::AllBut(pulled) => (&[], pulled),
        };
        only.iter().chain(pulled.iter().map(|it| &it.payee))
    }
}

/// What payroll said of one line of a run.
///
/// ```
/// use referral_ledger::payout::Acknowledgement;
/// let answer = Acknowledgement::Rejected("no-bank-account".parse()?);
/// assert_eq!(answer.to_string(), "rejected (no-bank-account)");
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acknowledgement {
    /// Payroll took it and will pay it.
    Accepted,
    /// Payroll did not take it, for this reason: it was not paid.
    Rejected(ReasonCode),
}

impl fmt::Display for Acknowledgement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Acknowledgement::Accepted => formatter.write_str("accepted"),
            Acknowledgement::Rejected(reason) => write!(formatter, "rejected ({reason})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_id_is_read_as_it_is_written() {
        for text in ["us/2026-03/1", "us/2026-03-01/2026-03-15/2", "us/west/2026Q1/12"] {
            assert_eq!(text.parse::<RunId>().map(|run| run.to_string()), Ok(text.to_owned()));
        }
        for text in ["us/2026-03/0", "us/2026-03/01", "us/2026-03/+1", "us/march/1", "2026-03/1"] {
            assert!(text.parse::<RunId>().is_err(), "{text}");
        }
    }
}
