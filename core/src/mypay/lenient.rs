//! MYPAY's values as one type each: numbers come as text, text as numbers, and JSON inside text.

use super::messages::{Ibon, InvoiceAllowance, InvoiceLine, PaymentInstructions, Redeem, RefundInfo, VirtualAccount};
use super::twins::{self, Received};
use crate::fields;
use crate::json::{self, Problem};
use crate::wire;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde::ser::Serializer;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Reply text, from any JSON value, so that no odd type can spoil the news of a payment.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Value::deserialize(deserializer).map(|value| wire::any_text(&value))
}

/// A list that may come as null, empty text, JSON text, or an object with the indexes as names (PHP).
pub(super) fn list<'de, D: Deserializer<'de>, T: Received>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let entries = match unwrapped(Value::deserialize(deserializer)?) {
        Value::Null => Vec::new(),
        Value::Array(entries) => entries,
        Value::Object(entries) => entries.into_iter().map(|(_, entry)| entry).collect(),
        _ => return Err(D::Error::custom("expected a list")),
    };
    let entries: Option<_> = entries.into_iter().map(twins::read).collect();
    entries.ok_or_else(|| D::Error::custom("expected a list"))
}

/// An object that may be missing, and then comes as null, empty text or an empty list.
pub(super) fn object<'de, D: Deserializer<'de>, T: Received>(deserializer: D) -> Result<Option<T>, D::Error> {
    match unwrapped(Value::deserialize(deserializer)?) {
        Value::Null => Ok(None),
        Value::Array(entries) if entries.is_empty() => Ok(None),
        value @ Value::Object(_) => twins::read(value)
            .map(Some)
            .ok_or_else(|| D::Error::custom("expected an object")),
        _ => Err(D::Error::custom("expected an object")),
    }
}

/// Fields of our own in replies (`skip_deserializing` in the messages).
const OURS: [&str; 10] = [
    "approved",
    "refunded",
    "state",
    "refund_state",
    "cancel_state",
    "kind",
    "redeem_detail",
    "payment_instructions",
    "invoice_lines",
    "lines",
];

/// As [`wire::extra`]. A member that bears the name of one of ours is kept [`as_received`](wire::as_received): beside
/// ours, it would be there twice in the JSON that a caller reads, and a pending payment approved.
pub(super) fn extra(fields: Map<String, Value>) -> BTreeMap<String, String> {
    wire::extra(fields)
        .into_iter()
        .map(|(name, value)| match OURS.contains(&name.as_str()) {
            true => (wire::as_received(&name), value),
            false => (name, value),
        })
        .collect()
}

/// JSON inside text, taken out of it; empty text is null.
pub(super) fn unwrapped(value: Value) -> Value {
    match value {
        Value::String(text) if text.trim().is_empty() => Value::Null,
        Value::String(text) => json::read(&text).unwrap_or(Value::String(text)),
        value => value,
    }
}

/// Members that may hold JSON inside text.
const JSON_IN_TEXT: [&str; 10] = [
    "row_data",
    "refund_order",
    "cancel_order",
    "voucher_paid",
    "voucher_free",
    "invoice_allowance",
    "invoice_order_detail",
    "order_detail",
    "redeem",
    "result_content",
];

/// The first member whose text holds JSON in which a member is there twice, at any depth.
///
/// What stands there as JSON itself has been read strictly already.
pub(super) fn member_twice(fields: &Map<String, Value>) -> Option<&str> {
    fields
        .iter()
        .find(|(name, value)| twice_inside(name, value))
        .map(|(name, _)| name.as_str())
}

fn twice_inside(name: &str, value: &Value) -> bool {
    match value {
        Value::String(text) if JSON_IN_TEXT.contains(&name) => match json::read(text) {
            Ok(Value::String(_)) => false,
            Ok(value) => twice_inside(name, &value),
            Err(problem) => matches!(problem, Problem::Twice(_)),
        },
        Value::Array(entries) => entries.iter().any(|entry| twice_inside(name, entry)),
        Value::Object(fields) => member_twice(fields).is_some(),
        _ => false,
    }
}

/// A reply's amount, which must not spoil the reply: unset unless it is whole.
pub(super) mod amount {
    use super::*;

    pub(in crate::mypay) fn serialize<S: Serializer>(amount: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(amount, serializer)
    }

    pub(in crate::mypay) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
        Value::deserialize(deserializer).map(|value| wire::value_amount(&value))
    }
}

/// A request's amount, sent as a JSON number.
pub(super) mod whole {
    use super::*;

    pub(in crate::mypay) fn serialize<S: Serializer>(amount: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*amount)
    }

    pub(in crate::mypay) use crate::wire::integer as deserialize;
}

/// A request's amount that may be unset, sent as a JSON number.
pub(super) mod optional_whole {
    pub(in crate::mypay) use super::amount::serialize;
    pub(in crate::mypay) use crate::wire::optional_integer as deserialize;
}

/// A request's amount that may be unset, sent as decimal text.
pub(super) mod optional_whole_text {
    pub(in crate::mypay) use super::optional_whole::deserialize;
    pub(in crate::mypay) use crate::wire::amount_or_empty::serialize;
}

/// A code that the table types as integer: text here, a JSON number on the wire.
pub(super) mod number_code {
    use super::*;

    pub(in crate::mypay) fn serialize<S: Serializer>(code: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
        match code.as_deref().map(|code| (code, code.parse::<i64>())) {
            None => serializer.serialize_none(),
            Some((_, Ok(number))) => serializer.serialize_i64(number),
            Some((code, Err(_))) => serializer.serialize_str(code),
        }
    }

    pub(in crate::mypay) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        wire::optional_text(deserializer)
    }
}

/// `result_content` as the type that `content_type` names; `None` for any other, and for text that is not it.
pub(super) fn payment_instructions(content_type: &str, content: &str) -> Option<PaymentInstructions> {
    let content = json::object(content.as_bytes())?;
    if content.is_empty() {
        return None;
    }
    let mut instructions = PaymentInstructions::default();
    match content_type {
        "E_COLLECTION" => instructions.virtual_account = parsed::<VirtualAccount>(content),
        "IBON" => instructions.ibon = parsed::<Ibon>(content),
        "FAMIPORT" => instructions.famiport = parsed(content),
        "LIFEET" => instructions.life_et = parsed(content),
        "BARCODE" => instructions.barcode = parsed(content),
        _ => return None,
    }
    Some(instructions)
}

fn parsed<T: DeserializeOwned>(content: Map<String, Value>) -> Option<T> {
    fields::read(&Value::Object(content)).ok()
}

/// `redeem`, parsed; `None` if it is empty or something else.
pub(super) fn redeem(text: &str) -> Option<Redeem> {
    let redeem = json::object(text.as_bytes())?;
    (!redeem.is_empty())
        .then(|| twins::read(Value::Object(redeem)))
        .flatten()
}

/// `invoice_order_detail`, parsed; empty if it is something else.
pub(super) fn invoice_lines(text: &str) -> Vec<InvoiceLine> {
    lines(text)
}

fn lines<T: Received>(text: &str) -> Vec<T> {
    let Ok(Value::Array(lines)) = json::read(text) else {
        return Vec::new();
    };
    let lines: Option<_> = lines.into_iter().map(twins::read).collect();
    lines.unwrap_or_default()
}

/// Parses the lines of each allowance.
pub(super) fn parse_allowances(allowances: &mut [InvoiceAllowance]) {
    for allowance in allowances {
        allowance.lines = lines(&allowance.order_detail);
    }
}

/// Parses what each refund carries as JSON text.
pub(super) fn parse_refunds(refunds: &mut [RefundInfo]) {
    for refund in refunds {
        refund.invoice_lines = invoice_lines(&refund.invoice_order_detail);
        parse_allowances(&mut refund.invoice_allowance);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_ours_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/mypay/messages");
        let mut found = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for after in source.split("skip_deserializing").skip(1) {
                let (_, field) = after.split_once("pub ").unwrap();
                let (name, _) = field.split_once(':').unwrap();
                assert!(OURS.contains(&name), "{name} is missing in OURS");
                found += 1;
            }
        }
        assert!(found >= OURS.len(), "{found}");
    }
}
