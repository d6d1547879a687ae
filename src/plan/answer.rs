//! By when sales answer a lead, and what it does when they do not.

use crate::id::ActorId;
use crate::time::Date;

/// Sales' deadline to answer a lead. Its words hold for a lead from the report on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Within how many business days; at least 1.
    pub business_days: u32,
    /// What they are counted from.
    pub from: DeadlineFrom,
    /// Days that are no business days, beside Saturdays and Sundays.
    pub holidays: Vec<Date>,
    /// Whether a lead about a customer whom somebody else's lead protects has a deadline as well.
    pub competing: bool,
    /// Whom a missed answer is put before; `None` for nobody.
    pub escalated_to: Option<ActorId>,
    /// How a minimum reward goes with what the lead earns later; `None` where a missed answer pays
    /// nothing. What it pays is the word of the component that `unanswered` triggers.
    pub minimum_reward: Option<MinimumReward>,
}

/// What the business days of an answer are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeadlineFrom {
    /// The day the lead was heard.
    Reported,
    /// The day its report was told.
    Told,
}

/// How a minimum reward goes with what the same lead earns its payee later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MinimumReward {
    /// It comes on top.
    BesideLater,
    /// What the lead earns later is less the minimum.
    DeductedFromLater,
}

impl Deadline {
    /// The last day on which a lead is answered in time: the last of so many business days after a
    /// day.
    pub(crate) fn due(&self, from: Date) -> Date {
        let (mut day, mut left) = (from, self.business_days);
        while left > 0 {
            let Some(next) = day.plus_days(1) else { return Date::LAST };
            day = next;
            left -= u32::from(day.is_weekday() && !self.holidays.contains(&day));
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    #[test]
    fn business_days_are_counted_over_weekends_and_holidays() {
        let within = |business_days, holidays: &[Date]| Deadline {
            business_days,
            from: DeadlineFrom::Reported,
            holidays: holidays.to_vec(),
            competing: false,
            escalated_to: None,
            minimum_reward: None,
        };
        let (thursday, saturday) = (date!("2026-01-08"), date!("2026-01-10"));
        assert_eq!(within(1, &[]).due(thursday), date!("2026-01-09"));
        assert_eq!(within(3, &[]).due(thursday), date!("2026-01-13"));
        assert_eq!(within(1, &[]).due(saturday), date!("2026-01-12"));
        // The Monday is a holiday; one on a Sunday is none.
        let holidays = [date!("2026-01-11"), date!("2026-01-12")];
        assert_eq!(within(3, &holidays).due(thursday), date!("2026-01-14"));
        assert_eq!(within(1, &[]).due(Date::LAST), Date::LAST);
    }
}
