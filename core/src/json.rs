//! JSON from outside, a caller's or a provider's: one reading of it, and the transaction that a request names.
//!
//! A member that is there twice makes two texts of one, since two readers may see two amounts: nothing that has one
//! is read. A byte order mark in front, which editors and PHP programs write, is skipped. Numbers are exact.

use crate::error::{Error, ErrorKind};
use crate::text::{printable, shown_name};
use crate::wire;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};
use std::fmt;
use std::ops::Range;

/// As serde_json itself allows.
const MAX_DEPTH: usize = 128;

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
    // A request with a member twice is refused, but still names its transaction.
    let request = read(request)
        .or_else(|_| serde_json::from_str(unmarked(request)))
        .ok()?;
    let mut named = REFERENCES
        .iter()
        .filter_map(|name| wire::value_text(request.get(name)?));
    named.find(|text| !text.is_empty()).map(|text| printable(&text))
}

/// Reads a caller's JSON text. The error names the member where it can, and never quotes a value.
pub(crate) fn parse(text: &str) -> Result<Value, Error> {
    read(text).map_err(|problem| match problem {
        Problem::Twice(name) => Error::field(shown_name(&name), "is in the same object twice"),
        Problem::NotText(Some(name)) => Error::field(shown_name(&name), "is not text: half of a character is missing"),
        Problem::NotText(None) => not_json("half of a character is missing"),
        Problem::NotJson(place) => not_json(&place),
    })
}

fn not_json(place: &str) -> Error {
    Error::new(ErrorKind::InvalidRequest, format!("the request is not JSON ({place})"))
}

/// A text or a number of a JSON text, by its place. In what is not JSON, a place may reach beyond the end.
#[derive(Debug)]
pub(crate) struct Scalar {
    /// Of a text with its quotes.
    pub(crate) place: Range<usize>,
    /// Of the name, with its quotes, of the member that it is or that the list around it is.
    pub(crate) name: Option<Range<usize>>,
}

/// The texts and numbers of a JSON text, without the names of members.
///
/// What reads them one by one leaves everything else as the caller wrote it, long numbers too.
pub(crate) fn scalars(json: &str) -> Vec<Scalar> {
    let (bytes, mut scalars, mut at) = (json.as_bytes(), Vec::new(), 0);
    // The present member's name in each object and list that is open, the innermost last.
    let mut names: Vec<Option<Range<usize>>> = vec![None];
    let name = |names: &[Option<Range<usize>>]| names.last().cloned().flatten();
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
                match names.last_mut() {
                    Some(present) if is_name => *present = Some(start..at),
                    _ => scalars.push(Scalar {
                        place: start..at,
                        name: name(&names),
                    }),
                }
            }
            b'-' | b'0'..=b'9' => {
                let of_number = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                at += bytes[at..].iter().take_while(of_number).count();
                scalars.push(Scalar {
                    place: start..at,
                    name: name(&names),
                });
            }
            b'{' => names.push(None),
            b'[' => names.push(name(&names)),
            b'}' | b']' => drop(names.pop()),
            _ => {}
        }
    }
    scalars
}

/// A provider's JSON object; `None` for anything else, for a member that is there twice at any depth among others.
pub(crate) fn object(text: &[u8]) -> Option<Map<String, Value>> {
    match read(std::str::from_utf8(text).ok()?) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

/// Why a text cannot be read as one JSON value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Where it breaks off.
    NotJson(String),
    /// This member is in the same object twice.
    Twice(String),
    /// A text that is no Unicode, of this member.
    NotText(Option<String>),
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Problem::NotJson(format!("line {} column {}", error.line(), error.column()))
    }
}

/// Reads one JSON value, strictly.
///
/// A number that a [`Number`] would not write again as it came (`36.00`, `1e2`, one of twenty digits) is kept as its
/// text, which every reading of numbers takes as well.
pub(crate) fn read(text: &str) -> Result<Value, Problem> {
    value(serde_json::from_str(unmarked(text))?, None, MAX_DEPTH)
}

fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn value(raw: &RawValue, name: Option<&str>, depth: usize) -> Result<Value, Problem> {
    let text = raw.get();
    let Some(deeper) = depth.checked_sub(1) else {
        return Err(Problem::NotJson("it is nested too deeply".to_owned()));
    };
    match text.as_bytes().first() {
        Some(b'{') => {
            let mut object = Map::new();
            for (name, raw) in serde_json::from_str::<Members<'_>>(text)?.0 {
                if object.contains_key(&name) {
                    return Err(Problem::Twice(name));
                }
                let value = value(raw, Some(&name), deeper)?;
                object.insert(name, value);
            }
            Ok(Value::Object(object))
        }
        Some(b'[') => {
            let entries: Vec<&RawValue> = serde_json::from_str(text)?;
            let entries = entries.into_iter().map(|raw| value(raw, name, deeper));
            entries.collect::<Result<_, _>>().map(Value::Array)
        }
        Some(b'"') => match serde_json::from_str(text) {
            Ok(text) => Ok(Value::String(text)),
            Err(_) => Err(Problem::NotText(name.map(str::to_owned))),
        },
        Some(b'-' | b'0'..=b'9') => Ok(match serde_json::from_str::<Number>(text) {
            Ok(number) if number.to_string() == text => Value::Number(number),
            _ => Value::String(text.to_owned()),
        }),
        _ => Ok(serde_json::from_str(text)?),
    }
}

/// The members of one object, as they come.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Members)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(member) = members.next_entry()? {
            all.push(member);
        }
        Ok(all)
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
        let found = scalars(json).into_iter().map(|scalar| {
            let name = scalar.name.map_or("", |name| &json[name]);
            (name, &json[scalar.place])
        });
        assert_eq!(
            found.collect::<Vec<_>>(),
            [
                (r#""a""#, r#""x\"y\\""#),
                (r#""b""#, "1"),
                (r#""b""#, "-2.5e+3"),
                (r#""c""#, "281712345678901234567"),
                (r#""b""#, r#""見:""#),
            ]
        );
    }

    #[test]
    fn one_reading_is_serde_jsons_and_a_member_twice_is_refused_by_name() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let texts = [
            r#"{"a":[null,true,-1,18446744073709551615,1.5,36.0,"\u898b"],"b":{"a":{}}}"#,
            "[]",
            " 7 ",
            "01",
            "+1",
            "1.",
            "nul",
            "NaN",
            "[1] 2",
            "{",
            "",
            r#"{"a":1,}"#,
            r#"{"a":"\ud83d"}"#,
            r#"{"\ud83d":1}"#,
            "\"\u{1}\"",
            &deep(127),
            &deep(129),
            &deep(10_000),
        ];
        for text in texts {
            let expected: Option<Value> = serde_json::from_str(text).ok();
            assert_eq!(parse(text).ok(), expected, "{text}");
        }
        for (text, name) in [
            (r#"{"TxAmt":36,"OPSeq":"A","TxAmt":1}"#, "TxAmt"),
            (r#"{"ItemList":[{"Name":"a"},{"Name":"b","Name":"b"}]}"#, "Name"),
            (r#"{"extra":{"x":"1","\u0078":"2"}}"#, "x"),
            (r#"{"IC0123456789ABCDEF":1,"IC0123456789ABCDEF":1}"#, "[redacted]"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.kind, ErrorKind::InvalidRequest, "{text}");
            assert_eq!(error.detail, format!("{name}: is in the same object twice"));
        }
    }

    #[test]
    fn numbers_keep_every_digit_as_text_where_a_double_would_not() {
        for text in [
            "36.00",
            "36.0000000000000001",
            "1e2",
            "1E+02",
            "1e400",
            "-0",
            "20240522123456000001",
            "-1.0e-9",
        ] {
            let read = read(&format!("[{text}]")).unwrap();
            assert_eq!(read, serde_json::json!([text]), "{text}");
        }
    }

    #[test]
    fn a_byte_order_mark_in_front_is_skipped() {
        let marked = "\u{feff}{\"OPSeq\":\"A1\"}";
        assert_eq!(parse(marked).unwrap(), serde_json::json!({"OPSeq": "A1"}));
        assert_eq!(reference_in(marked).as_deref(), Some("A1"));
        assert!(object(marked.as_bytes()).is_some());
        assert!(object(b"\xff\xfe{\0}\0").is_none());
        assert!(object(b"{\"a\":\"\xff\"}").is_none());
    }

    #[test]
    fn half_a_character_names_its_member() {
        let error = parse(r#"{"OPSeq":"A1","StoreName":["\ud83d"]}"#).unwrap_err();
        assert_eq!(error.detail, "StoreName: is not text: half of a character is missing");
    }
}
