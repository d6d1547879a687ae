//! Events of payout runs.

use crate::digest::Digest;
use crate::exchange::Quote;
use crate::id::{EntityId, PayeeId, ReasonCode};
use crate::money::Amount;
use crate::payee::WorkerClass;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// A run was locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunLocked {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose books carry it.
    pub entity: EntityId,
    /// How many lines it has.
    pub lines: u32,
    /// How many were left out, for they were below the threshold; `None` for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<u32>,
    /// How many were pulled from it by name; `None` for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulled: Option<u32>,
    /// What was payable, but for draws.
    pub gross: Amount,
    /// What draws gave; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<Amount>,
    /// What was kept against receivables.
    pub recovered: Amount,
    /// What is to be paid to employees, in what the run pays in.
    pub employees: Amount,
    /// What is to be paid to contractors.
    pub contractors: Amount,
    /// SHA-256 over the lines, to which approval and export are bound: for each, sorted by payee
    /// id, the text `payee,class,gross,paid,digest` and a line feed; draws are in that gross.
    pub digest: Digest,
}

/// One payee's line of a locked run: `gross + draws = paid + recovered`, all at least zero (law L7;
/// this release carries nothing in or out). Where it was converted, that is before it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunLine {
    /// The day it stands under in the books.
    pub on: Date,
    /// Who is paid.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// How they are engaged, frozen here.
    pub class: WorkerClass,
    /// How many lots are in it.
    pub lots: u32,
    /// SHA-256 over the lots in order, as in [`Vested::digest`](super::Vested::digest); of one that
    /// a cap divides, over what the run takes of it.
    pub digest: Digest,
    /// What was payable, but for draws.
    pub gross: Amount,
    /// What draws gave; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<Amount>,
    /// What is paid.
    pub paid: Amount,
    /// How that was converted from the plan's currency; `None` where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchanged: Option<Box<PayExchanged>>,
    /// What is kept against receivables, oldest first; empty when nothing is owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recovered: Vec<Recovery>,
    /// What is kept against draws, in the order of the plan; empty when none is recovered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draws_recovered: Vec<Recovery>,
    /// The recovery limit, where it let less be kept than was owed; `None` where all was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at_most: Option<Amount>,
}

/// Somebody was pulled from a run. What was payable stays payable, nothing is kept of it, and
/// nothing is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinePulled {
    /// The day of the books on whose statement it stands.
    pub on: Date,
    /// Who was pulled.
    pub payee: PayeeId,
    /// Whose books carry what is payable.
    pub entity: EntityId,
    /// Of how many lots it is.
    pub lots: u32,
    /// SHA-256 over the lots in order, as in [`Vested::digest`](super::Vested::digest).
    pub digest: Digest,
    /// What was payable, draws among it; under caps at payout, what they let in.
    pub payable: Amount,
    /// What would have been paid.
    pub net: Amount,
    /// Why, as a code.
    pub reason: ReasonCode,
}

/// What a line pays was converted from the plan's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayExchanged {
    /// What was left to pay, in the plan's currency.
    pub net: Amount,
    /// The rate.
    pub quote: Quote,
}

/// An amount kept against one receivable. Receivables are numbered from 0, in order of rising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// The receivable.
    pub receivable: u32,
    /// How much.
    pub amount: Amount,
}

/// A total of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunTotal {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What is to be paid.
    pub total: Amount,
}

/// Payroll paid the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunSettled {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What employees were paid.
    pub employees: Amount,
    /// What contractors were paid.
    pub contractors: Amount,
}

/// One payee's line of a run went back: the run is void, or payroll rejected the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineVoided {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose line.
    pub payee: PayeeId,
    /// Whose books carry it.
    pub entity: EntityId,
    /// What is not paid after all.
    pub paid: Amount,
    /// What of it is payable again in the plan's currency; `None` where nothing was converted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<Amount>,
    /// What is owed again, draws among it.
    pub recovered: Amount,
    /// What of it is owed for draws; `None` for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws_recovered: Option<Amount>,
    /// Whether the run had been approved, so that the amount stood in payroll clearing.
    pub approved: bool,
}

impl LineVoided {
    /// What was left to pay of the line, in the currency of the payee's account.
    pub fn left_to_pay(&self) -> Amount {
        // Of nothing nothing was converted.
        let whole =
            if self.paid.is_zero() { Amount::zero(self.recovered.unit()) } else { self.paid };
        self.net.unwrap_or(whole)
    }
}
