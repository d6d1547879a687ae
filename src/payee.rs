//! Payees: how they are employed, and for which days rewards may accrue to them.
//!
//! Names, addresses and bank accounts are the host's; a payee here is an opaque id with dates.

use crate::time::Date;
use serde::{Deserialize, Serialize};

/// How a payee is engaged: it decides which account a settled run is credited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerClass {
    /// Paid through payroll, as wages.
    Employee,
    /// Paid against an invoice, as an account payable.
    Contractor,
}

impl WorkerClass {
    /// The class as a word in a file.
    pub fn word(self) -> &'static str {
        match self {
            WorkerClass::Employee => "employee",
            WorkerClass::Contractor => "contractor",
        }
    }
}

/// The days a payee is employed: the first, and the last once it is known. Both are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Employment {
    /// The first day.
    pub from: Date,
    /// The last day, once the payee has left.
    pub last_day: Option<Date>,
}

impl Employment {
    /// Whether a fact of this day can accrue to the payee.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.last_day.is_none_or(|last| day <= last)
    }
}
