//! Collections that can be put back exactly: what a draft does to the state, its rollback undoes.
//!
//! While a draft is open, each collection keeps the old value of what is edited and the length it
//! had; a rollback restores both. While none is open, nothing is kept. No collection here is ever
//! iterated in hash order, and none moves all its rows at once: a long journal must not make the
//! one command wait in which something is full.

use super::column::Column;
use super::index::Index;
use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::RangeBounds;

/// What a draft needs of every collection of the state.
pub(super) trait Undo {
    /// From here on changes are kept for a rollback.
    fn begin(&mut self);
    /// Puts back what was there at `begin`.
    fn rollback(&mut self);
    /// Forgets what was kept.
    fn commit(&mut self);
}

/// How much of an empty log is kept for the next draft; what a rare large one needed is freed.
const LOG_KEPT: usize = 1_024;

/// Empties a log and keeps its room, unless that is much.
#[inline]
fn clear<T>(log: &mut Vec<T>) {
    if log.is_empty() {
        return; // most parts are not touched by most drafts
    }
    log.clear();
    if log.capacity() > LOG_KEPT {
        *log = Vec::new();
    }
}

/// Rows addressed by a number that never changes.
#[derive(Debug, Clone)]
pub(super) struct Arena<T> {
    rows: Column<T>,
    /// How many rows there were when the draft was opened; 0 while none is open, for what comes
    /// after them is not kept.
    length: u32,
    is_open: bool,
    /// What its rows were; the first of a number is what it was at the beginning.
    old: Vec<(u32, T)>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Arena { rows: Column::default(), length: 0, is_open: false, old: Vec::new() }
    }
}

impl<T: Clone> Arena<T> {
    /// Adds a row and says its number.
    pub(super) fn push(&mut self, row: T) -> u32 {
        let number = self.next();
        self.rows.push(row);
        number
    }

    /// The number the next row will have.
    pub(super) fn next(&self) -> u32 {
        self.rows.length()
    }

    /// The row of a number that was given out before.
    #[inline]
    pub(super) fn row(&self, number: u32) -> &T {
        self.rows.get(number)
    }

    /// The row of a number, to be changed.
    pub(super) fn edit(&mut self, number: u32) -> &mut T {
        let row = self.rows.get_mut(number);
        // An event edits a row several times on end: what was just kept is not kept again.
        let is_kept = |old: &[(u32, T)]| old.iter().rev().take(2).any(|(at, _)| *at == number);
        if number < self.length && !is_kept(&self.old) {
            self.old.push((number, row.clone()));
        }
        row
    }

    /// All rows with their numbers, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (0..).zip(self.rows.iter())
    }
}

impl<T: Clone> Undo for Arena<T> {
    fn begin(&mut self) {
        (self.is_open, self.length) = (true, self.next());
    }

    fn rollback(&mut self) {
        if self.is_open {
            while let Some((number, old)) = self.old.pop() {
                *self.rows.get_mut(number) = old;
            }
            self.rows.truncate(self.length);
            self.commit();
        }
    }

    fn commit(&mut self) {
        (self.is_open, self.length) = (false, 0);
        clear(&mut self.old);
    }
}

impl<T: PartialEq> PartialEq for Arena<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<T: Hash> Hash for Arena<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.rows.hash(state);
    }
}

/// An arena whose rows are also found by a key.
#[derive(Debug, Clone)]
pub(super) struct Table<K, T> {
    rows: Arena<T>,
    keys: Column<K>,
    index: Index,
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Table { rows: Arena::default(), keys: Column::default(), index: Index::default() }
    }
}

impl<K: Clone + Eq + Hash, T: Clone> Table<K, T> {
    /// Adds a row under a key that is not there yet.
    pub(super) fn insert(&mut self, key: K, row: T) -> u32 {
        debug_assert!(self.find(&key).is_none(), "a key stands for one row");
        let hash = self.index.hash_of(&key);
        let number = self.rows.push(row);
        self.keys.push(key);
        self.index.insert(hash, number, |secret, other| secret.hash_one(self.keys.get(other)));
        number
    }

    /// The number of the row under a key.
    pub(super) fn find<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<u32>
    where
        K: Borrow<Q>,
    {
        self.index.find(self.index.hash_of(key), |number| self.keys.get(number).borrow() == key)
    }

    /// The number and the row under a key.
    pub(super) fn get(&self, key: &K) -> Option<(u32, &T)> {
        let number = self.find(key)?;
        Some((number, self.row(number)))
    }

    /// The number of the row under a key; a new row where there is none.
    pub(super) fn find_or_insert(&mut self, key: &K, row: impl FnOnce() -> T) -> u32 {
        match self.find(key) {
            Some(number) => number,
            None => self.insert(key.clone(), row()),
        }
    }

    /// The key of a row.
    pub(super) fn key(&self, number: u32) -> &K {
        self.keys.get(number)
    }

    /// See [`Arena::next`].
    pub(super) fn next(&self) -> u32 {
        self.rows.next()
    }

    /// See [`Arena::row`].
    pub(super) fn row(&self, number: u32) -> &T {
        self.rows.row(number)
    }

    /// See [`Arena::edit`].
    pub(super) fn edit(&mut self, number: u32) -> &mut T {
        self.rows.edit(number)
    }

    /// All rows with their numbers, in the order they were added.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &K, &T)> {
        self.rows.iter().zip(self.keys.iter()).map(|((number, row), key)| (number, key, row))
    }
}

impl<K: Clone + Eq + Hash, T: Clone> Undo for Table<K, T> {
    fn begin(&mut self) {
        self.rows.begin();
    }

    fn rollback(&mut self) {
        self.rows.rollback();
        let length = self.rows.next();
        for number in length..self.keys.length() {
            self.index.remove(self.index.hash_of(self.keys.get(number)), number);
        }
        self.keys.truncate(length);
    }

    fn commit(&mut self) {
        self.rows.commit();
    }
}

impl<K: PartialEq, T: PartialEq> PartialEq for Table<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.keys == other.keys && self.rows == other.rows
    }
}

impl<K: Hash, T: Hash> Hash for Table<K, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.keys.hash(state);
        self.rows.hash(state);
    }
}

/// A sorted set.
#[derive(Debug, Clone)]
pub(super) struct Sorted<T> {
    set: BTreeSet<T>,
    is_open: bool,
    /// What was inserted, or else taken out, since the draft was opened.
    changes: Vec<(T, bool)>,
}

impl<T> Default for Sorted<T> {
    fn default() -> Self {
        Sorted { set: BTreeSet::new(), is_open: false, changes: Vec::new() }
    }
}

impl<T: Ord + Copy> Sorted<T> {
    /// Adds an item; nothing happens if it is there.
    pub(super) fn insert(&mut self, item: T) {
        if self.set.insert(item) && self.is_open {
            self.changes.push((item, true));
        }
    }

    /// Takes an item out; nothing happens if it is not there.
    pub(super) fn remove(&mut self, item: T) {
        if self.set.remove(&item) && self.is_open {
            self.changes.push((item, false));
        }
    }

    /// How many there are.
    pub(super) fn length(&self) -> u32 {
        u32::try_from(self.set.len()).expect("a journal holds fewer than 2^32 rows of a kind")
    }

    /// The items of a range, in order.
    pub(super) fn range(&self, range: impl RangeBounds<T>) -> impl Iterator<Item = T> {
        self.set.range(range).copied()
    }
}

impl<T: Ord + Copy> Undo for Sorted<T> {
    fn begin(&mut self) {
        self.is_open = true;
    }

    fn rollback(&mut self) {
        while let Some((item, inserted)) = self.changes.pop() {
            if inserted {
                self.set.remove(&item);
            } else {
                self.set.insert(item);
            }
        }
        self.commit();
    }

    fn commit(&mut self) {
        self.is_open = false;
        clear(&mut self.changes);
    }
}

impl<T: PartialEq> PartialEq for Sorted<T> {
    fn eq(&self, other: &Self) -> bool {
        self.set == other.set
    }
}

impl<T: Hash> Hash for Sorted<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.set.hash(state);
    }
}

/// One value.
#[derive(Debug, Clone, Default)]
pub(super) struct Slot<T> {
    value: T,
    open: Option<T>,
}

impl<T> From<T> for Slot<T> {
    fn from(value: T) -> Slot<T> {
        Slot { value, open: None }
    }
}

impl<T: Clone> Slot<T> {
    /// The value.
    pub(super) fn value(&self) -> &T {
        &self.value
    }

    /// The value, to be changed.
    pub(super) fn edit(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Clone> Undo for Slot<T> {
    fn begin(&mut self) {
        self.open = Some(self.value.clone());
    }

    fn rollback(&mut self) {
        if let Some(old) = self.open.take() {
            self.value = old;
        }
    }

    fn commit(&mut self) {
        self.open = None;
    }
}

impl<T: PartialEq> PartialEq for Slot<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Hash> Hash for Slot<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rollback_puts_back_rows_keys_and_order() {
        let mut table: Table<&str, i32> = Table::default();
        let mut set: Sorted<i32> = Sorted::default();
        let one = table.insert("one", 1);
        set.insert(1);
        let (table_before, set_before) = (table.clone(), set.clone());
        table.begin();
        set.begin();
        *table.edit(one) = 10;
        *table.edit(one) = 11;
        let two = table.insert("two", 2);
        *table.edit(two) = 20;
        set.remove(1);
        set.insert(1);
        set.insert(2);
        set.remove(1);
        table.rollback();
        set.rollback();
        assert!(table == table_before && set == set_before);
        assert_eq!((table.find(&"two"), *table.row(one)), (None, 1));
        assert_eq!(table.insert("two", 2), two, "numbers are given out again");
    }

    #[test]
    fn a_rollback_crosses_the_pieces_of_a_column() {
        for (before, more) in [(0, 1), (1_023, 2), (1_024, 1), (1_025, 3_000), (4_000, 4_000)] {
            let mut table: Table<u32, u32> = Table::default();
            (0..before).for_each(|key| assert_eq!(table.insert(key, key), key));
            let was = table.clone();
            table.begin();
            (0..before).for_each(|key| *table.edit(key) += 1);
            (before..before + more).for_each(|key| assert_eq!(table.insert(key, key), key));
            assert_eq!(table.next(), before + more);
            table.rollback();
            assert!(table == was && table.next() == before);
            let found = |key| table.find(&key) == (key < before).then_some(key);
            assert!((0..before + more).all(found), "{before} and {more}");
            table.insert(before, 7);
            assert_eq!(table.iter().last(), Some((before, &before, &7)));
        }
    }

    #[test]
    fn a_commit_keeps_what_was_done() {
        let mut arena: Arena<i32> = Arena::default();
        arena.push(1);
        arena.begin();
        *arena.edit(0) = 5;
        arena.commit();
        arena.rollback();
        assert_eq!(*arena.row(0), 5);
    }
}
