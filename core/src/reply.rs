//! What the judges of every provider ask of a reply.

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

/// How a refusal says that its number was used before: no document but 002 lists a code for it, so the words of code
/// and text must do. Saying it too often is safe.
const USED: [&str; 9] = [
    "duplicate",
    "already exist",
    "already used",
    "already been used",
    "重複",
    "重覆",
    "已存在",
    "已使用",
    "已被使用",
];

/// Whether a refusal only says that the number was used before. Of the attempt that used it, that proves nothing.
pub(crate) fn says_used<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    texts.into_iter().any(|text| {
        let text = text.to_lowercase().replace(['_', '-'], " ");
        USED.iter().any(|word| text.contains(word))
    })
}

/// The detail of an error of kind `duplicate`.
pub(crate) const NUMBER_USED: &str = "the provider says only that this number was used before, which proves nothing \
     about the attempt that used it; settle that one, and never use a number twice";

#[cfg(test)]
mod tests {
    use super::says_used;

    #[test]
    fn a_used_number_is_told_by_its_words() {
        for text in [
            "ICASH_DUPLICATE_OPSEQ",
            "特店交易序號重複",
            "訂單編號已存在",
            "此序號已被使用",
            "Order number already exists",
            "ALREADY_USED",
        ] {
            assert!(says_used(["", text]), "{text}");
        }
        for text in [
            "餘額不足",
            "ICASH_NOT_FOUND",
            "ICASH_ALREADY_CANCELLED",
            "原交易已取消",
            "查無此交易",
            "",
        ] {
            assert!(!says_used([text]), "{text}");
        }
    }
}
