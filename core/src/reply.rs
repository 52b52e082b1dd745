//! What the judges of every provider ask of a reply.

mod words;

pub(crate) use words::{NUMBER_USED, doubt, says_done, says_failed, words};

use serde_json::{Map, Value};

/// Null and what is empty stand for "not there".
pub(crate) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(entries) => !entries.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Whether a member is there and not empty.
pub(crate) fn has(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name).is_some_and(is_set)
}

/// Members that stand in another operation's reply table and not in this one's. A member of no table is a host's own
/// addition, and says nothing.
pub(crate) fn foreign<'a>(
    fields: &'a Map<String, Value>,
    table: &'a [&str],
    all: &'a [&[&str]],
) -> impl Iterator<Item = &'a str> {
    let elsewhere = |name: &&str| all.iter().any(|other| other.contains(name)) && !table.contains(name);
    let set = fields.iter().filter(|(_, value)| is_set(value));
    set.map(|(name, _)| name.as_str()).filter(elsewhere)
}
