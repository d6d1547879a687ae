//! Whether a calendar exists on which several day counts all hold.
//!
//! A day count bounds the difference of two dates from both sides. Such bounds can be met together
//! exactly when no way round through them loses days, which the shortest paths between the
//! milestones show; the shortest paths are then also dates that meet the bounds.

use crate::deal::Milestone;
use crate::plan::condition::Elapsed;

const COUNT: usize = Milestone::ALL.len();

/// A day for each milestone, counted from some day; only differences mean anything.
pub(super) struct Days([i64; COUNT]);

impl Days {
    /// Days on which all of the counts hold, if there are any.
    pub(super) fn meeting<'c>(counts: impl IntoIterator<Item = &'c Elapsed>) -> Option<Days> {
        // most[i][j]: by how many days j may lie after i at the most. Beyond any sum of bounds.
        let open = i64::from(i32::MAX) * 64;
        let mut most = [[open; COUNT]; COUNT];
        for (index, row) in most.iter_mut().enumerate() {
            row[index] = 0;
        }
        for count in counts {
            let (from, to) = (index(count.from), index(count.to));
            if let Some(until) = count.days_until {
                most[from][to] = most[from][to].min(i64::from(until) - 1);
            }
            most[to][from] = most[to][from].min(-i64::from(count.days_from));
        }
        for by in 0..COUNT {
            for from in 0..COUNT {
                for to in 0..COUNT {
                    most[from][to] = most[from][to].min(most[from][by] + most[by][to]);
                }
            }
        }
        let can_hold = (0..COUNT).all(|index| most[index][index] >= 0);
        let earliest = |to: usize| most.iter().map(|row| row[to]).min().unwrap_or(0);
        can_hold.then(|| Days(std::array::from_fn(earliest)))
    }

    /// How many days the second lies after the first.
    pub(super) fn between(&self, from: Milestone, to: Milestone) -> i64 {
        self.0[index(to)] - self.0[index(from)]
    }
}

fn index(milestone: Milestone) -> usize {
    Milestone::ALL.iter().position(|known| *known == milestone).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Milestone::{Installed, Paid, Won};
    use proptest::prelude::*;

    fn count(from: Milestone, to: Milestone, days_from: i32, days_until: Option<i32>) -> Elapsed {
        Elapsed { from, to, days_from, days_until }
    }

    #[test]
    fn a_pair_written_the_other_way_round_is_the_same_pair() {
        let after = count(Won, Paid, 5, Some(10));
        assert!(Days::meeting([&after, &count(Paid, Won, -9, Some(-8))]).is_some());
        assert!(Days::meeting([&after, &count(Paid, Won, -4, None)]).is_none());
    }

    #[test]
    fn three_pairs_that_close_a_circle_are_looked_at_together() {
        let (first, second) =
            (count(Won, Installed, 0, Some(10)), count(Installed, Paid, 0, Some(10)));
        assert!(Days::meeting([&first, &second, &count(Won, Paid, 18, None)]).is_some());
        assert!(Days::meeting([&first, &second, &count(Won, Paid, 19, None)]).is_none());
    }

    /// A count between two of the first three milestones, at most four days either way.
    fn any_count() -> impl Strategy<Value = Elapsed> {
        let pair = (0..3_usize, 1..3_usize).prop_map(|(from, step)| (from, (from + step) % 3));
        (pair, -3_i32..4, prop::option::of(-3_i32..5)).prop_map(|((from, to), least, until)| {
            count(Milestone::TOLD[from], Milestone::TOLD[to], least, until)
        })
    }

    proptest! {
        #[test]
        fn the_days_found_meet_every_count_and_none_are_missed(
            counts in prop::collection::vec(any_count(), 1..5),
        ) {
            let holds = |between: &dyn Fn(&Elapsed) -> i64| {
                counts.iter().all(|count| count.holds(between(count)))
            };
            match Days::meeting(&counts) {
                Some(days) => prop_assert!(holds(&|count| days.between(count.from, count.to))),
                // Two counts lead from any of three milestones to any other, so that days which
                // meet all counts could be found within twice four days.
                None => for accepted in -8..=8 {
                    for met in -8..=8 {
                        let days = Days([0, 0, accepted, met, 0, 0, 0, 0, 0, 0]);
                        prop_assert!(!holds(&|count| days.between(count.from, count.to)));
                    }
                },
            }
        }
    }
}
