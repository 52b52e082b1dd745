//! How values look on the wire, shared by every provider: amounts as decimal text, numbers that
//! wander into text and back, and the one `extra` map of fields that no table lists.

use crate::error::{Error, ErrorKind};
use crate::fields::{self, Fields, Problem, Step, Unreadable};
use crate::json;
use crate::text::{REDACTED, is_printable, printable, shown_name};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// The member that carries [`extra`] fields in a request's JSON form.
const EXTRA: &str = "extra";

/// Fields whose text may have lines and tabs; any other is a name, a number or a code.
const FREE_TEXTS: [&str; 11] = [
    "Remark",
    "remark",
    "product_desc",
    "pos_remark",
    "data_json",
    "creditcard_installment",
    "echo_0",
    "echo_1",
    "echo_2",
    "echo_3",
    "echo_4",
];

/// A request as a JSON object: the table's fields in order, then the extra ones.
///
/// `ours` are names that no table has, but that the envelope or the configuration decides.
///
/// # Errors
/// `invalid_request` if an extra field has a name of the table or of `ours`, in any case of letters, since a host may
/// read either; and if a text has a control character.
pub(crate) fn to_fields<R: Serialize + Fields>(request: &R, ours: &[&str]) -> Result<Map<String, Value>, Error> {
    let table = R::NAMES;
    let Ok(Value::Object(mut fields)) = serde_json::to_value(request) else {
        return Err(unserialisable());
    };
    if table.is_empty() {
        return Err(unserialisable());
    }
    let extra = fields.shift_remove(EXTRA);
    check_texts("", &fields)?;
    if let Some(Value::Object(extra)) = extra {
        let named = |names: &[&str]| -> BTreeSet<String> { names.iter().map(|name| without_case(name)).collect() };
        let (table, ours, mut taken) = (named(table), named(ours), BTreeSet::new());
        for (name, value) in extra {
            let plain = without_case(&name);
            let problem = if name.is_empty() || name.contains(char::is_whitespace) || !name.chars().all(is_printable) {
                "is not a name that a field can have"
            } else if table.contains(&plain) {
                "is a field of the table; set it there, not in extra"
            } else if ours.contains(&plain) {
                "is decided by the client and its configuration, not by extra"
            } else if !taken.insert(plain) {
                "is in extra twice, in two spellings"
            } else if value
                .as_str()
                .is_some_and(|text| text.contains(is_control_in_free_text))
            {
                HAS_CONTROL
            } else {
                fields.insert(name, value);
                continue;
            };
            let is_ours = |name: &str| table.contains(name) || ours.contains(name);
            let shown = if is_ours(&without_case(&name)) {
                &name
            } else {
                shown_name(&name)
            };
            return Err(Error::field(shown, problem));
        }
    }
    Ok(fields)
}

/// Letters are compared as the most careless host would: `ſ` and the Kelvin sign are letters of ASCII to some.
fn without_case(name: &str) -> String {
    let upper = name.chars().flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).collect()
}

const HAS_CONTROL: &str = "has a control character, such as a line break, a tab or a NUL";

/// Refuses a control character in a text of the request, at any depth.
fn check_texts(path: &str, fields: &Map<String, Value>) -> Result<(), Error> {
    fn check(path: &str, name: &str, value: &Value) -> Result<(), Error> {
        match value {
            Value::String(text) => match FREE_TEXTS.contains(&name) {
                true if text.contains(is_control_in_free_text) => Err(Error::field(path, HAS_CONTROL)),
                false if text.contains(char::is_control) => Err(Error::field(path, HAS_CONTROL)),
                _ => Ok(()),
            },
            Value::Array(entries) => entries
                .iter()
                .enumerate()
                .try_for_each(|(index, entry)| check(&format!("{path}[{index}]"), name, entry)),
            Value::Object(fields) => check_texts(&format!("{path}."), fields),
            _ => Ok(()),
        }
    }
    fields
        .iter()
        .try_for_each(|(name, value)| check(&format!("{path}{name}"), name, value))
}

fn is_control_in_free_text(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Every value in the fields called `names`, at any depth and inside JSON text too: what no error may quote.
pub(crate) fn secrets(message: &impl Serialize, names: &[&str]) -> Vec<Zeroizing<String>> {
    fn collect(value: &Value, is_secret: bool, names: &[&str], secrets: &mut Vec<Zeroizing<String>>) {
        match value {
            Value::Object(fields) => fields
                .iter()
                .for_each(|(name, value)| collect(value, is_secret || is_one_of(name, names), names, secrets)),
            Value::Array(entries) => entries
                .iter()
                .for_each(|entry| collect(entry, is_secret, names, secrets)),
            Value::String(text) if is_secret => collect_text(text, secrets),
            Value::Number(number) if is_secret => secrets.push(Zeroizing::new(number.to_string())),
            _ => {}
        }
    }
    fn collect_text(text: &str, secrets: &mut Vec<Zeroizing<String>>) {
        secrets.push(Zeroizing::new(text.to_owned()));
        if !text.trim_start().starts_with(['{', '[']) {
            return;
        }
        for scalar in json::scalars(text)
            .into_iter()
            .filter_map(|scalar| text.get(scalar.place))
        {
            match serde_json::from_str::<String>(scalar).map(Zeroizing::new) {
                Ok(text) => collect_text(&text, secrets),
                Err(_) => secrets.push(Zeroizing::new(scalar.to_owned())),
            }
        }
    }
    let mut secrets = Vec::new();
    collect(
        &serde_json::to_value(message).unwrap_or_default(),
        false,
        names,
        &mut secrets,
    );
    secrets
}

/// Whether a member is one of these, in any case of letters, also where it was set aside.
fn is_one_of(name: &str, names: &[&str]) -> bool {
    let name = name.strip_prefix(SET_ASIDE).unwrap_or(name);
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn unserialisable() -> Error {
    Error::new(ErrorKind::Internal, "the request could not be written as JSON")
}

/// A caller's JSON object as its request type; the error names the field, and never quotes a value.
pub(crate) fn request_from_json<T: DeserializeOwned>(request: Value) -> Result<T, Error> {
    fields::read(&request).map_err(unreadable_request)
}

fn unreadable_request(error: Unreadable<'_>) -> Error {
    let Unreadable { path, problem } = error;
    if path.is_empty() {
        return Error::new(ErrorKind::InvalidRequest, "the request must be a JSON object");
    }
    let is_unknown = problem == Problem::UnknownField;
    let path = shown_path(&path, is_unknown);
    match is_unknown && path.ends_with(REDACTED) {
        false => Error::field(&path, problem.to_string()),
        true => Error::new(
            ErrorKind::InvalidRequest,
            "a field of this request has a name that is none of its table; it is not shown, since it might be a code \
             or a key",
        ),
    }
}

/// Where in a request it is, by names that are the table's, and by others only as an error may quote them: the last
/// one if it `is_unknown`, and those of further fields.
fn shown_path(path: &[Step<'_>], is_unknown: bool) -> String {
    let mut shown = String::new();
    let mut is_further = false;
    for (at, step) in path.iter().enumerate() {
        match *step {
            Step::Entry(index) => shown.push_str(&format!("[{index}]")),
            Step::Member(name) => {
                if !shown.is_empty() {
                    shown.push('.');
                }
                let is_last = at + 1 == path.len();
                shown.push_str(if is_further || is_unknown && is_last {
                    shown_name(name)
                } else {
                    name
                });
                is_further |= name == EXTRA;
            }
        }
    }
    shown
}

/// A judged reply as its message type.
///
/// What decides has been read by then, so a member of a type that the document does not allow undoes nothing: its
/// field stays unset, and `extra` keeps it as text under [`as_received`].
pub(crate) fn from_fields<T: DeserializeOwned>(reply: Map<String, Value>) -> Result<T, Error> {
    let mut reply = Value::Object(reply);
    loop {
        let path = match fields::read(&reply) {
            Ok(message) => return Ok(message),
            Err(error) => error.members(),
        };
        if set_aside(&mut reply, &path).is_none() {
            return Err(Error::new(
                ErrorKind::Malformed,
                "the reply is not the documented object",
            ));
        }
    }
}

/// What precedes the name of a reply's member in `extra` that is not the field of its name.
const SET_ASIDE: &str = "reply.";

/// Where `extra` keeps a reply's member that is not the field of its name.
pub(crate) fn as_received(name: &str) -> String {
    format!("{SET_ASIDE}{name}")
}

/// Renames the member at the end of `path`; `None` if there is none that can be renamed.
fn set_aside(fields: &mut Value, path: &[String]) -> Option<()> {
    let (name, path) = path.split_first()?;
    let fields = fields.as_object_mut()?;
    if set_aside(fields.get_mut(name)?, path).is_some() {
        return Some(());
    }
    let value = fields.shift_remove(name)?;
    let text = value_text(&value).unwrap_or_else(|| value.to_string());
    fields.insert(as_received(name), Value::String(text));
    Some(())
}

/// One value as text: what [`text`] accepts, outside serde. `None` for a list or an object.
pub(crate) fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => Some(String::new()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value as text whatever its type; a list or object as its JSON.
pub(crate) fn any_text(value: &Value) -> String {
    value_text(value).unwrap_or_else(|| value.to_string())
}

/// Text unless it is empty.
pub(crate) fn non_empty(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// One value as a whole number, from a number or its text: `36`, `36.0`, `"36.00"`, `" 36 "`, `3.6e1`.
///
/// The one reading of amounts, for every provider, in requests and replies. It is exact: `None` unless every digit
/// says that the number is whole.
pub(crate) fn value_amount(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => whole(&number.to_string()),
        Value::String(text) => whole_number(text),
        _ => None,
    }
}

/// The whole number that a text says, exactly: `36`, `36.0`, `36.00`, ` 36 `, `3.6e1`; `None` for one with a fraction,
/// for what is no decimal number, and beyond 64 bits. Requests given as JSON are read like this.
pub fn whole_number(text: &str) -> Option<i64> {
    whole(text.trim())
}

/// The whole number that a number in JSON's notation denotes.
fn whole(text: &str) -> Option<i64> {
    let (significant, exponent) = decimal(text)?;
    let power = 10_i128.checked_pow(u32::try_from(exponent).ok()?)?;
    i64::try_from(significant.checked_mul(power)?).ok()
}

/// The number that JSON's notation denotes, without a double in between: its digits up to the last that is not zero,
/// and the power of ten that they count. `12.50` is 125 and -1; zero is 0 and 0.
///
/// Zeros may stand in front, as in `0001`; a plus sign may not.
pub(crate) fn decimal(text: &str) -> Option<(i128, i64)> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(integer) || !digits(fraction) {
        return None;
    }
    let all = format!("{integer}{fraction}");
    let significant = all.trim_end_matches('0');
    if significant.is_empty() {
        return Some((0, 0));
    }
    let zeros = i64::try_from(all.len() - significant.len()).ok()?;
    let exponent = i64::from(exponent) - i64::try_from(fraction.len()).ok()? + zeros;
    Some((significant.parse::<i128>().ok()? * sign, exponent))
}

/// Text, also where a provider sends a number, a boolean or null instead.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    value_text(&Value::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("expected text"))
}

/// A scanned code, which may come as a number as long as that is exact.
pub(crate) fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Number(number) if number.is_f64() => Err(D::Error::custom("must be text: a number loses digits")),
        value => value_text(&value).ok_or_else(|| D::Error::custom("expected text")),
    }
}

/// Text that may be absent; empty text and null count as absent.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    text(deserializer).map(non_empty)
}

/// A list; null and empty text, which servers send for "none", count as an empty one.
pub(crate) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(Vec::new()),
        Value::String(text) if text.is_empty() => Ok(Vec::new()),
        value => fields::read(&value).map_err(|_| D::Error::custom("expected a list")),
    }
}

/// A required whole amount: an integer here, decimal text on the wire.
pub(crate) mod amount {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(amount: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(amount)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        value_amount(&Value::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("expected a whole amount"))
    }
}

/// An amount that the table marks required but that may not apply: unset is `""`, and 0 is `"0"`.
pub(crate) mod amount_or_empty {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(amount: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
        match amount {
            Some(amount) => serializer.collect_str(amount),
            None => serializer.serialize_str(""),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(None),
            Value::String(text) if text.trim().is_empty() => Ok(None),
            value => match value_amount(&value) {
                Some(amount) => Ok(Some(amount)),
                None => Err(D::Error::custom("expected a whole amount")),
            },
        }
    }
}

/// A required whole amount that is a number on the wire too; decimal text is also read.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    amount::deserialize(deserializer)
}

/// As [`integer`], where null and empty text count as absent.
pub(crate) fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    amount_or_empty::deserialize(deserializer)
}

/// Reply fields that no table lists, kept as text; a list or object is kept as its JSON.
pub(crate) fn extra(fields: Map<String, Value>) -> BTreeMap<String, String> {
    fields
        .into_iter()
        .map(|(name, value)| (name, any_text(&value)))
        .collect()
}

/// `Debug` for messages: what is printed is [`debug_without`] the names in the list.
///
/// A message with such a field must have it, and every message with `extra`, where a host may put one too; the code
/// generator's tests hold them to it.
macro_rules! hide_in_debug {
    ($secret:ident: $($message:ident),* $(,)?) => {$(
        impl std::fmt::Debug for $message {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::wire::debug_without(self, stringify!($message), $secret, f)
            }
        }
    )*};
}
pub(crate) use hide_in_debug;

/// Prints a message for a log with the fields named in `secret` left out, in any case of letters and at any depth.
pub(crate) fn debug_without(
    message: &impl Serialize,
    type_name: &str,
    secret: &[&str],
    f: &mut std::fmt::Formatter<'_>,
) -> std::fmt::Result {
    let Ok(Value::Object(fields)) = serde_json::to_value(message) else {
        return f.write_str(type_name);
    };
    let mut out = f.debug_struct(type_name);
    for (name, value) in &fields {
        // A further field's name is from outside too.
        let name = printable(name);
        match is_one_of(&name, secret) {
            true => out.field(&name, &format_args!("[redacted]")),
            false => {
                let shown = printable(&redacted(&name, value.clone(), secret).to_string());
                out.field(&name, &format_args!("{shown}"))
            }
        };
    }
    out.finish()
}

fn redacted(name: &str, value: Value, secret: &[&str]) -> Value {
    match value {
        // What else a merchant must send is known to nobody here: a token may be among it. Of a reply's further
        // fields, none is a request's `extra`: they stand beside the others.
        Value::Object(fields) if name == EXTRA => fields.into_iter().map(|(name, _)| Value::String(name)).collect(),
        Value::Array(entries) => entries.into_iter().map(|entry| redacted("", entry, secret)).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| match is_one_of(&name, secret) {
                true => (name, Value::from("[redacted]")),
                false => {
                    let value = redacted(&name, value, secret);
                    (name, value)
                }
            })
            .collect(),
        // A reply's further field that is an object or a list is kept as its JSON.
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            let inner: Option<Value> = serde_json::from_str(&text).ok();
            inner.map_or(Value::String(text), |inner| {
                redacted("", inner, secret).to_string().into()
            })
        }
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use proptest::prelude::*;

    fn amount_in(text: &str) -> Option<i64> {
        value_amount(&json::read(text).unwrap())
    }

    #[test]
    fn an_amount_is_read_whole_or_not_at_all() {
        for text in [
            "36",
            "36.0",
            "36.00",
            "036e0",
            "3.6e1",
            "3.6E+01",
            "360e-1",
            "0.36e2",
            "36.0000000000000000000",
        ] {
            assert_eq!(whole(text), Some(36), "{text}");
            assert_eq!(amount_in(&format!("\" {text} \"")), Some(36), "{text}");
        }
        for text in ["36", "36.0", "36.00", "3.6e1", "3.6E+01", "360e-1"] {
            assert_eq!(amount_in(text), Some(36), "{text}");
        }
        for (text, amount) in [
            ("0", 0),
            ("-0.0", 0),
            ("0e999", 0),
            ("1e2", 100),
            ("-36.0", -36),
            ("9007199254740993.0", 9_007_199_254_740_993),
            ("9223372036854775807", i64::MAX),
            ("9.223372036854775807e18", i64::MAX),
            ("-9223372036854775808.0", i64::MIN),
        ] {
            assert_eq!(amount_in(text), Some(amount), "{text}");
        }
        for text in [
            "36.5",
            "36.0000000000000001",
            "35.9999999999999999",
            "365e-1",
            "36e-1",
            "1e400",
            "1e-400",
            "9223372036854775808",
            "20240522123456000001",
            "true",
            "null",
            "[36]",
        ] {
            assert_eq!(amount_in(text), None, "{text}");
        }
        for text in [
            "",
            " ",
            "+36",
            "36.",
            ".5",
            "3 6",
            "1,000",
            "NT$36",
            "36元",
            "３６",
            "0x24",
            "--36",
            "36e",
            "36e1.0",
            "e1",
            "inf",
            "1e99999999999",
            "36\u{0}",
        ] {
            assert_eq!(value_amount(&text.into()), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_whole_number_is_read_in_every_writing(number in any::<i64>(), zeros in 0_usize..20) {
            let zeros = "0".repeat(zeros);
            prop_assert_eq!(whole(&number.to_string()), Some(number));
            prop_assert_eq!(whole(&format!("{number}.0{zeros}")), Some(number));
            prop_assert_eq!(whole(&format!("{number}{zeros}e-{}", zeros.len())), Some(number));
            prop_assert_eq!(whole(&format!("{number}.{zeros}1")), None);
        }
    }
}
