//! Reads messages out of JSON in hand, and tells where what cannot be read stands.
//!
//! Messages have hundreds of fields, so what is done for each of them is most of the code (docs/adr/0005-dependencies.md):
//! here it is one call, and whatever does not depend on the message is outside of it.

use crate::limits::{Held, Limited};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, Expected, IgnoredAny, MapAccess,
    SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value, map};
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::slice;

/// A message, field by field: what `derive(Message)` writes.
pub(crate) trait Fields: Default + Limited {
    const TYPE: &'static str;
    /// The fields that are read, by their names in JSON.
    const NAMES: &'static [&'static str];
    /// Other names, and whose they are.
    const ALIASES: &'static [(&'static str, usize)];
    const DENIES_UNKNOWN: bool;
    /// Whether it keeps what is none of its fields.
    const TAKES_FURTHER: bool = false;

    /// Reads the value that is next into the field at this place of [`NAMES`](Self::NAMES).
    fn read_field<'de, A: MapAccess<'de>>(&mut self, at: usize, members: &mut A) -> Result<(), A::Error>;

    fn take_further(&mut self, _: Map<String, Value>) {}

    /// The transaction that this is about: the first of these fields, by their names in JSON, that is not empty.
    fn reference(&self, names: &[&str]) -> &str {
        let place = |name: &&str| Self::NAMES.iter().position(|known| known == name);
        let mut texts = names.iter().filter_map(place).filter_map(|at| match self.held(at) {
            Held::Text(text) => Some(text),
            _ => None,
        });
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    }
}

/// serde's `deserialize` of every message.
pub(crate) fn deserialize<'de, T: Fields, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::TYPE, T::NAMES, Message(PhantomData))
}

struct Message<T>(PhantomData<T>);

impl<'de, T: Fields> Visitor<'de> for Message<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::TYPE)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        let (mut message, mut further) = (T::default(), Map::new());
        let mut seen = vec![false; T::NAMES.len()];
        let names = Names {
            names: T::NAMES,
            aliases: T::ALIASES,
        };
        while let Some(name) = members.next_key_seed(names)? {
            match name {
                Name::Field(at) => {
                    if let Some(seen) = seen.get_mut(at)
                        && std::mem::replace(seen, true)
                    {
                        return Err(A::Error::custom("is there twice, in two spellings"));
                    }
                    message.read_field(at, &mut members)?;
                }
                Name::Other(name) if T::TAKES_FURTHER => drop(further.insert(name, members.next_value()?)),
                Name::Other(name) if T::DENIES_UNKNOWN => return Err(A::Error::unknown_field(&name, T::NAMES)),
                Name::Other(_) => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        message.take_further(further);
        Ok(message)
    }
}

/// Reads the name of a member.
#[derive(Clone, Copy)]
struct Names {
    names: &'static [&'static str],
    aliases: &'static [(&'static str, usize)],
}

enum Name {
    Field(usize),
    Other(String),
}

impl<'de> DeserializeSeed<'de> for Names {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Names {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Name, E> {
        let field = self.names.iter().position(|known| *known == name);
        let alias = || self.aliases.iter().find(|(alias, _)| *alias == name);
        let field = field.or_else(|| alias().map(|(_, at)| *at));
        Ok(field.map_or_else(|| Name::Other(name.to_owned()), Name::Field))
    }
}

/// Where a field is that is read as its type is.
pub(crate) struct Place<'a, T>(pub(crate) &'a mut T);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Place<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 = T::deserialize(deserializer)?;
        Ok(())
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;
    use twpos_derive::Message;

    #[derive(Debug, Default, PartialEq, Message)]
    #[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
    struct Request {
        store_id: String,
        #[serde(rename = "OPSeq", alias = "Seq")]
        op_seq: Option<String>,
        #[serde(with = "crate::wire::amount")]
        amount: i64,
        parts: Vec<Part>,
        #[serde(skip_deserializing)]
        ours: bool,
    }

    #[derive(Debug, Default, PartialEq, Message)]
    #[serde(default)]
    struct Part {
        name: String,
        is_sold: bool,
        #[serde(flatten, deserialize_with = "crate::wire::extra")]
        extra: BTreeMap<String, String>,
    }

    #[test]
    fn a_message_is_read_field_by_field() {
        let message = json!({
            "Amount": "36.0", "StoreId": "1", "Seq": "A", "Parts": [{}, {"name": "x", "is_sold": true, "more": [1]}]
        });
        let more = BTreeMap::from([("more".to_owned(), "[1]".to_owned())]);
        let expected = Request {
            store_id: "1".to_owned(),
            op_seq: Some("A".to_owned()),
            amount: 36,
            parts: vec![
                Part::default(),
                Part {
                    name: "x".to_owned(),
                    is_sold: true,
                    extra: more,
                },
            ],
            ours: false,
        };
        assert_eq!(read::<Request>(&message).unwrap(), expected);
    }

    #[test]
    fn the_first_name_that_has_a_text_is_the_reference() {
        let about = |store: &str, seq: Option<&str>| {
            let request = Request {
                store_id: store.to_owned(),
                op_seq: seq.map(str::to_owned),
                ..Request::default()
            };
            request.reference(&["OPSeq", "Amount", "Other", "StoreId"]).to_owned()
        };
        assert_eq!(about("1", Some("A")), "A");
        assert_eq!([about("1", Some("")), about("1", None)], ["1", "1"]);
        assert_eq!(about("", None), "");
    }

    #[test]
    fn what_cannot_be_read_is_found_and_not_quoted() {
        use Step::{Entry, Member};
        let other = |problem: &str| Problem::Other(problem.to_owned());
        let wrong = |expected: &str| Problem::WrongType {
            expected: expected.to_owned(),
        };
        for (json, path, problem) in [
            (json!([]), vec![], wrong("struct Request")),
            (json!({"StoreId": 7}), vec![Member("StoreId")], wrong("a string")),
            (json!({"ours": true}), vec![Member("ours")], Problem::UnknownField),
            (
                json!({"OPSeq": "A", "Seq": "B"}),
                vec![Member("Seq")],
                other("is there twice, in two spellings"),
            ),
            (
                json!({"Parts": [], "Amount": [{"a": {"b": 1}}]}),
                vec![Member("Amount")],
                other("expected a whole amount"),
            ),
            (
                json!({"Parts": [{"a": {"b": 1}}, {"is_sold": "CANARY"}]}),
                vec![Member("Parts"), Entry(1), Member("is_sold")],
                wrong("a boolean"),
            ),
            // serde itself would take a list for a message.
            (
                json!({"Parts": [["x", true]]}),
                vec![Member("Parts"), Entry(0)],
                wrong("struct Part"),
            ),
        ] {
            let error = read::<Request>(&json).unwrap_err();
            assert_eq!((error.path, error.problem), (path, problem), "{json}");
        }
    }
}
