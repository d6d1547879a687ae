//! A long list in pieces: what is in it never moves, however long it grows.
//!
//! It knows numbers and pieces, and nothing of drafts.

use std::hash::{Hash, Hasher};

/// Items in pieces that never move once they are full.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column<T> {
    /// All are full but the last; none is empty.
    pieces: Vec<Vec<T>>,
    length: u32,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { pieces: Vec::new(), length: 0 }
    }
}

/// How many items a piece holds.
const PIECE: usize = 1_024;

impl<T> Column<T> {
    /// How many there are.
    pub(super) fn length(&self) -> u32 {
        self.length
    }

    /// Adds an item.
    pub(super) fn push(&mut self, item: T) {
        let length = self.length.checked_add(1);
        self.length = length.expect("a journal holds fewer than 2^32 rows of a kind");
        match self.pieces.last_mut() {
            Some(last) if last.len() < PIECE => last.push(item),
            // The first piece grows as it needs: many a collection stays small.
            None => self.pieces.push(vec![item]),
            Some(_) => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(item);
                self.pieces.push(piece);
            }
        }
    }

    /// The item of a number.
    pub(super) fn get(&self, number: u32) -> &T {
        &self.pieces[number as usize / PIECE][number as usize % PIECE]
    }

    /// The same, to be changed.
    pub(super) fn get_mut(&mut self, number: u32) -> &mut T {
        &mut self.pieces[number as usize / PIECE][number as usize % PIECE]
    }

    /// Takes off all from a number on.
    pub(super) fn truncate(&mut self, length: u32) {
        self.length = length;
        let length = length as usize;
        self.pieces.truncate(length.div_ceil(PIECE));
        if let (Some(last), true) = (self.pieces.last_mut(), !length.is_multiple_of(PIECE)) {
            last.truncate(length % PIECE);
        }
    }

    /// All items, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.pieces.iter().flatten()
    }
}

impl<T: Hash> Hash for Column<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.length.hash(state);
        self.iter().for_each(|item| item.hash(state));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_off_leaves_what_was_there_before() {
        for (before, more) in [(0, 1), (1_023, 2), (1_024, 1), (1_025, 3_000), (4_000, 4_000)] {
            let mut column: Column<u32> = Column::default();
            (0..before).for_each(|item| column.push(item));
            let was = column.clone();
            (before..before + more).for_each(|item| column.push(item));
            assert!(column.iter().copied().eq(0..before + more));
            assert_eq!(*column.get(before + more - 1), before + more - 1);
            column.truncate(before);
            assert_eq!((&column, column.length()), (&was, before));
        }
    }
}
