//! A named zone: it says which day it was when we were told.

use super::{Date, TimeError, Timestamp, excerpt};
use crate::text::{Scratch, Spelled, one_text};
use chrono::TimeZone;
use std::str::FromStr;

/// A zone of the IANA time zone database: it turns the instant we were told into a business day.
///
/// ```
/// use referral_ledger::{date, time::Zone};
/// let zone: Zone = "America/Sao_Paulo".parse()?;
/// let told = "2026-03-06T01:30:00.000Z".parse()?;
/// assert_eq!(zone.day_of(told), date!("2026-03-05")); // still the evening before
/// # Ok::<(), referral_ledger::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// The zone's name in the database.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The day on the calendar of this zone at that instant.
    pub fn day_of(self, instant: Timestamp) -> Date {
        Date(self.0.from_utc_datetime(&instant.utc().naive_utc()).date_naive())
    }
}

impl FromStr for Zone {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Zone, TimeError> {
        text.parse().map(Zone).map_err(|_| TimeError::Zone(excerpt(text)))
    }
}

impl Spelled for Zone {
    fn spell(&self, to: &mut Scratch) {
        to.push(self.name());
    }
}

one_text! { Zone = "a time zone such as \"America/New_York\""; }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    #[test]
    fn the_zone_decides_the_day_on_both_sides_of_summer_time() {
        let zone: Zone = "America/New_York".parse().unwrap();
        let day = |text: &str| zone.day_of(text.parse().unwrap());
        assert_eq!(day("2026-01-15T04:59:59.999Z"), date!("2026-01-14"));
        assert_eq!(day("2026-01-15T05:00:00.000Z"), date!("2026-01-15"));
        assert_eq!(day("2026-07-15T03:59:59.999Z"), date!("2026-07-14"));
        assert_eq!(day("2026-07-15T04:00:00.000Z"), date!("2026-07-15"));
    }
}
