//! Reads a value from canonical JSON, or gives up.

use super::end_of_plain;
use serde::de::value::{BorrowedStrDeserializer, SeqDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;

/// A list that is left out: it is read as empty, and what stands in it is not looked at.
#[derive(Clone, Copy)]
pub(crate) struct LeftOut {
    /// The key whose lists are left out, in every object.
    pub(crate) key: &'static str,
    /// How a list begins that is read all the same.
    pub(crate) unless: &'static str,
}

/// The value these bytes are the canonical JSON of, some lists left out; `None` where they are not
/// canonical or not of such a value.
pub(crate) fn read<'de, T>(bytes: &'de [u8], left_out: Option<LeftOut>) -> Option<T>
where
    T: Deserialize<'de>,
{
    let mut reader = Reader { text: str::from_utf8(bytes).ok()?, at: 0, left_out };
    let value = T::deserialize(&mut reader).ok()?;
    (reader.at == bytes.len()).then_some(value)
}

/// The bytes are not what they should be. Nobody reads why: serde_json is asked for that.
#[derive(Debug)]
struct GivenUp;

impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not canonical, or not of the type asked for")
    }
}

impl std::error::Error for GivenUp {}

impl de::Error for GivenUp {
    fn custom<T: fmt::Display>(_: T) -> GivenUp {
        GivenUp
    }
}

struct Reader<'de> {
    text: &'de str,
    at: usize,
    left_out: Option<LeftOut>,
}

impl<'de> Reader<'de> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expect(&mut self, byte: u8) -> Result<(), GivenUp> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(GivenUp)
    }

    /// Takes these bytes if they come next.
    fn takes(&mut self, word: &str) -> bool {
        let comes = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if comes { word.len() } else { 0 };
        comes
    }

    /// A string without escapes.
    fn string(&mut self) -> Result<&'de str, GivenUp> {
        self.expect(b'"')?;
        let start = self.at;
        self.at = end_of_plain(self.text.as_bytes(), start);
        let string = self.text.get(start..self.at).ok_or(GivenUp)?;
        self.expect(b'"')?;
        Ok(string)
    }

    /// A whole number without a sign.
    fn number(&mut self) -> Result<u64, GivenUp> {
        let start = self.at;
        let mut number = 0_u64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            let digit = u64::from(digit - b'0');
            number = number.checked_mul(10).and_then(|it| it.checked_add(digit)).ok_or(GivenUp)?;
            self.at += 1;
        }
        let has_leading_zero = self.text.as_bytes().get(start) == Some(&b'0');
        let is_whole = if has_leading_zero { self.at == start + 1 } else { self.at > start };
        if is_whole { Ok(number) } else { Err(GivenUp) }
    }

    /// Passes over a list without reading it.
    fn skip_list(&mut self) -> Result<(), GivenUp> {
        let bytes = self.text.as_bytes();
        let (mut at, mut depth) = (self.at, 0_u32);
        loop {
            match bytes.get(at).ok_or(GivenUp)? {
                b'"' => {
                    at = end_of_plain(bytes, at + 1);
                    if bytes.get(at) != Some(&b'"') {
                        return Err(GivenUp);
                    }
                }
                b'[' | b'{' => depth += 1,
                // It begins with a bracket, and ends at depth 0.
                b']' | b'}' if depth == 1 => break,
                b']' | b'}' => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        self.at = at + 1;
        Ok(())
    }

    /// Comes to the next element of a list or an object; `false` at its end.
    fn comes_to_next(&mut self, is_first: &mut bool, close: u8) -> Result<bool, GivenUp> {
        let is_end = self.peek() == Some(close);
        if !std::mem::take(is_first) && !is_end {
            self.expect(b',')?;
        }
        Ok(!is_end)
    }
}

macro_rules! unsigned {
    ($($name:ident)+) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
            visitor.visit_u64(self.number()?)
        }
    )+};
}

macro_rules! signed {
    ($($name:ident)+) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
            if self.peek() != Some(b'-') {
                return visitor.visit_u64(self.number()?);
            }
            self.at += 1;
            // Minus zero is a fraction in JSON.
            let number = self.number().ok().filter(|number| *number > 0).ok_or(GivenUp)?;
            visitor.visit_i64(0_i64.checked_sub_unsigned(number).ok_or(GivenUp)?)
        }
    )+};
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = GivenUp;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, GivenUp> {
        Err(GivenUp) // a record is read by its type, never by what stands there
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
        if self.takes("true") {
            visitor.visit_bool(true)
        } else if self.takes("false") {
            visitor.visit_bool(false)
        } else {
            Err(GivenUp)
        }
    }

    unsigned! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }
    signed! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
        visitor.visit_borrowed_str(self.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
        if self.takes("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, GivenUp> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, GivenUp> {
        if self.peek() == Some(b'"') {
            return visitor.visit_enum(BorrowedStrDeserializer::new(self.string()?));
        }
        self.expect(b'{')?;
        let value = visitor.visit_enum(Variant(self))?;
        self.expect(b'}')?;
        Ok(value)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
        visitor.visit_borrowed_str(self.string()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
        self.expect(b'[')?;
        let value = visitor.visit_seq(Elements { reader: self, is_first: true })?;
        self.expect(b']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, of: V) -> Result<V::Value, GivenUp> {
        self.deserialize_seq(of)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, GivenUp> {
        self.expect(b'{')?;
        let fields = Fields { reader: self, is_first: true, is_left_out: false };
        let value = visitor.visit_map(fields)?;
        self.expect(b'}')?;
        Ok(value)
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct map identifier
        ignored_any
    }
}

/// The elements of a list.
struct Elements<'a, 'de> {
    reader: &'a mut Reader<'de>,
    is_first: bool,
}

impl<'de> de::SeqAccess<'de> for Elements<'_, 'de> {
    type Error = GivenUp;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, GivenUp> {
        match self.reader.comes_to_next(&mut self.is_first, b']')? {
            true => seed.deserialize(&mut *self.reader).map(Some),
            false => Ok(None),
        }
    }
}

/// The fields of an object.
struct Fields<'a, 'de> {
    reader: &'a mut Reader<'de>,
    is_first: bool,
    is_left_out: bool,
}

impl<'de> de::MapAccess<'de> for Fields<'_, 'de> {
    type Error = GivenUp;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, GivenUp> {
        if !self.reader.comes_to_next(&mut self.is_first, b'}')? {
            return Ok(None);
        }
        let key = self.reader.string()?;
        self.reader.expect(b':')?;
        self.is_left_out = self.reader.left_out.is_some_and(|it| {
            let list = &self.reader.text.as_bytes()[self.reader.at..];
            it.key == key && list.starts_with(b"[") && !list.starts_with(it.unless.as_bytes())
        });
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, GivenUp> {
        if self.is_left_out {
            self.reader.skip_list()?;
            return seed.deserialize(SeqDeserializer::new(std::iter::empty::<()>()));
        }
        seed.deserialize(&mut *self.reader)
    }
}

/// The variant of an enum and what it holds: an object of one key.
struct Variant<'a, 'de>(&'a mut Reader<'de>);

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = GivenUp;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), GivenUp> {
        let name = self.0.string()?;
        self.0.expect(b':')?;
        Ok((seed.deserialize(BorrowedStrDeserializer::<GivenUp>::new(name))?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = GivenUp;

    fn unit_variant(self) -> Result<(), GivenUp> {
        Err(GivenUp) // a variant without a value is written as its name
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, GivenUp> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, GivenUp> {
        de::Deserializer::deserialize_seq(self.0, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, GivenUp> {
        de::Deserializer::deserialize_struct(self.0, "", names, visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        name: String,
        count: i32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<Kind>,
        #[serde(default)]
        steps: Vec<Kind>,
        #[serde(default)]
        parts: Vec<Row>,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        Of(bool),
        Two(u8, Option<u8>),
    }

    const TEXT: &str = concat!(
        r#"{"name":"T1","count":-7,"kind":{"two":[3,null]},"steps":["plain",{"of":true}],"#,
        r#""parts":[{"name":"","count":0,"steps":[{"two":[0,255]}],"parts":[]}]}"#,
    );
    const WITHOUT: Option<LeftOut> = Some(LeftOut { key: "steps", unless: "[{\"of\":" });

    fn json(text: &[u8]) -> Option<Row> {
        serde_json::from_slice(text).ok()
    }

    #[test]
    fn a_canonical_text_is_read_as_serde_json_reads_it() {
        let row: Row = read(TEXT.as_bytes(), None).unwrap();
        assert_eq!(
            (Some(&row), serde_json::to_string(&row).unwrap().as_str()),
            (json(TEXT.as_bytes()).as_ref(), TEXT)
        );
    }

    #[test]
    fn what_is_left_out_is_empty_and_not_looked_at() {
        let mut row: Row = read(TEXT.as_bytes(), None).unwrap();
        row.steps.clear();
        row.parts[0].steps.clear();
        assert_eq!(read(TEXT.as_bytes(), WITHOUT), Some(row.clone()));
        let other = TEXT.replace("{\"of\":true}", "{\"],}\":[[\"{\",1.5e9,{}]]}");
        assert_eq!(read::<Row>(other.as_bytes(), None), None);
        assert_eq!(read(other.as_bytes(), WITHOUT), Some(row.clone()));
        let kept = TEXT.replace("[\"plain\",{\"of\":true}]", "[{\"of\":true}]");
        row.steps = vec![Kind::Of(true)];
        assert_eq!(read(kept.as_bytes(), WITHOUT), Some(row));
        let open = TEXT.replace("[\"plain\",", "[\"plain");
        assert_eq!(read::<Row>(open.as_bytes(), WITHOUT), None);
    }

    #[test]
    fn what_is_not_canonical_is_given_up() {
        for (from, to) in [
            (":-7", ": -7"),
            (":-7", ":-07"),
            (":-7", ":-0"),
            (":-7", ":1.0"),
            (":-7", ":1e2"),
            (":-7", ":2147483648"),
            (":-7", ":99999999999999999999"),
            ("T1", "T\\u0031"),
            ("T1", "T\t"),
            ("[3,null]", "[3,null,1]"),
            ("[3,null]", "[3]"),
            ("[3,null]", "[3,nul]"),
            (",\"parts\":[]}]}", ",\"parts\":[]},]}"),
            (",\"parts\":[]}]}", ",\"parts\":[],}]}"),
            ("\"name\"", "\"nick\""),
            ("\"count\":-7", "\"name\":\"T1\""),
            ("\"plain\"", "\"plane\""),
            ("\"plain\"", "{\"plain\":null}"),
            ("[\"plain\",", "[\"plain\" "),
        ] {
            assert_eq!(read::<Row>(TEXT.replace(from, to).as_bytes(), None), None, "{from} {to}");
        }
        assert_eq!(read::<Row>(format!("{TEXT} ").as_bytes(), None), None);
        for end in 0..TEXT.len() {
            assert_eq!(read::<Row>(&TEXT.as_bytes()[..end], None), None);
            assert_eq!(read::<Row>(&TEXT.as_bytes()[..end], WITHOUT), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn whatever_is_read_serde_json_reads_alike(
            changes in proptest::collection::vec((0..TEXT.len(), 0_u8..), 0..4),
            cut in (0..TEXT.len(), 0..TEXT.len()),
            cuts: bool,
        ) {
            let mut text = TEXT.as_bytes().to_vec();
            for (at, byte) in changes {
                text[at] = byte;
            }
            if cuts {
                text.drain(cut.0.min(cut.1)..cut.0.max(cut.1));
            }
            if let Some(row) = read::<Row>(&text, None) {
                prop_assert_eq!(Some(row), json(&text));
            }
            if let Some(row) = json(&text) {
                let short = read::<Row>(&text, WITHOUT);
                prop_assert!(short.is_none_or(|short| short.name == row.name));
            }
        }
    }
}
