//! The canonical JSON of records, as this crate writes it: UTF-8, no blanks, nothing escaped that
//! need not be.
//!
//! It is a subset of JSON, so it is written and read in one pass without looking at blanks, escapes
//! and fractions. A reader that meets anything else gives up and says no more: the caller asks
//! serde_json, which reads all of JSON and words the error. So no text is read in two ways.
//!
//! | file | idea |
//! |---|---|
//! | `read` | from bytes to a value, leaving out what is not asked for |
//! | `write` | from a value to bytes |

mod read;
mod write;

pub(crate) use read::{LeftOut, read};
pub(crate) use write::write;

/// A one in each of eight bytes.
const ONES: u64 = 0x0101_0101_0101_0101;

/// Where the plain text that begins here ends: at the next quote, backslash or control character,
/// or at the end of the bytes.
fn end_of_plain(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let found = special(u64::from_le_bytes(*word));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// Whether a text can be written as it stands.
fn is_plain(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    // The last bytes are looked at with some before them, if there are enough.
    let is_end_plain = match (rest.is_empty(), bytes.last_chunk::<8>()) {
        (true, _) => true,
        (false, Some(last)) => special(u64::from_le_bytes(*last)) == 0,
        (false, None) => !rest.iter().any(|byte| matches!(byte, b'"' | b'\\' | ..0x20)),
    };
    is_end_plain && words.iter().all(|word| special(u64::from_le_bytes(*word)) == 0)
}

/// The highest bit of each byte that is a quote, a backslash or a control character. Bytes above
/// the lowest such may be marked by a borrow; only the lowest is asked for.
fn special(word: u64) -> u64 {
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & (ONES << 7);
    let same = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    same(b'"') | same(b'\\') | below(word, 0x20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_text_ends_where_a_look_at_each_byte_ends_it(
            mut bytes in proptest::collection::vec(0x20_u8.., 0..40),
            marks in proptest::collection::vec((0_usize..40, 0_u8..), 0..4),
            start in 0_usize..40,
        ) {
            for (at, byte) in marks {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            let start = start.min(bytes.len());
            let is_special = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < 0x20;
            let end = bytes[start..].iter().position(is_special).unwrap_or(bytes.len() - start);
            prop_assert_eq!(end_of_plain(&bytes, start), start + end);
            prop_assert_eq!(is_plain(&bytes[start..]), start + end == bytes.len());
        }
    }
}
