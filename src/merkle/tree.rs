//! The compact range: the few hashes from which an RFC 6962 tree can go on growing.
//!
//! This file knows how leaves are folded into peaks, how peaks give the root, and the stored bytes
//! of both. It does not keep leaves, so it can prove nothing about a single one of them, and it
//! does not know what a leaf stands for.

use crate::digest::{Digest, empty_root, node};

/// How many bytes the size takes at the front of the stored form.
const SIZE_BYTES: usize = 8;

/// A Merkle tree over `size` leaves, kept as the roots of its perfect subtrees.
///
/// A tree of 13 leaves is three perfect trees side by side, of 8, 4 and 1 leaves, because 13 is
/// 8 + 4 + 1. Their roots are the peaks, largest first, and they are all that is kept: one hash for
/// each bit set in the size, at most 63, and 7 for a journal of a million records.
///
/// The peaks always number `size.count_ones()`, and the size is never above
/// [`CompactRange::SIZE_MAX`]. Two ranges are equal when they cover the same leaves in the same
/// order.
///
/// ```
/// use referral_ledger::digest::{empty_root, leaf, node};
/// use referral_ledger::merkle::CompactRange;
///
/// let mut range = CompactRange::new();
/// assert_eq!(range.root(), empty_root());
///
/// let [a, b, c] = [leaf(b"first"), leaf(b"second"), leaf(b"third")];
/// range.extend([a, b, c]);
/// assert_eq!(range.size(), 3);
/// assert_eq!(range.peaks(), [node(a, b), c]);
/// assert_eq!(range.root(), node(node(a, b), c));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CompactRange {
    size: u64,
    peaks: Vec<Digest>,
}

impl CompactRange {
    /// The most leaves a range may have: 2^63 - 1, the largest tree size that also fits the signed
    /// 64-bit integer of the public tools written in Go.
    pub const SIZE_MAX: u64 = u64::MAX >> 1;

    /// The range over no leaves.
    ///
    /// ```
    /// use referral_ledger::merkle::CompactRange;
    ///
    /// assert_eq!(CompactRange::new().size(), 0);
    /// assert!(CompactRange::new().peaks().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> CompactRange {
        CompactRange { size: 0, peaks: Vec::new() }
    }

    /// Adds one leaf at the end. Costs one node hash on average, and 62 at the very most.
    ///
    /// # Panics
    ///
    /// When the range already has [`CompactRange::SIZE_MAX`] leaves. No journal gets there; a range
    /// read from damaged bytes may pretend to, so compare its size with the records it covers.
    ///
    /// ```
    /// use referral_ledger::digest::leaf;
    /// use referral_ledger::merkle::CompactRange;
    ///
    /// let mut range = CompactRange::new();
    /// range.push(leaf(b"only"));
    /// assert_eq!(range.root(), leaf(b"only")); // the root of one leaf is the leaf
    /// ```
    pub fn push(&mut self, leaf: Digest) {
        assert!(
            self.size < CompactRange::SIZE_MAX,
            "a compact range holds at most 2^63 - 1 leaves"
        );
        // Like carrying in binary addition: each trailing one in the old size is a peak as large as
        // the tree on its right, so the two become one tree of twice the size.
        let mut merged = leaf;
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("the peaks number the ones in the size");
            merged = node(left, merged);
        }
        self.peaks.push(merged);
        self.size += 1;
    }

    /// How many leaves the range covers.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the perfect subtrees, largest (and oldest) first: `size.count_ones()` of them.
    #[must_use]
    pub fn peaks(&self) -> &[Digest] {
        &self.peaks
    }

    /// The root of the tree as RFC 6962, section 2.1, defines it.
    ///
    /// Computed anew at each call from the peaks, with one hash fewer than there are peaks. For no
    /// leaves it is SHA-256 of nothing.
    ///
    /// ```
    /// use referral_ledger::digest::{Digest, leaf, node};
    /// use referral_ledger::merkle::CompactRange;
    ///
    /// assert_eq!(CompactRange::new().root(), Digest::sha256(b""));
    ///
    /// let mut range = CompactRange::new();
    /// range.extend([leaf(b"first"), leaf(b"second")]);
    /// assert_eq!(range.root(), node(leaf(b"first"), leaf(b"second")));
    /// ```
    #[must_use]
    pub fn root(&self) -> Digest {
        // RFC 6962 splits off the largest perfect tree on the left, so the smallest pair up first.
        self.peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node(left, right))
            .unwrap_or_else(empty_root)
    }

    /// The stored form: the size as 8 bytes, big-endian, then each peak as 32 bytes, largest first.
    ///
    /// ```text
    ///  0        8                 40                72
    ///  +--------+-----------------+-----------------+--
    ///  |  size  |  largest peak   |   next peak     | ...  size.count_ones() peaks, nothing after
    ///  +--------+-----------------+-----------------+--
    /// ```
    ///
    /// ```
    /// use referral_ledger::digest::leaf;
    /// use referral_ledger::merkle::CompactRange;
    ///
    /// let mut range = CompactRange::new();
    /// assert_eq!(range.to_bytes(), [0; 8]);
    /// range.extend([leaf(b"first"), leaf(b"second"), leaf(b"third")]);
    /// assert_eq!(range.to_bytes().len(), 8 + 2 * 32);
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(SIZE_BYTES + self.peaks.len() * Digest::BYTES);
        bytes.extend_from_slice(&self.size.to_be_bytes());
        for peak in &self.peaks {
            bytes.extend_from_slice(peak.as_bytes());
        }
        bytes
    }

    /// Reads the stored form, and only that: nothing missing, nothing left over.
    ///
    /// The shape is checked, the hashes cannot be: that they are those of the stored records shows
    /// only when the records are hashed again. The size decides how long the bytes must be, so
    /// nothing larger than the bytes given is ever allocated.
    ///
    /// # Errors
    ///
    /// In this order: [`CompactRangeError::NoSize`], [`CompactRangeError::SizeTooLarge`],
    /// [`CompactRangeError::WrongLength`].
    ///
    /// ```
    /// use referral_ledger::digest::leaf;
    /// use referral_ledger::merkle::{CompactRange, CompactRangeError};
    ///
    /// let mut range = CompactRange::new();
    /// range.extend([leaf(b"first"), leaf(b"second"), leaf(b"third")]);
    /// let mut bytes = range.to_bytes();
    /// assert_eq!(CompactRange::from_bytes(&bytes)?, range);
    ///
    /// bytes[7] = 4; // a tree of four leaves has one peak, not two
    /// let refusal = CompactRangeError::WrongLength { size: 4, peaks: 1, wanted: 40, found: 72 };
    /// assert_eq!(CompactRange::from_bytes(&bytes), Err(refusal));
    /// # Ok::<(), CompactRangeError>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<CompactRange, CompactRangeError> {
        let found = bytes.len();
        let Some((size, rest)) = bytes.split_first_chunk::<SIZE_BYTES>() else {
            return Err(CompactRangeError::NoSize { found });
        };
        let size = u64::from_be_bytes(*size);
        if size > CompactRange::SIZE_MAX {
            return Err(CompactRangeError::SizeTooLarge { size });
        }
        let peaks = size.count_ones();
        let (hashes, left_over) = rest.as_chunks::<{ Digest::BYTES }>();
        if u32::try_from(hashes.len()) != Ok(peaks) || !left_over.is_empty() {
            let wanted = SIZE_BYTES + Digest::BYTES * usize::try_from(peaks).expect("at most 63");
            return Err(CompactRangeError::WrongLength { size, peaks, wanted, found });
        }
        let peaks = hashes.iter().map(|hash| Digest::from_bytes(*hash)).collect();
        Ok(CompactRange { size, peaks })
    }
}

/// Adds leaves at the end, one after the other, as [`CompactRange::push`] does.
impl Extend<Digest> for CompactRange {
    fn extend<I: IntoIterator<Item = Digest>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

/// Why stored bytes are not a compact range. Each means that the store is damaged, or that the
/// bytes were never a compact range: trying again does not help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompactRangeError {
    /// The bytes end before the size does.
    #[error(
        "compact range has {found} bytes of the 8 that hold its size: \
         rebuild it from the stored records"
    )]
    NoSize {
        /// How many bytes were given.
        found: usize,
    },
    /// The size is above [`CompactRange::SIZE_MAX`].
    #[error(
        "compact range claims {size} leaves of at most {}: rebuild it from the stored records",
        CompactRange::SIZE_MAX
    )]
    SizeTooLarge {
        /// How many leaves the bytes claim.
        size: u64,
    },
    /// The bytes do not hold exactly the peaks that a tree of this size has.
    #[error(
        "compact range of {size} leaves has {found} bytes of {wanted} (8 for the size and 32 for \
         each of {peaks} peaks): rebuild it from the stored records"
    )]
    WrongLength {
        /// How many leaves the bytes claim.
        size: u64,
        /// How many peaks a tree of that size has.
        peaks: u32,
        /// How many bytes such a tree takes.
        wanted: usize,
        /// How many bytes were given.
        found: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::leaf;
    use proptest::prelude::*;

    /// The tree hash written as RFC 6962, section 2.1, words it: split at the largest power of two
    /// below the number of leaves, hash both sides, and join them.
    fn root_by_the_rfc(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::sha256(b""),
            [only] => *only,
            _ => {
                let mut split = 1;
                while split * 2 < leaves.len() {
                    split *= 2;
                }
                let (left, right) = leaves.split_at(split);
                node(root_by_the_rfc(left), root_by_the_rfc(right))
            }
        }
    }

    fn some_leaves(count: u8) -> Vec<Digest> {
        (0..count).map(|number| leaf(&[number])).collect()
    }

    fn range_over(leaves: &[Digest]) -> CompactRange {
        let mut range = CompactRange::new();
        range.extend(leaves.iter().copied());
        range
    }

    #[test]
    fn root_and_peaks_are_those_of_the_rfc_at_every_size() {
        let leaves = some_leaves(70);
        let mut range = CompactRange::new();
        for count in 0..=leaves.len() {
            assert_eq!(range.size(), u64::try_from(count).unwrap());
            assert_eq!(range.root(), root_by_the_rfc(&leaves[..count]), "root at size {count}");

            // The peaks are the roots of the perfect trees that the bits of the size name.
            let mut wanted = Vec::new();
            let mut rest = &leaves[..count];
            for bit in (0..7).rev() {
                if count & (1 << bit) != 0 {
                    let (perfect, after) = rest.split_at(1 << bit);
                    wanted.push(root_by_the_rfc(perfect));
                    rest = after;
                }
            }
            assert_eq!(range.peaks(), wanted, "peaks at size {count}");

            if let Some(next) = leaves.get(count) {
                range.push(*next);
            }
        }
    }

    #[test]
    fn a_tree_stopped_and_read_back_at_any_size_grows_as_if_never_stopped() {
        let leaves = some_leaves(70);
        let whole = range_over(&leaves);
        for stop in 0..=leaves.len() {
            let bytes = range_over(&leaves[..stop]).to_bytes();
            let mut range = CompactRange::from_bytes(&bytes).unwrap();
            assert_eq!(range.to_bytes(), bytes);
            range.extend(leaves[stop..].iter().copied());
            assert_eq!(range, whole, "stopped at size {stop}");
        }
    }

    #[test]
    fn the_stored_form_is_pinned_byte_by_byte() {
        let leaves = some_leaves(3);
        let mut wanted = vec![0, 0, 0, 0, 0, 0, 0, 3];
        wanted.extend_from_slice(node(leaves[0], leaves[1]).as_bytes());
        wanted.extend_from_slice(leaves[2].as_bytes());
        assert_eq!(range_over(&leaves).to_bytes(), wanted);
    }

    #[test]
    fn bytes_cut_short_or_with_something_after_them_are_refused() {
        for count in [0, 1, 2, 3, 64, 70] {
            let mut bytes = range_over(&some_leaves(count)).to_bytes();
            for found in 0..bytes.len() {
                let refusal = CompactRange::from_bytes(&bytes[..found]).unwrap_err();
                if found < SIZE_BYTES {
                    assert_eq!(refusal, CompactRangeError::NoSize { found });
                } else {
                    assert_eq!(refusal, wrong_length(count, bytes.len(), found));
                }
            }
            let wanted = bytes.len();
            for found in wanted + 1..=wanted + 2 * Digest::BYTES {
                bytes.push(0);
                let refusal = wrong_length(count, wanted, found);
                assert_eq!(CompactRange::from_bytes(&bytes), Err(refusal));
            }
        }
    }

    #[test]
    fn a_size_with_another_number_of_ones_is_refused() {
        let bytes = range_over(&some_leaves(5)).to_bytes();
        for size in 0..=70 {
            let mut other = bytes.clone();
            other[7] = size;
            let read = CompactRange::from_bytes(&other);
            assert_eq!(read.is_ok(), size.count_ones() == 2, "two peaks and size {size}");
        }
    }

    #[test]
    fn the_largest_size_is_read_and_one_more_is_refused() {
        let mut bytes = CompactRange::SIZE_MAX.to_be_bytes().to_vec();
        bytes.resize(8 + 63 * 32, 0xab);
        let range = CompactRange::from_bytes(&bytes).unwrap();
        assert_eq!((range.size(), range.peaks().len()), (CompactRange::SIZE_MAX, 63));

        for size in [CompactRange::SIZE_MAX + 1, u64::MAX] {
            bytes[..8].copy_from_slice(&size.to_be_bytes());
            let refusal = CompactRangeError::SizeTooLarge { size };
            assert_eq!(CompactRange::from_bytes(&bytes), Err(refusal));
        }
    }

    #[test]
    #[should_panic(expected = "at most 2^63 - 1 leaves")]
    fn a_full_range_takes_no_further_leaf() {
        let mut bytes = CompactRange::SIZE_MAX.to_be_bytes().to_vec();
        bytes.resize(8 + 63 * 32, 0xab);
        CompactRange::from_bytes(&bytes).unwrap().push(leaf(b"one too many"));
    }

    #[test]
    fn refusals_say_what_is_wrong_and_the_way_out() {
        assert_eq!(
            CompactRangeError::NoSize { found: 3 }.to_string(),
            "compact range has 3 bytes of the 8 that hold its size: \
             rebuild it from the stored records"
        );
        assert_eq!(
            CompactRangeError::SizeTooLarge { size: u64::MAX }.to_string(),
            "compact range claims 18446744073709551615 leaves of at most 9223372036854775807: \
             rebuild it from the stored records"
        );
        assert_eq!(
            wrong_length(3, 72, 40).to_string(),
            "compact range of 3 leaves has 40 bytes of 72 (8 for the size and 32 for each of \
             2 peaks): rebuild it from the stored records"
        );
    }

    fn wrong_length(count: u8, wanted: usize, found: usize) -> CompactRangeError {
        let peaks = count.count_ones();
        CompactRangeError::WrongLength { size: u64::from(count), peaks, wanted, found }
    }

    proptest! {
        #[test]
        fn any_records_give_the_root_of_the_rfc(
            records in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..200),
        ) {
            let leaves: Vec<Digest> = records.iter().map(|record| leaf(record)).collect();
            let range = range_over(&leaves);
            prop_assert_eq!(range.root(), root_by_the_rfc(&leaves));
            prop_assert_eq!(CompactRange::from_bytes(&range.to_bytes()), Ok(range));
        }

        #[test]
        fn bytes_of_the_right_shape_are_written_back_unchanged(
            size in 0..=CompactRange::SIZE_MAX, hashes: [[u8; 32]; 32], more: [[u8; 32]; 31],
        ) {
            let peaks = usize::try_from(size.count_ones()).unwrap();
            let hashes = hashes.iter().chain(&more).take(peaks).flatten().copied();
            let bytes: Vec<u8> = size.to_be_bytes().into_iter().chain(hashes).collect();
            let range = CompactRange::from_bytes(&bytes).unwrap();
            prop_assert_eq!(range.size(), size);
            prop_assert_eq!(range.to_bytes(), bytes);
        }
    }
}
