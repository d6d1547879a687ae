//! Rows of measures: which fact counted how much for whom.

use crate::time::Period;
use serde::{Deserialize, Serialize};

/// A fact that measures count, by row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(in crate::ledger) enum FactRow {
    Reported(u32),
    Accepted(u32),
    Met(u32),
    Quoted(u32),
    /// Won, or retained.
    Won(u32),
    Installed(u32),
    Invoiced(u32),
    Paid(u32),
}

impl FactRow {
    /// The facts of a deal that count once.
    pub(in crate::ledger) fn of_deal(deal: u32) -> [FactRow; 3] {
        [FactRow::Won(deal), FactRow::Installed(deal), FactRow::Invoiced(deal)]
    }
}

/// What a fact counted in one measure for one payee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct CountRow {
    pub(in crate::ledger) plan: u32,
    pub(in crate::ledger) measure: u16,
    pub(in crate::ledger) payee: u32,
    pub(in crate::ledger) team: Option<u32>,
    pub(in crate::ledger) month: Period,
    pub(in crate::ledger) grains: i64,
    /// How much of it counts no longer.
    pub(in crate::ledger) lowered: i64,
}
