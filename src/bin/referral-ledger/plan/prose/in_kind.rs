//! Points and time off: how many, what they cost, and how long they last; gifts, and recognition.

use referral_ledger::money::Amount;
use referral_ledger::plan::Plan;
use referral_ledger::plan::gift::{OnceGiven, Thing};

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

/// Of what a rule gives one.
pub(super) fn gives(plan: &Plan, thing: Thing, to: &str) -> String {
    let at = match thing {
        Thing::Gift(at) => at,
        Thing::Recognition(at) => {
            let it = &plan.recognitions[usize::from(at)];
            let tell: Vec<&str> = it.tell.iter().map(|role| role.as_str()).collect();
            return format!("Gives the badge {} {to}, and {} are told.", it.id, tell.join(", "));
        }
    };
    let gift = &plan.gifts[usize::from(at)];
    let lasts = match gift.forfeited_months {
        None => "it is never forfeited".to_owned(),
        Some(months) => format!("it is forfeited when not handed over within {months} months"),
    };
    let taxed = if gift.taxable { "taxable" } else { "not taxable" };
    let cash = if gift.cash_equivalent { "as good as money" } else { "no cash equivalent" };
    let once = match gift.once_given {
        OnceGiven::Kept => "once handed over it is kept",
        OnceGiven::Claimed => "once handed over its fair value can be claimed back",
    };
    let (id, value) = (&gift.id, gift.fair_value);
    format!(
        "Gives {id}, a gift of a fair value of {value}, {to}; {taxed}, {cash}; {lasts}, and {once}."
    )
}
