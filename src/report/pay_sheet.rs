//! The pay sheet: an approved run as an owned value, from which files are made (see `payroll`).
//!
//! A sheet is made of what was frozen when the run was locked, so that a job that died half way
//! writes the same files again.

use crate::digest::Digest;
use crate::id::EntityId;
use crate::ledger::Ledger;
use crate::ledger::view_items::{RunItem, items_of};
use crate::ledger::view_runs::RunLineView;
use crate::money::{Amount, allocate};
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
    entity: EntityId,
    pub(super) is_converted: bool,
    lines: Vec<RunLineView>,
    items: Option<Vec<RunItem>>,
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
        let view = self.run(run).zip(self.entity_of_run(run));
        let (view, entity) = view.ok_or_else(|| PaySheetError::Unknown { run: run.clone() })?;
        match view.stage {
            stage if stage.is_approved() => {
                let (mut lines, mut items) = (view.lines, self.run_items(run));
                let is_converted = lines.iter().any(converted);
                for line in lines.iter_mut().filter(|line| converted(line)) {
                    let items = items.as_deref_mut().unwrap_or_default();
                    let its = items_of(items, &line.payee);
                    in_what_it_pays(line, &mut items[its]);
                }
                Ok(PaySheet {
                    run: view.run,
                    cut_off: view.cut_off,
                    digest: view.digest,
                    total: view.paid,
                    entity,
                    is_converted,
                    lines,
                    items,
                })
            }
            stage => Err(PaySheetError::NotApproved { run: view.run, stage }),
        }
    }
}

/// Whether a line pays in another currency than the payee's account has.
fn converted(line: &RunLineView) -> bool {
    line.paid.unit() != line.gross.unit()
}

/// Tells a line in what it pays alone: what was kept was kept before that was converted, and what
/// it is made of has its part of that.
fn in_what_it_pays(line: &mut RunLineView, its: &mut [RunItem]) {
    let nothing = Amount::zero(line.paid.unit());
    (line.gross, line.draws, line.recovered) = (line.paid, nothing, nothing);
    (line.draws_recovered, line.kept_at_most) = (Vec::new(), None);
    let weights: Vec<i128> = its.iter().map(|item| item.amount.minor().into()).collect();
    let parts = allocate(line.paid.minor(), &weights).unwrap_or_default();
    for (item, minor) in its.iter_mut().zip(parts.into_iter().chain(std::iter::repeat(0))) {
        let part = Amount::from_minor(minor, line.paid.unit());
        item.amount = part.expect("L7: a part of what a line pays is within the bound");
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

    /// The legal entity whose books carry the run.
    pub fn entity(&self) -> &EntityId {
        &self.entity
    }

    /// What the lines were made of, sorted by payee id; `None` where that cannot be told any more
    /// (see [`Ledger::run_items`]).
    pub fn items(&self) -> Option<&[RunItem]> {
        self.items.as_deref()
    }
}
