//! What a plan says of other currencies, in sentences.

use referral_ledger::plan::exchange::{ConvertedAt, Exchange, MissingRate};

/// The sentence.
pub(super) fn exchange(words: &Exchange) -> String {
    let at = match words.at {
        ConvertedAt::Milestone => "when it accrues",
    };
    let missing = match words.missing {
        MissingRate::Refuse => "without one the fact is refused until it is told",
    };
    let old = match words.rate_days_max {
        0 => "the rate of that day".to_owned(),
        1 => "the last rate on that day or the day before".to_owned(),
        days => format!("the last rate on that day or the {days} days before it"),
    };
    format!(
        "What is told in another currency is converted on its day, and what a payee of another \
         currency earns {at}, by {old}, {}; {missing}.",
        words.rounding.describe()
    )
}
