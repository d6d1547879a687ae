//! `run acknowledge`: what payroll said of the lines of a run.

use super::whom::PayeeReason;
use clap::Args;
use referral_ledger::Ledger;
use referral_ledger::command::{AcknowledgeLines, AcknowledgedLine, Command};
use referral_ledger::id::PayeeId;
use referral_ledger::payout::{Acknowledgement, RunId};

pub(super) const EXAMPLE: &str = "\
Example:
  referral-ledger run acknowledge journal.redb us-field/2026-01/1 --by payroll-job --program \\
      --rejected T07=no-bank-account --accept-others

A line that payroll rejected is payable again at once, and is in the next run. Lines that were
answered may be told again; once every line is answered, the run is settled without them.";

/// The most lines told at once, so that a record holds them.
const PART: usize = 200;

#[derive(Debug, Args)]
pub(super) struct Answers {
    /// A line that payroll took. Given several times for several.
    #[arg(long, value_name = "PAYEE")]
    accepted: Vec<PayeeId>,
    /// A line that payroll did not take, with why. Given several times for several.
    #[arg(long, value_name = "PAYEE=REASON")]
    rejected: Vec<PayeeReason>,
    /// Payroll took every line that has no answer yet.
    #[arg(long)]
    accept_others: bool,
}

impl Answers {
    /// What is told, in parts that a record holds each.
    pub(super) fn commands(&self, ledger: &Ledger, run: &RunId) -> Vec<Command> {
        let took = |payee: &PayeeId| AcknowledgedLine {
            payee: payee.clone(),
            answer: Acknowledgement::Accepted,
        };
        let refused = self.rejected.iter().map(|it| AcknowledgedLine {
            payee: it.payee.clone(),
            answer: Acknowledgement::Rejected(it.reason.clone()),
        });
        let mut lines: Vec<_> = refused.chain(self.accepted.iter().map(took)).collect();
        if self.accept_others {
            let of_run = ledger.run(run).map(|it| it.lines).unwrap_or_default();
            let open = of_run.iter().filter(|line| line.answer.is_none());
            let named = |payee: &PayeeId| lines.iter().any(|line| line.payee == *payee);
            let others: Vec<_> =
                open.filter(|it| !named(&it.payee)).map(|it| took(&it.payee)).collect();
            lines.extend(others);
        }
        let part = |lines: &[AcknowledgedLine]| {
            Command::from(AcknowledgeLines { run: run.clone(), lines: lines.to_vec() })
        };
        if lines.is_empty() { vec![part(&[])] } else { lines.chunks(PART).map(part).collect() }
    }
}
