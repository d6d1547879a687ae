//! Commands about how a pay group is paid: by which periods, and how much a run keeps at most.

use crate::id::PayGroupId;
use crate::payout::calendar::Calendar;
use crate::payout::recovery::RecoveryLimit;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Says by which periods a pay group is paid, from a day on, until the next such command. A group
/// that was told none is paid by calendar months.
///
/// A period of the calendar begins on that day, and one of the calendar before it ends there, so
/// that every day is in one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetCalendar {
    /// The group.
    pub group: PayGroupId,
    /// The calendar.
    pub calendar: Calendar,
    /// The first day.
    pub from: Date,
}

/// Says how much the runs of a pay group keep at most of somebody's pay against what they owe, from
/// a day on, until the next such command. A run goes by the word of the last day of its period. A
/// group that was told none has no limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetRecoveryLimit {
    /// The group.
    pub group: PayGroupId,
    /// The limit, in the currency of the group; `None` from this day on for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<RecoveryLimit>,
    /// The first day.
    pub from: Date,
}
