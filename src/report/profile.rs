//! Profiles: the layout of a payroll file, as an ordered list of columns.
//!
//! A profile is data: it says which columns stand in which order and what each is filled from. How
//! a cell is written is in `csv`; who is in the file is the pay sheet's.

use crate::id::ProfileId;

/// The layout of a payroll file.
///
/// Its id carries its version: a layout that changes gets a new one, because the id is recorded
/// with every export (`RecordExport`).
///
/// ```
/// use referral_ledger::report::Profile;
/// assert_eq!(Profile::generic_long().id().as_str(), "generic-long@1");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    id: ProfileId,
    earning_code: &'static str,
    columns: &'static [(&'static str, Fill)],
}

/// What a column is filled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// The run's id, such as `us-field/2026-03/1`. It identifies.
    Run,
    /// The period the run pays for.
    Period,
    /// The pay group. It identifies.
    PayGroup,
    /// The payee's id. It identifies.
    Payee,
    /// The payee's name, from the directory.
    Name,
    /// How the payee is engaged, frozen when the run was locked.
    WorkerClass,
    /// The payroll system's code for what is paid.
    EarningCode,
    /// The currency.
    Unit,
    /// What was payable.
    Gross,
    /// What is kept against receivables.
    Recovered,
    /// What is paid.
    Paid,
}

/// The columns of `generic-long@1`. A list, not a map: payroll systems exist whose headers repeat.
const GENERIC_LONG: &[(&str, Fill)] = &[
    ("run", Fill::Run),
    ("period", Fill::Period),
    ("pay_group", Fill::PayGroup),
    ("payee", Fill::Payee),
    ("name", Fill::Name),
    ("worker_class", Fill::WorkerClass),
    ("earning_code", Fill::EarningCode),
    ("unit", Fill::Unit),
    ("gross", Fill::Gross),
    ("recovered", Fill::Recovered),
    ("amount", Fill::Paid),
];

impl Profile {
    /// `generic-long@1`: a CSV file with a header and one row per payee, for any payroll system
    /// that can map columns.
    ///
    /// UTF-8 without byte order mark, commas, CRLF, text in quotes where RFC 4180 asks for them.
    /// Columns: run, period, pay_group, payee, name, worker_class, earning_code, unit, gross,
    /// recovered, amount. `amount` is what is to be paid; `gross = recovered + amount`. Of a
    /// line that is converted all in what is paid: what was kept was kept before. Amounts are
    /// digits with the currency's decimals, without unit and without digit groups.
    pub fn generic_long() -> Profile {
        Profile {
            id: "generic-long@1".parse().expect("the id is visible ASCII"),
            earning_code: "referral-reward",
            columns: GENERIC_LONG,
        }
    }

    /// The profile and its version.
    pub fn id(&self) -> &ProfileId {
        &self.id
    }

    /// The code under which the payroll system pays a reward.
    pub fn earning_code(&self) -> &str {
        self.earning_code
    }

    /// The header and what fills each column, in order.
    pub(super) fn columns(&self) -> &'static [(&'static str, Fill)] {
        self.columns
    }
}
