//! Adjustments: corrections by hand that one person proposes and another approves.
//!
//! Knows the words; who may propose and approve, and where an amount goes, is decided in the
//! ledger.

use crate::id::{DealId, IdError, LeadId};
use crate::money::{Amount, ExactAmount, Rounding};
use crate::rate::Rate;
use crate::text::{Scratch, Spelled, one_text};
use crate::time::Period;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Whether the payee gets or gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The payee gets the amount.
    Up,
    /// The payee gives the amount: out of what is payable, and what is not there is owed back.
    Down,
}

impl Direction {
    /// The direction as a word.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// What an adjustment is about. Written `lead:<id>`, `deal:<id>` or `period:2026-05`.
///
/// ```
/// use referral_ledger::{adjustment::About, id::DealId};
/// let about = About::Deal(DealId::named("sale-1"));
/// assert_eq!(about.to_string().parse::<About>()?, about);
/// assert_eq!("period:2026Q2".parse::<About>()?.short(), "2026Q2");
/// assert!("the April mistake".parse::<About>().is_err());
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// A lead.
    Lead(LeadId),
    /// A deal.
    Deal(DealId),
    /// A month, a quarter or a year.
    Period(Period),
}

impl About {
    /// It as a person reads it.
    pub fn short(&self) -> String {
        match self {
            About::Lead(lead) => format!("lead {}", lead.short()),
            About::Deal(deal) => format!("deal {}", deal.short()),
            About::Period(period) => period.to_string(),
        }
    }
}

impl FromStr for About {
    type Err = IdError;
    fn from_str(text: &str) -> Result<About, IdError> {
        let malformed = || IdError::Malformed {
            what: "what an adjustment is about",
            example: "lead:<id>, deal:<id> or period:2026-05",
        };
        match text.split_once(':') {
            Some(("lead", id)) => Ok(About::Lead(id.parse()?)),
            Some(("deal", id)) => Ok(About::Deal(id.parse()?)),
            Some(("period", period)) => period.parse().map(About::Period).map_err(|_| malformed()),
            _ => Err(malformed()),
        }
    }
}

impl Spelled for About {
    fn spell(&self, to: &mut Scratch) {
        let (kind, it): (&str, &dyn Spelled) = match self {
            About::Lead(lead) => ("lead:", lead),
            About::Deal(deal) => ("deal:", deal),
            About::Period(period) => ("period:", period),
        };
        to.push(kind);
        it.spell(to);
    }
}

one_text! { About = "what it is about, such as \"deal:<id>\""; }

/// The base and the rate that an adjustment carries of its own: for what no sale on file explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasedOn {
    /// The base.
    pub base: Amount,
    /// The rate.
    pub rate: Rate,
}

impl BasedOn {
    /// The product, exactly; `None` past the bounds of numbers.
    pub fn product(&self) -> Option<ExactAmount> {
        ExactAmount::from(self.base).times(self.rate)
    }

    /// Whether an amount is the product, rounded in either direction.
    pub(crate) fn comes_to(&self, amount: Amount) -> bool {
        let product = self.product().filter(|it| it.unit() == amount.unit());
        let rounded = |mode| product.and_then(|it| it.round(mode).ok());
        [Rounding::TowardZero, Rounding::AwayFromZero]
            .into_iter()
            .any(|mode| rounded(mode) == Some(amount))
    }
}
