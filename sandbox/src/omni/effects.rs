//! What a fault does inside the gateway's replies. The rest is in `crate::effects`.

use super::client::Client;
use super::operations::{Fields, Request, declined};
use super::record::Decline;
use super::tokens;
use crate::faults::Fault;
use crate::reply::Reply;
use hyper::StatusCode;
use serde_json::{Value, json};

/// The reply to a call that did not reach the ledger because a fault prevents it.
pub(super) fn instead_of_commit(fault: Fault, request: &Request, client: &Client) -> Fields {
    let words = match fault {
        Fault::QuoteBarcode => Some(format!("條碼 {} 無法交易", request.code())),
        _ => None,
    };
    declined(request, client, Decline::Declined, words.as_deref())
}

/// Changes what the reply says.
pub(super) fn alter_fields(fault: Fault, fields: &mut Fields) {
    match fault {
        Fault::ReferenceWrong => {
            if let Some(Value::String(reference)) = reference(fields) {
                reference.push_str("-OTHER");
            }
        }
        Fault::AmountWrong => {
            if let Some(amount) = amount(fields) {
                *amount = json!(amount.as_i64().unwrap_or_default() + 1);
            }
        }
        Fault::CodeText => change_types(fields),
        Fault::CodeUnlisted if fields.contains_key("RtnCode") => {
            fields.insert("RtnCode".to_owned(), json!(7777));
            fields.insert("RtnMsg".to_owned(), json!("訊息代碼:7777,系統忙碌"));
        }
        Fault::CodeUnlisted => {
            fields.insert("return_code".to_owned(), json!("7777"));
            fields.insert("return_msg".to_owned(), json!("系統忙碌"));
        }
        _ => {}
    }
}

/// The reply as it leaves.
pub(super) fn seal(fault: Option<Fault>, fields: Fields) -> Reply {
    if fault == Some(Fault::Http401) {
        return tokens::invalid_token();
    }
    let reply = Reply::json(StatusCode::OK, &Value::Object(fields));
    match fault {
        Some(fault) => {
            let body = crate::effects::alter_body(fault, reply.body.to_vec());
            Reply {
                body: body.into(),
                ..reply
            }
        }
        None => reply,
    }
}

/// What ties a reply to its request. iPASS's refund repeats only the req_id, and icash's cancel names no
/// order at all: there the reply is about another merchant, which only a till with its own numbers can see.
fn reference(fields: &mut Fields) -> Option<&mut Value> {
    const NAMES: [&str; 4] = ["order_number", "MerchantTradeNo", "req_id", "MerchantID"];
    let data = data(fields)?;
    let name = NAMES.into_iter().find(|name| data.contains_key(*name))?;
    data.get_mut(name)
}

/// icash's search and cancel have none.
fn amount(fields: &mut Fields) -> Option<&mut Value> {
    let data = data(fields)?;
    match data.contains_key("TotalAmount") {
        true => data.get_mut("TotalAmount"),
        false => data.get_mut("amount"),
    }
}

/// icash Pay's rows are inside EncData, iPASS's are not.
fn data(fields: &mut Fields) -> Option<&mut Fields> {
    match fields.contains_key("EncData") {
        true => fields.get_mut("EncData")?.as_object_mut(),
        false => Some(fields),
    }
}

/// icash's RtnCode becomes the text that its document also prints. iPASS's return_code is text already, and
/// 0000 would lose its zeros as a number: there payment_type and amount change their types.
fn change_types(fields: &mut Fields) {
    if let Some(code) = fields.get_mut("RtnCode") {
        *code = json!(format!("{:04}", code.as_i64().unwrap_or_default()));
    }
    if let Some(amount) = fields.get_mut("amount") {
        *amount = json!(amount.to_string());
    }
    if let Some(kind) = fields.get_mut("payment_type") {
        *kind = json!(kind.as_str().and_then(|kind| kind.parse::<i64>().ok()));
    }
}
