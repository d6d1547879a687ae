//! The chart of accounts, as far as this release posts.

use super::InKindAccount;
use crate::id::{DealId, PayeeId};
use crate::payout::RunId;
use std::fmt;

/// An account. Debits are positive, credits negative.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Account {
    /// What a payee owes back: taken back after it was in a run or paid.
    ClawbackReceivable(PayeeId),
    /// What a contract cost in rewards that are written off over months.
    ContractCosts(DealId),
    /// What a former payee owes, and payroll keeps nothing for.
    FormerTechnicians(PayeeId),
    /// Where money comes in that was paid back.
    Bank,
    /// The cost of debts that nobody pays.
    Uncollectable,
    /// What a payee owes back of draws.
    DrawReceivable(PayeeId),
    /// The cost of rewards.
    Incentives,
    /// What was written off of contract costs, part by part.
    Amortisation,
    /// What was written off of the costs of contracts that ended.
    Impairment,
    /// The cost of adjustments.
    Adjustment,
    /// The cost of draws that need not be paid back.
    Guarantee,
    /// The cost of draws that were to be paid back, and were forgiven.
    DrawForgiven,
    /// Owed to a payee, and held back until later.
    HeldBack(PayeeId),
    /// What stood in the system before this journal.
    Opening,
    /// What was converted: what came out of one currency and went into another.
    Conversion,
    /// Owed to a payee, and carried by a cap to a later period.
    CapCarried(PayeeId),
    /// Owed to a payee, and waiting in a pool.
    PoolQueued(PayeeId),
    /// Owed to a payee, waiting for its day.
    Held(PayeeId),
    /// Owed to a payee, waiting for a run.
    Payable(PayeeId),
    /// In a locked run that nobody approved yet.
    InRun(RunId),
    /// Approved for payroll, and not settled.
    PayrollClearing,
    /// Settled with employees, for payroll to pay out.
    Wages,
    /// Settled with contractors, for payables to pay out.
    AccountsPayable,
    /// An account of points and time off.
    InKind(InKindAccount<PayeeId>),
}

/// An account that borrows its id.
#[derive(Clone, Copy)]
pub(crate) enum AccountOf<'a> {
    ClawbackReceivable(&'a PayeeId),
    ContractCosts(DealId),
    FormerTechnicians(&'a PayeeId),
    Bank,
    Uncollectable,
    DrawReceivable(&'a PayeeId),
    Incentives,
    Amortisation,
    Impairment,
    Adjustment,
    Guarantee,
    DrawForgiven,
    HeldBack(&'a PayeeId),
    Opening,
    Conversion,
    CapCarried(&'a PayeeId),
    PoolQueued(&'a PayeeId),
    Held(&'a PayeeId),
    Payable(&'a PayeeId),
    InRun(&'a RunId),
    PayrollClearing,
    Wages,
    AccountsPayable,
    InKind(InKindAccount<&'a PayeeId>),
}

impl AccountOf<'_> {
    /// The account with an id of its own.
    pub(super) fn to_account(self) -> Account {
        match self {
            AccountOf::ClawbackReceivable(payee) => Account::ClawbackReceivable(payee.clone()),
            AccountOf::ContractCosts(deal) => Account::ContractCosts(deal),
            AccountOf::FormerTechnicians(payee) => Account::FormerTechnicians(payee.clone()),
            AccountOf::Bank => Account::Bank,
            AccountOf::Uncollectable => Account::Uncollectable,
            AccountOf::DrawReceivable(payee) => Account::DrawReceivable(payee.clone()),
            AccountOf::Incentives => Account::Incentives,
            AccountOf::Amortisation => Account::Amortisation,
            AccountOf::Impairment => Account::Impairment,
            AccountOf::Adjustment => Account::Adjustment,
            AccountOf::Guarantee => Account::Guarantee,
            AccountOf::DrawForgiven => Account::DrawForgiven,
            AccountOf::HeldBack(payee) => Account::HeldBack(payee.clone()),
            AccountOf::Opening => Account::Opening,
            AccountOf::Conversion => Account::Conversion,
            AccountOf::CapCarried(payee) => Account::CapCarried(payee.clone()),
            AccountOf::PoolQueued(payee) => Account::PoolQueued(payee.clone()),
            AccountOf::Held(payee) => Account::Held(payee.clone()),
            AccountOf::Payable(payee) => Account::Payable(payee.clone()),
            AccountOf::InRun(run) => Account::InRun(run.clone()),
            AccountOf::PayrollClearing => Account::PayrollClearing,
            AccountOf::Wages => Account::Wages,
            AccountOf::AccountsPayable => Account::AccountsPayable,
            AccountOf::InKind(it) => Account::InKind(it.map(PayeeId::clone)),
        }
    }
}

impl Account {
    /// The payee whose account it is, if it is one person's.
    pub fn payee(&self) -> Option<&PayeeId> {
        match self {
            Account::ClawbackReceivable(payee)
            | Account::FormerTechnicians(payee)
            | Account::DrawReceivable(payee)
            | Account::HeldBack(payee)
            | Account::CapCarried(payee)
            | Account::PoolQueued(payee)
            | Account::Held(payee)
            | Account::Payable(payee) => Some(payee),
            Account::InKind(it) => it.payee(),
            _ => None,
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Account::ClawbackReceivable(payee) => write!(f, "Assets:ClawbackReceivable:{payee}"),
            Account::ContractCosts(deal) => write!(f, "Assets:ContractCosts:{deal}"),
            Account::FormerTechnicians(payee) => write!(f, "Assets:FormerTechnicians:{payee}"),
            Account::Bank => f.write_str("Assets:Bank"),
            Account::Uncollectable => f.write_str("Expenses:Uncollectable"),
            Account::DrawReceivable(payee) => write!(f, "Assets:DrawReceivable:{payee}"),
            Account::Incentives => f.write_str("Expenses:Incentives"),
            Account::Amortisation => f.write_str("Expenses:Amortisation"),
            Account::Impairment => f.write_str("Expenses:Impairment"),
            Account::Adjustment => f.write_str("Expenses:Adjustment"),
            Account::Guarantee => f.write_str("Expenses:Guarantee"),
            Account::DrawForgiven => f.write_str("Expenses:DrawForgiven"),
            Account::HeldBack(payee) => write!(f, "Liabilities:Incentives:HeldBack:{payee}"),
            Account::Opening => f.write_str("Equity:Opening"),
            Account::Conversion => f.write_str("Equity:Conversion"),
            Account::CapCarried(payee) => {
                write!(f, "Liabilities:Incentives:CapCarried:{payee}")
            }
            Account::PoolQueued(payee) => {
                write!(f, "Liabilities:Incentives:PoolQueued:{payee}")
            }
            Account::Held(payee) => write!(f, "Liabilities:Incentives:Held:{payee}"),
            Account::Payable(payee) => write!(f, "Liabilities:Incentives:Payable:{payee}"),
            Account::InRun(run) => write!(f, "Liabilities:Incentives:InRun:{run}"),
            Account::PayrollClearing => f.write_str("Liabilities:PayrollClearing"),
            Account::Wages => f.write_str("Liabilities:Wages"),
            Account::AccountsPayable => f.write_str("Liabilities:AccountsPayable"),
            Account::InKind(it) => write!(f, "{it}"),
        }
    }
}
