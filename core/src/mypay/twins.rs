//! The text beside each amount: `cost_text` beside `cost`.
//!
//! Messages hold whole amounts as integers, in every language. An amount of CNY may have decimals, so each one has a
//! text twin (docs/adr/0010-amounts-with-decimals.md). On the wire there is `cost` alone: this is the one place where
//! a reply's `cost` becomes both, and a request's two become one.

use super::messages::*;
use super::money::Money;
use crate::error::Error;
use crate::fields;
use crate::limits::{self, Held, Rule};
use crate::wire;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

/// A message that MYPAY sends, and the names of its amounts.
pub(super) trait Received: DeserializeOwned {
    const AMOUNTS: &'static [&'static str];
}

macro_rules! received {
    ($($message:ident: $($name:literal)*;)*) => {$(
        impl Received for $message {
            const AMOUNTS: &'static [&'static str] = &[$($name),*];
        }
    )*};
}
received! {
    CreateOrderResponse: ;
    QueryOrderResponse: "cost" "actual_cost" "price" "actual_price" "love_cost" "invoice_amount" "invoice_sales_amount"
        "invoice_tax_amount";
    RefundOrderResponse: ;
    RefundRow: "cost" "actual_cost";
    ScanPayResponse: "cost" "actual_cost";
    Notification: "cost" "actual_cost" "price" "actual_price" "love_cost";
    PaidVoucher: "cost";
    FreeVoucher: "cost";
    RefundInfo: "cost" "actual_cost" "invoice_amount" "invoice_sales_amount" "invoice_tax_amount";
    CancelInfo: "cost" "actual_cost";
    InvoiceAllowance: "amount";
    Redeem: "used" "amount";
    InvoiceLine: "UnitPrice" "Amount";
    AllowanceLine: "TotalAmount" "Amount";
}

fn twin(name: &str) -> String {
    format!("{name}_text")
}

/// Puts each amount's text beside it, as it came. An amount that is not whole is that text alone.
pub(super) fn with_texts<T: Received>(mut fields: Map<String, Value>) -> Map<String, Value> {
    for name in T::AMOUNTS {
        // What MYPAY might send under this name is not what it is here.
        fields.shift_remove(&twin(name));
        let Some(value) = fields.get(*name) else { continue };
        let is_whole = wire::value_amount(value).is_some();
        let text = wire::any_text(value);
        if !is_whole {
            fields.shift_remove(*name);
        }
        fields.insert(twin(name), Value::String(text));
    }
    fields
}

/// Reads one received message.
pub(super) fn read<T: Received>(value: Value) -> Option<T> {
    let value = match value {
        Value::Object(fields) => Value::Object(with_texts::<T>(fields)),
        other => other,
    };
    fields::read(&value).ok()
}

/// The amounts of a request: its own, and those of the entries of its lists.
const OF_A_REQUEST: &[&str] = &["cost", "shipping"];
const OF_ITS_LISTS: [(&str, &[&str]); 3] = [
    ("items", &["cost", "total"]),
    ("voucher_paid", &["cost"]),
    ("voucher_free", &["cost"]),
];

/// Calls `change` for every object of a request that has amounts: where it is, the object, the amounts' names.
fn each_object(fields: &mut Map<String, Value>, mut change: impl FnMut(&str, &mut Map<String, Value>, &[&str])) {
    change("", fields, OF_A_REQUEST);
    for (list, names) in OF_ITS_LISTS {
        let entries = fields.get_mut(list).and_then(Value::as_array_mut);
        for (index, entry) in entries.into_iter().flatten().enumerate() {
            if let Value::Object(entry) = entry {
                change(&format!("{list}[{index}]."), entry, names);
            }
        }
    }
}

/// A caller's JSON as a request: `"cost": "12.50"`, as the vendor writes it, goes into the twin.
///
/// # Errors
/// As [`wire::request_from_json`]; and for an item without `cost`, which would be sent as 0.
pub(super) fn request_from_json<T: DeserializeOwned>(mut request: Value) -> Result<T, Error> {
    let mut without_cost = None;
    if let Value::Object(fields) = &mut request {
        each_object(fields, |path, fields, names| {
            if path.starts_with("items") && !fields.contains_key("cost") && !fields.contains_key(&twin("cost")) {
                without_cost.get_or_insert(format!("{path}cost"));
            }
            for name in names {
                let is_decimal =
                    |value: &Value| wire::value_amount(value).is_none() && Money::of_value(value).is_some();
                if fields.get(*name).is_some_and(is_decimal)
                    && !fields.contains_key(&twin(name))
                    && let Some(amount) = fields.shift_remove(*name)
                {
                    fields.insert(twin(name), Value::String(wire::any_text(&amount)));
                }
            }
        });
    }
    let request = wire::request_from_json(request)?;
    match without_cost {
        Some(name) => Err(Error::field(&name, "is required")),
        None => Ok(request),
    }
}

/// Makes what is sent of a request: the twin, where there is one, in the place of its amount.
pub(super) fn merge(fields: &mut Map<String, Value>) {
    each_object(fields, |_, fields, names| {
        for name in names {
            if let Some(Value::String(text)) = fields.shift_remove(&twin(name)) {
                // A host may compare the texts of an order with those of its refund.
                let sent = Money::of_text(&text).map_or(text, Money::canonical);
                fields.insert((*name).to_owned(), Value::String(sent));
            }
        }
    });
}

/// The decimals that a request's amounts may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decimals {
    /// New Taiwan dollars have none.
    None,
    /// Fen.
    Two,
}

impl Decimals {
    /// Those of an order's currency.
    pub(super) fn of(currency: &Option<String>) -> Self {
        match currency.as_deref() {
            Some("CNY") => Decimals::Two,
            _ => Decimals::None,
        }
    }
}

/// An amount of a request as the caller gave it, whole or as text.
///
/// # Errors
/// `invalid_request` naming the amount: outside of `range`, or with decimals that its currency does not have.
pub(super) fn given(
    name: &str,
    whole: i64,
    text: &str,
    range: RangeInclusive<i64>,
    decimals: Decimals,
) -> Result<Money, Error> {
    let text = text.trim();
    if text.is_empty() {
        let range = Rule::Amount(*range.start(), *range.end());
        limits::check_one(name, range, Held::Number(whole))?;
        return Ok(Money::whole(whole));
    }
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
    let Some(amount) = Money::of_text(text).filter(|_| is_plain) else {
        return Err(Error::field(name, "is no amount; write it as 12.50"));
    };
    if whole != 0 && Money::whole(whole) != amount {
        return Err(Error::field(name, format!("is {whole}, and {name}_text says {amount}")));
    }
    let problem = match decimals {
        Decimals::None if !amount.has_at_most(0) => Some("has decimals, which only another currency than TWD may have"),
        Decimals::Two if !amount.has_at_most(2) => Some("has more than two decimals"),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(Error::field(name, format!("is {amount}: {problem}")));
    }
    // A range that begins at 1 is for what must not be 0.
    let is_enough = match range.start() {
        1 => amount > Money::default(),
        start => amount >= Money::whole(*start),
    };
    match is_enough && amount <= Money::whole(*range.end()) {
        true => Ok(amount),
        false => Err(Error::field(
            name,
            format!("is {amount}; it must be {} to {}", range.start(), range.end()),
        )),
    }
}

/// An amount that was checked already.
pub(super) fn of(whole: i64, text: &Option<String>) -> Money {
    let text = text.as_deref().and_then(Money::of_text);
    text.unwrap_or(Money::whole(whole))
}

/// An amount that may be unset.
pub(super) fn of_optional(whole: Option<i64>, text: &str) -> Option<Money> {
    match text.is_empty() {
        true => whole.map(Money::whole),
        false => Money::of_text(text),
    }
}
