//! Points and time off: how many, what they cost, and how long they last.

use referral_ledger::money::Amount;
use referral_ledger::plan::Plan;

/// What a rule awards that is not money.
pub(super) fn awards(plan: &Plan, amount: Amount, to: &str) -> String {
    let Some(words) = plan.in_kind(amount.unit()) else {
        return format!("Awards {amount} {to}."); // lint: the plan says what they cost
    };
    let lasts = match words.expire_months {
        None => "they never expire".to_owned(),
        Some(1) => "what is not redeemed within a month expires".to_owned(),
        Some(months) => format!("what is not redeemed within {months} months expires"),
    };
    let costs = match words.cost {
        None => "nothing is booked for them".to_owned(),
        Some(price) => format!("{} cost {}", price.units, price.amount),
    };
    format!("Awards {amount} {to}; {lasts}, and {costs}.")
}
