//! `run acknowledge`: what payroll said of the lines of a run.

use super::export::sheet_of;
use super::whom::PayeeReason;
use crate::fault::Fault;
use clap::Args;
use referral_ledger::Ledger;
use referral_ledger::command::{AcknowledgeLines, AcknowledgedLine, Command};
use referral_ledger::id::PayeeId;
use referral_ledger::payout::{Acknowledgement, RunId};
use referral_ledger::report::Directory;
use referral_ledger::report::acknowledgement::{KeyedBy, read_acknowledgement};
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "\
Examples:
  referral-ledger run acknowledge journal.redb us-field/2026-01/1 --by payroll-job --program \\
      --rejected T07=no-bank-account --accept-others
  referral-ledger run acknowledge journal.redb us-field/2026-01/1 --by payroll-job --program \\
      --answers answers.csv --keyed-by adp --names names.csv

The file has the columns key,status,reason: whose line, accepted or rejected, and why as a code. A
line that payroll rejected is payable again at once, and is in the next run. Lines that were
answered may be told again; once every line is answered, the run is settled without them.";

#[derive(Debug, Args)]
pub(super) struct Answers {
    /// What payroll said, as a CSV file with the columns key, status and reason.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// The key in that file is the payee's id in this system, a column of the names file. Left out:
    /// it is the payee.
    #[arg(long, value_name = "SYSTEM", requires = "answers", requires = "names")]
    keyed_by: Option<String>,
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
    pub(super) fn commands(
        &self,
        ledger: &Ledger,
        run: &RunId,
        names: &Directory,
    ) -> Result<Vec<Command>, Fault> {
        let took = |payee: &PayeeId| AcknowledgedLine {
            payee: payee.clone(),
            answer: Acknowledgement::Accepted,
        };
        let refused = self.rejected.iter().map(|it| AcknowledgedLine {
            payee: it.payee.clone(),
            answer: Acknowledgement::Rejected(it.reason.clone()),
        });
        let mut lines: Vec<_> = refused.chain(self.accepted.iter().map(took)).collect();
        lines.extend(self.of_file(ledger, run, names)?);
        if self.accept_others {
            let of_run = ledger.run(run).map(|it| it.lines).unwrap_or_default();
            let open = of_run.iter().filter(|line| line.answer.is_none());
            let named = |payee: &PayeeId| lines.iter().any(|line| line.payee == *payee);
            let others: Vec<_> =
                open.filter(|it| !named(&it.payee)).map(|it| took(&it.payee)).collect();
            lines.extend(others);
        }
        if lines.is_empty() {
            // The journal says what it makes of an answer that says nothing.
            return Ok(vec![AcknowledgeLines { run: run.clone(), lines }.into()]);
        }
        Ok(AcknowledgeLines::in_parts(run.clone(), lines).into_iter().map(Command::from).collect())
    }

    fn of_file(
        &self,
        ledger: &Ledger,
        run: &RunId,
        names: &Directory,
    ) -> Result<Vec<AcknowledgedLine>, Fault> {
        let Some(path) = &self.answers else { return Ok(Vec::new()) };
        let text = std::fs::read_to_string(path)
            .map_err(|problem| Fault::file(path, problem, "name a CSV file in UTF-8"))?;
        let sheet = sheet_of(ledger, run)?;
        let system = self.keyed_by.as_deref();
        let keyed_by = system.map_or(KeyedBy::Payee, KeyedBy::External);
        read_acknowledgement(&text, &sheet, names, keyed_by)
            .map_err(|problem| Fault::new("C2006", format!("{}: {problem}", path.display())))
    }
}
