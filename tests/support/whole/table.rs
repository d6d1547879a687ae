//! What a table of tiers pays, said a second time: from the language, in whole fractions.

use super::fraction::{Frac, ZERO, divided};
use super::plan::{Grain, Shape, Step, StepPays, Table};

/// Measure, base and what is still to be filled up.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    pub measure: i128,
    pub base: i128,
    pub hole: Frac,
}

pub const START: Position = Position { measure: 0, base: 0, hole: ZERO };

/// What a fact adds at a position, in minor units; may be negative.
pub fn further(table: &Table, at: Position, measure: i128, base: i128, mode: &str) -> Frac {
    let (then, so_far) = (at.measure + measure, at.base + base);
    match &table.shape {
        Shape::Points(points, stays) => {
            let pays = |measure, base| rate_at(points, *stays, measure, mode) * Frac::of(base);
            pays(then, so_far) - pays(at.measure, at.base)
        }
        Shape::Steps(upper, steps) if table.grain == Grain::Percent => {
            let step = &steps[step_at(steps, *upper, measure)];
            pays(step, base, true)
        }
        Shape::Steps(upper, steps) if steps.iter().any(|step| step.whole) => {
            let pays = |measure, base| whole(steps, *upper, measure, base);
            pays(then, so_far) - pays(at.measure, at.base)
        }
        Shape::Steps(upper, steps) => marginal(steps, *upper, (at.measure, then), base),
    }
}

fn step_at(steps: &[Step], upper: bool, measure: i128) -> usize {
    let begun = |step: &Step| {
        let above = i128::from(step.above);
        if upper { above <= measure } else { above < measure }
    };
    steps.iter().rposition(begun).unwrap_or(0)
}

/// Whether something has come into a step.
fn is_reached(step: &Step, upper: bool, measure: i128) -> bool {
    let above = i128::from(step.above);
    measure > above || (upper && above > 0 && measure == above)
}

fn pays(step: &Step, base: i128, is_reached: bool) -> Frac {
    match step.pays {
        StepPays::Rate(rate) => Frac::of(base) * Frac::millionths(rate),
        StepPays::PerUnit(each) => Frac::of(base * i128::from(each)),
        StepPays::Flat(flat) if is_reached => Frac::of(i128::from(flat)),
        StepPays::Flat(_) => ZERO,
    }
}

/// What is paid on everything so far: the last whole step that is reached pays in place of those
/// below it, and marginal steps above it on their slices.
fn whole(steps: &[Step], upper: bool, measure: i128, base: i128) -> Frac {
    let last = step_at(steps, upper, measure);
    let first = steps[..=last].iter().rposition(|step| step.whole).unwrap_or(0);
    if first == last {
        return pays(&steps[first], base, is_reached(&steps[first], upper, measure));
    }
    let slice = |at: usize| {
        let begin = if at == first { 0 } else { i128::from(steps[at].above) };
        let end = if at == last { measure } else { i128::from(steps[at + 1].above) };
        pays(&steps[at], end - begin, is_reached(&steps[at], upper, measure))
    };
    (first..=last).map(slice).fold(ZERO, |sum, part| sum + part)
}

/// Each slice of the measure pays on its part of the base, spread over the slices in whole grains.
fn marginal(steps: &[Step], upper: bool, (from, to): (i128, i128), base: i128) -> Frac {
    let (low, high) = (from.min(to), from.max(to));
    let length = |at: usize| {
        let begin = if at == 0 { low } else { low.max(i128::from(steps[at].above)) };
        let end = steps.get(at + 1).map_or(high, |next| high.min(i128::from(next.above)));
        (end - begin).max(0)
    };
    let lengths: Vec<Frac> = (0..steps.len()).map(|at| Frac::of(length(at))).collect();
    let mut parts = divided(base, &lengths);
    if from == to {
        parts[step_at(steps, upper, to)] = base; // it falls where the measure stands
    }
    let mut sum = ZERO;
    for (step, part) in steps.iter().zip(parts) {
        sum = match step.pays {
            StepPays::Flat(flat) => {
                let reached = |measure| i128::from(is_reached(step, upper, measure));
                sum + Frac::of(i128::from(flat) * (reached(to) - reached(from)))
            }
            _ => sum + pays(step, part, true),
        };
    }
    sum
}

/// The rate on the line between two points, a whole number of millionths, 0 % to 1000 %.
fn rate_at(points: &[(i64, i64)], stays: bool, measure: i128, mode: &str) -> Frac {
    let at = |(at, rate): (i64, i64)| (i128::from(at), i128::from(rate));
    let points: Vec<(i128, i128)> = points.iter().copied().map(at).collect();
    let last = points.len() - 1;
    if measure <= 0 {
        return Frac::new(points[0].1, 1_000_000);
    }
    if measure >= points[last].0 && stays {
        return Frac::new(points[last].1, 1_000_000);
    }
    let upper = points.iter().position(|point| point.0 > measure).unwrap_or(last);
    let ((x1, y1), (x2, y2)) = (points[upper - 1], points[upper]);
    let rate = Frac::of(y1) + Frac::new((y2 - y1) * (measure - x1), x2 - x1);
    let rate = rate.max(ZERO).min(Frac::of(10_000_000));
    Frac::new(rate.rounded(mode), 1_000_000)
}
