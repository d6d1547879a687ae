//! The rows of the table that are about exchange rates, put between those before and after them.

macro_rules! with_rates {
    ($($before:tt)+) => {
        with_runs! {
            $($before)+
            R4801 ExchangeRateDiffers { from: Unit, to: Unit, told: Box<Quote>, first: u64 }
                "the rate from {from} to {to} is {told}, told at sequence {first}: a rate that was told stands; adjust what it converted wrongly",
                No, "find out which of the two is right; correct amounts by adjustments";
            R4802 NothingToExchange { from: Unit, to: Unit }
                "no rate goes from {from} to {to}: tell one from a currency to another",
                Corrected, "correct the currencies";
            R4803 ExchangeRateMissing { from: Unit, to: Unit, day: Date, days: u32 }
                "no rate from {from} to {to} was told for {day} or the {days} days before it: tell the rate first",
                Later, "record the exchange rate, then send the same command again";
            R4804 ExchangeDiffers { plan: PlanRef, published: PlanRef }
                "plan {plan} and plan {published} say of other currencies what differs, and a run pays what both made in one line: say the same at, missing, rate_days_max and rounding",
                Corrected, "say the same in both, or keep other currencies to one of them";
            R4805 CountedInOther { group: PayGroupId, paid_in: Unit, unit: Unit }
                "something of pay group {group} is counted in {paid_in}, and a plan that converts at payout counts it in {unit} until a run pays: publish that plan first, or convert at the milestone",
                Corrected, "write at = \"milestone\" in the plan";
        }
    };
}
