//! The trial balance: what stands on every account, and that it sums to nothing.

use super::Account;
use crate::id::EntityId;
use crate::money::Unit;
use std::collections::BTreeMap;
use std::fmt;

/// What stands on one account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BalanceRow {
    /// Whose books.
    pub entity: EntityId,
    /// Which account.
    pub account: Account,
    /// In which unit.
    pub unit: Unit,
    /// How much, in minor units: positive for a debit, negative for a credit.
    pub minor: i128,
}

impl BalanceRow {
    /// The balance without its unit, with the unit's decimals: `-1234.50`.
    pub fn digits(&self) -> String {
        digits(self.minor, self.unit)
    }
}

/// Minor units as a number with the unit's decimals.
pub(crate) fn digits(minor: i128, unit: Unit) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let decimals = usize::try_from(unit.decimals()).unwrap_or_default();
    let text = format!("{:0width$}", minor.unsigned_abs(), width = decimals + 1);
    let (whole, part) = text.split_at(text.len() - decimals);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// What stands on every account, sorted by legal entity, account and unit. Accounts at zero are
/// left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrialBalance {
    rows: Vec<BalanceRow>,
}

impl TrialBalance {
    /// Sorts the rows and leaves out those at zero.
    pub(crate) fn of(mut rows: Vec<BalanceRow>) -> TrialBalance {
        rows.retain(|row| row.minor != 0);
        rows.sort();
        TrialBalance { rows }
    }

    /// The rows.
    pub fn rows(&self) -> &[BalanceRow] {
        &self.rows
    }

    /// Whether debits equal credits, per unit and legal entity (law L1).
    pub fn is_zero(&self) -> bool {
        self.sums().values().all(|sum| *sum == 0)
    }

    fn sums(&self) -> BTreeMap<(&EntityId, Unit), i128> {
        let mut sums = BTreeMap::new();
        for row in &self.rows {
            *sums.entry((&row.entity, row.unit)).or_default() += row.minor;
        }
        sums
    }
}

/// A table with a debit and a credit column, and their sums per legal entity and unit.
impl fmt::Display for TrialBalance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|row| row.account.to_string().len()).max().unwrap_or(0);
        for (entity, unit) in self.sums().keys() {
            writeln!(f, "{entity}, {unit:?}")?;
            let (mut debits, mut credits) = (0, 0);
            for row in self.rows.iter().filter(|row| row.entity == **entity && row.unit == *unit) {
                let (debit, credit) = if row.minor > 0 { (row.minor, 0) } else { (0, -row.minor) };
                debits += debit;
                credits += credit;
                let show = |minor| if minor == 0 { String::new() } else { digits(minor, *unit) };
                let account = row.account.to_string();
                let line =
                    format!("  {account:<width$}  {:>14}  {:>14}", show(debit), show(credit));
                writeln!(f, "{}", line.trim_end())?;
            }
            let (debits, credits) = (digits(debits, *unit), digits(credits, *unit));
            writeln!(f, "  {:<width$}  {debits:>14}  {credits:>14}", "total")?;
        }
        Ok(())
    }
}
