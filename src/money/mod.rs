//! Money, points and hours: exact amounts with their unit, and how they are rounded and split.
//!
//! An [`Amount`] is a whole count of minor units and is what is posted, paid and stored. An
//! [`ExactAmount`] stands between two stages of a calculation, before it is rounded by a
//! [`Rounding`] named in the plan. Splits use the largest remainder, so that the parts add up.
//! Not here: exchange rates, formats of a locale, or arithmetic across units; none of it exists.
//!
//! ```
//! use referral_ledger::money::{Amount, ExactAmount, Rounding, allocate};
//! use referral_ledger::{amount, rate};
//!
//! let sale = amount!(1_234.50 USD);
//! let exact = ExactAmount::from(sale).times(rate!(2.5%)).expect("two rates fit");
//! assert_eq!(exact.to_string(), "30.8625 USD");
//!
//! let reward = exact.round(Rounding::HalfEven)?;
//! assert_eq!(reward, amount!(30.86 USD));
//! assert_eq!(allocate(reward.minor(), &[2, 1]), Some(vec![2057, 1029]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod allocate;
mod amount;
mod error;
mod exact;
mod iso4217;
mod number;
mod rounding;
mod unit;

pub use allocate::{allocate, allocate_further, allocate_reversal};
pub use amount::Amount;
pub use error::AmountError;
pub use exact::ExactAmount;
pub use rounding::{Rounding, RoundingError};
pub use unit::{Unit, UnitError};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_small_copies_that_any_thread_may_have() {
        fn value<T: Copy + Send + Sync + std::fmt::Debug + 'static>() -> usize {
            size_of::<T>()
        }
        assert_eq!((value::<Unit>(), value::<Rounding>(), value::<Amount>()), (1, 1, 16));
        assert!(value::<ExactAmount>() <= 24 && value::<crate::rate::Rate>() == 8);
    }
}
