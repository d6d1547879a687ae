//! How rows name other rows and events, in few bytes.

use crate::record::At;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use std::ops::Range;

/// The number of another row, or none, in four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub(in crate::ledger) struct Link(Option<NonZeroU32>);

impl Link {
    /// No row.
    pub(in crate::ledger) const NONE: Link = Link(None);

    /// A row.
    pub(in crate::ledger) fn to(number: u32) -> Link {
        let next = NonZeroU32::MIN.checked_add(number);
        Link(Some(next.expect("a journal holds fewer than 2^32 rows of a kind")))
    }

    /// The number of the row.
    pub(in crate::ledger) fn get(self) -> Option<u32> {
        self.0.map(|number| number.get() - 1)
    }
}

impl From<Option<u32>> for Link {
    fn from(number: Option<u32>) -> Link {
        number.map_or(Link::NONE, Link::to)
    }
}

/// Where an event stands, in eight bytes: 40 bits for the sequence, 24 for the place in its record,
/// which has fewer bytes than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct AtRow([u32; 2]);

impl AtRow {
    const EVENT_BITS: u32 = 24;

    /// The place in the journal.
    pub(in crate::ledger) fn at(self) -> At {
        let both = u64::from(self.0[0]) << 32 | u64::from(self.0[1]);
        let event = self.0[1] & ((1 << AtRow::EVENT_BITS) - 1);
        At { sequence: both >> AtRow::EVENT_BITS, event }
    }
}

impl From<At> for AtRow {
    fn from(at: At) -> AtRow {
        assert!(at.sequence >> 40 == 0 && at.event >> AtRow::EVENT_BITS == 0, "{at:?} is too far");
        let both = at.sequence << AtRow::EVENT_BITS | u64::from(at.event);
        let [high, low] = [both >> 32, both & 0xffff_ffff]
            .map(|half| u32::try_from(half).expect("half of 64 bits has 32"));
        AtRow([high, low])
    }
}

/// Some rows that were added one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::ledger) struct Span {
    first: u32,
    count: u32,
}

impl Span {
    /// The rows from one number up to another that is not in it.
    pub(in crate::ledger) fn new(first: u32, end: u32) -> Span {
        Span { first, count: end - first }
    }

    /// Their numbers.
    pub(in crate::ledger) fn numbers(self) -> Range<u32> {
        self.first..self.first + self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_and_a_place_say_what_was_put_in() {
        assert_eq!((size_of::<Link>(), size_of::<AtRow>()), (4, 8));
        let numbers = [0, 1, u32::MAX - 1];
        assert_eq!(numbers.map(|number| Link::to(number).get()), numbers.map(Some));
        assert_eq!(Link::NONE.get(), None);
        for (sequence, event) in [(0, 0), (1, 2), (255, 65_535), ((1 << 40) - 1, (1 << 24) - 1)] {
            let at = At { sequence, event };
            assert_eq!(AtRow::from(at).at(), at);
        }
    }
}
