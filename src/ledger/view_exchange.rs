//! Views of exchange rates.

use super::Ledger;
use crate::exchange::Quote;
use crate::money::Unit;
use crate::time::Date;

impl Ledger {
    /// The rate from one currency to another that was told for a day; `None` when none was.
    ///
    /// ```
    /// use referral_ledger::{Ledger, date};
    ///
    /// let ledger = Ledger::default();
    /// let (from, to) = ("USD".parse()?, "EUR".parse()?);
    /// assert_eq!(ledger.exchange_rate(from, to, date!("2026-03-02")), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn exchange_rate(&self, from: Unit, to: Unit, on: Date) -> Option<Quote> {
        self.state.rates.get(&(from, to, on)).map(|(_, row)| row.quote.clone())
    }
}
