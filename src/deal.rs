//! Deals: milestones, and the lines that money facts carry.
//!
//! A milestone is a dated step in the life of a lead and its deal; rules are triggered by one and
//! count days between two. A line says what was sold; this release pays on its net amount.

use crate::id::ClassId;
use crate::money::{Amount, Unit};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most lines one fact may carry, so that its record stays within its bound.
pub const LINES_MAX: usize = 100;

/// A dated step in the life of a lead and its deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The technician heard it from the customer.
    Reported,
    /// Sales took the lead on.
    Accepted,
    /// The customer signed.
    Won,
    /// The machine runs at the customer's.
    Installed,
    /// A payment came in: each payment is a milestone of its own.
    Paid,
}

impl Milestone {
    /// All milestones, in the order a deal usually reaches them.
    pub const ALL: [Milestone; 5] = [
        Milestone::Reported,
        Milestone::Accepted,
        Milestone::Won,
        Milestone::Installed,
        Milestone::Paid,
    ];

    /// The name in a plan file, on the wire and in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Milestone::Reported => "reported",
            Milestone::Accepted => "accepted",
            Milestone::Won => "won",
            Milestone::Installed => "installed",
            Milestone::Paid => "paid",
        }
    }
}

impl fmt::Display for Milestone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// What was sold: one line of a deal, a payment or a refund.
///
/// All amounts of one fact have one unit. Only `net` is paid on in this release; the rest is kept
/// on record as told, for the bases that plans will name.
///
/// ```
/// use referral_ledger::{amount, deal::Line};
/// let line = Line::of_net(amount!(1_500.00 USD));
/// assert_eq!(line.net, amount!(1500.00 USD));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What kind of thing it is, in the host's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// The price before tax and freight, after discount. Never negative.
    pub net: Amount,
    /// What it cost the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Amount>,
    /// Tax on top of the net amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Amount>,
    /// Freight on top of the net amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freight: Option<Amount>,
    /// The discount already taken off the net amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Amount>,
}

impl Line {
    /// A line of which only the net amount is known.
    pub fn of_net(net: Amount) -> Line {
        Line {
            class: None,
            quantity: None,
            net,
            cost: None,
            tax: None,
            freight: None,
            discount: None,
        }
    }

    fn amounts(&self) -> impl Iterator<Item = Amount> {
        [Some(self.net), self.cost, self.tax, self.freight, self.discount].into_iter().flatten()
    }
}

/// Why lines cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinesFault {
    /// There are more than [`LINES_MAX`] lines.
    TooMany(usize),
    /// Line number `.0`, counted from 1, holds a unit other than the first line's net amount.
    MixedUnits(usize),
    /// Line number `.0`, counted from 1, holds a negative amount.
    Negative(usize),
    /// The net amounts add up past the bound of an amount.
    OutOfBounds,
}

/// The sum of the lines' net amounts; `None` when there are no lines.
///
/// Every amount of every line is looked at: one unit throughout, none negative.
///
/// # Errors
/// The first [`LinesFault`].
pub fn net_of(lines: &[Line]) -> Result<Option<Amount>, LinesFault> {
    let Some(first) = lines.first() else { return Ok(None) };
    if lines.len() > LINES_MAX {
        return Err(LinesFault::TooMany(lines.len()));
    }
    let unit: Unit = first.net.unit();
    let mut sum = Amount::zero(unit);
    for (index, line) in lines.iter().enumerate() {
        if line.amounts().any(|amount| amount.unit() != unit) {
            return Err(LinesFault::MixedUnits(index + 1));
        }
        if line.amounts().any(Amount::is_negative) {
            return Err(LinesFault::Negative(index + 1));
        }
        sum = sum.checked_add(line.net).ok_or(LinesFault::OutOfBounds)?;
    }
    Ok(Some(sum))
}
