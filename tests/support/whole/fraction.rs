//! Exact fractions, so that the model never rounds where nobody said so.

use std::cmp::{Ordering, Reverse};
use std::ops::{Add, Mul, Sub};

/// A fraction in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frac(pub i128, pub i128);

pub const ZERO: Frac = Frac(0, 1);

fn gcd(one: i128, other: i128) -> i128 {
    if other == 0 { one.abs().max(1) } else { gcd(other, one % other) }
}

impl Frac {
    pub fn of(whole: i128) -> Frac {
        Frac(whole, 1)
    }

    pub fn new(over: i128, under: i128) -> Frac {
        let by = gcd(over, under) * under.signum();
        Frac(over / by, under / by)
    }

    /// A share or a rate in millionths.
    pub fn millionths(millionths: i64) -> Frac {
        Frac::new(i128::from(millionths), 1_000_000)
    }

    /// What part it is of another that is more than zero.
    pub fn part_of(self, other: Frac) -> Frac {
        Frac::new(self.0 * other.1, self.1 * other.0)
    }

    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub fn floor(self) -> i128 {
        self.0.div_euclid(self.1)
    }

    /// Rounded to a whole number by a plan's word.
    pub fn rounded(self, mode: &str) -> i128 {
        let (floor, rest) = (self.floor(), self.0.rem_euclid(self.1));
        let half = (2 * rest).cmp(&self.1);
        let is_negative = self.0 < 0;
        let up = match mode {
            "half_even" => half == Ordering::Greater || half == Ordering::Equal && floor % 2 != 0,
            "half_away_from_zero" => {
                half == Ordering::Greater || half == Ordering::Equal && !is_negative
            }
            "half_toward_zero" => {
                half == Ordering::Greater || half == Ordering::Equal && is_negative
            }
            "away_from_zero" => rest > 0 && !is_negative,
            "toward_zero" => rest > 0 && is_negative,
            "toward_plus_infinity" => rest > 0,
            "toward_minus_infinity" => false,
            other => panic!("no rounding is called {other}"),
        };
        floor + i128::from(up)
    }
}

impl Add for Frac {
    type Output = Frac;
    fn add(self, other: Frac) -> Frac {
        Frac::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }
}

impl Sub for Frac {
    type Output = Frac;
    fn sub(self, other: Frac) -> Frac {
        self + Frac(-other.0, other.1)
    }
}

impl Mul for Frac {
    type Output = Frac;
    fn mul(self, other: Frac) -> Frac {
        Frac::new(self.0 * other.0, self.1 * other.1)
    }
}

impl PartialOrd for Frac {
    fn partial_cmp(&self, other: &Frac) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Frac {
    fn cmp(&self, other: &Frac) -> Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }
}

/// Divides a whole number by weights: whole units first, then one each by the largest fraction,
/// ties to the first. The other way round below zero.
pub fn divided(total: i128, weights: &[Frac]) -> Vec<i128> {
    let sum = weights.iter().fold(ZERO, |sum, weight| sum + *weight);
    if sum == ZERO {
        return vec![0; weights.len()];
    }
    let size = total.abs();
    let exact: Vec<Frac> =
        weights.iter().map(|weight| Frac::of(size) * *weight * Frac::new(sum.1, sum.0)).collect();
    let mut parts: Vec<i128> = exact.iter().map(|part| part.floor()).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let rest = |at: usize| exact[at] - Frac::of(exact[at].floor());
    order.sort_by_key(|it| Reverse(rest(*it)));
    let left = size - parts.iter().sum::<i128>();
    order.into_iter().take(usize::try_from(left).unwrap()).for_each(|at| parts[at] += 1);
    parts.into_iter().map(|part| part * total.signum()).collect()
}
