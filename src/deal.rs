//! Deals: milestones, and the lines that money facts carry.
//!
//! A milestone is a dated step in the life of a lead and its deal; rules are triggered by one and
//! count days between two. A line says what was sold, and what goes with its price.

use crate::id::{ClassId, DealId, IdError, LeadId, PaymentId, RedemptionId, RefundId};
use crate::money::{Amount, Unit};
use crate::text::{Scratch, Spelled, one_text};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The most lines one fact may carry, so that its record stays within its bound.
pub const LINES_MAX: usize = 100;

/// A dated step in the life of a lead and its deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The technician heard it from the customer.
    Reported,
    /// The day by which sales should have answered the lead passed without an answer. Nobody tells
    /// it; it comes with the day.
    Unanswered,
    /// Sales took the lead on.
    Accepted,
    /// The customer was met: somebody saw what they need.
    Met,
    /// Sales made an offer.
    Quoted,
    /// The customer signed.
    Won,
    /// A customer who might have left stayed.
    Retained,
    /// The machine runs at the customer's.
    Installed,
    /// The invoice was posted.
    Invoiced,
    /// A payment came in: each payment is a milestone of its own.
    Paid,
}

impl Milestone {
    /// All milestones, in the order a deal usually reaches them.
    pub const ALL: [Milestone; 10] = [
        Milestone::Reported,
        Milestone::Unanswered,
        Milestone::Accepted,
        Milestone::Met,
        Milestone::Quoted,
        Milestone::Won,
        Milestone::Retained,
        Milestone::Installed,
        Milestone::Invoiced,
        Milestone::Paid,
    ];

    /// Those that somebody tells.
    pub const TOLD: [Milestone; 9] = [
        Milestone::Reported,
        Milestone::Accepted,
        Milestone::Met,
        Milestone::Quoted,
        Milestone::Won,
        Milestone::Retained,
        Milestone::Installed,
        Milestone::Invoiced,
        Milestone::Paid,
    ];

    /// The name in a plan file, on the wire and in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Milestone::Reported => "reported",
            Milestone::Unanswered => "unanswered",
            Milestone::Accepted => "accepted",
            Milestone::Met => "met",
            Milestone::Quoted => "quoted",
            Milestone::Won => "won",
            Milestone::Retained => "retained",
            Milestone::Installed => "installed",
            Milestone::Invoiced => "invoiced",
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
/// All amounts of one fact have one unit. Which of them count is the word of the base that a plan
/// names: by itself a plan pays on `net`.
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

/// A fact that can be told by mistake, named by its id. Written `lead:<id>`, `deal:<id>`,
/// `payment:<id>`, `refund:<id>` or `redemption:<id>`.
///
/// ```
/// use referral_ledger::{deal::FactRef, id::PaymentId};
/// let fact = FactRef::Payment(PaymentId::named("bank-77"));
/// assert_eq!(fact.to_string().parse::<FactRef>()?, fact);
/// assert!("payment:77".parse::<FactRef>().is_err());
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactRef {
    /// A lead's report.
    Lead(LeadId),
    /// A deal's win.
    Deal(DealId),
    /// A payment.
    Payment(PaymentId),
    /// A refund.
    Refund(RefundId),
    /// Points or hours that were redeemed.
    Redemption(RedemptionId),
}

impl FactRef {
    /// The fact as a person reads it: its kind and the first characters of the id.
    pub fn short(&self) -> String {
        match self {
            FactRef::Lead(lead) => format!("lead {}", lead.short()),
            FactRef::Deal(deal) => format!("deal {}", deal.short()),
            FactRef::Payment(payment) => format!("payment {}", payment.short()),
            FactRef::Refund(refund) => format!("refund {}", refund.short()),
            FactRef::Redemption(it) => format!("redemption {}", it.short()),
        }
    }
}

impl Spelled for FactRef {
    fn spell(&self, to: &mut Scratch) {
        let (kind, id): (&str, &dyn Spelled) = match self {
            FactRef::Lead(lead) => ("lead:", lead),
            FactRef::Deal(deal) => ("deal:", deal),
            FactRef::Payment(payment) => ("payment:", payment),
            FactRef::Refund(refund) => ("refund:", refund),
            FactRef::Redemption(redemption) => ("redemption:", redemption),
        };
        to.push(kind);
        id.spell(to);
    }
}

one_text! { FactRef = "a fact such as \"payment:<id>\""; }

impl FromStr for FactRef {
    type Err = IdError;
    fn from_str(text: &str) -> Result<FactRef, IdError> {
        match text.split_once(':') {
            Some(("lead", id)) => Ok(FactRef::Lead(id.parse()?)),
            Some(("deal", id)) => Ok(FactRef::Deal(id.parse()?)),
            Some(("payment", id)) => Ok(FactRef::Payment(id.parse()?)),
            Some(("refund", id)) => Ok(FactRef::Refund(id.parse()?)),
            Some(("redemption", id)) => Ok(FactRef::Redemption(id.parse()?)),
            _ => Err(IdError::Malformed { what: "a fact", example: "payment:<id>" }),
        }
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
