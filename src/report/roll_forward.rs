//! The roll-forward of contract costs: deal by deal what stood on the asset when a period began,
//! what was added and written off in it, and what is left.
//!
//! It reads the entries of the books and nothing else, so that it agrees with the trial balance to
//! the cent.

use crate::books::{Account, post};
use crate::event::Event;
use crate::id::{DealId, EntityId};
use crate::money::{Amount, Unit};
use crate::record::{Groups, RecordError, Records};
use crate::time::Period;
use std::collections::BTreeMap;
use std::fmt;

/// The contract costs of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollForward {
    /// The period.
    pub period: Period,
    /// A row for each deal and legal entity that has an opening balance or a movement, sorted by
    /// entity, deal and unit.
    pub rows: Vec<RollForwardRow>,
}

/// One deal's: opening + added = taken back + amortised + impaired + closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollForwardRow {
    /// Whose books.
    pub entity: EntityId,
    /// The deal.
    pub deal: DealId,
    /// What stood on the asset when the period began.
    pub opening: Amount,
    /// What was capitalised in it, and what came back of what had been taken.
    pub added: Amount,
    /// What a reversal took off the asset.
    pub taken_back: Amount,
    /// What was written off by its parts.
    pub amortised: Amount,
    /// What was written off because the contract had ended.
    pub impaired: Amount,
    /// What stands on the asset when the period ends.
    pub closing: Amount,
}

/// The columns of a row, in minor units.
#[derive(Default)]
struct Sums {
    opening: i64,
    added: i64,
    taken_back: i64,
    amortised: i64,
    impaired: i64,
}

impl RollForward {
    /// Reads the entries of all records that stand under a day before the end of the period.
    ///
    /// ```
    /// use referral_ledger::{Journal, report::RollForward};
    /// let of = RollForward::of(&Journal::in_memory(), "2026-06".parse()?)?;
    /// assert_eq!(of.to_string(), "contract costs of 2026-06: none\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A record that cannot be read.
    pub fn of(
        records: &(impl Records + ?Sized),
        period: Period,
    ) -> Result<RollForward, RecordError> {
        let mut sums: BTreeMap<(EntityId, DealId, Unit), Sums> = BTreeMap::new();
        for group in Groups::of(records) {
            let group = group?;
            for (_, event) in group.events() {
                for entry in post(group.command(), event) {
                    let Account::ContractCosts(deal) = entry.account else { continue };
                    if entry.on >= period.until() {
                        continue;
                    }
                    let key = (entry.entity, deal, entry.amount.unit());
                    let row = sums.entry(key).or_default();
                    let minor = entry.amount.minor();
                    match event {
                        _ if entry.on < period.from() => row.opening += minor,
                        Event::Amortised(_) => row.amortised -= minor,
                        Event::CostsImpaired(_) => row.impaired -= minor,
                        _ if minor < 0 => row.taken_back -= minor,
                        _ => row.added += minor,
                    }
                }
            }
        }
        sums.retain(|_, it| {
            [it.opening, it.added, it.taken_back, it.amortised, it.impaired] != [0; 5]
        });
        Ok(RollForward { period, rows: sums.into_iter().map(row).collect() })
    }
}

fn row(((entity, deal, unit), sums): ((EntityId, DealId, Unit), Sums)) -> RollForwardRow {
    let amount = |minor| {
        Amount::from_minor(minor, unit).expect("L2: what was capitalised accrued within the bound")
    };
    let Sums { opening, added, taken_back, amortised, impaired } = sums;
    RollForwardRow {
        entity,
        deal,
        opening: amount(opening),
        added: amount(added),
        taken_back: amount(taken_back),
        amortised: amount(amortised),
        impaired: amount(impaired),
        closing: amount(opening + added - taken_back - amortised - impaired),
    }
}

/// A table with a line for each deal.
impl fmt::Display for RollForward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "contract costs of {}", self.period)?;
        if self.rows.is_empty() {
            return writeln!(f, ": none");
        }
        let head = ["opening", "added", "taken back", "amortised", "impaired", "closing"];
        write!(f, "\n  {:<36}", "deal")?;
        head.iter().try_for_each(|name| write!(f, "  {name:>14}"))?;
        writeln!(f)?;
        for it in &self.rows {
            write!(f, "  {}", it.deal)?;
            let cells =
                [it.opening, it.added, it.taken_back, it.amortised, it.impaired, it.closing];
            cells.iter().try_for_each(|cell| write!(f, "  {:>14}", cell.to_string()))?;
            writeln!(f, "  {}", it.entity)?;
        }
        Ok(())
    }
}
