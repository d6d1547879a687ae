//! Books: whether what a rule pays is an expense at once, or a cost of the contract that is
//! written off over months. It moves nobody's pay.
//!
//! The words follow ASC 340-40 and IFRS 15: a cost that would not have been incurred without the
//! contract is an asset, written off as the customer is served. Which costs are such, and over how
//! many months, is for finance to say; this page only has the words.

use crate::deal::Milestone;
use crate::time::Date;

/// How a capitalised reward is written off: in equal monthly parts, in whole minor units, to
/// exactly nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amortisation {
    /// In how many monthly parts, 1 to 240.
    pub months: u32,
    /// Counted from which milestone: won, installed, invoiced, or each payment. Until it is reached
    /// nothing is written off.
    pub from: Milestone,
    /// The day of the first part; each later one is a month after.
    pub first_part: FirstPart,
    /// What becomes of the parts whose days had passed when the amount accrued.
    pub late: Late,
}

/// The day of the first part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstPart {
    /// The last day of the month of the milestone: that month counts as a whole.
    MonthEnd,
    /// The last day of the month after it.
    NextMonthEnd,
    /// A month after the milestone, on the same day of the month: months of the contract.
    MonthLater,
}

/// What becomes of the parts whose days had passed when the amount accrued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Late {
    /// They are written off with the next one.
    CaughtUp,
    /// The amount is written off in the parts that are left.
    Spread,
}

impl Amortisation {
    /// The day of a part, counted from 1, for a milestone that was reached on a day.
    pub(crate) fn day_of(&self, part: u32, reached_on: Date) -> Date {
        let month_end = |months: u32| {
            let day = reached_on.month().from().plus_months(months);
            day.map_or(Date::LAST, |day| day.month().last_day())
        };
        match self.first_part {
            FirstPart::MonthEnd => month_end(part - 1),
            FirstPart::NextMonthEnd => month_end(part),
            FirstPart::MonthLater => reached_on.plus_months(part).unwrap_or(Date::LAST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    #[test]
    fn parts_fall_on_the_days_their_words_name() {
        let days = |first_part, on| {
            let from = Milestone::Won;
            let it = Amortisation { months: 36, from, first_part, late: Late::Spread };
            [1, 2, 13].map(|part| it.day_of(part, on).to_string())
        };
        let on = date!("2026-01-31");
        let ends = ["2026-01-31", "2026-02-28", "2027-01-31"];
        assert_eq!(days(FirstPart::MonthEnd, on), ends);
        let next = ["2026-02-28", "2026-03-31", "2027-02-28"];
        assert_eq!(days(FirstPart::NextMonthEnd, on), next);
        assert_eq!(days(FirstPart::MonthLater, on), next);
        let mid = ["2026-02-10", "2026-03-10", "2027-02-10"];
        assert_eq!(days(FirstPart::MonthLater, date!("2026-01-10")), mid);
        assert_eq!(days(FirstPart::MonthEnd, Date::LAST)[1], "2199-12-31");
    }
}
