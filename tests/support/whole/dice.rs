//! Choices read off a tape of numbers, so that proptest can shrink them: zeros are the simplest.

use proptest::prelude::*;

/// Numbers that choices are made by.
pub type Tape = Vec<u16>;

/// A tape of at most so many numbers.
pub fn tape(most: usize) -> impl Strategy<Value = Tape> {
    prop::collection::vec(any::<u16>(), 0..=most)
}

/// Reads a tape; behind its end come zeros.
pub struct Dice<'a>(std::slice::Iter<'a, u16>);

impl<'a> Dice<'a> {
    pub fn new(tape: &'a Tape) -> Dice<'a> {
        Dice(tape.iter())
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0.next().map_or(0, |number| usize::from(*number) % sides)
    }

    /// One of a list; the first is the simplest.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.roll(times) + 1 == times
    }
}
