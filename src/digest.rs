//! A SHA-256 digest, its text, and the two hashes of RFC 6962.
//!
//! This file knows how 32 bytes of digest are made, written and read, and how the leaf and the
//! inner node of a Merkle tree are hashed. It knows no tree (see [`crate::merkle`]), no record and
//! no signature, and it is not a place for other hash functions: there is one, and it is SHA-256.

use std::str::FromStr;

use crate::text::{Scratch, Spelled, hex_byte, one_text};
use sha2::{Digest as _, Sha256};

/// First byte hashed for a leaf (RFC 6962, section 2.1).
const LEAF_PREFIX: [u8; 1] = [0x00];
/// First byte hashed for an inner node (RFC 6962, section 2.1).
const NODE_PREFIX: [u8; 1] = [0x01];
/// How many hex digits [`Digest::short`] shows.
const SHORT_DIGITS: usize = 12;

/// The SHA-256 digest of some bytes: 32 bytes, written as 64 lower-case hex digits.
///
/// `Display`, `FromStr`, `Debug` and serde all use that one text. Order is the order of the bytes,
/// which is also the order of the text.
///
/// ```
/// use referral_ledger::digest::Digest;
///
/// let digest = Digest::sha256(b"abc");
/// let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
/// assert_eq!(digest.to_string(), text);
/// assert_eq!(text.parse::<Digest>()?, digest);
/// assert_eq!(serde_json::to_string(&digest)?, format!("\"{text}\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// One digest has one text, so anything else is refused:
///
/// ```
/// use referral_ledger::digest::{Digest, DigestError};
///
/// let upper = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
/// let refusal = upper.parse::<Digest>().unwrap_err();
/// assert_eq!(refusal, DigestError::NotLowerCaseHex { position: 1, found: 'B' });
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; Digest::BYTES]);

impl Digest {
    /// How many bytes a digest has.
    pub const BYTES: usize = 32;
    /// How many hex digits the text of a digest has.
    pub const DIGITS: usize = 2 * Digest::BYTES;

    /// The SHA-256 digest of exactly these bytes, with nothing before or after them.
    ///
    /// For a file or a plan's text. A record that goes into the tree is hashed by [`leaf`], which
    /// gives another digest for the same bytes.
    ///
    /// ```
    /// use referral_ledger::digest::{Digest, leaf};
    ///
    /// assert_eq!(Digest::sha256(b"abc").short(), "ba7816bf8f01");
    /// assert_ne!(Digest::sha256(b"abc"), leaf(b"abc"));
    /// ```
    #[must_use]
    pub fn sha256(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// Takes 32 bytes that already are a digest; nothing is hashed.
    ///
    /// ```
    /// use referral_ledger::digest::Digest;
    ///
    /// let digest = Digest::sha256(b"abc");
    /// assert_eq!(Digest::from_bytes(*digest.as_bytes()), digest);
    /// ```
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Digest::BYTES]) -> Digest {
        Digest(bytes)
    }

    /// The 32 bytes of the digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Digest::BYTES] {
        &self.0
    }

    /// The first 12 hex digits, for people to compare on a screen.
    ///
    /// Twelve digits are 48 bits: enough to tell two runs apart by eye, not enough to prove
    /// anything. It cannot be read back.
    ///
    /// ```
    /// use referral_ledger::digest::{Digest, DigestError};
    ///
    /// let short = Digest::sha256(b"abc").short();
    /// assert_eq!(short, "ba7816bf8f01");
    /// assert_eq!(short.parse::<Digest>(), Err(DigestError::WrongLength { found: 12 }));
    /// ```
    #[must_use]
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        // The text is ASCII, so every index is a character boundary.
        text.truncate(SHORT_DIGITS);
        text
    }
}

/// The hash of a leaf: SHA-256 of the byte 0x00, then the record (RFC 6962, section 2.1).
///
/// Give it the exact stored bytes. A record that is read and written again may be equal and still
/// print differently, so a leaf is never computed from a re-serialised record.
///
/// ```
/// use referral_ledger::digest::leaf;
///
/// assert_eq!(leaf(b"L123456").short(), "395aa064aa4c"); // a public test vector
/// ```
#[must_use]
pub fn leaf(record: &[u8]) -> Digest {
    Digest(Sha256::new().chain_update(LEAF_PREFIX).chain_update(record).finalize().into())
}

/// The hash of an inner node: SHA-256 of the byte 0x01, then left, then right (RFC 6962,
/// section 2.1).
///
/// The prefix differs from the one of a leaf, so that nobody can pass an inner node off as a
/// record of 64 bytes. The order of the children matters.
///
/// ```
/// use referral_ledger::digest::{leaf, node};
///
/// let (first, second) = (leaf(b""), leaf(b"\x00"));
/// assert_eq!(node(first, second).short(), "fac54203e7cc"); // a public test vector
/// assert_ne!(node(first, second), node(second, first));
/// ```
#[must_use]
pub fn node(left: Digest, right: Digest) -> Digest {
    Digest(
        Sha256::new()
            .chain_update(NODE_PREFIX)
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// The root of a tree without leaves: SHA-256 of nothing (RFC 6962, section 2.1).
///
/// ```
/// use referral_ledger::digest::{Digest, empty_root, leaf};
///
/// assert_eq!(empty_root(), Digest::sha256(b""));
/// assert_ne!(empty_root(), leaf(b"")); // no record is not the same as one empty record
/// ```
#[must_use]
pub fn empty_root() -> Digest {
    Digest::sha256(&[])
}

/// Why a text is not a digest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DigestError {
    /// The text does not have 64 characters.
    #[error(
        "digest has {found} characters of 64: give all 64 hex digits, without blanks or prefix"
    )]
    WrongLength {
        /// How many characters the text has.
        found: usize,
    },
    /// A character is not one of `0123456789abcdef`.
    #[error(
        "digest has {found:?} as character {position} of 64: \
         write it with the digits 0-9 and the lower-case letters a-f"
    )]
    NotLowerCaseHex {
        /// Where the first such character stands, counted from 1.
        position: usize,
        /// The character.
        found: char,
    },
}

impl Spelled for Digest {
    fn spell(&self, to: &mut Scratch) {
        to.push_hex(&self.0);
    }
}

one_text! { Digest = "a digest as quoted text of 64 lower-case hex digits"; }

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Digest, DigestError> {
        let found = text.chars().count();
        if found != Digest::DIGITS {
            return Err(DigestError::WrongLength { found });
        }
        // A character of more than one byte is no digit, so pairs of bytes are pairs of digits
        // up to the first fault.
        let mut bytes = [0; Digest::BYTES];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            match hex_byte(digits[0], digits[1]) {
                Some(value) => *byte = value,
                None => return Err(first_fault(text)),
            }
        }
        Ok(Digest(bytes))
    }
}

/// The first character of a text of the right length that is no digit.
fn first_fault(text: &str) -> DigestError {
    let is_digit = |found: char| matches!(found, '0'..='9' | 'a'..='f');
    let (position, found) = (1..)
        .zip(text.chars())
        .find(|(_, found)| !is_digit(*found))
        .expect("one of the characters was no digit");
    DigestError::NotLowerCaseHex { position, found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn sha256_is_the_one_of_fips_180_4() {
        assert_eq!(Digest::sha256(b"abc").to_string(), ABC);
        assert_eq!(Digest::sha256(b"").to_string(), NOTHING);
        assert_eq!(empty_root().to_string(), NOTHING);
    }

    #[test]
    fn leaf_and_node_hash_their_prefix_first_and_their_children_in_order() {
        assert_eq!(leaf(b"abc"), Digest::sha256(b"\x00abc"));
        let (left, right) = (Digest::from_bytes([0x11; 32]), Digest::from_bytes([0x22; 32]));
        let hashed = [&[0x01; 1][..], &[0x11; 32], &[0x22; 32]].concat();
        assert_eq!(node(left, right), Digest::sha256(&hashed));
    }

    #[test]
    fn debug_and_short_show_the_same_digits_as_display() {
        let digest = Digest::sha256(b"abc");
        assert_eq!(format!("{digest:?}"), ABC);
        assert_eq!(digest.short(), ABC[..12]);
    }

    #[test]
    fn every_position_of_the_text_is_checked() {
        for position in 1..=Digest::DIGITS {
            for found in ['A', 'F', 'g', 'G', '/', ':', '`', '@', ' ', '+', '\u{e9}', '\u{ff11}'] {
                let mut digits: Vec<char> = ABC.chars().collect();
                digits[position - 1] = found;
                let text: String = digits.into_iter().collect();
                let refusal = DigestError::NotLowerCaseHex { position, found };
                assert_eq!(text.parse::<Digest>(), Err(refusal));
            }
        }
    }

    #[test]
    fn a_text_of_another_length_is_refused() {
        for text in ["", &ABC[..63], &format!("{ABC}0"), &format!("0x{ABC}"), &format!("{ABC}\n")] {
            let found = text.chars().count();
            assert_eq!(text.parse::<Digest>(), Err(DigestError::WrongLength { found }));
        }
    }

    #[test]
    fn refusals_say_what_is_wrong_and_the_way_out() {
        assert_eq!(
            DigestError::WrongLength { found: 12 }.to_string(),
            "digest has 12 characters of 64: give all 64 hex digits, without blanks or prefix"
        );
        assert_eq!(
            DigestError::NotLowerCaseHex { position: 3, found: 'G' }.to_string(),
            "digest has 'G' as character 3 of 64: \
             write it with the digits 0-9 and the lower-case letters a-f"
        );
    }

    #[test]
    fn serde_reads_the_quoted_text_only() {
        let json = format!("\"{ABC}\"");
        assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), Digest::sha256(b"abc"));
        for wrong in ["1", "null", "[1,2]", "\"abc\"", &json.to_uppercase()] {
            assert!(serde_json::from_str::<Digest>(wrong).is_err(), "{wrong} was read as a digest");
        }
    }

    proptest! {
        #[test]
        fn text_and_bytes_round_trip_and_sort_alike(one: [u8; 32], two: [u8; 32]) {
            let (one, two) = (Digest::from_bytes(one), Digest::from_bytes(two));
            prop_assert_eq!(one.to_string().parse::<Digest>(), Ok(one));
            let json = serde_json::to_string(&one).unwrap();
            prop_assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), one);
            prop_assert_eq!(one.cmp(&two), one.to_string().cmp(&two.to_string()));
        }
    }
}
