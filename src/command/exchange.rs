//! Commands about exchange rates.

use crate::exchange::ExchangeRate;
use crate::id::RateSource;
use crate::money::Unit;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Tells how much of one currency is paid for one of another on a day, and who says so.
///
/// There is one rate from one currency to another on a day. The way back is another rate: nothing
/// is inverted, and nothing goes by a third currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordExchangeRate {
    /// The currency that is converted.
    pub from: Unit,
    /// The currency it is converted to.
    pub to: Unit,
    /// The day the rate is of.
    pub on: Date,
    /// How much of the second is paid for one of the first.
    pub rate: ExchangeRate,
    /// Who says so: a code of the host's, such as `ECB`.
    pub source: RateSource,
}
