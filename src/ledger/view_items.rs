//! What the lines of a run pay for: rules, draws, corrections. Owned values, as in `view`.

use super::Ledger;
use super::state::SourceRow;
use crate::id::{EntityId, PayeeId, PlanId, RuleId};
use crate::money::Amount;
use crate::payout::RunId;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// What an amount of a run is paid for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaidFor {
    /// Rewards by a rule, of whatever version of its plan.
    Rule {
        /// The plan.
        plan: PlanId,
        /// The rule.
        rule: RuleId,
    },
    /// Draws.
    Draws,
    /// Adjustments.
    Adjustments,
    /// Restatements.
    Restatements,
    /// What stood in the system before.
    Balances,
}

impl fmt::Display for PaidFor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PaidFor::Rule { plan, rule } => write!(formatter, "rewards by rule {rule} of {plan}"),
            PaidFor::Draws => formatter.write_str("draws"),
            PaidFor::Adjustments => formatter.write_str("adjustments"),
            PaidFor::Restatements => formatter.write_str("restatements"),
            PaidFor::Balances => formatter.write_str("opened balances"),
        }
    }
}

/// A part of what was payable to a payee by a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunItem {
    /// Whose.
    pub payee: PayeeId,
    /// What for.
    pub paid_for: PaidFor,
    /// How much; more than nothing.
    pub amount: Amount,
}

/// Where one payee's items are, among items that are sorted by payee.
pub(crate) fn items_of(items: &[RunItem], payee: &PayeeId) -> Range<usize> {
    let from = items.partition_point(|item| item.payee < *payee);
    from..from + items[from..].partition_point(|item| item.payee == *payee)
}

impl Ledger {
    /// What the lines of a run were made of, sorted by payee and by what it is for; `None` when
    /// the run is not on file, or what was taken back since no longer leaves that to be told.
    ///
    /// The parts of a payee come to gross and draws of their line.
    ///
    /// ```
    /// use referral_ledger::Ledger;
    /// assert!(Ledger::default().run_items(&"us-field/2026-02/1".parse()?).is_none());
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    pub fn run_items(&self, run: &RunId) -> Option<Vec<RunItem>> {
        let (_, row) = self.state.runs.get(run)?;
        let unit = self.state.account_unit(self.state.groups.row(row.group));
        let mut items = Vec::new();
        for number in row.each_line() {
            let line = self.state.lines.row(number);
            let mut parts: BTreeMap<PaidFor, i64> = BTreeMap::new();
            for lot in line.lots.iter() {
                let row = self.state.lots.row(*lot);
                let minor = row.left().min(row.amount);
                *parts.entry(self.paid_for(row.reward)).or_default() += minor;
            }
            if parts.values().sum::<i64>() != line.payable() {
                return None;
            }
            let payee = self.state.payees.key(line.payee);
            items.extend(parts.into_iter().filter(|(_, minor)| *minor != 0).map(
                |(paid_for, minor)| RunItem {
                    payee: payee.clone(),
                    paid_for,
                    amount: Self::amount(minor, unit),
                },
            ));
        }
        Some(items)
    }

    /// The legal entity whose books carry a run; `None` when it is not on file.
    ///
    /// ```
    /// use referral_ledger::Ledger;
    /// assert!(Ledger::default().entity_of_run(&"us-field/2026-02/1".parse()?).is_none());
    /// # Ok::<(), referral_ledger::id::IdError>(())
    /// ```
    pub fn entity_of_run(&self, run: &RunId) -> Option<EntityId> {
        let (_, row) = self.state.runs.get(run)?;
        Some(self.state.groups.row(row.group).entity.clone())
    }

    fn paid_for(&self, reward: u32) -> PaidFor {
        let award = self.state.awards.row(self.state.rewards.row(reward).award);
        match award.source {
            SourceRow::Lead(_) | SourceRow::Deal(_) | SourceRow::Period(_) => {
                let (plan, _, rule) = self.state.rule_of(award);
                PaidFor::Rule { plan: plan.name.plan.clone(), rule: rule.id.clone() }
            }
            SourceRow::Adjustment(_) => PaidFor::Adjustments,
            SourceRow::Draw(_) => PaidFor::Draws,
            SourceRow::Restatement(_) => PaidFor::Restatements,
            SourceRow::Opening => PaidFor::Balances,
        }
    }
}
