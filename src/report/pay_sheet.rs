//! The pay sheet: an approved run as an owned value, and the payroll file made from it.
//!
//! A sheet is made of what was frozen when the run was locked. Rendering is pure: the same sheet,
//! profile and directory give the same bytes, so a job that died half way writes the same file
//! again. Names come from the directory; nothing is written while one is missing.

use super::csv;
use super::directory::Directory;
use super::percent::percent;
use super::profile::{Fill, Profile};
use crate::digest::Digest;
use crate::id::{PayeeId, ProfileId};
use crate::ledger::Ledger;
use crate::ledger::view_runs::RunLineView;
use crate::money::Amount;
use crate::payout::{RunId, RunStage};
use crate::time::Date;

/// An approved run: what payroll is to pay, line by line.
///
/// ```
/// # use referral_ledger::command::*;
/// # use referral_ledger::id::{CustomerId, LeadId};
/// # use referral_ledger::lead::LeadKind;
/// # use referral_ledger::payee::WorkerClass;
/// # use referral_ledger::payout::RunId;
/// # use referral_ledger::told::{Actor, Key, Told};
/// # use referral_ledger::{Journal, amount, date};
/// use referral_ledger::report::{Directory, Profile};
/// # const PLAN: &str = include_str!(concat!(
/// #     env!("CARGO_MANIFEST_DIR"),
/// #     "/examples/plans/field-service-2026.toml"
/// # ));
/// # type Tried<T> = Result<T, Box<dyn std::error::Error>>;
/// # fn main() -> Tried<()> {
/// # let mut journal = Journal::in_memory();
/// # let mut tell = |at: &str, by: &str, command: Command| -> Tried<()> {
/// #     let (at, by, key) = (at.parse()?, Actor::human(by.parse()?), Key::of(&command));
/// #     journal.submit(&Told { at, by, key }, command).map(drop)?;
/// #     Ok(())
/// # };
/// # let (then, later) = ("2026-02-02T17:00:00.000Z", "2026-03-02T17:00:00.000Z");
/// # let (group, entity) = ("us-field".parse()?, "acme".parse()?);
/// # tell(then, "hr", DefinePayGroup { group, entity, unit: "USD".parse()? }.into())?;
/// # let (payee, group) = ("T07".parse()?, "us-field".parse()?);
/// # let (class, employed_from) = (WorkerClass::Employee, date!(2026-01-01));
/// # tell(then, "hr", RegisterPayee { payee, group, class, employed_from }.into())?;
/// # tell(then, "finance", PublishPlan { text: PlanText::new(PLAN) }.into())?;
/// # let (lead, customer) = (LeadId::named("1"), CustomerId::named("1"));
/// # let (kind, heard_on, credits) = (LeadKind::Upgrade, date!(2026-02-02), vec![]);
/// # let by = "T07".parse()?;
/// # let facts = vec![];
/// # let tip = ReportLead { lead, by, customer, kind, heard_on, credits, facts };
/// # tell(then, "T07", tip.into())?;
/// # tell(then, "sales", AcceptLead { lead, accepted_on: date!(2026-02-02) }.into())?;
/// # let cut_off = date!(2026-03-01);
/// # tell(later, "cron", PassDay { through: cut_off }.into())?;
/// # let run: RunId = "us-field/2026-02/1".parse()?;
/// # tell(later, "payroll", LockRun::regular(run.clone(), cut_off).into())?;
/// # let digest = journal.ledger().run(&run).ok_or("the run was locked")?.digest;
/// # let mut tell = |at: &str, by: &str, command: Command| -> Tried<()> {
/// #     let (at, by, key) = (at.parse()?, Actor::human(by.parse()?), Key::of(&command));
/// #     journal.submit(&Told { at, by, key }, command).map(drop)?;
/// #     Ok(())
/// # };
/// # tell(later, "controller", ApproveRun { run: run.clone(), digest }.into())?;
/// // The run us-field/2026-02/1 was locked, and a person approved it.
/// let sheet = journal.ledger().pay_sheet(&run)?;
/// assert_eq!(sheet.total(), amount!(25.00 USD));
///
/// let missing = sheet.render(&Profile::generic_long(), &Directory::new()).unwrap_err();
/// assert_eq!(missing.to_string(), "the directory does not name 1 of 1 payees: T07");
///
/// let names = Directory::new().with(&"T07".parse()?, "Ruiz, Ana");
/// let file = sheet.render(&Profile::generic_long(), &names)?;
/// assert_eq!(file.name(), "us-field_2026-02_1.csv");
/// let row = "us-field/2026-02/1,2026-02,us-field,T07,\"Ruiz, Ana\",employee,referral-reward,USD,\
///            25.00,0.00,25.00\r\n";
/// assert!(file.bytes().ends_with(row.as_bytes()));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaySheet {
    run: RunId,
    cut_off: Date,
    digest: Digest,
    total: Amount,
    lines: Vec<RunLineView>,
}

/// A payroll file: its name and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayrollFile {
    name: String,
    bytes: Vec<u8>,
    profile: ProfileId,
}

/// Why a run has no pay sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PaySheetError {
    /// The run is not on file.
    #[error("run {run} is not on file: lock it first")]
    Unknown {
        /// The run asked for.
        run: RunId,
    },
    /// Nobody approved the run, or it is void.
    #[error("run {run} is {stage}: {way_out}", way_out = way_out(*stage))]
    NotApproved {
        /// The run asked for.
        run: RunId,
        /// Where it stands.
        stage: RunStage,
    },
}

/// Why a pay sheet cannot be written to a file. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// Payees whom the directory does not name.
    #[error(
        "the directory does not name {} of {lines} payees: {}",
        payees.len(),
        payees.iter().map(PayeeId::as_str).collect::<Vec<_>>().join(", ")
    )]
    NamesMissing {
        /// All of them, sorted.
        payees: Vec<PayeeId>,
        /// How many payees the file would have.
        lines: usize,
    },
}

fn way_out(stage: RunStage) -> &'static str {
    if stage == RunStage::Void {
        "lock and approve the run that follows it"
    } else {
        "a person approves it before it has a pay sheet"
    }
}

impl Ledger {
    /// The pay sheet of an approved run; it stays the same when the run is exported and settled.
    ///
    /// ```
    /// use referral_ledger::Ledger;
    /// let refused = Ledger::default().pay_sheet(&"us-field/2026-02/1".parse()?).unwrap_err();
    /// assert_eq!(refused.to_string(), "run us-field/2026-02/1 is not on file: lock it first");
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    ///
    /// # Errors
    /// [`PaySheetError::Unknown`] for a run that is not on file, [`PaySheetError::NotApproved`]
    /// for one that nobody approved, or that is void.
    pub fn pay_sheet(&self, run: &RunId) -> Result<PaySheet, PaySheetError> {
        let view = self.run(run).ok_or_else(|| PaySheetError::Unknown { run: run.clone() })?;
        match view.stage {
            RunStage::Approved
            | RunStage::Exported
            | RunStage::Acknowledged
            | RunStage::Settled => Ok(PaySheet {
                run: view.run,
                cut_off: view.cut_off,
                digest: view.digest,
                total: view.paid,
                lines: view.lines,
            }),
            stage => Err(PaySheetError::NotApproved { run: view.run, stage }),
        }
    }
}

impl PaySheet {
    /// The run.
    pub fn run(&self) -> &RunId {
        &self.run
    }

    /// What became payable by the end of this day is in it.
    pub fn cut_off(&self) -> Date {
        self.cut_off
    }

    /// The digest of the lines, which approval and export repeat.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What is to be paid in all.
    pub fn total(&self) -> Amount {
        self.total
    }

    /// The lines, sorted by payee id.
    pub fn lines(&self) -> &[RunLineView] {
        &self.lines
    }

    /// The payroll file: one row per line that pays something or keeps something.
    ///
    /// # Errors
    /// [`RenderError`]; each lists everybody it is about, and nothing is written.
    pub fn render(&self, profile: &Profile, names: &Directory) -> Result<PayrollFile, RenderError> {
        let lines: Vec<&RunLineView> = self
            .lines
            .iter()
            .filter(|line| line.paid.is_positive() || line.recovered.is_positive())
            .collect();
        let named = named(&lines, names)?;
        let columns = profile.columns();
        let header: Vec<String> = columns.iter().map(|(title, _)| (*title).to_owned()).collect();
        let mut text = csv::row(&header);
        for (line, name) in lines.iter().zip(named) {
            let cell = |(_, fill): &(&str, Fill)| self.cell(*fill, profile, line, name);
            let cells: Vec<String> = columns.iter().map(cell).collect();
            text += &csv::row(&cells);
        }
        let (name, profile) = (self.file_name(), profile.id().clone());
        Ok(PayrollFile { name, bytes: text.into_bytes(), profile })
    }

    fn cell(&self, fill: Fill, profile: &Profile, line: &RunLineView, name: &str) -> String {
        match fill {
            Fill::Run => self.run.to_string(),
            Fill::Period => self.run.period.to_string(),
            Fill::PayGroup => self.run.group.to_string(),
            Fill::Payee => line.payee.to_string(),
            Fill::Name => csv::guarded(name),
            Fill::WorkerClass => line.class.word().to_owned(),
            Fill::EarningCode => profile.earning_code().to_owned(),
            Fill::Unit => line.paid.unit().code().to_owned(),
            Fill::Gross if is_converted(line) => line.paid.digits(),
            Fill::Gross => line.payable().digits(),
            Fill::Recovered if is_converted(line) => Amount::zero(line.paid.unit()).digits(),
            Fill::Recovered => line.recovered.digits(),
            Fill::Paid => line.paid.digits(),
        }
    }

    fn file_name(&self) -> String {
        let group = percent(self.run.group.as_str(), "._-");
        let period = percent(&self.run.period.to_string(), "._-");
        format!("{group}_{period}_{}.csv", self.run.sequence)
    }
}

/// Whether a line pays in another currency than the payee's account has. Payroll is told what it
/// pays alone: what was kept was kept before that was converted.
fn is_converted(line: &RunLineView) -> bool {
    line.paid.unit() != line.gross.unit()
}

/// The name of each line's payee; refuses when one is missing, and lists all that are.
fn named<'a>(lines: &[&RunLineView], names: &'a Directory) -> Result<Vec<&'a str>, RenderError> {
    let missing = lines.iter().filter(|line| names.name(&line.payee).is_none());
    let payees: Vec<PayeeId> = missing.map(|line| line.payee.clone()).collect();
    if payees.is_empty() {
        Ok(lines.iter().filter_map(|line| names.name(&line.payee)).collect())
    } else {
        Err(RenderError::NamesMissing { payees, lines: lines.len() })
    }
}

impl PayrollFile {
    /// A name for the file: `us-field_2026-03_1.csv`. Letters, digits and `. _ - %` only.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the file.
    pub fn digest(&self) -> Digest {
        Digest::sha256(&self.bytes)
    }

    /// The profile that made it.
    pub fn profile(&self) -> ProfileId {
        self.profile.clone()
    }
}
