//! What a plan says of other currencies, in sentences.

use referral_ledger::plan::exchange::{ConvertedAt, Exchange, MissingRate};

/// The sentence.
pub(super) fn exchange(words: &Exchange) -> String {
    let missing = match (words.at, words.missing) {
        (ConvertedAt::Milestone, _) => "without one the fact is refused until it is told",
        (_, MissingRate::Refuse) => "without one the fact or the run is refused until it is told",
        (_, MissingRate::PlanCurrency) => {
            "without one the fact is refused until it is told, and the run pays in the plan's currency"
        }
    };
    let old = match words.rate_days_max {
        0 => "the rate of that day".to_owned(),
        1 => "the last rate on that day or the day before".to_owned(),
        days => format!("the last rate on that day or the {days} days before it"),
    };
    let rounding = words.rounding.describe();
    match words.at {
        ConvertedAt::Milestone => format!(
            "What is told in another currency is converted on its day, and what a payee of another \
             currency earns when it accrues, by {old}, {rounding}; {missing}."
        ),
        ConvertedAt::Payout => format!(
            "What is told in another currency is converted on its day, and what a payee of another \
             currency is paid on the cut-off day of the run, by {old}, {rounding}; {missing}."
        ),
    }
}
