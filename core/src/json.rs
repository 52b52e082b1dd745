//! JSON from outside, a caller's or a provider's: one reading of it.
//!
//! A member that is there twice makes two texts of one, since two readers may see two amounts: nothing that has one
//! is read. A byte order mark in front, which editors and PHP programs write, is skipped. Numbers are exact.

use crate::error::{Error, ErrorKind};
use crate::text::shown_name;
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};
use std::ops::Range;

/// As serde_json itself allows.
const MAX_DEPTH: usize = 128;

/// Reads JSON text as `call_json` does, for a caller who has it in hand before that: a byte order mark in front is
/// skipped, a member that is twice in one object is refused, and a number that would lose a digit (`12.50`, one of
/// twenty digits) is kept as its text.
///
/// # Errors
/// `invalid_request`, naming the member where it can, and never quoting a value.
pub fn value_from_json(text: &str) -> Result<Value, Error> {
    parse(text)
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
    // This tells JSON from what is none, without building anything; then each part is read once, however deep it is.
    let whole: &RawValue = serde_json::from_str(unmarked(text))?;
    let mut reader = Reader { rest: whole.get() };
    reader.value(None, MAX_DEPTH)
}

pub(crate) fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// What is left to be read of a text that is JSON.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn value(&mut self, name: Option<&str>, depth: usize) -> Result<Value, Problem> {
        let Some(deeper) = depth.checked_sub(1) else {
            return Err(Problem::NotJson("it is nested too deeply".to_owned()));
        };
        match self.peek() {
            Some(b'{') => self.object(deeper),
            Some(b'[') => self.array(name, deeper),
            Some(b'"') => match serde_json::from_str(self.string()) {
                Ok(text) => Ok(Value::String(text)),
                Err(_) => Err(Problem::NotText(name.map(str::to_owned))),
            },
            Some(b'-' | b'0'..=b'9') => {
                let text = self.word();
                Ok(match serde_json::from_str::<Number>(text) {
                    Ok(number) if number.to_string() == text => Value::Number(number),
                    _ => Value::String(text.to_owned()),
                })
            }
            _ => Ok(serde_json::from_str(self.word())?),
        }
    }

    fn object(&mut self, deeper: usize) -> Result<Value, Problem> {
        let mut object = Map::new();
        self.skip();
        while self.peek() != Some(b'}') {
            let name: String = serde_json::from_str(self.string())?;
            if object.contains_key(&name) {
                return Err(Problem::Twice(name));
            }
            self.peek();
            self.skip();
            let value = self.value(Some(&name), deeper)?;
            object.insert(name, value);
            self.skip_comma();
        }
        self.skip();
        Ok(Value::Object(object))
    }

    fn array(&mut self, name: Option<&str>, deeper: usize) -> Result<Value, Problem> {
        let mut entries = Vec::new();
        self.skip();
        while self.peek() != Some(b']') {
            entries.push(self.value(name, deeper)?);
            self.skip_comma();
        }
        self.skip();
        Ok(Value::Array(entries))
    }

    /// The first byte after blanks.
    fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.rest.bytes().next()
    }

    /// Takes what [`peek`](Self::peek) found: one of JSON's own marks.
    fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    fn skip_comma(&mut self) {
        if self.peek() == Some(b',') {
            self.skip();
        }
    }

    /// A text with its quotes.
    fn string(&mut self) -> &'a str {
        let (bytes, mut end) = (self.rest.as_bytes(), 1);
        while let Some(&byte) = bytes.get(end).filter(|byte| **byte != b'"') {
            end += if byte == b'\\' { 2 } else { 1 };
        }
        self.take(end + 1)
    }

    /// A number, or one of `null`, `true`, `false`.
    fn word(&mut self) -> &'a str {
        let of_word = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.');
        self.take(self.rest.bytes().take_while(of_word).count())
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// Each part of a text is read once: wide and deep ones, blanks and odd characters are read as serde_json does.
    #[test]
    fn deep_and_wide_texts_are_read_as_they_stand() {
        let nested = |inside: &str, levels: usize| format!("{}{inside}{}", "[".repeat(levels), "]".repeat(levels));
        let wide = vec![r#"{"a" : [ ] , "見\n\"" :{ } , "c":[null ,true,false,-1,1.5,"]}\\"]}"#; 2000].join(" ,\r\n\t");
        for text in [
            nested(&wide, 120),
            nested(&wide, 1),
            format!(" {{ \"a\" : {} }} ", nested("\"\\u898b\"", 3)),
            nested("", 127),
            nested(r#"{"a":{"b":{}}}"#, 100),
        ] {
            let expected: Value = serde_json::from_str(&text).unwrap();
            assert!(read(&text).unwrap() == expected);
        }
        // 128 levels, what is innermost included.
        let innermost = vec!["[[[[[[[[[[1]]]]]]]]]]"; 10_000].join(",");
        assert!(read(&nested(&innermost, 117)).is_ok());
        assert!(read(&nested(&innermost, 118)).is_err());
        assert!(read(&nested("", 400_000)).is_err());
        assert_eq!(
            read(r#"[[{"a":[{"b":1,"b":2}]}]]"#),
            Err(Problem::Twice("b".to_owned()))
        );
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
