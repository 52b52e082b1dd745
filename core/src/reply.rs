//! What the judges of every provider ask of a reply.

mod words;

use words::TEXTS;
pub(crate) use words::{
    NUMBER_USED, denies_a_charge, denies_a_yes, doubt, said, says_done, says_failed, says_refund, words,
};

use crate::text::Secrets;
use crate::wire;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

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

/// Takes `secrets`, and what the reply's own members called `never_logged` hold, out of its words, at any depth, in
/// case a provider quotes them. Other members stay as they came: MYPAY's own `key` is needed to go on.
pub(crate) fn hide(fields: &mut Map<String, Value>, mut secrets: Vec<Zeroizing<String>>, never_logged: &[&str]) {
    fn hide_in(value: &mut Value, are_words: bool, secrets: &Secrets) {
        match value {
            Value::Object(fields) => fields
                .iter_mut()
                .for_each(|(name, value)| hide_in(value, are_words || TEXTS.contains(&name.as_str()), secrets)),
            Value::Array(entries) => entries.iter_mut().for_each(|entry| hide_in(entry, are_words, secrets)),
            Value::String(_) | Value::Number(_) if are_words => {
                let words = match &value {
                    Value::String(words) => words.clone(),
                    number => number.to_string(),
                };
                if let Some(clean) = secrets.cut_from(&words) {
                    *value = Value::String(clean);
                }
            }
            _ => {}
        }
    }
    secrets.extend(wire::secrets(fields, never_logged));
    let secrets = Secrets::new(secrets.iter().map(|secret| secret.as_str()));
    for (name, value) in fields {
        hide_in(value, TEXTS.contains(&name.as_str()), &secrets);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_secret_is_taken_out_of_words_and_of_nothing_else() {
        let mut reply = json!({
            "msg": "code 2817-1234 of 條碼, key K123-4567", "retmsg": ["28171234"], "StatusDesc": {"zh": "28171234!"},
            "RtnMsg": 28171234, "key": "K1234567", "row_data": {"retmsg": "28171234", "cost": 28171234}
        });
        let secrets = vec![Zeroizing::new("28171234".to_owned())];
        hide(reply.as_object_mut().unwrap(), secrets, &["key"]);
        assert_eq!(
            reply,
            json!({
                "msg": "code [redacted] of 條碼, key [redacted]", "retmsg": ["[redacted]"], "StatusDesc": {"zh": "[redacted]!"},
                "RtnMsg": "[redacted]", "key": "K1234567", "row_data": {"retmsg": "[redacted]", "cost": 28171234}
            })
        );
    }
}
