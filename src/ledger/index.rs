//! Where a key's row is: row numbers found by the hash of a key that stands in the row's column.
//!
//! It knows numbers and hashes. It holds no key, so that each is held once, and nothing can be
//! walked through in hash order.

use hashbrown::HashTable;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

/// Row numbers by hash.
///
/// Many small tables instead of a large one, so that growing never makes one command wait until a
/// million keys are hashed again. While there are few rows there is one table, parted once.
#[derive(Debug, Clone)]
pub(super) struct Index {
    secret: Secret,
    tables: Vec<HashTable<u32>>,
}

/// How many rows one table holds before it is parted.
const PARTED_AT: usize = 4_096;
/// Into how many.
const TABLES: usize = 1_024;

impl Default for Index {
    fn default() -> Index {
        Index { secret: Secret::default(), tables: vec![HashTable::new()] }
    }
}

impl Index {
    /// The hash of a key in this index; the same key has another one in the next process.
    pub(super) fn hash_of<K: Hash + ?Sized>(&self, key: &K) -> u64 {
        self.secret.hash_one(key)
    }

    /// The row of this hash that is the one.
    #[inline]
    pub(super) fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        self.tables[self.pick(hash)].find(hash, |number| is_it(*number)).copied()
    }

    /// Adds a row. What a table holds is hashed again when it grows, by `hash_of`.
    pub(super) fn insert(&mut self, hash: u64, number: u32, hash_of: impl Fn(&Secret, u32) -> u64) {
        let secret = self.secret;
        let again = |number: &u32| hash_of(&secret, *number);
        if let [one] = &mut *self.tables
            && one.len() == PARTED_AT
        {
            let whole = std::mem::take(one);
            self.tables = vec![HashTable::new(); TABLES];
            for number in whole {
                let hash = again(&number);
                let pick = self.pick(hash);
                self.tables[pick].insert_unique(hash, number, again);
            }
        }
        let pick = self.pick(hash);
        self.tables[pick].insert_unique(hash, number, again);
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, hash: u64, number: u32) {
        let pick = self.pick(hash);
        if let Ok(entry) = self.tables[pick].find_entry(hash, |other| *other == number) {
            entry.remove();
        }
    }

    /// The table of a hash. Its bits are neither those that pick the place in a table nor those
    /// that are compared there: the lowest and the highest.
    #[inline]
    fn pick(&self, hash: u64) -> usize {
        let [_, high, low, ..] = hash.to_be_bytes();
        usize::from(u16::from_be_bytes([high, low])) & (self.tables.len() - 1)
    }
}

/// What only this process knows of its hashes.
///
/// Ids come from the host, and may come from outside through it. Each 16 bytes are multiplied with
/// two secret words, and the halves of the product folded: whoever does not know the words cannot
/// choose ids that meet in one place, and nothing shows the words, for no order and no answer
/// depends on a hash. It is no protection from somebody who can measure single lookups.
#[derive(Debug, Clone, Copy)]
pub(super) struct Secret([u64; 2]);

impl Default for Secret {
    fn default() -> Secret {
        let random = RandomState::new();
        // An even factor would lose a bit of what it is multiplied with.
        Secret([random.hash_one(0_u8) | 1, random.hash_one(1_u8) | 1])
    }
}

impl BuildHasher for Secret {
    type Hasher = Folded;
    fn build_hasher(&self) -> Folded {
        let Secret([first, second]) = *self;
        Folded { word: first, secret: second }
    }
}

/// A hash under way.
pub(super) struct Folded {
    word: u64,
    secret: u64,
}

impl Folded {
    fn fold(left: u64, right: u64) -> u64 {
        let product = (u128::from(left) * u128::from(right)).to_le_bytes();
        let [low, high] = words(product);
        low ^ high
    }

    fn pair(&mut self, bytes: [u8; 16]) {
        let [left, right] = words(bytes);
        self.fold_pair(left, right);
    }

    fn fold_pair(&mut self, left: u64, right: u64) {
        self.word = Folded::fold(left ^ self.secret, right ^ self.word);
    }
}

/// The two words of 16 bytes.
fn words(bytes: [u8; 16]) -> [u64; 2] {
    let (left, right) = bytes.split_at(8);
    let word = |half: &[u8]| u64::from_le_bytes(half.try_into().expect("half of 16 bytes is 8"));
    [word(left), word(right)]
}

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        // The ends of a short text may be those of another: the length tells them apart.
        self.word ^= bytes.len() as u64;
        let (pairs, rest) = bytes.as_chunks::<16>();
        pairs.iter().for_each(|pair| self.pair(*pair));
        // The two ends of what is left, which meet or overlap: no byte is copied one by one.
        if let (Some(left), Some(right)) = (rest.first_chunk(), rest.last_chunk()) {
            self.fold_pair(u64::from_le_bytes(*left), u64::from_le_bytes(*right));
        } else if let (Some(left), Some(right)) = (rest.first_chunk(), rest.last_chunk()) {
            let [left, right] = [left, right].map(|half| u64::from(u32::from_le_bytes(*half)));
            self.fold_pair(left, right);
        } else if let (Some(first), Some(last)) = (rest.first(), rest.last()) {
            self.fold_pair(
                u64::from(*first),
                u64::from(*last) << 8 | u64::from(rest[rest.len() / 2]),
            );
        }
    }
    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }
    fn write_u16(&mut self, number: u16) {
        self.write_u64(number.into());
    }
    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }
    fn write_u64(&mut self, number: u64) {
        self.word = Folded::fold(self.word ^ number, self.secret);
    }
    fn write_usize(&mut self, number: usize) {
        self.word ^= number as u64; // the length of a list: what is in it is folded with it
    }
    fn write_isize(&mut self, number: isize) {
        self.write_u64(number.cast_unsigned() as u64);
    }
    fn write_i32(&mut self, number: i32) {
        self.write_u32(number.cast_unsigned());
    }
    fn finish(&self) -> u64 {
        self.word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_before_and_after_the_table_is_parted() {
        let keys: Vec<[u8; 16]> = (0..3 * 4_096_u128).map(u128::to_be_bytes).collect();
        let mut index = Index::default();
        for (key, number) in keys.iter().zip(0_u32..) {
            let hash = index.hash_of(key);
            assert_eq!(index.find(hash, |other| keys[other as usize] == *key), None);
            index.insert(hash, number, |secret, other| secret.hash_one(keys[other as usize]));
        }
        let find = |index: &Index, key: &[u8; 16]| {
            index.find(index.hash_of(key), |number| keys[number as usize] == *key)
        };
        assert!(keys.iter().zip(0..).all(|(key, number)| find(&index, key) == Some(number)));
        assert_eq!(index.tables.len(), TABLES);
        assert!(index.tables.iter().all(|table| table.len() < 64), "they share the rows evenly");
        index.remove(index.hash_of(&keys[7]), 7);
        assert_eq!((find(&index, &keys[7]), find(&index, &keys[8])), (None, Some(8)));
    }

    #[test]
    fn texts_that_differ_in_zeros_or_their_cut_have_other_hashes() {
        let secret = Secret::default();
        let hashes = [("", "ab"), ("a", "b"), ("ab", ""), ("ab", "\0"), ("ab\0", "")];
        let hashes = hashes.map(|pair| secret.hash_one(pair));
        for (at, hash) in hashes.iter().enumerate() {
            assert!(!hashes[..at].contains(hash), "{hashes:?}");
        }
    }
}
