//! Writes a value as canonical JSON, byte for byte what serde_json writes.

use super::is_plain;
use crate::text::decimal;
use serde::ser::{self, Error as _, Impossible, Serialize};
use serde_json::Error;

/// Appends the canonical JSON of a value.
///
/// # Errors
/// A value no record holds: a fraction, raw bytes, or a map that is no struct.
pub(crate) fn write(value: &impl Serialize, to: &mut Vec<u8>) -> Result<(), Error> {
    value.serialize(Writer(to))
}

struct Writer<'a>(&'a mut Vec<u8>);

/// A list or an object being written.
struct Open<'a> {
    to: &'a mut Vec<u8>,
    is_empty: bool,
    close: &'static [u8],
}

impl<'a> Writer<'a> {
    fn open(self, open: u8, close: &'static [u8]) -> Open<'a> {
        self.0.push(open);
        Open { to: self.0, is_empty: true, close }
    }

    /// An object of one key, the variant, whose value comes next.
    fn open_variant(&mut self, variant: &'static str) {
        self.0.push(b'{');
        name(variant, self.0);
        self.0.push(b':');
    }

    fn unsigned(self, number: u64) -> Result<(), Error> {
        let mut digits = [0; 20];
        let start = decimal(number, &mut digits);
        self.0.extend_from_slice(&digits[start..]);
        Ok(())
    }

    fn signed(self, number: i64) -> Result<(), Error> {
        if number < 0 {
            self.0.push(b'-');
        }
        self.unsigned(number.unsigned_abs())
    }
}

fn text(text: &str, to: &mut Vec<u8>) -> Result<(), Error> {
    if !is_plain(text.as_bytes()) {
        return serde_json::to_writer(to, text);
    }
    name(text, to);
    Ok(())
}

/// A text that needs no escape, as the names of fields and variants.
fn name(name: &str, to: &mut Vec<u8>) {
    to.push(b'"');
    to.extend_from_slice(name.as_bytes());
    to.push(b'"');
}

fn not_in_a_record<T>() -> Result<T, Error> {
    Err(Error::custom("a record holds no fraction, no raw bytes and no map"))
}

impl Open<'_> {
    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        if !self.is_empty {
            self.to.push(b',');
        }
        self.is_empty = false;
        value.serialize(Writer(self.to))
    }

    fn field(&mut self, key: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        if !self.is_empty {
            self.to.push(b',');
        }
        self.is_empty = false;
        name(key, self.to);
        self.to.push(b':');
        value.serialize(Writer(self.to))
    }

    fn close(self) -> Result<(), Error> {
        self.to.extend_from_slice(self.close);
        Ok(())
    }
}

impl<'a> ser::Serializer for Writer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    fn serialize_bool(self, it: bool) -> Result<(), Error> {
        self.0.extend_from_slice(if it { b"true" } else { b"false" });
        Ok(())
    }
    fn serialize_i8(self, it: i8) -> Result<(), Error> {
        self.signed(it.into())
    }
    fn serialize_i16(self, it: i16) -> Result<(), Error> {
        self.signed(it.into())
    }
    fn serialize_i32(self, it: i32) -> Result<(), Error> {
        self.signed(it.into())
    }
    fn serialize_i64(self, it: i64) -> Result<(), Error> {
        self.signed(it)
    }
    fn serialize_u8(self, it: u8) -> Result<(), Error> {
        self.unsigned(it.into())
    }
    fn serialize_u16(self, it: u16) -> Result<(), Error> {
        self.unsigned(it.into())
    }
    fn serialize_u32(self, it: u32) -> Result<(), Error> {
        self.unsigned(it.into())
    }
    fn serialize_u64(self, it: u64) -> Result<(), Error> {
        self.unsigned(it)
    }
    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        not_in_a_record()
    }
    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        not_in_a_record()
    }
    fn serialize_char(self, it: char) -> Result<(), Error> {
        text(it.encode_utf8(&mut [0; 4]), self.0)
    }
    fn serialize_str(self, it: &str) -> Result<(), Error> {
        text(it, self.0)
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        not_in_a_record()
    }
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, it: &T) -> Result<(), Error> {
        it.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        name(variant, self.0);
        Ok(())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        it: &T,
    ) -> Result<(), Error> {
        it.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        it: &T,
    ) -> Result<(), Error> {
        self.open_variant(variant);
        it.serialize(Writer(self.0))?;
        self.0.push(b'}');
        Ok(())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Error> {
        Ok(self.open(b'[', b"]"))
    }
    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Error> {
        Ok(self.open(b'[', b"]"))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Error> {
        Ok(self.open(b'[', b"]"))
    }
    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Error> {
        self.open_variant(variant);
        Ok(self.open(b'[', b"]}"))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Impossible<(), Error>, Error> {
        not_in_a_record()
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Error> {
        Ok(self.open(b'{', b"}"))
    }
    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Error> {
        self.open_variant(variant);
        Ok(self.open(b'{', b"}}"))
    }
}

macro_rules! lists {
    ($($of:ident, $add:ident;)+) => {$(
        impl ser::$of for Open<'_> {
            type Ok = ();
            type Error = Error;
            fn $add<T: Serialize + ?Sized>(&mut self, it: &T) -> Result<(), Error> {
                self.value(it)
            }
            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )+};
}

lists! {
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
    SerializeTupleVariant, serialize_field;
}

macro_rules! objects {
    ($($of:ident;)+) => {$(
        impl ser::$of for Open<'_> {
            type Ok = ();
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                it: &T,
            ) -> Result<(), Error> {
                self.field(key, it)
            }
            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )+};
}

objects! {
    SerializeStruct;
    SerializeStructVariant;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::read;
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Every shape a record can have.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Unit,
        Of(Option<Box<Shape>>),
        Two(i64, bool),
        Named { text: String, numbers: [u16; 2], list: Vec<Shape> },
    }

    fn shapes() -> impl Strategy<Value = Shape> {
        let leaf = prop_oneof![
            Just(Shape::Unit),
            Just(Shape::Of(None)),
            (any::<i64>(), any::<bool>()).prop_map(|(number, is)| Shape::Two(number, is)),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let list = proptest::collection::vec(inner.clone(), 0..4);
            let named = (".{0,20}", any::<[u16; 2]>(), list);
            prop_oneof![
                inner.prop_map(|it| Shape::Of(Some(Box::new(it)))),
                named.prop_map(|(text, numbers, list)| Shape::Named { text, numbers, list }),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_writes_what_serde_json_writes_and_reads_its_own(shape in shapes()) {
            let mut bytes = Vec::new();
            write(&shape, &mut bytes).unwrap();
            let json = serde_json::to_vec(&shape).unwrap();
            prop_assert!(bytes == json, "{shape:?}");
            if !bytes.contains(&b'\\') {
                prop_assert_eq!(read::<Shape>(&bytes, None), Some(shape));
            }
        }
    }

    #[test]
    fn what_must_be_escaped_is_escaped_as_serde_json_escapes_it() {
        let mut bytes = Vec::new();
        write(&"a\"b\\c\u{0}\n\u{1f}\u{7f}\u{e9}", &mut bytes).unwrap();
        assert_eq!(bytes, "\"a\\\"b\\\\c\\u0000\\n\\u001f\u{7f}\u{e9}\"".as_bytes());
    }

    #[test]
    fn what_no_record_holds_is_refused() {
        let map = std::collections::BTreeMap::from([(1, 2)]);
        assert!(write(&map, &mut Vec::new()).is_err());
    }
}
