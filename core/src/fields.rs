//! Reads messages out of JSON in hand, and tells where what cannot be read stands.
//!
//! serde writes a reader of each message for every format that it is read from, with a part for every field. So all
//! are read from this one, and whatever does not depend on the message is outside of them: it is half a megabyte.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value, map};
use std::fmt::{self, Display};
use std::slice;

/// Reads a message.
pub(crate) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Unreadable<'_>> {
    let mut path = Vec::new();
    let reader = Reader { value, path: &mut path };
    T::deserialize(reader).map_err(|problem| Unreadable { path, problem })
}

/// Why something is no message of its type, and where it is not.
#[derive(Debug)]
pub(crate) struct Unreadable<'de> {
    pub(crate) path: Vec<Step<'de>>,
    pub(crate) problem: Problem,
}

impl Unreadable<'_> {
    /// The names on the way to it, up to the first list.
    pub(crate) fn members(&self) -> Vec<String> {
        let names = self.path.iter().map_while(|step| match step {
            Step::Member(name) => Some((*name).to_owned()),
            Step::Entry(_) => None,
        });
        names.collect()
    }
}

/// One step from a value to one inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step<'de> {
    Member(&'de str),
    Entry(usize),
}

/// What is wrong with one value, without quoting it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    UnknownField,
    WrongType { expected: String },
    Other(String),
}

impl serde::de::Error for Problem {
    #[cold]
    fn custom<T: Display>(problem: T) -> Self {
        Problem::Other(problem.to_string())
    }

    #[cold]
    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        wrong_type(expected)
    }

    #[cold]
    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        wrong_type(expected)
    }

    #[cold]
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Problem::UnknownField
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::UnknownField => f.write_str("is not a field of this request"),
            Problem::WrongType { expected } => write!(f, "has the wrong type: expected {expected}"),
            Problem::Other(problem) => f.write_str(problem),
        }
    }
}

impl std::error::Error for Problem {}

#[cold]
#[inline(never)]
fn wrong_type(expected: &dyn Expected) -> Problem {
    Problem::WrongType {
        expected: expected.to_string(),
    }
}

/// One value. `path` is where it is; if it cannot be read, it stays where that was.
struct Reader<'p, 'de> {
    value: &'de Value,
    path: &'p mut Vec<Step<'de>>,
}

impl<'p, 'de> Reader<'p, 'de> {
    fn members(self, fields: &'de Map<String, Value>) -> Members<'p, 'de> {
        Members {
            fields: fields.iter(),
            value: &Value::Null,
            depth: self.path.len(),
            path: self.path,
        }
    }

    fn entries(self, entries: &'de [Value]) -> Entries<'p, 'de> {
        Entries {
            entries: entries.iter().enumerate(),
            depth: self.path.len(),
            path: self.path,
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'_, 'de> {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., number) => visitor.visit_f64(number.unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(entries) => visitor.visit_seq(self.entries(entries)),
            Value::Object(fields) => visitor.visit_map(self.members(fields)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.value {
            Value::Bool(flag) => visitor.visit_bool(*flag),
            _ => Err(wrong_type(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.value {
            Value::String(text) => visitor.visit_borrowed_str(text),
            _ => Err(wrong_type(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.value {
            Value::Array(entries) => visitor.visit_seq(self.entries(entries)),
            _ => Err(wrong_type(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.value {
            Value::Object(fields) => visitor.visit_map(self.members(fields)),
            _ => Err(wrong_type(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple
        tuple_struct enum identifier
    }
}

/// The members of an object.
struct Members<'p, 'de> {
    fields: map::Iter<'de>,
    /// Of the member whose name was read last.
    value: &'de Value,
    depth: usize,
    path: &'p mut Vec<Step<'de>>,
}

impl<'de> Members<'_, 'de> {
    #[inline(never)]
    fn next(&mut self) -> Option<&'de str> {
        self.path.truncate(self.depth);
        let (name, value) = self.fields.next()?;
        self.path.push(Step::Member(name));
        self.value = value;
        Some(name)
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Problem> {
        match self.next() {
            Some(name) => seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let (value, path) = (self.value, &mut *self.path);
        seed.deserialize(Reader { value, path })
    }
}

/// The entries of a list.
struct Entries<'p, 'de> {
    entries: std::iter::Enumerate<slice::Iter<'de, Value>>,
    depth: usize,
    path: &'p mut Vec<Step<'de>>,
}

impl<'de> SeqAccess<'de> for Entries<'_, 'de> {
    type Error = Problem;

    fn next_element_seed<E: DeserializeSeed<'de>>(&mut self, seed: E) -> Result<Option<E::Value>, Problem> {
        self.path.truncate(self.depth);
        let Some((index, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.path.push(Step::Entry(index));
        let path = &mut *self.path;
        seed.deserialize(Reader { value, path }).map(Some)
    }
}
