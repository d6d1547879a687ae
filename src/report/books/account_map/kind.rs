//! The accounts a map can name: all of the books, without the ids in them.

use crate::books::Account;

/// A sort of account.
#[derive(Debug)]
pub(super) struct Kind {
    /// The account without an id: `Liabilities:Incentives:Payable`.
    pub(super) name: &'static str,
    /// Of what each is one: `payee`, `deal` or `run`.
    pub(super) own: Option<&'static str>,
}

const fn one(name: &'static str) -> Kind {
    Kind { name, own: None }
}

const fn each(name: &'static str, own: &'static str) -> Kind {
    Kind { name, own: Some(own) }
}

impl Kind {
    /// Whether each entry of it knows its `entity`, `pay_group`, `plan` or `rule`. The cost of
    /// rewards alone knows the rule; what a contract cost is not about one payee.
    pub(super) fn knows(&self, what: &str) -> bool {
        let of_contracts = ["Assets:ContractCosts", "Expenses:Amortisation", "Expenses:Impairment"];
        match what {
            "entity" => true,
            "pay_group" => !of_contracts.contains(&self.name),
            "plan" | "rule" => self.name == "Expenses:Incentives",
            _ => false,
        }
    }
}

/// All of them.
pub(super) static KINDS: [Kind; 34] = [
    each("Assets:ClawbackReceivable", "payee"),
    each("Assets:ContractCosts", "deal"),
    each("Assets:DrawReceivable", "payee"),
    each("Assets:FormerTechnicians", "payee"),
    one("Assets:Bank"),
    one("Expenses:Incentives"),
    one("Expenses:Points"),
    one("Expenses:TimeOff"),
    one("Expenses:Gifts"),
    one("Expenses:Amortisation"),
    one("Expenses:Impairment"),
    one("Expenses:Adjustment"),
    one("Expenses:Guarantee"),
    one("Expenses:DrawForgiven"),
    one("Expenses:Uncollectable"),
    one("Equity:Opening"),
    one("Equity:Conversion"),
    each("Liabilities:Incentives:Held", "payee"),
    each("Liabilities:Incentives:HeldBack", "payee"),
    each("Liabilities:Incentives:CapCarried", "payee"),
    each("Liabilities:Incentives:PoolQueued", "payee"),
    each("Liabilities:Incentives:Payable", "payee"),
    each("Liabilities:Incentives:InRun", "run"),
    each("Liabilities:Incentives:Points", "payee"),
    each("Liabilities:Incentives:Gifts", "payee"),
    each("Liabilities:AccruedTimeOff", "payee"),
    one("Liabilities:PayrollClearing"),
    one("Liabilities:Wages"),
    one("Liabilities:AccountsPayable"),
    one("Memo:Awarded"),
    each("Memo:Held", "payee"),
    each("Memo:Usable", "payee"),
    one("Memo:Redeemed"),
    one("Memo:Expired"),
];

/// The sort of an account, and the id in it.
pub(super) fn kind_of(account: &Account) -> (&'static Kind, Option<String>) {
    let id = match account {
        Account::ContractCosts(deal) => Some(deal.to_string()),
        Account::InRun(run) => Some(run.to_string()),
        other => other.payee().map(ToString::to_string),
    };
    let text = account.to_string();
    let name = match &id {
        Some(id) => text.strip_suffix(id.as_str()).and_then(|text| text.strip_suffix(':')),
        None => Some(text.as_str()),
    };
    let kind = KINDS.iter().find(|kind| Some(kind.name) == name);
    (kind.expect("every account of the books is of a sort of the table"), id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::InKindAccount;
    use crate::money::Unit;

    #[test]
    fn every_account_is_of_a_sort() {
        let ana = || "ana".parse().unwrap();
        for account in [
            Account::ClawbackReceivable(ana()),
            Account::ContractCosts(crate::id::DealId::named("d")),
            Account::FormerTechnicians(ana()),
            Account::Bank,
            Account::Uncollectable,
            Account::DrawReceivable(ana()),
            Account::Incentives,
            Account::Amortisation,
            Account::Impairment,
            Account::Adjustment,
            Account::Guarantee,
            Account::DrawForgiven,
            Account::HeldBack(ana()),
            Account::Opening,
            Account::Conversion,
            Account::CapCarried(ana()),
            Account::PoolQueued(ana()),
            Account::Held(ana()),
            Account::Payable(ana()),
            Account::InRun("g/2026-01/1".parse().unwrap()),
            Account::PayrollClearing,
            Account::Wages,
            Account::AccountsPayable,
            Account::InKind(InKindAccount::Cost(Unit::POINTS)),
            Account::InKind(InKindAccount::Cost(Unit::HOURS)),
            Account::InKind(InKindAccount::Cost(Unit::GIFT)),
            Account::InKind(InKindAccount::Owed(Unit::POINTS, ana())),
            Account::InKind(InKindAccount::Owed(Unit::HOURS, ana())),
            Account::InKind(InKindAccount::Owed(Unit::GIFT, ana())),
            Account::InKind(InKindAccount::Awarded),
            Account::InKind(InKindAccount::Held(ana())),
            Account::InKind(InKindAccount::Usable(ana())),
            Account::InKind(InKindAccount::Redeemed),
            Account::InKind(InKindAccount::Expired),
        ] {
            let (kind, id) = kind_of(&account);
            assert_eq!(kind.own.is_some(), id.is_some(), "{account}");
        }
    }
}
