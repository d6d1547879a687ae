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
        }
    };
}
