//! `[exchange]`: payees and deals of other currencies.

use super::Shape;

pub(crate) const EXCHANGE: Shape = Shape {
    name: "[exchange]",
    keys: &[
        (
            "at",
            "write \"milestone\" (what a payee of another currency earns is converted when it \
             accrues, at the rate of the fact's day) or \"payout\" (it stays in the plan's \
             currency until a run pays it, at the rate of the run's cut-off day)",
        ),
        (
            "missing",
            "write \"refuse\" (a fact or a run that needs a rate which was not told is refused \
             until it is) or, with at = \"payout\", \"plan_currency\" (such a run pays in the \
             plan's currency)",
        ),
        (
            "rate_days_max",
            "write rate_days_max = 7: the last rate on or before the day counts if it is so many \
             days old at most, 0 to 31; 0 asks for one of the day itself",
        ),
        (
            "rounding",
            "write \"half_even\", \"half_away_from_zero\", \"half_toward_zero\", \
             \"away_from_zero\", \"toward_zero\", \"toward_plus_infinity\" or \
             \"toward_minus_infinity\": where a fraction of a minor unit goes when an amount is \
             converted",
        ),
    ],
    unbuilt: &[],
};
