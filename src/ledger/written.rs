//! How the collections of the state are written down and read back: their items, in order. What
//! finds an item by its key is made anew.

use super::undo::{Arena, Slot, Sorted, Table};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

/// A collection that is read item by item.
trait Filled<I>: Default {
    fn fill(&mut self, item: I);
}

struct Filling<C, I>(PhantomData<(C, I)>);

impl<'de, I: Deserialize<'de>, C: Filled<I>> Visitor<'de> for Filling<C, I> {
    type Value = C;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the items of a collection")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<C, A::Error> {
        let mut filled = C::default();
        while let Some(item) = items.next_element()? {
            filled.fill(item);
        }
        Ok(filled)
    }
}

fn filled<'de, I, C, D>(deserializer: D) -> Result<C, D::Error>
where
    I: Deserialize<'de>,
    C: Filled<I>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_seq(Filling(PhantomData))
}

/// Writes items whose number is known.
fn listed<S: Serializer, I: Serialize>(
    serializer: S,
    length: u32,
    items: impl Iterator<Item = I>,
) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeSeq;
    let mut list = serializer.serialize_seq(Some(length as usize))?;
    for item in items {
        list.serialize_element(&item)?;
    }
    list.end()
}

impl<T: Clone> Filled<T> for Arena<T> {
    fn fill(&mut self, row: T) {
        self.push(row);
    }
}

impl<T: Clone + Serialize> Serialize for Arena<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        listed(serializer, self.next(), self.iter().map(|(_, row)| row))
    }
}

impl<'de, T: Clone + Deserialize<'de>> Deserialize<'de> for Arena<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        filled::<T, _, D>(deserializer)
    }
}

impl<K: Clone + Eq + Hash, T: Clone> Filled<(K, T)> for Table<K, T> {
    fn fill(&mut self, (key, row): (K, T)) {
        self.insert(key, row);
    }
}

impl<K: Clone + Eq + Hash + Serialize, T: Clone + Serialize> Serialize for Table<K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        listed(serializer, self.next(), self.iter().map(|(_, key, row)| (key, row)))
    }
}

impl<'de, K, T> Deserialize<'de> for Table<K, T>
where
    K: Clone + Eq + Hash + Deserialize<'de>,
    T: Clone + Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        filled::<(K, T), _, D>(deserializer)
    }
}

impl<T: Ord + Copy> Filled<T> for Sorted<T> {
    fn fill(&mut self, item: T) {
        self.insert(item);
    }
}

impl<T: Ord + Copy + Serialize> Serialize for Sorted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        listed(serializer, self.length(), self.range(..))
    }
}

impl<'de, T: Ord + Copy + Deserialize<'de>> Deserialize<'de> for Sorted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        filled::<T, _, D>(deserializer)
    }
}

impl<T: Clone + Serialize> Serialize for Slot<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Clone + Deserialize<'de>> Deserialize<'de> for Slot<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Slot::from)
    }
}

/// Lines as their JSON: it leaves out what is not told, which postcard cannot read back.
pub(super) mod lines {
    use super::*;
    use crate::deal::Line;
    use std::sync::Arc;

    type Lines = Option<Arc<[Line]>>;

    pub(in crate::ledger) fn serialize<S: Serializer>(
        lines: &Arena<Lines>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let json = |(_, lines): (u32, &Lines)| serde_json::to_string(lines).expect("it is data");
        listed(serializer, lines.next(), lines.iter().map(json))
    }

    pub(in crate::ledger) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arena<Lines>, D::Error> {
        let mut lines = Arena::default();
        for json in Vec::<String>::deserialize(deserializer)? {
            lines.push(serde_json::from_str(&json).map_err(serde::de::Error::custom)?);
        }
        Ok(lines)
    }
}
