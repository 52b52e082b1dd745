//! A caller's JSON text: one reading of it, and the transaction that it names.

use crate::error::{Error, ErrorKind};
use crate::text::printable;
use crate::wire;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::ops::Range;

/// Members of requests that name their transaction, the preferred first.
const REFERENCES: [&str; 6] = [
    "OPSeq",
    "order_id",
    "uid",
    "order_number",
    "MerchantTradeNo",
    "transaction_id",
];

/// The transaction that a request for `call_json` is about, for a caller whose own fault would lose it.
///
/// `None` for text that is not a JSON object, or that names none. A character that could forge a line of a log is
/// written out.
pub fn reference_in(request: &str) -> Option<String> {
    let request: Value = serde_json::from_str(request).ok()?;
    let mut named = REFERENCES
        .iter()
        .filter_map(|name| wire::value_text(request.get(name)?));
    named.find(|text| !text.is_empty()).map(|text| printable(&text))
}

/// Reads a caller's JSON text. A member that is there twice is refused, since two readers of such an object
/// may see two amounts. The error never quotes a value.
pub(crate) fn parse(text: &str) -> Result<Value, Error> {
    let mut twice = None;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = deserializer
        .deserialize_any(Strict { twice: &mut twice })
        .and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| match twice {
        Some(name) => Error::field(&name, "is in the same object twice"),
        None => {
            let place = format!("line {} column {}", error.line(), error.column());
            Error::new(ErrorKind::InvalidRequest, format!("the request is not JSON ({place})"))
        }
    })
}

/// Where the texts (quotes included) and the numbers of a JSON text stand, without the names of members. In what is
/// not JSON, a place may reach beyond the end.
///
/// What reads them one by one leaves everything else as the caller wrote it, long numbers too.
pub(crate) fn scalars(json: &str) -> Vec<Range<usize>> {
    let (bytes, mut places, mut at) = (json.as_bytes(), Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => {
                while let Some(&byte) = bytes.get(at).filter(|byte| **byte != b'"') {
                    at += if byte == b'\\' { 2 } else { 1 };
                }
                at += 1;
                let is_name = json.get(at..).is_some_and(|rest| rest.trim_start().starts_with(':'));
                if !is_name {
                    places.push(start..at);
                }
            }
            b'-' | b'0'..=b'9' => {
                let of_number = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                at += bytes[at..].iter().take_while(of_number).count();
                places.push(start..at);
            }
            _ => {}
        }
    }
    places
}

/// Builds a value as serde_json does, and keeps the name of the first member that is there twice.
struct Strict<'a> {
    twice: &'a mut Option<String>,
}

impl<'de> serde::de::DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element_seed(Strict { twice: self.twice })? {
            list.push(entry);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                *self.twice = Some(name);
                return Err(A::Error::custom("a member is there twice"));
            }
            let value = members.next_value_seed(Strict { twice: self.twice })?;
            object.insert(name, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_its_transaction() {
        for (request, reference) in [
            (r#"{"OPSeq":"A1","TxAmt":36}"#, Some("A1")),
            (r#"{"uid":"86","order_id":"","cost":1}"#, Some("86")),
            (r#"{"uid":"86","order_id":7}"#, Some("7")),
            (r#"{"transaction_id":"T1"}"#, Some("T1")),
            (r#"{"TxAmt":36}"#, None),
            (r#"["OPSeq"]"#, None),
            ("OPSeq", None),
        ] {
            assert_eq!(reference_in(request).as_deref(), reference, "{request}");
        }
    }

    #[test]
    fn texts_and_numbers_are_found_where_they_stand() {
        let json = r#"{ "a" : "x\"y\\", "b":[1, -2.5e+3,{"c" :281712345678901234567}, "見:"], "d":true }"#;
        let found: Vec<&str> = scalars(json).into_iter().map(|place| &json[place]).collect();
        assert_eq!(
            found,
            [r#""x\"y\\""#, "1", "-2.5e+3", "281712345678901234567", r#""見:""#]
        );
    }

    #[test]
    fn one_reading_is_serde_jsons_and_a_member_twice_is_refused_by_name() {
        let texts = [
            r#"{"a":[null,true,-1,18446744073709551615,1.5,"\u898b"],"b":{"a":{}}}"#,
            "[]",
            " 7 ",
            "1e400",
            "[1] 2",
            "{",
            "",
            r#"{"a":1,}"#,
        ];
        for text in texts {
            let expected: Option<Value> = serde_json::from_str(text).ok();
            assert_eq!(parse(text).ok(), expected, "{text}");
        }
        for (text, name) in [
            (r#"{"TxAmt":36,"OPSeq":"A","TxAmt":1}"#, "TxAmt"),
            (r#"{"ItemList":[{"Name":"a"},{"Name":"b","Name":"b"}]}"#, "Name"),
            (r#"{"extra":{"x":"1","\u0078":"2"}}"#, "x"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.kind, ErrorKind::InvalidRequest, "{text}");
            assert_eq!(error.detail, format!("{name}: is in the same object twice"));
        }
    }
}
