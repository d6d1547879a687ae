//! Splitting a count of minor units so that the parts add up to it, to the last unit.
//!
//! Knows the largest remainder: each part is cut to whole units, and the units left over go to the
//! largest cut-off fractions, ties to the first in the list. Knows nothing of payees or roles:
//! the order of the list is the plan's order, and is all there is to break a tie.

use std::cmp::Reverse;

use crate::rate::Rate;

/// Splits a total by weights, by the largest remainder.
///
/// The parts add up to the total; a weight of zero gets zero; and the split of the negated total
/// is the negated split, so that a mirror entry always mirrors. No part is further than one unit
/// from its exact share.
///
/// `None` if a weight is negative, if all are zero (or there is none) while the total is not zero,
/// or if a product overflows, which no total within [`Amount::BOUND_MINOR`] does while its weights
/// add up to at most 10^23.
///
/// [`Amount::BOUND_MINOR`]: crate::money::Amount::BOUND_MINOR
///
/// ```
/// use referral_ledger::money::allocate;
///
/// assert_eq!(allocate(1_00, &[1, 1, 1]), Some(vec![34, 33, 33]));
/// assert_eq!(allocate(-1_00, &[1, 1, 1]), Some(vec![-34, -33, -33]));
/// assert_eq!(allocate(5, &[0, 7, 3]), Some(vec![0, 4, 1]));
/// assert_eq!(allocate(5, &[0, 0]), None);
/// ```
#[must_use]
pub fn allocate(total_minor: i64, weights: &[i128]) -> Option<Vec<i64>> {
    let whole = weights
        .iter()
        .try_fold(0_i128, |sum, &weight| if weight < 0 { None } else { sum.checked_add(weight) })?;
    if whole == 0 {
        return (total_minor == 0).then(|| vec![0; weights.len()]);
    }
    // The sign is put on last: the split of the absolute value is what makes it symmetric.
    let total = i128::from(total_minor).abs();
    let mut parts = Vec::with_capacity(weights.len());
    let mut cut_off = Vec::with_capacity(weights.len());
    let mut left = total;
    for &weight in weights {
        let product = total.checked_mul(weight)?;
        parts.push(product / whole);
        cut_off.push(product % whole);
        left -= product / whole;
    }
    if left > 0 {
        // What is left is the sum of the cut-off fractions, each below one: more fractions are
        // above zero than units are left, so none goes to a weight of zero.
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|&at| Reverse(cut_off[at])); // stable: ties to the first in the list
        for at in order.into_iter().take(usize::try_from(left).ok()?) {
            parts[at] += 1;
        }
    }
    let sign = i128::from(total_minor.signum());
    parts.into_iter().map(|part| i64::try_from(sign * part).ok()).collect()
}

/// Splits a further part of an amount that grows, over what each share is still owed.
///
/// `total_after_minor` is the whole amount including this part, and `posted_minor` is what each
/// share has got so far. The weights are what each share still lacks of its share of the whole,
/// `max(0, share * total_after - posted)`, in exact numbers; where nobody lacks anything the part
/// is split by the shares themselves. So earlier roundings even out, and nobody gets a negative
/// part of a positive one. A negative part mirrors this: it is taken from who has too much.
///
/// Part by part this ends where one split of the whole would, or next to it: who was rounded up
/// earlier keeps that unit until the growing whole has caught up, and the others bear it in
/// proportion to what they lack. In trials up to three shares never ended more than one unit
/// from it; with many small shares a large one can end a few units off. The parts always add up.
///
/// `None` if the lists differ in length, and where [`allocate`] has none.
///
/// ```
/// use referral_ledger::money::{allocate, allocate_further};
/// use referral_ledger::rate;
///
/// // Three cents come one by one; each time the one who lacks most is served.
/// let shares = [rate!(50%), rate!(30%), rate!(20%)];
/// assert_eq!(allocate_further(1, 1, &shares, &[0, 0, 0]), Some(vec![1, 0, 0]));
/// assert_eq!(allocate_further(1, 2, &shares, &[1, 0, 0]), Some(vec![0, 1, 0]));
/// assert_eq!(allocate_further(1, 3, &shares, &[1, 1, 0]), Some(vec![0, 0, 1]));
/// assert_eq!(allocate_further(1, 3, &shares, &[1, 1]), None);
/// ```
#[must_use]
pub fn allocate_further(
    part_minor: i64,
    total_after_minor: i64,
    shares: &[Rate],
    posted_minor: &[i64],
) -> Option<Vec<i64>> {
    if shares.len() != posted_minor.len() {
        return None;
    }
    let sign = if part_minor < 0 { -1 } else { 1 };
    let total = sign * i128::from(total_after_minor);
    // At most 2^24 millionths by 2^63 minor units: far from the end of the type.
    let lacking = shares.iter().zip(posted_minor).map(|(share, &posted)| {
        let due = i128::from(share.millionths()) * total;
        let posted = i128::from(Rate::HUNDRED.millionths()) * sign * i128::from(posted);
        (due - posted).max(0)
    });
    let mut weights: Vec<i128> = lacking.collect();
    if weights.iter().all(|&weight| weight == 0) {
        weights = shares.iter().map(|share| i128::from(share.millionths())).collect();
    }
    allocate(part_minor, &weights)
}

/// Splits what a reversal takes back, over what each share still has.
///
/// No share gives more than it has, and when the amount is all there is, every share ends at zero.
///
/// `None` if the amount or something remaining is negative, or if the amount is more than all
/// that remains.
///
/// ```
/// use referral_ledger::money::allocate_reversal;
///
/// assert_eq!(allocate_reversal(50, &[60, 0, 40]), Some(vec![30, 0, 20]));
/// assert_eq!(allocate_reversal(100, &[60, 0, 40]), Some(vec![60, 0, 40]));
/// assert_eq!(allocate_reversal(101, &[60, 0, 40]), None);
/// ```
///
/// # Panics
/// Never: that no part is above what remains is asserted, and follows from the largest remainder.
#[must_use]
pub fn allocate_reversal(amount_minor: i64, remaining_minor: &[i64]) -> Option<Vec<i64>> {
    let weights: Vec<i128> = remaining_minor.iter().map(|&minor| i128::from(minor)).collect();
    let all: i128 = weights.iter().sum();
    if amount_minor < 0 || i128::from(amount_minor) > all {
        return None;
    }
    let parts = allocate(amount_minor, &weights)?;
    // The exact part is at most what remains, because the amount is at most the sum. What remains
    // is a whole number, and a part is only rounded up where it is not: so it cannot pass it.
    let within = parts.iter().zip(remaining_minor).all(|(part, remaining)| part <= remaining);
    assert!(within, "a reversal takes at most what each share still has");
    Some(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Amount;
    use crate::rate;

    #[test]
    fn units_left_over_go_to_the_largest_fraction_then_to_the_first() {
        assert_eq!(allocate(15, &[80, 8, 12]), Some(vec![12, 1, 2]));
        assert_eq!(allocate(100, &[0, 2, 1]), Some(vec![0, 67, 33]));
        assert_eq!(allocate(2, &[1, 1, 1, 1]), Some(vec![1, 1, 0, 0]));
        assert_eq!(allocate(-1, &[0, 1, 1]), Some(vec![0, -1, 0]));
        assert_eq!(allocate(-5, &[7, 3]), Some(vec![-4, -1]));
        assert_eq!(allocate(7, &[1]), Some(vec![7]));
    }

    #[test]
    fn what_cannot_be_split_is_not() {
        assert_eq!(allocate(1, &[]), None);
        assert_eq!(allocate(0, &[]), Some(vec![]));
        assert_eq!(allocate(0, &[0, 0]), Some(vec![0, 0]));
        assert_eq!(allocate(1, &[0, 0]), None);
        assert_eq!(allocate(0, &[1, -1]), None);
        assert_eq!(allocate(1, &[2, -1]), None);
        assert_eq!(allocate(1, &[i128::MAX, 1]), None);
        assert_eq!(allocate(2, &[i128::MAX]), None);
        assert_eq!(allocate(1, &[i128::MAX]), Some(vec![1]));
    }

    #[test]
    fn the_ends_of_the_type_are_split_too() {
        assert_eq!(allocate(i64::MIN, &[1]), Some(vec![i64::MIN]));
        assert_eq!(allocate(i64::MAX, &[1, 1]), Some(vec![i64::MAX / 2 + 1, i64::MAX / 2]));
        let hundredth = 10_i128.pow(23) / 100;
        let parts = allocate(-Amount::BOUND_MINOR, &[hundredth; 100]);
        assert_eq!(parts, Some(vec![-Amount::BOUND_MINOR / 100; 100]));
        assert_eq!(allocate_reversal(i64::MAX, &[i64::MAX; 2]).unwrap().len(), 2);
        assert!(allocate_further(i64::MIN, i64::MAX, &[rate!(1000%)], &[i64::MAX]).is_some());
    }

    #[test]
    fn a_further_part_serves_who_lacks_most() {
        let halves = [rate!(50%), rate!(50%)];
        assert_eq!(allocate_further(1, 1, &halves, &[0, 0]), Some(vec![1, 0]));
        assert_eq!(allocate_further(1, 2, &halves, &[1, 0]), Some(vec![0, 1]));
        // Taking two back from five and three levels them.
        assert_eq!(allocate_further(-2, 6, &halves, &[5, 3]), Some(vec![-2, 0]));
        // Nobody lacks anything: by the shares.
        assert_eq!(allocate_further(4, 6, &halves, &[9, 9]), Some(vec![2, 2]));
        // A share of nothing gets nothing, even when everybody else has enough.
        let rest = [Rate::ZERO, Rate::HUNDRED];
        assert_eq!(allocate_further(4, 6, &rest, &[0, 9]), Some(vec![0, 4]));
        assert_eq!(allocate_further(4, 6, &[Rate::ZERO], &[0]), None);
        assert_eq!(allocate_further(0, 0, &[], &[]), Some(vec![]));
    }

    #[test]
    fn many_small_shares_rounded_up_early_are_borne_by_who_still_lacks() {
        // A hundred shares of 0.5% beside one of 50%. Of the first 50 units 25 small shares get
        // one where 0.25 was due; the second part is then 12.5 units short of what is lacking.
        let mut shares = vec![rate!(0.5%); 100];
        shares.push(rate!(50%));
        let posted = allocate_further(50, 50, &shares, &[0; 101]).unwrap();
        assert_eq!((posted[24], posted[25], posted[100]), (1, 0, 25));
        let second = allocate_further(50, 100, &shares, &posted).unwrap();
        assert_eq!((second[24], second[25], second[100]), (0, 1, 20));
        assert_eq!(second.iter().sum::<i64>(), 50);
    }

    #[test]
    fn a_reversal_refuses_what_is_not_there() {
        assert_eq!(allocate_reversal(-1, &[5]), None);
        assert_eq!(allocate_reversal(1, &[5, -1]), None);
        assert_eq!(allocate_reversal(0, &[]), Some(vec![]));
        assert_eq!(allocate_reversal(0, &[0, 0]), Some(vec![0, 0]));
        assert_eq!(allocate_reversal(1, &[]), None);
        assert_eq!(allocate_reversal(2, &[1, 1, 1]), Some(vec![1, 1, 0]));
    }

    /// Weights of very different sizes, many of them zero, but never all.
    fn weights() -> impl Strategy<Value = Vec<i128>> {
        let weight = prop_oneof![Just(0_i128), 0..4_i128, 0..1_000_000_i128, 0..(1_i128 << 60)];
        (prop::collection::vec(weight, 0..8), 1..100_i128, any::<prop::sample::Index>()).prop_map(
            |(mut weights, positive, at)| {
                weights.insert(at.index(weights.len() + 1), positive);
                weights
            },
        )
    }

    /// Shares that add up to 100%, cut at random places.
    fn shares() -> impl Strategy<Value = Vec<Rate>> {
        prop::collection::vec(0..=1_000_000_i64, 0..3).prop_map(|mut cuts| {
            cuts.extend([0, 1_000_000]);
            cuts.sort_unstable();
            let widths = cuts.windows(2).map(|pair| pair[1] - pair[0]);
            widths.map(|width| Rate::from_millionths(width).unwrap()).collect()
        })
    }

    proptest! {
        #[test]
        fn parts_add_up_mirror_and_stay_near_their_share(
            total in -Amount::BOUND_MINOR..=Amount::BOUND_MINOR,
            weights in weights(),
        ) {
            let whole: i128 = weights.iter().sum();
            let parts = allocate(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            let mirror: Vec<i64> = parts.iter().map(|part| -part).collect();
            prop_assert_eq!(allocate(-total, &weights), Some(mirror));
            for (&part, &weight) in parts.iter().zip(&weights) {
                prop_assert!(weight > 0 || part == 0);
                let off = i128::from(part) * whole - i128::from(total) * weight;
                prop_assert!(off.abs() < whole);
            }
        }

        #[test]
        fn equal_weights_differ_by_one_unit_at_most(total in 0..10_000_i64, count in 1..20_usize) {
            let parts = allocate(total, &vec![1; count]).unwrap();
            prop_assert!(parts.is_sorted_by(|left, right| left >= right));
            prop_assert!(parts[0] - parts[count - 1] <= 1);
        }

        #[test]
        fn a_reversal_never_takes_more_than_remains_and_ends_at_zero(
            remaining in prop::collection::vec(0..1_000_i64, 1..8),
            portions in prop::collection::vec(0..=100_i64, 0..5),
        ) {
            let mut remaining = remaining;
            for portion in portions {
                let amount = remaining.iter().sum::<i64>() * portion / 100;
                let parts = allocate_reversal(amount, &remaining).unwrap();
                prop_assert_eq!(parts.iter().sum::<i64>(), amount);
                for (left, part) in remaining.iter_mut().zip(parts) {
                    *left -= part;
                    prop_assert!(part >= 0 && *left >= 0);
                }
            }
            let all = remaining.iter().sum::<i64>();
            prop_assert_eq!(allocate_reversal(all, &remaining), Some(remaining.clone()));
            prop_assert_eq!(allocate_reversal(all + 1, &remaining), None);
        }

        #[test]
        fn further_parts_add_up_mirror_and_end_where_the_whole_would(
            shares in shares(),
            parts in prop::collection::vec(1..2_000_i64, 3),
        ) {
            let mut posted = vec![0_i64; shares.len()];
            let mut total = 0;
            for part in parts {
                total += part;
                let further = allocate_further(part, total, &shares, &posted).unwrap();
                prop_assert_eq!(further.iter().sum::<i64>(), part);
                let mirrored: Vec<i64> = posted.iter().map(|minor| -minor).collect();
                let mirror = allocate_further(-part, -total, &shares, &mirrored).unwrap();
                prop_assert!(mirror.iter().zip(&further).all(|(left, right)| *left == -right));
                for (minor, part) in posted.iter_mut().zip(further) {
                    prop_assert!(part >= 0);
                    *minor += part;
                }
            }
            prop_assert_eq!(posted.iter().sum::<i64>(), total);
            let by_share: Vec<i128> = shares.iter().map(|s| i128::from(s.millionths())).collect();
            let whole = allocate(total, &by_share).unwrap();
            for (minor, whole) in posted.iter().zip(whole) {
                prop_assert!((minor - whole).abs() <= 1, "{} and {}", minor, whole);
            }
        }
    }
}
