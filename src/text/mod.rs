//! How short texts are written, read and kept without asking the allocator.
//!
//! Almost every value on the wire is one short text. It is written into a buffer on the stack and
//! read from the bytes it stands in; what a text means is the business of its own word.
//!
//! | file | idea |
//! |---|---|
//! | `scratch` | a buffer on the stack |
//! | `short` | a text kept inside its value |
//! | `hex` | pairs of lower-case hex digits |

mod hex;
mod scratch;
mod short;

pub(crate) use hex::{hex_byte, hex_digits};
pub(crate) use scratch::{Scratch, Spelled, decimal};
pub(crate) use short::Short;

use serde::{Deserializer, de};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// Reads a value from its text form, for the hand-written serde of this crate's words.
pub(crate) fn from_text<'de, D, T>(deserializer: D, expecting: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    struct Text<T>(&'static str, PhantomData<T>);
    impl<T> de::Visitor<'_> for Text<T>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        type Value = T;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.0)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }
    deserializer.deserialize_str(Text(expecting, PhantomData))
}

/// `Display`, `Debug` and serde of a word that is [`Spelled`] and can be parsed: one text for all.
macro_rules! one_text {
    ($($name:ident = $expecting:literal;)+) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut text = $crate::text::Scratch::new();
                $crate::text::Spelled::spell(self, &mut text);
                formatter.write_str(text.as_str())
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, formatter)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut text = $crate::text::Scratch::new();
                $crate::text::Spelled::spell(self, &mut text);
                serializer.serialize_str(text.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                $crate::text::from_text(deserializer, $expecting)
            }
        }
    )+};
}
pub(crate) use one_text;
