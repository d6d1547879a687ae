//! Civil dates, instants, half-open periods and the named zone that turns an instant into a day.
//!
//! Business facts are dated with a [`Date`] as the business books them and are never shifted by a
//! zone. A [`Timestamp`] says when we were told. Nothing here reads a clock: time is told.
//!
//! | file | idea |
//! |---|---|
//! | `date` | a calendar day |
//! | `timestamp` | an instant |
//! | `period` | a span of days |
//! | `zone` | from an instant to a day |

mod date;
mod period;
mod timestamp;
mod zone;

pub use date::Date;
pub use period::Period;
pub use timestamp::Timestamp;
pub use zone::Zone;

/// The first year a date may lie in.
const YEAR_FIRST: u32 = 1970;
/// The last year a date may lie in: enough for every payroll, and four digits wide.
const YEAR_LAST: u32 = 2199;

/// Whether a year lies in the calendar of this crate.
fn in_calendar(year: i32) -> bool {
    u32::try_from(year).is_ok_and(|year| (YEAR_FIRST..=YEAR_LAST).contains(&year))
}

/// Why a text is no date, instant, period or zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// Not a calendar date of the years 1970 to 2199.
    #[error("\"{0}\" is not a calendar date of the years 1970 to 2199: write it as 2026-03-31")]
    Date(String),
    /// Not an instant in the one accepted spelling.
    #[error(
        "\"{0}\" is not an instant: write it in UTC with milliseconds, as 2026-03-31T09:05:00.000Z"
    )]
    Timestamp(String),
    /// Not a period.
    #[error(
        "\"{0}\" is not a period: write 2026-03, 2026Q1, 2026 or 2026-03-01/2026-03-15 (the end is not in it)"
    )]
    Period(String),
    /// Not a zone of the IANA database.
    #[error(
        "\"{0}\" is not a zone of the IANA time zone database: write it as America/New_York or UTC"
    )]
    Zone(String),
}

/// Cuts a text that goes into an error, so that a hostile input cannot make a huge one.
fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}
