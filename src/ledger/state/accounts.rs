//! Accounts of the books by row numbers, and back.

use super::State;
use crate::books::{Account, AccountOf, InKindAccount};
use crate::id::EntityId;
use crate::money::Unit;
use serde::{Deserialize, Serialize};

/// An account of the books by numbers: see [`Account`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum AccountRow {
    ClawbackReceivable(u32),
    ContractCosts(u32),
    FormerTechnicians(u32),
    Bank,
    Uncollectable,
    DrawReceivable(u32),
    Incentives,
    Amortisation,
    Impairment,
    Adjustment,
    Guarantee,
    DrawForgiven,
    HeldBack(u32),
    Opening,
    CapCarried(u32),
    PoolQueued(u32),
    Held(u32),
    Payable(u32),
    InRun(u32),
    PayrollClearing,
    Wages,
    AccountsPayable,
    InKind(InKindAccount<u32>),
    Conversion,
}

impl State {
    /// What stands on an account.
    pub(in crate::ledger) fn balance(
        &self,
        entity: &EntityId,
        account: AccountRow,
        unit: Unit,
    ) -> i128 {
        let entity = self.entities.find(entity);
        let balance = entity.and_then(|entity| self.balances.get(&(entity, account, unit)));
        balance.map_or(0, |(_, minor)| *minor)
    }

    /// The row of an account whose payee or run is on file.
    pub(in crate::ledger) fn account_row(&self, account: AccountOf<'_>) -> AccountRow {
        let payee = |id| self.payees.find(id).expect("an account is a payee's on file");
        match account {
            AccountOf::ClawbackReceivable(id) => AccountRow::ClawbackReceivable(payee(id)),
            AccountOf::ContractCosts(id) => AccountRow::ContractCosts(
                self.deals.find(&id).expect("an account is a deal's on file"),
            ),
            AccountOf::FormerTechnicians(id) => AccountRow::FormerTechnicians(payee(id)),
            AccountOf::Bank => AccountRow::Bank,
            AccountOf::Uncollectable => AccountRow::Uncollectable,
            AccountOf::DrawReceivable(id) => AccountRow::DrawReceivable(payee(id)),
            AccountOf::Incentives => AccountRow::Incentives,
            AccountOf::Amortisation => AccountRow::Amortisation,
            AccountOf::Impairment => AccountRow::Impairment,
            AccountOf::Adjustment => AccountRow::Adjustment,
            AccountOf::Guarantee => AccountRow::Guarantee,
            AccountOf::DrawForgiven => AccountRow::DrawForgiven,
            AccountOf::HeldBack(id) => AccountRow::HeldBack(payee(id)),
            AccountOf::Opening => AccountRow::Opening,
            AccountOf::Conversion => AccountRow::Conversion,
            AccountOf::CapCarried(id) => AccountRow::CapCarried(payee(id)),
            AccountOf::PoolQueued(id) => AccountRow::PoolQueued(payee(id)),
            AccountOf::Held(id) => AccountRow::Held(payee(id)),
            AccountOf::Payable(id) => AccountRow::Payable(payee(id)),
            AccountOf::InRun(run) => {
                AccountRow::InRun(self.runs.find(run).expect("an account is a run's on file"))
            }
            AccountOf::PayrollClearing => AccountRow::PayrollClearing,
            AccountOf::Wages => AccountRow::Wages,
            AccountOf::AccountsPayable => AccountRow::AccountsPayable,
            AccountOf::InKind(it) => AccountRow::InKind(it.map(payee)),
        }
    }

    /// The account of a row.
    pub(in crate::ledger) fn account(&self, account: AccountRow) -> Account {
        let payee = |number| self.payees.key(number).clone();
        match account {
            AccountRow::ClawbackReceivable(number) => Account::ClawbackReceivable(payee(number)),
            AccountRow::ContractCosts(deal) => Account::ContractCosts(*self.deals.key(deal)),
            AccountRow::FormerTechnicians(number) => Account::FormerTechnicians(payee(number)),
            AccountRow::Bank => Account::Bank,
            AccountRow::Uncollectable => Account::Uncollectable,
            AccountRow::DrawReceivable(number) => Account::DrawReceivable(payee(number)),
            AccountRow::Incentives => Account::Incentives,
            AccountRow::Amortisation => Account::Amortisation,
            AccountRow::Impairment => Account::Impairment,
            AccountRow::Adjustment => Account::Adjustment,
            AccountRow::Guarantee => Account::Guarantee,
            AccountRow::DrawForgiven => Account::DrawForgiven,
            AccountRow::HeldBack(number) => Account::HeldBack(payee(number)),
            AccountRow::Opening => Account::Opening,
            AccountRow::Conversion => Account::Conversion,
            AccountRow::CapCarried(number) => Account::CapCarried(payee(number)),
            AccountRow::PoolQueued(number) => Account::PoolQueued(payee(number)),
            AccountRow::Held(number) => Account::Held(payee(number)),
            AccountRow::Payable(number) => Account::Payable(payee(number)),
            AccountRow::InRun(run) => Account::InRun(self.runs.key(run).clone()),
            AccountRow::PayrollClearing => Account::PayrollClearing,
            AccountRow::Wages => Account::Wages,
            AccountRow::AccountsPayable => Account::AccountsPayable,
            AccountRow::InKind(it) => Account::InKind(it.map(payee)),
        }
    }
}
