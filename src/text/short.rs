//! A text that is kept inside its value as long as it is short.
//!
//! Almost every id is shorter than a pointer, a length and a counter together. Kept inline it costs
//! no allocation to read, none to clone, and no counter that two processor cores would pass around.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// How many bytes are kept inline: with its length and the tag the value fills three words.
const INLINE: usize = 22;

/// A text that does not change. Equal texts are kept in the same way.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Short {
    /// Up to 22 bytes, and zeros behind them.
    Inline(u8, [u8; INLINE]),
    /// More; a clone shares them.
    Shared(Arc<str>),
}

impl Short {
    pub(crate) fn new(text: &str) -> Short {
        let mut bytes = [0; INLINE];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(front), Ok(length)) => {
                front.copy_from_slice(text.as_bytes());
                Short::Inline(length, bytes)
            }
            _ => Short::Shared(Arc::from(text)),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Short::Inline(..) => str::from_utf8(self.bytes()).expect("it was made of a whole text"),
            Short::Shared(text) => text,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Short::Inline(length, bytes) => &bytes[..usize::from(*length)],
            Short::Shared(text) => text.as_bytes(),
        }
    }
}

impl Ord for Short {
    fn cmp(&self, other: &Short) -> Ordering {
        self.bytes().cmp(other.bytes())
    }
}

impl PartialOrd for Short {
    fn partial_cmp(&self, other: &Short) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Short {
    /// Hashes what a `str` hashes, so that a digest over a state does not depend on how its texts
    /// are kept.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(self.bytes());
        state.write_u8(0xff);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::hash::{BuildHasher, RandomState};

    #[test]
    fn it_fills_three_words() {
        assert_eq!(size_of::<Short>(), 3 * size_of::<usize>());
        assert_eq!(size_of::<Option<Short>>(), 3 * size_of::<usize>());
    }

    #[test]
    fn only_a_long_text_is_shared() {
        let [short, long] = [22, 23].map(|length| Short::new(&"x".repeat(length)));
        assert!(matches!(short, Short::Inline(22, _)) && matches!(long, Short::Shared(_)));
    }

    proptest! {
        #[test]
        fn it_is_what_a_str_is(one in ".{0,30}", other in ".{0,30}") {
            let (left, right) = (Short::new(&one), Short::new(&other));
            prop_assert_eq!(left.as_str(), one.as_str());
            prop_assert_eq!(left.cmp(&right), one.cmp(&other));
            prop_assert_eq!(left == right, one == other);
            prop_assert!(left == left.clone());
            let hashes = RandomState::new();
            prop_assert_eq!(hashes.hash_one(&left), hashes.hash_one(one.as_str()));
        }
    }
}
