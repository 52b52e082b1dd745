//! Replies as the targets read them: their own few lines, so that a check does not lean on what it checks.

use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An input is one byte that chooses, then the body: 0-7 an operation, and 8 more an error page's HTTP status.
pub fn split<'a>(data: &'a [u8], operations: &[&'static str]) -> Option<(&'static str, u16, &'a [u8])> {
    let (way, body) = data.split_first()?;
    let operation = operations.get(usize::from(way & 7))?;
    let http_status = if way & 8 == 0 { 200 } else { 403 };
    Some((operation, http_status, body))
}

/// The fields of a JSON object; none of anything else. What holds a number too large for a double is its own text.
pub fn fields(body: &[u8]) -> Map<String, Value> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(body).unwrap_or_default();
    let value = |raw: &RawValue| serde_json::from_str(raw.get()).unwrap_or_else(|_| Value::from(raw.get()));
    fields.into_iter().map(|(name, raw)| (name, value(&raw))).collect()
}

/// A text, or a number as text; nothing of anything else.
pub fn text(fields: &Map<String, Value>, name: &str) -> String {
    match fields.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A whole amount, also as decimal text and with a fraction of zeros. Doubles will do for the small ones asked for.
pub fn amount(fields: &Map<String, Value>, name: &str) -> Option<i64> {
    let amount: f64 = text(fields, name).trim().parse().ok()?;
    (amount.fract() == 0.0 && amount.abs() < 1e9).then_some(amount as i64)
}
