//! How values look on the wire, shared by every provider.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::Value;

/// Text, also where a provider sends a number, a boolean or null instead.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Null => Ok(String::new()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Array(_) | Value::Object(_) => Err(D::Error::custom("expected text")),
    }
}
