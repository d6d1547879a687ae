//! What rules award that is not money: points and time off, what they cost, and how long they
//! last.
//!
//! Both are amounts in a unit of their own, which are never converted into money nor netted with
//! it. What they cost the company is booked beside them.

use crate::money::{Amount, Rounding, Unit};

/// What the plan says of points, or of time off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InKind {
    /// Points or hours.
    pub unit: Unit,
    /// What they cost the company; `None` when nothing is booked for them.
    pub cost: Option<Price>,
    /// So many months after they can be redeemed they expire; `None` for never.
    pub expire_months: Option<u32>,
}

/// So much money for so many points or hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// So much.
    pub amount: Amount,
    /// For so many; more than none.
    pub units: Amount,
}

impl Price {
    /// What so many cost; `None` beyond the bound of an amount.
    ///
    /// ```
    /// use referral_ledger::{amount, money::Rounding, plan::in_kind::Price};
    /// let price = Price { amount: amount!(0.80 USD), units: amount!(100 points) };
    /// // 250 x 0.80 / 100
    /// assert_eq!(price.of(amount!(250 points), Rounding::HalfEven), Some(amount!(2.00 USD)));
    /// ```
    pub fn of(&self, units: Amount, mode: Rounding) -> Option<Amount> {
        let product = i128::from(units.minor()) * i128::from(self.amount.minor());
        let minor = mode.divide(product, i128::from(self.units.minor()))?;
        Amount::from_minor(i64::try_from(minor).ok()?, self.amount.unit()).ok()
    }
}

/// The units of what is awarded that is not money, in the order pages show them.
pub(crate) const UNITS: [Unit; 4] = [Unit::POINTS, Unit::HOURS, Unit::GIFT, Unit::BADGE];

/// The word of a plan file for a unit that is not money: what a rule pays, and the table that says
/// what it costs.
pub(crate) const WORDS: [(&str, Unit); 2] = [("points", Unit::POINTS), ("time_off", Unit::HOURS)];
