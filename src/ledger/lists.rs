//! Lists of which many are the same, each kept once.
//!
//! It knows how a list becomes a number and back, and how that is rolled back.

use super::undo::{Table, Undo};
use serde::{Deserialize, Serialize};
use std::hash::Hash;
use std::sync::Arc;

/// Lists of which many are the same: each is kept once, and known by a number. The empty one is 0.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
#[serde(bound(
    serialize = "T: Clone + Eq + Hash + Serialize",
    deserialize = "T: Clone + Eq + Hash + Deserialize<'de>"
))]
pub(super) struct Lists<T> {
    lists: Table<Arc<[T]>, ()>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists { lists: Table::default() }
    }
}

impl<T: Clone + Eq + Hash> Lists<T> {
    /// The number of a list.
    pub(super) fn number(&mut self, list: &[T]) -> u32 {
        if list.is_empty() {
            return 0;
        }
        let number = self.lists.find(list);
        number.unwrap_or_else(|| self.lists.insert(Arc::from(list), ())) + 1
    }

    /// The list of a number that was given out before.
    pub(super) fn list(&self, number: u32) -> &[T] {
        number.checked_sub(1).map_or(&[], |number| self.lists.key(number))
    }
}

impl<T: Clone + Eq + Hash> Undo for Lists<T> {
    fn begin(&mut self) {
        self.lists.begin();
    }

    fn rollback(&mut self) {
        self.lists.rollback();
    }

    fn commit(&mut self) {
        self.lists.commit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_list_has_the_same_number_and_a_rollback_forgets_new_ones() {
        let mut lists: Lists<u8> = Lists::default();
        assert_eq!((lists.number(&[]), lists.number(&[7]), lists.number(&[7])), (0, 1, 1));
        lists.begin();
        assert_eq!((lists.number(&[7, 8]), lists.list(2)), (2, &[7, 8][..]));
        lists.rollback();
        assert_eq!((lists.number(&[9]), lists.list(2), lists.list(0)), (2, &[9][..], &[][..]));
    }
}
